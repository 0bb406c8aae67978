#include "blackbox/heads/head.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "blackbox/json_fields.h"
#include "head_list.h"

namespace mlink::blackbox {
namespace {

const HeadType* find_head(const std::string& kind) {
  for (const auto& type : head_types())
    if (std::find(type.kinds.begin(), type.kinds.end(), kind) != type.kinds.end()) return &type;
  return nullptr;
}

void read_limits(Fields& fields, DetectionLimits& limits) {
  limits.score = fields.get("score", limits.score);
  limits.nms = fields.get("nms", limits.nms);
  limits.most = fields.get("most", limits.most);
}

void read_head(const HeadType& type, Fields& fields, DecodingHead& head) {
  head.tensor = read_tensor_choice(fields, "tensor").value_or(TensorChoice{});
  head.needed = type.tensors;
  HeadContext context{head.kind, {}, type.limits.value_or(DetectionLimits{})};
  if (type.limits) {
    context.labels = read_labels(fields);
    read_limits(fields, context.limits);
  }
  head.read = type.make(fields, context);
  head.labels = std::move(context.labels);
  head.search = context.search;
  head.read_found = context.read_found ? std::move(context.read_found) : head.read;
}

}  // namespace

const std::vector<HeadType>& head_types() {
  static const auto all = [] {
    std::vector<HeadType> made;
    made.reserve(kHeadFunctions.size());
    for (const auto head : kHeadFunctions) made.push_back(head());
    return made;
  }();
  return all;
}

std::vector<const Tensor*> HeadInput::rest() const {
  std::vector<const Tensor*> from;
  for (std::size_t i = first; i < tensors.size(); ++i) from.push_back(&tensors[i]);
  return from;
}

std::vector<std::string> read_labels(Fields& fields) {
  const auto labels = fields.raw("labels");
  if (labels.is_null()) return {};
  if (labels == "coco80") return coco80();
  if (labels == "coco91") return coco91();
  return fields.get("labels", std::vector<std::string>{});
}

std::optional<TensorChoice> read_tensor_choice(Fields& fields, const std::string& name) {
  const auto value = fields.raw(name);
  if (value.is_null()) return std::nullopt;
  if (value.is_string()) return TensorChoice{0, value.get<std::string>()};
  if (value.is_number_integer() && value >= 0) return TensorChoice{value.get<int>(), {}};
  fields.bad(name, "must be the place of one of the network's outputs, from 0, or its name");
  return std::nullopt;
}

HeadFunction reads_found_boxes(const DetectionLimits& limits) {
  return [layout = found_boxes(limits)](const HeadInput& in) -> Result<Decoded> {
    Decoded out;
    MLINK_ASSIGN(out.detections, decode_detections(in.tensor(), layout, in.size));
    return out;
  };
}

Result<DecodingHead> DecodingHead::from_json(const std::string& json) {
  Fields fields(json, "$.head");
  DecodingHead head;
  head.kind = fields.get("kind", std::string());
  if (!head.kind.empty()) {
    const HeadType* type = find_head(head.kind);
    if (type == nullptr)
      return fail(ErrorKind::invalid_input, fmt::format("$.head.kind \"{}\" is no decoding head.", head.kind));
    try {
      read_head(*type, fields, head);
    } catch (const nlohmann::json::exception& e) {
      return fail(ErrorKind::invalid_input, fmt::format("$.head cannot be read: {}.", e.what()));
    }
  }
  MLINK_TRY(fields.finish(head.kind.empty() ? "a head without a kind" : fmt::format("the head \"{}\"", head.kind)));
  return head;
}

Result<std::size_t> DecodingHead::first_of(const std::vector<Tensor>& tensors) const {
  auto first = static_cast<std::size_t>(tensor.index);
  if (!tensor.name.empty()) {
    MLINK_ASSIGN(first, find_tensor(tensors, tensor));
  }
  if (tensors.size() < first + needed)
    return fail(ErrorKind::invalid_input,
                fmt::format("The head reads {} tensors from number {} on, the network gives {}: {}.", needed, first,
                            tensors.size(), tensors_text(tensors)));
  return first;
}

Result<Decoded> DecodingHead::decode(const std::vector<Tensor>& tensors, PictureSize size, const Region& region) const {
  if (!read) return fail(ErrorKind::invalid_input, "The manifest has no head to read the network's tensors.");
  MLINK_ASSIGN(const auto first, first_of(tensors));
  return read({tensors, first, size, region});
}

Result<Decoded> DecodingHead::decode_found(const std::vector<Tensor>& found, PictureSize size,
                                           const Region& region) const {
  if (!read_found) return fail(ErrorKind::invalid_input, "The manifest has no head to read the network's tensors.");
  return read_found({found, 0, size, region});
}

}  // namespace mlink::blackbox
