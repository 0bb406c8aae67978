// Head "yolo": its raw rows, before suppression.
#include <fmt/format.h>

#include "blackbox/heads/head.h"
#include "blackbox/json_fields.h"
#include "head_list.h"

namespace mlink::blackbox {
namespace {

/// Names of another set of classes would name everything wrongly.
Status check_classes(const Tensor& tensor, bool across, std::int64_t unread, const std::vector<std::string>& labels) {
  const auto rows = rows_of(tensor);
  if (labels.empty() || !rows) return {};
  const auto columns = across ? rows->count : rows->width;
  const auto classes = columns - (across ? 4 : 5) - unread;
  if (classes == static_cast<std::int64_t>(labels.size())) return {};
  return fail(ErrorKind::invalid_input,
              fmt::format("The YOLO output {} has {} classes, \"labels\" names {}.", shape_text(tensor.shape), classes,
                          labels.size()),
              "Name the classes that the network was trained on, in its order. An export with masks or key points has "
              "columns behind them: \"unread\" says how many (32 for masks, 51 for 17 points).");
}

HeadFunction make_yolo(Fields& fields, HeadContext& context) {
  const auto name = fields.choice("variant", {"v5", "v3", "v8"});
  const auto variant = name == "v3" ? YoloVariant::v3 : name == "v8" ? YoloVariant::v8 : YoloVariant::v5;
  const bool v8 = variant == YoloVariant::v8;
  const auto unread = fields.get("unread", std::int64_t{0});
  context.search = RowBoxes{context.limits, variant, unread};
  context.read_found = reads_found_boxes(context.limits);
  return [variant, v8, unread, context](const HeadInput& in) -> Result<Decoded> {
    Decoded out;
    for (const auto* tensor : in.rest()) MLINK_TRY(check_classes(*tensor, v8, unread, context.labels));
    MLINK_ASSIGN(out.detections, decode_yolo(in.rest(), variant, context.limits, in.size, unread));
    return out;
  };
}

}  // namespace

HeadType head_yolo() { return {{"yolo"}, 1, DetectionLimits{}, make_yolo}; }

}  // namespace mlink::blackbox
