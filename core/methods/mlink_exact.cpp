// mlink-exact: mlink with another selector. Where greedy takes boxes by activation probability, this compares all sets
// that fit (Eq. 1) by the output accuracy that may be known: on the rows that chose the links' epochs, and on the
// period's prefix once it ran. Those rows flatter links a little, all sets alike.
#include <algorithm>

#include "methods/best_sets.h"
#include "methods/known_accuracy.h"

namespace mlink::methods {
namespace {

constexpr std::size_t kMostScored = 4'000'000;  ///< rows predicted for all sets together
constexpr std::size_t kLeastSampled = 64, kMostSampled = 4096;

struct Sum {
  double score = 0, rows = 0;
};

/// A set with what the training part's rows tell of each target outside it.
struct KnownSet {
  PricedSet priced;
  std::vector<Sum> known;
};

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

std::vector<KnownSet> known_sets(const MethodInput& input) {
  const auto k = static_cast<std::size_t>(input.scores.boxes());
  const std::vector<PricedSet> priced = priced_sets(input);
  const std::size_t most =
      std::clamp(kMostScored / std::max<std::size_t>(priced.size() * k, 1), kLeastSampled, kMostSampled);
  std::vector<std::vector<std::size_t>> rows;
  rows.reserve(k);
  for (int target = 0; target < input.scores.boxes(); ++target)
    rows.push_back(sampled(input.predictor.known_rows(target), most));
  std::vector<KnownSet> sets;
  sets.reserve(priced.size());
  for (const PricedSet& one : priced) {
    sets.push_back({one, std::vector<Sum>(k)});
    for (int target = 0; target < input.scores.boxes(); ++target)
      if (!one.set.has(target))
        sets.back().known[static_cast<std::size_t>(target)] =
            known_sum(input, one.set, target, rows[static_cast<std::size_t>(target)]);
  }
  return sets;
}

class PreparedExact : public PreparedBestSets {
 public:
  explicit PreparedExact(const MethodInput& input)
      : PreparedBestSets(input, "no box that fits is known to be better than the priors") {
    const std::vector<KnownSet> sets = known_sets(input);
    for (std::size_t level = 0; level < levels(); ++level)
      for (std::size_t period = 0; period < periods(); ++period) fill(input, sets, level, period);
  }

 private:
  /// Keeps the sets that are better than all that cost less. A set of boxes that fit ran whole on the prefix, so its
  /// ensembles were tried there; sets that do not fit at this level are never asked for.
  void fill(const MethodInput& input, const std::vector<KnownSet>& sets, std::size_t level, std::size_t period) {
    double best = -1;
    for (const KnownSet& one : sets) {
      const BoxSet set = one.priced.set;
      const bool all_profiled = (set.bits() & ~profiled(level).bits()) == 0;
      double value = 0;
      for (int box = 0; box < input.scores.boxes(); ++box) {
        if (set.has(box)) {
          value += 1;
          continue;
        }
        Sum sum = one.known[static_cast<std::size_t>(box)];
        if (all_profiled && profiled(level).has(box)) add_prefix(input, set, box, period, sum);
        value += sum.rows > 0 ? sum.score / sum.rows : 0;
      }
      if (value <= best + kTie) continue;
      best = value;
      steps(level, period).push_back({one.priced.cost, set});
    }
  }

  static void add_prefix(const MethodInput& input, BoxSet set, int target, std::size_t period, Sum& sum) {
    const Period& of = input.timeline.periods[period];
    const auto scores = input.scores.sums(set, target), rows = input.scores.counts(target);
    for (std::size_t piece = of.first_piece; piece < of.end_piece && input.timeline.pieces[piece].prefix; ++piece) {
      sum.score += scores[piece];
      sum.rows += rows[piece];
    }
  }
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
