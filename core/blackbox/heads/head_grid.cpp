#include "blackbox/heads/head_grid.h"

#include <algorithm>
#include <cmath>

#include "blackbox/json_fields.h"

namespace mlink::blackbox {

std::vector<GridCell> grid_cells(const std::vector<int>& strides, PictureSize size) {
  std::vector<GridCell> cells;
  for (const int stride : strides)
    for (int y = 0; y < (size.height + stride - 1) / stride; ++y)
      for (int x = 0; x < (size.width + stride - 1) / stride; ++x) cells.push_back({x, y, stride});
  return cells;
}

Detection cell_box(const GridCell& cell, float dx, float dy, float w, float h, PictureSize size) {
  const auto stride = static_cast<float>(cell.stride);
  const float sx = stride / static_cast<float>(size.width);
  const float sy = stride / static_cast<float>(size.height);
  const float cx = (static_cast<float>(cell.x) + dx) * sx;
  const float cy = (static_cast<float>(cell.y) + dy) * sy;
  const float width = std::exp(w) * sx;
  const float height = std::exp(h) * sy;
  return {cx - width / 2, cy - height / 2, cx + width / 2, cy + height / 2, 0, 0};
}

std::vector<int> read_strides(Fields& fields, const std::vector<int>& usual) {
  auto strides = fields.get("strides", usual);
  if (strides.empty() || std::any_of(strides.begin(), strides.end(), [](int stride) { return stride < 1; })) {
    fields.bad("strides", "must be whole numbers from 1");
    return usual;
  }
  return strides;
}

}  // namespace mlink::blackbox
