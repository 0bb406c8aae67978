// Internal to core/methods: several rules that refresh one box, walked side by side through the test part, where one
// number of an output decides (counts, measures, labels). Frame for frame as RefreshWalk walks them one by one, four
// at a time and without a branch to guess. Belongs to one thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <vector>

#include "methods/refresh_walk.h"
#include "methods/walk_lanes.h"

namespace mlink::methods {

/// The next places of the test part.
struct SeenFrames {
  std::size_t begin = 0;
  std::span<const std::size_t> rows;
  std::span<const float> numbers;              ///< that links predict; empty: nothing
  std::span<const ChangeSteps::OfLags> steps;  ///< of the rules with chances; empty: there are none
};

class RefreshLanes {
 public:
  /// All must outlive it. features may be null. Rules with chances look at the same changes.
  RefreshLanes(const OutputTable& table, int box, const std::vector<const RefreshRule*>& rules,
               const FrameFeatures* features);

  /// The frames of a rule from place `begin` on.
  using Each = std::function<void(std::size_t rule, std::size_t begin, std::span<const RefreshedFrame> frames)>;
  /// Follows those that it was called with before.
  void walk(const SeenFrames& seen, const Each& each);

 private:
  /// What a lane knows of a camera since its box ran there last.
  struct Last {
    std::uint32_t place = 0, state = 0;  ///< kRan and others
    std::uint32_t since = 0;
    float number = 0;
  };
  struct Group {
    std::vector<std::size_t> rules;  ///< kLanes at most, all with chances or all without
    bool chances = false;
    std::vector<RuleLimits> limits;  ///< a rule
    std::vector<Last> last;          ///< cameras x kLanes
    std::array<double, kLanes> pace{};
    std::array<std::vector<RefreshedFrame>, kLanes> frames;
  };
  /// What all rules see at one frame.
  struct Frame {
    std::uint32_t camera = 0;
    std::uint8_t first = 0, present = 0;
  };
  struct Lane;

  void add_groups(bool chances);
  void look(std::span<const std::size_t> rows);
  [[nodiscard]] std::array<Lane, kLanes> lanes_of(Group& group) const;
  template <bool kChances, bool kAsked>
  void walk_group(Group& group, const SeenFrames& seen);
  template <std::size_t kCount, bool kChances, bool kAsked>
  void walk_some(Group& group, const SeenFrames& seen);

  const OutputTable& table_;
  const OutputColumn& column_;
  std::vector<const RefreshRule*> rules_;
  const FrameFeatures* features_;
  double reach_;
  std::vector<Group> groups_;
  std::vector<std::uint8_t> seen_;  ///< by camera
  std::vector<Frame> frames_;
  std::map<FeatureKind, std::vector<float>> changes_;  ///< rows x kLagCount, of rules without chances
};

}  // namespace mlink::methods
