#include "blackbox/guess_head.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <optional>
#include <string_view>

namespace mlink::blackbox {
namespace {

using json = nlohmann::ordered_json;
using Shape = std::vector<std::int64_t>;

std::vector<std::string> quoted_parts(const std::string& text) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char quote = text[at];
    if (quote != '\'' && quote != '"') continue;
    const auto end = text.find(quote, at + 1);
    if (end == std::string::npos) break;
    parts.push_back(text.substr(at + 1, end - at - 1));
    at = end;
  }
  return parts;
}

std::vector<std::string> split(const std::string& text, char by) {
  std::vector<std::string> parts;
  std::size_t from = 0;
  while (from <= text.size()) {
    const auto end = std::min(text.find(by, from), text.size());
    std::string part = text.substr(from, end - from);
    part.erase(0, part.find_first_not_of(" \t\r"));
    part.erase(part.find_last_not_of(" \t\r") + 1);
    if (!part.empty()) parts.push_back(part);
    from = end + 1;
  }
  return parts;
}

/// What a rule found.
struct Reading {
  json head, reducer, output;
  std::string assumed;  ///< a sentence; empty: nothing
  json settings = {};   ///< of the adapter; null: none
  json input = {};      ///< how its family wants pictures; null: not known
};

struct Clues {
  const HeadEvidence& evidence;
  std::vector<std::string> names;  ///< of classes

  [[nodiscard]] const Tensor& first() const { return evidence.outputs[0]; }
  [[nodiscard]] const Shape& shape(std::size_t i = 0) const { return evidence.outputs[i].shape; }
  /// Of the input's picture.
  [[nodiscard]] std::int64_t side(bool height) const {
    const auto& in = evidence.input;
    if (in.size() != 4) return 0;
    const bool nhwc = in[1] != 3 && in[1] != 1;
    return in[(nhwc ? 1 : 2) + (height ? 0U : 1U)];
  }
  [[nodiscard]] bool has(std::string_view name) const {
    return std::any_of(evidence.outputs.begin(), evidence.outputs.end(),
                       [&](const Tensor& tensor) { return tensor.name == name; });
  }
  /// "labels" for a head that finds objects of K classes.
  [[nodiscard]] json labels(std::int64_t classes) const {
    if (static_cast<std::int64_t>(names.size()) == classes) return names;
    if (classes == 80) return "coco80";
    json numbered = json::array();
    for (std::int64_t i = 0; i < std::min<std::int64_t>(classes, 1000); ++i)
      numbered.push_back(fmt::format("class {}", i));
    return numbered;
  }
};

constexpr const char* kPixelsUnknown =
    "No file says how pixels become numbers; 0 to 1 was taken. Others want \"mean\" and \"scale\" (ImageNet: mean "
    "[123.7, 116.3, 103.5], scale [0.0171, 0.0175, 0.0174]) or \"order\": \"bgr\".";

const json kCount{{"task", "count"}, {"unit", "objects"}};
const json kHowMany{{"kind", "count"}};

std::optional<Reading> boxes_apart(const Clues& clues) {
  const bool boxes = clues.has("boxes") || clues.has("pred_boxes") || clues.has("detection_boxes");
  if (!boxes || !(clues.has("scores") || clues.has("logits") || clues.has("detection_scores"))) return std::nullopt;
  json head{{"kind", "boxes"}};
  if (clues.has("logits"))
    head.update({{"format", "cxcywh"}, {"units", "unit"}, {"scores", "softmax"}, {"labels", "coco91"}});
  else if (!clues.names.empty())
    head["labels"] = clues.names;
  return Reading{
      head, kHowMany, kCount,
      "Positions and scores come in tensors of their own; how positions are written (\"format\", \"units\") no "
      "file says."};
}

/// Pixels as OpenCV has them: blue first, 0 to 255.
const json kBytes{{"order", "bgr"}, {"scale", 1}};

std::optional<Reading> yunet(const Clues& clues) {
  if (!clues.has("cls_8") || !clues.has("kps_8")) return std::nullopt;
  return Reading{{{"kind", "yunet"}}, kHowMany, {{"task", "count"}, {"unit", "faces"}}, {}, {}, kBytes};
}

const json kMinusOneToOne{{"mean", 127.5}, {"scale", 0.00784314}};
const json kImageNet{{"mean", {123.675, 116.28, 103.53}}, {"scale", {0.0171248, 0.0175070, 0.0174292}}};

/// MediaPipe's detectors, by the numbers that they give for each anchor: a box and key points.
struct MediaPipe {
  std::int64_t columns;
  const char *finds, *many;
  bool from_minus_one;  ///< pixels -1 to 1, otherwise 0 to 1
};
constexpr std::array<MediaPipe, 3> kMediaPipe{
    {{16, "face", "faces", true}, {12, "person", "people", true}, {18, "palm", "palms", false}}};

/// Their anchors, by the side of the picture and how many there are.
json mediapipe_anchors(std::int64_t side, std::int64_t count) {
  const auto cells = [&](std::int64_t stride) { return (side / stride) * (side / stride); };
  for (const std::int64_t stride : {8, 16})
    if (2 * cells(stride) + 6 * cells(2 * stride) == count)
      return {{{"stride", stride}, {"repeat", 2}}, {{"stride", 2 * stride}, {"repeat", 6}}};
  if (2 * cells(8) + 2 * cells(16) + 6 * cells(32) == count)
    return {{{"stride", 8}, {"repeat", 2}}, {{"stride", 16}, {"repeat", 2}}, {{"stride", 32}, {"repeat", 6}}};
  if (cells(4) == count) return json::array({{{"stride", 4}, {"repeat", 1}}});
  return {};
}

std::optional<Reading> mediapipe(const Clues& clues) {
  const auto& outputs = clues.evidence.outputs;
  if (outputs.size() != 2 || clues.side(true) != clues.side(false)) return std::nullopt;
  const bool boxes_first = clues.shape().size() == 3 && clues.shape()[2] > 1;
  const auto& boxes = clues.shape(boxes_first ? 0 : 1);
  const auto& scores = clues.shape(boxes_first ? 1 : 0);
  if (boxes.size() != 3 || scores != Shape{1, boxes[1], 1}) return std::nullopt;
  const auto known = std::find_if(kMediaPipe.begin(), kMediaPipe.end(),
                                  [&](const MediaPipe& each) { return each.columns == boxes[2]; });
  const auto anchors = mediapipe_anchors(clues.side(true), boxes[1]);
  if (known == kMediaPipe.end() || anchors.is_null()) return std::nullopt;
  Reading reading{{{"kind", "ssd"}, {"anchors", anchors}, {"labels", json::array({known->finds})}},
                  kHowMany,
                  {{"task", "count"}, {"unit", known->many}},
                  fmt::format("Its outputs were taken for those of MediaPipe's detector of {}, which wants pixels from "
                              "{} to 1.",
                              known->many, known->from_minus_one ? -1 : 0)};
  if (boxes_first) reading.settings = {{"outputs", {outputs[1].name, outputs[0].name}}};
  reading.input = known->from_minus_one ? kMinusOneToOne : json::object();
  return reading;
}

/// Scores of each stride, then distances of each stride.
std::optional<Reading> picodet(const Clues& clues) {
  const auto levels = clues.evidence.outputs.size() / 2;
  if (levels < 2 || clues.evidence.outputs.size() % 2 != 0) return std::nullopt;
  json strides = json::array();
  for (std::size_t i = 0; i < levels; ++i) {
    const auto stride = std::int64_t{8} << i;
    const auto cells = ((clues.side(true) + stride - 1) / stride) * ((clues.side(false) + stride - 1) / stride);
    const auto& scores = clues.shape(i);
    const auto& sides = clues.shape(levels + i);
    if (scores != Shape{1, cells, scores.back()} || sides != Shape{1, cells, sides.back()}) return std::nullopt;
    if (scores.back() != clues.shape().back() || sides.back() != clues.shape(levels).back()) return std::nullopt;
    strides.push_back(stride);
  }
  if (clues.shape(levels).back() < 8 || clues.shape(levels).back() % 4 != 0) return std::nullopt;
  json head{{"kind", "picodet"}, {"labels", clues.labels(clues.shape().back())}};
  if (strides != json{8, 16, 32, 64}) head["strides"] = strides;
  return Reading{
      head,   kHowMany,
      kCount, "Its outputs were taken for those of a PicoDet, which wants ImageNet's \"mean\" and \"scale\".",
      {},     kImageNet};
}

std::optional<Reading> finished_list(const Clues& clues) {
  const auto& shape = clues.shape();
  if (clues.evidence.outputs.size() != 1 || shape.size() < 2 || shape.back() != 6) return std::nullopt;
  if (shape[shape.size() - 2] > 1000) return std::nullopt;
  return Reading{{{"kind", "detections"}, {"nms", 1}, {"labels", clues.labels(80)}},
                 kHowMany,
                 kCount,
                 "A list of six columns was taken for left, top, right, bottom, score, class in pixels."};
}

/// Ultralytics trains and runs its networks on letterboxed pictures, 0 to 1. Behind the classes its exports with masks
/// and key points have columns of these.
Reading ultralytics(const Clues& clues, const char* variant, std::int64_t classes) {
  const auto& outputs = clues.evidence.outputs;
  const auto named = static_cast<std::int64_t>(clues.names.size());
  const auto task = clues.evidence.about.find("task");
  const bool more = task != clues.evidence.about.end() && (task->second == "segment" || task->second == "pose") &&
                    named > 0 && named < classes;
  json head{{"kind", "yolo"}, {"variant", variant}, {"labels", clues.labels(more ? named : classes)}};
  if (more) head["unread"] = classes - named;
  Reading reading{head, kHowMany, kCount, {}, {}, {{"resize", "letterbox"}}};
  if (more && outputs.size() > 1) reading.settings = {{"outputs", {outputs[0].name}}};
  if (more) reading.assumed = fmt::format("Of the task \"{}\" only the boxes are read.", task->second);
  return reading;
}

std::optional<Reading> yolo(const Clues& clues) {
  const auto& shape = clues.shape();
  if (shape.size() != 3 || shape[0] != 1) return std::nullopt;
  const auto w = clues.side(false);
  const auto h = clues.side(true);
  const auto cells = (w / 8) * (h / 8) + (w / 16) * (h / 16) + (w / 32) * (h / 32);
  if (cells == 0) return std::nullopt;
  if (shape[2] == cells && shape[1] > 4) return ultralytics(clues, "v8", shape[1] - 4);
  if (shape[1] == cells && shape[2] > 5)
    return Reading{{{"kind", "yolox"}, {"labels", clues.labels(shape[2] - 5)}},
                   kHowMany,
                   kCount,
                   "One row a cell was taken for YOLOX, whose own export wants pixels of 0 to 255, blue first.",
                   {},
                   {{"resize", "letterbox"}, {"order", "bgr"}, {"scale", 1}}};
  if (shape[1] == 3 * cells && shape[2] > 5) return ultralytics(clues, "v5", shape[2] - 5);
  return std::nullopt;
}

/// Heat, offsets and both displacements, in whatever order the file has them.
std::optional<Reading> posenet(const Clues& clues, const json& people) {
  const auto& outputs = clues.evidence.outputs;
  if (outputs.size() != 4) return std::nullopt;
  const auto find = [&](std::int64_t channels, std::string_view part) {
    return std::find_if(outputs.begin(), outputs.end(), [&](const Tensor& tensor) {
      return tensor.shape.size() == 4 && tensor.shape[1] == channels && tensor.name.find(part) != std::string::npos;
    });
  };
  for (const auto& [forward, backward] : {std::pair("fwd", "bwd"), std::pair("forward", "backward")}) {
    const std::array found{find(17, ""), find(34, ""), find(32, forward), find(32, backward)};
    if (std::find(found.begin(), found.end(), outputs.end()) != found.end()) continue;
    json names = json::array();
    for (const auto& each : found) names.push_back(each->name);
    return Reading{{{"kind", "posenet"}}, kHowMany, people, {}, {{"outputs", names}}};
  }
  for (const auto& [index, channels] : {std::pair(0, 17), std::pair(1, 34), std::pair(2, 32), std::pair(3, 32)}) {
    const auto& each = clues.shape(static_cast<std::size_t>(index));
    if (each.size() != 4 || each[1] != channels) return std::nullopt;
  }
  return Reading{{{"kind", "posenet"}}, kHowMany, people, {}};
}

std::optional<Reading> poses(const Clues& clues) {
  const auto& outputs = clues.evidence.outputs;
  const json people{{"task", "count"}, {"unit", "people"}};
  const auto& shape = clues.shape();
  const bool one = shape.size() == 4 && shape[2] == 17 && shape[3] == 3;
  if (outputs.size() == 1 && (one || (shape.size() == 3 && shape[2] == 56)))
    return Reading{{{"kind", "movenet"}}, kHowMany, people, {}};
  return posenet(clues, people);
}

/// As PaddleOCR gives lines of text to its recognisers: blue first, -1 to 1, the height filled.
const json kPaddleLine{{"order", "bgr"}, {"resize", "letterbox"}, {"pad", 128}, {"mean", 127.5}, {"scale", 0.00784314}};

std::optional<Reading> text(const Clues& clues) {
  const auto& shape = clues.shape();
  if (clues.evidence.outputs.size() != 1 || shape.size() != 3 || shape[0] != 1 || shape[2] < 20) return std::nullopt;
  json head{{"kind", "text"}, {"decode", "ctc"}, {"words", "keys.txt"}, {"pieces", "characters"}};
  const json words{{"kind", "words"}};
  const json sequence{{"task", "sequence"}};
  if (const auto found = clues.evidence.about.find("character"); found != clues.evidence.about.end()) {
    // PaddleOCR's exports carry their characters, without the blank before and the space behind them.
    head["words"] = split(found->second, '\n');
    if (static_cast<std::int64_t>(head["words"].size()) + 2 == shape[2]) head["more"] = json::array({" "});
    return Reading{head, words, sequence, {}, {}, kPaddleLine};
  }
  return Reading{
      head,
      words,
      sequence,
      fmt::format("Scores of {} tokens in {} steps were taken for text; write its vocabulary, a token a line, "
                  "into keys.txt beside the manifest.",
                  shape[2], shape[1]),
      {}};
}

std::optional<Reading> mask(const Clues& clues) {
  const auto& shape = clues.shape();
  if (shape.size() != 4 || clues.evidence.input.size() != 4) return std::nullopt;
  const bool nhwc = shape[1] >= clues.side(true) / 16 && shape[3] < shape[1] && shape[3] <= 256 && shape[2] > shape[3];
  const auto channels = nhwc ? shape[3] : shape[1];
  const auto height = nhwc ? shape[1] : shape[2];
  if (height * 16 < clues.side(true) || height < 2) return std::nullopt;
  json head{{"kind", "segments"}};
  if (nhwc) head["layout"] = "nhwc";
  const auto& data = clues.first().data;
  const bool shares = !data.empty() && std::all_of(data.begin(), data.end(), [](float v) { return v >= 0 && v <= 1; });
  if (channels == 1) {
    head["scores"] = shares ? "none" : "sigmoid";
    head["labels"] = json::array({"thing"});
  } else {
    head["scores"] = shares ? "none" : "softmax";
    head["labels"] = clues.labels(channels);
    head["classes"] = json::array({head["labels"].is_array() ? head["labels"].back() : json("person")});
  }
  return Reading{
      head,
      {{"kind", "scalar"}},
      {{"task", "regression"}, {"tolerance", 0.02}, {"unit", "share of the picture"}},
      "A map was taken for a mask, and the share that it fills for the output; \"classes\" says which count."};
}

/// Networks of landmarks give points and, beside them, how sure they are that there is something: of these only the one
/// number is an output here.
std::optional<Reading> number_beside(const Clues& clues) {
  const auto& outputs = clues.evidence.outputs;
  const auto number = std::find_if(outputs.begin(), outputs.end(),
                                   [](const Tensor& tensor) { return Tensor::count(tensor.shape) == 1; });
  if (outputs.size() < 2 || number == outputs.end()) return std::nullopt;
  json head{{"kind", "values"}};
  if (number->name.empty())
    head["tensor"] = number - outputs.begin();
  else
    head["tensor"] = number->name;
  return Reading{head,
                 {{"kind", "scalar"}},
                 {{"task", "regression"}, {"tolerance", 0.1}},
                 "Of its outputs the first that is a single number was taken, with 0.1 as \"tolerance\"; points, as "
                 "networks of landmarks give them, are no output of a black box."};
}

std::optional<Reading> classes(const Clues& clues) {
  const auto& shape = clues.shape();
  const auto count = Tensor::count(shape);
  const auto biggest = shape.empty() ? 1 : *std::max_element(shape.begin(), shape.end());
  if (count < 1 || count != biggest) return std::nullopt;
  if (count == 1)
    return Reading{{{"kind", "values"}},
                   {{"kind", "scalar"}},
                   {{"task", "regression"}, {"tolerance", 0.1}},
                   "What error of its one number is small (\"tolerance\") no file says; 0.1 was taken."};
  const auto& data = clues.first().data;
  const double sum = std::accumulate(data.begin(), data.end(), 0.0);
  const bool shares = !data.empty() && std::abs(sum - 1) < 1e-3 && *std::min_element(data.begin(), data.end()) >= 0;
  if (!shares)
    if (auto number = number_beside(clues)) return number;
  json labels = clues.labels(count);
  std::string assumed = "Its numbers were taken for one label's probabilities";
  if (labels.is_string() || static_cast<std::int64_t>(clues.names.size()) != count) {
    labels = json::array();
    for (std::int64_t i = 0; i < count; ++i) labels.push_back(fmt::format("class {}", i));
    assumed += "; their names are not in the file";
  }
  return Reading{{{"kind", shares ? "values" : "softmax"}},
                 {{"kind", "vector"}},
                 {{"task", "single_label"}, {"labels", labels}},
                 assumed + "."};
}

}  // namespace

std::vector<std::string> class_names_in(const std::map<std::string, std::string>& about) {
  for (const char* key : {"names", "labels", "classes", "class_names", "character"}) {  // the last: RapidAI
    const auto found = about.find(key);
    if (found == about.end()) continue;
    if (auto parts = quoted_parts(found->second); !parts.empty()) return parts;
    return split(found->second, found->second.find('\n') == std::string::npos ? ',' : '\n');
  }
  return {};
}

void guess_head(const HeadEvidence& evidence, nlohmann::ordered_json& manifest, std::vector<std::string>& unknown) {
  if (!evidence.outputs.empty()) {
    const Clues clues{evidence, class_names_in(evidence.about)};
    for (const auto rule : {boxes_apart, yunet, mediapipe, picodet, finished_list, yolo, poses, text, mask, classes}) {
      auto reading = rule(clues);
      if (!reading) continue;
      if (!reading->settings.is_null() && manifest.value("adapter", "") != "torchscript")
        manifest["settings"].update(reading->settings);
      if (manifest.contains("input")) {
        auto& input = manifest["input"];
        if (!reading->input.is_null() && !input.contains("scale"))
          input.update(reading->input);
        else if (!input.contains("scale"))
          unknown.emplace_back(kPixelsUnknown);
      }
      manifest["head"] = std::move(reading->head);
      manifest["reducer"] = std::move(reading->reducer);
      manifest["output"] = std::move(reading->output);
      if (!reading->assumed.empty()) unknown.push_back(std::move(reading->assumed));
      return;
    }
  }
  manifest["head"] = {{"kind", "values"}};
  manifest["reducer"] = {{"kind", "scalar"}};
  manifest["output"] = {{"task", "regression"}, {"tolerance", 0.1}};
  if (manifest.contains("input") && !manifest["input"].contains("scale")) unknown.emplace_back(kPixelsUnknown);
  unknown.push_back(
      "How its outputs are read could not be guessed: \"head\", \"reducer\" and \"output\" are to be written.");
}

}  // namespace mlink::blackbox
