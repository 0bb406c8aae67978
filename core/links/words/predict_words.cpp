#include "links/words/predict_words.h"

#include <algorithm>
#include <array>
#include <optional>

namespace mlink::links {
namespace {

/// The likeliest token that can be said: neither padding nor the start.
int choose(const float* z, std::size_t tokens) {
  int best = Vocabulary::kEnd;
  for (std::size_t i = Vocabulary::kEnd + 1; i < tokens; ++i)
    if (z[i] > z[best]) best = static_cast<int>(i);
  return best;
}

/// Lets `last_layer(heard, z)` choose token after token until the end.
template <class LastLayer>
std::size_t decode(const Vocabulary& vocabulary, std::span<int> tokens, float* z, const LastLayer& last_layer) {
  std::size_t n = 0;
  int heard = Vocabulary::kStart;
  while (n < vocabulary.longest()) {
    last_layer(heard, z);
    heard = choose(z, vocabulary.tokens());
    if (heard == Vocabulary::kEnd) break;
    tokens[n++] = heard;
  }
  return n;
}

bool takes_part(const LinkSet::Data& data, BoxSet from, int i, int target) {
  return from.has(i) && i != target && data.link(i, target).learnt();
}

}  // namespace

SequenceRun start_run(const LinkSet::Data& data, int source, const SequenceNet& net, const SourceInput& input,
                      Scratch& scratch) {
  const std::size_t slots = source_slots(data, source);
  SequenceRun run(*data.kernel, net, slots, scratch);
  if (data.has_words(source)) {
    const auto tokens = scratch.take_ints(slots);
    const std::size_t n =
        source_tokens(data.vocabulary(source), input.state == SourceState::none, input.source.words, tokens);
    run.read(tokens.first(n));
  } else {
    float* const x = scratch.take(data.source(source).inputs());
    data.source(source).encode(input.state, input.source.values, x);
    run.read(x);
  }
  return run;
}

std::size_t words_floats(const LinkSet::Data& data, BoxSet from, int target) {
  const std::size_t ld = Scratch::rounded(data.kernel->pad(data.target(target).width()));
  std::size_t sum = 16 + ld;
  for (int i = 0; i < data.size(); ++i) {
    if (!takes_part(data, from, i, target)) continue;
    const std::size_t slots = source_slots(data, i);
    sum += SequenceRun::floats(data.link(i, target).words, slots) + Scratch::rounded(slots) +
           Scratch::rounded(data.source(i).inputs()) + ld;
  }
  return sum;
}

std::size_t decode_words(const LinkSet::Data& data, const EnsembleWeights& weights, BoxSet from, int target,
                         const SourceInputRef& inputs, std::span<int> tokens, std::span<float> buffer) {
  const Vocabulary& vocabulary = data.vocabulary(target);
  const std::size_t ld = data.kernel->pad(data.target(target).width());
  Scratch scratch(buffer.data());
  std::array<std::optional<SequenceRun>, BoxSet::kMax> runs;
  std::array<float*, BoxSet::kMax> z{};
  BoxSet present;
  for (int i = 0; i < data.size(); ++i) {
    if (!takes_part(data, from, i, target)) continue;
    const Link& link = data.link(i, target);
    const SourceInput words = inputs(i);
    if (words.state == SourceState::left_out || (words.state == SourceState::none && !link.knows_none)) continue;
    present = present.with(i);
    runs[static_cast<std::size_t>(i)].emplace(start_run(data, i, link.words, words, scratch));
    z[static_cast<std::size_t>(i)] = scratch.take(ld);
  }
  if (present.empty()) {
    const Words& prior = data.prior_words[static_cast<std::size_t>(target)];
    for (std::size_t t = 0; t < prior.size(); ++t) tokens[t] = vocabulary.token(prior[t]);
    return prior.size();
  }
  float* const together = scratch.take(ld);
  return decode(vocabulary, tokens, together, [&](int heard, float* into) {
    for (int i = 0; i < data.size(); ++i) {
      auto& run = runs[static_cast<std::size_t>(i)];
      if (run) run->next(heard, present.size() == 1 ? into : z[static_cast<std::size_t>(i)]);
    }
    if (present.size() > 1) weights.combine(present, z.data(), into);
  });
}

std::size_t decode_words(const Vocabulary& vocabulary, SequenceRun& run, std::span<int> tokens, float* z) {
  return decode(vocabulary, tokens, z, [&](int heard, float* into) { run.next(heard, into); });
}

}  // namespace mlink::links
