#include "ui/replay/all_methods.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "ui/common/core_text.h"

namespace mlink::ui {
namespace {

bool has_name(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool same_number(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

/// What the page shows of them.
bool same_answer(const MethodResult& a, const MethodResult& b) {
  return same_number(a.output_accuracy, b.output_accuracy) && same_number(a.seconds_per_frame, b.seconds_per_frame) &&
         same_number(a.bytes, b.bytes) && same_number(a.executions_per_frame, b.executions_per_frame) &&
         same_number(a.interval.low, b.interval.low) && same_number(a.interval.high, b.interval.high) &&
         same_number(a.lead, b.lead) && same_number(a.lead_interval.low, b.lead_interval.low) &&
         same_number(a.lead_interval.high, b.lead_interval.high) && a.activated == b.activated &&
         a.by_frame == b.by_frame && a.note == b.note && a.per_box == b.per_box;
}

const MethodResult& answer_at(const OtherSide::Other& other, double budget) {
  const auto after = std::upper_bound(other.steps.begin(), other.steps.end(), budget,
                                      [](double at, const MethodStep& step) { return at < step.budget; });
  return after == other.steps.begin() ? after->answer : std::prev(after)->answer;
}

/// In the registry's order; what it does not know comes last.
std::vector<std::string> in_order(const std::vector<std::string>& some) {
  std::vector<std::string> names;
  for (const std::string& name : method_names()) {
    if (has_name(some, name)) names.push_back(name);
  }
  for (const std::string& name : some) {
    if (!has_name(names, name)) names.push_back(name);
  }
  return names;
}

/// The base answers for its own methods as ever, the others from what was evaluated.
class ChosenWhatIf : public WhatIf {
 public:
  ChosenWhatIf(std::shared_ptr<const WhatIf> base, OtherMethodsPtr others, CostKind kind,
               std::vector<std::string> names)
      : base_(std::move(base)), others_(std::move(others)), kind_(kind), names_(std::move(names)) {
    for (const MethodResult& method : base_->at(0).methods) own_.push_back(method.method);
  }

  [[nodiscard]] ReplayResult at(double budget) const override {
    ReplayResult result = base_->at(budget);
    std::vector<MethodResult> answers = std::move(result.methods);
    result.methods.clear();
    result.settings.methods = names_;
    for (const std::string& name : names_) {
      const auto its =
          std::find_if(answers.begin(), answers.end(), [&](const auto& one) { return one.method == name; });
      if (its != answers.end())
        result.methods.push_back(std::move(*its));
      else
        result.methods.push_back(answer_at(*others_->side(kind_).find(name), budget));
    }
    return result;
  }
  [[nodiscard]] std::vector<double> breakpoints() const override {
    std::vector<double> budgets = base_->breakpoints();
    for (const std::string& name : names_) {
      if (is_own(name)) continue;
      for (const MethodStep& step : others_->side(kind_).find(name)->steps) budgets.push_back(step.budget);
    }
    std::sort(budgets.begin(), budgets.end());
    budgets.erase(std::unique(budgets.begin(), budgets.end()), budgets.end());
    return budgets;
  }
  [[nodiscard]] std::vector<Outcome> outcomes(const std::string& method, double budget) const override {
    return of(method).outcomes(method, budget);
  }
  [[nodiscard]] std::vector<ReplayEngine::ShownOutput> shown(const std::string& method, double budget,
                                                             std::size_t row) const override {
    return of(method).shown(method, budget, row);
  }
  [[nodiscard]] Selection selection(double budget) const override { return base_->selection(budget); }
  [[nodiscard]] std::size_t first_row() const override { return base_->first_row(); }
  [[nodiscard]] bool quick(const std::string& method) const override { return is_own(method); }

 private:
  [[nodiscard]] bool is_own(const std::string& name) const { return has_name(own_, name); }
  [[nodiscard]] const WhatIf& of(const std::string& method) const {
    return is_own(method) || !others_ ? *base_ : *others_->side(kind_).engine;
  }
  std::shared_ptr<const WhatIf> base_;
  OtherMethodsPtr others_;  ///< may be null: none of the names is theirs
  CostKind kind_;
  std::vector<std::string> names_, own_;
};

}  // namespace

const OtherSide::Other* OtherSide::find(const std::string& method) const {
  const auto at =
      std::find_if(others.begin(), others.end(), [&](const Other& other) { return other.method == method; });
  return at == others.end() ? nullptr : &*at;
}

bool OtherSide::usable(const std::string& method) const {
  const Other* const other = find(method);
  return other && !other->steps.empty();
}

OtherSide other_side(std::shared_ptr<const WhatIf> engine, const std::vector<std::string>& methods,
                     const std::stop_token& stop) {
  OtherSide side;
  for (const std::string& name : methods) side.others.push_back({name, {}, {}});
  std::vector<ReplayResult> answers;  // of the others only, for their curves
  for (const double budget : engine->breakpoints()) {
    if (stop.stop_requested()) return {};
    ReplayResult result = engine->at(budget);
    result.settings.budget = budget;
    std::erase_if(result.methods, [&](const MethodResult& one) { return !has_name(methods, one.method); });
    for (MethodResult& answer : result.methods) {
      auto& other = *std::find_if(side.others.begin(), side.others.end(),
                                  [&](const auto& one) { return one.method == answer.method; });
      if (std::isnan(answer.output_accuracy)) {
        if (other.why.empty()) other.why = answer.note;
        continue;
      }
      if (other.steps.empty() || !same_answer(other.steps.back().answer, answer))
        other.steps.push_back({budget, answer});
    }
    answers.push_back(std::move(result));
  }
  side.curves = frontier_curves(answers);
  std::erase_if(side.curves, [](const FrontierCurve& curve) { return curve.points.empty(); });
  side.engine = std::move(engine);
  return side;
}

Result<OtherMethodsPtr> evaluate_others(const Snapshot& snapshot, const ReplayData& base, const std::stop_token& stop) {
  std::vector<std::string> others;
  for (const std::string& name : method_names()) {
    if (!methods_of(base).contains(to_qt(name))) others.push_back(name);
  }
  ReplaySettings settings;
  settings.methods = others;
  settings.methods.insert(settings.methods.begin(), "mlink");  // to whom they are compared
  auto all = std::make_shared<OtherMethods>();
  for (const CostKind kind : {CostKind::memory, CostKind::time}) {
    if (!base.side(kind).engine) continue;
    settings.kind = kind;
    auto engine = make_replay(snapshot, settings, stop, {});
    if (!engine) return tl::make_unexpected(engine.error());
    OtherSide& side = all->sides[kind == CostKind::memory ? 0 : 1];
    side = other_side(engine_what_if(*engine), others, stop);
    if (stop.stop_requested()) return stopped();
  }
  return all;
}

QStringList methods_of(const ReplayData& data) {
  for (const ReplaySide& side : data.sides) {
    if (!side.engine) continue;
    QStringList names;
    for (const MethodResult& method : side.engine->at(0).methods) names << to_qt(method.method);
    return names;
  }
  return {};
}

std::string why_not(const OtherMethodsPtr& others, const std::string& method) {
  if (!others) return {};
  for (const OtherSide& side : others->sides)
    if (const auto* other = side.find(method); other && !other->why.empty() && other->steps.empty()) return other->why;
  return {};
}

QVector<MethodOffer> method_offers(const ReplayData& base, const OtherMethodsPtr& others, bool waiting) {
  const QStringList own = methods_of(base);
  QVector<MethodOffer> offers;
  for (const std::string& name : method_names()) {
    MethodOffer offer{to_qt(name), own.contains(to_qt(name)), {}, own.contains(to_qt(name))};
    if (!offer.usable && !others) {
      offer.why = waiting ? QCoreApplication::translate("Replay", "is being evaluated…")
                          : QCoreApplication::translate("Replay", "is not evaluated yet");
    } else if (!offer.usable) {
      const auto& sides = others->sides;
      offer.usable = std::any_of(sides.begin(), sides.end(), [&](const OtherSide& side) { return side.usable(name); });
      if (!offer.usable) offer.why = core_text(mlink::ui::why_not(others, name));
      if (others->problem) offer.why = to_qt(others->problem->text());
    }
    offers << offer;
  }
  return offers;
}

std::shared_ptr<const ReplayData> with_methods(const ReplayData& base, const OtherMethodsPtr& others,
                                               const QStringList& methods) {
  auto data = std::make_shared<ReplayData>(base);
  for (const CostKind kind : {CostKind::memory, CostKind::time}) {
    ReplaySide& side = data->sides[kind == CostKind::memory ? 0 : 1];
    if (!side.engine) continue;
    std::vector<FrontierCurve> curves = side.frontier.curves;
    if (others) {
      const auto& more = others->side(kind).curves;
      curves.insert(curves.end(), more.begin(), more.end());
    }
    std::erase_if(curves, [&](const FrontierCurve& curve) { return !methods.contains(to_qt(curve.method)); });
    std::vector<std::string> names;
    names.reserve(curves.size());
    for (const FrontierCurve& curve : curves) names.push_back(curve.method);
    names = in_order(names);
    side.frontier.curves.clear();
    for (const std::string& name : names)
      side.frontier.curves.push_back(
          *std::find_if(curves.begin(), curves.end(), [&](const FrontierCurve& one) { return one.method == name; }));
    side.engine = std::make_shared<ChosenWhatIf>(side.engine, others, kind, names);
  }
  return data;
}

}  // namespace mlink::ui
