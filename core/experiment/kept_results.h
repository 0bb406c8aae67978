// Internal to core/experiment: results that the file keeps, as the door hands them out.
#pragma once

#include "experiment/experiment.h"
#include "store/store.h"

namespace mlink::experiment {

[[nodiscard]] KeptResult kept_result(StoredResult stored);
/// Of a kind, oldest first.
[[nodiscard]] Result<std::vector<KeptResult>> kept_results(const StoreQueries& store, const std::string& kind,
                                                           bool with_documents);

}  // namespace mlink::experiment
