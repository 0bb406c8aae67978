#include "methods/orders.h"
#include "base/number.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace mlink::methods {
namespace {

constexpr std::size_t kMostSteps = 256;

/// Walks from budget to budget; empty when there are more than `most` steps.
std::vector<BudgetStep> steps_of_walks(const std::vector<int>& order, const CostTable& costs, CostKind kind,
                                       bool with_links, std::size_t most, double at_least) {
  std::vector<BudgetStep> steps;
  double budget = 0;
  while (std::isfinite(budget)) {
    const Walk end = walk(order, costs, {kind, budget}, with_links);
    if (steps.empty() || !(steps.back().set == end.activated)) steps.push_back({budget, end.activated});
    if (steps.size() > most) return {};
    budget = std::isfinite(end.next) ? std::max(end.next, budget + at_least) : end.next;
  }
  return steps;
}

std::size_t most_steps(const CostTable& costs) {
  // A walk never comes back to a set, so up to 2^k steps lead through all there is.
  const auto k = static_cast<int>(costs.boxes.size());
  return k <= kAllSetsBoxes ? std::size_t{1} << static_cast<unsigned>(k) : kMostSteps;
}

}  // namespace

BoxSet step_at(const std::vector<BudgetStep>& steps, double budget) {
  const auto after = std::partition_point(steps.begin(), steps.end(),
                                          [budget](const BudgetStep& step) { return fits(step.budget, budget); });
  return after == steps.begin() ? BoxSet() : std::prev(after)->set;
}

std::vector<BudgetStep> walk_steps(const std::vector<int>& order, const CostTable& costs, CostKind kind,
                                   bool with_links) {
  const std::size_t most = most_steps(costs);
  std::vector<BudgetStep> steps = steps_of_walks(order, costs, kind, with_links, most, 0);
  if (!steps.empty()) return steps;
  return steps_of_walks(order, costs, kind, with_links, std::numeric_limits<std::size_t>::max(),
                        most_cost(costs, kind) / static_cast<double>(most));
}

Result<Orders> Orders::measure(const ScoreTable& scores, const Timeline& timeline, const Predictor& predictor,
                               const CostTable& costs, CostKind kind, bool prefix) {
  Orders out;
  const int k = scores.boxes();
  out.scores_ = &scores;
  out.costs_ = &costs;
  out.kind_ = kind;
  out.periods_ = timeline.periods.size();
  out.box_count_ = static_cast<std::size_t>(k);
  for (int i = 0; i < k; ++i)
    for (int j = 0; j < k; ++j) out.known_.push_back(i == j ? kNan : predictor.link_p(i, j));
  for (int i = 0; i < k && prefix; ++i) out.thresholds_.push_back(costs.cost(i, kind));
  std::sort(out.thresholds_.begin(), out.thresholds_.end());
  out.thresholds_.erase(std::unique(out.thresholds_.begin(), out.thresholds_.end()), out.thresholds_.end());
  out.boxes_.emplace_back();
  for (const double threshold : out.thresholds_) {
    BoxSet alone;
    for (int i = 0; i < k; ++i)
      if (costs.cost(i, kind) <= threshold) alone = alone.with(i);
    out.boxes_.push_back(alone);
  }
  std::map<std::vector<int>, std::size_t> known;
  for (std::size_t level = 0; level < out.levels(); ++level)
    for (std::size_t period = 0; period < out.periods_; ++period) {
      MLINK_ASSIGN(const auto activations, out.at(level, period));
      for (const Activation& activation : activations) out.probability_.push_back(activation.probability);
      const auto [found, fresh] = known.emplace(greedy_order(activations, costs, kind), out.orders_.size());
      if (fresh) out.orders_.push_back(found->first);
      out.place_.push_back(found->second);
    }
  return out;
}

void Orders::add_breakpoints(const std::function<std::span<const BudgetStep>(std::size_t, std::size_t)>& steps,
                             std::vector<double>& budgets) const {
  for (std::size_t level = 0; level < levels(); ++level) {
    const double begin = begin_of(level);
    budgets.push_back(begin);
    for (std::size_t period = 0; period < periods_; ++period)
      for (const BudgetStep& step : steps(level, period))
        if (step.budget > begin && (level + 1 == levels() || step.budget < begin_of(level + 1)))
          budgets.push_back(step.budget);
  }
}

std::size_t Orders::level_of(double budget) const {
  const auto after = std::partition_point(thresholds_.begin(), thresholds_.end(),
                                          [budget](double threshold) { return fits(threshold, budget); });
  return static_cast<std::size_t>(after - thresholds_.begin());
}

Result<std::vector<Activation>> Orders::at(std::size_t level, std::size_t period) const {
  std::vector<double> p = known_, cost;
  std::vector<std::string> names;
  const auto k = static_cast<int>(box_count_);
  for (int i = 0; i < k; ++i) {
    names.push_back(costs_->boxes[static_cast<std::size_t>(i)].box);
    cost.push_back(costs_->cost(i, kind_));
    for (int j = 0; j < k; ++j) {
      if (i == j || !boxes_[level].has(i) || !boxes_[level].has(j)) continue;
      const double measured = scores_->prefix_p(i, j, period);
      if (std::isfinite(measured))
        p[static_cast<std::size_t>(i) * box_count_ + static_cast<std::size_t>(j)] = std::clamp(measured, 0., 1.);
    }
  }
  return activation_probabilities(names, p, cost);
}

std::vector<Activation> Orders::activations(std::size_t level, std::size_t period) const {
  auto out = at(level, period);  // was built once already, so it cannot fail
  return out ? std::move(*out) : std::vector<Activation>();
}

}  // namespace mlink::methods
