// Internal to core/recorded: the rows of a table, whatever its records are read from.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "recorded/rows.h"

namespace mlink::recorded {

/// A reader that stands at the header.
struct TableRecords {
  std::function<Result<bool>(CsvRecord&)> next;
  std::function<std::int64_t()> bytes;   ///< read so far
  std::function<char()> separator = {};  ///< known once the header was read; none: commas
};
using OpenRecords = std::function<Result<TableRecords>()>;

/// Reads the header once, to know the columns; then all records at each pass.
[[nodiscard]] Result<std::unique_ptr<RowSource>> open_table_rows(const RowInput& input, OpenRecords open,
                                                                 std::vector<std::string>& notes);

/// Opens a file of columns as a table: lists of numbers become columns of their own, named by the task.
[[nodiscard]] Result<std::unique_ptr<RowSource>> open_column_rows(const RowInput& input, ColumnFile kind,
                                                                  std::vector<std::string>& notes);

}  // namespace mlink::recorded
