// Internal to core/experiment: what a frame shows: outputs of the boxes that ran, what links predict of the others,
// and, where the others ran too, whether that was right.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "analysis/confidence.h"
#include "experiment/live.h"
#include "experiment/time_one_frame.h"
#include "links/link_set.h"
#include "outputs/box_set.h"
#include "outputs/output_table.h"

namespace mlink::experiment {

/// What ran on a frame, until it is shown.
struct LiveSeen {
  LiveFrame frame;              ///< without its outputs
  std::vector<Output> outputs;  ///< by box; absent: it did not run
  std::vector<Output> exact;    ///< of those that ran to verify only
  std::vector<double> took;     ///< by box: seconds, of those in outputs
  std::vector<Marks> marks;     ///< the same, where somebody wants them
  double seconds = 0;           ///< that the frame took so far
};

/// Belongs to one thread.
class LiveShow {
 public:
  LiveShow(std::shared_ptr<const LinkSet> links, std::shared_ptr<const OutputTable> stored);
  LiveShow(const LiveShow&) = delete;
  LiveShow& operator=(const LiveShow&) = delete;
  ~LiveShow() = default;

  /// Calibrates the chances of what is predicted from this set, so that no frame waits for it.
  void calibrate(BoxSet activated) const;
  /// Fills the frame's outputs: of those that ran theirs, the rest from those of `activated` that ran. p: of the
  /// ensembles of `activated`, by box. Chances are calibrated on the
  /// stored outputs. Gives the seconds that links took.
  double show(const LiveSeen& seen, BoxSet activated, std::span<const double> p, LiveFrame& frame);
  /// Fills the scores of a frame that was verified, as a replay counts them.
  void score(const LiveSeen& seen, LiveFrame& frame);

 private:
  std::shared_ptr<const LinkSet> links_;
  Chances chances_;
  OutputTable row_;    ///< one frame: what ran
  OutputTable exact_;  ///< one frame: the exact outputs
  OneFrame predict_;
  std::vector<bool> known_;  ///< by target: training saw outputs of it, so that there is something to say
};

}  // namespace mlink::experiment
