// The step of a kept run once more, with the settings that it had.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/elapsed.h"
#include "report/report.h"
#include "report/runs.h"
#include "studies/study.h"

namespace mlink::report {
namespace {

using AgainJson = nlohmann::json;

Result<std::string> train_again(Experiment& experiment, const ToldRun& told, const AgainJson& settings,
                                const std::stop_token& stop, const ProgressFn& progress) {
  MLINK_ASSIGN(const auto train,
               train_settings_from_json(told.run.kind == kUnfinishedKind ? settings : settings.at("train")));
  MLINK_ASSIGN(const auto row, experiment.train(train, stop, progress));
  return fmt::format("{}: trained again, in use", row.name);
}

Result<std::string> replay_again(Experiment& experiment, const AgainJson& settings, const std::stop_token& stop,
                                 const ProgressFn& progress) {
  ReplaySettings replay;
  replay.kind = cost_kind(settings.at("kind").get<std::string>()).value_or(CostKind::time);
  settings.at("methods").get_to(replay.methods);
  replay.period_seconds = settings.value("period_seconds", replay.period_seconds);
  replay.prefix = settings.value("prefix", replay.prefix);
  replay.prefix_cost = settings.value("prefix_cost", replay.prefix_cost);
  replay.seed = settings.value("seed", replay.seed);
  const auto budgets = settings.at("budgets").get<std::vector<double>>();
  if (budgets.empty()) return fail(ErrorKind::corrupt, "The replay has no budget.");
  replay.budget = budgets.front();
  MLINK_ASSIGN(const auto snapshot, experiment.snapshot());
  if (!snapshot.links)
    return fail(ErrorKind::not_found, "No links yet.", "Train first: mlink train.", experiment.path().string());
  const auto start = std::chrono::steady_clock::now();
  MLINK_ASSIGN(const auto engine, make_replay(snapshot, replay, stop, progress));
  std::vector<ReplayResult> results;
  results.reserve(budgets.size());
  for (const double budget : budgets) results.push_back(engine->at(budget));
  MLINK_TRY(keep_replay(experiment, snapshot, results, seconds_since(start)));
  return std::string("replayed and kept");
}

Result<std::string> study_again(Experiment& experiment, const std::string& name, const AgainJson& json,
                                const std::stop_token& stop, const ProgressFn& progress) {
  const Study* const study = find_study(name);
  if (!study)
    return fail(ErrorKind::unsupported, fmt::format("This program has no study {}.", name),
                "Open the file with the program that ran it.");
  const auto settings = study->defaults();
  MLINK_TRY(settings->read(json));
  MLINK_TRY(settings->check());
  MLINK_ASSIGN(const auto result, run_study(*study, experiment, *settings, stop, progress));
  return fmt::format("study {} is kept", result->study());
}

}  // namespace

Result<std::string> make_again(Experiment& experiment, const ToldRun& told, const std::stop_token& stop,
                               const ProgressFn& progress) {
  const auto settings = AgainJson::parse(told.run.settings_json, nullptr, false);
  try {
    switch (told.group) {
      case RunGroup::link_set: return train_again(experiment, told, settings, stop, progress);
      case RunGroup::replay: return replay_again(experiment, settings, stop, progress);
      case RunGroup::study:
        return study_again(experiment, told.run.kind.substr(std::string_view(kStudyKindPrefix).size()), settings, stop,
                           progress);
      case RunGroup::method: {
        const MethodTrainOptions options{{told.run.name}, static_cast<std::uint64_t>(told.run.seed)};
        MLINK_ASSIGN(const auto rows, experiment.train_methods(options, stop, progress));
        if (rows.front().problem) return tl::make_unexpected(*rows.front().problem);
        return fmt::format("{} {}", told.run.name, rows.front().kept ? "is there already, the same" : "trained");
      }
      default: break;
    }
  } catch (const AgainJson::exception& error) {
    return fail(ErrorKind::corrupt, fmt::format("The settings of {} cannot be read.", told.run.name), error.what());
  }
  return fail(ErrorKind::unsupported, fmt::format("{} is not made from here.", told.run.name),
              told.group == RunGroup::live     ? "Start a live run with its settings."
              : told.group == RunGroup::import ? "Import its file again."
                                               : "Another program made it.");
}

}  // namespace mlink::report
