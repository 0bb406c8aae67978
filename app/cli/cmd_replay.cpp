// replay, sweep.
#include <fmt/format.h>

#include "base/elapsed.h"
#include "base/text.h"
#include "cli.h"
#include "outputs/amount.h"

namespace mlink::cli {
namespace {

struct ReplayArguments {
  std::filesystem::path file;
  std::vector<std::string> budgets;
  std::vector<std::string> methods = default_methods();
  std::string period;
  ReplaySettings settings;
};

/// A replay that was told is kept in the file. A file that cannot be written now (read-only, or open in the window) is
/// replayed all the same, and the reason goes to standard error.
void keep(Context& context, const std::filesystem::path& file, const Snapshot& snapshot,
          const std::vector<ReplayResult>& results, double seconds) {
  const auto not_kept = [&](Error why) {
    why.what = "The replay is not kept in the file. " + why.what;
    context.warn(why);
  };
  auto experiment = Experiment::open(file);
  if (!experiment) return not_kept(experiment.error());
  if (const auto kept = keep_replay(*experiment, snapshot, results, seconds); !kept) not_kept(kept.error());
}

Result<ReplaySettings> settings_of(const ReplayArguments& arguments, CostKind kind) {
  auto settings = arguments.settings;
  settings.methods = arguments.methods;
  settings.kind = kind;
  if (!arguments.period.empty()) {
    MLINK_ASSIGN(settings.period_seconds, parse_seconds(arguments.period));
  }
  return settings;
}

Status replay(Context& context, const ReplayArguments& arguments) {
  std::vector<Amount> budgets;
  for (const auto& text : arguments.budgets) {
    MLINK_ASSIGN(const auto amount, parse_amount(text));
    budgets.push_back(amount);
    if (amount.kind != budgets.front().kind)
      return fail(ErrorKind::invalid_input, "The budgets are of two kinds.",
                  "Give all of them as memory, or all as time.");
  }
  MLINK_ASSIGN(auto settings, settings_of(arguments, budgets.front().kind));
  settings.budget = budgets.front().value;
  MLINK_ASSIGN(const auto snapshot, trained_snapshot(arguments.file));
  const auto start = std::chrono::steady_clock::now();
  MLINK_ASSIGN(const auto engine, make_replay(snapshot, settings, context.stop, context.progress()));
  context.end_progress();
  std::vector<ReplayResult> results;
  results.reserve(budgets.size());
  for (const auto& budget : budgets) results.push_back(engine->at(budget.value));
  keep(context, arguments.file, snapshot, results, seconds_since(start));
  auto document = replays_json(results);
  document["made_from"] = provenance(snapshot);
  const auto table = results.size() == 1 ? replay_table(results.front()) : budgets_table(results);
  context.print(document, {with_notes(table, snapshot)});
  return {};
}

struct SweepArguments {
  ReplayArguments replay;
  std::string kind = "time";
  std::vector<double> reach;
};

Status sweep_budgets(Context& context, const SweepArguments& arguments) {
  const auto kind = *cost_kind(arguments.kind);
  MLINK_ASSIGN(const auto settings, settings_of(arguments.replay, kind));
  MLINK_ASSIGN(const auto snapshot, trained_snapshot(arguments.replay.file));
  MLINK_ASSIGN(const auto engine, make_replay(snapshot, settings, context.stop, context.progress()));
  context.end_progress();
  const auto answers = sweep(*engine);
  auto document = sweep_json(answers, arguments.reach);
  document["made_from"] = provenance(snapshot);
  if (arguments.reach.empty())
    context.print(document, {with_notes(sweep_table(answers), snapshot)});
  else
    context.print(document, {with_notes(reach_table(answers, arguments.reach), snapshot)});
  return {};
}

/// What replay and sweep have in common.
void add_replay_options(CLI::App* command, ReplayArguments& arguments) {
  command->add_option("FILE", arguments.file, "The experiment file (*.mlink)")->required();
  command->add_option("--methods", arguments.methods, methods_help())
      ->delimiter(',')
      ->expected(1)
      ->take_all()
      ->capture_default_str();
  command->add_option("--period", arguments.period, "Stretch between re-selections, like 1h (default: one for all)");
  command->add_option("--prefix", arguments.settings.prefix, "Share of a period on which the boxes that fit run")
      ->capture_default_str();
  command->add_flag("--prefix-cost,!--free-prefix", arguments.settings.prefix_cost,
                    "Whether the prefix's executions count in time and runs (they do unless --free-prefix)");
  command->add_option("--seed", arguments.settings.seed, "Seed")->capture_default_str();
}

}  // namespace

void add_replay_commands(CLI::App& app, Parsed& parsed) {
  auto* command = add_command(app, parsed, "replay", "Compare methods under a budget on the stored outputs");
  auto arguments = std::make_shared<ReplayArguments>();
  add_replay_options(command, *arguments);
  command->add_option("--budget", arguments->budgets, "5GB or 60ms; may be given several times")
      ->required()
      ->expected(1)
      ->take_all();
  command->callback(
      [&parsed, arguments] { parsed.action = [arguments](Context& context) { return replay(context, *arguments); }; });

  auto* over = add_command(app, parsed, "sweep", "Compare methods at every budget at which an answer changes");
  auto sweep_arguments = std::make_shared<SweepArguments>();
  add_replay_options(over, sweep_arguments->replay);
  over->add_option("--cost", sweep_arguments->kind, "memory, time or gpu-memory")
      ->check(CLI::IsMember(cost_kind_names()))
      ->capture_default_str();
  over->add_option("--reach", sweep_arguments->reach,
                   "Instead: the smallest budget with which each method reaches this accuracy (0 to 1); several times")
      ->expected(1)
      ->take_all()
      ->check(CLI::Range(0., 1.));
  over->callback([&parsed, sweep_arguments] {
    parsed.action = [sweep_arguments](Context& context) { return sweep_budgets(context, *sweep_arguments); };
  });
}

}  // namespace mlink::cli
