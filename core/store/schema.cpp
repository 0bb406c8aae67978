#include "store/schema.h"

#include <fmt/format.h>

#include <array>

namespace mlink::store {
namespace {

// Outputs hang on what was looked at (source) and what looked (content), not on camera and box: those may go and come
// back. AUTOINCREMENT: an id is never given to another row, so that a list that is not refreshed yet finds nothing
// rather than something else. `value` is float32, little endian, or words, each ended by a zero byte. Marks lie apart,
// so that reading all outputs does not read them.
constexpr const char* kFirst = R"(
CREATE TABLE change (number INTEGER NOT NULL);
INSERT INTO change VALUES (1);
CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE source (id INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE);
CREATE TABLE content (id INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE);
CREATE TABLE video (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  path TEXT NOT NULL,
  content_hash TEXT NOT NULL UNIQUE,
  info_json TEXT NOT NULL,
  frame_index BLOB NOT NULL);
CREATE TABLE camera (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  video INTEGER NOT NULL REFERENCES video (id),
  name TEXT NOT NULL UNIQUE,
  crop_x INTEGER NOT NULL, crop_y INTEGER NOT NULL, crop_width INTEGER NOT NULL, crop_height INTEGER NOT NULL,
  every INTEGER NOT NULL,
  at_most INTEGER NOT NULL,
  source INTEGER NOT NULL REFERENCES source (id));
CREATE INDEX camera_video ON camera (video);
CREATE TABLE frame (
  camera INTEGER NOT NULL REFERENCES camera (id) ON DELETE CASCADE,
  ordinal INTEGER NOT NULL,
  seconds REAL NOT NULL,
  PRIMARY KEY (camera, ordinal)) WITHOUT ROWID;
CREATE TABLE box (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  content INTEGER NOT NULL REFERENCES content (id),
  manifest_json TEXT NOT NULL,
  manifest_path TEXT NOT NULL,
  spec_json TEXT NOT NULL,
  recorded INTEGER NOT NULL);
CREATE TABLE output (
  source INTEGER NOT NULL REFERENCES source (id),
  content INTEGER NOT NULL REFERENCES content (id),
  ordinal INTEGER NOT NULL,
  presence INTEGER NOT NULL,
  value BLOB,
  seconds REAL NOT NULL,
  reason TEXT,
  PRIMARY KEY (source, content, ordinal)) WITHOUT ROWID;
CREATE INDEX failed_output ON output (source, content, ordinal) WHERE presence = 3;
CREATE TABLE mark (
  source INTEGER NOT NULL,
  content INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  marks BLOB NOT NULL,
  PRIMARY KEY (source, content, ordinal)) WITHOUT ROWID;
CREATE TABLE cost (
  box INTEGER NOT NULL REFERENCES box (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  value REAL NOT NULL, p95 REAL NOT NULL, p99 REAL NOT NULL,
  origin TEXT NOT NULL,
  note TEXT NOT NULL,
  PRIMARY KEY (box, kind)) WITHOUT ROWID;
CREATE TABLE result (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  settings_json TEXT NOT NULL,
  seed INTEGER NOT NULL,
  data_hash TEXT NOT NULL,
  versions TEXT NOT NULL,
  created TEXT NOT NULL,
  blob BLOB NOT NULL);
CREATE INDEX result_kind ON result (kind);
)";

// A measured time was the median until here; from now on the mean is measured, and the median stands beside it.
constexpr const char* kMeanTimes = R"(
ALTER TABLE cost ADD COLUMN p50 REAL NOT NULL DEFAULT 0;
UPDATE cost SET p50 = value, note = note || ', median' WHERE kind = 'time' AND origin = 'measured';
)";

// Files begin where the clock says, and a camera may be made of several: its frames are numbered on from file to file.
constexpr const char* kClock = R"(
ALTER TABLE video ADD COLUMN start REAL NOT NULL DEFAULT 0;
ALTER TABLE video ADD COLUMN start_origin TEXT NOT NULL DEFAULT '';
ALTER TABLE video ADD COLUMN start_after INTEGER NOT NULL DEFAULT 0;
ALTER TABLE camera ADD COLUMN part_of TEXT NOT NULL DEFAULT '';
ALTER TABLE camera ADD COLUMN first_ordinal INTEGER NOT NULL DEFAULT 0;
)";

// Counts beside what is counted: a list of cameras and boxes must not read millions of outputs. By content, as outputs
// are, so that a box that comes back finds its count.
constexpr const char* kTally = R"(
ALTER TABLE camera ADD COLUMN frames INTEGER NOT NULL DEFAULT 0;
UPDATE camera SET frames = (SELECT count(*) FROM frame WHERE frame.camera = camera.id);
CREATE INDEX camera_source ON camera (source);
CREATE TABLE tally (
  camera INTEGER NOT NULL REFERENCES camera (id) ON DELETE CASCADE,
  content INTEGER NOT NULL REFERENCES content (id) ON DELETE CASCADE,
  present INTEGER NOT NULL, none INTEGER NOT NULL, failed INTEGER NOT NULL,
  PRIMARY KEY (camera, content)) WITHOUT ROWID;
INSERT INTO tally SELECT camera.id, content, sum(presence = 1), sum(presence = 2), sum(presence = 3)
  FROM camera JOIN output ON output.source = camera.source
  JOIN frame ON frame.camera = camera.id AND frame.ordinal = output.ordinal GROUP BY camera.id, content;
)";

// How much a camera's pictures differ from earlier ones: float32, little endian, by kind and lag
// (outputs/frame_features.h).
constexpr const char* kFrameFeatures = R"(
CREATE TABLE frame_feature (
  camera INTEGER NOT NULL REFERENCES camera (id) ON DELETE CASCADE,
  ordinal INTEGER NOT NULL,
  value BLOB NOT NULL,
  PRIMARY KEY (camera, ordinal)) WITHOUT ROWID;
)";

// What a person writes beside a result, and how long it took to compute (0: not known). A table of its own: what stands
// behind a blob in a row is found by reading through the blob, and a list of results must not read millions of bytes.
constexpr const char* kNotes = R"(
CREATE TABLE result_note (
  result INTEGER PRIMARY KEY REFERENCES result (id) ON DELETE CASCADE,
  note TEXT NOT NULL DEFAULT '',
  noted TEXT NOT NULL DEFAULT '',
  seconds REAL NOT NULL DEFAULT 0);
)";

constexpr std::array<Migration, 6> kMigrations{
    {{kFirst}, {kMeanTimes}, {kClock}, {kTally}, {kFrameFeatures}, {kNotes}}};

}  // namespace

std::span<const Migration> migrations() { return kMigrations; }

Status migrate(Connection& connection, std::span<const Migration> steps) {
  MLINK_ASSIGN(const auto version,
               connection.guarded([&]() -> Result<std::int64_t> { return connection.pragma("PRAGMA user_version"); }));
  for (auto at = static_cast<std::size_t>(version); at < steps.size(); ++at) {
    MLINK_TRY(connection.transaction([&]() -> Status {
      connection.execute(steps[at].sql);
      connection.execute(fmt::format("PRAGMA user_version = {}", at + 1).c_str());
      if (at == 0) connection.execute(fmt::format("PRAGMA application_id = {}", kApplicationId).c_str());
      return {};
    }));
  }
  return {};
}

Result<std::int64_t> check_identity(Connection& connection, std::int64_t newest) {
  return connection.guarded([&]() -> Result<std::int64_t> {
    const auto path = connection.path().string();
    if (connection.pragma("PRAGMA application_id") != kApplicationId)
      return fail(ErrorKind::corrupt, "This is not an experiment file.", "Choose a file made by this program.", path);
    const auto version = connection.pragma("PRAGMA user_version");
    if (version > newest)
      return fail(ErrorKind::newer_version,
                  fmt::format("The experiment was written by a newer program: its version is {}, this program reads up "
                              "to {}.",
                              version, newest),
                  "Install a newer MLink Workbench.", path);
    if (version < 1)
      return fail(ErrorKind::corrupt, fmt::format("The experiment file is damaged: its version is {}.", version),
                  "Go back to a copy, or make a new experiment.", path);
    return version;
  });
}

}  // namespace mlink::store
