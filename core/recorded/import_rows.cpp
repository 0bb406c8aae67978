#include "recorded/import_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

namespace mlink {
namespace {

constexpr std::size_t kPiece = std::size_t{1} << 18U;
constexpr std::array<std::pair<ImportFormat, std::string_view>, 3> kFormats{
    {{ImportFormat::csv, "csv"}, {ImportFormat::coco, "coco"}, {ImportFormat::mot, "mot"}}};

Status check_file(const std::filesystem::path& path) {
  std::error_code ec;
  const auto status = std::filesystem::status(path, ec);
  if (status.type() == std::filesystem::file_type::not_found)
    return fail(ErrorKind::not_found, "The file was not found.", "Check the path.", path.string());
  if (status.type() == std::filesystem::file_type::directory)
    return fail(ErrorKind::invalid_input, "This is a folder.", "Name a file.", path.string());
  if (status.type() != std::filesystem::file_type::regular)
    return fail(ErrorKind::invalid_input, "This is not a plain file.", "It is read twice: save it as a file first.",
                path.string());
  if (std::filesystem::file_size(path, ec) == 0)
    return fail(ErrorKind::invalid_input, "The file is empty.", "A table or a list of detections is expected.",
                path.string());
  return {};
}

// The first bytes, for a guess.
std::string head_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string head(256, '\0');
  file.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(file.gcount()));
  return head;
}

/// A table of outputs, read from the file at each pass.
class CsvRows : public RowSource {
 public:
  CsvRows(std::filesystem::path path, TableParser parser) : path_(std::move(path)), parser_(std::move(parser)) {
    std::error_code ec;
    bytes_ = static_cast<std::int64_t>(std::filesystem::file_size(path_, ec));
  }
  static Result<TableParser> parser(CsvReader& reader, CsvRecord& record, OutputSpec spec,
                                    const std::filesystem::path& path) {
    MLINK_ASSIGN(const bool more, reader.next(record));
    if (!more) return fail(ErrorKind::invalid_input, "The file is empty.", "A header is expected.", path.string());
    return TableParser::from_header(record, std::move(spec), path.string());
  }

  [[nodiscard]] const OutputSpec& spec() const override { return parser_.spec(); }
  [[nodiscard]] std::int64_t bytes() const override { return bytes_; }
  [[nodiscard]] Status each(const RowFn& fn, const BytesFn& at) override {
    MLINK_ASSIGN(auto text, text_of_file(path_));
    CsvReader reader(std::move(text), path_.string());
    CsvRecord record;
    MLINK_ASSIGN(const auto parser, CsvRows::parser(reader, record, parser_.spec(), path_));
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
  std::filesystem::path path_;
  TableParser parser_;
  std::int64_t bytes_ = 0;
};

// OUTPUTS.json or BOX.json beside the table, as `export` writes it; another kind of JSON is told and left alone.
Result<std::optional<OutputSpec>> spec_beside(const ImportOptions& options, std::vector<std::string>& notes) {
  std::filesystem::path own = options.outputs;
  own.replace_extension(".json");
  const auto named = options.outputs.parent_path() / (options.box + ".json");
  for (const auto& path : {own, named}) {
    std::error_code ec;
    if (path == options.outputs || !std::filesystem::is_regular_file(path, ec)) continue;
    MLINK_ASSIGN(const auto text, whole_file(path));
    const auto json = nlohmann::json::parse(text, nullptr, false);
    if (!json.is_object() || !json.contains("task") || !json.contains("width")) {
      notes.push_back(
          fmt::format("{} beside the table describes no output, it was not used.", path.filename().string()));
      continue;
    }
    auto spec = output_spec_from_json(json);
    if (!spec) {
      spec.error().path = path.string();
      return tl::make_unexpected(spec.error());
    }
    notes.push_back(fmt::format("What the outputs mean was read from {}.", path.filename().string()));
    return *spec;
  }
  return std::nullopt;
}

Result<std::optional<OutputSpec>> stored_spec(const ImportOptions& options, ImportFormat format,
                                              std::vector<std::string>& notes) {
  if (options.spec.empty()) {
    if (format != ImportFormat::csv) return std::nullopt;
    return spec_beside(options, notes);
  }
  MLINK_TRY(check_file(options.spec));
  MLINK_ASSIGN(const auto text, whole_file(options.spec));
  auto spec = output_spec_from_json(nlohmann::json::parse(text, nullptr, false));
  if (spec) return *spec;
  return fail(ErrorKind::invalid_input, spec.error().what, spec.error().todo, options.spec.string());
}

}  // namespace

std::string_view to_string(ImportFormat format) {
  for (const auto& [value, name] : kFormats)
    if (value == format) return name;
  return "csv";
}

Result<TextSource> text_of_file(const std::filesystem::path& path) {
  auto file = std::make_shared<std::ifstream>(path, std::ios::binary);
  if (!*file)
    return fail(ErrorKind::io, fmt::format("The file cannot be read ({}).", std::strerror(errno)),
                "Check its permissions.", path.string());
  return TextSource([file, path, buffer = std::make_shared<std::string>(kPiece, '\0')]() -> Result<std::string_view> {
    file->read(buffer->data(), static_cast<std::streamsize>(buffer->size()));
    if (file->bad()) return fail(ErrorKind::io, "Reading failed.", "Check the disk.", path.string());
    return std::string_view(*buffer).substr(0, static_cast<std::size_t>(file->gcount()));
  });
}

Result<std::string> whole_file(const std::filesystem::path& path) {
  MLINK_ASSIGN(const auto more, text_of_file(path));
  std::string text;
  for (;;) {
    MLINK_ASSIGN(const auto piece, more());
    if (piece.empty()) return text;
    text.append(piece);
  }
}

Result<ImportFormat> format_of(const ImportOptions& options) {
  MLINK_TRY(check_file(options.outputs));
  if (options.format) return *options.format;
  const auto extension = options.outputs.extension().string();
  if (extension == ".json") return ImportFormat::coco;
  if (extension == ".csv") return ImportFormat::csv;
  const auto head = head_of(options.outputs);
  const auto first = head.find_first_not_of(" \t\r\n");
  if (first != std::string::npos && (head[first] == '[' || head[first] == '{')) return ImportFormat::coco;
  const bool number = first != std::string::npos && head[first] >= '0' && head[first] <= '9';
  return number ? ImportFormat::mot : ImportFormat::csv;  // a table begins with its header
}

Result<OutputSpec> spec_of(const ImportOptions& options, ImportFormat format, std::vector<std::string>& notes) {
  MLINK_ASSIGN(const auto stored, stored_spec(options, format, notes));
  const auto path = options.outputs.string();
  if (!stored && !options.task)
    return fail(ErrorKind::invalid_input, "What the outputs mean is not known.",
                "Give --task single_label, multi_label, localization, regression, count or sequence, or a --spec.",
                path);
  OutputSpec spec = stored.value_or(OutputSpec{});
  if (stored && options.task && *options.task != stored->task)
    return fail(ErrorKind::invalid_input,
                fmt::format("The task is given as {}, but the output description says {}.", to_string(*options.task),
                            to_string(stored->task)),
                "Leave one of them out.", path);
  if (options.task) spec.task = *options.task;
  const bool label_task = spec.task == Task::single_label || spec.task == Task::multi_label;
  if (!options.labels.empty()) {
    if (!label_task)
      return fail(ErrorKind::invalid_input, fmt::format("A {} output has no labels.", to_string(spec.task)),
                  "Leave --labels out.", path);
    if (stored && stored->labels != options.labels)
      return fail(ErrorKind::invalid_input, "The labels given are not those of the output description.",
                  "Leave one of them out.", path);
    if (std::set<std::string>(options.labels.begin(), options.labels.end()).size() < options.labels.size())
      return fail(ErrorKind::invalid_input, "A label is given twice.", "Give each once.", path);
    spec.labels = options.labels;
  }
  spec.width = spec.task == Task::sequence       ? 0
               : spec.task == Task::localization ? 5
               : label_task                      ? static_cast<int>(spec.labels.size())
                                                 : 1;
  if (options.tolerance) spec.tolerance = *options.tolerance;
  if (!options.unit.empty()) spec.unit = options.unit;
  if (spec.task == Task::regression && !stored && !options.tolerance)
    notes.push_back(fmt::format("A prediction counts as right within {} of the value; --tolerance sets another figure.",
                                spec.tolerance));
  if (!label_task || !spec.labels.empty())
    if (auto fits = check(spec); !fits) return fail(ErrorKind::invalid_input, fits.error().what, {}, path);
  return spec;
}

Result<std::unique_ptr<RowSource>> open_rows(const ImportOptions& options, ImportFormat format,
                                             const std::vector<KnownCamera>& cameras, std::vector<std::string>& notes) {
  if (format != ImportFormat::csv) return open_detections(options, format, cameras, notes);
  MLINK_ASSIGN(auto spec, spec_of(options, format, notes));
  MLINK_ASSIGN(auto text, text_of_file(options.outputs));
  CsvReader reader(std::move(text), options.outputs.string());
  CsvRecord record;
  MLINK_ASSIGN(auto parser, CsvRows::parser(reader, record, std::move(spec), options.outputs));
  return std::make_unique<CsvRows>(options.outputs, std::move(parser));
}

}  // namespace mlink
