// matrix, ensemble, activation, select, replay.
#include <fmt/format.h>

#include "base/text.h"
#include "cli.h"
#include "outputs/amount.h"

namespace mlink::cli {
namespace {

Table with_notes(Table table, const Snapshot& snapshot) {
  for (auto& note : provenance(snapshot)) table.notes.push_back(std::move(note));
  return table;
}

Status matrix(Context& context, const std::filesystem::path& file) {
  MLINK_ASSIGN(const auto snapshot, trained_figures(file));
  const auto data = matrix_of(snapshot);
  context.print(matrix_json(data), {matrix_table(data), with_notes(links_table(data), snapshot)});
  return {};
}

Status ensemble(Context& context, const std::filesystem::path& file) {
  MLINK_ASSIGN(const auto snapshot, trained_snapshot(file));
  const auto rows = ensembles_of(snapshot);
  context.print(ensemble_json(rows), {with_notes(ensemble_table(rows), snapshot)});
  return {};
}

Status activation(Context& context, const std::filesystem::path& file, CostKind kind) {
  MLINK_ASSIGN(const auto snapshot, trained_figures(file));
  MLINK_ASSIGN(const auto rows, activations_of(matrix_of(snapshot), snapshot.link_costs, kind));
  context.print(activation_json(rows, kind), {with_notes(activation_table(rows, kind), snapshot)});
  return {};
}

Status select(Context& context, const std::filesystem::path& file, const std::string& budget_text,
              const std::string& selector) {
  MLINK_ASSIGN(const auto budget, parse_amount(budget_text));
  MLINK_ASSIGN(const auto snapshot, trained_snapshot(file));
  ReplaySettings settings;
  settings.kind = budget.kind;
  settings.budget = budget.value;
  MLINK_ASSIGN(const auto engine, make_replay(snapshot, settings, context.stop, context.progress()));
  const auto objective = [&](BoxSet set) { return engine->objective(set); };
  Selection selection;
  if (selector == "exact") {
    MLINK_ASSIGN(selection, select_exact(snapshot.link_costs, budget, objective));
    const std::string hindsight = "hindsight: the sets were compared by their measured accuracy on the test rows";
    selection.note = selection.note.empty() ? hindsight : selection.note + "; " + hindsight;
  } else {
    MLINK_ASSIGN(const auto rows, activations_of(matrix_of(*snapshot.links), snapshot.link_costs, budget.kind));
    selection = select_greedy(rows, snapshot.link_costs, budget, objective);
    selection.measured_on = kKnownRows;
  }
  const auto& boxes = snapshot.links->boxes();
  context.end_progress();
  context.print(selection_json(selection, boxes, budget),
                {with_notes(selection_table(selection, boxes, budget), snapshot)});
  return {};
}

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
          const std::vector<ReplayResult>& results) {
  const auto not_kept = [&](Error why) {
    why.what = "The replay is not kept in the file. " + why.what;
    context.warn(why);
  };
  auto experiment = Experiment::open(file);
  if (!experiment) return not_kept(experiment.error());
  if (const auto kept = keep_replay(*experiment, snapshot, results); !kept) not_kept(kept.error());
}

Status replay(Context& context, const ReplayArguments& arguments) {
  auto settings = arguments.settings;
  settings.methods = arguments.methods;
  std::vector<Amount> budgets;
  for (const auto& text : arguments.budgets) {
    MLINK_ASSIGN(const auto amount, parse_amount(text));
    budgets.push_back(amount);
    if (amount.kind != budgets.front().kind)
      return fail(ErrorKind::invalid_input, "The budgets are of two kinds.",
                  "Give all of them as memory, or all as time.");
  }
  settings.kind = budgets.front().kind;
  settings.budget = budgets.front().value;
  if (!arguments.period.empty()) {
    MLINK_ASSIGN(settings.period_seconds, parse_seconds(arguments.period));
  }
  MLINK_ASSIGN(const auto snapshot, trained_snapshot(arguments.file));
  MLINK_ASSIGN(const auto engine, make_replay(snapshot, settings, context.stop, context.progress()));
  context.end_progress();
  std::vector<ReplayResult> results;
  results.reserve(budgets.size());
  for (const auto& budget : budgets) results.push_back(engine->at(budget.value));
  keep(context, arguments.file, snapshot, results);
  auto document = replays_json(results);
  document["made_from"] = provenance(snapshot);
  const auto table = results.size() == 1 ? replay_table(results.front()) : budgets_table(results);
  context.print(document, {with_notes(table, snapshot)});
  return {};
}

void add_replay(CLI::App& app, Parsed& parsed) {
  auto* command = add_command(app, parsed, "replay", "Compare methods under a budget on the stored outputs");
  auto arguments = std::make_shared<ReplayArguments>();
  command->add_option("FILE", arguments->file, "The experiment file (*.mlink)")->required();
  command->add_option("--budget", arguments->budgets, "5GB or 60ms; may be given several times")
      ->required()
      ->expected(1)
      ->take_all();
  command->add_option("--methods", arguments->methods, methods_help())
      ->delimiter(',')
      ->expected(1)
      ->take_all()
      ->capture_default_str();
  command->add_option("--period", arguments->period, "Stretch between re-selections, like 1h (default: one for all)");
  command->add_option("--prefix", arguments->settings.prefix, "Share of a period on which the boxes that fit run")
      ->capture_default_str();
  command->add_flag("--prefix-cost,!--free-prefix", arguments->settings.prefix_cost,
                    "Whether the prefix's executions count in time and runs (they do unless --free-prefix)");
  command->add_option("--seed", arguments->settings.seed, "Seed")->capture_default_str();
  command->callback(
      [&parsed, arguments] { parsed.action = [arguments](Context& context) { return replay(context, *arguments); }; });
}

}  // namespace

void add_result_commands(CLI::App& app, Parsed& parsed) {
  auto* show_matrix = add_command(app, parsed, "matrix", "The link matrix: p of every link beside its prior");
  show_matrix->callback([&parsed, file = add_file(show_matrix)] {
    parsed.action = [file](Context& context) { return matrix(context, *file); };
  });
  auto* show_ensemble = add_command(app, parsed, "ensemble", "Ensembles: dominance or mutual assistance a target");
  show_ensemble->callback([&parsed, file = add_file(show_ensemble)] {
    parsed.action = [file](Context& context) { return ensemble(context, *file); };
  });
  auto* show_activation = add_command(app, parsed, "activation", "Activation probabilities and their parts");
  auto kind = std::make_shared<std::string>("time");
  show_activation->add_option("--cost", *kind, "memory or time")
      ->check(CLI::IsMember({"memory", "time"}))
      ->capture_default_str();
  show_activation->callback([&parsed, kind, file = add_file(show_activation)] {
    parsed.action = [file, kind](Context& context) {
      return activation(context, *file, *kind == "memory" ? CostKind::memory : CostKind::time);
    };
  });
  auto* choose = add_command(app, parsed, "select", "The activated set under a budget, and why");
  auto file = add_file(choose);
  auto budget = std::make_shared<std::string>();
  auto selector = std::make_shared<std::string>("greedy");
  choose->add_option("--budget", *budget, "5GB or 60ms")->required();
  choose->add_option("--selector", *selector, "greedy, or exact: the best set in hindsight, by the test rows")
      ->check(CLI::IsMember({"greedy", "exact"}))
      ->capture_default_str();
  choose->callback([&parsed, file, budget, selector] {
    parsed.action = [file, budget, selector](Context& context) { return select(context, *file, *budget, *selector); };
  });
  add_replay(app, parsed);
}

}  // namespace mlink::cli
