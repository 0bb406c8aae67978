// Charts behind one small interface: the only place of the window that knows Qt Charts (deprecated since Qt 6.10), so
// that another library can take its place. A chart is drawn off-theme: every colour comes from a ChartStyle and the
// series' own pens, the legend is off (direct labels at the ends of lines), margins and animations are off.
// GUI thread only.
#pragma once

#include <QColor>
#include <QFont>
#include <QPen>
#include <QPointF>
#include <QString>
#include <QStringList>
#include <QVector>
#include <QWidget>
#include <memory>
#include <optional>

class QAbstractSeries;

namespace mlink {

/// Colours and fonts of a chart, from the theme's tokens (chart_style_of() in ui/links).
struct ChartStyle {
  QColor panel, grid, text, second, strong, accent;
  QFont axis_font;
  friend bool operator==(const ChartStyle&, const ChartStyle&) = default;
};

enum class ChartMarker { none, disc, ring, ring_dot, square, triangle_up, triangle_down, plus, diamond };

/// A line or a cloud of points. Not-a-number in y breaks a line.
struct ChartSeries {
  QString name;  ///< written at the line's end when `label` is set
  QVector<QPointF> points;
  QPen pen;  ///< line; for points: outline
  QBrush brush{Qt::NoBrush};
  ChartMarker marker = ChartMarker::none;
  double marker_size = 7;
  bool line = true;       ///< false: points only
  bool steps = false;     ///< the value holds until the next point
  bool label = false;     ///< direct label at the last point
  QVector<double> sizes;  ///< points only: one diameter a point (count bubbles); empty: marker_size
};

/// A band between two values of y = x + c (scatter of predicted against exact: right within +-0.5), or of y.
struct ChartBand {
  double low = 0, high = 0;
  bool diagonal = false;
  QColor fill;
};

struct ChartAxis {
  QString title;
  std::optional<double> low, high;  ///< none: fits the data
  QVector<double> ticks;            ///< empty: nice ones are chosen
  int decimals = 2;
  bool visible = true;
};

class ChartSurface;

/// Base: style and size. The point nearest to the mouse is found by its own search (hover).
class Chart : public QWidget {
  Q_OBJECT
 public:
  ~Chart() override;

  void set_style(const ChartStyle& style);
  [[nodiscard]] const ChartStyle& style() const { return style_; }
  void set_axes(const ChartAxis& x, const ChartAxis& y);

  /// Value under a position of the widget, and the other way round.
  [[nodiscard]] QPointF value_at(const QPointF& position) const;
  [[nodiscard]] QPointF position_of(const QPointF& value) const;
  [[nodiscard]] QRectF plot_area() const;
  /// Fixes the left and right edge of the plot area (so that a chart stands exactly below a strip); negative: free.
  void set_plot_margins(double left, double right);

  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 Q_SIGNALS:
  /// Nearest point within 12 px of the mouse; series -1: none.
  void hovered(int series, int point);
  void clicked(int series, int point);

 protected:
  explicit Chart(QWidget* parent);
  void resizeEvent(QResizeEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;
  /// Builds series again from the data of the derived class.
  virtual void rebuild() = 0;
  [[nodiscard]] virtual const QVector<ChartSeries>& hover_series() const = 0;
  /// What Qt Charts cannot draw: bands below, whiskers, some markers and labels above. Widget coordinates.
  virtual void draw_below(QPainter& painter, const QRectF& area) const;
  virtual void draw_overlay(QPainter& painter, const QRectF& area) const;
  void show_series(const QVector<ChartSeries>& series);
  void attach(QAbstractSeries* series);             ///< to the chart and its axes; the chart owns it
  [[nodiscard]] virtual double room_below() const;  ///< pixels below the plot area, where its margins are fixed

  struct Impl;
  std::unique_ptr<Impl> impl_;
  ChartStyle style_;
  ChartAxis x_, y_;

 private:
  void place();
  void apply_axes(const QVector<ChartSeries>& series);
  void add_lines(const ChartSeries& s);
  void add_points(const ChartSeries& s);
  void draw_markers(QPainter& painter, const QVector<ChartSeries>& series) const;
  void draw_labels(QPainter& painter, const QVector<ChartSeries>& series) const;
  friend class ChartSurface;
};

/// Lines over a common axis (accuracy in time, frontiers).
class LineChart : public Chart {
  Q_OBJECT
 public:
  explicit LineChart(QWidget* parent = nullptr);
  void set_series(const QVector<ChartSeries>& series);
  [[nodiscard]] const QVector<ChartSeries>& series() const { return series_; }
  void set_bands(const QVector<ChartBand>& bands);

 protected:
  void rebuild() override;
  [[nodiscard]] const QVector<ChartSeries>& hover_series() const override { return series_; }
  void draw_below(QPainter& painter, const QRectF& area) const override;
  QVector<ChartSeries> series_;
  QVector<ChartBand> bands_;
};

/// Points, bubbles by `sizes`, with bands (predicted against exact).
class ScatterChart : public LineChart {
  Q_OBJECT
 public:
  explicit ScatterChart(QWidget* parent = nullptr);
};

/// Bars by category, one value each, with optional whiskers and a tick (the prior).
struct ChartBar {
  QString name;
  double value = 0;
  QBrush brush;
  std::optional<double> low, high;  ///< whisker
  std::optional<double> tick;
  QString text;  ///< written after the bar; empty: nothing
};
class BarChart : public Chart {
  Q_OBJECT
 public:
  explicit BarChart(QWidget* parent = nullptr);
  void set_bars(const QVector<ChartBar>& bars);

 protected:
  void rebuild() override;
  [[nodiscard]] const QVector<ChartSeries>& hover_series() const override { return tops_; }
  [[nodiscard]] double room_below() const override;
  void draw_overlay(QPainter& painter, const QRectF& area) const override;

 private:
  QVector<ChartBar> bars_;
  QVector<ChartSeries> tops_;
};

/// Draws a method's marker centred at `at` (also used by tables and the frontier slider). hollow markers are filled
/// with `inside`.
void draw_marker(QPainter& painter, ChartMarker marker, const QPointF& at, double size, const QColor& colour,
                 const QColor& inside);

}  // namespace mlink
