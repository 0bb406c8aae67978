// Parquet.
#include "recorded/format.h"
#include "recorded/table_rows.h"

namespace mlink::recorded {
namespace {

bool begins_as_parquet(std::string_view head) { return begins_as(ColumnFile::parquet, head); }

Result<std::unique_ptr<RowSource>> open_parquet(const RowInput& input, std::vector<std::string>& notes) {
  return open_column_rows(input, ColumnFile::parquet, notes);
}

}  // namespace

const ImportFormat kParquetFormat{"parquet",         "Parquet", "parquet pq", "",  false,
                                  begins_as_parquet, nullptr,   open_parquet, true};

}  // namespace mlink::recorded
