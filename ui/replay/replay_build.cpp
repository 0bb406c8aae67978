// From a snapshot of the experiment to the values of the page, as the core computes them.
#include <algorithm>

#include "experiment/known_sets.h"
#include "report/report.h"
#include "ui/replay/replay_data.h"

namespace mlink::ui {
namespace {

class EngineWhatIf : public WhatIf {
 public:
  explicit EngineWhatIf(std::shared_ptr<const ReplayEngine> engine) : engine_(std::move(engine)) {}
  [[nodiscard]] ReplayResult at(double budget) const override { return engine_->at(budget); }
  [[nodiscard]] std::vector<double> breakpoints() const override { return engine_->breakpoints(); }
  [[nodiscard]] std::vector<Outcome> outcomes(const std::string& method, double budget) const override {
    return engine_->outcomes(method, budget);
  }
  [[nodiscard]] std::vector<ReplayEngine::ShownOutput> shown(const std::string& method, double budget,
                                                             std::size_t row) const override {
    return engine_->shown(method, budget, row);
  }
  [[nodiscard]] Selection selection(double budget) const override { return engine_->selection(budget); }
  [[nodiscard]] std::size_t first_row() const override { return engine_->first_row(); }

 private:
  std::shared_ptr<const ReplayEngine> engine_;
};

}  // namespace

void add_known(const Snapshot& snapshot, Frontier& frontier, const std::stop_token& stop) {
  std::vector<BoxSet> sets{BoxSet()};
  sets.reserve(frontier.stops.size() + 1);
  for (const FrontierStop& stop_at : frontier.stops) sets.push_back(stop_at.set);
  const std::vector<double> accuracies = known_accuracies(snapshot, sets, stop);
  frontier.known.clear();
  for (std::size_t i = 0; i < sets.size(); ++i)
    frontier.known.push_back({i == 0 ? 0 : frontier.stops[i - 1].budget, accuracies[i]});
}

std::vector<std::string> shown_methods() {
  auto methods = default_methods();
  methods.insert(std::find(methods.begin(), methods.end(), "mlink") + 1, "mlink-exact");
  return methods;
}

std::shared_ptr<const WhatIf> engine_what_if(std::shared_ptr<const ReplayEngine> engine) {
  return std::make_shared<EngineWhatIf>(std::move(engine));
}

Result<std::shared_ptr<const ReplayData>> build_replay_data(const Snapshot& snapshot, const std::stop_token& stop,
                                                            const ProgressFn& progress) {
  if (!snapshot.links || !snapshot.link_table)
    return fail(ErrorKind::not_found, "There are no links yet.", "Train links first.");
  auto data = std::make_shared<ReplayData>();
  data->file = snapshot.overview.path.filename().string();
  data->table = snapshot.link_table;
  data->costs = snapshot.link_costs;
  if (!snapshot.overview.link_sets.empty()) data->stale = snapshot.overview.link_sets.front().stale;
  data->notes = provenance(snapshot);
  data->chances = std::make_shared<const Chances>(snapshot.links, snapshot.link_table);
  for (const CameraRow& camera : snapshot.overview.cameras) data->source_ids.push_back(camera.id);
  for (const auto& column : data->table->columns) {
    const auto& boxes = snapshot.overview.boxes;
    const auto it = std::find_if(boxes.begin(), boxes.end(), [&](const BoxRow& b) { return b.name == column.box; });
    data->box_ids.push_back(it == boxes.end() ? -1 : it->id);
  }
  index_rows(*data);
  for (const CostKind kind : {CostKind::memory, CostKind::time}) {
    ReplaySide& side = data->sides[kind == CostKind::memory ? 0 : 1];
    ReplaySettings settings;
    settings.kind = kind;
    settings.methods = shown_methods();
    // The second kind of cost takes over what the first has scored, and other pages' engines what they have.
    auto engine = make_replay(snapshot, settings, stop, progress);
    if (!engine) {
      if (engine.error().kind == ErrorKind::stopped) return tl::make_unexpected(engine.error());
      side.problem = engine.error();
      continue;
    }
    side.engine = engine_what_if(*engine);
    const BoxSet all = BoxSet::all(static_cast<int>(data->boxes()));
    side.frontier = frontier_of(*side.engine, kind, cost_of(data->costs, all, kind), (*engine)->boxes());
    add_known(snapshot, side.frontier, stop);
  }
  return data;
}

}  // namespace mlink::ui
