#include "recorded/mot_columns.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>

#include "base/text.h"

namespace mlink::recorded {
namespace {

constexpr std::size_t kNone = MotColumns::kNone;
constexpr const char* kMotLine = "MOT text is expected: frame,id,x,y,width,height,score,class,visibility.";

std::optional<double> number_in(std::string_view cell) {
  double value = 0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  if (error != std::errc() || end != cell.data() + cell.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}
bool is_whole(std::string_view cell) {
  const auto value = number_in(cell);
  return value && *value == std::floor(*value);
}
bool is_word(std::string_view cell) { return !cell.empty() && std::isalpha(static_cast<unsigned char>(cell[0])) != 0; }

// "<BB left>" -> "bb_left"
std::string plain_name(std::string_view cell) {
  std::string name;
  for (const char c : trimmed(cell)) {
    if (c == '<' || c == '>' || c == '"') continue;
    name += c == '-' || c == ' ' ? '_' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return name;
}

/// What a column may be called; of several that a header has the first counts (x and y may be places in the world).
struct MotRole {
  std::size_t MotColumns::*column;
  std::string_view title;
  std::array<std::string_view, 8> names;
};
using Names = std::array<std::string_view, 8>;
constexpr MotRole kFrame{&MotColumns::frame, "the frame", Names{"frame", "frame_id", "frame_number", "frame_no"}};
constexpr MotRole kId{&MotColumns::id, "the object",
                      Names{"id", "track_id", "object_id", "target_id", "trackid", "track"}};
constexpr MotRole kLeft{&MotColumns::x, "the left side",
                        Names{"bb_left", "bbox_left", "left", "x1", "xmin", "x_min", "bbox_x", "x"}};
constexpr MotRole kTop{&MotColumns::y, "the upper side",
                       Names{"bb_top", "bbox_top", "top", "y1", "ymin", "y_min", "bbox_y", "y"}};
constexpr MotRole kWidth{&MotColumns::right, "the width", Names{"bb_width", "bbox_width", "width", "w", "bbox_w"}};
constexpr MotRole kHeight{&MotColumns::lower, "the height", Names{"bb_height", "bbox_height", "height", "h", "bbox_h"}};
constexpr MotRole kRight{&MotColumns::right, "the right side", Names{"bb_right", "right", "x2", "xmax", "x_max"}};
constexpr MotRole kBottom{&MotColumns::lower, "the lower side", Names{"bb_bottom", "bottom", "y2", "ymax", "y_max"}};
constexpr MotRole kScore{&MotColumns::score, "the score", Names{"score", "conf", "confidence", "det_conf"}};
constexpr MotRole kClass{&MotColumns::category, "the class",
                         Names{"class", "class_id", "cls", "category", "category_id", "class_name", "label"}};

std::size_t find_role(const std::vector<std::string>& names, const MotRole& role) {
  for (const auto name : role.names) {
    const auto at = std::find(names.begin(), names.end(), name);
    if (!name.empty() && at != names.end()) return static_cast<std::size_t>(at - names.begin());
  }
  return kNone;
}
bool has_corners(const std::vector<std::string>& names) {
  return find_role(names, kWidth) == kNone && find_role(names, kRight) != kNone;
}

// Tables name the camera of each row; MOT text is of one.
bool has_source(const std::vector<std::string>& names) {
  return std::find(names.begin(), names.end(), "source") != names.end();
}

Result<MotColumns> columns_of_header(const CsvRecord& first, BoxNumbers boxes, const std::string& path) {
  MotColumns columns;
  columns.header = true;
  columns.count = first.cells.size();
  for (const auto& cell : first.cells) columns.names.push_back(plain_name(cell.text));
  columns.corners = has_corners(columns.names);
  if (has_source(columns.names))
    return fail_at({first.line}, "the header has a column source, and MOT text is of one camera.",
                   "A file of each camera is expected, or a table with one row a frame (--format csv).", path);
  if (!columns.corners && boxes == BoxNumbers::xyxy)
    return fail_at({first.line}, "the header has a width and a height, not a second corner.",
                   "Leave --boxes xyxy out, or name the columns x1, y1, x2 and y2.", path);
  const auto& right = columns.corners ? kRight : kWidth;
  const auto& lower = columns.corners ? kBottom : kHeight;
  for (const auto* role : {&kFrame, &kLeft, &kTop, &right, &lower}) {
    columns.*(role->column) = find_role(columns.names, *role);
    if (columns.*(role->column) == kNone)
      return fail_at({first.line}, fmt::format("the header has no column of {} ({}).", role->title, role->names[0]),
                     kMotLine, path);
  }
  for (const auto* role : {&kId, &kScore, &kClass}) columns.*(role->column) = find_role(columns.names, *role);
  for (const auto at :
       {columns.frame, columns.x, columns.y, columns.right, columns.lower, columns.score, columns.category})
    if (at != kNone && std::count(columns.names.begin(), columns.names.end(), columns.names[at]) > 1)
      return fail_at({first.line}, fmt::format("there are two columns {}.", in_quotes(columns.names[at])),
                     "Each once is expected.", path);
  return columns;
}

// The cells of the first line that says something.
std::vector<std::string_view> first_cells(std::string_view head, char& separator) {
  if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
  const auto from = head.find_first_not_of(" \t\r\n");
  if (from == std::string_view::npos) return {};
  head.remove_prefix(from);
  auto line = head.substr(0, head.find('\n'));
  if (line.ends_with('\r')) line.remove_suffix(1);
  separator = separator_of_mot(line);
  std::vector<std::string_view> cells;
  while (!line.empty()) {
    const auto end = std::min(separator == ' ' ? line.find_first_of(" \t") : line.find(separator), line.size());
    const auto cell = trimmed(line.substr(0, end));
    if (separator != ' ' || !cell.empty()) cells.push_back(cell);
    line.remove_prefix(std::min(end + 1, line.size()));
  }
  return cells;
}

}  // namespace

char separator_of_mot(std::string_view line) {
  if (line.find(';') != std::string_view::npos) return ';';
  return line.find(',') != std::string_view::npos ? ',' : ' ';
}

Result<MotColumns> mot_columns(const CsvRecord& first, BoxNumbers boxes, const std::string& path) {
  const bool named = std::none_of(first.cells.begin(), first.cells.end(),
                                  [](const CsvCell& cell) { return number_in(trimmed(cell.text)).has_value(); });
  if (named && first.cells.size() > 1) return columns_of_header(first, boxes, path);
  MotColumns columns;
  columns.count = first.cells.size();
  if (columns.count < 6 || columns.count > 10)
    return fail_at({first.line}, fmt::format("there are {} cells.", columns.count), kMotLine, path);
  columns.corners = boxes == BoxNumbers::xyxy;
  columns.names = {"frame", "id",    "x", "y", columns.corners ? "x2" : "width", columns.corners ? "y2" : "height",
                   "score", "class", "",  ""};
  if (columns.count > 6) columns.score = 6;
  // With ten columns the last three are a place in the world.
  if (columns.count == 8 || columns.count == 9) columns.category = 7;
  return columns;
}

std::optional<Error> other_text(const std::vector<std::string_view>& cells, char separator) {
  const auto other = [](const char* what, const char* todo) { return Error{ErrorKind::unsupported, what, todo, {}}; };
  if (separator != ' ') return std::nullopt;
  const auto n = cells.size();
  if ((n == 17 || n == 18) && is_whole(cells[0]) && is_word(cells[2]))
    return other(
        "This is KITTI tracking text, which is not read.",
        "Write frame,id,x,y,width,height,score a line (MOT text, --first-frame 0): x and y are its columns 7 and "
        "8, width and height its columns 9 and 10 less these; or save it as COCO results.");
  if ((n == 15 || n == 16) && is_word(cells[0]) && number_in(cells[1]))
    return other("This is KITTI object text (one file a picture), which is not read.",
                 "Save all pictures' detections as COCO results in one file.");
  if (n == 6 && is_whole(cells[0]) && is_whole(cells[1]) && is_whole(cells[2]) && is_whole(cells[3]) &&
      is_whole(cells[4]) && !number_in(cells[5]))
    return other(
        "This is MOTS text (masks of tracked objects), which is not read.",
        "Save it as COCO results: image_id, category_id and segmentation {\"size\", \"counts\"} of each line.");
  const auto is_share = [](std::string_view cell) {
    const auto value = number_in(cell);
    return value && *value >= 0 && *value <= 1;
  };
  if ((n == 5 || n == 6) && is_whole(cells[0]) && !is_whole(cells[1]) &&
      std::all_of(cells.begin() + 1, cells.end(), is_share))
    return other("This is YOLO text (one file a picture), which is not read.",
                 "Save all pictures' detections as COCO results in one file.");
  return std::nullopt;
}

bool is_mot_text(std::string_view head) {
  char separator = ',';
  const auto cells = first_cells(head, separator);
  if (other_text(cells, separator)) return true;
  const auto numbers = std::all_of(cells.begin(), cells.end(), [](auto cell) { return number_in(cell).has_value(); });
  if (numbers) return cells.size() >= 6 && cells.size() <= 10;
  std::vector<std::string> names;
  for (const auto cell : cells) names.push_back(plain_name(cell));
  const bool box = find_role(names, kLeft) != kNone && find_role(names, kTop) != kNone &&
                   (find_role(names, kWidth) != kNone || find_role(names, kRight) != kNone);
  if (has_source(names)) return false;
  return box && find_role(names, kFrame) != kNone && find_role(names, kId) != kNone;
}

}  // namespace mlink::recorded
