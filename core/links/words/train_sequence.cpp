// Trains one link with words on a side, and the ensemble of a target with words.
#include <algorithm>
#include <cmath>

#include "base/number.h"
#include "links/nets/sequence_trainer.h"
#include "links/words/predict_words.h"

namespace mlink::links {
namespace {

/// Samples of one pair, their rows in time; the last of them choose the epoch.
struct Pair {
  SequenceSamples samples;
  std::vector<std::size_t> rows;
  std::size_t fit = 0;
  bool knows_none = false;
  [[nodiscard]] std::size_t inner_first() const { return fit < rows.size() ? fit : 0; }
};

Pair pair_of(const LinkSet::Data& data, const OutputTable& table, int source, int target) {
  const OutputColumn& from = table.columns[static_cast<std::size_t>(source)];
  const OutputColumn& to = table.columns[static_cast<std::size_t>(target)];
  const SourceCode& in = data.source(source);
  const TargetCode& out = data.target(target);
  Pair pair;
  SequenceSamples& samples = pair.samples;
  samples.inputs = data.has_words(source) ? 0 : in.inputs();
  samples.ld_output = data.has_words(target) ? 0 : data.kernel->pad(out.width());
  std::vector<float> exact(samples.ld_output, 0.F), input(samples.inputs);
  std::vector<int> heard(data.vocabulary(source).longest() + 1);
  for (std::size_t row = 0; row < data.split.train; ++row) {
    const SourceState state = source_state(from, row, in.width());
    if (state == SourceState::left_out || !to.present(row)) continue;
    if (!data.has_words(target) && !out.encode(to.row(row), exact.data())) continue;
    pair.knows_none = pair.knows_none || state == SourceState::none;
    const FrameSource said = source_in(from, row).source;
    if (data.has_words(source)) {
      const std::size_t n = source_tokens(data.vocabulary(source), state == SourceState::none, said.words, heard);
      samples.source_words.emplace_back(heard.begin(), heard.begin() + static_cast<std::ptrdiff_t>(n));
    } else {
      in.encode(state, said.values, input.data());
      samples.x.insert(samples.x.end(), input.begin(), input.end());
    }
    if (data.has_words(target))
      samples.target_words.push_back(target_tokens(data.vocabulary(target), to.words[row]));
    else
      samples.t.insert(samples.t.end(), exact.begin(), exact.end());
    pair.rows.push_back(row);
  }
  samples.rows = pair.rows.size();
  pair.fit = fit_rows(pair.rows.size(), data.settings.inner_part);
  return pair;
}

/// How well a net predicts the inner rows, as a number to choose epochs by: p for vectors; for words 1 - WER, also
/// below zero, so that of two bad nets the one that says less nonsense is chosen.
class InnerScore {
 public:
  InnerScore(const LinkSet::Data& data, const OutputTable& table, int source, int target, const Pair& pair)
      : data_(data),
        source_(source),
        target_(target),
        pair_(pair),
        from_(table.columns[static_cast<std::size_t>(source)]),
        to_(table.columns[static_cast<std::size_t>(target)]),
        rows_(std::span(pair.rows).subspan(pair.inner_first())) {}

  struct Value {
    double p = 0, loss = 0;
  };
  Value of(const SequenceNet& net) {
    return data_.has_words(target_) ? Value{words_p(net), words_loss(net)} : vector_value(net);
  }
  double prior_p() const {
    if (!data_.has_words(target_)) return RowScorer(*data_.kernel, data_.target(target_), to_, rows_).prior_p();
    const Words& prior = data_.prior_words[static_cast<std::size_t>(target_)];
    double edits = 0, words = 0;
    for (const std::size_t row : rows_) count(to_.words[row], prior, edits, words);
    return 1 - edits / std::max(words, 1.0);
  }

 private:
  static void count(const Words& exact, const Words& said, double& edits, double& words) {
    const WordErrors errors = word_errors(exact, said);
    edits += static_cast<double>(errors.edits);
    words += static_cast<double>(errors.words);
  }
  SequenceRun read(const SequenceNet& net, std::size_t row, Scratch& scratch) const {
    return start_run(data_, source_, net,
                     {source_state(from_, row, data_.source(source_).width()), source_in(from_, row).source}, scratch);
  }
  AlignedFloats buffer(const SequenceNet& net) const {
    const std::size_t slots = source_slots(data_, source_);
    return AlignedFloats(SequenceRun::floats(net, slots) + Scratch::rounded(slots) +
                         Scratch::rounded(data_.source(source_).inputs()) + Scratch::rounded(net.ld_output()) + 16);
  }
  double words_p(const SequenceNet& net) {
    const Vocabulary& vocabulary = data_.vocabulary(target_);
    AlignedFloats floats = buffer(net);
    std::vector<int> tokens(vocabulary.longest());
    Words said;
    double edits = 0, words = 0;
    for (const std::size_t row : rows_) {
      Scratch scratch(floats.data());
      SequenceRun run = read(net, row, scratch);
      const std::size_t n = decode_words(vocabulary, run, tokens, scratch.take(net.ld_output()));
      said.clear();
      for (std::size_t t = 0; t < n; ++t) said.emplace_back(vocabulary.word(tokens[t]));
      count(to_.words[row], said, edits, words);
    }
    return 1 - edits / std::max(words, 1.0);
  }
  /// Mean cross-entropy a token, each heard token being the exact one.
  double words_loss(const SequenceNet& net) {
    AlignedFloats floats = buffer(net);
    const std::size_t tokens = net.shape().target;
    double sum = 0, n = 0;
    for (std::size_t r = 0; r < rows_.size(); ++r) {
      Scratch scratch(floats.data());
      SequenceRun run = read(net, rows_[r], scratch);
      float* const z = scratch.take(net.ld_output());
      int heard = Vocabulary::kStart;
      for (const int exact : pair_.samples.target_words[pair_.inner_first() + r]) {
        run.next(heard, z);
        const double top = *std::max_element(z, z + tokens);
        double shares = 0;
        for (std::size_t i = 0; i < tokens; ++i) shares += std::exp(z[i] - top);
        sum += top + std::log(shares) - z[exact];
        n += 1;
        heard = exact;
      }
    }
    return sum / std::max(n, 1.0);
  }
  Value vector_value(const SequenceNet& net) {
    const std::size_t ld = net.ld_output();
    AlignedFloats floats = buffer(net), z(rows_.size() * ld);
    for (std::size_t r = 0; r < rows_.size(); ++r) {
      Scratch scratch(floats.data());
      read(net, rows_[r], scratch).last_layer(z.data() + r * ld);
    }
    const TargetCode& code = data_.target(target_);
    const double loss = code.loss(rows_.size(), ld, pair_.samples.t.data() + pair_.inner_first() * ld, z.data());
    if (!std::isfinite(loss)) return {kNan, loss};
    return {RowScorer(*data_.kernel, code, to_, rows_).p(z.data(), ld, {}), loss};
  }

  const LinkSet::Data& data_;
  int source_, target_;
  const Pair& pair_;
  const OutputColumn &from_, &to_;
  std::span<const std::size_t> rows_;
};

}  // namespace

SequenceShape LinkSet::Data::sequence_shape(int i, int j) const {
  SequenceShape shape;
  shape.from_words = has_words(i);
  shape.to_words = has_words(j);
  shape.source = shape.from_words ? vocabulary(i).tokens() : source(i).inputs();
  shape.target = target(j).width();
  shape.hidden = static_cast<std::size_t>(settings.sequence_hidden);
  shape.head = shape.to_words ? 0 : hidden_units(settings, shape.target);
  return shape;
}

bool train_sequence_link(const LinkSet::Data& data, const OutputTable& table, int source, int target,
                         MakeSequenceTrainer make_trainer, const std::stop_token& stop, Link& link) {
  const Pair pair = pair_of(data, table, source, target);
  const TargetCode& code = data.target(target);
  const std::uint64_t seed = seed_of(data.settings.seed, data.boxes[static_cast<std::size_t>(source)],
                                     data.boxes[static_cast<std::size_t>(target)]);
  link.exists = true;
  link.knows_none = pair.knows_none;
  link.words = SequenceNet(*data.kernel, data.sequence_shape(source, target));
  link.words.begin(seed, code.start);
  link.figures.trained_frames = static_cast<std::int64_t>(pair.rows.size());
  link.figures.parameters = static_cast<int>(link.words.parameters());
  link.inner_first = first_inner_row(pair.rows, pair.fit);
  // One sample teaches nothing that could be checked, and without a word there is nothing to say: the prior stays.
  if (pair.rows.size() < 2 || (data.has_words(target) && data.vocabulary(target).empty())) return true;

  const auto trainer = make_trainer(link.words, code.head, data.settings, seed);
  InnerScore score(data, table, source, target, pair);
  SequenceNet now = link.words;
  InnerScore::Value best{score.prior_p(), score.of(now).loss};
  for (int epoch = 1; epoch <= data.settings.epochs; ++epoch) {
    if (stop.stop_requested()) return false;
    trainer->epoch(pair.samples, pair.fit);
    trainer->weights(now);
    const auto value = score.of(now);
    if (!std::isfinite(value.loss)) break;  // the weights are lost from here on
    if (!better(value.p, value.loss, best.p, best.loss)) continue;
    best = value;
    link.words = now;
    link.figures.best_epoch = epoch;
  }
  return true;
}

}  // namespace mlink::links
