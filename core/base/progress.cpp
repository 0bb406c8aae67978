#include "base/progress.h"

#include <utility>

#include "base/text.h"

namespace mlink::base {

ProgressMeter::ProgressMeter(ProgressFn sink, std::string step, std::string unit, std::int64_t total,
                             std::int64_t already_done, std::chrono::milliseconds interval)
    : sink_(std::move(sink)),
      already_done_(already_done),
      interval_(interval),
      start_(Clock::now()),
      last_sent_(start_),
      rate_from_(start_) {
  event_.step = std::move(step);
  event_.unit = std::move(unit);
  event_.total = total;
  event_.done = already_done;
  rate_done_ = already_done;
  send(start_);
}

void ProgressMeter::advance(std::int64_t units, const std::string& detail) {
  const std::lock_guard lock(mutex_);
  event_.done += units;
  if (!detail.empty()) event_.detail = detail;
  const auto now = Clock::now();
  if (now - last_sent_ >= interval_) send(now);
}

void ProgressMeter::finish() {
  const std::lock_guard lock(mutex_);
  send(Clock::now());
}

// Called with the mutex held (or from the constructor).
void ProgressMeter::send(Clock::time_point now) {
  const double window = std::chrono::duration<double>(now - rate_from_).count();
  if (window > 0.5) {
    const double fresh = static_cast<double>(event_.done - rate_done_) / window;
    event_.rate = event_.rate > 0 ? 0.7 * event_.rate + 0.3 * fresh : fresh;
    rate_from_ = now;
    rate_done_ = event_.done;
  }
  event_.seconds = std::chrono::duration<double>(now - start_).count();
  event_.seconds_left.reset();
  const double average = event_.seconds > 0 ? static_cast<double>(event_.done - already_done_) / event_.seconds : 0;
  if (event_.total > 0 && average > 0 && event_.seconds > 1)
    event_.seconds_left = static_cast<double>(event_.total - event_.done) / average;
  last_sent_ = now;
  if (sink_) sink_(event_);
}

std::string time_left_text(const ProgressEvent& event) {
  if (!event.seconds_left || event.done >= event.total) return {};
  return "about " + duration_text(*event.seconds_left) + " left";
}

}  // namespace mlink::base
