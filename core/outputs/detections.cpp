#include "outputs/detections.h"

#include <algorithm>

namespace mlink::outputs {
namespace {

std::vector<float> largest_of(std::span<const FoundBox> found) {
  std::vector<float> values(5, 0.F);
  double most = 0;
  for (const auto& box : found) {
    const double x0 = std::clamp(box.x0, 0.0, 1.0), y0 = std::clamp(box.y0, 0.0, 1.0);
    const double x1 = std::clamp(box.x1, 0.0, 1.0), y1 = std::clamp(box.y1, 0.0, 1.0);
    const double area = (x1 - x0) * (y1 - y0);
    if (x1 <= x0 || y1 <= y0 || area <= most) continue;
    most = area;
    values = {static_cast<float>(x0), static_cast<float>(y0), static_cast<float>(x1 - x0), static_cast<float>(y1 - y0),
              static_cast<float>(box.score)};
  }
  return values;
}

}  // namespace

std::vector<float> values_of(const OutputSpec& spec, std::span<const FoundBox> found) {
  if (spec.task == Task::localization) return largest_of(found);
  if (spec.task != Task::multi_label) return {static_cast<float>(found.size())};
  std::vector<float> best(spec.labels.size(), 0.F);
  for (const auto& box : found) {
    if (box.label < 0 || static_cast<std::size_t>(box.label) >= best.size()) continue;
    float& score = best[static_cast<std::size_t>(box.label)];
    score = std::max(score, static_cast<float>(box.score));
  }
  return best;
}

}  // namespace mlink::outputs
