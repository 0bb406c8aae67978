// What the strips draw; where everything stands is in strips_view.cpp.
#include <QPainter>
#include <QPainterPath>
#include <QScrollBar>
#include <algorithm>
#include <cmath>

#include "ui/replay/paint.h"
#include "ui/replay/strips_room.h"
#include "ui/replay/strips_view.h"

namespace mlink::ui {

using namespace strips_room;

namespace {

double nice_seconds(double least) {
  for (const double step : {0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 300.0, 600.0, 1800.0, 3600.0, 14400.0}) {
    if (step >= least) return step;
  }
  return 86400;
}

QString tick_text(double seconds, double step) {
  if (seconds < 1e-9) return QStringLiteral("0");
  if (step < 1) return QStringLiteral("%1 s").arg(seconds, 0, 'f', 1);
  const auto whole = std::lround(seconds);
  if (whole < 120 && step < 60) return QStringLiteral("%1 s").arg(whole);
  if (whole < 7200 && step < 60)
    return QStringLiteral("%1:%2").arg(whole / 60).arg(whole % 60, 2, 10, QLatin1Char('0'));
  if (step < 3600) return StripsView::tr("%1 min").arg(whole / 60);
  return QStringLiteral("%1 h").arg(whole / 3600);
}

}  // namespace

const QImage& StripsView::lane_image(const Row& row, int height) const {
  QImage& image = images_[static_cast<std::size_t>(&row - rows_.data())];
  const qreal ratio = viewport()->devicePixelRatioF();
  const int pixels = static_cast<int>(std::lround(axis_rect().width() * ratio));
  if (image.isNull()) {
    const StripLane& lane =
        strips_->groups[static_cast<std::size_t>(row.group)].lanes[static_cast<std::size_t>(row.lane)];
    const int high = static_cast<int>(std::lround(height * ratio));
    if (shares_pixels()) {
      image = stack_image(columns(), lane, high, ratio, theme_.theme());
      return image;
    }
    const auto runs = strip_runs(strips_->begin, strips_->cell_seconds, lane.cells, from_, to_, pixels);
    image = strip_image(runs, pixels, high, strips_->cell_seconds * pixels / (to_ - from_), ratio, theme_.theme());
  }
  return image;
}

void StripsView::paintEvent(QPaintEvent* event) {
  QPainter painter(viewport());
  painter.setClipRegion(event->region());
  paint(painter, event->rect());
}

void StripsView::paint(QPainter& painter, const QRect& area) const {
  painter.fillRect(area, theme_.theme().panel);
  if (!strips_) return;
  const int bottom = curves_height_ > 0 ? curves_rect().top() - 6 : viewport()->height();
  painter.save();
  painter.setClipRect(QRect(0, scaled(kRuler), viewport()->width(), bottom - scaled(kRuler)), Qt::IntersectClip);
  for (const Row& row : rows_) {
    if (!row_rect(row).intersects(area)) continue;
    row.lane < 0 ? draw_title(painter, row) : draw_lane(painter, row);
  }
  painter.restore();
  draw_trained(painter);
  if (curves_height_ > 0) draw_curves(painter);
  draw_ruler(painter);
  draw_playhead(painter);
  draw_band(painter);
}

void StripsView::draw_band(QPainter& painter) const {
  if (!band_) return;
  QColor tint = theme_.theme().accent;
  tint.setAlphaF(0.2F);
  const auto [from, to] = std::minmax(band_->first, band_->second);
  painter.fillRect(QRectF(x_of(from), 0, x_of(to) - x_of(from), viewport()->height()), tint);
}

void StripsView::draw_ruler(QPainter& painter) const {
  const Theme& theme = theme_.theme();
  const QRect axis = axis_rect();
  painter.fillRect(QRect(0, 0, viewport()->width(), scaled(kRuler) - 4), theme.panel);
  painter.setFont(ui_font(TypeSize::axis));
  const double step = nice_seconds((to_ - from_) * 74 / axis.width());
  const double minor = step / 2;
  for (auto i = std::llround(std::ceil(from_ / minor - 1e-9)); static_cast<double>(i) * minor <= to_ + 1e-9; ++i) {
    const double s = static_cast<double>(i) * minor;
    const double x = std::round(x_of(s)) + 0.5;
    const bool labelled = std::abs(s / step - std::round(s / step)) < 1e-6;
    painter.setPen(QPen(theme.strong, 1));
    painter.drawLine(QPointF(x, scaled(labelled ? 19 : 22)), QPointF(x, scaled(25)));
    const double beside = x - x_of(position_);  // its time stands at the right of the playhead
    if (!labelled || (beside > -scaled(26) && beside < scaled(78))) continue;
    painter.setPen(theme.second);
    painter.drawText(QRectF(x - scaled(40), 3, scaled(80), scaled(15)), Qt::AlignCenter, tick_text(s, step));
  }
}

void StripsView::draw_title(QPainter& painter, const Row& row) const {
  const Theme& theme = theme_.theme();
  const StripGroup& group = strips_->groups[static_cast<std::size_t>(row.group)];
  const QRect rect = row_rect(row);
  const MethodLook look = theme.method(to_qt(group.method));
  draw_marker(painter, chart_marker(look.marker), QPointF(16.5, rect.center().y() + 0.5), 9, look.colour, theme.panel);
  painter.setFont(ui_font(TypeSize::head, true));
  painter.setPen(theme.text);
  painter.drawText(rect.adjusted(28, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, to_qt(group.title));
}

void StripsView::draw_lane(QPainter& painter, const Row& row) const {
  const Theme& theme = theme_.theme();
  const StripLane& lane =
      strips_->groups[static_cast<std::size_t>(row.group)].lanes[static_cast<std::size_t>(row.lane)];
  const QRect rect = row_rect(row), bar = lane_rect(row.group, row.lane);
  const bool chosen = to_qt(lane.name) == box_;
  if (chosen) painter.fillRect(QRect(4, rect.top(), scaled(kNames) - 10, rect.height()), theme.selection);
  painter.setFont(ui_font(TypeSize::head, chosen));
  painter.setPen(chosen ? theme.text : theme.second);
  const QString name = painter.fontMetrics().elidedText(to_qt(lane.name), Qt::ElideMiddle, scaled(kNames) - 40);
  painter.drawText(QRect(28, rect.top(), scaled(kNames) - 34, rect.height()), Qt::AlignVCenter | Qt::AlignLeft, name);
  painter.drawImage(bar.topLeft(), lane_image(row, bar.height()));
  painter.setPen(theme.text);
  const int right = bar.right() + 10;
  painter.setFont(ui_font(TypeSize::head, chosen));
  painter.drawText(QRect(right, rect.top(), scaled(30), rect.height()), Qt::AlignVCenter | Qt::AlignLeft,
                   lane.share ? QString::number(*lane.share, 'f', 2) : QStringLiteral("–"));
  painter.setFont(ui_font(TypeSize::axis));
  painter.setPen(theme.second);
  QString words = lane.run ? tr("run") : QString();
  if (lane.without >= kTellWithout) {
    const QString without = tr("no output %1").arg(lane.without, 0, 'f', 2);
    words = words.isEmpty() ? without : tr("%1, %2").arg(words, without);
  }
  painter.drawText(QRect(right + scaled(34), rect.top(), right_ - scaled(44), rect.height()), Qt::AlignVCenter, words);
}

void StripsView::draw_trained(QPainter& painter) const {
  const Theme& theme = theme_.theme();
  const QRect axis = axis_rect();
  const double x = std::round(x_of(strips_->trained_until)) + 0.5;
  if (strips_->trained_until <= from_ || x > axis.right()) return;
  const int bottom = scaled(kRuler) + std::min(content_height_, viewport()->height() - scaled(kRuler) - curves_height_);
  painter.setPen(QPen(theme.strong, 1));
  painter.drawLine(QPointF(x, scaled(20)), QPointF(x, bottom));
  const QRect place = trained_rect();
  if (place.isEmpty() || place.top() < scaled(kRuler)) return;
  painter.setFont(ui_font(TypeSize::axis));
  painter.setPen(theme.second);
  painter.drawText(place, Qt::AlignCenter, trained_text());
}

void StripsView::draw_curves(QPainter& painter) const {
  const Theme& theme = theme_.theme();
  const QRect plot = curves_rect();
  painter.save();
  painter.setFont(ui_font(TypeSize::head, true));
  painter.setPen(theme.text);
  painter.drawText(QRect(28, plot.top() - 4, scaled(kNames) - scaled(64), scaled(18)), Qt::AlignVCenter,
                   tr("accuracy"));
  painter.setFont(ui_font(TypeSize::axis));
  painter.setPen(theme.second);
  painter.drawText(QRect(28, plot.top() + scaled(12), scaled(kNames) - scaled(64), scaled(16)), Qt::AlignVCenter,
                   tr("over 10 s"));
  const double step = plot.height() / ((1 - lowest_) * 4) < scaled(14) ? 0.5 : 0.25;
  for (int i = 0; 1 - i * step > lowest_ - 0.01; ++i) {
    const double a = 1 - i * step;
    const double y = std::round(y_of(a)) + 0.5;
    painter.setPen(QPen(theme.grid, 1));
    painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
    painter.setPen(theme.second);
    painter.drawText(QRectF(plot.left() - scaled(40), y - scaled(8), scaled(40) - 8, scaled(16)),
                     Qt::AlignRight | Qt::AlignVCenter, QString::number(a, 'f', 2));
  }
  painter.setRenderHint(QPainter::Antialiasing);
  painter.save();
  painter.setClipRect(plot.adjusted(0, -4, 1, 4), Qt::IntersectClip);
  for (auto curve = strips_->curves.rbegin(); curve != strips_->curves.rend(); ++curve) {
    if (curve->points.empty()) continue;
    const MethodLook look = theme.method(to_qt(curve->method));
    QPen pen = look.pen();
    pen.setWidthF(look.name == u"mlink" ? 2 : 1.5);
    QPolygonF line;
    double before = -1e9;
    for (const auto& [seconds, accuracy] : curve->points) {
      if (seconds - before > 1.5 * strips_->curve_seconds) {  // nothing is recorded between
        draw_long_line(painter, line, pen);
        line.clear();
      }
      line << QPointF(x_of(seconds), y_of(accuracy));
      before = seconds;
    }
    draw_long_line(painter, line, pen);
  }
  painter.restore();
  draw_end_labels(painter);
  painter.restore();
}

void StripsView::draw_end_labels(QPainter& painter) const {
  const Theme& theme = theme_.theme();
  const double right = curves_rect().right();
  painter.setFont(ui_font(TypeSize::axis));
  for (const auto& [method, place] : end_labels()) {
    const MethodLook look = theme.method(to_qt(method));
    const auto curve = std::find_if(strips_->curves.begin(), strips_->curves.end(),
                                    [&name = method](const StripCurve& one) { return one.method == name; });
    const double y = place.center().y(), end = y_of(curve->points.back().second);
    if (std::abs(y - end) > 3) {
      painter.setPen(QPen(theme.strong, 1));
      painter.drawLine(QPointF(right + 1, end), QPointF(right + 8, y));
    }
    draw_marker(painter, chart_marker(look.marker), QPointF(right + 8, y), 7, look.colour, theme.panel);
    painter.setPen(look.colour);
    painter.drawText(place.adjusted(0, 0, 2, 0), Qt::AlignVCenter | Qt::AlignLeft, to_qt(method));
  }
}

void StripsView::draw_playhead(QPainter& painter) const {
  if (position_ < from_ - 1e-9 || position_ > to_ + 1e-9) return;
  const Theme& theme = theme_.theme();
  const double x = std::round(x_of(position_));
  const int bottom = curves_height_ > 0 ? curves_rect().bottom() + 6 : viewport()->height();
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.fillRect(QRectF(x - 0.75, 16, 1.5, bottom - 16), theme.text);
  QPainterPath head(QPointF(x - 5.5, 4));
  head.lineTo(x + 5.5, 4);
  head.lineTo(x + 5.5, 12);
  head.lineTo(x, 18);
  head.lineTo(x - 5.5, 12);
  head.closeSubpath();
  painter.fillPath(head, theme.text);
  painter.setFont(ui_font(TypeSize::axis, true));
  painter.setPen(theme.text);
  const QString text = moment_text(position_);
  painter.drawText(QRectF(x + 10, 3, scaled(70), scaled(15)), Qt::AlignVCenter | Qt::AlignLeft, text);
  painter.restore();
}

}  // namespace mlink::ui
