// Arrow IPC, files and streams (Feather).
#include "recorded/format.h"
#include "recorded/table_rows.h"

namespace mlink::recorded {
namespace {

bool begins_as_arrow(std::string_view head) { return begins_as(ColumnFile::arrow, head); }

Result<std::unique_ptr<RowSource>> open_arrow(const RowInput& input, std::vector<std::string>& notes) {
  return open_column_rows(input, ColumnFile::arrow, notes);
}

}  // namespace

const ImportFormat kArrowFormat{
    "arrow", "Arrow (Feather)", "arrow arrows feather ipc", "", false, begins_as_arrow, nullptr, open_arrow, true};

}  // namespace mlink::recorded
