// A region of a picture in whole pixels. A value; thread-safe.
#pragma once

namespace mlink {

struct Rect {
  int x = 0, y = 0, width = 0, height = 0;
  friend bool operator==(const Rect&, const Rect&) = default;
};

}  // namespace mlink
