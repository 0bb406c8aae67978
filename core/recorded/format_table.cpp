// Tables: one row a frame, read from the text at each pass.
#include "recorded/format.h"
#include "recorded/table_rows.h"

namespace mlink::recorded {
namespace {

bool begins_as_table(std::string_view head) {
  const auto first = head.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && !(head[first] >= '0' && head[first] <= '9');
}

Result<std::unique_ptr<RowSource>> open_table(const RowInput& input, std::vector<std::string>& notes) {
  const auto open = [text = input.text]() -> Result<TableRecords> {
    MLINK_ASSIGN(auto source, text.open());
    const auto reader = std::make_shared<CsvReader>(std::move(source), text.path, separator_of_header);
    return TableRecords{[reader](CsvRecord& record) { return reader->next(record); },
                        [reader] { return reader->bytes(); }, [reader] { return reader->separator(); }};
  };
  return open_table_rows(input, open, notes);
}

}  // namespace

const ImportFormat kTableFormat{"csv", "tables (CSV)", "csv tsv", "", false, begins_as_table, nullptr, open_table};

}  // namespace mlink::recorded
