// The orders in which greedy looks at the boxes, period by period: from the links' p as a period's prefix measured
// them, else as training knew them. Built once, then read by many threads.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <stop_token>
#include <vector>

#include "base/error.h"
#include "methods/predictor.h"
#include "methods/score_table.h"
#include "methods/timeline.h"
#include "scheduling/scheduling.h"

namespace mlink::methods {

/// Up to so many boxes every set is scored; above, the sets of candidate_sets().
inline constexpr int kAllSetsBoxes = 12;

/// A method's answer from `budget` on, up to the next step's budget.
struct BudgetStep {
  double budget = 0;
  BoxSet set;
};
/// The last step within the budget; steps begin at 0, and a budget is never below 0.
[[nodiscard]] BoxSet step_at(const std::vector<BudgetStep>& steps, double budget);

/// All that taking the boxes in this order, each that fits, can end with, by rising budget; the first step is at 0.
/// More steps than there is room for (above kAllSetsBoxes boxes only): those of an even grid of budgets.
[[nodiscard]] std::vector<BudgetStep> walk_steps(const std::vector<int>& order, const CostTable& costs, CostKind kind,
                                                 bool with_links);

/// A box that exceeds the budget alone is not run in a prefix either, so what a prefix measures depends on the budget:
/// one level for each set of boxes that fit alone. Without prefixes one level, with no box that runs there.
class Orders {
 public:
  /// `scores` has the empty set and the single boxes; all must outlive the orders. Fails on p and costs that
  /// activation_probabilities refuses.
  [[nodiscard]] static Result<Orders> measure(const ScoreTable& scores, const Timeline& timeline,
                                              const Predictor& predictor, const CostTable& costs, CostKind kind,
                                              bool prefix);

  [[nodiscard]] std::size_t levels() const { return boxes_.size(); }
  [[nodiscard]] std::size_t level_of(double budget) const;
  [[nodiscard]] BoxSet prefix_boxes(std::size_t level) const { return boxes_[level]; }
  /// Budget at which a level begins; the first is at 0.
  [[nodiscard]] double begin_of(std::size_t level) const { return level == 0 ? 0 : thresholds_[level - 1]; }
  [[nodiscard]] const std::vector<int>& order(std::size_t level, std::size_t period) const {
    return orders_[place_[level * periods_ + period]];
  }
  [[nodiscard]] std::size_t order_id(std::size_t level, std::size_t period) const {
    return place_[level * periods_ + period];
  }
  [[nodiscard]] const std::vector<std::vector<int>>& different() const { return orders_; }
  /// Activation probability of each box.
  [[nodiscard]] std::span<const double> probability(std::size_t level, std::size_t period) const {
    return {probability_.data() + (level * periods_ + period) * box_count_, box_count_};
  }
  /// Adds the budgets at which the answers change: where each level begins, and of the steps of each of its periods
  /// those within it.
  void add_breakpoints(const std::function<std::span<const BudgetStep>(std::size_t level, std::size_t period)>& steps,
                       std::vector<double>& budgets) const;
  /// With P1 and P2, as select_greedy takes them.
  [[nodiscard]] std::vector<Activation> activations(std::size_t level, std::size_t period) const;

 private:
  Orders() = default;
  [[nodiscard]] Result<std::vector<Activation>> at(std::size_t level, std::size_t period) const;

  const ScoreTable* scores_ = nullptr;
  const CostTable* costs_ = nullptr;
  CostKind kind_ = CostKind::time;
  std::size_t periods_ = 0, box_count_ = 0;
  std::vector<double> known_;       ///< boxes x boxes: p before any test row
  std::vector<double> thresholds_;  ///< costs of single boxes, ascending, each once
  std::vector<BoxSet> boxes_;       ///< a level: which fit alone; empty sets without prefixes
  std::vector<double> probability_;
  std::vector<std::size_t> place_;
  std::vector<std::vector<int>> orders_;
};

/// Sets worth scoring where there are too many to score all: what greedy reaches with each order, and for a row of
/// budgets the best of: greedy from the likeliest pairs, the best single, and swaps of one box for another, by output
/// accuracy on the predictor's known rows, so that no test row decides what is tried.
[[nodiscard]] std::vector<BoxSet> candidate_sets(const OutputTable& table, const Predictor& predictor,
                                                 const CostTable& costs, CostKind kind, const Orders& orders,
                                                 const std::stop_token& stop);

}  // namespace mlink::methods
