// matrix, ensemble, activation, select.
#include <fmt/format.h>

#include "base/text.h"
#include "cli.h"
#include "outputs/amount.h"

namespace mlink::cli {
namespace {

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
}

}  // namespace mlink::cli
