// The theme's tokens as a chart's style: the only way of colours into charts. GUI thread only.
#pragma once

#include "ui/charts/values.h"
#include "ui/common/theme.h"

namespace mlink::ui {

[[nodiscard]] ChartStyle chart_style_of(const Theme& theme);

}  // namespace mlink::ui
