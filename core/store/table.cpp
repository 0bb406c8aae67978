// Values of outputs as bytes and back, and all outputs as a table.
#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <map>
#include <numeric>
#include <tuple>

#include "store/impl.h"
#include "store/million_rows.h"
#include "store/share_reading.h"

namespace mlink::store {
static_assert(std::endian::native == std::endian::little, "values are stored as little-endian float32");

std::string words_to_bytes(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text.append(word).push_back('\0');
  return text;
}

namespace {

std::vector<std::string> words_from(Bytes value) {
  std::vector<std::string> words;
  const auto* at = static_cast<const char*>(value.data);
  const auto* const end = at + value.size;
  while (at != end) {
    const auto* const stop = std::find(at, end, '\0');
    words.emplace_back(at, stop);
    at = stop == end ? end : stop + 1;
  }
  return words;
}

struct BoxColumn {
  RowId content = 0;
  std::string name;
  OutputSpec spec;
};
/// One row of the camera table: a file, or a region of it.
struct SourceRows {
  RowId id = 0, source = 0;
  Clip clip;
  double start = 0;                                        ///< of its file, seconds of the table
  std::vector<std::pair<std::int64_t, std::size_t>> rows;  ///< own ordinal -> row of the table, by ordinal
};

Status read_column(Connection& c, const SourceRows& camera, const BoxColumn& box, OutputColumn& column) {
  const auto width = static_cast<std::size_t>(box.spec.width);
  const bool words = box.spec.task == Task::sequence;
  MillionRows query(c,
                    "SELECT ordinal, presence, value FROM output WHERE source = ?1 AND content = ?2 ORDER BY ordinal");
  query.with({camera.source, box.content});
  auto at = camera.rows.begin();
  while (at != camera.rows.end() && query.next()) {
    const auto ordinal = query.integer(0);
    while (at != camera.rows.end() && at->first < ordinal) ++at;
    if (at == camera.rows.end()) break;
    if (at->first != ordinal) continue;
    const auto presence = static_cast<Presence>(query.integer(1));
    column.presence[at->second] = presence;
    if (presence != Presence::present) continue;
    const Bytes raw = query.bytes(2);
    if (words) {
      column.words[at->second] = words_from(raw);
      continue;
    }
    if (raw.size != width * sizeof(float))
      return fail(ErrorKind::corrupt,
                  fmt::format("An output of {} (frame {}) has {} bytes, {} were expected.", box.name, ordinal, raw.size,
                              width * sizeof(float)),
                  "Remove the box and add it again under a new version.", c.path().string());
    std::memcpy(column.values.data() + at->second * width, raw.data, raw.size);
  }
  return {};
}

Result<std::vector<BoxColumn>> wanted_boxes(Connection& c, std::span<const RowId> wanted) {
  std::vector<BoxColumn> boxes;
  auto query = c.query("SELECT id, content, name, spec_json FROM box ORDER BY id");
  while (query.next()) {
    if (!wanted.empty() && std::find(wanted.begin(), wanted.end(), query.integer(0)) == wanted.end()) continue;
    MLINK_ASSIGN(auto spec, spec_of(query.text(3), c.path()));
    boxes.push_back({query.integer(1), query.text(2), std::move(spec)});
  }
  if (!wanted.empty() && boxes.size() < wanted.size())
    return fail(ErrorKind::not_found, "A black box is not in this experiment any more.", {}, c.path().string());
  return boxes;
}

/// The cameras with their sources: names, and where each source's frames stand in their camera and on the clock.
std::vector<SourceRows> sources_of(Connection& c, OutputTable& table) {
  std::vector<SourceRows> sources;
  std::vector<ClockStart> starts;
  std::map<std::string, int> cameras;
  auto query = c.query(
      "SELECT camera.id, source, CASE part_of WHEN '' THEN name ELSE part_of END, first_ordinal, video, start, "
      "start_origin FROM camera JOIN video ON video.id = camera.video ORDER BY camera.id");
  std::map<RowId, int> files;
  while (query.next()) {
    const auto [camera, fresh] = cameras.try_emplace(query.text(2), static_cast<int>(table.cameras.size()));
    if (fresh) table.cameras.push_back(camera->first);
    const int file = files.try_emplace(query.integer(4), static_cast<int>(files.size())).first->second;
    const Clip clip{camera->second, query.integer(3), static_cast<int>(sources.size()), file};
    sources.push_back({query.integer(0), query.integer(1), clip, 0, {}});
    starts.push_back({start_origin_of(query.text(6)), query.number(5)});
    table.clips.push_back(clip);
  }
  table.zero = clock_zero(starts);
  for (std::size_t i = 0; i < sources.size(); ++i) sources[i].start = seconds_from(starts[i], table.zero);
  std::sort(table.clips.begin(), table.clips.end(), [](const Clip& a, const Clip& b) {
    return std::tie(a.camera, a.first_ordinal) < std::tie(b.camera, b.first_ordinal);
  });
  return sources;
}

}  // namespace

Output output_from(const OutputSpec& spec, Presence presence, Bytes value, std::string reason) {
  Output output;
  output.presence = presence;
  output.reason = std::move(reason);
  if (presence != Presence::present) return output;
  if (spec.task == Task::sequence) {
    output.words = words_from(value);
  } else {
    output.values.resize(value.size / sizeof(float));
    if (!output.values.empty()) std::memcpy(output.values.data(), value.data, output.values.size() * sizeof(float));
  }
  return output;
}

Result<OutputTable> StoreQueries::output_table(std::span<const RowId> boxes) const {
  auto& c = *impl_->connection;
  OutputTable table;
  MLINK_TRY(snapshot([&]() -> Status {
    MLINK_ASSIGN(const auto columns, wanted_boxes(c, boxes));
    OutputTable shape;
    auto sources = sources_of(c, shape);
    std::vector<FrameKey> frames;
    for (auto& source : sources) {
      const std::size_t before = frames.size();
      MillionRows query(c, "SELECT ordinal, seconds FROM frame WHERE camera = ?1 ORDER BY ordinal");
      query.with({source.id});
      while (query.next())
        frames.push_back(
            {source.clip.camera, source.clip.first_ordinal + query.integer(0), source.start + query.number(1)});
      source.rows.reserve(frames.size() - before);
    }
    std::vector<std::pair<std::string, OutputSpec>> specs;
    for (const auto& column : columns) specs.emplace_back(column.name, column.spec);
    table = make_table(std::move(shape.cameras), std::move(frames), specs);
    table.clips = std::move(shape.clips);
    table.zero = shape.zero;
    for (std::size_t row = 0; row < table.rows(); ++row) {
      const auto at = table.source_of(table.frames[row]);
      sources[static_cast<std::size_t>(at.source)].rows.emplace_back(at.ordinal, row);
    }
    for (auto& source : sources) {
      // Time and ordinal nearly always rise together.
      if (!std::is_sorted(source.rows.begin(), source.rows.end())) std::sort(source.rows.begin(), source.rows.end());
    }
    const std::size_t n = columns.size();
    return share_reading(c, table.rows() * n, sources.size() * n, [&](Connection& reader, std::size_t job) {
      return read_column(reader, sources[job / n], columns[job % n], table.columns[job % n]);
    });
  }));
  return table;
}

}  // namespace mlink::store
