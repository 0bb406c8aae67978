// A black box that looks only at what another one found: face -> emotion. The pair is one black box.
#pragma once

#include <memory>

#include "blackbox/black_box.h"

namespace mlink::blackbox {

struct CropSettings {
  double scale = 1;    ///< the box found, times this
  bool square = true;  ///< as wide as high: the longer side counts

  [[nodiscard]] static Result<CropSettings> from_json(const std::string& json);
};

/// The part of a frame to look at, cut to the frame; empty where there is nothing of it inside. `box` in [0,1].
[[nodiscard]] Rect crop_rect(const Marks::Box& box, const CropSettings& settings, int frame_width, int frame_height);

/// `inner` runs on the largest box that `locator` finds; where it finds none, the output is Presence::none. Marks: that
/// box, and what `inner` marks, placed in the whole picture. Both must come from make_black_box or a test.
[[nodiscard]] std::unique_ptr<BlackBox> make_crop_box(Manifest manifest, std::unique_ptr<BlackBox> locator,
                                                      std::unique_ptr<BlackBox> inner, const CropSettings& settings);

/// The box that looks at the region, where `box` is one that crops; `box` itself otherwise. For check_box.
[[nodiscard]] const BlackBox* adapter_part(const BlackBox* box);

}  // namespace mlink::blackbox
