#include "experiment/views.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/log.h"
#include "experiment/method_training.h"
#include "scheduling/limits.h"
#include "store/store.h"

namespace mlink::experiment {

namespace {

/// What was kept of the labels and frames of a training is told, whatever the outputs are by now.
void tell_kept(MatrixData& matrix, const std::string& link_document) try {
  const auto document = nlohmann::json::parse(link_document, nullptr, false);
  if (!document.is_object()) return;
  if (document.contains("left_out"))
    matrix.left_out = document.at("left_out").get<std::vector<std::vector<std::string>>>();
  if (!document.contains("judged")) return;
  matrix.train_frames = document.at("judged").at("train").get<std::int64_t>();
  matrix.test_frames = document.at("judged").at("test").get<std::int64_t>();
} catch (const nlohmann::json::exception&) {
  log_warning("What was kept of the labels and frames of the links cannot be read.");
}

}  // namespace

MatrixData matrix_of(const Snapshot& snapshot) {
  MatrixData matrix = snapshot.link_table ? analysis::matrix_of(*snapshot.links, *snapshot.link_table)
                                          : analysis::matrix_of(*snapshot.links);
  tell_kept(matrix, snapshot.link_document);
  return matrix;
}

MatrixData matrix_of(const LinkSet& links, const std::string& link_document) {
  MatrixData matrix = analysis::matrix_of(links);
  tell_kept(matrix, link_document);
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
  bool looks = false;
  std::vector<const Method*> trained;
  for (const std::string& name : methods) {
    const Method* const method = find_method(name);
    if (!method) continue;  // the replay says so
    looks = looks || method->needs().frame_features;
    if (method->needs().trained) trained.push_back(method);
  }
  if (!looks && trained.empty()) return aids;
  MLINK_ASSIGN(const auto store, StoreReader::open(snapshot.overview.path));
  ReplayShelf* const shelf = snapshot.engines.get();
  if (looks && shelf) aids.features = shelf->features();
  if (looks && !aids.features) {
    MLINK_ASSIGN(auto features, store.frame_features(*snapshot.link_table));
    if (features.any())
      aids.features =
          shelf ? shelf->share(std::move(features)) : std::make_shared<const FrameFeatures>(std::move(features));
  }
  MLINK_ASSIGN(aids.trained, trained_methods(store, *snapshot.link_table, *snapshot.links, trained));
  return aids;
}

}  // namespace

Result<std::shared_ptr<const ReplayEngine>> make_replay(const Snapshot& snapshot, const ReplaySettings& settings,
                                                        const std::stop_token& stop, const ProgressFn& progress) {
  if (!snapshot.links)
    return fail(ErrorKind::not_found, "No links yet.", "Train first.", snapshot.overview.path.string());
  MLINK_TRY(costs_known(snapshot.link_costs, settings.kind, snapshot.overview.path.string()));
  const auto known = snapshot.engines ? snapshot.engines->find(settings) : ReplayShelf::Found();
  if (known.same) return known.same;
  MLINK_ASSIGN(auto aids, aids_for(snapshot, settings.methods));
  MLINK_ASSIGN(auto made, known.same_frames
                              ? known.same_frames->with_methods(settings.kind, settings.methods, std::move(aids),
                                                                thread_executor(), stop, progress)
                              : ReplayEngine::build(snapshot.link_table, snapshot.links, snapshot.link_costs, settings,
                                                    thread_executor(), stop, progress, std::move(aids)));
  auto engine = std::make_shared<const ReplayEngine>(std::move(made));
  if (snapshot.engines) snapshot.engines->add(engine);
  return engine;
}

Result<Selection> selection_of(const Snapshot& snapshot, const Limits& limits, std::string_view selector,
                               const ObjectiveFn& measured, bool hindsight, const std::stop_token& stop) {
  return select_boxes(snapshot.links, snapshot.link_table, snapshot.link_costs, limits, selector, measured, hindsight,
                      stop);
}

}  // namespace mlink::experiment
