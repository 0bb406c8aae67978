// How long something took, for who measures it. Pure rooms have no clock.
#pragma once

#include <chrono>

#include "base/rooms.h"

namespace mlink::base {

[[nodiscard]] inline double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace mlink::base
