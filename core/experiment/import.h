// Recorded outputs: what a box that ran elsewhere answered comes in as a table and becomes a box of the experiment,
// without its model. The formats, what an empty cell means and examples stand in recorded/RECORDED.md.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "outputs/output_spec.h"
#include "recorded/format.h"
#include "recorded/options.h"

namespace mlink::experiment {

struct ImportOptions : RecordedOptions {
  std::string box;  ///< name of the box that the outputs become
  std::filesystem::path outputs;
  std::string format;          ///< name of an ImportFormat; empty: guessed from the file's name and first bytes
  std::filesystem::path spec;  ///< OutputSpec as JSON; empty: OUTPUTS.json or BOX.json beside a table, where there
  std::string title;
  std::filesystem::path images;  ///< COCO annotations whose `images` say which frame an image_id is
  std::string categories;        ///< COCO annotations with `categories`, or "1=person,3=car"
  bool strict = false;           ///< rows of frames that a camera does not use are an error
  bool replace = false;          ///< takes the place of the recorded box of this name; its costs are kept
};

/// Whether a file holds objects in pictures, not a table: by its name, else by its first bytes.
[[nodiscard]] bool holds_detections(const std::filesystem::path& file);
/// Whether a file is recorded outputs at all, and no video, manifest or output description: by its name ("x.csv.gz"),
/// else by its name and first bytes (COCO in "x.json").
[[nodiscard]] bool is_recorded_outputs(const std::filesystem::path& file);

/// Whether the rows of a table have no column source, so that all are of one camera, which ImportOptions::source names.
/// False for detections, and where the file cannot be read.
[[nodiscard]] bool lacks_cameras(const std::filesystem::path& file);

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
  const ImportFormat* format = &kTableFormat;
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

}  // namespace mlink::experiment
