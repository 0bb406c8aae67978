#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <nlohmann/json.hpp>

#include "report/cells.h"
#include "report/table.h"

namespace mlink::report {
namespace {

constexpr const char* kNone = "\u2013";

constexpr std::array<TableFormatRow, 8> kFormats = {{{TableFormat::csv, "csv", {}, "csv", "CSV"},
                                                     {TableFormat::json, "json", {}, "json", "JSON"},
                                                     {TableFormat::markdown, "md", "markdown", "md", "Markdown"},
                                                     {TableFormat::latex, "tex", "latex", "tex", "LaTeX"},
                                                     {TableFormat::html, "html", {}, "html", "HTML"},
                                                     {TableFormat::parquet, "parquet", {}, "parquet", "Parquet", false},
                                                     {TableFormat::arrow, "arrow", "feather", "arrow", "Arrow", false},
                                                     {TableFormat::text, "text", {}, "txt", "Text"}}};

std::string replace_all(std::string text, std::string_view what, std::string_view by) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
  return text;
}

std::string for_machines(const Cell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) return *text;
  if (const auto* number = std::get_if<double>(&cell); number != nullptr && std::isfinite(*number))
    return fmt::format("{}", *number);
  return {};
}

std::string escape_csv(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  return "\"" + replace_all(text, "\"", "\"\"") + "\"";
}

/// What LaTeX does not print as it stands: its own signs, and < > |, which the default font encoding (OT1) prints as
/// other characters.
std::string_view latex_sign(char c) {
  switch (c) {
    case '\\': return "\\textbackslash{}";
    case '~': return "\\textasciitilde{}";
    case '^': return "\\textasciicircum{}";
    case '<': return "\\textless{}";
    case '>': return "\\textgreater{}";
    case '|': return "\\textbar{}";
    case '&': return "\\&";
    case '%': return "\\%";
    case '$': return "\\$";
    case '#': return "\\#";
    case '_': return "\\_";
    case '{': return "\\{";
    case '}': return "\\}";
    case '\n':
    case '\r': return " ";
    default: return {};
  }
}

std::string escape_latex(const std::string& text) {
  std::string out;
  for (const char c : text) {
    const auto sign = latex_sign(c);
    if (sign.empty())
      out += c;
    else
      out += sign;
  }
  // Signs of our tables that the default fonts lack outside mathematics.
  out = replace_all(std::move(out), "\u2248", "$\\approx$");
  out = replace_all(std::move(out), "\u2192", "$\\rightarrow$");
  return replace_all(std::move(out), "\u00b1", "$\\pm$");
}

/// In a cell of a Markdown table: | ends the cell, < and & begin HTML, and * ` \ mark text up.
std::string escape_markdown(const std::string& text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '\n':
      case '\r': out += ' '; break;
      case '|':
      case '*':
      case '`':
      case '\\':
        out += '\\';
        out += c;
        break;
      default: out += c;
    }
  }
  return out;
}

// Characters, not bytes: a column of "–" and "→" stays aligned.
std::size_t shown_width(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string pad(const std::string& text, std::size_t width, bool right) {
  const std::string blanks(width - std::min(width, shown_width(text)), ' ');
  return right ? blanks + text : text + blanks;
}

std::string render_text(const Table& table) {
  std::vector<std::size_t> widths;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    std::size_t width = shown_width(table.columns[c].name);
    for (const auto& row : table.rows) width = std::max(width, shown_width(cell_text(row[c], table.columns[c])));
    widths.push_back(width);
  }
  const auto line = [&](const std::function<std::string(std::size_t)>& text) {
    std::string out;
    for (std::size_t c = 0; c < widths.size(); ++c)
      out += (c > 0 ? "  " : "") + pad(text(c), widths[c], is_number(table.columns[c]));
    while (!out.empty() && out.back() == ' ') out.pop_back();
    return out + "\n";
  };
  std::string out = table.title.empty() ? "" : table.title + "\n";
  out += line([&](std::size_t c) { return table.columns[c].name; });
  for (const auto& row : table.rows) out += line([&](std::size_t c) { return cell_text(row[c], table.columns[c]); });
  for (const auto& note : table.notes) out += note + "\n";
  return out;
}

// A text of no characters is told apart from no text, as readers of CSV that care do it: "" and nothing.
std::string csv_cell(const Cell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell); text != nullptr && text->empty()) return "\"\"";
  return escape_csv(for_machines(cell));
}

std::string render_csv(const Table& table) {
  std::string out;
  for (std::size_t c = 0; c < table.columns.size(); ++c) out += (c > 0 ? "," : "") + escape_csv(table.columns[c].key);
  out += "\r\n";
  for (const auto& row : table.rows) {
    for (std::size_t c = 0; c < row.size(); ++c) out += (c > 0 ? "," : "") + csv_cell(row[c]);
    out += "\r\n";
  }
  return out;
}

std::string render_json(const Table& table) {
  nlohmann::ordered_json rows = nlohmann::ordered_json::array();
  for (const auto& row : table.rows) {
    nlohmann::ordered_json object;
    for (std::size_t c = 0; c < row.size(); ++c) {
      auto& value = object[table.columns[c].key];
      if (const auto* text = std::get_if<std::string>(&row[c])) value = *text;
      if (const auto* number = std::get_if<double>(&row[c]); number != nullptr && std::isfinite(*number))
        value = *number;
    }
    rows.push_back(std::move(object));
  }
  return nlohmann::ordered_json{{"title", table.title}, {"rows", rows}, {"notes", table.notes}}.dump(2) + "\n";
}

std::string render_markdown(const Table& table) {
  const auto& escape = escape_markdown;
  std::string out = table.title.empty() ? "" : "**" + escape(table.title) + "**\n\n";
  std::string rule = "|";
  out += "|";
  for (const auto& column : table.columns) {
    out += " " + escape(column.name) + " |";
    rule += is_number(column) ? " ---: |" : " --- |";
  }
  out += "\n" + rule + "\n";
  for (const auto& row : table.rows) {
    out += "|";
    for (std::size_t c = 0; c < row.size(); ++c) out += " " + escape(cell_text(row[c], table.columns[c])) + " |";
    out += "\n";
  }
  for (const auto& note : table.notes) out += "\n" + escape(note) + "\n";
  return out;
}

std::string render_latex(const Table& table) {
  std::string columns;
  for (const auto& column : table.columns) columns += is_number(column) ? 'r' : 'l';
  // Booktabs: the document needs \usepackage{booktabs}.
  std::string out = "% \\usepackage{booktabs}\n";
  if (!table.title.empty()) out += "% " + replace_all(table.title, "\n", " ") + "\n";
  out += "\\begin{tabular}{" + columns + "}\n\\toprule\n";
  for (std::size_t c = 0; c < table.columns.size(); ++c)
    out += (c > 0 ? " & " : "") + escape_latex(table.columns[c].name);
  out += " \\\\\n\\midrule\n";
  for (const auto& row : table.rows) {
    for (std::size_t c = 0; c < row.size(); ++c)
      out += (c > 0 ? " & " : "") + escape_latex(cell_text(row[c], table.columns[c]));
    out += " \\\\\n";
  }
  out += "\\bottomrule\n\\end{tabular}\n";
  for (const auto& note : table.notes) out += "% " + replace_all(note, "\n", " ") + "\n";
  return out;
}

std::string render_html(const Table& table) {
  std::string out = "<table>\n";
  if (!table.title.empty()) out += "<caption>" + escape_html(table.title) + "</caption>\n";
  out += "<thead><tr>";
  for (const auto& column : table.columns) out += "<th>" + escape_html(column.name) + "</th>";
  out += "</tr></thead>\n<tbody>\n";
  for (const auto& row : table.rows) {
    out += "<tr>";
    for (std::size_t c = 0; c < row.size(); ++c)
      out += std::string(is_number(table.columns[c]) ? "<td style=\"text-align:right\">" : "<td>") +
             escape_html(cell_text(row[c], table.columns[c])) + "</td>";
    out += "</tr>\n";
  }
  out += "</tbody>\n</table>\n";
  for (const auto& note : table.notes) out += "<p>" + escape_html(note) + "</p>\n";
  return out;
}

}  // namespace

bool is_number(const TableColumn& column) { return column.decimals >= 0; }

std::string cell_text(const Cell& cell, const TableColumn& column) {
  if (const auto* text = std::get_if<std::string>(&cell)) return *text;
  if (const auto* number = std::get_if<double>(&cell); number != nullptr && std::isfinite(*number))
    return fmt::format("{:.{}f}", *number, std::max(column.decimals, 0));
  return kNone;
}

std::string escape_html(std::string text) {
  text = replace_all(std::move(text), "&", "&amp;");
  text = replace_all(std::move(text), "<", "&lt;");
  text = replace_all(std::move(text), ">", "&gt;");
  return replace_all(std::move(text), "\"", "&quot;");
}

std::span<const TableFormatRow> table_formats() { return kFormats; }

std::string table_format_names() {
  std::string names;
  for (const auto& row : kFormats)
    names += (names.empty() ? "" : &row == &kFormats.back() ? " or " : ", ") + std::string(row.name);
  return names;
}

Result<TableFormat> table_format_from_string(std::string_view name) {
  for (const auto& row : kFormats)
    if (!name.empty() && (row.name == name || row.also == name || row.ending == name)) return row.format;
  return fail(ErrorKind::invalid_input, fmt::format("Unknown format \"{}\".", name),
              fmt::format("Formats are {}.", table_format_names()));
}

std::string render(const Table& table, TableFormat format) {
  switch (format) {
    case TableFormat::text: return render_text(table);
    case TableFormat::csv: return render_csv(table);
    case TableFormat::json: return render_json(table);
    case TableFormat::markdown: return render_markdown(table);
    case TableFormat::latex: return render_latex(table);
    case TableFormat::html: return render_html(table);
    case TableFormat::parquet:
    case TableFormat::arrow: break;
  }
  return {};
}

}  // namespace mlink::report
