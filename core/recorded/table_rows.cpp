#include "recorded/table_rows.h"

#include <fmt/format.h>

#include "base/text.h"

namespace mlink::recorded {
namespace {

/// What a table's parser is made of, beside its header.
struct TableWanted {
  OutputSpec spec;
  std::string camera;
  FrameTimes times;
};

char separator_of(const TableRecords& records) { return records.separator ? records.separator() : ','; }

Result<TableParser> read_header(const TableRecords& records, CsvRecord& record, const TableWanted& wanted,
                                const std::string& path) {
  MLINK_ASSIGN(const bool more, records.next(record));
  if (!more) return fail(ErrorKind::invalid_input, "The file is empty.", "A header is expected.", path);
  return TableParser::from_header(record, wanted.spec, path, wanted.camera, separator_of(records), wanted.times);
}

class TableRows : public RowSource {
 public:
  TableRows(const RecordedText& text, OpenRecords open, TableWanted wanted, const TableParser& parser)
      : path_(text.path),
        bytes_(text.bytes),
        open_(std::move(open)),
        wanted_(std::move(wanted)),
        columns_(parser.columns()) {
    wanted_.spec = parser.spec();
  }

  [[nodiscard]] const OutputSpec& spec() const override { return wanted_.spec; }
  [[nodiscard]] std::int64_t bytes() const override { return bytes_; }
  [[nodiscard]] RowColumns columns() const override { return columns_; }
  [[nodiscard]] Status each(const RowFn& fn, const BytesFn& at) override {
    MLINK_ASSIGN(const auto records, open_());
    CsvRecord record;
    MLINK_ASSIGN(auto parser, read_header(records, record, wanted_, path_));
    ImportRow row;
    for (std::int64_t rows = 1;; ++rows) {
      MLINK_ASSIGN(const bool more, records.next(record));
      if (!more) break;
      MLINK_TRY(parser.parse(record, row));
      MLINK_TRY(fn(row));
      if (rows % 4096 == 0) at(records.bytes());
    }
    told_ = parser.told();
    return {};
  }
  void tell(std::vector<std::string>& notes) const override {
    if (told_.missing_words > 0)
      notes.push_back(fmt::format("{} {} NaN, NA, None or null as value, taken as \"no output\".",
                                  count_text(told_.missing_words), told_.missing_words == 1 ? "row has" : "rows have"));
    if (told_.decimal_commas > 0)
      notes.push_back(
          fmt::format("The comma in {} numbers was taken as a decimal comma.", count_text(told_.decimal_commas)));
    if (told_.booleans > 0)
      notes.push_back(fmt::format("True and False in {} rows were taken as 1 and 0.", count_text(told_.booleans)));
    if (told_.times > 0)
      notes.push_back(
          fmt::format("The frame of {} rows is the one nearest in time to their seconds.", count_text(told_.times)));
  }

 private:
  std::string path_;
  std::int64_t bytes_ = 0;
  OpenRecords open_;
  TableWanted wanted_;
  RowColumns columns_;
  TableTold told_;
};

}  // namespace

Result<std::unique_ptr<RowSource>> open_table_rows(const RowInput& input, OpenRecords open,
                                                   std::vector<std::string>& notes) {
  MLINK_ASSIGN(const auto records, open());
  CsvRecord record;
  TableWanted wanted{input.spec, input.options.source, FrameTimes(input.cameras, input.options.rate)};
  MLINK_ASSIGN(const auto parser, read_header(records, record, wanted, input.text.path));
  if (separator_of(records) != ',')
    notes.push_back(fmt::format("The columns are separated by {}.", separator_name(separator_of(records))));
  if (parser.has_index()) notes.emplace_back("The first column has no name, it was passed over as an index.");
  return std::make_unique<TableRows>(input.text, std::move(open), std::move(wanted), parser);
}

}  // namespace mlink::recorded
