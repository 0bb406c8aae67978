#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <limits>

#include "links/distinct_rows.h"
#include "links/scratch.h"
#include "links/words/predict_words.h"

namespace mlink::links {
namespace {

constexpr std::size_t kBlock = 64;  ///< rows predicted together

/// The widest of everything that predicting `target` from `from` needs room for. Looks at those links only: while the
/// others are being trained on other threads, a finished one is measured.
struct Room {
  std::size_t inputs = 0, hidden = 0, output = 0, sources = 0, words = 0;

  Room(const LinkSet::Data& data, BoxSet from, int target) {
    for (int i = 0; i < data.size(); ++i) {
      if (!from.has(i) || i == target || !data.link(i, target).learnt()) continue;
      const Link& link = data.link(i, target);
      ++sources;
      output = std::max(output, link.ld_output());
      if (link.words) {
        const std::size_t slots = source_slots(data, i);
        words = std::max(words, SequenceRun::floats(link.words, slots) + Scratch::rounded(slots) +
                                    Scratch::rounded(data.source(i).inputs()));
      } else {
        inputs = std::max(inputs, data.kernel->pad(link.net.inputs()));
        hidden += link.net.ld_hidden();
      }
    }
  }
  /// Each part that Scratch gives out is rounded up to 16 floats, and the first starts at a border.
  [[nodiscard]] std::size_t floats(std::size_t rows) const {
    return std::max(rows * inputs, words) + rows * hidden + rows * output * (2 * sources + 1) + 16 * (3 * sources + 5);
  }
};

/// What the links to one vector target say of a block of rows.
struct LinkLayers {
  std::array<BoxSet, kBlock> present;  ///< the sources with an output in each row
  std::array<float*, BoxSet::kMax> h;  ///< hidden layer of each source's link, in the rows in which it has an output
  std::array<float*, BoxSet::kMax> z;  ///< its last layer, rows x ld; null: not asked
  std::array<float*, BoxSet::kMax> blocks;  ///< the same through the ensemble's block
  bool alone = false, together = false;     ///< in some row one source has an output; more than one

  /// Only what is used: clearing all of it would be a tenth of predicting one frame.
  LinkLayers(std::size_t rows, std::size_t boxes) {
    std::fill_n(present.begin(), rows, BoxSet());
    for (auto* part : {&h, &z, &blocks}) std::fill_n(part->begin(), boxes, nullptr);
  }
};

/// Puts the first `present` rows of z into their places row_of and zeros into the others.
void spread(float* z, std::size_t ld, std::size_t n, std::size_t present, const std::uint8_t* row_of) {
  std::size_t next = n;
  for (std::size_t k = present; k-- > 0;) {  // from the end: none is overwritten before it moved
    const std::size_t row = row_of[k];
    std::fill(z + (row + 1) * ld, z + next * ld, 0.F);
    if (row != k) std::memcpy(z + row * ld, z + k * ld, ld * sizeof(float));
    next = row;
  }
  std::fill(z, z + next * ld, 0.F);
}

/// Lets the link i -> target speak of all rows in which it can, up to its hidden layer: which last layer is asked for
/// depends on which others have an output.
template <class Inputs>
void link_layers(const LinkSet::Data& data, int i, int target, std::size_t n, const Inputs& inputs, Scratch& scratch,
                 LinkLayers& layers) {
  const Link& link = data.link(i, target);
  const auto s = static_cast<std::size_t>(i);
  const std::size_t ld = link.ld_output();
  const auto of_words = static_cast<bool>(link.words);
  float* z = of_words ? layers.z[s] = scratch.take(n * ld) : nullptr;
  float* h = of_words ? nullptr : layers.h[s] = scratch.take(n * link.net.ld_hidden());
  Scratch passing(scratch.take(0));  // the input: only until the hidden layer is known
  float* x = of_words ? nullptr : passing.take(n * link.net.inputs());
  std::array<std::uint8_t, kBlock> row_of;
  std::size_t present = 0;
  for (std::size_t r = 0; r < n; ++r) {
    const SourceInput words = inputs(i, r);
    if (words.state == SourceState::left_out || (words.state == SourceState::none && !link.knows_none)) continue;
    if (of_words) {
      Scratch once = passing;
      SequenceRun run = start_run(data, i, link.words, words, once);
      run.last_layer(z + present * ld);
    } else {
      data.source(i).encode(words.state, words.source.values, x + present * link.net.inputs());
    }
    row_of[present++] = static_cast<std::uint8_t>(r);
    layers.present[r] = layers.present[r].with(i);
  }
  if (of_words)
    spread(z, ld, n, present, row_of.data());
  else if (present > 0)
    link.net.hidden_layer(*data.kernel, present, x, h);
}

/// The last layer of the link i -> target, as far as somebody asks: on its own where one source is alone, with the
/// ensemble's block folded in where more than one does.
void finish(const LinkSet::Data& data, int i, int target, std::size_t n, Scratch& scratch, LinkLayers& layers) {
  const Link& link = data.link(i, target);
  const Kernel& kernel = *data.kernel;
  const auto s = static_cast<std::size_t>(i);
  const auto& ensemble = data.ensembles[static_cast<std::size_t>(target)].weights;
  const AlignedFloats& block = ensemble.blocks[s];
  const std::size_t ld = link.ld_output();
  if (link.words) {
    layers.blocks[s] = layers.z[s];
    if (!layers.together || block.empty()) return;
    layers.blocks[s] = scratch.take(n * ld);
    kernel.affine(n, data.target(target).width(), ld, layers.z[s], ld, block.data(), nullptr, false, layers.blocks[s]);
    return;
  }
  std::array<std::uint8_t, kBlock> row_of;
  std::size_t present = 0;
  for (std::size_t r = 0; r < n; ++r)
    if (layers.present[r].has(i)) row_of[present++] = static_cast<std::uint8_t>(r);
  const auto layer = [&](const auto& multiply) {
    float* z = scratch.take(n * ld);
    if (present > 0) multiply(z);
    if (present < n) spread(z, ld, n, present, row_of.data());
    return z;
  };
  if (layers.alone || block.empty())
    layers.z[s] = layer([&](float* z) { link.net.output_layer(kernel, present, layers.h[s], z); });
  if (!layers.together) return;
  layers.blocks[s] = block.empty() ? layers.z[s] : layer([&](float* z) {
    const float* w = ensemble.folded[s].data();
    const float* bias = w + link.net.hidden() * ld;
    const NarrowMatrix& narrow = ensemble.narrow_folded[s];
    if (present == 1)
      kernel.affine_narrow(link.net.hidden(), ld, layers.h[s], narrow.words(), narrow.ld(), bias, false, z);
    else
      kernel.affine(present, link.net.hidden(), ld, layers.h[s], link.net.ld_hidden(), w, bias, false, z);
  });
}

/// Predicts n <= kBlock rows; inputs(i, r) tells what source i says in row r. One row or many: the same sums.
template <class Inputs>
void predict_rows(const LinkSet::Data& data, BoxSet from, int target, std::size_t n, const Inputs& inputs, float* out,
                  std::span<float> buffer) {
  const TargetCode& code = data.target(target);
  const auto width = static_cast<std::size_t>(data.specs[static_cast<std::size_t>(target)].width);
  const std::size_t ld = data.kernel->pad(code.width());
  Scratch scratch(buffer.data());
  LinkLayers layers(n, data.boxes.size());
  for (int i = 0; i < data.size(); ++i)
    if (from.has(i) && i != target && data.link(i, target).learnt())
      link_layers(data, i, target, n, inputs, scratch, layers);
  for (std::size_t r = 0; r < n; ++r) {
    layers.alone = layers.alone || layers.present[r].size() == 1;
    layers.together = layers.together || layers.present[r].size() > 1;
  }
  if (layers.alone || layers.together)
    for (int i = 0; i < data.size(); ++i)
      if (layers.h[static_cast<std::size_t>(i)] || layers.z[static_cast<std::size_t>(i)])
        finish(data, i, target, n, scratch, layers);
  float* combined = scratch.take(n * ld);
  std::array<const float*, BoxSet::kMax> blocks;
  for (std::size_t r = 0; r < n; ++r) {
    float* into = out + r * width;
    const BoxSet present = layers.present[r];
    if (present.empty()) {
      std::fill_n(into, width, 0.F);
      std::copy(code.prior.begin(), code.prior.end(), into);
      continue;
    }
    float* row = combined + r * ld;
    if (present.size() == 1) {
      std::copy_n(layers.z[static_cast<std::size_t>(__builtin_ctzll(present.bits()))] + r * ld, ld, row);
    } else {
      for (std::size_t i = 0; i < data.boxes.size(); ++i)
        blocks[i] = layers.blocks[i] ? layers.blocks[i] + r * ld : nullptr;
      data.ensembles[static_cast<std::size_t>(target)].weights.combine(present, blocks.data(), row);
    }
    data.kernel->activate(code.head, 1, code.width(), ld, row);
    code.decode(row, into);
  }
}

SourceInput input_in(const LinkSet::Data& data, const OutputTable& table, int i, std::size_t row) {
  const auto s = static_cast<std::size_t>(i);
  if (s >= table.columns.size()) return {};
  const OutputColumn& column = table.columns[s];
  return {source_state(column, row, data.source(i).width()), source_in(column, row).source};
}

SourceInput input_by(const LinkSet::Data& data, std::span<const FrameSource> sources, int i) {
  const auto s = static_cast<std::size_t>(i);
  if (s >= sources.size()) return {};
  if (sources[s].none) return {SourceState::none, {}};
  if (data.has_words(i)) return {SourceState::present, sources[s]};
  const bool fits = sources[s].values.size() == data.source(i).width() && all_finite(sources[s].values);
  return {fits ? SourceState::present : SourceState::left_out, sources[s]};
}

}  // namespace

void fold_blocks(const LinkSet::Data& data, int target, EnsembleWeights& weights) {
  weights.folded.assign(data.boxes.size(), {});
  weights.narrow_folded.assign(data.boxes.size(), {});
  for (int i = 0; i < data.size(); ++i) {
    const AlignedFloats& block = weights.blocks[static_cast<std::size_t>(i)];
    const Mlp& net = data.link(i, target).net;
    if (block.empty() || net.ld_output() != weights.ld) continue;
    AlignedFloats& folded = weights.folded[static_cast<std::size_t>(i)];
    folded.resize((net.hidden() + 1) * weights.ld);
    data.kernel->affine(net.hidden() + 1, net.outputs(), weights.ld, net.w2(), weights.ld, block.data(), nullptr, false,
                        folded.data());
    weights.narrow_folded[static_cast<std::size_t>(i)] =
        NarrowMatrix(net.hidden(), net.outputs(), folded.data(), weights.ld);
  }
}

TableSource source_in(const OutputColumn& column, std::size_t row) {
  if (row >= column.presence.size()) return {};
  if (column.presence[row] == Presence::none) return {{{}, {}, true}, true};
  if (column.presence[row] != Presence::present) return {};
  return {{column.row(row), column.words.empty() ? std::span<const std::string>() : column.words[row], false}, true};
}

std::size_t LinkSet::scratch_floats() const {
  std::size_t most = 0;
  const BoxSet all(~std::uint64_t{0});
  for (int j = 0; j < data_->size(); ++j)
    most = std::max(most, data_->has_words(j) ? words_floats(*data_, all, j) : Room(*data_, all, j).floats(1));
  return most;
}

Predictions LinkSet::predict(const OutputTable& table, BoxSet from, int target,
                             std::span<const std::size_t> rows) const {
  Predictions predictions;
  if (target < 0 || target >= data_->size() || !data_->target(target).usable) return predictions;
  if (data_->has_words(target)) {
    AlignedFloats scratch(words_floats(*data_, from, target));
    std::vector<int> tokens(longest(target));
    predictions.words.resize(rows.size());
    const EnsembleWeights& weights = data_->ensembles[static_cast<std::size_t>(target)].weights;
    for (std::size_t r = 0; r < rows.size(); ++r) {
      const std::size_t n = decode_words(
          *data_, weights, from, target, [&](int i) { return input_in(*data_, table, i, rows[r]); }, tokens, scratch);
      for (std::size_t t = 0; t < n; ++t) predictions.words[r].emplace_back(word(target, tokens[t]));
    }
    return predictions;
  }
  const auto width = static_cast<std::size_t>(data_->specs[static_cast<std::size_t>(target)].width);
  predictions.width = static_cast<int>(width);
  predictions.values.resize(rows.size() * width);
  if (const auto distinct = distinct_rows(*data_, table, from, target, rows)) {
    const Predictions once = predict(table, from, target, distinct->rows);
    if (width == 1) {  // without a call for each number
      for (std::size_t r = 0; r < rows.size(); ++r) predictions.values[r] = once.values[distinct->of[r]];
    } else {
      for (std::size_t r = 0; r < rows.size(); ++r)
        std::copy_n(once.values.data() + distinct->of[r] * width, width, predictions.values.data() + r * width);
    }
    return predictions;
  }
  AlignedFloats scratch(Room(*data_, from, target).floats(kBlock));
  for (std::size_t begin = 0; begin < rows.size(); begin += kBlock) {
    const std::size_t n = std::min(kBlock, rows.size() - begin);
    const auto inputs = [&](int i, std::size_t r) { return input_in(*data_, table, i, rows[begin + r]); };
    predict_rows(*data_, from, target, n, inputs, predictions.values.data() + begin * width, scratch);
  }
  return predictions;
}

void LinkSet::predict_one(std::span<const FrameSource> sources, BoxSet from, int target, std::span<float> out,
                          std::span<float> scratch) const {
  if (target < 0 || target >= data_->size() || data_->has_words(target)) return;
  const auto width = static_cast<std::size_t>(data_->specs[static_cast<std::size_t>(target)].width);
  if (out.size() < width) return;
  if (!data_->target(target).usable) {
    std::fill_n(out.begin(), width, std::numeric_limits<float>::quiet_NaN());
    return;
  }
  const auto inputs = [&](int i, std::size_t) { return input_by(*data_, sources, i); };
  predict_rows(*data_, from, target, 1, inputs, out.data(), scratch);
}

std::size_t LinkSet::predict_words(std::span<const FrameSource> sources, BoxSet from, int target, std::span<int> tokens,
                                   std::span<float> scratch) const {
  if (target < 0 || target >= data_->size() || !data_->has_words(target) || tokens.size() < longest(target)) return 0;
  const EnsembleWeights& weights = data_->ensembles[static_cast<std::size_t>(target)].weights;
  return decode_words(
      *data_, weights, from, target, [&](int i) { return input_by(*data_, sources, i); }, tokens, scratch);
}

std::string_view LinkSet::word(int target, int token) const {
  return target >= 0 && target < data_->size() ? data_->vocabulary(target).word(token) : std::string_view();
}
std::size_t LinkSet::longest(int target) const {
  return target >= 0 && target < data_->size() ? data_->vocabulary(target).longest() : 0;
}

}  // namespace mlink::links
