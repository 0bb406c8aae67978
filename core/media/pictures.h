// A folder of pictures, or those that a pattern such as "%06d.jpg" names, as the frames of a video. Private to
// core/media.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "media/picture_series.h"
#include "media/reader_impl.h"
#include "media/video.h"

namespace mlink::media {

struct PictureFile {
  std::filesystem::path path;  ///< empty: a number without a picture
  std::int64_t size = 0;
};

struct PictureList {
  std::filesystem::path path;          ///< of the folder or pattern
  std::vector<PictureFile> frames;     ///< by ordinal
  std::int64_t bytes = 0;              ///< of all
  std::optional<NumberRange> numbers;  ///< lowest and highest of the names; none: they differ in more
  std::vector<std::string> notes;      ///< how names became frames, a sentence each
};

/// By the numbers in the names where the names differ in nothing else, from the lowest on: a missing number is a frame
/// without a picture (where more are missing than there, they are taken one behind the other). Else in the order of the
/// names, digits as numbers. Errors: no pictures; a number twice.
[[nodiscard]] Result<PictureList> list_pictures(const std::filesystem::path& path);
/// Of the names and contents of all pictures, in their order.
[[nodiscard]] Result<std::string> picture_series_hash(const std::filesystem::path& path);

struct OpenedPictures {
  VideoInfo info;
  std::shared_ptr<const FrameIndex> index;
  std::unique_ptr<FramePictures> pictures;
};
/// Frames `rate` a second. `rate` 0: the index's. Errors: as list_pictures; no rate; none that can be decoded.
[[nodiscard]] Result<OpenedPictures> open_pictures(const std::filesystem::path& path, VideoReader::Options options);

}  // namespace mlink::media
