// Tables: one row a frame, read from the text at each pass.
#include <fmt/format.h>

#include "base/text.h"
#include "recorded/format.h"

namespace mlink::recorded {
namespace {

/// What a table's parser is made of, beside its header.
struct TableWanted {
  OutputSpec spec;
  std::string camera;
  FrameTimes times;
};

Result<TableParser> read_header(CsvReader& reader, CsvRecord& record, const TableWanted& wanted,
                                const std::string& path) {
  MLINK_ASSIGN(const bool more, reader.next(record));
  if (!more) return fail(ErrorKind::invalid_input, "The file is empty.", "A header is expected.", path);
  return TableParser::from_header(record, wanted.spec, path, wanted.camera, reader.separator(), wanted.times);
}

class TableRows : public RowSource {
 public:
  TableRows(RecordedText text, TableWanted wanted, const TableParser& parser)
      : text_(std::move(text)), wanted_(std::move(wanted)), columns_(parser.columns()) {
    wanted_.spec = parser.spec();
  }

  [[nodiscard]] const OutputSpec& spec() const override { return wanted_.spec; }
  [[nodiscard]] std::int64_t bytes() const override { return text_.bytes; }
  [[nodiscard]] RowColumns columns() const override { return columns_; }
  [[nodiscard]] Status each(const RowFn& fn, const BytesFn& at) override {
    MLINK_ASSIGN(auto text, text_.open());
    CsvReader reader(std::move(text), text_.path, separator_of_header);
    CsvRecord record;
    MLINK_ASSIGN(auto parser, read_header(reader, record, wanted_, text_.path));
    ImportRow row;
    for (std::int64_t rows = 1;; ++rows) {
      MLINK_ASSIGN(const bool more, reader.next(record));
      if (!more) break;
      MLINK_TRY(parser.parse(record, row));
      MLINK_TRY(fn(row));
      if (rows % 4096 == 0) at(reader.bytes());
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
  RecordedText text_;
  TableWanted wanted_;
  RowColumns columns_;
  TableTold told_;
};

bool begins_as_table(std::string_view head) {
  const auto first = head.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && !(head[first] >= '0' && head[first] <= '9');
}

Result<std::unique_ptr<RowSource>> open_table(const RowInput& input, std::vector<std::string>& notes) {
  MLINK_ASSIGN(auto text, input.text.open());
  CsvReader reader(std::move(text), input.text.path, separator_of_header);
  CsvRecord record;
  TableWanted wanted{input.spec, input.options.source, FrameTimes(input.cameras, input.options.rate)};
  MLINK_ASSIGN(const auto parser, read_header(reader, record, wanted, input.text.path));
  if (reader.separator() != ',')
    notes.push_back(fmt::format("The columns are separated by {}.", separator_name(reader.separator())));
  if (parser.has_index()) notes.emplace_back("The first column has no name, it was passed over as an index.");
  return std::make_unique<TableRows>(input.text, std::move(wanted), parser);
}

}  // namespace

const ImportFormat kTableFormat{"csv", "tables (CSV)", "csv tsv", "", false, begins_as_table, nullptr, open_table};

}  // namespace mlink::recorded
