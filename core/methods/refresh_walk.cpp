#include "methods/refresh_walk.h"

#include <algorithm>
#include <cmath>

namespace mlink::methods {
namespace {

/// An execution more than planned lowers the odds of the threshold by a tenth, one less raises them. Faster, and bursts
/// would be cut off; slower, and a short test part would be over before the plan is kept.
constexpr double kPaceStep = .1;
constexpr double kMostPace = 1e6;

}  // namespace

RefreshWalk::RefreshWalk(const OutputTable& table, int box, const RefreshRule& rule, const FrameFeatures* features)
    : table_(table),
      column_(table.columns[static_cast<std::size_t>(box)]),
      rule_(rule),
      features_(features),
      cameras_(table.cameras.size()) {
  if (rule.share < 0) return;
  faster_ = std::exp(kPaceStep * rule.share);
  slower_ = std::exp(-kPaceStep);
}

Sources RefreshWalk::sources(const Last& last, const Predictions* predicted, std::size_t n) const {
  if (!column_.present(last.row)) return Sources::no_output;
  if (!rule_.asks_links() || !predicted || last.predicted.rows() == 0) return Sources::alike;
  return says_the_same(column_.spec, last.predicted, 0, *predicted, n) ? Sources::alike : Sources::changed;
}

bool RefreshWalk::changed_enough(const Last& last, std::size_t row) const {
  const auto& feature = rule_.changes.feature();
  const auto frames = static_cast<double>(last.since);
  const double change = feature ? static_cast<double>(features_->at(row, *feature, lag_up_to(last.since))) : frames;
  return !(change * pace_ <= rule_.threshold);
}

bool RefreshWalk::unsure(double chance) const {
  return rule_.threshold >= 1 || chance * (1 - rule_.threshold) < (1 - chance) * rule_.threshold * pace_;
}

RefreshWalk::Step RefreshWalk::next(std::size_t place, std::size_t row, const Predictions* predicted, std::size_t n) {
  Last& last = cameras_[static_cast<std::size_t>(table_.frames[row].camera)];
  Step step;
  step.first = !last.seen;
  last.seen = true;
  if (!step.first) pace_ = std::min(pace_ * faster_, kMostPace);
  if (last.ran) {
    ++last.since;
    const Sources now = sources(last, predicted, n);
    step.has_last = now != Sources::no_output;
    step.from = last.place;
    step.from_row = last.row;
    if (rule_.chances) {
      const std::size_t change = rule_.changes.step(row, last.since, features_);
      const Chance& chance = rule_.chances->at(now, age_bin(last.since), change);
      step.runs = unsure(chance.best());
      step.links_surer = chance.links > chance.again;
    } else {
      step.runs = changed_enough(last, row);
      step.links_surer = false;
    }
  } else {
    step.runs = step.first ? rule_.runs_first() : unsure(rule_.before_first);
  }
  if (step.runs) {
    last.ran = true;
    last.place = place;
    last.row = row;
    last.since = 0;
    if (rule_.asks_links() && predicted) last.predicted = row_of(*predicted, n);
    if (!step.first) pace_ = std::max(pace_ * slower_, 1 / kMostPace);
  }
  return step;
}

Predictions row_of(const Predictions& predictions, std::size_t n) {
  Predictions one;
  one.width = predictions.width;
  if (predictions.width > 0)
    one.values.assign(predictions.row(n).begin(), predictions.row(n).end());
  else
    one.words.push_back(predictions.words[n]);
  return one;
}

bool says_the_same(const OutputSpec& spec, const Predictions& earlier, std::size_t at, const Predictions& now,
                   std::size_t n) {
  const double score = spec.task == Task::sequence ? frame_score(spec, earlier.words[at], now.words[n])
                                                   : frame_score(spec, earlier.row(at), now.row(n));
  return is_right(spec, score);
}

double score_again(const OutputColumn& column, std::size_t row, std::size_t earlier) {
  const double score = column.spec.task == Task::sequence
                           ? frame_score(column.spec, column.words[row], column.words[earlier])
                           : frame_score(column.spec, column.row(row), column.row(earlier));
  return score > 0 ? score : 0;  // not a number counts 0
}

void walk_test_part(const MethodInput& input, BoxSet set, int box, const std::vector<const RefreshRule*>& rules,
                    const RefreshedChunk& chunk) {
  const OutputColumn& column = input.table.columns[static_cast<std::size_t>(box)];
  const std::span<const std::size_t> test(input.timeline.test);
  const bool asks = std::any_of(rules.begin(), rules.end(), [](const RefreshRule* rule) { return rule->asks_links(); });
  std::vector<RefreshWalk> walks;
  walks.reserve(rules.size());
  for (const RefreshRule* const rule : rules) walks.emplace_back(input.table, box, *rule, input.aids.features.get());
  std::vector<RefreshedFrame> frames;
  for (std::size_t begin = 0; begin < test.size(); begin += kRowsAtOnce) {
    const auto rows = test.subspan(begin, std::min(kRowsAtOnce, test.size() - begin));
    Predictions predictions;
    if (asks) predictions = input.predictor.predict(set, box, rows);
    const Predictions* const predicted =
        asks && predicted_all(predictions, column.spec, rows.size()) ? &predictions : nullptr;
    for (std::size_t rule = 0; rule < rules.size(); ++rule) {
      frames.assign(rows.size(), {});
      for (std::size_t n = 0; n < rows.size(); ++n) {
        const RefreshWalk::Step step = walks[rule].next(begin + n, rows[n], predicted, n);
        if (step.runs)
          frames[n].given = Given::run;
        else if (!step.by_links(rules[rule]->shows))
          frames[n] = {Given::reused, static_cast<std::uint32_t>(step.from)};
      }
      chunk(rule, begin, frames, predicted);
    }
  }
}

}  // namespace mlink::methods
