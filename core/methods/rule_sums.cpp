#include "methods/rule_sums.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "metrics/metrics.h"

namespace mlink::methods {
namespace {

constexpr float kNoNumber = std::numeric_limits<float>::quiet_NaN();

/// What decides of these values: the likeliest label, or the value itself.
float number_of(const OutputSpec& spec, std::span<const float> values) {
  if (spec.task != Task::single_label) return values[0];
  if (!std::all_of(values.begin(), values.end(), [](float value) { return std::isfinite(value); })) return kNoNumber;
  return static_cast<float>(std::max_element(values.begin(), values.end()) - values.begin());
}

}  // namespace

RuleSums::RuleSums(const MethodInput& input, const FrameWalk& walk)
    : input_(input), walk_(walk), piece_(walk.places().size()) {
  std::vector<std::uint32_t> of_place(piece_.size());
  const auto& pieces = input.timeline.pieces;
  for (std::size_t n = 0; n < pieces.size(); ++n)
    std::fill(of_place.begin() + static_cast<std::ptrdiff_t>(pieces[n].begin),
              of_place.begin() + static_cast<std::ptrdiff_t>(pieces[n].end), static_cast<std::uint32_t>(n));
  for (std::size_t step = 0; step < piece_.size(); ++step) piece_[step] = of_place[walk.places()[step]];
}

void RuleSums::look_at(std::optional<FeatureKind> kind) { gathered_ = walk_.gather(kind, input_.aids.features.get()); }

void RuleSums::take(const FrameRule& rule) {
  last_ = walk_.walk(rule, gathered_);
  std::vector<std::uint32_t> runs(input_.timeline.pieces.size(), 0);
  for (std::size_t step = 0; step < last_.size(); ++step) runs[piece_[step]] += last_[step] == step ? 1 : 0;
  prefix_runs_ = rest_runs_ = 0;
  for (std::size_t n = 0; n < runs.size(); ++n)
    (input_.timeline.pieces[n].prefix ? prefix_runs_ : rest_runs_) += static_cast<double>(runs[n]);
}

bool RuleSums::by_number(int box) const {
  const Task task = input_.table.columns[static_cast<std::size_t>(box)].spec.task;
  return task == Task::count || task == Task::regression || task == Task::single_label;
}

const RuleSums::Numbers& RuleSums::exact(int box) {
  Numbers& numbers = exact_[box];
  if (!numbers.empty()) return numbers;
  const OutputColumn& column = input_.table.columns[static_cast<std::size_t>(box)];
  numbers.reserve(last_.size());
  for (const std::uint32_t place : walk_.places()) {
    const std::size_t row = walk_.rows()[place];
    numbers.push_back(column.present(row) ? number_of(column.spec, column.row(row)) : kNoNumber);
  }
  return numbers;
}

const RuleSums::Numbers& RuleSums::predicted(BoxSet set, int box) {
  if (!(predicted_from_ == set)) predicted_.clear();
  predicted_from_ = set;
  Numbers& numbers = predicted_[box];
  if (!numbers.empty()) return numbers;
  const OutputColumn& column = input_.table.columns[static_cast<std::size_t>(box)];
  numbers.assign(last_.size(), kNoNumber);
  std::vector<std::size_t> rows;
  for (std::size_t begin = 0; begin < numbers.size(); begin += kRowsAtOnce) {
    const std::size_t end = std::min(begin + kRowsAtOnce, numbers.size());
    rows.clear();
    for (std::size_t step = begin; step < end; ++step) rows.push_back(walk_.rows()[walk_.places()[step]]);
    const Predictions predictions = input_.predictor.predict(set, box, rows);
    if (!predicted_all(predictions, column.spec, rows.size())) continue;
    for (std::size_t n = 0; n < rows.size(); ++n) numbers[begin + n] = number_of(column.spec, predictions.row(n));
  }
  return numbers;
}

std::vector<double> RuleSums::sums(BoxSet set, int box) {
  const OutputColumn& column = input_.table.columns[static_cast<std::size_t>(box)];
  if (!by_number(box)) {
    std::vector<std::uint32_t> last(last_.size());
    for (std::size_t step = 0; step < last_.size(); ++step) last[walk_.places()[step]] = walk_.places()[last_[step]];
    return piece_sums(input_.timeline, scores_again(input_, set, box, walk_.rows(), last));
  }
  const Numbers& truth = exact(box);
  const bool runs = set.has(box);
  const Numbers& shown = runs ? truth : predicted(set, box);
  const double wide = column.spec.task == Task::regression ? column.spec.tolerance : .5;
  std::vector<std::uint32_t> right(input_.timeline.pieces.size(), 0);
  for (std::size_t step = 0; step < last_.size(); ++step) {
    const std::uint32_t from = last_[step];
    const double apart = std::abs(static_cast<double>(truth[step]) - static_cast<double>(shown[from]));
    const bool same = runs && from == step && !std::isnan(truth[step]);
    right[piece_[step]] += same || apart < wide ? 1 : 0;  // not so where one is no number
  }
  return {right.begin(), right.end()};
}

}  // namespace mlink::methods
