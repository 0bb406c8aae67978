#include "recorded/box_numbers.h"

#include <fmt/format.h>

#include "base/text.h"

namespace mlink::recorded {

void BoxTally::add(const RawDetection& d, int width, int height) {
  // Detectors let boxes stand over the border by a little.
  constexpr double kSlack = 1.02;
  if (d.width <= 0 || d.height <= 0) return;
  ++boxes_;
  if (d.x + d.width > 1.01 || d.y + d.height > 1.01) ++pixels_;
  if (width <= 0 || height <= 0) return;
  ++sized_;
  const double right = width * kSlack;
  const double bottom = height * kSlack;
  if (d.width > d.x && d.height > d.y && d.width <= right && d.height <= bottom) ++corners_;
  if (d.x + d.width <= right && d.y + d.height <= bottom) return;
  if (leave_++ == 0) first_ = d.line;
}

Status BoxTally::verdict(const std::string& path, std::vector<std::string>& notes) const {
  if (boxes_ > 0 && pixels_ == 0)
    return fail(ErrorKind::invalid_input,
                "No box reaches beyond the first pixel, the numbers look like shares of the picture.",
                "Give --boxes share, or --boxes xywh where they are pixels.", path);
  if (leave_ * 2 > sized_ && corners_ == sized_)
    return fail_at(
        {first_},
        fmt::format("{} of {} boxes, this one first, leave the picture as x, y, width, height; as two corners "
                    "none does.",
                    count_text(leave_), count_text(sized_)),
        "Give --boxes xyxy, or --boxes xywh where they are as COCO has them.", path);
  if (leave_ * 2 > sized_)
    return fail_at(
        {first_},
        fmt::format("{} of {} boxes, this one first, leave the picture.", count_text(leave_), count_text(sized_)),
        "Check the size of the picture (--picture WIDTHxHEIGHT), or say with --boxes xywh that it is so.", path);
  if (leave_ > 0)
    notes.push_back(fmt::format("{} of {} boxes leave the picture and were cut at its border.", count_text(leave_),
                                count_text(sized_)));
  return {};
}

}  // namespace mlink::recorded
