// A queue between threads that never holds more than its capacity: who brings waits for room, who takes waits for a
// value. Thread-safe.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <stop_token>
#include <utility>
#include <vector>

#include "base/rooms.h"

namespace mlink::base {

template <class T>
class BoundedQueue {
 public:
  explicit BoundedQueue(std::size_t capacity) : capacity_(std::max<std::size_t>(1, capacity)) {}

  /// Waits for room. False, and the value is dropped: asked to stop, or the queue is closed.
  bool push(T value, const std::stop_token& stop = {}) {
    {
      std::unique_lock lock(mutex_);
      const bool ready = room_.wait(lock, stop, [this] { return values_.size() < capacity_ || closed_; });
      if (!ready || closed_ || stop.stop_requested()) return false;
      values_.push_back(std::move(value));
    }
    filled_.notify_one();
    return true;
  }

  /// Waits for a value. None: asked to stop, or the queue is closed and empty.
  std::optional<T> pop(const std::stop_token& stop = {}) {
    std::optional<T> value;
    {
      std::unique_lock lock(mutex_);
      const bool ready = filled_.wait(lock, stop, [this] { return !values_.empty() || closed_; });
      if (!ready || values_.empty() || stop.stop_requested()) return value;
      value.emplace(std::move(values_.front()));
      values_.pop_front();
    }
    room_.notify_one();
    return value;
  }

  /// Waits until there are `most`, or as many as fit, or nothing more comes; then up to `most`. None: as above.
  std::vector<T> pop_lot(std::size_t most, const std::stop_token& stop = {}) {
    std::vector<T> lot;
    {
      std::unique_lock lock(mutex_);
      most = std::clamp<std::size_t>(most, 1, capacity_);
      const bool ready = filled_.wait(lock, stop, [&] { return values_.size() >= most || closed_; });
      if (!ready || stop.stop_requested()) return lot;
      while (lot.size() < most && !values_.empty()) {
        lot.push_back(std::move(values_.front()));
        values_.pop_front();
      }
    }
    room_.notify_all();
    return lot;
  }

  /// Nothing more comes; what is in it is still handed out.
  void close() { end(false); }
  /// Nothing more comes, and what is in it is dropped.
  void abandon() { end(true); }

 private:
  void end(bool drop) {
    {
      const std::lock_guard lock(mutex_);
      closed_ = true;
      if (drop) values_.clear();
    }
    filled_.notify_all();
    room_.notify_all();
  }

  const std::size_t capacity_;
  std::mutex mutex_;  ///< guards values_ and closed_
  std::deque<T> values_;
  bool closed_ = false;
  std::condition_variable_any filled_, room_;
};

}  // namespace mlink::base
