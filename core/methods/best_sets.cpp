#include "methods/best_sets.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace mlink::methods {

std::vector<PricedSet> priced_sets(const MethodInput& input) {
  std::vector<PricedSet> priced;
  for (const BoxSet set : input.scores.sets()) priced.push_back({cost_of(input.costs, set, input.kind), set});
  std::sort(priced.begin(), priced.end(), [](const PricedSet& a, const PricedSet& b) {
    return a.cost != b.cost ? a.cost < b.cost : a.set.bits() < b.set.bits();
  });
  return priced;
}

PreparedBestSets::PreparedBestSets(const MethodInput& input, std::string none_better)
    : orders_(input.orders),
      prefix_(input.prefix),
      periods_(input.timeline.periods.size()),
      none_better_(std::move(none_better)) {
  sets_ = input.scores.sets().size();
  all_sets_ = input.scores.boxes() <= kAllSetsBoxes;
  for (const BoxSet set : input.scores.sets())
    if (!set.empty()) least_cost_ = std::min(least_cost_, cost_of(input.costs, set, input.kind));
  steps_.resize(orders_.levels() * periods_);
}

Plan PreparedBestSets::plan(double budget) const {
  const std::size_t level = orders_.level_of(budget);
  Plan plan;
  bool runs = false;
  for (std::size_t period = 0; period < periods_; ++period) {
    plan.sets.push_back(step_at(steps_[level * periods_ + period], budget));
    runs = runs || !plan.sets.back().empty();
  }
  const bool one_fits = fits(least_cost_, budget);
  if (one_fits && prefix_) plan.prefix = orders_.prefix_boxes(level);
  if (!one_fits)
    plan.note = kPriorsOnly;
  else if (!all_sets_)
    plan.note = fmt::format("best of {} sets tried: with more than {} boxes not all are", sets_, kAllSetsBoxes);
  else if (!runs)
    plan.note = none_better_;
  return plan;
}

void PreparedBestSets::add_breakpoints(std::vector<double>& budgets) const {
  if (std::isfinite(least_cost_)) budgets.push_back(least_cost_);
  orders_.add_breakpoints(
      [this](std::size_t level, std::size_t period) -> std::span<const BudgetStep> {
        return steps_[level * periods_ + period];
      },
      budgets);
}

}  // namespace mlink::methods
