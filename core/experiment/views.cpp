#include "experiment/views.h"

#include <fmt/format.h>

#include <algorithm>

#include "store/store.h"

namespace mlink::experiment {

MatrixData matrix_of(const Snapshot& snapshot) {
  if (snapshot.link_table) return analysis::matrix_of(*snapshot.links, *snapshot.link_table);
  auto matrix = analysis::matrix_of(*snapshot.links);
  matrix.left_out = snapshot.left_out;
  return matrix;
}

std::vector<EnsembleRow> ensembles_of(const Snapshot& snapshot) {
  return analysis::ensembles_of(*snapshot.links, *snapshot.link_table, thread_executor());
}

Result<LinkDetail> link_detail(const Snapshot& snapshot, const std::string& source, const std::string& target) {
  if (!snapshot.links)
    return fail(ErrorKind::not_found, "No links yet.", "Train first.", snapshot.overview.path.string());
  return analysis::link_detail(*snapshot.links, *snapshot.link_table, source, target);
}

namespace {

/// What the methods look at besides outputs; read where one of them needs it, since of many frames it is much.
Result<Aids> aids_for(const Snapshot& snapshot, const std::vector<std::string>& methods) {
  Aids aids;
  const bool looks = std::any_of(methods.begin(), methods.end(), [](const std::string& name) {
    const Method* const method = find_method(name);
    return method != nullptr && method->needs().frame_features;
  });
  if (looks) {
    MLINK_ASSIGN(const auto store, StoreReader::open(snapshot.overview.path));
    MLINK_ASSIGN(auto features, store.frame_features(*snapshot.link_table));
    if (features.any()) aids.features = std::make_shared<const FrameFeatures>(std::move(features));
  }
  return aids;
}

}  // namespace

Result<std::shared_ptr<const ReplayEngine>> make_replay(const Snapshot& snapshot, const ReplaySettings& settings,
                                                        const std::stop_token& stop, const ProgressFn& progress) {
  if (!snapshot.links)
    return fail(ErrorKind::not_found, "No links yet.", "Train first.", snapshot.overview.path.string());
  if (!snapshot.link_costs.known(settings.kind))
    return fail(ErrorKind::invalid_input, fmt::format("The {} of some boxes is not known.", to_string(settings.kind)),
                "Profile the boxes, or type their costs in.", snapshot.overview.path.string());
  MLINK_ASSIGN(auto aids, aids_for(snapshot, settings.methods));
  MLINK_ASSIGN(auto engine, ReplayEngine::build(snapshot.link_table, snapshot.links, snapshot.link_costs, settings,
                                                thread_executor(), stop, progress, std::move(aids)));
  return std::make_shared<const ReplayEngine>(std::move(engine));
}

}  // namespace mlink::experiment
