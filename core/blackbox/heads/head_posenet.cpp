// Head "posenet": heat, offsets and displacements of key points.
#include "blackbox/heads/head.h"
#include "blackbox/json_fields.h"
#include "head_list.h"

namespace mlink::blackbox {
namespace {

HeadFunction make_posenet(Fields& fields, HeadContext& /*context*/) {
  PoseLayout pose;
  pose.stride = fields.get("stride", pose.stride);
  pose.score = fields.get("score", pose.score);
  pose.pose_score = fields.get("pose_score", pose.pose_score);
  pose.radius = fields.get("radius", pose.radius);
  pose.most = fields.get("most", pose.most);
  return [pose](const HeadInput& in) -> Result<Decoded> {
    Decoded out;
    MLINK_ASSIGN(out.poses, decode_posenet(in.tensor(), in.tensor(1), in.tensor(2), in.tensor(3), pose, in.size));
    return out;
  };
}

}  // namespace

HeadType head_posenet() { return {{"posenet"}, 4, {}, make_posenet}; }

}  // namespace mlink::blackbox
