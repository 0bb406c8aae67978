// Internal to this room: the masks of COCO, run-length coded or polygons, as far as their boxes go.
#pragma once

#include <string>
#include <vector>

#include "base/error.h"

namespace mlink::recorded {

/// Runs of pixels outside and inside, in turn, down the columns of the picture.
struct RunLengthMask {
  std::vector<double> size;    ///< height, width
  std::vector<double> counts;  ///< the runs, or
  std::string compressed;      ///< the runs as text: five bits a character from '0' on, differences to the last but one
};
struct MaskBox {
  double x = 0, y = 0, width = 0, height = 0;  ///< pixels; no area: the mask is empty
};
/// Errors: no size, broken runs, runs that are not those of a picture of this size.
[[nodiscard]] Result<MaskBox> box_of(const RunLengthMask& mask);

/// The box around polygons, x and y of each corner in turn.
class PolygonBox {
 public:
  /// The next polygon begins.
  void begin() { odd_ = odd_ || is_y_; }
  void add(double value);
  [[nodiscard]] bool any() const { return any_; }
  /// Errors: a corner without y.
  [[nodiscard]] Result<MaskBox> box() const;

 private:
  double left_ = 0, top_ = 0, right_ = 0, bottom_ = 0;
  bool any_ = false;
  bool is_y_ = false;  ///< of the next number
  bool odd_ = false;
  bool first_x_ = true, first_y_ = true;
};

}  // namespace mlink::recorded
