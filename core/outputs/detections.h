// What the detections of one frame become: the same for black boxes that are run and for detections recorded elsewhere.
// Pure; thread-safe.
#pragma once

#include <span>
#include <vector>

#include "outputs/output_spec.h"

namespace mlink::outputs {

/// One thing that was found, after the choice of classes and scores.
struct FoundBox {
  double x0 = 0, y0 = 0, x1 = 0, y1 = 0;  ///< left, top, right, bottom in parts of the picture; may leave it
  double score = 0;
  int label = -1;  ///< place in OutputSpec::labels; below 0: none of them
};

/// The values of an output:
///   count, regression  how many there are
///   multi_label        the best score of each label, 0 where it was not found
///   localization       x, y, width, height, score of the largest box, cut at the picture's border; zeros where no box
///   has
///                      an area inside the picture
[[nodiscard]] std::vector<float> values_of(const OutputSpec& spec, std::span<const FoundBox> found);

}  // namespace mlink::outputs
