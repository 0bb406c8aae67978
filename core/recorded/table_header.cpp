// The header of a table: which column is what.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "recorded/import_table.h"

namespace mlink::recorded {
namespace {

bool is_label_task(Task task) { return task == Task::single_label || task == Task::multi_label; }

constexpr const char* kWantedHeader = "The header source,frame and one column a value is expected.";

// Whether a header, cut at `separator`, has one of the columns that every table has.
bool has_frame_column(std::string_view header, char separator) {
  for (std::size_t at = 0; at <= header.size();) {
    const auto end = std::min(header.find(separator, at), header.size());
    auto cell = trimmed(header.substr(at, end - at));
    if (cell.size() > 1 && cell.front() == '"' && cell.back() == '"') cell = cell.substr(1, cell.size() - 2);
    if (cell.size() < header.size() && (cell == "frame" || cell == "seconds" || cell == "time")) return true;
    at = end + 1;
  }
  return false;
}

}  // namespace

std::string listed_labels(const std::vector<std::string>& labels) {
  constexpr std::size_t kMost = 8;
  std::string out;
  for (std::size_t i = 0; i < std::min(labels.size(), kMost); ++i) out += (i > 0 ? ", " : "") + labels[i];
  return labels.size() > kMost ? out + fmt::format(" and {} more", labels.size() - kMost) : out;
}

char separator_of_header(std::string_view header) {
  for (const char separator : {',', ';', '\t'})
    if (has_frame_column(header, separator)) return separator;
  return ',';
}

bool has_source_column(const CsvRecord& header) {
  return std::any_of(header.cells.begin(), header.cells.end(),
                     [](const CsvCell& cell) { return trimmed(cell.text) == "source"; });
}

std::size_t TableParser::find(std::string_view name) const {
  const auto at = std::find(names_.begin(), names_.end(), name);
  return at == names_.end() ? kNone : static_cast<std::size_t>(at - names_.begin());
}

Result<TableParser> TableParser::from_header(const CsvRecord& header, OutputSpec spec, std::string path,
                                             std::string camera, char separator, FrameTimes times) {
  TableParser parser(std::move(spec), std::move(path));
  parser.camera_ = std::move(camera);
  parser.separator_ = separator;
  parser.rows_ = header.row;
  parser.times_ = std::move(times);
  for (const auto& cell : header.cells) parser.names_.emplace_back(trimmed(cell.text));
  const auto& names = parser.names_;
  if (names.size() == 1 && names[0].find_first_of(";\t|") != std::string::npos)
    return fail_at(spot(header, 1), "the columns are not separated by commas.", kWantedHeader, parser.path_);
  MLINK_TRY(parser.find_columns(header));
  if (is_label_task(parser.spec_.task)) {
    MLINK_TRY(parser.read_label_header(header));
  } else {
    MLINK_TRY(parser.read_value_header(header));
  }
  if (auto fits = check(parser.spec_); !fits)
    return fail_at(spot(header), fits.error().what, parser.expected(), parser.path_);
  return parser;
}

Status TableParser::find_columns(const CsvRecord& header) {
  index_ = names_.size() > 2 && (names_.front().empty() || names_.front() == "Unnamed: 0");
  ends_ = names_.size() > 2 && names_.back().empty();
  source_ = find("source");
  MLINK_TRY(find_frame(header));
  if (source_ == kNone && camera_.empty())
    return fail_at(spot(header), "the column source is missing.",
                   "It names the camera of each row; where all rows are of one, give --camera NAME.", path_);
  if (source_ != kNone && !camera_.empty())
    return fail_at(place(header, source_), fmt::format("the rows name their cameras, and {} was given.", camera_),
                   "Leave --camera out, or the column.", path_);
  for (std::size_t i = 0; i < names_.size(); ++i) {
    const bool passed_over = (i == 0 && index_) || (i + 1 == names_.size() && ends_);
    if (passed_over || i == source_ || i == frame_ || i == seconds_) continue;
    if (names_[i] == "source" || names_[i] == "frame")
      return fail_at(spot(header, i + 1), fmt::format("there are two columns {}.", in_quotes(names_[i])),
                     "Each once is expected.", path_);
    values_.push_back(i);
  }
  if (values_.empty())
    return fail_at(spot(header, names_.size() + 1), "the value columns are missing.", expected(), path_);
  return {};
}

// The columns frame and seconds. A label or the only value may be called seconds, and beside frame also time.
Status TableParser::find_frame(const CsvRecord& header) {
  frame_ = find("frame");
  const auto is_label = [&](std::string_view name) {
    return std::find(spec_.labels.begin(), spec_.labels.end(), name) != spec_.labels.end();
  };
  const auto seconds = is_label("seconds") ? kNone : find("seconds");
  const auto time = is_label("time") ? kNone : find("time");
  if (frame_ != kNone) {
    const std::size_t others = 1 + (source_ != kNone ? 1 : 0) + (index_ ? 1 : 0) + (ends_ ? 1 : 0);
    if (names_.size() < others + 2) return {};
    seconds_ = seconds != kNone || is_label_task(spec_.task) ? seconds : time;
    return {};
  }
  seconds_ = seconds != kNone ? seconds : time;
  if (seconds_ != kNone) return {};
  if (source_ == kNone && camera_.empty())
    return fail_at(spot(header, 1), fmt::format("the column is called {}, not source.", in_quotes(names_[0])),
                   kWantedHeader, path_);
  if (source_ == 0 && names_.size() > 1)
    return fail_at(spot(header, 2), fmt::format("the column is called {}, not frame.", in_quotes(names_[1])),
                   kWantedHeader, path_);
  return fail_at(spot(header, names_.size() + 1), "the column frame is missing.", kWantedHeader, path_);
}

Status TableParser::read_label_header(const CsvRecord& header) {
  auto& labels = spec_.labels;
  const std::string compact = spec_.task == Task::single_label ? "label" : "labels";
  std::vector<std::string> columns;
  for (const auto column : values_) columns.push_back(names_[column]);
  const auto find = [](const std::vector<std::string>& in, const std::string& name) {
    return static_cast<std::size_t>(std::find(in.begin(), in.end(), name) - in.begin());
  };
  if (columns == std::vector<std::string>{compact} && find(labels, compact) == labels.size()) {
    if (labels.empty())
      return fail_at(spot(header, values_[0] + 1, compact), "the labels are not known.",
                     "Give them as --labels or in a --spec, or one column a label with its score.", path_);
    kind_ = Kind::names;
    spec_.width = static_cast<int>(labels.size());
    return {};
  }
  kind_ = Kind::scores;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const auto at = spot(header, values_[i] + 1);
    if (columns[i].empty()) return fail_at(at, "the column has no name.", "The label's name is expected.", path_);
    if (find(columns, columns[i]) < i)
      return fail_at(at, fmt::format("there are two columns {}.", in_quotes(columns[i])),
                     "Each label once is expected.", path_);
    if (!labels.empty() && find(labels, columns[i]) == labels.size())
      return fail_at(at, fmt::format("{} is none of the labels.", in_quotes(columns[i])),
                     fmt::format("Labels are {}.", listed_labels(labels)), path_);
  }
  for (const auto& label : labels)
    if (find(columns, label) == columns.size())
      return fail_at(spot(header, names_.size() + 1),
                     fmt::format("the column of the label {} is missing.", in_quotes(label)),
                     fmt::format("Labels are {}.", listed_labels(labels)), path_);
  if (labels.empty()) labels = columns;
  spec_.width = static_cast<int>(labels.size());
  for (const auto& column : columns) place_of_.push_back(find(labels, column));
  return {};
}

Status TableParser::read_value_header(const CsvRecord& header) {
  switch (spec_.task) {
    case Task::sequence:
      kind_ = Kind::tokens;
      spec_.width = 0;
      break;
    case Task::localization: return read_box_header(header);
    default: kind_ = Kind::scalar; spec_.width = 1;
  }
  const auto tokens =
      std::find_if(values_.begin(), values_.end(), [&](std::size_t column) { return names_[column] == "tokens"; });
  if (kind_ == Kind::tokens && tokens == values_.end())
    return fail_at(spot(header, values_[0] + 1),
                   fmt::format("the column is called {}, not tokens.", in_quotes(names_[values_[0]])), expected(),
                   path_);
  if (values_.size() > 1)
    return fail_at(place(header, values_[kind_ == Kind::tokens && values_[1] == *tokens ? 0 : 1]),
                   "a box of this task has no such column.", expected(), path_);
  place_of_ = {0};
  return {};
}

Status TableParser::read_box_header(const CsvRecord& header) {
  kind_ = Kind::box;
  spec_.width = 5;
  std::size_t other = kNone;
  for (const auto column : values_) {
    const auto at = std::find(kBoxColumnNames.begin(), kBoxColumnNames.end(), names_[column]);
    const auto which = static_cast<std::size_t>(at - kBoxColumnNames.begin());
    if (at == kBoxColumnNames.end()) {
      other = std::min(other, column);
      continue;
    }
    if (std::find(place_of_.begin(), place_of_.end(), which) != place_of_.end())
      return fail_at(spot(header, column + 1), fmt::format("there are two columns {}.", in_quotes(names_[column])),
                     expected(), path_);
    place_of_.push_back(which);
  }
  for (std::size_t i = 0; i + 1 < kBoxColumnNames.size(); ++i) {
    if (std::find(place_of_.begin(), place_of_.end(), i) != place_of_.end()) continue;
    if (other != kNone)
      return fail_at(spot(header, other + 1),
                     fmt::format("the column is called {}, not {}.", in_quotes(names_[other]), kBoxColumnNames[i]),
                     expected(), path_);
    return fail_at(spot(header, names_.size() + 1), fmt::format("the column {} is missing.", kBoxColumnNames[i]),
                   expected(), path_);
  }
  if (other != kNone) return fail_at(place(header, other), "a box of this task has no such column.", expected(), path_);
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

}  // namespace mlink::recorded
