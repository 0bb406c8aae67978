// COCO results.
#include "recorded/format.h"
#include "recorded/frames.h"

namespace mlink {
namespace {

bool begins_as_coco(std::string_view head) {
  const auto first = head.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && (head[first] == '[' || head[first] == '{');
}

Result<std::unique_ptr<RowSource>> open_coco(const RowInput& input, std::vector<std::string>& notes) {
  MLINK_ASSIGN(const auto text, input.text.whole());
  MLINK_ASSIGN(auto detections,
               parse_coco_results(text, input.options.boxes.value_or(BoxNumbers::xywh), input.text.path));
  return rows_of_detections(input, detections, {0, "image_id", false}, notes);
}

}  // namespace

const ImportFormat kCocoFormat{"coco", "COCO results (JSON)", "json", "", true, begins_as_coco, open_coco};

}  // namespace mlink
