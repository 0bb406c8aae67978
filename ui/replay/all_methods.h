// Methods that the Replay page shows only when somebody chooses them: what each of the registry gives on an experiment
// at every budget at which it changes, and the page's values with a choice of methods. Values; built off the GUI
// thread, immutable, const use is thread-safe.
#pragma once

#include <QStringList>
#include <QVector>
#include <array>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "ui/common/methods_menu.h"
#include "ui/replay/replay_data.h"

namespace mlink::ui {

/// A method's answer from a budget on, up to that of the next step.
struct MethodStep {
  double budget = 0;
  MethodResult answer;
};

/// What the other methods give under one kind of cost.
struct OtherSide {
  struct Other {
    std::string method;
    std::vector<MethodStep> steps;  ///< by rising budget, the first at 0; none: the method cannot be used here
    std::string why;                ///< it cannot, as the core says it
  };
  std::shared_ptr<const WhatIf> engine;  ///< for outcomes and single frames; null: the costs are not known
  std::vector<Other> others;             ///< as registered
  std::vector<FrontierCurve> curves;     ///< of the others that can be used
  [[nodiscard]] const Other* find(const std::string& method) const;
  [[nodiscard]] bool usable(const std::string& method) const;
};

struct OtherMethods {
  std::array<OtherSide, 2> sides;  ///< by CostKind, as ReplayData's
  std::optional<Error> problem;    ///< why nothing could be evaluated
  [[nodiscard]] const OtherSide& side(CostKind kind) const { return sides[kind == CostKind::memory ? 0 : 1]; }
};
using OtherMethodsPtr = std::shared_ptr<const OtherMethods>;

/// An engine's answers for these methods. Stopped: no engine and nothing in it.
[[nodiscard]] OtherSide other_side(std::shared_ptr<const WhatIf> engine, const std::vector<std::string>& methods,
                                   const std::stop_token& stop);
/// Evaluates every registered method that `base` does not have (seconds; off the GUI thread). Errors: stopped; those of
/// the replay.
[[nodiscard]] Result<OtherMethodsPtr> evaluate_others(const Snapshot& snapshot, const ReplayData& base,
                                                      const std::stop_token& stop);

/// Names of the methods that a replay answers without being asked for others.
[[nodiscard]] QStringList methods_of(const ReplayData& data);
/// All registered methods. Without `others` those beyond the base's are told as not evaluated yet; `waiting`: they are
/// being evaluated.
[[nodiscard]] QVector<MethodOffer> method_offers(const ReplayData& base, const OtherMethodsPtr& others, bool waiting);
/// Why a method cannot be used, as the core says it; empty: it can, or it is not evaluated.
[[nodiscard]] std::string why_not(const OtherMethodsPtr& others, const std::string& method);

/// The same replay with these methods, as far as they can be used, in the registry's order. others: null where all are
/// of the base.
[[nodiscard]] std::shared_ptr<const ReplayData> with_methods(const ReplayData& base, const OtherMethodsPtr& others,
                                                             const QStringList& methods);

}  // namespace mlink::ui
