// Internal to core/methods: what methods share that try sets of boxes with something besides, on the training part:
// which sets and rows they try, what they find there counts for, and the best choice at each budget.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <vector>

#include "methods/best_sets.h"
#include "methods/method.h"

namespace mlink::methods {

/// The sets that are tried, by rising cost: all that are scored where they are few, else those that greedy reaches.
[[nodiscard]] std::vector<PricedSet> sets_to_try(const MethodInput& input);
/// Rows behind which no training row of a link lies, as far as these go: the end of the training part in time, of it
/// the last `most`.
[[nodiscard]] std::vector<std::size_t> inner_rows(const MethodInput& input, std::size_t most);
/// Lower end of Wilson's interval, one-sided 95 %, of a share that was found in so many independent frames.
[[nodiscard]] double at_least(double share, double frames);
/// For how many frames outputs of each box resemble themselves: so many count once. Asked once, since it is computed
/// from all training rows each time.
[[nodiscard]] std::vector<double> frames_alike(const MethodInput& input);
/// No more than a few hundred, even among them, the least and the greatest among these.
[[nodiscard]] std::vector<double> few_of(std::vector<double> budgets);

/// What can be chosen has one of these as its base.
struct SetChoice {
  double cost = 0, value = 0;  ///< mean cost a frame; output accuracy as far as it is known
  BoxSet set;
};

/// The best choice at each budget at which another one is the best, by rising budget. of_sets: of each set its choices
/// by rising cost and value, the sets by rising cost.
template <typename Choice>
[[nodiscard]] std::vector<Choice> best_choices(const std::vector<std::vector<Choice>>& of_sets) {
  std::vector<double> budgets;
  for (const auto& choices : of_sets)
    for (const Choice& choice : choices) budgets.push_back(choice.cost);
  std::vector<Choice> better;
  for (const double budget : few_of(std::move(budgets))) {
    const Choice* best = nullptr;
    for (const auto& choices : of_sets) {
      const Choice* fitting = nullptr;
      for (const Choice& choice : choices)
        if (fits(choice.cost, budget)) fitting = &choice;
      if (fitting && (!best || fitting->value > best->value - kTie)) best = fitting;  // of equals the dearer set
    }
    if (!best || (!better.empty() && best->set == better.back().set && best->cost == better.back().cost)) continue;
    if (better.empty() || best->value > better.back().value - kTie) better.push_back(*best);
  }
  return better;
}

/// No more than there is time to evaluate: those that gain least over the one before are left out, and as few as may
/// be.
template <typename Choice>
[[nodiscard]] std::vector<Choice> thinned(const std::vector<Choice>& choices, std::size_t most) {
  if (choices.size() <= most) return choices;
  const auto that_gain = [&](double gain) {
    std::vector<Choice> kept{choices.front()};
    for (std::size_t n = 1; n < choices.size(); ++n)
      if (n + 1 == choices.size() || choices[n].value >= kept.back().value + gain) kept.push_back(choices[n]);
    return kept;
  };
  constexpr int kHalvings = 20;
  double too_small = 0, enough = (choices.back().value - choices.front().value) / static_cast<double>(most - 1);
  for (int n = 0; n < kHalvings; ++n) {
    const double gain = (too_small + enough) / 2;
    (that_gain(gain).size() > most ? too_small : enough) = gain;
  }
  return that_gain(enough);
}

/// A method whose plan is the dearest of some choices that fits. Who derives fills both.
template <typename Choice>
class PreparedChoices : public PreparedMethod {
 public:
  [[nodiscard]] Plan plan(double budget) const override {
    Plan plan;
    const std::size_t at = dearest(budget);
    plan.sets.assign(input_.timeline.periods.size(), at < choices_.size() ? choices_[at].set : BoxSet());
    if (at < choices_.size()) plan.own = own_[at];
    if (plan.sets.front().empty() && !plan.own) plan.note = kPriorsOnly;
    return plan;
  }

  void add_breakpoints(std::vector<double>& budgets) const override {
    for (const Choice& choice : choices_) budgets.push_back(choice.cost);
  }

 protected:
  explicit PreparedChoices(const MethodInput& input) : input_(input) {}
  /// choices_.size(): none fits.
  [[nodiscard]] std::size_t dearest(double budget) const {
    std::size_t at = choices_.size();
    for (std::size_t n = 0; n < choices_.size(); ++n)
      if (fits(choices_[n].cost, budget)) at = n;
    return at;
  }

  const MethodInput input_;
  std::vector<Choice> choices_;                      ///< by rising cost and value
  std::vector<std::shared_ptr<const OwnSums>> own_;  ///< of each; null: its set says it all
};

}  // namespace mlink::methods
