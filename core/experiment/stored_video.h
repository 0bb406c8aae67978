// Internal to core/experiment: a video of the file, opened as it was when it was added, and the part of its pictures
// that a camera sees.
#pragma once

#include <utility>

#include "base/error.h"
#include "media/region.h"
#include "media/video.h"
#include "store/store.h"

namespace mlink {

/// `frame_index`: the video's, where `video` was read without it.
[[nodiscard]] inline VideoReader::Options options_of(const std::string& frame_index) {
  VideoReader::Options options;
  if (auto index = FrameIndex::from_bytes(frame_index)) options.index = std::move(*index);
  return options;
}

/// The camera's region of a frame; fails where this frame's picture is too small for it.
[[nodiscard]] inline Result<Frame> region_of(const Frame& frame, const StoredCamera& camera) {
  if (camera.crop_width <= 0) return frame;
  return region_of(frame, Rect{camera.crop_x, camera.crop_y, camera.crop_width, camera.crop_height});
}

}  // namespace mlink
