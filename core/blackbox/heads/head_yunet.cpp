// Head "yunet": the face detector of OpenCV's model zoo (2023mar and later). For each stride four tensors: faces,
// objects, boxes and five key points: right eye, left eye, nose, right and left corner of the mouth. Decoded as by
// OpenCV's FaceDetectorYN: the score is the root of the product of the first two.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "blackbox/heads/head.h"
#include "blackbox/heads/head_grid.h"
#include "blackbox/json_fields.h"
#include "head_list.h"

namespace mlink::blackbox {
namespace {

/// How many numbers a cell has in each of the four tensors.
struct YunetPart {
  const char* name;
  std::int64_t width;
};
constexpr std::array<YunetPart, 4> kYunetParts = {{{"cls", 1}, {"obj", 1}, {"bbox", 4}, {"kps", 10}}};

using FaceTensors = std::array<const Tensor*, 4>;

// By their names ("cls_8"), otherwise in OpenCV's order: all of "cls", then "obj", "bbox", "kps".
Result<FaceTensors> face_tensors(const HeadInput& in, const std::vector<int>& strides, std::size_t level,
                                 std::size_t cells) {
  FaceTensors found{};
  for (std::size_t part = 0; part < kYunetParts.size(); ++part) {
    const auto& [kind, width] = kYunetParts[part];
    const auto name = fmt::format("{}_{}", kind, strides[level]);
    const std::array<const char*, 1> names{name.c_str()};
    const auto named = find_named(in.tensors, names);
    const auto place = named.value_or(in.first + part * strides.size() + level);
    if (place >= in.tensors.size())
      return fail(ErrorKind::invalid_input,
                  fmt::format("YuNet has {} tensors for {} strides, the network gives {}: {}.", 4 * strides.size(),
                              strides.size(), in.tensors.size(), tensors_text(in.tensors)));
    found[part] = &in.tensors[place];
    const auto count = static_cast<std::int64_t>(cells);
    const auto rows = rows_of(*found[part]);
    const bool flat =
        width == 1 && found[part]->whole() && static_cast<std::int64_t>(found[part]->data.size()) == count;
    if (!flat && (!rows || rows->count != count || rows->width != width))
      return wrong_shape(
          "tensor " + name, *found[part],
          fmt::format("[1, {}, {}] for an input of {} x {}", count, width, in.size.width, in.size.height));
    MLINK_TRY(expect_numbers(*found[part], "numbers of " + name));
  }
  return found;
}

Detection face_at(const FaceTensors& from, std::int64_t i, const GridCell& cell, PictureSize size) {
  const float* box = from[2]->data.data() + 4 * i;
  const float* points = from[3]->data.data() + 10 * i;
  auto face = cell_box(cell, box[0], box[1], box[2], box[3], size);
  for (std::ptrdiff_t k = 0; k < 5; ++k) {
    face.points.push_back((points[2 * k] + static_cast<float>(cell.x)) * static_cast<float>(cell.stride) /
                          static_cast<float>(size.width));
    face.points.push_back((points[2 * k + 1] + static_cast<float>(cell.y)) * static_cast<float>(cell.stride) /
                          static_cast<float>(size.height));
  }
  return face;
}

Result<std::vector<Detection>> decode_yunet(const HeadInput& in, const std::vector<int>& strides,
                                            const DetectionLimits& limits) {
  std::vector<Detection> found;
  for (std::size_t level = 0; level < strides.size(); ++level) {
    const auto cells = grid_cells({strides[level]}, in.size);
    MLINK_ASSIGN(const auto from, face_tensors(in, strides, level, cells.size()));
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const float score = std::sqrt(std::clamp(from[0]->data[i], 0.F, 1.F) * std::clamp(from[1]->data[i], 0.F, 1.F));
      if (!(score > limits.score)) continue;
      found.push_back(face_at(from, static_cast<std::int64_t>(i), cells[i], in.size));
      found.back().score = score;
    }
  }
  return suppress(std::move(found), limits.nms, limits.most);
}

HeadFunction make_yunet(Fields& fields, HeadContext& context) {
  const auto strides = read_strides(fields);
  if (context.labels.empty()) context.labels = {"face"};
  return [strides, limits = context.limits](const HeadInput& in) -> Result<Decoded> {
    Decoded out;
    MLINK_ASSIGN(out.detections, decode_yunet(in, strides, limits));
    return out;
  };
}

}  // namespace

HeadType head_yunet() { return {{"yunet"}, 1, DetectionLimits{0.6F, 0.3F, 100}, make_yunet}; }

}  // namespace mlink::blackbox
