// Internal to core/methods: what rules that leave frames out give on many rows: the sums of scores_again() and the
// executions, a piece of the timeline each, without the scores in between. Where one number of a row decides whether it
// is right (counts, measures, labels) they are read in the order of the walk, which makes a rule on a box some
// nanoseconds a frame; elsewhere scores_again() is asked. Belongs to one thread.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "methods/frame_filter.h"

namespace mlink::methods {

class RuleSums {
 public:
  /// walk: over the timeline's test rows. All outlive it.
  RuleSums(const MethodInput& input, const FrameWalk& walk);

  /// From here on rules look at this kind (none: at the age). Ask by kind: it is gathered anew each time.
  void look_at(std::optional<FeatureKind> kind);
  /// Walks a rule of that kind; sums() and runs are of it from here on.
  void take(const FrameRule& rule);

  /// By piece: executed frames count 1 where `box` is in `set`; else what links predict from it. What was shown last
  /// stands in the frames that are left out. Predictions are remembered for one set at a time.
  [[nodiscard]] std::vector<double> sums(BoxSet set, int box);
  [[nodiscard]] double prefix_runs() const { return prefix_runs_; }  ///< executed frames
  [[nodiscard]] double rest_runs() const { return rest_runs_; }

 private:
  /// Of each step one number; not a number: nothing is shown there.
  using Numbers = std::vector<float>;
  [[nodiscard]] bool by_number(int box) const;
  [[nodiscard]] const Numbers& exact(int box);
  [[nodiscard]] const Numbers& predicted(BoxSet set, int box);

  const MethodInput& input_;
  const FrameWalk& walk_;
  std::vector<std::uint32_t> piece_;  ///< by step
  FrameWalk::Gathered gathered_;
  std::vector<std::uint32_t> last_;  ///< by step
  double prefix_runs_ = 0, rest_runs_ = 0;
  std::map<int, Numbers> exact_;
  BoxSet predicted_from_;
  std::map<int, Numbers> predicted_;
};

}  // namespace mlink::methods
