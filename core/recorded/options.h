// What a person says of a file of recorded outputs: what it means, and for detections which of them count. Values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "outputs/output_spec.h"

namespace mlink::recorded {

/// What the four numbers of a detection's box are.
enum class BoxNumbers {
  xywh,   ///< left, top, width, height in pixels
  xyxy,   ///< two corners in pixels
  share,  ///< left, top, width, height as shares of the picture
};

struct RecordedOptions {
  // What the outputs mean. All that is given must agree.
  std::optional<Task> task;         ///< needed where there is no output description
  std::vector<std::string> labels;  ///< empty: the table's header, or the detections' categories
  std::optional<double> tolerance;
  std::string unit;

  std::string source;  ///< camera of detections; empty: as RECORDED.md says

  // Detections only, which become a count, the labels that are seen (multi_label) or the largest box (localization).
  std::vector<std::string> classes;            ///< names or ids; empty: all
  double score = 0.3;                          ///< detections below it are not looked at
  std::optional<BoxNumbers> boxes;             ///< none: xywh, refused where the numbers are surely others
  std::optional<std::pair<int, int>> picture;  ///< width and height, where nothing else says them
  std::optional<std::int64_t> frames;          ///< the box ran on frames 0 to n - 1
  std::optional<std::int64_t> first_frame;     ///< number of the first frame in the file; none: the format's

  double rate = 0;  ///< frames a second of a camera that is made; 0: 1, or what the camera has already
};

}  // namespace mlink::recorded
