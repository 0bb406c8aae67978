// matrix, ensemble, activation, select.
#include <fmt/format.h>

#include "base/text.h"
#include "cli.h"
#include "outputs/amount.h"
#include "report/judged_rows.h"

namespace mlink::cli {
namespace {

Status matrix(Context& context, const std::filesystem::path& file, JudgedRows rows) {
  MLINK_ASSIGN(const auto judged, judged_matrix(file, rows, context.stop));
  context.print(
      matrix_json_on(judged.matrix, rows),
      {matrix_table_on(judged.matrix, rows), with_notes(links_table_on(judged.matrix, rows), judged.snapshot)});
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

struct SelectArguments {
  std::vector<std::string> budgets;
  std::string selector = "greedy";
  bool hindsight = false;
};

Status select(Context& context, const std::filesystem::path& file, const SelectArguments& arguments) {
  if (arguments.hindsight && arguments.selector == "greedy")
    return fail(ErrorKind::invalid_input, "greedy compares no sets: --hindsight changes nothing of it.",
                "Add --selector exact or enumerate, or leave --hindsight out.");
  std::vector<Amount> budgets;
  for (const std::string& text : arguments.budgets) {
    MLINK_ASSIGN(const auto budget, parse_amount(text));
    budgets.push_back(budget);
  }
  MLINK_ASSIGN(const auto limits, Limits::of(std::move(budgets)));
  MLINK_ASSIGN(const auto snapshot, trained_snapshot(file));
  const LinkSet& links = *snapshot.links;
  ReplaySettings settings;
  settings.kind = limits.amounts().front().kind;
  settings.methods = {"mlink"};
  MLINK_ASSIGN(const auto engine, make_replay(snapshot, settings, context.stop, context.progress()));
  MLINK_ASSIGN(const auto selection,
               selection_of(
                   snapshot, limits, arguments.selector, [&](BoxSet set) { return engine->objective(set); },
                   arguments.hindsight, context.stop));
  context.end_progress();
  context.print(selection_json(selection, links.boxes(), limits, snapshot.link_costs),
                {with_notes(selection_table(selection, links.boxes(), limits, snapshot.link_costs), snapshot)});
  return {};
}

}  // namespace

void add_result_commands(CLI::App& app, Parsed& parsed) {
  auto* show_matrix = add_command(app, parsed, "matrix", "The link matrix: p of every link beside its prior");
  show_matrix->callback([&parsed, file = add_file(show_matrix), rows = add_rows(show_matrix)] {
    parsed.action = [file, rows](Context& context) -> Status {
      MLINK_ASSIGN(const auto judged, judged_rows_from_string(*rows));
      return matrix(context, *file, judged);
    };
  });
  auto* show_ensemble = add_command(app, parsed, "ensemble", "Ensembles: dominance or mutual assistance a target");
  show_ensemble->callback([&parsed, file = add_file(show_ensemble)] {
    parsed.action = [file](Context& context) { return ensemble(context, *file); };
  });
  auto* show_activation = add_command(app, parsed, "activation", "Activation probabilities and their parts");
  auto kind = std::make_shared<std::string>("time");
  show_activation->add_option("--cost", *kind, "memory, time or gpu-memory")
      ->check(CLI::IsMember(cost_kind_names()))
      ->capture_default_str();
  show_activation->callback([&parsed, kind, file = add_file(show_activation)] {
    parsed.action = [file, kind](Context& context) { return activation(context, *file, *cost_kind(*kind)); };
  });
  auto* choose = add_command(app, parsed, "select", "The activated set under a budget, and why");
  auto file = add_file(choose);
  auto arguments = std::make_shared<SelectArguments>();
  choose->add_option("--budget", arguments->budgets, "5GB or 60ms; both, each with its own --budget, hold at once")
      ->required()
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  choose
      ->add_option("--selector", arguments->selector,
                   "greedy (the paper's), exact (all sets, up to 20 boxes) or enumerate (pairs, greedy, swaps)")
      ->check(CLI::IsMember(selector_names()))
      ->capture_default_str();
  choose->add_flag("--hindsight", arguments->hindsight,
                   "exact and enumerate compare by the test rows: a bound, nothing to choose by");
  choose->callback([&parsed, file, arguments] {
    parsed.action = [file, arguments](Context& context) { return select(context, *file, *arguments); };
  });
}

}  // namespace mlink::cli
