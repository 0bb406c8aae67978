#include "blackbox/sound/sound_measures.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <opencv2/core.hpp>
#include <vector>

namespace mlink::blackbox {
namespace {

constexpr std::size_t kSpectrum = 1024;

double mean_square(std::span<const float> samples) {
  double sum = 0;
  for (const float s : samples) sum += static_cast<double>(s) * s;
  return samples.empty() ? 0 : sum / static_cast<double>(samples.size());
}

double decibel(double mean_square) {
  if (std::isnan(mean_square)) return mean_square;
  return mean_square > 0 ? 10 * std::log10(mean_square) : -std::numeric_limits<double>::infinity();
}

/// Where a parabola through three points has its extreme, from the middle one, in -0.5..0.5.
double vertex(double left, double middle, double right) {
  const double bend = left - 2 * middle + right;
  return bend == 0 ? 0 : std::clamp(0.5 * (left - right) / bend, -0.5, 0.5);
}

/// YIN on one moment of 2 * longest samples; the period in samples, 0: none.
class Yin {
 public:
  Yin(std::size_t shortest, std::size_t longest, double unclear)
      : shortest_(shortest), longest_(longest), unclear_(unclear), dip_(longest + 1) {}

  double period(std::span<const float> moment) {
    differences(moment);
    for (std::size_t lag = shortest_; lag < longest_; ++lag) {
      if (dip_[lag] >= unclear_) continue;
      while (lag + 1 < longest_ && dip_[lag + 1] < dip_[lag]) ++lag;
      return static_cast<double>(lag) + vertex(dip_[lag - 1], dip_[lag], dip_[lag + 1]);
    }
    return 0;
  }

 private:
  /// Difference to the moment shifted by each lag, over the mean of those of all shorter lags.
  void differences(std::span<const float> moment) {
    dip_[0] = 1;
    double sum = 0;
    for (std::size_t lag = 1; lag <= longest_; ++lag) {
      float difference = 0;
      for (std::size_t i = 0; i < longest_; ++i) {
        const float d = moment[i] - moment[i + lag];
        difference += d * d;
      }
      sum += static_cast<double>(difference);
      dip_[lag] = sum > 0 ? static_cast<double>(difference) * static_cast<double>(lag) / sum : 1;
    }
  }

  std::size_t shortest_, longest_;
  double unclear_;
  std::vector<double> dip_;
};

}  // namespace

std::optional<float> loudness(std::span<const float> samples, double floor) {
  if (samples.empty()) return std::nullopt;
  const double level = decibel(mean_square(samples));
  return static_cast<float>(level < floor ? floor : level);  // a NaN stays one
}

std::optional<float> pitch(std::span<const float> samples, int rate, const PitchSettings& settings) {
  const auto longest = static_cast<std::size_t>(std::ceil(rate / settings.low));
  const auto shortest = std::max<std::size_t>(2, static_cast<std::size_t>(std::floor(rate / settings.high)));
  const std::size_t moment = 2 * longest;
  if (longest <= shortest || samples.size() < moment) return std::nullopt;
  if (std::isnan(mean_square(samples))) return std::numeric_limits<float>::quiet_NaN();
  Yin yin(shortest, longest, settings.unclear);
  std::vector<double> found;
  int moments = 0;
  const auto step = std::max<std::size_t>(1, static_cast<std::size_t>(rate / 100));
  for (std::size_t at = 0; at + moment <= samples.size(); at += step) {
    ++moments;
    const auto part = samples.subspan(at, moment);
    if (decibel(mean_square(part)) < settings.floor) continue;
    if (const double period = yin.period(part); period > 0) found.push_back(rate / period);
  }
  if (found.empty() || static_cast<double>(found.size()) < settings.voiced * moments) return std::nullopt;
  const auto middle = found.begin() + static_cast<std::ptrdiff_t>(found.size() / 2);
  std::nth_element(found.begin(), middle, found.end());
  return static_cast<float>(*middle);
}

std::optional<float> centroid(std::span<const float> samples, int rate) {
  double weighted = 0;
  double total = 0;
  cv::Mat in(1, static_cast<int>(kSpectrum), CV_32F);
  cv::Mat out;
  for (std::size_t at = 0; at + kSpectrum <= samples.size(); at += kSpectrum / 2) {
    for (std::size_t i = 0; i < kSpectrum; ++i) {
      const double hann = 0.5 - 0.5 * std::cos(2 * std::numbers::pi * static_cast<double>(i) / kSpectrum);
      in.at<float>(0, static_cast<int>(i)) = static_cast<float>(hann * samples[at + i]);
    }
    cv::dft(in, out, cv::DFT_COMPLEX_OUTPUT);
    for (std::size_t k = 1; k <= kSpectrum / 2; ++k) {
      const auto bin = out.at<cv::Vec2f>(0, static_cast<int>(k));
      const double power = static_cast<double>(bin[0]) * bin[0] + static_cast<double>(bin[1]) * bin[1];
      total += power;
      weighted += power * static_cast<double>(k) * rate / kSpectrum;
    }
  }
  if (total <= 0) return std::nullopt;
  return static_cast<float>(weighted / total);
}

std::optional<float> zero_crossings(std::span<const float> samples, int rate) {
  if (samples.size() < 2) return std::nullopt;
  int crossings = 0;
  float sign = 0;
  for (const float s : samples) {
    if (s == 0) continue;
    if (sign * s < 0) ++crossings;
    sign = s > 0 ? 1.F : -1.F;
  }
  return static_cast<float>(static_cast<double>(crossings) * rate / static_cast<double>(samples.size()));
}

}  // namespace mlink::blackbox
