// reducto: frames in which a camera's picture hardly changed are left out, and a box's last output is shown again (Li
// et al., "Reducto: On-Camera Filtering for Resource-Efficient Real-Time Video Analytics", SIGCOMM 2020; as the paper
// compares it: "For each model, Reducto first computes the feature difference of successive frames. If the feature
// difference is lower than a threshold, it filters out the current frame and reuses the latest inference output").
// Thresholds are calibrated on the training part to the executions a frame that the budget allows: of time, so that the
// mean time a frame is within it; of memory, to the share of boxes that standalone runs (which gives the executions of
// the paper's Table 4), each loaded in turn. Of each box the feature that is best there.
#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "methods/frame_filter.h"
#include "methods/rule_sums.h"
#include "methods/shown_again.h"

namespace mlink::methods {
namespace {

constexpr std::size_t kReductoScores = 60'000'000;  ///< frame scores of the test part while preparing
constexpr std::size_t kFewestShares = 12, kMostShares = 32;

/// A box at a share of executions: the rule that is best on the training part, and what it gives on the test part.
struct ReductoStep {
  double share = 0;
  FrameRule rule;
  RuleSums found = {};
};

class PreparedReducto : public PreparedMethod {
 public:
  PreparedReducto(const MethodInput& input, Difference difference, std::unique_ptr<PreparedMethod> standalone)
      : input_(input), standalone_(std::move(standalone)) {
    const std::size_t boxes = input.table.columns.size();
    const FrameWalk tried(input.table, tried_rows(input));
    const auto shares = even_shares(std::clamp(kReductoScores / std::max<std::size_t>(input.timeline.rows() * boxes, 1),
                                               kFewestShares, kMostShares));
    std::vector<TriedRule> rules;
    for (const FeatureKind kind : kAllFeatures)
      for (auto& rule : rules_for(tried, kind, difference, input.aids.features.get(), shares))
        rules.push_back(std::move(rule));
    rules.push_back({{}, 1, tried.last_executed({}, nullptr)});
    std::stable_sort(rules.begin(), rules.end(),
                     [](const TriedRule& a, const TriedRule& b) { return a.share < b.share; });
    for (std::size_t box = 0; box < boxes; ++box) steps_.push_back(steps_of(static_cast<int>(box), tried, rules));
    evaluate();
  }

  [[nodiscard]] Plan plan(double budget) const override {
    Plan plan;
    plan.sets.resize(input_.timeline.periods.size());
    plan.unrun = Unrun::missing;
    auto own = std::make_shared<OwnSums>();
    bool any = false;
    for (std::size_t box = 0; box < steps_.size(); ++box) {
      const ReductoStep* const step = step_of(static_cast<int>(box), budget);
      own->sums.push_back(step ? step->found.sums : std::vector<double>());
      if (step) add_spent(static_cast<int>(box), *step, own->spent);
      any = any || step;
    }
    plan.own = std::move(own);
    if (!any)
      plan.note = "no execution fits the budget: nothing runs";
    else if (is_memory(input_.kind))
      plan.note = "boxes are loaded in turn, which is not counted";
    return plan;
  }

  [[nodiscard]] std::vector<Stretch> stretches(double budget, int box) const override {
    const ReductoStep* const step = step_of(box, budget);
    if (!step) return {};
    return stretches_of(box, Given::reused, test_walk().last_executed(step->rule, input_.aids.features.get()), true);
  }

  void add_breakpoints(std::vector<double>& budgets) const override {
    if (is_memory(input_.kind)) {
      standalone_->add_breakpoints(budgets);
      for (std::size_t box = 0; box < steps_.size(); ++box) budgets.push_back(cost(static_cast<int>(box)));
      return;
    }
    for (const auto& steps : steps_)
      for (const ReductoStep& step : steps) budgets.push_back(step.share * total());
  }

 private:
  [[nodiscard]] double cost(int box) const { return input_.costs.cost(box, input_.kind); }
  [[nodiscard]] double total() const {
    return boxes_cost(input_.costs, BoxSet::all(static_cast<int>(steps_.size())), input_.kind);
  }

  [[nodiscard]] std::vector<ReductoStep> steps_of(int box, const FrameWalk& tried,
                                                  const std::vector<TriedRule>& rules) const {
    std::vector<ReductoStep> steps;
    const ShownAgain again(input_.table.columns[static_cast<std::size_t>(box)], tried.rows());
    double best = -1;
    for (const TriedRule& rule : rules) {
      const double found = again.mean(rule.last);
      const double value = std::isnan(found) ? 0 : found;  // no output in training: what executes least is as good
      if (value < best) continue;  // of rules that are as good there the one that executes more is fresher
      best = value;
      steps.push_back({rule.share, rule.rule});
    }
    return steps;
  }

  /// Made when it is needed: it is as large as the test part.
  [[nodiscard]] FrameWalk test_walk() const { return {input_.table, input_.timeline.test}; }

  /// What all steps give on the test part.
  void evaluate() {
    std::vector<RuleOnBox> wanted;
    for (std::size_t box = 0; box < steps_.size(); ++box)
      for (const ReductoStep& step : steps_[box])
        wanted.push_back({step.rule, BoxSet().with(static_cast<int>(box)), static_cast<int>(box)});
    auto found = rule_sums(input_, test_walk(), wanted);
    auto next = found.begin();
    for (auto& steps : steps_)
      for (ReductoStep& step : steps) step.found = std::move(*next++);
  }

  /// Null: the box never runs.
  [[nodiscard]] const ReductoStep* step_of(int box, double budget) const {
    const auto& steps = steps_[static_cast<std::size_t>(box)];
    const bool memory = is_memory(input_.kind);
    if (memory && !fits(cost(box), budget)) return nullptr;
    const auto boxes = static_cast<double>(steps_.size());
    const double allowed = memory ? static_cast<double>(standalone_->plan(budget).sets.front().size()) / boxes : 0;
    const ReductoStep* found = nullptr;
    for (const ReductoStep& step : steps)
      if (memory ? fits(step.share, allowed) : fits(step.share * total(), budget)) found = &step;
    return found;
  }

  void add_spent(int box, const ReductoStep& step, OwnSpent& spent) const {
    const double seconds = input_.costs.cost(box, CostKind::time),
                 bytes = input_.costs.cost(box, memory_beside(input_.kind));
    spent.prefix_executions += step.found.prefix_runs;
    spent.rest_executions += step.found.rest_runs;
    spent.prefix_seconds += step.found.prefix_runs * seconds;
    spent.rest_seconds += step.found.rest_runs * seconds;
    spent.box_bytes = is_memory(input_.kind) ? std::max(spent.box_bytes, bytes) : spent.box_bytes + bytes;
    spent.loaded = spent.loaded.with(box);
  }

  const MethodInput input_;
  std::unique_ptr<PreparedMethod> standalone_;
  std::vector<std::vector<ReductoStep>> steps_;  ///< a box, by rising share
};

class Reducto : public Method {
 public:
  Reducto(std::string_view name, std::string_view about, Difference difference)
      : name_(name), about_(about), difference_(difference) {}
  [[nodiscard]] std::string_view name() const override { return name_; }
  [[nodiscard]] std::string_view about() const override { return about_; }
  [[nodiscard]] MethodNeeds needs() const override { return {.frame_features = true, .training = true}; }
  [[nodiscard]] Result<std::unique_ptr<PreparedMethod>> prepare(const MethodInput& input) const override {
    if (!input.aids.features)
      return prepared_nothing(input, "there are no pictures to compare; with videos `mlink collect` compares them");
    MLINK_ASSIGN(auto standalone, standalone_method()->prepare(input));
    return std::make_unique<PreparedReducto>(input, difference_, std::move(standalone));
  }

 private:
  std::string_view name_, about_;
  Difference difference_;
};

}  // namespace

std::unique_ptr<const Method> reducto_method() {
  return std::make_unique<Reducto>("reducto", "frames that differ little from the last executed one show its outputs",
                                   Difference::last_executed);
}
std::unique_ptr<const Method> reducto_previous_method() {
  return std::make_unique<Reducto>("reducto-previous", "as reducto, by the difference to the frame before",
                                   Difference::previous);
}
std::unique_ptr<const Method> reducto_sum_method() {
  return std::make_unique<Reducto>("reducto-sum", "as reducto, by the differences since the last executed frame, added",
                                   Difference::sum);
}

}  // namespace mlink::methods
