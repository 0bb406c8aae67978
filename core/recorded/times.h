// From times to frames, for tables that say when instead of which; and from both to frames a second.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "recorded/import_csv.h"
#include "recorded/known_camera.h"

namespace mlink::recorded {

/// What times and numbers of frames say of how many there are a second.
struct FrameRate {
  double rate = 0;    ///< as most of them are apart; 0: fewer than two frames
  bool even = false;  ///< nine of ten are so far apart, within a tenth: gaps do not count
};
/// Both rise; distances are by the number of a frame, so frames that are left out count.
[[nodiscard]] FrameRate frame_rate_of(std::span<const std::int64_t> ordinals, std::span<const double> seconds);

class FrameTimes {
 public:
  FrameTimes() = default;
  /// `rate`: frames a second of cameras that will be made; 0: not said.
  FrameTimes(const std::vector<KnownCamera>& cameras, double rate)
      : cameras_(std::make_shared<const std::vector<KnownCamera>>(cameras)), rate_(rate) {}

  /// The frame at a time, within half a frame's distance. A time between two used frames is that of a frame that the
  /// camera does not use. Errors (at `place`): no frame is near; a camera that is not there and no rate.
  [[nodiscard]] Result<std::int64_t> at(std::string_view camera, double seconds, const TextPlace& place,
                                        const std::string& path) const;

 private:
  std::shared_ptr<const std::vector<KnownCamera>> cameras_ = std::make_shared<const std::vector<KnownCamera>>();
  double rate_ = 0;
};

}  // namespace mlink::recorded
