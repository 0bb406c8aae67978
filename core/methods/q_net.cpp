#include "methods/q_net.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace mlink::methods {
namespace {

constexpr float kMeanBeta = 0.9F, kSquareBeta = 0.999F, kAdamEpsilon = 1e-8F;

}  // namespace

QNet::QNet(int inputs, int hidden, int outputs)
    : inputs_(static_cast<std::size_t>(inputs)),
      hidden_(static_cast<std::size_t>(hidden)),
      outputs_(static_cast<std::size_t>(outputs)) {
  weights_.assign(output_bias() + outputs_, 0.F);
}

QNet::QNet(int inputs, int hidden, int outputs, Random& random) : QNet(inputs, hidden, outputs) {
  const auto fill = [&](std::size_t begin, std::size_t end, int in, int out) {
    const double limit = std::sqrt(6.0 / (in + out));
    for (std::size_t i = begin; i < end; ++i) weights_[i] = static_cast<float>((2 * random.unit() - 1) * limit);
  };
  fill(0, hidden_bias(), inputs, hidden);
  fill(output_rows(), output_bias(), hidden, outputs);
}

void QNet::begin(std::span<float> sums) const { std::copy_n(weights_.data() + hidden_bias(), hidden_, sums.begin()); }

void QNet::add(std::span<const std::uint32_t> labels, std::span<float> sums) const {
  for (const std::uint32_t label : labels) {
    const float* row = weights_.data() + label * hidden_;
    for (std::size_t h = 0; h < hidden_; ++h) sums[h] += row[h];
  }
}

void QNet::values(std::span<const float> sums, std::span<float> q) const {
  for (std::size_t o = 0; o < outputs_; ++o) {
    const float* row = weights_.data() + output_rows() + o * hidden_;
    float value = weights_[output_bias() + o];
    for (std::size_t h = 0; h < hidden_; ++h) value += row[h] * std::max(sums[h], 0.F);
    q[o] = value;
  }
}

void QNet::follow(const QNet& other, float tau) {
  for (std::size_t i = 0; i < weights_.size(); ++i) weights_[i] += tau * (other.weights_[i] - weights_[i]);
}

std::vector<std::uint8_t> QNet::to_bytes() const {
  std::vector<std::uint8_t> bytes(weights_.size() * sizeof(float));
  if (!bytes.empty()) std::memcpy(bytes.data(), weights_.data(), bytes.size());
  return bytes;
}

Result<QNet> QNet::from_bytes(int inputs, int hidden, int outputs, const std::vector<std::uint8_t>& bytes) {
  constexpr int kMost = 1 << 20;
  const bool sane = inputs > 0 && hidden > 0 && outputs > 0 && inputs < kMost && hidden < kMost && outputs < kMost;
  if (!sane || bytes.size() != sizeof(float) * (static_cast<std::size_t>(inputs + outputs) * hidden + hidden + outputs))
    return fail(ErrorKind::corrupt, "The net of a trained scheduler cannot be read.");
  QNet net(inputs, hidden, outputs);
  std::memcpy(net.weights_.data(), bytes.data(), bytes.size());
  if (!std::all_of(net.weights_.begin(), net.weights_.end(), [](float w) { return std::isfinite(w); }))
    return fail(ErrorKind::corrupt, "The net of a trained scheduler has weights that are no numbers.");
  return net;
}

QTraining::QTraining(QNet net) : net_(std::move(net)), sums_(net_.hidden()) {
  for (auto* part : {&gradient_, &mean_, &square_}) part->assign(net_.parameters(), 0.F);
}

void QTraining::step(std::span<const QExample> batch, float learning_rate) {
  std::fill(gradient_.begin(), gradient_.end(), 0.F);
  const std::size_t hidden = net_.hidden_;
  for (const QExample& example : batch) {
    net_.begin(sums_);
    net_.add(example.labels, sums_);
    const std::size_t row = net_.output_rows() + example.box * hidden, bias = net_.output_bias() + example.box;
    float value = net_.weights_[bias];
    for (std::size_t h = 0; h < hidden; ++h) value += net_.weights_[row + h] * std::max(sums_[h], 0.F);
    const float error = (value - example.value) / static_cast<float>(batch.size());
    gradient_[bias] += error;
    // The sums become what the hidden units' inputs are to blame for.
    for (std::size_t h = 0; h < hidden; ++h) {
      gradient_[row + h] += error * std::max(sums_[h], 0.F);
      sums_[h] = sums_[h] > 0 ? error * net_.weights_[row + h] : 0.F;
      gradient_[net_.hidden_bias() + h] += sums_[h];
    }
    for (const std::uint32_t label : example.labels)
      for (std::size_t h = 0; h < hidden; ++h) gradient_[label * hidden + h] += sums_[h];
  }
  mean_decay_ *= kMeanBeta;
  square_decay_ *= kSquareBeta;
  const auto rate = static_cast<float>(learning_rate * std::sqrt(1 - square_decay_) / (1 - mean_decay_));
  for (std::size_t i = 0; i < gradient_.size(); ++i) {
    mean_[i] = kMeanBeta * mean_[i] + (1 - kMeanBeta) * gradient_[i];
    square_[i] = kSquareBeta * square_[i] + (1 - kSquareBeta) * gradient_[i] * gradient_[i];
    net_.weights_[i] -= rate * mean_[i] / (std::sqrt(square_[i]) + kAdamEpsilon);
  }
}

}  // namespace mlink::methods
