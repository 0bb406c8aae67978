#include "store/rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <map>

#include "base/hash.h"
#include "store/impl.h"
#include "store/tally.h"

namespace mlink::store {
namespace {

constexpr OrdinalRange kAll{std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()};

// By box, so that a part of a camera's frames is found by the key of the table.
constexpr const char* kOutputsOf =
    "SELECT output.source, output.content, output.ordinal, presence, value, output.seconds, reason, marks, box.name "
    "FROM camera CROSS JOIN box CROSS JOIN output ON output.source = camera.source AND output.content = box.content "
    "LEFT JOIN mark ON mark.source = output.source AND mark.content = output.content AND mark.ordinal = "
    "output.ordinal WHERE camera.id = ?1 AND output.ordinal >= ?2 AND output.ordinal < ?3 "
    "ORDER BY box.id, output.ordinal";

std::string_view bytes_at(const Query& row, int column) {
  const auto value = row.at(column);
  const auto* const data = static_cast<const char*>(value.getBlob());
  // No bytes are no NULL: a box that heard no word has an output.
  return {data == nullptr ? "" : data, static_cast<std::size_t>(value.getBytes())};
}
bool is_null(const Query& row, int column) { return row.at(column).isNull(); }

void copy_table(Connection& from, Connection& to, const std::string& table, const std::string& columns = "*",
                const std::string& where = {}) {
  SQLite::Statement in(from.database(), fmt::format("SELECT {} FROM {} {}", columns, table, where));
  std::string marks = "?";
  for (int i = 1; i < in.getColumnCount(); ++i) marks += ", ?";
  std::string names = in.getColumnName(0);
  for (int i = 1; i < in.getColumnCount(); ++i) names += fmt::format(", {}", in.getColumnName(i));
  SQLite::Statement out(to.database(), fmt::format("INSERT INTO {} ({}) VALUES ({})", table, names, marks));
  while (in.executeStep()) {
    for (int i = 0; i < in.getColumnCount(); ++i) {
      const auto value = in.getColumn(i);
      if (value.isInteger()) out.bind(i + 1, value.getInt64());
      if (value.isFloat()) out.bind(i + 1, value.getDouble());
      if (value.isText()) out.bind(i + 1, value.getString());
      if (value.isBlob()) out.bind(i + 1, value.getBytes() > 0 ? value.getBlob() : "", value.getBytes());
      if (value.isNull()) out.bind(i + 1);
    }
    out.exec();
    out.reset();
  }
}

/// The file's own numbers by what they stand for.
std::map<std::string, RowId> numbers(Connection& c, const std::string& table, const std::string& key) {
  std::map<std::string, RowId> out;
  auto query = c.query(fmt::format("SELECT {}, id FROM {}", key, table));
  while (query.next()) out.emplace(query.text(0), query.integer(1));
  return out;
}
std::map<RowId, std::string> names(Connection& c, const std::string& table, const std::string& key) {
  std::map<RowId, std::string> out;
  for (auto& [name, id] : numbers(c, table, key)) out.emplace(id, name);
  return out;
}

/// Writes outputs and features of one file into another; counts what it does.
class Joiner {
 public:
  Joiner(Connection& from, Connection& to)
      : from_(from),
        to_(to),
        hashes_(names(from, "content", "hash")),
        contents_(numbers(to, "content", "hash")),
        put_output_(to.query("INSERT INTO output (source, content, ordinal, presence, value, seconds, reason) "
                             "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING")),
        put_mark_(to.query("INSERT INTO mark (source, content, ordinal, marks) VALUES (?1, ?2, ?3, ?4)")),
        put_feature_(to.query("INSERT INTO frame_feature (camera, ordinal, value) VALUES (?1, ?2, ?3) ON CONFLICT DO "
                              "NOTHING")) {}

  /// False: a conflict, which joined() names.
  bool camera(RowId camera, RowId there, const std::string& name, const OrdinalRange& range) {
    auto source = to_.query("SELECT source FROM camera WHERE id = ?1");
    source.with(there).next();
    const RowId source_there = source.integer(0);
    // Cameras that take every frame and every second one of the same pictures share their outputs.
    if (sources_.insert(source_there).second) {
      auto rows = from_.query(kOutputsOf);
      rows.with(camera, range.first, range.end);
      while (rows.next())
        if (!output(rows, source_there, name)) return false;
    }
    auto features = from_.query(
        "SELECT ordinal, value FROM frame_feature WHERE camera = ?1 AND ordinal >= ?2 AND ordinal < ?3 "
        "ORDER BY ordinal");
    features.with(camera, range.first, range.end);
    while (features.next())
      if (!feature(features, there, name)) return false;
    return true;
  }

  void frames(RowId camera, RowId there, const OrdinalRange& range) {
    auto rows = from_.query(
        "SELECT ordinal, seconds FROM frame WHERE camera = ?1 AND ordinal >= ?2 AND ordinal < ?3 ORDER BY ordinal");
    rows.with(camera, range.first, range.end);
    auto put = to_.query("INSERT INTO frame (camera, ordinal, seconds) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING");
    while (rows.next()) joined_.frames += put.with(there, rows.integer(0), rows.number(1)).run();
  }

  [[nodiscard]] const JoinedRows& joined() const { return joined_; }

 private:
  bool output(const Query& row, RowId source, const std::string& camera) {
    const RowId content = contents_.at(hashes_.at(row.integer(1)));
    const auto ordinal = row.integer(2);
    const std::string reason = row.text(6);
    const std::string* const why = is_null(row, 6) ? nullptr : &reason;
    const auto value = bytes_at(row, 4);
    const auto put = [&] {
      if (is_null(row, 4))
        put_output_.with(source, content, ordinal, row.integer(3), static_cast<const std::string*>(nullptr),
                         row.number(5), why);
      else
        put_output_.with(source, content, ordinal, row.integer(3), bytes(value), row.number(5), why);
      return put_output_.run();
    };
    if (put() == 0) {
      switch (compare(row, source, content)) {
        case Known::same: ++joined_.known; return true;
        case Known::other: joined_.conflict = RowConflict{camera, row.text(8), ordinal}; return false;
        case Known::failed:
          for (const char* table : {"mark", "output"})
            to_.query(fmt::format("DELETE FROM {} WHERE source = ?1 AND content = ?2 AND ordinal = ?3", table))
                .with(source, content, ordinal)
                .run();
          put();
      }
    }
    ++joined_.outputs;
    if (!is_null(row, 7)) put_mark_.with(source, content, ordinal, bytes(bytes_at(row, 7))).run();
    return true;
  }

  enum class Known { same, other, failed };  ///< failed: the one that was there; it gives way

  // Times are measured anew by every run: the first one stays.
  Known compare(const Query& row, RowId source, RowId content) {
    constexpr auto kFailed = static_cast<std::int64_t>(Presence::failed);
    auto there = to_.query(
        "SELECT presence, value, (SELECT marks FROM mark WHERE mark.source = output.source AND mark.content = "
        "output.content AND mark.ordinal = output.ordinal) FROM output WHERE source = ?1 AND content = ?2 AND "
        "ordinal = ?3");
    there.with(source, content, row.integer(2)).next();
    if (row.integer(3) == kFailed) return Known::same;
    if (there.integer(0) == kFailed) return Known::failed;
    const bool same = there.integer(0) == row.integer(3) && bytes_at(there, 1) == bytes_at(row, 4) &&
                      bytes_at(there, 2) == bytes_at(row, 7);
    return same ? Known::same : Known::other;
  }

  bool feature(const Query& row, RowId camera, const std::string& name) {
    const auto value = bytes_at(row, 1);
    if (put_feature_.with(camera, row.integer(0), bytes(value)).run() > 0) {
      ++joined_.features;
      return true;
    }
    auto there = to_.query("SELECT value FROM frame_feature WHERE camera = ?1 AND ordinal = ?2");
    there.with(camera, row.integer(0)).next();
    if (bytes_at(there, 0) == value) return true;
    joined_.conflict = RowConflict{name, {}, row.integer(0)};
    return false;
  }

  Connection& from_;
  Connection& to_;
  const std::map<RowId, std::string> hashes_;    ///< of contents in `from`
  const std::map<std::string, RowId> contents_;  ///< in `to`
  Query put_output_, put_mark_, put_feature_;
  std::set<RowId> sources_;  ///< done
  JoinedRows joined_;
};

}  // namespace

RowsReader::RowsReader(StoreReader&& reader) : StoreReader(std::move(reader)) {}
Connection& RowsReader::connection() const { return *impl_->connection; }
RowsWriter::RowsWriter(StoreWriter&& writer) : StoreWriter(std::move(writer)) {}
Connection& RowsWriter::connection() const { return *impl_->connection; }

Result<RowsReader> RowsReader::open(const std::filesystem::path& file) {
  MLINK_ASSIGN(auto reader, StoreReader::open(file));
  return RowsReader(std::move(reader));
}

Result<RowsWriter> RowsWriter::create(const std::filesystem::path& file) {
  MLINK_ASSIGN(auto writer, StoreWriter::create(file));
  return RowsWriter(std::move(writer));
}

Result<RowsWriter> RowsWriter::open(const std::filesystem::path& file) {
  MLINK_ASSIGN(auto writer, StoreWriter::open(file));
  return RowsWriter(std::move(writer));
}

Status RowsReader::each_picture(
    const std::function<void(RowId video, std::int64_t ordinal, std::int64_t cameras)>& tell) const {
  auto& c = connection();
  MLINK_ASSIGN(const auto all, videos());
  return c.ask([&]() -> Status {
    auto pictures = c.query(
        "SELECT ordinal, count(*) FROM camera JOIN frame ON frame.camera = camera.id WHERE camera.video = ?1 "
        "GROUP BY ordinal ORDER BY ordinal");
    for (const auto& video : all) {
      pictures.with(video.id);
      while (pictures.next()) tell(video.id, pictures.integer(0), pictures.integer(1));
      pictures.reset();
    }
    return {};
  });
}

Result<FramesBefore> RowsReader::frames_before(RowId camera, std::int64_t ordinal, int at_most) const {
  auto& c = connection();
  return c.ask([&]() -> Result<FramesBefore> {
    FramesBefore before;
    auto all = c.query("SELECT count(*), min(seconds), max(seconds) FROM frame WHERE camera = ?1");
    all.with(camera).next();
    const auto count = all.integer(0);
    if (count > 1) before.step = (all.number(2) - all.number(1)) / static_cast<double>(count - 1);
    auto rows = c.query("SELECT ordinal FROM frame WHERE camera = ?1 AND ordinal < ?2 ORDER BY ordinal DESC LIMIT ?3");
    rows.with(camera, ordinal, at_most);
    while (rows.next()) before.ordinals.push_back(rows.integer(0));
    std::reverse(before.ordinals.begin(), before.ordinals.end());
    return before;
  });
}

Result<std::string> RowsReader::frames_hash() const {
  auto& c = connection();
  return c.ask([&]() -> Result<std::string> {
    ContentHasher hasher;
    auto rows = c.query("SELECT camera, ordinal, seconds FROM frame ORDER BY camera, ordinal");
    while (rows.next()) hasher.add(rows.integer(0)).add(rows.integer(1)).add(rows.number(2));
    return hasher.hex();
  });
}

Result<std::string> RowsReader::computed_hash() const {
  auto& c = connection();
  return c.ask([&]() -> Result<std::string> {
    ContentHasher hasher;
    const auto hashes = names(c, "content", "hash");
    for (const auto& [camera, name] : names(c, "camera", "name")) {
      hasher.add(name);
      auto rows = c.query(kOutputsOf);
      rows.with(camera, kAll.first, kAll.end);
      while (rows.next())
        hasher.add(hashes.at(rows.integer(1)))
            .add(rows.integer(2))
            .add(rows.integer(3))
            .add(bytes_at(rows, 4))
            .add(rows.number(5))
            .add(bytes_at(rows, 6))
            .add(bytes_at(rows, 7));
      auto features = c.query("SELECT ordinal, value FROM frame_feature WHERE camera = ?1 ORDER BY ordinal");
      features.with(camera);
      while (features.next()) hasher.add(features.integer(0)).add(bytes_at(features, 1));
    }
    return hasher.hex();
  });
}

Status RowsWriter::copy_definition(const RowsReader& from, const std::set<std::string>& without_settings) {
  auto& in = from.connection();
  auto& out = connection();
  MLINK_TRY(transaction([&]() -> Status {
    for (const char* table : {"source", "content", "video", "setting"}) copy_table(in, out, table);
    copy_table(in, out, "camera",
               "id, video, name, crop_x, crop_y, crop_width, crop_height, every, at_most, source, part_of, "
               "first_ordinal");
    for (const char* table : {"box", "cost"}) copy_table(in, out, table);
    auto remove = out.query("DELETE FROM setting WHERE key = ?1");
    for (const auto& key : without_settings) remove.with(key).run();
    return {};
  }));
  return {};
}

Status RowsWriter::copy_frames(const RowsReader& from, RowId camera, const OrdinalRange& range) {
  if (range.empty()) return {};
  return transaction([&]() -> Status {
    Joiner joiner(from.connection(), connection());
    joiner.frames(camera, camera, range);
    (void)joiner.camera(camera, camera, {}, range);  // rows of one file do not contradict each other
    return {};
  });
}

Result<JoinedRows> RowsWriter::join(const RowsReader& from, bool with_frames) {
  JoinedRows joined;
  MLINK_TRY(transaction([&]() -> Status {
    Joiner joiner(from.connection(), connection());
    const auto there = numbers(connection(), "camera", "name");
    for (const auto& [camera, name] : names(from.connection(), "camera", "name")) {
      if (with_frames) joiner.frames(camera, there.at(name), kAll);
      if (!joiner.camera(camera, there.at(name), name, kAll)) break;
    }
    joined = joiner.joined();
    return {};
  }));
  return joined;
}

Result<std::int64_t> RowsWriter::unknown_frames(const RowsReader& from) const {
  auto& c = connection();
  return c.ask([&]() -> Result<std::int64_t> {
    std::int64_t unknown = 0;
    const auto there = numbers(c, "camera", "name");
    auto known = c.query("SELECT 1 FROM frame WHERE camera = ?1 AND ordinal = ?2 AND seconds = ?3");
    for (const auto& [camera, name] : names(from.connection(), "camera", "name")) {
      auto rows = from.connection().query("SELECT ordinal, seconds FROM frame WHERE camera = ?1");
      rows.with(camera);
      while (rows.next()) {
        if (!known.with(there.at(name), rows.integer(0), rows.number(1)).next()) ++unknown;
        known.reset();
      }
    }
    return unknown;
  });
}

Status RowsWriter::count() {
  auto& c = connection();
  return transaction([&]() -> Status {
    c.execute("UPDATE camera SET frames = (SELECT count(*) FROM frame WHERE frame.camera = camera.id)");
    for (const auto& [camera, name] : names(c, "camera", "name")) count_outputs(c, camera);
    return {};
  });
}

}  // namespace mlink::store
