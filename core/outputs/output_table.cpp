#include "outputs/output_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <tuple>

#include "base/hash.h"

namespace mlink::outputs {

int OutputTable::column_of(const std::string& box) const {
  const auto at = std::find_if(columns.begin(), columns.end(), [&](const OutputColumn& c) { return c.box == box; });
  return at == columns.end() ? -1 : static_cast<int>(at - columns.begin());
}

namespace {

/// The clip of a frame; null where the table has none.
const Clip* clip_of(const OutputTable& table, const FrameKey& key) {
  const auto after =
      std::upper_bound(table.clips.begin(), table.clips.end(), key, [](const FrameKey& k, const Clip& s) {
        return std::tie(k.camera, k.ordinal) < std::tie(s.camera, s.first_ordinal);
      });
  return after == table.clips.begin() ? nullptr : &*std::prev(after);
}

}  // namespace

SourceFrame OutputTable::source_of(const FrameKey& frame) const {
  const Clip* clip = clip_of(*this, frame);
  if (!clip) return {frame.camera, frame.ordinal};
  return {clip->source, frame.ordinal - clip->first_ordinal};
}

int OutputTable::file_of(const FrameKey& frame) const {
  const Clip* clip = clip_of(*this, frame);
  return clip ? clip->file : frame.camera;
}

namespace {

/// Frames come camera by camera, each in order of time: merging what is in order already is faster than sorting.
void sort_frames(std::vector<FrameKey>& frames) {
  constexpr std::size_t kMostRuns = 1000;  // files in order; more is no order
  const auto before = [](const FrameKey& a, const FrameKey& b) {
    return std::tie(a.seconds, a.camera, a.ordinal) < std::tie(b.seconds, b.camera, b.ordinal);
  };
  std::vector<std::vector<FrameKey>::iterator> borders{frames.begin()};
  for (auto at = frames.begin(); at != frames.end() && borders.size() <= kMostRuns; ++at)
    if (at != frames.begin() && before(*at, *std::prev(at))) borders.push_back(at);
  if (borders.size() > kMostRuns) {
    std::sort(frames.begin(), frames.end(), before);
    return;
  }
  borders.push_back(frames.end());
  while (borders.size() > 2) {
    std::vector<std::vector<FrameKey>::iterator> left{frames.begin()};
    for (std::size_t i = 0; i + 2 < borders.size(); i += 2) {
      std::inplace_merge(borders[i], borders[i + 1], borders[i + 2], before);
      left.push_back(borders[i + 2]);
    }
    if (left.back() != frames.end()) left.push_back(frames.end());
    borders = std::move(left);
  }
}

}  // namespace

OutputTable make_table(std::vector<std::string> cameras, std::vector<FrameKey> frames,
                       const std::vector<std::pair<std::string, OutputSpec>>& boxes) {
  sort_frames(frames);
  OutputTable table{std::move(cameras), std::move(frames), {}};
  const std::size_t rows = table.rows();
  for (const auto& [name, spec] : boxes) {
    OutputColumn column{name, spec, {}, std::vector<Presence>(rows, Presence::absent), {}};
    column.values.assign(rows * static_cast<std::size_t>(spec.width), 0.F);
    if (spec.task == Task::sequence) column.words.resize(rows);
    table.columns.push_back(std::move(column));
  }
  return table;
}

Status set_output(OutputTable& table, std::size_t column, std::size_t row, const Output& output) {
  auto& into = table.columns[column];
  MLINK_TRY(check(output, into.spec));
  into.presence[row] = output.presence;
  if (output.presence != Presence::present) return {};
  if (into.spec.task == Task::sequence)
    into.words[row] = output.words;
  else
    std::copy(output.values.begin(), output.values.end(),
              into.values.begin() + static_cast<std::ptrdiff_t>(row * static_cast<std::size_t>(into.spec.width)));
  return {};
}

Output get_output(const OutputTable& table, std::size_t column, std::size_t row) {
  const auto& from = table.columns[column];
  Output output;
  output.presence = from.presence[row];
  if (output.presence != Presence::present) return output;
  const auto values = from.row(row);
  output.values.assign(values.begin(), values.end());
  if (!from.words.empty()) output.words = from.words[row];
  return output;
}

Result<TimeSplit> split_in_time(const OutputTable& table, double part) {
  if (!(part > 0 && part < 1))
    return fail(ErrorKind::invalid_input, fmt::format("The training part is {}, not between 0 and 1.", part),
                "0.1 trains on the first tenth in time.");
  if (table.rows() < 2)
    return fail(ErrorKind::invalid_input, fmt::format("{} frames are too few to train and test.", table.rows()),
                "Add videos and collect outputs first.");
  // 0.29 of 100 is 28.999... as a double, and 29 frames to whoever asked for it.
  const auto train = static_cast<std::size_t>(std::floor(part * static_cast<double>(table.rows()) + 1e-9));
  return TimeSplit{std::clamp<std::size_t>(train, 1, table.rows() - 1), table.rows()};
}

std::int64_t frames_with_output(const OutputTable& table, std::span<const std::size_t> rows) {
  return std::count_if(rows.begin(), rows.end(), [&](std::size_t row) {
    return std::any_of(table.columns.begin(), table.columns.end(),
                       [row](const OutputColumn& column) { return column.present(row); });
  });
}

std::string content_hash(const OutputTable& table) {
  ContentHasher hasher;
  for (const auto& camera : table.cameras) hasher.add(camera);
  for (const auto& frame : table.frames) hasher.add(std::int64_t{frame.camera}).add(frame.ordinal).add(frame.seconds);
  for (const auto& column : table.columns) {
    hasher.add(column.box).add(to_string(column.spec.task)).add(std::int64_t{column.spec.width});
    hasher.add(column.spec.tolerance);
    for (const auto& label : column.spec.labels) hasher.add(label);
    hasher.add(std::as_bytes(std::span(column.values)));
    hasher.add(std::as_bytes(std::span(column.presence)));
    for (const auto& words : column.words) {
      hasher.add(static_cast<std::int64_t>(words.size()));
      for (const auto& word : words) hasher.add(word);
    }
  }
  return hasher.hex();
}

}  // namespace mlink::outputs
