// Internal to core/links: one vec-to-vec net (paper: ReLU-activated multilayer perceptron) and its training.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "links/kernel/bfloat16_weights.h"
#include "links/kernel/kernel.h"
#include "links/link_set.h"
#include "links/nets/codec.h"

namespace mlink::links {

/// Weights of input -> hidden (ReLU) -> output in one block, laid out for one kernel. A value.
class Mlp {
 public:
  Mlp() = default;
  Mlp(const Kernel& kernel, std::size_t inputs, std::size_t hidden, std::size_t outputs);

  [[nodiscard]] std::size_t inputs() const { return inputs_; }
  [[nodiscard]] std::size_t hidden() const { return hidden_; }
  [[nodiscard]] std::size_t outputs() const { return outputs_; }
  [[nodiscard]] std::size_t ld_hidden() const { return ld_hidden_; }
  [[nodiscard]] std::size_t ld_output() const { return ld_output_; }
  [[nodiscard]] std::size_t parameters() const { return (inputs_ + 1) * hidden_ + (hidden_ + 1) * outputs_; }

  [[nodiscard]] float* w1() { return block_.data(); }
  [[nodiscard]] float* b1() { return w1() + inputs_ * ld_hidden_; }
  [[nodiscard]] float* w2() { return b1() + ld_hidden_; }
  [[nodiscard]] float* b2() { return w2() + hidden_ * ld_output_; }
  [[nodiscard]] const float* w1() const { return block_.data(); }
  [[nodiscard]] const float* b1() const { return w1() + inputs_ * ld_hidden_; }
  [[nodiscard]] const float* w2() const { return b1() + ld_hidden_; }
  /// Right behind w2, as one more row of it.
  [[nodiscard]] const float* b2() const { return w2() + hidden_ * ld_output_; }

  /// z (rows x ld_output) from x (rows x inputs); h: rows x ld_hidden floats to work in. h and z start at vector
  /// borders.
  void forward(const Kernel& kernel, std::size_t rows, const float* x, float* h, float* z) const;
  /// The hidden layer alone: h (rows x ld_hidden) from x.
  void hidden_layer(const Kernel& kernel, std::size_t rows, const float* x, float* h) const;
  /// The last layer alone: z (rows x ld_output) from h.
  void output_layer(const Kernel& kernel, std::size_t rows, const float* h, float* z) const;
  /// The net is trained: rounds its weights to what 16 bits say, by which one row is predicted from now on. Biases
  /// stay.
  void quantize();
  /// All parameters in the order w1, b1, w2, b2 without padding. put: not quantized any more.
  void put(std::span<const float> parameters);
  [[nodiscard]] std::vector<float> get() const;

 private:
  std::size_t inputs_ = 0, hidden_ = 0, outputs_ = 0, ld_hidden_ = 0, ld_output_ = 0;
  AlignedFloats block_;
  NarrowMatrix narrow_w1_, narrow_w2_;  ///< empty until settled
};

/// One net whose last layer is the mean of those of the nets, all of one shape: their hidden layers stand side by side.
[[nodiscard]] Mlp mean_of(const Kernel& kernel, std::span<const Mlp> nets);

/// Samples of one link: x rows x inputs; t rows x ld_output, encoded targets.
struct Samples {
  std::size_t rows = 0, inputs = 0, ld_output = 0;
  AlignedFloats x, t;
};

/// What is left to chance in one training: the order of the samples and the dropout masks. Whoever draws the same
/// things in the same order from the same seed gets the same. A value.
class Draws {
 public:
  explicit Draws(std::uint64_t seed) : seed_(seed) {}
  /// The numbers 0 ... rows - 1 in a new order; valid until the next call.
  [[nodiscard]] std::span<const std::uint32_t> order(std::size_t rows);
  /// Seed of the next step's dropout mask (Kernel::dropout).
  [[nodiscard]] std::uint64_t mask();

 private:
  std::uint64_t seed_, drawn_ = 0;
  std::vector<std::uint32_t> order_;
};

/// Dropout of a link with this head, in 65536ths: classification only (design).
[[nodiscard]] std::uint32_t dropout_of(Head head, const TrainSettings& settings);

/// Trains one net epoch by epoch; allocates at construction only.
class MlpTrainer {
 public:
  /// Starts with Glorot's uniform first layer and a last layer that says the target's prior.
  MlpTrainer(const Kernel& kernel, const TargetCode& target, std::size_t inputs, const TrainSettings& settings,
             std::uint64_t seed);

  /// One pass over the first `rows` samples in a new random order.
  void epoch(const Samples& samples, std::size_t rows);
  /// One step on `rows` samples given by index, at most the settings' batch.
  void step(const Samples& samples, std::span<const std::uint32_t> rows);
  [[nodiscard]] const Mlp& net() const { return net_; }
  [[nodiscard]] Mlp& net() { return net_; }

 private:
  const Kernel& kernel_;
  Head head_;
  Descent descent_;
  std::size_t batch_;
  std::uint32_t drop_;  ///< of 65536
  Draws draws_;
  Mlp net_, moments_;
  AlignedFloats x_, t_, h_, z_, g_h_, work_;
};

/// Hidden units of a link to a target of that width.
[[nodiscard]] std::size_t hidden_units(const TrainSettings& settings, std::size_t outputs);

/// How many nets of other seeds are averaged in a link to a target of that width: at most settings.nets, fewer where
/// the hidden layers side by side would make a frame cost more than half as much again, or the training would be long.
[[nodiscard]] std::size_t nets_of(const TrainSettings& settings, std::size_t outputs, std::size_t rows);
/// How many ensembles of other seeds are averaged in one, which costs a frame nothing.
[[nodiscard]] std::size_t draws_of(const TrainSettings& settings, std::size_t outputs, std::size_t rows);

}  // namespace mlink::links
