// What the training part knows of sets of boxes, for who chooses one before any test row is looked at. Free function
// over values; thread-safe.
#pragma once

#include <stop_token>
#include <vector>

#include "experiment/experiment.h"

namespace mlink::experiment {

/// Output accuracy of each set (Eq. 1) on an even sample of the training part's inner validation rows; a box of which
/// nothing is known there counts 0. The snapshot has links and their table; boxes are numbered as the links'. Stopped:
/// the rest is NaN.
[[nodiscard]] std::vector<double> known_accuracies(const Snapshot& snapshot, const std::vector<BoxSet>& sets,
                                                   const std::stop_token& stop = {});

}  // namespace mlink::experiment
