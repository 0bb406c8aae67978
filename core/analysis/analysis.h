// What the pages and tables show, computed from link sets and outputs. Free functions over values; thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/executor.h"
#include "links/link_set.h"
#include "outputs/output_table.h"
#include "scheduling/scheduling.h"

namespace mlink::analysis {

/// The link matrix: row = source, column = target.
struct MatrixData {
  std::vector<std::string> boxes;
  std::vector<OutputSpec> specs;
  std::vector<std::string> metric;                ///< name of p per target
  std::vector<std::string> native_metric;         ///< name of the native figure per target
  std::vector<std::optional<LinkFigures>> cells;  ///< k x k, none on the diagonal and where there is no link
  std::vector<double> prior;                      ///< p of the empty A per target
  std::vector<LinkFigures> ensembles;             ///< all other boxes as sources, per target
  std::vector<double> p1, p2;                     ///< means of a row, of a column
  /// mAP: labels without a positive in the test part, per target, as they were called at training; nothing is known of
  /// them without the outputs that trained.
  std::vector<std::vector<std::string>> left_out;
  /// Of the two parts, the frames on which some box has an output, as far as that is known (else all): what is judged.
  std::int64_t train_frames = 0, test_frames = 0;
  std::int64_t train_part = 0, test_part = 0;  ///< all frames of the parts
  TrainSettings settings;

  [[nodiscard]] int size() const { return static_cast<int>(boxes.size()); }
  [[nodiscard]] const std::optional<LinkFigures>& cell(int source, int target) const {
    return cells[static_cast<std::size_t>(source) * boxes.size() + static_cast<std::size_t>(target)];
  }
};
/// p as it was stored when the set was trained, and the frames that it is of.
[[nodiscard]] MatrixData matrix_of(const LinkSet& links);
/// The same, and left_out. A table that has grown since changes no stored p, and no count of its frames. The table has
/// the boxes of the links, in their order.
[[nodiscard]] MatrixData matrix_of(const LinkSet& links, const OutputTable& table);
/// Whether a lift's interval holds 0: nothing tells the link from the prior.
[[nodiscard]] bool within_prior(const Interval& lift);
[[nodiscard]] bool within_prior(const LinkFigures& figures);

/// Dominance or mutual assistance of one target's ensemble (paper, two typical cases).
///   dominance   the best source is within one standard error of the ensemble
///   assistance  the ensemble is above it, and so above every source, by more than that
///   neither     the ensemble is below it by more than that; or neither of them beats the prior beyond doubt, so that
///               there is nothing to dominate or to assist
/// The best source is the one with the highest p on the test part, as in the matrix and in the paper. That choice looks
/// at the frames that the interval is made of: the highest of several is partly luck. So it is made again on each
/// resample, among all sources that could be the best (their interval of p reaches that of the best one), and the
/// difference is to whatever is best there. The standard error is that of the difference: its 95 % interval spans
/// 2 x 1.96 of them.
struct EnsembleRow {
  std::string target;
  std::string best_source;  ///< empty: no link leads here
  double best_p = 0, ensemble_p = 0, prior = 0;
  Interval interval;                           ///< of ensemble_p
  Interval lift_interval, best_lift_interval;  ///< of ensemble_p - prior, of best_p - prior
  double difference = 0;                       ///< ensemble_p - best_p
  Interval difference_interval;
  std::string verdict;  ///< "dominance", "assistance" or "neither"; empty: cannot be told
  std::string reason;   ///< why, in a sentence
};
/// differences: the interval of each target's difference; NaN: cannot be told, because of `why_none`.
[[nodiscard]] std::vector<EnsembleRow> ensembles_of(const MatrixData& matrix, const std::vector<Interval>& differences,
                                                    const std::string& why_none = {});
/// Predicts the test part anew for the differences, a job a target; a window that asks often keeps the answer. Cannot
/// be told where the outputs have changed since training.
[[nodiscard]] std::vector<EnsembleRow> ensembles_of(const LinkSet& links, const OutputTable& table,
                                                    const Executor& executor);

/// By what may be known before a choice: p on the inner validation rows of the training part, never on test rows.
[[nodiscard]] Result<std::vector<Activation>> activations_of(const MatrixData& matrix, const CostTable& costs,
                                                             CostKind kind);

/// What a box of words gave on a frame and what was predicted.
struct LinkFrameWords {
  Words exact, predicted;
};
/// Every test frame of one link: exact against predicted, for the chart and the frames with the largest error. There
/// are millions of them: what few tasks have lies elsewhere.
struct LinkFrame {
  FrameKey key;
  double exact = 0, predicted = 0;  ///< scalar tasks: the value; label tasks: arg max; boxes: 1 and IoU; words: number
  double score = 0;                 ///< frame_score
  double error = 0;                 ///< larger is worse: |error|, 1 - score; words: errors by exact words
  std::shared_ptr<const LinkFrameWords> words = nullptr;  ///< sequence only
  std::uint32_t row = 0;                                  ///< in the table
  bool right = false;
  [[nodiscard]] Words exact_words() const { return words ? words->exact : Words(); }
  [[nodiscard]] Words predicted_words() const { return words ? words->predicted : Words(); }
};
/// Predictions (all there) of box `target` against these rows of the table.
[[nodiscard]] std::vector<LinkFrame> link_frames(const OutputTable& table, int target,
                                                 std::span<const std::size_t> rows, const Predictions& predictions);
/// One label of a multi-label box over the test frames: in how many it is there (exactly), predicted, and both.
struct LabelTally {
  std::string label;
  std::int64_t exact = 0, predicted = 0, both = 0;
  /// Share of the frames it was predicted in that have it; of those that have it, the share it was predicted in.
  /// Not-a-number where there is no such frame.
  [[nodiscard]] double precision() const;
  [[nodiscard]] double recall() const;
};
struct LinkDetail {
  std::string source, target;
  OutputSpec spec;  ///< of the target
  LinkFigures figures;
  std::vector<LinkFrame> frames;        ///< test rows with an exact output and a source output
  std::vector<LabelTally> labels = {};  ///< multi-label only: by the output's order
  [[nodiscard]] std::vector<LinkFrame> worst(std::size_t at_most,
                                             double apart_seconds = 2) const;  ///< one per camera and stretch
};
/// The table has the boxes of the links, in their order.
[[nodiscard]] Result<LinkDetail> link_detail(const LinkSet& links, const OutputTable& table, const std::string& source,
                                             const std::string& target);

}  // namespace mlink::analysis
