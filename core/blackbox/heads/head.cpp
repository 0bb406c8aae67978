#include "blackbox/heads/head.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "blackbox/json_fields.h"

namespace mlink::blackbox {
namespace {

constexpr std::array<std::pair<HeadKind, const char*>, 9> kHeadKinds = {{{HeadKind::values, "values"},
                                                                         {HeadKind::softmax, "softmax"},
                                                                         {HeadKind::sigmoid, "sigmoid"},
                                                                         {HeadKind::heatmap, "heatmap"},
                                                                         {HeadKind::detections, "detections"},
                                                                         {HeadKind::centernet, "centernet"},
                                                                         {HeadKind::ssd, "ssd"},
                                                                         {HeadKind::yolo, "yolo"},
                                                                         {HeadKind::posenet, "posenet"}}};

bool finds_objects(HeadKind kind) {
  return kind == HeadKind::detections || kind == HeadKind::centernet || kind == HeadKind::ssd || kind == HeadKind::yolo;
}

void read_labels(Fields& fields, DecodingHead& head) {
  const auto labels = fields.raw("labels");
  if (labels.is_null()) return;
  if (labels == "coco80")
    head.labels = coco80();
  else
    head.labels = fields.get("labels", std::vector<std::string>{});
}

void read_limits(Fields& fields, DecodingHead& head) {
  if (head.kind == HeadKind::ssd) head.limits = {0.5F, 0.3F, 100};
  head.limits.score = fields.get("score", head.limits.score);
  head.limits.nms = fields.get("nms", head.limits.nms);
  head.limits.most = fields.get("most", head.limits.most);
  head.list.limits = head.ssd.limits = head.limits;
}

void read_list(Fields& fields, DecodingHead& head) {
  auto& columns = head.list.columns;
  columns = fields.get("columns", columns);
  head.list.pixels = fields.get("units", std::string("pixels")) == "pixels";
  const auto has = [&](const char* name) { return std::find(columns.begin(), columns.end(), name) != columns.end(); };
  if (!has("x0") || !has("y0") || !has("score") || has("x1") == has("w") || has("y1") == has("h"))
    fields.bad("columns", "must name x0, y0, score, and either x1, y1 or w, h");
}

void read_ssd(Fields& fields, DecodingHead& head) {
  for (const auto& layer : fields.raw("anchors")) {
    AnchorLayer one{layer.value("stride", 16), layer.value("repeat", 1), {}};
    if (layer.contains("sizes")) one.sizes = layer.at("sizes").get<std::vector<std::array<float, 2>>>();
    head.ssd.layers.push_back(std::move(one));
  }
  if (head.ssd.layers.empty()) fields.bad("anchors", "is missing: the anchors' layers");
  head.ssd.exponential = fields.get("code", std::string("offset")) == "exp";
  head.ssd.variances = fields.get("variances", head.ssd.variances);
  head.ssd.softmax = fields.get("scores", std::string("sigmoid")) == "softmax";
  if (head.ssd.exponential)
    for (const auto& layer : head.ssd.layers)
      if (layer.sizes.empty()) fields.bad("anchors", "need sizes, since the code is \"exp\"");
}

void read_pose(Fields& fields, DecodingHead& head) {
  head.pose.stride = fields.get("stride", head.pose.stride);
  head.pose.score = fields.get("score", head.pose.score);
  head.pose.pose_score = fields.get("pose_score", head.pose.pose_score);
  head.pose.radius = fields.get("radius", head.pose.radius);
  head.pose.most = fields.get("most", head.pose.most);
}

void read_yolo(Fields& fields, DecodingHead& head) {
  const auto variant = fields.get("variant", std::string("v5"));
  head.yolo = variant == "v3" ? YoloVariant::v3 : variant == "v8" ? YoloVariant::v8 : YoloVariant::v5;
}

void read_settings(Fields& fields, DecodingHead& head) {
  head.tensor = fields.get("tensor", 0);
  if (finds_objects(head.kind)) {
    read_labels(fields, head);
    read_limits(fields, head);
  }
  switch (head.kind) {
    case HeadKind::heatmap:
      head.threshold = fields.get("threshold", head.threshold);
      head.channel = fields.get("channel", head.channel);
      break;
    case HeadKind::detections: read_list(fields, head); break;
    case HeadKind::centernet: head.stride = fields.get("stride", head.stride); break;
    case HeadKind::ssd: read_ssd(fields, head); break;
    case HeadKind::yolo: read_yolo(fields, head); break;
    case HeadKind::posenet: read_pose(fields, head); break;
    default: break;
  }
}

// How many of the network's outputs a head reads from its first one on.
std::size_t tensors_needed(const DecodingHead& head) {
  switch (head.kind) {
    case HeadKind::none: return 0;
    case HeadKind::centernet: return 2;
    case HeadKind::posenet: return 4;
    default: return 1;
  }
}

using Pointers = std::vector<const Tensor*>;

Result<Decoded> decode_values(const DecodingHead& head, const Tensor& tensor) {
  Decoded out;
  out.values = tensor.data;
  if (head.kind == HeadKind::softmax) out.values = softmax(out.values);
  if (head.kind == HeadKind::sigmoid) std::transform(out.values.begin(), out.values.end(), out.values.begin(), sigmoid);
  return out;
}

// The first half of the outputs are scores, the second half boxes, a tensor a layer or all layers in one.
Result<std::vector<Detection>> decode_ssd_pairs(const DecodingHead& head, const Pointers& all, PictureSize size) {
  const auto layers = all.size() / 2;
  if (layers == 0 || all.size() % 2 != 0)
    return fail(ErrorKind::invalid_input,
                fmt::format("The SSD head needs as many tensors of scores as of boxes, the network gives {} in all.",
                            all.size()));
  const auto middle = all.begin() + static_cast<std::ptrdiff_t>(layers);
  return decode_ssd(Pointers(all.begin(), middle), Pointers(middle, all.end()), head.ssd, size);
}

}  // namespace

Result<DecodingHead> DecodingHead::from_json(const std::string& json) {
  Fields fields(json, "$.head");
  const auto name = fields.get("kind", std::string());
  DecodingHead head;
  for (const auto& [kind, text] : kHeadKinds)
    if (name == text) head.kind = kind;
  if (head.kind == HeadKind::none && !name.empty())
    return fail(ErrorKind::invalid_input, fmt::format("$.head.kind \"{}\" is no decoding head.", name));
  if (head.kind != HeadKind::none) {
    try {
      read_settings(fields, head);
    } catch (const nlohmann::json::exception& e) {
      return fail(ErrorKind::invalid_input, fmt::format("$.head cannot be read: {}.", e.what()));
    }
  }
  MLINK_TRY(fields.finish(name.empty() ? "a head without a kind" : fmt::format("the head \"{}\"", name)));
  return head;
}

Result<Decoded> DecodingHead::decode(const std::vector<Tensor>& tensors, PictureSize size, const Region& region) const {
  const auto first = static_cast<std::size_t>(tensor);
  if (tensors.size() < first + tensors_needed(*this))
    return fail(ErrorKind::invalid_input,
                fmt::format("The head reads {} tensors from number {} on, the network gives {}.", tensors_needed(*this),
                            tensor, tensors.size()));
  Decoded out;
  Pointers from;
  for (std::size_t i = first; i < tensors.size(); ++i) from.push_back(&tensors[i]);
  switch (kind) {
    case HeadKind::none:
      return fail(ErrorKind::invalid_input, "The manifest has no head to read the network's tensors.");
    case HeadKind::values:
    case HeadKind::softmax:
    case HeadKind::sigmoid: return decode_values(*this, *from[0]);
    case HeadKind::heatmap: {
      MLINK_ASSIGN(const float share, decode_share(*from[0], channel, threshold, region));
      out.values = {share};
      return out;
    }
    case HeadKind::detections: {
      MLINK_ASSIGN(out.detections, decode_detections(*from[0], list, size));
      return out;
    }
    case HeadKind::centernet: {
      MLINK_ASSIGN(out.detections, decode_centernet(*from[0], *from[1], stride, limits, size));
      return out;
    }
    case HeadKind::ssd: {
      MLINK_ASSIGN(out.detections, decode_ssd_pairs(*this, from, size));
      return out;
    }
    case HeadKind::yolo: {
      MLINK_ASSIGN(out.detections, decode_yolo(from, yolo, limits, size));
      return out;
    }
    case HeadKind::posenet: {
      MLINK_ASSIGN(out.poses, decode_posenet(*from[0], *from[1], *from[2], *from[3], pose, size));
      return out;
    }
  }
  return out;
}

const std::vector<std::string>& coco80() {
  static const std::vector<std::string> names{
      "person",         "bicycle",    "car",           "motorcycle",    "airplane",     "bus",           "train",
      "truck",          "boat",       "traffic light", "fire hydrant",  "stop sign",    "parking meter", "bench",
      "bird",           "cat",        "dog",           "horse",         "sheep",        "cow",           "elephant",
      "bear",           "zebra",      "giraffe",       "backpack",      "umbrella",     "handbag",       "tie",
      "suitcase",       "frisbee",    "skis",          "snowboard",     "sports ball",  "kite",          "baseball bat",
      "baseball glove", "skateboard", "surfboard",     "tennis racket", "bottle",       "wine glass",    "cup",
      "fork",           "knife",      "spoon",         "bowl",          "banana",       "apple",         "sandwich",
      "orange",         "broccoli",   "carrot",        "hot dog",       "pizza",        "donut",         "cake",
      "chair",          "couch",      "potted plant",  "bed",           "dining table", "toilet",        "tv",
      "laptop",         "mouse",      "remote",        "keyboard",      "cell phone",   "microwave",     "oven",
      "toaster",        "sink",       "refrigerator",  "book",          "clock",        "vase",          "scissors",
      "teddy bear",     "hair drier", "toothbrush"};
  return names;
}

}  // namespace mlink::blackbox
