// Head "yolox": its raw rows: offsets in cells, sizes as logarithms, objectness and classes (sigmoid done).
#include <fmt/format.h>

#include <cmath>

#include "blackbox/heads/head.h"
#include "blackbox/heads/head_grid.h"
#include "blackbox/json_fields.h"
#include "head_list.h"

namespace mlink::blackbox {
namespace {

Result<std::vector<Detection>> decode_yolox(const Tensor& tensor, const std::vector<int>& strides,
                                            const HeadContext& context, PictureSize size) {
  const auto rows = rows_of(tensor);
  const auto cells = grid_cells(strides, size);
  if (!rows || rows->width < 6 || rows->count != static_cast<std::int64_t>(cells.size()))
    return wrong_shape("YOLOX output", tensor,
                       fmt::format("[1, {}, 5 + classes] for an input of {} x {} and these strides", cells.size(),
                                   size.width, size.height));
  if (!context.labels.empty() && rows->width != 5 + static_cast<std::int64_t>(context.labels.size()))
    return wrong_shape("YOLOX output", tensor,
                       fmt::format("[1, {}, {}]: \"labels\" names {} classes", cells.size(), 5 + context.labels.size(),
                                   context.labels.size()));
  MLINK_TRY(expect_numbers(tensor, "YOLOX rows"));
  std::vector<Detection> found;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const float* row = tensor.data.data() + static_cast<std::int64_t>(i) * rows->width;
    std::int64_t best = 5;
    for (std::int64_t k = 6; k < rows->width; ++k)
      if (row[k] > row[best]) best = k;
    const float score = row[4] * row[best];
    if (!(score > context.limits.score)) continue;
    if (score > 1.001F)
      return fail(ErrorKind::invalid_input,
                  fmt::format("A score is {:g}, which is not between 0 and 1: the head needs YOLOX's own export, with "
                              "the sigmoid of objectness and classes done.",
                              score));
    auto box = cell_box(cells[i], row[0], row[1], row[2], row[3], size);
    box.score = score;
    box.label = static_cast<int>(best - 5);
    found.push_back(box);
  }
  return suppress(std::move(found), context.limits.nms, context.limits.most);
}

HeadFunction make_yolox(Fields& fields, HeadContext& context) {
  const auto strides = read_strides(fields);
  return [strides, context](const HeadInput& in) -> Result<Decoded> {
    Decoded out;
    MLINK_ASSIGN(out.detections, decode_yolox(in.tensor(), strides, context, in.size));
    return out;
  };
}

}  // namespace

HeadType head_yolox() { return {{"yolox"}, 1, DetectionLimits{}, make_yolox}; }

}  // namespace mlink::blackbox
