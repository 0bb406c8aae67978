// How outputs enter a net, and what a net's last layer means; also for a method that trains a net of its own on the
// same outputs. Values; const use is thread-safe.
#pragma once

#include <span>
#include <vector>

#include "links/kernel/kernel.h"
#include "links/words/vocabulary.h"
#include "outputs/output_table.h"

namespace mlink::links {

/// What a source has in one row.
enum class SourceState : std::uint8_t {
  left_out,  ///< absent, failed or not finite: the row goes without this source
  present,   ///< has values
  none       ///< ran and has no output, and the link has learnt what that means
};

/// A source as input: its values standardised by the training rows, then 1 when it has values, 0 when it has none (with
/// all values 0). A value that is constant in training enters as 0; others are cut at 10 standard deviations.
struct SourceCode {
  std::vector<float> centre, inverse;  ///< width floats each; inverse: 1 / standard deviation, 0 for constants

  [[nodiscard]] std::size_t width() const { return centre.size(); }
  [[nodiscard]] std::size_t inputs() const { return centre.size() + 1; }
  void encode(SourceState state, std::span<const float> values, float* into) const;
};
[[nodiscard]] SourceCode source_code(const OutputColumn& column, std::size_t train_rows);

/// A target as last layer. A sequence: one token of its vocabulary. Nets learn (value - centre) / scale for scalars and
/// boxes; the centre is the prior, so that a net of zeros says the prior.
struct TargetCode {
  Head head = Head::scalar;
  bool usable = false;               ///< has training output
  bool count = false;                ///< never below zero
  std::vector<float> prior;          ///< the output of the empty A; a sequence: nothing
  std::vector<float> centre, scale;  ///< scalar: 1, box: 4
  std::vector<float> start;          ///< pre-activations of the prior: first bias of the last layer

  [[nodiscard]] std::size_t width() const { return start.size(); }
  /// False: these values teach nothing (not finite; probabilities that add up to nothing).
  bool encode(std::span<const float> values, float* into) const;
  /// From the activated last layer to an output.
  void decode(const float* activated, float* into) const;
  /// Sum of the losses of rows of pre-activations, for ties between epochs.
  [[nodiscard]] double loss(std::size_t rows, std::size_t ld, const float* exact, const float* z) const;
};
/// vocabulary: of a sequence.
[[nodiscard]] TargetCode target_code(const OutputColumn& column, std::size_t train_rows,
                                     const Vocabulary& vocabulary = {});

/// What a source's stored output says; left_out where it is not finite or has another width than `width`.
[[nodiscard]] SourceState source_state(const OutputColumn& column, std::size_t row, std::size_t width);
[[nodiscard]] bool all_finite(std::span<const float> values);

}  // namespace mlink::links
