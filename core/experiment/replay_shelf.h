// The replay engines that are in use over one reading of a file, so that pages which ask for the same share one, and
// those which ask for other methods or the other kind of cost share what was predicted and scored, and the frame
// features that they look at: of millions of frames these are hundreds of MB. It keeps nothing alive. Thread-safe.
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "outputs/frame_features.h"
#include "replay/replay.h"

namespace mlink::experiment {

class ReplayShelf {
 public:
  using EnginePtr = std::shared_ptr<const ReplayEngine>;
  struct Found {
    EnginePtr same;         ///< that answers these settings at any budget; null: none
    EnginePtr same_frames;  ///< of other methods or the other kind of cost; null: none
  };
  [[nodiscard]] Found find(const ReplaySettings& settings);
  void add(const EnginePtr& engine);

  using FeaturesPtr = std::shared_ptr<const FrameFeatures>;
  [[nodiscard]] FeaturesPtr features();  ///< null: no engine in use looks at any
  /// What was read, or what another thread has read meanwhile.
  [[nodiscard]] FeaturesPtr share(FrameFeatures read);

 private:
  std::mutex mutex_;
  std::vector<std::weak_ptr<const ReplayEngine>> engines_;
  std::weak_ptr<const FrameFeatures> features_;
};

}  // namespace mlink::experiment
