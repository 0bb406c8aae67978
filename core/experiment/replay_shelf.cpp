#include "experiment/replay_shelf.h"

#include <utility>

namespace mlink::experiment {
namespace {

/// Whether the engines evaluate the same frames in the same periods.
bool same_frames(const ReplaySettings& a, const ReplaySettings& b) {
  return a.period_seconds == b.period_seconds && a.prefix == b.prefix && a.prefix_cost == b.prefix_cost &&
         a.seed == b.seed;
}

}  // namespace

ReplayShelf::Found ReplayShelf::find(const ReplaySettings& settings) {
  const std::lock_guard lock(mutex_);
  std::erase_if(engines_, [](const auto& engine) { return engine.expired(); });
  Found found;
  for (const auto& kept : engines_) {
    const EnginePtr engine = kept.lock();
    if (!engine || !same_frames(engine->settings(), settings)) continue;
    found.same_frames = engine;
    if (engine->settings().kind == settings.kind && engine->settings().methods == settings.methods) found.same = engine;
  }
  return found;
}

void ReplayShelf::add(const EnginePtr& engine) {
  const std::lock_guard lock(mutex_);
  engines_.emplace_back(engine);
}

ReplayShelf::FeaturesPtr ReplayShelf::features() {
  const std::lock_guard lock(mutex_);
  return features_.lock();
}

ReplayShelf::FeaturesPtr ReplayShelf::share(FrameFeatures read) {
  const std::lock_guard lock(mutex_);
  if (auto known = features_.lock()) return known;
  auto mine = std::make_shared<const FrameFeatures>(std::move(read));
  features_ = mine;
  return mine;
}

}  // namespace mlink::experiment
