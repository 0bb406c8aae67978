#include "experiment/known_features.h"

#include <algorithm>
#include <mutex>
#include <utility>
#include <vector>

namespace mlink::experiment {
namespace {

struct Known {
  std::weak_ptr<ReplayShelf> shelf;
  std::weak_ptr<const FrameFeatures> features;
};

class KnownFeatures {
 public:
  FeaturesPtr find(const std::shared_ptr<ReplayShelf>& shelf) {
    const std::lock_guard lock(mutex_);
    return found(shelf);
  }
  FeaturesPtr share(const std::shared_ptr<ReplayShelf>& shelf, FeaturesPtr read) {
    const std::lock_guard lock(mutex_);
    if (auto known = found(shelf)) return known;
    known_.push_back({shelf, read});
    return read;
  }

 private:
  FeaturesPtr found(const std::shared_ptr<ReplayShelf>& shelf) {
    std::erase_if(known_, [](const Known& one) { return one.shelf.expired() || one.features.expired(); });
    for (const Known& one : known_)
      if (one.shelf.lock() == shelf) return one.features.lock();
    return nullptr;
  }

  std::mutex mutex_;
  std::vector<Known> known_;
};

KnownFeatures& all_known() {
  static KnownFeatures known;
  return known;
}

}  // namespace

FeaturesPtr known_features(const std::shared_ptr<ReplayShelf>& shelf) {
  return shelf ? all_known().find(shelf) : nullptr;
}

FeaturesPtr shared_features(const std::shared_ptr<ReplayShelf>& shelf, FrameFeatures read) {
  auto features = std::make_shared<const FrameFeatures>(std::move(read));
  return shelf ? all_known().share(shelf, std::move(features)) : features;
}

}  // namespace mlink::experiment
