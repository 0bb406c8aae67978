// The replay engines that are in use over one reading of a file, so that pages which ask for the same share one, and
// those which ask for other methods or the other kind of cost share what was predicted and scored. It keeps no engine
// alive. Thread-safe.
#pragma once

#include <memory>
#include <mutex>
#include <vector>

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

 private:
  std::mutex mutex_;
  std::vector<std::weak_ptr<const ReplayEngine>> engines_;
};

}  // namespace mlink::experiment
