// Internal to core/methods: what refreshing a box gives on the training part, by how often it is executed: rules tried
// on the frames there, and how time is divided among boxes. Belongs to one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "methods/refresh_walk.h"
#include "methods/set_choices.h"

namespace mlink::methods {

/// A set of boxes that run on every frame, and how each of the others is refreshed.
struct RefreshChoice : SetChoice {
  std::vector<std::shared_ptr<const RefreshRule>> rules;  ///< a box; null: it runs on every frame, or on none
};

class RefreshTrials {
 public:
  RefreshTrials(const MethodInput& input, std::vector<PricedSet> sets);
  /// Of each set what it gives with so much time for the other boxes, by rising cost and value.
  [[nodiscard]] std::vector<std::vector<RefreshChoice>> of_sets() const;

 private:
  struct Ground;
  /// What a rule gives: the share of frames executed, and the score at least. No rule: links alone.
  struct Point {
    double share = 0, value = 0;
    std::shared_ptr<const RefreshRule> rule = nullptr;
  };
  [[nodiscard]] Ground ground(std::vector<std::size_t> rows, std::size_t scored) const;
  [[nodiscard]] Ground inner_ground() const;
  struct Look;
  [[nodiscard]] std::vector<Look> looks_at(const Ground& ground) const;
  void try_alone(int box, const Ground& ground, const std::vector<Look>& looks);
  void ask_links(BoxSet set, int box, Ground& ground) const;
  [[nodiscard]] ChanceTable learnt(int box, const Ground& ground) const;
  [[nodiscard]] Point tried(int box, const Ground& ground, RefreshRule rule) const;
  [[nodiscard]] std::vector<Point> paced(int box, const Ground& ground, std::vector<Point> points) const;
  [[nodiscard]] double score_at_least(int box, double sum, double frames) const;
  [[nodiscard]] std::vector<Point> curve(BoxSet set, int box, Ground& ground) const;
  [[nodiscard]] std::vector<RefreshChoice> of_set(const PricedSet& one, Ground& ground) const;
  [[nodiscard]] static std::vector<Point> rising(std::vector<Point> points);

  const MethodInput& input_;
  std::vector<PricedSet> sets_;
  std::vector<double> alike_;
  double first_ = 0;                       ///< share of the test part that is the first frame of its camera
  std::vector<std::vector<Point>> alone_;  ///< a box: its output shown again without a look at links
  std::vector<ChangeSteps> changes_;       ///< a box: of the feature that is best there
};

}  // namespace mlink::methods
