#include "ui/charts/line_chart.h"

#include <QPainter>
#include <QtCharts/QAreaSeries>
#include <QtCharts/QLineSeries>
#include <QtCharts/QScatterSeries>
#include <algorithm>
#include <cmath>
#include <map>

#include "ui/charts/axes.h"
#include "ui/charts/end_labels.h"

namespace mlink::ui {
namespace {

constexpr double kHoverDistance = 12;

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

/// Nearest to `at` of the segment a-b, which is level or a point.
double distance(const QPointF& at, const QPointF& a, const QPointF& b) {
  const double dx = at.x() < a.x() ? a.x() - at.x() : at.x() > b.x() ? at.x() - b.x() : 0;
  return std::hypot(dx, at.y() - a.y());
}

}  // namespace

LineChart::LineChart(QWidget* parent) : Chart(parent) { set_zoom(ChartZoom::x); }

ScatterChart::ScatterChart(QWidget* parent) : LineChart(parent) { set_zoom(ChartZoom::both); }

void LineChart::set_series(const QVector<ChartSeries>& series) {
  series_ = series;
  known_.clear();
  for (const ChartSeries& s : series) {
    Known known;
    for (const QPointF& p : s.points) {
      if (!has_value(p)) continue;
      known.x.take(p.x());
      known.y.take(p.y());
    }
    known.ordered = goes_right(s.points);
    known_.push_back(known);
  }
  rebuild();
}

void LineChart::set_bands(const QVector<ChartBand>& bands) {
  bands_ = bands;
  rebuild();
}

ChartExtent LineChart::extent() const {
  ChartExtent extent;
  for (std::size_t i = 0; i < known_.size(); ++i) {
    const ChartSeries& s = series_[static_cast<qsizetype>(i)];
    const auto& [x, y, ordered] = known_[i];
    extent.x.take(x);
    extent.y.take(y);
    for (const ChartSpan& w : s.whiskers) {
      extent.y.take(w.low);
      extent.y.take(w.high);
    }
    if (s.marker == ChartMarker::none) continue;
    extent.marked_x.take(x);
    extent.marked_y.take(y);
    const double largest = s.sizes.isEmpty() ? s.marker_size : *std::max_element(s.sizes.begin(), s.sizes.end());
    extent.radius = std::max(extent.radius, largest / 2 + 1);
  }
  return extent;
}

void LineChart::build() {
  for (const ChartBand& band : bands_) add_band(band);
  const ChartWindow window{shown(), plot_size()};
  drawn_.clear();
  for (std::size_t i = 0; i < known_.size(); ++i) {
    const ChartSeries& s = series_[static_cast<qsizetype>(i)];
    Drawn drawn;
    DrawnPoints lone;  // a run of one point would be no line at all
    if (s.line) drawn.lines = drawn_lines(s, known_[i].ordered, window);
    for (const DrawnPoints& run : drawn.lines) {
      if (run.points.size() > 1)
        add_line(s, run);
      else
        lone.points += run.points;
    }
    if (s.marker != ChartMarker::none || !s.line) {
      drawn.points = drawn_points(s, window);
      if (shape_of(s.marker)) add_points(s, drawn.points);
    } else if (!lone.points.isEmpty()) {
      ChartSeries dots = s;
      dots.marker = ChartMarker::disc;
      dots.marker_size = s.pen.widthF() + 2;
      add_points(dots, lone);
    }
    drawn_.push_back(std::move(drawn));
  }
}

void LineChart::add_band(const ChartBand& band) {
  if (std::isnan(band.low) || std::isnan(band.high)) return;
  const QRectF all = shown();
  auto* area = new QAreaSeries;
  const auto edge = [&](double at) {
    auto* line = new QLineSeries(area);
    for (const double x : {all.left(), all.right()}) {
      // Not far beyond what is seen: an endless band would be drawn with pixels that are not finite.
      const double y = (band.diagonal ? x : 0) + std::clamp(at, -1e300, 1e300);
      line->append(x, std::clamp(y, all.top() - 9 * all.height(), all.bottom() + 9 * all.height()));
    }
    return line;
  };
  area->setLowerSeries(edge(band.low));
  area->setUpperSeries(edge(band.high));
  area->setPen(Qt::NoPen);
  area->setBrush(band.fill);
  attach(area);
}

void LineChart::add_line(const ChartSeries& s, const DrawnPoints& run) {
  auto* line = new QLineSeries;
  line->setPen(s.pen);
  line->replace(run.points);
  attach(line);
}

/// A series a diameter; the largest first, so that none hides a smaller one.
void LineChart::add_points(const ChartSeries& s, const DrawnPoints& points) {
  std::map<int, QList<QPointF>, std::greater<>> by_size;
  for (qsizetype i = 0; i < points.points.size(); ++i) {
    const qsizetype index = i < points.index.size() ? points.index[i] : -1;
    const double size = index >= 0 && index < s.sizes.size() ? s.sizes[index] : s.marker_size;
    by_size[qRound(size)].append(points.points[i]);
  }
  const bool hollow = s.marker == ChartMarker::ring || s.marker == ChartMarker::diamond;
  const bool plain = s.brush != Qt::NoBrush;  // a brush of its own: filled, with the outline that the pen says
  const QPen outline = plain ? s.pen : hollow ? QPen(s.pen.color(), 1.6) : QPen(Qt::NoPen);
  const QBrush brush = plain ? s.brush : QBrush(hollow ? style_.panel : s.pen.color());
  for (const auto& [size, at] : by_size) {
    auto* dots = new QScatterSeries;
    dots->setMarkerShape(*shape_of(s.marker));
    dots->setMarkerSize(size);
    dots->setPen(outline);
    dots->setBrush(brush);
    dots->replace(at);
    attach(dots);
  }
}

Chart::Hit LineChart::hit(const QPointF& position) const {
  Hit best;
  double least = kHoverDistance;
  const auto offer = [&](std::size_t s, int index, const QPointF& a, const QPointF& b) {
    const double far = distance(position, a, b);
    if (index < 0 || far >= least) return;
    least = far;
    best = {static_cast<int>(s), index, series_[static_cast<qsizetype>(s)].points[index]};
  };
  for (std::size_t s = 0; s < drawn_.size(); ++s) {
    const ChartSeries& series = series_[static_cast<qsizetype>(s)];
    if (!series.readable) continue;
    const auto look = [&](const DrawnPoints& run, bool steps) {
      for (qsizetype i = 0; i < run.points.size(); ++i) {
        const QPointF a = position_of(run.points[i]);
        const bool level = steps && i + 1 < run.points.size() && run.points[i + 1].y() == run.points[i].y();
        offer(s, run.index[i], a, level ? position_of(run.points[i + 1]) : a);
      }
    };
    look(drawn_[s].points, false);
    for (const DrawnPoints& run : drawn_[s].lines) look(run, series.steps);
  }
  return best;
}

QString LineChart::text_of(const Hit& hit) const {
  const auto number = [](double v, const ChartAxis& axis) { return QString::number(v, 'f', axis.decimals); };
  const auto named = static_cast<qsizetype>(std::lround(hit.at.x()));
  const QString x = named >= 0 && named < x_.names.size() ? x_.names[named] : number(hit.at.x(), x_);
  const QString values = tr("%1 at %2").arg(number(hit.at.y(), y_), x);
  const QString& name = series_[hit.series].name;
  return name.isEmpty() ? values : tr("%1: %2").arg(name, values);
}

double LineChart::room_right() const {
  double wide = 0;
  const QFontMetricsF metrics(style_.axis_font);
  for (const ChartSeries& s : series_) {
    if (s.label) wide = std::max(wide, metrics.horizontalAdvance(s.name));
  }
  return wide > 0 ? wide + 20 : 0;
}

void LineChart::draw_markers(QPainter& painter, const QRectF& area) const {
  painter.save();
  painter.setClipRect(area);
  for (std::size_t i = 0; i < drawn_.size(); ++i) {
    const ChartSeries& s = series_[static_cast<qsizetype>(i)];
    if (s.marker == ChartMarker::none || shape_of(s.marker)) continue;
    for (const QPointF& point : drawn_[i].points.points)
      draw_marker(painter, s.marker, position_of(point), s.marker_size, s.pen.color(), style_.panel);
  }
  painter.restore();
}

void LineChart::draw_whiskers(QPainter& painter, const QRectF& area) const {
  painter.save();
  painter.setClipRect(area);
  for (std::size_t i = 0; i < drawn_.size(); ++i) {
    const ChartSeries& s = series_[static_cast<qsizetype>(i)];
    if (s.whiskers.isEmpty()) continue;
    const auto draw = [&](const DrawnPoints& points) {
      for (const int index : points.index) {
        if (index < 0 || index >= s.whiskers.size()) continue;
        const ChartSpan& w = s.whiskers[index];
        if (!has_value(w.low) || !has_value(w.high)) continue;
        const double x = s.points[index].x();
        draw_whisker(painter, position_of({x, w.low}), position_of({x, w.high}), s.pen.color());
      }
    };
    draw(drawn_[i].points);
    if (drawn_[i].points.points.isEmpty()) std::for_each(drawn_[i].lines.begin(), drawn_[i].lines.end(), draw);
  }
  painter.restore();
}

void LineChart::draw_overlay(QPainter& painter, const QRectF& area) const {
  draw_whiskers(painter, area);
  draw_markers(painter, area);
  std::vector<EndLabel> labels;
  for (std::size_t i = 0; i < drawn_.size(); ++i) {
    const ChartSeries& s = series_[static_cast<qsizetype>(i)];
    if (!s.label) continue;
    const auto& lines = drawn_[i].lines;
    const auto& ends = !lines.empty() ? lines.back().points : drawn_[i].points.points;
    if (!ends.isEmpty()) labels.push_back({s.name, s.pen.color(), position_of(ends.last())});
  }
  painter.setFont(style_.axis_font);
  draw_end_labels(painter, labels, area, style_.strong);
  Chart::draw_overlay(painter, area);
}

}  // namespace mlink::ui
