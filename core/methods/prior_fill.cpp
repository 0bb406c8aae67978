// prior-fill: standalone's boxes run, and each box that does not shows its constant of the training part. What a link
// is worth in a replay is what it adds to this.
#include "methods/method.h"

namespace mlink::methods {
namespace {

class PreparedPriorFill : public PreparedMethod {
 public:
  explicit PreparedPriorFill(std::unique_ptr<PreparedMethod> standalone) : standalone_(std::move(standalone)) {}

  [[nodiscard]] Plan plan(double budget) const override {
    Plan plan = standalone_->plan(budget);
    plan.unrun = Unrun::priors;
    if (!plan.note.empty()) plan.note = kPriorsOnly;
    return plan;
  }
  void add_breakpoints(std::vector<double>& budgets) const override { standalone_->add_breakpoints(budgets); }

 private:
  std::unique_ptr<PreparedMethod> standalone_;
};

class PriorFill : public Method {
 public:
  [[nodiscard]] std::string_view name() const override { return "prior-fill"; }
  [[nodiscard]] std::string_view about() const override {
    return "the fastest boxes run, each box's most likely output for the others";
  }
  [[nodiscard]] MethodNeeds needs() const override { return {.training = true}; }
  [[nodiscard]] Result<std::unique_ptr<PreparedMethod>> prepare(const MethodInput& input) const override {
    MLINK_ASSIGN(auto standalone, standalone_method()->prepare(input));
    return std::make_unique<PreparedPriorFill>(std::move(standalone));
  }
};

}  // namespace

std::unique_ptr<const Method> prior_fill_method() { return std::make_unique<PriorFill>(); }

}  // namespace mlink::methods
