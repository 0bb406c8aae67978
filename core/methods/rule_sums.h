// Internal to core/methods: what rules that leave frames out give on many rows: the sums of scores_again() and the
// executions, a piece of the timeline each, without the scores in between. Camera by camera, so that its features are
// gathered once for all rules and stay in the cache, and four rules at a time (walk_lanes.h). Where one number of a row
// decides whether it is right (counts, measures, labels) a rule on a box takes some nanoseconds a frame; elsewhere
// scores_again() is asked.
#pragma once

#include <vector>

#include "methods/frame_filter.h"

namespace mlink::methods {

/// One rule on one box: executed frames count 1 where the box is in `set`; else what links predict from it. What was
/// shown last stands in the frames that are left out.
struct RuleOnBox {
  FrameRule rule;
  BoxSet set;
  int box = 0;
};
struct RuleSums {
  std::vector<double> sums;               ///< by piece
  double prefix_runs = 0, rest_runs = 0;  ///< executed frames
};
/// Of each. walk: over the timeline's test rows; rules of one kind of difference. Holds four bytes a step of one
/// camera for each box that is looked at, and for each set and box that is predicted.
[[nodiscard]] std::vector<RuleSums> rule_sums(const MethodInput& input, const FrameWalk& walk,
                                              const std::vector<RuleOnBox>& wanted);

}  // namespace mlink::methods
