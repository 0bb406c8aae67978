// Study simulation: how far each selector stays from the best set, on problems that are drawn, not measured. A problem
// has k boxes, the performance of every link and the cost of every box drawn from one distribution, and an ensemble
// that is its best link and a fixed gain a further source. It needs no outputs.
#pragma once

#include <string>
#include <vector>

#include "studies/study.h"

namespace mlink::studies {

/// One drawn problem. Boxes by index; no links cost anything.
struct SimulatedProblem {
  std::vector<double> p;     ///< k x k, row = source, column = target, NaN on the diagonal
  std::vector<double> cost;  ///< above zero
  double gain = 0;           ///< of an ensemble, a source behind the first

  [[nodiscard]] int boxes() const { return static_cast<int>(cost.size()); }
  /// p(h_Aj): the best link from A to j, and the gain for each further source; at most 1; 0 without a source.
  [[nodiscard]] double ensemble(BoxSet from, int target) const;
  [[nodiscard]] double objective(BoxSet activated) const;  ///< Eq. 1
  [[nodiscard]] double total_cost() const;
};

enum class Drawn { normal, beta };
[[nodiscard]] std::string_view to_string(Drawn drawn);  ///< "N(0.5, 0.2)", "Beta(0.5, 0.5)"
/// p in [0,1], costs in [0.01, 1]: what is drawn outside is moved to the nearer end. The same for the same seed.
[[nodiscard]] SimulatedProblem draw_problem(Drawn drawn, int boxes, double gain, std::uint64_t seed);

/// Names of the selectors that the study compares, in its order.
[[nodiscard]] std::vector<std::string> simulated_selectors();
/// What a selector chooses; "random" is drawn by the seed. The set fits the budget.
/// Errors: no selector of this name; what a selector says of a problem.
[[nodiscard]] Result<BoxSet> simulated_choice(const std::string& selector, const SimulatedProblem& problem,
                                              double budget, std::uint64_t seed);
/// The greatest objective of all sets that fit, by looking at each: what the selectors are measured against. Shares no
/// code with them.
[[nodiscard]] double best_by_brute_force(const SimulatedProblem& problem, double budget);

class SimulationSettings final : public StudySettings {
 public:
  SimulationSettings() { repeats = 200; }
  int boxes = 10;
  std::uint64_t first_seed = 1;
  double gain = 0.02;
  std::vector<double> budgets{0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9};  ///< shares of the cost of all boxes

  [[nodiscard]] std::vector<StudyOption> options() override;
  [[nodiscard]] Status check() const override;
  [[nodiscard]] std::uint64_t seed() const override { return first_seed; }
  void write(nlohmann::json& json) const override;
  [[nodiscard]] Status read(const nlohmann::json& json) override;
};

/// One selector at one budget, over all problems of one distribution.
struct SimulationRow {
  std::string drawn, selector;
  double budget = 0;     ///< share of the cost of all boxes
  double best = 0;       ///< mean objective of brute force
  double objective = 0;  ///< mean
  double distance = 0;   ///< mean of best - objective, of each problem
  Interval interval;     ///< of the distance, over problems
  double worst = 0;      ///< greatest distance
  double found = 0;      ///< share of problems in which it is as good as the best
};

class SimulationResult final : public StudyResult {
 public:
  SimulationSettings settings;
  std::vector<SimulationRow> rows;  ///< by distribution, budget, selector

  [[nodiscard]] std::string_view study() const override { return "simulation"; }
  [[nodiscard]] const StudySettings& given() const override { return settings; }
  [[nodiscard]] std::string reading_note() const override;
  void write(nlohmann::json& json) const override;
  [[nodiscard]] Status read(const nlohmann::json& json) override;
  void tell(nlohmann::json& json) const override;
  /// By how much greedy stays below the best, mean over distributions and budgets.
  [[nodiscard]] std::optional<StudyHeadline> headline() const override;
  [[nodiscard]] Table long_table() const override;
  /// A row a budget: each selector's distance with its interval.
  [[nodiscard]] Table paper_table() const override;
  /// "figure": the distances as bars, for a terminal or a page of fixed width.
  [[nodiscard]] Table more_table(std::string_view name) const override;
};

}  // namespace mlink::studies
