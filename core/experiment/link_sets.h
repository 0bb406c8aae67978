// Internal to core/experiment: the train step and the link sets that a file keeps. The writer belongs to one thread.
#pragma once

#include "experiment/experiment.h"
#include "experiment/file_view.h"
#include "store/store.h"

namespace mlink::experiment {

/// Trains on the stored outputs and stores the set with all that made it. What a stopped training had finished is kept
/// in the file, and taken over when data and settings are the same.
[[nodiscard]] Result<LinkSetRow> train_link_set(StoreWriter& store, FileView& view, const TrainOptions& options,
                                                const std::stop_token& stop, const ProgressFn& progress);
[[nodiscard]] Status rename_link_set(StoreWriter& store, RowId id, const std::string& name);
[[nodiscard]] Status remove_link_set(StoreWriter& store, RowId id);
[[nodiscard]] Status use_link_set(StoreWriter& store, RowId id);

/// The set that pages and commands show: the one chosen, else the newest. 0: none.
[[nodiscard]] Result<RowId> used_link_set(const StoreQueries& store);

}  // namespace mlink::experiment
