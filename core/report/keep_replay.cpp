#include <nlohmann/json.hpp>

#include "experiment/staleness.h"
#include "report/kept_inputs.h"
#include "report/report.h"

namespace mlink::report {

nlohmann::json kept_inputs(const Snapshot& snapshot) {
  auto inputs = inputs_of(snapshot.overview);
  // Which boxes run, and what is told of time and memory, follows from what they cost.
  for (std::size_t i = 0; i < snapshot.overview.boxes.size(); ++i)
    for (const CostKind kind : {CostKind::time, CostKind::memory, CostKind::gpu_memory})
      if (const BoxCosts& costs = snapshot.overview.boxes[i].costs; costs.known(kind))
        inputs["boxes"][i]["costs"][std::string(to_string(kind))] = costs.of(kind);
  inputs["data"] = snapshot.links->data_hash();
  if (!snapshot.overview.link_sets.empty()) inputs["links"] = snapshot.overview.link_sets.front().name;
  return inputs;
}

namespace {

using Json = nlohmann::json;

Json settings_of(const std::vector<ReplayResult>& results) {
  Json settings;
  to_json(settings, results.front().settings);
  settings.erase("budget");
  settings["budgets"] = Json::array();
  for (const auto& result : results) settings["budgets"].push_back(result.settings.budget);
  return settings;
}

}  // namespace

Json replays_json(const std::vector<ReplayResult>& results) {
  if (results.size() == 1) return replay_json(results.front());
  Json document{{"points", Json::array()}};
  for (const auto& result : results) document["points"].push_back(replay_json(result));
  return document;
}

Result<RowId> keep_replay(Experiment& experiment, const Snapshot& snapshot, const std::vector<ReplayResult>& results,
                          double seconds) {
  if (results.empty() || !snapshot.links) return fail(ErrorKind::invalid_input, "There is no replay to keep.");
  KeptResult kept;
  kept.kind = kReplayKind;
  kept.settings_json = settings_of(results).dump();
  kept.seed = static_cast<std::int64_t>(results.front().settings.seed);
  kept.data_hash = snapshot.links->data_hash();
  auto document = replays_json(results);
  document["inputs"] = kept_inputs(snapshot);
  document["made_from"] = provenance(snapshot);
  kept.document = document.dump();
  kept.seconds = seconds;
  MLINK_ASSIGN(const auto earlier, experiment.results(kept.kind));
  RowId instead = 0;
  for (const auto& result : earlier)
    if (result.settings_json == kept.settings_json && result.data_hash == kept.data_hash) instead = result.id;
  return experiment.keep_result(kept, instead);
}

}  // namespace mlink::report
