#include "blackbox/torch/device_pictures.h"

#include <ATen/ops/bitwise_right_shift.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/from_blob.h>
#include <ATen/ops/full.h>
#include <ATen/ops/tensor.h>
#include <c10/core/Event.h>
#include <c10/core/StreamGuard.h>
#include <c10/core/impl/VirtualGuardImpl.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <string>

#include "blackbox/adapters/cuda_kernels.h"
#include "blackbox/preprocess.h"

namespace mlink::blackbox {

class UploadStream {
 public:
  explicit UploadStream(at::Device device) : device_(device) {
    if (!device.is_cuda()) return;
    guard_.emplace(device.type());
    stream_.emplace(guard_->getStreamFromGlobalPool(device));
  }

  [[nodiscard]] bool apart() const { return stream_.has_value(); }

  /// Waits for the copy on the device, not here.
  [[nodiscard]] at::Tensor copy(const at::Tensor& bytes) {
    if (!stream_) return bytes.to(device_);
    at::Tensor there;
    {
      const c10::StreamGuard on(*stream_);
      there = bytes.to(device_, at::kByte, /*non_blocking=*/true);
      copied_ = c10::Event(device_.type());
      copied_->record(*stream_);
    }
    const c10::Stream works = guard_->getStream(device_);
    copied_->block(works);
    there.record_stream(works);  // its memory is not given to another copy before that has read it
    return there;
  }

 private:
  at::Device device_;
  std::optional<c10::impl::VirtualGuardImpl> guard_;
  std::optional<c10::Stream> stream_;
  std::optional<c10::Event> copied_;
};

/// ResizePlan on the device.
struct DevicePictures::Tables {
  ResizePlan plan;
  at::Tensor x0, x1, y0, y1;       ///< int64: what is selected
  at::Tensor wx0, wx1, wy0, wy1;   ///< int32: weights, shaped to be multiplied
  std::array<at::Tensor, 4> x, y;  ///< int32: for the kernel, as AxisPlan has them
};

namespace {

at::Tensor indices(const std::vector<std::int32_t>& values, at::Device device) {
  return at::tensor(values, at::kInt).to(at::kLong).to(device);
}

at::Tensor weights(const std::vector<std::int32_t>& values, at::Device device, std::vector<std::int64_t> shape) {
  return at::tensor(values, at::kInt).to(device).view(shape);
}

at::Tensor by_channel(const std::vector<float>& values, int channels, at::Device device) {
  return at::tensor(std::vector<float>(values.begin(), values.begin() + channels), at::kFloat).to(device);
}

at::Tensor shifted(const at::Tensor& values, int bits) { return at::bitwise_right_shift(values, bits); }

void copy_rows(const Frame& frame, std::uint8_t* into) {
  const auto row = static_cast<std::size_t>(frame.width()) * 3;
  for (int y = 0; y < frame.height(); ++y, into += row) std::memcpy(into, frame.row(y), row);
}

}  // namespace

DevicePictures::DevicePictures(at::Device device, const InputSpec& input)
    : device_(device), input_(input), stream_(std::make_unique<UploadStream>(device)) {
  const bool bgr = input.order == "bgr";
  order_ = at::tensor(bgr ? std::vector<std::int64_t>{2, 1, 0} : std::vector<std::int64_t>{0, 1, 2}).to(device);
  mean_ = by_channel(input.mean, input.channels, device);
  scale_ = by_channel(input.scale, input.channels, device);
}

DevicePictures::~DevicePictures() = default;

DevicePictures::Uploaded DevicePictures::upload(std::span<const Frame> frames) {
  Uploaded uploaded;
  while (!frames.empty()) {
    const int width = std::max(frames[0].width(), 1);
    const int height = std::max(frames[0].height(), 1);
    const auto other = std::find_if(frames.begin(), frames.end(), [&](const Frame& frame) {
      return std::max(frame.width(), 1) != width || std::max(frame.height(), 1) != height;
    });
    const auto now = frames.first(static_cast<std::size_t>(other - frames.begin()));
    const auto size = static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3;
    const auto options = at::TensorOptions(at::kByte).pinned_memory(stream_->apart());
    const at::Tensor bytes = at::empty({static_cast<std::int64_t>(now.size()), height, width, 3}, options);
    auto* into = bytes.data_ptr<std::uint8_t>();
    for (std::size_t i = 0; i < now.size(); ++i) {
      if (now[i])
        copy_rows(now[i], into + i * size);
      else
        std::memset(into + i * size, 0, size);
    }
    uploaded.push_back({stream_->copy(bytes), width, height});
    frames = frames.subspan(now.size());
  }
  return uploaded;
}

const DevicePictures::Tables& DevicePictures::tables(int width, int height) {
  const auto [found, made] = tables_.try_emplace({width, height});
  Tables& all = found->second;
  if (!made) return all;
  all.plan = resize_plan(input_, width, height);
  const auto& x = all.plan.x;
  const auto& y = all.plan.y;
  const std::int64_t columns = all.plan.place.width;
  const std::int64_t rows = all.plan.place.height;
  all.x0 = indices(x.first, device_);
  all.x1 = indices(x.second, device_);
  all.y0 = indices(y.first, device_);
  all.y1 = indices(y.second, device_);
  const auto plain = [&](const AxisPlan& axis) {
    return std::array{at::tensor(axis.first, at::kInt).to(device_), at::tensor(axis.second, at::kInt).to(device_),
                      at::tensor(axis.first_weight, at::kInt).to(device_),
                      at::tensor(axis.second_weight, at::kInt).to(device_)};
  };
  all.x = plain(x);
  all.y = plain(y);
  all.wx0 = weights(x.first_weight, device_, {1, 1, columns, 1});
  all.wx1 = weights(x.second_weight, device_, {1, 1, columns, 1});
  all.wy0 = weights(y.first_weight, device_, {1, rows, 1, 1});
  all.wy1 = weights(y.second_weight, device_, {1, rows, 1, 1});
  return all;
}

// cv::resize in 8 bits: weights of 11 bits along the row, then along the column, where four bits are dropped before the
// product and sixteen after it.
at::Tensor DevicePictures::resized(const at::Tensor& bytes, const Tables& tables) const {
  const auto row = [&](const at::Tensor& which) {
    const at::Tensor rows = bytes.index_select(1, which).to(at::kInt);
    return rows.index_select(2, tables.x0).mul(tables.wx0).add(rows.index_select(2, tables.x1).mul(tables.wx1));
  };
  const at::Tensor upper = row(tables.y0);
  const at::Tensor lower = row(tables.y1);
  if (tables.plan.halves) return shifted(upper.add(lower).add(2), 2);
  const at::Tensor above = shifted(shifted(upper, 4).mul(tables.wy0), 16);
  const at::Tensor below = shifted(shifted(lower, 4).mul(tables.wy1), 16);
  return shifted(above.add(below).add(2), 2);
}

// [n, h, w, 3] of whole numbers; [n, h, w, channels].
at::Tensor DevicePictures::normalised(const at::Tensor& picture) const {
  at::Tensor colours = picture.to(at::kFloat);
  if (input_.channels == 1)
    colours = colours.select(3, 0)
                  .mul(.2989F)
                  .add(colours.select(3, 1).mul(.587F))
                  .add(colours.select(3, 2).mul(.114F))
                  .unsqueeze(3);
  else
    colours = colours.index_select(3, order_);
  return colours.sub(mean_).mul(scale_);
}

// Everything in one pass over the target's pixels.
at::Tensor DevicePictures::by_kernel(const Uploaded& uploaded, const CudaTable& cuda) {
  std::int64_t count = 0;
  for (const auto& stretch : uploaded) count += stretch.bytes.size(0);
  auto shape = shape_of(input_);
  shape[0] = count;
  const at::Tensor all = at::empty(shape, at::TensorOptions(at::kFloat).device(device_));
  std::int64_t first = 0;
  for (const auto& stretch : uploaded) {
    const auto part = all.narrow(0, first, stretch.bytes.size(0));
    const auto job = job_of(stretch, tables(stretch.width, stretch.height), part.data_ptr<float>());
    if (const int error = cuda.prepare(&job); error != 0)
      throw std::runtime_error("CUDA kernel for pictures: error " + std::to_string(error));
    first += stretch.bytes.size(0);
  }
  return all;
}

PrepareJob DevicePictures::job_of(const Stretch& stretch, const Tables& with, float* out) const {
  const auto axis = [](const std::array<at::Tensor, 4>& all) {
    return DeviceAxis{all[0].data_ptr<std::int32_t>(), all[1].data_ptr<std::int32_t>(), all[2].data_ptr<std::int32_t>(),
                      all[3].data_ptr<std::int32_t>()};
  };
  PrepareJob job{};
  job.device = device_.index();
  job.bytes = stretch.bytes.data_ptr<std::uint8_t>();
  job.count = static_cast<std::int32_t>(stretch.bytes.size(0));
  job.height = stretch.height;
  job.width = stretch.width;
  const Rect& place = with.plan.place;
  job.place_x = place.x;
  job.place_y = place.y;
  job.place_width = place.width;
  job.place_height = place.height;
  job.halves = with.plan.halves ? 1 : 0;
  job.x = axis(with.x);
  job.y = axis(with.y);
  job.out_height = input_.height;
  job.out_width = input_.width;
  job.channels = input_.channels;
  job.planes = input_.layout == "nhwc" ? 0 : 1;
  job.blue_first = input_.order == "bgr" ? 1 : 0;
  job.pad = input_.pad;
  std::copy_n(input_.mean.begin(), input_.channels, std::begin(job.mean));
  std::copy_n(input_.scale.begin(), input_.channels, std::begin(job.scale));
  job.out = out;
  return job;
}

at::Tensor DevicePictures::prepare(const Uploaded& uploaded) {
  if (const CudaTable* const cuda = device_.is_cuda() ? cuda_kernels() : nullptr; cuda != nullptr)
    return by_kernel(uploaded, *cuda);
  std::vector<at::Tensor> parts;
  for (const auto& stretch : uploaded) {
    const Tables& with = tables(stretch.width, stretch.height);
    at::Tensor picture = resized(stretch.bytes, with);
    const Rect& place = with.plan.place;
    if (place.width != input_.width || place.height != input_.height) {
      const at::Tensor whole =
          at::full({picture.size(0), input_.height, input_.width, 3}, input_.pad, picture.options());
      whole.narrow(1, place.y, place.height).narrow(2, place.x, place.width).copy_(picture);
      picture = whole;
    }
    parts.push_back(normalised(picture));
  }
  const at::Tensor all = parts.size() == 1 ? parts[0] : at::cat(parts);
  return input_.layout == "nhwc" ? all.contiguous() : all.permute({0, 3, 1, 2}).contiguous();
}

}  // namespace mlink::blackbox
