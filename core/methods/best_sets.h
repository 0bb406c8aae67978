// Internal to core/methods: what methods share that compare sets of boxes, in each period and at each level of budgets
// the best that fits. They differ in what they compare by.
#pragma once

#include <limits>
#include <string>
#include <vector>

#include "methods/method.h"

namespace mlink::methods {

struct PricedSet {
  double cost = 0;
  BoxSet set;
};
/// The scored sets by rising cost, so that what costs more must be better.
[[nodiscard]] std::vector<PricedSet> priced_sets(const MethodInput& input);

/// A set must be better by more than rounding does.
inline constexpr double kTie = 1e-12;

class PreparedBestSets : public PreparedMethod {
 public:
  [[nodiscard]] Plan plan(double budget) const override;
  void add_breakpoints(std::vector<double>& budgets) const override;

 protected:
  /// none_better: the note where some box fits and none runs.
  PreparedBestSets(const MethodInput& input, std::string none_better);

  [[nodiscard]] std::size_t levels() const { return orders_.levels(); }
  [[nodiscard]] std::size_t periods() const { return periods_; }
  /// The boxes that run on prefixes at a level.
  [[nodiscard]] BoxSet profiled(std::size_t level) const { return prefix_ ? orders_.prefix_boxes(level) : BoxSet(); }
  /// To be filled: from each step's budget on its set is the best.
  [[nodiscard]] std::vector<BudgetStep>& steps(std::size_t level, std::size_t period) {
    return steps_[level * periods_ + period];
  }

 private:
  const Orders& orders_;
  bool prefix_;
  std::size_t periods_;
  std::vector<std::vector<BudgetStep>> steps_;                   ///< levels x periods
  double least_cost_ = std::numeric_limits<double>::infinity();  ///< of the cheapest set that runs a box
  std::size_t sets_ = 0;
  bool all_sets_ = true;
  std::string none_better_;
};

}  // namespace mlink::methods
