#include "ui/compare/study_charts.h"

#include <QVBoxLayout>
#include <algorithm>
#include <array>

#include "ui/charts/bar_chart.h"
#include "ui/charts/line_chart.h"
#include "ui/common/chart_style.h"

namespace mlink::ui {
namespace {

constexpr int kLeastWide = 380, kPanelHigh = 222;

/// A box, a selector… keeps its grey and its marker in every panel; from the fifth on the dash tells them apart.
QPen pen_of(const StudySeries& series, const Theme& t) {
  switch (series.role) {
    case StudySeries::Role::main: return QPen(t.accent, 2.5);
    case StudySeries::Role::second: {
      QPen pen(t.second, 2, Qt::CustomDashLine);
      pen.setDashPattern({3, 2});
      return pen;
    }
    case StudySeries::Role::baseline: return QPen(t.second, 1.5, Qt::DotLine);
    case StudySeries::Role::usual: break;
  }
  static constexpr std::array<QRgb, 4> kLight{0x1B1F24, 0x4A545F, 0x717B85, 0x98A1AB};
  static constexpr std::array<QRgb, 4> kDark{0xEEF1F4, 0xBFC7D0, 0x98A3AF, 0x74808C};
  const auto look = static_cast<std::size_t>(series.look);
  QPen pen(QColor((t.dark ? kDark : kLight)[look % 4]), 2, look < 4 ? Qt::SolidLine : Qt::CustomDashLine);
  if (look >= 4) pen.setDashPattern(look < 8 ? QVector<qreal>{4, 2} : QVector<qreal>{1, 2});
  return pen;
}

ChartMarker marker_of(const StudySeries& series) {
  static constexpr std::array kMarkers{ChartMarker::disc,     ChartMarker::square, ChartMarker::triangle_up,
                                       ChartMarker::diamond,  ChartMarker::ring,   ChartMarker::triangle_down,
                                       ChartMarker::ring_dot, ChartMarker::plus};
  if (series.role == StudySeries::Role::baseline) return ChartMarker::none;
  if (series.role == StudySeries::Role::main) return ChartMarker::disc;
  if (series.role == StudySeries::Role::second) return ChartMarker::ring;
  return kMarkers[static_cast<std::size_t>(series.look) % kMarkers.size()];
}

Chart* make_chart(const StudyFigure& figure) {
  if (figure.form == StudyFigure::Form::bars) return new BarChart(nullptr, Qt::Horizontal);
  if (figure.form == StudyFigure::Form::points) return new ScatterChart;
  return new LineChart;
}

}  // namespace

StudyPanel::StudyPanel(const ThemeHolder& themes, StudyFigure figure, QWidget* parent)
    : Panel(themes, figure.title.isEmpty() ? figure.y_title : figure.title, parent),
      figure_(std::move(figure)),
      chart_(make_chart(figure_)) {
  set_note(figure_.note);
  chart_->setAccessibleName(title());
  chart_->setAccessibleDescription(figure_.spoken);
  auto* inside = new QVBoxLayout;
  inside->setContentsMargins(8, 8, 8, 4);
  inside->addWidget(chart_);
  body()->addLayout(inside, 1);
  connect(&themes, &ThemeHolder::changed, this, &StudyPanel::draw);
  draw();
}

void StudyPanel::draw() {
  const Chart::Change all(*chart_);
  chart_->set_style(chart_style_of(themes().theme()));
  figure_.form == StudyFigure::Form::bars ? draw_bars() : draw_lines();
}

void StudyPanel::draw_lines() {
  const Theme& t = themes().theme();
  ChartAxis x, y;
  x.title = figure_.x_title;
  x.names = figure_.names;
  x.decimals = figure_.x_decimals;
  y.decimals = figure_.y_decimals;
  y.title = figure_.y_title;
  y.low = figure_.low;
  y.high = figure_.high;
  chart_->set_axes(x, y);
  QVector<ChartSeries> all;
  for (const StudySeries& each : figure_.series) {
    ChartSeries series;
    series.name = each.name;
    series.points = each.points;
    series.whiskers = each.whiskers;
    series.pen = pen_of(each, t);
    series.marker = marker_of(each);
    series.line = figure_.form == StudyFigure::Form::lines;
    series.label = true;
    all << series;
  }
  static_cast<LineChart*>(chart_)->set_series(all);
}

void StudyPanel::draw_bars() {
  const Theme& t = themes().theme();
  ChartAxis values, names;
  values.title = figure_.y_title;
  values.decimals = figure_.y_decimals;
  values.low = figure_.low;
  values.high = figure_.high;
  chart_->set_axes(values, names);
  QVector<ChartBar> bars = figure_.bars;
  for (ChartBar& bar : bars) {
    const bool main = bar.name == u"ensemble" || bar.name == u"greedy";
    bar.brush = main ? t.accent : t.strong;
  }
  static_cast<BarChart*>(chart_)->set_bars(bars);
}

StudyCharts::StudyCharts(const ThemeHolder& themes, QWidget* parent) : QScrollArea(parent), themes_(themes) {
  setFrameShape(QFrame::NoFrame);
  setWidget(new QWidget);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setAccessibleName(tr("Charts of the study"));
  const auto apply = [this] {
    QPalette p = themes_.theme().palette();
    p.setColor(QPalette::Window, themes_.theme().chrome);
    setPalette(p);
    viewport()->setPalette(p);
    widget()->setPalette(p);
  };
  apply();
  connect(&themes, &ThemeHolder::changed, this, apply);
}

void StudyCharts::set_figures(const std::vector<StudyFigure>& figures) {
  qDeleteAll(panels_);
  panels_.clear();
  for (const StudyFigure& figure : figures) {
    auto* panel = new StudyPanel(themes_, figure, widget());
    panel->show();
    panels_.push_back(panel);
  }
  place();
}

void StudyCharts::place() {
  const int wide = viewport()->width(), count = static_cast<int>(panels_.size());
  if (count == 0) return widget()->resize(wide, 0);
  const int columns = std::clamp(wide / kLeastWide, 1, count <= 4 ? 2 : 4);
  const int rows = (count + columns - 1) / columns;
  const int high = std::max((viewport()->height() - (rows - 1) * space::gap) / rows, kPanelHigh);
  for (int i = 0; i < count; ++i) {
    const int column = i % columns, row = i / columns;
    const int left = column * (wide + space::gap) / columns;
    const int right = (column + 1) * (wide + space::gap) / columns - space::gap;
    panels_[static_cast<std::size_t>(i)]->setGeometry(left, row * (high + space::gap),
                                                      (count == 1 ? wide : right) - left, high);
  }
  widget()->resize(wide, rows * (high + space::gap) - space::gap);
}

void StudyCharts::resizeEvent(QResizeEvent* event) {
  QScrollArea::resizeEvent(event);
  place();
}

}  // namespace mlink::ui
