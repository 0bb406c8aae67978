#include "media/frame.h"

#include <algorithm>

namespace mlink::media {

Frame Frame::crop(const Rect& rect) const {
  Frame out = *this;
  const int left = std::clamp(rect.x, 0, view_.width);
  const int top = std::clamp(rect.y, 0, view_.height);
  const int right = std::clamp(rect.x + rect.width, left, view_.width);
  const int bottom = std::clamp(rect.y + rect.height, top, view_.height);
  out.view_ = {view_.x + left, view_.y + top, right - left, bottom - top};
  return out;
}

}  // namespace mlink::media
