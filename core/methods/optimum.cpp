// optimum: the best sets by measured accuracy, period by period, under mlink's conditions (the same periods, prefixes
// and boxes in them): no choice of sets could do better. A reference in hindsight.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "methods/method.h"

namespace mlink::methods {
namespace {

constexpr double kTie = 1e-12;

struct Priced {
  double cost;
  BoxSet set;
};

std::vector<Priced> priced_sets(const MethodInput& input) {
  std::vector<Priced> priced;
  for (const BoxSet set : input.scores.sets()) priced.push_back({cost_of(input.costs, set, input.kind), set});
  std::sort(priced.begin(), priced.end(), [](const Priced& a, const Priced& b) {
    return a.cost != b.cost ? a.cost < b.cost : a.set.bits() < b.set.bits();
  });
  return priced;
}

/// Output accuracy is a mean of box means over all test rows, so a period's share of it is each box's sum of scores
/// there over the box's rows everywhere: the best sets of the periods are together the best of all.
struct Value {
  double rest = 0;             ///< outside the prefix
  std::vector<double> prefix;  ///< of each box on the prefix, where it does not run there
};

void add_value(const MethodInput& input, BoxSet set, const Period& period, Value& value) {
  value.rest = 0;
  for (int box = 0; box < input.scores.boxes(); ++box) {
    double rest = 0, prefix = 0;
    const double count = input.scores.count(box);
    const auto values = set.has(box) ? input.scores.counts(box) : input.scores.sums(set, box);
    for (std::size_t piece = period.first_piece; piece < period.end_piece; ++piece)
      (input.timeline.pieces[piece].prefix ? prefix : rest) += values[piece];
    value.rest += count > 0 ? rest / count : 0;
    value.prefix[static_cast<std::size_t>(box)] = count > 0 ? prefix / count : 0;
  }
}

class PreparedOptimum : public PreparedMethod {
 public:
  explicit PreparedOptimum(const MethodInput& input)
      : orders_(input.orders), prefix_(input.prefix), periods_(input.timeline.periods.size()) {
    sets_ = input.scores.sets().size();
    all_sets_ = input.scores.boxes() <= kAllSetsBoxes;
    const std::vector<Priced> priced = priced_sets(input);
    for (const Priced& one : priced)
      if (!one.set.empty()) least_cost_ = std::min(least_cost_, one.cost);
    frontier_.resize(input.orders.levels() * periods_);
    Value value{0, std::vector<double>(static_cast<std::size_t>(input.scores.boxes()))};
    for (std::size_t period = 0; period < periods_; ++period) {
      std::vector<double> best(input.orders.levels(), -1);
      for (const Priced& candidate : priced) {
        add_value(input, candidate.set, input.timeline.periods[period], value);
        take(input, candidate, period, value, best);
      }
    }
  }

  [[nodiscard]] Plan plan(double budget) const override {
    const std::size_t level = orders_.level_of(budget);
    Plan plan;
    bool runs = false;
    for (std::size_t period = 0; period < periods_; ++period) {
      plan.sets.push_back(step_at(frontier_[level * periods_ + period], budget));
      runs = runs || !plan.sets.back().empty();
    }
    const bool one_fits = fits(least_cost_, budget);
    if (one_fits && prefix_) plan.prefix = orders_.prefix_boxes(level);
    if (!one_fits)
      plan.note = kPriorsOnly;
    else if (!all_sets_)
      plan.note = fmt::format("best of {} sets tried: with more than {} boxes not all are", sets_, kAllSetsBoxes);
    else if (!runs)
      plan.note = "running any box that fits is no better than the priors";
    return plan;
  }

  void add_breakpoints(std::vector<double>& budgets) const override {
    if (std::isfinite(least_cost_)) budgets.push_back(least_cost_);
    orders_.add_breakpoints(
        [this](std::size_t level, std::size_t period) -> std::span<const BudgetStep> {
          return frontier_[level * periods_ + period];
        },
        budgets);
  }

 private:
  /// Keeps a set at each level at which it is better than all cheaper ones.
  void take(const MethodInput& input, const Priced& candidate, std::size_t period, const Value& value,
            std::vector<double>& best) {
    for (std::size_t level = 0; level < orders_.levels(); ++level) {
      double here = value.rest;
      const BoxSet profiled = prefix_ ? orders_.prefix_boxes(level) : BoxSet();
      for (int box = 0; box < input.scores.boxes(); ++box)
        if (!profiled.has(box)) here += value.prefix[static_cast<std::size_t>(box)];
      if (here <= best[level] + kTie) continue;
      best[level] = here;
      frontier_[level * periods_ + period].push_back({candidate.cost, candidate.set});
    }
  }

  const Orders& orders_;
  bool prefix_;
  std::size_t periods_;
  std::vector<std::vector<BudgetStep>> frontier_;                ///< levels x periods
  double least_cost_ = std::numeric_limits<double>::infinity();  ///< of the cheapest set that runs a box
  std::size_t sets_ = 0;
  bool all_sets_ = true;
};

class Optimum : public Method {
 public:
  [[nodiscard]] std::string_view name() const override { return "optimum"; }
  [[nodiscard]] std::string_view about() const override { return "in hindsight the best sets, a bound"; }
  [[nodiscard]] MethodNeeds needs() const override { return {.links = true, .hindsight = true}; }
  [[nodiscard]] bool by_default() const override { return true; }
  [[nodiscard]] Result<std::unique_ptr<PreparedMethod>> prepare(const MethodInput& input) const override {
    return std::make_unique<PreparedOptimum>(input);
  }
};

}  // namespace

std::unique_ptr<const Method> optimum_method() { return std::make_unique<Optimum>(); }

}  // namespace mlink::methods
