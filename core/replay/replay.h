// Evaluation of methods on stored outputs under a budget: nothing is executed (paper, Video Analytics with Model Links,
// Table 4). Pure; thread-safe.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/progress.h"
#include "links/link_set.h"
#include "methods/method.h"
#include "scheduling/scheduling.h"

namespace mlink::replay {

/// What happened to one box in one frame under one method. none: the method gives nothing (standalone, or a box
/// without prior and links), or the box itself has no output there; failed: the box failed there. right and wrong are
/// predicted by links, own_ by the method itself. Rows where the box has no exact output count for nothing.
enum class Outcome : std::uint8_t { run, right, wrong, reused_right, reused_wrong, none, failed, own_right, own_wrong };

struct ReplaySettings {
  CostKind kind = CostKind::time;
  double budget = 0;  ///< bytes, or seconds a frame
  std::vector<std::string> methods = default_methods();
  double period_seconds = 0;  ///< re-selection; 0: one period over the whole test part
  double prefix = 0.01;       ///< share of a period on which boxes run to measure the links; 0: never
  bool prefix_cost = true;    ///< count the prefix's executions in time and executions
  std::uint64_t seed = 1;
};
void to_json(nlohmann::json& json, const ReplaySettings& settings);

/// One period. begin and end: from the begin of the period to that of the next, or to the last frame.
struct PeriodResult {
  double begin_seconds = 0, end_seconds = 0;
  BoxSet activated;
  double accuracy = 0;
  std::vector<double> probability;  ///< mlink: activation probability a box, as the prefix measured it
};

/// Means over the frames outside the prefixes; NaN where there are none. What a method gives once it has chosen.
struct AfterPrefix {
  double output_accuracy = 0;
  double seconds_per_frame = 0;
  double executions_per_frame = 0;
};

/// One method under one budget. Time and executions are means a frame. output_accuracy: per box the mean of frame
/// scores (executed: 1) over the frames where it has an exact output, then over the boxes, all equal; NaN without any
/// such frame, and where the note says that the method cannot be used here. seconds_per_frame and bytes: NaN where a
/// cost of that kind is unknown; bytes are of the GPU under a budget of its memory. The interval is NaN with fewer than
/// kLeastBlocks bootstrap blocks (metrics/bootstrap.h), which are no shorter than the outputs of any box resemble
/// themselves.
struct MethodResult {
  std::string method;
  double output_accuracy = 0;
  Interval interval;
  /// output_accuracy less mlink's, with the interval of that difference: both on the same resampled frames, so that
  /// what is common to them (hard frames, easy ones) falls out. NaN where mlink is not among the methods.
  double lead = std::numeric_limits<double>::quiet_NaN();
  Interval lead_interval{std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::quiet_NaN()};
  double seconds_per_frame = 0;
  double loading_seconds = 0;       ///< of bringing boxes in and out, a frame: not in seconds_per_frame; NaN: not known
  double bytes = 0;                 ///< most that was loaded at once: a period's set, or one box of a prefix
  double executions_per_frame = 0;  ///< share of all boxes, 0..1
  AfterPrefix after_prefix;         ///< the same frames for all methods
  std::vector<double> per_box;      ///< accuracy a box
  std::vector<PeriodResult> periods;
  std::optional<BoxSet> activated;  ///< where it is the same in all periods
  bool by_frame = false;            ///< what runs differs from frame to frame
  std::string note;                 ///< e.g. "no box fits the budget: priors only"
};

struct ReplayResult {
  ReplaySettings settings;
  std::vector<std::string> boxes;
  std::int64_t frames = 0;  ///< test rows: time and executions are of all of them
  std::int64_t judged = 0;  ///< of them, those with an output of some box: accuracy is of these
  std::vector<MethodResult> methods;
};

/// The what-if engine behind the sliders: predicts and scores every subset once per target (up to 12 boxes all subsets,
/// above that those of candidate_sets() in methods/orders.h), keeps sums per period, and answers any budget in well
/// under 1 ms. Immutable after build(); const use from many threads is safe.
///
/// The methods are those of methods/method.h. In each period, boxes that fit the budget alone run on the prefix, one
/// after another, which measures p(g_ij) (frame scores, so shares of agreeing labels for multi-label, and 1 - WER of
/// each frame for words). No prefix: p on the inner validation rows of the training part. A box that ran in a prefix is
/// right there and is charged; one that exceeds the budget alone does neither. A budget that is negative or not a
/// number counts as 0.
class ReplayEngine {
 public:
  /// `table`: the boxes of `links`, same order. Rows that trained the links are never evaluated. Fails on boxes
  /// that do not match, unknown methods, unknown costs of settings.kind, no test rows, and when stopped.
  /// aids: what methods may look at besides; of one that misses something the results are NaN and the note says why.
  [[nodiscard]] static Result<ReplayEngine> build(std::shared_ptr<const OutputTable> table,
                                                  std::shared_ptr<const LinkSet> links, CostTable costs,
                                                  const ReplaySettings& settings, const Executor& executor,
                                                  const std::stop_token& stop, const ProgressFn& progress,
                                                  Aids aids = {});
  /// The same with any predictor; `test`: the rows that are evaluated, ascending.
  [[nodiscard]] static Result<ReplayEngine> build_with(std::shared_ptr<const OutputTable> table,
                                                       std::shared_ptr<const Predictor> predictor,
                                                       std::vector<std::size_t> test, CostTable costs,
                                                       const ReplaySettings& settings, const Executor& executor,
                                                       const std::stop_token& stop, const ProgressFn& progress,
                                                       Aids aids = {});
  /// The same frames under the other kind of cost. Up to 12 boxes nothing is predicted or scored again: the scores are
  /// shared, and live as long as one of the engines.
  [[nodiscard]] Result<ReplayEngine> for_kind(CostKind kind, const Executor& executor, const std::stop_token& stop,
                                              const ProgressFn& progress) const;
  /// The same with other methods, and what they may look at.
  [[nodiscard]] Result<ReplayEngine> with_methods(CostKind kind, const std::vector<std::string>& methods, Aids aids,
                                                  const Executor& executor, const std::stop_token& stop,
                                                  const ProgressFn& progress) const;
  ReplayEngine(ReplayEngine&&) noexcept;
  ReplayEngine& operator=(ReplayEngine&&) noexcept;
  ~ReplayEngine();

  [[nodiscard]] const std::vector<std::string>& boxes() const;
  [[nodiscard]] const ReplaySettings& settings() const;
  /// All methods of the settings at this budget.
  [[nodiscard]] ReplayResult at(double budget) const;
  /// Budgets at which some method's answer changes, ascending (the frontier's steps), from 0 to the cost of all boxes.
  [[nodiscard]] std::vector<double> breakpoints() const;
  /// Output accuracy over the test rows when exactly A is run (Eq. 1, measured).
  [[nodiscard]] double objective(BoxSet activated) const;
  /// The same box by box: p(h_Aj) on the test rows, 1 of those that run; NaN of a box without a row that counts.
  [[nodiscard]] std::vector<double> accuracies(BoxSet activated) const;

  /// Outcomes of one method at a budget: boxes x rows [first_row(), rows()) (row-major by box). Rows among them that
  /// are not evaluated: none. Predicts anew. A method that is not among the settings': empty.
  [[nodiscard]] std::vector<Outcome> outcomes(const std::string& name, double budget) const;
  /// What a method shows for one table row: for each box, run or predicted, and the values or words shown (no values:
  /// nothing; no words may be what is said, the outcome tells). Unknown method, or a row not evaluated: empty.
  struct ShownOutput {
    Outcome outcome = Outcome::none;
    std::vector<float> shown = {}, exact = {};
    Words shown_words = {}, exact_words = {};
    std::optional<BoxSet> from = {};  ///< predicted by links in this very frame: from these
  };
  [[nodiscard]] std::vector<ShownOutput> shown(const std::string& name, double budget, std::size_t row) const;
  /// mlink's set of a period and why: by what the period's prefix measured, as at() uses it.
  [[nodiscard]] Selection selection(double budget, std::size_t period = 0) const;
  [[nodiscard]] std::size_t first_row() const;  ///< of those evaluated
  [[nodiscard]] std::size_t rows() const;       ///< of the table

 private:
  struct Impl;
  explicit ReplayEngine(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace mlink::replay
