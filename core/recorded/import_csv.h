// Recorded outputs: a strict reader of text separated by commas or another character (RFC 4180: quoted
// cells, "" for a quote in one, line breaks inside quotes), record by record with its place, so that an error can name
// line and column. LF or CRLF, a UTF-8 byte order mark and empty lines are taken as they come; anything else that is
// not plain UTF-8 text is an error. Memory: two pieces of text and one record, however large the table is. Belongs to
// one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace mlink::recorded {

/// Gives the next piece of a text, empty at its end. The piece stays valid until the next call.
using TextSource = std::function<Result<std::string_view>()>;
/// A text that is in memory already, in one piece or in pieces of `piece` bytes.
[[nodiscard]] TextSource text_in_memory(std::string_view text, std::size_t piece = 0);

/// "Line 7, column 3 (score): `what`" with what was expected behind it and the path last. Column 0: the whole line.
struct TextPlace {
  std::int64_t line = 0;
  std::size_t column = 0;  ///< from 1
  std::string_view name = {};
  bool row = false;  ///< `line` counts rows below the header, as in a file without lines; 0: the header
};
[[nodiscard]] tl::unexpected<Error> fail_at(const TextPlace& place, const std::string& what, std::string expected,
                                            std::string path);
/// The text in quotes, cut where it is long.
[[nodiscard]] std::string in_quotes(std::string_view text);

struct CsvCell {
  std::string_view text;
  bool quoted = false;  ///< so that "" (quoted, empty) is told apart from nothing
  bool list = false;    ///< several texts, each ended by kEndOfItem
  friend bool operator==(const CsvCell&, const CsvCell&) = default;
};
/// Valid until the next record is read.
struct CsvRecord {
  std::int64_t line = 0;  ///< where it begins, from 1; rows: which one, the header is 0
  std::vector<CsvCell> cells;
  bool row = false;  ///< of a file without lines
};
/// In a cell that is a list: a character that no text of a table holds.
inline constexpr char kEndOfItem = '\x1F';
/// Why no cell can hold a text: control characters other than tab and line ends; empty where it can.
[[nodiscard]] std::string why_no_text(std::string_view text);

/// From a text's first line the character between its cells. ' ' is any run of blanks and tabs.
using SeparatorFn = char (*)(std::string_view first_line);
/// "semicolons", for notes.
[[nodiscard]] std::string_view separator_name(char separator);

class CsvReader {
 public:
  static constexpr std::size_t kLongestRecord = std::size_t{1} << 20U;

  /// `guess`: null: commas. A first line "sep=;", as spreadsheets write it, is then taken at its word.
  CsvReader(TextSource source, std::string path, SeparatorFn guess = nullptr)
      : source_(std::move(source)), path_(std::move(path)), guess_(guess) {}

  /// False at the end. Errors: what the source says; not UTF-8; binary; a record over kLongestRecord bytes; a quote
  /// that is not closed; text behind a closing quote; a carriage return inside a line.
  [[nodiscard]] Result<bool> next(CsvRecord& record);
  [[nodiscard]] std::int64_t bytes() const { return bytes_; }  ///< read so far
  [[nodiscard]] char separator() const { return separator_; }  ///< known once a record was read

 private:
  struct Line {
    std::string_view text;  ///< without its end
    bool found = false;
  };
  [[nodiscard]] Result<Line> line();
  [[nodiscard]] Status fill();
  [[nodiscard]] Status check_text(std::string_view text) const;
  [[nodiscard]] bool take_first(std::string_view text);
  [[nodiscard]] Status split_plain(std::string_view text, CsvRecord& record) const;
  [[nodiscard]] Status split_quoted(std::string_view first, CsvRecord& record);
  [[nodiscard]] Result<std::string> quoted_cell(std::string& text, std::size_t& at, std::size_t column);

  TextSource source_;
  std::string path_;
  SeparatorFn guess_;
  char separator_ = ',';
  std::string buffer_;
  std::size_t from_ = 0;      ///< of what is not read yet, in buffer_
  std::size_t searched_ = 0;  ///< buffer_ has no line end in [from_, searched_)
  bool ended_ = false;
  std::int64_t line_ = 0;
  std::int64_t bytes_ = 0;
  std::vector<std::string> unquoted_;  ///< cells of the record that had quotes
};

}  // namespace mlink::recorded
