// Tables of what is worth running (replay/worth_running.h) and of what a set of boxes says of the others
// (analysis/set_ensembles.h). Thread-safe.
#pragma once

#include <string>
#include <vector>

#include "analysis/analysis.h"
#include "analysis/set_ensembles.h"
#include "replay/worth_running.h"
#include "report/table.h"

namespace mlink::report {

/// One row a set; costs of both kinds where they are known.
[[nodiscard]] Table worth_table(const std::vector<WorthSet>& sets, const std::vector<std::string>& boxes,
                                const CostTable& costs, CostKind kind);
/// One row a target: predicted from a set, from all others, and by the prior.
[[nodiscard]] Table set_ensembles_table(const MatrixData& matrix, BoxSet set, const std::vector<SetEnsemble>& ensembles,
                                        double output_accuracy);
/// One row a period: P of each box, and which comes first.
[[nodiscard]] Table periods_table(const std::vector<PeriodResult>& periods, const std::vector<std::string>& boxes,
                                  const Amount& budget);
/// One row a box, in the order in which mlink looks at them.
[[nodiscard]] Table run_order_table(const RunOrder& order, const std::vector<std::string>& boxes);
/// "pose + hog"; "none".
[[nodiscard]] std::string set_names(BoxSet set, const std::vector<std::string>& boxes);

}  // namespace mlink::report
