#include <fmt/format.h>

#include <array>
#include <cmath>
#include <string_view>

#include "store/impl.h"
#include "store/schema.h"
#include "store/tally.h"

namespace mlink::store {
namespace {

tl::unexpected<Error> gone(const char* what, const std::filesystem::path& path) {
  return fail(ErrorKind::not_found, fmt::format("The {} is not in this experiment any more.", what), {}, path.string());
}

// Small integers instead of hashes keep the rows of outputs compact.
RowId id_of(Connection& c, const std::string& table, const std::string& hash) {
  c.query(fmt::format("INSERT INTO {} (hash) VALUES (?1) ON CONFLICT DO NOTHING", table)).with(hash).run();
  auto query = c.query(fmt::format("SELECT id FROM {} WHERE hash = ?1", table));
  query.with(hash).next();
  return query.integer(0);
}

bool is_taken(Connection& c, const std::string& table, const std::string& name) {
  auto query = c.query(fmt::format("SELECT 1 FROM {} WHERE name = ?1", table));
  return query.with(name).next();
}

}  // namespace

Status StoreWriter::transaction(const std::function<Status()>& body) { return impl_->connection->transaction(body); }

Result<RowId> StoreWriter::add_video(const StoredVideo& video) {
  auto& c = *impl_->connection;
  RowId id = 0;
  MLINK_TRY(transaction([&]() -> Status {
    c.query(
         "INSERT INTO video (path, content_hash, info_json, frame_index) VALUES (?1, ?2, ?3, ?4) "
         "ON CONFLICT (content_hash) DO UPDATE SET path = ?1, info_json = ?3, frame_index = ?4")
        .with(video.path, video.content_hash, video.info_json, bytes(video.frame_index))
        .run();
    auto query = c.query("SELECT id FROM video WHERE content_hash = ?1");
    query.with(video.content_hash).next();
    id = query.integer(0);
    return {};
  }));
  return id;
}

Status StoreWriter::set_start(RowId video, const ClockStart& start, RowId after) {
  if (!std::isfinite(start.seconds))
    return fail(ErrorKind::invalid_input, "The start of the video is not a number.", {}, path().string());
  return transaction([&]() -> Status {
    const int known =
        impl_->connection->query("UPDATE video SET start = ?2, start_origin = ?3, start_after = ?4 WHERE id = ?1")
            .with(video, start.seconds, std::string(to_string(start.origin)), after)
            .run();
    return known == 0 ? Status(gone("video", path())) : Status{};
  });
}

Result<RowId> StoreWriter::add_camera(const StoredCamera& camera, std::span<const StoredFrame> frames) {
  auto& c = *impl_->connection;
  RowId id = 0;
  MLINK_TRY(transaction([&]() -> Status {
    auto joined = c.query("SELECT 1 FROM camera WHERE part_of = ?1");
    if (is_taken(c, "camera", camera.name) || joined.with(camera.name).next())
      return fail(ErrorKind::invalid_input, fmt::format("There is a camera \"{}\" already.", camera.name),
                  "Choose another name.", path().string());
    const RowId source = id_of(c, "source", camera.source_hash);
    c.query(
         "INSERT INTO camera (video, name, crop_x, crop_y, crop_width, crop_height, every, at_most, source, "
         "part_of, first_ordinal) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)")
        .with(camera.video, camera.name, camera.crop_x, camera.crop_y, camera.crop_width, camera.crop_height,
              camera.every, camera.limit, source, camera.part_of, camera.first_ordinal)
        .run();
    id = c.database().getLastInsertRowid();
    return put_frames(id, frames);
  }));
  return id;
}

Status StoreWriter::add_frames(RowId camera, std::span<const StoredFrame> frames) {
  return transaction([&]() -> Status {
    MLINK_TRY(source_of(camera));
    return put_frames(camera, frames);
  });
}

Status StoreWriter::put_frames(RowId camera, std::span<const StoredFrame> frames) {
  auto insert = impl_->connection->query("INSERT INTO frame (camera, ordinal, seconds) VALUES (?1, ?2, ?3)");
  for (const auto& frame : frames) {
    if (!std::isfinite(frame.seconds))
      return fail(ErrorKind::invalid_input, fmt::format("The time of frame {} is not a number.", frame.ordinal), {},
                  path().string());
    insert.with(camera, frame.ordinal, frame.seconds).run();
  }
  impl_->connection->query("UPDATE camera SET frames = frames + ?2 WHERE id = ?1")
      .with(camera, static_cast<std::int64_t>(frames.size()))
      .run();
  count_outputs(*impl_->connection, camera);
  return {};
}

Status StoreWriter::remove_camera(RowId camera) {
  auto& c = *impl_->connection;
  impl_->forget();
  return transaction([&]() -> Status {
    if (c.query("DELETE FROM camera WHERE id = ?1").with(camera).run() == 0) return gone("camera", path());
    c.execute("DELETE FROM video WHERE id NOT IN (SELECT video FROM camera)");
    // What followed a file that is gone stays where it was.
    c.execute(
        "UPDATE video SET start_origin = 'typed', start_after = 0 "
        "WHERE start_after != 0 AND start_after NOT IN (SELECT id FROM video)");
    return {};
  });
}

Status StoreWriter::rename_camera(RowId camera, const std::string& name) {
  auto& c = *impl_->connection;
  return transaction([&]() -> Status {
    std::string before;
    {
      auto known = c.query("SELECT name FROM camera WHERE id = ?1");
      if (!known.with(camera).next()) return gone("camera", path());
      before = known.text(0);
    }
    auto others = c.query(
        "SELECT 1 FROM camera WHERE id != ?1 AND (name = ?2 OR (part_of = ?2 AND part_of != ?3)) UNION ALL "
        "SELECT 1 FROM camera WHERE id = ?1 AND part_of = ?2");
    if (name.empty() || others.with(camera, name, before).next())
      return fail(ErrorKind::invalid_input,
                  name.empty() ? "A camera needs a name." : fmt::format("There is a camera \"{}\" already.", name),
                  name.empty() ? "Type one." : "Choose another name.", path().string());
    others.reset();
    c.query("UPDATE camera SET name = ?2 WHERE id = ?1").with(camera, name).run();
    c.query("UPDATE camera SET part_of = ?2 WHERE part_of = ?1").with(before, name).run();
    return {};
  });
}

Status StoreWriter::rename_stand_in(RowId video, const std::string& content_hash) {
  auto& c = *impl_->connection;
  return transaction([&]() -> Status {
    auto other = c.query("SELECT 1 FROM source WHERE hash = ?1 UNION ALL SELECT 1 FROM video WHERE content_hash = ?1");
    if (other.with(content_hash).next())
      return fail(ErrorKind::invalid_input, "Recorded outputs of a camera of this name are kept in the file already.",
                  "Choose another name.", path().string());
    other.reset();
    c.query("UPDATE source SET hash = ?2 WHERE hash = (SELECT content_hash FROM video WHERE id = ?1)")
        .with(video, content_hash)
        .run();
    if (c.query("UPDATE video SET content_hash = ?2 WHERE id = ?1").with(video, content_hash).run() == 0)
      return gone("video", path());
    return {};
  });
}

Status StoreWriter::rename_box(RowId box, const std::string& name) {
  auto& c = *impl_->connection;
  impl_->forget();
  return transaction([&]() -> Status {
    auto others = c.query("SELECT 1 FROM box WHERE id != ?1 AND name = ?2");
    if (name.empty() || others.with(box, name).next())
      return fail(
          ErrorKind::invalid_input,
          name.empty() ? "A black box needs a name." : fmt::format("There is a black box \"{}\" already.", name),
          name.empty() ? "Type one." : "Choose another name.", path().string());
    others.reset();
    if (c.query("UPDATE box SET name = ?2 WHERE id = ?1").with(box, name).run() == 0) return gone("black box", path());
    return {};
  });
}

Status StoreWriter::move_video(RowId video, const std::string& path) {
  auto& c = *impl_->connection;
  return transaction([&]() -> Status {
    if (c.query("UPDATE video SET path = ?2 WHERE id = ?1").with(video, path).run() == 0)
      return gone("video", this->path());
    return {};
  });
}

Status StoreWriter::move_box(RowId box, const std::string& manifest_path) {
  auto& c = *impl_->connection;
  return transaction([&]() -> Status {
    if (c.query("UPDATE box SET manifest_path = ?2 WHERE id = ?1").with(box, manifest_path).run() == 0)
      return gone("black box", path());
    return {};
  });
}

Result<RowId> StoreWriter::add_box(const StoredBox& box) {
  auto& c = *impl_->connection;
  MLINK_TRY(spec_of(box.spec_json, path()));
  RowId id = 0;
  MLINK_TRY(transaction([&]() -> Status {
    if (is_taken(c, "box", box.name))
      return fail(ErrorKind::invalid_input, fmt::format("There is a black box \"{}\" already.", box.name),
                  "Remove it first, or choose another name.", path().string());
    const RowId content = id_of(c, "content", box.content_hash);
    c.query(
         "INSERT INTO box (name, title, content, manifest_json, manifest_path, spec_json, recorded) "
         "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")
        .with(box.name, box.title, content, box.manifest_json, box.manifest_path, box.spec_json, box.recorded)
        .run();
    id = c.database().getLastInsertRowid();
    return {};
  }));
  return id;
}

Status StoreWriter::remove_box(RowId box) {
  auto& c = *impl_->connection;
  impl_->forget();
  return transaction([&]() -> Status {
    RowId recorded = 0;
    if (auto query = c.query("SELECT content FROM box WHERE id = ?1 AND recorded"); query.with(box).next())
      recorded = query.integer(0);
    if (c.query("DELETE FROM box WHERE id = ?1").with(box).run() == 0) return gone("black box", path());
    if (recorded == 0) return {};
    if (auto others = c.query("SELECT 1 FROM box WHERE content = ?1"); others.with(recorded).next()) return {};
    for (const char* table : {"mark", "output"})
      c.query(fmt::format("DELETE FROM {} WHERE source IN (SELECT id FROM source) AND content = ?1", table))
          .with(recorded)
          .run();
    c.query("DELETE FROM content WHERE id = ?1").with(recorded).run();
    return {};
  });
}

Result<RowId> StoreWriter::source_of(RowId camera) {
  if (const auto at = impl_->sources.find(camera); at != impl_->sources.end()) return at->second;
  auto query = impl_->connection->query("SELECT source FROM camera WHERE id = ?1");
  if (!query.with(camera).next()) return gone("camera", path());
  return impl_->sources.emplace(camera, query.integer(0)).first->second;
}

Status StoreWriter::know_box(RowId box) {
  if (impl_->boxes.contains(box)) return {};
  auto query = impl_->connection->query("SELECT content, name, spec_json FROM box WHERE id = ?1");
  if (!query.with(box).next()) return gone("black box", path());
  MLINK_ASSIGN(auto spec, spec_of(query.text(2), path()));
  impl_->boxes.emplace(box, BoxKey{query.integer(0), query.text(1), std::move(spec)});
  return {};
}

Status StoreWriter::put_output(const StoredOutput& stored, Tally& tally) {
  auto& c = *impl_->connection;
  MLINK_ASSIGN(const RowId source, source_of(stored.camera));
  MLINK_TRY(know_box(stored.box));
  const auto& box = impl_->boxes.at(stored.box);
  const auto& output = stored.output;
  const auto bad = [&](const std::string& why) {
    return fail(ErrorKind::invalid_input,
                fmt::format("The output of {} for frame {}: {}", box.name, stored.ordinal, why), {}, path().string());
  };
  if (output.presence == Presence::absent) return bad("there is none to store.");
  if (auto fits = check(output, box.spec); !fits) return bad(fits.error().what);
  if (!std::isfinite(stored.seconds)) return bad("the time it took is not a number.");
  std::string words;
  Bytes value;
  if (output.presence == Presence::present) {
    if (box.spec.task == Task::sequence) {
      for (const auto& word : output.words)
        if (word.find('\0') != std::string::npos) return bad("a word has a zero byte in it.");
      words = words_to_bytes(output.words);
      value = bytes(words);
    } else {
      value = {output.values.data(), output.values.size() * sizeof(float)};
    }
  }
  const auto presence = static_cast<int>(output.presence);
  const std::string* const reason = output.reason.empty() ? nullptr : &output.reason;
  const auto seconds = static_cast<double>(stored.seconds);
  const int added = c.query(
                         "INSERT INTO output (source, content, ordinal, presence, value, seconds, reason) "
                         "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING")
                        .with(source, box.content, stored.ordinal, presence, value, seconds, reason)
                        .run();
  int before = 0;
  if (added == 0) {
    auto old = c.query("SELECT presence FROM output WHERE source = ?1 AND content = ?2 AND ordinal = ?3");
    if (old.with(source, box.content, stored.ordinal).next()) before = old.at(0).getInt();
    c.query(
         "UPDATE output SET presence = ?4, value = ?5, seconds = ?6, reason = ?7 "
         "WHERE source = ?1 AND content = ?2 AND ordinal = ?3")
        .with(source, box.content, stored.ordinal, presence, value, seconds, reason)
        .run();
    c.query("DELETE FROM mark WHERE source = ?1 AND content = ?2 AND ordinal = ?3")
        .with(source, box.content, stored.ordinal)
        .run();
  }
  if (!stored.marks.empty())
    c.query("INSERT INTO mark (source, content, ordinal, marks) VALUES (?1, ?2, ?3, ?4)")
        .with(source, box.content, stored.ordinal, bytes(stored.marks))
        .run();
  tally.change(source, box.content, stored.ordinal, before, presence);
  return {};
}

Status StoreWriter::put_outputs(std::span<const StoredOutput> outputs) {
  return transaction([&]() -> Status {
    Tally tally(*impl_->connection);
    for (const auto& output : outputs) MLINK_TRY(put_output(output, tally));
    tally.write();
    return {};
  });
}

Status StoreWriter::clear_failures() {
  auto& c = *impl_->connection;
  return transaction([&]() -> Status {
    c.execute(
        "DELETE FROM mark WHERE (source, content, ordinal) IN "
        "(SELECT source, content, ordinal FROM output WHERE presence = 3)");
    c.execute("DELETE FROM output WHERE presence = 3");
    c.execute("UPDATE tally SET failed = 0");
    return {};
  });
}

Status StoreWriter::put_costs(RowId box, const BoxCosts& costs) {
  auto& c = *impl_->connection;
  return transaction([&]() -> Status {
    for (const double value : {costs.seconds, costs.seconds_p50, costs.seconds_p95, costs.seconds_p99, costs.bytes,
                               costs.gpu_bytes, costs.load_seconds, costs.unload_seconds})
      if (!std::isfinite(value))
        return fail(ErrorKind::invalid_input, "The cost is not a number.", {}, path().string());
    MLINK_TRY(know_box(box));
    const auto put = [&](std::string_view kind, double value, std::array<double, 3> quantiles, CostOrigin origin,
                         const std::string& note) {
      c.query(
           "INSERT OR REPLACE INTO cost (box, kind, value, p50, p95, p99, origin, note) "
           "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")
          .with(box, std::string(kind), value, quantiles[0], quantiles[1], quantiles[2], std::string(to_string(origin)),
                note)
          .run();
    };
    for (const CostKind kind : {CostKind::time, CostKind::memory, CostKind::gpu_memory}) {
      if (!costs.known(kind)) continue;
      std::array<double, 3> quantiles{};
      if (kind == CostKind::time) quantiles = {costs.seconds_p50, costs.seconds_p95, costs.seconds_p99};
      put(to_string(kind), costs.of(kind), quantiles, costs.origin(kind), costs.note(kind));
    }
    if (costs.loading_origin != CostOrigin::unknown) {
      put(kLoading, costs.load_seconds, {}, costs.loading_origin, {});
      put(kUnloading, costs.unload_seconds, {}, costs.loading_origin, {});
    }
    return {};
  });
}

Result<RowId> StoreWriter::put_result(const StoredResult& result) {
  auto& c = *impl_->connection;
  RowId id = 0;
  MLINK_TRY(transaction([&]() -> Status {
    c.query(
         "INSERT INTO result (kind, name, settings_json, seed, data_hash, versions, created, blob) "
         "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")
        .with(result.kind, result.name, result.settings_json, result.seed, result.data_hash, result.versions,
              result.created, bytes(result.blob))
        .run();
    id = c.database().getLastInsertRowid();
    if (result.seconds > 0 || !result.note.empty())
      c.query("INSERT INTO result_note (result, note, noted, seconds) VALUES (?1, ?2, ?3, ?4)")
          .with(id, result.note, result.noted, result.seconds)
          .run();
    return {};
  }));
  return id;
}

Status StoreWriter::rename_result(RowId id, const std::string& name) {
  auto& c = *impl_->connection;
  return transaction([&]() -> Status {
    if (c.query("UPDATE result SET name = ?2 WHERE id = ?1").with(id, name).run() == 0) return gone("result", path());
    return {};
  });
}

Status StoreWriter::put_result_text(RowId id, const std::string& settings_json, const std::string& blob) {
  auto& c = *impl_->connection;
  return transaction([&]() -> Status {
    if (c.query("UPDATE result SET settings_json = ?2, blob = ?3 WHERE id = ?1")
            .with(id, settings_json, bytes(blob))
            .run() == 0)
      return gone("result", path());
    return {};
  });
}

Status StoreWriter::put_data_hash(RowId id, const std::string& data_hash) {
  return transaction([&]() -> Status {
    if (impl_->connection->query("UPDATE result SET data_hash = ?2 WHERE id = ?1").with(id, data_hash).run() == 0)
      return gone("result", path());
    return {};
  });
}

Status StoreWriter::put_note(RowId id, const std::string& note, const std::string& noted) {
  auto& c = *impl_->connection;
  return transaction([&]() -> Status {
    auto there = c.query("SELECT 1 FROM result WHERE id = ?1");
    if (!there.with(id).next()) return gone("result", path());
    there.reset();
    c.query(
         "INSERT INTO result_note (result, note, noted) VALUES (?1, ?2, ?3) "
         "ON CONFLICT (result) DO UPDATE SET note = ?2, noted = ?3")
        .with(id, note, note.empty() ? std::string() : noted)
        .run();
    return {};
  });
}

Status StoreWriter::remove_result(RowId id) {
  auto& c = *impl_->connection;
  return transaction([&]() -> Status {
    if (c.query("DELETE FROM result WHERE id = ?1").with(id).run() == 0) return gone("result", path());
    return {};
  });
}

Status StoreWriter::set_setting(const std::string& key, const std::string& value) {
  auto& c = *impl_->connection;
  return transaction([&]() -> Status {
    c.query("INSERT INTO setting (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2")
        .with(key, value)
        .run();
    return {};
  });
}

}  // namespace mlink::store
