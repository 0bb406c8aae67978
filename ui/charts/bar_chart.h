// Bars by category, upright or level, with whiskers and the prior's tick. GUI thread only.
#pragma once

#include "ui/charts/chart.h"

namespace mlink::ui {

class BarChart : public Chart {
  Q_OBJECT
 public:
  /// Upright: categories from left to right. Level: from top to bottom.
  explicit BarChart(QWidget* parent = nullptr, Qt::Orientation along = Qt::Vertical);
  /// The names of the bars become those of the axis of categories.
  void set_bars(const QVector<ChartBar>& bars);
  [[nodiscard]] const QVector<ChartBar>& bars() const { return bars_; }
  /// Where a value of a bar stands: (bar, value) upright, (value, bar) level, as position_of() takes it.
  [[nodiscard]] QPointF place_of(int bar, double value) const;

 protected:
  void name_axes() override;
  [[nodiscard]] ChartExtent extent() const override;
  void build() override;
  [[nodiscard]] Hit hit(const QPointF& position) const override;
  [[nodiscard]] QString text_of(const Hit& hit) const override;
  void draw_overlay(QPainter& painter, const QRectF& area) const override;

 private:
  void draw_bar(QPainter& painter, int index, double half) const;
  Qt::Orientation along_;
  QVector<ChartBar> bars_;
};

}  // namespace mlink::ui
