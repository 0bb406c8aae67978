// Decoding heads: from the raw tensors of a network to detections, poses or values. Small pure functions; all are
// thread-safe, none keeps a reference to its arguments. Lengths and positions that come out are in [0,1] of the input
// tensor's picture (the adapter maps them back to the camera's picture where it was letterboxed).
// Tensors with other shapes than a head needs are an error that names both.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "blackbox/black_box.h"
#include "outputs/tensor.h"

namespace mlink::blackbox {

struct Detection {
  float x0 = 0, y0 = 0, x1 = 0, y1 = 0;  ///< left, top, right, bottom
  float score = 0;
  int label = 0;  ///< class number, from 0
  /// Key points (x, y) that belong to it; of a face: right eye, left eye, nose, right and left corner of the mouth.
  std::vector<float> points = {};
};

/// What a head found; which parts are filled depends on its kind.
struct Decoded {
  std::vector<Detection> detections;  ///< best first
  std::vector<Marks::Pose> poses;     ///< best first
  std::vector<float> values;
  Words words;                         ///< heard
  bool none = false;                   ///< there is nothing to answer about: no voice, no speech
  std::optional<double> seconds = {};  ///< Answer::seconds
};

/// Size of the input tensor's picture, in pixels.
struct PictureSize {
  int width = 0;
  int height = 0;
};

/// Intersection over union; 0 where both are empty.
[[nodiscard]] float overlap(const Detection& a, const Detection& b);
/// Non-maximum suppression within each class: of two that overlap by more than `iou` the better one stays. At most
/// `most` come back, best first.
[[nodiscard]] std::vector<Detection> suppress(std::vector<Detection> detections, float iou, int most);

struct DetectionLimits {
  float score = 0.3F;  ///< only detections above this
  float nms = 0.45F;   ///< 1: no suppression
  int most = 100;
};

/// Rows of a finished detection list: [N, C] or [1, N, C] or [1, 1, N, C] (OpenCV's DetectionOutput).
struct ListLayout {
  /// What each column is: x0 y0 x1 y1 w h score class, or "-" for one that is not read.
  std::vector<std::string> columns{"x0", "y0", "x1", "y1", "score", "class"};
  bool pixels = true;  ///< positions in pixels of the input; otherwise in [0,1]
  DetectionLimits limits;
};
[[nodiscard]] Result<std::vector<Detection>> decode_detections(const Tensor& list, const ListLayout& layout,
                                                               PictureSize size);

/// CenterNet's raw maps: heat [1, K, h, w] (sigmoid done) and l, t, r, b in pixels [1, 4, h, w]. Peaks are where the
/// heat equals the greatest of its 3x3 neighbourhood.
[[nodiscard]] Result<std::vector<Detection>> decode_centernet(const Tensor& heat, const Tensor& sides, int stride,
                                                              const DetectionLimits& limits, PictureSize size);

/// SSD: anchors in layers, in the order y, x, anchor within the cell.
struct AnchorLayer {
  int stride = 16;
  int repeat = 1;                           ///< anchors a cell, where `sizes` is empty
  std::vector<std::array<float, 2>> sizes;  ///< width and height in pixels, one anchor each
};
struct Anchor {
  float x = 0, y = 0, width = 1, height = 1;  ///< centre and size, in pixels
};
[[nodiscard]] std::vector<Anchor> make_anchors(const std::vector<AnchorLayer>& layers, PictureSize size);

struct SsdLayout {
  std::vector<AnchorLayer> layers;
  /// offset: centre = anchor + r[0:2], size = r[2:4], in pixels (BlazeFace).
  /// exp: centre = anchor + r[0:2] * variance[0] * size, size = anchor size * exp(r[2:4] * variance[1]) (SSD).
  bool exponential = false;
  std::array<float, 2> variances{0.1F, 0.2F};
  bool softmax = false;  ///< scores: softmax with class 0 = background, which is dropped; otherwise sigmoid a class
  DetectionLimits limits;
};
/// logits: one tensor a layer, [1, n, K]; boxes: one tensor a layer, [1, n, 4 or more]; layers in the anchors' order.
[[nodiscard]] Result<std::vector<Detection>> decode_ssd(const std::vector<const Tensor*>& logits,
                                                        const std::vector<const Tensor*>& boxes,
                                                        const SsdLayout& layout, PictureSize size);

enum class YoloVariant {
  v3,  ///< rows cx, cy, w, h, objectness, K scores; in [0,1], objectness already in the scores (OpenCV's Darknet)
  v5,  ///< the same columns in pixels; score = objectness x class score
  v8   ///< columns instead of rows: [1, 4 + K, n], pixels, no objectness
};
/// Any number of tensors, whose rows are put together. A row's label is its best class. `unread`: how many columns
/// behind those of the classes are not read.
[[nodiscard]] Result<std::vector<Detection>> decode_yolo(const std::vector<const Tensor*>& tensors, YoloVariant variant,
                                                         const DetectionLimits& limits, PictureSize size,
                                                         std::int64_t unread = 0);

/// PoseNet, many people: heat logits [1,17,h,w], offsets [1,34,h,w] (17 y, 17 x), displacements forward and backward
/// [1,32,h,w] (16 y, 16 x), in pixels.
struct PoseLayout {
  int stride = 16;
  float score = 0.5F;       ///< a key point above this may begin a pose
  float pose_score = 0.3F;  ///< poses below this are dropped
  float radius = 20;        ///< pixels within which two key points are the same one
  int most = 20;
};
[[nodiscard]] Result<std::vector<Marks::Pose>> decode_posenet(const Tensor& heat, const Tensor& offsets,
                                                              const Tensor& forward, const Tensor& backward,
                                                              const PoseLayout& layout, PictureSize size);

/// The part of a map that the camera's picture fills: all of it unless letterboxed. In [0,1].
struct Region {
  float x0 = 0, y0 = 0, x1 = 1, y1 = 1;
};
/// Share of the cells of one channel of a map [1, C, h, w] (or [h, w], [1, h, w]) that are above `threshold`, among
/// those whose centre is in `region`.
[[nodiscard]] Result<float> decode_share(const Tensor& map, int channel, float threshold, const Region& region = {});

/// exp(x_i) / sum, without overflow. A NaN stays a NaN.
[[nodiscard]] std::vector<float> softmax(const std::vector<float>& logits);
[[nodiscard]] float sigmoid(float logit);

/// The 80 class names of COCO in the usual order.
[[nodiscard]] const std::vector<std::string>& coco80();
/// The same by COCO's own numbers, 0 to 90, with "N/A" for those that it does not use: torchvision, DETR.
[[nodiscard]] const std::vector<std::string>& coco91();

}  // namespace mlink::blackbox
