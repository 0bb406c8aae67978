// Internal to core/experiment: the file behind an experiment, for questions and steps that stand in files of their own
// (runs.h). The rules of Experiment and ExperimentReader hold: each belongs to one thread.
#pragma once

#include "experiment/experiment.h"
#include "store/store.h"

namespace mlink::experiment {

struct FileAccess {
  [[nodiscard]] static StoreWriter& store(Experiment& experiment);
  [[nodiscard]] static const StoreQueries& store(const ExperimentReader& reader);
};

/// "replay-2": the first number with which no result has this name. The kind of a study goes by the study's name.
[[nodiscard]] Result<std::string> free_run_name(const StoreQueries& store, const std::string& kind);

}  // namespace mlink::experiment
