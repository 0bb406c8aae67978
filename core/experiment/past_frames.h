// Internal to core/experiment: what boxes that see clips or keep a state get of the frames before. It follows from the
// file alone, and for a state from the camera's frames in use, so that outputs are the same whatever threads there are
// and wherever collecting was stopped.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <unordered_set>
#include <vector>

#include "blackbox/manifest.h"
#include "media/clip.h"
#include "media/frame.h"
#include "media/video.h"

namespace mlink::experiment {

/// Of one box on one camera; empty for a box that answers from one frame.
struct PastPlan {
  InputSpec input;
  std::map<std::int64_t, std::vector<std::int64_t>> clips;  ///< by the frame that is answered
  std::set<std::int64_t> pictures;                          ///< of all clips
  bool state = false;
  std::unordered_set<std::int64_t> begins;  ///< frames with which the state begins anew
  std::unordered_set<std::int64_t> again;   ///< run for the state alone: their outputs are known
};

/// `frames`: the camera's, ascending; `missing`: those that are to be answered. For a state a stretch of which
/// something is missing is run from its beginning, and `missing` becomes all from its first missing frame to its end,
/// since each hangs on those before.
[[nodiscard]] PastPlan past_plan(const Manifest& manifest, const FrameIndex& index,
                                 const std::vector<std::int64_t>& frames, std::unordered_set<std::int64_t>& missing);

/// Keeps the pictures of a camera that clips to come need, each in the network's size. Belongs to one thread.
class ClipPictures {
 public:
  explicit ClipPictures(const PastPlan& plan) : plan_(plan) {}
  /// Each of the camera's frames in turn, whether it is answered or not.
  void take(const Frame& frame);
  /// With the earlier pictures of its clip. One that could not be decoded is the one after it.
  [[nodiscard]] Frame with_clip(const Frame& frame);

 private:
  const PastPlan& plan_;
  std::map<std::int64_t, Frame> kept_;  ///< by ordinal
};

/// The same where frames come as they come, and are known by their times only: of each moment the nearest frame there
/// is. Belongs to one thread.
class RecentPictures {
 public:
  /// `step`: the usual seconds from frame to frame; 0: not known. The earlier pictures of the clip that ends with it.
  [[nodiscard]] std::shared_ptr<const std::vector<Frame>> take(const Frame& frame, double seconds, double step,
                                                               const InputSpec& input);

 private:
  struct Kept {
    double seconds = 0;
    Frame frame;
  };
  std::deque<Kept> kept_;
};

/// The frames of a state, one after the other, whichever thread has them. Thread-safe.
class Lane {
 public:
  /// Waits until all before this one are done. Numbers are handed to threads in order, so that somebody has each.
  void wait(std::int64_t number) {
    std::unique_lock lock(mutex_);
    turn_.wait(lock, [&] { return next_ == number; });
  }
  void done() {
    {
      const std::lock_guard lock(mutex_);
      ++next_;
    }
    turn_.notify_all();
  }
  /// A frame was not run: what comes after it would have another state.
  void end() {
    const std::lock_guard lock(mutex_);
    ended_ = true;
  }
  [[nodiscard]] bool ended() const {
    const std::lock_guard lock(mutex_);
    return ended_;
  }

 private:
  mutable std::mutex mutex_;  ///< guards what stands below
  std::condition_variable turn_;
  std::int64_t next_ = 0;
  bool ended_ = false;
};

}  // namespace mlink::experiment
