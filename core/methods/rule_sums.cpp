#include "methods/rule_sums.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "methods/shown_again.h"
#include "metrics/metrics.h"

namespace mlink::methods {
namespace {

constexpr float kNotShown = std::numeric_limits<float>::quiet_NaN();
constexpr std::size_t kStepsAtOnce = 2048;  ///< their features and what they show stay in the cache for all rules

/// Of each step of one camera one number; not a number: nothing is shown there.
using Numbers = std::vector<float>;

/// Steps of a camera that are in one piece; counted from its first.
struct Segment {
  std::size_t end = 0, piece = 0;
};

/// Four rules at most that look at one feature, and what is wanted of them.
struct Group {
  std::array<std::vector<std::size_t>, kLanes> wanted;
  Lanes lanes;
  std::size_t rules = 0;
};

class Summing {
 public:
  Summing(const MethodInput& input, const FrameWalk& walk, const std::vector<RuleOnBox>& wanted)
      : input_(input), walk_(walk), wanted_(wanted), found_(wanted.size()) {
    const std::size_t pieces = input.timeline.pieces.size();
    for (std::size_t n = 0; n < wanted.size(); ++n) {
      found_[n].sums.assign(pieces, 0);
      if (!by_number(n)) continue;
      exact_[wanted[n].box];
      if (!runs(n)) predicted_[{wanted[n].set.bits(), wanted[n].box}];
    }
    group();
    for (std::size_t n = 0; n < pieces; ++n)
      piece_of_place_.insert(piece_of_place_.end(), input.timeline.pieces[n].end - input.timeline.pieces[n].begin,
                             static_cast<std::uint32_t>(n));
  }

  std::vector<RuleSums> run() {
    std::vector<FeatureKind> kinds;
    for (const auto& [kind, groups] : groups_)
      if (kind) kinds.push_back(*kind);
    std::vector<FrameWalk::Gathered> gathered;
    for (std::size_t camera = 0; camera < walk_.cameras(); ++camera) {
      read(camera);
      const auto segments = segments_of(camera);
      if (!kinds.empty()) walk_.gather(camera, kinds, *input_.aids.features, gathered);
      auto next = gathered.begin();
      for (auto& [kind, groups] : groups_) {
        const float* const features = kind ? (next++)->data() : nullptr;
        for (Group& group : groups) walk_camera(group, segments, features);
      }
    }
    for (std::size_t n = 0; n < wanted_.size(); ++n)
      if (!by_number(n)) ask_scores(n);
    return std::move(found_);
  }

 private:
  using SetAndBox = std::pair<std::uint64_t, int>;

  [[nodiscard]] const OutputColumn& column(std::size_t n) const {
    return input_.table.columns[static_cast<std::size_t>(wanted_[n].box)];
  }
  [[nodiscard]] bool by_number(std::size_t n) const { return decided_by_number(column(n).spec); }
  [[nodiscard]] bool runs(std::size_t n) const { return wanted_[n].set.has(wanted_[n].box); }

  /// What boxes gave and what links predict at a camera's steps.
  void read(std::size_t camera) {
    std::vector<std::size_t> rows;
    for (std::size_t step = walk_.begin_of(camera); step < walk_.begin_of(camera + 1); ++step)
      rows.push_back(walk_.rows()[walk_.places()[step]]);
    infinite_.clear();
    for (auto& [box, exact] : exact_) {
      const OutputColumn& of_box = input_.table.columns[static_cast<std::size_t>(box)];
      exact.clear();
      for (const std::size_t row : rows) {
        exact.push_back(of_box.present(row) ? number_of(of_box.spec, of_box.row(row)) : kNotShown);
        if (std::isinf(exact.back())) infinite_.insert(box);
      }
    }
    for (auto& [of, predicted] : predicted_) predict(of, rows, predicted);
  }

  void predict(const SetAndBox& of, const std::vector<std::size_t>& rows, Numbers& predicted) const {
    const auto& [set, box] = of;
    const OutputSpec& spec = input_.table.columns[static_cast<std::size_t>(box)].spec;
    predicted.assign(rows.size(), kNotShown);
    const std::size_t at_once = rows_at_once(spec);
    for (std::size_t begin = 0; begin < rows.size(); begin += at_once) {
      const std::size_t end = std::min(begin + at_once, rows.size());
      const Predictions predictions =
          input_.predictor.predict(BoxSet(set), box, std::span(rows).subspan(begin, end - begin));
      if (!predicted_all(predictions, spec, end - begin)) continue;
      const auto numbers = numbers_of(predictions, spec);
      std::copy(numbers.begin(), numbers.end(), predicted.begin() + static_cast<std::ptrdiff_t>(begin));
    }
  }

  /// Rules by feature; those that are alike are walked once.
  void group() {
    std::map<std::pair<std::optional<FeatureKind>, double>, std::vector<std::size_t>> rules;
    for (std::size_t n = 0; n < wanted_.size(); ++n)
      rules[{wanted_[n].rule.feature, wanted_[n].rule.threshold}].push_back(n);
    for (auto& [rule, wanted] : rules) {
      auto& groups = groups_[rule.first];
      if (groups.empty() || groups.back().rules == kLanes) groups.emplace_back();
      Group& group = groups.back();
      group.lanes.thresholds[group.rules] = rule.second;
      group.wanted[group.rules++] = std::move(wanted);
    }
  }

  [[nodiscard]] std::vector<Segment> segments_of(std::size_t camera) const {
    std::vector<Segment> segments;
    const std::size_t first = walk_.begin_of(camera);
    for (std::size_t step = first; step < walk_.begin_of(camera + 1); ++step) {
      const std::size_t piece = piece_of_place_[walk_.places()[step]];
      if (segments.empty() || segments.back().piece != piece) segments.push_back({0, piece});
      segments.back().end = step + 1 - first;
    }
    return segments;
  }

  void walk_camera(Group& group, const std::vector<Segment>& segments, const float* features) {
    const std::size_t all = segments.empty() ? 0 : segments.back().end;
    const FrameRule& rule = wanted_[group.wanted[0].front()].rule;
    std::array<std::array<std::uint32_t, kStepsAtOnce>, kLanes> last;
    std::size_t segment = 0;
    for (std::size_t begin = 0; begin < all; begin += kStepsAtOnce) {
      const std::size_t end = std::min(begin + kStepsAtOnce, all);
      const float* const at = features ? features + begin * kLagCount : nullptr;
      walk_stretch(rule, group.lanes, 0, begin, end, at, [&](std::size_t lane, std::size_t step, std::size_t executed) {
        last[lane][step - begin] = static_cast<std::uint32_t>(executed);
      });
      for (std::size_t from = begin; from < end;) {
        while (segments[segment].end <= from) ++segment;
        const std::size_t to = std::min(end, segments[segment].end);
        for (std::size_t lane = 0; lane < group.rules; ++lane)
          add(group.wanted[lane], from, to, last[lane].data() + (from - begin), segments[segment].piece);
        from = to;
      }
    }
  }

  /// Steps [from, to), all of one piece; last: of them.
  void add(const std::vector<std::size_t>& wanted, std::size_t from, std::size_t to, const std::uint32_t* last,
           std::size_t piece) {
    std::uint32_t executed = 0;
    for (std::size_t step = from; step < to; ++step) executed += last[step - from] == step ? 1 : 0;
    for (const std::size_t n : wanted) {
      RuleSums& found = found_[n];
      (input_.timeline.pieces[piece].prefix ? found.prefix_runs : found.rest_runs) += executed;
      if (!by_number(n)) continue;
      const Numbers& truth = exact_.at(wanted_[n].box);
      const Numbers& shown = runs(n) ? truth : predicted_.at({wanted_[n].set.bits(), wanted_[n].box});
      const double reach = number_reach(column(n).spec);
      std::uint32_t count = near(truth.data() + from, shown.data(), to - from, last, reach);
      // What a frame gave itself is right there, also where it is not less than `reach` from itself.
      if (runs(n) && (!(reach > 0) || infinite_.contains(wanted_[n].box)))
        count += only_same(truth.data(), from, to, last, reach);
      found.sums[piece] += count;
    }
  }

  /// Two sums: a step need not wait for the one before.
  static std::uint32_t near(const float* truth, const float* shown, std::size_t steps, const std::uint32_t* last,
                            double reach) {
    const auto is_near = [&](std::size_t step) {  // not so where one is no number
      const double exact = static_cast<double>(truth[step]);
      return static_cast<std::uint32_t>(std::abs(exact - static_cast<double>(shown[last[step]])) < reach);
    };
    std::uint32_t even = 0, odd = 0;
    std::size_t step = 0;
    for (; step + 2 <= steps; step += 2) {
      even += is_near(step);
      odd += is_near(step + 1);
    }
    return even + odd + (step < steps ? is_near(step) : 0);
  }

  /// Executed steps with an output that near() leaves out.
  static std::uint32_t only_same(const float* truth, std::size_t from, std::size_t to, const std::uint32_t* last,
                                 double reach) {
    std::uint32_t count = 0;
    for (std::size_t step = from; step < to; ++step)
      if (last[step - from] == step && !std::isnan(truth[step]) && !(reach > 0 && std::isfinite(truth[step]))) ++count;
    return count;
  }

  void ask_scores(std::size_t n) {
    const auto& [rule, set, box] = wanted_[n];
    const auto last = walk_.last_executed(rule, input_.aids.features.get());
    found_[n].sums = piece_sums(input_.timeline, scores_again(input_, set, box, walk_.rows(), last));
  }

  const MethodInput& input_;
  const FrameWalk& walk_;
  const std::vector<RuleOnBox>& wanted_;
  std::vector<RuleSums> found_;
  std::vector<std::uint32_t> piece_of_place_;
  std::map<std::optional<FeatureKind>, std::vector<Group>> groups_;
  std::map<int, Numbers> exact_;
  std::set<int> infinite_;  ///< boxes with an output that is
  std::map<SetAndBox, Numbers> predicted_;
};

}  // namespace

std::vector<RuleSums> rule_sums(const MethodInput& input, const FrameWalk& walk, const std::vector<RuleOnBox>& wanted) {
  return Summing(input, walk, wanted).run();
}

}  // namespace mlink::methods
