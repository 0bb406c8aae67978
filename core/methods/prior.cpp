// prior: runs nothing and shows each box's constant of the training part. What links are worth is their lift over it.
#include "methods/method.h"

namespace mlink::methods {
namespace {

class PreparedPrior : public PreparedMethod {
 public:
  explicit PreparedPrior(const MethodInput& input) : periods_(input.timeline.periods.size()) {}
  [[nodiscard]] Plan plan(double /*budget*/) const override {
    Plan plan;
    plan.sets.assign(periods_, BoxSet());
    return plan;
  }
  void add_breakpoints(std::vector<double>& /*budgets*/) const override {}

 private:
  std::size_t periods_;
};

class Prior : public Method {
 public:
  [[nodiscard]] std::string_view name() const override { return "prior"; }
  [[nodiscard]] std::string_view about() const override { return "nothing runs, each box's most likely output"; }
  [[nodiscard]] MethodNeeds needs() const override { return {.training = true}; }
  [[nodiscard]] Result<std::unique_ptr<PreparedMethod>> prepare(const MethodInput& input) const override {
    return std::make_unique<PreparedPrior>(input);
  }
};

}  // namespace

std::unique_ptr<const Method> prior_method() { return std::make_unique<Prior>(); }

}  // namespace mlink::methods
