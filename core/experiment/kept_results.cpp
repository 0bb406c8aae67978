#include "experiment/kept_results.h"

#include <algorithm>

namespace mlink::experiment {

KeptResult kept_result(StoredResult stored) {
  return {stored.id,
          std::move(stored.kind),
          std::move(stored.name),
          std::move(stored.settings_json),
          stored.seed,
          std::move(stored.data_hash),
          std::move(stored.versions),
          std::move(stored.created),
          std::move(stored.blob),
          stored.seconds};
}

Result<std::vector<KeptResult>> kept_results(const StoreQueries& store, const std::string& kind, bool with_documents) {
  MLINK_ASSIGN(auto stored, store.results(kind, with_documents));
  std::sort(stored.begin(), stored.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  std::vector<KeptResult> results;
  for (auto& result : stored) results.push_back(kept_result(std::move(result)));
  return results;
}

}  // namespace mlink::experiment
