// Tells assistive technology that the frontier is a slider with a value. GUI thread only.
#pragma once

#include "base/rooms.h"

namespace mlink::ui {
/// Makes QAccessible know FrontierSlider; calling it again does nothing.
void install_frontier_access();
}  // namespace mlink::ui
