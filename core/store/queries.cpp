#include <fmt/format.h>
#include <sqlite3.h>

#include <nlohmann/json.hpp>

#include "store/impl.h"
#include "store/schema.h"

namespace mlink::store {
namespace {

constexpr const char* kResultColumns =
    "id, kind, name, settings_json, seed, data_hash, versions, created, ifnull(seconds, 0), ifnull(note, ''), "
    "ifnull(noted, ''), length(blob)";
constexpr const char* kResults = "result LEFT JOIN result_note ON result_note.result = result.id";

StoredResult result_row(const Query& query, bool with_blob) {
  StoredResult row;
  row.id = query.integer(0);
  row.kind = query.text(1);
  row.name = query.text(2);
  row.settings_json = query.text(3);
  row.seed = query.integer(4);
  row.data_hash = query.text(5);
  row.versions = query.text(6);
  row.created = query.text(7);
  row.seconds = query.number(8);
  row.note = query.text(9);
  row.noted = query.text(10);
  row.bytes = query.integer(11);
  if (with_blob) row.blob = query.text(12);
  return row;
}

Bytes value_of(const Query& query, int column) {
  const auto value = query.at(column);
  return {value.getBlob(), static_cast<std::size_t>(value.getBytes())};
}

}  // namespace

Result<OutputSpec> spec_of(const std::string& spec_json, const std::filesystem::path& path) {
  auto spec = output_spec_from_json(nlohmann::json::parse(spec_json, nullptr, false));
  if (!spec) spec.error().path = path.string();
  return spec;
}

Result<std::vector<StoredVideo>> StoreQueries::videos(bool with_index) const {
  auto& c = *impl_->connection;
  return c.ask([&]() -> Result<std::vector<StoredVideo>> {
    std::vector<StoredVideo> rows;
    auto query =
        c.query("SELECT id, path, content_hash, info_json, start, start_origin, start_after FROM video ORDER BY id");
    while (query.next())
      rows.push_back({query.integer(0),
                      query.text(1),
                      query.text(2),
                      query.text(3),
                      {},
                      {start_origin_of(query.text(5)), query.number(4)},
                      query.integer(6)});
    if (!with_index) return rows;
    auto index = c.query("SELECT frame_index FROM video WHERE id = ?1");
    for (auto& row : rows)
      if (index.with(row.id).next()) {
        row.frame_index = index.text(0);
        index.reset();
      }
    return rows;
  });
}

Result<std::string> StoreQueries::frame_index(RowId video) const {
  auto& c = *impl_->connection;
  return c.ask([&]() -> Result<std::string> {
    auto query = c.query("SELECT frame_index FROM video WHERE id = ?1");
    if (query.with(video).next()) return query.text(0);
    return fail(ErrorKind::not_found, "The video is not in this experiment any more.", {}, path().string());
  });
}

Result<std::vector<StoredCamera>> StoreQueries::cameras() const {
  auto& c = *impl_->connection;
  return c.ask([&]() -> Result<std::vector<StoredCamera>> {
    std::vector<StoredCamera> rows;
    auto query = c.query(
        "SELECT camera.id, video, name, crop_x, crop_y, crop_width, crop_height, every, at_most, hash, "
        "part_of, first_ordinal, frames FROM camera JOIN source ON source.id = camera.source ORDER BY camera.id");
    while (query.next()) {
      StoredCamera row;
      row.id = query.integer(0);
      row.video = query.integer(1);
      row.name = query.text(2);
      row.crop_x = query.at(3).getInt();
      row.crop_y = query.at(4).getInt();
      row.crop_width = query.at(5).getInt();
      row.crop_height = query.at(6).getInt();
      row.every = query.at(7).getInt();
      row.limit = query.integer(8);
      row.source_hash = query.text(9);
      row.part_of = query.text(10);
      row.first_ordinal = query.integer(11);
      row.frames = query.integer(12);
      rows.push_back(std::move(row));
    }
    return rows;
  });
}

Result<std::vector<StoredFrame>> StoreQueries::frames(std::optional<RowId> camera) const {
  auto& c = *impl_->connection;
  return c.ask([&]() -> Result<std::vector<StoredFrame>> {
    std::vector<StoredFrame> rows;
    const std::string all = "SELECT camera, ordinal, seconds FROM frame ";
    auto query = c.query(all + (camera ? "WHERE camera = ?1 ORDER BY ordinal" : "ORDER BY camera, ordinal"));
    if (camera) query.with(*camera);
    while (query.next()) rows.push_back({query.integer(0), query.integer(1), query.number(2)});
    return rows;
  });
}

Result<std::vector<StoredBox>> StoreQueries::boxes() const {
  auto& c = *impl_->connection;
  return c.ask([&]() -> Result<std::vector<StoredBox>> {
    std::vector<StoredBox> rows;
    auto query = c.query(
        "SELECT box.id, name, title, hash, manifest_json, manifest_path, spec_json, recorded "
        "FROM box JOIN content ON content.id = box.content ORDER BY box.id");
    while (query.next())
      rows.push_back({query.integer(0), query.text(1), query.text(2), query.text(3), query.text(4), query.text(5),
                      query.text(6), query.integer(7) != 0});
    return rows;
  });
}

Result<std::map<RowId, BoxCosts>> StoreQueries::costs() const {
  auto& c = *impl_->connection;
  return c.ask([&]() -> Result<std::map<RowId, BoxCosts>> {
    std::map<RowId, BoxCosts> costs;
    auto query = c.query(
        "SELECT box, kind, value, p50, p95, p99, origin, cost.note, box.name FROM cost JOIN box ON box.id = cost.box");
    while (query.next()) {
      BoxCosts& of = costs[query.integer(0)];
      of.box = query.text(8);
      const std::string kind = query.text(1);
      if (kind == kLoading || kind == kUnloading) {
        (kind == kLoading ? of.load_seconds : of.unload_seconds) = query.number(2);
        of.loading_origin = cost_origin(query.text(6));
      } else if (const auto known = cost_kind(kind)) {
        of.set(*known, query.number(2), cost_origin(query.text(6)), query.text(7));
        if (*known != CostKind::time) continue;
        of.seconds_p50 = query.number(3);
        of.seconds_p95 = query.number(4);
        of.seconds_p99 = query.number(5);
      }
    }
    return costs;
  });
}

Result<std::vector<Coverage>> StoreQueries::coverage() const {
  auto& c = *impl_->connection;
  return c.ask([&]() -> Result<std::vector<Coverage>> {
    std::vector<Coverage> rows;
    auto query = c.query(
        "SELECT camera.id, box.id, frames, present, none, failed FROM camera, box LEFT JOIN tally "
        "ON tally.camera = camera.id AND tally.content = box.content ORDER BY camera.id, box.id");
    while (query.next())
      rows.push_back(
          {query.integer(0), query.integer(1), query.integer(2), query.integer(3), query.integer(4), query.integer(5)});
    return rows;
  });
}

Result<std::vector<std::int64_t>> StoreQueries::missing(RowId camera, RowId box, bool retry_failed) const {
  auto& c = *impl_->connection;
  return c.ask([&]() -> Result<std::vector<std::int64_t>> {
    std::vector<std::int64_t> ordinals;
    auto query = c.query(
        "SELECT frame.ordinal FROM frame WHERE camera = ?1 AND NOT EXISTS (SELECT 1 FROM output "
        "WHERE source = (SELECT source FROM camera WHERE id = ?1) AND content = (SELECT content FROM box WHERE id = "
        "?2) "
        "AND output.ordinal = frame.ordinal AND NOT (?3 AND presence = 3)) ORDER BY frame.ordinal");
    query.with(camera, box, retry_failed);
    while (query.next()) ordinals.push_back(query.integer(0));
    return ordinals;
  });
}

Result<std::optional<StoredOutput>> StoreQueries::output(RowId camera, RowId box, std::int64_t ordinal) const {
  auto& c = *impl_->connection;
  return c.ask([&]() -> Result<std::optional<StoredOutput>> {
    auto query = c.query(
        "SELECT presence, value, output.seconds, reason, spec_json, (SELECT marks FROM mark WHERE "
        "mark.source = output.source AND mark.content = output.content AND mark.ordinal = output.ordinal) "
        "FROM camera, box JOIN output ON output.source = camera.source AND output.content = box.content "
        "WHERE camera.id = ?1 AND box.id = ?2 AND output.ordinal = ?3");
    if (!query.with(camera, box, ordinal).next()) return std::nullopt;
    MLINK_ASSIGN(const auto spec, spec_of(query.text(4), path()));
    StoredOutput row{camera, box, ordinal, {}, {}, static_cast<float>(query.number(2))};
    row.output = output_from(spec, static_cast<Presence>(query.at(0).getInt()), value_of(query, 1), query.text(3));
    row.marks = query.text(5);
    return row;
  });
}

Result<std::vector<StoredOutput>> StoreQueries::failures(std::size_t at_most) const {
  auto& c = *impl_->connection;
  return c.ask([&]() -> Result<std::vector<StoredOutput>> {
    std::vector<StoredOutput> rows;
    auto query = c.query(
        "SELECT camera.id, box.id, output.ordinal, output.seconds, reason FROM camera, box "
        "JOIN output ON output.source = camera.source AND output.content = box.content AND presence = 3 "
        "JOIN frame ON frame.camera = camera.id AND frame.ordinal = output.ordinal "
        "ORDER BY camera.id, box.id, output.ordinal LIMIT ?1");
    query.with(static_cast<std::int64_t>(std::min<std::size_t>(at_most, INT64_MAX)));
    while (query.next()) {
      StoredOutput row{
          query.integer(0), query.integer(1), query.integer(2), {}, {}, static_cast<float>(query.number(3))};
      row.output.presence = Presence::failed;
      row.output.reason = query.text(4);
      rows.push_back(std::move(row));
    }
    return rows;
  });
}

Result<std::vector<StoredResult>> StoreQueries::results(const std::string& kind, bool with_blob) const {
  auto& c = *impl_->connection;
  return c.ask([&]() -> Result<std::vector<StoredResult>> {
    std::vector<StoredResult> rows;
    auto query = c.query(fmt::format("SELECT {}{} FROM {} WHERE kind = ?1 ORDER BY id", kResultColumns,
                                     with_blob ? ", blob" : "", kResults));
    query.with(kind);
    while (query.next()) rows.push_back(result_row(query, with_blob));
    return rows;
  });
}

Result<std::vector<StoredResult>> StoreQueries::all_results() const {
  auto& c = *impl_->connection;
  return c.ask([&]() -> Result<std::vector<StoredResult>> {
    std::vector<StoredResult> rows;
    auto query = c.query(fmt::format("SELECT {} FROM {} ORDER BY id", kResultColumns, kResults));
    while (query.next()) rows.push_back(result_row(query, false));
    return rows;
  });
}

Result<StoredResult> StoreQueries::result(RowId id) const {
  auto& c = *impl_->connection;
  return c.ask([&]() -> Result<StoredResult> {
    auto query = c.query(fmt::format("SELECT {}, blob FROM {} WHERE id = ?1", kResultColumns, kResults));
    if (query.with(id).next()) return result_row(query, true);
    return fail(ErrorKind::not_found, "The result is not in this experiment any more.", {}, path().string());
  });
}

Result<std::optional<std::string>> StoreQueries::setting(const std::string& key) const {
  auto& c = *impl_->connection;
  return c.ask([&]() -> Result<std::optional<std::string>> {
    auto query = c.query("SELECT value FROM setting WHERE key = ?1");
    if (!query.with(key).next()) return std::nullopt;
    return query.text(0);
  });
}

Result<std::int64_t> StoreQueries::version() const {
  auto& c = *impl_->connection;
  return c.ask([&]() -> Result<std::int64_t> {
    auto query = c.query("SELECT number FROM change");
    return query.next() ? query.integer(0) : 0;
  });
}

Status StoreQueries::snapshot(const std::function<Status()>& body) const { return impl_->connection->reading(body); }

Result<std::vector<std::string>> StoreQueries::problems() const {
  auto& c = *impl_->connection;
  std::vector<std::string> found;
  auto checked = c.ask([&]() -> Status {
    auto whole = c.query("PRAGMA integrity_check");
    while (whole.next())
      if (whole.text(0) != "ok") found.push_back(whole.text(0));
    auto keys = c.query("PRAGMA foreign_key_check");
    while (keys.next())
      found.push_back(
          fmt::format("A row of \"{}\" refers to a row of \"{}\" that is not there.", keys.text(0), keys.text(2)));
    return {};
  });
  if (checked) return found;
  // Damage so bad that the check itself stumbles is an answer too.
  if (checked.error().kind != ErrorKind::corrupt) return tl::make_unexpected(checked.error());
  found.push_back(checked.error().what);
  return found;
}

}  // namespace mlink::store
