// A region of a picture in whole pixels. A value; thread-safe.
#pragma once

#include "base/rooms.h"

namespace mlink::outputs {

struct Rect {
  int x = 0, y = 0, width = 0, height = 0;
  friend bool operator==(const Rect&, const Rect&) = default;
};

}  // namespace mlink::outputs
