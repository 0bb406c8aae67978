// Internal to core/experiment: the course of a live run: periods, prefixes, the set in use, and the frames.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/progress.h"
#include "experiment/live.h"
#include "experiment/live_boxes.h"
#include "experiment/live_choice.h"
#include "experiment/live_feed.h"
#include "experiment/live_memory.h"
#include "experiment/live_periods.h"
#include "experiment/live_show.h"
#include "experiment/live_sources.h"
#include "replay/replay.h"

namespace mlink::experiment {

/// What a run is made of, opened and ready.
struct LiveParts {
  LivePlan plan;
  LiveBoxes boxes;
  LiveChooser chooser;
  std::shared_ptr<const LinkSet> links;
  std::shared_ptr<const OutputTable> stored;   ///< of the links' boxes
  CostTable costs;                             ///< as the experiment knows them
  std::shared_ptr<const ReplayEngine> engine;  ///< for p; null: there is none
  std::int64_t forecast_frames = 0;            ///< of start.forecast
  LiveStart start = {};
};

/// Belongs to one thread; used once.
class LiveRun {
 public:
  LiveRun(LiveParts parts, const LiveOptions& options, LiveObserver& observer, std::stop_token stop,
          const ProgressFn& progress);
  /// Until the sources end or it is stopped.
  [[nodiscard]] Result<LiveReport> run();

 private:
  using Clock = std::chrono::steady_clock;
  /// Frames of a prefix whose pictures wait for boxes that are not loaded beside each other.
  struct Waiting {
    LiveItem item;
    std::size_t seen = 0;  ///< in prefix_
  };

  [[nodiscard]] Status tell(const LiveEvent& event);
  [[nodiscard]] Status begin();
  [[nodiscard]] Status take(LiveItem item);
  [[nodiscard]] Result<bool> look_at_picture(const LiveItem& item);
  [[nodiscard]] Status begin_period(const LivePeriods::Where& where);
  [[nodiscard]] Status take_in_prefix(LiveItem item);
  [[nodiscard]] Status profile_waiting();
  [[nodiscard]] Status end_prefix();
  [[nodiscard]] Status work_on(const LiveItem& item);
  void forget_waiting();
  [[nodiscard]] Status choose(bool again);
  [[nodiscard]] Status choose_and_load(bool again);
  [[nodiscard]] Status set_loaded(BoxSet wanted);
  [[nodiscard]] Status load(int box);
  [[nodiscard]] Status unload(int box);
  [[nodiscard]] Status drop(int box, const Error& why);
  [[nodiscard]] Status run_boxes(BoxSet boxes, const LiveItem& item, LiveSeen& seen);
  [[nodiscard]] Status verify(const LiveItem& item, LiveSeen& seen);
  [[nodiscard]] Status hand_over(LiveSeen& seen);
  void count(const LiveSeen& seen);
  [[nodiscard]] Frame picture_of(const LiveItem& item) const;
  void show_pictures(LiveSeen& seen);
  void show_waiting(const LiveItem& item);
  [[nodiscard]] BoxSet runnable_on(std::size_t source) const;
  [[nodiscard]] LiveSeen seen_of(const LiveItem& item, bool prefix) const;
  [[nodiscard]] std::vector<BoxSet> loadable_groups(BoxSet boxes) const;
  [[nodiscard]] std::vector<std::string> names_of(BoxSet boxes) const;
  void finish_report();

  LiveParts parts_;
  const LiveOptions& options_;
  LiveObserver& observer_;
  std::stop_token stop_;
  ProgressMeter meter_;
  std::unique_ptr<LiveFeed> feed_;
  LiveShow show_;
  LivePeriods periods_;
  ProcessMemory memory_;
  Clock::time_point looked_{};  ///< at the memory, for who watches
  const bool pictures_;         ///< are wanted
  LiveReport report_;

  std::vector<BoxSet> runnable_;  ///< by source: boxes that can run on its frames
  std::vector<std::pair<int, int>> picture_sizes_;
  BoxSet activated_;
  BoxSet verifying_;       ///< loaded to verify only
  std::vector<double> p_;  ///< by box: of the ensembles of the set in use
  std::vector<LiveSeen> prefix_;
  std::vector<Waiting> waiting_;
  std::vector<std::vector<Output>> measured_;  ///< on the period's prefix, for a choice without a box that failed
  bool in_prefix_ = false;
  std::size_t waiting_bytes_ = 0;
  std::int64_t taken_ = 0;
  LiveFrame frame_;  ///< handed over; its room is used again
};

}  // namespace mlink::experiment
