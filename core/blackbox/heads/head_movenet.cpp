// Head "movenet": key points that the network has sorted into people itself: MoveNet of one person [1, 1, 17, 3] (y, x,
// score) and of several [1, n, 56] (the same 17, then the person's box and score). Positions are in [0,1] of the input.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "blackbox/heads/head.h"
#include "blackbox/json_fields.h"
#include "head_list.h"

namespace mlink::blackbox {
namespace {

constexpr std::int64_t kKeyPoints = 17;
constexpr std::int64_t kMostPeople = 10'000;

struct MoveNetLayout {
  float pose_score = .3F;
  int most = 20;
};

Result<Marks::Pose> person_at(const float* row, bool with_score) {
  Marks::Pose pose;
  float mean = 0;
  for (std::int64_t k = 0; k < kKeyPoints; ++k) {
    const float* p = row + 3 * k;
    if (!std::isfinite(p[0]) || !std::isfinite(p[1]))
      return fail(ErrorKind::failed, "A key point's position is not a finite number.");
    if (p[2] < -.001F || p[2] > 1.001F)
      return fail(
          ErrorKind::invalid_input,
          fmt::format("A key point's score is {:g}, which is not between 0 and 1: the head needs y, x, score.", p[2]));
    pose.points.insert(pose.points.end(), {p[1], p[0], p[2]});
    mean += p[2] / static_cast<float>(kKeyPoints);
  }
  pose.score = with_score ? row[55] : mean;
  return pose;
}

Result<std::vector<Marks::Pose>> decode_movenet(const Tensor& points, const MoveNetLayout& layout) {
  const auto rows = rows_of(points);
  const bool several = rows && rows->width == 56;
  const bool one = rows && rows->width == 3 && rows->count == kKeyPoints;
  if (!several && !one)
    return wrong_shape("tensor of key points", points, "[1, 1, 17, 3] (y, x, score) or [1, people, 56]");
  if (several && rows->count > kMostPeople)
    return fail(ErrorKind::invalid_input, fmt::format("The tensor of key points {} has too many people: at most {}.",
                                                      shape_text(points.shape), kMostPeople));
  MLINK_TRY(expect_numbers(points, "key points"));
  std::vector<Marks::Pose> poses;
  for (std::int64_t i = 0; i < (several ? rows->count : 1); ++i) {
    MLINK_ASSIGN(auto pose, person_at(points.data.data() + i * 56, several));
    if (pose.score >= layout.pose_score) poses.push_back(std::move(pose));
  }
  std::stable_sort(poses.begin(), poses.end(), [](const auto& a, const auto& b) { return a.score > b.score; });
  if (poses.size() > static_cast<std::size_t>(layout.most)) poses.resize(static_cast<std::size_t>(layout.most));
  return poses;
}

HeadFunction make_movenet(Fields& fields, HeadContext& /*context*/) {
  MoveNetLayout layout;
  layout.pose_score = fields.get("pose_score", layout.pose_score);
  layout.most = fields.get("most", layout.most);
  return [layout](const HeadInput& in) -> Result<Decoded> {
    Decoded out;
    MLINK_ASSIGN(out.poses, decode_movenet(in.tensor(), layout));
    return out;
  };
}

}  // namespace

HeadType head_movenet() { return {{"movenet"}, 1, {}, make_movenet}; }

}  // namespace mlink::blackbox
