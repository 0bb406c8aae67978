// What a head looks for in a network's outputs, so that the search can be done where they are: a GPU gives back what
// was found instead of maps of megabytes, and the head reads that. Values; thread-safe.
#pragma once

#include <cstdint>
#include <variant>
#include <vector>

#include "base/error.h"
#include "blackbox/heads/heads.h"
#include "outputs/tensor.h"

namespace mlink::blackbox {

/// Boxes around the cells of a heat map [B, classes, h, w], the first tensor that the head reads, that are above the
/// least score and no lower than their eight neighbours; the second, [B, 4, h, w], says how far away the box's left,
/// upper, right and lower side are. Found of a frame: boxes, see found_boxes.
struct PeakBoxes {
  DetectionLimits limits;
  int stride = 4;  ///< pixels of the input from one cell to the next
};

/// Cells of one channel of a map [B, channels, h, w] above `threshold`, among those whose centre is in the part that
/// the camera's picture fills. Found of a frame: one tensor [2]: how many are above, how many there are.
struct MapShare {
  int channel = 0;
  float threshold = 0;
};

/// Boxes of YOLO's rows, as decode_yolo (heads.h) reads them, in all tensors from the first on: lists [B, n, columns]
/// or [B, columns, n]. Found of a frame: boxes, see found_boxes.
struct RowBoxes {
  DetectionLimits limits;
  YoloVariant variant = YoloVariant::v8;
  std::int64_t unread = 0;  ///< columns behind those of the classes
};

/// Boxes found: one tensor [n, 6] of left, top, right, bottom (in [0,1] of the input), score, class, the best first, of
/// equal ones the first. What suppress() leaves of them; of a frame with more than kMostSuppressedThere, all: the head
/// suppresses these, and finds nothing left to suppress in the others.
inline constexpr std::int64_t kMostSuppressedThere = 1024;
/// How they are read.
[[nodiscard]] inline ListLayout found_boxes(const DetectionLimits& limits) {
  return {.columns = {"x0", "y0", "x1", "y1", "score", "class"}, .pixels = false, .limits = limits};
}

/// What was found in each of several frames, in their order. An error concerns its frame.
using FoundInFrames = std::vector<Result<std::vector<Tensor>>>;

/// monostate: the head reads whole tensors.
using DeviceSearch = std::variant<std::monostate, PeakBoxes, MapShare, RowBoxes>;

}  // namespace mlink::blackbox
