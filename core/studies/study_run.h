// Internal to core/studies: the parts of a study.
#pragma once

#include "studies/study.h"

namespace mlink {

/// Label correlations of all pairs on the first `train_rows` rows.
[[nodiscard]] std::vector<LabelCorrelation> label_correlations(const OutputTable& table, std::size_t train_rows,
                                                               const TrainSettings& settings);
/// Fills in overheads, own_costs and clock_seconds.
[[nodiscard]] Status measure_overheads(const Snapshot& snapshot, const StudyOptions& options,
                                       const std::stop_token& stop, const ProgressFn& progress, StudyReport& report);

}  // namespace mlink
