// Head "centernet": a heat map and the sides of the boxes.
#include "blackbox/heads/head.h"
#include "blackbox/json_fields.h"
#include "head_list.h"

namespace mlink::blackbox {
namespace {

HeadFunction make_centernet(Fields& fields, HeadContext& context) {
  const int stride = fields.get("stride", 4);
  context.search = PeakBoxes{context.limits, stride};
  context.read_found = reads_found_boxes(context.limits);
  return [stride, limits = context.limits](const HeadInput& in) -> Result<Decoded> {
    Decoded out;
    MLINK_ASSIGN(out.detections, decode_centernet(in.tensor(), in.tensor(1), stride, limits, in.size));
    return out;
  };
}

}  // namespace

HeadType head_centernet() { return {{"centernet"}, 2, DetectionLimits{}, make_centernet}; }

}  // namespace mlink::blackbox
