// All outputs of all black boxes on aligned frames, by columns. A value type; const use from many threads is safe.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "outputs/output_spec.h"

namespace mlink::outputs {

/// Which frame a row is: an ordinal within its camera first, presentation time second.
struct FrameKey {
  int camera = 0;            ///< index into OutputTable::cameras
  std::int64_t ordinal = 0;  ///< frame number in the video file, from 0; counted on over a camera's later files
  double seconds = 0;        ///< on the experiment's clock: start of the file and presentation time in it

  friend bool operator==(const FrameKey&, const FrameKey&) = default;
};

/// One black box's outputs, a row a frame.
struct OutputColumn {
  std::string box;
  OutputSpec spec;
  std::vector<float> values;       ///< rows x spec.width, row-major; zeros where not present
  std::vector<Presence> presence;  ///< one a row
  std::vector<Words> words;        ///< sequence: one a row; empty otherwise

  [[nodiscard]] std::span<const float> row(std::size_t index) const {
    const auto width = static_cast<std::size_t>(spec.width);
    return {values.data() + index * width, width};
  }
  [[nodiscard]] bool present(std::size_t index) const { return presence[index] == Presence::present; }
};

/// What one source gave of a camera: a file, or a region of it.
struct Clip {
  int camera = 0;                  ///< index into OutputTable::cameras
  std::int64_t first_ordinal = 0;  ///< the camera's number of the source's frame 0
  int source = 0;                  ///< which of the experiment's sources (rows of its list), from 0
  int file = 0;                    ///< regions of one file have the same
};
/// A frame as its source numbers it.
struct SourceFrame {
  int source = 0;
  std::int64_t ordinal = 0;
};

/// Rows are sorted by time, then camera, so that "the first 10 % in time" is a prefix.
struct OutputTable {
  std::vector<std::string> cameras;
  std::vector<FrameKey> frames;
  std::vector<OutputColumn> columns;
  std::vector<Clip> clips = {};  ///< by camera and first ordinal; empty: camera i is source i, a file of its own
  double zero = 0;  ///< Unix time of second 0 where files begin at dates; 0: seconds count from nothing in particular

  [[nodiscard]] std::size_t rows() const { return frames.size(); }
  [[nodiscard]] SourceFrame source_of(const FrameKey& frame) const;
  [[nodiscard]] int file_of(const FrameKey& frame) const;
  [[nodiscard]] int column_of(const std::string& box) const;  ///< -1: no such box
};

/// Makes an empty table (all absent) with sorted rows. Frames may come in any order.
[[nodiscard]] OutputTable make_table(std::vector<std::string> cameras, std::vector<FrameKey> frames,
                                     const std::vector<std::pair<std::string, OutputSpec>>& boxes);

/// Puts one output into its place. Fails when it does not fit the column's spec.
[[nodiscard]] Status set_output(OutputTable& table, std::size_t column, std::size_t row, const Output& output);
[[nodiscard]] Output get_output(const OutputTable& table, std::size_t column, std::size_t row);

/// Of these rows, those on which some box has an output: nothing is judged on the others.
[[nodiscard]] std::int64_t frames_with_output(const OutputTable& table, std::span<const std::size_t> rows);

/// A split in time: rows [0, train) train, [train, rows) test; never shuffled across the border.
struct TimeSplit {
  std::size_t train = 0;
  std::size_t rows = 0;
  [[nodiscard]] std::size_t test() const { return rows - train; }
};
/// train = floor(part * rows), at least 1; fails when part is not in (0,1) or fewer than 2 rows are there.
[[nodiscard]] Result<TimeSplit> split_in_time(const OutputTable& table, double part);

/// Hash of everything in the table (keys, specs, values), so that a result can name the data it came from.
[[nodiscard]] std::string content_hash(const OutputTable& table);

}  // namespace mlink::outputs
