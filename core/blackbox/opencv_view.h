// A frame as OpenCV sees it: the same pixels, 8-bit RGB, not copied. Only to be read.
#pragma once

#include <opencv2/core.hpp>

#include "media/frame.h"

namespace mlink::blackbox {

[[nodiscard]] inline cv::Mat view_of(const Frame& frame) {
  return {frame.height(), frame.width(), CV_8UC3, const_cast<std::uint8_t*>(frame.row(0)),
          static_cast<std::size_t>(frame.stride())};
}

}  // namespace mlink::blackbox
