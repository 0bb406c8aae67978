// Box plots by category: median, quartiles, whiskers, points beyond them. GUI thread only.
#pragma once

#include "ui/charts/chart.h"

namespace mlink::ui {

/// Quartiles of the values that are finite; whiskers end at the furthest values within 1.5 of the quartiles' distance
/// (Tukey), what lies beyond is an outlier. Without any value: a box without values, its slot stays empty.
[[nodiscard]] ChartBox box_of(const QString& name, QVector<double> values);

class BoxChart : public Chart {
  Q_OBJECT
 public:
  explicit BoxChart(QWidget* parent = nullptr);
  /// The names of the boxes become those of the x axis.
  void set_boxes(const QVector<ChartBox>& boxes);
  [[nodiscard]] const QVector<ChartBox>& boxes() const { return boxes_; }

 protected:
  void name_axes() override;
  [[nodiscard]] ChartExtent extent() const override;
  void build() override;
  [[nodiscard]] Hit hit(const QPointF& position) const override;
  [[nodiscard]] QString text_of(const Hit& hit) const override;

 private:
  QVector<ChartBox> boxes_;
};

}  // namespace mlink::ui
