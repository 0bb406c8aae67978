#include "recorded/import_csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <utility>

namespace mlink::recorded {
namespace {

// How many bytes the character at text[at] takes; 0: it is not UTF-8 (RFC 3629: no overlong form, no surrogate).
std::size_t utf8_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) -> unsigned {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  const auto follows = [&](std::size_t i, unsigned low = 0x80, unsigned high = 0xBF) {
    return byte(i) >= low && byte(i) <= high;
  };
  const unsigned first = byte(at);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return follows(at + 1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    const unsigned low = first == 0xE0 ? 0xA0 : 0x80;
    const unsigned high = first == 0xED ? 0x9F : 0xBF;
    return follows(at + 1, low, high) && follows(at + 2) ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    const unsigned low = first == 0xF0 ? 0x90 : 0x80;
    const unsigned high = first == 0xF4 ? 0x8F : 0xBF;
    return follows(at + 1, low, high) && follows(at + 2) && follows(at + 3) ? 4 : 0;
  }
  return 0;
}

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && c != '\t' && c != '\r' && c != '\n') || byte == 0x7F;
}

}  // namespace

TextSource text_in_memory(std::string_view text, std::size_t piece) {
  return [text, piece, at = std::size_t{0}]() mutable -> Result<std::string_view> {
    const auto next = text.substr(at, piece == 0 ? std::string_view::npos : piece);
    at += next.size();
    return next;
  };
}

tl::unexpected<Error> fail_at(const TextPlace& place, const std::string& what, std::string expected, std::string path) {
  const std::string unit = place.row ? "Row" : "Line";
  std::string where = fmt::format("{} {}", unit, place.line);
  if (place.row && place.line == 0)
    where = place.column > 0 ? fmt::format("Column {}", place.column) : "Columns";
  else if (place.column > 0)
    where += fmt::format(", column {}", place.column);
  if (!place.name.empty()) where += fmt::format(" ({})", place.name);
  return fail(ErrorKind::invalid_input, where + ": " + what, std::move(expected), std::move(path));
}

std::string why_no_text(std::string_view text) {
  const auto at = std::find_if(text.begin(), text.end(), is_control);
  return at == text.end() ? std::string()
                          : fmt::format("the byte 0x{:02X} is not text.", static_cast<unsigned char>(*at));
}

std::string in_quotes(std::string_view text) {
  constexpr std::size_t kMost = 40;
  if (text.size() <= kMost) return fmt::format("\"{}\"", text);
  std::size_t end = kMost;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;  // never inside a character
  return fmt::format("\"{}…\"", text.substr(0, end));
}

std::string_view separator_name(char separator) {
  switch (separator) {
    case ',': return "commas";
    case ';': return "semicolons";
    case '\t': return "tabs";
    case ' ': return "blanks";
    default: return "another character";
  }
}

Status CsvReader::fill() {
  // What is read already goes out first, so that the buffer holds one piece and the rest of a line.
  buffer_.erase(0, from_);
  searched_ -= from_;
  from_ = 0;
  const bool first = bytes_ == 0;
  do {
    MLINK_ASSIGN(const auto piece, source_());
    ended_ = piece.empty();
    bytes_ += static_cast<std::int64_t>(piece.size());
    buffer_.append(piece);
  } while (first && !ended_ && buffer_.size() < 3);  // what tells the encoding
  if (!first) return {};
  if (buffer_.starts_with("\xFF\xFE") || buffer_.starts_with("\xFE\xFF"))
    return fail(ErrorKind::invalid_input, "The file is UTF-16.", "Save it as UTF-8.", path_);
  if (buffer_.starts_with("\xEF\xBB\xBF")) from_ = searched_ = 3;
  return {};
}

Result<CsvReader::Line> CsvReader::line() {
  for (;;) {
    const auto end = buffer_.find('\n', searched_);
    const auto length = (end == std::string::npos ? buffer_.size() : end) - from_;
    if (length > kLongestRecord)
      return fail_at({line_ + 1}, fmt::format("it is longer than {} bytes.", kLongestRecord),
                     "Check that its lines are ended and its quotes closed.", path_);
    if (end != std::string::npos || (ended_ && length > 0)) {
      ++line_;
      const auto text = std::string_view(buffer_).substr(from_, length);
      from_ = searched_ = std::min(from_ + length + 1, buffer_.size());
      return Line{text, true};
    }
    if (ended_) return Line{};
    searched_ = buffer_.size();
    MLINK_TRY(fill());
  }
}

Status CsvReader::check_text(std::string_view text) const {
  for (std::size_t at = 0; at < text.size();) {
    // Nearly all text is plain: eight bytes at a time while none has its top bit set or is a control character.
    while (at + 8 <= text.size()) {
      std::uint64_t word = 0;
      std::memcpy(&word, text.data() + at, 8);
      constexpr std::uint64_t kTop = 0x8080808080808080U;
      constexpr std::uint64_t kOnes = 0x0101010101010101U;
      const std::uint64_t del = word ^ (kOnes * 0x7FU);
      const bool below_space = ((word - kOnes * 0x20U) & ~word & kTop) != 0;
      const bool is_del = ((del - kOnes) & ~del & kTop) != 0;
      if ((word & kTop) != 0 || below_space || is_del) break;
      at += 8;
    }
    if (at >= text.size()) break;
    if (is_control(text[at]))
      return fail(ErrorKind::invalid_input,
                  fmt::format("Line {}: the byte 0x{:02X} is not text.", line_, static_cast<unsigned char>(text[at])),
                  "A table in plain UTF-8 text is expected; this looks like a binary file.", path_);
    const auto length = utf8_length(text, at);
    if (length == 0)
      return fail(ErrorKind::invalid_input,
                  fmt::format("Line {}: the byte 0x{:02X} is not UTF-8.", line_, static_cast<unsigned char>(text[at])),
                  "Save the file as UTF-8.", path_);
    at += length;
  }
  return {};
}

Result<bool> CsvReader::next(CsvRecord& record) {
  record.cells.clear();
  for (;;) {
    MLINK_ASSIGN(auto got, line());
    if (!got.found) return false;
    MLINK_TRY(check_text(got.text));
    if (got.text.ends_with('\r')) got.text.remove_suffix(1);
    if (got.text.empty() || (guess_ != nullptr && !take_first(got.text))) continue;
    record.line = line_;
    if (got.text.find('"') == std::string_view::npos) {
      MLINK_TRY(split_plain(got.text, record));
    } else {
      MLINK_TRY(split_quoted(got.text, record));
    }
    return true;
  }
}

// The separator, from the first line that is not empty; false: the line says nothing else.
bool CsvReader::take_first(std::string_view text) {
  const bool said = text.size() == 5 && text.starts_with("sep=");
  separator_ = said ? text[4] : guess_(text);
  guess_ = nullptr;
  return !said;
}

Status CsvReader::split_plain(std::string_view text, CsvRecord& record) const {
  if (text.find('\r') != std::string_view::npos)
    return fail_at({line_}, "there is a carriage return inside it.", "Lines end with LF or CR LF.", path_);
  if (separator_ == ' ') {
    for (auto at = text.find_first_not_of(" \t"); at != std::string_view::npos; at = text.find_first_not_of(" \t")) {
      text.remove_prefix(at);
      const auto end = std::min(text.find_first_of(" \t"), text.size());
      record.cells.push_back({text.substr(0, end), false});
      text.remove_prefix(end);
    }
    return {};
  }
  for (;;) {
    const auto comma = text.find(separator_);
    record.cells.push_back({text.substr(0, comma), false});
    if (comma == std::string_view::npos) return {};
    text.remove_prefix(comma + 1);
  }
}

// A line with quotes: copied, because cells are put together from pieces and may go on in the next lines.
Status CsvReader::split_quoted(std::string_view first, CsvRecord& record) {
  std::string text(first);
  unquoted_.clear();
  std::vector<bool> was_quoted;
  for (std::size_t at = 0;;) {
    const std::size_t column = unquoted_.size() + 1;
    if (at < text.size() && text[at] == '"') {
      ++at;
      MLINK_ASSIGN(auto cell, quoted_cell(text, at, column));
      unquoted_.push_back(std::move(cell));
      was_quoted.push_back(true);
    } else {
      const auto comma = std::min(text.find(separator_, at), text.size());
      const auto cell = std::string_view(text).substr(at, comma - at);
      if (cell.find('"') != std::string_view::npos)
        return fail_at({line_, column}, "there is a quote inside a cell that does not begin with one.",
                       "Put the whole cell in quotes, and write \"\" for a quote inside it.", path_);
      unquoted_.emplace_back(cell);
      was_quoted.push_back(false);
      at = comma;
    }
    if (at >= text.size()) break;
    ++at;  // the comma; at the line's end an empty cell follows
  }
  for (std::size_t i = 0; i < unquoted_.size(); ++i) record.cells.push_back({unquoted_[i], was_quoted[i]});
  return {};
}

// From behind the opening quote to behind the closing one; `text` grows by the lines that the cell goes on in.
Result<std::string> CsvReader::quoted_cell(std::string& text, std::size_t& at, std::size_t column) {
  const TextPlace begin{line_, column};
  std::string cell;
  for (;;) {
    const auto quote = text.find('"', at);
    if (quote == std::string::npos) {
      cell.append(text, at);
      if (text.size() > kLongestRecord)
        return fail_at(begin, "its quote is not closed within a megabyte.", "Close it, or double quotes inside a cell.",
                       path_);
      MLINK_ASSIGN(auto more, line());
      if (!more.found) return fail_at(begin, "its quote is not closed.", "A closing quote is expected.", path_);
      MLINK_TRY(check_text(more.text));
      if (more.text.ends_with('\r')) more.text.remove_suffix(1);
      cell += '\n';
      text += '\n';
      at = text.size();
      text += more.text;
      continue;
    }
    cell.append(text, at, quote - at);
    at = quote + 1;
    if (at < text.size() && text[at] == '"') {
      cell += '"';
      ++at;
      continue;
    }
    if (at < text.size() && text[at] != separator_)
      return fail_at({line_, column}, "there is text behind the closing quote.",
                     separator_ == ',' ? "A comma or the end of the line is expected."
                                       : "A separator or the end of the line is expected.",
                     path_);
    return cell;
  }
}

}  // namespace mlink::recorded
