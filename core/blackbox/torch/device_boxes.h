// Internal to core/blackbox/torch: boxes made of a network's outputs and suppressed where these are, with the numbers
// of heads/decode_detections.cpp: each operation is one operator, so that its result is rounded as there. Thread-safe.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

#include "blackbox/heads/device_search.h"
#include "blackbox/heads/heads.h"

namespace mlink::blackbox {

/// Boxes of several frames.
struct DeviceBoxes {
  at::Tensor boxes;  ///< [n, 6], as found_boxes (device_search.h) has them, but in any order
  at::Tensor frame;  ///< [n]: whose they are
};

/// The boxes of rows above the limit, in their order. `rows`: float32 [B, n, columns].
[[nodiscard]] DeviceBoxes boxes_of_rows(const at::Tensor& rows, const RowBoxes& wanted, PictureSize size);
/// The boxes around peaks: [n, 4] of frame, class, row, column. `heat` and `sides`: float32, as PeakBoxes says.
[[nodiscard]] DeviceBoxes boxes_of_peaks(const at::Tensor& peaks, const at::Tensor& heat, const at::Tensor& sides,
                                         int stride, PictureSize size);

/// What is found, of one frame after the other.
[[nodiscard]] DeviceBoxes suppressed(const DeviceBoxes& all, std::size_t frames, const DetectionLimits& limits);

}  // namespace mlink::blackbox
