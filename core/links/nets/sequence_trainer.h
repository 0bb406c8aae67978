// Internal to core/links: training of the nets with words on a side, by LibTorch, batched by length. LibTorch stays
// behind this header, in a module that is loaded when it is first needed (links/torch). One instance belongs to one
// thread and uses that thread only; a LibTorch that fails throws std::exception.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "links/link_set.h"
#include "links/nets/sequence_net.h"

namespace mlink::links {

/// Samples of one link. Of each side either tokens or floats are filled.
struct SequenceSamples {
  std::size_t rows = 0;
  std::vector<std::vector<int>> source_words;  ///< never empty (vocabulary.h)
  std::vector<std::vector<int>> target_words;  ///< end with Vocabulary::kEnd
  std::size_t inputs = 0, ld_output = 0;
  AlignedFloats x;  ///< rows x inputs, encoded
  AlignedFloats t;  ///< rows x ld_output, encoded
};

class SequenceTrainer {
 public:
  SequenceTrainer() = default;
  virtual ~SequenceTrainer() = default;
  SequenceTrainer(const SequenceTrainer&) = delete;
  SequenceTrainer& operator=(const SequenceTrainer&) = delete;

  /// One pass over the first `rows` samples. A batch holds rows of neighbouring lengths (seq-to-seq: of one source
  /// length); no state that is used has run over padding, and the loss of words counts tokens that are not padding.
  virtual void epoch(const SequenceSamples& samples, std::size_t rows) = 0;
  /// The loss of one sample as it is trained, without dropout: what the nets of sequence_net.h are checked against.
  [[nodiscard]] virtual double loss(const SequenceSamples& samples, std::size_t row) = 0;
  /// The weights as they are now.
  virtual void weights(SequenceNet& into) const = 0;
};

/// Starts with the weights of `net`. head: of a vector target.
using MakeSequenceTrainer = std::unique_ptr<SequenceTrainer> (*)(const SequenceNet& net, Head head,
                                                                 const TrainSettings& settings, std::uint64_t seed);
/// Loads LibTorch's module where it is not loaded. Errors: base/modules.h.
[[nodiscard]] Result<MakeSequenceTrainer> sequence_trainers();

}  // namespace mlink::links
