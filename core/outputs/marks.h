// What can be drawn over a picture for an output, and its stored form. A value; thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace mlink::outputs {

/// What can be drawn over the picture for an output. Coordinates in [0,1] of the camera's picture.
struct Marks {
  struct Box {
    float x = 0, y = 0, width = 0, height = 0, score = 0;
    std::string label;
  };
  struct Pose {
    float score = 0;
    std::vector<float>
        points;  ///< 17 x (x, y, score): nose, eyes, ears, shoulders, elbows, wrists, hips, knees, ankles
  };
  std::vector<Box> boxes;
  std::vector<Pose> poses;

  [[nodiscard]] bool empty() const { return boxes.empty() && poses.empty(); }
  [[nodiscard]] std::string to_bytes() const;  ///< compact, for the store
  [[nodiscard]] static Result<Marks> from_bytes(std::string_view bytes);
};

}  // namespace mlink::outputs
