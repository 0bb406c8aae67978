// Detections: lists, suppression, CenterNet, SSD and BlazeFace, the YOLO family.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "blackbox/heads/head_tools.h"
#include "blackbox/heads/heads.h"

namespace mlink::blackbox {
namespace {

bool better(const Detection& a, const Detection& b) { return a.score > b.score; }

// Columns of a list by what they hold; -1: not there.
struct Columns {
  int x0 = -1, y0 = -1, x1 = -1, y1 = -1, w = -1, h = -1, score = -1, label = -1;
};
Columns columns_of(const std::vector<std::string>& names) {
  Columns c;
  for (int i = 0; i < static_cast<int>(names.size()); ++i) {
    const auto& name = names[static_cast<std::size_t>(i)];
    if (name == "x0") c.x0 = i;
    if (name == "y0") c.y0 = i;
    if (name == "x1") c.x1 = i;
    if (name == "y1") c.y1 = i;
    if (name == "w") c.w = i;
    if (name == "h") c.h = i;
    if (name == "score") c.score = i;
    if (name == "class") c.label = i;
  }
  return c;
}

}  // namespace

float overlap(const Detection& a, const Detection& b) {
  const float width = std::min(a.x1, b.x1) - std::max(a.x0, b.x0);
  const float height = std::min(a.y1, b.y1) - std::max(a.y0, b.y0);
  const float common = std::max(width, 0.F) * std::max(height, 0.F);
  const float all = (a.x1 - a.x0) * (a.y1 - a.y0) + (b.x1 - b.x0) * (b.y1 - b.y0) - common;
  return all > 0 ? common / all : 0;
}

std::vector<Detection> suppress(std::vector<Detection> detections, float iou, int most) {
  std::stable_sort(detections.begin(), detections.end(), better);
  std::vector<Detection> kept;
  for (const auto& one : detections) {
    if (static_cast<int>(kept.size()) >= most) break;
    const bool covered = std::any_of(kept.begin(), kept.end(), [&](const Detection& other) {
      return other.label == one.label && overlap(other, one) > iou;
    });
    if (!covered) kept.push_back(one);
  }
  return kept;
}

Result<std::vector<Detection>> decode_detections(const Tensor& list, const ListLayout& layout, PictureSize size) {
  const auto rows = rows_of(list);
  if (!rows || rows->width < static_cast<std::int64_t>(layout.columns.size()))
    return wrong_shape("detection list", list, fmt::format("[N, {}]", layout.columns.size()));
  const Columns at = columns_of(layout.columns);
  const float sx = layout.pixels ? 1.F / static_cast<float>(size.width) : 1.F;
  const float sy = layout.pixels ? 1.F / static_cast<float>(size.height) : 1.F;
  std::vector<Detection> found;
  for (std::int64_t i = 0; i < rows->count; ++i) {
    const float* row = list.data.data() + i * rows->width;
    const float score = row[at.score];
    if (std::isnan(score)) return fail(ErrorKind::failed, "The detection list holds a score that is not a number.");
    if (!(score > layout.limits.score)) continue;
    Detection d{row[at.x0] * sx, row[at.y0] * sy, 0, 0, score, 0};
    d.x1 = at.x1 >= 0 ? row[at.x1] * sx : d.x0 + row[at.w] * sx;
    d.y1 = at.y1 >= 0 ? row[at.y1] * sy : d.y0 + row[at.h] * sy;
    if (at.label >= 0) d.label = static_cast<int>(std::lround(row[at.label]));
    found.push_back(d);
  }
  return suppress(std::move(found), layout.limits.nms, layout.limits.most);
}

namespace {

// A peak of CenterNet's heat map, and the distances from it to the box's left, upper, right and lower side.
struct Centre {
  std::int64_t label = 0, y = 0, x = 0;
  float score = 0;
  std::array<float, 4> sides{};
};

Detection box_around(const Centre& at, int stride, PictureSize size) {
  const auto cx = static_cast<float>(at.x * stride);
  const auto cy = static_cast<float>(at.y * stride);
  const auto width = static_cast<float>(size.width);
  const auto height = static_cast<float>(size.height);
  return {(cx - at.sides[0]) / width,
          (cy - at.sides[1]) / height,
          (cx + at.sides[2]) / width,
          (cy + at.sides[3]) / height,
          at.score,
          static_cast<int>(at.label)};
}

}  // namespace

Result<std::vector<Detection>> decode_centernet(const Tensor& heat, const Tensor& sides, int stride,
                                                const DetectionLimits& limits, PictureSize size) {
  if (heat.shape.size() != 4 || heat.shape[0] != 1 || !heat.whole())
    return wrong_shape("heat map", heat, "[1, classes, h, w]");
  const auto h = heat.shape[2];
  const auto w = heat.shape[3];
  if (sides.shape != std::vector<std::int64_t>{1, 4, h, w} || !sides.whole())
    return wrong_shape("map of box sides", sides, fmt::format("[1, 4, {}, {}]", h, w));
  const auto plane = h * w;
  std::vector<Detection> found;
  for (std::int64_t k = 0; k < heat.shape[1]; ++k) {
    const float* map = heat.data.data() + k * plane;
    for (std::int64_t i = 0; i < plane; ++i) {
      if (std::isnan(map[i])) return fail(ErrorKind::failed, "The heat map holds a value that is not a number.");
      if (!(map[i] > limits.score)) continue;
      const auto y = i / w;
      const auto x = i % w;
      bool peak = true;
      for (auto v = std::max<std::int64_t>(y - 1, 0); peak && v <= std::min(y + 1, h - 1); ++v)
        for (auto u = std::max<std::int64_t>(x - 1, 0); u <= std::min(x + 1, w - 1); ++u)
          if (map[v * w + u] > map[i]) peak = false;
      if (!peak) continue;
      const float* side = sides.data.data() + i;
      found.push_back(
          box_around({k, y, x, map[i], {side[0], side[plane], side[2 * plane], side[3 * plane]}}, stride, size));
    }
  }
  return suppress(std::move(found), limits.nms, limits.most);
}

std::vector<Anchor> make_anchors(const std::vector<AnchorLayer>& layers, PictureSize size) {
  std::vector<Anchor> anchors;
  for (const auto& layer : layers) {
    const auto s = static_cast<float>(layer.stride);
    const int rows = (size.height + layer.stride - 1) / layer.stride;
    const int columns = (size.width + layer.stride - 1) / layer.stride;
    for (int y = 0; y < rows; ++y)
      for (int x = 0; x < columns; ++x) {
        const Anchor centre{(static_cast<float>(x) + .5F) * s, (static_cast<float>(y) + .5F) * s, 1, 1};
        for (const auto& wh : layer.sizes) anchors.push_back({centre.x, centre.y, wh[0], wh[1]});
        if (layer.sizes.empty())
          anchors.insert(anchors.end(), static_cast<std::size_t>(std::max(layer.repeat, 0)), centre);
      }
  }
  return anchors;
}

namespace {

Detection ssd_box(const float* r, const Anchor& anchor, const SsdLayout& layout, PictureSize size) {
  float cx = anchor.x + r[0];
  float cy = anchor.y + r[1];
  float width = r[2];
  float height = r[3];
  if (layout.exponential) {
    cx = anchor.x + r[0] * layout.variances[0] * anchor.width;
    cy = anchor.y + r[1] * layout.variances[0] * anchor.height;
    width = anchor.width * std::exp(r[2] * layout.variances[1]);
    height = anchor.height * std::exp(r[3] * layout.variances[1]);
  }
  const auto w = static_cast<float>(size.width);
  const auto h = static_cast<float>(size.height);
  return {(cx - width / 2) / w, (cy - height / 2) / h, (cx + width / 2) / w, (cy + height / 2) / h, 0, 0};
}

// Scores of one anchor above the limit, one detection a class.
void add_scored(const float* logits, std::int64_t classes, const Detection& box, const SsdLayout& layout,
                std::vector<Detection>& found) {
  std::vector<float> scores(logits, logits + classes);
  if (layout.softmax)
    scores = softmax(scores);
  else
    for (float& score : scores) score = sigmoid(std::clamp(score, -50.F, 50.F));
  const std::int64_t first = layout.softmax ? 1 : 0;  // class 0 is the background there
  for (std::int64_t k = first; k < classes; ++k) {
    if (!(scores[static_cast<std::size_t>(k)] > layout.limits.score)) continue;
    Detection d = box;
    d.score = scores[static_cast<std::size_t>(k)];
    d.label = static_cast<int>(k - first);
    found.push_back(d);
  }
}

}  // namespace

Result<std::vector<Detection>> decode_ssd(const std::vector<const Tensor*>& logits,
                                          const std::vector<const Tensor*>& boxes, const SsdLayout& layout,
                                          PictureSize size) {
  if (logits.size() != boxes.size() || logits.empty())
    return fail(ErrorKind::invalid_input,
                fmt::format("The SSD head has {} tensors of scores and {} of boxes.", logits.size(), boxes.size()));
  const auto anchors = make_anchors(layout.layers, size);
  std::vector<Detection> found;
  std::size_t anchor = 0;
  for (std::size_t t = 0; t < logits.size(); ++t) {
    const auto score_rows = rows_of(*logits[t]);
    const auto box_rows = rows_of(*boxes[t]);
    if (!score_rows) return wrong_shape("tensor of scores", *logits[t], "[1, anchors, classes]");
    if (!box_rows || box_rows->width < 4 || box_rows->count != score_rows->count)
      return wrong_shape("tensor of boxes", *boxes[t], fmt::format("[1, {}, 4 or more]", score_rows->count));
    for (std::int64_t i = 0; i < score_rows->count; ++i, ++anchor) {
      if (anchor >= anchors.size()) break;
      const float* scores = logits[t]->data.data() + i * score_rows->width;
      for (std::int64_t k = 0; k < score_rows->width; ++k)
        if (std::isnan(scores[k])) return fail(ErrorKind::failed, "The scores hold a value that is not a number.");
      const auto box = ssd_box(boxes[t]->data.data() + i * box_rows->width, anchors[anchor], layout, size);
      add_scored(scores, score_rows->width, box, layout, found);
    }
    if (anchor >= anchors.size() && t + 1 < logits.size()) break;
  }
  std::int64_t rows = 0;
  for (const Tensor* tensor : logits) rows += rows_of(*tensor).value_or(Rows{}).count;
  if (rows != static_cast<std::int64_t>(anchors.size()))
    return fail(ErrorKind::invalid_input,
                fmt::format("The network has {} boxes, the manifest's anchors make {}.", rows, anchors.size()));
  return suppress(std::move(found), layout.limits.nms, layout.limits.most);
}

namespace {

// One candidate of a YOLO output: `step` values lie between its columns.
void add_yolo(const float* row, std::int64_t step, std::int64_t columns, YoloVariant variant, float least,
              PictureSize unit, std::vector<Detection>& found) {
  const bool objectness = variant != YoloVariant::v8;
  const std::int64_t first = objectness ? 5 : 4;
  std::int64_t best = first;
  for (auto k = first; k < columns; ++k)
    if (row[k * step] > row[best * step]) best = k;
  const float score = row[best * step] * (variant == YoloVariant::v5 ? row[4 * step] : 1.F);
  if (!(score > least)) return;
  const float cx = row[0];
  const float cy = row[step];
  const float w = row[2 * step];
  const float h = row[3 * step];
  const auto sx = static_cast<float>(unit.width);
  const auto sy = static_cast<float>(unit.height);
  found.push_back({(cx - w / 2) / sx, (cy - h / 2) / sy, (cx + w / 2) / sx, (cy + h / 2) / sy, score,
                   static_cast<int>(best - first)});
}

}  // namespace

Result<std::vector<Detection>> decode_yolo(const std::vector<const Tensor*>& tensors, YoloVariant variant,
                                           const DetectionLimits& limits, PictureSize size, std::int64_t unread) {
  const bool across = variant == YoloVariant::v8;
  const PictureSize unit = variant == YoloVariant::v3 ? PictureSize{1, 1} : size;
  std::vector<Detection> found;
  for (const Tensor* tensor : tensors) {
    const auto rows = rows_of(*tensor);
    const auto columns = rows ? (across ? rows->count : rows->width) : 0;
    if (columns - unread < (across ? 5 : 6))
      return wrong_shape("YOLO output", *tensor, across ? "[1, 4 + classes, n]" : "[n, 5 + classes]");
    for (const float value : tensor->data)
      if (std::isnan(value)) return fail(ErrorKind::failed, "The YOLO output holds a value that is not a number.");
    const auto count = across ? rows->width : rows->count;
    for (std::int64_t i = 0; i < count; ++i)
      add_yolo(tensor->data.data() + (across ? i : i * columns), across ? count : 1, columns - unread, variant,
               limits.score, unit, found);
  }
  return suppress(std::move(found), limits.nms, limits.most);
}

}  // namespace mlink::blackbox
