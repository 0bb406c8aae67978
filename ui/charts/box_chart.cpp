#include "ui/charts/box_chart.h"

#include <QtCharts/QBoxPlotSeries>
#include <QtCharts/QBoxSet>
#include <QtCharts/QScatterSeries>
#include <algorithm>
#include <cmath>

#include "ui/charts/axes.h"

namespace mlink::ui {
namespace {

constexpr double kOutlier = 5;     // diameter
constexpr double kBoxWidth = 0.5;  // of a box's slot

bool stands(const ChartBox& box) {
  return has_value(box.low) && has_value(box.lower) && has_value(box.median) && has_value(box.upper) &&
         has_value(box.high);
}

/// Between the sorted values (linear, as NumPy's default).
double quantile(const QVector<double>& sorted, double q) {
  const double at = q * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<qsizetype>(at);
  const auto above = std::min(below + 1, sorted.size() - 1);
  return std::lerp(sorted[below], sorted[above], at - static_cast<double>(below));
}

}  // namespace

ChartBox box_of(const QString& name, QVector<double> values) {
  ChartBox box;
  box.name = name;
  values.removeIf([](double v) { return !has_value(v); });
  if (values.isEmpty()) return box;
  std::sort(values.begin(), values.end());
  box.lower = quantile(values, 0.25);
  box.median = quantile(values, 0.5);
  box.upper = quantile(values, 0.75);
  const double reach = 1.5 * (box.upper - box.lower);
  box.low = box.lower;
  box.high = box.upper;
  for (const double v : values) {
    if (v < box.lower - reach || v > box.upper + reach) {
      box.outliers << v;
      continue;
    }
    box.low = std::min(box.low, v);
    box.high = std::max(box.high, v);
  }
  return box;
}

BoxChart::BoxChart(QWidget* parent) : Chart(parent) {}

void BoxChart::set_boxes(const QVector<ChartBox>& boxes) {
  boxes_ = boxes;
  rebuild();
}

void BoxChart::name_axes() {
  x_.names.clear();
  for (const ChartBox& box : boxes_) x_.names << box.name;
}

ChartExtent BoxChart::extent() const {
  ChartExtent extent;
  extent.radius = kOutlier / 2 + 1;
  for (const ChartBox& box : boxes_) {
    for (const double v : {box.low, box.high}) extent.y.take(v);
    for (const double v : box.outliers) extent.marked_y.take(v);
  }
  extent.y.take(extent.marked_y);
  return extent;
}

void BoxChart::build() {
  if (boxes_.isEmpty()) return;
  auto* plots = new QBoxPlotSeries;
  plots->setBoxWidth(kBoxWidth);
  plots->setPen(QPen(style_.text, 1.5));
  auto* outliers = new QScatterSeries;
  outliers->setMarkerSize(kOutlier);
  outliers->setPen(QPen(style_.text, 1.2));
  outliers->setBrush(style_.panel);
  const double away = shown().top() - 9 * shown().height();
  for (int i = 0; i < boxes_.size(); ++i) {
    const ChartBox& box = boxes_[i];
    // Qt Charts counts slots by sets: one without values stands where nobody sees it.
    auto* set = stands(box) ? new QBoxSet(box.low, box.lower, box.median, box.upper, box.high)
                            : new QBoxSet(away, away, away, away, away);
    set->setBrush(box.brush == Qt::NoBrush ? QBrush(style_.grid) : box.brush);
    set->setPen(QPen(style_.text, 1.5));
    plots->append(set);
    for (const double v : box.outliers) {
      if (has_value(v)) outliers->append(i, v);
    }
  }
  attach(plots);
  attach(outliers);
}

Chart::Hit BoxChart::hit(const QPointF& position) const {
  if (!plot_area().contains(position) || boxes_.isEmpty()) return {};
  const auto box = static_cast<int>(std::lround(value_at(position).x()));
  if (box < 0 || box >= boxes_.size() || !stands(boxes_[box])) return {};
  return {0, box, {static_cast<double>(box), boxes_[box].median}};
}

QString BoxChart::text_of(const Hit& hit) const {
  const ChartBox& box = boxes_[hit.point];
  const auto number = [this](double v) { return QString::number(v, 'f', y_.decimals); };
  return tr("%1: median %2, quartiles %3 and %4, %5 to %6")
      .arg(box.name, number(box.median), number(box.lower), number(box.upper), number(box.low), number(box.high));
}

}  // namespace mlink::ui
