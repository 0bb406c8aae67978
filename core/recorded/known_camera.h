// What the experiment knows of its cameras while outputs come in. Values.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/rooms.h"

namespace mlink::recorded {

/// What the experiment knows of a camera.
struct KnownCamera {
  std::int64_t id = 0;
  std::string name;
  bool recorded = false;   ///< no video
  double rate = 0;         ///< recorded: frames a second
  bool own_times = false;  ///< recorded: its times are those of a table, not its frames' numbers by the rate
  int width = 0, height = 0;
  std::vector<std::int64_t> ordinals;  ///< used frames, ascending
  std::vector<double> seconds;         ///< of each
};

}  // namespace mlink::recorded
