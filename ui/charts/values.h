// What charts show, as plain values: style, axes, series, bars, boxes. A value that is not finite (or beyond 1e300) is
// "no value": it breaks a line, leaves a slot empty, and never widens an axis.
#pragma once

#include <QBrush>
#include <QColor>
#include <QFont>
#include <QPen>
#include <QPointF>
#include <QString>
#include <QStringList>
#include <QVector>
#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "base/number.h"
#include "ui/charts/marker.h"

namespace mlink::ui {

/// Colours and fonts of a chart, from the theme's tokens (chart_style_of() in ui/common).
struct ChartStyle {
  QColor panel, grid, text, second, strong, accent;
  QFont axis_font;
  friend bool operator==(const ChartStyle&, const ChartStyle&) = default;
};

[[nodiscard]] inline bool has_value(double v) { return std::abs(v) < 1e300; }
[[nodiscard]] inline bool has_value(const QPointF& p) { return has_value(p.x()) && has_value(p.y()); }

/// Lowest and highest of the values taken; what is no value does not count.
struct ValueRange {
  double low = std::numeric_limits<double>::max(), high = std::numeric_limits<double>::lowest();
  void take(double v) {
    if (has_value(v)) take({v, v});
  }
  void take(const ValueRange& other) {
    low = std::min(low, other.low);
    high = std::max(high, other.high);
  }
  [[nodiscard]] bool empty() const { return !(low <= high); }
  [[nodiscard]] double span() const { return high - low; }
};

/// From the lower to the upper end of a whisker.
struct ChartSpan {
  double low = kNan, high = low;
};

/// A line or a cloud of points. The points are shared, not copied; only what is visible becomes a drawing (decimate.h).
struct ChartSeries {
  QString name;  ///< written at the line's end when `label` is set
  QVector<QPointF> points;
  QPen pen;  ///< of the line; its colour is also the markers'
  QBrush brush{Qt::NoBrush};
  ChartMarker marker = ChartMarker::none;
  double marker_size = 7;
  bool line = true;             ///< false: points only
  bool steps = false;           ///< the value holds until the next point
  bool label = false;           ///< direct label right of the plot, led to the last visible point
  bool readable = true;         ///< its points can be hovered and clicked
  QVector<double> sizes;        ///< points only: one diameter a point (count bubbles); empty: marker_size
  QVector<ChartSpan> whiskers;  ///< one a point, or empty
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
  QVector<double> ticks;            ///< equally spaced; empty: nice ones are chosen
  int decimals = 2;                 ///< at least; more where a zoom needs them
  bool visible = true;
  QStringList names;  ///< categories at 0, 1, 2 ...; empty: the axis has numbers
};

/// One value of a category, with optional whiskers and a tick (the prior).
struct ChartBar {
  QString name;
  double value = 0;
  QBrush brush;
  std::optional<double> low, high;  ///< whisker
  std::optional<double> tick;
  QString text;          ///< written beyond the bar's end; empty: nothing
  QPen pen = Qt::NoPen;  ///< outline
};

/// Quartiles of a category; whiskers end at `low` and `high`.
struct ChartBox {
  QString name;
  double low = kNan, lower = low, median = low, upper = low, high = low;
  QVector<double> outliers;
  QBrush brush;
};

/// Which axes the wheel zooms.
enum class ChartZoom { none, x, both };

}  // namespace mlink::ui
