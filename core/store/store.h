// The experiment file: one SQLite database (*.mlink, own application_id, user_version, forward migrations). One Writer,
// which alone checkpoints; any number of Readers with their own read-only connection. Each belongs to one thread at a
// time (SQLiteCpp's rule); different objects may be used from different threads at once.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "outputs/clock.h"
#include "outputs/costs.h"
#include "outputs/frame_features.h"
#include "outputs/output_table.h"
#include "store/changes.h"

namespace mlink::store {

class Tally;

using RowId = std::int64_t;

/// A video file, known by its content; or what stands in its place for outputs that were recorded elsewhere.
struct StoredVideo {
  RowId id = 0;
  std::string path;  ///< empty: recorded outputs, there is no video
  std::string content_hash;
  std::string info_json;    ///< what media found (size, rate, codec); opaque here
  std::string frame_index;  ///< bytes of media's FrameIndex; opaque here
  ClockStart start = {};    ///< set by StoreWriter::set_start only
  RowId start_after = 0;    ///< the video that this one follows; 0: none
};

/// A camera: a video, perhaps a crop of it, every n-th frame.
struct StoredCamera {
  RowId id = 0;
  RowId video = 0;
  std::string name;
  int crop_x = 0, crop_y = 0, crop_width = 0, crop_height = 0;  ///< width 0: the whole picture
  int every = 1;
  std::int64_t limit = 0;   ///< 0: all
  std::string source_hash;  ///< video content + crop: outputs are re-used by it
  /// A camera made of several files: the later ones name it here, and their frames are numbered on from the earlier
  /// ones'. Empty: a camera of its own.
  std::string part_of = {};
  std::int64_t first_ordinal = 0;  ///< the camera's number of this file's frame 0
  std::int64_t frames = 0;         ///< how many it uses; counted by the store
  [[nodiscard]] const std::string& camera_name() const { return part_of.empty() ? name : part_of; }
};

struct StoredFrame {
  RowId camera = 0;
  std::int64_t ordinal = 0;
  double seconds = 0;
};

/// A black box by name; `content_hash` says what it is. Outputs belong to (source_hash, ordinal, box content_hash), so
/// removing and adding a camera or a box again finds its outputs.
struct StoredBox {
  RowId id = 0;
  std::string name;
  std::string title;
  std::string content_hash;
  std::string manifest_json;
  std::string manifest_path;
  std::string spec_json;
  bool recorded = false;  ///< outputs were imported, there is no model to run
};

struct StoredOutput {
  RowId camera = 0;
  RowId box = 0;
  std::int64_t ordinal = 0;
  Output output;
  std::string marks;  ///< bytes of what can be drawn; opaque here
  float seconds = 0;  ///< time it took
};

/// How much a camera's picture differs from its earlier ones.
struct StoredFeatures {
  std::int64_t ordinal = 0;  ///< within the camera's file, as of StoredFrame
  FeatureValues values{};
};

/// A trained link set or another result, with all that made it.
struct StoredResult {
  RowId id = 0;
  std::string kind;  ///< "link_set", "replay", ...
  std::string name;
  std::string settings_json;
  std::int64_t seed = 0;
  std::string data_hash;
  std::string versions;
  std::string created;  ///< ISO 8601, UTC
  std::string blob;     ///< opaque bytes
  double seconds = 0;   ///< that computing it took; 0: not known
  /// A person's, with the time of its last change (as `created`).
  std::string note = {}, noted = {};
  std::int64_t bytes = 0;  ///< of the blob; counted by the store
};

/// How complete the outputs of one box on one camera are.
struct Coverage {
  RowId camera = 0, box = 0;
  std::int64_t wanted = 0, present = 0, none = 0, failed = 0;
  [[nodiscard]] std::int64_t done() const { return present + none + failed; }
};

/// What can be asked; shared by Reader and Writer.
class StoreQueries {
 public:
  virtual ~StoreQueries();
  [[nodiscard]] Result<std::vector<StoredVideo>> videos(bool with_index = false) const;
  [[nodiscard]] Result<std::string> frame_index(RowId video) const;
  [[nodiscard]] Result<std::vector<StoredCamera>> cameras() const;
  [[nodiscard]] Result<std::vector<StoredFrame>> frames(std::optional<RowId> camera = {}) const;
  [[nodiscard]] Result<std::vector<StoredBox>> boxes() const;
  [[nodiscard]] Result<std::map<RowId, BoxCosts>> costs() const;  ///< by box; only of boxes that have some
  [[nodiscard]] Result<std::vector<Coverage>> coverage() const;
  /// Ordinals of a camera for which a box has no output yet (failed ones count as done unless retry_failed).
  [[nodiscard]] Result<std::vector<std::int64_t>> missing(RowId camera, RowId box, bool retry_failed = false) const;
  /// All outputs of the given boxes (all when empty) on all cameras as a table; cameras and boxes in order of addition.
  /// Seconds count from the start of each file on the experiment's clock; where files begin at a date, from the
  /// earliest of them.
  [[nodiscard]] Result<OutputTable> output_table(std::span<const RowId> boxes = {}) const;
  /// Frame features of the rows of an output_table(); a row that has none is not known.
  [[nodiscard]] Result<FrameFeatures> frame_features(const OutputTable& table) const;
  /// Ordinals of a camera's frames that have no features yet.
  [[nodiscard]] Result<std::vector<std::int64_t>> without_features(RowId camera) const;
  [[nodiscard]] Result<std::optional<StoredOutput>> output(RowId camera, RowId box, std::int64_t ordinal) const;
  [[nodiscard]] Result<std::vector<StoredOutput>> failures(std::size_t at_most = 1000) const;
  [[nodiscard]] Result<std::vector<StoredResult>> results(const std::string& kind, bool with_blob = false) const;
  [[nodiscard]] Result<StoredResult> result(RowId id) const;
  /// Of all kinds, by id, without their blobs.
  [[nodiscard]] Result<std::vector<StoredResult>> all_results() const;
  [[nodiscard]] Result<std::optional<std::string>> setting(const std::string& key) const;
  /// Changes whenever a writer committed; a number in the file, so it may be compared between connections.
  [[nodiscard]] Result<std::int64_t> version() const;
  /// integrity_check and foreign_key_check; empty when whole.
  [[nodiscard]] Result<std::vector<std::string>> problems() const;
  /// Everything asked in `body` sees one state of the file, whatever is committed meanwhile.
  [[nodiscard]] Status snapshot(const std::function<Status()>& body) const;
  [[nodiscard]] const std::filesystem::path& path() const;

 protected:
  struct Impl;
  explicit StoreQueries(std::unique_ptr<Impl> impl);
  StoreQueries(StoreQueries&&) noexcept;
  StoreQueries& operator=(StoreQueries&&) noexcept;
  std::unique_ptr<Impl> impl_;
};

class StoreReader : public StoreQueries {
 public:
  /// Read-only. Fails: not found, not an experiment, newer than this program, damaged.
  [[nodiscard]] static Result<StoreReader> open(const std::filesystem::path& file);
  StoreReader(StoreReader&&) noexcept;
  StoreReader& operator=(StoreReader&&) noexcept;
  ~StoreReader() override;

 private:
  using StoreQueries::StoreQueries;
};

class StoreWriter : public StoreQueries {
 public:
  /// Makes a new file; fails when one is there.
  [[nodiscard]] static Result<StoreWriter> create(const std::filesystem::path& file);
  /// Opens for writing and migrates forward. Fails: as StoreReader, locked by another program, read-only.
  [[nodiscard]] static Result<StoreWriter> open(const std::filesystem::path& file);
  StoreWriter(StoreWriter&&) noexcept;
  StoreWriter& operator=(StoreWriter&&) noexcept;
  ~StoreWriter() override;

  /// The same content hash: updates path and index, returns the known id.
  [[nodiscard]] Result<RowId> add_video(const StoredVideo& video);
  /// Where the file begins; for Origin::after `after` is the video that it follows, else 0.
  [[nodiscard]] Status set_start(RowId video, const ClockStart& start, RowId after);
  [[nodiscard]] Result<RowId> add_camera(const StoredCamera& camera, std::span<const StoredFrame> frames);
  /// More frames of a camera; none that it has already.
  [[nodiscard]] Status add_frames(RowId camera, std::span<const StoredFrame> frames);
  [[nodiscard]] Status remove_camera(RowId camera);
  /// Its later files follow. Fails where another camera has the name.
  [[nodiscard]] Status rename_camera(RowId camera, const std::string& name);
  /// What a video without a file is known by, and with it the source of its cameras. Fails where outputs are kept of a
  /// source of that hash.
  [[nodiscard]] Status rename_stand_in(RowId video, const std::string& content_hash);
  /// The same video at another path; the same box's manifest at another path.
  [[nodiscard]] Status move_video(RowId video, const std::string& path);
  [[nodiscard]] Status move_box(RowId box, const std::string& manifest_path);
  /// Fails where another box has the name.
  [[nodiscard]] Status rename_box(RowId box, const std::string& name);
  [[nodiscard]] Result<RowId> add_box(const StoredBox& box);
  /// The outputs are kept for the box's return; those of a recorded box go with it: they come back with their file.
  [[nodiscard]] Status remove_box(RowId box);
  /// One transaction; all or nothing. An output that is there is replaced.
  [[nodiscard]] Status put_outputs(std::span<const StoredOutput> outputs);
  /// One transaction; what a frame had is replaced.
  [[nodiscard]] Status put_frame_features(RowId camera, std::span<const StoredFeatures> features);
  [[nodiscard]] Status clear_failures();
  /// Replaces what is known (origin) of time and of memory; what is not stays as it was.
  [[nodiscard]] Status put_costs(RowId box, const BoxCosts& costs);
  [[nodiscard]] Result<RowId> put_result(const StoredResult& result);
  [[nodiscard]] Status rename_result(RowId id, const std::string& name);
  /// Replaces what it says; its row, name and note stay.
  [[nodiscard]] Status put_result_text(RowId id, const std::string& settings_json, const std::string& blob);
  /// What its data are known by; the rest of it stays.
  [[nodiscard]] Status put_data_hash(RowId id, const std::string& data_hash);
  /// `noted`: the time of the change; an empty note has none.
  [[nodiscard]] Status put_note(RowId id, const std::string& note, const std::string& noted);
  [[nodiscard]] Status remove_result(RowId id);
  [[nodiscard]] Status set_setting(const std::string& key, const std::string& value);
  /// Several calls as one transaction; an error rolls all of them back.
  /// Nested: part of the outer transaction. A nested error undoes the nested part; returned on, it undoes all.
  [[nodiscard]] Status transaction(const std::function<Status()>& body);
  /// As transaction(), and gives what it changed. Keeps the changed rows in memory meanwhile.
  [[nodiscard]] Result<Changes> recorded(const std::function<Status()>& body);
  /// Puts the rows back as they were before: all, or nothing where one of them changed since or its place is taken
  /// (invalid_input). What came since otherwise stays.
  [[nodiscard]] Status take_back(const Changes& changes);

 private:
  using StoreQueries::StoreQueries;
  [[nodiscard]] Result<RowId> source_of(RowId camera);
  [[nodiscard]] Status put_frames(RowId camera, std::span<const StoredFrame> frames);
  [[nodiscard]] Status know_box(RowId box);
  [[nodiscard]] Status put_output(const StoredOutput& stored, Tally& tally);
};

}  // namespace mlink::store
