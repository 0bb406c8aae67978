// What a plan scores: sums of a score table's pieces, and the interval from whole blocks drawn again. Built once, then
// read by many threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "methods/method.h"
#include "methods/score_table.h"
#include "methods/timeline.h"
#include "metrics/metrics.h"

namespace mlink::replay {

struct Tally {
  std::vector<double> per_box;          ///< mean score a box; NaN where no row counts
  std::vector<double> period_accuracy;  ///< mean of the period's box means
  std::vector<double> block_sums;       ///< boxes x blocks
  double output_accuracy = 0;
  double after_prefix = 0;  ///< output accuracy over the rows outside the prefixes
};
/// own[box]: sums a piece of a box that the plan's sets do not describe; empty where they do. May be empty as a whole.
[[nodiscard]] Tally tally(const Plan& plan, const ScoreTable& scores, const Timeline& timeline,
                          const std::vector<std::vector<double>>& own = {});

/// Draws of blocks, the same for all methods and budgets.
class Resamples {
 public:
  Resamples(const ScoreTable& scores, const Timeline& timeline, std::uint64_t seed);
  /// Output accuracy in each resample, in one order for all tallies; empty with fewer than kLeastBlocks blocks.
  [[nodiscard]] std::vector<double> accuracies(const Tally& tally) const;

  static constexpr int kResamples = 200;

 private:
  std::size_t blocks_, boxes_;
  bool alike_ = true;                  ///< every row counts for every box that counts at all
  std::vector<double> weights_;        ///< blocks x resamples
  std::vector<double> block_counts_;   ///< boxes x blocks
  std::vector<double> resample_rows_;  ///< boxes x resamples: rows that count
};

/// 95 % interval around `accuracy`; NaN without resamples. Of differences, resample by resample: a paired one.
[[nodiscard]] Interval interval_of(std::vector<double> accuracies, double accuracy);

}  // namespace mlink::replay
