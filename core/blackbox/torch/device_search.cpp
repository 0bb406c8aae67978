#include "blackbox/torch/device_search.h"

#include <ATen/ops/cat.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/max_pool2d.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>

#include "blackbox/adapters/cuda_kernels.h"
#include "blackbox/torch/device_boxes.h"

namespace mlink::blackbox {
namespace {

using Shape = std::vector<std::int64_t>;

tl::unexpected<Error> not_searchable(const std::string& what, const at::Tensor& tensor) {
  return fail(ErrorKind::unsupported, what + " has the shape " + shape_text(tensor.sizes().vec()) + ".");
}

bool of_frames(const at::Tensor& tensor, std::size_t frames, std::int64_t rank) {
  return tensor.dim() == rank && tensor.size(0) == static_cast<std::int64_t>(frames) && tensor.is_floating_point();
}

/// Frames whose values are not all numbers.
class NotNumbers {
 public:
  explicit NotNumbers(std::size_t frames) : bad_(frames, 0) {}
  void look(const at::Tensor& tensor) {
    const at::Tensor counts = tensor.isnan().reshape({tensor.size(0), -1}).sum(1).cpu();
    const auto* count = counts.data_ptr<std::int64_t>();
    for (std::size_t i = 0; i < bad_.size(); ++i) bad_[i] += count[i];
  }
  [[nodiscard]] bool at(std::size_t frame) const { return bad_[frame] > 0; }

 private:
  std::vector<std::int64_t> bad_;
};

/// Rows of a list, which belong to frames in ascending order, cut by frames.
std::vector<std::vector<Tensor>> cut(const at::Tensor& rows, const at::Tensor& frame_of, std::size_t frames) {
  const at::Tensor here = rows.cpu().contiguous();
  const at::Tensor owners = frame_of.cpu().contiguous();
  const auto* data = here.data_ptr<float>();
  const auto* owner = owners.data_ptr<std::int64_t>();
  const std::int64_t width = here.size(1);
  std::vector<std::vector<Tensor>> parts;
  std::int64_t from = 0;
  for (std::size_t frame = 0; frame < frames; ++frame) {
    std::int64_t to = from;
    while (to < owners.size(0) && owner[to] == static_cast<std::int64_t>(frame)) ++to;
    parts.push_back({{{to - from, width}, std::vector<float>(data + from * width, data + to * width), {}}});
    from = to;
  }
  return parts;
}

Tensor here(const at::Tensor& tensor, std::string name) {
  const at::Tensor numbers = tensor.to(at::kFloat).cpu().contiguous();
  const auto* data = numbers.data_ptr<float>();
  return {numbers.sizes().vec(), std::vector<float>(data, data + numbers.numel()), std::move(name)};
}

struct Searched {
  const std::vector<NamedTensor>& outputs;
  std::size_t first;
  PictureSize size;
  std::span<const Region> regions;
  [[nodiscard]] std::size_t frames() const { return regions.size(); }
  [[nodiscard]] const at::Tensor& output(std::size_t place) const { return outputs[first + place].tensor; }
};

FoundInFrames with_errors(std::vector<std::vector<Tensor>> found, const NotNumbers& bad, const char* what) {
  FoundInFrames all;
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (bad.at(i))
      all.emplace_back(fail(ErrorKind::failed, std::string("The ") + what + " holds a value that is not a number."));
    else
      all.emplace_back(std::move(found[i]));
  }
  return all;
}

Result<FoundInFrames> find(const Searched& in, const std::monostate& /*whole*/) {
  std::vector<std::vector<Tensor>> found(in.frames());
  for (const auto& [name, tensor] : in.outputs) {
    if (tensor.dim() < 1 || tensor.size(0) != static_cast<std::int64_t>(in.frames()))
      return not_searchable("An output", tensor);
    const Tensor all = here(tensor, name);
    const std::size_t size = all.data.size() / in.frames();
    for (std::size_t i = 0; i < in.frames(); ++i) {
      const auto from = all.data.begin() + static_cast<std::ptrdiff_t>(i * size);
      Tensor one{all.shape, {from, from + static_cast<std::ptrdiff_t>(size)}, name};
      one.shape[0] = 1;
      found[i].push_back(std::move(one));
    }
  }
  return with_errors(std::move(found), NotNumbers(in.frames()), "");
}

/// [B, classes, h, w] of truth values or bytes. `heat`: float32.
at::Tensor peaks_in(const at::Tensor& heat, float least) {
  const CudaTable* const cuda = heat.is_cuda() ? cuda_kernels() : nullptr;
  if (cuda == nullptr) return heat.gt(least).logical_and(heat.ge(at::max_pool2d(heat, {3, 3}, {1, 1}, {1, 1})));
  const at::Tensor whole = heat.contiguous();
  const at::Tensor peaks = at::empty(whole.sizes(), whole.options().dtype(at::kByte));
  const PeaksJob job{static_cast<std::int32_t>(whole.get_device()),
                     whole.data_ptr<float>(),
                     whole.size(0) * whole.size(1),
                     static_cast<std::int32_t>(whole.size(2)),
                     static_cast<std::int32_t>(whole.size(3)),
                     least,
                     peaks.data_ptr<std::uint8_t>()};
  if (const int error = cuda->peaks(&job); error != 0)
    throw std::runtime_error("CUDA kernel for peaks: error " + std::to_string(error));
  return peaks;
}

FoundInFrames suppressed_in(const Searched& in, const DeviceBoxes& all, const DetectionLimits& limits,
                            const NotNumbers& bad, const char* what) {
  const DeviceBoxes left = suppressed(all, in.frames(), limits);
  return with_errors(cut(left.boxes, left.frame, in.frames()), bad, what);
}

Result<FoundInFrames> find(const Searched& in, const PeakBoxes& wanted) {
  if (!of_frames(in.output(0), in.frames(), 4)) return not_searchable("The heat map", in.output(0));
  const at::Tensor heat = in.output(0).to(at::kFloat);
  const at::Tensor& sides = in.output(1);
  if (!of_frames(sides, in.frames(), 4) || sides.size(1) != 4 || sides.size(2) != heat.size(2) ||
      sides.size(3) != heat.size(3))
    return not_searchable("The map beside the heat map", sides);
  const at::Tensor peaks = peaks_in(heat, wanted.limits.score).nonzero();
  NotNumbers bad(in.frames());
  bad.look(heat);
  return suppressed_in(in, boxes_of_peaks(peaks, heat, sides.to(at::kFloat), wanted.stride, in.size), wanted.limits,
                       bad, "heat map");
}

/// The cells whose centres lie between `from` and `to` of [0,1]: the first, and how many.
std::pair<std::int64_t, std::int64_t> between(std::int64_t cells, float from, float to) {
  std::int64_t first = cells;
  std::int64_t count = 0;
  for (std::int64_t i = 0; i < cells; ++i) {
    const float centre = (static_cast<float>(i) + .5F) / static_cast<float>(cells);
    if (centre < from || centre > to) continue;
    first = std::min(first, i);
    ++count;
  }
  return {count > 0 ? first : 0, count};
}

Result<FoundInFrames> find(const Searched& in, const MapShare& wanted) {
  const at::Tensor& map = in.output(0);
  if (!of_frames(map, in.frames(), 4) || wanted.channel >= map.size(1)) return not_searchable("The map", map);
  const at::Tensor channel = map.select(1, wanted.channel).to(at::kFloat);
  FoundInFrames found;
  for (std::size_t from = 0; from < in.frames();) {
    const Region& region = in.regions[from];
    std::size_t to = from + 1;
    const auto same = [&](const Region& other) {
      return other.x0 == region.x0 && other.y0 == region.y0 && other.x1 == region.x1 && other.y1 == region.y1;
    };
    while (to < in.frames() && same(in.regions[to])) ++to;
    const auto [row, rows] = between(map.size(2), region.y0, region.y1);
    const auto [column, columns] = between(map.size(3), region.x0, region.x1);
    const at::Tensor part = channel.narrow(0, static_cast<std::int64_t>(from), static_cast<std::int64_t>(to - from))
                                .narrow(1, row, rows)
                                .narrow(2, column, columns)
                                .reshape({static_cast<std::int64_t>(to - from), -1});
    const at::Tensor above = part.gt(wanted.threshold).sum(1).cpu();
    const at::Tensor bad = part.isnan().sum(1).cpu();
    for (std::size_t i = 0; i < to - from; ++i) {
      if (bad.data_ptr<std::int64_t>()[i] > 0)
        found.emplace_back(fail(ErrorKind::failed, "The map holds a value that is not a number."));
      else
        found.emplace_back(std::vector<Tensor>{
            {{2}, {static_cast<float>(above.data_ptr<std::int64_t>()[i]), static_cast<float>(rows * columns)}, {}}});
    }
    from = to;
  }
  return found;
}

Result<FoundInFrames> find(const Searched& in, const RowBoxes& wanted) {
  const bool across = wanted.variant == YoloVariant::v8;
  NotNumbers bad(in.frames());
  std::vector<at::Tensor> boxes;
  std::vector<at::Tensor> frame;
  for (std::size_t place = in.first; place < in.outputs.size(); ++place) {
    const at::Tensor& output = in.outputs[place].tensor;
    if (!of_frames(output, in.frames(), 3) || output.size(across ? 1 : 2) - wanted.unread < (across ? 5 : 6))
      return not_searchable("A list", output);
    const at::Tensor rows = (across ? output.transpose(1, 2) : output).to(at::kFloat);
    bad.look(output);
    auto own = boxes_of_rows(rows, wanted, in.size);
    boxes.push_back(std::move(own.boxes));
    frame.push_back(std::move(own.frame));
  }
  return suppressed_in(in, {at::cat(boxes), at::cat(frame)}, wanted.limits, bad, "YOLO output");
}

}  // namespace

Result<FoundInFrames> search_outputs(const std::vector<NamedTensor>& outputs, std::size_t first,
                                     const DeviceSearch& search, PictureSize size, std::span<const Region> regions) {
  const Searched in{outputs, first, size, regions};
  return std::visit([&](const auto& wanted) { return find(in, wanted); }, search);
}

}  // namespace mlink::blackbox
