#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <tuple>
#include <unordered_set>

#include "base/number.h"
#include "scheduling/limits.h"

namespace mlink::scheduling {
namespace {

constexpr double kTie = 1e-12;
constexpr const char* kNothingFits = "no box fits the budget: priors only";

std::string too_much(double cost, const Amount& budget) {
  return fmt::format("out: {} too much", amount_text({budget.kind, cost - budget.value}));
}

double value_of(const ObjectiveFn& objective, BoxSet set) { return objective ? objective(set) : kNan; }

/// Goes through the boxes in `order` and adds to `start` each that fits.
Selection take_in_order(const std::vector<int>& order, const CostTable& costs, BoxSet start, const Limits& limits) {
  Selection selection;
  selection.activated = start;
  for (const int i : order) {
    if (start.has(i)) continue;
    const BoxSet with = selection.activated.with(i);
    const std::string& box = costs.boxes[static_cast<std::size_t>(i)].box;
    if (limits.fit(costs, with)) {
      selection.reasons.push_back(
          {box, true, selection.reasons.empty() ? "in: highest P, fits" : "in: next highest P, fits"});
      selection.activated = with;
    } else {
      selection.reasons.push_back({box, false, "out: " + limits.excess(costs, with)});
    }
  }
  return selection;
}

/// Highest P first; ties: lower cost, then name.
std::vector<int> order_under(const std::vector<Activation>& activations, const CostTable& costs, const Limits& limits) {
  const std::vector<double> uses = box_uses(costs, limits);
  std::vector<int> order(costs.boxes.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](int a, int b) {
    const auto key = [&](int i) {
      const auto at = static_cast<std::size_t>(i);
      return std::make_tuple(-activations[at].probability, uses[at], std::cref(costs.boxes[at].box));
    };
    return key(a) < key(b);
  });
  return order;
}

Status check_objective(const ObjectiveFn& objective, std::string_view selector) {
  if (objective) return {};
  return fail(ErrorKind::invalid_input,
              fmt::format("The {} selector compares output accuracies and was given none.", selector),
              "Train links first.");
}

/// The best of the sets looked at that fit: highest objective, of equals the cheaper.
class Best {
 public:
  Best(const CostTable& costs, const Limits& limits, const ObjectiveFn& objective)
      : costs_(costs), limits_(limits), objective_(objective), value_(objective({})) {}

  [[nodiscard]] BoxSet set() const { return set_; }
  void look_at(BoxSet set) {
    if (set.empty() || !limits_.fit(costs_, set)) return;
    ++looked_at_;
    const double value = objective_(set);
    const double use = limits_.use(costs_, set);
    const bool better = value > value_ + kTie || (std::isnan(value_) && !std::isnan(value));
    if (!better && !(value >= value_ - kTie && use < use_)) return;
    set_ = set;
    value_ = value;
    use_ = use;
  }

  [[nodiscard]] Selection selection() const {
    Selection selection{set_, cost_of(costs_, set_, limits_.amounts().front().kind), value_, {}, {}, {}};
    for (int i = 0; i < static_cast<int>(costs_.boxes.size()); ++i) {
      const std::string& box = costs_.boxes[static_cast<std::size_t>(i)].box;
      if (set_.has(i))
        selection.reasons.push_back({box, true, fmt::format("in: best of {} sets that fit", looked_at_ + 1)});
      else if (const std::string excess = limits_.excess(costs_, set_.with(i)); !excess.empty())
        selection.reasons.push_back({box, false, "out: " + excess});
      else
        selection.reasons.push_back({box, false, "out: adds nothing"});
    }
    if (set_.empty())
      selection.note = looked_at_ == 0 ? kNothingFits : "running any box that fits is no better than the priors";
    return selection;
  }

 private:
  const CostTable& costs_;
  const Limits& limits_;
  const ObjectiveFn& objective_;
  BoxSet set_;
  double value_, use_ = 0;
  std::int64_t looked_at_ = 0;
};

}  // namespace

bool fits(double cost, double budget) { return cost <= budget * (1 + 1e-12); }

std::vector<int> greedy_order(const std::vector<Activation>& activations, const CostTable& costs, CostKind kind) {
  return order_under(activations, costs, Limits(Amount{kind, 0}));
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

Selection select_greedy(const std::vector<Activation>& activations, const CostTable& costs, const Limits& limits,
                        const ObjectiveFn& objective) {
  Selection selection = take_in_order(order_under(activations, costs, limits), costs, BoxSet(), limits);
  selection.cost = cost_of(costs, selection.activated, limits.amounts().front().kind);
  selection.objective = value_of(objective, selection.activated);
  if (selection.activated.empty()) selection.note = kNothingFits;
  return selection;
}

Selection select_greedy(const std::vector<Activation>& activations, const CostTable& costs, const Amount& budget,
                        const ObjectiveFn& objective) {
  return select_greedy(activations, costs, Limits(budget), objective);
}

Result<Selection> select_exact(const CostTable& costs, const Limits& limits, const ObjectiveFn& objective) {
  const int k = static_cast<int>(costs.boxes.size());
  if (k > kMostForExact)
    return fail(ErrorKind::unsupported,
                fmt::format("The exact selector tries all sets: at most {} black boxes, not {}.", kMostForExact, k),
                "Use the greedy selector, or enumerate.");
  MLINK_TRY(check_objective(objective, "exact"));
  Best best(costs, limits, objective);
  for (std::uint64_t bits = 0; bits < (std::uint64_t{1} << static_cast<unsigned>(k)); ++bits)
    best.look_at(BoxSet(bits));
  return best.selection();
}

Result<Selection> select_exact(const CostTable& costs, const Amount& budget, const ObjectiveFn& objective) {
  return select_exact(costs, Limits(budget), objective);
}

Result<Selection> select_enumerated(const std::vector<Activation>& activations, const CostTable& costs,
                                    const Limits& limits, const ObjectiveFn& objective) {
  MLINK_TRY(check_objective(objective, "enumerating"));
  const std::vector<int> order = order_under(activations, costs, limits);
  Best best(costs, limits, objective);
  std::unordered_set<std::uint64_t> seen;
  const auto look_at = [&](BoxSet set) {
    if (seen.insert(set.bits()).second) best.look_at(set);
  };
  const auto complete = [&](BoxSet start) {
    if (!limits.fit(costs, start)) return;
    look_at(start);
    look_at(take_in_order(order, costs, start, limits).activated);
  };
  complete({});
  for (const int box : order) complete(BoxSet().with(box));
  for (std::size_t a = 0; a < order.size(); ++a)
    for (std::size_t b = a + 1; b < order.size(); ++b) complete(BoxSet().with(order[a]).with(order[b]));
  for (BoxSet before; !(before == best.set());) {
    before = best.set();
    for (const int out : order)
      for (const int in : order)
        if (before.has(out) && !before.has(in)) look_at(before.without(out).with(in));
  }
  return best.selection();
}

Selection select_standalone(const CostTable& costs, const Amount& budget) {
  const bool timed = budget.kind == CostKind::time || costs.known(CostKind::time);
  const std::string first = timed ? "fastest" : "cheapest";
  Selection selection;
  for (const int i : standalone_order(costs, budget.kind)) {
    const BoxSet with = selection.activated.with(i);
    const double cost = boxes_cost(costs, with, budget.kind);
    const std::string& box = costs.boxes[static_cast<std::size_t>(i)].box;
    if (!fits(cost, budget.value)) {
      selection.reasons.push_back({box, false, too_much(cost, budget)});
      continue;
    }
    selection.reasons.push_back(
        {box, true, fmt::format("in: {}{}, fits", selection.reasons.empty() ? "" : "next ", first)});
    selection.activated = with;
    selection.cost = cost;
  }
  if (!costs.boxes.empty())
    selection.objective = static_cast<double>(selection.activated.size()) / static_cast<double>(costs.boxes.size());
  if (selection.activated.empty()) selection.note = "no box fits the budget: nothing runs";
  return selection;
}

}  // namespace mlink::scheduling
