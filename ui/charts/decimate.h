// What of a series is drawn: cut to the visible values and at most two points a pixel column, so that the picture is
// the one that all points would make. Pure; any thread (a worker may decimate before a chart gets the points).
#pragma once

#include <QRectF>
#include <QSizeF>
#include <vector>

#include "ui/charts/values.h"

namespace mlink::ui {

/// The visible values and the pixels they fill.
struct ChartWindow {
  QRectF values;  ///< top: the lowest y
  QSizeF pixels;
};

struct DrawnPoints {
  QVector<QPointF> points;
  QVector<int> index;  ///< in the series; -1: a corner of a step, or where the line crosses an edge
};

/// x never falls: such a line is found by search, not read as a whole, at each zoom.
[[nodiscard]] bool goes_right(const QVector<QPointF>& points);
/// A line's runs between points without a value; steps as doubled points. `ordered`: it goes
/// right, each pixel column keeps its lowest and highest point; else it is thinned as points are, in its order.
[[nodiscard]] std::vector<DrawnPoints> drawn_lines(const ChartSeries& series, bool ordered, const ChartWindow& window);
/// The visible points; more than two a pixel column are thinned to one in a square (the largest of `sizes`), the
/// squares as small as that allows. The outermost points stay.
[[nodiscard]] DrawnPoints drawn_points(const ChartSeries& series, const ChartWindow& window);

}  // namespace mlink::ui
