// Charts behind one small interface: the only room that knows Qt Charts (deprecated since Qt 6.10), so that another
// library can take its place. Values in values.h; line_chart.h, bar_chart.h and box_chart.h hold the kinds.
//
// Qt Charts draws axes, grids, categories and titles, lines and steps (QLineSeries), bands (QAreaSeries), discs, rings,
// squares, diamonds and triangles (QScatterSeries), bars (stacked, one set a brush) and box plots. Drawn above it here
// is what it cannot do: labels at the ends of lines that do not overlap, whiskers of points and bars, the prior's tick
// and the text at a bar, three markers (ring with dot, triangle down, plus), the ring around what the mouse reads.
//
// A chart is drawn off-theme: every colour comes from a ChartStyle and the series' own pens; legend, margins and
// animations are off. The wheel zooms about the mouse (Shift or sideways: moves on), a double click shows all again.
// GUI thread only.
#pragma once

#include <QWidget>
#include <array>
#include <functional>

#include "ui/charts/values.h"

class QAbstractAxis;
class QAbstractSeries;

namespace mlink::ui {

class ChartSurface;
struct ChartExtent;

class Chart : public QWidget {
  Q_OBJECT
 public:
  ~Chart() override;

  void set_style(const ChartStyle& style);
  [[nodiscard]] const ChartStyle& style() const { return style_; }
  void set_axes(const ChartAxis& x, const ChartAxis& y);

  /// While one lives, what is set is only taken; at its end the chart is built once.
  class Change {
   public:
    explicit Change(Chart& chart) : chart_(chart) { ++chart_.changes_; }
    ~Change() {
      if (--chart_.changes_ == 0) chart_.rebuild();
    }
    Change(const Change&) = delete;
    Change& operator=(const Change&) = delete;

   private:
    Chart& chart_;
  };

  void set_zoom(ChartZoom zoom);
  [[nodiscard]] bool zoomed() const { return zoomed_; }
  /// The visible values; QRectF's top is the lowest y.
  [[nodiscard]] QRectF shown() const { return shown_; }
  /// Zooms along the axes that set_zoom() allows, within what there is; all of it: as show_all(). Edges without a value
  /// change nothing.
  void show_values(const QRectF& values);
  void show_all();

  /// Value under a position of the widget, and the other way round.
  [[nodiscard]] QPointF value_at(const QPointF& position) const;
  [[nodiscard]] QPointF position_of(const QPointF& value) const;
  [[nodiscard]] QRectF plot_area() const;

  /// What the tooltip of a point says; none: name and values. An empty text: no tooltip.
  using Reader = std::function<QString(int series, int point)>;
  void set_reader(Reader reader) { reader_ = std::move(reader); }

  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 Q_SIGNALS:
  /// The mouse reads another point: the nearest within 12 px, of a step also along its line, of bars and boxes the one
  /// of the slot. Series -1: none any more.
  void hovered(int series, int point);
  void clicked(int series, int point);
  void zoom_changed(const QRectF& shown);

 protected:
  struct Hit {
    int series = -1, point = -1;
    QPointF at;  ///< values
    friend bool operator==(const Hit&, const Hit&) = default;
  };

  explicit Chart(QWidget* parent);
  void resizeEvent(QResizeEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

  /// All series again: data, style, axes, size or the visible values changed.
  void rebuild();
  virtual void name_axes() {}  ///< where the data bring the categories of an axis
  [[nodiscard]] virtual ChartExtent extent() const = 0;
  virtual void build() = 0;  ///< adds series by attach()
  [[nodiscard]] virtual Hit hit(const QPointF& position) const = 0;
  [[nodiscard]] virtual QString text_of(const Hit& hit) const = 0;
  [[nodiscard]] virtual double room_right() const { return 8; }  ///< pixels right of the plot, for labels
  virtual void draw_overlay(QPainter& painter, const QRectF& area) const;
  void attach(QAbstractSeries* series);  ///< to the chart and its axes; the chart owns it
  void repaint_overlay();
  /// The plot's size as far as the layout knows it.
  [[nodiscard]] QSizeF plot_size() const;
  void draw_whisker(QPainter& painter, const QPointF& low, const QPointF& high, const QColor& colour) const;

  ChartStyle style_;
  ChartAxis x_, y_;

 private:
  void place();
  void make_axes();
  void name_categories();
  void read_at(const QPointF& position);
  bool wheel(const QPointF& position, const QPoint& delta, bool move);
  void show_tip(const QPoint& global, const QPointF& position);
  friend class ChartSurface;

  ChartSurface* surface_;
  std::array<QAbstractAxis*, 2> axes_{};  // x, y; the chart owns them
  QRectF whole_, shown_;
  QSizeF built_for_;
  int changes_ = 0;
  bool zoomed_ = false, building_ = false;
  ChartZoom zoom_ = ChartZoom::none;
  Hit hovered_;
  Reader reader_;
};

}  // namespace mlink::ui
