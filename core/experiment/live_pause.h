// Holds a live run between two frames, from another thread: boxes stay loaded, nothing runs. Frames of cameras that
// come meanwhile are dropped and counted, or wait, as the run's drop policy says. Thread-safe.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>

#include "base/elapsed.h"
#include "base/rooms.h"

namespace mlink::experiment {

class LivePause {
 public:
  void set(bool paused) {
    {
      const std::lock_guard lock(mutex_);
      paused_ = paused;
    }
    changed_.notify_all();
  }
  [[nodiscard]] bool paused() const {
    const std::lock_guard lock(mutex_);
    return paused_;
  }
  /// Waits while it is set and nobody asks to stop. Seconds waited.
  double wait(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    if (!paused_) return 0;
    const auto start = std::chrono::steady_clock::now();
    changed_.wait(lock, stop, [this] { return !paused_; });
    return seconds_since(start);
  }

 private:
  mutable std::mutex mutex_;  ///< guards paused_
  std::condition_variable_any changed_;
  bool paused_ = false;
};

}  // namespace mlink::experiment
