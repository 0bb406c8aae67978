// The test rows of a replay, cut at the borders of periods, profile prefixes and bootstrap blocks, so that sums over
// the pieces answer every question about periods and intervals. A value; thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "outputs/output_table.h"

namespace mlink::methods {

/// Places [begin, end) in Timeline::test; profiling is on [begin, prefix_end).
struct Period {
  std::size_t begin = 0, prefix_end = 0, end = 0;
  double begin_seconds = 0, end_seconds = 0;
  std::size_t first_piece = 0, end_piece = 0;
};

/// Places of one period, on one side of its prefix's end, in one bootstrap block.
struct Piece {
  std::size_t begin = 0, end = 0;
  std::size_t block = 0;
  bool prefix = false;
};

struct Timeline {
  std::vector<std::size_t> test;  ///< rows of the table that are evaluated, ascending
  std::size_t block_size = 1, blocks = 0;
  std::vector<Period> periods;  ///< in time order; a stretch without a frame is none
  std::vector<Piece> pieces;    ///< in row order

  [[nodiscard]] std::size_t rows() const { return test.size(); }
  [[nodiscard]] std::size_t prefix_rows() const;
  [[nodiscard]] std::size_t period_of(std::size_t place) const;
  static constexpr std::size_t kNotThere = ~std::size_t{0};
  [[nodiscard]] std::size_t place_of(std::size_t row) const;  ///< kNotThere: not a test row
};

/// Fewest frames of a prefix, pooled over cameras (the whole period where it is shorter).
inline constexpr std::size_t kLeastPrefix = 30;
/// Most bootstrap blocks: more would say nothing new and make each answer slower.
inline constexpr std::size_t kMostBlocks = 256;

/// Periods of period_seconds from the first test row on (0: one period), each with a prefix of `prefix` of its rows, at
/// least kLeastPrefix (0: no prefix). `test`: at least one row of the table, ascending. Blocks have `least_block` rows
/// at least.
[[nodiscard]] Timeline make_timeline(const OutputTable& table, std::vector<std::size_t> test, double period_seconds,
                                     double prefix, std::size_t least_block = 1);
/// All rows from `first` on.
[[nodiscard]] std::vector<std::size_t> rows_from(const OutputTable& table, std::size_t first);

}  // namespace mlink::methods
