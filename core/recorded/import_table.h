// Internal to core/experiment: from the records of a table to outputs. Pure: text in, values out.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "outputs/output_spec.h"
#include "recorded/import_csv.h"

namespace mlink {

/// One output of the box that ran elsewhere, and the frame it belongs to.
struct ImportRow {
  std::int64_t line = 0;  ///< of the file; 0: put together from several
  std::string source;     ///< camera
  std::int64_t ordinal = 0;
  std::optional<double> seconds;
  Output output;
};

/// Knows the columns of one table. Header: source,frame, then perhaps seconds, then the task's columns:
///   single_label, multi_label  one a label; or one column `label`, `labels` with names (needs known labels)
///   localization               x,y,w,h, then perhaps score (none: 1, or 0 where the box is empty)
///   regression, count          one, of any name
///   sequence                   tokens
class TableParser {
 public:
  /// `spec.labels` may be empty: the header says them. Errors: as the header is wrong, each with its column.
  [[nodiscard]] static Result<TableParser> from_header(const CsvRecord& header, OutputSpec spec, std::string path);

  [[nodiscard]] const OutputSpec& spec() const { return spec_; }
  [[nodiscard]] bool has_seconds() const { return first_value_ == 3; }
  /// Errors: wrong number of cells, not a number, NaN, out of the task's range, some cells of a row empty, an unknown
  /// label, no source, a frame that is not a whole number. An empty cell is "no output", in all columns or in none.
  [[nodiscard]] Status parse(const CsvRecord& record, ImportRow& row) const;

 private:
  enum class Kind { scores, names, box, scalar, tokens };
  TableParser(OutputSpec spec, std::string path) : spec_(std::move(spec)), path_(std::move(path)) {}

  [[nodiscard]] Status read_label_header(const CsvRecord& header);
  [[nodiscard]] Status read_value_header(const CsvRecord& header);
  [[nodiscard]] Status parse_frame(const CsvRecord& record, ImportRow& row) const;
  [[nodiscard]] Status parse_numbers(const CsvRecord& record, Output& output) const;
  [[nodiscard]] Status parse_names(const CsvRecord& record, Output& output) const;
  [[nodiscard]] Status check_row(const CsvRecord& record, Output& output) const;
  [[nodiscard]] Result<float> number(const CsvRecord& record, std::size_t column) const;
  [[nodiscard]] std::string expected() const;
  [[nodiscard]] TextPlace place(const CsvRecord& record, std::size_t column) const {
    return {record.line, column + 1, column < names_.size() ? std::string_view(names_[column]) : std::string_view()};
  }

  OutputSpec spec_;
  std::string path_;
  Kind kind_ = Kind::scalar;
  std::vector<std::string> names_;  ///< of all columns
  std::size_t first_value_ = 2;
  std::vector<std::size_t> place_of_;  ///< value column -> its place in the output
};

}  // namespace mlink
