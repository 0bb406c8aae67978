// mlink-exact: mlink with another selector. Where greedy takes boxes by activation probability, this compares all sets
// that fit (Eq. 1) by the output accuracy that may be known: on the rows that chose the links' epochs, and on the
// period's prefix once it ran. Those rows flatter links a little, all sets alike.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "methods/method.h"

namespace mlink::methods {
namespace {

constexpr double kTie = 1e-12;
constexpr std::size_t kMostScored = 4'000'000;  ///< rows predicted for all sets together
constexpr std::size_t kLeastRows = 64, kMostRows = 4096;

struct Sum {
  double score = 0, rows = 0;
};

struct Priced {
  double cost = 0;
  BoxSet set;
  std::vector<Sum> known;  ///< of each target outside the set, on the training part's rows
};

/// An even sample of the rows that may be known of a target.
std::vector<std::size_t> sampled(const std::vector<std::size_t>& rows, std::size_t most) {
  const std::size_t step = std::max<std::size_t>(1, (rows.size() + most - 1) / most);
  std::vector<std::size_t> some;
  for (std::size_t n = 0; n < rows.size(); n += step) some.push_back(rows[n]);
  return some;
}

Sum known_sum(const MethodInput& input, BoxSet set, int target, std::span<const std::size_t> rows) {
  const OutputColumn& exact = input.table.columns[static_cast<std::size_t>(target)];
  Sum sum;
  if (rows.empty()) return sum;
  const Predictions predictions = input.predictor.predict(set, target, rows);
  const bool there = predicted_all(predictions, exact.spec, rows.size());
  for (std::size_t n = 0; n < rows.size(); ++n) {
    if (!exact.present(rows[n])) continue;
    sum.rows += 1;
    sum.score += there ? replay_score(exact, rows[n], predictions, n) : 0;
  }
  return sum;
}

/// By rising cost, so that what is dearer must be better.
std::vector<Priced> priced_sets(const MethodInput& input) {
  const auto k = static_cast<std::size_t>(input.scores.boxes());
  const auto& sets = input.scores.sets();
  const std::size_t most = std::clamp(kMostScored / std::max<std::size_t>(sets.size() * k, 1), kLeastRows, kMostRows);
  std::vector<std::vector<std::size_t>> rows;
  for (int target = 0; target < input.scores.boxes(); ++target)
    rows.push_back(sampled(input.predictor.known_rows(target), most));
  std::vector<Priced> priced;
  for (const BoxSet set : sets) {
    Priced one{cost_of(input.costs, set, input.kind), set, std::vector<Sum>(k)};
    for (int target = 0; target < input.scores.boxes(); ++target)
      if (!set.has(target))
        one.known[static_cast<std::size_t>(target)] =
            known_sum(input, set, target, rows[static_cast<std::size_t>(target)]);
    priced.push_back(std::move(one));
  }
  std::sort(priced.begin(), priced.end(), [](const Priced& a, const Priced& b) {
    return a.cost != b.cost ? a.cost < b.cost : a.set.bits() < b.set.bits();
  });
  return priced;
}

class PreparedExact : public PreparedMethod {
 public:
  explicit PreparedExact(const MethodInput& input)
      : orders_(input.orders), prefix_(input.prefix), periods_(input.timeline.periods.size()) {
    sets_ = input.scores.sets().size();
    all_sets_ = input.scores.boxes() <= kAllSetsBoxes;
    const std::vector<Priced> priced = priced_sets(input);
    for (const Priced& one : priced)
      if (!one.set.empty()) least_cost_ = std::min(least_cost_, one.cost);
    steps_.resize(orders_.levels() * periods_);
    for (std::size_t level = 0; level < orders_.levels(); ++level)
      for (std::size_t period = 0; period < periods_; ++period)
        steps_[level * periods_ + period] = best_by_budget(input, priced, level, period);
  }

  [[nodiscard]] Plan plan(double budget) const override {
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
      plan.note = "no box that fits is known to be better than the priors";
    return plan;
  }

  void add_breakpoints(std::vector<double>& budgets) const override {
    if (std::isfinite(least_cost_)) budgets.push_back(least_cost_);
    orders_.add_breakpoints(
        [this](std::size_t level, std::size_t period) -> std::span<const BudgetStep> {
          return steps_[level * periods_ + period];
        },
        budgets);
  }

 private:
  /// The sets that are better than all that cost less. A set of boxes that fit ran whole on the prefix, so its
  /// ensembles were tried there; sets that do not fit at this level are never asked for.
  [[nodiscard]] std::vector<BudgetStep> best_by_budget(const MethodInput& input, const std::vector<Priced>& priced,
                                                       std::size_t level, std::size_t period) const {
    const BoxSet profiled = prefix_ ? orders_.prefix_boxes(level) : BoxSet();
    std::vector<BudgetStep> steps;
    double best = -1;
    for (const Priced& one : priced) {
      const bool all_profiled = (one.set.bits() & ~profiled.bits()) == 0;
      double value = 0;
      for (int box = 0; box < input.scores.boxes(); ++box) {
        if (one.set.has(box)) {
          value += 1;
          continue;
        }
        Sum sum = one.known[static_cast<std::size_t>(box)];
        if (all_profiled && profiled.has(box)) add_prefix(input, one.set, box, period, sum);
        value += sum.rows > 0 ? sum.score / sum.rows : 0;
      }
      if (value <= best + kTie) continue;
      best = value;
      steps.push_back({one.cost, one.set});
    }
    return steps;
  }

  static void add_prefix(const MethodInput& input, BoxSet set, int target, std::size_t period, Sum& sum) {
    const Period& of = input.timeline.periods[period];
    const auto scores = input.scores.sums(set, target), rows = input.scores.counts(target);
    for (std::size_t piece = of.first_piece; piece < of.end_piece && input.timeline.pieces[piece].prefix; ++piece) {
      sum.score += scores[piece];
      sum.rows += rows[piece];
    }
  }

  const Orders& orders_;
  bool prefix_;
  std::size_t periods_;
  std::vector<std::vector<BudgetStep>> steps_;                   ///< levels x periods
  double least_cost_ = std::numeric_limits<double>::infinity();  ///< of the cheapest set that runs a box
  std::size_t sets_ = 0;
  bool all_sets_ = true;
};

class MlinkExact : public Method {
 public:
  [[nodiscard]] std::string_view name() const override { return "mlink-exact"; }
  [[nodiscard]] std::string_view about() const override {
    return "as mlink, by the best of all sets as far as they are known";
  }
  [[nodiscard]] MethodNeeds needs() const override { return {.links = true}; }
  [[nodiscard]] Result<std::unique_ptr<PreparedMethod>> prepare(const MethodInput& input) const override {
    return std::make_unique<PreparedExact>(input);
  }
};

}  // namespace

std::unique_ptr<const Method> mlink_exact_method() { return std::make_unique<MlinkExact>(); }

}  // namespace mlink::methods
