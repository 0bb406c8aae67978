// Internal to core/report: what a kept result was computed from.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "experiment/experiment.h"

namespace mlink::report {

/// Boxes, cameras, outputs and links, by names and hashes that outlive row numbers. The snapshot has links.
[[nodiscard]] nlohmann::json kept_inputs(const Snapshot& snapshot);

}  // namespace mlink::report
