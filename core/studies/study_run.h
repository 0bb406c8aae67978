// Internal to core/experiment: the parts of a study.
#pragma once

#include "store/store.h"
#include "studies/study.h"

namespace mlink {

class FileView;

/// Label correlations of all pairs on the first `train_rows` rows.
[[nodiscard]] std::vector<LabelCorrelation> label_correlations(const OutputTable& table, std::size_t train_rows,
                                                               const TrainSettings& settings);
/// Fills in overheads, own_costs and clock_seconds.
[[nodiscard]] Status measure_overheads(const Snapshot& snapshot, const StudyOptions& options,
                                       const std::stop_token& stop, const ProgressFn& progress, StudyReport& report);

/// The pictures of all rows of the file's output table, side x side; rows whose picture cannot be had have none. Fails
/// where no row has one.
[[nodiscard]] Result<Pictures> pictures_of_rows(const StoreQueries& store, const OutputTable& table, int side,
                                                const std::stop_token& stop);
/// Runs a study on the file: takes over what it holds, keeps what is finished.
[[nodiscard]] Result<StudyReport> study_in_file(StoreWriter& store, FileView& view, const StudyOptions& options,
                                                const std::stop_token& stop, const ProgressFn& progress);
/// The newest study of a kind that the file holds.
[[nodiscard]] Result<std::optional<StudyReport>> newest_study(const StoreQueries& store, StudyKind kind);

}  // namespace mlink
