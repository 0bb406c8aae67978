// Outputs that a box of a scenario might have given: noisy functions of the hidden cause, so that links between boxes
// exist and are imperfect. One object a box and camera, which gives frame by frame and holds no frame. Not thread-safe
// per instance.
#pragma once

#include <cstdint>
#include <vector>

#include "recorded/scenario/hidden_cause.h"
#include "recorded/scenario/scenario.h"

namespace mlink::recorded {

class SyntheticOutputs {
 public:
  /// The scenario outlives it.
  SyntheticOutputs(const Scenario& scenario, std::size_t box, std::uint64_t seed, int camera);
  /// The output of the next frame, from the first on; takes the place of what `output` was.
  void next(const HiddenFrame& cause, Output& output);

 private:
  [[nodiscard]] double follow(const HiddenFrame& cause);
  void labels(double u, std::vector<float>& values) const;
  void place(double u, const HiddenFrame& cause, std::vector<float>& values);
  void words(double u, Words& words);

  const ScenarioBox* box_;
  double step_, seconds_ = 0;
  SlowDeviation own_;
  Random noise_, more_;
  std::vector<std::string> vocabulary_;
};

}  // namespace mlink::recorded
