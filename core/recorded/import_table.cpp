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

namespace mlink {
namespace {

// What the store takes for a probability: a softmax of floats may end a little above 1.
constexpr double kSlack = 1e-4;
constexpr float kMostCount = 16777216;  // float32 holds every whole number up to here
constexpr std::array<std::string_view, 5> kBoxColumns{"x", "y", "w", "h", "score"};

bool is_label_task(Task task) { return task == Task::single_label || task == Task::multi_label; }

bool is_empty(const CsvCell& cell) { return !cell.quoted && trimmed(cell.text).empty(); }

// The whole cell as a number; a leading + is taken.
template <class Number>
bool read_number(std::string_view text, Number& value) {
  text = trimmed(text);
  if (text.starts_with('+') && text.size() > 1 && text[1] != '-') text.remove_prefix(1);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
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

std::string listed(const std::vector<std::string>& labels) {
  constexpr std::size_t kMost = 8;
  std::string out;
  for (std::size_t i = 0; i < std::min(labels.size(), kMost); ++i) out += (i > 0 ? ", " : "") + labels[i];
  return labels.size() > kMost ? out + fmt::format(" and {} more", labels.size() - kMost) : out;
}

}  // namespace

Result<TableParser> TableParser::from_header(const CsvRecord& header, OutputSpec spec, std::string path) {
  TableParser parser(std::move(spec), std::move(path));
  for (const auto& cell : header.cells) parser.names_.emplace_back(trimmed(cell.text));
  const auto& names = parser.names_;
  const std::string wanted = "The header source,frame and one column a value is expected.";
  if (names.size() == 1 && names[0].find_first_of(";\t") != std::string::npos)
    return fail_at({header.line, 1}, "the columns are not separated by commas.", wanted, parser.path_);
  static constexpr std::array<std::string_view, 2> kFirst{"source", "frame"};
  for (std::size_t i = 0; i < kFirst.size(); ++i) {
    if (i >= names.size())
      return fail_at({header.line, i + 1}, fmt::format("the column {} is missing.", kFirst[i]), wanted, parser.path_);
    if (names[i] != kFirst[i])
      return fail_at({header.line, i + 1},
                     fmt::format("the column is called {}, not {}.", in_quotes(names[i]), kFirst[i]), wanted,
                     parser.path_);
  }
  const auto& labels = parser.spec_.labels;
  const bool seconds_is_a_label = std::find(labels.begin(), labels.end(), "seconds") != labels.end();
  if (names.size() > 3 && names[2] == "seconds" && !seconds_is_a_label) parser.first_value_ = 3;
  if (names.size() <= parser.first_value_)
    return fail_at({header.line, names.size() + 1}, "the value columns are missing.", parser.expected(), parser.path_);
  if (is_label_task(parser.spec_.task)) {
    MLINK_TRY(parser.read_label_header(header));
  } else {
    MLINK_TRY(parser.read_value_header(header));
  }
  if (auto fits = check(parser.spec_); !fits)
    return fail_at({header.line}, fits.error().what, parser.expected(), parser.path_);
  return parser;
}

Status TableParser::read_label_header(const CsvRecord& header) {
  auto& labels = spec_.labels;
  const std::string compact = spec_.task == Task::single_label ? "label" : "labels";
  const std::vector<std::string> columns(names_.begin() + static_cast<std::ptrdiff_t>(first_value_), names_.end());
  const auto find = [](const std::vector<std::string>& in, const std::string& name) {
    return static_cast<std::size_t>(std::find(in.begin(), in.end(), name) - in.begin());
  };
  if (columns == std::vector<std::string>{compact} && find(labels, compact) == labels.size()) {
    if (labels.empty())
      return fail_at({header.line, first_value_ + 1, compact}, "the labels are not known.",
                     "Give them as --labels or in a --spec, or one column a label with its score.", path_);
    kind_ = Kind::names;
    spec_.width = static_cast<int>(labels.size());
    return {};
  }
  kind_ = Kind::scores;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const TextPlace at{header.line, first_value_ + i + 1};
    if (columns[i].empty()) return fail_at(at, "the column has no name.", "The label's name is expected.", path_);
    if (find(columns, columns[i]) < i)
      return fail_at(at, fmt::format("there are two columns {}.", in_quotes(columns[i])),
                     "Each label once is expected.", path_);
    if (!labels.empty() && find(labels, columns[i]) == labels.size())
      return fail_at(at, fmt::format("{} is none of the labels.", in_quotes(columns[i])),
                     fmt::format("Labels are {}.", listed(labels)), path_);
  }
  for (const auto& label : labels)
    if (find(columns, label) == columns.size())
      return fail_at({header.line, names_.size() + 1},
                     fmt::format("the column of the label {} is missing.", in_quotes(label)),
                     fmt::format("Labels are {}.", listed(labels)), path_);
  if (labels.empty()) labels = columns;
  spec_.width = static_cast<int>(labels.size());
  for (const auto& column : columns) place_of_.push_back(find(labels, column));
  return {};
}

Status TableParser::read_value_header(const CsvRecord& header) {
  const std::size_t columns = names_.size() - first_value_;
  const auto wrong_name = [&](std::size_t i, std::string_view name) {
    return fail_at({header.line, first_value_ + i + 1},
                   fmt::format("the column is called {}, not {}.", in_quotes(names_[first_value_ + i]), name),
                   expected(), path_);
  };
  const auto too_many = [&](std::size_t most) {
    return fail_at(place(header, first_value_ + most), "a box of this task has no such column.", expected(), path_);
  };
  switch (spec_.task) {
    case Task::sequence:
      kind_ = Kind::tokens;
      spec_.width = 0;
      if (names_[first_value_] != "tokens") return wrong_name(0, "tokens");
      if (columns > 1) return too_many(1);
      return {};
    case Task::localization:
      kind_ = Kind::box;
      spec_.width = 5;
      for (std::size_t i = 0; i < std::min(columns, kBoxColumns.size()); ++i)
        if (names_[first_value_ + i] != kBoxColumns[i]) return wrong_name(i, kBoxColumns[i]);
      if (columns > kBoxColumns.size()) return too_many(kBoxColumns.size());
      if (columns + 1 < kBoxColumns.size())
        return fail_at({header.line, names_.size() + 1}, fmt::format("the column {} is missing.", kBoxColumns[columns]),
                       expected(), path_);
      break;
    default:
      kind_ = Kind::scalar;
      spec_.width = 1;
      if (columns > 1) return too_many(1);
  }
  place_of_.resize(columns);
  std::iota(place_of_.begin(), place_of_.end(), std::size_t{0});
  return {};
}

std::string TableParser::expected() const {
  switch (spec_.task) {
    case Task::single_label: return "A column for each label with its probability from 0 to 1 is expected.";
    case Task::multi_label: return "A column for each label with its score from 0 to 1 is expected.";
    case Task::localization: return "The columns x, y, w, h and score are expected, all from 0 to 1 of the picture.";
    case Task::regression: return "One column with a number is expected.";
    case Task::count: return "One column with a whole number of zero or more is expected.";
    case Task::sequence: return "One column tokens, words separated by blanks, is expected.";
  }
  return {};
}

Status TableParser::parse(const CsvRecord& record, ImportRow& row) const {
  if (record.cells.size() != names_.size())
    return fail_at({record.line, std::min(record.cells.size(), names_.size()) + 1},
                   fmt::format("there are {} cells.", record.cells.size()),
                   fmt::format("{} are expected, as in the header.", names_.size()), path_);
  MLINK_TRY(parse_frame(record, row));
  Output& output = row.output;
  output.values.clear();
  output.words.clear();
  const auto values = std::span(record.cells).subspan(first_value_);
  const auto empty = static_cast<std::size_t>(std::count_if(values.begin(), values.end(), is_empty));
  if (empty == values.size()) {
    output.presence = Presence::none;
    return {};
  }
  output.presence = Presence::present;
  if (empty > 0) {
    const auto at = static_cast<std::size_t>(std::find_if(values.begin(), values.end(), is_empty) - values.begin());
    return fail_at(place(record, first_value_ + at), "the cell is empty and others of the row are not.",
                   "Leave all values of a row empty where the box had no output.", path_);
  }
  if (kind_ == Kind::tokens) {
    output.words = parts_of(values[0].text, ' ');
    return {};
  }
  if (kind_ == Kind::names) return parse_names(record, output);
  MLINK_TRY(parse_numbers(record, output));
  return check_row(record, output);
}

Status TableParser::parse_frame(const CsvRecord& record, ImportRow& row) const {
  row.line = record.line;
  const auto source = record.cells[0].text;
  if (trimmed(source).empty())
    return fail_at(place(record, 0), "the cell is empty.", "The camera's name is expected.", path_);
  if (source.find_first_of("\t\r\n") != std::string_view::npos)
    return fail_at(place(record, 0), "the name has a tab or a line break in it.", "The camera's name is expected.",
                   path_);
  row.source.assign(source);
  if (!read_number(record.cells[1].text, row.ordinal) || row.ordinal < 0)
    return fail_at(place(record, 1), fmt::format("{} is not a frame.", in_quotes(record.cells[1].text)),
                   "The number of the frame in its video, a whole number from 0, is expected.", path_);
  row.seconds.reset();
  if (!has_seconds()) return {};
  double seconds = 0;
  if (!read_number(record.cells[2].text, seconds) || !std::isfinite(seconds) || seconds < 0)
    return fail_at(place(record, 2), fmt::format("{} is not a time.", in_quotes(record.cells[2].text)),
                   "Seconds from the start of the video, zero or more, are expected.", path_);
  row.seconds = seconds;
  return {};
}

Result<float> TableParser::number(const CsvRecord& record, std::size_t column) const {
  const auto text = record.cells[column].text;
  const auto wrong = [&](std::string_view why, std::string_view wanted) {
    return fail_at(place(record, column), fmt::format("{} is {}.", in_quotes(trimmed(text)), why),
                   fmt::format("{} is expected.", wanted), path_);
  };
  const std::string_view wanted = spec_.task == Task::count        ? "A whole number of zero or more"
                                  : spec_.task == Task::regression ? "A number"
                                                                   : "A number from 0 to 1";
  double value = 0;
  if (!read_number(text, value)) return wrong("not a number", wanted);
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

Status TableParser::parse_numbers(const CsvRecord& record, Output& output) const {
  output.values.assign(static_cast<std::size_t>(spec_.width), 0.F);
  for (std::size_t i = 0; i < place_of_.size(); ++i) {
    MLINK_ASSIGN(output.values[place_of_[i]], number(record, first_value_ + i));
  }
  return {};
}

Status TableParser::check_row(const CsvRecord& record, Output& output) const {
  auto& v = output.values;
  if (spec_.task == Task::single_label) {
    const double sum = std::accumulate(v.begin(), v.end(), 0.0);
    if (sum > 0) return {};
    return fail_at({record.line, first_value_ + 1}, fmt::format("the probabilities of the row sum to {}.", sum),
                   "A sum above zero is expected; leave the row's values empty where the box had no output.", path_);
  }
  if (kind_ != Kind::box) return {};
  if (place_of_.size() < kBoxColumns.size()) v[4] = v[2] > 0 && v[3] > 0 ? 1.F : 0.F;
  for (const std::size_t i : {std::size_t{0}, std::size_t{1}}) {
    const double end = static_cast<double>(v[i]) + static_cast<double>(v[i + 2]);
    if (end > 1 + kSlack)
      return fail_at(place(record, first_value_ + i + 2),
                     fmt::format("{} + {} is {:.6g}, outside the picture.", kBoxColumns[i], kBoxColumns[i + 2], end),
                     "The box in parts of the picture, x and y of its top left corner, is expected.", path_);
  }
  return {};
}

// Names instead of scores: 1 for each that is named, 0 for the others.
Status TableParser::parse_names(const CsvRecord& record, Output& output) const {
  output.values.assign(static_cast<std::size_t>(spec_.width), 0.F);
  const auto text = record.cells[first_value_].text;
  const bool one = spec_.task == Task::single_label;
  const auto names = one ? std::vector<std::string>{std::string(trimmed(text))} : parts_of(text, ';');
  for (const auto& name : names) {
    const auto at = std::find(spec_.labels.begin(), spec_.labels.end(), name);
    if (at == spec_.labels.end())
      return fail_at(place(record, first_value_), fmt::format("{} is none of the labels.", in_quotes(name)),
                     fmt::format("Labels are {}.", listed(spec_.labels)), path_);
    output.values[static_cast<std::size_t>(at - spec_.labels.begin())] = 1;
  }
  return {};
}

}  // namespace mlink
