// Head "boxes": positions, scores and classes as tensors of their own: torchvision's detectors and other networks that
// suppress inside, DETR and RT-DETR.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "blackbox/heads/head.h"
#include "blackbox/json_fields.h"
#include "head_list.h"

namespace mlink::blackbox {
namespace {

constexpr std::int64_t kMostRows = 1'000'000;
// How exporters call them.
constexpr std::array kBoxNames{"boxes", "pred_boxes", "bboxes", "det_boxes", "detection_boxes"};
constexpr std::array kScoreNames{"scores", "logits", "pred_logits", "confidences", "det_scores", "detection_scores"};
constexpr std::array kClassNames{"labels", "classes", "class_ids", "det_classes", "detection_classes"};
constexpr std::array kCountNames{"num_detections", "num_dets"};
constexpr float kFarAway = 8;  // in [0,1] of the picture: pixels, most likely

struct BoxesLayout {
  std::optional<TensorChoice> boxes, scores, classes, count;
  std::string format;      ///< xyxy, cxcywh, xywh, yxyx
  bool pixels = true;      ///< otherwise in [0,1]
  std::string scored;      ///< none, sigmoid, softmax
  std::string background;  ///< none, first, last: the class of nothing
  int first_class = 0;     ///< the number of the first label in the tensor of classes
  std::size_t labels = 0;  ///< how many classes have a name; 0: none does
  DetectionLimits limits;
};

/// The tensors of one frame.
struct BoxTensors {
  const Tensor* boxes = nullptr;
  const Tensor* scores = nullptr;
  const Tensor* classes = nullptr;  ///< null: the scores say the class, or there is one only
  std::int64_t rows = 0;
  std::int64_t columns = 1;  ///< scores a row
};

Result<std::size_t> chosen_tensor(const HeadInput& in, const std::optional<TensorChoice>& choice,
                                  std::span<const char* const> usual, std::size_t place) {
  if (choice) return find_tensor(in.tensors, *choice);
  if (const auto named = find_named(in.tensors, usual)) return *named;
  return find_tensor(in.tensors, {static_cast<int>(in.first + place), {}});
}

// [N], [1, N], and so on.
bool is_list_of(const Tensor& tensor, std::int64_t rows) {
  if (!tensor.whole() || static_cast<std::int64_t>(tensor.data.size()) != rows) return false;
  return tensor.shape.empty() ? rows == 1 : tensor.shape.back() == rows;
}

Status find_scores(const HeadInput& in, const BoxesLayout& layout, BoxTensors& found) {
  MLINK_ASSIGN(const auto place, chosen_tensor(in, layout.scores, kScoreNames, 1));
  found.scores = &in.tensors[place];
  if (is_list_of(*found.scores, found.rows)) return {};
  const auto rows = rows_of(*found.scores);
  if (!rows || rows->count != found.rows || rows->width < 1)
    return wrong_shape("tensor of scores", *found.scores,
                       fmt::format("[{0}] or [1, {0}, classes], as many as there are boxes", found.rows));
  found.columns = rows->width;
  return {};
}

Status find_classes(const HeadInput& in, const BoxesLayout& layout, BoxTensors& found) {
  std::optional<std::size_t> place;
  if (layout.classes) {
    if (found.columns > 1)
      return fail(ErrorKind::invalid_input,
                  fmt::format("The scores {} say the class of each box already: leave \"tensors.classes\" out.",
                              shape_text(found.scores->shape)));
    MLINK_ASSIGN(place, find_tensor(in.tensors, *layout.classes));
  } else if (found.columns == 1) {
    place = find_named(in.tensors, kClassNames);
    const auto third = in.first + 2;
    if (!place && third < in.tensors.size() && in.tensors[third].name.empty()) place = third;
  }
  if (!place) return {};
  found.classes = &in.tensors[*place];
  if (is_list_of(*found.classes, found.rows)) return {};
  return wrong_shape("tensor of classes", *found.classes, fmt::format("[{}], one number a box", found.rows));
}

// Some networks give rows of a fixed number, and beside them how many of these are real.
Status cut_rows(const HeadInput& in, const BoxesLayout& layout, BoxTensors& found) {
  std::optional<std::size_t> place = find_named(in.tensors, kCountNames);
  if (layout.count) {
    MLINK_ASSIGN(place, find_tensor(in.tensors, *layout.count));
  }
  if (!place) return {};
  const Tensor& count = in.tensors[*place];
  if (count.data.size() != 1) return wrong_shape("number of boxes", count, "[1]: one number");
  const float rows = count.data[0];
  if (!(rows >= 0) || rows > static_cast<float>(found.rows))
    return fail(ErrorKind::failed, fmt::format("The network says that {} of {} boxes count.", rows, found.rows));
  found.rows = std::lround(rows);
  return {};
}

Result<BoxTensors> find_box_tensors(const HeadInput& in, const BoxesLayout& layout) {
  BoxTensors found;
  MLINK_ASSIGN(const auto place, chosen_tensor(in, layout.boxes, kBoxNames, 0));
  found.boxes = &in.tensors[place];
  const auto rows = rows_of(*found.boxes);
  if (!rows || rows->width != 4) return wrong_shape("tensor of boxes", *found.boxes, "[N, 4] or [1, N, 4]");
  if (rows->count > kMostRows)
    return fail(ErrorKind::invalid_input,
                fmt::format("The tensor of boxes has {} rows; at most {} can be read.", rows->count, kMostRows));
  found.rows = rows->count;
  MLINK_TRY(find_scores(in, layout, found));
  if (layout.scored == "softmax" && found.columns < 2)
    return wrong_shape("tensor of scores", *found.scores, "[1, N, classes] with two classes or more for softmax");
  MLINK_TRY(find_classes(in, layout, found));
  MLINK_TRY(cut_rows(in, layout, found));
  return found;
}

// -1 fills up rows that hold nothing.
Status expect_scores(const Tensor& scores, const BoxesLayout& layout) {
  MLINK_TRY(expect_numbers(scores, "scores"));
  if (layout.scored != "none") return {};
  for (const float value : scores.data)
    if (value > 1.001F || (value < -0.001F && value != -1))
      return fail(ErrorKind::invalid_input,
                  fmt::format("A score is {:g}, which is not between 0 and 1: give \"scores\" \"sigmoid\" or "
                              "\"softmax\" where they are logits.",
                              value));
  return {};
}

Result<int> class_of_row(const BoxTensors& from, std::int64_t row, const BoxesLayout& layout) {
  const float value = from.classes->data[static_cast<std::size_t>(row)];
  if (!std::isfinite(value) || std::abs(value - std::round(value)) > 1e-3F || std::abs(value) > 1e6F)
    return fail(ErrorKind::failed, fmt::format("The class of a box is {:g}, which is no whole number.", value));
  return static_cast<int>(std::lround(value)) - layout.first_class;
}

// What one row's scores say: (class, score) pairs above the limit; of several classes the best one, or with sigmoid,
// where each class is a question of its own, all.
void scored_classes(const float* scores, const BoxTensors& from, const BoxesLayout& layout,
                    std::vector<std::pair<int, float>>& out) {
  out.clear();
  std::vector<float> softmaxed;
  if (layout.scored == "softmax") {
    softmaxed = softmax({scores, scores + from.columns});
    scores = softmaxed.data();
  }
  const auto first = layout.background == "first" ? 1 : 0;
  const auto end = static_cast<int>(from.columns) - (layout.background == "last" ? 1 : 0);
  for (int k = first; k < end; ++k) {
    const float score = layout.scored == "sigmoid" ? sigmoid(scores[k]) : scores[k];
    if (!(score > layout.limits.score)) continue;
    if (layout.scored == "sigmoid" || out.empty())
      out.emplace_back(k - first, score);
    else if (score > out[0].second)
      out[0] = {k - first, score};
  }
}

Result<Detection> box_at(const BoxTensors& from, std::int64_t row, const BoxesLayout& layout, PictureSize size) {
  const float* b = from.boxes->data.data() + row * 4;
  for (int i = 0; i < 4; ++i) {
    if (!std::isfinite(b[i])) return fail(ErrorKind::failed, "The boxes hold a value that is not a finite number.");
    if (!layout.pixels && std::abs(b[i]) > kFarAway)
      return fail(ErrorKind::invalid_input, fmt::format("A box reaches {:g} where 1 is the picture's border: give "
                                                        "\"units\" \"pixels\" where these are pixels.",
                                                        b[i]));
  }
  Detection d{b[0], b[1], b[2], b[3], 0, 0};
  if (layout.format == "cxcywh") d = {b[0] - b[2] / 2, b[1] - b[3] / 2, b[0] + b[2] / 2, b[1] + b[3] / 2, 0, 0};
  if (layout.format == "xywh") d = {b[0], b[1], b[0] + b[2], b[1] + b[3], 0, 0};
  if (layout.format == "yxyx") d = {b[1], b[0], b[3], b[2], 0, 0};
  if (!layout.pixels) return d;
  const auto w = static_cast<float>(size.width);
  const auto h = static_cast<float>(size.height);
  return Detection{d.x0 / w, d.y0 / h, d.x1 / w, d.y1 / h, 0, 0};
}

Result<std::vector<Detection>> decode_boxes(const HeadInput& in, const BoxesLayout& layout) {
  MLINK_ASSIGN(const auto from, find_box_tensors(in, layout));
  MLINK_TRY(expect_scores(*from.scores, layout));
  std::vector<Detection> found;
  std::vector<std::pair<int, float>> scored;
  for (std::int64_t row = 0; row < from.rows; ++row) {
    scored_classes(from.scores->data.data() + row * from.columns, from, layout, scored);
    if (scored.empty()) continue;
    MLINK_ASSIGN(auto box, box_at(from, row, layout, in.size));
    for (const auto& [label, score] : scored) {
      box.label = label;
      box.score = score;
      if (from.classes != nullptr) {
        MLINK_ASSIGN(box.label, class_of_row(from, row, layout));
      }
      if (layout.labels > 0 && (box.label < 0 || static_cast<std::size_t>(box.label) >= layout.labels))
        return fail(ErrorKind::invalid_input,
                    fmt::format("A box has class {}, \"labels\" names {} classes: name all of them, or say in "
                                "\"first_class\" which number the first label has.",
                                box.label + layout.first_class, layout.labels));
      found.push_back(box);
    }
  }
  return suppress(std::move(found), layout.limits.nms, layout.limits.most);
}

HeadFunction make_boxes(Fields& fields, HeadContext& context) {
  BoxesLayout layout;
  Fields tensors = fields.inner("tensors");
  layout.boxes = read_tensor_choice(tensors, "boxes");
  layout.scores = read_tensor_choice(tensors, "scores");
  layout.classes = read_tensor_choice(tensors, "classes");
  layout.count = read_tensor_choice(tensors, "count");
  fields.take_problem(tensors.finish("the head \"boxes\""));
  layout.format = fields.choice("format", {"xyxy", "cxcywh", "xywh", "yxyx"});
  layout.pixels = fields.choice("units", {"pixels", "unit"}) == "pixels";
  layout.scored = fields.choice("scores", {"none", "sigmoid", "softmax"});
  layout.background = layout.scored == "softmax" ? fields.choice("background", {"last", "first", "none"})
                                                 : fields.choice("background", {"none", "first", "last"});
  layout.first_class = fields.get("first_class", 0);
  layout.labels = context.labels.size();
  layout.limits = context.limits;
  return [layout](const HeadInput& in) -> Result<Decoded> {
    Decoded out;
    MLINK_ASSIGN(out.detections, decode_boxes(in, layout));
    return out;
  };
}

}  // namespace

// What the network has suppressed already stays as it is.
HeadType head_boxes() { return {{"boxes"}, 2, DetectionLimits{0.3F, 1, 100}, make_boxes}; }

}  // namespace mlink::blackbox
