// Writes a drawing as PNG or SVG, a table in any of the report's formats. GUI thread only.
#pragma once

#include <QString>

#include "base/error.h"
#include "report/table.h"

class QWidget;

namespace mlink {

/// A widget as it stands on the screen; PNG at twice its size, SVG as lines and text.
[[nodiscard]] Status export_png(QWidget& drawing, const QString& path);
[[nodiscard]] Status export_svg(QWidget& drawing, const QString& path);
/// What the path's ending asks for; fails on an ending that is not known or has nothing to be written.
[[nodiscard]] Status export_to(const QString& path, QWidget* drawing, const Table* table);

}  // namespace mlink
