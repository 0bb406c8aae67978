// The test rows of a replay, cut at the borders of periods, profile prefixes and bootstrap blocks, so that sums over
// the pieces answer every question about periods and intervals. A value; thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "outputs/output_table.h"

namespace mlink {

/// Rows [begin, end) of the table; all boxes run on [begin, prefix_end).
struct Period {
  std::size_t begin = 0, prefix_end = 0, end = 0;
  double begin_seconds = 0, end_seconds = 0;
  std::size_t first_piece = 0, end_piece = 0;
};

/// Rows of one period, on one side of its prefix's end, in one bootstrap block.
struct Piece {
  std::size_t begin = 0, end = 0;
  std::size_t block = 0;
  bool prefix = false;
};

struct Timeline {
  std::size_t first = 0, end = 0;  ///< test rows
  std::size_t block_size = 1, blocks = 0;
  std::vector<Period> periods;  ///< in time order; a stretch without a frame is none
  std::vector<Piece> pieces;    ///< in row order

  [[nodiscard]] std::size_t rows() const { return end - first; }
  [[nodiscard]] std::size_t prefix_rows() const;
  [[nodiscard]] std::size_t period_of(std::size_t row) const;
};

/// Fewest frames of a prefix, pooled over cameras (the whole period where it is shorter).
inline constexpr std::size_t kLeastPrefix = 30;
/// Most bootstrap blocks: more would say nothing new and make each answer slower.
inline constexpr std::size_t kMostBlocks = 256;

/// Periods of period_seconds from the first test row on (0: one period), each with a prefix of `prefix` of its rows, at
/// least kLeastPrefix (0: no prefix). Needs at least one row from `first` on.
[[nodiscard]] Timeline make_timeline(const OutputTable& table, std::size_t first, double period_seconds, double prefix);

}  // namespace mlink
