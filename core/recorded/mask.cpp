#include "recorded/mask.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace mlink::recorded {
namespace {

constexpr double kLargestSide = 1 << 20U;

Result<std::vector<std::int64_t>> decompressed(const std::string& text) {
  const auto broken = [] {
    return fail(ErrorKind::invalid_input, "its \"counts\" are broken.",
                "A run-length text as COCO has it is expected.");
  };
  std::vector<std::int64_t> runs;
  for (std::size_t at = 0; at < text.size();) {
    std::int64_t value = 0;
    for (unsigned shift = 0;; shift += 5) {
      const int bits = at < text.size() ? text[at++] - '0' : -1;
      if (bits < 0 || bits > 63 || shift > 50) return broken();
      value += static_cast<std::int64_t>(bits & 31) << shift;
      if ((bits & 32) != 0) continue;
      if ((bits & 16) != 0) value -= std::int64_t{32} << shift;  // a number below zero
      break;
    }
    if (runs.size() > 2) value += runs[runs.size() - 2];  // from the third on, as the format has it
    if (value < 0) return broken();
    runs.push_back(value);
  }
  return runs;
}

}  // namespace

Result<MaskBox> box_of(const RunLengthMask& mask) {
  const auto is_side = [](double side) { return side >= 1 && side <= kLargestSide && side == std::floor(side); };
  if (mask.size.size() != 2 || !is_side(mask.size[0]) || !is_side(mask.size[1]))
    return fail(ErrorKind::invalid_input, "its \"size\" is no size.", "[height, width] in pixels are expected.");
  std::vector<std::int64_t> runs;
  if (!mask.compressed.empty()) {
    MLINK_ASSIGN(runs, decompressed(mask.compressed));
  } else {
    for (const double run : mask.counts) runs.push_back(run >= 0 && run < 1e15 ? static_cast<std::int64_t>(run) : -1);
  }
  const auto height = static_cast<std::int64_t>(mask.size[0]);
  const auto width = static_cast<std::int64_t>(mask.size[1]);
  std::int64_t left = width;
  std::int64_t top = height;
  std::int64_t right = -1;
  std::int64_t bottom = -1;
  std::int64_t at = 0;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const auto end = at + runs[i];
    if (runs[i] < 0 || end > width * height) break;
    if (i % 2 == 1 && runs[i] > 0) {
      const auto last = end - 1;
      const bool one_column = at / height == last / height;
      left = std::min(left, at / height);
      right = std::max(right, last / height);
      top = std::min(top, one_column ? at % height : 0);
      bottom = std::max(bottom, one_column ? last % height : height - 1);
    }
    at = end;
  }
  if (at != width * height)
    return fail(ErrorKind::invalid_input, fmt::format("its runs are not those of {} x {} pixels.", width, height),
                "Runs that add up to the size of the picture are expected.");
  if (right < 0) return MaskBox{};
  return MaskBox{static_cast<double>(left), static_cast<double>(top), static_cast<double>(right - left + 1),
                 static_cast<double>(bottom - top + 1)};
}

void PolygonBox::add(double value) {
  auto& low = is_y_ ? top_ : left_;
  auto& high = is_y_ ? bottom_ : right_;
  auto& first = is_y_ ? first_y_ : first_x_;
  low = first ? value : std::min(low, value);
  high = first ? value : std::max(high, value);
  first = false;
  is_y_ = !is_y_;
  any_ = true;
}

Result<MaskBox> PolygonBox::box() const {
  if (odd_ || is_y_)
    return fail(ErrorKind::invalid_input, "a polygon has an odd count of numbers.",
                "Lists of x, y, x, y and so on are expected.");
  return MaskBox{left_, top_, right_ - left_, bottom_ - top_};
}

}  // namespace mlink::recorded
