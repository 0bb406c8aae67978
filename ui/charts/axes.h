// Internal to ui/charts: ranges, ticks and categories of an axis, and Qt Charts' axis that draws them.
#pragma once

#include "ui/charts/values.h"

class QAbstractAxis;

namespace mlink::ui {

/// What a chart's axes have to hold.
struct ChartExtent {
  ValueRange x, y;
  ValueRange marked_x, marked_y;  ///< of the points with a marker, which is not cut there
  double radius = 0;              ///< of the largest marker, pixels
};

/// What an axis shows when it is not zoomed: as wanted, else the data out to a whole tick. Never empty.
[[nodiscard]] ValueRange fitted(const ChartAxis& wanted, const ValueRange& data);
/// The same, widened so that a marker of `pixels` radius at the ends of `marked` is not cut on an axis of `length`
/// pixels.
[[nodiscard]] ValueRange padded(const ValueRange& range, const ValueRange& marked, double pixels, double length);

/// A new axis for `wanted`: numbers, or categories. The caller owns it.
[[nodiscard]] QAbstractAxis* make_axis(const ChartAxis& wanted);
/// Range, ticks and title of an axis that make_axis() made for the same kind of axis.
void apply(QAbstractAxis& axis, const ChartAxis& wanted, const ValueRange& shown);
/// Names of the categories, each elided to `room` pixels, upright where none would be readable in it.
void apply_names(QAbstractAxis& axis, const QStringList& names, const QFont& font, double room, bool may_turn);

}  // namespace mlink::ui
