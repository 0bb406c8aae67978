#include "ui/common/pose_lines.h"

#include <QPainter>
#include <array>
#include <utility>

namespace mlink::ui {
namespace {

const QColor kSolidLine(0x8CEBF5), kDashedLine(0xFFFFFF), kOutline(0, 0, 0, 170);
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

void draw_marks(QPainter& painter, const Marks& marks, const QRectF& area, bool solid, double width) {
  painter.save();
  painter.setClipRect(area, Qt::IntersectClip);
  painter.setRenderHint(QPainter::Antialiasing, solid);
  painter.setBrush(Qt::NoBrush);
  QVector<QRectF> boxes;
  for (const Marks::Box& box : marks.boxes)
    boxes << QRectF(area.left() + box.x * area.width(), area.top() + box.y * area.height(), box.width * area.width(),
                    box.height * area.height());
  QVector<QLineF> bones;
  for (const Marks::Pose& pose : marks.poses) bones += bones_of(pose, area);
  QPen outline(kOutline, width + 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin),
      light(solid ? kSolidLine : kDashedLine, width);
  light.setCapStyle(solid ? Qt::RoundCap : Qt::FlatCap);
  if (!solid) {
    light.setDashPattern({4.0, 3.0});
    outline.setColor(QColor(0, 0, 0, 130));
  }
  for (const QPen& pen : {outline, light}) {
    painter.setPen(pen);
    painter.drawRects(boxes);
    painter.drawLines(bones);
  }
  painter.restore();
}

}  // namespace mlink::ui
