// Evaluation of methods on stored outputs under a budget: nothing is executed (paper, Video Analytics with Model Links,
// Table 4). Pure; thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/progress.h"
#include "links/link_set.h"
#include "scheduling/scheduling.h"

namespace mlink {

/// What happened to one box in one frame under one method. none: the method gives nothing (standalone, or a box
/// without prior and links), or the box itself has no output there; failed: the box failed there. Rows where the box
/// has no exact output count for nothing.
enum class Outcome : std::uint8_t { run, right, wrong, reused_right, reused_wrong, none, failed };

struct ReplaySettings {
  CostKind kind = CostKind::time;
  double budget = 0;  ///< bytes, or seconds a frame
  std::vector<std::string> methods{"mlink", "standalone", "optimum"};
  double period_seconds = 0;  ///< re-selection; 0: one period over the whole test part
  double prefix = 0.01;       ///< share of a period on which all boxes run to measure the links; 0: never
  bool prefix_cost = false;   ///< count the prefix's executions in time and executions
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

/// One method under one budget. Time and executions are means a frame. output_accuracy: per box the mean of frame
/// scores (executed: 1) over the frames where it has an exact output, then over the boxes, all equal; NaN without any
/// such frame. seconds_per_frame and bytes: NaN where a cost of that kind is unknown.
struct MethodResult {
  std::string method;
  double output_accuracy = 0;
  Interval interval;
  double seconds_per_frame = 0;
  double bytes = 0;                 ///< of the boxes loaded together (largest period)
  double executions_per_frame = 0;  ///< share of all boxes, 0..1
  std::vector<double> per_box;      ///< accuracy a box
  std::vector<PeriodResult> periods;
  std::optional<BoxSet> activated;  ///< where it is the same in all periods
  std::string note;                 ///< e.g. "no box fits the budget: priors only"
};

struct ReplayResult {
  ReplaySettings settings;
  std::vector<std::string> boxes;
  std::int64_t frames = 0;  ///< test rows evaluated
  std::vector<MethodResult> methods;
};

class Predictor;

/// The what-if engine behind the sliders: predicts and scores every subset once per target (up to 12 boxes all subsets,
/// above that those of candidate_sets() in planner.h), keeps sums per period, and answers any budget in well under 1
/// ms. Immutable after build(); const use from many threads is safe.
///
/// mlink       Algorithm 1: in each period all boxes run on the prefix, which measures p(g_ij) (frame scores, so shares
///             of agreeing labels for multi-label, and 1 - WER of each frame for words); the activation probabilities
///             from these and the costs choose by greedy. No prefix: the figures of training. Prefix frames count as
///             executed; they cost what the set costs, or with prefix_cost what all boxes cost. Where no box fits
///             nothing is profiled: priors only.
/// standalone  cheapest time first until the budget is full; what does not run scores 0; no links, no prefix.
/// optimum     the best sets by measured accuracy, period by period, under mlink's conditions (the same periods and
///             prefixes): no choice of sets could do better. Above 12 boxes: the best of the sets tried, and says so.
/// A budget that is negative or not a number counts as 0.
class ReplayEngine {
 public:
  /// `table`: the boxes of `links`, same order. Rows that trained the links are never evaluated. Fails on boxes
  /// that do not match, unknown methods, unknown costs of settings.kind, no test rows, and when stopped.
  [[nodiscard]] static Result<ReplayEngine> build(std::shared_ptr<const OutputTable> table,
                                                  std::shared_ptr<const LinkSet> links, CostTable costs,
                                                  const ReplaySettings& settings, const Executor& executor,
                                                  const std::stop_token& stop, const ProgressFn& progress);
  /// The same with any predictor; rows [first_row, rows) are evaluated.
  [[nodiscard]] static Result<ReplayEngine> build_with(std::shared_ptr<const OutputTable> table,
                                                       std::shared_ptr<const Predictor> predictor,
                                                       std::size_t first_row, CostTable costs,
                                                       const ReplaySettings& settings, const Executor& executor,
                                                       const std::stop_token& stop, const ProgressFn& progress);
  ReplayEngine(ReplayEngine&&) noexcept;
  ReplayEngine& operator=(ReplayEngine&&) noexcept;
  ~ReplayEngine();

  [[nodiscard]] const std::vector<std::string>& boxes() const;
  /// All methods of the settings at this budget.
  [[nodiscard]] ReplayResult at(double budget) const;
  /// Budgets at which some method's answer changes, ascending (the frontier's steps), from 0 to the cost of all boxes.
  [[nodiscard]] std::vector<double> breakpoints() const;
  /// Output accuracy over the test rows when exactly A is run (Eq. 1, measured).
  [[nodiscard]] double objective(BoxSet activated) const;

  /// Outcomes of one method at a budget: boxes x test rows (row-major by box), test rows in table order. Predicts anew.
  /// Unknown method: empty.
  [[nodiscard]] std::vector<Outcome> outcomes(const std::string& method, double budget) const;
  /// What a method shows for one table row: for each box, run or predicted, and the values or words shown (no values:
  /// nothing; no words may be what is said, the outcome tells). Unknown method or row: empty.
  struct ShownOutput {
    Outcome outcome = Outcome::none;
    std::vector<float> shown = {}, exact = {};
    Words shown_words = {}, exact_words = {};
  };
  [[nodiscard]] std::vector<ShownOutput> shown(const std::string& method, double budget, std::size_t row) const;
  [[nodiscard]] Selection selection(double budget) const;  ///< mlink's, over the whole test part, with reasons
  [[nodiscard]] std::size_t first_row() const;
  [[nodiscard]] std::size_t rows() const;  ///< of the table

 private:
  struct Impl;
  explicit ReplayEngine(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace mlink
