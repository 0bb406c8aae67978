// Budgets that hold at once, of time and of memory, and the selectors under them (Eq. 1 of the paper with more than one
// cost). Pure; thread-safe.
#pragma once

#include <string>
#include <vector>

#include "scheduling/scheduling.h"

namespace mlink::scheduling {

class Limits {
 public:
  Limits(const Amount& budget) : amounts_{budget} {}  // NOLINT(google-explicit-constructor): one budget is the rule
  /// Fails without any, with two of a kind, and with one that is negative or not a number.
  [[nodiscard]] static Result<Limits> of(std::vector<Amount> budgets);

  [[nodiscard]] const std::vector<Amount>& amounts() const { return amounts_; }
  [[nodiscard]] bool fit(const CostTable& costs, BoxSet set) const;
  /// What a set uses: its cost, of several kinds the largest share of a budget.
  [[nodiscard]] double use(const CostTable& costs, BoxSet set) const;
  /// "4 GB too much" of the first budget that the set exceeds; empty: it fits.
  [[nodiscard]] std::string excess(const CostTable& costs, BoxSet set) const;
  /// Fails where a cost of one of the kinds is not known.
  [[nodiscard]] Status check(const CostTable& costs) const;

 private:
  explicit Limits(std::vector<Amount> amounts) : amounts_(std::move(amounts)) {}
  std::vector<Amount> amounts_;
};

/// Fails where a cost of this kind is not known, and names the boxes; `path`: the file that is told.
[[nodiscard]] Status costs_known(const CostTable& costs, CostKind kind, const std::string& path = {});

/// What each box costs for activation probabilities under these budgets: of several kinds the largest share of a budget
/// that the box takes, so that what is scarce counts. (The paper has one kind of cost.)
[[nodiscard]] std::vector<double> box_uses(const CostTable& costs, const Limits& limits);

[[nodiscard]] Selection select_greedy(const std::vector<Activation>& activations, const CostTable& costs,
                                      const Limits& limits, const ObjectiveFn& objective);
/// All sets that fit are compared; up to kMostForExact boxes.
[[nodiscard]] Result<Selection> select_exact(const CostTable& costs, const Limits& limits,
                                             const ObjectiveFn& objective);
inline constexpr int kMostForExact = 20;
/// Partial enumeration, for any number of boxes: the best of nothing, every single box and every pair, each completed
/// by greedy's order, and then of swaps of one box for another while they help. No guarantee is claimed. Fails without
/// an objective.
[[nodiscard]] Result<Selection> select_enumerated(const std::vector<Activation>& activations, const CostTable& costs,
                                                  const Limits& limits, const ObjectiveFn& objective);

}  // namespace mlink::scheduling
