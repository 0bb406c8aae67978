// Internal to core/experiment: frame features beside the outputs while collecting. A thread of its own compares each
// camera's pictures in order.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <stop_token>
#include <unordered_set>
#include <vector>

#include "base/bounded_queue.h"
#include "media/picture_change.h"
#include "store/store.h"

namespace mlink::experiment {

/// What is missing of one camera's features: frames to look at, in order, of which some are remembered only.
struct FeaturePlan {
  std::vector<std::int64_t> look_at;               ///< ascending
  std::unordered_set<std::int64_t> looked, store;  ///< look_at as a set; those that have none yet
};
/// `missing`: StoreQueries::without_features. `frames`: all ordinals of the camera, ascending. Where the features were
/// stopped in the middle, the frames before are looked at again: the next ones are compared with them.
[[nodiscard]] FeaturePlan feature_plan(const std::vector<std::int64_t>& frames,
                                       const std::vector<std::int64_t>& missing);

class PictureComparer {
 public:
  struct Work {
    RowId camera = 0;
    std::int64_t ordinal = 0;
    Frame frame;  ///< empty: the picture could not be read
    bool store = false;
  };
  using Found = std::function<void(RowId camera, const StoredFeatures& features)>;

  PictureComparer(std::size_t capacity, std::stop_token stop, Found found)
      : work_(capacity), stop_(std::move(stop)), found_(std::move(found)) {}
  /// Each camera's frames in ascending order. Waits while the queue is full; false: stopped.
  bool push(Work work) { return work_.push(std::move(work), stop_); }
  void no_more_work() { work_.close(); }
  void abandon() { work_.abandon(); }
  /// Until there is no more work; the calling thread tells what it finds.
  void run();

 private:
  BoundedQueue<Work> work_;
  std::stop_token stop_;
  Found found_;
};

}  // namespace mlink::experiment
