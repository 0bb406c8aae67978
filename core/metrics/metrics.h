// Agreement of predictions with the exact outputs of a black box (paper, Problem Statement: p(.) in [0,1]; the metric
// depends on the target's task). Pure functions; thread-safe.
//   single_label       accuracy: the arg max is the same
//   multi_label        mAP: mean over classes of the all-point average precision; positives are exact scores >= 0.5,
//   equal
//                      scores are one threshold, classes without a positive are left out and counted
//   localization       mean IoU; both empty 1, one empty 0
//   regression, count  share of |error| below the tolerance (count: 0.5); native MAE
//   sequence           max(0, 1 - WER); native WER, which may be above 1
// WER is of the whole corpus: words substituted, left out and put in, over all frames, by the words of the exact
// outputs of all frames. Where these have no word at all, p is 1 and WER 0 when nothing was predicted, else p is 0 and
// WER is not a number.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "outputs/output_table.h"

namespace mlink::metrics {

/// Predictions of one box for some rows: rows x width floats, row-major (localization: x, y, w, h, score); for a
/// sequence, whose width is 0, words a row instead.
struct Predictions {
  int width = 0;
  std::vector<float> values = {};
  std::vector<Words> words = {};
  [[nodiscard]] std::size_t rows() const {
    return width > 0 ? values.size() / static_cast<std::size_t>(width) : words.size();
  }
  [[nodiscard]] std::span<const float> row(std::size_t i) const {
    return {values.data() + i * static_cast<std::size_t>(width), static_cast<std::size_t>(width)};
  }
};

/// A figure's interval (95 %) from a bootstrap over blocks of neighbouring frames (metrics/bootstrap.h).
struct Interval {
  double low = 0, high = 0;
};

/// p and the task's native figure over one set of frames. Frames whose exact output is missing do not count.
struct Performance {
  double p = 0;              ///< in [0,1]; NaN when no frame counts, or (mAP) no class has a positive
  double native = 0;         ///< accuracy, mAP, mean IoU, MAE, WER
  Interval interval;         ///< of p
  std::int64_t frames = 0;   ///< that count
  int classes_left_out = 0;  ///< mAP: classes without a positive; classes_without_positive() says which
};

/// "accuracy", "mAP", "mean IoU", "share within 0.5", "1 - WER"; "MAE", "WER": the names of p and of the native figure.
[[nodiscard]] std::string metric_name(const OutputSpec& spec);
[[nodiscard]] std::string native_name(const OutputSpec& spec);

/// Whether predictions are there for so many rows in the target's shape: its width, or words a row.
[[nodiscard]] bool predicted_all(const Predictions& predictions, const OutputSpec& spec, std::size_t rows);

/// Performance of predictions[k] against exact row rows[k] of `column`. bootstrap: resamples for the interval (0: none,
/// the interval is p itself); every figure is computed anew on each resample, WER from its sums of errors and words.
/// Predictions of another width or number than rows: no frame counts. An exact output that is not finite does not
/// count. A predicted value that is not a number is wrong: it ranks last in mAP, and MAE, which has no figure for it,
/// is of the other frames. The interval is NaN where the frames are fewer than kLeastBlocks blocks; least_block: frames
/// of a block at least (correlation_time of the outputs).
[[nodiscard]] Performance evaluate(const OutputColumn& column, std::span<const std::size_t> rows,
                                   const Predictions& predictions, int bootstrap = 200, std::uint64_t seed = 1,
                                   std::size_t least_block = 1);

/// Interval of p(predictions) - p(baseline) on the same frames: both are computed on each resample (paired). Both NaN
/// where p is, and with too few blocks.
[[nodiscard]] Interval lift_interval(const OutputColumn& column, std::span<const std::size_t> rows,
                                     const Predictions& predictions, const Predictions& baseline, int bootstrap = 200,
                                     std::uint64_t seed = 1, std::size_t least_block = 1);
/// The same against the best of several: on each resample the rival with the highest p there. The best of some is a
/// choice made by looking at these very frames; made again on each resample, its luck is part of the interval. NaN
/// without a rival.
[[nodiscard]] Interval lead_interval(const OutputColumn& column, std::span<const std::size_t> rows,
                                     const Predictions& predictions, std::span<const Predictions> rivals,
                                     int bootstrap = 200, std::uint64_t seed = 1, std::size_t least_block = 1);

/// For how many frames these exact rows resemble themselves (metrics/bootstrap.h), by their agreement with `reference`
/// (their prior), which says the same in each row; of the frames that count.
[[nodiscard]] std::size_t correlation_time(const OutputColumn& column, std::span<const std::size_t> rows,
                                           const Predictions& reference);

/// The classes that mAP leaves out on these rows: those without a positive among the rows that count. Empty for other
/// tasks, and where no row counts.
[[nodiscard]] std::vector<int> classes_without_positive(const OutputColumn& column, std::span<const std::size_t> rows);

/// Agreement of one prediction with one exact output in [0,1], as a replay counts it: right or wrong for labels, counts
/// and scalars; share of labels that agree (at 0.5) for multi-label; IoU for boxes (both empty 1, one empty 0). NaN for
/// words, which have the overload below.
[[nodiscard]] double frame_score(const OutputSpec& spec, std::span<const float> exact,
                                 std::span<const float> predicted);
/// max(0, 1 - this frame's WER); both empty 1, exact empty and predicted not 0.
[[nodiscard]] double frame_score(const OutputSpec& spec, const Words& exact, const Words& predicted);
/// Either, by the task: the exact row of `column` against the n-th prediction, which predicted_all().
[[nodiscard]] double frame_score(const OutputColumn& column, std::size_t row, const Predictions& predictions,
                                 std::size_t n);
/// Whether a frame score is shown as right in strips and tables (1 for label tasks, IoU >= 0.5, all labels agree, all
/// words are the same).
[[nodiscard]] bool is_right(const OutputSpec& spec, double frame_score);

/// What lies between two sequences of words: the fewest substitutions, deletions and insertions that make one of the
/// other (Levenshtein), and how many words the exact one has.
struct WordErrors {
  std::int64_t edits = 0, words = 0;
  friend bool operator==(const WordErrors&, const WordErrors&) = default;
};
[[nodiscard]] WordErrors word_errors(const Words& exact, const Words& predicted);

/// Label used for correlations (paper, Table 2): arg max, box empty or not, the scalar; NaN for words.
[[nodiscard]] double scalar_label(const OutputSpec& spec, std::span<const float> values);
[[nodiscard]] double pearson(std::span<const double> a, std::span<const double> b);  ///< NaN when one is constant

/// Whether a localization output is the empty box (no width or no height).
[[nodiscard]] bool is_empty_box(std::span<const float> box);
/// Intersection over union of two boxes x, y, w, h; 0 where a value is not finite.
[[nodiscard]] double box_iou(std::span<const float> a, std::span<const float> b);

}  // namespace mlink::metrics
