// What goes on before a made-up camera, frame by frame: the common cause of all its boxes' outputs and of how its
// picture changes. Drawn from a seed by plain arithmetic (no library function whose last digit differs from machine to
// machine): the same everywhere. A shorter recording, or one of fewer cameras, is the beginning of the longer one.
// Values; thread-safe.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/random.h"
#include "outputs/frame_features.h"
#include "recorded/scenario/scenario.h"

namespace mlink::recorded {

struct HiddenFrame {
  double level = 0;         ///< how much is going on
  double scene = 0;         ///< number of the scene
  double x = 0.5, y = 0.5;  ///< middle of what is looked at, as shares of the picture
  double size = 0.3;        ///< of it
};

/// All frames of a camera, in time.
[[nodiscard]] std::vector<HiddenFrame> hidden_cause(const Scenario& scenario, std::uint64_t seed, int camera);

/// Near normal: mean 0, deviation 1, never beyond 3.5; of whole numbers and one product, so the same everywhere.
[[nodiscard]] double near_normal(Random& random);
/// A stream of its own for each purpose, so that one more draw here moves nothing there.
[[nodiscard]] Random stream_of(std::uint64_t seed, int camera, int purpose);

/// A deviation that is forgotten in about `lasts` seconds: mean 0, deviation 1.
class SlowDeviation {
 public:
  SlowDeviation(Random random, double lasts, double step);
  double next();

 private:
  Random random_;
  double keeps_, value_;
};

/// How much a camera's pictures change with its cause: frame features from the first frame on. Not thread-safe per
/// instance.
class SyntheticFeatures {
 public:
  SyntheticFeatures(const Scenario& scenario, std::uint64_t seed, int camera);
  /// Of causes[frame]; frames are asked for in order.
  [[nodiscard]] FeatureValues next(std::span<const HiddenFrame> causes, std::size_t frame);

 private:
  double mean_;
  Random random_;
};

}  // namespace mlink::recorded
