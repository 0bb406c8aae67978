#include "experiment/live_periods.h"

#include <cmath>

namespace mlink::experiment {

LivePeriods::LivePeriods(const LivePlan& plan, bool realtime, double period_seconds, double prefix)
    : realtime_(realtime), length_(period_seconds), prefix_(prefix) {
  if (realtime) return;
  OutputTable rows;
  rows.frames.reserve(plan.frames.size());
  for (const auto& frame : plan.frames) rows.frames.push_back({frame.camera, frame.ordinal, frame.seconds});
  timeline_ = make_timeline(rows, rows_from(rows, 0), period_seconds, prefix);
}

LivePeriods::Where LivePeriods::at(double clock) { return realtime_ ? by_clock(clock) : planned(); }

LivePeriods::Where LivePeriods::planned() {
  const std::size_t place = place_++;
  const auto next = static_cast<std::size_t>(number_ + 1);
  const bool begins = next < timeline_.periods.size() && place >= timeline_.periods[next].begin;
  if (begins) ++number_;
  const Period& period = timeline_.periods[static_cast<std::size_t>(number_)];
  return {begins, place < period.prefix_end, period.begin_seconds};
}

LivePeriods::Where LivePeriods::by_clock(double clock) {
  if (place_++ == 0) start_ = clock;
  const auto number = length_ > 0 ? static_cast<std::int64_t>(std::floor((clock - start_) / length_)) : 0;
  // Frames of several sources may come a little out of order: a period that is over does not begin again.
  const bool begins = number > number_;
  if (begins) {
    number_ = number;
    prefix_rows_ = 0;
    prefix_over_ = prefix_ <= 0;
  }
  const double begin = start_ + static_cast<double>(number_) * length_;
  if (!prefix_over_ && prefix_rows_ >= kLeastPrefix && clock - begin >= prefix_ * length_) prefix_over_ = true;
  if (!prefix_over_) ++prefix_rows_;
  return {begins, !prefix_over_, begin};
}

}  // namespace mlink::experiment
