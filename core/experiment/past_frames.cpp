#include "experiment/past_frames.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "blackbox/preprocess.h"

namespace mlink::experiment {

namespace {

void plan_state(const media::Stretches& stretches, const std::vector<std::int64_t>& frames,
                std::unordered_set<std::int64_t>& missing, PastPlan& plan) {
  plan.state = true;
  for (std::size_t begin = 0; begin < frames.size();) {
    std::size_t end = begin;
    std::size_t first_missing = frames.size();
    for (; end < frames.size() && stretches.first_of(frames[end]) == stretches.first_of(frames[begin]); ++end)
      if (missing.contains(frames[end])) first_missing = std::min(first_missing, end);
    if (first_missing < frames.size()) {
      plan.begins.insert(frames[begin]);
      plan.again.insert(frames.begin() + static_cast<std::ptrdiff_t>(begin),
                        frames.begin() + static_cast<std::ptrdiff_t>(first_missing));
      missing.insert(frames.begin() + static_cast<std::ptrdiff_t>(first_missing),
                     frames.begin() + static_cast<std::ptrdiff_t>(end));
    }
    begin = end;
  }
}

}  // namespace

PastPlan past_plan(const Manifest& manifest, const FrameIndex& index, const std::vector<std::int64_t>& frames,
                   std::unordered_set<std::int64_t>& missing) {
  PastPlan plan;
  if (missing.empty() || (!manifest.remembers() && !manifest.input.clip())) return plan;
  // An index that is not that of the frames: opening the file tells what is wrong.
  if (frames.empty() || frames.back() >= static_cast<std::int64_t>(index.entries.size())) return plan;
  const media::Stretches stretches(index);
  if (manifest.remembers()) plan_state(stretches, frames, missing, plan);
  if (!manifest.input.clip()) return plan;
  plan.input = manifest.input;
  for (const auto ordinal : frames) {
    if (!missing.contains(ordinal) && !plan.again.contains(ordinal)) continue;
    auto clip = media::clip_of(index, stretches, ordinal, manifest.input.frames, manifest.input.step);
    plan.pictures.insert(clip.begin(), clip.end());
    plan.clips.emplace(ordinal, std::move(clip));
  }
  return plan;
}

void ClipPictures::take(const Frame& frame) {
  if (!plan_.pictures.contains(frame.ordinal())) return;
  if (auto small = blackbox::shrunk(frame, plan_.input)) kept_.insert_or_assign(frame.ordinal(), std::move(*small));
}

Frame ClipPictures::with_clip(const Frame& frame) {
  const auto clip = plan_.clips.find(frame.ordinal());
  if (clip == plan_.clips.end()) return frame;
  const auto& ordinals = clip->second;
  auto earlier = std::make_shared<std::vector<Frame>>(ordinals.size() - 1);
  Frame picture = frame;
  for (std::size_t i = ordinals.size() - 1; i-- > 0;) {
    if (const auto kept = kept_.find(ordinals[i]); kept != kept_.end()) picture = kept->second;
    (*earlier)[i] = picture;
  }
  const auto next = std::next(clip);
  kept_.erase(kept_.begin(), next == plan_.clips.end() ? kept_.end() : kept_.lower_bound(next->second.front()));
  return frame.with_earlier(std::move(earlier));
}

std::shared_ptr<const std::vector<Frame>> RecentPictures::take(const Frame& frame, double seconds, double step,
                                                               const InputSpec& input) {
  if (!kept_.empty() && media::is_gap(seconds - kept_.back().seconds, step)) kept_.clear();
  auto& now = kept_.emplace_back(Kept{seconds, frame});
  if (auto small = blackbox::shrunk(frame, input)) now.frame = std::move(*small);
  auto earlier = std::make_shared<std::vector<Frame>>(static_cast<std::size_t>(input.frames - 1));
  std::size_t at = kept_.size() - 1;
  for (std::size_t i = earlier->size(); i-- > 0;) {
    const double moment = seconds - static_cast<double>(earlier->size() - i) * input.step;
    const auto away = [&](std::size_t n) { return std::abs(kept_[n].seconds - moment); };
    constexpr double kSame = 1e-6;  // of two that are as near the later one
    while (at > 0 && away(at - 1) < away(at) - kSame) --at;
    (*earlier)[i] = kept_[at].frame;
  }
  // One that is older than the clip may be the nearest of the next one's first moment.
  const double oldest = seconds - static_cast<double>(input.frames - 1) * input.step;
  while (kept_.size() > 2 && kept_[1].seconds < oldest) kept_.pop_front();
  return earlier;
}

}  // namespace mlink::experiment
