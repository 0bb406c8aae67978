// The prior of a black box: the constant that predicts its output best, without looking at anything. Pure; thread-safe.
#pragma once

#include <span>
#include <vector>

#include "outputs/output_table.h"

namespace mlink::metrics {

/// The constant that is best for the box's own p among the given rows, as spec.width floats; rows without output do not
/// count. Empty: no row counts, or the box has words.
///   single_label  mean probabilities; where the highest of them is not the most frequent arg max, the two change
///   places
///                 (so that the prior is a distribution, a good start of training, and says the most frequent class).
///                 Equally frequent classes: the first.
///   multi_label   share of rows with score >= 0.5, per class
///   localization  the empty box where more than half of the rows are empty, else per value the median of the others
///   count         the mode
///   regression    the middle of the window of 2 x tolerance that holds most rows
///                 (both: of several that are as good, the one nearest to the lower median)
[[nodiscard]] std::vector<float> prior_output(const OutputColumn& column, std::span<const std::size_t> rows);
/// The same for a box with words: the sequence that is most frequent as a whole; equally frequent: the one that comes
/// first. No words: no row counts, the box has no words, or silence is most frequent.
[[nodiscard]] Words prior_words(const OutputColumn& column, std::span<const std::size_t> rows);

}  // namespace mlink::metrics
