// standalone: cheapest time first until the budget is full; what does not run is missing. No links, no prefix.
#include "methods/method.h"

namespace mlink::methods {
namespace {

class PreparedStandalone : public PreparedMethod {
 public:
  explicit PreparedStandalone(const MethodInput& input)
      : periods_(input.timeline.periods.size()),
        steps_(walk_steps(standalone_order(input.costs, input.kind), input.costs, input.kind, false)) {}

  [[nodiscard]] Plan plan(double budget) const override {
    const BoxSet set = step_at(steps_, budget);
    Plan plan;
    plan.sets.assign(periods_, set);
    plan.unrun = Unrun::missing;
    if (set.empty()) plan.note = "no box fits the budget: nothing runs";
    return plan;
  }
  void add_breakpoints(std::vector<double>& budgets) const override {
    for (const BudgetStep& step : steps_) budgets.push_back(step.budget);
  }

 private:
  std::size_t periods_;
  std::vector<BudgetStep> steps_;
};

class Standalone : public Method {
 public:
  [[nodiscard]] std::string_view name() const override { return "standalone"; }
  [[nodiscard]] std::string_view about() const override { return "the fastest boxes run, the others are missing"; }
  [[nodiscard]] MethodNeeds needs() const override { return {}; }
  [[nodiscard]] bool by_default() const override { return true; }
  [[nodiscard]] Result<std::unique_ptr<PreparedMethod>> prepare(const MethodInput& input) const override {
    return std::make_unique<PreparedStandalone>(input);
  }
};

}  // namespace

std::unique_ptr<const Method> standalone_method() { return std::make_unique<Standalone>(); }

}  // namespace mlink::methods
