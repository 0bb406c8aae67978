// Internal to core/methods: a box that does not run on every frame, walked through a camera's frames in order of time:
// on which frames a rule runs it, and what is shown of it on the others. Belongs to one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "methods/method.h"
#include "methods/refresh_chances.h"

namespace mlink::methods {

/// What is shown on frames in which the box does not run.
enum class Shows : std::uint8_t { surer, links, again };

struct RefreshRule {
  /// Null: the picture's change (without a feature the age) is held against the threshold, and what is above it, or not
  /// known, is executed, as reducto does. Then links are not asked, and do not count as surer.
  std::shared_ptr<const ChanceTable> chances;
  ChangeSteps changes;
  double threshold = 0;     ///< of chances: executed below it, 1 and more: always
  double share = -1;        ///< of frames executed, which the threshold follows; below 0: it stays as it is
  double before_first = 0;  ///< chance of links as long as the box never ran
  bool begins = true;       ///< a camera's first frame is executed, so that there is an output to show again
  Shows shows = Shows::surer;

  [[nodiscard]] bool asks_links() const { return chances != nullptr; }
  [[nodiscard]] bool runs_first() const { return begins || before_first < threshold; }
};

/// What a walk sees at one frame.
struct SeenFrame {
  std::size_t place = 0, row = 0;
  const Predictions* predicted = nullptr;  ///< what links predict is its n-th row; null: nothing
  std::size_t n = 0;
  const float* numbers = nullptr;              ///< of predicted, where one number decides (shown_again.h)
  const ChangeSteps::OfLags* steps = nullptr;  ///< of the rule's changes; null: they are looked up
};

/// What a rule holds against the pace of its executions, and how the pace goes.
struct RuleLimits {
  explicit RuleLimits(const RefreshRule& rule);
  std::vector<double> of_cells;           ///< of its chances: the pace above which the box runs
  std::vector<std::uint8_t> links_surer;  ///< by cell
  double before_first = 0;                ///< as long as the box never ran
  /// What a frame multiplies the pace by, and an execution; the pace begins at 1 and stays in [1 / most, most].
  double faster = 1, slower = 1;
  static constexpr double kMostPace = 1e6;
};

class RefreshWalk {
 public:
  /// All must outlive it. features may be null.
  RefreshWalk(const OutputTable& table, int box, const RefreshRule& rule, const FrameFeatures* features);

  struct Step {
    bool runs = false;
    bool first = false;       ///< of its camera
    bool links_surer = true;  ///< than the last output
    bool has_last = false;    ///< whether there is an output to show again
    std::size_t from = 0;     ///< the place that gave it
    /// What a rule that shows so shows here, where the box does not run.
    [[nodiscard]] bool by_links(Shows shows) const {
      return !has_last || shows == Shows::links || (shows == Shows::surer && links_surer);
    }
  };
  /// The next row by time.
  Step next(const SeenFrame& frame);

 private:
  struct Last {
    bool seen = false, ran = false, present = false, was_predicted = false;
    float number = 0;
    std::size_t place = 0, since = 0;
    Predictions predicted = {};
  };
  [[nodiscard]] bool changed_enough(const Last& last, std::size_t row) const;
  [[nodiscard]] Sources sources(const Last& last, const SeenFrame& frame) const;
  void remember(Last& last, const SeenFrame& frame) const;

  const OutputTable& table_;
  const OutputColumn& column_;
  const RefreshRule& rule_;
  const FrameFeatures* features_;
  double reach_;
  std::vector<Last> cameras_;
  RuleLimits limits_;
  /// By what executions so far multiply the odds of a threshold of chances, and divide one of changes.
  double pace_ = 1;
};

/// Whether a prediction says the same as an earlier one, as the box's own accuracy has it.
[[nodiscard]] bool says_the_same(const OutputSpec& spec, const Predictions& earlier, std::size_t at,
                                 const Predictions& now, std::size_t n);
/// What is shown at a place of the test part.
struct RefreshedFrame {
  Given given = Given::by_links;  ///< or run, reused
  std::uint32_t from = 0;         ///< reused: the place that is shown again; else any
};
/// What links predict at places of the test part from `begin` on; null where no rule asks, or links say nothing.
struct PredictedPlaces {
  std::size_t begin = 0;
  const Predictions* predicted = nullptr;
};
/// Walks the test part once for some rules of one box, some places at a time. predicted: by links from `set`, from one
/// of the places before on.
using RefreshedChunk = std::function<void(std::size_t rule, std::size_t begin, std::span<const RefreshedFrame> frames,
                                          const PredictedPlaces& predicted)>;
void walk_test_part(const MethodInput& input, BoxSet set, int box, const std::vector<const RefreshRule*>& rules,
                    const RefreshedChunk& chunk);

}  // namespace mlink::methods
