// Keeps what a live run gave in the experiment's file.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "experiment/experiment.h"
#include "experiment/live.h"

namespace mlink::report {

/// The kind of such results in the file.
inline constexpr const char* kLiveKind = "live";

/// What made the run, without passwords: {"budget", "kind", "method", "sources": [{"address", "name", ...}], ...}.
/// Sources: empty where it ran on the experiment's cameras.
[[nodiscard]] nlohmann::json live_settings_json(const LiveOptions& options);

/// Keeps the report (live_json) with its settings and the links, boxes and cameras of the file. Each run is a
/// measurement of its own: none takes another's place. The snapshot has links; figures() are enough. Errors: no frame
/// was worked on; those of the file.
[[nodiscard]] Result<RowId> keep_live(Experiment& experiment, const Snapshot& snapshot, const LiveOptions& options,
                                      const LiveReport& report);

}  // namespace mlink::report
