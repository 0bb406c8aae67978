// What the Ensemble page shows, as values: the replay engines of both kinds of cost and the sets that are worth running
// by them, what a set that is tried gives, who is run under a budget, and P in time. Made off the GUI thread,
// immutable, shared; no widgets.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "experiment/views.h"
#include "report/worth_report.h"

namespace mlink::ui {

/// Under one kind of cost.
struct EnsembleSide {
  std::shared_ptr<const ReplayEngine> engine;  ///< as the Replay page's: one period, its prefix measures
  std::vector<WorthSet> sets;
  std::vector<double> changes;   ///< budgets at which mlink runs another set, ascending
  double most = 0;               ///< what running everything costs
  std::optional<Error> problem;  ///< why there is no engine: costs not known, say
  /// A budget to begin with: the last change up to half of everything, else the first; 0 without any.
  [[nodiscard]] double telling_budget() const;
};

struct EnsembleData {
  std::shared_ptr<const LinkSet> links;
  std::shared_ptr<const OutputTable> table;
  CostTable costs;
  std::vector<std::string> boxes;
  std::array<EnsembleSide, 2> sides;          ///< memory, time
  double begin_seconds = 0, end_seconds = 0;  ///< of the test part; the same where no engine is
  [[nodiscard]] const EnsembleSide& side(CostKind kind) const { return sides[kind == CostKind::memory ? 0 : 1]; }
  /// A period to begin with: a tenth of the test part, 1 s where that is nothing.
  [[nodiscard]] double usual_period() const;
};
using EnsembleDataPtr = std::shared_ptr<const EnsembleData>;
/// Predicts and scores (seconds). Errors: no links; stopped. A kind whose costs are not known has a problem in its
/// side.
[[nodiscard]] Result<EnsembleDataPtr> build_ensemble_data(const Snapshot& snapshot, const std::stop_token& stop);

/// What exactly one set gives.
struct TriedSet {
  BoxSet set;
  double accuracy = 0;                 ///< NaN: no kind of cost is known, so there is no engine to ask
  std::vector<SetEnsemble> ensembles;  ///< a target
};
[[nodiscard]] Result<std::shared_ptr<const TriedSet>> try_set(const EnsembleData& data, BoxSet set,
                                                              const std::stop_token& stop);

/// Who comes first by the other kind of cost, where that is somebody else.
struct OtherFirst {
  Amount cost;
  int box = 0;
  double accuracy = 0;  ///< with this box alone
};
struct BudgetAnswer {
  RunOrder order;
  std::optional<OtherFirst> other;
};
/// The engine of that kind is there.
[[nodiscard]] BudgetAnswer answer_budget(const EnsembleData& data, const Amount& budget);

/// P in time: an engine with periods, and its answer at a budget.
struct PeriodsAnswer {
  std::shared_ptr<const ReplayEngine> engine;
  double seconds = 0;  ///< of a period
  Amount budget;
  std::vector<PeriodResult> periods;
};
/// known: an earlier answer, whose engine is asked again where it has these periods and this kind.
[[nodiscard]] Result<std::shared_ptr<const PeriodsAnswer>> answer_periods(
    const Snapshot& snapshot, const Amount& budget, double seconds, const std::shared_ptr<const PeriodsAnswer>& known,
    const std::stop_token& stop);

}  // namespace mlink::ui
