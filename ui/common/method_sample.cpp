#include "ui/common/method_sample.h"

#include <QPainter>

namespace mlink::ui {

ChartMarker chart_marker(MethodMarker marker) {
  switch (marker) {
    case MethodMarker::none: return ChartMarker::none;
    case MethodMarker::disc: return ChartMarker::disc;
    case MethodMarker::ring: return ChartMarker::ring;
    case MethodMarker::ring_dot: return ChartMarker::ring_dot;
    case MethodMarker::square: return ChartMarker::square;
    case MethodMarker::triangle_up: return ChartMarker::triangle_up;
    case MethodMarker::triangle_down: return ChartMarker::triangle_down;
    case MethodMarker::plus: return ChartMarker::plus;
    case MethodMarker::diamond: return ChartMarker::diamond;
  }
  return ChartMarker::disc;
}

void draw_method_sample(QPainter& painter, const MethodLook& look, const QRectF& area, const QColor& inside) {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(look.pen());
  painter.drawLine(QPointF(area.left(), area.center().y()), QPointF(area.right(), area.center().y()));
  const bool large = look.marker == MethodMarker::diamond || look.marker == MethodMarker::disc;
  draw_marker(painter, chart_marker(look.marker), area.center(), large ? 9 : 8, look.colour, inside);
  painter.restore();
}

}  // namespace mlink::ui
