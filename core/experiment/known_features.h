// Internal to core/experiment: the frame features that the replay engines in use over one reading of a file look at, so
// that those of other methods or the other kind of cost share them: of millions of frames they are hundreds of MB.
// Keeps none alive. Thread-safe.
#pragma once

#include <memory>

#include "experiment/replay_shelf.h"
#include "outputs/frame_features.h"

namespace mlink::experiment {

using FeaturesPtr = std::shared_ptr<const FrameFeatures>;
/// Null: no engine of this shelf looks at any.
[[nodiscard]] FeaturesPtr known_features(const std::shared_ptr<ReplayShelf>& shelf);
/// What was read for it, or what another thread has read meanwhile.
[[nodiscard]] FeaturesPtr shared_features(const std::shared_ptr<ReplayShelf>& shelf, FrameFeatures read);

}  // namespace mlink::experiment
