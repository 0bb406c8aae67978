// Head "segments": a class for each pixel: the share of the picture that some classes fill, and their connected parts.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "blackbox/heads/head.h"
#include "blackbox/json_fields.h"
#include "head_list.h"

namespace mlink::blackbox {
namespace {

constexpr std::int64_t kMostCells = 64'000'000;

struct SegmentLayout {
  std::string scored;  ///< none, softmax, sigmoid, ids
  bool channels_last = false;
  float threshold = .5F;  ///< sigmoid, and maps of one channel: a pixel above it belongs to the class
  float least_area = 0;   ///< of a part, as a share of the picture
  float grow = 0;         ///< of a part's box on each side, by its shorter side
  int most = 100;
  std::vector<int> classes;  ///< that count
  std::size_t labels = 0;
};

/// The cells of a map: of which class each is (-1: of none that counts), and how sure that is.
struct Cells {
  std::int64_t height = 0, width = 0;
  std::vector<int> label;
  std::vector<float> score;
};

/// How a map [.., C, h, w] or [.., h, w, C] lies in memory.
struct MapShape {
  std::int64_t channels = 1, height = 0, width = 0;
  std::int64_t channel_step = 0, cell_step = 1;
};

Result<MapShape> map_shape(const Tensor& map, const SegmentLayout& layout) {
  const auto n = map.shape.size();
  const bool ids = layout.scored == "ids";
  const std::string wanted = ids                    ? "[1, h, w], class numbers"
                             : layout.channels_last ? "[1, h, w, classes]"
                                                    : "[1, classes, h, w] (\"layout\" \"nhwc\": [1, h, w, classes])";
  if (n < 2 || n > 4 || !map.whole() || map.data.empty()) return wrong_shape("mask", map, wanted);
  for (std::size_t i = 0; i + (ids ? 2 : 3) < n; ++i)
    if (map.shape[i] != 1) return wrong_shape("mask", map, wanted);
  if (static_cast<std::int64_t>(map.data.size()) > kMostCells)
    return fail(ErrorKind::invalid_input, fmt::format("The mask {} is too large: at most {} numbers can be read.",
                                                      shape_text(map.shape), kMostCells));
  MapShape shape;
  if (ids || n == 2) {
    shape.height = map.shape[n - 2];
    shape.width = map.shape[n - 1];
  } else if (layout.channels_last) {
    shape = {map.shape[n - 1], map.shape[n - 3], map.shape[n - 2], 1, map.shape[n - 1]};
  } else {
    shape = {map.shape[n - 3], map.shape[n - 2], map.shape[n - 1], map.shape[n - 2] * map.shape[n - 1], 1};
  }
  return shape;
}

Status expect_classes(std::int64_t channels, const SegmentLayout& layout) {
  if (layout.labels > 0 && channels > 1 && channels != static_cast<std::int64_t>(layout.labels))
    return fail(ErrorKind::invalid_input, fmt::format("The mask has {} classes, \"labels\" names {}: name all of them.",
                                                      channels, layout.labels));
  for (const int k : layout.classes)
    if (k >= channels)
      return fail(ErrorKind::invalid_input,
                  fmt::format("\"classes\" has number {}, the mask has {} classes, from 0.", k, channels));
  return {};
}

bool counts(const SegmentLayout& layout, int label) {
  return std::find(layout.classes.begin(), layout.classes.end(), label) != layout.classes.end();
}

// The probability of `best` among the logits of one cell.
float softmax_of(const float* cell, const MapShape& shape, int best) {
  float sum = 0;
  for (std::int64_t k = 0; k < shape.channels; ++k)
    sum += std::exp(cell[k * shape.channel_step] - cell[best * shape.channel_step]);
  return 1 / sum;
}

// Several classes: the greatest value says which one a cell is of. With sigmoid, or one class only, a cell is of the
// best class that counts where that is above the threshold.
void label_cell(const float* cell, const MapShape& shape, const SegmentLayout& layout, int& label, float& score) {
  const bool alone = shape.channels == 1 || layout.scored == "sigmoid";
  int best = -1;
  for (int k = 0; k < shape.channels; ++k)
    if ((!alone || counts(layout, k)) && (best < 0 || cell[k * shape.channel_step] > cell[best * shape.channel_step]))
      best = k;
  if (best < 0) return;
  score = cell[best * shape.channel_step];
  if (layout.scored == "sigmoid") score = sigmoid(score);
  if (layout.scored == "softmax") score = softmax_of(cell, shape, best);
  if (alone ? score > layout.threshold : counts(layout, best)) label = best;
}

Result<Cells> label_cells(const Tensor& map, const SegmentLayout& layout) {
  MLINK_ASSIGN(const auto shape, map_shape(map, layout));
  MLINK_TRY(expect_numbers(map, "cells of the mask"));
  Cells cells{shape.height, shape.width, {}, {}};
  const auto size = static_cast<std::size_t>(shape.height * shape.width);
  cells.label.assign(size, -1);
  cells.score.assign(size, 1);
  if (layout.scored == "ids") {
    for (std::size_t i = 0; i < size; ++i) {
      const float id = map.data[i];
      const bool fits = id >= 0 && id <= 65535 && id == std::floor(id) &&
                        (layout.labels == 0 || id < static_cast<float>(layout.labels) || id == 255);
      if (!fits)
        return fail(ErrorKind::invalid_input,
                    fmt::format("The mask has a cell of class {:g}; {}.", id,
                                layout.labels == 0 ? std::string("classes are whole numbers from 0")
                                                   : fmt::format("\"labels\" names {} classes", layout.labels)));
      if (counts(layout, static_cast<int>(id))) cells.label[i] = static_cast<int>(id);
    }
    return cells;
  }
  MLINK_TRY(expect_classes(shape.channels, layout));
  for (std::size_t i = 0; i < size; ++i)
    label_cell(map.data.data() + static_cast<std::int64_t>(i) * shape.cell_step, shape, layout, cells.label[i],
               cells.score[i]);
  return cells;
}

/// The cells whose centre lies in the region.
struct Window {
  std::int64_t x0 = 0, y0 = 0, x1 = 0, y1 = 0;  ///< x1, y1: the first outside
  [[nodiscard]] std::int64_t area() const {
    return std::max<std::int64_t>(x1 - x0, 0) * std::max<std::int64_t>(y1 - y0, 0);
  }
};
Window window_of(const Cells& cells, const Region& region) {
  const auto at = [](float edge, std::int64_t size) {
    return std::clamp<std::int64_t>(static_cast<std::int64_t>(std::ceil(edge * static_cast<float>(size) - .5F)), 0,
                                    size);
  };
  return {at(region.x0, cells.width), at(region.y0, cells.height), at(region.x1, cells.width),
          at(region.y1, cells.height)};
}

/// One connected part while it grows.
struct Part {
  std::int64_t x0 = 0, y0 = 0, x1 = 0, y1 = 0, area = 0;
  double score = 0;
  int label = 0;
};

// Takes the part that cell (x, y) belongs to out of the cells. Neighbours share an edge or a corner.
Part take_part(Cells& cells, const Window& window, std::int64_t x, std::int64_t y,
               std::vector<std::pair<std::int64_t, std::int64_t>>& open) {
  const auto at = [&](std::int64_t u, std::int64_t v) { return static_cast<std::size_t>(v * cells.width + u); };
  Part part{x, y, x, y, 0, 0, cells.label[at(x, y)]};
  const auto enter = [&](std::int64_t u, std::int64_t v) {
    cells.label[at(u, v)] = -1;
    open.emplace_back(u, v);
  };
  enter(x, y);
  while (!open.empty()) {
    const auto [u, v] = open.back();
    open.pop_back();
    ++part.area;
    part.score += cells.score[at(u, v)];
    part.x0 = std::min(part.x0, u);
    part.x1 = std::max(part.x1, u);
    part.y0 = std::min(part.y0, v);
    part.y1 = std::max(part.y1, v);
    for (auto b = std::max(v - 1, window.y0); b < std::min(v + 2, window.y1); ++b)
      for (auto a = std::max(u - 1, window.x0); a < std::min(u + 2, window.x1); ++a)
        if (cells.label[at(a, b)] == part.label) enter(a, b);
  }
  return part;
}

std::vector<Detection> find_parts(Cells& cells, const Window& window, const SegmentLayout& layout) {
  const auto w = static_cast<float>(cells.width);
  const auto h = static_cast<float>(cells.height);
  const double least = static_cast<double>(layout.least_area) * static_cast<double>(window.area());
  std::vector<std::pair<std::int64_t, std::int64_t>> open;
  std::vector<std::pair<std::int64_t, Detection>> parts;
  for (auto y = window.y0; y < window.y1; ++y)
    for (auto x = window.x0; x < window.x1; ++x) {
      if (cells.label[static_cast<std::size_t>(y * cells.width + x)] < 0) continue;
      const Part part = take_part(cells, window, x, y, open);
      if (static_cast<double>(part.area) < least) continue;
      const float more = layout.grow * static_cast<float>(std::min(part.x1 - part.x0, part.y1 - part.y0) + 1);
      const auto edge = [](float at, float size) { return std::clamp(at / size, 0.F, 1.F); };
      parts.emplace_back(
          part.area,
          Detection{edge(static_cast<float>(part.x0) - more, w), edge(static_cast<float>(part.y0) - more, h),
                    edge(static_cast<float>(part.x1 + 1) + more, w), edge(static_cast<float>(part.y1 + 1) + more, h),
                    std::clamp(static_cast<float>(part.score / static_cast<double>(part.area)), 0.F, 1.F), part.label});
    }
  std::stable_sort(parts.begin(), parts.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<Detection> found;
  for (const auto& [area, part] : parts)
    if (static_cast<int>(found.size()) < layout.most) found.push_back(part);
  return found;
}

Result<Decoded> decode_segments(const HeadInput& in, const SegmentLayout& layout) {
  MLINK_ASSIGN(auto cells, label_cells(in.tensor(), layout));
  const Window window = window_of(cells, in.region);
  std::int64_t filled = 0;
  for (auto y = window.y0; y < window.y1; ++y) {
    const auto row = cells.label.begin() + y * cells.width;
    filled += std::count_if(row + window.x0, row + window.x1, [](int label) { return label >= 0; });
  }
  Decoded out;
  out.values = {window.area() > 0 ? static_cast<float>(filled) / static_cast<float>(window.area()) : 0.F};
  out.detections = find_parts(cells, window, layout);
  return out;
}

// Classes by their numbers or names.
std::vector<int> read_classes(Fields& fields, const std::vector<std::string>& labels) {
  std::vector<int> classes;
  const auto given = fields.raw("classes");
  if (given.is_null() && labels.size() <= 1) return {0};
  if (!given.is_array() || given.empty()) {
    fields.bad("classes", "is missing: which of the classes count, by name or number");
    return classes;
  }
  for (const auto& one : given) {
    const auto at = one.is_string() ? std::find(labels.begin(), labels.end(), one.get<std::string>()) : labels.end();
    if (one.is_string() && at == labels.end())
      fields.bad("classes", fmt::format("names {}, which is not in labels", one.dump()));
    else if (one.is_string())
      classes.push_back(static_cast<int>(at - labels.begin()));
    else
      classes.push_back(one.get<int>());
  }
  return classes;
}

HeadFunction make_segments(Fields& fields, HeadContext& context) {
  SegmentLayout layout;
  context.labels = read_labels(fields);
  layout.labels = context.labels.size();
  layout.scored = fields.choice("scores", {"none", "softmax", "sigmoid", "ids"});
  layout.channels_last = fields.choice("layout", {"nchw", "nhwc"}) == "nhwc";
  layout.threshold = fields.get("threshold", layout.threshold);
  layout.least_area = fields.get("least_area", layout.least_area);
  layout.grow = fields.get("grow", layout.grow);
  layout.most = fields.get("most", layout.most);
  layout.classes = read_classes(fields, context.labels);
  return [layout](const HeadInput& in) { return decode_segments(in, layout); };
}

}  // namespace

HeadType head_segments() { return {{"segments"}, 1, {}, make_segments}; }

}  // namespace mlink::blackbox
