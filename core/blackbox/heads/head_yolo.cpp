// Head "yolo": its raw rows, before suppression.
#include "blackbox/heads/head.h"
#include "blackbox/json_fields.h"
#include "head_list.h"

namespace mlink::blackbox {
namespace {

HeadFunction make_yolo(Fields& fields, HeadContext& context) {
  const auto name = fields.choice("variant", {"v5", "v3", "v8"});
  const auto variant = name == "v3" ? YoloVariant::v3 : name == "v8" ? YoloVariant::v8 : YoloVariant::v5;
  const bool v8 = variant == YoloVariant::v8;
  context.search = RowsAbove{context.limits.score, v8 ? 4 : 5, variant == YoloVariant::v5 ? 4 : -1, v8};
  return [variant, limits = context.limits](const HeadInput& in) -> Result<Decoded> {
    Decoded out;
    MLINK_ASSIGN(out.detections, decode_yolo(in.rest(), variant, limits, in.size));
    return out;
  };
}

}  // namespace

HeadType head_yolo() { return {{"yolo"}, 1, DetectionLimits{}, make_yolo}; }

}  // namespace mlink::blackbox
