// Fusion with our lines: flat buttons with a radius of 3, flat heads, thin scroll bars, a focus ring outside. Colours
// come from the palette and the theme; no style sheets on item views.
#pragma once

#include <QProxyStyle>

#include "base/rooms.h"

class QStyleOptionHeader;

namespace mlink::ui {

class ThemeHolder;

/// Set QWidget property "primary" on the one button of a view that is the next thing to do.
class WorkbenchStyle : public QProxyStyle {
  Q_OBJECT
 public:
  /// themes must outlive the style, which lives as long as the application once it is set.
  explicit WorkbenchStyle(const ThemeHolder* themes);

  int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override;
  int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                QStyleHintReturn* returned) const override;
  QSize sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& contents,
                         const QWidget* widget) const override;
  void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget) const override;
  void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                   const QWidget* widget) const override;
  void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                          const QWidget* widget) const override;

 private:
  void draw_button(const QStyleOption& option, QPainter& painter, bool primary, bool raised) const;
  void draw_combo(const QStyleOptionComplex& option, QPainter& painter) const;
  void draw_scroll_bar(const QStyleOptionComplex& option, QPainter& painter, const QWidget* widget) const;
  void draw_tab(const QStyleOption& option, QPainter& painter) const;
  void draw_header(const QStyleOption& option, QPainter& painter) const;
  void draw_header_label(const QStyleOptionHeader& option, QPainter& painter) const;

  const ThemeHolder* themes_;
};

}  // namespace mlink::ui
