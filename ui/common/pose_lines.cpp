#include "ui/common/pose_lines.h"

#include <array>
#include <utility>

namespace mlink::ui {
namespace {

constexpr float kSeen = 0.3F;  // a key point below this score is not drawn
/// Pairs of key points that are joined: arms, legs, body, head.
constexpr std::array<std::pair<std::size_t, std::size_t>, 14> kBones{{{5, 6},
                                                                      {5, 7},
                                                                      {7, 9},
                                                                      {6, 8},
                                                                      {8, 10},
                                                                      {5, 11},
                                                                      {6, 12},
                                                                      {11, 12},
                                                                      {11, 13},
                                                                      {13, 15},
                                                                      {12, 14},
                                                                      {14, 16},
                                                                      {0, 5},
                                                                      {0, 6}}};

}  // namespace

QVector<QLineF> bones_of(const Marks::Pose& pose, const QRectF& picture) {
  QVector<QLineF> lines;
  if (pose.points.size() != 51) return lines;
  const auto point = [&](std::size_t i) {
    return QPointF(picture.left() + static_cast<double>(pose.points[3 * i]) * picture.width(),
                   picture.top() + static_cast<double>(pose.points[3 * i + 1]) * picture.height());
  };
  const auto seen = [&](std::size_t i) { return pose.points[3 * i + 2] >= kSeen; };
  for (const auto& [a, b] : kBones)
    if (seen(a) && seen(b)) lines << QLineF(point(a), point(b));
  return lines;
}

}  // namespace mlink::ui
