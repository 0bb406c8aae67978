#include "media/clip.h"

#include <algorithm>
#include <cstddef>
#include <iterator>

namespace mlink::media {
namespace {

double usual_step(const FrameIndex& index, const std::vector<std::int64_t>& there) {
  std::vector<double> steps;
  for (std::size_t i = 1; i < there.size(); ++i) steps.push_back(index.seconds(there[i]) - index.seconds(there[i - 1]));
  if (steps.empty()) return 0;
  const auto middle = steps.begin() + static_cast<std::ptrdiff_t>(steps.size() / 2);
  std::nth_element(steps.begin(), middle, steps.end());
  return *middle;
}

/// The frame that is nearest to a moment, among those from `first` to `last` that are there; of two the later one.
std::int64_t nearest(const FrameIndex& index, std::int64_t first, std::int64_t last, double moment) {
  constexpr double kSame = 1e-6;
  // The first that lies after the moment; the frame before it, or it itself, is the nearest.
  std::int64_t low = first;
  std::int64_t high = last;
  while (low < high) {
    const auto middle = low + (high - low) / 2;
    if (index.seconds(middle) > moment)
      high = middle;
    else
      low = middle + 1;
  }
  auto after = low;
  while (after < last && index.missing(after)) ++after;
  auto before = low - 1;
  while (before >= first && index.missing(before)) --before;
  if (before < first) return after;
  return index.seconds(after) - moment <= moment - index.seconds(before) + kSame ? after : before;
}

}  // namespace

Stretches::Stretches(const FrameIndex& index) {
  std::vector<std::int64_t> there;
  for (std::size_t i = 0; i < index.entries.size(); ++i)
    if (!index.missing(static_cast<std::int64_t>(i))) there.push_back(static_cast<std::int64_t>(i));
  const double step = usual_step(index, there);
  for (std::size_t i = 0; i < there.size(); ++i) {
    const auto shift = [&](std::size_t n) { return index.entries[static_cast<std::size_t>(there[n])].shift; };
    if (i == 0 || shift(i) != shift(i - 1) || is_gap(index.seconds(there[i]) - index.seconds(there[i - 1]), step))
      firsts_.push_back(there[i]);
  }
}

std::int64_t Stretches::first_of(std::int64_t ordinal) const {
  const auto after = std::upper_bound(firsts_.begin(), firsts_.end(), ordinal);
  return after == firsts_.begin() ? ordinal : *std::prev(after);
}

std::vector<std::int64_t> clip_of(const FrameIndex& index, const Stretches& stretches, std::int64_t ordinal, int frames,
                                  double step) {
  std::vector<std::int64_t> clip(static_cast<std::size_t>(frames), ordinal);
  const auto first = stretches.first_of(ordinal);
  const double now = index.seconds(ordinal);
  for (std::size_t i = 0; i + 1 < clip.size(); ++i)
    clip[i] = nearest(index, first, ordinal, now - static_cast<double>(clip.size() - 1 - i) * step);
  return clip;
}

}  // namespace mlink::media
