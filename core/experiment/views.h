// What analysis and replay make of a snapshot of an experiment: the shortcuts of pages, command line and reports.
// Free functions over values; thread-safe.
#pragma once

#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/analysis.h"
#include "experiment/experiment.h"
#include "experiment/replay_shelf.h"
#include "replay/frontier.h"
#include "replay/replay.h"
#include "replay/selecting.h"

namespace mlink::experiment {

/// The matrix of the links in use, with the labels that the test part never shows and the frames that were judged, as
/// they were at training. The snapshot has links.
[[nodiscard]] MatrixData matrix_of(const Snapshot& snapshot);
/// The same of any set, with the settings that the file keeps beside it (Run::settings_json).
[[nodiscard]] MatrixData matrix_of(const LinkSet& links, const std::string& link_document);
/// Ensembles of the links in use, with dominance or assistance. The snapshot has links.
[[nodiscard]] std::vector<EnsembleRow> ensembles_of(const Snapshot& snapshot);
[[nodiscard]] Result<LinkDetail> link_detail(const Snapshot& snapshot, const std::string& source,
                                             const std::string& target);

/// The replay engine over a snapshot's links; costs must be known for settings.kind. The budget of the settings counts
/// for nothing. Engines of one snapshot share what they can (replay_shelf.h).
[[nodiscard]] Result<std::shared_ptr<const ReplayEngine>> make_replay(const Snapshot& snapshot,
                                                                      const ReplaySettings& settings,
                                                                      const std::stop_token& stop = {},
                                                                      const ProgressFn& progress = {});

/// A set of boxes from the links in use; the snapshot has links. As select_boxes() of replay/selecting.h.
[[nodiscard]] Result<Selection> selection_of(const Snapshot& snapshot, const Limits& limits, std::string_view selector,
                                             const ObjectiveFn& measured, bool hindsight,
                                             const std::stop_token& stop = {});

}  // namespace mlink::experiment
