// The least budgets that reach an accuracy, and what tables of replays say of budgets.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "outputs/amount.h"
#include "report/replay_words.h"
#include "report/report.h"
#include "report/run_command.h"

namespace mlink::report {
namespace {

/// No less than it is, with so many decimals.
double up_to(double value, int decimals) {
  const double scale = std::pow(10., decimals);
  // What is whole but for the arithmetic stays as it is.
  const double whole = std::round(value * scale);
  return (std::abs(whole - value * scale) <= 1e-12 * whole ? whole : std::ceil(value * scale)) / scale;
}

/// The budget in its table's unit, no less than it is.
double rounded_up(double budget, CostKind kind, int decimals) {
  return up_to(budget_in_unit({.kind = kind, .budget = budget, .methods = {}}), decimals);
}

/// As few as let each budget, typed as it is shown, reach its accuracy, and be no more than half a percent too large.
int reach_decimals(const std::vector<FrontierCurve>& curves, const std::vector<double>& accuracies, CostKind kind) {
  constexpr int kMost = 9;
  const auto reaches = [&](const FrontierCurve& curve, double accuracy, int decimals) {
    const auto budget = curve.needs(accuracy);
    if (!budget) return true;
    const auto typed =
        parse_amount(fmt::format("{:.{}f}{}", rounded_up(*budget, kind, decimals), decimals, budget_unit(kind)));
    return typed && curve.at(typed->value * (1 + 1e-12)) >= accuracy && typed->value <= *budget * 1.005;
  };
  for (int decimals = 1; decimals < kMost; ++decimals)
    if (std::all_of(curves.begin(), curves.end(), [&](const FrontierCurve& curve) {
          return std::all_of(accuracies.begin(), accuracies.end(),
                             [&](double accuracy) { return reaches(curve, accuracy, decimals); });
        }))
      return decimals;
  return kMost;
}

}  // namespace

double budget_in_unit(const ReplaySettings& settings) {
  return is_memory(settings.kind) ? settings.budget / 1e6 : settings.budget * 1e3;
}
std::string budget_unit(CostKind kind) { return is_memory(kind) ? "MB" : "ms"; }

std::string frames_text(const ReplayResult& result) {
  const std::string frames = count_text(result.frames) + " frames";
  return result.judged == result.frames ? frames
                                        : fmt::format("{}, {} of them with outputs", frames, count_text(result.judged));
}

std::string reaching_amount(const FrontierCurve& curve, CostKind kind, double accuracy) {
  const auto budget = curve.needs(accuracy);
  if (!budget) return {};
  const auto reaches = [&](const std::string& text) {
    const auto typed = parse_amount(text);
    return typed && typed->kind == kind && curve.at(typed->value * (1 + 1e-12)) >= accuracy &&
           typed->value <= *budget * 1.005;
  };
  std::string text = amount_text({kind, *budget});
  if (reaches(text)) return text;
  const auto behind = text.find_first_not_of("0123456789.");
  const std::string unit = behind == std::string::npos ? std::string() : text.substr(behind);
  const auto one = parse_amount("1" + unit);
  constexpr int kMost = 9;
  for (int decimals = 0; one && one->value > 0 && decimals < kMost; ++decimals) {
    const double up = up_to(*budget / one->value, decimals);
    if (std::string finer = fmt::format("{:.{}f}{}", up, decimals, unit); reaches(finer)) return finer;
  }
  return exact_amount({kind, *budget});
}

std::string replay_conditions(const ReplaySettings& settings) {
  std::string text = settings.period_seconds > 0 ? fmt::format("Boxes are chosen anew every {}",
                                                               amount_text({CostKind::time, settings.period_seconds}))
                                                 : std::string("Boxes are chosen once, for the whole test part");
  if (settings.prefix > 0)
    text += fmt::format("; on the first {:.3g} % of {} those that fit run, which {} in time and runs",
                        settings.prefix * 100, settings.period_seconds > 0 ? "each period" : "it",
                        settings.prefix_cost ? "counts" : "does not count (--free-prefix)");
  else
    text += "; no prefix measures the links";
  return text + fmt::format("; seed {}.", settings.seed);
}

Table reach_table(const std::vector<ReplayResult>& answers, const std::vector<double>& accuracies) {
  if (answers.empty()) return {};
  const ReplaySettings& settings = answers.front().settings;
  Table table = reach_table(frontier_curves(answers), settings.kind, accuracies);
  table.notes.push_back(replay_conditions(settings));
  return table;
}

Table reach_table(const std::vector<FrontierCurve>& curves, CostKind kind, const std::vector<double>& accuracies) {
  Table table;
  const std::string unit = budget_unit(kind);
  const int decimals = reach_decimals(curves, accuracies, kind);
  table.title = "Smallest budget that reaches an accuracy";
  table.columns = {{"method", "method", -1},
                   {"accuracy", "output_accuracy", 3},
                   {"budget (" + unit + ")", "budget_" + std::string(unit == "MB" ? "mb" : "ms"), decimals},
                   {"reaches", "reached_accuracy", 3}};
  for (const FrontierCurve& curve : curves)
    for (const double accuracy : accuracies) {
      const auto budget = curve.needs(accuracy);
      table.rows.push_back({curve.method, number_cell(accuracy),
                            budget ? number_cell(rounded_up(*budget, kind, decimals)) : Cell(),
                            budget ? number_cell(curve.at(*budget)) : Cell()});
    }
  table.notes.emplace_back("Budgets are rounded up: one that is typed as shown reaches the accuracy.");
  table.notes.emplace_back("An empty budget: the method does not reach this accuracy, whatever it may spend.");
  return table;
}

}  // namespace mlink::report
