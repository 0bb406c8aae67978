// A heat strip: rows by stretches of time (or of anything that goes on), a cell coloured by its value along a ramp. A
// dot marks one row of a column, wide cells print their value, and mouse and arrow keys read any cell, so that nothing
// is told by colour alone. Painted here, since Qt Charts has no such chart. GUI thread only.
#pragma once

#include <QWidget>
#include <functional>

#include "ui/charts/values.h"

namespace mlink::ui {

/// What a heat strip shows. A value that is none leaves its cell empty; the lists may be of other lengths than rows and
/// columns ask for: what is missing is no value.
struct HeatValues {
  QStringList rows;
  QVector<ChartSpan> columns;  ///< where each begins and ends, ascending; there may be gaps
  QVector<double> values;      ///< row by row
  QVector<int> marked;         ///< a column: the row with the dot; -1: none
  double low = 0, high = 1;    ///< ends of the ramp
  int decimals = 2;
  QString title;  ///< of the values, in the legend: "P"
  QString dot;    ///< what the dot says, in the legend; empty: not told
  [[nodiscard]] double value(int row, int column) const;
  [[nodiscard]] int marked_in(int column) const { return column < marked.size() ? marked[column] : -1; }
};

/// A cell by row and column; -1, -1: none.
struct HeatCell {
  int row = -1, column = -1;
  [[nodiscard]] bool valid() const { return row >= 0 && column >= 0; }
  friend bool operator==(const HeatCell&, const HeatCell&) = default;
};

class HeatStrip : public QWidget {
  Q_OBJECT
 public:
  explicit HeatStrip(QWidget* parent = nullptr);

  void set_style(const ChartStyle& style);
  /// Colours from the lowest to the highest value, evenly apart; interpolated between.
  void set_ramp(const QVector<QColor>& stops);
  void set_values(const HeatValues& values);
  [[nodiscard]] const HeatValues& values() const { return values_; }
  /// How a place on the axis is written; none: as a number.
  void set_axis_text(std::function<QString(double)> text);
  /// What a cell says in its tooltip and to assistive technology; none: names and value.
  void set_reader(std::function<QString(HeatCell)> reader) { reader_ = std::move(reader); }

  [[nodiscard]] QString reading(HeatCell cell) const;  ///< empty: there is no such cell
  [[nodiscard]] QColor colour_of(double value) const;  ///< no value: the panel
  [[nodiscard]] QRectF cell_rect(HeatCell cell) const;
  [[nodiscard]] HeatCell cell_at(const QPointF& position) const;
  [[nodiscard]] HeatCell hovered_cell() const { return hovered_; }
  /// Where the keys are.
  [[nodiscard]] HeatCell current() const { return current_; }
  void set_current(HeatCell cell);

  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 Q_SIGNALS:
  void hovered(int row, int column);  ///< -1, -1: none any more
  void clicked(int row, int column);
  void current_changed(int row, int column);

 protected:
  bool event(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  [[nodiscard]] QRectF field() const;  ///< of all cells
  [[nodiscard]] double x_of(double place) const;
  [[nodiscard]] bool there(HeatCell cell) const;
  void measure_names();
  void hover(HeatCell cell);
  void draw_axis(QPainter& painter) const;
  void draw_cell(QPainter& painter, HeatCell cell) const;
  void draw_legend(QPainter& painter) const;

  ChartStyle style_;
  QVector<QColor> ramp_;
  HeatValues values_;
  std::function<QString(double)> axis_text_;
  std::function<QString(HeatCell)> reader_;
  HeatCell hovered_, current_;
  double start_ = 0, end_ = 1;
  double names_ = 0;  ///< pixels of the longest name
};

}  // namespace mlink::ui
