#include "scheduling/limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace mlink::scheduling {

Result<Limits> Limits::of(std::vector<Amount> budgets) {
  if (budgets.empty()) return fail(ErrorKind::invalid_input, "A selection needs a budget.", "Give --budget 60ms.");
  for (std::size_t n = 0; n < budgets.size(); ++n) {
    if (!(budgets[n].value >= 0))
      return fail(ErrorKind::invalid_input, fmt::format("The budget of {} is negative.", to_string(budgets[n].kind)));
    for (std::size_t other = 0; other < n; ++other)
      if (budgets[other].kind == budgets[n].kind)
        return fail(ErrorKind::invalid_input, fmt::format("There are two budgets of {}.", to_string(budgets[n].kind)),
                    "Give one a kind.");
  }
  return Limits(std::move(budgets));
}

bool Limits::fit(const CostTable& costs, BoxSet set) const {
  return std::all_of(amounts_.begin(), amounts_.end(), [&](const Amount& budget) {
    return fits(boxes_cost(costs, set, budget.kind), budget.value) &&
           fits(cost_of(costs, set, budget.kind), budget.value);
  });
}

double Limits::use(const CostTable& costs, BoxSet set) const {
  if (amounts_.size() == 1) return cost_of(costs, set, amounts_.front().kind);
  double most = 0;
  for (const Amount& budget : amounts_) {
    const double cost = cost_of(costs, set, budget.kind);
    most = std::max(most, cost > 0 ? cost / budget.value : 0);
  }
  return most;
}

std::string Limits::excess(const CostTable& costs, BoxSet set) const {
  for (const Amount& budget : amounts_) {
    const double cost = cost_of(costs, set, budget.kind);
    if (!fits(cost, budget.value)) return amount_text({budget.kind, cost - budget.value}) + " too much";
  }
  return {};
}

Status Limits::check(const CostTable& costs) const {
  for (const Amount& budget : amounts_) MLINK_TRY(costs_known(costs, budget.kind));
  return {};
}

Status costs_known(const CostTable& costs, CostKind kind, const std::string& path) {
  std::vector<std::string> unknown;
  for (const BoxCosts& box : costs.boxes)
    if (!box.known(kind)) unknown.push_back(box.box);
  if (unknown.empty()) return {};
  return fail(ErrorKind::invalid_input,
              fmt::format("The {} of {} is not known.", to_string(kind), fmt::join(unknown, ", ")),
              "Profile the boxes, or type their costs in.", path);
}

std::vector<double> box_uses(const CostTable& costs, const Limits& limits) {
  std::vector<double> uses;
  const auto& amounts = limits.amounts();
  for (int box = 0; box < static_cast<int>(costs.boxes.size()); ++box) {
    double use = amounts.size() == 1 ? costs.cost(box, amounts.front().kind) : 0;
    for (const Amount& budget : amounts) {
      if (amounts.size() == 1) break;
      const double cost = costs.cost(box, budget.kind);
      // A budget of nothing makes whatever costs anything of it as dear as can be told.
      if (cost > 0) use = std::max(use, budget.value > 0 ? std::min(cost / budget.value, 1e12) : 1e12);
    }
    uses.push_back(use);
  }
  return uses;
}

}  // namespace mlink::scheduling
