// What a live run gave, beside the replay's forecast for the same budget: tables and one JSON document. Thread-safe.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "base/table.h"
#include "experiment/live.h"

namespace mlink::report {

/// Measured beside forecast; then the boxes, the sources and, where there are several, the periods.
[[nodiscard]] std::vector<Table> live_tables(const LiveReport& report);
[[nodiscard]] nlohmann::json live_json(const LiveReport& report);

}  // namespace mlink::report
