// Head "detections": one finished list.
#include <algorithm>

#include "blackbox/heads/head.h"
#include "blackbox/json_fields.h"
#include "head_list.h"

namespace mlink::blackbox {
namespace {

HeadFunction make_detections(Fields& fields, HeadContext& context) {
  ListLayout list;
  list.limits = context.limits;
  list.columns = fields.get("columns", list.columns);
  list.pixels = fields.get("units", std::string("pixels")) == "pixels";
  const auto has = [&](const char* name) {
    return std::find(list.columns.begin(), list.columns.end(), name) != list.columns.end();
  };
  if (!has("x0") || !has("y0") || !has("score") || has("x1") == has("w") || has("y1") == has("h"))
    fields.bad("columns", "must name x0, y0, score, and either x1, y1 or w, h");
  return [list](const HeadInput& in) -> Result<Decoded> {
    Decoded out;
    MLINK_ASSIGN(out.detections, decode_detections(in.tensor(), list, in.size));
    return out;
  };
}

}  // namespace

HeadType head_detections() { return {{"detections"}, 1, DetectionLimits{}, make_detections}; }

}  // namespace mlink::blackbox
