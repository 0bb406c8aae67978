// The file that is imported, as rows. It is read twice: once to check all of it, once to
// store it; so nothing of a bad file is stored, and memory does not grow with the outputs of a table.
#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "recorded/import.h"
#include "recorded/import_table.h"

namespace mlink {

/// What the experiment knows of a camera.
struct KnownCamera {
  std::int64_t id = 0;
  std::string name;
  bool recorded = false;  ///< no video
  double rate = 0;        ///< recorded: frames a second
  int width = 0, height = 0;
  std::vector<std::int64_t> ordinals;  ///< used frames, ascending
  std::vector<double> seconds;         ///< of each
};

class RowSource {
 public:
  using RowFn = std::function<Status(const ImportRow&)>;
  using BytesFn = std::function<void(std::int64_t)>;
  virtual ~RowSource() = default;
  [[nodiscard]] virtual const OutputSpec& spec() const = 0;
  /// Gives every row; the first error ends it. `at` hears how many bytes were read, now and then.
  [[nodiscard]] virtual Status each(const RowFn& fn, const BytesFn& at) = 0;
  [[nodiscard]] virtual std::int64_t bytes() const = 0;  ///< that one pass reads; 0: it is in memory
  [[nodiscard]] virtual std::int64_t detections() const { return 0; }
};

/// Opens the file, finds out what it is and what its outputs mean. `notes`: what was taken as understood.
[[nodiscard]] Result<std::unique_ptr<RowSource>> open_rows(const ImportOptions& options, ImportFormat format,
                                                           const std::vector<KnownCamera>& cameras,
                                                           std::vector<std::string>& notes);
/// As asked for, else by name and first bytes. Errors: not there, a folder, empty, not readable.
[[nodiscard]] Result<ImportFormat> format_of(const ImportOptions& options);

/// What the outputs mean, from options and the OutputSpec file; labels may be left open.
[[nodiscard]] Result<OutputSpec> spec_of(const ImportOptions& options, ImportFormat format,
                                         std::vector<std::string>& notes);

/// import_frames.cpp: detections, frame by frame.
[[nodiscard]] Result<std::unique_ptr<RowSource>> open_detections(const ImportOptions& options, ImportFormat format,
                                                                 const std::vector<KnownCamera>& cameras,
                                                                 std::vector<std::string>& notes);

/// The file in pieces, or all of it.
[[nodiscard]] Result<TextSource> text_of_file(const std::filesystem::path& path);
[[nodiscard]] Result<std::string> whole_file(const std::filesystem::path& path);

}  // namespace mlink
