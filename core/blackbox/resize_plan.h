// How a picture becomes a network's input, as tables that a loop, LibTorch's operators and a GPU's kernel follow alike:
// the same numbers as cv::resize gives in 8 bits (INTER_LINEAR: weights of 11 bits, rounded in between), which the
// CPU's way uses (preprocess.h). Pure; thread-safe.
#pragma once

#include <cstdint>
#include <vector>

#include "blackbox/manifest.h"
#include "outputs/rect.h"

namespace mlink::blackbox {

/// The part of the network's picture that the frame fills: all of it when stretched, the middle when letterboxed.
[[nodiscard]] Rect place_in(const InputSpec& input, int frame_width, int frame_height);

/// Along one axis: where a target pixel's two sources lie, and their weights in 1/2048.
struct AxisPlan {
  std::vector<std::int32_t> first, second, first_weight, second_weight;
};

struct ResizePlan {
  int width = 0, height = 0;  ///< of the frame
  Rect place;                 ///< what it becomes
  bool halves = false;        ///< exactly half as large: the mean of four pixels each, as cv::resize does it
  AxisPlan x, y;              ///< of `place`, from its corner on; where `halves`: first and second are the four pixels
};
[[nodiscard]] ResizePlan resize_plan(const InputSpec& input, int frame_width, int frame_height);

}  // namespace mlink::blackbox
