#include "recorded/columns.h"

#include <fmt/format.h>

#include <algorithm>

#include "recorded/table_rows.h"

namespace mlink::recorded {
namespace {

/// Columns of a file as columns of a table: some are passed over, a list of numbers has a name for each of them.
struct ColumnsAsTable {
  std::vector<std::string> header;
  std::vector<std::size_t> cells;  ///< of the file's records, one a column of the table
  std::vector<std::string> passed_over;
};

tl::unexpected<Error> fail_in_column(std::size_t column, const ColumnInfo& info, const std::string& what,
                                     std::string expected, const std::string& path) {
  return fail_at({0, column + 1, info.name, true}, what, std::move(expected), path);
}

/// What pandas keeps of an index that is not a plain count.
bool is_index_column(const std::string& name) { return name.starts_with("__index_level_"); }

/// What the numbers of a list are, in the order in which they stand.
Result<std::vector<std::string>> names_in_list(std::size_t column, const ColumnInfo& info, const OutputSpec& spec,
                                               const std::string& path) {
  const auto wrong = [&](const std::string& wanted) {
    return fail_in_column(column, info, fmt::format("its lists hold {} numbers.", info.width), wanted, path);
  };
  switch (spec.task) {
    case Task::single_label:
    case Task::multi_label:
      if (spec.labels.empty())
        return fail_in_column(column, info, "the labels are not known.",
                              "Give them as --labels or in a --spec, in the order of the list.", path);
      if (info.width != spec.labels.size())
        return wrong(fmt::format("One for each of the {} labels is expected.", spec.labels.size()));
      return spec.labels;
    case Task::localization:
      if (info.width != kBoxColumnNames.size() && info.width + 1 != kBoxColumnNames.size())
        return wrong("x, y, w, h and perhaps a score are expected.");
      return std::vector<std::string>(kBoxColumnNames.begin(),
                                      kBoxColumnNames.begin() + static_cast<std::ptrdiff_t>(info.width));
    case Task::regression:
    case Task::count:
      if (info.width != 1) return wrong("One is expected, this box has one value.");
      return std::vector<std::string>{info.name};
    case Task::sequence: break;
  }
  return wrong("A column tokens with words is expected.");
}

Result<ColumnsAsTable> as_table(const std::vector<ColumnInfo>& columns, const OutputSpec& spec,
                                const std::string& path) {
  ColumnsAsTable table;
  std::size_t cell = 0;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const auto& info = columns[i];
    if (is_index_column(info.name)) {
      table.passed_over.push_back(info.name);
      cell += info.width;
      continue;
    }
    if (info.holds == ColumnInfo::Holds::words && spec.task != Task::sequence && spec.task != Task::multi_label)
      return fail_in_column(i, info, "it holds lists of words.",
                            "Only the tokens of a sequence and the labels of a multi_label box are lists.", path);
    std::vector<std::string> names{info.name};
    if (info.holds == ColumnInfo::Holds::numbers && info.width > 0) {
      MLINK_ASSIGN(names, names_in_list(i, info, spec, path));
    }
    for (auto& name : names) {
      table.header.push_back(std::move(name));
      table.cells.push_back(cell++);
    }
    if (info.width == 0) ++cell;
  }
  return table;
}

/// The header first, then the file's records with the cells that are columns of the table.
class ColumnRecords {
 public:
  ColumnRecords(std::unique_ptr<ColumnReader> reader, ColumnsAsTable table)
      : reader_(std::move(reader)), table_(std::move(table)) {}

  [[nodiscard]] Result<bool> next(CsvRecord& record) {
    record.row = true;
    if (!std::exchange(header_given_, true)) {
      record.line = 0;
      record.cells.clear();
      for (const auto& name : table_.header) record.cells.push_back({name, true});
      return true;
    }
    if (table_.passed_over.empty()) return reader_->next(record);
    MLINK_ASSIGN(const bool more, reader_->next(whole_));
    if (!more) return false;
    record.line = whole_.line;
    record.cells.clear();
    for (const auto cell : table_.cells) record.cells.push_back(whole_.cells[cell]);
    return true;
  }
  [[nodiscard]] std::int64_t bytes() const { return reader_->bytes(); }

 private:
  std::unique_ptr<ColumnReader> reader_;
  ColumnsAsTable table_;
  CsvRecord whole_;
  bool header_given_ = false;
};

}  // namespace

bool begins_as(ColumnFile kind, std::string_view head) {
  using namespace std::string_view_literals;
  if (kind == ColumnFile::parquet) return head.starts_with("PAR1") || head.starts_with("PARE");
  return head.starts_with("ARROW1\0\0"sv) || head.starts_with("FEA1") || head.starts_with("\xFF\xFF\xFF\xFF"sv);
}

Result<std::unique_ptr<RowSource>> open_column_rows(const RowInput& input, ColumnFile kind,
                                                    std::vector<std::string>& notes) {
  MLINK_ASSIGN(const auto first, input.text.columns(kind));
  MLINK_ASSIGN(const auto table, as_table(first->columns(), input.spec, input.text.path));
  for (const auto& name : table.passed_over)
    notes.push_back(fmt::format("The column {} was passed over as an index.", name));
  const auto open = [columns = input.text.columns, kind, table]() -> Result<TableRecords> {
    MLINK_ASSIGN(auto reader, columns(kind));
    const auto records = std::make_shared<ColumnRecords>(std::move(reader), table);
    return TableRecords{[records](CsvRecord& record) { return records->next(record); },
                        [records] { return records->bytes(); }};
  };
  return open_table_rows(input, open, notes);
}

}  // namespace mlink::recorded
