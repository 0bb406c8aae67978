// Internal to core/replay: what bringing boxes in and out of memory takes over a replay, as a live run does it
// (experiment/live.h): on a prefix all boxes that it profiles are loaded, behind it the period's set stays, and the
// next period begins with what is there. Pure.
#pragma once

#include "methods/method.h"
#include "methods/timeline.h"
#include "scheduling/scheduling.h"

namespace mlink::replay {

/// Seconds over all periods. profiles: whether what a prefix costs counts. by_stretches: boxes that run in stretches
/// besides, loaded once. NaN: not known of a box
/// that is loaded. What methods bring along themselves (links, students) is not counted.
[[nodiscard]] double loading_seconds(const Plan& plan, const Timeline& timeline, const CostTable& costs, bool profiles,
                                     BoxSet by_stretches);

}  // namespace mlink::replay
