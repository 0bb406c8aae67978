#include "methods/refresh_lanes.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "methods/shown_again.h"

namespace mlink::methods {
namespace {

constexpr std::uint32_t kRan = 1, kPresent = 2, kPredicted = 4;
constexpr std::size_t kFramesAtOnce = 2048;  ///< what is seen of them, and what is found, stays in the cache

/// One or the other without a branch: which one is as good as random.
double chosen(bool first, double one, double other) {
  const std::uint64_t mask = 0 - static_cast<std::uint64_t>(first);
  const auto bits = std::bit_cast<std::uint64_t>(other);
  return std::bit_cast<double>(bits ^ ((bits ^ std::bit_cast<std::uint64_t>(one)) & mask));
}
std::uint32_t chosen(bool first, std::uint32_t one, std::uint32_t other) {
  return other ^ ((other ^ one) & (0 - static_cast<std::uint32_t>(first)));
}
float chosen(bool first, float one, float other) {
  return std::bit_cast<float>(chosen(first, std::bit_cast<std::uint32_t>(one), std::bit_cast<std::uint32_t>(other)));
}

}  // namespace

/// A rule and what it knows, as the loop over frames reads it.
struct RefreshLanes::Lane {
  double faster = 1, slower = 1, before_first = 0, threshold = 0, reach = 0;
  const double* limits = nullptr;
  const std::uint8_t* links_surer = nullptr;
  const float* changes = nullptr;  ///< null: the age is held against the threshold
  bool runs_first = false;
  std::uint8_t shows_links = 0, shows_surer = 0;
  RefreshedFrame* found = nullptr;
};

RefreshLanes::RefreshLanes(const OutputTable& table, int box, const std::vector<const RefreshRule*>& rules,
                           const FrameFeatures* features)
    : table_(table),
      column_(table.columns[static_cast<std::size_t>(box)]),
      rules_(rules),
      features_(features),
      reach_(number_reach(column_.spec)),
      seen_(table.cameras.size(), 0) {
  add_groups(true);
  add_groups(false);
}

void RefreshLanes::add_groups(bool chances) {
  std::vector<std::size_t> alike;
  for (std::size_t n = 0; n < rules_.size(); ++n) {
    if (rules_[n]->asks_links() != chances) continue;
    alike.push_back(n);
    const auto& feature = rules_[n]->changes.feature();
    if (!chances && feature) changes_[*feature];
  }
  for (std::size_t begin = 0; begin < alike.size(); begin += kLanes) {
    Group& group = groups_.emplace_back();
    group.chances = chances;
    for (std::size_t n = begin; n < std::min(begin + kLanes, alike.size()); ++n) group.rules.push_back(alike[n]);
    for (const std::size_t n : group.rules) group.limits.emplace_back(*rules_[n]);
    group.last.resize(table_.cameras.size() * kLanes);
    group.pace.fill(1);
  }
}

void RefreshLanes::look(std::span<const std::size_t> rows) {
  frames_.clear();
  for (const std::size_t row : rows) {
    const auto camera = static_cast<std::uint32_t>(table_.frames[row].camera);
    frames_.push_back({camera, static_cast<std::uint8_t>(seen_[camera] == 0), column_.present(row)});
    seen_[camera] = 1;
  }
  for (auto& [kind, changes] : changes_) {
    changes.clear();
    for (const std::size_t row : rows)
      for (std::size_t lag = 0; lag < kLagCount; ++lag) changes.push_back(features_->at(row, kind, lag));
  }
}

void RefreshLanes::walk(const SeenFrames& seen, const Each& each) {
  for (std::size_t from = 0; from < seen.rows.size(); from += kFramesAtOnce) {
    const std::size_t count = std::min(kFramesAtOnce, seen.rows.size() - from);
    const SeenFrames part{seen.begin + from, seen.rows.subspan(from, count),
                          seen.numbers.empty() ? seen.numbers : seen.numbers.subspan(from, count),
                          seen.steps.empty() ? seen.steps : seen.steps.subspan(from, count)};
    look(part.rows);
    for (Group& group : groups_) {
      for (auto& frames : group.frames) frames.resize(count);
      if (!group.chances)
        walk_group<false, false>(group, part);
      else
        part.numbers.empty() ? walk_group<true, false>(group, part) : walk_group<true, true>(group, part);
      for (std::size_t lane = 0; lane < group.rules.size(); ++lane)
        each(group.rules[lane], part.begin, group.frames[lane]);
    }
  }
}

std::array<RefreshLanes::Lane, kLanes> RefreshLanes::lanes_of(Group& group) const {
  std::array<Lane, kLanes> lanes;
  for (std::size_t n = 0; n < group.rules.size(); ++n) {
    const RefreshRule& its = *rules_[group.rules[n]];
    const RuleLimits& limits = group.limits[n];
    const auto& feature = its.changes.feature();
    lanes[n].faster = limits.faster;
    lanes[n].slower = limits.slower;
    lanes[n].before_first = limits.before_first;
    lanes[n].threshold = its.threshold;
    lanes[n].reach = reach_;
    lanes[n].limits = limits.of_cells.data();
    lanes[n].links_surer = limits.links_surer.data();
    lanes[n].changes = !group.chances && feature ? changes_.at(*feature).data() : nullptr;
    lanes[n].runs_first = its.runs_first();
    lanes[n].shows_links = its.shows == Shows::links ? 1 : 0;
    lanes[n].shows_surer = its.shows == Shows::surer ? 1 : 0;
    lanes[n].found = group.frames[n].data();
  }
  return lanes;
}

template <bool kChances, bool kAsked>
void RefreshLanes::walk_group(Group& group, const SeenFrames& seen) {
  switch (group.rules.size()) {
    case 1: return walk_some<1, kChances, kAsked>(group, seen);
    case 2: return walk_some<2, kChances, kAsked>(group, seen);
    case 3: return walk_some<3, kChances, kAsked>(group, seen);
    default: return walk_some<kLanes, kChances, kAsked>(group, seen);
  }
}

template <std::size_t kCount, bool kChances, bool kAsked>
void RefreshLanes::walk_some(Group& group, const SeenFrames& seen) {
  const std::array<Lane, kLanes> lanes = lanes_of(group);
  std::array<double, kLanes> paces = group.pace;
  const std::size_t frames = frames_.size();
  for (std::size_t n = 0; n < frames; ++n) {
    const Frame frame = frames_[n];
    Last* const of_camera = group.last.data() + std::size_t{frame.camera} * kLanes;
    const auto now = static_cast<std::uint32_t>(seen.begin + n);
    const std::uint32_t ran_now = kRan | (frame.present != 0 ? kPresent : 0) | (kAsked ? kPredicted : 0);
#pragma GCC unroll 4
    for (std::size_t k = 0; k < kCount; ++k) {
      const Lane& lane = lanes[k];
      Last last = of_camera[k];
      double pace = paces[k];
      if (frame.first == 0) pace = std::min(pace * lane.faster, RuleLimits::kMostPace);
      // The common case is told by the branch; whether the box runs now is as good as random.
      bool runs = frame.first != 0 ? lane.runs_first : lane.before_first < pace;
      std::uint32_t by_links = 1;
      if ((last.state & kRan) != 0) {
        ++last.since;
        const std::uint32_t none = (last.state & kPresent) != 0 ? 0 : 1;
        by_links = none | lane.shows_links;
        if constexpr (kChances) {
          std::uint32_t sources = none * static_cast<std::uint32_t>(Sources::no_output);
          if constexpr (kAsked) {
            const double other = static_cast<double>(last.number) - static_cast<double>(seen.numbers[n]);
            const std::uint32_t changed = std::abs(other) < lane.reach ? 0 : 1;
            sources |= changed & ((last.state & kPredicted) != 0 ? 1 : 0) & (none ^ 1);
          }
          const std::size_t cell =
              (sources * kAges + age_bin(last.since)) * ChangeSteps::kSteps + seen.steps[n][doubling_lag(last.since)];
          runs = lane.limits[cell] < pace;
          by_links |= lane.links_surer[cell] & lane.shows_surer;
        } else {
          const double change = lane.changes
                                    ? static_cast<double>(lane.changes[n * kLagCount + doubling_lag(last.since)])
                                    : static_cast<double>(last.since);
          runs = !(change * pace <= lane.threshold);
        }
      }
      constexpr std::array<Given, 4> kGiven{Given::reused, Given::by_links, Given::run, Given::run};
      lane.found[n] = {kGiven[by_links | (runs ? 2U : 0U)], last.place};
      const double slower = frame.first != 0 ? pace : std::max(pace * lane.slower, 1 / RuleLimits::kMostPace);
      paces[k] = chosen(runs, slower, pace);
      last.place = chosen(runs, now, last.place);
      last.since = chosen(runs, 0U, last.since);
      if constexpr (kAsked) last.number = chosen(runs, seen.numbers[n], last.number);
      last.state = chosen(runs, ran_now | (last.state & kPredicted), last.state);
      of_camera[k] = last;
    }
  }
  group.pace = paces;
}

}  // namespace mlink::methods
