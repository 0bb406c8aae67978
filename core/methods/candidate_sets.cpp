#include <algorithm>
#include <set>

#include "methods/known_accuracy.h"
#include "methods/orders.h"

namespace mlink::methods {
namespace {

constexpr std::size_t kMostRows = 200;
constexpr int kBudgets = 12;
constexpr std::size_t kMostPairs = 30;
constexpr int kSwapRounds = 3;
constexpr std::size_t kMostTrials = 1000;

/// Output accuracy of any set on a few known rows, for as long as there are trials left.
class Trial {
 public:
  Trial(const OutputTable& table, const Predictor& predictor, const std::stop_token& stop)
      : known_(table, predictor, kMostRows), stop_(stop) {}

  [[nodiscard]] bool over() const { return stop_.stop_requested() || known_.sets() >= kMostTrials; }
  double accuracy(BoxSet set) { return over() && !known_.has(set) ? -1 : known_.of(set); }

 private:
  KnownAccuracy known_;
  const std::stop_token& stop_;
};

/// Completes a start with the boxes in `order` that still fit.
BoxSet complete(BoxSet set, const std::vector<int>& order, const CostTable& costs, const Amount& budget) {
  for (const int box : order)
    if (!set.has(box) && fits(cost_of(costs, set.with(box), budget.kind), budget.value)) set = set.with(box);
  return set;
}

/// The likeliest pairs: those that come first in the order.
std::vector<BoxSet> pairs_of(const std::vector<int>& order) {
  std::vector<BoxSet> pairs;
  for (std::size_t sum = 1; sum < 2 * order.size() && pairs.size() < kMostPairs; ++sum)
    for (std::size_t a = 0; 2 * a < sum && pairs.size() < kMostPairs; ++a)
      if (sum - a < order.size()) pairs.push_back(BoxSet().with(order[a]).with(order[sum - a]));
  return pairs;
}

/// Changes one box for another while that helps.
BoxSet swapped(BoxSet best, const std::vector<int>& order, const CostTable& costs, const Amount& budget, Trial& trial) {
  for (int round = 0; round < kSwapRounds && !trial.over(); ++round) {
    const BoxSet start = best;
    for (const int out : order) {
      if (!start.has(out)) continue;
      for (const int in : order) {
        if (start.has(in)) continue;
        const BoxSet other = start.without(out).with(in);
        if (!fits(cost_of(costs, other, budget.kind), budget.value)) continue;
        if (trial.accuracy(other) > trial.accuracy(best)) best = other;
      }
    }
    if (best == start) break;
  }
  return best;
}

BoxSet best_found(const std::vector<int>& order, const CostTable& costs, const Amount& budget, Trial& trial) {
  BoxSet best;
  const auto look_at = [&](BoxSet set) {
    if (fits(cost_of(costs, set, budget.kind), budget.value) && trial.accuracy(set) > trial.accuracy(best)) best = set;
  };
  for (const int box : order) look_at(BoxSet().with(box));
  look_at(complete({}, order, costs, budget));
  for (const BoxSet pair : pairs_of(order))
    if (fits(cost_of(costs, pair, budget.kind), budget.value)) look_at(complete(pair, order, costs, budget));
  return swapped(best, order, costs, budget, trial);
}

}  // namespace

std::vector<BoxSet> candidate_sets(const OutputTable& table, const Predictor& predictor, const CostTable& costs,
                                   CostKind kind, const Orders& orders, const std::stop_token& stop) {
  std::set<std::uint64_t> found;
  for (const auto& order : orders.different())
    for (const BudgetStep& step : walk_steps(order, costs, kind, true)) found.insert(step.set.bits());
  const BoxSet full = BoxSet::all(static_cast<int>(costs.boxes.size()));
  const double all = boxes_cost(costs, full, kind);
  found.insert(full.bits());
  // The first level knows the training's figures only, so the sets tried do not depend on a prefix.
  const std::vector<int>& whole = orders.order(0, 0);
  Trial trial(table, predictor, stop);
  for (int n = 1; n < kBudgets && !trial.over(); ++n)
    found.insert(best_found(whole, costs, {kind, all * n / kBudgets}, trial).bits());
  std::vector<BoxSet> sets;
  sets.reserve(found.size());
  for (const std::uint64_t bits : found) sets.emplace_back(bits);
  return sets;
}

}  // namespace mlink::methods
