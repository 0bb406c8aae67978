// Internal to core/methods: frames that are executed, and frames that show the last executed one again. What methods
// share that leave frames out where a camera's picture hardly changed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "methods/method.h"
#include "methods/walk_lanes.h"

namespace mlink::methods {

/// Rows of a table by camera, in order of time: camera after camera they are walked, which is called a step here. A
/// place is one in rows().
class FrameWalk {
 public:
  FrameWalk(const OutputTable& table, std::vector<std::size_t> rows);

  [[nodiscard]] const std::vector<std::size_t>& rows() const { return rows_; }
  [[nodiscard]] const std::vector<std::uint32_t>& places() const { return places_; }  ///< by step

  [[nodiscard]] std::size_t cameras() const { return begins_.size() - 1; }
  /// Steps of one camera: [begin_of(c), begin_of(c + 1)).
  [[nodiscard]] std::size_t begin_of(std::size_t camera) const { return begins_[camera]; }

  /// One kind of feature by step and lag, gathered from all over the table: for who walks many rules. Empty: of none.
  using Gathered = std::vector<float>;
  [[nodiscard]] Gathered gather(std::optional<FeatureKind> kind, const FrameFeatures* features) const;
  /// The same of one camera's steps and several kinds, all in one go. into: a kind each; its memory is used again.
  void gather(std::size_t camera, std::span<const FeatureKind> kinds, const FrameFeatures& features,
              std::vector<Gathered>& into) const;
  /// For each step the step that was executed last. gathered: of the rule's feature.
  [[nodiscard]] std::vector<std::uint32_t> walk(const FrameRule& rule, const Gathered& gathered) const;
  /// Shares of frames executed by rules that differ in their thresholds only.
  [[nodiscard]] std::vector<double> shares(const FrameRule& rule, const std::vector<double>& thresholds,
                                           const Gathered& gathered) const;
  /// For each place in rows(): the place of its camera that was executed last, which is itself where it is executed.
  /// The first of a camera is. Looks at no later frame. features may be null for a rule without feature.
  [[nodiscard]] std::vector<std::uint32_t> last_executed(const FrameRule& rule, const FrameFeatures* features) const {
    return last_executed(rule, gather(rule.feature, features));
  }
  [[nodiscard]] std::vector<std::uint32_t> last_executed(const FrameRule& rule, const Gathered& gathered) const;

 private:
  std::vector<std::size_t> rows_;
  std::vector<std::uint32_t> places_;  ///< by step
  std::vector<std::size_t> begins_;    ///< steps at which a camera begins, and the end of the last
};
/// last: by place or by step.
[[nodiscard]] double executed_share(const std::vector<std::uint32_t>& last);

/// A rule with what it does on the training part.
struct TriedRule {
  FrameRule rule;
  double share = 1;  ///< of frames executed
  std::vector<std::uint32_t> last;
};
/// Of one feature (none: age) the rules that execute `shares` of the walk's frames: of each share the lowest threshold
/// that executes no more. Those that do the same are left out. The rule that executes all is not among them.
[[nodiscard]] std::vector<TriedRule> rules_for(const FrameWalk& walk, std::optional<FeatureKind> feature,
                                               Difference difference, const FrameFeatures* features,
                                               const std::vector<double>& shares);
/// So many even shares, and a few below the smallest.
[[nodiscard]] std::vector<double> even_shares(std::size_t count);

/// Rows of the training part on which rules are tried: its last kMostTried, in order.
inline constexpr std::size_t kMostTried = 30000;
[[nodiscard]] std::vector<std::size_t> tried_rows(const MethodInput& input);

/// Scores of what is shown of a box at each place of rows: executed 1; else the output of the last executed frame again
/// where the box is in `set`, and what links predicted from `set` there where it is not. Rows without exact output: -1.
[[nodiscard]] std::vector<float> scores_again(const MethodInput& input, BoxSet set, int box,
                                              const std::vector<std::size_t>& rows,
                                              const std::vector<std::uint32_t>& last);
/// Sums a piece of the timeline, for scores of its test rows.
[[nodiscard]] std::vector<double> piece_sums(const Timeline& timeline, const std::vector<float>& scores);

/// Stretches of one box: `again` where it is not executed; where it is, those too if with_executed.
[[nodiscard]] std::vector<Stretch> stretches_of(int box, Given again, const std::vector<std::uint32_t>& last,
                                                bool with_executed);

}  // namespace mlink::methods
