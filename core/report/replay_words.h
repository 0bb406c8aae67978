// Internal to core/report: how tables of replays tell budgets, and what their figures hold under.
#pragma once

#include <string>

#include "replay/replay.h"

namespace mlink::report {

/// "MB" or "ms", and the budget in it.
[[nodiscard]] std::string budget_unit(CostKind kind);
[[nodiscard]] double budget_in_unit(const ReplaySettings& settings);
/// Period, prefix, whether its executions count, and seed, as a sentence.
[[nodiscard]] std::string replay_conditions(const ReplaySettings& settings);

/// "420 frames"; "620 frames, 420 of them with outputs" where the others are run and not judged.
[[nodiscard]] std::string frames_text(const ReplayResult& result);

}  // namespace mlink::report
