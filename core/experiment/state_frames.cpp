#include "experiment/state_frames.h"

#include <fmt/format.h>

#include <algorithm>

namespace mlink::experiment {
namespace {

constexpr const char* kAgain = "again";  ///< the outputs are being replaced

}  // namespace

Status StateFrames::check(const StoreQueries& store, const StoredCamera& camera, const StoredBox& box,
                          const Manifest& manifest, const std::vector<std::int64_t>& frames,
                          std::unordered_set<std::int64_t>& missing) {
  if (!manifest.remembers() || frames.empty()) return {};
  const auto key = fmt::format("state {} {}", camera.source_hash, box.content_hash);
  Use use{fmt::format("{}+{}", frames.front(), camera.every), camera.name, box.name, false, false};
  if (const auto other = uses_.find(key); other != uses_.end()) {
    if (other->second.frames == use.frames) return {};
    missing.clear();
    problems_.emplace_back(
        camera.name,
        Error{ErrorKind::invalid_input,
              fmt::format(
                  "{} keeps a state, and {} sees the same picture as {} on other frames: it runs on that one only.",
                  box.name, camera.name, other->second.camera),
              "Give both cameras the same frames, or remove one of them.",
              {}});
    return {};
  }
  MLINK_ASSIGN(const auto before, store.setting(key));
  use.known = before == use.frames;
  use.again = !use.known && (before.has_value() || missing.size() < frames.size());
  if (use.again) missing.insert(frames.begin(), frames.end());
  uses_.emplace(key, std::move(use));
  return {};
}

Status StateFrames::begin(StoreWriter& store) const {
  for (const auto& [key, use] : uses_)
    if (!use.known) MLINK_TRY(store.set_setting(key, use.again ? kAgain : use.frames));
  return {};
}

Status StateFrames::finish(StoreWriter& store, const Problems& boxes, const Problems& cameras) const {
  const auto is_among = [](const Problems& problems, const std::string& name) {
    return std::any_of(problems.begin(), problems.end(), [&](const auto& problem) { return problem.first == name; });
  };
  for (const auto& [key, use] : uses_)
    if (use.again && !is_among(boxes, use.box) && !is_among(cameras, use.camera))
      MLINK_TRY(store.set_setting(key, use.frames));
  return {};
}

}  // namespace mlink::experiment
