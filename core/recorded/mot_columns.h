// Internal to this room: which column of MOT text is what, by its header or by its place, and texts that look like it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "recorded/import_detections.h"

namespace mlink::recorded {

struct MotColumns {
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  std::size_t count = 0;
  std::size_t frame = 0, id = 1, x = 2, y = 3;
  std::size_t right = 4, lower = 5;  ///< width and height, or the second corner
  std::size_t score = kNone, category = kNone;
  bool header = false;             ///< the columns are called so in the file
  bool corners = false;            ///< right and lower are a corner
  std::vector<std::string> names;  ///< for errors, one a column
};

/// The character between the cells of a line: a semicolon, a comma, else blanks and tabs.
[[nodiscard]] char separator_of_mot(std::string_view line);
/// From the first record of a text. Errors: a number of columns that no MOT text has; a header without the columns of a
/// frame and a box, with one of them twice, or with other numbers of a box than `boxes` says.
[[nodiscard]] Result<MotColumns> mot_columns(const CsvRecord& first, BoxNumbers boxes, const std::string& path);
/// What a text is instead, by its first cells, and what to do: KITTI, MOTS or YOLO text.
[[nodiscard]] std::optional<Error> other_text(const std::vector<std::string_view>& cells, char separator);
/// Whether a text that begins so is MOT text or one of the others: lines of numbers, or a header with a frame, an id
/// and a box. A table's header is neither.
[[nodiscard]] bool is_mot_text(std::string_view head);

}  // namespace mlink::recorded
