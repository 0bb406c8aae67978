#include "ui/live/live_curves.h"

#include <QHBoxLayout>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "outputs/amount.h"
#include "ui/common/chart_style.h"

namespace mlink::ui {
namespace {

constexpr double kMs = 1e3, kBytesPerMb = 1e6;

/// The lowest of 1, 2, 5, 10 ... that holds it, so that the axis stands still while the values move.
double round_above(double value) {
  if (!(value > 0)) return 1;
  const double power = std::pow(10, std::floor(std::log10(value)));
  for (const double step : {1., 2., 4., 5., 8., 10.})
    if (value <= step * power * (1 + 1e-9)) return step * power;
  return 10 * power;
}

}  // namespace

LiveCurves::LiveCurves(const ThemeHolder& themes, QWidget* parent) : QWidget(parent), themes_(themes) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(6, 8, 8, 8);
  column->setSpacing(10);
  make_block(Time, tr("time per frame, ms"), tr("Time per frame over the last 60 s"), tr("no frame yet"));
  make_block(Memory, tr("memory of the boxes in use, MB"), tr("Memory of the boxes in use over the last 60 s"),
             tr("nothing loaded yet"));
  make_block(Agreement, tr("agreement where verified"), tr("Agreement on verified frames over the last 60 s"),
             tr("no frame verified yet"));
  for (Block& block : blocks_) column->addWidget(block.widget, 1);
  connect(&themes, &ThemeHolder::changed, this, &LiveCurves::redraw);
  redraw();
}

QString LiveCurves::missing(Which which) const {
  const TextLabel* const label = blocks_[which].missing;
  return label->isHidden() ? QString() : label->text();
}

void LiveCurves::make_block(Which which, const QString& title, const QString& name, const QString& missing) {
  Block& block = blocks_[which];
  block.widget = new QWidget;
  block.title = new TextLabel(themes_, title, TextLabel::Tone::second, TypeSize::axis);
  block.reference = new TextLabel(themes_, {}, TextLabel::Tone::text, TypeSize::axis);
  block.missing = new TextLabel(themes_, missing, TextLabel::Tone::second, TypeSize::axis);
  block.chart = new LineChart;
  block.chart->setAccessibleName(name);
  block.chart->set_zoom(ChartZoom::none);
  block.chart->setMinimumHeight(64);
  auto* head = new QHBoxLayout;
  head->setContentsMargins(6, 0, 0, 0);
  head->addWidget(block.title);
  head->addStretch(1);
  head->addWidget(block.reference);
  head->addWidget(block.missing);
  auto* foot = new QHBoxLayout;
  foot->setContentsMargins(32, 0, 0, 0);
  foot->addWidget(new TextLabel(themes_, tr("60 s ago"), TextLabel::Tone::second, TypeSize::axis));
  foot->addStretch(1);
  foot->addWidget(new TextLabel(themes_, tr("now"), TextLabel::Tone::second, TypeSize::axis));
  auto* column = new QVBoxLayout(block.widget);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addLayout(head);
  column->addWidget(block.chart, 1);
  column->addLayout(foot);
}

void LiveCurves::set_reference(Which which, double level, const QString& text) {
  blocks_[which].level = level;
  blocks_[which].reference->setText(std::isfinite(level) ? QStringLiteral("┄ ") + text : QString());
}

void LiveCurves::set_start(const LiveStart& start, const Amount& budget) {
  clear();
  const bool time = budget.kind == CostKind::time;
  if (start.rate > 0)
    set_reference(Time, kMs / start.rate,
                  tr("%1 frames/s need %2").arg(start.rate, 0, 'g', 3).arg(to_qt(duration_text(1 / start.rate))));
  else if (time)
    set_reference(Time, budget.value * kMs, tr("budget %1").arg(to_qt(amount_text(budget))));
  if (!time) set_reference(Memory, budget.value / kBytesPerMb, tr("budget %1").arg(to_qt(amount_text(budget))));
  if (start.forecast)
    set_reference(Agreement, start.forecast->output_accuracy,
                  tr("forecast %1").arg(to_qt(score_text(start.forecast->output_accuracy))));
  redraw();
}

void LiveCurves::clear() {
  now_ = {};
  for (Block& block : blocks_) {
    block.level = kNan;
    block.reference->setText({});
  }
  redraw();
}

void LiveCurves::set_now(const LiveNow& now) {
  now_ = now;
  redraw();
}

void LiveCurves::draw(Which which, const QVector<QPointF>& points, double most) {
  Block& block = blocks_[which];
  const Theme& t = themes_.theme();
  const LineChart::Change change(*block.chart);
  block.chart->set_style(chart_style_of(t));
  ChartAxis x, y;
  x.low = -LiveFigures::kShownSeconds;
  x.high = 0;
  x.visible = false;
  y.low = 0;
  y.high = most;
  y.ticks = {0, most / 2, most};
  y.decimals = most >= 10 ? 0 : most > 1 ? 1 : 2;
  // Without a value the scale would tell a size that nothing was measured by.
  y.visible = !points.isEmpty() || std::isfinite(block.level);
  block.missing->setVisible(points.isEmpty());
  block.chart->set_axes(x, y);
  ChartSeries curve;
  curve.name = block.title->text();
  curve.points = points;
  curve.pen = QPen(which == Agreement ? t.outcome.right : t.accent, 2);
  ChartSeries level;
  level.name = block.reference->text();
  level.readable = false;
  level.pen = QPen(t.text, 1, Qt::CustomDashLine, Qt::FlatCap);
  level.pen.setDashPattern({4, 3});
  if (std::isfinite(block.level)) level.points = {{*x.low, block.level}, {*x.high, block.level}};
  block.chart->set_series({curve, level});
}

void LiveCurves::redraw() {
  QVector<QPointF> took, bytes, agreement;
  double most_took = 0, most_bytes = 0, before = kNan;
  for (const LiveMoment& moment : now_.moments) {
    const double x = std::min(0., moment.seconds - now_.seconds);
    // a gap in the frames is a gap in the curve
    if (std::isfinite(before) && moment.seconds - before > 4 * LiveFigures::kMomentSeconds && !took.isEmpty())
      took << QPointF(x, kNan);
    before = moment.seconds;
    if (std::isfinite(moment.took)) took << QPointF(x, moment.took * kMs);
    if (std::isfinite(moment.boxes_bytes)) bytes << QPointF(x, moment.boxes_bytes / kBytesPerMb);
    if (std::isfinite(moment.agreement)) agreement << QPointF(x, moment.agreement);
    if (std::isfinite(moment.took)) most_took = std::max(most_took, moment.took * kMs);
    if (std::isfinite(moment.boxes_bytes)) most_bytes = std::max(most_bytes, moment.boxes_bytes / kBytesPerMb);
  }
  const auto with = [&](Which which, double most) {
    return round_above(std::isfinite(blocks_[which].level) ? std::max(most, blocks_[which].level * 1.05) : most);
  };
  draw(Time, took, with(Time, most_took));
  draw(Memory, bytes, with(Memory, most_bytes));
  draw(Agreement, agreement, 1);
}

}  // namespace mlink::ui
