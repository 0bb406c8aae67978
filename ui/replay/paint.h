// Small drawings that the widgets of the Replay page share. GUI thread only.
#pragma once

#include <QPolygonF>
#include <QString>

#include "ui/common/method_sample.h"
#include "ui/common/theme.h"
#include "ui/common/widgets.h"

namespace mlink::ui {

/// Signs drawn over pictures, where an icon's size is not known before.
enum class Sign { check, cross, warn };

/// "1:06.5", "11:25:01.0": every moment on the page is written so.
[[nodiscard]] QString moment_text(double seconds);

/// Draws a sign in a square, stroke 1.4 of a 16 px grid, round ends.
void draw_sign(QPainter& painter, Sign sign, const QRectF& square, const QColor& colour);
/// A line of any number of corners, as QPainter::drawPolyline draws it; what that costs grows with them, not with their
/// square.
void draw_long_line(QPainter& painter, QPolygonF corners, QPen pen);
/// A focus ring around `rect`: 2 px accent.
void draw_focus_ring(QPainter& painter, const QRectF& rect, const Theme& theme);

}  // namespace mlink::ui
