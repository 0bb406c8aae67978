// Internal to this room: from times to frames, for tables that say when instead of which.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "recorded/import_csv.h"
#include "recorded/known_camera.h"

namespace mlink::recorded {

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
