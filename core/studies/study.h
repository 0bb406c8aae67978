// The paper's experiments as one step each (its Fig. 2, Table 3, Table 2, Fig. 3; see STUDIES.md): what is trained,
// what comes out, and how it is told over repeats. Values and functions over values; thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/progress.h"
#include "experiment/experiment.h"
#include "links/link_set.h"
#include "methods/kd_student.h"

namespace mlink {

enum class StudyKind { sizes, ensemble, correlation, overhead };
[[nodiscard]] std::string_view to_string(StudyKind kind);
[[nodiscard]] Result<StudyKind> study_kind_from_string(std::string_view name);

/// The split is in time and never moves: repeat r trains the same rows with seed train.seed + r, so that repeats differ
/// by first weights, order and dropout alone.
struct StudyOptions {
  StudyKind kind = StudyKind::sizes;
  TrainSettings train;  ///< its part is for all kinds but sizes
  std::vector<double> parts{0.01, 0.05, 0.1, 0.2, 0.48};
  int repeats = 3;
  bool with_student = true;  ///< sizes: the student of knowledge distillation beside the links
  StudentSettings student;   ///< its seed is the repeat's
  int predictions = 2000;    ///< overhead: timed predictions a link and repeat

  friend bool operator==(const StudyOptions&, const StudyOptions&) = default;
};
/// Names the first option that is out of its range.
[[nodiscard]] Status check(const StudyOptions& options);

/// Who predicts the target.
enum class PredictorKind { link, ensemble, student };
[[nodiscard]] std::string_view to_string(PredictorKind kind);

/// One training's figures on the test rows.
struct StudyCell {
  double part = 0;
  std::uint64_t seed = 0;
  PredictorKind by = PredictorKind::link;
  std::string source;  ///< links only
  std::string target;
  double p = 0, native = 0, prior = 0;
  Interval interval, lift_interval;  ///< of p, of p - prior
  std::int64_t trained = 0, tested = 0;
  /// First row of the table that tested: of all parts of one study the same, the end of its largest part, or parts
  /// would be compared on different frames. -1: not known (kept before this was written down).
  std::int64_t test_from = -1;
  int best_epoch = 0;  ///< 0: nothing was learnt
  int parameters = 0;
  std::string verdict;  ///< ensembles only
};

/// Pearson correlation of the labels of source and target on the training rows where both are there.
struct LabelCorrelation {
  std::string source, target;
  double r = 0;
  Interval interval;
  std::int64_t frames = 0;
};

/// Mean and sample standard deviation (n - 1; NaN for one) over repeats.
struct Spread {
  double mean = 0, deviation = 0;
};
[[nodiscard]] Spread spread_of(const std::vector<double>& values);

/// What a link or ensemble costs: parameters, and the time of one frame measured alone.
struct OverheadRow {
  PredictorKind by = PredictorKind::link;
  std::string source, target;
  int parameters = 0;
  double bytes = 0;
  Spread p50, p95;    ///< seconds, over repeats
  Interval interval;  ///< of the median over all timed predictions
  std::int64_t predictions = 0;
};
/// What the box itself costs, where it is known.
struct OwnCost {
  std::string box;
  double seconds = 0, seconds_p95 = 0, bytes = 0;  ///< NaN: not known
  std::string seconds_origin, bytes_origin;
};

struct StudyReport {
  StudyOptions options;
  std::string data_hash, versions, created;
  bool complete = false;  ///< false: it was stopped; the same study goes on from here
  std::vector<std::string> boxes;
  std::vector<OutputSpec> specs;
  std::int64_t frames = 0;
  std::vector<StudyCell> cells;  ///< all but overhead
  std::vector<LabelCorrelation> correlations;
  std::vector<OverheadRow> overheads;
  std::vector<OwnCost> own_costs;
  double clock_seconds = 0;  ///< overhead: what asking the clock takes, which is in each figure
  std::vector<std::string> notes;
};

/// Cells of one predictor over repeats. interval, lift_interval: means of the repeats' ends, so they tell what another
/// stretch of frames could change, and the standard deviation tells what another seed could.
struct StudyRow {
  double part = 0;
  PredictorKind by = PredictorKind::link;
  std::string source, target, metric, native_metric;
  int repeats = 0, learnt = 0;  ///< learnt: repeats whose best epoch is not the start
  Spread p, native, lift;
  double prior = 0;
  Interval interval, lift_interval;
  std::int64_t trained = 0, tested = 0;
  std::string verdict;  ///< "assistance", or "dominance 2, neither 1" where repeats disagree
};
/// By part, target, then links in the boxes' order, ensemble, student.
[[nodiscard]] std::vector<StudyRow> study_rows(const StudyReport& report);

/// Correlation over pairs between the labels' correlation r and the links' performance, with intervals from a bootstrap
/// over pairs. A link uses a negative correlation as well as a positive one: |r| beside r. NaN for fewer than 3 pairs.
struct CorrelationSummary {
  std::string target;  ///< empty: all pairs
  int pairs = 0;
  struct Figure {
    double value = 0;
    Interval interval;
  };
  Figure r_p, size_p, r_lift, size_lift;  ///< r with p, |r| with p, r with lift, |r| with lift
};
[[nodiscard]] std::vector<CorrelationSummary> correlation_summaries(const StudyReport& report);

/// What a study works with besides the snapshot.
struct StudyHands {
  Executor executor;
  /// The pictures of the table's rows, of this side. Empty: there are none.
  std::function<Result<Pictures>(int side, const std::stop_token& stop)> pictures;
  std::vector<StudyCell> known;                    ///< finished before with the same settings and data; taken over
  std::function<Status(const StudyReport&)> keep;  ///< called when something is finished, and at a stop
};
/// Runs a study. Deterministic but for overhead, which measures time: alone, on the calling thread.
/// Errors: options out of range; what training says of the table; overhead: no links; `stopped` within one epoch, after
/// what was finished was kept. A student that cannot be had is told in the notes.
[[nodiscard]] Result<StudyReport> run_study(const Snapshot& snapshot, const StudyOptions& options,
                                            const StudyHands& hands, const std::stop_token& stop,
                                            const ProgressFn& progress);
/// Runs a study on an experiment, on all cores, and keeps its figures in the file. What an earlier run has finished
/// with the same settings and outputs is taken over, whether it was stopped or asked for less.
[[nodiscard]] Result<StudyReport> run_study(Experiment& experiment, const StudyOptions& options,
                                            const std::stop_token& stop, const ProgressFn& progress);
/// The newest study of this kind that the file holds; nothing: none was run.
[[nodiscard]] Result<std::optional<StudyReport>> newest_study(const ExperimentReader& reader, StudyKind kind);

/// As kept in the experiment file.
[[nodiscard]] std::string study_to_text(const StudyReport& report);
[[nodiscard]] Result<StudyReport> study_from_text(const std::string& text);
[[nodiscard]] std::string study_options_to_text(const StudyOptions& options);

}  // namespace mlink
