// PoseNet's decoding of many people (Papandreou et al. 2018, as TensorFlow.js does it) and the heads of one line.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "blackbox/heads/heads.h"

namespace mlink::blackbox {
namespace {

constexpr int kPoints = 17;
constexpr int kEdges = 16;
struct Edge {
  int parent, child;
};
constexpr std::array<Edge, kEdges> kTree = {{{0, 1},
                                             {1, 3},
                                             {0, 2},
                                             {2, 4},
                                             {0, 5},
                                             {5, 7},
                                             {7, 9},
                                             {5, 11},
                                             {11, 13},
                                             {13, 15},
                                             {0, 6},
                                             {6, 8},
                                             {8, 10},
                                             {6, 12},
                                             {12, 14},
                                             {14, 16}}};

struct Point {
  float x = 0, y = 0, score = 0;
};
using Body = std::array<Point, kPoints>;

float squared_distance(const Point& a, const Point& b) { return (a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y); }

struct Root {
  float score = 0;
  int point = 0, x = 0, y = 0;
};

/// The four maps and how to look into them.
class Maps {
 public:
  Maps(const Tensor& heat, const Tensor& offsets, const PoseLayout& layout)
      : heat_(heat),
        offsets_(offsets),
        stride_(static_cast<float>(layout.stride)),
        height_(static_cast<int>(heat.shape[2])),
        width_(static_cast<int>(heat.shape[3])) {}

  [[nodiscard]] float at(const Tensor& map, int channel, int y, int x) const {
    return map.data[static_cast<std::size_t>((std::int64_t{channel} * height_ + y) * width_ + x)];
  }
  [[nodiscard]] Point at_cell(int point, int y, int x) const {
    return {stride_ * static_cast<float>(x) + at(offsets_, point + kPoints, y, x),
            stride_ * static_cast<float>(y) + at(offsets_, point, y, x), sigmoid(at(heat_, point, y, x))};
  }
  [[nodiscard]] int cell(float pixel, int cells) const {
    if (!std::isfinite(pixel)) return 0;
    return static_cast<int>(std::clamp(std::round(pixel / stride_), 0.F, static_cast<float>(cells - 1)));
  }
  /// Along one edge from a known key point to the next, then twice to the best position near its cell.
  [[nodiscard]] Point walk(const Point& from, int edge, int to, const Tensor& displacement) const {
    const int y = cell(from.y, height_);
    const int x = cell(from.x, width_);
    Point target{from.x + at(displacement, edge + kEdges, y, x), from.y + at(displacement, edge, y, x), 0};
    for (int i = 0; i < 2; ++i) target = at_cell(to, cell(target.y, height_), cell(target.x, width_));
    return target;
  }

  [[nodiscard]] std::vector<Root> roots(float least) const {
    std::vector<Root> found;
    for (int k = 0; k < kPoints; ++k)
      for (int y = 0; y < height_; ++y)
        for (int x = 0; x < width_; ++x) {
          const float logit = at(heat_, k, y, x);
          if (const float score = sigmoid(logit); score > least && is_peak(k, y, x, logit))
            found.push_back({score, k, x, y});
        }
    std::stable_sort(found.begin(), found.end(), [](const Root& a, const Root& b) { return a.score > b.score; });
    return found;
  }

 private:
  [[nodiscard]] bool is_peak(int k, int y, int x, float logit) const {
    for (int v = std::max(y - 1, 0); v <= std::min(y + 1, height_ - 1); ++v)
      for (int u = std::max(x - 1, 0); u <= std::min(x + 1, width_ - 1); ++u)
        if (at(heat_, k, v, u) > logit) return false;
    return true;
  }

  const Tensor& heat_;
  const Tensor& offsets_;
  float stride_;
  int height_, width_;
};

bool near_accepted(const std::vector<Body>& accepted, int point, const Point& at, float radius) {
  return std::any_of(accepted.begin(), accepted.end(), [&](const Body& body) {
    return squared_distance(body[static_cast<std::size_t>(point)], at) <= radius * radius;
  });
}

Body grow(const Maps& maps, const Root& root, const Tensor& forward, const Tensor& backward) {
  Body body{};
  std::array<bool, kPoints> known{};
  body[static_cast<std::size_t>(root.point)] = maps.at_cell(root.point, root.y, root.x);
  known[static_cast<std::size_t>(root.point)] = true;
  const auto step = [&](int edge, int from, int to, const Tensor& displacement) {
    const auto f = static_cast<std::size_t>(from);
    const auto t = static_cast<std::size_t>(to);
    if (!known[f] || known[t]) return;
    body[t] = maps.walk(body[f], edge, to, displacement);
    known[t] = true;
  };
  for (int e = kEdges - 1; e >= 0; --e)
    step(e, kTree[static_cast<std::size_t>(e)].child, kTree[static_cast<std::size_t>(e)].parent, backward);
  for (int e = 0; e < kEdges; ++e)
    step(e, kTree[static_cast<std::size_t>(e)].parent, kTree[static_cast<std::size_t>(e)].child, forward);
  return body;
}

Marks::Pose to_pose(const Body& body, float score, PictureSize size) {
  Marks::Pose pose{score, {}};
  for (const Point& p : body)
    pose.points.insert(pose.points.end(),
                       {p.x / static_cast<float>(size.width), p.y / static_cast<float>(size.height), p.score});
  return pose;
}

Status check_map(const Tensor& map, std::int64_t channels, const Tensor& heat, const char* name) {
  const bool four = heat.shape.size() == 4;
  const std::vector<std::int64_t> wanted{1, channels, four ? heat.shape[2] : 0, four ? heat.shape[3] : 0};
  if (!four || map.shape != wanted || !map.whole())
    return fail(ErrorKind::invalid_input,
                fmt::format("The pose network's {} have the shape {}, the head needs [1, {}, h, w] of one size.", name,
                            shape_text(map.shape), channels));
  for (const float value : map.data)
    if (std::isnan(value))
      return fail(ErrorKind::failed, fmt::format("The pose network's {} hold a value that is not a number.", name));
  return {};
}

}  // namespace

Result<std::vector<Marks::Pose>> decode_posenet(const Tensor& heat, const Tensor& offsets, const Tensor& forward,
                                                const Tensor& backward, const PoseLayout& layout, PictureSize size) {
  MLINK_TRY(check_map(heat, kPoints, heat, "heat maps"));
  MLINK_TRY(check_map(offsets, std::int64_t{2} * kPoints, heat, "offsets"));
  MLINK_TRY(check_map(forward, std::int64_t{2} * kEdges, heat, "forward displacements"));
  MLINK_TRY(check_map(backward, std::int64_t{2} * kEdges, heat, "backward displacements"));
  const Maps maps(heat, offsets, layout);
  std::vector<Body> accepted;
  std::vector<Marks::Pose> poses;
  for (const Root& root : maps.roots(layout.score)) {
    if (static_cast<int>(poses.size()) >= layout.most) break;
    if (near_accepted(accepted, root.point, maps.at_cell(root.point, root.y, root.x), layout.radius)) continue;
    const Body body = grow(maps, root, forward, backward);
    float score = 0;
    for (int k = 0; k < kPoints; ++k) {
      const Point& p = body[static_cast<std::size_t>(k)];
      if (!near_accepted(accepted, k, p, layout.radius)) score += p.score / kPoints;
    }
    if (score < layout.pose_score) continue;
    accepted.push_back(body);
    poses.push_back(to_pose(body, score, size));
  }
  std::stable_sort(poses.begin(), poses.end(), [](const auto& a, const auto& b) { return a.score > b.score; });
  return poses;
}

Result<float> decode_share(const Tensor& map, int channel, float threshold, const Region& region) {
  const auto n = map.shape.size();
  const std::int64_t channels = n >= 3 ? map.shape[n - 3] : 1;
  if (n < 2 || n > 4 || !map.whole() || channel >= channels || (n == 4 && map.shape[0] != 1))
    return fail(ErrorKind::invalid_input, fmt::format("The map has the shape {}, the head needs [1, {} or more, h, w].",
                                                      shape_text(map.shape), channel + 1));
  const auto h = map.shape[n - 2];
  const auto w = map.shape[n - 1];
  std::int64_t all = 0;
  std::int64_t above = 0;
  for (std::int64_t y = 0; y < h; ++y) {
    const float v = (static_cast<float>(y) + .5F) / static_cast<float>(h);
    if (v < region.y0 || v > region.y1) continue;
    for (std::int64_t x = 0; x < w; ++x) {
      const float u = (static_cast<float>(x) + .5F) / static_cast<float>(w);
      if (u < region.x0 || u > region.x1) continue;
      const float value = map.data[static_cast<std::size_t>((channel * h + y) * w + x)];
      if (std::isnan(value)) return fail(ErrorKind::failed, "The map holds a value that is not a number.");
      ++all;
      if (value > threshold) ++above;
    }
  }
  return all > 0 ? static_cast<float>(above) / static_cast<float>(all) : 0.F;
}

std::vector<float> softmax(const std::vector<float>& logits) {
  if (logits.empty()) return {};
  const float most = *std::max_element(logits.begin(), logits.end());
  std::vector<float> out(logits.size());
  float sum = 0;
  for (std::size_t i = 0; i < logits.size(); ++i) sum += out[i] = std::exp(logits[i] - most);
  for (float& value : out) value /= sum;
  return out;
}

float sigmoid(float logit) { return 1.F / (1.F + std::exp(-logit)); }

}  // namespace mlink::blackbox
