// Head "picodet": PicoDet of PaddleDetection, exported without its own suppression. For each stride a tensor of scores
// (sigmoid done) and one of distances: how far each side of the box is from the middle of the cell, as a distribution
// over 0, 1, 2, ... strides (logits).
#include <fmt/format.h>

#include <cmath>

#include "blackbox/heads/head.h"
#include "blackbox/heads/head_grid.h"
#include "blackbox/json_fields.h"
#include "head_list.h"

namespace mlink::blackbox {
namespace {

using TensorList = std::vector<const Tensor*>;

/// The mean of a distribution given as logits.
float mean_of(const float* logits, std::int64_t bins) {
  const auto shares = softmax(std::vector<float>(logits, logits + bins));
  float mean = 0;
  for (std::size_t i = 0; i < shares.size(); ++i) mean += static_cast<float>(i) * shares[i];
  return mean;
}

Detection box_of(const GridCell& cell, const float* sides, std::int64_t bins, PictureSize size) {
  const auto stride = static_cast<float>(cell.stride);
  const float sx = stride / static_cast<float>(size.width);
  const float sy = stride / static_cast<float>(size.height);
  const float x = static_cast<float>(cell.x) + .5F;
  const float y = static_cast<float>(cell.y) + .5F;
  return {(x - mean_of(sides, bins)) * sx, (y - mean_of(sides + bins, bins)) * sy,
          (x + mean_of(sides + 2 * bins, bins)) * sx, (y + mean_of(sides + 3 * bins, bins)) * sy};
}

Status check_level(const Tensor& scores, const Tensor& sides, int stride, std::size_t cells, const HeadContext& context,
                   PictureSize size) {
  const auto score_rows = rows_of(scores);
  const auto side_rows = rows_of(sides);
  const auto count = static_cast<std::int64_t>(cells);
  const auto place = fmt::format("for an input of {} x {} and the stride {}", size.width, size.height, stride);
  if (!score_rows || score_rows->count != count || score_rows->width < 1)
    return wrong_shape("tensor of scores", scores, fmt::format("[1, {}, classes] {}", count, place));
  if (!side_rows || side_rows->count != count || side_rows->width < 8 || side_rows->width % 4 != 0)
    return wrong_shape("tensor of distances", sides, fmt::format("[1, {}, 4 x bins] {}", count, place));
  const auto names = static_cast<std::int64_t>(context.labels.size());
  if (names > 0 && score_rows->width != names)
    return wrong_shape("tensor of scores", scores,
                       fmt::format("[1, {}, {}]: \"labels\" names {}", count, names, names));
  MLINK_TRY(expect_numbers(scores, "scores"));
  return expect_numbers(sides, "distances");
}

/// The detections of one stride, each class of a cell by itself.
Status add_level(const Tensor& scores, const Tensor& sides, int stride, const HeadContext& context, PictureSize size,
                 std::vector<Detection>& found) {
  const auto cells = grid_cells({stride}, size);
  MLINK_TRY(check_level(scores, sides, stride, cells.size(), context, size));
  const auto classes = scores.shape.back();
  const auto width = sides.shape.back();
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const auto row = static_cast<std::int64_t>(i);
    for (std::int64_t k = 0; k < classes; ++k) {
      const float score = scores.data[static_cast<std::size_t>(row * classes + k)];
      if (!(score > context.limits.score)) continue;
      if (score > 1.001F)
        return fail(ErrorKind::invalid_input,
                    fmt::format("A score is {:g}, which is not between 0 and 1: the head needs PaddleDetection's own "
                                "export, with the sigmoid done.",
                                score));
      auto box = box_of(cells[i], sides.data.data() + row * width, width / 4, size);
      box.score = score;
      box.label = static_cast<int>(k);
      found.push_back(box);
    }
  }
  return {};
}

/// The first half of the outputs are scores, the second half distances, a tensor a stride.
Result<std::vector<Detection>> decode_picodet(const TensorList& all, const std::vector<int>& strides,
                                              const HeadContext& context, PictureSize size) {
  const auto levels = strides.size();
  if (all.size() != 2 * levels)
    return fail(ErrorKind::invalid_input,
                fmt::format("The PicoDet head reads {} tensors for {} strides, first the scores, then the distances; "
                            "the network gives {}.",
                            2 * levels, levels, all.size()),
                "Correct \"strides\", or name the outputs in that order in the settings (\"outputs\").");
  std::vector<Detection> found;
  for (std::size_t i = 0; i < levels; ++i)
    MLINK_TRY(add_level(*all[i], *all[levels + i], strides[i], context, size, found));
  return suppress(std::move(found), context.limits.nms, context.limits.most);
}

HeadFunction make_picodet(Fields& fields, HeadContext& context) {
  const auto strides = read_strides(fields, {8, 16, 32, 64});
  return [strides, context](const HeadInput& in) -> Result<Decoded> {
    Decoded out;
    MLINK_ASSIGN(out.detections, decode_picodet(in.rest(), strides, context, in.size));
    return out;
  };
}

}  // namespace

HeadType head_picodet() { return {{"picodet"}, 2, DetectionLimits{0.4F, 0.5F, 100}, make_picodet}; }

}  // namespace mlink::blackbox
