#include <algorithm>
#include <set>
#include <unordered_map>

#include "replay/planner.h"

namespace mlink {
namespace {

constexpr std::size_t kMostRows = 200;
constexpr int kBudgets = 12;
constexpr std::size_t kMostPairs = 30;
constexpr int kSwapRounds = 3;
constexpr std::size_t kMostTrials = 1000;

/// Output accuracy of any set on a few rows, remembered.
class Trial {
 public:
  Trial(const OutputTable& table, const Timeline& timeline, const Predictor& predictor, const std::stop_token& stop)
      : table_(table), predictor_(predictor), stop_(stop) {
    const std::size_t step = (timeline.rows() + kMostRows - 1) / kMostRows;
    for (std::size_t row = timeline.first; row < timeline.end; row += step) rows_.push_back(row);
  }

  [[nodiscard]] bool over() const { return stop_.stop_requested() || known_.size() >= kMostTrials; }

  double accuracy(BoxSet set) {
    const auto found = known_.find(set.bits());
    if (found != known_.end()) return found->second;
    if (over()) return -1;
    double sum = 0;
    for (int target = 0; target < static_cast<int>(table_.columns.size()); ++target)
      sum += set.has(target) ? 1 : mean_score(set, target);
    known_.emplace(set.bits(), sum);
    return sum;
  }

 private:
  double mean_score(BoxSet set, int target) const {
    const OutputColumn& exact = table_.columns[static_cast<std::size_t>(target)];
    const Predictions predictions = predictor_.predict(set, target, rows_);
    if (!predicted_all(predictions, exact.spec, rows_.size())) return 0;
    double sum = 0, rows = 0;
    for (std::size_t n = 0; n < rows_.size(); ++n) {
      if (!exact.present(rows_[n])) continue;
      sum += replay_score(exact, rows_[n], predictions, n);
      rows += 1;
    }
    return rows > 0 ? sum / rows : 0;
  }

  const OutputTable& table_;
  const Predictor& predictor_;
  const std::stop_token& stop_;
  std::vector<std::size_t> rows_;
  std::unordered_map<std::uint64_t, double> known_;
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

std::vector<BoxSet> candidate_sets(const OutputTable& table, const Timeline& timeline, const Predictor& predictor,
                                   const CostTable& costs, CostKind kind, const Activations& activations,
                                   const std::stop_token& stop) {
  std::set<std::uint64_t> found;
  std::set<std::vector<int>> orders;
  const std::vector<int> whole = greedy_order(activations.whole, costs, kind);
  orders.insert(whole);
  for (const auto& period : activations.periods) orders.insert(greedy_order(period, costs, kind));
  for (const auto& order : orders)
    for (const Step& step : walk_steps(order, costs, kind, true)) found.insert(step.set.bits());
  double all = 0;
  BoxSet full;
  for (int box = 0; box < static_cast<int>(costs.boxes.size()); ++box) {
    all += costs.cost(box, kind);
    full = full.with(box);
  }
  found.insert(full.bits());
  Trial trial(table, timeline, predictor, stop);
  for (int n = 1; n < kBudgets && !trial.over(); ++n)
    found.insert(best_found(whole, costs, {kind, all * n / kBudgets}, trial).bits());
  std::vector<BoxSet> sets;
  sets.reserve(found.size());
  for (const std::uint64_t bits : found) sets.emplace_back(bits);
  return sets;
}

}  // namespace mlink
