// MOT Challenge text.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "base/text.h"
#include "recorded/import_detections.h"

namespace mlink {
namespace {

/// One line of MOT text.
class MotLine {
 public:
  MotLine(const CsvRecord& record, BoxNumbers boxes, const std::string& path)
      : record_(record), boxes_(boxes), path_(path) {}

  [[nodiscard]] Result<double> number(std::size_t column) const {
    const auto text = trimmed(record_.cells[column].text);
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
      return fail_at({record_.line, column + 1, kNames[column]}, fmt::format("{} is not a number.", in_quotes(text)),
                     "A number is expected.", path_);
    return value;
  }
  [[nodiscard]] Result<std::int64_t> whole_number(std::size_t column, std::int64_t least) const {
    MLINK_ASSIGN(const double value, number(column));
    if (value != std::floor(value) || value < static_cast<double>(least) || value > 9e15)
      return fail_at({record_.line, column + 1, kNames[column]},
                     fmt::format("{} does not fit.", in_quotes(trimmed(record_.cells[column].text))),
                     fmt::format("A whole number of {} or more is expected.", least), path_);
    return static_cast<std::int64_t>(value);
  }
  [[nodiscard]] Result<RawDetection> parse() const {
    const auto columns = record_.cells.size();
    RawDetection d;
    d.line = record_.line;
    MLINK_ASSIGN(d.image, whole_number(0, 0));
    MLINK_ASSIGN(d.x, number(2));
    MLINK_ASSIGN(d.y, number(3));
    for (const std::size_t column : {std::size_t{4}, std::size_t{5}}) {
      MLINK_ASSIGN(double side, number(column));
      const bool corner = boxes_ == BoxNumbers::xyxy;
      if (corner) side -= column == 4 ? d.x : d.y;
      if (corner && side < 0)
        return fail_at({record_.line, column + 1, column == 4 ? "x2" : "y2"}, "it is before the first corner.",
                       "Two corners are expected with --boxes xyxy.", path_);
      if (side < 0)
        return fail_at({record_.line, column + 1, kNames[column]}, fmt::format("it is {}.", side),
                       "Zero or more is expected.", path_);
      (column == 4 ? d.width : d.height) = side;
    }
    if (columns > 6) {
      MLINK_ASSIGN(d.score, number(6));
      if (d.score == -1) d.score = 1;
    }
    if (columns == 8 || columns == 9) {
      MLINK_ASSIGN(d.category, whole_number(7, -1));
    }
    return d;
  }

 private:
  static constexpr std::array<std::string_view, 10> kNames{"frame",  "id",    "x", "y", "width",
                                                           "height", "score", "",  "",  ""};
  const CsvRecord& record_;
  BoxNumbers boxes_;
  const std::string& path_;
};

/// Notices a confidence that stands in another column than the seventh.
class ScoreColumns {
 public:
  void add(const CsvRecord& record, const RawDetection& detection) {
    const auto text = trimmed(record.cells.back().text);
    double last = 0;
    std::from_chars(text.data(), text.data() + text.size(), last);
    lines_ += 1;
    all_one_ = all_one_ && detection.score == 1;
    lowest_ = std::min(lowest_, last);
    highest_ = std::max(highest_, last);
  }
  void tell(std::size_t columns, std::vector<std::string>& notes) const {
    const bool share = lowest_ >= 0 && highest_ <= 1 && highest_ - lowest_ > 1e-6;
    if (columns < 8 || lines_ < 2 || !all_one_ || !share) return;
    notes.push_back(
        fmt::format("Column 7 (score) is 1 in every line, and column {} goes from {:.3g} to {:.3g}: if that is the "
                    "confidence, put it into column 7; in ground truth it is the visibility, which is not looked at.",
                    columns, lowest_, highest_));
  }

 private:
  std::int64_t lines_ = 0;
  bool all_one_ = true;
  double lowest_ = 1e300, highest_ = -1e300;
};

}  // namespace

Result<Detections> parse_mot(TextSource text, BoxNumbers boxes, const std::string& path) {
  CsvReader reader(std::move(text), path);
  Detections found;
  CsvRecord record;
  ScoreColumns scores;
  std::size_t columns = 0;
  for (;;) {
    MLINK_ASSIGN(const bool more, reader.next(record));
    if (!more) break;
    if (columns == 0) columns = record.cells.size();
    if (columns < 6 || columns > 10)
      return fail_at({record.line}, fmt::format("there are {} cells.", columns),
                     "MOT text is expected: frame,id,x,y,width,height,score,class,visibility.", path);
    if (record.cells.size() != columns)
      return fail_at({record.line, std::min(record.cells.size(), columns) + 1},
                     fmt::format("there are {} cells.", record.cells.size()),
                     fmt::format("{} are expected, as in the first line.", columns), path);
    MLINK_ASSIGN(const auto detection, MotLine(record, boxes, path).parse());
    scores.add(record, detection);
    found.all.push_back(detection);
  }
  scores.tell(columns, found.notes);
  found.has_categories = columns == 8 || columns == 9;
  return found;
}

}  // namespace mlink
