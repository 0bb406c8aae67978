// Progress of a long step: events for a status bar or a terminal, throttled, with rate and time left.
// Every long step takes a std::stop_token and a ProgressFn.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>

#include "base/rooms.h"

namespace mlink::base {

struct ProgressEvent {
  std::string step;    ///< "Collect", "Train", ...
  std::string detail;  ///< what is being done now, e.g. "hog, cam 5, frame 490"
  std::string unit;    ///< what is counted, plural: "outputs", "links"
  std::int64_t done = 0;
  std::int64_t total = 0;  ///< 0: not known
  double seconds = 0;      ///< since the step began
  double rate = 0;         ///< units per second over the last seconds; 0: not known yet
  std::optional<double> seconds_left;

  [[nodiscard]] double fraction() const {
    return total > 0 ? static_cast<double>(done) / static_cast<double>(total) : 0;
  }
};

using ProgressFn = std::function<void(const ProgressEvent&)>;

/// Counts what is done and tells a ProgressFn at most every `interval`, and always at start and end. The rate is
/// measured over this run only, so that units found done already (resume) do not flatter it. Thread-safe.
class ProgressMeter {
 public:
  ProgressMeter(ProgressFn sink, std::string step, std::string unit, std::int64_t total, std::int64_t already_done = 0,
                std::chrono::milliseconds interval = std::chrono::milliseconds(100));

  void advance(std::int64_t units = 1, const std::string& detail = {});
  void finish();

 private:
  using Clock = std::chrono::steady_clock;
  void send(Clock::time_point now);

  std::mutex mutex_;  ///< guards all below
  ProgressFn sink_;
  ProgressEvent event_;
  std::int64_t already_done_;
  std::chrono::milliseconds interval_;
  Clock::time_point start_;
  Clock::time_point last_sent_;
  Clock::time_point rate_from_;
  std::int64_t rate_done_ = 0;
};

/// "about 50 s left", "about 2 min left"; empty when nothing is known.
[[nodiscard]] std::string time_left_text(const ProgressEvent& event);

}  // namespace mlink::base
