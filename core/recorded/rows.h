// A file of recorded outputs as rows, one a frame. It is read twice: once to check all of it, once to store it; so
// nothing of a bad file is stored, and memory does not grow with the outputs of a table. Pure: whoever asks gives the
// texts (core/experiment opens the files).
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "recorded/columns.h"
#include "recorded/import_table.h"
#include "recorded/options.h"

namespace mlink::recorded {

/// A text that can be read from its beginning as often as needed.
struct RecordedText {
  std::string path;        ///< for errors
  std::string name;        ///< the file's, for notes
  std::string stem;        ///< the file's without its endings: what a camera is called where nothing else names it
  std::int64_t bytes = 0;  ///< that one reading takes, for progress
  std::function<Result<TextSource>()> open;
  /// The same file as columns, where it is one of these kinds and no text.
  std::function<Result<std::unique_ptr<ColumnReader>>(ColumnFile)> columns = {};

  [[nodiscard]] Result<std::string> whole() const;
};

/// Everything that the reading of a file depends on.
struct RowInput {
  RecordedOptions options;
  OutputSpec spec;  ///< labels may be open: the file says them
  RecordedText text;
  std::optional<RecordedText> images;      ///< COCO annotations whose `images` say which frame an image_id is
  std::optional<RecordedText> categories;  ///< COCO annotations with `categories`
  std::string category_names;              ///< or "1=person,3=car"
  std::vector<KnownCamera> cameras;
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
  [[nodiscard]] virtual RowColumns columns() const { return {}; }
  /// What the last pass took as understood.
  virtual void tell(std::vector<std::string>&) const {}
};

/// What the outputs mean, from the options and a stored description; labels may be left open. `path`: for errors.
[[nodiscard]] Result<OutputSpec> spec_of(const RecordedOptions& options, const std::optional<OutputSpec>& stored,
                                         const std::string& path, std::vector<std::string>& notes);

}  // namespace mlink::recorded
