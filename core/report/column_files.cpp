// Tables and recorded outputs as files of columns.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/log.h"
#include "experiment/boxes.h"
#include "experiment/columnar/columnar.h"
#include "report/output_columns.h"
#include "report/outputs_part.h"
#include "report/report.h"

namespace mlink::report {
namespace {

ColumnFile column_file(TableFormat format) {
  return format == TableFormat::parquet ? ColumnFile::parquet : ColumnFile::arrow;
}

/// Some tables have words in columns of numbers, such as "≈ prior": all of such a column is text.
bool has_only_numbers(const Table& table, std::size_t column) {
  return table.columns[column].decimals >= 0 &&
         std::none_of(table.rows.begin(), table.rows.end(),
                      [&](const auto& row) { return std::holds_alternative<std::string>(row[column]); });
}

/// Not a number and nothing are null; `text` holds what a text stands on.
ColumnValue value_of(const Cell& cell, bool as_number, std::string& text) {
  if (const auto* words = std::get_if<std::string>(&cell)) return std::string_view(*words);
  const auto* number = std::get_if<double>(&cell);
  if (number == nullptr || !std::isfinite(*number)) return std::monostate();
  if (as_number) return *number;
  text = fmt::format("{}", *number);
  return std::string_view(text);
}

Result<std::string> table_as_columns(const Table& table, ColumnFile kind) {
  std::vector<ColumnField> fields;
  std::vector<bool> numbers;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    numbers.push_back(has_only_numbers(table, c));
    fields.push_back({table.columns[c].key, numbers[c] ? ColumnField::Holds::number : ColumnField::Holds::text});
  }
  std::map<std::string, std::string> about;
  if (!table.title.empty()) about["title"] = table.title;
  if (!table.notes.empty()) about["notes"] = fmt::format("{}", fmt::join(table.notes, "\n"));
  MLINK_ASSIGN(const auto writer, write_columns(kind, fields, about));
  std::vector<std::string> texts(fields.size());
  std::vector<ColumnValue> values(fields.size());
  for (const auto& row : table.rows) {
    for (std::size_t c = 0; c < fields.size(); ++c) values[c] = value_of(row[c], numbers[c], texts[c]);
    MLINK_TRY(writer->add(values));
  }
  return writer->finish();
}

Result<std::string> outputs_as_columns(const OutputTable& outputs, std::size_t index, ColumnFile kind,
                                       const std::vector<double>& starts) {
  const auto& column = outputs.columns[index];
  std::vector<ColumnField> fields{{"source", ColumnField::Holds::text}, {"frame", ColumnField::Holds::whole}};
  const bool words = column.spec.task == Task::sequence;
  const bool seconds = has_seconds(column.spec);
  if (words) fields.push_back({"tokens", ColumnField::Holds::words});
  for (const auto& name : value_names(column.spec)) fields.push_back({name, ColumnField::Holds::single});
  if (seconds) fields.push_back({"seconds", ColumnField::Holds::number});
  MLINK_ASSIGN(const auto writer, write_columns(kind, fields, {}));
  std::vector<ColumnValue> values(fields.size());
  for (std::size_t row = 0; row < outputs.rows(); ++row) {
    if (column.presence[row] == Presence::absent || column.presence[row] == Presence::failed) continue;
    const auto& key = outputs.frames[row];
    values.assign(fields.size(), std::monostate());
    values[0] = std::string_view(outputs.cameras[static_cast<std::size_t>(key.camera)]);
    values[1] = key.ordinal;
    if (seconds) values.back() = seconds_in(key, starts);
    if (column.present(row)) {
      if (words) values[2] = std::span<const std::string>(column.words[row]);
      std::copy(column.row(row).begin(), column.row(row).end(), values.begin() + (words ? 3 : 2));
    }
    MLINK_TRY(writer->add(values));
  }
  return writer->finish();
}

/// As render(outputs_table()) gives it: as a table millions of rows would take ten times the memory of their text,
/// which is hundreds of MB itself.
Status write_outputs_csv(const std::filesystem::path& path, const OutputTable& outputs, std::size_t index,
                         const std::stop_token& stop, const std::vector<double>& starts) {
  constexpr std::size_t kRows = 50'000;
  return write_file_in_parts(path, [&](const WritePart& write_part) -> Status {
    const std::string head = render(outputs_part(outputs, index, starts, 0, 0), TableFormat::csv);
    MLINK_TRY(write_part(head));
    for (std::size_t begin = 0; begin < outputs.rows(); begin += kRows) {
      if (stop.stop_requested()) return stopped();
      const std::size_t end = std::min(begin + kRows, outputs.rows());
      const std::string part = render(outputs_part(outputs, index, starts, begin, end), TableFormat::csv);
      MLINK_TRY(write_part(std::string_view(part).substr(head.size())));
    }
    return {};
  });
}

}  // namespace

std::string versions_text() {
  const auto shown = [](const Result<std::string>& version) {
    return version ? *version : "none. " + version.error().text();
  };
  return fmt::format("{}\nApache Arrow (Parquet and Arrow files): {}\nOpenVINO (ONNX, TensorFlow, Paddle): {}",
                     program_version(), shown(arrow_version()), shown(version_of_openvino()));
}

Result<std::string> file_content(const Table& table, TableFormat format) {
  const auto formats = table_formats();
  const auto row = std::find_if(formats.begin(), formats.end(), [&](const auto& r) { return r.format == format; });
  if (row == formats.end() || row->text) return render(table, format);
  return table_as_columns(table, column_file(format));
}

Status write_outputs(const std::filesystem::path& path, const OutputTable& outputs, std::size_t index,
                     TableFormat format, const std::stop_token& stop, const std::vector<double>& starts) {
  if (format == TableFormat::csv) return write_outputs_csv(path, outputs, index, stop, starts);
  if (format != TableFormat::parquet && format != TableFormat::arrow)
    return fail(ErrorKind::unsupported, "Outputs are exported as csv, parquet or arrow only.",
                "Give --as with one of them, and a folder as --out.");
  MLINK_ASSIGN(const auto content, outputs_as_columns(outputs, index, column_file(format), starts));
  return write_file(path, content);
}

}  // namespace mlink::report
