// MOT Challenge text.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>

#include "base/text.h"
#include "recorded/mot_columns.h"

namespace mlink::recorded {
namespace {

/// One line of MOT text.
class MotLine {
 public:
  MotLine(const CsvRecord& record, const MotColumns& columns, const std::string& path)
      : record_(record), columns_(columns), path_(path) {}

  [[nodiscard]] std::string_view text(std::size_t column) const { return trimmed(record_.cells[column].text); }
  [[nodiscard]] Result<double> number(std::size_t column) const {
    double value = 0;
    const auto cell = text(column);
    const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
    if (error != std::errc() || end != cell.data() + cell.size() || !std::isfinite(value))
      return fail_at(place(column), fmt::format("{} is not a number.", in_quotes(cell)), "A number is expected.",
                     path_);
    return value;
  }
  [[nodiscard]] Result<std::int64_t> whole_number(std::size_t column, std::int64_t least) const {
    MLINK_ASSIGN(const double value, number(column));
    if (value != std::floor(value) || value < static_cast<double>(least) || value > 9e15)
      return fail_at(place(column), fmt::format("{} does not fit.", in_quotes(text(column))),
                     fmt::format("A whole number of {} or more is expected.", least), path_);
    return static_cast<std::int64_t>(value);
  }
  [[nodiscard]] Result<double> side(std::size_t column, double from) const {
    MLINK_ASSIGN(double side, number(column));
    if (columns_.corners) side -= from;
    if (columns_.corners && side < 0)
      return fail_at(place(column), "it is before the first corner.",
                     columns_.header ? "The second corner is expected behind the first."
                                     : "Two corners are expected with --boxes xyxy.",
                     path_);
    if (side < 0) return fail_at(place(column), fmt::format("it is {}.", side), "Zero or more is expected.", path_);
    return side;
  }
  /// All but the class.
  [[nodiscard]] Result<RawDetection> parse() const {
    RawDetection d;
    d.line = record_.line;
    MLINK_ASSIGN(d.image, whole_number(columns_.frame, 0));
    MLINK_ASSIGN(d.x, number(columns_.x));
    MLINK_ASSIGN(d.y, number(columns_.y));
    MLINK_ASSIGN(d.width, side(columns_.right, d.x));
    MLINK_ASSIGN(d.height, side(columns_.lower, d.y));
    if (columns_.score == MotColumns::kNone) return d;
    MLINK_ASSIGN(d.score, number(columns_.score));
    if (d.score == -1) d.score = 1;
    return d;
  }

 private:
  [[nodiscard]] TextPlace place(std::size_t column) const { return {record_.line, column + 1, columns_.names[column]}; }
  const CsvRecord& record_;
  const MotColumns& columns_;
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

namespace {

class MotReader {
 public:
  MotReader(BoxNumbers boxes, const std::string& path) : boxes_(boxes), path_(path) {}

  /// What the columns are; true: the record is a header.
  [[nodiscard]] Result<bool> begin(const CsvRecord& first, char separator) {
    std::vector<std::string_view> cells;
    for (const auto& cell : first.cells) cells.push_back(cell.text);
    if (auto other = other_text(cells, separator)) {
      other->path = path_;
      return tl::make_unexpected(std::move(*other));
    }
    MLINK_ASSIGN(columns_, mot_columns(first, boxes_, path_));
    if (separator != ',')
      found_.notes.push_back(fmt::format("The columns are separated by {}.", separator_name(separator)));
    if (columns_.header && columns_.corners)
      found_.notes.emplace_back("By the header's names the boxes are given as two corners.");
    return columns_.header;
  }
  [[nodiscard]] Status add(const CsvRecord& record) {
    if (record.cells.size() != columns_.count)
      return fail_at({record.line, std::min(record.cells.size(), columns_.count) + 1},
                     fmt::format("there are {} cells.", record.cells.size()),
                     fmt::format("{} are expected, as in the first line.", columns_.count), path_);
    const MotLine line(record, columns_, path_);
    MLINK_ASSIGN(auto detection, line.parse());
    if (columns_.category != MotColumns::kNone) MLINK_TRY(add_class(line, detection));
    if (!columns_.header) scores_.add(record, detection);
    found_.all.push_back(detection);
    return {};
  }
  [[nodiscard]] Detections take() {
    if (!columns_.header) scores_.tell(columns_.count, found_.notes);
    found_.has_categories = columns_.category != MotColumns::kNone;
    return std::move(found_);
  }

 private:
  // A header's column may hold names.
  [[nodiscard]] Status add_class(const MotLine& line, RawDetection& detection) {
    const auto text = line.text(columns_.category);
    const bool number = !text.empty() && text.find_first_not_of("+-.0123456789") == std::string_view::npos;
    if (!columns_.header || number || text.empty()) {
      MLINK_ASSIGN(detection.category, line.whole_number(columns_.category, -1));
      return {};
    }
    const auto next = static_cast<std::int64_t>(classes_.size());
    const auto [at, fresh] = classes_.try_emplace(std::string(text), next);
    if (fresh) found_.category_names.emplace_back(text);
    detection.category = kNamedCategory + at->second;
    return {};
  }

  BoxNumbers boxes_;
  const std::string& path_;
  MotColumns columns_;
  Detections found_;
  ScoreColumns scores_;
  std::map<std::string, std::int64_t> classes_;
};

}  // namespace

Result<Detections> parse_mot(TextSource text, BoxNumbers boxes, const std::string& path) {
  CsvReader reader(std::move(text), path, separator_of_mot);
  CsvRecord record;
  MotReader detections(boxes, path);
  for (bool first = true;; first = false) {
    MLINK_ASSIGN(const bool more, reader.next(record));
    if (!more) return detections.take();
    if (first) {
      MLINK_ASSIGN(const bool header, detections.begin(record, reader.separator()));
      if (header) continue;
    }
    MLINK_TRY(detections.add(record));
  }
}

}  // namespace mlink::recorded
