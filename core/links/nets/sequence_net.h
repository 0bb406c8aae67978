// Internal to core/links: the three nets with words on a side (paper, Model Link Architecture), and how they predict.
//   seq-to-vec  embedding, LSTM, MLP
//   vec-to-seq  MLP, then the decoder: embedding, LSTM, additive attention, fully connected, in this order
//   seq-to-seq  embedding and LSTM, then the same decoder; the encoder's states are carried over
// The decoder attends to one memory slot a source token; a vector source is one slot. Prediction runs in the kernel of
// kernel.h, one frame at a time and without allocation; training is LibTorch's (sequence_trainer.h).
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "links/kernel/kernel.h"
#include "links/nets/codec.h"
#include "links/scratch.h"
#include "links/words/vocabulary.h"

namespace mlink::links {

struct SequenceShape {
  bool from_words = false, to_words = false;
  std::size_t source = 0;  ///< tokens of the source, or inputs of a vector source
  std::size_t target = 0;  ///< tokens of the target, or its outputs
  std::size_t hidden = 0;  ///< width of embeddings, LSTM, memory and attention
  std::size_t head = 0;    ///< hidden units before a vector target

  friend bool operator==(const SequenceShape&, const SequenceShape&) = default;
};

/// The matrices of a net, input x output each. Which of them a net has follows from its shape; the others are empty.
enum class Part : std::size_t {
  source_embedding,  ///< words: a row a token
  source_input,      ///< words: LSTM, hidden x 4 hidden: input, forget, cell, output gate
  source_state,
  source_bias,
  vector_in,  ///< vectors: MLP
  vector_in_bias,
  vector_out,
  vector_out_bias,
  head_in,  ///< to vectors: MLP
  head_in_bias,
  head_out,
  head_out_bias,
  target_embedding,  ///< to words: the decoder
  target_input,
  target_state,
  target_bias,
  attention_query,
  attention_memory,
  attention_score,  ///< 1 x hidden
  output,           ///< LSTM's output and what was attended to, 2 hidden x tokens
  output_bias,
  count
};

/// Weights in one block, laid out for one kernel. A value.
class SequenceNet {
 public:
  static constexpr std::size_t kParts = static_cast<std::size_t>(Part::count);

  SequenceNet() = default;  ///< no net
  SequenceNet(const Kernel& kernel, const SequenceShape& shape);

  [[nodiscard]] explicit operator bool() const { return shape_.hidden > 0; }
  [[nodiscard]] const SequenceShape& shape() const { return shape_; }
  [[nodiscard]] std::size_t rows(Part part) const { return places_[index(part)].rows; }
  [[nodiscard]] std::size_t columns(Part part) const { return places_[index(part)].columns; }
  [[nodiscard]] std::size_t ld(Part part) const { return places_[index(part)].ld; }
  [[nodiscard]] float* at(Part part) { return block_.data() + places_[index(part)].begin; }
  [[nodiscard]] const float* at(Part part) const { return block_.data() + places_[index(part)].begin; }
  [[nodiscard]] std::size_t ld_hidden() const { return ld_hidden_; }
  [[nodiscard]] std::size_t ld_gates() const { return ld_gates_; }
  [[nodiscard]] std::size_t ld_output() const { return ld_output_; }
  [[nodiscard]] std::size_t parameters() const;

  /// One part, row by row without padding.
  void put(Part part, std::span<const float> values);
  [[nodiscard]] std::vector<float> get(Part part) const;
  /// All parts one after another.
  void put(std::span<const float> parameters);
  [[nodiscard]] std::vector<float> get() const;

  /// Glorot's uniform matrices, forget gates open, a last layer of zeros with `start` as bias, so that it says the
  /// prior.
  void begin(std::uint64_t seed, std::span<const float> start);

 private:
  struct Place {
    std::size_t rows = 0, columns = 0, ld = 0, begin = 0;
  };
  static std::size_t index(Part part) { return static_cast<std::size_t>(part); }
  SequenceShape shape_;
  std::size_t ld_hidden_ = 0, ld_gates_ = 0, ld_output_ = 0;
  std::array<Place, kParts> places_{};
  AlignedFloats block_;
};

/// One net at work on one frame. Lives in the caller's buffer; belongs to one call.
class SequenceRun {
 public:
  /// Floats it takes from a scratch buffer. slots: most tokens of the source (a vector source: 1).
  [[nodiscard]] static std::size_t floats(const SequenceNet& net, std::size_t slots);
  SequenceRun(const Kernel& kernel, const SequenceNet& net, std::size_t slots, Scratch& scratch);

  void read(std::span<const int> tokens);  ///< a source of words
  void read(const float* inputs);          ///< a vector source, encoded
  /// To a vector target: the last layer before its activation, ld_output floats.
  void last_layer(float* z);
  /// To words: the last layer for the token after `token`. Steps on.
  void next(int token, float* z);

 private:
  void lstm(const float* x, Part input, Part state, Part bias);
  void attend();
  void squash(std::size_t rows, std::size_t ld, float* values) const;

  const Kernel* kernel_;
  const SequenceNet* net_;
  std::size_t slots_ = 0;
  float *h_, *c_, *gates_, *more_gates_;    ///< state of the LSTM
  float *memory_, *keys_;                   ///< slots x ld_hidden
  float *query_, *scores_, *both_, *work_;  ///< of one step
};

}  // namespace mlink::links
