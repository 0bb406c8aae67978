// A part of a frame that has to be there, where crop() cuts to what is.
#pragma once

#include "base/error.h"
#include "media/frame.h"

namespace mlink::media {

/// The same pixels, no copy. Fails, and says both sizes, where `rect` is not wholly inside this frame's picture.
[[nodiscard]] Result<Frame> region_of(const Frame& frame, const Rect& rect);

}  // namespace mlink::media
