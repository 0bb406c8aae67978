// A plan unrolled for one box, frame by frame: for outcomes, for one frame, and for the boxes of plans that say more
// than a set a period. Internal to core/replay; thread-safe.
#pragma once

#include <cstddef>
#include <vector>

#include "methods/method.h"
#include "outputs/output_table.h"
#include "replay/replay.h"

namespace mlink::replay {

/// What a replay asks a plan's predictions of.
struct Sources {
  const OutputTable& table;
  const Timeline& timeline;
  const Predictor& predictor;
  const PreparedMethod& method;
};

struct BoxFrame {
  Given given = Given::nothing;
  std::size_t from = 0;  ///< reused, predicted_again: the place that is shown again
};

/// Of all test rows, or of places [begin, end).
[[nodiscard]] std::vector<BoxFrame> frames_of(const Plan& plan, const Timeline& timeline, int box, std::size_t begin,
                                              std::size_t end);

/// Score of each place of [begin, end): executed 1, nothing given 0; 0 too where the box has no exact output.
struct ScoredFrames {
  std::vector<double> scores;
  std::vector<Outcome> outcomes;
};
[[nodiscard]] ScoredFrames score_frames(const Plan& plan, const Sources& sources, int box, std::size_t begin,
                                        std::size_t end);

/// Of the boxes that stretches run one is loaded at a time, as on a prefix. memory: which one its bytes are of.
[[nodiscard]] OwnSpent spent_on_stretches(const Plan& plan, const Timeline& timeline, const CostTable& costs,
                                          CostKind memory, const Costs& own);

/// What is shown of a box in one frame that it is not run in; no rows: nothing.
[[nodiscard]] Predictions shown_frame(const Plan& plan, const Sources& sources, int box, std::size_t place,
                                      const BoxFrame& frame);

}  // namespace mlink::replay
