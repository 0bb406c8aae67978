#include "recorded/times.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

namespace mlink::recorded {
namespace {

constexpr double kMostTime = 1e9;  // seconds; frames of it fit 64 bits at any rate

// Between two used frames of a video: the number of the frame there, where the camera leaves frames out.
std::optional<std::int64_t> unused_frame(const KnownCamera& camera, std::size_t before, double seconds) {
  if (before + 1 >= camera.ordinals.size()) return std::nullopt;
  const auto low = camera.ordinals[before];
  const auto high = camera.ordinals[before + 1];
  const double share = (seconds - camera.seconds[before]) / (camera.seconds[before + 1] - camera.seconds[before]);
  const auto at = low + std::llround(share * static_cast<double>(high - low));
  return at > low && at < high ? std::optional(at) : std::nullopt;
}

}  // namespace

FrameRate frame_rate_of(std::span<const std::int64_t> ordinals, std::span<const double> seconds) {
  std::vector<double> apart;
  for (std::size_t i = 1; i < ordinals.size(); ++i)
    apart.push_back((seconds[i] - seconds[i - 1]) / static_cast<double>(ordinals[i] - ordinals[i - 1]));
  if (apart.empty()) return {};
  std::vector<double> sorted = apart;
  const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
  std::nth_element(sorted.begin(), middle, sorted.end());
  const double usual = *middle;
  if (!(usual > 0)) return {};
  // Times are written with few digits: the mean of those that are about so far apart is nearer to the truth.
  double time = 0, frames = 0;
  std::size_t even = 0;
  for (std::size_t i = 0; i < apart.size(); ++i) {
    if (std::abs(apart[i] - usual) > usual / 10) continue;
    ++even;
    time += seconds[i + 1] - seconds[i];
    frames += static_cast<double>(ordinals[i + 1] - ordinals[i]);
  }
  const double rate = frames / time;
  const double round = std::round(rate * 1e4) / 1e4;
  return {std::abs(round - rate) < 1e-9 * rate ? round : rate, even * 10 >= apart.size() * 9};
}

Result<std::int64_t> FrameTimes::at(std::string_view name, double seconds, const TextPlace& place,
                                    const std::string& path) const {
  const KnownCamera* camera = nullptr;
  for (const auto& known : *cameras_)
    if (known.name == name) camera = &known;
  const double rate = camera && camera->rate > 0 ? camera->rate : rate_;
  if (seconds > kMostTime)
    return fail_at(place, fmt::format("{} is no time in a video.", seconds), "Seconds from its start are expected.",
                   path);
  if (rate <= 0)
    return fail_at(place, fmt::format("how many frames a second camera {} has is not known.", in_quotes(name)),
                   "Give --rate, or the column frame.", path);
  if (!camera || camera->ordinals.empty()) return std::llround(seconds * rate);
  const auto behind = std::lower_bound(camera->seconds.begin(), camera->seconds.end(), seconds);
  auto nearest = static_cast<std::size_t>(behind - camera->seconds.begin());
  const auto before = nearest == 0 ? 0 : nearest - 1;
  if (nearest == camera->seconds.size() || (nearest > 0 && seconds - camera->seconds[before] < *behind - seconds))
    nearest = before;
  // Times are written with few digits: exactly half a frame away still counts.
  const double half = 0.5 / rate;
  if (std::abs(camera->seconds[nearest] - seconds) <= half * (1 + 1e-6)) return camera->ordinals[nearest];
  const auto fresh = std::llround(seconds * rate);
  if (camera->recorded && !std::binary_search(camera->ordinals.begin(), camera->ordinals.end(), fresh)) return fresh;
  if (const auto unused = unused_frame(*camera, before, seconds)) return *unused;
  return fail_at(place,
                 fmt::format("no frame of camera {} is at {} s (the nearest is {} at {:.6g} s).", name, seconds,
                             camera->ordinals[nearest], camera->seconds[nearest]),
                 fmt::format("A time within half a frame ({:.3g} s) of a frame is expected.", half), path);
}

}  // namespace mlink::recorded
