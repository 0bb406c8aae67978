// Result tables: one source of numbers for window, command line and export. Values; thread-safe.
#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/error.h"

namespace mlink {

/// A cell: nothing ("–"), text, or a number (written with its column's decimals for people, in full for machines).
using Cell = std::variant<std::monostate, std::string, double>;

struct TableColumn {
  std::string name;   ///< for people, unit included: "time (ms)"
  std::string key;    ///< for machines: "time_ms"
  int decimals = -1;  ///< -1: text
};

struct Table {
  std::string title;
  std::vector<TableColumn> columns;
  std::vector<std::vector<Cell>> rows;
  std::vector<std::string> notes;  ///< where the numbers come from: file, settings, seed, versions
};

enum class TableFormat { text, csv, json, markdown, latex, html };
/// What the command line and the dialogs offer: one row a format.
struct TableFormatRow {
  TableFormat format;
  std::string_view name;    ///< as typed: "md"
  std::string_view also;    ///< typed as well; empty: nothing
  std::string_view ending;  ///< of a file's name: "md"
  std::string_view title;   ///< for people: "Markdown"
};
[[nodiscard]] std::span<const TableFormatRow> table_formats();
/// "csv, json, md, tex, html or text".
[[nodiscard]] std::string table_format_names();
/// By name, other name or ending. Errors: an unknown one; the names are in the hint.
[[nodiscard]] Result<TableFormat> table_format_from_string(std::string_view name);
[[nodiscard]] std::string render(const Table& table, TableFormat format);
/// Writes by way of a temporary file, so that a failed write leaves what was there.
[[nodiscard]] Status write_file(const std::filesystem::path& path, const std::string& content);

}  // namespace mlink
