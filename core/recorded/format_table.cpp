// Tables: one row a frame, read from the text at each pass.
#include "recorded/format.h"

namespace mlink {
namespace {

class TableRows : public RowSource {
 public:
  TableRows(RecordedText text, TableParser parser) : text_(std::move(text)), parser_(std::move(parser)) {}
  static Result<TableParser> parser(CsvReader& reader, CsvRecord& record, OutputSpec spec, const std::string& path) {
    MLINK_ASSIGN(const bool more, reader.next(record));
    if (!more) return fail(ErrorKind::invalid_input, "The file is empty.", "A header is expected.", path);
    return TableParser::from_header(record, std::move(spec), path);
  }

  [[nodiscard]] const OutputSpec& spec() const override { return parser_.spec(); }
  [[nodiscard]] std::int64_t bytes() const override { return text_.bytes; }
  [[nodiscard]] Status each(const RowFn& fn, const BytesFn& at) override {
    MLINK_ASSIGN(auto text, text_.open());
    CsvReader reader(std::move(text), text_.path);
    CsvRecord record;
    MLINK_ASSIGN(const auto parser, TableRows::parser(reader, record, parser_.spec(), text_.path));
    ImportRow row;
    for (std::int64_t rows = 1;; ++rows) {
      MLINK_ASSIGN(const bool more, reader.next(record));
      if (!more) return {};
      MLINK_TRY(parser.parse(record, row));
      MLINK_TRY(fn(row));
      if (rows % 4096 == 0) at(reader.bytes());
    }
  }

 private:
  RecordedText text_;
  TableParser parser_;
};

bool begins_as_table(std::string_view head) {
  const auto first = head.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && !(head[first] >= '0' && head[first] <= '9');
}

Result<std::unique_ptr<RowSource>> open_table(const RowInput& input, std::vector<std::string>&) {
  MLINK_ASSIGN(auto text, input.text.open());
  CsvReader reader(std::move(text), input.text.path);
  CsvRecord record;
  MLINK_ASSIGN(auto parser, TableRows::parser(reader, record, input.spec, input.text.path));
  return std::make_unique<TableRows>(input.text, std::move(parser));
}

}  // namespace

const ImportFormat kTableFormat{"csv", "tables (CSV)", "csv", "", false, begins_as_table, open_table};

}  // namespace mlink
