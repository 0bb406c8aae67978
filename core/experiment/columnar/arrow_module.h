// Internal to core/experiment: the parts of the module that sees Arrow. Arrow's statuses and Parquet's exceptions
// become Results here; none leaves the module.
#pragma once

#include <arrow/array.h>
#include <arrow/type.h>

#include <exception>
#include <optional>

#include "experiment/columnar/library.h"

namespace mlink::experiment {

[[nodiscard]] Result<std::unique_ptr<ColumnReader>> open_with_arrow(const std::filesystem::path& path, ColumnFile kind);
[[nodiscard]] Result<std::unique_ptr<ColumnWriter>> write_with_arrow(ColumnFile kind,
                                                                     const std::vector<ColumnField>& fields,
                                                                     const std::map<std::string, std::string>& about);

/// Calls what Parquet may leave by an exception.
template <class Fn, class Wrong>
auto without_exceptions(const Fn& fn, const Wrong& wrong) -> decltype(fn()) {
  try {
    return fn();
  } catch (const std::exception& error) {
    return wrong(std::string(error.what()));
  }
}

/// What a column of this type is; nothing: its values are none of a table. The width of lists that have no fixed size
/// is 0.
[[nodiscard]] std::optional<ColumnInfo> info_of(const std::string& name, const arrow::DataType& type);

/// The cells of one column, batch by batch.
class ColumnCells {
 public:
  /// `column`: from 1, for errors.
  ColumnCells(ColumnInfo info, std::size_t column, std::string path)
      : info_(std::move(info)), column_(column), path_(std::move(path)) {}

  void take(const std::shared_ptr<arrow::Array>& batch);
  /// Appends the cells of a row of the batch; they are valid until the next call. `line`: the row's number in the file.
  [[nodiscard]] Status add(std::int64_t row, std::int64_t line, std::vector<CsvCell>& cells);
  /// Of the first list of the batch that is not empty; nothing: there is none.
  [[nodiscard]] std::optional<std::size_t> first_length() const;

 private:
  /// An array whose dictionary is looked up.
  struct Values {
    std::shared_ptr<arrow::Array> array, dictionary;
  };
  [[nodiscard]] static Values values_of(const std::shared_ptr<arrow::Array>& array);
  [[nodiscard]] Result<CsvCell> cell(const Values& values, std::int64_t at, std::int64_t line, std::string& text) const;
  [[nodiscard]] Status add_words(std::int64_t row, std::int64_t line, std::vector<CsvCell>& cells);
  [[nodiscard]] Status add_numbers(std::int64_t row, std::int64_t line, std::vector<CsvCell>& cells);
  [[nodiscard]] TextPlace place(std::int64_t line) const { return {line, column_, info_.name, true}; }

  ColumnInfo info_;
  std::size_t column_;
  std::string path_;
  Values values_;  ///< of the column, or of all its lists
  std::shared_ptr<arrow::Array> lists_;
  std::vector<std::string> texts_;  ///< what cells of the row stand on
};

}  // namespace mlink::experiment
