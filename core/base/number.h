// Numbers that every room writes the same way.
#pragma once

#include <limits>

#include "base/rooms.h"

namespace mlink::base {

/// A figure that is not known or not defined.
inline constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

}  // namespace mlink::base
