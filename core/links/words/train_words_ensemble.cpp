// The ensemble of a target with words: one weight a source over the links' last layers, learnt token by token with the
// links frozen, each token heard being the exact one; then checked by what is said.
#include <algorithm>
#include <cmath>

#include "links/words/predict_words.h"

namespace mlink::links {
namespace {

/// A few weights need few tokens: of more training rows than fit into so many floats, evenly spaced ones are taken.
constexpr std::size_t kMostFloats = std::size_t{1} << 24U;

struct Rows {
  std::vector<std::size_t> rows;  ///< training rows with an exact output and a source
  std::vector<BoxSet> present;
  std::size_t fit = 0;
};

BoxSet present_in(const LinkSet::Data& data, const OutputTable& table, const std::vector<int>& sources, int target,
                  std::size_t row) {
  BoxSet present;
  for (const int i : sources) {
    const SourceState state = source_state(table.columns[static_cast<std::size_t>(i)], row, data.source(i).width());
    if (state == SourceState::present || (state == SourceState::none && data.link(i, target).knows_none))
      present = present.with(i);
  }
  return present;
}

Rows rows_of(const LinkSet::Data& data, const OutputTable& table, const std::vector<int>& sources, int target) {
  const OutputColumn& column = table.columns[static_cast<std::size_t>(target)];
  Rows all;
  for (std::size_t row = 0; row < data.split.train; ++row) {
    const BoxSet present = present_in(data, table, sources, target, row);
    if (present.empty() || !column.present(row)) continue;
    all.rows.push_back(row);
    all.present.push_back(present);
  }
  all.fit = fit_rows(all.rows.size(), data.settings.inner_part);
  return all;
}

/// The tokens as samples of a single label, for the trainer of ensembles.
struct TokenTask {
  TargetCode code;
  OutputColumn column;
  TrainSettings settings;
  EnsembleTask task;
};

void add_row(const LinkSet::Data& data, const OutputTable& table, int target, std::size_t row, BoxSet present,
             TokenTask& tokens) {
  const std::size_t width = data.target(target).width(), ld = data.kernel->pad(width);
  const auto& exact = table.columns[static_cast<std::size_t>(target)].words[row];
  const auto said = target_tokens(data.vocabulary(target), exact);
  EnsembleTask& task = tokens.task;
  for (const int token : said) {
    task.rows.push_back(tokens.column.presence.size());
    task.present.push_back(present);
    tokens.column.presence.push_back(Presence::present);
    tokens.column.values.resize(tokens.column.values.size() + width, 0.F);
    tokens.column.values[tokens.column.values.size() - width + static_cast<std::size_t>(token)] = 1;
    task.exact.resize(task.exact.size() + ld, 0.F);
    task.exact[task.exact.size() - ld + static_cast<std::size_t>(token)] = 1;
  }
  for (std::size_t s = 0; s < task.sources.size(); ++s) {
    const int i = task.sources[s];
    AlignedFloats& z = task.z[s];
    const std::size_t begin = z.size();
    z.resize(begin + said.size() * ld, 0.F);
    if (!present.has(i)) continue;
    const SequenceNet& net = data.link(i, target).words;
    AlignedFloats floats(words_floats(data, BoxSet().with(i), target));
    Scratch scratch(floats.data());
    const OutputColumn& from = table.columns[static_cast<std::size_t>(i)];
    SequenceRun run = start_run(
        data, i, net, {source_state(from, row, data.source(i).width()), source_in(from, row).source}, scratch);
    for (std::size_t t = 0; t < said.size(); ++t)
      run.next(t == 0 ? Vocabulary::kStart : said[t - 1], z.data() + begin + t * ld);
  }
}

TokenTask token_task(const LinkSet::Data& data, const OutputTable& table, int target, const std::vector<int>& sources,
                     const Rows& rows) {
  TokenTask tokens;
  const std::size_t width = data.target(target).width(), ld = data.kernel->pad(width);
  tokens.code = data.target(target);
  for (const float logarithm : tokens.code.start) tokens.code.prior.push_back(std::exp(logarithm));
  tokens.column.spec.task = Task::single_label;
  tokens.column.spec.width = static_cast<int>(width);
  tokens.settings = data.settings;
  tokens.settings.scalar_weights = true;  // a block a source would be as large as the vocabulary squared
  tokens.task.sources = sources;
  tokens.task.z.resize(sources.size());
  const std::size_t floats_a_row = (data.vocabulary(target).longest() + 1) * ld * (sources.size() + 2);
  const std::size_t stride = 1 + rows.rows.size() * floats_a_row / kMostFloats;
  for (std::size_t r = 0; r < rows.rows.size(); r += stride) {
    if (r >= rows.fit && tokens.task.fit == 0) tokens.task.fit = tokens.task.rows.size();
    add_row(data, table, target, rows.rows[r], rows.present[r], tokens);
  }
  if (tokens.task.fit == 0) tokens.task.fit = tokens.task.rows.size();
  tokens.task.kernel = data.kernel;
  tokens.task.seed = seed_of(data.settings.seed, {}, data.boxes[static_cast<std::size_t>(target)]);
  return tokens;
}

/// 1 - WER of the inner rows, also below zero, when the sources in `from` speak with these weights.
double inner_p(const LinkSet::Data& data, const OutputTable& table, int target, const Rows& rows,
               const EnsembleWeights& weights, BoxSet from) {
  const OutputColumn& column = table.columns[static_cast<std::size_t>(target)];
  AlignedFloats scratch(words_floats(data, from, target));
  std::vector<int> tokens(data.vocabulary(target).longest());
  double edits = 0, words = 0;
  for (std::size_t r = rows.fit < rows.rows.size() ? rows.fit : 0; r < rows.rows.size(); ++r) {
    const auto saying = [&](int i) {
      const OutputColumn& of = table.columns[static_cast<std::size_t>(i)];
      return SourceInput{source_state(of, rows.rows[r], data.source(i).width()), source_in(of, rows.rows[r]).source};
    };
    const std::size_t n = decode_words(data, weights, from, target, saying, tokens, scratch);
    Words said;
    for (std::size_t t = 0; t < n; ++t) said.emplace_back(data.vocabulary(target).word(tokens[t]));
    const WordErrors errors = word_errors(column.words[rows.rows[r]], said);
    edits += static_cast<double>(errors.edits);
    words += static_cast<double>(errors.words);
  }
  return 1 - edits / std::max(words, 1.0);
}

}  // namespace

bool train_words_ensemble(const LinkSet::Data& data, const OutputTable& table, int target, const std::stop_token& stop,
                          Ensemble& ensemble) {
  std::vector<int> sources;
  for (int i = 0; i < data.size(); ++i)
    if (i != target && data.link(i, target).learnt()) sources.push_back(i);
  const Rows rows = rows_of(data, table, sources, target);
  ensemble.figures.trained_frames = static_cast<std::int64_t>(rows.rows.size());
  ensemble.inner_first = first_inner_row(rows.rows, rows.fit);
  if (sources.size() < 2 || rows.rows.size() < 2) {
    ensemble.exists = true;
    return true;
  }
  TokenTask tokens = token_task(data, table, target, sources, rows);
  tokens.task.settings = &tokens.settings;
  tokens.task.target = &tokens.code;
  tokens.task.column = &tokens.column;
  auto trained = train_ensemble(tokens.task, data.size(), stop);
  if (!trained) return false;

  // Tokens were learnt; what counts is what is said: never less than by the best source alone.
  std::vector<std::pair<double, int>> alone;
  BoxSet all;
  for (const int i : sources) {
    all = all.with(i);
    alone.emplace_back(inner_p(data, table, target, rows, trained->weights, BoxSet().with(i)), i);
  }
  std::stable_sort(alone.begin(), alone.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  if (inner_p(data, table, target, rows, trained->weights, all) < alone.back().first) {
    std::vector<int> ranks;
    ranks.reserve(alone.size());
    for (const auto& [p, i] : alone) ranks.push_back(i);
    *trained = {ranked_weights(trained->weights.ld, data.size(), ranks), 0};
  }
  ensemble.weights = std::move(trained->weights);
  ensemble.figures.best_epoch = trained->best_epoch;
  ensemble.figures.parameters = static_cast<int>(data.target(target).width() + sources.size());
  ensemble.exists = true;
  return true;
}

}  // namespace mlink::links
