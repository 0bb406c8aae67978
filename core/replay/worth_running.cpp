#include "replay/worth_running.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "base/number.h"
#include "methods/orders.h"

namespace mlink::replay {
namespace {

constexpr double kRounding = 1e-12;

/// Without the empty one: that nothing runs is no set that is worth running.
std::vector<BoxSet> sets_to_compare(const ReplayEngine& engine) {
  const auto k = static_cast<int>(engine.boxes().size());
  std::vector<BoxSet> sets;
  if (k <= kAllSetsBoxes) {
    for (std::uint64_t bits = 1; bits <= BoxSet::all(k).bits(); ++bits) sets.emplace_back(bits);
    return sets;
  }
  std::set<std::uint64_t> found;
  for (const double budget : engine.breakpoints())
    for (const MethodResult& method : engine.at(budget).methods)
      for (const PeriodResult& period : method.periods) found.insert(period.activated.bits());
  found.erase(0);
  sets.reserve(found.size());
  for (const std::uint64_t bits : found) sets.emplace_back(bits);
  return sets;
}

const MethodResult* mlink_of(const ReplayResult& answer) {
  for (const MethodResult& method : answer.methods)
    if (method.method == "mlink") return &method;
  return nullptr;
}

std::optional<NextSet> next_set(const ReplayEngine& engine, const Selection& now, double budget) {
  for (const double larger : engine.breakpoints()) {
    if (fits(larger, budget)) continue;
    const Selection other = engine.selection(larger);
    if (!(other.activated == now.activated)) return NextSet{larger, other.activated, other.objective};
  }
  return std::nullopt;
}

std::optional<CloseCall> closest(const std::vector<RunStep>& steps) {
  std::optional<CloseCall> found;
  for (std::size_t n = 0; n + 1 < steps.size(); ++n) {
    // Who comes first among those that are in, or among those that are out, changes nothing.
    if (steps[n].in == steps[n + 1].in) continue;
    const double first = steps[n].probability, difference = std::abs(first - steps[n + 1].probability);
    if (!(difference <= kCloseShare * first)) continue;
    if (!found || difference < found->difference) found = CloseCall{steps[n].box, steps[n + 1].box, difference};
  }
  return found;
}

}  // namespace

std::vector<WorthSet> sets_worth_running(const ReplayEngine& engine, const CostTable& costs,
                                         const std::stop_token& stop) {
  const CostKind kind = engine.at(0).settings.kind;
  std::vector<WorthSet> all;
  for (const BoxSet set : sets_to_compare(engine)) {
    if (stop.stop_requested()) return {};
    all.push_back({set, cost_of(costs, set, kind), engine.objective(set), {}});
  }
  std::sort(all.begin(), all.end(), [](const WorthSet& a, const WorthSet& b) {
    if (a.cost != b.cost) return a.cost < b.cost;
    if (a.accuracy != b.accuracy) return a.accuracy > b.accuracy;
    return a.set.bits() < b.set.bits();
  });
  double best = engine.objective({});
  if (std::isnan(best)) best = -1;
  std::vector<WorthSet> worth;
  for (WorthSet& one : all) {
    if (!(one.accuracy > best + kRounding)) continue;
    best = one.accuracy;
    for (const MethodResult& method : engine.at(one.cost).methods)
      if (method.activated && *method.activated == one.set) one.chosen_by.push_back(method.method);
    worth.push_back(std::move(one));
  }
  return worth;
}

RunOrder run_order(const ReplayEngine& engine, const CostTable& costs, double budget) {
  const ReplayResult answer = engine.at(budget);
  const Amount wanted{answer.settings.kind, answer.settings.budget};
  const Selection selection = engine.selection(wanted.value);
  const MethodResult* mlink = mlink_of(answer);
  RunOrder order{wanted, selection.activated, selection.cost,       selection.objective, {}, {},
                 {},     selection.note,      selection.measured_on};
  const auto& boxes = engine.boxes();
  BoxSet now;
  for (const SelectionReason& reason : selection.reasons) {
    const auto at = static_cast<std::size_t>(std::find(boxes.begin(), boxes.end(), reason.box) - boxes.begin());
    RunStep step{static_cast<int>(at), reason.in, reason.why, 0, 0, kNan};
    const BoxSet with = now.with(step.box);
    step.before = cost_of(costs, now, wanted.kind);
    step.with = cost_of(costs, with, wanted.kind);
    if (mlink && !mlink->periods.empty() && at < mlink->periods.front().probability.size())
      step.probability = mlink->periods.front().probability[at];
    if (step.in) now = with;
    order.steps.push_back(std::move(step));
  }
  order.next = next_set(engine, selection, wanted.value);
  order.close = closest(order.steps);
  return order;
}

std::vector<double> selection_changes(const ReplayEngine& engine) {
  std::vector<double> changes;
  BoxSet before;
  for (const double budget : engine.breakpoints()) {
    const BoxSet now = engine.selection(budget).activated;
    if (!(now == before)) changes.push_back(budget);
    before = now;
  }
  return changes;
}

int likeliest_box(const PeriodResult& period) {
  int best = -1;
  for (std::size_t box = 0; box < period.probability.size(); ++box) {
    const double p = period.probability[box];
    if (std::isfinite(p) && (best < 0 || p > period.probability[static_cast<std::size_t>(best)]))
      best = static_cast<int>(box);
  }
  return best;
}

}  // namespace mlink::replay
