// Tables and documents of how sure predictions are (analysis/confidence.h). Thread-safe.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "analysis/confidence.h"
#include "report/table.h"

namespace mlink::report {

/// One row a box.
[[nodiscard]] Table confidence_table(const std::vector<BoxConfidence>& boxes);
/// The reliability diagram as numbers: one row a box and tenth of chances that any prediction has.
[[nodiscard]] Table reliability_table(const std::vector<BoxConfidence>& boxes);
/// {"boxes": [{"box", "from", "right", "mean_chance", "calibration_error", "brier", "bins": [...]}]}
[[nodiscard]] nlohmann::json confidence_json(const std::vector<BoxConfidence>& boxes,
                                             const std::vector<std::string>& names);

}  // namespace mlink::report
