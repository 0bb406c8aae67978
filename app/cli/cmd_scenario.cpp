// scenario: a new file in the shape of one of the paper's experiments.
#include <fmt/format.h>

#include "base/text.h"
#include "cli.h"
#include "experiment/scenario.h"

namespace mlink::cli {
namespace {

constexpr const char* kScenarioExamples = R"(
Scenarios: building (58 cameras, a frame a minute, 48 h), city (10 cameras, a frame a second, 48 h), hollywood2 (1707
clips); or the file of a description (datasets/README.md).

  A new file with synthetic outputs and frame features, and the costs that the paper tells:
    mlink scenario city city.mlink
    mlink train city.mlink && mlink replay city.mlink --budget 5GB --budget 9GB --period 1h
  A small one of the same kind:
    mlink scenario building small.mlink --cameras 4 --hours 6 --seed 2
  Who has the real videos, one a camera, adds the boxes afterwards (mlink box add, mlink collect):
    mlink scenario building real.mlink --videos my-building/

Synthetic outputs are made up from a seed, the same on every machine. They are called so wherever they are shown: none of
their figures tells of real cameras or models. Where the making is stopped or fails no file is left.
)";

struct ScenarioArguments {
  std::string scenario;
  std::filesystem::path file, videos;
  std::uint64_t seed = 1;
  ScenarioSize size;
};

Table costs_table(const Scenario& scenario) {
  Table table{"Boxes",
              {{"box", "box", -1},
               {"task", "task", -1},
               {"time (ms)", "time_ms", 1},
               {"memory (GB)", "memory_gb", 1},
               {"from", "origin", -1}},
              {},
              {}};
  for (const ScenarioBox& box : scenario.boxes) {
    const auto cost = [&](CostKind kind, double unit) {
      return box.costs.known(kind) ? number_cell(box.costs.of(kind) / unit) : Cell();
    };
    table.rows.push_back({box.name, std::string(to_string(box.spec.task)), cost(CostKind::time, 1e-3),
                          cost(CostKind::memory, 1e9), text_cell(note_of(box.costs))});
  }
  return table;
}

nlohmann::json scenario_json(const ScenarioArguments& arguments, const Scenario& scenario,
                             const ScenarioReport& report) {
  auto budgets = nlohmann::json::array();
  for (const Amount& budget : scenario.budgets)
    budgets.push_back({{"kind", std::string(to_string(budget.kind))}, {"value", budget.value}});
  nlohmann::json document{{"file", arguments.file.string()},
                          {"scenario", scenario.name},
                          {"synthetic", arguments.videos.empty()},
                          {"cameras", report.cameras},
                          {"boxes", report.boxes},
                          {"frames", report.frames},
                          {"outputs", report.outputs},
                          {"budgets", budgets},
                          {"seconds", report.seconds},
                          {"notes", report.notes}};
  if (arguments.videos.empty()) document["seed"] = arguments.seed;
  return document;
}

Status make(Context& context, const ScenarioArguments& arguments) {
  MLINK_ASSIGN(auto whole, find_scenario(arguments.scenario));
  MLINK_ASSIGN(const auto scenario, smaller(std::move(whole), arguments.size));
  const bool real = !arguments.videos.empty();
  MLINK_ASSIGN(const auto report,
               real ? make_from_videos(scenario, arguments.file, arguments.videos, context.stop, context.progress())
                    : make_synthetic(scenario, arguments.file, arguments.seed, context.stop, context.progress()));
  context.end_progress();
  context.print(scenario_json(arguments, scenario, report), {costs_table(scenario)});
  context.say(fmt::format("\n{}: {} {}, {} frames, made in {}.", scenario.title, report.cameras,
                          scenario.only ? "clips" : "cameras", count_text(report.frames),
                          duration_text(report.seconds)));
  if (real)
    context.say(
        "The boxes come next: mlink box add, mlink collect, and mlink profile (or profile --set with the costs "
        "above).");
  else
    context.say(fmt::format("{} synthetic outputs (seed {}): no figure of them is of real cameras or models.",
                            count_text(report.outputs), arguments.seed));
  context.say(scenario.usage() + ".");
  for (const auto& note : report.notes) context.say(note);
  return {};
}

}  // namespace

void add_scenario_command(CLI::App& app, Parsed& parsed) {
  auto* command = add_command(app, parsed, "scenario",
                              "Make a file in the shape of one of the paper's experiments, with synthetic outputs");
  auto arguments = std::make_shared<ScenarioArguments>();
  command
      ->add_option("SCENARIO", arguments->scenario,
                   fmt::format("{}, or a description (*.json)", fmt::join(scenario_names(), ", ")))
      ->required();
  command->add_option("FILE", arguments->file, "The experiment file (*.mlink) that is made")->required();
  auto* seed = command->add_option("--seed", arguments->seed, "Seed of the synthetic outputs")->capture_default_str();
  command->add_option("--cameras", arguments->size.cameras, "The first cameras or clips only");
  command->add_option("--hours", arguments->size.hours, "The first hours only");
  command->add_option("--scale", arguments->size.scale, "The first share of the time (or of the clips) only, like 0.1")
      ->capture_default_str();
  command
      ->add_option(
          "--videos", arguments->videos,
          "Instead of synthetic outputs: the folder of the real videos, one file or folder of pictures a camera")
      ->excludes(seed);
  command->footer(kScenarioExamples);
  command->callback(
      [&parsed, arguments] { parsed.action = [arguments](Context& context) { return make(context, *arguments); }; });
}

}  // namespace mlink::cli
