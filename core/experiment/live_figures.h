// How a live run stands while it goes: figures from what an observer is told, and their course over the last minute.
// Values; belongs to one thread. When the run is over its report has the last word.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "base/number.h"
#include "experiment/live.h"

namespace mlink::experiment {

/// A quarter of a second of a run.
struct LiveMoment {
  double seconds = 0;           ///< its begin, since the run began
  double took = kNan;           ///< mean seconds of its frames, those of prefixes left out; NaN: none
  double boxes_bytes = kNan;    ///< most that loaded boxes take, by their known memory, those left out that only verify
  double process_bytes = kNan;  ///< resident memory of the process, less what it was before any box was loaded
  double agreement = kNan;      ///< mean over the last verified frames, where one of them is in it
};

struct LiveBoxNow {
  std::string name;
  bool activated = false, loaded = false;
  bool verifying = false;  ///< loaded to verify only, beyond the budget
  std::int64_t executions = 0;
  double bytes = kNan;       ///< known, of the budget's kind of memory; NaN: not known
  double seconds = kNan;     ///< mean of its executions
  double predicting = kNan;  ///< mean seconds of predicting it
  std::int64_t checked = 0;
  double agreement = kNan;  ///< mean score on verified frames, as in the report
};

struct LiveNow {
  double seconds = 0;  ///< since the run began
  std::int64_t frames = 0, prefix_frames = 0, verified = 0;
  double took = kNan;  ///< mean seconds of a frame over the last 10 s, prefixes left out; of all where none is left
  double all_boxes = kNan;        ///< seconds of all boxes in a frame: measured of those that ran, else known
  double boxes_bytes = kNan;      ///< of the boxes that are loaded to run for themselves; NaN: of one it is not known
  double verifying_bytes = kNan;  ///< of those that are loaded to verify only
  double all_bytes = kNan;        ///< of all boxes
  double process_bytes = kNan;
  double agreement = kNan;         ///< output accuracy on the verified frames, as in the report
  double recent_agreement = kNan;  ///< of the last of them
  std::vector<LiveBoxNow> boxes;
  std::vector<LiveMoment> moments;  ///< of the last minute, oldest first; without frames there is none
  std::vector<std::int64_t> source_frames;

  /// Frames a second that would be possible.
  [[nodiscard]] double possible_rate() const { return 1 / took; }
  [[nodiscard]] double time_saved() const { return 1 - took / all_boxes; }
};

class LiveFigures {
 public:
  static constexpr double kMomentSeconds = 0.25, kShownSeconds = 60;

  LiveFigures() = default;
  LiveFigures(const LiveStart& start, CostKind budget);
  /// seconds: since the run began; never goes back.
  void add(const LiveFrame& frame, double seconds);
  [[nodiscard]] LiveNow at(double seconds) const;

 private:
  struct Sums {
    double seconds = 0, took = 0;
    std::int64_t frames = 0;
    LiveMoment told;
  };
  struct BoxSums {
    double seconds = 0, predicting = 0, score = 0;
    std::int64_t executions = 0, predictions = 0, checked = 0;
  };
  Sums& moment_at(double seconds);
  void add_scores(const LiveFrame& frame, Sums& moment);
  [[nodiscard]] double bytes_of(BoxSet boxes) const;
  [[nodiscard]] double recent_agreement() const;

  std::vector<std::string> names_;
  CostTable costs_;
  CostKind memory_ = CostKind::memory;
  std::deque<Sums> moments_;
  std::vector<BoxSums> boxes_;
  std::deque<double> scores_;  ///< of the last verified frames
  std::vector<std::int64_t> source_frames_;
  BoxSet activated_, loaded_, verifying_;
  std::int64_t frames_ = 0, prefix_frames_ = 0, verified_ = 0;
  double all_took_ = 0, process_bytes_ = kNan;
};

}  // namespace mlink::experiment
