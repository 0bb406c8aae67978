// Internal to core/methods: double Q-learning of the order in which boxes are worth running on a frame, from what they
// said of the frame before (Yuan et al. 2020a; van Hasselt et al. 2016). Pure; deterministic for a seed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <stop_token>
#include <vector>

#include "base/error.h"
#include "base/progress.h"
#include "methods/q_net.h"
#include "outputs/box_set.h"

namespace mlink::methods {

struct ScheduleSettings {
  double gamma = 0.99;
  int batch = 32;
  double epsilon = 0.1;         ///< share of actions drawn at random
  double tau = 1e-3;            ///< soft update of the target net
  double theta = 1;             ///< weight of new labels' confidence
  int hidden = 32;              ///< units of the net
  int steps = 40000;            ///< boxes run while learning
  int epochs = 20;              ///< in so many parts; the best part's net is kept
  int remembered = 10000;       ///< last steps that batches are drawn from
  double learning_rate = 1e-3;  ///< at first; falls evenly to a tenth
};
void to_json(nlohmann::json& json, const ScheduleSettings& settings);

/// What each box says of each frame: inputs of the net, ascending, and how sure it is of them.
class SaidFrames {
 public:
  explicit SaidFrames(std::size_t boxes) : boxes_(boxes) {}
  /// What the next box says, frame by frame: box 0, 1, ...; confidence 0: nothing was found.
  void push(std::uint32_t label, float confidence) {
    labels_.push_back(label);
    confidence_.push_back(confidence);
  }
  void end_box() { ends_.push_back(labels_.size()); }

  [[nodiscard]] std::size_t boxes() const { return boxes_; }
  [[nodiscard]] std::size_t frames() const { return ends_.size() / boxes_; }
  [[nodiscard]] std::span<const std::uint32_t> labels(std::size_t frame, std::size_t box) const {
    return {labels_.data() + begin_of(frame, box), length(frame, box)};
  }
  [[nodiscard]] std::span<const float> confidence(std::size_t frame, std::size_t box) const {
    return {confidence_.data() + begin_of(frame, box), length(frame, box)};
  }
  /// The state once the boxes of `run` ran: their labels, each once; what did not run says nothing.
  void state(std::size_t frame, BoxSet run, std::vector<std::uint32_t>& state) const;

 private:
  [[nodiscard]] std::size_t begin_of(std::size_t frame, std::size_t box) const {
    const std::size_t at = frame * boxes_ + box;
    return at == 0 ? 0 : ends_[at - 1];
  }
  [[nodiscard]] std::size_t length(std::size_t frame, std::size_t box) const {
    return ends_[frame * boxes_ + box] - begin_of(frame, box);
  }
  std::size_t boxes_;
  std::vector<std::uint32_t> labels_;
  std::vector<float> confidence_;
  std::vector<std::size_t> ends_;
};

/// ln(theta x the new labels' confidence + 1), -1 where nothing is new.
[[nodiscard]] double schedule_reward(const SaidFrames& frames, std::size_t frame, BoxSet run, std::size_t box,
                                     double theta);

struct Schedule {
  QNet net;
  int best_epoch = 0;
  double mean_return = 0;  ///< of the best epoch's greedy order on the frames that chose it
};
/// Frames [0, fit) teach, the others choose the epoch (none: those that teach). Fails without a frame, and when
/// stopped.
[[nodiscard]] Result<Schedule> learn_schedule(const SaidFrames& frames, std::size_t fit, int inputs,
                                              const ScheduleSettings& settings, std::uint64_t seed,
                                              const std::stop_token& stop, const ProgressFn& progress);

}  // namespace mlink::methods
