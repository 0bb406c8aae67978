// Bootstrap over blocks of neighbouring frames. Frames of a video resemble their neighbours, so drawing single frames
// would claim more certainty than there is; blocks of about sqrt(n) frames, and no shorter than the outputs resemble
// themselves, keep the neighbours together.
// Values; const use from many threads is safe.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "metrics/metrics.h"

namespace mlink::metrics {

/// Fewest blocks of which an interval is told: of fewer it would look certain.
inline constexpr std::size_t kLeastBlocks = 5;

class BlockBootstrap {
 public:
  /// frames in time order; block: frames a block, 0: block_for(frames).
  BlockBootstrap(std::size_t frames, int resamples, std::uint64_t seed, std::size_t block = 0);

  [[nodiscard]] int resamples() const { return resamples_; }
  /// Whether there are blocks enough for an interval.
  [[nodiscard]] bool tells() const { return blocks_ >= kLeastBlocks; }
  [[nodiscard]] std::size_t blocks() const { return blocks_; }
  [[nodiscard]] std::size_t block_of(std::size_t frame) const { return frame / block_; }
  [[nodiscard]] std::size_t block_size() const { return block_; }
  /// How often each block is in resample r: weights.size() == blocks(). The same for the same seed and r.
  void draw(int r, std::span<std::uint32_t> weights) const;

 private:
  int resamples_;
  std::uint64_t seed_;
  std::size_t block_, blocks_;
};

/// Frames a block: ceil(sqrt(frames)), and at least `least`.
[[nodiscard]] std::size_t block_for(std::size_t frames, std::size_t least = 1);

/// Most lags that correlation_time looks at.
inline constexpr std::size_t kMostLags = 1000;
/// For how many frames a series in time order resembles itself: the integrated autocorrelation time
/// 1 + 2 (r1 + r2 + ...), cut at the first lag without correlation, or at five times the sum so far, behind which there
/// is only noise. Rounded up; at least 1 (also of a constant, and of fewer than 2 values), at most kMostLags and a
/// kLeastBlocks-th of the values, of which nothing longer can be told. Values that are not finite are left out.
[[nodiscard]] std::size_t correlation_time(std::span<const double> series);

/// 95 % interval of a series' mean, its blocks drawn again. NaN with too few blocks.
[[nodiscard]] Interval interval_of_mean(std::span<const double> series, int resamples, std::uint64_t seed,
                                        std::size_t block);

/// Middle 95 % of the finite values, linearly interpolated between order statistics. No finite value: {otherwise,
/// otherwise}.
[[nodiscard]] Interval middle_95(std::vector<double> values, double otherwise);

}  // namespace mlink::metrics
