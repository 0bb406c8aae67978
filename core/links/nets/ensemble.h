// Internal to core/links: the ensemble h_Aj of one target. Links are frozen; the weighted mean of their (block-wise
// transformed) last layers is activated. Each present source i of a row has the share exp(gate_i) / sum over the
// present sources, so that the same weights serve every subset; one source alone is its link, untouched.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "links/kernel/bfloat16_weights.h"
#include "links/kernel/kernel.h"
#include "links/link_set.h"
#include "links/nets/codec.h"

namespace mlink::links {

struct EnsembleWeights {
  std::size_t ld = 0;                 ///< padded output width
  std::vector<float> gate;            ///< one a box; 0 where no link speaks
  std::vector<AlignedFloats> blocks;  ///< one a box, out x ld, y = x block; empty: identity
  AlignedFloats bias;                 ///< ld; added where two or more sources speak
  /// One a box, w2 and then b2 of its link times its block; empty: no block, or a link of words. Follows from the
  /// others (fold_blocks) and is not stored: it spares a frame one product a source.
  std::vector<AlignedFloats> folded;
  std::vector<NarrowMatrix> narrow_folded{};  ///< its w2, for one row

  /// Combines one row. z[i], u[i]: last layer of source i and its block's product (u may be null: identity); only
  /// sources in `present`. Two or more of them. Writes ld floats; never reads what it wrote.
  void combine(BoxSet present, const float* const* u, float* into) const;
};

/// Weights by which the last present one of `sources` (worst to best) speaks alone.
[[nodiscard]] EnsembleWeights ranked_weights(std::size_t ld, int boxes, std::span<const int> sources);

/// What the ensemble of one target learns from.
struct EnsembleTask {
  const Kernel* kernel = nullptr;
  const TrainSettings* settings = nullptr;
  const TargetCode* target = nullptr;
  const OutputColumn* column = nullptr;  ///< of the target
  std::vector<int> sources;              ///< boxes whose links have learnt something
  std::vector<std::size_t> rows;         ///< training rows, in time
  std::size_t fit = 0;                   ///< the first so many train, the others choose
  AlignedFloats exact;                   ///< rows x ld, encoded
  std::vector<AlignedFloats> z;          ///< one a source: rows x ld, the link's last layer (0 where not present)
  std::vector<BoxSet> present;           ///< one a row
  std::uint64_t seed = 0;
};
struct TrainedEnsemble {
  EnsembleWeights weights;
  int best_epoch = 0;  ///< 0: the mean of the links, or the best present link, was best
};
/// None: stopped.
[[nodiscard]] std::optional<TrainedEnsemble> train_ensemble(const EnsembleTask& task, int boxes,
                                                            const std::stop_token& stop);

/// p of encoded predictions on some rows of a target; keeps its buffers. Not thread-safe.
class RowScorer {
 public:
  RowScorer(const Kernel& kernel, const TargetCode& target, const OutputColumn& column,
            std::span<const std::size_t> rows);
  /// z: rows x ld, becomes its activation. silent[r]: the row says the prior (may be empty).
  [[nodiscard]] double p(float* z, std::size_t ld, const std::vector<bool>& silent);
  [[nodiscard]] double prior_p();

 private:
  [[nodiscard]] double score() const;
  const Kernel& kernel_;
  const TargetCode& target_;
  const OutputColumn& column_;
  std::span<const std::size_t> rows_;
  Predictions said_;
};

/// Whether a candidate beats the best so far: by p, then by loss. A p that is not a number decides nothing.
[[nodiscard]] bool better(double p, double loss, double best_p, double best_loss);

}  // namespace mlink::links
