// Whether figures that the file keeps still are of what it holds. Free functions over values; thread-safe.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "experiment/experiment.h"

namespace mlink::experiment {

/// What figures are computed from, to be kept beside them: boxes with their contents, cameras with their frames and
/// starts, how many outputs. Names, hashes and numbers that outlive a renaming. A replay adds what its boxes cost, as
/// "costs" of each.
[[nodiscard]] nlohmann::json inputs_of(const Overview& overview);
/// Whether these inputs tell all that is needed: an earlier program kept less.
[[nodiscard]] bool tells_all_inputs(const nlohmann::json& inputs);
/// Why figures of these inputs do not fit the file any more, as a link set says it: "Made before hog was replaced."
/// Empty: they fit, or it is not known. Of what an earlier program kept as far as it tells; what the file's link sets
/// know of the same outputs (`data_hash`) says the rest.
[[nodiscard]] std::string why_stale(const nlohmann::json& inputs, const std::string& data_hash,
                                    const Overview& overview);
/// The same by the boxes alone: for figures that were not computed from stored outputs.
[[nodiscard]] std::string why_boxes_differ(const nlohmann::json& inputs, const Overview& overview);
/// The data hash of methods' trainings that fit: on the rows that trained the links in use. Empty: there are no links.
[[nodiscard]] std::string trained_rows_hash(const Snapshot& snapshot);
/// Why a link set does not fit; `document` is what link_set_document() wrote.
[[nodiscard]] std::string why_links_stale(const nlohmann::json& document, const Overview& overview);

}  // namespace mlink::experiment
