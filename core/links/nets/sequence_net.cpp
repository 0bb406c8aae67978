#include "links/nets/sequence_net.h"

#include <algorithm>
#include <cmath>

#include "base/random.h"

namespace mlink::links {

SequenceNet::SequenceNet(const Kernel& kernel, const SequenceShape& shape)
    : shape_(shape),
      ld_hidden_(kernel.pad(shape.hidden)),
      ld_gates_(kernel.pad(4 * shape.hidden)),
      ld_output_(kernel.pad(shape.target)) {
  std::size_t begin = 0;
  const auto add = [&](Part part, std::size_t rows, std::size_t columns) {
    Place& place = places_[index(part)];
    place = {rows, columns, kernel.pad(columns), begin};
    begin += Scratch::rounded(rows * place.ld);
  };
  const auto add_lstm = [&](Part input, Part state, Part bias) {
    add(input, shape.hidden, 4 * shape.hidden);
    add(state, shape.hidden, 4 * shape.hidden);
    add(bias, 1, 4 * shape.hidden);
  };
  if (shape.from_words) {
    add(Part::source_embedding, shape.source, shape.hidden);
    add_lstm(Part::source_input, Part::source_state, Part::source_bias);
  } else {
    add(Part::vector_in, shape.source, shape.hidden);
    add(Part::vector_in_bias, 1, shape.hidden);
    add(Part::vector_out, shape.hidden, shape.hidden);
    add(Part::vector_out_bias, 1, shape.hidden);
  }
  if (shape.to_words) {
    add(Part::target_embedding, shape.target, shape.hidden);
    add_lstm(Part::target_input, Part::target_state, Part::target_bias);
    add(Part::attention_query, shape.hidden, shape.hidden);
    add(Part::attention_memory, shape.hidden, shape.hidden);
    add(Part::attention_score, 1, shape.hidden);
    add(Part::output, 2 * shape.hidden, shape.target);
    add(Part::output_bias, 1, shape.target);
  } else {
    add(Part::head_in, shape.hidden, shape.head);
    add(Part::head_in_bias, 1, shape.head);
    add(Part::head_out, shape.head, shape.target);
    add(Part::head_out_bias, 1, shape.target);
  }
  block_.assign(begin, 0.F);
}

std::size_t SequenceNet::parameters() const {
  std::size_t sum = 0;
  for (const Place& place : places_) sum += place.rows * place.columns;
  return sum;
}

void SequenceNet::put(Part part, std::span<const float> values) {
  const Place& place = places_[index(part)];
  for (std::size_t r = 0; r < place.rows; ++r)
    std::copy_n(values.data() + r * place.columns, place.columns, at(part) + r * place.ld);
}

std::vector<float> SequenceNet::get(Part part) const {
  const Place& place = places_[index(part)];
  std::vector<float> values;
  values.reserve(place.rows * place.columns);
  for (std::size_t r = 0; r < place.rows; ++r)
    values.insert(values.end(), at(part) + r * place.ld, at(part) + r * place.ld + place.columns);
  return values;
}

void SequenceNet::put(std::span<const float> parameters) {
  for (std::size_t p = 0; p < kParts; ++p) {
    const std::size_t n = places_[p].rows * places_[p].columns;
    put(static_cast<Part>(p), parameters.first(n));
    parameters = parameters.subspan(n);
  }
}

std::vector<float> SequenceNet::get() const {
  std::vector<float> all;
  all.reserve(parameters());
  for (std::size_t p = 0; p < kParts; ++p) {
    const auto part = get(static_cast<Part>(p));
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

void SequenceNet::begin(std::uint64_t seed, std::span<const float> start) {
  std::fill(block_.begin(), block_.end(), 0.F);
  Random random(job_seed(seed, 1, 0));
  const auto uniform = [&](Part part, double reach) {
    for (std::size_t r = 0; r < rows(part); ++r)
      for (std::size_t c = 0; c < columns(part); ++c)
        at(part)[r * ld(part) + c] = static_cast<float>((2 * random.unit() - 1) * reach);
  };
  const auto glorot = [&](Part part) {
    if (rows(part) > 0) uniform(part, std::sqrt(6.0 / static_cast<double>(rows(part) + columns(part))));
  };
  // An embedding's row is an input by itself, whatever the size of the vocabulary.
  const double embedding = 1.7320508 / std::sqrt(static_cast<double>(std::max<std::size_t>(shape_.hidden, 1)));
  uniform(Part::source_embedding, embedding);
  uniform(Part::target_embedding, embedding);
  for (const Part part :
       {Part::source_input, Part::source_state, Part::vector_in, Part::vector_out, Part::head_in, Part::target_input,
        Part::target_state, Part::attention_query, Part::attention_memory, Part::attention_score})
    glorot(part);
  for (const Part bias : {Part::source_bias, Part::target_bias})
    if (rows(bias) > 0) std::fill_n(at(bias) + shape_.hidden, shape_.hidden, 1.F);
  float* const last = at(shape_.to_words ? Part::output_bias : Part::head_out_bias);
  std::copy(start.begin(), start.end(), last);
}

std::size_t SequenceRun::floats(const SequenceNet& net, std::size_t slots) {
  const std::size_t h = Scratch::rounded(net.ld_hidden()), gates = Scratch::rounded(net.ld_gates());
  const std::size_t slot_floats = Scratch::rounded(slots * net.ld_hidden());
  const std::size_t head = Scratch::rounded(std::max(net.ld(Part::head_in), 2 * net.shape().hidden));
  return 3 * h + 2 * gates + 2 * slot_floats + Scratch::rounded(slots) + head +
         Scratch::rounded(std::max(slots, std::size_t{1}) * net.ld_hidden());
}

SequenceRun::SequenceRun(const Kernel& kernel, const SequenceNet& net, std::size_t slots, Scratch& scratch)
    : kernel_(&kernel),
      net_(&net),
      h_(scratch.take(net.ld_hidden())),
      c_(scratch.take(net.ld_hidden())),
      gates_(scratch.take(net.ld_gates())),
      more_gates_(scratch.take(net.ld_gates())),
      memory_(scratch.take(slots * net.ld_hidden())),
      keys_(scratch.take(slots * net.ld_hidden())),
      query_(scratch.take(net.ld_hidden())),
      scores_(scratch.take(slots)),
      both_(scratch.take(std::max(net.ld(Part::head_in), 2 * net.shape().hidden))),
      work_(scratch.take(std::max(slots, std::size_t{1}) * net.ld_hidden())) {}

/// tanh of values that were doubled: 2 sigmoid(2 x) - 1.
void SequenceRun::squash(std::size_t rows, std::size_t ld, float* values) const {
  kernel_->activate(Head::sigmoid, rows, ld, ld, values);
  for (std::size_t i = 0; i < rows * ld; ++i) values[i] = 2 * values[i] - 1;
}

void SequenceRun::lstm(const float* x, Part input, Part state, Part bias) {
  const std::size_t n = net_->shape().hidden, ld = net_->ld_gates();
  kernel_->affine(1, n, ld, x, n, net_->at(input), net_->at(bias), false, gates_);
  kernel_->affine(1, n, ld, h_, n, net_->at(state), nullptr, false, more_gates_);
  for (std::size_t i = 0; i < ld; ++i) gates_[i] += more_gates_[i];
  float* const cell = gates_ + 2 * n;
  for (std::size_t i = 0; i < n; ++i) cell[i] *= 2;
  kernel_->activate(Head::sigmoid, 1, 4 * n, ld, gates_);
  for (std::size_t i = 0; i < n; ++i) c_[i] = gates_[n + i] * c_[i] + gates_[i] * (2 * cell[i] - 1);
  for (std::size_t i = 0; i < n; ++i) work_[i] = 2 * c_[i];
  std::fill(work_ + n, work_ + net_->ld_hidden(), 0.F);
  squash(1, net_->ld_hidden(), work_);
  for (std::size_t i = 0; i < n; ++i) h_[i] = gates_[3 * n + i] * work_[i];
}

void SequenceRun::read(std::span<const int> tokens) {
  std::fill_n(h_, net_->ld_hidden(), 0.F);
  std::fill_n(c_, net_->ld_hidden(), 0.F);
  slots_ = tokens.size();
  for (std::size_t t = 0; t < tokens.size(); ++t) {
    const auto token = static_cast<std::size_t>(tokens[t]);
    lstm(net_->at(Part::source_embedding) + token * net_->ld(Part::source_embedding), Part::source_input,
         Part::source_state, Part::source_bias);
    std::copy_n(h_, net_->ld_hidden(), memory_ + t * net_->ld_hidden());
  }
  if (net_->shape().to_words)
    kernel_->affine(slots_, net_->shape().hidden, net_->ld_hidden(), memory_, net_->ld_hidden(),
                    net_->at(Part::attention_memory), nullptr, false, keys_);
}

void SequenceRun::read(const float* inputs) {
  const std::size_t n = net_->shape().hidden, ld = net_->ld_hidden();
  kernel_->affine(1, net_->shape().source, ld, inputs, net_->shape().source, net_->at(Part::vector_in),
                  net_->at(Part::vector_in_bias), true, work_);
  kernel_->affine(1, n, ld, work_, n, net_->at(Part::vector_out), net_->at(Part::vector_out_bias), false, memory_);
  std::copy_n(memory_, ld, h_);
  std::fill_n(c_, ld, 0.F);
  slots_ = 1;
  if (net_->shape().to_words)
    kernel_->affine(1, n, ld, memory_, ld, net_->at(Part::attention_memory), nullptr, false, keys_);
}

void SequenceRun::last_layer(float* z) {
  const SequenceShape& shape = net_->shape();
  kernel_->affine(1, shape.hidden, net_->ld(Part::head_in), h_, shape.hidden, net_->at(Part::head_in),
                  net_->at(Part::head_in_bias), true, both_);
  kernel_->affine(1, shape.head, net_->ld_output(), both_, shape.head, net_->at(Part::head_out),
                  net_->at(Part::head_out_bias), false, z);
}

/// both_: the LSTM's output, then the memory weighted by softmax(v tanh(W h + U m)).
void SequenceRun::attend() {
  const std::size_t n = net_->shape().hidden, ld = net_->ld_hidden();
  kernel_->affine(1, n, ld, h_, n, net_->at(Part::attention_query), nullptr, false, query_);
  for (std::size_t s = 0; s < slots_; ++s)
    for (std::size_t i = 0; i < ld; ++i) work_[s * ld + i] = 2 * (query_[i] + keys_[s * ld + i]);
  squash(slots_, ld, work_);
  const float* const v = net_->at(Part::attention_score);
  float top = -INFINITY, sum = 0;
  for (std::size_t s = 0; s < slots_; ++s) {
    float score = 0;
    for (std::size_t i = 0; i < n; ++i) score += v[i] * work_[s * ld + i];
    scores_[s] = score;
    top = std::max(top, score);
  }
  for (std::size_t s = 0; s < slots_; ++s) sum += scores_[s] = std::exp(scores_[s] - top);
  std::copy_n(h_, n, both_);
  std::fill_n(both_ + n, n, 0.F);
  for (std::size_t s = 0; s < slots_; ++s) {
    const float share = scores_[s] / sum;
    for (std::size_t i = 0; i < n; ++i) both_[n + i] += share * memory_[s * ld + i];
  }
}

void SequenceRun::next(int token, float* z) {
  const std::size_t n = net_->shape().hidden;
  lstm(net_->at(Part::target_embedding) + static_cast<std::size_t>(token) * net_->ld(Part::target_embedding),
       Part::target_input, Part::target_state, Part::target_bias);
  attend();
  kernel_->affine(1, 2 * n, net_->ld_output(), both_, 2 * n, net_->at(Part::output), net_->at(Part::output_bias), false,
                  z);
}

}  // namespace mlink::links
