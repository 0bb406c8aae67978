// Icons of resources/icons, tinted by the theme, crisp at any scale. GUI thread only.
#pragma once

#include <QColor>
#include <QIcon>
#include <QRectF>
#include <QString>

#include "experiment/experiment.h"

class QPainter;

namespace mlink::ui {

class ThemeHolder;

/// Follows the theme: text colour, disabled colour, accent where it is checked.
[[nodiscard]] QIcon themed_icon(const QString& name, const ThemeHolder& themes);
/// In one colour.
void draw_icon(QPainter& painter, const QString& name, const QRectF& place, const QColor& colour);
/// Name of the glyph of a task.
[[nodiscard]] QString task_icon(Task task);

}  // namespace mlink::ui
