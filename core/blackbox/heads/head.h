// A manifest's "head": which decoding function reads the raw tensors, with which settings. Values; thread-safe.
#pragma once

#include <string>
#include <vector>

#include "base/error.h"
#include "blackbox/heads/heads.h"

namespace mlink::blackbox {

enum class HeadKind { none, values, softmax, sigmoid, heatmap, detections, centernet, ssd, yolo, posenet };

struct DecodingHead {
  HeadKind kind = HeadKind::none;
  std::vector<std::string> labels;  ///< names of a detection's classes
  int tensor = 0;                   ///< the first of the network's outputs that is read
  DetectionLimits limits;
  int stride = 4;          ///< centernet
  float threshold = 0.5F;  ///< heatmap
  int channel = 0;         ///< heatmap
  ListLayout list;
  SsdLayout ssd;
  YoloVariant yolo = YoloVariant::v5;
  PoseLayout pose;

  /// Reads and checks the settings. An unknown field or one that does not belong to this kind is an error.
  [[nodiscard]] static Result<DecodingHead> from_json(const std::string& json);

  /// Decodes one frame's tensors. `region` is the part of the input that the camera's picture fills.
  [[nodiscard]] Result<Decoded> decode(const std::vector<Tensor>& tensors, PictureSize size,
                                       const Region& region = {}) const;
};

/// The 80 class names of COCO in the usual order.
[[nodiscard]] const std::vector<std::string>& coco80();

}  // namespace mlink::blackbox
