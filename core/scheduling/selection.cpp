#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <tuple>

#include "base/number.h"
#include "scheduling/scheduling.h"

namespace mlink::scheduling {
namespace {

constexpr int kMostForExact = 20;
constexpr double kTie = 1e-12;
constexpr const char* kNothingFits = "no box fits the budget: priors only";

std::string too_much(double cost, const Amount& budget) {
  return fmt::format("out: {} too much", amount_text({budget.kind, cost - budget.value}));
}

double value_of(const ObjectiveFn& objective, BoxSet set) { return objective ? objective(set) : kNan; }

/// Goes through the boxes in `order`, takes each that fits beside those taken before. cost(A) prices a set.
template <class Cost>
Selection take_in_order(const std::vector<int>& order, const CostTable& costs, const Amount& budget, const Cost& cost,
                        std::string_view first, std::string_view next) {
  Selection selection;
  for (const int i : order) {
    const double with = cost(selection.activated.with(i));
    const std::string& box = costs.boxes[static_cast<std::size_t>(i)].box;
    if (fits(with, budget.value)) {
      selection.reasons.push_back({box, true, fmt::format("in: {}, fits", selection.reasons.empty() ? first : next)});
      selection.activated = selection.activated.with(i);
    } else {
      selection.reasons.push_back({box, false, too_much(with, budget)});
    }
  }
  selection.cost = cost(selection.activated);
  return selection;
}

}  // namespace

bool fits(double cost, double budget) { return cost <= budget * (1 + 1e-12); }

std::vector<int> greedy_order(const std::vector<Activation>& activations, const CostTable& costs, CostKind kind) {
  std::vector<int> order(costs.boxes.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](int a, int b) {
    const auto key = [&](int i) {
      const auto at = static_cast<std::size_t>(i);
      return std::make_tuple(-activations[at].probability, costs.cost(i, kind), std::cref(costs.boxes[at].box));
    };
    return key(a) < key(b);
  });
  return order;
}

std::vector<int> standalone_order(const CostTable& costs, CostKind kind) {
  const CostKind by = costs.known(CostKind::time) ? CostKind::time : kind;
  std::vector<int> order(costs.boxes.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](int a, int b) {
    const auto key = [&](int i) {
      return std::make_tuple(costs.cost(i, by), costs.cost(i, kind),
                             std::cref(costs.boxes[static_cast<std::size_t>(i)].box));
    };
    return key(a) < key(b);
  });
  return order;
}

Walk walk(std::span<const int> order, const CostTable& costs, const Amount& budget, bool with_links) {
  Walk end{{}, std::numeric_limits<double>::infinity()};
  for (const int i : order) {
    const BoxSet with = end.activated.with(i);
    const double cost = with_links ? cost_of(costs, with, budget.kind) : boxes_cost(costs, with, budget.kind);
    if (fits(cost, budget.value))
      end.activated = with;
    else
      end.next = std::min(end.next, cost);
  }
  return end;
}

Selection select_greedy(const std::vector<Activation>& activations, const CostTable& costs, const Amount& budget,
                        const ObjectiveFn& objective) {
  const std::vector<int> order = greedy_order(activations, costs, budget.kind);
  const auto cost = [&](BoxSet set) { return cost_of(costs, set, budget.kind); };
  Selection selection = take_in_order(order, costs, budget, cost, "highest P", "next highest P");
  selection.objective = value_of(objective, selection.activated);
  if (selection.activated.empty()) selection.note = kNothingFits;
  return selection;
}

Result<Selection> select_exact(const CostTable& costs, const Amount& budget, const ObjectiveFn& objective) {
  const int k = static_cast<int>(costs.boxes.size());
  if (k > kMostForExact)
    return fail(ErrorKind::unsupported,
                fmt::format("The exact selector tries all sets: at most {} black boxes, not {}.", kMostForExact, k),
                "Use the greedy selector.");
  if (!objective)
    return fail(ErrorKind::invalid_input, "The exact selector compares output accuracies and was given none.",
                "Train links first.");
  BoxSet best;
  double best_value = value_of(objective, best), best_cost = 0;
  std::int64_t looked_at = 1;
  for (std::uint64_t bits = 1; bits < (std::uint64_t{1} << static_cast<unsigned>(k)); ++bits) {
    const double cost = cost_of(costs, BoxSet(bits), budget.kind);
    if (!fits(cost, budget.value)) continue;
    ++looked_at;
    const double value = value_of(objective, BoxSet(bits));
    const bool better = value > best_value + kTie || (std::isnan(best_value) && !std::isnan(value));
    const bool as_good_and_cheaper = value >= best_value - kTie && cost < best_cost;
    if (better || as_good_and_cheaper)
      std::tie(best, best_value, best_cost) = std::make_tuple(BoxSet(bits), value, cost);
  }
  Selection selection{best, best_cost, best_value, {}, {}, {}};
  for (int i = 0; i < k; ++i) {
    const std::string& box = costs.boxes[static_cast<std::size_t>(i)].box;
    const double with = cost_of(costs, best.with(i), budget.kind);
    if (best.has(i))
      selection.reasons.push_back({box, true, fmt::format("in: best of {} sets that fit", looked_at)});
    else if (!fits(with, budget.value))
      selection.reasons.push_back({box, false, too_much(with, budget)});
    else
      selection.reasons.push_back({box, false, "out: adds nothing"});
  }
  if (best.empty())
    selection.note = looked_at == 1 ? kNothingFits : "running any box that fits is no better than the priors";
  return selection;
}

Selection select_standalone(const CostTable& costs, const Amount& budget) {
  const std::vector<int> order = standalone_order(costs, budget.kind);
  const auto cost = [&](BoxSet set) { return boxes_cost(costs, set, budget.kind); };
  const bool timed = budget.kind == CostKind::time || costs.known(CostKind::time);
  Selection selection = take_in_order(order, costs, budget, cost, timed ? "fastest" : "cheapest",
                                      timed ? "next fastest" : "next cheapest");
  if (!costs.boxes.empty())
    selection.objective = static_cast<double>(selection.activated.size()) / static_cast<double>(costs.boxes.size());
  if (selection.activated.empty()) selection.note = "no box fits the budget: nothing runs";
  return selection;
}

}  // namespace mlink::scheduling
