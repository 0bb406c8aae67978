#include "methods/shown_again.h"

#include <algorithm>
#include <limits>

#include "base/number.h"
#include "methods/score_table.h"

namespace mlink::methods {
namespace {

constexpr float kNoNumber = std::numeric_limits<float>::quiet_NaN();

}  // namespace

bool decided_by_number(const OutputSpec& spec) {
  return spec.task == Task::count || spec.task == Task::regression || spec.task == Task::single_label;
}

double number_reach(const OutputSpec& spec) { return spec.task == Task::regression ? spec.tolerance : .5; }

std::size_t rows_at_once(const OutputSpec& spec) {
  constexpr int kShort = 16;
  return decided_by_number(spec) && spec.width <= kShort ? 4 * kRowsAtOnce : kRowsAtOnce;
}

float number_of(const OutputSpec& spec, std::span<const float> values) {
  if (spec.task != Task::single_label) return values[0];
  if (!std::all_of(values.begin(), values.end(), [](float value) { return std::isfinite(value); })) return kNoNumber;
  return static_cast<float>(std::max_element(values.begin(), values.end()) - values.begin());
}

std::vector<float> numbers_of(const Predictions& predictions, const OutputSpec& spec) {
  std::vector<float> numbers;
  if (!decided_by_number(spec)) return numbers;
  numbers.reserve(predictions.rows());
  for (std::size_t n = 0; n < predictions.rows(); ++n) numbers.push_back(number_of(spec, predictions.row(n)));
  return numbers;
}

ShownAgain::ShownAgain(const OutputColumn& column, std::span<const std::size_t> rows) : column_(column), rows_(rows) {
  if (!decided_by_number(column.spec)) return;
  reach_ = number_reach(column.spec);
  numbers_.reserve(rows.size());
  for (const std::size_t row : rows)
    numbers_.push_back(column.present(row) ? number_of(column.spec, column.row(row)) : kNoNumber);
}

double ShownAgain::compared(std::size_t place, std::size_t from) const {
  const std::size_t row = rows_[place], earlier = rows_[from];
  const double score = column_.spec.task == Task::sequence
                           ? frame_score(column_.spec, column_.words[row], column_.words[earlier])
                           : frame_score(column_.spec, column_.row(row), column_.row(earlier));
  return score > 0 ? score : 0;  // not a number counts 0
}

double ShownAgain::mean(const std::vector<std::uint32_t>& last) const {
  double sum = 0;
  std::size_t count = 0;
  for (std::size_t place = 0; place < rows_.size(); ++place) {
    if (!column_.present(rows_[place])) continue;
    ++count;
    if (last[place] == place)
      sum += 1;
    else if (column_.present(rows_[last[place]]))
      sum += score(place, last[place]);
  }
  return count > 0 ? sum / static_cast<double>(count) : kNan;
}

}  // namespace mlink::methods
