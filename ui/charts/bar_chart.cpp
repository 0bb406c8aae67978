#include "ui/charts/bar_chart.h"

#include <QPainter>
#include <QtCharts/QBarSet>
#include <QtCharts/QHorizontalStackedBarSeries>
#include <QtCharts/QStackedBarSeries>
#include <algorithm>
#include <cmath>

#include "ui/charts/axes.h"

namespace mlink::ui {
namespace {

constexpr double kBarWidth = 0.7;  // of a bar's slot

}  // namespace

BarChart::BarChart(QWidget* parent, Qt::Orientation along) : Chart(parent), along_(along) {}

void BarChart::set_bars(const QVector<ChartBar>& bars) {
  bars_ = bars;
  rebuild();
}

void BarChart::name_axes() {
  QStringList names;
  for (const ChartBar& bar : bars_) names << bar.name;
  if (along_ == Qt::Horizontal) std::reverse(names.begin(), names.end());  // an axis counts from below
  (along_ == Qt::Vertical ? x_ : y_).names = names;
}

ChartExtent BarChart::extent() const {
  ChartExtent extent;
  ValueRange& values = along_ == Qt::Vertical ? extent.y : extent.x;
  values.take(0);
  for (const ChartBar& bar : bars_) {
    values.take(bar.value);
    for (const auto& more : {bar.low, bar.high, bar.tick}) values.take(more.value_or(bar.value));
  }
  return extent;
}

void BarChart::build() {
  if (bars_.isEmpty()) return;
  // Qt Charts colours a set, not a bar: a set a look, each with nothing where another one's bars stand.
  QAbstractBarSeries* stacked = nullptr;
  if (along_ == Qt::Vertical)
    stacked = new QStackedBarSeries;
  else
    stacked = new QHorizontalStackedBarSeries;
  stacked->setBarWidth(kBarWidth);
  QVector<std::pair<QBrush, QPen>> looks;
  for (const ChartBar& bar : bars_) {
    if (!looks.contains(std::pair(bar.brush, bar.pen))) looks << std::pair(bar.brush, bar.pen);
  }
  for (const auto& [brush, pen] : looks) {
    auto* set = new QBarSet(QString());
    set->setBrush(brush);
    set->setPen(pen);
    QList<qreal> values;
    for (const ChartBar& bar : bars_)
      values << (bar.brush == brush && bar.pen == pen && has_value(bar.value) ? bar.value : 0);
    if (along_ == Qt::Horizontal) std::reverse(values.begin(), values.end());
    set->append(values);
    stacked->append(set);
  }
  attach(stacked);
}

QPointF BarChart::place_of(int bar, double value) const {
  if (along_ == Qt::Vertical) return {static_cast<double>(bar), value};
  return {value, static_cast<double>(bars_.size() - 1 - bar)};
}

Chart::Hit BarChart::hit(const QPointF& position) const {
  if (!plot_area().contains(position) || bars_.isEmpty()) return {};
  const QPointF at = value_at(position);
  const auto last = static_cast<int>(bars_.size()) - 1;
  const int bar =
      along_ == Qt::Vertical ? static_cast<int>(std::lround(at.x())) : last - static_cast<int>(std::lround(at.y()));
  if (bar < 0 || bar > last || !has_value(bars_[bar].value)) return {};
  return {0, bar, place_of(bar, bars_[bar].value)};
}

QString BarChart::text_of(const Hit& hit) const {
  const ChartBar& bar = bars_[hit.point];
  const auto number = [this](double v) { return QString::number(v, 'f', (along_ == Qt::Vertical ? y_ : x_).decimals); };
  const QString value = bar.text.isEmpty() ? number(bar.value) : bar.text;
  if (!bar.low || !bar.high) return tr("%1: %2").arg(bar.name, value);
  return tr("%1: %2 (%3 to %4)").arg(bar.name, value, number(*bar.low), number(*bar.high));
}

void BarChart::draw_bar(QPainter& painter, int index, double half) const {
  const ChartBar& bar = bars_[index];
  const auto place = [&](double value) { return position_of(place_of(index, value)); };
  const bool upright = along_ == Qt::Vertical, there = has_value(bar.value);
  double end = there ? bar.value : 0;
  if (bar.low && bar.high && has_value(*bar.low) && has_value(*bar.high)) {
    draw_whisker(painter, place(*bar.low), place(*bar.high), style_.text);
    end = end < 0 ? std::min(end, *bar.low) : std::max(end, *bar.high);
  }
  if (bar.tick && has_value(*bar.tick)) {
    const QPointF at = place(*bar.tick), side = upright ? QPointF(half + 3, 0) : QPointF(0, half + 3);
    painter.setPen(QPen(style_.text, 1.5));
    painter.drawLine(at - side, at + side);
  }
  if (bar.text.isEmpty()) return;
  painter.setPen(style_.text);
  const QPointF tip = place(end);
  const double wide = painter.fontMetrics().horizontalAdvance(bar.text) + 4, away = end < 0 ? -1 : 1;
  const QPointF centre = upright ? tip - QPointF(0, away * 9.5) : tip + QPointF(away * (wide / 2 + 3), 0);
  painter.drawText(QRectF(centre.x() - wide / 2, centre.y() - 7.5, wide, 15), Qt::AlignCenter, bar.text);
}

void BarChart::draw_overlay(QPainter& painter, const QRectF& area) const {
  painter.setFont(style_.axis_font);
  const double length = along_ == Qt::Vertical ? area.width() : area.height();
  const double half = length / std::max<double>(static_cast<double>(bars_.size()), 1) * kBarWidth / 2;
  for (int i = 0; i < bars_.size(); ++i) draw_bar(painter, i, half);
}

}  // namespace mlink::ui
