#include "experiment/compare_pictures.h"

#include <algorithm>

namespace mlink::experiment {

FeaturePlan feature_plan(const std::vector<std::int64_t>& frames, const std::vector<std::int64_t>& missing) {
  FeaturePlan plan;
  if (missing.empty()) return plan;
  auto begin = std::lower_bound(frames.begin(), frames.end(), missing.front());
  const auto end = std::upper_bound(begin, frames.end(), missing.back());
  begin -= std::min<std::ptrdiff_t>(begin - frames.begin(), kFeatureLags.back());
  plan.look_at.assign(begin, end);
  plan.looked.insert(begin, end);
  plan.store.insert(missing.begin(), missing.end());
  return plan;
}

void PictureComparer::run() {
  std::map<RowId, PictureChange> cameras;
  while (auto work = work_.pop(stop_)) {
    const FeatureValues values = cameras[work->camera].next(work->frame);
    if (work->store) found_(work->camera, {work->ordinal, values});
  }
}

}  // namespace mlink::experiment
