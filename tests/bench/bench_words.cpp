// Training and prediction of links with words on a side, against a hand-batched LibTorch loop in the same process, one
// thread each: torch::nn modules, sequences sorted by length and padded to the longest of their batch. Both train the
// same net on the same samples with batches of the same size, in turn. Read the ratio.
//   BUILD/tests/bench/bench_words [TURNS]
#include <torch/torch.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <numeric>

#include "base/random.h"
#include "links/nets/sequence_trainer.h"
#include "timing.h"

namespace {

using namespace mlink::rooms;
using namespace mlink::bench;
namespace nn = torch::nn;

constexpr std::size_t kSamples = 1000, kHidden = 64, kBatch = 32, kVector = 20;

struct Kind {
  const char* name;
  bool from_words, to_words;
  std::size_t vocabulary, longest;
};
constexpr Kind kKinds[] = {{"seq-to-vec, 2000 words, up to 20", true, false, 2000, 20},
                           {"vec-to-seq, 2000 words, up to 20", false, true, 2000, 20},
                           {"seq-to-seq, 2000 words, up to 20", true, true, 2000, 20},
                           {"seq-to-seq, 50 words, up to 6", true, true, 50, 6}};

SequenceShape shape_of(const Kind& kind) {
  return {kind.from_words,
          kind.to_words,
          kind.from_words ? kind.vocabulary : kVector,
          kind.to_words ? kind.vocabulary : kVector,
          kHidden,
          kind.to_words ? 0 : 2 * kVector};
}

/// Synthetic: random words, lengths from 1 to the longest; random vectors and labels.
SequenceSamples samples_of(const Kind& kind) {
  Random random(1);
  SequenceSamples samples;
  samples.rows = kSamples;
  const auto words = [&] {
    std::vector<int> tokens;
    for (std::uint64_t n = random.below(kind.longest) + 1; n > 1; --n)
      tokens.push_back(Vocabulary::kFirst + static_cast<int>(random.below(kind.vocabulary - Vocabulary::kFirst)));
    tokens.push_back(Vocabulary::kEnd);
    return tokens;
  };
  samples.inputs = kind.from_words ? 0 : kVector;
  samples.ld_output = kind.to_words ? 0 : best_kernel().pad(kVector);
  for (std::size_t row = 0; row < kSamples; ++row) {
    if (kind.from_words) samples.source_words.push_back(words());
    if (kind.to_words) samples.target_words.push_back(words());
  }
  samples.x.resize(kSamples * samples.inputs);
  for (float& x : samples.x) x = static_cast<float>(random.unit() - 0.5);
  samples.t.assign(kSamples * samples.ld_output, 0.F);
  for (std::size_t row = 0; !kind.to_words && row < kSamples; ++row)
    samples.t[row * samples.ld_output + random.below(kVector)] = 1;
  return samples;
}

/// What a careful user of LibTorch writes.
struct ByHandImpl : nn::Module {
  explicit ByHandImpl(const Kind& kind) : of(kind) {
    const auto h = static_cast<std::int64_t>(kHidden), v = static_cast<std::int64_t>(kind.vocabulary);
    if (kind.from_words) {
      source = register_module("source", nn::Embedding(v, h));
      encoder = register_module("encoder", nn::LSTM(nn::LSTMOptions(h, h).batch_first(true)));
    } else {
      mlp = register_module("mlp", nn::Sequential(nn::Linear(kVector, h), nn::ReLU(), nn::Linear(h, h)));
    }
    if (kind.to_words) {
      target = register_module("target", nn::Embedding(v, h));
      decoder = register_module("decoder", nn::LSTM(nn::LSTMOptions(h, h).batch_first(true)));
      query = register_module("query", nn::Linear(nn::LinearOptions(h, h).bias(false)));
      keys = register_module("keys", nn::Linear(nn::LinearOptions(h, h).bias(false)));
      score = register_module("score", nn::Linear(nn::LinearOptions(h, 1).bias(false)));
      said = register_module("said", nn::Linear(2 * h, v));
    } else {
      head = register_module("head", nn::Sequential(nn::Linear(h, 2 * kVector), nn::ReLU(), nn::Dropout(0.5),
                                                    nn::Linear(2 * kVector, kVector)));
    }
  }
  torch::Tensor loss(const torch::Tensor& in, const torch::Tensor& heard, const torch::Tensor& exact) {
    torch::Tensor memory, h, c;
    if (of.from_words) {
      auto [out, state] = encoder->forward(source->forward(in));
      memory = out;
      std::tie(h, c) = state;
    } else {
      const auto slot = mlp->forward(in);
      memory = slot.unsqueeze(1);
      h = slot.unsqueeze(0).contiguous();
      c = torch::zeros_like(h);
    }
    if (!of.to_words) return nn::functional::cross_entropy(head->forward(h.squeeze(0)), exact);
    const auto out = std::get<0>(decoder->forward(target->forward(heard), std::make_tuple(h, c)));
    const auto scores =
        score->forward(torch::tanh(query->forward(out).unsqueeze(2) + keys->forward(memory).unsqueeze(1)));
    const auto attended = torch::matmul(torch::softmax(scores.squeeze(-1), 2), memory);
    const auto z = said->forward(torch::cat({out, attended}, 2));
    return nn::functional::cross_entropy(z.reshape({-1, z.size(2)}), exact.reshape({-1}),
                                         nn::functional::CrossEntropyFuncOptions().ignore_index(Vocabulary::kPad));
  }
  Kind of;
  nn::Embedding source{nullptr}, target{nullptr};
  nn::LSTM encoder{nullptr}, decoder{nullptr};
  nn::Sequential mlp{nullptr}, head{nullptr};
  nn::Linear query{nullptr}, keys{nullptr}, score{nullptr}, said{nullptr};
};
TORCH_MODULE(ByHand);

torch::Tensor padded(const std::vector<std::vector<int>>& of, const std::vector<std::size_t>& rows, bool shifted) {
  std::size_t longest = 0;
  for (const auto row : rows) longest = std::max(longest, of[row].size());
  auto tensor =
      torch::zeros({static_cast<std::int64_t>(rows.size()), static_cast<std::int64_t>(longest)}, torch::kLong);
  for (std::size_t r = 0; r < rows.size(); ++r) {
    auto* into = tensor.data_ptr<std::int64_t>() + r * longest;
    const auto& words = of[rows[r]];
    if (shifted) *into++ = Vocabulary::kStart;
    std::copy(words.begin(), words.end() - (shifted ? 1 : 0), into);
  }
  return tensor;
}

/// Batches of neighbours in length, as tensors made once.
struct Batches {
  std::vector<std::array<torch::Tensor, 3>> all;
  Batches(const Kind& kind, const SequenceSamples& samples) {
    const auto& sorted_by = kind.from_words ? samples.source_words : samples.target_words;
    std::vector<std::size_t> order(kSamples);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](auto a, auto b) { return sorted_by[a].size() < sorted_by[b].size(); });
    for (std::size_t begin = 0; begin < kSamples; begin += kBatch) {
      const std::vector<std::size_t> rows(
          order.begin() + static_cast<std::ptrdiff_t>(begin),
          order.begin() + static_cast<std::ptrdiff_t>(std::min(begin + kBatch, kSamples)));
      std::array<torch::Tensor, 3> batch;
      const auto n = static_cast<std::int64_t>(rows.size());
      if (kind.from_words) {
        batch[0] = padded(samples.source_words, rows, false);
      } else {
        batch[0] = torch::empty({n, static_cast<std::int64_t>(kVector)});
        for (std::size_t r = 0; r < rows.size(); ++r)
          std::copy_n(samples.x.data() + rows[r] * kVector, kVector, batch[0].data_ptr<float>() + r * kVector);
      }
      if (kind.to_words) {
        batch[1] = padded(samples.target_words, rows, true);
        batch[2] = padded(samples.target_words, rows, false);
      } else {
        batch[2] = torch::empty({n}, torch::kLong);
        for (std::size_t r = 0; r < rows.size(); ++r) {
          const float* t = samples.t.data() + rows[r] * samples.ld_output;
          batch[2].data_ptr<std::int64_t>()[r] = std::max_element(t, t + kVector) - t;
        }
      }
      all.push_back(batch);
    }
  }
};

/// Seconds of CPU of one epoch, of either, in turn: what disturbs the machine disturbs both.
struct Turns {
  std::vector<double> ours, by_hand;
};
Turns train(const Kind& kind, int turns) {
  torch::set_num_threads(1);
  torch::manual_seed(1);
  const SequenceSamples samples = samples_of(kind);
  SequenceNet net(best_kernel(), shape_of(kind));
  net.begin(1, std::vector<float>(net.shape().target, 0.F));
  const auto trainer = sequence_trainers().value()(net, Head::softmax, TrainSettings{}, 1);
  const Batches batches(kind, samples);
  ByHand hand(kind);
  torch::optim::RMSprop optimiser(hand->parameters(), torch::optim::RMSpropOptions(0.01).alpha(0.9).eps(1e-7));
  Turns seconds;
  for (int turn = -1; turn < turns; ++turn) {  // the first warms up
    double start = cpu_seconds();
    trainer->epoch(samples, kSamples);
    const double ours = cpu_seconds() - start;
    start = cpu_seconds();
    for (const auto& batch : batches.all) {
      optimiser.zero_grad();
      hand->loss(batch[0], batch[1], batch[2]).backward();
      optimiser.step();
    }
    if (turn < 0) continue;
    seconds.ours.push_back(ours);
    seconds.by_hand.push_back(cpu_seconds() - start);
  }
  return seconds;
}

/// Seconds of one frame: read the source, then say the last layer or ten words.
double predict(const Kind& kind) {
  const SequenceSamples samples = samples_of(kind);
  SequenceNet net(best_kernel(), shape_of(kind));
  net.begin(1, std::vector<float>(net.shape().target, 0.F));
  AlignedFloats floats(SequenceRun::floats(net, kind.longest) + net.ld_output() + 64);
  const double start = cpu_seconds();
  for (std::size_t row = 0; row < kSamples; ++row) {
    Scratch scratch(floats.data());
    SequenceRun run(best_kernel(), net, kind.longest, scratch);
    float* const z = scratch.take(net.ld_output());
    if (kind.from_words)
      run.read(samples.source_words[row]);
    else
      run.read(samples.x.data() + row * samples.inputs);
    if (kind.to_words)
      for (int t = 0; t < 10; ++t) run.next(Vocabulary::kFirst + t, z);
    else
      run.last_layer(z);
    keep(z);
  }
  return (cpu_seconds() - start) / kSamples;
}

}  // namespace

int main(int argc, char** argv) {
  const int turns = argc > 1 ? std::max(1, std::atoi(argv[1])) : 7;
  std::printf("One epoch of 1000 synthetic samples, CPU time of one thread, medians of %d turns:\n", turns);
  std::printf("  %-36s %10s %10s %14s %16s\n", "net", "by hand", "ours", "hand / ours", "one frame, ours");
  for (const Kind& kind : kKinds) {
    const Turns seconds = train(kind, turns);
    std::vector<double> ratios;
    for (std::size_t t = 0; t < seconds.ours.size(); ++t) ratios.push_back(seconds.by_hand[t] / seconds.ours[t]);
    std::printf("  %-36s %7.0f ms %7.0f ms %14.2f %13.1f us\n", kind.name, 1e3 * median(seconds.by_hand),
                1e3 * median(seconds.ours), median(ratios), 1e6 * predict(kind));
  }
}
