// A manifest's "head": which decoding function reads the raw tensors, with which settings. Values; thread-safe.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "blackbox/heads/device_search.h"
#include "blackbox/heads/head_tools.h"
#include "blackbox/heads/heads.h"

namespace mlink::blackbox {

class Fields;

/// What the network gave for one frame.
struct HeadInput {
  const std::vector<Tensor>& tensors;
  std::size_t first = 0;  ///< the first that the head reads
  PictureSize size;
  Region region;  ///< the part of the input that the camera's picture fills

  [[nodiscard]] const Tensor& tensor(std::size_t i = 0) const { return tensors[first + i]; }
  /// All from the first on.
  [[nodiscard]] std::vector<const Tensor*> rest() const;
};
/// Holds its settings; must be thread-safe.
using HeadFunction = std::function<Result<Decoded>(const HeadInput&)>;

/// What all heads have read before their own settings; a head may change it.
struct HeadContext {
  std::string kind;
  std::vector<std::string> labels;  ///< names of the classes of what it finds
  DetectionLimits limits;
  /// What of its reading the network's device can do, and how what was found there is read; without a function of its
  /// own like the network's tensors.
  DeviceSearch search = {};
  HeadFunction read_found = {};
};

/// What there is to know of a head. Its file, heads/head_ID.cpp, defines `HeadType head_ID()`; with that and its word
/// in core/blackbox/CMakeLists.txt it is known everywhere.
struct HeadType {
  std::vector<std::string> kinds;         ///< in manifests: "yolo"
  std::size_t tensors = 1;                ///< how many it reads at least, from the first on
  std::optional<DetectionLimits> limits;  ///< it finds objects: takes labels, score, nms and most, with these defaults
  /// Reads its settings; what is wrong with them goes to Fields::bad.
  HeadFunction (*make)(Fields& fields, HeadContext& context) = nullptr;
};
[[nodiscard]] const std::vector<HeadType>& head_types();

struct DecodingHead {
  std::string kind;                 ///< empty: the manifest has no head
  std::vector<std::string> labels;  ///< names of a detection's classes
  TensorChoice tensor;              ///< the first of the network's outputs that is read
  std::size_t needed = 0;           ///< how many it reads at least
  HeadFunction read;
  DeviceSearch search = {};
  HeadFunction read_found = {};

  /// Reads and checks the settings. An unknown field or one that does not belong to this kind is an error.
  [[nodiscard]] static Result<DecodingHead> from_json(const std::string& json);

  /// Decodes one frame's tensors. `region` is the part of the input that the camera's picture fills.
  [[nodiscard]] Result<Decoded> decode(const std::vector<Tensor>& tensors, PictureSize size,
                                       const Region& region = {}) const;
  /// The place of the first tensor that it reads. Errors: no such output, or fewer than it needs after it.
  [[nodiscard]] Result<std::size_t> first_of(const std::vector<Tensor>& tensors) const;
  /// Decodes what `search` found of one frame. monostate: the frame's tensors, from the first on.
  [[nodiscard]] Result<Decoded> decode_found(const std::vector<Tensor>& found, PictureSize size,
                                             const Region& region = {}) const;
};

/// "labels": a list of names, or "coco80" or "coco91".
[[nodiscard]] std::vector<std::string> read_labels(Fields& fields);
/// Reads the boxes that RowBoxes and PeakBoxes find.
[[nodiscard]] HeadFunction reads_found_boxes(const DetectionLimits& limits);
/// A place (0) or a name; nothing where the field is not there. `path`: for what is wrong with it.
[[nodiscard]] std::optional<TensorChoice> read_tensor_choice(Fields& fields, const std::string& name);

}  // namespace mlink::blackbox
