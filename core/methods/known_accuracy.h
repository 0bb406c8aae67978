// Output accuracy of sets of boxes (Eq. 1) as far as it may be known before any test row: on an even sample of the rows
// that chose the links' epochs. Belongs to one thread.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "methods/predictor.h"
#include "outputs/box_set.h"
#include "outputs/output_table.h"

namespace mlink::methods {

class KnownAccuracy {
 public:
  /// most_rows: of each target. Both must outlive it.
  KnownAccuracy(const OutputTable& table, const Predictor& predictor, std::size_t most_rows);

  /// Predicts once a set, and remembers. A target of which nothing is known counts 0.
  [[nodiscard]] double of(BoxSet set);
  [[nodiscard]] bool has(BoxSet set) const { return known_.contains(set.bits()); }
  [[nodiscard]] std::size_t sets() const { return known_.size(); }

 private:
  [[nodiscard]] double mean_score(BoxSet set, int target) const;

  const OutputTable& table_;
  const Predictor& predictor_;
  std::vector<std::vector<std::size_t>> rows_;  ///< of each target
  std::unordered_map<std::uint64_t, double> known_;
};
/// An even sample of rows.
[[nodiscard]] std::vector<std::size_t> sampled(const std::vector<std::size_t>& rows, std::size_t most);

}  // namespace mlink::methods
