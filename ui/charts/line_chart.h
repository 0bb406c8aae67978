// Lines, steps and points over common axes (accuracy in time, frontiers, predicted against exact). GUI thread only.
#pragma once

#include "ui/charts/chart.h"
#include "ui/charts/decimate.h"

namespace mlink::ui {

class LineChart : public Chart {
  Q_OBJECT
 public:
  explicit LineChart(QWidget* parent = nullptr);
  void set_series(const QVector<ChartSeries>& series);
  [[nodiscard]] const QVector<ChartSeries>& series() const { return series_; }
  void set_bands(const QVector<ChartBand>& bands);

 protected:
  [[nodiscard]] ChartExtent extent() const override;
  void build() override;
  [[nodiscard]] Hit hit(const QPointF& position) const override;
  [[nodiscard]] QString text_of(const Hit& hit) const override;
  [[nodiscard]] double room_right() const override;
  void draw_overlay(QPainter& painter, const QRectF& area) const override;

 private:
  struct Drawn {  ///< what of a series is on the chart
    std::vector<DrawnPoints> lines;
    DrawnPoints points;
  };
  struct Known {  ///< of a series, read once
    ValueRange x, y;
    bool ordered = false;
  };
  void add_band(const ChartBand& band);
  void add_line(const ChartSeries& s, const DrawnPoints& run);
  void add_points(const ChartSeries& s, const DrawnPoints& points);
  void draw_whiskers(QPainter& painter, const QRectF& area) const;
  void draw_markers(QPainter& painter, const QRectF& area) const;
  QVector<ChartSeries> series_;
  QVector<ChartBand> bands_;
  std::vector<Known> known_;
  std::vector<Drawn> drawn_;
};

/// The same with a zoom along both axes: clouds of points, bubbles by `sizes`, with bands.
class ScatterChart : public LineChart {
  Q_OBJECT
 public:
  explicit ScatterChart(QWidget* parent = nullptr);
};

}  // namespace mlink::ui
