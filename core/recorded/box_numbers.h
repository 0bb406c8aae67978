// Internal to this room: whether the boxes of a file can be what their four numbers are taken for.
#pragma once

#include <string>
#include <vector>

#include "recorded/import_detections.h"

namespace mlink::recorded {

/// Looks at boxes that were taken as x, y, width and height in pixels, because nobody said otherwise.
class BoxTally {
 public:
  /// `width`, `height`: of the picture; 0: not known.
  void add(const RawDetection& detection, int width, int height);
  /// Errors: no box reaches a pixel (shares of the picture); most leave the picture (corners, or another size). A few
  /// that leave it are a note.
  [[nodiscard]] Status verdict(const std::string& path, std::vector<std::string>& notes) const;

 private:
  std::int64_t boxes_ = 0;    ///< that have an area
  std::int64_t pixels_ = 0;   ///< that reach beyond the first pixel
  std::int64_t sized_ = 0;    ///< of pictures of known size
  std::int64_t leave_ = 0;    ///< those of them that leave the picture
  std::int64_t corners_ = 0;  ///< and those that would be inside as two corners
  std::int64_t first_ = 0;    ///< line of the first that leaves
};

}  // namespace mlink::recorded
