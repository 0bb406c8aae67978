#include "ui/charts/heat_strip.h"

#include <QAccessibleWidget>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

namespace mlink::ui {
namespace {

constexpr int kAxisHigh = 22, kLegendHigh = 26, kLeastRow = 18, kUsualRow = 30, kMostRow = 46, kSide = 12;
constexpr int kRampLong = 130;
constexpr double kNumberWide = 46, kNumberHigh = 16;  // from this size on a cell prints its value

/// White or near black, whichever contrasts more (WCAG's relative luminance).
QColor ink_over(const QColor& ground) {
  const auto linear = [](double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
  const double light =
      0.2126 * linear(ground.redF()) + 0.7152 * linear(ground.greenF()) + 0.0722 * linear(ground.blueF());
  return light > 0.2 ? QColor(0x14, 0x18, 0x1c) : QColor(Qt::white);
}

class HeatAccess : public QAccessibleWidget {
 public:
  explicit HeatAccess(HeatStrip* strip) : QAccessibleWidget(strip, QAccessible::Chart), strip_(strip) {}
  [[nodiscard]] QString text(QAccessible::Text what) const override {
    if (what == QAccessible::Value) return strip_->reading(strip_->current());
    return QAccessibleWidget::text(what);
  }

 private:
  HeatStrip* strip_;
};

QAccessibleInterface* make_heat_access(const QString&, QObject* object) {
  auto* strip = qobject_cast<HeatStrip*>(object);
  return strip ? new HeatAccess(strip) : nullptr;
}

}  // namespace

double HeatValues::value(int row, int column) const {
  const auto at = static_cast<qsizetype>(row) * columns.size() + column;
  return at >= 0 && at < values.size() ? values[at] : kNan;
}

HeatStrip::HeatStrip(QWidget* parent) : QWidget(parent) {
  static const bool installed = [] {
    QAccessible::installFactory(make_heat_access);
    return true;
  }();
  (void)installed;
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
}

void HeatStrip::set_style(const ChartStyle& style) {
  style_ = style;
  measure_names();
  updateGeometry();
  update();
}

void HeatStrip::set_ramp(const QVector<QColor>& stops) {
  ramp_ = stops;
  update();
}

void HeatStrip::set_axis_text(std::function<QString(double)> text) {
  axis_text_ = std::move(text);
  update();
}

void HeatStrip::set_values(const HeatValues& values) {
  values_ = values;
  ValueRange range;
  for (const ChartSpan& column : values_.columns) {
    range.take(column.low);
    range.take(column.high);
  }
  start_ = range.empty() ? 0 : range.low;
  end_ = range.empty() ? 1 : range.high;
  hovered_ = {};
  if (!there(current_)) current_ = {};
  measure_names();
  updateGeometry();
  update();
}

/// Once, not for each cell that is placed beside them.
void HeatStrip::measure_names() {
  const QFontMetrics metrics(style_.axis_font);
  names_ = 0;
  for (const QString& row : values_.rows) names_ = std::max<double>(names_, metrics.horizontalAdvance(row));
}

bool HeatStrip::there(HeatCell cell) const {
  return cell.valid() && cell.row < values_.rows.size() && cell.column < values_.columns.size();
}

QString HeatStrip::reading(HeatCell cell) const {
  if (!there(cell)) return {};
  if (reader_) return reader_(cell);
  const auto place = [this](double at) { return axis_text_ ? axis_text_(at) : QString::number(at); };
  const ChartSpan& column = values_.columns[cell.column];
  const double value = values_.value(cell.row, cell.column);
  const QString said = has_value(value) ? QString::number(value, 'f', values_.decimals) : QStringLiteral("–");
  QString text = tr("%1, %2 to %3: %4").arg(values_.rows[cell.row], place(column.low), place(column.high), said);
  if (values_.marked_in(cell.column) == cell.row && !values_.dot.isEmpty()) text += QStringLiteral(", ") + values_.dot;
  return text;
}

QColor HeatStrip::colour_of(double value) const {
  if (!has_value(value) || ramp_.isEmpty()) return style_.panel;
  const double span = values_.high - values_.low;
  const double share = span > 0 ? std::clamp((value - values_.low) / span, 0.0, 1.0) : 1;
  const double at = share * static_cast<double>(ramp_.size() - 1);
  const auto below = static_cast<qsizetype>(at);
  const QColor &a = ramp_[below], &b = ramp_[std::min(below + 1, ramp_.size() - 1)];
  const auto mix = static_cast<float>(at - static_cast<double>(below));
  const auto between = [mix](float one, float other) { return one + (other - one) * mix; };
  return QColor::fromRgbF(between(a.redF(), b.redF()), between(a.greenF(), b.greenF()), between(a.blueF(), b.blueF()));
}

QRectF HeatStrip::field() const {
  const double names = std::min(names_, width() * 0.3) + 2 * kSide;
  const auto rows = static_cast<double>(std::max<qsizetype>(values_.rows.size(), 1));
  const double high = std::min<double>(height() - kAxisHigh - kLegendHigh, rows * kMostRow);
  return {names, kAxisHigh, std::max(width() - names - kSide, 1.0), std::max(high, 1.0)};
}

double HeatStrip::x_of(double place) const {
  const QRectF all = field();
  return end_ > start_ ? all.left() + (place - start_) / (end_ - start_) * all.width() : all.left();
}

QRectF HeatStrip::cell_rect(HeatCell cell) const {
  if (!there(cell)) return {};
  const QRectF all = field();
  const double row = all.height() / static_cast<double>(values_.rows.size());
  const ChartSpan& span = values_.columns[cell.column];
  if (!has_value(span.low) || !has_value(span.high)) return {};
  const double left = x_of(span.low), right = end_ > start_ ? x_of(span.high) : all.right();
  const double gap = right - left > 6 ? 2 : 0;
  return {left, all.top() + cell.row * row, std::max(right - left - gap, 1.0), std::max(row - 2, 1.0)};
}

HeatCell HeatStrip::cell_at(const QPointF& position) const {
  const QRectF all = field();
  if (!all.contains(position) || values_.rows.isEmpty()) return {};
  const int row = std::min(static_cast<int>((position.y() - all.top()) / all.height() * values_.rows.size()),
                           static_cast<int>(values_.rows.size()) - 1);
  if (!(end_ > start_)) return values_.columns.isEmpty() ? HeatCell{} : HeatCell{row, 0};
  const double place = start_ + (position.x() - all.left()) / all.width() * (end_ - start_);
  for (int column = 0; column < values_.columns.size(); ++column)
    if (place >= values_.columns[column].low && place < values_.columns[column].high) return {row, column};
  return {};
}

void HeatStrip::set_current(HeatCell cell) {
  if (!there(cell) || cell == current_) return;
  current_ = cell;
  update();
  QAccessibleValueChangeEvent told(this, reading(cell));
  QAccessible::updateAccessibility(&told);
  Q_EMIT current_changed(cell.row, cell.column);
}

QSize HeatStrip::sizeHint() const {
  return {420, kAxisHigh + kLegendHigh + static_cast<int>(std::max<qsizetype>(values_.rows.size(), 2)) * kUsualRow};
}

QSize HeatStrip::minimumSizeHint() const {
  return {240, kAxisHigh + kLegendHigh + static_cast<int>(std::max<qsizetype>(values_.rows.size(), 2)) * kLeastRow};
}

void HeatStrip::draw_axis(QPainter& painter) const {
  const QFontMetrics metrics(style_.axis_font);
  painter.setFont(style_.axis_font);
  painter.setPen(style_.second);
  double free = 0;
  for (const ChartSpan& column : values_.columns) {
    if (!has_value(column.low)) continue;
    const QString text = axis_text_ ? axis_text_(column.low) : QString::number(column.low);
    const double wide = metrics.horizontalAdvance(text), left = x_of(column.low);
    if (left < free || left + wide > width()) continue;
    painter.drawText(QRectF(left, 2, wide + 2, kAxisHigh - 6), Qt::AlignLeft | Qt::AlignVCenter, text);
    free = left + wide + 10;
  }
}

void HeatStrip::draw_cell(QPainter& painter, HeatCell cell) const {
  const QRectF place = cell_rect(cell);
  if (place.isEmpty()) return;
  const double value = values_.value(cell.row, cell.column);
  const bool marked = values_.marked_in(cell.column) == cell.row;
  if (!has_value(value)) {
    painter.setPen(style_.grid);
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(place.adjusted(0.5, 0.5, -0.5, -0.5));
    return;
  }
  const QColor fill = colour_of(value), ink = ink_over(fill);
  painter.fillRect(place, fill);
  const bool number = place.width() >= kNumberWide && place.height() >= kNumberHigh;
  if (marked) {
    const double radius = std::clamp(std::min(place.width(), place.height()) / 3, 1.0, 4.0);
    const QPointF centre = number ? QPointF(place.left() + 10, place.center().y()) : place.center();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ink);
    painter.drawEllipse(centre, radius, radius);
    painter.setRenderHint(QPainter::Antialiasing, false);
  }
  if (number) {
    painter.setPen(ink);
    painter.drawText(place.adjusted(12, 0, 0, 0), Qt::AlignCenter, QString::number(value, 'f', values_.decimals));
  }
  if (cell == hovered_) {
    painter.setPen(QPen(style_.text, 1.5));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(place.adjusted(0.75, 0.75, -0.75, -0.75));
  }
  if (cell == current_ && hasFocus()) {
    painter.setPen(QPen(style_.accent, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(place);
  }
}

void HeatStrip::draw_legend(QPainter& painter) const {
  const QFontMetrics metrics(style_.axis_font);
  const double middle = field().bottom() + kLegendHigh / 2.0 + 2;
  double x = kSide;
  const auto text = [&](const QString& said, const QColor& colour) {
    painter.setPen(colour);
    const double wide = metrics.horizontalAdvance(said);
    if (x + wide > width()) return;
    painter.drawText(QRectF(x, middle - 9, wide + 2, 18), Qt::AlignLeft | Qt::AlignVCenter, said);
    x += wide + 6;
  };
  text((values_.title + u' ' + QString::number(values_.low, 'g', 3)).trimmed(), style_.text);
  for (int pixel = 0; pixel < kRampLong; ++pixel)
    painter.fillRect(QRectF(x + pixel, middle - 6, 1, 12),
                     colour_of(values_.low + (values_.high - values_.low) * pixel / (kRampLong - 1)));
  x += kRampLong + 6;
  text(QString::number(values_.high, 'g', 3), style_.text);
  if (values_.dot.isEmpty()) return;
  x += 8;
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  painter.setBrush(style_.text);
  painter.drawEllipse(QPointF(x + 3, middle), 3.5, 3.5);
  painter.setRenderHint(QPainter::Antialiasing, false);
  x += 12;
  text(values_.dot, style_.second);
}

void HeatStrip::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), style_.panel);
  if (values_.rows.isEmpty()) return;
  draw_axis(painter);
  const QRectF all = field();
  const double row = all.height() / static_cast<double>(values_.rows.size());
  const QFontMetrics metrics(style_.axis_font);
  for (int i = 0; i < values_.rows.size(); ++i) {
    painter.setPen(style_.text);
    const QRectF name(kSide, all.top() + i * row, all.left() - 2 * kSide, row - 2);
    painter.drawText(name, Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(values_.rows[i], Qt::ElideMiddle, static_cast<int>(name.width()) + 1));
    for (int column = 0; column < values_.columns.size(); ++column)
      if (const HeatCell cell{i, column}; !(cell == hovered_ || cell == current_)) draw_cell(painter, cell);
  }
  // Their frames lie above their neighbours.
  for (const HeatCell cell : {hovered_, current_})
    if (there(cell)) draw_cell(painter, cell);
  draw_legend(painter);
}

void HeatStrip::hover(HeatCell cell) {
  if (cell == hovered_) return;
  hovered_ = cell;
  update();
  Q_EMIT hovered(cell.row, cell.column);
}

bool HeatStrip::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  const QString said = reading(cell_at(help->pos()));
  if (said.isEmpty())
    QToolTip::hideText();
  else
    QToolTip::showText(help->globalPos(), said.toHtmlEscaped(), this);
  return true;
}

void HeatStrip::mouseMoveEvent(QMouseEvent* event) { hover(cell_at(event->position())); }
void HeatStrip::leaveEvent(QEvent*) { hover({}); }

void HeatStrip::mousePressEvent(QMouseEvent* event) {
  const HeatCell cell = cell_at(event->position());
  if (event->button() != Qt::LeftButton || !cell.valid()) return;
  set_current(cell);
  Q_EMIT clicked(cell.row, cell.column);
}

void HeatStrip::keyPressEvent(QKeyEvent* event) {
  if (values_.rows.isEmpty() || values_.columns.isEmpty()) return QWidget::keyPressEvent(event);
  HeatCell to = there(current_) ? current_ : HeatCell{0, 0};
  const int rows = static_cast<int>(values_.rows.size()), columns = static_cast<int>(values_.columns.size());
  switch (event->key()) {
    case Qt::Key_Left: to.column = std::max(to.column - 1, 0); break;
    case Qt::Key_Right: to.column = std::min(to.column + 1, columns - 1); break;
    case Qt::Key_Up: to.row = std::max(to.row - 1, 0); break;
    case Qt::Key_Down: to.row = std::min(to.row + 1, rows - 1); break;
    case Qt::Key_Home: to.column = 0; break;
    case Qt::Key_End: to.column = columns - 1; break;
    default: return QWidget::keyPressEvent(event);
  }
  set_current(to);
}

void HeatStrip::focusInEvent(QFocusEvent* event) {
  QWidget::focusInEvent(event);
  if (!there(current_)) set_current({0, 0});
  update();
}

void HeatStrip::focusOutEvent(QFocusEvent* event) {
  QWidget::focusOutEvent(event);
  update();
}

}  // namespace mlink::ui
