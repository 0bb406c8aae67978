// Internal to core/methods: what outputs of earlier frames are worth where they are shown again. Where one number of an
// output decides whether it is right (counts, measures, labels) it is read once a row, and a comparison takes about a
// nanosecond; elsewhere the outputs themselves are compared. Values; thread-safe.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/rooms.h"
#include "metrics/metrics.h"

namespace mlink::methods {

/// Whether one number of an output decides: it is right where it is less than so far from the exact one.
[[nodiscard]] bool decided_by_number(const OutputSpec& spec);
[[nodiscard]] double number_reach(const OutputSpec& spec);
/// Rows of this output that are predicted at once where all are asked for: more than kRowsAtOnce where one is short,
/// since links that are asked the same twice in one go are asked once.
[[nodiscard]] std::size_t rows_at_once(const OutputSpec& spec);
/// The likeliest label, or the value itself; not a number: of values that are right nowhere.
[[nodiscard]] float number_of(const OutputSpec& spec, std::span<const float> values);
/// Of each row; empty where the task is none of these.
[[nodiscard]] std::vector<float> numbers_of(const Predictions& predictions, const OutputSpec& spec);

/// The outputs of one box at some rows. The column outlives it.
class ShownAgain {
 public:
  ShownAgain(const OutputColumn& column, std::span<const std::size_t> rows);

  /// Score of the output at place `from` at `place`. Both have outputs.
  [[nodiscard]] double score(std::size_t place, std::size_t from) const {
    if (numbers_.empty()) return compared(place, from);
    return near(place, from) ? 1 : 0;
  }
  /// Whether one number decides, and near() may be asked.
  [[nodiscard]] bool by_number() const { return !numbers_.empty(); }
  [[nodiscard]] bool near(std::size_t place, std::size_t from) const {
    return std::abs(static_cast<double>(numbers_[place]) - static_cast<double>(numbers_[from])) < reach_;
  }
  /// Mean over the places with an exact output: 1 where last[place] is place itself, else that place's output, or 0
  /// where it has none. NaN: none has one.
  [[nodiscard]] double mean(const std::vector<std::uint32_t>& last) const;

 private:
  [[nodiscard]] double compared(std::size_t place, std::size_t from) const;

  const OutputColumn& column_;
  std::span<const std::size_t> rows_;
  std::vector<float> numbers_;  ///< by place; empty: outputs are compared
  double reach_ = 0;
};

}  // namespace mlink::methods
