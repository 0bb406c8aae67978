#include "metrics/bootstrap.h"

#include <algorithm>
#include <cmath>

#include "base/random.h"

namespace mlink {

BlockBootstrap::BlockBootstrap(std::size_t frames, int resamples, std::uint64_t seed, std::size_t block)
    : resamples_(std::max(resamples, 0)), seed_(seed), block_(block) {
  if (block_ == 0) block_ = static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(frames))));
  block_ = std::max<std::size_t>(block_, 1);
  blocks_ = (frames + block_ - 1) / block_;
}

void BlockBootstrap::draw(int r, std::span<std::uint32_t> weights) const {
  std::fill(weights.begin(), weights.end(), 0U);
  Random random(job_seed(seed_, r, 0));
  for (std::size_t i = 0; i < weights.size(); ++i) ++weights[random.below(weights.size())];
}

Interval middle_95(std::vector<double> values, double otherwise) {
  std::erase_if(values, [](double value) { return !std::isfinite(value); });
  if (values.empty()) return {otherwise, otherwise};
  std::sort(values.begin(), values.end());
  const auto at = [&values](double share) {
    const double place = share * static_cast<double>(values.size() - 1);
    const auto low = static_cast<std::size_t>(place);
    const std::size_t high = std::min(low + 1, values.size() - 1);
    return values[low] + (place - static_cast<double>(low)) * (values[high] - values[low]);
  };
  return {at(0.025), at(0.975)};
}

}  // namespace mlink
