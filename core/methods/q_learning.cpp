#include "methods/q_learning.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

namespace mlink::methods {
namespace {

constexpr std::size_t kMostJudged = 1000;  ///< frames that choose the epoch, spread evenly

struct Step {
  std::size_t frame = 0;
  BoxSet before;
  std::size_t box = 0;
  float reward = 0;
};

/// Forward passes of single states, with room of their own.
class Asked {
 public:
  Asked(const SaidFrames& frames, const QNet& net) : frames_(frames), sums_(net.hidden()), values_(net.outputs()) {}

  std::span<const float> values(const QNet& net, std::size_t frame, BoxSet run) {
    frames_.state(frame, run, state_);
    net.begin(sums_);
    net.add(state_, sums_);
    net.values(sums_, values_);
    return values_;
  }
  /// The box of the highest value among those that did not run; of equal ones the first.
  std::size_t best(const QNet& net, std::size_t frame, BoxSet run) {
    const auto q = values(net, frame, run);
    std::size_t best = q.size();
    for (std::size_t box = 0; box < q.size(); ++box)
      if (!run.has(static_cast<int>(box)) && (best == q.size() || q[box] > q[best])) best = box;
    return best;
  }

 private:
  const SaidFrames& frames_;
  std::vector<std::uint32_t> state_;
  std::vector<float> sums_, values_;
};

class Learner {
 public:
  Learner(const SaidFrames& frames, std::size_t fit, int inputs, const ScheduleSettings& settings, std::uint64_t seed)
      : frames_(frames),
        fit_(fit),
        settings_(settings),
        random_(seed),
        training_(QNet(inputs, settings.hidden, static_cast<int>(frames.boxes()), random_)),
        target_(training_.net()),
        asked_(frames, target_) {
    frame_ = random_.below(fit_);
    states_.resize(static_cast<std::size_t>(settings.batch));
  }

  /// One box runs; then one batch of what is remembered teaches.
  void step(double done) {
    act();
    if (memory_.size() < states_.size()) return;
    const double rate = settings_.learning_rate * (1 - 0.9 * done);
    teach(static_cast<float>(rate));
    target_.follow(training_.net(), static_cast<float>(settings_.tau));
  }
  [[nodiscard]] const QNet& net() const { return training_.net(); }

  /// What the greedy order earns on a frame, later rewards by their discount.
  [[nodiscard]] double earned(std::size_t frame) {
    double sum = 0, weight = 1;
    BoxSet run;
    for (std::size_t n = 0; n < frames_.boxes(); ++n) {
      const std::size_t box = asked_.best(training_.net(), frame, run);
      sum += weight * schedule_reward(frames_, frame, run, box, settings_.theta);
      weight *= settings_.gamma;
      run = run.with(static_cast<int>(box));
    }
    return sum;
  }

 private:
  void act() {
    std::size_t box = 0;
    if (random_.unit() < settings_.epsilon) {
      auto skip = random_.below(frames_.boxes() - static_cast<std::size_t>(run_.size()));
      while (run_.has(static_cast<int>(box)) || skip-- > 0) ++box;
    } else {
      box = asked_.best(training_.net(), frame_, run_);
    }
    const Step step{frame_, run_, box,
                    static_cast<float>(schedule_reward(frames_, frame_, run_, box, settings_.theta))};
    const auto most = static_cast<std::size_t>(settings_.remembered);
    if (memory_.size() < most)
      memory_.push_back(step);
    else
      memory_[acted_ % most] = step;
    ++acted_;
    run_ = run_.with(static_cast<int>(box));
    if (static_cast<std::size_t>(run_.size()) < frames_.boxes()) return;
    run_ = BoxSet();
    frame_ = random_.below(fit_);
  }

  /// Double Q-learning: the net itself says which box comes next, the target net what that is worth.
  void teach(float rate) {
    std::vector<QExample> batch;
    for (auto& state : states_) {
      const Step& step = memory_[random_.below(memory_.size())];
      const BoxSet after = step.before.with(static_cast<int>(step.box));
      double value = step.reward;
      if (static_cast<std::size_t>(after.size()) < frames_.boxes()) {
        const std::size_t next = asked_.best(training_.net(), step.frame, after);
        value += settings_.gamma * asked_.values(target_, step.frame, after)[next];
      }
      frames_.state(step.frame, step.before, state);
      batch.push_back({state, step.box, static_cast<float>(value)});
    }
    training_.step(batch, rate);
  }

  const SaidFrames& frames_;
  std::size_t fit_;
  const ScheduleSettings& settings_;
  Random random_;
  QTraining training_;
  QNet target_;
  Asked asked_;
  std::vector<Step> memory_;
  std::size_t acted_ = 0;
  std::size_t frame_ = 0;
  BoxSet run_;
  std::vector<std::vector<std::uint32_t>> states_;
};

std::vector<std::size_t> judged_frames(std::size_t fit, std::size_t frames) {
  const std::size_t first = fit < frames ? fit : 0, all = frames - first;
  const std::size_t n = std::min(all, kMostJudged);
  std::vector<std::size_t> judged;
  for (std::size_t i = 0; i < n; ++i) judged.push_back(first + i * all / n);
  return judged;
}

}  // namespace

void to_json(nlohmann::json& json, const ScheduleSettings& s) {
  json = nlohmann::json{{"gamma", s.gamma},           {"batch", s.batch},
                        {"epsilon", s.epsilon},       {"tau", s.tau},
                        {"theta", s.theta},           {"hidden", s.hidden},
                        {"steps", s.steps},           {"epochs", s.epochs},
                        {"remembered", s.remembered}, {"learning_rate", s.learning_rate}};
}

void SaidFrames::state(std::size_t frame, BoxSet run, std::vector<std::uint32_t>& state) const {
  state.clear();
  for (std::size_t box = 0; box < boxes_; ++box) {
    if (!run.has(static_cast<int>(box))) continue;
    const auto said = labels(frame, box);
    state.insert(state.end(), said.begin(), said.end());
  }
  if (run.size() < 2) return;
  std::sort(state.begin(), state.end());
  state.erase(std::unique(state.begin(), state.end()), state.end());
}

double schedule_reward(const SaidFrames& frames, std::size_t frame, BoxSet run, std::size_t box, double theta) {
  const auto labels = frames.labels(frame, box);
  const auto confidence = frames.confidence(frame, box);
  double sum = 0;
  bool any = false;
  for (std::size_t n = 0; n < labels.size(); ++n) {
    bool known = confidence[n] <= 0;
    for (std::size_t other = 0; !known && other < frames.boxes(); ++other) {
      if (!run.has(static_cast<int>(other))) continue;
      const auto said = frames.labels(frame, other);
      known = std::binary_search(said.begin(), said.end(), labels[n]);
    }
    if (known) continue;
    any = true;
    sum += confidence[n];
  }
  return any ? std::log(theta * sum + 1) : -1;
}

Result<Schedule> learn_schedule(const SaidFrames& frames, std::size_t fit, int inputs, const ScheduleSettings& settings,
                                std::uint64_t seed, const std::stop_token& stop, const ProgressFn& progress) {
  if (fit == 0 || frames.frames() < fit)
    return fail(ErrorKind::invalid_input, "The scheduler has no frame to learn from.",
                "Collect, or train on a larger part.");
  Learner learner(frames, fit, inputs, settings, seed);
  const auto judged = judged_frames(fit, frames.frames());
  ProgressMeter meter(progress, "Scheduler", "epochs", settings.epochs);
  Schedule best{learner.net(), 0, -std::numeric_limits<double>::infinity()};
  const int steps = std::max(1, settings.steps / settings.epochs);
  for (int epoch = 1; epoch <= settings.epochs; ++epoch) {
    for (int n = 0; n < steps; ++n) {
      if (n % 256 == 0 && stop.stop_requested()) return stopped();
      learner.step(static_cast<double>((epoch - 1) * steps + n) / (settings.epochs * steps));
    }
    double earned = 0;
    for (const std::size_t frame : judged) earned += learner.earned(frame);
    earned /= static_cast<double>(judged.size());
    // Of equal orders the later one: its values are the better known.
    if (earned >= best.mean_return) best = {learner.net(), epoch, earned};
    meter.advance(1, "drls");
  }
  meter.finish();
  return best;
}

}  // namespace mlink::methods
