// Detectors without anchors: one candidate for each cell of grids of several strides. Pure; thread-safe.
#pragma once

#include <vector>

#include "blackbox/heads/heads.h"

namespace mlink::blackbox {

class Fields;

struct GridCell {
  int x = 0, y = 0, stride = 8;
};
/// Row by row, grid after grid. A grid covers the whole picture.
[[nodiscard]] std::vector<GridCell> grid_cells(const std::vector<int>& strides, PictureSize size);
/// Centre (x + dx, y + dy) and size (e^w, e^h), all in strides.
[[nodiscard]] Detection cell_box(const GridCell& cell, float dx, float dy, float w, float h, PictureSize size);
/// "strides"; `usual` where nothing is said.
[[nodiscard]] std::vector<int> read_strides(Fields& fields, const std::vector<int>& usual = {8, 16, 32});

}  // namespace mlink::blackbox
