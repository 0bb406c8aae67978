// Internal to core/experiment: the steps that write outputs and costs.
#pragma once

#include "experiment/experiment.h"
#include "experiment/import.h"
#include "store/store.h"

namespace mlink::experiment {

[[nodiscard]] Result<CollectReport> collect_outputs(StoreWriter& store, const CollectOptions& options,
                                                    const std::stop_token& stop, const ProgressFn& progress);

/// Measures one box on frames of the experiment (profile.cpp).
[[nodiscard]] Status profile_boxes(StoreWriter& store, const ProfileOptions& options, const std::stop_token& stop,
                                   const ProgressFn& progress);

/// Recorded outputs: all of the file or nothing, in one transaction (import.cpp).
[[nodiscard]] Result<ImportReport> import_recorded(StoreWriter& store, const ImportOptions& options,
                                                   const std::stop_token& stop, const ProgressFn& progress);

}  // namespace mlink::experiment
