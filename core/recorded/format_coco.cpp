// COCO results and annotations.
#include "recorded/format.h"
#include "recorded/frames.h"

namespace mlink::recorded {
namespace {

bool begins_as_coco(std::string_view head) {
  const auto first = head.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && (head[first] == '[' || head[first] == '{');
}

// A list is no manifest and no output description; an object that is one has none of these keys.
bool surely_coco(std::string_view head) {
  const auto first = head.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || (head[first] != '[' && head[first] != '{')) return false;
  if (head[first] == '[') return true;
  for (const std::string_view key : {"\"annotations\"", "\"images\"", "\"categories\"", "\"licenses\"", "\"image_id\""})
    if (head.find(key) != std::string_view::npos) return true;
  return false;
}

Result<std::unique_ptr<RowSource>> open_coco(const RowInput& input, std::vector<std::string>& notes) {
  MLINK_ASSIGN(const auto text, input.text.whole());
  MLINK_ASSIGN(auto detections,
               parse_coco_results(text, input.options.boxes.value_or(BoxNumbers::xywh), input.text.path));
  return rows_of_detections(input, std::move(detections), {0, "image_id", false}, notes);
}

}  // namespace

const ImportFormat kCocoFormat{
    "coco",   "COCO results and annotations (JSON)", "json jsonl ndjson", "", true, begins_as_coco, surely_coco,
    open_coco};

}  // namespace mlink::recorded
