// Two trained link sets side by side. Values; thread-safe.
#pragma once

#include <string>
#include <vector>

#include "analysis/analysis.h"
#include "base/number.h"

namespace mlink::analysis {

/// p of one link, or of the ensemble of one target (no source), in two sets; NaN where a set does not have it.
struct LinkDifference {
  std::string source, target;
  double a = 0, b = 0;  ///< p in each set, on that set's own test frames
  /// 95 % of b - a, from the intervals of both as if these were independent (MOVER: each end by the distances of the
  /// two ends that lead there); where both were tested on common frames it is wider than it need be. NaN: not known.
  Interval interval{kNan, kNan};
  [[nodiscard]] double difference() const { return b - a; }
  /// Whether the interval is known and does not hold 0.
  [[nodiscard]] bool beyond_doubt() const { return interval.low > 0 || interval.high < 0; }
};

struct LinkSetComparison {
  std::vector<LinkDifference> links, ensembles;
  bool same_data = false;      ///< trained on the same outputs
  bool same_settings = false;  ///< the seed counts as a setting
  std::string differs;         ///< what a reader must know: other outputs, other settings, other test frames
};
[[nodiscard]] LinkSetComparison compare_link_sets(const LinkSet& a, const LinkSet& b);

}  // namespace mlink::analysis
