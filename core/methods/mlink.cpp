// mlink: Algorithm 1 of the paper. In each period the boxes that fit run on the prefix, which measures the links; the
// activation probabilities choose by greedy; what does not run is predicted.
#include "methods/method.h"

namespace mlink::methods {
namespace {

class PreparedMlink : public PreparedMethod {
 public:
  explicit PreparedMlink(const MethodInput& input) : orders_(input.orders), prefix_(input.prefix) {
    periods_ = input.timeline.periods.size();
    for (const auto& order : input.orders.different())
      steps_.push_back(walk_steps(order, input.costs, input.kind, true));
  }

  [[nodiscard]] Plan plan(double budget) const override {
    const std::size_t level = orders_.level_of(budget);
    Plan plan;
    plan.sets.reserve(periods_);
    bool runs = false;
    for (std::size_t period = 0; period < periods_; ++period) {
      plan.sets.push_back(step_at(steps_[orders_.order_id(level, period)], budget));
      runs = runs || !plan.sets.back().empty();
    }
    // Where no box fits, nothing can be selected and so nothing is profiled.
    if (runs && prefix_) plan.prefix = orders_.prefix_boxes(level);
    if (!runs) plan.note = kPriorsOnly;
    return plan;
  }

  void add_breakpoints(std::vector<double>& budgets) const override {
    orders_.add_breakpoints(
        [this](std::size_t level, std::size_t period) -> std::span<const BudgetStep> {
          return steps_[orders_.order_id(level, period)];
        },
        budgets);
  }

  [[nodiscard]] std::span<const double> probability(std::size_t period, double budget) const override {
    return orders_.probability(orders_.level_of(budget), period);
  }

 private:
  const Orders& orders_;
  bool prefix_;
  std::size_t periods_ = 0;
  std::vector<std::vector<BudgetStep>> steps_;  ///< of each different order
};

class MLink : public Method {
 public:
  [[nodiscard]] std::string_view name() const override { return "mlink"; }
  [[nodiscard]] std::string_view about() const override { return "the likeliest boxes run, links predict the others"; }
  [[nodiscard]] MethodNeeds needs() const override { return {.links = true}; }
  [[nodiscard]] bool by_default() const override { return true; }
  [[nodiscard]] Result<std::unique_ptr<PreparedMethod>> prepare(const MethodInput& input) const override {
    return std::make_unique<PreparedMlink>(input);
  }
};

}  // namespace

std::unique_ptr<const Method> mlink_method() { return std::make_unique<MLink>(); }

}  // namespace mlink::methods
