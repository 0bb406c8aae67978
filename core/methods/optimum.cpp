// optimum: the best sets by measured accuracy, period by period, under mlink's conditions (the same periods, prefixes
// and boxes in them): no choice of sets could do better. A reference in hindsight.
#include "methods/best_sets.h"

namespace mlink::methods {
namespace {

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

class PreparedOptimum : public PreparedBestSets {
 public:
  explicit PreparedOptimum(const MethodInput& input)
      : PreparedBestSets(input, "running any box that fits is no better than the priors") {
    const std::vector<PricedSet> priced = priced_sets(input);
    Value value{0, std::vector<double>(static_cast<std::size_t>(input.scores.boxes()))};
    for (std::size_t period = 0; period < periods(); ++period) {
      std::vector<double> best(levels(), -1);
      for (const PricedSet& candidate : priced) {
        add_value(input, candidate.set, input.timeline.periods[period], value);
        take(candidate, period, value, best);
      }
    }
  }

 private:
  /// Keeps a set at each level at which it is better than all cheaper ones.
  void take(const PricedSet& candidate, std::size_t period, const Value& value, std::vector<double>& best) {
    for (std::size_t level = 0; level < levels(); ++level) {
      double here = value.rest;
      for (std::size_t box = 0; box < value.prefix.size(); ++box)
        if (!profiled(level).has(static_cast<int>(box))) here += value.prefix[box];
      if (here <= best[level] + kTie) continue;
      best[level] = here;
      steps(level, period).push_back({candidate.cost, candidate.set});
    }
  }
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
