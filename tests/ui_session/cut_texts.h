// Texts of a window that do not fit where they stand: labels, buttons, tabs, heads of tables by their geometry, and
// whatever is drawn with an ellipsis by what is really drawn (the window as SVG keeps its texts).
#pragma once

#include <QStringList>

class QWidget;

namespace mlink::test {

/// One line each: what is cut and where. A name or a path that gives way in its middle is none.
[[nodiscard]] QStringList cut_texts(QWidget& window);

/// A text that is drawn, and where (window's pixels, the begin of its base line).
struct DrawnText {
  QString text;
  double x = 0, y = 0;
};
[[nodiscard]] QList<DrawnText> drawn_texts(QWidget& window);

}  // namespace mlink::test
