// Recorded outputs in files of columns (Parquet, Arrow IPC): they become the same records that a table's text gives,
// so that one parser knows the rules. Pure: core/experiment reads the files.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "recorded/import_csv.h"

namespace mlink::recorded {

enum class ColumnFile {
  parquet,
  arrow,  ///< Arrow IPC, file or stream; what pandas and polars call Feather
};

struct ColumnInfo {
  enum class Holds {
    value,    ///< a number, a text, a truth value, a time
    numbers,  ///< a list of numbers, one cell each
    words     ///< a list of texts, in one cell
  };
  std::string name;
  Holds holds = Holds::value;
  std::size_t width =
      1;  ///< cells in a record; numbers: of a fixed-size list, else of the first list; 0: there is none
};

/// Reads one file once, from its beginning; memory holds a part of its rows. Belongs to one thread.
class ColumnReader {
 public:
  virtual ~ColumnReader() = default;
  [[nodiscard]] virtual const std::vector<ColumnInfo>& columns() const = 0;
  /// The cells of the next row, `width` of each column; `line` counts the rows from 1. What is null is an empty cell,
  /// a text one in quotes. False at the end. The record is valid until the next call. Errors: damage; a list of another
  /// length than the first.
  [[nodiscard]] virtual Result<bool> next(CsvRecord& record) = 0;
  [[nodiscard]] virtual std::int64_t bytes() const = 0;  ///< of the file, read so far; for progress
};

/// Whether a file that begins so is of this kind, encrypted ones and old versions included.
[[nodiscard]] bool begins_as(ColumnFile kind, std::string_view head);

}  // namespace mlink::recorded
