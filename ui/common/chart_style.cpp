#include "ui/common/chart_style.h"

namespace mlink::ui {

ChartStyle chart_style_of(const Theme& t) {
  return {t.panel, t.grid, t.text, t.second, t.strong, t.accent, ui_font(TypeSize::axis)};
}

}  // namespace mlink::ui
