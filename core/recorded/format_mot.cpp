// MOT Challenge text.
#include "recorded/format.h"
#include "recorded/frames.h"
#include "recorded/mot_columns.h"

namespace mlink::recorded {
namespace {

bool begins_as_mot(std::string_view head) {
  if (is_mot_text(head)) return true;
  const auto first = head.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && head[first] >= '0' && head[first] <= '9';
}

Result<std::unique_ptr<RowSource>> open_mot(const RowInput& input, std::vector<std::string>& notes) {
  MLINK_ASSIGN(auto text, input.text.open());
  MLINK_ASSIGN(auto detections,
               parse_mot(std::move(text), input.options.boxes.value_or(BoxNumbers::xywh), input.text.path));
  return rows_of_detections(input, std::move(detections), {1, "frame", true}, notes);
}

}  // namespace

const ImportFormat kMotFormat{"mot", "MOT text", "", "txt", true, begins_as_mot, is_mot_text, open_mot};

}  // namespace mlink::recorded
