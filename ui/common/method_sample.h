// How a method's look is drawn in charts, legends and the first column of tables: one way for all pages. GUI thread
// only.
#pragma once

#include "ui/charts/marker.h"
#include "ui/common/theme.h"

class QPainter;
class QRectF;

namespace mlink::ui {

[[nodiscard]] ChartMarker chart_marker(MethodMarker marker);
/// Line with marker as a legend or a table's first column shows a method.
void draw_method_sample(QPainter& painter, const MethodLook& look, const QRectF& area, const QColor& inside);

}  // namespace mlink::ui
