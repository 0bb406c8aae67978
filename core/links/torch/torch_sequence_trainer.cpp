#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/TensorOperators.h>
#include <ATen/core/Tensor.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/addmm.h>
#include <ATen/ops/binary_cross_entropy_with_logits.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/cross_entropy_loss.h>
#include <ATen/ops/embedding.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/l1_loss.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/log_softmax.h>
#include <ATen/ops/lstm.h>
#include <ATen/ops/matmul.h>
#include <ATen/ops/relu.h>
#include <ATen/ops/softmax.h>
#include <ATen/ops/split_with_sizes.h>
#include <ATen/ops/tanh.h>
#include <ATen/ops/zeros.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <map>
#include <numeric>

#include "base/blas.h"
#include "base/random.h"
#include "links/kernel/kernel.h"
#include "links/torch/table.h"

namespace mlink::links {
namespace {

/// LibTorch wants LSTM weights output x input; other products are taken as input x output.
bool turned(Part part) {
  return part == Part::source_input || part == Part::source_state || part == Part::target_input ||
         part == Part::target_state;
}

at::Tensor floats(const float* values, std::int64_t rows, std::int64_t columns, std::int64_t ld) {
  at::Tensor tensor = at::empty({rows, columns}, at::kFloat);
  for (std::int64_t r = 0; r < rows; ++r)
    std::memcpy(tensor.data_ptr<float>() + r * columns, values + r * ld,
                sizeof(float) * static_cast<std::size_t>(columns));
  return tensor;
}

using Batch = std::vector<std::uint32_t>;

struct Memory {
  at::Tensor slots, state, cell;  ///< batch x slots x hidden; 1 x batch x hidden each
};

struct SequenceTraining {
  SequenceShape shape;
  Head head = Head::softmax;
  Descent descent;
  std::size_t batch = 32;
  double dropout = 0;
  std::uint64_t seed = 0, draws = 0;
  at::Generator generator;
  std::array<at::Tensor, SequenceNet::kParts> parts, moments;
  at::Tensor no_bias;

  [[nodiscard]] const at::Tensor& part(Part p) const { return parts[static_cast<std::size_t>(p)]; }
  [[nodiscard]] std::vector<Batch> batches(const SequenceSamples& samples, std::size_t rows);
  [[nodiscard]] at::Tensor tokens(const std::vector<std::vector<int>>& of, const Batch& rows, bool shifted) const;
  [[nodiscard]] Memory encode(const SequenceSamples& samples, const Batch& rows) const;
  [[nodiscard]] at::Tensor last_states(const SequenceSamples& samples, const Batch& rows) const;
  [[nodiscard]] at::Tensor vector_loss(const SequenceSamples& samples, const Batch& rows, const at::Tensor& state,
                                       double drop);
  [[nodiscard]] at::Tensor said_loss(const SequenceSamples& samples, const Batch& rows, const Memory& memory) const;
  [[nodiscard]] std::array<at::Tensor, 3> lstm(const at::Tensor& x, const at::Tensor& state, const at::Tensor& cell,
                                               Part input, Part of_state, Part bias) const;
  [[nodiscard]] at::Tensor loss(const SequenceSamples& samples, const Batch& rows, double drop);
  void step(const SequenceSamples& samples, const Batch& rows);
  void descend();
};

class TorchSequenceTrainer final : public SequenceTrainer {
 public:
  TorchSequenceTrainer(const SequenceNet& net, Head head, const TrainSettings& settings, std::uint64_t seed);
  void epoch(const SequenceSamples& samples, std::size_t rows) override;
  [[nodiscard]] double loss(const SequenceSamples& samples, std::size_t row) override;
  void weights(SequenceNet& into) const override;

 private:
  SequenceTraining training_;
};

TorchSequenceTrainer::TorchSequenceTrainer(const SequenceNet& net, Head head, const TrainSettings& settings,
                                           std::uint64_t seed) {
  use_one_blas_thread();
  at::set_num_threads(1);
  SequenceTraining& self = training_;
  self.shape = net.shape();
  self.head = head;
  self.descent = {static_cast<float>(settings.learning_rate), static_cast<float>(settings.alpha),
                  static_cast<float>(settings.epsilon)};
  self.batch = static_cast<std::size_t>(settings.batch);
  const bool labels = !self.shape.to_words && (head == Head::softmax || head == Head::sigmoid);
  self.dropout = labels ? settings.dropout : 0;
  self.seed = seed;
  self.generator = at::detail::createCPUGenerator(job_seed(seed, 3, 0));
  self.no_bias = at::zeros({static_cast<std::int64_t>(4 * self.shape.hidden)}, at::kFloat);
  for (std::size_t p = 0; p < SequenceNet::kParts; ++p) {
    const auto part = static_cast<Part>(p);
    if (net.rows(part) == 0) continue;
    at::Tensor tensor = floats(net.at(part), static_cast<std::int64_t>(net.rows(part)),
                               static_cast<std::int64_t>(net.columns(part)), static_cast<std::int64_t>(net.ld(part)));
    if (turned(part)) tensor = tensor.t().contiguous();
    if (net.rows(part) == 1) tensor = tensor.reshape({-1});
    self.moments[p] = at::zeros(tensor.sizes(), at::kFloat);
    self.parts[p] = tensor.requires_grad_(true);
  }
}

void TorchSequenceTrainer::weights(SequenceNet& into) const {
  const at::NoGradGuard no_grad;
  for (std::size_t p = 0; p < SequenceNet::kParts; ++p) {
    const auto part = static_cast<Part>(p);
    if (into.rows(part) == 0) continue;
    const at::Tensor& tensor = training_.parts[p];
    const at::Tensor plain = turned(part) ? tensor.t().contiguous() : tensor.contiguous();
    into.put(part, {plain.data_ptr<float>(), static_cast<std::size_t>(plain.numel())});
  }
}

void TorchSequenceTrainer::epoch(const SequenceSamples& samples, std::size_t rows) {
  for (const Batch& batch : training_.batches(samples, rows)) training_.step(samples, batch);
}

/// Batches in random order. seq-to-seq: rows of one source length, in random order, so that neither a state nor the
/// attention runs over padding. Else rows of neighbouring lengths on the side that has words, the longest first:
/// padding behind a target is masked, and a source of words to a vector is not padded.
std::vector<Batch> SequenceTraining::batches(const SequenceSamples& samples, std::size_t rows) {
  Random random(job_seed(seed, 2, static_cast<std::int64_t>(draws++)));
  const auto shuffle = [&random](auto& list) {
    for (std::size_t i = list.size(); i > 1; --i) std::swap(list[i - 1], list[random.below(i)]);
  };
  Batch order(rows);
  std::iota(order.begin(), order.end(), 0U);
  shuffle(order);
  std::map<std::size_t, Batch> of_length;
  if (shape.from_words && shape.to_words) {
    for (const auto row : order) of_length[samples.source_words[row].size()].push_back(row);
  } else {
    const auto& words = shape.from_words ? samples.source_words : samples.target_words;
    std::stable_sort(order.begin(), order.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return words[a].size() > words[b].size(); });
    of_length[0] = std::move(order);
  }
  std::vector<Batch> all;
  for (const auto& [length, of] : of_length) {
    for (std::size_t begin = 0; begin < of.size(); begin += batch)
      all.emplace_back(of.begin() + static_cast<std::ptrdiff_t>(begin),
                       of.begin() + static_cast<std::ptrdiff_t>(std::min(begin + batch, of.size())));
  }
  shuffle(all);
  return all;
}

/// rows x longest, padded. shifted: what the decoder hears, the start and all tokens but the end.
at::Tensor SequenceTraining::tokens(const std::vector<std::vector<int>>& of, const Batch& rows, bool shifted) const {
  std::size_t longest = 0;
  for (const auto row : rows) longest = std::max(longest, of[row].size());
  at::Tensor tensor =
      at::zeros({static_cast<std::int64_t>(rows.size()), static_cast<std::int64_t>(longest)}, at::kLong);
  auto* into = tensor.data_ptr<std::int64_t>();
  for (const auto row : rows) {
    const auto& words = of[row];
    if (shifted) {
      into[0] = Vocabulary::kStart;
      std::copy(words.begin(), words.end() - 1, into + 1);
    } else {
      std::copy(words.begin(), words.end(), into);
    }
    into += longest;
  }
  return tensor;
}

std::array<at::Tensor, 3> SequenceTraining::lstm(const at::Tensor& x, const at::Tensor& state, const at::Tensor& cell,
                                                 Part input, Part of_state, Part bias) const {
  const std::array<at::Tensor, 2> begin{state, cell};
  const std::array<at::Tensor, 4> weights{part(input), part(of_state), part(bias), no_bias};
  auto [out, h, c] = at::lstm(x, begin, weights, true, 1, 0.0, true, false, true);
  return {out, h, c};
}

/// The state at each row's own last word, 1 x batch x hidden. rows: the longest first. Read in stretches, one for each
/// length there is: all rows up to the shortest one's end, the others on to the next end, so that no padding is read.
at::Tensor SequenceTraining::last_states(const SequenceSamples& samples, const Batch& rows) const {
  const auto& words = samples.source_words;
  struct Stretch {
    std::size_t rows, begin, end;
  };
  std::vector<Stretch> stretches;
  std::vector<std::int64_t> tokens, sizes;
  for (std::size_t n = rows.size(), begin = 0; n > 0;) {
    const std::size_t end = words[rows[n - 1]].size();
    for (std::size_t r = 0; r < n; ++r)
      tokens.insert(tokens.end(), words[rows[r]].begin() + static_cast<std::ptrdiff_t>(begin),
                    words[rows[r]].begin() + static_cast<std::ptrdiff_t>(end));
    stretches.push_back({n, begin, end});
    sizes.push_back(static_cast<std::int64_t>(n * (end - begin)));
    while (n > 0 && words[rows[n - 1]].size() == end) --n;
    begin = end;
  }
  at::Tensor places = at::empty({static_cast<std::int64_t>(tokens.size())}, at::kLong);
  std::copy(tokens.begin(), tokens.end(), places.data_ptr<std::int64_t>());
  const auto x = at::split_with_sizes(at::embedding(part(Part::source_embedding), places), sizes);
  const auto hidden = static_cast<std::int64_t>(shape.hidden);
  at::Tensor state = at::zeros({1, static_cast<std::int64_t>(rows.size()), hidden}, at::kFloat), cell = state;
  std::vector<at::Tensor> last;  // of the rows that end with each stretch
  for (std::size_t i = 0; i < stretches.size(); ++i) {
    const auto n = static_cast<std::int64_t>(stretches[i].rows);
    const auto steps = static_cast<std::int64_t>(stretches[i].end - stretches[i].begin);
    auto [out, h, c] =
        lstm(x[i].reshape({n, steps, hidden}), state, cell, Part::source_input, Part::source_state, Part::source_bias);
    const std::int64_t on = i + 1 < stretches.size() ? static_cast<std::int64_t>(stretches[i + 1].rows) : 0;
    last.push_back(on > 0 ? h.slice(1, on) : h);
    state = h.slice(1, 0, on);
    cell = c.slice(1, 0, on);
  }
  if (last.size() == 1) return last.front();
  std::reverse(last.begin(), last.end());
  return at::cat(last, 1);
}

Memory SequenceTraining::encode(const SequenceSamples& samples, const Batch& rows) const {
  const auto n = static_cast<std::int64_t>(rows.size()), hidden = static_cast<std::int64_t>(shape.hidden);
  if (shape.from_words) {
    const at::Tensor x = at::embedding(part(Part::source_embedding), tokens(samples.source_words, rows, false));
    const at::Tensor zero = at::zeros({1, n, hidden}, at::kFloat);
    auto [out, h, c] = lstm(x, zero, zero, Part::source_input, Part::source_state, Part::source_bias);
    return {out, h, c};
  }
  at::Tensor x = at::empty({n, static_cast<std::int64_t>(samples.inputs)}, at::kFloat);
  for (std::size_t r = 0; r < rows.size(); ++r)
    std::copy_n(samples.x.data() + rows[r] * samples.inputs, samples.inputs, x.data_ptr<float>() + r * samples.inputs);
  const at::Tensor first = at::relu(at::addmm(part(Part::vector_in_bias), x, part(Part::vector_in)));
  const at::Tensor slot = at::addmm(part(Part::vector_out_bias), first, part(Part::vector_out));
  return {slot.unsqueeze(1), slot.unsqueeze(0).contiguous(), at::zeros({1, n, hidden}, at::kFloat)};
}

at::Tensor SequenceTraining::vector_loss(const SequenceSamples& samples, const Batch& rows, const at::Tensor& state,
                                         double drop) {
  const auto out = static_cast<std::int64_t>(shape.target);
  at::Tensor t = at::empty({static_cast<std::int64_t>(rows.size()), out}, at::kFloat);
  for (std::size_t r = 0; r < rows.size(); ++r)
    std::copy_n(samples.t.data() + rows[r] * samples.ld_output, shape.target, t.data_ptr<float>() + r * shape.target);
  at::Tensor hidden = at::relu(at::addmm(part(Part::head_in_bias), state.squeeze(0), part(Part::head_in)));
  if (drop > 0) hidden = hidden * at::empty(hidden.sizes(), at::kFloat).bernoulli_(1 - drop, generator).div_(1 - drop);
  const at::Tensor z = at::addmm(part(Part::head_out_bias), hidden, part(Part::head_out));
  switch (head) {
    case Head::softmax: return (t * at::log_softmax(z, 1)).sum() / -static_cast<double>(rows.size());
    case Head::sigmoid: return at::binary_cross_entropy_with_logits(z, t);
    case Head::box: {
      const at::Tensor there = t.slice(1, 4, 5);
      const at::Tensor error = (z.slice(1, 0, 4) - t.slice(1, 0, 4)) * there;
      return (error * error).sum() / (4 * static_cast<double>(rows.size())) +
             at::binary_cross_entropy_with_logits(z.slice(1, 4, 5), there);
    }
    case Head::scalar: break;
  }
  return at::l1_loss(z, t);
}

/// Attention is not fed back into the LSTM (paper: embedding, LSTM, attention, fully connected, in this order), so all
/// steps attend at once.
at::Tensor SequenceTraining::said_loss(const SequenceSamples& samples, const Batch& rows, const Memory& memory) const {
  const at::Tensor x = at::embedding(part(Part::target_embedding), tokens(samples.target_words, rows, true));
  const auto out = lstm(x, memory.state, memory.cell, Part::target_input, Part::target_state, Part::target_bias)[0];
  at::Tensor attended = memory.slots;
  if (memory.slots.size(1) > 1) {
    const at::Tensor query = at::matmul(out, part(Part::attention_query)).unsqueeze(2);
    const at::Tensor keys = at::matmul(memory.slots, part(Part::attention_memory)).unsqueeze(1);
    const at::Tensor scores = at::matmul(at::tanh(query + keys), part(Part::attention_score));
    attended = at::matmul(at::softmax(scores, 2), memory.slots);
  } else {
    attended = memory.slots.expand({-1, out.size(1), -1});  // one slot gets all attention
  }
  const at::Tensor both = at::cat({out, attended}, 2);
  const at::Tensor z = at::addmm(part(Part::output_bias), both.reshape({-1, both.size(2)}), part(Part::output));
  const at::Tensor exact = tokens(samples.target_words, rows, false);
  return at::cross_entropy_loss(z, exact.reshape({-1}), {}, 1 /* mean */, Vocabulary::kPad);
}

void SequenceTraining::step(const SequenceSamples& samples, const Batch& rows) {
  const at::AutoGradMode grad(true);
  loss(samples, rows, dropout).backward();
  descend();
}

at::Tensor SequenceTraining::loss(const SequenceSamples& samples, const Batch& rows, double drop) {
  if (!shape.to_words) return vector_loss(samples, rows, last_states(samples, rows), drop);
  return said_loss(samples, rows, encode(samples, rows));
}

double TorchSequenceTrainer::loss(const SequenceSamples& samples, std::size_t row) {
  const at::NoGradGuard no_grad;
  return training_.loss(samples, {static_cast<std::uint32_t>(row)}, 0).item<double>();
}

/// RMSprop by our kernel, which reads and writes a weight once; LibTorch's operations make five passes.
void SequenceTraining::descend() {
  const at::NoGradGuard no_grad;
  const Kernel& kernel = best_kernel();
  const auto lanes = static_cast<std::size_t>(kernel.lanes);
  for (std::size_t p = 0; p < SequenceNet::kParts; ++p) {
    if (!parts[p].defined()) continue;
    at::Tensor& grad = parts[p].mutable_grad();
    if (!grad.defined()) continue;  // attention with one slot
    at::Tensor gradient = grad.contiguous();
    if (reinterpret_cast<std::uintptr_t>(gradient.data_ptr<float>()) % 64 != 0) gradient = gradient.clone();
    const float* g = gradient.data_ptr<float>();
    float *w = parts[p].data_ptr<float>(), *v = moments[p].data_ptr<float>();
    const auto n = static_cast<std::size_t>(gradient.numel());
    const std::size_t whole = n / lanes * lanes;
    kernel.update_bias(1, whole, g, descent, w, v);
    for (std::size_t i = whole; i < n; ++i) {
      v[i] = descent.alpha * v[i] + (1 - descent.alpha) * g[i] * g[i];
      w[i] -= descent.rate * g[i] / (std::sqrt(v[i]) + descent.epsilon);
    }
    grad.reset();  // the next step's gradient takes its place, instead of being added to zeros
  }
}

std::unique_ptr<SequenceTrainer> sequence_trainer(const SequenceNet& net, Head head, const TrainSettings& settings,
                                                  std::uint64_t seed) {
  return std::make_unique<TorchSequenceTrainer>(net, head, settings, seed);
}

}  // namespace
}  // namespace mlink::links

extern "C" const mlink::links::TorchTable* mlink_links_torch();

const mlink::links::TorchTable* mlink_links_torch() {
  static constexpr mlink::links::TorchTable table{mlink::links::sequence_trainer};
  return &table;
}
