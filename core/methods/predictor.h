// What methods and a replay ask of links: predictions and the links' own figures. A LinkSet answers it in an experiment
// (ReplayEngine::build); tests and other predictors answer it with numbers of their own. Const use from many threads
// must be safe.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "links/link_set.h"
#include "outputs/output_table.h"

namespace mlink::methods {

class Predictor {
 public:
  Predictor() = default;
  Predictor(const Predictor&) = delete;
  Predictor& operator=(const Predictor&) = delete;
  virtual ~Predictor() = default;

  /// Predicts box `target` for these rows from the outputs of the boxes in `from` (none: the prior): rows.size() x the
  /// target's width, or words for each of the rows. Any other size means that nothing can be predicted; it scores 0.
  [[nodiscard]] virtual Predictions predict(BoxSet from, int target, std::span<const std::size_t> rows) const = 0;
  /// p(g_ij) as it may be known before any test row: on the inner validation rows of the training part. NaN where there
  /// is no link, or no such row.
  [[nodiscard]] virtual double link_p(int source, int target) const = 0;
  /// Rows of the table in which `target` has an output and on which a choice may be tried: inner validation rows, never
  /// a test row.
  [[nodiscard]] virtual std::vector<std::size_t> known_rows(int target) const = 0;
  /// For how many frames outputs of `target` resemble themselves, as the training part shows it: blocks of an interval
  /// are no shorter.
  [[nodiscard]] virtual std::size_t least_block(int /*target*/) const { return 1; }
};

}  // namespace mlink::methods
