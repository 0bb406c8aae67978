#include "methods/set_choices.h"

#include <cmath>

#include "methods/frame_filter.h"

namespace mlink::methods {
namespace {

constexpr std::size_t kMostSets = 256;
constexpr std::size_t kMostBudgets = 400;

}  // namespace

std::vector<PricedSet> sets_to_try(const MethodInput& input) {
  std::vector<PricedSet> sets = priced_sets(input);
  if (sets.size() <= kMostSets) return sets;
  std::vector<BoxSet> reached{BoxSet::all(input.scores.boxes())};
  for (const BudgetStep& step : walk_steps(input.orders.order(0, 0), input.costs, input.kind, true))
    reached.push_back(step.set);
  std::erase_if(
      sets, [&](const PricedSet& one) { return std::find(reached.begin(), reached.end(), one.set) == reached.end(); });
  return sets;
}

std::vector<std::size_t> inner_rows(const MethodInput& input, std::size_t most) {
  std::size_t first = input.table.rows();
  for (int target = 0; target < input.scores.boxes(); ++target) {
    const auto known = input.predictor.known_rows(target);
    if (!known.empty()) first = std::min(first, known.front());
  }
  auto rows = tried_rows(input);
  std::erase_if(rows, [&](std::size_t row) { return row < first; });
  if (rows.size() > most) rows.erase(rows.begin(), rows.end() - static_cast<std::ptrdiff_t>(most));
  return rows;
}

double at_least(double share, double frames) {
  constexpr double z = 1.645;
  if (!(frames > 0) || std::isnan(share)) return 0;
  const double z2 = z * z / frames;
  return (share + z2 / 2 - z * std::sqrt(share * (1 - share) / frames + z2 / frames / 4)) / (1 + z2);
}

std::vector<double> frames_alike(const MethodInput& input) {
  std::vector<double> alike;
  alike.reserve(static_cast<std::size_t>(input.scores.boxes()));
  for (int box = 0; box < input.scores.boxes(); ++box)
    alike.push_back(static_cast<double>(std::max<std::size_t>(1, input.predictor.least_block(box))));
  return alike;
}

std::vector<double> few_of(std::vector<double> budgets) {
  std::sort(budgets.begin(), budgets.end());
  const std::size_t step = budgets.size() / kMostBudgets + 1;
  std::vector<double> few;
  for (std::size_t n = 0; n < budgets.size(); n += step) few.push_back(budgets[n]);
  if (!budgets.empty()) few.push_back(budgets.back());
  return few;
}

}  // namespace mlink::methods
