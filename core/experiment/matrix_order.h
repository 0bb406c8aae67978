// In which order the link matrix shows its boxes, as a person left it. Kept in the file by the boxes' ids, so that it
// outlives other names. Functions on an Experiment belong to its thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "experiment/experiment.h"

namespace mlink::experiment {

struct MatrixOrder {
  std::string rule;                ///< a word of whoever shows it: "by_hand"
  std::vector<std::string> boxes;  ///< as they were put by hand; none: they never were
  friend bool operator==(const MatrixOrder&, const MatrixOrder&) = default;
};

/// None: nobody chose one. Boxes that the file does not have any more are left out. Errors: those of the file.
[[nodiscard]] Result<std::optional<MatrixOrder>> matrix_order(const ExperimentReader& reader);
/// None: as if nobody had chosen. A box that the file does not have is left out.
[[nodiscard]] Status set_matrix_order(Experiment& experiment, const std::optional<MatrixOrder>& order);

}  // namespace mlink::experiment
