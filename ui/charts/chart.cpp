#include "ui/charts/chart.h"

#include <QEvent>
#include <QGraphicsLayout>
#include <QMouseEvent>
#include <QPainter>
#include <QtCharts/QBarSet>
#include <QtCharts/QChart>
#include <QtCharts/QChartView>
#include <QtCharts/QLineSeries>
#include <QtCharts/QScatterSeries>
#include <QtCharts/QStackedBarSeries>
#include <QtCharts/QValueAxis>
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace mlink {

/// The Qt Charts view: axes, lines, points and bars are its own; what it cannot draw (bands, whiskers, labels at line
/// ends) comes from the owner.
class ChartSurface : public QChartView {
 public:
  explicit ChartSurface(Chart& owner) : QChartView(&owner), owner_(owner) {}

 protected:
  void drawBackground(QPainter* painter, const QRectF&) override {
    painter->fillRect(sceneRect(), owner_.style().panel);
    owner_.draw_below(*painter, owner_.plot_area());
  }
  void drawForeground(QPainter* painter, const QRectF&) override { owner_.draw_overlay(*painter, owner_.plot_area()); }

 private:
  Chart& owner_;
};

namespace {

constexpr double kHoverDistance = 12;
constexpr double kBarWidth = 0.7;  // of a bar's slot

double nice_step(double span, int parts) {
  const double raw = span / std::max(parts, 1);
  const double magnitude = std::pow(10.0, std::floor(std::log10(raw)));
  for (const double factor : {1.0, 2.0, 2.5, 5.0}) {
    if (raw <= factor * magnitude) return factor * magnitude;
  }
  return 10 * magnitude;
}

struct Range {
  double low = std::numeric_limits<double>::max(), high = std::numeric_limits<double>::lowest();
  void take(double v) {
    if (!std::isfinite(v)) return;
    low = std::min(low, v);
    high = std::max(high, v);
  }
};

/// Points with steps as doubled points, cut into runs at not-a-number.
std::vector<QList<QPointF>> runs_of(const ChartSeries& series) {
  std::vector<QList<QPointF>> runs(1);
  for (const QPointF& point : series.points) {
    if (!std::isfinite(point.y())) {
      if (!runs.back().isEmpty()) runs.emplace_back();
      continue;
    }
    if (series.steps && !runs.back().isEmpty()) runs.back().append(QPointF(point.x(), runs.back().last().y()));
    runs.back().append(point);
  }
  if (runs.back().isEmpty()) runs.pop_back();
  return runs;
}

/// none: Qt Charts has no such marker, the chart draws it.
std::optional<QScatterSeries::MarkerShape> shape_of(ChartMarker marker) {
  switch (marker) {
    case ChartMarker::disc:
    case ChartMarker::ring: return QScatterSeries::MarkerShapeCircle;
    case ChartMarker::square: return QScatterSeries::MarkerShapeRectangle;
    case ChartMarker::diamond: return QScatterSeries::MarkerShapeRotatedRectangle;
    case ChartMarker::triangle_up: return QScatterSeries::MarkerShapeTriangle;
    case ChartMarker::none:
    case ChartMarker::ring_dot:
    case ChartMarker::triangle_down:
    case ChartMarker::plus: break;
  }
  return std::nullopt;
}

const QPointF* last_point(const ChartSeries& series) {
  for (qsizetype i = series.points.size() - 1; i >= 0; --i) {
    if (std::isfinite(series.points[i].y())) return &series.points[i];
  }
  return nullptr;
}

}  // namespace

struct Chart::Impl {
  QChart* chart = nullptr;
  ChartSurface* surface = nullptr;
  QValueAxis* x = nullptr;
  QValueAxis* y = nullptr;
  double left = -1, right = -1;
};

Chart::Chart(QWidget* parent) : QWidget(parent), impl_(std::make_unique<Impl>()) {
  impl_->surface = new ChartSurface(*this);
  impl_->chart = impl_->surface->chart();
  impl_->chart->legend()->hide();
  impl_->chart->setMargins({0, 0, 0, 0});
  impl_->chart->setBackgroundVisible(false);
  impl_->chart->setAnimationOptions(QChart::NoAnimation);
  impl_->chart->layout()->setContentsMargins(0, 0, 0, 0);
  impl_->surface->setRenderHint(QPainter::Antialiasing);
  impl_->surface->setFrameShape(QFrame::NoFrame);
  impl_->surface->setMouseTracking(true);
  impl_->surface->setFocusPolicy(Qt::NoFocus);
  impl_->surface->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  impl_->surface->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  impl_->surface->viewport()->installEventFilter(this);
  impl_->x = new QValueAxis(impl_->chart);
  impl_->y = new QValueAxis(impl_->chart);
  impl_->chart->addAxis(impl_->x, Qt::AlignBottom);
  impl_->chart->addAxis(impl_->y, Qt::AlignLeft);
}

Chart::~Chart() = default;

void Chart::set_style(const ChartStyle& style) {
  style_ = style;
  for (QValueAxis* axis : {impl_->x, impl_->y}) {
    axis->setLabelsFont(style.axis_font);
    axis->setTitleFont(style.axis_font);
    axis->setLabelsBrush(style.second);
    axis->setTitleBrush(style.second);
    axis->setLinePen(QPen(style.strong, 1));
    axis->setGridLinePen(QPen(style.grid, 1));
  }
  impl_->y->setLineVisible(false);
  impl_->x->setGridLineVisible(false);
  rebuild();
  impl_->surface->resetCachedContent();
  impl_->surface->viewport()->update();
}

void Chart::set_axes(const ChartAxis& x, const ChartAxis& y) {
  x_ = x;
  y_ = y;
  rebuild();
}

void Chart::apply_axes(const QVector<ChartSeries>& series) {
  Range rx, ry;
  for (const ChartSeries& s : series) {
    for (const QPointF& p : s.points) {
      if (!std::isfinite(p.y())) continue;
      rx.take(p.x());
      ry.take(p.y());
    }
  }
  const auto apply = [](QValueAxis* axis, const ChartAxis& wanted, const Range& range) {
    double low = wanted.low.value_or(range.low <= range.high ? range.low : 0);
    double high = wanted.high.value_or(range.low <= range.high ? range.high : 1);
    if (!(high > low)) high = low + 1;
    const double step = wanted.ticks.size() > 1 ? wanted.ticks[1] - wanted.ticks[0]
                                                : nice_step(high - low, wanted.decimals > 0 ? 4 : 6);
    if (!wanted.low) low = std::floor(low / step) * step;
    if (!wanted.high) high = std::ceil(high / step) * step;
    axis->setTickType(QValueAxis::TicksDynamic);
    // The coarser of both steps stands while the range changes: a narrow step over a wide range makes thousands of
    // ticks.
    if (step > axis->tickInterval()) axis->setTickInterval(step);
    axis->setRange(low, high);
    axis->setTickAnchor(wanted.ticks.isEmpty() ? std::ceil(low / step - 1e-9) * step : wanted.ticks[0]);
    axis->setTickInterval(step);
    axis->setLabelFormat(QStringLiteral("%.%1f").arg(wanted.decimals));
    axis->setTitleText(wanted.title);
    axis->setTitleVisible(wanted.visible && !wanted.title.isEmpty());
    axis->setVisible(wanted.visible);
  };
  apply(impl_->x, x_, rx);
  apply(impl_->y, y_, ry);
}

void Chart::show_series(const QVector<ChartSeries>& series) {
  impl_->chart->removeAllSeries();
  apply_axes(series);
  for (const ChartSeries& s : series) {
    if (s.line) add_lines(s);
    if (shape_of(s.marker)) add_points(s);
  }
  place();
}

void Chart::attach(QAbstractSeries* series) {
  impl_->chart->addSeries(series);
  series->attachAxis(impl_->x);
  series->attachAxis(impl_->y);
}

void Chart::add_lines(const ChartSeries& s) {
  for (const auto& run : runs_of(s)) {
    auto* line = new QLineSeries;
    line->setPen(s.pen);
    line->replace(run);
    attach(line);
  }
}

/// A series a diameter; the largest first, so that none hides a smaller one.
void Chart::add_points(const ChartSeries& s) {
  std::map<int, QList<QPointF>, std::greater<>> by_size;
  for (qsizetype i = 0; i < s.points.size(); ++i) {
    if (!std::isfinite(s.points[i].y())) continue;
    by_size[qRound(s.sizes.isEmpty() ? s.marker_size : s.sizes[i])].append(s.points[i]);
  }
  const bool hollow = s.marker == ChartMarker::ring || s.marker == ChartMarker::diamond;
  const QBrush brush = s.brush != Qt::NoBrush ? s.brush : QBrush(hollow ? style_.panel : s.pen.color());
  for (const auto& [size, at] : by_size) {
    auto* points = new QScatterSeries;
    points->setMarkerShape(*shape_of(s.marker));
    points->setMarkerSize(size);
    points->setPen(s.pen);
    points->setBrush(brush);
    points->replace(at);
    attach(points);
  }
}

QRectF Chart::plot_area() const { return impl_->chart->plotArea(); }

QPointF Chart::value_at(const QPointF& position) const {
  const QRectF area = plot_area();
  const double fx = (position.x() - area.left()) / std::max(area.width(), 1.0);
  const double fy = (area.bottom() - position.y()) / std::max(area.height(), 1.0);
  return {std::lerp(impl_->x->min(), impl_->x->max(), fx), std::lerp(impl_->y->min(), impl_->y->max(), fy)};
}

QPointF Chart::position_of(const QPointF& value) const {
  const QRectF area = plot_area();
  const double fx = (value.x() - impl_->x->min()) / (impl_->x->max() - impl_->x->min());
  const double fy = (value.y() - impl_->y->min()) / (impl_->y->max() - impl_->y->min());
  return {area.left() + fx * area.width(), area.bottom() - fy * area.height()};
}

void Chart::set_plot_margins(double left, double right) {
  impl_->left = left;
  impl_->right = right;
  place();
}

void Chart::place() {
  impl_->surface->setGeometry(rect());
  if (impl_->left < 0 && impl_->right < 0) return;
  const double below = room_below();
  impl_->chart->setPlotArea(QRectF(impl_->left, 6, std::max(width() - impl_->left - impl_->right, 10.0),
                                   std::max(height() - 6 - below, 10.0)));
}

double Chart::room_below() const { return impl_->x->isVisible() ? 20 : 6; }

void Chart::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  place();
}

QSize Chart::sizeHint() const { return {360, 220}; }
QSize Chart::minimumSizeHint() const { return {160, 60}; }

void Chart::draw_below(QPainter&, const QRectF&) const {}

void Chart::draw_markers(QPainter& painter, const QVector<ChartSeries>& series) const {
  for (const ChartSeries& s : series) {
    if (s.marker == ChartMarker::none || shape_of(s.marker)) continue;
    for (const QPointF& point : s.points) {
      if (std::isfinite(point.y()))
        draw_marker(painter, s.marker, position_of(point), s.marker_size, s.pen.color(), style_.panel);
    }
  }
}

void Chart::draw_labels(QPainter& painter, const QVector<ChartSeries>& series) const {
  struct Label {
    double y;
    const ChartSeries* series;
    QPointF at;
  };
  std::vector<Label> labels;
  for (const ChartSeries& s : series) {
    const QPointF* last = s.label ? last_point(s) : nullptr;
    if (last) labels.push_back({position_of(*last).y(), &s, position_of(*last)});
  }
  std::sort(labels.begin(), labels.end(), [](const Label& a, const Label& b) { return a.y < b.y; });
  painter.setFont(style_.axis_font);
  const double line = painter.fontMetrics().height() - 1;
  for (std::size_t i = 1; i < labels.size(); ++i) labels[i].y = std::max(labels[i].y, labels[i - 1].y + line);
  const double bottom = plot_area().bottom();
  for (std::size_t i = labels.size(); i-- > 0;) {
    const double limit = i + 1 < labels.size() ? labels[i + 1].y - line : bottom;
    labels[i].y = std::min(labels[i].y, limit);
  }
  for (const Label& label : labels) {
    painter.setPen(label.series->pen.color());
    painter.drawText(QPointF(label.at.x() + 10, label.y + painter.fontMetrics().ascent() / 2.0 - 1),
                     label.series->name);
  }
}

void Chart::draw_overlay(QPainter& painter, const QRectF&) const {
  painter.setRenderHint(QPainter::Antialiasing);
  draw_markers(painter, hover_series());
  draw_labels(painter, hover_series());
}

bool Chart::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::MouseMove || event->type() == QEvent::MouseButtonPress) {
    const QPointF at = static_cast<QMouseEvent*>(event)->position();
    double best = kHoverDistance;
    int series = -1, point = -1;
    const auto& all = hover_series();
    for (int s = 0; s < all.size(); ++s) {
      for (int i = 0; i < all[s].points.size(); ++i) {
        const QPointF d = position_of(all[s].points[i]) - at;
        const double distance = std::hypot(d.x(), d.y());
        if (distance < best) {
          best = distance;
          series = s;
          point = i;
        }
      }
    }
    if (event->type() == QEvent::MouseMove) {
      Q_EMIT hovered(series, point);
    } else if (series >= 0) {
      Q_EMIT clicked(series, point);
    }
  }
  return QWidget::eventFilter(watched, event);
}

LineChart::LineChart(QWidget* parent) : Chart(parent) {}

void LineChart::set_series(const QVector<ChartSeries>& series) {
  series_ = series;
  rebuild();
}

void LineChart::set_bands(const QVector<ChartBand>& bands) {
  bands_ = bands;
  rebuild();
}

void LineChart::rebuild() { show_series(series_); }

void LineChart::draw_below(QPainter& painter, const QRectF& area) const {
  painter.save();
  painter.setClipRect(area);
  painter.setPen(Qt::NoPen);
  for (const ChartBand& band : bands_) {
    painter.setBrush(band.fill);
    const double x0 = value_at(area.bottomLeft()).x(), x1 = value_at(area.bottomRight()).x();
    const double slope0 = band.diagonal ? x0 : 0, slope1 = band.diagonal ? x1 : 0;
    painter.drawPolygon(QPolygonF({position_of({x0, slope0 + band.low}), position_of({x1, slope1 + band.low}),
                                   position_of({x1, slope1 + band.high}), position_of({x0, slope0 + band.high})}));
  }
  painter.restore();
}

ScatterChart::ScatterChart(QWidget* parent) : LineChart(parent) {}

BarChart::BarChart(QWidget* parent) : Chart(parent) {}

void BarChart::set_bars(const QVector<ChartBar>& bars) {
  bars_ = bars;
  rebuild();
}

void BarChart::rebuild() {
  ChartSeries top;
  top.line = false;
  for (int i = 0; i < bars_.size(); ++i) top.points.append(QPointF(i, bars_[i].value));
  tops_ = {top};
  x_.low = -0.5;
  x_.high = std::max<double>(static_cast<double>(bars_.size()) - 0.5, 0.5);
  x_.visible = false;
  show_series(tops_);
  if (bars_.isEmpty()) return;
  // Qt Charts colours a set, not a bar: a set a brush, each with nothing where another one's bars stand.
  auto* stacked = new QStackedBarSeries;
  stacked->setBarWidth(kBarWidth);
  QVector<QBrush> brushes;
  for (const ChartBar& bar : bars_) {
    if (!brushes.contains(bar.brush)) brushes << bar.brush;
  }
  for (const QBrush& brush : brushes) {
    auto* set = new QBarSet(QString());
    set->setBrush(brush);
    set->setPen(Qt::NoPen);
    for (const ChartBar& bar : bars_) set->append(bar.brush == brush ? bar.value : 0);
    stacked->append(set);
  }
  attach(stacked);
  set_plot_margins(48, 8);
}

double BarChart::room_below() const { return x_.title.isEmpty() ? 22 : 40; }

void BarChart::draw_overlay(QPainter& painter, const QRectF& area) const {
  painter.setFont(style_.axis_font);
  const double slot = area.width() / std::max<double>(static_cast<double>(bars_.size()), 1);
  const double half = slot * kBarWidth / 2;
  for (int i = 0; i < bars_.size(); ++i) {
    const ChartBar& bar = bars_[i];
    const QPointF top = position_of(QPointF(i, bar.value));
    painter.setPen(QPen(style_.text, 1.5));
    if (bar.low && bar.high) {
      const double low = position_of(QPointF(i, *bar.low)).y(), high = position_of(QPointF(i, *bar.high)).y();
      painter.drawLine(QPointF(top.x(), low), QPointF(top.x(), high));
      painter.drawLine(QPointF(top.x() - 4, low), QPointF(top.x() + 4, low));
      painter.drawLine(QPointF(top.x() - 4, high), QPointF(top.x() + 4, high));
    }
    if (bar.tick) {
      const double y = position_of(QPointF(i, *bar.tick)).y();
      painter.drawLine(QPointF(top.x() - half - 3, y), QPointF(top.x() + half + 3, y));
    }
    painter.setPen(style_.second);
    const QString name = painter.fontMetrics().elidedText(bar.name, Qt::ElideMiddle, static_cast<int>(slot) - 2);
    painter.drawText(QRectF(top.x() - slot / 2, area.bottom() + 2, slot, 18), Qt::AlignCenter, name);
    painter.setPen(style_.text);
    if (!bar.text.isEmpty())
      painter.drawText(QRectF(top.x() - slot, top.y() - 17, 2 * slot, 15), Qt::AlignCenter, bar.text);
  }
  painter.setPen(style_.second);
  painter.drawText(QRectF(area.left(), area.bottom() + 20, area.width(), 18), Qt::AlignCenter, x_.title);
}

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

}  // namespace mlink
