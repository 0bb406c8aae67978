#include "blackbox/resize_plan.h"

#include <algorithm>
#include <cmath>

namespace mlink::blackbox {
namespace {

constexpr float kOne = 2048;  ///< a weight of 1

// Of one target pixel. Outside the borders cv::resize takes one source alone along a row, and two with their weights,
// both inside, along a column.
void add_linear(AxisPlan& plan, double at, int sources, bool along_row) {
  auto rest = static_cast<float>(at);
  const auto first = static_cast<int>(std::floor(rest));
  rest -= static_cast<float>(first);
  if (along_row && (first < 0 || first >= sources - 1)) rest = 0;
  plan.first.push_back(std::clamp(first, 0, sources - 1));
  plan.second.push_back(std::clamp(first + 1, 0, sources - 1));
  plan.first_weight.push_back(static_cast<std::int32_t>(std::lrint((1.F - rest) * kOne)));
  plan.second_weight.push_back(static_cast<std::int32_t>(std::lrint(rest * kOne)));
}

AxisPlan axis(int sources, int targets, bool halves, bool along_row) {
  AxisPlan plan;
  const double scale = 1.0 / (static_cast<double>(targets) / sources);
  for (int target = 0; target < targets; ++target) {
    if (!halves) {
      add_linear(plan, (target + 0.5) * scale - 0.5, sources, along_row);
      continue;
    }
    plan.first.push_back(2 * target);
    plan.second.push_back(2 * target + 1);
    plan.first_weight.push_back(1);
    plan.second_weight.push_back(1);
  }
  return plan;
}

}  // namespace

Rect place_in(const InputSpec& input, int frame_width, int frame_height) {
  if (input.resize != "letterbox") return {0, 0, input.width, input.height};
  const double scale =
      std::min(static_cast<double>(input.width) / frame_width, static_cast<double>(input.height) / frame_height);
  const int w = std::clamp(static_cast<int>(std::lround(frame_width * scale)), 1, input.width);
  const int h = std::clamp(static_cast<int>(std::lround(frame_height * scale)), 1, input.height);
  return {(input.width - w) / 2, (input.height - h) / 2, w, h};
}

ResizePlan resize_plan(const InputSpec& input, int frame_width, int frame_height) {
  ResizePlan plan{frame_width, frame_height, place_in(input, frame_width, frame_height), false, {}, {}};
  plan.halves = frame_width == 2 * plan.place.width && frame_height == 2 * plan.place.height;
  plan.x = axis(frame_width, plan.place.width, plan.halves, true);
  plan.y = axis(frame_height, plan.place.height, plan.halves, false);
  return plan;
}

}  // namespace mlink::blackbox
