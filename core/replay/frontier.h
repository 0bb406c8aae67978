// Accuracy over budgets: what each method gives at every budget at which an answer changes, and the other way round,
// the budget that an accuracy needs. Pure; thread-safe.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "replay/replay.h"

namespace mlink::replay {

/// One stepped curve of the frontier: from points[k].budget on the accuracy is points[k].accuracy. No points: the
/// method cannot be used here.
struct FrontierCurve {
  struct Point {
    double budget = 0, accuracy = 0;
  };
  std::string method;
  std::vector<Point> points;
  [[nodiscard]] double at(double budget) const;
  /// Smallest budget at which the accuracy is reached (a method may give less again at a larger one); none: never.
  [[nodiscard]] std::optional<double> needs(double accuracy) const;
};

/// The answers at 0 and at all breakpoints, by rising budget.
[[nodiscard]] std::vector<ReplayResult> sweep(const ReplayEngine& engine);
/// One curve a method, from answers of one replay by rising budget; points where the accuracy changes.
[[nodiscard]] std::vector<FrontierCurve> frontier_curves(std::span<const ReplayResult> answers);

}  // namespace mlink::replay
