#include "media/region.h"

#include <fmt/format.h>

namespace mlink::media {

Result<Frame> region_of(const Frame& frame, const Rect& rect) {
  const bool inside = rect.x >= 0 && rect.y >= 0 && rect.width > 0 && rect.height > 0 &&
                      rect.width <= frame.width() - rect.x && rect.height <= frame.height() - rect.y;
  if (!inside)
    return fail(ErrorKind::invalid_input,
                fmt::format("The region {}x{}+{}+{} is not inside this frame's picture of {}x{}.", rect.width,
                            rect.height, rect.x, rect.y, frame.width(), frame.height()));
  return frame.crop(rect);
}

}  // namespace mlink::media
