// Recorded outputs: from the records of a table to outputs. Pure: text in, values out.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "outputs/output_spec.h"
#include "recorded/import_csv.h"
#include "recorded/times.h"

namespace mlink::recorded {

/// One output of the box that ran elsewhere, and the frame it belongs to.
struct ImportRow {
  std::int64_t line = 0;  ///< of the file, or row where it has no lines; 0: put together from several
  std::string source;     ///< camera
  std::int64_t ordinal = 0;
  std::optional<double> seconds;
  Output output;
};

/// Where a table's columns stand, from 1; 0: there is none.
struct RowColumns {
  std::size_t source = 1, frame = 2, seconds = 3;
  bool rows = false;  ///< ImportRow::line counts rows: the file has no lines
};

/// What stands for a missing value in the tables of other programs, and how numbers are written there.
struct TableTold {
  std::int64_t missing_words = 0;   ///< rows whose values are NaN, NA, None or null
  std::int64_t decimal_commas = 0;  ///< numbers
  std::int64_t booleans = 0;        ///< True and False
  std::int64_t times = 0;           ///< rows whose frame was found by its time
};

/// Knows the columns of one table, in any order by their names: source (or one camera for all rows), frame (or seconds
/// or time instead), perhaps seconds beside frame, and the task's columns:
///   single_label, multi_label  one a label; or one column `label`, `labels` with names (needs known labels)
///   localization               x,y,w,h, then perhaps score (none: 1, or 0 where the box is empty)
///   regression, count          one, of any name
///   sequence                   tokens
/// A first column without a name (an index) and a last one (a separator too many) are passed over.
class TableParser {
 public:
  /// `spec.labels` may be empty: the header says them. Errors: as the header is wrong, each with its column.
  [[nodiscard]] static Result<TableParser> from_header(const CsvRecord& header, OutputSpec spec, std::string path,
                                                       std::string camera = {}, char separator = ',',
                                                       FrameTimes times = {});

  [[nodiscard]] const OutputSpec& spec() const { return spec_; }
  [[nodiscard]] bool has_index() const { return index_; }
  [[nodiscard]] RowColumns columns() const { return {source_ + 1, frame_ + 1, seconds_ + 1, rows_}; }
  [[nodiscard]] const TableTold& told() const { return told_; }
  /// Errors: wrong number of cells, not a number, infinity, out of the task's range, some cells of a row empty, an
  /// unknown label, no source, a frame that is not a whole number. An empty cell (or NaN, NA, <NA>, None, null) is "no
  /// output", in all columns or in none.
  [[nodiscard]] Status parse(const CsvRecord& record, ImportRow& row);

 private:
  enum class Kind { scores, names, box, scalar, tokens };
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  TableParser(OutputSpec spec, std::string path) : spec_(std::move(spec)), path_(std::move(path)) {}

  [[nodiscard]] Status find_columns(const CsvRecord& header);
  [[nodiscard]] Status find_frame(const CsvRecord& header);
  [[nodiscard]] Status read_label_header(const CsvRecord& header);
  [[nodiscard]] Status read_value_header(const CsvRecord& header);
  [[nodiscard]] Status read_box_header(const CsvRecord& header);
  [[nodiscard]] Status parse_frame(const CsvRecord& record, ImportRow& row);
  [[nodiscard]] Result<std::int64_t> frame_number(const CsvRecord& record);
  [[nodiscard]] Result<double> time(const CsvRecord& record);
  [[nodiscard]] Result<bool> has_output(const CsvRecord& record);
  [[nodiscard]] bool means_missing(const CsvCell& cell) const;
  [[nodiscard]] Status parse_numbers(const CsvRecord& record, Output& output);
  [[nodiscard]] Status parse_names(const CsvRecord& record, Output& output) const;
  [[nodiscard]] Status check_row(const CsvRecord& record, Output& output) const;
  [[nodiscard]] bool read(std::string_view text, double& value);
  [[nodiscard]] Result<float> number(const CsvRecord& record, std::size_t column);
  [[nodiscard]] std::string expected() const;
  [[nodiscard]] std::size_t find(std::string_view name) const;
  [[nodiscard]] TextPlace place(const CsvRecord& record, std::size_t column) const {
    return spot(record, column + 1, column < names_.size() ? std::string_view(names_[column]) : std::string_view());
  }
  [[nodiscard]] static TextPlace spot(const CsvRecord& record, std::size_t column = 0, std::string_view name = {}) {
    return {record.line, column, name, record.row};
  }

  OutputSpec spec_;
  std::string path_;
  std::string camera_;  ///< of all rows, where there is no column source
  char separator_ = ',';
  FrameTimes times_;
  Kind kind_ = Kind::scalar;
  std::vector<std::string> names_;  ///< of all columns
  std::size_t source_ = kNone, frame_ = kNone, seconds_ = kNone;
  bool rows_ = false;                  ///< the file has rows, not lines
  bool index_ = false;                 ///< the first column has no name
  bool ends_ = false;                  ///< the last column has no name and is empty
  std::vector<std::size_t> values_;    ///< the value columns
  std::vector<std::size_t> place_of_;  ///< value column -> its place in the output
  TableTold told_;
};

/// The columns of a box, in the order of its output.
inline constexpr std::array<std::string_view, 5> kBoxColumnNames{"x", "y", "w", "h", "score"};
/// The first labels, for errors.
[[nodiscard]] std::string listed_labels(const std::vector<std::string>& labels);
/// Whether the rows of a table name their cameras.
[[nodiscard]] bool has_source_column(const CsvRecord& header);
/// The separator of a table, from its header: the one that leaves a column frame, seconds or time; commas otherwise.
[[nodiscard]] char separator_of_header(std::string_view header);

}  // namespace mlink::recorded
