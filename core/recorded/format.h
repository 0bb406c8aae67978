// The formats of recorded outputs: one row of the registry and one file each. The command line, the window's dialogs
// and error texts read this list. Pure; thread-safe.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "recorded/rows.h"

namespace mlink::recorded {

struct ImportFormat {
  std::string_view name;        ///< as --format takes it: "coco"
  std::string_view title;       ///< for people: "COCO results"
  std::string_view extensions;  ///< of files that are surely of it, separated by blanks: "json jsonl"
  std::string_view may_be;      ///< of files that may be of it, for a file dialog
  bool detections = false;      ///< objects in pictures, to be reduced to an output a frame
  /// Whether a text that begins so is of this format, where its name does not tell.
  bool (*begins)(std::string_view head) = nullptr;
  /// Whether it is so among other files of its endings (a manifest is JSON, notes are text); null: the ending decides.
  bool (*surely)(std::string_view head) = nullptr;
  /// Opens the text and finds out its columns or detections. `notes`: what was taken as understood.
  Result<std::unique_ptr<RowSource>> (*open)(const RowInput& input, std::vector<std::string>& notes) = nullptr;
  bool binary = false;  ///< no text: `begins` knows it for certain, whatever the file is called
};

/// All of them, in the order in which they are tried.
[[nodiscard]] std::span<const ImportFormat* const> import_formats();
/// Errors: there is none of this name (with those that there are).
[[nodiscard]] Result<const ImportFormat*> find_import_format(std::string_view name);
/// By the ending of the file's name (without dot, small letters), else by its first bytes.
[[nodiscard]] const ImportFormat& guess_import_format(std::string_view extension, std::string_view head);
/// Whether a file is recorded outputs at all, and not something else that is dropped beside them. `head` is asked for
/// only where the ending does not tell.
[[nodiscard]] bool holds_recorded_outputs(std::string_view extension, const std::function<std::string()>& head);
/// "coco, mot, parquet, arrow or csv"
[[nodiscard]] std::string import_format_names();
/// "COCO results (JSON), MOT text, Parquet, Arrow (Feather), tables (CSV)"
[[nodiscard]] std::string import_format_titles();
/// "*.csv *.json *.txt *.gz", for a file dialog.
[[nodiscard]] std::string import_format_patterns();

// The rows of the registry, each in the file that reads it.
extern const ImportFormat kTableFormat;    // format_table.cpp
extern const ImportFormat kParquetFormat;  // format_parquet.cpp
extern const ImportFormat kArrowFormat;    // format_arrow.cpp
extern const ImportFormat kCocoFormat;     // format_coco.cpp
extern const ImportFormat kMotFormat;      // format_mot.cpp

}  // namespace mlink::recorded
