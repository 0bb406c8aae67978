#include "recorded/scenario/hidden_cause.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace mlink::recorded {
namespace {

constexpr double kSecondsADay = 24 * 3600.;
/// What the streams of a camera are for; those of its boxes come behind.
enum Purpose { for_camera, for_level, for_bursts, for_scenes, for_x, for_y, for_size, for_features };

/// The rhythm at a time: the first day is a weekday, the others are of the weekend; straight between hours.
double rhythm_at(const SyntheticCause& cause, double seconds) {
  const auto value = [&](std::int64_t hour) {
    const std::vector<double>& day = hour < 24 ? cause.weekday : cause.weekend;
    return day.empty() ? 1 : day[static_cast<std::size_t>(hour % 24)];
  };
  const double hours = cause.begins + seconds / 3600;
  const auto hour = static_cast<std::int64_t>(std::floor(hours));
  const double part = hours - static_cast<double>(hour);
  return value(hour) * (1 - part) + value(hour + 1) * part;
}

/// Bursts that rise at once and fade.
class Bursts {
 public:
  Bursts(Random random, const SyntheticCause& cause, double step)
      : random_(random),
        rises_(cause.burst_rises),
        chance_(std::min(1., cause.bursts_a_day * step / kSecondsADay)),
        keeps_(1 / (1 + step / cause.burst_lasts)) {}
  double next() {
    height_ *= keeps_;
    if (random_.unit() < chance_) height_ += rises_;
    return height_;
  }

 private:
  Random random_;
  double rises_, chance_, keeps_, height_ = 0;
};

/// How a feature sees a change: of a still picture, at most, and where half of that is reached.
struct SeenChange {
  double still, most, half;
};
constexpr std::array<SeenChange, kFeatureKinds> kSeen{
    {{0.004, 0.6, 0.8}, {0, 0.8, 0.5}, {0.002, 0.3, 1}, {0.001, 0.2, 0.8}}};
constexpr double kFeatureNoise = 0.15;  ///< share of a feature

/// Of the picture, in means of the level: who is there moves, comes and goes; a new scene is a cut.
double change_between(const HiddenFrame& before, const HiddenFrame& now, double mean) {
  constexpr double kMoving = 0.1, kPlace = 0.5, kCut = 3;
  const double amount = mean > 0 ? (std::abs(now.level - before.level) + kMoving * now.level) / mean : 0;
  const double moved = kPlace * (std::abs(now.x - before.x) + std::abs(now.y - before.y));
  return amount + moved + (now.scene == before.scene ? 0 : kCut);
}

double to_share(double value) { return std::clamp(value, 0., 1.); }

}  // namespace

double near_normal(Random& random) {
  const std::uint64_t bits = random.next();
  const std::uint64_t sum = (bits & 0xFFFFU) + ((bits >> 16U) & 0xFFFFU) + ((bits >> 32U) & 0xFFFFU) + (bits >> 48U);
  constexpr double kMean = 2 * 65535., kRootOfThree = 1.7320508075688772;  // four uniform numbers: variance 4/12
  return (static_cast<double>(sum) - kMean) * (kRootOfThree / 65536);
}

Random stream_of(std::uint64_t seed, int camera, int purpose) { return Random(job_seed(seed, camera, purpose)); }

SlowDeviation::SlowDeviation(Random random, double lasts, double step)
    : random_(random), keeps_(1 / (1 + step / lasts)), value_(near_normal(random_)) {}

double SlowDeviation::next() {
  const double value = value_;
  value_ = keeps_ * value_ + std::sqrt(1 - keeps_ * keeps_) * near_normal(random_);
  return value;
}

std::vector<HiddenFrame> hidden_cause(const Scenario& scenario, std::uint64_t seed, int camera) {
  const SyntheticCause& cause = scenario.cause;
  const double step = scenario.frame_seconds;
  Random own = stream_of(seed, camera, for_camera);
  const double mean = cause.mean * (1 + cause.cameras_differ * (2 * own.unit() - 1));
  const auto slow = [&](Purpose purpose, double lasts) {
    return SlowDeviation(stream_of(seed, camera, purpose), lasts, step);
  };
  SlowDeviation level = slow(for_level, cause.reverts);
  SlowDeviation x = slow(for_x, cause.place_wanders), y = slow(for_y, cause.place_wanders);
  SlowDeviation size = slow(for_size, cause.place_wanders);
  Bursts bursts(stream_of(seed, camera, for_bursts), cause, step);
  Random scenes = stream_of(seed, camera, for_scenes);
  const auto kinds = static_cast<std::uint64_t>(cause.scenes);
  double scene = static_cast<double>(scenes.below(kinds));
  std::vector<HiddenFrame> frames(static_cast<std::size_t>(scenario.frames_per_camera()));
  for (std::size_t n = 0; n < frames.size(); ++n) {
    const double seconds = static_cast<double>(n) * step;
    const double grown = std::max(0., 1 + cause.drift * (seconds / kSecondsADay));
    const double around = std::max(0., 1 + cause.varies * level.next());
    if (scenes.unit() < step / cause.scene_lasts && n > 0) scene = static_cast<double>(scenes.below(kinds));
    HiddenFrame& frame = frames[n];
    frame.level = mean * (rhythm_at(cause, seconds) * grown * around + bursts.next());
    frame.scene = scene;
    frame.x = to_share(0.5 + cause.place_varies * x.next());
    frame.y = to_share(0.5 + cause.place_varies * y.next());
    frame.size = std::clamp(0.3 * (1 + 0.4 * size.next()), 0.1, 0.6);
  }
  return frames;
}

SyntheticFeatures::SyntheticFeatures(const Scenario& scenario, std::uint64_t seed, int camera)
    : mean_(scenario.cause.mean), random_(stream_of(seed, camera, for_features)) {}

FeatureValues SyntheticFeatures::next(std::span<const HiddenFrame> causes, std::size_t frame) {
  FeatureValues values;
  values.fill(kNoFeature);
  for (std::size_t lag = 0; lag < kLagCount; ++lag) {
    const auto ago = static_cast<std::size_t>(kFeatureLags[lag]);
    if (ago > frame) break;
    const double change = change_between(causes[frame - ago], causes[frame], mean_);
    for (const FeatureKind kind : kAllFeatures) {
      const SeenChange& seen = kSeen[static_cast<std::size_t>(kind)];
      const double value = seen.still + seen.most * change / (change + seen.half);
      values[feature_at(kind, lag)] = static_cast<float>(to_share(value * (1 + kFeatureNoise * near_normal(random_))));
    }
  }
  return values;
}

}  // namespace mlink::recorded
