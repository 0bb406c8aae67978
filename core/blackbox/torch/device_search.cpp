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

/// Rows of a list, which belong to frames in ascending order, cut by frames. `across`: each becomes [1, columns, n].
std::vector<Tensor> cut(const at::Tensor& rows, const at::Tensor& frame_of, std::size_t frames, bool across) {
  const at::Tensor here = rows.to(at::kFloat).cpu().contiguous();
  const at::Tensor owners = frame_of.cpu().contiguous();
  const auto* data = here.data_ptr<float>();
  const auto* owner = owners.data_ptr<std::int64_t>();
  const auto count = static_cast<std::size_t>(owners.size(0));
  const std::int64_t width = here.size(1);
  std::vector<Tensor> parts;
  std::size_t from = 0;
  for (std::size_t frame = 0; frame < frames; ++frame) {
    std::size_t to = from;
    while (to < count && owner[to] == static_cast<std::int64_t>(frame)) ++to;
    const auto n = static_cast<std::int64_t>(to - from);
    const float* first = data + static_cast<std::int64_t>(from) * width;
    Tensor part{across ? Shape{1, width, n} : Shape{n, width}, std::vector<float>(first, first + n * width), {}};
    if (across)
      for (std::int64_t i = 0; i < n; ++i)
        for (std::int64_t k = 0; k < width; ++k) part.data[static_cast<std::size_t>(k * n + i)] = first[i * width + k];
    parts.push_back(std::move(part));
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

/// [B, classes, h, w] of truth values or bytes.
at::Tensor peaks_in(const at::Tensor& heat, float least) {
  const CudaTable* const cuda = heat.is_cuda() && heat.scalar_type() == at::kFloat ? cuda_kernels() : nullptr;
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

Result<FoundInFrames> find(const Searched& in, const MapPeaks& wanted) {
  const at::Tensor& heat = in.output(0);
  if (!of_frames(heat, in.frames(), 4)) return not_searchable("The heat map", heat);
  const std::int64_t h = heat.size(2);
  const std::int64_t w = heat.size(3);
  const at::Tensor peaks = peaks_in(heat, wanted.least).nonzero();
  const auto column = [&](std::int64_t i) { return peaks.select(1, i); };
  const at::Tensor cell = column(2).mul(w).add(column(3));
  const at::Tensor place = column(0).mul(heat.size(1)).add(column(1)).mul(h * w).add(cell);
  std::vector<at::Tensor> columns{peaks.narrow(1, 1, 3).to(at::kFloat),
                                  heat.reshape({-1}).index_select(0, place).unsqueeze(1).to(at::kFloat)};
  for (const std::size_t other : wanted.beside) {
    const at::Tensor& map = in.output(other);
    if (!of_frames(map, in.frames(), 4) || map.size(2) != h || map.size(3) != w)
      return not_searchable("A map beside the heat map", map);
    columns.push_back(map.permute({0, 2, 3, 1})
                          .reshape({-1, map.size(1)})
                          .index_select(0, column(0).mul(h * w).add(cell))
                          .to(at::kFloat));
  }
  NotNumbers bad(in.frames());
  bad.look(heat);
  std::vector<std::vector<Tensor>> found;
  for (auto& one : cut(at::cat(columns, 1), column(0), in.frames(), false)) found.push_back({std::move(one)});
  return with_errors(std::move(found), bad, "heat map");
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
  const at::Tensor channel = map.select(1, wanted.channel);
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

Result<FoundInFrames> find(const Searched& in, const RowsAbove& wanted) {
  NotNumbers bad(in.frames());
  std::vector<std::vector<Tensor>> found(in.frames());
  for (std::size_t place = in.first; place < in.outputs.size(); ++place) {
    const auto& [name, output] = in.outputs[place];
    if (!of_frames(output, in.frames(), 3)) return not_searchable("A list", output);
    const at::Tensor rows = wanted.across ? output.transpose(1, 2) : output;
    const std::int64_t columns = rows.size(2);
    if (columns <= wanted.scores) return not_searchable("A list", output);
    bad.look(output);
    at::Tensor score = rows.narrow(2, wanted.scores, columns - wanted.scores).amax(2);
    if (wanted.weighed_by >= 0) score = score.mul(rows.select(2, wanted.weighed_by));
    const at::Tensor kept = score.gt(wanted.least).nonzero();
    const at::Tensor row = kept.select(1, 0).mul(rows.size(1)).add(kept.select(1, 1));
    auto parts = cut(rows.reshape({-1, columns}).index_select(0, row), kept.select(1, 0), in.frames(), wanted.across);
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (!wanted.across) parts[i].shape.insert(parts[i].shape.begin(), 1);
      parts[i].name = name;
      found[i].push_back(std::move(parts[i]));
    }
  }
  return with_errors(std::move(found), bad, "list of detections");
}

}  // namespace

Result<FoundInFrames> search_outputs(const std::vector<NamedTensor>& outputs, std::size_t first,
                                     const DeviceSearch& search, std::span<const Region> regions) {
  const Searched in{outputs, first, regions};
  return std::visit([&](const auto& wanted) { return find(in, wanted); }, search);
}

}  // namespace mlink::blackbox
