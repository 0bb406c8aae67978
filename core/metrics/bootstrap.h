// Bootstrap over blocks of neighbouring frames. Frames of a video resemble their neighbours, so drawing single frames
// would claim more certainty than there is; blocks of about sqrt(n) frames keep the neighbours together.
// Values; const use from many threads is safe.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "metrics/metrics.h"

namespace mlink {

class BlockBootstrap {
 public:
  /// frames in time order; block: frames a block, 0: ceil(sqrt(frames)).
  BlockBootstrap(std::size_t frames, int resamples, std::uint64_t seed, std::size_t block = 0);

  [[nodiscard]] int resamples() const { return resamples_; }
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

/// Middle 95 % of the finite values, linearly interpolated between order statistics. No finite value: {otherwise,
/// otherwise}.
[[nodiscard]] Interval middle_95(std::vector<double> values, double otherwise);

}  // namespace mlink
