// What the Compare page shows of one kind of cost, as values: the answers of all methods at every budget at which one
// of them changes. Built off the GUI thread, immutable, shared; no widgets.
#pragma once

#include <QString>
#include <array>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "experiment/views.h"
#include "report/table.h"

namespace mlink::ui {

/// One method over all budgets.
struct MethodSweep {
  struct Moment {  ///< from this budget on
    double budget = 0, accuracy = 0, seconds = 0;
  };
  FrontierCurve curve;          ///< without points: it cannot be used here
  std::vector<double> seconds;  ///< a frame, of each point of the curve; NaN: not known
  std::vector<Moment> in_time;  ///< where accuracy or time changes; only those whose time is known
  double most = 0;              ///< the highest accuracy at any budget
  std::string note;             ///< why it cannot be used
  bool by_default = false;      ///< compared where nobody says which methods
  bool hindsight = false;       ///< a reference, not a method to use
  [[nodiscard]] bool usable() const { return !curve.points.empty(); }
};

/// All methods under one kind of cost.
struct CompareSide {
  CostKind kind = CostKind::memory;
  std::shared_ptr<const ReplayEngine> engine;  ///< null: there is a problem
  std::vector<MethodSweep> methods;            ///< as registered
  std::size_t budgets = 0;                     ///< at which an answer changes
  double full = 0;                             ///< bytes or seconds that running everything takes: the axis' end
  std::int64_t frames = 0;                     ///< that are evaluated
  Table sweep;                                 ///< as `mlink sweep` tells it
  std::optional<Error> problem;                ///< costs that are not known, say
  std::string key;                             ///< what it was made from: sweep_key() and the trainings of methods

  [[nodiscard]] const MethodSweep* method(const QString& name) const;
};
using CompareSidePtr = std::shared_ptr<const CompareSide>;

/// Tells what a sweep depends on: links, outputs, costs and clock. Two readings of a file that have the same need no
/// new one.
[[nodiscard]] std::string sweep_key(const Snapshot& snapshot);
/// Memory and time, and a GPU's memory where its costs are known.
[[nodiscard]] std::vector<CostKind> compared_kinds(const Snapshot& snapshot);
/// Sweeps every registered method. `known`: an engine of the same snapshot under another kind, whose scores are taken
/// over; null: none. Errors: no links; stopped. Costs that are not known are a problem of the side.
[[nodiscard]] Result<CompareSidePtr> build_side(const Snapshot& snapshot, CostKind kind,
                                                const std::shared_ptr<const ReplayEngine>& known,
                                                const std::stop_token& stop);
/// The sweep of an engine. Errors: stopped.
[[nodiscard]] Result<CompareSide> sweep_of(std::shared_ptr<const ReplayEngine> engine, CostKind kind, double full,
                                           const std::stop_token& stop);

/// A budget to begin with: where mlink changes last up to half of everything, else first. 0: nowhere.
[[nodiscard]] double first_budget(const CompareSide& side);
/// Two more to compare it with: where mlink changes next above it, and below it where there are too few.
[[nodiscard]] std::array<double, 2> further_budgets(const CompareSide& side, double first);
/// Methods that are shown before anybody chose: the default ones and the best known others, as far as they are usable.
[[nodiscard]] QStringList usual_methods(const CompareSide& side);
/// Only these methods, in their order in the result.
[[nodiscard]] ReplayResult with_methods(const ReplayResult& result, const QStringList& names);

/// A budget axis: amounts divided by `unit`, which has a name.
struct AmountScale {
  double unit = 1;
  QString name;  ///< "MB"
  int decimals = 0;
};
[[nodiscard]] AmountScale amount_scale(CostKind kind, double most);
[[nodiscard]] QStringList without_gpu_memory(const Snapshot& snapshot);  ///< the links' boxes that have none told
[[nodiscard]] QString amount_words(CostKind kind, double amount);        ///< "64 MB"

}  // namespace mlink::ui
