// How sure a prediction is: its estimated chance of being right, calibrated on the inner rows of the training part, and
// how well those chances hold on the test rows (reliability diagram, expected calibration error). Pure; thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "links/link_set.h"
#include "metrics/metrics.h"
#include "outputs/output_table.h"

namespace mlink::analysis {

/// What a prediction itself shows of how sure it is, in [0,1]; higher is surer, and no chance yet. Single label: the
/// highest probability. Several labels: how far they are from one half, on average. Count: how near it is to a whole
/// number. Boxes: how far the presence score is from one half. NaN where there is nothing to go by (scalars, words):
/// then every prediction of the box has the same chance.
[[nodiscard]] double certainty(const OutputSpec& spec, std::span<const float> predicted);

/// Certainties into chances by isotonic regression (pool adjacent violators: of all rising steps the one with the least
/// squared error). The share of all rows that were right counts as if one more had been right and one wrong (Laplace's
/// rule), and each step is drawn towards that by one observation, so that few rows do not promise 0 or 1.
class Calibration {
 public:
  Calibration() = default;
  /// One of each a row; certainties that are not numbers: the mean alone is known. No row: one half. weight: what a row
  /// counts for, below 1 where neighbours resemble each other.
  [[nodiscard]] static Calibration fit(std::span<const double> certainties, const std::vector<bool>& right,
                                       double weight = 1);
  [[nodiscard]] double chance(double certainty) const;
  [[nodiscard]] double mean() const { return mean_; }  ///< the chance where nothing is known of a certainty
  [[nodiscard]] std::size_t steps() const { return from_.size(); }

 private:
  double mean_ = .5;
  std::vector<double> from_, chances_;  ///< from this certainty on the chance is that; rising
};

/// Predictions whose chances lie within one tenth.
struct ReliabilityBin {
  double low = 0, high = 0;
  double chance = 0, right = 0;  ///< means over those predictions; NaN: none
  std::size_t count = 0;
};

/// Chances of one box's predictions from a set of others.
struct BoxConfidence {
  std::string box;
  BoxSet from;
  std::size_t inner_rows = 0, test_rows = 0;
  double mean_chance = 0, right = 0;  ///< on the test rows
  double calibration_error = 0;       ///< mean over predictions of |chance - share right| of their tenth
  double brier = 0,
         mean_brier = 0;  ///< mean squared error of the chances, and of the calibration's mean in their place
  /// mean_brier - brier, with its 95 % interval from blocks of frames drawn again.
  double gain = 0;
  Interval gain_interval;
  std::vector<ReliabilityBin> bins;
  Calibration calibration;
  /// Whether the chances tell more than their mean: the gain's interval is above 0.
  [[nodiscard]] bool tells() const { return gain_interval.low > 0; }
};

/// Calibration alone, for who shows chances: of `target` predicted from `from`, on an even sample of the inner rows
/// where they are very many. No test row is looked at.
[[nodiscard]] Calibration calibrate(const LinkSet& links, const OutputTable& table, BoxSet from, int target);

/// Chances of predictions as they are shown, one after the other: a calibration is made when it is first needed (some
/// milliseconds, of 1.7 M frames up to fifty) and remembered. Thread-safe; who knows waits for nobody.
class Chances {
 public:
  /// table: that of the links.
  Chances(std::shared_ptr<const LinkSet> links, std::shared_ptr<const OutputTable> table);
  /// Of `target` predicted from `from`; predicted: its values, none for words.
  [[nodiscard]] double of(BoxSet from, int target, std::span<const float> predicted) const;
  /// Whether the calibration is there.
  [[nodiscard]] bool knows(BoxSet from, int target) const;

 private:
  std::shared_ptr<const LinkSet> links_;
  std::shared_ptr<const OutputTable> table_;
  mutable std::mutex guard_;
  mutable std::map<std::pair<std::uint64_t, int>, Calibration> known_;
};

/// Of every box outside `activated`; where that is empty, of every box from all the others. The table is that of the
/// links. A box without test rows has NaN for figures.
[[nodiscard]] std::vector<BoxConfidence> confidence_of(const LinkSet& links, const OutputTable& table,
                                                       BoxSet activated = {});

}  // namespace mlink::analysis
