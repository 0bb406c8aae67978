// Which frames of a file belong to a clip, and where a clip or a state must not reach over: the file's index alone says
// it, so that an answer does not hang on which frames are in use. Pure; thread-safe.
#pragma once

#include <cstdint>
#include <vector>

#include "media/video.h"

namespace mlink::media {

/// A gap is longer than this, and longer than so many times the usual way from frame to frame.
inline constexpr double kLeastGapSeconds = 1;
inline constexpr double kGapSteps = 4;

/// Whether `seconds` between two frames are a gap where frames usually lie `step` apart (0: not known).
[[nodiscard]] inline bool is_gap(double seconds, double step) {
  return seconds < 0 || seconds > (kGapSteps * step > kLeastGapSeconds ? kGapSteps * step : kLeastGapSeconds);
}

/// Of a file's frames.
class Stretches {
 public:
  explicit Stretches(const FrameIndex& index);
  /// The first frame of the stretch that this one belongs to: after a gap, or where recordings were joined.
  [[nodiscard]] std::int64_t first_of(std::int64_t ordinal) const;

 private:
  std::vector<std::int64_t> firsts_;  ///< ascending
};

/// The clip that ends at a frame, the oldest first: of each moment `step` seconds before the next the frame that is
/// nearest in time. Before the stretch begins there is its first frame, again and again.
[[nodiscard]] std::vector<std::int64_t> clip_of(const FrameIndex& index, const Stretches& stretches,
                                                std::int64_t ordinal, int frames, double step);

}  // namespace mlink::media
