// Result tables in the formats of terminals and files. Values; thread-safe.
#pragma once

#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/table.h"

namespace mlink::report {

enum class TableFormat { text, csv, json, markdown, latex, html, parquet, arrow };
/// What the command line and the dialogs offer: one row a format.
struct TableFormatRow {
  TableFormat format;
  std::string_view name;    ///< as typed: "md"
  std::string_view also;    ///< typed as well; empty: nothing
  std::string_view ending;  ///< of a file's name: "md"
  std::string_view title;   ///< for people: "Markdown"
  bool text = true;         ///< false: a file of columns, which render() does not make
};
[[nodiscard]] std::span<const TableFormatRow> table_formats();
/// "csv, json, md, tex, html, parquet, arrow or text".
[[nodiscard]] std::string table_format_names();
/// By name, other name or ending. Errors: an unknown one; the names are in the hint.
[[nodiscard]] Result<TableFormat> table_format_from_string(std::string_view name);
/// Text formats; of others nothing.
[[nodiscard]] std::string render(const Table& table, TableFormat format);
/// What is written into a file, in any format. Files of columns hold numbers as numbers where a whole column has none
/// but numbers, title and notes beside the columns. Errors: this program cannot make such a file (and what to do).
[[nodiscard]] Result<std::string> file_content(const Table& table, TableFormat format);
/// Writes by way of a temporary file, so that a failed write leaves what was there.
[[nodiscard]] Status write_file(const std::filesystem::path& path, const std::string& content);
/// The same for what is too large to be held as a whole: `parts` writes one part after another, and ends with what a
/// write or itself could not do; then nothing is written.
using WritePart = std::function<Status(std::string_view part)>;
[[nodiscard]] Status write_file_in_parts(const std::filesystem::path& path,
                                         const std::function<Status(const WritePart&)>& parts);

}  // namespace mlink::report
