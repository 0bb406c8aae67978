// Recorded outputs: what a box that ran elsewhere answered comes in as a table and becomes a box of the experiment,
// without its model. The formats, what an empty cell means and examples stand in RECORDED.md beside this file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "outputs/output_spec.h"

namespace mlink {

/// csv: one row a frame, as `export --what outputs` writes it. coco: detections, a COCO results list. mot: detections,
/// MOT Challenge text.
enum class ImportFormat { csv, coco, mot };
[[nodiscard]] std::string_view to_string(ImportFormat format);

struct ImportOptions {
  std::string box;  ///< name of the box that the outputs become
  std::filesystem::path outputs;
  std::optional<ImportFormat> format;  ///< none: guessed from the name and the first bytes

  // What the outputs mean. All that is given must agree.
  std::filesystem::path spec;       ///< OutputSpec as JSON; empty: OUTPUTS.json or BOX.json beside a CSV, where there
  std::optional<Task> task;         ///< needed where there is no spec
  std::vector<std::string> labels;  ///< empty: the table's header, or the detections' categories
  std::optional<double> tolerance;
  std::string unit, title;

  // Detections only, which become a count, the labels that are seen (multi_label) or the largest box (localization).
  std::vector<std::string> classes;            ///< names or ids; empty: all
  double score = 0.3;                          ///< detections below it are not looked at
  std::string source;                          ///< camera; empty: as RECORDED.md says
  std::filesystem::path images;                ///< COCO annotations whose `images` say which frame an image_id is
  std::string categories;                      ///< COCO annotations with `categories`, or "1=person,3=car"
  std::optional<std::pair<int, int>> picture;  ///< width and height, where nothing else says them
  std::optional<std::int64_t> frames;          ///< the box ran on frames 0 to n - 1
  std::optional<std::int64_t> first_frame;     ///< number of the first frame in the file; none: 0 (COCO), 1 (MOT)

  double rate = 0;       ///< frames a second of a camera that is made; 0: 1, or what the camera has already
  bool strict = false;   ///< rows of frames that a camera does not use are an error
  bool replace = false;  ///< takes the place of the recorded box of this name; its costs are kept
};

struct ImportedCamera {
  std::string name;
  bool made = false;             ///< by this import: a camera without video
  std::int64_t stored = 0;       ///< outputs
  std::int64_t left_out = 0;     ///< rows of frames that the camera does not use
  std::int64_t without = 0;      ///< frames of the camera that have no row: their outputs stay absent
  std::int64_t frames_made = 0;  ///< of a camera without video
  double seconds_differ = 0;     ///< largest difference of the table's `seconds` to the camera's own, which are kept
};

struct ImportReport {
  std::string box;
  OutputSpec spec;
  ImportFormat format = ImportFormat::csv;
  std::int64_t read = 0;      ///< rows of the table, or detections
  std::int64_t stored = 0;    ///< outputs, `none` ones included
  std::int64_t none = 0;      ///< of them: the box ran and had no output
  std::int64_t left_out = 0;  ///< rows of frames that no camera uses
  std::vector<ImportedCamera> cameras;
  bool replaced = false;  ///< another box of this name had to go
  bool known = false;     ///< these very outputs were there already
  std::string content_hash;
  std::vector<std::string> notes;  ///< what was taken as understood, a sentence each
  double seconds = 0;
};

}  // namespace mlink
