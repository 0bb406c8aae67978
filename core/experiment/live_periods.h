// Internal to core/experiment: where the periods of a live run and their prefixes lie. Of files all frames are known
// ahead: the periods are those of a replay. In real time the clock tells: a prefix is the share of the period's time,
// and lasts until it has the least number of frames.
#pragma once

#include <cstddef>
#include <cstdint>

#include "experiment/live_sources.h"
#include "methods/timeline.h"

namespace mlink::experiment {

class LivePeriods {
 public:
  struct Where {
    bool begins = false;  ///< a period, with this frame
    bool in_prefix = false;
    double begin_seconds = 0;  ///< of the period
  };

  LivePeriods(const LivePlan& plan, bool realtime, double period_seconds, double prefix);

  /// For each frame in turn.
  [[nodiscard]] Where at(double clock);

 private:
  [[nodiscard]] Where planned();
  [[nodiscard]] Where by_clock(double clock);

  bool realtime_;
  double length_, prefix_;
  Timeline timeline_;         ///< of files
  std::size_t place_ = 0;     ///< frames so far
  std::int64_t number_ = -1;  ///< of the period
  double start_ = 0;          ///< of the first
  std::size_t prefix_rows_ = 0;
  bool prefix_over_ = false;
};

}  // namespace mlink::experiment
