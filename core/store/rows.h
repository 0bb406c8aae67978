// Rows of one experiment file in another, as they are, for the parts that several machines compute. One file is read,
// one is written; both stay what StoreReader and StoreWriter are, each of one thread.
#pragma once

#include <optional>
#include <set>

#include "store/store.h"

namespace mlink::store {

class Connection;

/// Of frames of a video, or of a camera: from `first` up to before `end`.
struct OrdinalRange {
  std::int64_t first = 0, end = 0;
  [[nodiscard]] bool empty() const { return first >= end; }
};

/// What a camera's frames say of all of them, where only some are copied.
struct FramesBefore {
  double step = 0;                     ///< seconds from one frame to the next, on average, over all of them
  std::vector<std::int64_t> ordinals;  ///< those just before a part, ascending
};

/// Two outputs, or two comparisons of pictures (no box), of the same frame that are not the same.
struct RowConflict {
  std::string camera, box;
  std::int64_t ordinal = 0;
};

/// What was added to a file from another one.
struct JoinedRows {
  std::int64_t frames = 0, outputs = 0, features = 0;
  std::int64_t known = 0;               ///< outputs that were there already
  std::optional<RowConflict> conflict;  ///< where the joining ended
};

class RowsReader : public StoreReader {
 public:
  /// As StoreReader::open.
  [[nodiscard]] static Result<RowsReader> open(const std::filesystem::path& file);

  /// Each picture of a video that some camera uses, with the number of these cameras: by video, then ordinal.
  [[nodiscard]] Status each_picture(
      const std::function<void(RowId video, std::int64_t ordinal, std::int64_t cameras)>& tell) const;
  [[nodiscard]] Result<FramesBefore> frames_before(RowId camera, std::int64_t ordinal, int at_most) const;
  /// Hash of which frames the cameras use, and when they are.
  [[nodiscard]] Result<std::string> frames_hash() const;
  /// Hash of all that was computed on the cameras' frames: outputs, their times and marks, and frame features.
  [[nodiscard]] Result<std::string> computed_hash() const;

 private:
  friend class RowsWriter;
  explicit RowsReader(StoreReader&& reader);
  [[nodiscard]] Connection& connection() const;
};

class RowsWriter : public StoreWriter {
 public:
  /// As StoreWriter::create and open.
  [[nodiscard]] static Result<RowsWriter> create(const std::filesystem::path& file);
  [[nodiscard]] static Result<RowsWriter> open(const std::filesystem::path& file);

  /// Videos, cameras without their frames, boxes, costs and settings (but those of these keys), under the same row
  /// ids. For a file that has none yet.
  [[nodiscard]] Status copy_definition(const RowsReader& from, const std::set<std::string>& without_settings);
  /// A camera's frames in the range, with all that is stored of them. For a file with the definition of `from`.
  [[nodiscard]] Status copy_frames(const RowsReader& from, RowId camera, const OrdinalRange& range);
  /// Adds what `from` has computed, cameras and boxes by name and content; they have to be there. A failed output gives
  /// way to one that is not. With `with_frames` the frames too. A conflict ends it: the caller then rolls back.
  [[nodiscard]] Result<JoinedRows> join(const RowsReader& from, bool with_frames);
  /// Number of frames of `from` that the camera of the same name does not have here, or has at another time.
  [[nodiscard]] Result<std::int64_t> unknown_frames(const RowsReader& from) const;
  /// Counts frames and outputs of all cameras anew, after the last join().
  [[nodiscard]] Status count();

 private:
  explicit RowsWriter(StoreWriter&& writer);
  [[nodiscard]] Connection& connection() const;
};

}  // namespace mlink::store
