#include "blackbox/torch/device_boxes.h"

#include <ATen/ops/arange.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/scalar_tensor.h>
#include <ATen/ops/stack.h>
#include <ATen/ops/tensor.h>
#include <ATen/ops/where.h>

#include <algorithm>
#include <cstddef>
#include <utility>

namespace mlink::blackbox {
namespace {

constexpr std::int64_t kBoxColumns = 6;
constexpr std::int64_t kScore = 4;
constexpr std::int64_t kLabel = 5;
/// Pairs that are compared at once: each step of the comparison holds four bytes of a pair.
constexpr std::int64_t kPairsAtOnce = std::int64_t{1} << 22;

/// std::min and std::max, with what these do with values that are not numbers.
at::Tensor lesser(const at::Tensor& a, const at::Tensor& b) { return at::where(b.lt(a), b, a); }
at::Tensor greater(const at::Tensor& a, const at::Tensor& b) { return at::where(a.lt(b), b, a); }
at::Tensor not_below_zero(const at::Tensor& a) { return a.masked_fill(a.lt(0), 0); }

/// On the device: by a number of the CPU's, a GPU would multiply with its reciprocal.
at::Tensor divisor(int value, const at::Tensor& like) {
  return at::scalar_tensor(static_cast<float>(value), like.options());
}

/// Whether each box of `boxes` [F, K, 6] covers each of the same frame that comes after it: [F, K, K].
at::Tensor covers(const at::Tensor& boxes, float iou) {
  const auto better = [&](std::int64_t column) { return boxes.select(2, column).unsqueeze(2); };
  const auto worse = [&](std::int64_t column) { return boxes.select(2, column).unsqueeze(1); };
  const at::Tensor width = lesser(better(2), worse(2)).sub(greater(better(0), worse(0)));
  const at::Tensor height = lesser(better(3), worse(3)).sub(greater(better(1), worse(1)));
  const at::Tensor common = not_below_zero(width).mul(not_below_zero(height));
  const auto side = [&](std::int64_t axis) { return boxes.select(2, axis + 2).sub(boxes.select(2, axis)); };
  const at::Tensor area = side(0).mul(side(1));
  const at::Tensor all = area.unsqueeze(2).add(area.unsqueeze(1)).sub(common);
  const at::Tensor over = all.gt(0).logical_and(common.div(all).gt(iou));
  const at::Tensor place = at::arange(boxes.size(1), boxes.options().dtype(at::kLong));
  const at::Tensor later = place.unsqueeze(1).lt(place.unsqueeze(0));
  return over.logical_and(better(kLabel).eq(worse(kLabel))).logical_and(later);
}

/// Of the boxes that are `there` [F, K], those that no kept one before them covers. That is said of each by those
/// before it: where a pass changes nothing, all are right, and each pass makes at least one more of a frame right.
at::Tensor kept_of(const at::Tensor& cover, const at::Tensor& there) {
  at::Tensor kept = there;
  for (std::int64_t pass = 0; pass < there.size(1); ++pass) {
    const at::Tensor covered = cover.logical_and(kept.unsqueeze(2)).any(1);
    at::Tensor next = there.logical_and(covered.logical_not());
    if (next.equal(kept)) break;
    kept = std::move(next);
  }
  return kept;
}

/// Where a frame's boxes begin in the list, and how many they are.
struct Stretch {
  std::int64_t first = 0, count = 0;
};

std::vector<Stretch> stretches_of(const at::Tensor& frame, std::size_t frames) {
  const at::Tensor owners = frame.cpu().contiguous();
  const auto* owner = owners.data_ptr<std::int64_t>();
  std::vector<Stretch> all(frames);
  for (std::int64_t i = 0; i < owners.size(0); ++i) {
    Stretch& own = all[static_cast<std::size_t>(owner[i])];
    if (own.count++ == 0) own.first = i;
  }
  return all;
}

/// The places of what is left of these frames' boxes, which lie one after the other in `boxes`.
at::Tensor left_of(const at::Tensor& boxes, const std::vector<Stretch>& frames, const DetectionLimits& limits) {
  const auto rows = static_cast<std::int64_t>(frames.size());
  std::int64_t columns = 0;
  for (const auto& frame : frames) columns = std::max(columns, frame.count);
  std::vector<std::int64_t> places(static_cast<std::size_t>(rows * columns), -1);
  for (std::size_t f = 0; f < frames.size(); ++f)
    for (std::int64_t i = 0; i < frames[f].count; ++i)
      places[f * static_cast<std::size_t>(columns) + static_cast<std::size_t>(i)] = frames[f].first + i;
  const at::Tensor place = at::tensor(places, at::kLong).to(boxes.device());
  const at::Tensor there = place.ge(0).view({rows, columns});
  const at::Tensor side_by_side = boxes.index_select(0, place.clamp_min(0)).view({rows, columns, kBoxColumns});
  const at::Tensor kept = kept_of(covers(side_by_side, limits.nms), there);
  return place.masked_select(kept.logical_and(kept.cumsum(1).le(limits.most)).view({-1}));
}

}  // namespace

DeviceBoxes boxes_of_rows(const at::Tensor& rows, const RowBoxes& wanted, PictureSize size) {
  const bool weighed = wanted.variant == YoloVariant::v5;
  const std::int64_t first = wanted.variant == YoloVariant::v8 ? 4 : 5;
  const std::int64_t classes = rows.size(2) - wanted.unread - first;
  at::Tensor score = rows.narrow(2, first, classes).amax(2);
  if (weighed) score = score.mul(rows.select(2, 4));
  const at::Tensor above = score.gt(wanted.limits.score);
  const at::Tensor found = above.nonzero();
  const at::Tensor place = found.select(1, 0).mul(rows.size(1)).add(found.select(1, 1));
  const at::Tensor row = rows.reshape({-1, rows.size(2)}).index_select(0, place);
  // Of equal classes the first.
  const at::Tensor own = row.narrow(1, first, classes);
  const at::Tensor countdown = at::arange(classes, 0, -1, found.options());
  const at::Tensor label = own.eq(own.amax(1, true)).mul(countdown).amax(1).neg().add(classes);
  const PictureSize unit = wanted.variant == YoloVariant::v3 ? PictureSize{1, 1} : size;
  const at::Tensor sx = divisor(unit.width, row);
  const at::Tensor sy = divisor(unit.height, row);
  const auto column = [&](std::int64_t i) { return row.select(1, i); };
  const at::Tensor w = column(2).mul(.5F);
  const at::Tensor h = column(3).mul(.5F);
  return {at::stack({column(0).sub(w).div(sx), column(1).sub(h).div(sy), column(0).add(w).div(sx),
                     column(1).add(h).div(sy), score.masked_select(above), label.to(at::kFloat)},
                    1),
          found.select(1, 0)};
}

DeviceBoxes boxes_of_peaks(const at::Tensor& peaks, const at::Tensor& heat, const at::Tensor& sides, int stride,
                           PictureSize size) {
  const std::int64_t plane = heat.size(2) * heat.size(3);
  const auto column = [&](std::int64_t i) { return peaks.select(1, i); };
  const at::Tensor cell = column(2).mul(heat.size(3)).add(column(3));
  const at::Tensor place = column(0).mul(heat.size(1)).add(column(1)).mul(plane).add(cell);
  const at::Tensor score = heat.reshape({-1}).index_select(0, place);
  const at::Tensor away = sides.permute({0, 2, 3, 1}).reshape({-1, 4}).index_select(0, column(0).mul(plane).add(cell));
  const at::Tensor cx = column(3).mul(stride).to(at::kFloat);
  const at::Tensor cy = column(2).mul(stride).to(at::kFloat);
  const at::Tensor sx = divisor(size.width, away);
  const at::Tensor sy = divisor(size.height, away);
  const auto side = [&](std::int64_t i) { return away.select(1, i); };
  return {at::stack({cx.sub(side(0)).div(sx), cy.sub(side(1)).div(sy), cx.add(side(2)).div(sx), cy.add(side(3)).div(sy),
                     score, column(1).to(at::kFloat)},
                    1),
          column(0)};
}

DeviceBoxes suppressed(const DeviceBoxes& all, std::size_t frames, const DetectionLimits& limits) {
  // By frames, within these by scores, within these as they were.
  const at::Tensor by_score = std::get<1>(all.boxes.select(1, kScore).sort(true, 0, true));
  const at::Tensor by_frame = std::get<1>(all.frame.index_select(0, by_score).sort(true, 0, false));
  const at::Tensor order = by_score.index_select(0, by_frame);
  DeviceBoxes sorted{all.boxes.index_select(0, order), all.frame.index_select(0, order)};
  const auto stretches = stretches_of(sorted.frame, frames);
  std::vector<at::Tensor> left;
  std::vector<Stretch> together;
  std::int64_t columns = 0;
  const auto finish = [&] {
    if (!together.empty()) left.push_back(left_of(sorted.boxes, together, limits));
    together.clear();
    columns = 0;
  };
  for (const auto& frame : stretches) {
    if (frame.count == 0) continue;
    const std::int64_t wider = std::max(columns, frame.count);
    const bool fits = (static_cast<std::int64_t>(together.size()) + 1) * wider * wider <= kPairsAtOnce;
    if (!fits || frame.count > kMostSuppressedThere) finish();
    if (frame.count > kMostSuppressedThere) {
      left.push_back(at::arange(frame.first, frame.first + frame.count, sorted.frame.options()));
      continue;
    }
    together.push_back(frame);
    columns = std::max(columns, frame.count);
  }
  finish();
  if (left.empty()) return sorted;  // there was nothing
  const at::Tensor places = at::cat(left);
  return {sorted.boxes.index_select(0, places), sorted.frame.index_select(0, places)};
}

}  // namespace mlink::blackbox
