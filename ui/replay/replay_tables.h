// What the page shows as tables of the report, so that an export says the same figures. Thread-safe.
#pragma once

#include "report/table.h"
#include "ui/replay/replay_data.h"

namespace mlink::ui {

[[nodiscard]] Table frontier_table(const Frontier& frontier);  ///< one row a method and step
[[nodiscard]] Table strips_table(const StripsData& strips);    ///< one row a lane: share right, counts by outcome
[[nodiscard]] Table frame_table(const std::vector<FrameLine>& lines);

}  // namespace mlink::ui
