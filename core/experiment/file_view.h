// Internal to core/experiment: from rows of the store to the values that pages and steps use.
#pragma once

#include <map>
#include <string>

#include "analysis/analysis.h"
#include "blackbox/manifest.h"
#include "experiment/experiment.h"
#include "store/store.h"

namespace mlink::experiment {

/// Reads overviews and snapshots. Remembers what it found about manifests, so that asking every second is cheap.
/// Belongs to one thread.
class FileView {
 public:
  [[nodiscard]] Result<Overview> overview(const StoreQueries& store);
  [[nodiscard]] Result<Snapshot> snapshot(const StoreQueries& store);
  /// ExperimentReader::figures.
  [[nodiscard]] Result<Snapshot> figures(const StoreQueries& store);

 private:
  struct BoxFacts {
    std::string adapter;
    std::optional<Error> problem;
  };
  [[nodiscard]] const BoxFacts& facts(const StoredBox& box);
  [[nodiscard]] Result<std::shared_ptr<const LinkSet>> links_in_use(const StoreQueries& store, Snapshot& snapshot);
  std::map<std::string, BoxFacts> facts_;  ///< by content hash and path
};

/// The links' boxes in the links' order; null where one of them was removed since.
[[nodiscard]] std::shared_ptr<const OutputTable> in_links_order(const std::shared_ptr<const OutputTable>& table,
                                                                const LinkSet& links);

/// The manifest of a stored box, checked against the weights that are there now.
[[nodiscard]] Result<Manifest> manifest_of(const StoredBox& box, bool check_weights);

/// Settings document of a stored link set: training settings, what was measured with it, and which boxes it is of.
[[nodiscard]] std::string link_set_document(const TrainSettings& settings, const LinkCosts& costs, double link_seconds,
                                            const MatrixData& matrix, std::int64_t outputs, const Overview& overview);

}  // namespace mlink::experiment
