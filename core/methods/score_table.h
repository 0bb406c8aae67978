// Scores of h_Aj for sets A and targets j, summed over the pieces of a timeline. Built once, then read by many threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <stop_token>
#include <unordered_map>
#include <vector>

#include "base/error.h"
#include "base/progress.h"
#include "links/link_set.h"
#include "methods/predictor.h"
#include "methods/timeline.h"
#include "outputs/output_table.h"

namespace mlink::methods {

/// frame_score, and 0 where it is not a number.
[[nodiscard]] double replay_score(const OutputColumn& column, std::size_t row, const Predictions& predictions,
                                  std::size_t n);
/// The empty set and each box alone: what Orders is measured from.
[[nodiscard]] std::vector<BoxSet> empty_and_singles(int boxes);
/// Every set, at most kAllSetsBoxes boxes (orders.h).
[[nodiscard]] std::vector<BoxSet> all_sets(int boxes);
/// Rows predicted at once: bounds what a thread holds.
inline constexpr std::size_t kRowsAtOnce = 16384;

class ScoreTable {
 public:
  /// `table`, `timeline` and `predictor` must outlive building; `timeline` outlives the table.
  ScoreTable(const OutputTable& table, const Timeline& timeline);

  /// Scores all targets outside each of the sets; sets already there are left out. Stops within kRowsAtOnce rows a
  /// thread. Fails when stopped, when memory runs out, and when the sums would take more than kMostBytes.
  [[nodiscard]] Status add(const std::vector<BoxSet>& sets, const OutputTable& table, const Predictor& predictor,
                           const Executor& executor, const std::stop_token& stop, ProgressMeter& meter);

  [[nodiscard]] int boxes() const { return boxes_; }
  [[nodiscard]] bool has(BoxSet set) const { return index_.contains(set.bits()); }
  [[nodiscard]] const std::vector<BoxSet>& sets() const { return sets_; }
  /// Sums a piece of the scores of `target` predicted from `set`, which has() and does not hold the target.
  [[nodiscard]] std::span<const double> sums(BoxSet set, int target) const;
  /// Rows a piece that count for this box: those with an exact output.
  [[nodiscard]] std::span<const double> counts(int box) const;
  [[nodiscard]] double count(int box) const { return totals_[static_cast<std::size_t>(box)]; }
  /// The same without the prefixes.
  [[nodiscard]] double rest_count(int box) const { return rest_totals_[static_cast<std::size_t>(box)]; }
  /// p(g_ij) on a period's prefix, over all rows where the target has an output: where the source is silent the link
  /// predicts nonetheless, and is scored there too. NaN where there is no such row.
  [[nodiscard]] double prefix_p(int source, int target, std::size_t period) const;

  static constexpr std::size_t kMostBytes = 500'000'000;

 private:
  struct Job;
  void score(const Job& job, const OutputTable& table, const Predictor& predictor, const std::stop_token& stop,
             ProgressMeter& meter);
  const Timeline* timeline_;
  int boxes_;
  std::vector<BoxSet> sets_;
  std::unordered_map<std::uint64_t, std::size_t> index_;  ///< bits -> place in sets_
  std::vector<std::vector<double>> sums_;                 ///< [set x boxes + target][piece]
  std::vector<double> counts_, totals_, rest_totals_;
};

}  // namespace mlink::methods
