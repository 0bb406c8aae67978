// How each method spends a budget: the sets it runs, period by period. Built once, then read by many threads.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "links/link_set.h"
#include "replay/predictor.h"
#include "replay/replay.h"
#include "replay/score_table.h"
#include "replay/timeline.h"
#include "scheduling/scheduling.h"

namespace mlink {

/// Up to so many boxes every set is scored; above, the sets of candidate_sets().
inline constexpr int kAllSetsBoxes = 12;

/// What a method runs at one budget.
struct Plan {
  std::vector<BoxSet> sets;  ///< one a period
  bool prefix = false;       ///< all boxes run on the prefixes
  bool predicts = true;      ///< the boxes that do not run are predicted
  std::string note;
};

/// A method's answer from `budget` on, up to the next step's budget.
struct Step {
  double budget = 0;
  BoxSet set;
};

/// Activation probabilities of each period as its prefix measures them (link figures where there is no prefix, or no
/// frame in it with both outputs), and of the whole test part by the link figures.
struct Activations {
  std::vector<std::vector<Activation>> periods;
  std::vector<Activation> whole;
};
[[nodiscard]] Result<Activations> measure_activations(const ScoreTable& scores, const Timeline& timeline,
                                                      const Predictor& predictor, const CostTable& costs, CostKind kind,
                                                      bool prefix);

/// All that taking the boxes in this order, each that fits, can end with, by rising budget; the first step is at 0.
/// More steps than there is room for (above kAllSetsBoxes boxes only): those of an even grid of budgets.
[[nodiscard]] std::vector<Step> walk_steps(const std::vector<int>& order, const CostTable& costs, CostKind kind,
                                           bool with_links);

class Planner {
 public:
  /// `scores` has all sets. All but `settings` must outlive the planner.
  Planner(const ScoreTable& scores, const Timeline& timeline, const CostTable& costs, Activations activations,
          ReplaySettings settings);

  [[nodiscard]] static const std::vector<std::string>& methods();
  [[nodiscard]] static bool knows(std::string_view method);
  /// The method must be known.
  [[nodiscard]] Plan plan(std::string_view method, double budget) const;
  [[nodiscard]] std::vector<double> breakpoints() const;
  [[nodiscard]] const Activations& activations() const { return activations_; }

 private:
  [[nodiscard]] Plan mlink(double budget) const;
  [[nodiscard]] Plan standalone(double budget) const;
  [[nodiscard]] Plan optimum(double budget) const;
  void build_frontiers(const ScoreTable& scores);
  void build_orders();

  const Timeline* timeline_;
  const CostTable* costs_;
  Activations activations_;
  ReplaySettings settings_;
  std::vector<std::vector<Step>> greedy_;  ///< steps of each different order; the last is the whole test part's
  std::vector<std::size_t> order_of_;      ///< period -> place in greedy_
  std::vector<Step> standalone_;
  std::vector<std::vector<Step>> frontier_;  ///< optimum: steps of each period
  double least_cost_ = 0;                    ///< of the cheapest set that runs a box
  std::size_t sets_ = 0;
  bool all_sets_ = true;
};

/// Sets worth scoring where there are too many to score all: what greedy reaches with each order, and for a row of
/// budgets the best of: greedy from the likeliest pairs, the best single, and swaps of one box for another, by output
/// accuracy on rows spread evenly over the test part.
[[nodiscard]] std::vector<BoxSet> candidate_sets(const OutputTable& table, const Timeline& timeline,
                                                 const Predictor& predictor, const CostTable& costs, CostKind kind,
                                                 const Activations& activations, const std::stop_token& stop);

}  // namespace mlink
