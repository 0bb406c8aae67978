// A method in one file of its own: nothing else in the program names it. It runs the first box on the first half of the
// frames, shows its output again for the rest, and predicts the last box itself, always with 1.
#include "methods/method.h"

namespace {

using namespace mlink::rooms;

class Toy : public Method {
 public:
  class Prepared : public PreparedMethod {
   public:
    explicit Prepared(const MethodInput& input)
        : periods_(input.timeline.periods.size()),
          rows_(input.timeline.rows()),
          last_(static_cast<int>(input.table.columns.size()) - 1) {}
    [[nodiscard]] Plan plan(double budget) const override {
      Plan plan;
      plan.sets.assign(periods_, BoxSet());
      plan.unrun = Unrun::missing;
      plan.note = budget >= 1 ? "toy" : "nothing runs";
      if (budget < 1) return plan;
      plan.stretches = {{0, 0, rows_ / 2, Given::run, 0},
                        {0, rows_ / 2, rows_, Given::reused, rows_ / 2 - 1},
                        {last_, 0, rows_, Given::by_method, 0}};
      return plan;
    }
    void add_breakpoints(std::vector<double>& budgets) const override { budgets.push_back(1); }
    [[nodiscard]] Predictions predict(int /*box*/, std::span<const std::size_t> rows) const override {
      return {1, std::vector<float>(rows.size(), 1.F), {}};
    }
    [[nodiscard]] Costs own_cost() const override { return {.25, 1e6}; }

   private:
    std::size_t periods_, rows_;
    int last_;
  };

  [[nodiscard]] std::string_view name() const override { return "toy"; }
  [[nodiscard]] std::string_view about() const override { return "a test's own"; }
  [[nodiscard]] MethodNeeds needs() const override { return {}; }
  [[nodiscard]] Result<std::unique_ptr<PreparedMethod>> prepare(const MethodInput& input) const override {
    return std::make_unique<Prepared>(input);
  }
};

[[maybe_unused]] const bool kAdded = add_method(std::make_unique<const Toy>());

}  // namespace
