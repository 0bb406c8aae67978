// By how much ensembles lead their best sources, as the training of a link set kept it: a page that shows it need not
// predict the test part, nor read outputs. Free functions; thread-safe as the reader is.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/analysis.h"
#include "experiment/experiment.h"

namespace mlink::experiment {

/// Ensembles of the links in use, equal to ensembles_of(links, table) at their training. None: the outputs are others
/// now (the set is stale), there are no links, or an earlier program trained them and kept nothing.
[[nodiscard]] Result<std::optional<std::vector<EnsembleRow>>> kept_ensembles(const ExperimentReader& reader,
                                                                             const Snapshot& snapshot);
/// The settings document of a link set with what the file keeps of ensembles that were just measured.
[[nodiscard]] std::string with_leads(const std::string& document, const std::vector<EnsembleRow>& ensembles);

}  // namespace mlink::experiment
