// Internal to core/methods: the small net that tells what running each box next is worth (Q values), and one step of
// its training. Inputs are sets of labels, so the first layer is a sum of a few columns. Plain loops in one order: the
// same on every run.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/random.h"

namespace mlink::methods {

/// Inputs -> hidden units with ReLU -> one value a box.
class QNet {
 public:
  QNet() = default;
  QNet(int inputs, int hidden, int outputs, Random& random);

  [[nodiscard]] std::size_t inputs() const { return inputs_; }
  [[nodiscard]] std::size_t hidden() const { return hidden_; }
  [[nodiscard]] std::size_t outputs() const { return outputs_; }
  [[nodiscard]] std::size_t parameters() const { return weights_.size(); }

  /// What the hidden units get of no label at all.
  void begin(std::span<float> sums) const;
  /// Adds labels to it.
  void add(std::span<const std::uint32_t> labels, std::span<float> sums) const;
  void values(std::span<const float> sums, std::span<float> q) const;

  /// This net as tau of the other and the rest of itself.
  void follow(const QNet& other, float tau);

  [[nodiscard]] std::vector<std::uint8_t> to_bytes() const;
  [[nodiscard]] static Result<QNet> from_bytes(int inputs, int hidden, int outputs,
                                               const std::vector<std::uint8_t>& bytes);

 private:
  friend class QTraining;
  QNet(int inputs, int hidden, int outputs);
  // One array: a row of hidden weights an input, the hidden biases, a row of weights an output, their biases.
  [[nodiscard]] std::size_t hidden_bias() const { return inputs_ * hidden_; }
  [[nodiscard]] std::size_t output_rows() const { return hidden_bias() + hidden_; }
  [[nodiscard]] std::size_t output_bias() const { return output_rows() + outputs_ * hidden_; }
  std::size_t inputs_ = 0, hidden_ = 0, outputs_ = 0;
  std::vector<float> weights_;
};

/// One example: of the state's labels, the value of one box should be this.
struct QExample {
  std::span<const std::uint32_t> labels;
  std::size_t box = 0;
  float value = 0;
};

/// Least squares by Adam (Kingma and Ba, 2015; 0.9, 0.999, 1e-8).
class QTraining {
 public:
  explicit QTraining(QNet net);
  [[nodiscard]] const QNet& net() const { return net_; }
  void step(std::span<const QExample> batch, float learning_rate);

 private:
  QNet net_;
  std::vector<float> gradient_, mean_, square_, sums_;
  double mean_decay_ = 1, square_decay_ = 1;
};

}  // namespace mlink::methods
