// What a head looks for in a network's outputs, so that the search can be done where they are: a GPU gives back what
// was found instead of maps of megabytes, and the head reads that. Values; thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <variant>
#include <vector>

#include "base/error.h"
#include "outputs/tensor.h"

namespace mlink::blackbox {

/// Cells of a heat map [B, classes, h, w], the first tensor that the head reads, above `least` and no lower than their
/// eight neighbours, with what other maps [B, channels, h, w] hold there. Found of a frame: one tensor [n, 4 +
/// channels]: class, y, x, value, the other maps' values; in the order of classes, rows, columns.
struct MapPeaks {
  float least = 0;
  std::vector<std::size_t> beside;  ///< the other maps, by their places from the first tensor on
};

/// Cells of one channel of a map [B, channels, h, w] above `threshold`, among those whose centre is in the part that
/// the camera's picture fills. Found of a frame: one tensor [2]: how many are above, how many there are.
struct MapShare {
  int channel = 0;
  float threshold = 0;
};

/// Rows of lists [B, n, columns], or columns of [B, columns, n] where `across`, whose best score is above `least`, in
/// all tensors from the first on. Found of a frame: the same tensors, [1, fewer, columns] or [1, columns, fewer].
struct RowsAbove {
  float least = 0;
  std::int64_t scores = 0;  ///< the first column of a class
  int weighed_by = -1;      ///< the column that a class's score is multiplied by; -1: none
  bool across = false;
};

/// What was found in each of several frames, in their order. An error concerns its frame.
using FoundInFrames = std::vector<Result<std::vector<Tensor>>>;

/// monostate: the head reads whole tensors.
using DeviceSearch = std::variant<std::monostate, MapPeaks, MapShare, RowsAbove>;

}  // namespace mlink::blackbox
