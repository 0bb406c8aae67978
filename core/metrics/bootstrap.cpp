#include "metrics/bootstrap.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "base/number.h"
#include "base/random.h"

namespace mlink::metrics {

BlockBootstrap::BlockBootstrap(std::size_t frames, int resamples, std::uint64_t seed, std::size_t block)
    : resamples_(std::max(resamples, 0)), seed_(seed), block_(block) {
  if (block_ == 0) block_ = block_for(frames);
  block_ = std::max<std::size_t>(block_, 1);
  blocks_ = (frames + block_ - 1) / block_;
}

void BlockBootstrap::draw(int r, std::span<std::uint32_t> weights) const {
  std::fill(weights.begin(), weights.end(), 0U);
  Random random(job_seed(seed_, r, 0));
  for (std::size_t i = 0; i < weights.size(); ++i) ++weights[random.below(weights.size())];
}

std::size_t block_for(std::size_t frames, std::size_t least) {
  return std::max({static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(frames)))), least, std::size_t{1}});
}

std::size_t correlation_time(std::span<const double> series) {
  std::vector<double> x;
  std::copy_if(series.begin(), series.end(), std::back_inserter(x), [](double v) { return std::isfinite(v); });
  const std::size_t most = std::min(kMostLags, x.size() / kLeastBlocks);
  if (most < 2 || std::equal(x.begin() + 1, x.end(), x.begin()))
    return 1;  // rounding must not make noise of a constant
  double mean = 0;
  for (const double v : x) mean += v / static_cast<double>(x.size());
  double variance = 0;
  for (double& v : x) {
    v -= mean;
    variance += v * v;
  }
  double time = 1;
  for (std::size_t lag = 1; lag <= most && static_cast<double>(lag) < 5 * time; ++lag) {
    double covariance = 0;
    for (std::size_t i = lag; i < x.size(); ++i) covariance += x[i] * x[i - lag];
    if (covariance <= 0) break;
    time += 2 * covariance / variance;
  }
  return std::clamp(static_cast<std::size_t>(std::ceil(time)), std::size_t{1}, most);
}

Interval interval_of_mean(std::span<const double> series, int resamples, std::uint64_t seed, std::size_t block) {
  const BlockBootstrap blocks(series.size(), resamples, seed, block);
  if (!blocks.tells()) return {kNan, kNan};
  std::vector<double> sums(blocks.blocks(), 0), counts(blocks.blocks(), 0), means;
  for (std::size_t n = 0; n < series.size(); ++n) {
    sums[blocks.block_of(n)] += series[n];
    counts[blocks.block_of(n)] += 1;
  }
  std::vector<std::uint32_t> drawn(blocks.blocks());
  for (int r = 0; r < blocks.resamples(); ++r) {
    blocks.draw(r, drawn);
    double sum = 0, count = 0;
    for (std::size_t b = 0; b < drawn.size(); ++b) {
      sum += drawn[b] * sums[b];
      count += drawn[b] * counts[b];
    }
    if (count > 0) means.push_back(sum / count);
  }
  return middle_95(std::move(means), kNan);
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

}  // namespace mlink::metrics
