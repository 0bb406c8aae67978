#include "replay/planner.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace mlink {
namespace {

constexpr double kTie = 1e-12;
constexpr std::size_t kMostSteps = 256;
constexpr const char* kPriorsOnly = "no box fits the budget: priors only";

/// The last step within the budget; steps begin at 0, and a budget is never below 0.
BoxSet step_at(const std::vector<Step>& steps, double budget) {
  const auto after = std::partition_point(steps.begin(), steps.end(),
                                          [budget](const Step& step) { return fits(step.budget, budget); });
  return after == steps.begin() ? BoxSet() : std::prev(after)->set;
}

double cost_of_all(const CostTable& costs, CostKind kind) {
  double sum = 0;
  for (int i = 0; i < static_cast<int>(costs.boxes.size()); ++i) sum += costs.cost(i, kind);
  return sum;
}

/// Walks from budget to budget; empty when there are more than `most` steps.
std::vector<Step> walk_steps(const std::vector<int>& order, const CostTable& costs, CostKind kind, bool with_links,
                             std::size_t most, double at_least) {
  std::vector<Step> steps;
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

Result<Activations> measure_activations(const ScoreTable& scores, const Timeline& timeline, const Predictor& predictor,
                                        const CostTable& costs, CostKind kind, bool prefix) {
  const int k = scores.boxes();
  const auto at = [k](int i, int j) {
    return static_cast<std::size_t>(i) * static_cast<std::size_t>(k) + static_cast<std::size_t>(j);
  };
  std::vector<std::string> names;
  std::vector<double> cost,
      known(static_cast<std::size_t>(k) * static_cast<std::size_t>(k), std::numeric_limits<double>::quiet_NaN());
  for (int i = 0; i < k; ++i) {
    names.push_back(costs.boxes[static_cast<std::size_t>(i)].box);
    cost.push_back(costs.cost(i, kind));
    for (int j = 0; j < k; ++j)
      if (i != j) known[at(i, j)] = predictor.link_p(i, j);
  }
  Activations out;
  MLINK_ASSIGN(out.whole, activation_probabilities(names, known, cost));
  for (std::size_t period = 0; period < timeline.periods.size(); ++period) {
    std::vector<double> p = known;
    for (int i = 0; prefix && i < k; ++i)
      for (int j = 0; j < k; ++j) {
        const double measured = i == j ? std::numeric_limits<double>::quiet_NaN() : scores.prefix_p(i, j, period);
        if (std::isfinite(measured)) p[at(i, j)] = measured;
      }
    MLINK_ASSIGN(auto activations, activation_probabilities(names, p, cost));
    out.periods.push_back(std::move(activations));
  }
  return out;
}

std::vector<Step> walk_steps(const std::vector<int>& order, const CostTable& costs, CostKind kind, bool with_links) {
  const std::size_t most = most_steps(costs);
  std::vector<Step> steps = walk_steps(order, costs, kind, with_links, most, 0);
  if (!steps.empty()) return steps;
  return walk_steps(order, costs, kind, with_links, std::numeric_limits<std::size_t>::max(),
                    most_cost(costs, kind) / static_cast<double>(most));
}

const std::vector<std::string>& Planner::methods() {
  static const std::vector<std::string> names{"mlink", "standalone", "optimum"};
  return names;
}

bool Planner::knows(std::string_view method) {
  return std::find(methods().begin(), methods().end(), method) != methods().end();
}

Planner::Planner(const ScoreTable& scores, const Timeline& timeline, const CostTable& costs, Activations activations,
                 ReplaySettings settings)
    : timeline_(&timeline),
      costs_(&costs),
      activations_(std::move(activations)),
      settings_(std::move(settings)),
      sets_(scores.sets().size()),
      all_sets_(scores.boxes() <= kAllSetsBoxes) {
  build_orders();
  build_frontiers(scores);
}

void Planner::build_orders() {
  std::map<std::vector<int>, std::size_t> known;
  const auto place = [&](const std::vector<Activation>& activations) {
    const std::vector<int> order = greedy_order(activations, *costs_, settings_.kind);
    const auto [found, fresh] = known.emplace(order, greedy_.size());
    if (fresh) greedy_.push_back(walk_steps(order, *costs_, settings_.kind, true));
    return found->second;
  };
  for (const auto& period : activations_.periods) order_of_.push_back(place(period));
  order_of_.push_back(place(activations_.whole));
  standalone_ = walk_steps(standalone_order(*costs_, settings_.kind), *costs_, settings_.kind, false);
}

void Planner::build_frontiers(const ScoreTable& scores) {
  struct Priced {
    double cost;
    BoxSet set;
  };
  std::vector<Priced> priced;
  least_cost_ = std::numeric_limits<double>::infinity();
  for (const BoxSet set : scores.sets()) {
    priced.push_back({cost_of(*costs_, set, settings_.kind), set});
    if (!set.empty()) least_cost_ = std::min(least_cost_, priced.back().cost);
  }
  std::sort(priced.begin(), priced.end(), [](const Priced& a, const Priced& b) {
    return a.cost != b.cost ? a.cost < b.cost : a.set.bits() < b.set.bits();
  });
  // Output accuracy is a mean of box means over all test rows, so a period's share of it is each box's sum of scores
  // there over the box's rows everywhere: the best sets of the periods are together the best of all.
  const auto value = [&](BoxSet set, const Period& period) {
    double sum = 0;
    for (int box = 0; box < scores.boxes(); ++box) {
      if (scores.count(box) == 0) continue;
      const auto values = set.has(box) ? scores.counts(box) : scores.sums(set, box);
      double of_box = 0;
      for (std::size_t piece = period.first_piece; piece < period.end_piece; ++piece)
        if (!timeline_->pieces[piece].prefix) of_box += values[piece];
      sum += of_box / scores.count(box);
    }
    return sum;
  };
  for (const Period& period : timeline_->periods) {
    std::vector<Step> steps;
    double best = -1;
    for (const Priced& candidate : priced) {
      const double here = value(candidate.set, period);
      if (here <= best + kTie) continue;
      best = here;
      steps.push_back({candidate.cost, candidate.set});
    }
    frontier_.push_back(std::move(steps));
  }
}

Plan Planner::plan(std::string_view method, double budget) const {
  if (method == "standalone") return standalone(budget);
  return method == "optimum" ? optimum(budget) : mlink(budget);
}

Plan Planner::mlink(double budget) const {
  Plan plan;
  bool runs = false;
  for (std::size_t period = 0; period < timeline_->periods.size(); ++period) {
    plan.sets.push_back(step_at(greedy_[order_of_[period]], budget));
    runs = runs || !plan.sets.back().empty();
  }
  // Where no box fits, nothing can be selected and so nothing is profiled.
  plan.prefix = runs && settings_.prefix > 0;
  if (!runs) plan.note = kPriorsOnly;
  return plan;
}

Plan Planner::standalone(double budget) const {
  const BoxSet set = step_at(standalone_, budget);
  Plan plan{std::vector<BoxSet>(timeline_->periods.size(), set), false, false, {}};
  if (set.empty()) plan.note = "no box fits the budget: nothing runs";
  return plan;
}

Plan Planner::optimum(double budget) const {
  Plan plan;
  bool runs = false;
  for (const auto& steps : frontier_) {
    plan.sets.push_back(step_at(steps, budget));
    runs = runs || !plan.sets.back().empty();
  }
  const bool one_fits = fits(least_cost_, budget);
  plan.prefix = one_fits && settings_.prefix > 0;
  if (!one_fits)
    plan.note = kPriorsOnly;
  else if (!all_sets_)
    plan.note = fmt::format("best of {} sets tried: with more than {} boxes not all are", sets_, kAllSetsBoxes);
  else if (!runs)
    plan.note = "running any box that fits is no better than the priors";
  return plan;
}

std::vector<double> Planner::breakpoints() const {
  std::vector<double> budgets{0, cost_of_all(*costs_, settings_.kind)};
  const auto add = [&](const std::vector<Step>& steps) {
    for (const Step& step : steps) budgets.push_back(step.budget);
  };
  for (const std::string& method : settings_.methods) {
    if (method == "mlink") std::for_each(greedy_.begin(), greedy_.end(), add);
    if (method == "optimum") {
      std::for_each(frontier_.begin(), frontier_.end(), add);
      if (std::isfinite(least_cost_)) budgets.push_back(least_cost_);
    }
    if (method == "standalone") add(standalone_);
  }
  std::sort(budgets.begin(), budgets.end());
  const auto same = [](double a, double b) { return fits(b, a); };
  budgets.erase(std::unique(budgets.begin(), budgets.end(), same), budgets.end());
  return budgets;
}

}  // namespace mlink
