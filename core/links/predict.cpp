#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

#include "links/link_set_data.h"
#include "links/predict_words.h"
#include "links/scratch.h"

namespace mlink {
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
        hidden = std::max(hidden, link.net.ld_hidden());
      }
    }
  }
  /// Each part that Scratch gives out is rounded up to 16 floats, and the first starts at a border.
  [[nodiscard]] std::size_t floats(std::size_t rows) const {
    return std::max(rows * (inputs + hidden), words) + rows * output * (2 * sources + 1) + 16 * (2 * sources + 4);
  }
};

/// What the links to one vector target say of a block of rows.
struct Spoken {
  std::array<BoxSet, kBlock> present{};       ///< who speaks in each row
  std::array<float*, BoxSet::kMax> z{};       ///< last layer of each source's link, rows x ld; null: not asked
  std::array<float*, BoxSet::kMax> blocks{};  ///< the same after the ensemble's block
  float* combined = nullptr;
  bool together = false;  ///< in some row more than one speaks
};

/// Puts the first `speaking` rows of z into their places row_of and zeros into the others.
void spread(float* z, std::size_t ld, std::size_t n, std::size_t speaking, const std::uint8_t* row_of) {
  std::size_t next = n;
  for (std::size_t k = speaking; k-- > 0;) {  // from the end: none is overwritten before it moved
    const std::size_t row = row_of[k];
    std::fill(z + (row + 1) * ld, z + next * ld, 0.F);
    if (row != k) std::memcpy(z + row * ld, z + k * ld, ld * sizeof(float));
    next = row;
  }
  std::fill(z, z + next * ld, 0.F);
}

/// Lets the link i -> target speak of all rows in which it can.
template <class Saying>
void speak(const LinkSet::Data& data, int i, int target, std::size_t n, const Saying& said, Scratch& scratch,
           Spoken& spoken) {
  const Link& link = data.link(i, target);
  const std::size_t ld = link.ld_output();
  if (!spoken.combined) spoken.combined = scratch.take(n * ld);
  float* z = spoken.z[static_cast<std::size_t>(i)] = scratch.take(n * ld);
  spoken.blocks[static_cast<std::size_t>(i)] = scratch.take(n * ld);
  Scratch passing(scratch.take(0));  // input and hidden layer: only until the last layer is known
  float* x = link.words ? nullptr : passing.take(n * link.net.inputs());
  float* h = link.words ? nullptr : passing.take(n * link.net.ld_hidden());
  std::array<std::uint8_t, kBlock> row_of{};
  std::size_t speaking = 0;
  for (std::size_t r = 0; r < n; ++r) {
    const Said words = said(i, r);
    if (words.voice == Voice::left_out || (words.voice == Voice::none && !link.knows_none)) continue;
    if (link.words) {
      Scratch once = passing;
      SequenceRun run = start_run(data, i, link.words, words, once);
      run.last_layer(z + speaking * ld);
    } else {
      data.source(i).encode(words.voice, words.source.values, x + speaking * link.net.inputs());
    }
    row_of[speaking++] = static_cast<std::uint8_t>(r);
    spoken.together = spoken.together || !spoken.present[r].empty();
    spoken.present[r] = spoken.present[r].with(i);
  }
  if (speaking > 0 && !link.words) link.net.forward(*data.kernel, speaking, x, h, z);
  if (speaking < n) spread(z, ld, n, speaking, row_of.data());
}

/// Where two or more speak in some row: every link's last layer through its block.
void transform(const LinkSet::Data& data, int target, std::size_t n, Spoken& spoken) {
  const auto& ensemble = data.ensembles[static_cast<std::size_t>(target)].weights;
  const std::size_t out = data.target(target).width();
  for (std::size_t i = 0; i < data.boxes.size(); ++i) {
    if (!spoken.z[i]) continue;
    const auto& block = ensemble.blocks[i];
    if (block.empty())
      spoken.blocks[i] = spoken.z[i];
    else
      data.kernel->affine(n, out, ensemble.ld, spoken.z[i], ensemble.ld, block.data(), nullptr, false,
                          spoken.blocks[i]);
  }
}

/// Predicts n <= kBlock rows; said(i, r) tells what source i says in row r. One row or many: the same sums.
template <class Saying>
void predict_rows(const LinkSet::Data& data, BoxSet from, int target, std::size_t n, const Saying& said, float* out,
                  std::span<float> buffer) {
  const TargetCode& code = data.target(target);
  const auto width = static_cast<std::size_t>(data.specs[static_cast<std::size_t>(target)].width);
  const std::size_t ld = data.kernel->pad(code.width());
  Scratch scratch(buffer.data());
  Spoken spoken;
  for (int i = 0; i < data.size(); ++i)
    if (from.has(i) && i != target && data.link(i, target).learnt()) speak(data, i, target, n, said, scratch, spoken);
  if (spoken.together) transform(data, target, n, spoken);
  std::array<const float*, BoxSet::kMax> blocks{};
  for (std::size_t r = 0; r < n; ++r) {
    float* into = out + r * width;
    const BoxSet present = spoken.present[r];
    if (present.empty()) {
      std::fill_n(into, width, 0.F);
      std::copy(code.prior.begin(), code.prior.end(), into);
      continue;
    }
    float* row = spoken.combined + r * ld;
    if (present.size() == 1) {
      std::copy_n(spoken.z[static_cast<std::size_t>(__builtin_ctzll(present.bits()))] + r * ld, ld, row);
    } else {
      for (std::size_t i = 0; i < data.boxes.size(); ++i)
        blocks[i] = spoken.blocks[i] ? spoken.blocks[i] + r * ld : nullptr;
      data.ensembles[static_cast<std::size_t>(target)].weights.combine(present, blocks.data(), row);
    }
    data.kernel->activate(code.head, 1, code.width(), ld, row);
    code.decode(row, into);
  }
}

Said said_in(const LinkSet::Data& data, const OutputTable& table, int i, std::size_t row) {
  const auto s = static_cast<std::size_t>(i);
  if (s >= table.columns.size()) return {};
  const OutputColumn& column = table.columns[s];
  return {voice_of(column, row, data.source(i).width()), source_in(column, row).source};
}

Said said_by(const LinkSet::Data& data, std::span<const FrameSource> sources, int i) {
  const auto s = static_cast<std::size_t>(i);
  if (s >= sources.size()) return {};
  if (sources[s].none) return {Voice::none, {}};
  if (data.has_words(i)) return {Voice::speaks, sources[s]};
  const bool fits = sources[s].values.size() == data.source(i).width() && all_finite(sources[s].values);
  return {fits ? Voice::speaks : Voice::left_out, sources[s]};
}

}  // namespace

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
  if (target < 0 || target >= data_->size()) return predictions;
  if (data_->has_words(target)) {
    AlignedFloats scratch(words_floats(*data_, from, target));
    std::vector<int> tokens(longest(target));
    predictions.words.resize(rows.size());
    const EnsembleWeights& weights = data_->ensembles[static_cast<std::size_t>(target)].weights;
    for (std::size_t r = 0; r < rows.size(); ++r) {
      const std::size_t n = say_words(
          *data_, weights, from, target, [&](int i) { return said_in(*data_, table, i, rows[r]); }, tokens, scratch);
      for (std::size_t t = 0; t < n; ++t) predictions.words[r].emplace_back(word(target, tokens[t]));
    }
    return predictions;
  }
  const auto width = static_cast<std::size_t>(data_->specs[static_cast<std::size_t>(target)].width);
  predictions.width = static_cast<int>(width);
  predictions.values.resize(rows.size() * width);
  AlignedFloats scratch(Room(*data_, from, target).floats(kBlock));
  for (std::size_t begin = 0; begin < rows.size(); begin += kBlock) {
    const std::size_t n = std::min(kBlock, rows.size() - begin);
    const auto said = [&](int i, std::size_t r) { return said_in(*data_, table, i, rows[begin + r]); };
    predict_rows(*data_, from, target, n, said, predictions.values.data() + begin * width, scratch);
  }
  return predictions;
}

void LinkSet::predict_one(std::span<const FrameSource> sources, BoxSet from, int target, std::span<float> out,
                          std::span<float> scratch) const {
  if (target < 0 || target >= data_->size() || data_->has_words(target)) return;
  if (out.size() < static_cast<std::size_t>(data_->specs[static_cast<std::size_t>(target)].width)) return;
  const auto said = [&](int i, std::size_t) { return said_by(*data_, sources, i); };
  predict_rows(*data_, from, target, 1, said, out.data(), scratch);
}

std::size_t LinkSet::predict_words(std::span<const FrameSource> sources, BoxSet from, int target, std::span<int> tokens,
                                   std::span<float> scratch) const {
  if (target < 0 || target >= data_->size() || !data_->has_words(target) || tokens.size() < longest(target)) return 0;
  const EnsembleWeights& weights = data_->ensembles[static_cast<std::size_t>(target)].weights;
  return say_words(
      *data_, weights, from, target, [&](int i) { return said_by(*data_, sources, i); }, tokens, scratch);
}

std::string_view LinkSet::word(int target, int token) const {
  return target >= 0 && target < data_->size() ? data_->vocabulary(target).word(token) : std::string_view();
}
std::size_t LinkSet::longest(int target) const {
  return target >= 0 && target < data_->size() ? data_->vocabulary(target).longest() : 0;
}

}  // namespace mlink
