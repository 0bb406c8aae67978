#include "replay/loading.h"

#include "base/number.h"

namespace mlink::replay {
namespace {

BoxSet both(BoxSet one, BoxSet other) { return BoxSet(one.bits() | other.bits()); }
BoxSet less(BoxSet one, BoxSet other) { return BoxSet(one.bits() & ~other.bits()); }

/// Bringing in one set and out another.
double moved(const CostTable& costs, BoxSet in, BoxSet out) {
  double seconds = 0;
  for (int box = 0; box < static_cast<int>(costs.boxes.size()); ++box) {
    const BoxCosts& of = costs.boxes[static_cast<std::size_t>(box)];
    if (!in.has(box) && !out.has(box)) continue;
    if (of.loading_origin == CostOrigin::unknown) return kNan;
    seconds += (in.has(box) ? of.load_seconds : 0) + (out.has(box) ? of.unload_seconds : 0);
  }
  return seconds;
}

}  // namespace

double loading_seconds(const Plan& plan, const Timeline& timeline, const CostTable& costs, bool profiles,
                       BoxSet by_stretches) {
  double seconds = 0;
  BoxSet loaded;
  for (std::size_t p = 0; p < plan.sets.size(); ++p) {
    const Period& period = timeline.periods[p];
    const BoxSet set = both(plan.sets[p], by_stretches);
    const BoxSet first = profiles && period.prefix_end > period.begin ? both(set, plan.prefix) : set;
    seconds += moved(costs, less(first, loaded), less(both(first, loaded), set));
    loaded = set;
  }
  return seconds;
}

}  // namespace mlink::replay
