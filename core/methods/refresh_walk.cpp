#include "methods/refresh_walk.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "methods/refresh_lanes.h"
#include "methods/shown_again.h"
#include "methods/walk_lanes.h"

namespace mlink::methods {
namespace {

/// An execution more than planned lowers the odds of the threshold by a tenth, one less raises them. Faster, and bursts
/// would be cut off; slower, and a short test part would be over before the plan is kept.
constexpr double kPaceStep = .1;

/// A box runs where the odds of a chance are below those of the threshold times the pace.
double odds_limit(double threshold, double chance) {
  if (threshold >= 1) return -1;
  return chance * (1 - threshold) / ((1 - chance) * threshold);
}

}  // namespace

RuleLimits::RuleLimits(const RefreshRule& rule) : before_first(odds_limit(rule.threshold, rule.before_first)) {
  if (rule.chances) {
    for (const Chance& chance : rule.chances->cells()) {
      of_cells.push_back(odds_limit(rule.threshold, chance.best()));
      links_surer.push_back(chance.links > chance.again ? 1 : 0);
    }
  }
  if (rule.share < 0) return;
  faster = std::exp(kPaceStep * rule.share);
  slower = std::exp(-kPaceStep);
}

RefreshWalk::RefreshWalk(const OutputTable& table, int box, const RefreshRule& rule, const FrameFeatures* features)
    : table_(table),
      column_(table.columns[static_cast<std::size_t>(box)]),
      rule_(rule),
      features_(features),
      reach_(number_reach(column_.spec)),
      cameras_(table.cameras.size()),
      limits_(rule) {}

Sources RefreshWalk::sources(const Last& last, const SeenFrame& frame) const {
  if (!last.present) return Sources::no_output;
  if (!rule_.asks_links() || !frame.predicted || !last.was_predicted) return Sources::alike;
  const bool same = frame.numbers ? std::abs(static_cast<double>(last.number) - frame.numbers[frame.n]) < reach_
                                  : says_the_same(column_.spec, last.predicted, 0, *frame.predicted, frame.n);
  return same ? Sources::alike : Sources::changed;
}

bool RefreshWalk::changed_enough(const Last& last, std::size_t row) const {
  const auto& feature = rule_.changes.feature();
  const auto frames = static_cast<double>(last.since);
  const double change = feature ? static_cast<double>(features_->at(row, *feature, doubling_lag(last.since))) : frames;
  return !(change * pace_ <= rule_.threshold);
}

void RefreshWalk::remember(Last& last, const SeenFrame& frame) const {
  last.ran = true;
  last.place = frame.place;
  last.since = 0;
  last.present = column_.present(frame.row);
  if (!rule_.asks_links() || !frame.predicted) return;
  last.was_predicted = true;
  if (frame.numbers) {
    last.number = frame.numbers[frame.n];
  } else if (frame.predicted->width > 0) {
    const auto row = frame.predicted->row(frame.n);
    last.predicted.width = frame.predicted->width;
    last.predicted.values.assign(row.begin(), row.end());
  } else {
    last.predicted.words.assign(1, frame.predicted->words[frame.n]);
  }
}

RefreshWalk::Step RefreshWalk::next(const SeenFrame& frame) {
  Last& last = cameras_[static_cast<std::size_t>(table_.frames[frame.row].camera)];
  Step step;
  step.first = !last.seen;
  last.seen = true;
  if (!step.first) pace_ = std::min(pace_ * limits_.faster, RuleLimits::kMostPace);
  if (last.ran) {
    ++last.since;
    const Sources now = sources(last, frame);
    step.has_last = now != Sources::no_output;
    step.from = last.place;
    if (rule_.chances) {
      const std::size_t change =
          frame.steps ? (*frame.steps)[doubling_lag(last.since)] : rule_.changes.step(frame.row, last.since, features_);
      const std::size_t cell = ChanceTable::place(now, age_bin(last.since), change);
      step.runs = limits_.of_cells[cell] < pace_;
      step.links_surer = limits_.links_surer[cell] != 0;
    } else {
      step.runs = changed_enough(last, frame.row);
      step.links_surer = false;
    }
  } else {
    step.runs = step.first ? rule_.runs_first() : limits_.before_first < pace_;
  }
  if (step.runs) {
    remember(last, frame);
    if (!step.first) pace_ = std::max(pace_ * limits_.slower, 1 / RuleLimits::kMostPace);
  }
  return step;
}

bool says_the_same(const OutputSpec& spec, const Predictions& earlier, std::size_t at, const Predictions& now,
                   std::size_t n) {
  const double score = spec.task == Task::sequence ? frame_score(spec, earlier.words[at], now.words[n])
                                                   : frame_score(spec, earlier.row(at), now.row(n));
  return is_right(spec, score);
}

namespace {

/// How much the picture changed at rows, as rules of chances see it: looked up once for all rules. Empty: none asks, or
/// they differ in what they see.
std::vector<ChangeSteps::OfLags> steps_of(const std::vector<const RefreshRule*>& rules,
                                          std::span<const std::size_t> rows, const FrameFeatures* features) {
  std::vector<ChangeSteps::OfLags> steps;
  const RefreshRule* asks = nullptr;
  for (const RefreshRule* const rule : rules) {
    if (!rule->chances) continue;
    if (asks && !(rule->changes == asks->changes)) return steps;
    asks = rule;
  }
  if (!asks) return steps;
  steps.reserve(rows.size());
  for (const std::size_t row : rows) steps.push_back(asks->changes.steps(row, features));
  return steps;
}

}  // namespace

void walk_test_part(const MethodInput& input, BoxSet set, int box, const std::vector<const RefreshRule*>& rules,
                    const RefreshedChunk& chunk) {
  const OutputColumn& column = input.table.columns[static_cast<std::size_t>(box)];
  const std::span<const std::size_t> test(input.timeline.test);
  const bool asks = std::any_of(rules.begin(), rules.end(), [](const RefreshRule* rule) { return rule->asks_links(); });
  std::optional<RefreshLanes> lanes;
  if (decided_by_number(column.spec)) lanes.emplace(input.table, box, rules, input.aids.features.get());
  std::vector<RefreshWalk> walks;
  walks.reserve(rules.size());
  for (const RefreshRule* const rule : rules) walks.emplace_back(input.table, box, *rule, input.aids.features.get());
  std::vector<RefreshedFrame> frames;
  const std::size_t at_once = rows_at_once(column.spec);
  for (std::size_t begin = 0; begin < test.size(); begin += at_once) {
    const auto rows = test.subspan(begin, std::min(at_once, test.size() - begin));
    Predictions predictions;
    if (asks) predictions = input.predictor.predict(set, box, rows);
    const Predictions* const predicted =
        asks && predicted_all(predictions, column.spec, rows.size()) ? &predictions : nullptr;
    const auto numbers = predicted ? numbers_of(predictions, column.spec) : std::vector<float>();
    const auto steps = steps_of(rules, rows, input.aids.features.get());
    if (lanes && (!asks || !steps.empty())) {
      lanes->walk({begin, rows, numbers, steps},
                  [&](std::size_t rule, std::size_t from, std::span<const RefreshedFrame> found) {
                    chunk(rule, from, found, {begin, predicted});
                  });
      continue;
    }
    for (std::size_t rule = 0; rule < rules.size(); ++rule) {
      frames.assign(rows.size(), {});
      for (std::size_t n = 0; n < rows.size(); ++n) {
        const RefreshWalk::Step step =
            walks[rule].next({begin + n, rows[n], predicted, n, numbers.empty() ? nullptr : numbers.data(),
                              steps.empty() ? nullptr : &steps[n]});
        if (step.runs)
          frames[n].given = Given::run;
        else if (!step.by_links(rules[rule]->shows))
          frames[n] = {Given::reused, static_cast<std::uint32_t>(step.from)};
      }
      chunk(rule, begin, frames, {begin, predicted});
    }
  }
}

}  // namespace mlink::methods
