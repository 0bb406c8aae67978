// Head "centernet": a heat map and the sides of the boxes.
#include "blackbox/heads/head.h"
#include "blackbox/json_fields.h"
#include "head_list.h"

namespace mlink::blackbox {
namespace {

HeadFunction make_centernet(Fields& fields, HeadContext& context) {
  const int stride = fields.get("stride", 4);
  context.search = MapPeaks{context.limits.score, {1}};
  context.read_found = [stride, limits = context.limits](const HeadInput& in) -> Result<Decoded> {
    Decoded out;
    MLINK_ASSIGN(out.detections, decode_centernet_peaks(in.tensor(), stride, limits, in.size));
    return out;
  };
  return [stride, limits = context.limits](const HeadInput& in) -> Result<Decoded> {
    Decoded out;
    MLINK_ASSIGN(out.detections, decode_centernet(in.tensor(), in.tensor(1), stride, limits, in.size));
    return out;
  };
}

}  // namespace

HeadType head_centernet() { return {{"centernet"}, 2, DetectionLimits{}, make_centernet}; }

}  // namespace mlink::blackbox
