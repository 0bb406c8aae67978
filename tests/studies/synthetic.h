// Synthetic outputs and pictures whose links are known, for the studies' suite.
#pragma once

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/random.h"
#include "studies/correlation.h"
#include "studies/ensemble.h"
#include "studies/overhead.h"
#include "studies/sizes.h"

namespace mlink::test {
using namespace rooms;

/// Synthetic outputs: `cause` follows a hidden number, `tied` follows it too, `loose` half of the time, `words` says it
/// in words.
inline OutputTable synthetic(std::size_t rows, bool with_words = false) {
  std::vector<FrameKey> frames;
  for (std::size_t i = 0; i < rows; ++i)
    frames.push_back({0, static_cast<std::int64_t>(i), 0.1 * static_cast<double>(i)});
  const OutputSpec count{Task::count, 1, {}, 0.5, "things"};
  std::vector<std::pair<std::string, OutputSpec>> boxes{{"cause", count}, {"tied", count}, {"loose", count}};
  if (with_words) boxes.emplace_back("words", OutputSpec{Task::sequence, 0, {}, 0.5, ""});
  auto table = make_table({"cam"}, frames, boxes);
  Random random(11);
  for (std::size_t row = 0; row < rows; ++row) {
    const auto hidden = static_cast<float>(random.below(4));
    const auto other = static_cast<float>(random.below(4));
    (void)set_output(table, 0, row, {Presence::present, {hidden}, {}, {}});
    (void)set_output(table, 1, row, {Presence::present, {3 - hidden}, {}, {}});
    (void)set_output(table, 2, row, {Presence::present, {random.unit() < 0.5 ? hidden : other}, {}, {}});
    if (with_words)
      (void)set_output(table, 3, row, {Presence::present, {}, Words(static_cast<std::size_t>(hidden), "word"), {}});
  }
  return table;
}

inline Snapshot snapshot_of(OutputTable table) {
  Snapshot snapshot;
  snapshot.overview.path = "synthetic.mlink";
  snapshot.table = std::make_shared<const OutputTable>(std::move(table));
  for (const auto& column : snapshot.table->columns) {
    BoxRow box;
    box.name = column.box;
    box.spec = column.spec;
    box.costs.box = column.box;
    snapshot.overview.boxes.push_back(box);
  }
  return snapshot;
}

inline void make_quick(TrainedSettings& settings) {
  settings.train.part = 0.4;
  settings.train.epochs = 8;
  settings.train.bootstrap = 40;
}
inline TrainedSettings quick_pairs() {
  TrainedSettings settings;
  make_quick(settings);
  return settings;
}
inline SizesSettings quick_sizes() {
  SizesSettings settings;
  make_quick(settings);
  settings.parts = {0.05, 0.3};
  settings.student.side = 16;
  settings.student.channels = 4;
  settings.student.hidden = 8;
  settings.student.epochs = 3;
  return settings;
}
inline OverheadSettings quick_overhead() {
  OverheadSettings settings;
  settings.train = quick_pairs().train;
  settings.predictions = 50;
  return settings;
}

/// The study's own result type.
template <class Own>
Result<Own> as(Result<std::unique_ptr<StudyResult>> result) {
  MLINK_ASSIGN(const auto own, std::move(result));
  return std::move(dynamic_cast<Own&>(*own));
}
inline Result<SizesResult> run_sizes(const Snapshot& snapshot, const SizesSettings& settings, const StudyHands& hands,
                                     const std::stop_token& stop = {}, const ProgressFn& progress = {}) {
  return as<SizesResult>(run_study(*sizes_study(), snapshot, settings, hands, stop, progress));
}
inline Result<CorrelationResult> run_correlation(const Snapshot& snapshot, const TrainedSettings& settings,
                                                 const StudyHands& hands) {
  return as<CorrelationResult>(run_study(*correlation_study(), snapshot, settings, hands, {}, {}));
}

inline StudyHands hands_for() {
  StudyHands hands;
  hands.executor = [](std::size_t n, const std::function<void(std::size_t)>& job) {
    for (std::size_t k = 0; k < n; ++k) job(k);
  };
  return hands;
}

/// Pictures whose brightness is the hidden number of `synthetic`.
inline std::function<Result<Pictures>(int, const std::stop_token&)> pictures_for(const OutputTable& table) {
  return [&table](int side, const std::stop_token&) -> Result<Pictures> {
    auto pictures = make_pictures(table.rows(), side);
    for (std::size_t row = 0; row < table.rows(); ++row) {
      const auto tone = static_cast<std::uint8_t>(40 + 50 * table.columns[0].row(row)[0]);
      std::fill_n(pictures.pixels.begin() + static_cast<std::ptrdiff_t>(row * pictures.size()), pictures.size(), tone);
      pictures.there[row] = true;
    }
    return pictures;
  };
}

}  // namespace mlink::test
