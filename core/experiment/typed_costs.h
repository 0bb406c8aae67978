// Costs that a person types in (Experiment::set_cost), beside what was measured before. Functions on an Experiment
// belong to its thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "experiment/experiment.h"

namespace mlink::experiment {

/// A cost as a person types it in a field of this kind: "30ms" where time is asked for, "1.5GB" for either memory (a
/// field of a GPU's needs no "-gpu"). Errors: no amount; one of another kind.
[[nodiscard]] Result<Amount> parse_cost(CostKind kind, std::string_view text);

/// The same amount as parse_cost() reads it: "34.2 ms", "1.5 GB"; six digits.
[[nodiscard]] std::string cost_to_type(const Amount& amount);

/// What was measured of a cost that is typed now.
struct MeasuredCost {
  RowId box = 0;
  CostKind kind = CostKind::time;
  double value = 0;                  ///< seconds a frame, or bytes
  double p50 = 0, p95 = 0, p99 = 0;  ///< of a time; 0: not known
  std::string how;                   ///< as BoxCosts::note
};
/// Of all boxes, by id.
[[nodiscard]] Result<std::vector<MeasuredCost>> measured_before(const ExperimentReader& reader);

/// Every cost of the box that was measured before it was typed counts as measured again. Errors: no such box; none was.
[[nodiscard]] Status take_measured(Experiment& experiment, const std::string& box);

}  // namespace mlink::experiment
