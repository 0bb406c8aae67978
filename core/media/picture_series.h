// What lies in a folder of pictures, told before it is taken as a video. Thread-safe.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"

namespace mlink::media {

/// Numbers from `first` to `last`, both among them.
struct NumberRange {
  std::int64_t first = 0, last = 0;
  friend bool operator==(const NumberRange&, const NumberRange&) = default;
};

struct PictureSeries {
  std::int64_t pictures = 0;           ///< that are there
  std::optional<NumberRange> numbers;  ///< of the names, lowest and highest; none: the names differ in more
  /// Numbers without a picture, ascending. Empty too where more are missing than there: then the pictures are taken one
  /// behind the other.
  std::vector<NumberRange> missing;
  std::vector<std::string> notes;  ///< how the names become frames, a sentence each
};

/// By the ending of the name.
[[nodiscard]] bool is_picture_file(const std::filesystem::path& file);
/// The pictures of a folder, or those that a pattern such as "%06d.jpg" names; none is decoded. Errors: the folder
/// cannot be read; no pictures; a number twice.
[[nodiscard]] Result<PictureSeries> look_at_pictures(const std::filesystem::path& path);

}  // namespace mlink::media
