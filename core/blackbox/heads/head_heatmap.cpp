// Head "heatmap": a share of a map.
#include "blackbox/heads/head.h"
#include "blackbox/json_fields.h"
#include "head_list.h"

namespace mlink::blackbox {
namespace {

HeadFunction make_heatmap(Fields& fields, HeadContext& context) {
  const float threshold = fields.get("threshold", .5F);
  const int channel = fields.get("channel", 0);
  context.search = MapShare{channel, threshold};
  context.read_found = [](const HeadInput& in) -> Result<Decoded> {
    const auto& counts = in.tensor().data;
    if (counts.size() != 2) return wrong_shape("counts of cells", in.tensor(), "[2]");
    Decoded out;
    out.values = {counts[1] > 0 ? counts[0] / counts[1] : 0.F};
    return out;
  };
  return [=](const HeadInput& in) -> Result<Decoded> {
    Decoded out;
    MLINK_ASSIGN(const float share, decode_share(in.tensor(), channel, threshold, in.region));
    out.values = {share};
    return out;
  };
}

}  // namespace

HeadType head_heatmap() { return {{"heatmap"}, 1, {}, make_heatmap}; }

}  // namespace mlink::blackbox
