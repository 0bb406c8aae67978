// A frame in another size, for boxes with a fixed input and for thumbnails.
#pragma once

#include "media/frame.h"

namespace mlink::media {

/// `frame` (or the view that it is) resampled to width x height: by area where it gets smaller, bilinear where it gets
/// larger. Ordinal, pts, seconds and camera stay. An empty frame, or a size below 1, gives an empty frame.
[[nodiscard]] Frame scaled(const Frame& frame, int width, int height);

}  // namespace mlink::media
