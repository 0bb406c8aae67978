// Internal to core/experiment: a video of the file, opened as it was when it was added, and the part of its pictures
// that a camera sees.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "base/error.h"
#include "base/hash.h"
#include "media/region.h"
#include "media/video.h"
#include "store/store.h"

namespace mlink::experiment {

/// `frame_index`: the video's, where `video` was read without it.
[[nodiscard]] inline VideoReader::Options options_of(const std::string& frame_index) {
  VideoReader::Options options;
  if (auto index = FrameIndex::from_bytes(frame_index)) options.index = std::move(*index);
  return options;
}

/// Number of the sound's stream that was chosen for the video; -1: the file's best.
[[nodiscard]] inline int sound_stream_of(const StoredVideo& video) {
  const auto info = nlohmann::json::parse(video.info_json, nullptr, false);
  return info.is_object() ? info.value("sound_stream", -1) : -1;
}

/// Hash of the file's bytes; StoredVideo::content_hash says the chosen streams as well, where there is a choice.
[[nodiscard]] inline std::string file_hash_of(const StoredVideo& video) {
  const auto info = nlohmann::json::parse(video.info_json, nullptr, false);
  return info.is_object() ? info.value("file_hash", video.content_hash) : video.content_hash;
}

/// Whether it is a folder of pictures or a pattern that names some, wherever that was.
[[nodiscard]] inline bool is_series(const StoredVideo& video) {
  const auto info = nlohmann::json::parse(video.info_json, nullptr, false);
  return info.is_object() && info.value("picture_series", false);
}

/// StoredVideo::content_hash of what stands in the place of a video for outputs that were recorded elsewhere.
[[nodiscard]] inline std::string stand_in_hash(const std::string& camera) {
  return ContentHasher().add("recorded, no video").add(camera).hex();
}

/// The camera's region of a frame; fails where this frame's picture is too small for it.
[[nodiscard]] inline Result<Frame> region_of(const Frame& frame, const StoredCamera& camera) {
  if (camera.crop_width <= 0) return frame;
  return region_of(frame, Rect{camera.crop_x, camera.crop_y, camera.crop_width, camera.crop_height});
}

}  // namespace mlink::experiment
