// Two trained link sets side by side. Values; thread-safe.
#pragma once

#include <string>
#include <vector>

#include "analysis/analysis.h"

namespace mlink::analysis {

/// p of one link, or of the ensemble of one target (no source), in two sets; NaN where a set does not have it.
struct LinkDifference {
  std::string source, target;
  double a = 0, b = 0;  ///< p in each set, on that set's own test frames
  [[nodiscard]] double difference() const { return b - a; }
};

struct LinkSetComparison {
  std::vector<LinkDifference> links, ensembles;
  bool same_data = false;      ///< trained on the same outputs
  bool same_settings = false;  ///< the seed counts as a setting
  std::string differs;         ///< what a reader must know: other outputs, other settings, other test frames
};
[[nodiscard]] LinkSetComparison compare_link_sets(const LinkSet& a, const LinkSet& b);

}  // namespace mlink::analysis
