// A study whose trainings were shared out among several machines (core/experiment/CLUSTER.md).
#pragma once

#include <filesystem>

#include "studies/study.h"

namespace mlink::studies {

/// As run_study() on an experiment; what studies kept in `others` have trained on the same outputs with the same
/// settings and the same version of this program is taken over too. Errors: as there, and of files that cannot be read
/// or hold other outputs.
[[nodiscard]] Result<std::unique_ptr<StudyResult>> run_study_with(const Study& study, Experiment& experiment,
                                                                  const StudySettings& settings,
                                                                  const std::vector<std::filesystem::path>& others,
                                                                  const std::stop_token& stop,
                                                                  const ProgressFn& progress);
/// The study trains, seed by seed, so that its repeats may be shared out.
[[nodiscard]] bool trains_by_seed(const StudySettings& settings);

}  // namespace mlink::studies
