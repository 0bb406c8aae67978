#include "ui/replay/paint.h"

#include <QPainter>
#include <QPainterPath>
#include <QPen>
#include <algorithm>
#include <cmath>

namespace mlink::ui {
namespace {

constexpr qsizetype kAtOnce = 4;  // corners of a line that are stroked together
constexpr double kOverlap = 0.5;  // px that a piece of a line reaches into the one before, so that no seam shows

}  // namespace

void draw_long_line(QPainter& painter, QPolygonF corners, QPen pen) {
  painter.setBrush(Qt::NoBrush);
  painter.setPen(pen);
  const QPaintEngine* const engine = painter.paintEngine();
  // The raster engine fills a line's outline as one shape, and each crossing of that shape with itself costs. In files
  // of lines it stays one.
  const bool pixels = engine && engine->type() == QPaintEngine::Raster;
  if (!pixels || corners.size() <= kAtOnce) return painter.drawPolyline(corners);
  corners.erase(std::unique(corners.begin(), corners.end()), corners.end());
  const double offset = pen.dashOffset();
  double gone = 0;  // along the line
  for (qsizetype i = 0; i + 1 < corners.size(); i += kAtOnce) {
    const qsizetype last = std::min(i + kAtOnce, corners.size() - 1);
    QPolygonF piece;
    double from = gone;
    if (i > 0) {
      // Pieces meet in the middle of a straight stretch: what joins at a corner is drawn as such.
      const QLineF stretch(corners[i], corners[i + 1]);
      const double back = std::min(kOverlap, stretch.length() / 2);
      piece << stretch.pointAt(0.5 - back / stretch.length());
      from += stretch.length() / 2 - back;
    } else {
      piece << corners[0];
    }
    for (qsizetype k = i; k < last; ++k) gone += QLineF(corners[k], corners[k + 1]).length();
    for (qsizetype k = i + 1; k <= last; ++k) piece << corners[k];
    if (last + 1 < corners.size()) piece << QLineF(corners[last], corners[last + 1]).center();
    if (pen.style() != Qt::SolidLine) pen.setDashOffset(offset + from / pen.widthF());
    painter.setPen(pen);
    painter.drawPolyline(piece);
  }
}

void draw_sign(QPainter& painter, Sign sign, const QRectF& square, const QColor& colour) {
  QPainterPath lines;
  switch (sign) {
    case Sign::check:
      lines.moveTo(3, 8.4);
      lines.lineTo(6.4, 11.8);
      lines.lineTo(13, 4.6);
      break;
    case Sign::cross:
      lines.moveTo(4, 4);
      lines.lineTo(12, 12);
      lines.moveTo(12, 4);
      lines.lineTo(4, 12);
      break;
    case Sign::warn:
      lines.moveTo(8, 2.6);
      lines.lineTo(14, 13.2);
      lines.lineTo(2, 13.2);
      lines.closeSubpath();
      lines.moveTo(8, 6.6);
      lines.lineTo(8, 9.4);
      lines.moveTo(8, 11.2);
      lines.lineTo(8, 11.3);
      break;
  }
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.translate(square.topLeft());
  painter.scale(square.width() / 16, square.height() / 16);
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(colour, 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  painter.drawPath(lines);
  painter.restore();
}

void draw_focus_ring(QPainter& painter, const QRectF& rect, const Theme& theme) {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(theme.accent, 2));
  painter.setBrush(Qt::NoBrush);
  painter.drawRoundedRect(rect, 3, 3);
  painter.restore();
}

QString moment_text(double seconds) {
  const auto tenths = std::llround(std::max(seconds, 0.0) * 10);
  const auto whole = tenths / 10;
  const QString end = QStringLiteral("%1.%2").arg(whole % 60, 2, 10, QLatin1Char('0')).arg(tenths % 10);
  if (whole >= 3600)
    return QStringLiteral("%1:%2:%3").arg(whole / 3600).arg(whole / 60 % 60, 2, 10, QLatin1Char('0')).arg(end);
  return QStringLiteral("%1:%2").arg(whole / 60).arg(end);
}

}  // namespace mlink::ui
