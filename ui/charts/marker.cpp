#include "ui/charts/marker.h"

#include <QPainter>
#include <algorithm>

namespace mlink::ui {

void draw_marker(QPainter& painter, ChartMarker marker, const QPointF& at, double size, const QColor& colour,
                 const QColor& inside) {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  const double r = size / 2;
  painter.setPen(QPen(colour, std::max(1.6, size / 5)));
  painter.setBrush(colour);
  switch (marker) {
    case ChartMarker::none: break;
    case ChartMarker::disc:
      painter.setPen(Qt::NoPen);
      painter.drawEllipse(at, r, r);
      break;
    case ChartMarker::ring:
      painter.setBrush(inside);
      painter.drawEllipse(at, r - 0.5, r - 0.5);
      break;
    case ChartMarker::ring_dot:
      painter.setBrush(inside);
      painter.drawEllipse(at, r - 0.5, r - 0.5);
      painter.setPen(Qt::NoPen);
      painter.setBrush(colour);
      painter.drawEllipse(at, r * 0.35, r * 0.35);
      break;
    case ChartMarker::square:
      painter.setPen(Qt::NoPen);
      painter.drawRect(QRectF(at.x() - r, at.y() - r, size, size));
      break;
    case ChartMarker::triangle_up:
    case ChartMarker::triangle_down: {
      const double s = marker == ChartMarker::triangle_up ? 1 : -1;
      painter.setPen(Qt::NoPen);
      painter.drawPolygon(QPolygonF({at + QPointF(0, -r * s), at + QPointF(r, r * s), at + QPointF(-r, r * s)}));
      break;
    }
    case ChartMarker::plus:
      painter.drawLine(at - QPointF(r, 0), at + QPointF(r, 0));
      painter.drawLine(at - QPointF(0, r), at + QPointF(0, r));
      break;
    case ChartMarker::diamond:
      painter.setBrush(inside);
      painter.drawPolygon(
          QPolygonF({at + QPointF(0, -r), at + QPointF(r, 0), at + QPointF(0, r), at + QPointF(-r, 0)}));
      break;
  }
  painter.restore();
}

}  // namespace mlink::ui
