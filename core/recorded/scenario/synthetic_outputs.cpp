#include "recorded/scenario/synthetic_outputs.h"

#include <algorithm>
#include <cmath>

namespace mlink::recorded {
namespace {

constexpr double kDay = 24 * 3600.;
/// Streams a box, behind those of the camera itself.
constexpr int kBoxStreams = 100;
enum BoxPurpose { for_own, for_noise, for_more, of_a_box };

int box_stream(std::size_t box, BoxPurpose purpose) { return kBoxStreams + static_cast<int>(box) * of_a_box + purpose; }

}  // namespace

SyntheticOutputs::SyntheticOutputs(const Scenario& scenario, std::size_t box, std::uint64_t seed, int camera)
    : box_(&scenario.boxes[box]),
      step_(scenario.frame_seconds),
      own_(stream_of(seed, camera, box_stream(box, for_own)), box_->synthetic.own_lasts, step_),
      noise_(stream_of(seed, camera, box_stream(box, for_noise))),
      more_(stream_of(seed, camera, box_stream(box, for_more))) {
  for (const auto& phrase : box_->synthetic.phrases)
    vocabulary_.insert(vocabulary_.end(), phrase.begin(), phrase.end());
}

double SyntheticOutputs::follow(const HiddenFrame& cause) {
  const SyntheticBox& made = box_->synthetic;
  const double followed = made.follows == Follows::level   ? cause.level
                          : made.follows == Follows::scene ? cause.scene
                                                           : 0;
  const double grown = made.gain * (1 + made.drift * (seconds_ / kDay));
  return made.offset + grown * followed + made.own * own_.next() + made.noise * near_normal(noise_);
}

void SyntheticOutputs::next(const HiddenFrame& cause, Output& output) {
  const SyntheticBox& made = box_->synthetic;
  const double u = follow(cause);
  output.presence = Presence::present;
  output.values.assign(static_cast<std::size_t>(box_->spec.width), 0);
  output.words.clear();
  switch (box_->spec.task) {
    case Task::count: output.values[0] = static_cast<float>(std::floor(std::max(0., u) + 0.5)); break;
    case Task::regression: output.values[0] = static_cast<float>(std::clamp(u, made.low, made.high)); break;
    case Task::single_label:
    case Task::multi_label: labels(u, output.values); break;
    case Task::localization: place(u, cause, output.values); break;
    case Task::sequence: words(u, output.words); break;
  }
  seconds_ += step_;
}

void SyntheticOutputs::labels(double u, std::vector<float>& values) const {
  const SyntheticBox& made = box_->synthetic;
  double sum = 0;
  const auto score = [&](std::size_t k) {
    const double distance = (u - made.at[k]) / made.spread;
    const double near = 1 / (1 + distance * distance);
    return near * near;
  };
  for (std::size_t k = 0; k < values.size(); ++k) sum += score(k);
  if (box_->spec.task == Task::multi_label) sum = 1;
  for (std::size_t k = 0; k < values.size(); ++k) values[k] = static_cast<float>(score(k) / sum);
}

void SyntheticOutputs::place(double u, const HiddenFrame& cause, std::vector<float>& values) {
  constexpr double kSizeVaries = 0.15, kLeast = 0.02;
  const SyntheticBox& made = box_->synthetic;
  const auto side = [&](double size) {
    return std::clamp(size * cause.size * (1 + kSizeVaries * near_normal(more_)), kLeast, 1.);
  };
  const double width = side(made.box.first);
  const double height = side(made.box.second);
  const auto edge = [&](double middle, double shift, double size) {
    return std::clamp(middle + shift + made.moves * near_normal(more_) - size / 2, 0., 1 - size);
  };
  const double x = edge(cause.x, made.shift.first, width);
  const double y = edge(cause.y, made.shift.second, height);
  const double clear = u - made.above;
  if (clear <= 0) return;  // an empty box
  const std::array<double, 5> all{x, y, width, height, 0.5 + 0.5 * clear / (1 + clear)};
  std::transform(all.begin(), all.end(), values.begin(), [](double v) { return static_cast<float>(v); });
}

void SyntheticOutputs::words(double u, Words& words) {
  const SyntheticBox& made = box_->synthetic;
  const auto nearest = std::min_element(made.at.begin(), made.at.end(),
                                        [u](double a, double b) { return std::abs(a - u) < std::abs(b - u); });
  for (const auto& word : made.phrases[static_cast<std::size_t>(nearest - made.at.begin())])
    words.push_back(more_.unit() < made.wrong_words ? vocabulary_[more_.below(vocabulary_.size())] : word);
}

}  // namespace mlink::recorded
