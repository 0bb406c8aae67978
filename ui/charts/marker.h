// Markers of methods: shapes that are told apart without their colour. GUI thread only.
#pragma once

class QColor;
class QPainter;
class QPointF;

namespace mlink::ui {

enum class ChartMarker { none, disc, ring, ring_dot, square, triangle_up, triangle_down, plus, diamond };

/// Draws a method's marker centred at `at` (also used by tables and the frontier slider). Hollow markers are filled
/// with `inside`.
void draw_marker(QPainter& painter, ChartMarker marker, const QPointF& at, double size, const QColor& colour,
                 const QColor& inside);

}  // namespace mlink::ui
