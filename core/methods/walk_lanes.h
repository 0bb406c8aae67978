// Internal to core/methods: several rules that leave frames out by the same differences, walked side by side through a
// camera's frames. Whether a frame is executed hangs on which one was last, so that a rule alone waits for each frame
// in turn; four at once take little longer, and no branch is guessed.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "outputs/frame_features.h"

namespace mlink::methods {

/// Which difference is held against the threshold.
enum class Difference : std::uint8_t {
  last_executed,  ///< to the last executed frame (told by the longest lag that is not longer)
  previous,       ///< to the frame before
  sum             ///< of all frames since the last executed one, each to the one before it
};

/// When a frame is executed: its difference is above the threshold, or not known. Without a feature the age is held
/// against the threshold: frames of the camera since the last executed one.
struct FrameRule {
  std::optional<FeatureKind> feature = {};
  Difference difference = Difference::last_executed;
  double threshold = -1;  ///< below 0: every frame is executed
};

/// As outputs' lag_up_to(), of lags that double.
inline std::size_t doubling_lag(std::size_t frames) {
  static_assert(kFeatureLags == std::array<int, 6>{1, 2, 4, 8, 16, 32});
  return static_cast<std::size_t>(std::bit_width(std::min<std::size_t>(frames | 1U, 32))) - 1;
}

inline constexpr std::size_t kLanes = 4;

/// The state of kLanes rules of one kind and difference between two stretches of a camera's frames.
struct Lanes {
  std::array<double, kLanes> thresholds{}, sums{};
  std::array<std::size_t, kLanes> executed{};
};

/// Walks frames [begin, end) of a camera, whose first is `first`; at: kLagCount features of each frame from begin on.
/// each(lane, frame, executed last) is called for every frame.
template <Difference kDifference, bool kByAge, class Each>
void walk_stretch(Lanes& state, std::size_t first, std::size_t begin, std::size_t end, const float* at,
                  const Each& each) {
  Lanes lanes = state;
  for (std::size_t frame = begin; frame < end; ++frame, at += kByAge ? 0 : kLagCount) {
    const bool begins = frame == first;
#pragma GCC unroll 4
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      double differs = 0;
      if constexpr (kByAge)
        differs = static_cast<double>(frame - lanes.executed[lane]);
      else if constexpr (kDifference == Difference::last_executed)
        differs = static_cast<double>(at[doubling_lag(frame - lanes.executed[lane])]);
      else if constexpr (kDifference == Difference::previous)
        differs = static_cast<double>(at[0]);
      else
        differs = lanes.sums[lane] + static_cast<double>(at[0]);
      const auto left_out = static_cast<std::uint64_t>((differs <= lanes.thresholds[lane]) & !begins);
      const std::uint64_t mask = 0 - left_out;  // executed: above, or not known
      if constexpr (kDifference == Difference::sum)
        lanes.sums[lane] = std::bit_cast<double>(std::bit_cast<std::uint64_t>(differs) & mask);
      lanes.executed[lane] = frame ^ ((frame ^ lanes.executed[lane]) & mask);
      each(lane, frame, lanes.executed[lane]);
    }
  }
  state = lanes;
}

/// The same for rules that are known by `rule`.
template <class Each>
void walk_stretch(const FrameRule& rule, Lanes& state, std::size_t first, std::size_t begin, std::size_t end,
                  const float* at, const Each& each) {
  if (!rule.feature) return walk_stretch<Difference::last_executed, true>(state, first, begin, end, at, each);
  switch (rule.difference) {
    case Difference::last_executed:
      return walk_stretch<Difference::last_executed, false>(state, first, begin, end, at, each);
    case Difference::previous: return walk_stretch<Difference::previous, false>(state, first, begin, end, at, each);
    case Difference::sum: return walk_stretch<Difference::sum, false>(state, first, begin, end, at, each);
  }
}

}  // namespace mlink::methods
