#include "outputs/split.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <string>

#include "base/hash.h"

namespace mlink::outputs {

std::string_view to_string(SplitKind kind) { return kind == SplitKind::clip ? "clip" : "time"; }

Result<SplitKind> split_kind_from(std::string_view text) {
  if (text == "time") return SplitKind::time;
  if (text == "clip") return SplitKind::clip;
  return fail(ErrorKind::invalid_input, fmt::format("There is no split \"{}\".", text), "Choose time or clip.");
}

namespace {

/// Where a file comes in the shuffled order: a hash of the seed and of its name, so that files which come later do not
/// change the order of the others.
std::string place_of(const OutputTable& table, const FrameKey& frame, std::uint64_t seed) {
  const auto first = frame.ordinal - table.source_of(frame).ordinal;
  return ContentHasher()
      .add(static_cast<std::int64_t>(seed))
      .add(table.cameras[static_cast<std::size_t>(frame.camera)])
      .add(first)
      .hex();
}

}  // namespace

std::vector<std::size_t> split_order(const OutputTable& table, SplitKind kind, std::uint64_t seed) {
  std::vector<std::size_t> order(table.rows());
  std::iota(order.begin(), order.end(), std::size_t{0});
  if (kind == SplitKind::time) return order;
  std::map<int, std::string> places;  // by file
  for (const auto row : order) {
    const auto& frame = table.frames[row];
    const int file = table.file_of(frame);
    if (!places.contains(file)) places.emplace(file, place_of(table, frame, seed));
  }
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return places.at(table.file_of(table.frames[a])) < places.at(table.file_of(table.frames[b]));
  });
  return order;
}

OutputTable table_of_rows(const OutputTable& table, std::span<const std::size_t> rows) {
  OutputTable out;
  out.cameras = table.cameras;
  out.clips = table.clips;
  out.zero = table.zero;
  const auto take = [&](const auto& all, auto& some, std::size_t width) {
    some.reserve(rows.size() * width);
    for (const auto row : rows) {
      const auto from = all.begin() + static_cast<std::ptrdiff_t>(row * width);
      some.insert(some.end(), from, from + static_cast<std::ptrdiff_t>(width));
    }
  };
  take(table.frames, out.frames, 1);
  for (const auto& column : table.columns) {
    OutputColumn& part = out.columns.emplace_back();
    part.box = column.box;
    part.spec = column.spec;
    take(column.values, part.values, static_cast<std::size_t>(column.spec.width));
    take(column.presence, part.presence, 1);
    if (!column.words.empty()) take(column.words, part.words, 1);
  }
  return out;
}

Result<TimeSplit> split_at(const OutputTable& ordered, SplitKind kind, double part) {
  MLINK_ASSIGN(auto split, split_in_time(ordered, part));
  if (kind == SplitKind::time) return split;
  std::size_t before = 0, first = 0;  // the last border up to the part, and the first one of all
  for (std::size_t row = 1; row < ordered.rows(); ++row) {
    if (ordered.file_of(ordered.frames[row]) == ordered.file_of(ordered.frames[row - 1])) continue;
    if (first == 0) first = row;
    if (row <= split.train) before = row;
  }
  if (first == 0)
    return fail(ErrorKind::invalid_input, "All frames are of one file: a split by clip needs at least two.",
                "Add more files, or split in time.");
  split.train = before > 0 ? before : first;
  return split;
}

}  // namespace mlink::outputs
