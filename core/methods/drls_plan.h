// Internal to core/methods: what a trained scheduler runs on each frame under each budget. Frames on which all boxes
// say the same labels are one pattern: what is decided of it holds for all of them, so that a budget is answered by
// patterns, and sums a piece are made once for each budget at which some pattern's choice changes.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "methods/drls_labels.h"
#include "methods/method.h"
#include "methods/q_learning.h"

namespace mlink::methods {

/// What training leaves.
struct Scheduler {
  LabelCode code;
  QNet net;
  Costs own;  ///< of deciding one frame
};

/// What a box that is not run shows: an empty output, where its task has one (0, no label, no box, no words).
[[nodiscard]] Predictions empty_outputs(const OutputSpec& spec, std::size_t rows);

/// The labels of all boxes in these rows, row by row; `said` begins empty.
void read_frames(const OutputTable& table, const LabelCode& code, std::size_t row, SaidFrames& said);

class PreparedDrls : public PreparedMethod {
 public:
  PreparedDrls(const MethodInput& input, Scheduler scheduler);

  [[nodiscard]] Plan plan(double budget) const override;
  [[nodiscard]] std::vector<Stretch> stretches(double budget, int box) const override;
  void add_breakpoints(std::vector<double>& budgets) const override;
  [[nodiscard]] Predictions predict(int box, std::span<const std::size_t> rows) const override;
  [[nodiscard]] Costs own_cost() const override { return scheduler_.own; }

 private:
  /// What a pattern runs at a budget, and the lowest one above at which that may change.
  struct Choice {
    BoxSet run;
    double next = 0;
  };
  /// Rows of one pattern in one piece.
  struct Entry {
    std::uint32_t pattern = 0, piece = 0;
    std::size_t rows = 0;
  };
  struct Level {
    double budget = 0;
    bool runs = false;  ///< some box on some frame
    std::shared_ptr<const OwnSums> sums;
  };
  void find_patterns();
  void count_rows();
  void make_levels();
  [[nodiscard]] bool make_levels(double step);
  [[nodiscard]] Choice choose(std::size_t pattern, double budget) const;
  [[nodiscard]] Level level_at(double budget, const std::vector<Choice>& choices) const;
  void spend(OwnSpent& spent, const Entry& entry, BoxSet run) const;
  [[nodiscard]] const Level& level_of(double budget) const;

  const OutputTable& table_;
  const Timeline& timeline_;
  const CostTable& costs_;
  CostKind kind_;
  Scheduler scheduler_;
  std::size_t boxes_;
  BoxSet all_;
  double total_ = 0;            ///< of all boxes
  std::vector<double> prices_;  ///< what a box's value is divided by
  SaidFrames patterns_;
  std::vector<std::uint32_t> pattern_of_;  ///< a place
  std::vector<Entry> entries_;
  std::vector<double> counts_, empty_;  ///< entries x boxes: rows that count, what empty outputs score on them
  std::vector<Level> levels_;
};

}  // namespace mlink::methods
