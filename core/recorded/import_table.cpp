#include "recorded/import_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <numeric>
#include <span>

#include "base/text.h"

namespace mlink::recorded {
namespace {

// What the store takes for a probability: a softmax of floats may end a little above 1.
constexpr double kSlack = 1e-4;
constexpr float kMostCount = 16777216;  // float32 holds every whole number up to here
constexpr std::array<std::string_view, 8> kMissing{"NaN", "nan", "NAN", "NA", "<NA>", "None", "null", "NULL"};

bool is_empty(const CsvCell& cell) { return !cell.quoted && trimmed(cell.text).empty(); }

// The whole cell as a number; a leading + is taken.
template <class Number>
bool read_number(std::string_view text, Number& value) {
  text = trimmed(text);
  if (text.starts_with('+') && text.size() > 1 && text[1] != '-') text.remove_prefix(1);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

// True and False, as programs write a yes or no.
bool truth_of(std::string_view text, double& value) {
  const bool yes = text == "True" || text == "true" || text == "TRUE";
  if (!yes && text != "False" && text != "false" && text != "FALSE") return false;
  value = yes ? 1 : 0;
  return true;
}

// Words, or labels where `separator` is given.
std::vector<std::string> parts_of(std::string_view text, char separator) {
  std::vector<std::string> parts;
  const auto is_border = [&](char c) {
    return separator == ' ' ? c == ' ' || c == '\t' || c == '\n' || c == '\r' : c == separator;
  };
  for (std::size_t at = 0; at <= text.size();) {
    std::size_t end = at;
    while (end < text.size() && !is_border(text[end])) ++end;
    const auto part = trimmed(text.substr(at, end - at));
    if (!part.empty()) parts.emplace_back(part);
    at = end + 1;
  }
  return parts;
}

}  // namespace

Status TableParser::parse(const CsvRecord& record, ImportRow& row) {
  // A separator too many at the end of the header need not stand in every row.
  const bool as_header = record.cells.size() == names_.size() || (ends_ && record.cells.size() + 1 == names_.size());
  if (!as_header)
    return fail_at(spot(record, std::min(record.cells.size(), names_.size()) + 1),
                   fmt::format("there are {} cells.", record.cells.size()),
                   fmt::format("{} are expected, as in the header.", names_.size()), path_);
  if (ends_ && record.cells.size() == names_.size() && !is_empty(record.cells.back()))
    return fail_at(spot(record, names_.size()), "there is a value in a column without a name.",
                   "A name in the header is expected.", path_);
  MLINK_TRY(parse_frame(record, row));
  Output& output = row.output;
  output.values.clear();
  output.words.clear();
  MLINK_ASSIGN(const bool present, has_output(record));
  output.presence = present ? Presence::present : Presence::none;
  if (!present) return {};
  if (kind_ == Kind::tokens) {
    const auto& cell = record.cells[values_[0]];
    output.words = parts_of(cell.text, cell.list ? kEndOfItem : ' ');
    return {};
  }
  if (kind_ == Kind::names) return parse_names(record, output);
  MLINK_TRY(parse_numbers(record, output));
  return check_row(record, output);
}

// What pandas, R and JavaScript write where there is no value. A word or a label may be called so.
bool TableParser::means_missing(const CsvCell& cell) const {
  if (cell.quoted || kind_ == Kind::tokens) return false;
  const auto text = trimmed(cell.text);
  if (std::find(kMissing.begin(), kMissing.end(), text) == kMissing.end()) return false;
  return kind_ != Kind::names || std::find(spec_.labels.begin(), spec_.labels.end(), text) == spec_.labels.end();
}

Result<bool> TableParser::has_output(const CsvRecord& record) {
  std::size_t missing = 0;
  std::size_t words = 0;
  std::size_t first = kNone;
  for (const auto column : values_) {
    const bool word = means_missing(record.cells[column]);
    if (!word && !is_empty(record.cells[column])) continue;
    if (missing++ == 0) first = column;
    if (word) ++words;
  }
  if (missing == 0) return true;
  if (missing < values_.size())
    return fail_at(place(record, first),
                   fmt::format("the cell is {} and others of the row are not.",
                               is_empty(record.cells[first]) ? "empty" : in_quotes(trimmed(record.cells[first].text))),
                   "Leave all values of a row empty where the box had no output.", path_);
  if (words > 0) ++told_.missing_words;
  return false;
}

Status TableParser::parse_frame(const CsvRecord& record, ImportRow& row) {
  row.line = record.line;
  if (source_ == kNone) {
    row.source = camera_;
  } else {
    const auto source = record.cells[source_].text;
    if (trimmed(source).empty())
      return fail_at(place(record, source_), "the cell is empty.", "The camera's name is expected.", path_);
    if (source.find_first_of("\t\r\n") != std::string_view::npos)
      return fail_at(place(record, source_), "the name has a tab or a line break in it.",
                     "The camera's name is expected.", path_);
    row.source.assign(source);
  }
  row.seconds.reset();
  if (seconds_ != kNone) {
    MLINK_ASSIGN(row.seconds, time(record));
  }
  if (frame_ != kNone) {
    MLINK_ASSIGN(row.ordinal, frame_number(record));
    return {};
  }
  MLINK_ASSIGN(row.ordinal, times_.at(row.source, *row.seconds, place(record, seconds_), path_));
  ++told_.times;
  return {};
}

Result<std::int64_t> TableParser::frame_number(const CsvRecord& record) {
  const auto text = record.cells[frame_].text;
  std::int64_t frame = 0;
  if (read_number(text, frame) && frame >= 0) return frame;
  // Programs that keep numbers as floats write 12.0 and 1e+05.
  constexpr double kExact = 9007199254740992;
  double value = 0;
  if (read(text, value) && value >= 0 && value < kExact && value == std::floor(value))
    return static_cast<std::int64_t>(value);
  return fail_at(place(record, frame_), fmt::format("{} is not a frame.", in_quotes(text)),
                 "The number of the frame in its video, a whole number from 0, is expected.", path_);
}

Result<double> TableParser::time(const CsvRecord& record) {
  double seconds = 0;
  if (read(record.cells[seconds_].text, seconds) && std::isfinite(seconds) && seconds >= 0) return seconds;
  return fail_at(place(record, seconds_), fmt::format("{} is not a time.", in_quotes(record.cells[seconds_].text)),
                 "Seconds from the start of the video, zero or more, are expected.", path_);
}

// A comma is a decimal comma only where it does not separate cells; with a point beside it nobody knows.
bool TableParser::read(std::string_view text, double& value) {
  if (separator_ == ',' || text.find(',') == std::string_view::npos || text.find('.') != std::string_view::npos)
    return read_number(text, value);
  std::string with_point(text);
  *std::find(with_point.begin(), with_point.end(), ',') = '.';
  if (!read_number(std::string_view(with_point), value)) return false;
  ++told_.decimal_commas;
  return true;
}

Result<float> TableParser::number(const CsvRecord& record, std::size_t column) {
  const auto text = record.cells[column].text;
  const auto wrong = [&](std::string_view why, std::string_view wanted) {
    return fail_at(place(record, column), fmt::format("{} is {}.", in_quotes(trimmed(text)), why),
                   fmt::format("{} is expected.", wanted), path_);
  };
  const std::string_view wanted = spec_.task == Task::count        ? "A whole number of zero or more"
                                  : spec_.task == Task::regression ? "A number"
                                                                   : "A number from 0 to 1";
  double value = 0;
  const bool is_truth = spec_.task == Task::count && truth_of(trimmed(text), value);
  if (is_truth) ++told_.booleans;
  if (!is_truth && !read(text, value)) return wrong("not a number", wanted);
  if (!std::isfinite(value)) return wrong("not a finite number", wanted);
  if (spec_.task == Task::count) {
    if (value < 0 || value != std::floor(value)) return wrong("no count", wanted);
    if (value > static_cast<double>(kMostCount)) return wrong("too large", "A count of at most 16777216");
  } else if (spec_.task == Task::regression) {
    if (std::abs(value) > static_cast<double>(std::numeric_limits<float>::max()))
      return wrong("too large for single precision", wanted);
  } else if (value < -kSlack || value > 1 + kSlack) {
    return wrong("outside 0 to 1", wanted);
  }
  return static_cast<float>(value);
}

Status TableParser::parse_numbers(const CsvRecord& record, Output& output) {
  output.values.assign(static_cast<std::size_t>(spec_.width), 0.F);
  for (std::size_t i = 0; i < place_of_.size(); ++i) {
    MLINK_ASSIGN(output.values[place_of_[i]], number(record, values_[i]));
  }
  return {};
}

Status TableParser::check_row(const CsvRecord& record, Output& output) const {
  auto& v = output.values;
  if (spec_.task == Task::single_label) {
    const double sum = std::accumulate(v.begin(), v.end(), 0.0);
    if (sum > 0) return {};
    return fail_at(spot(record, values_[0] + 1), fmt::format("the probabilities of the row sum to {}.", sum),
                   "A sum above zero is expected; leave the row's values empty where the box had no output.", path_);
  }
  if (kind_ != Kind::box) return {};
  if (place_of_.size() < kBoxColumnNames.size()) v[4] = v[2] > 0 && v[3] > 0 ? 1.F : 0.F;
  for (const std::size_t i : {std::size_t{0}, std::size_t{1}}) {
    const double end = static_cast<double>(v[i]) + static_cast<double>(v[i + 2]);
    if (end > 1 + kSlack)
      return fail_at(
          place(record, values_[static_cast<std::size_t>(std::find(place_of_.begin(), place_of_.end(), i + 2) -
                                                         place_of_.begin())]),
          fmt::format("{} + {} is {:.6g}, outside the picture.", kBoxColumnNames[i], kBoxColumnNames[i + 2], end),
          "The box in parts of the picture, x and y of its top left corner, is expected.", path_);
  }
  return {};
}

// Names instead of scores: 1 for each that is named, 0 for the others.
Status TableParser::parse_names(const CsvRecord& record, Output& output) const {
  output.values.assign(static_cast<std::size_t>(spec_.width), 0.F);
  const auto& [text, quoted, list] = record.cells[values_[0]];
  const bool one = spec_.task == Task::single_label && !list;
  const auto names =
      one ? std::vector<std::string>{std::string(trimmed(text))} : parts_of(text, list ? kEndOfItem : ';');
  for (const auto& name : names) {
    const auto at = std::find(spec_.labels.begin(), spec_.labels.end(), name);
    if (at == spec_.labels.end())
      return fail_at(place(record, values_[0]), fmt::format("{} is none of the labels.", in_quotes(name)),
                     fmt::format("Labels are {}.", listed_labels(spec_.labels)), path_);
    output.values[static_cast<std::size_t>(at - spec_.labels.begin())] = 1;
  }
  return {};
}

}  // namespace mlink::recorded
