// The operators that torchvision's detectors use and LibTorch alone does not have, so that their TorchScript files
// load. They give what torchvision's own give on the CPU.
#include <ATen/core/Tensor.h>
#include <ATen/ops/sort.h>
#include <ATen/ops/tensor.h>
#include <torch/library.h>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace mlink::blackbox {
namespace {

/// Places of the boxes [N, 4] (x0, y0, x1, y1) that stay, the best first: of two that overlap by more than `iou` the
/// one with the greater score.
at::Tensor torchvision_nms(const at::Tensor& boxes, const at::Tensor& scores, double iou) {
  TORCH_CHECK(boxes.dim() == 2 && boxes.size(1) == 4, "boxes should be [N, 4], got ", boxes.sizes());
  TORCH_CHECK(scores.dim() == 1 && scores.size(0) == boxes.size(0), "scores should be [N], got ", scores.sizes());
  const at::Tensor b = boxes.to(at::kCPU, at::kFloat).contiguous();
  const at::Tensor order = std::get<1>(scores.to(at::kCPU).sort(true, 0, true)).contiguous();
  const auto* box = b.data_ptr<float>();
  const auto* places = order.data_ptr<std::int64_t>();
  const auto area = [](const float* r) { return (r[2] - r[0]) * (r[3] - r[1]); };
  std::vector<std::int64_t> kept;
  for (std::int64_t i = 0; i < order.numel(); ++i) {
    const float* one = box + places[i] * 4;
    const bool covered = std::any_of(kept.begin(), kept.end(), [&](std::int64_t place) {
      const float* other = box + place * 4;
      const float w = std::max(std::min(one[2], other[2]) - std::max(one[0], other[0]), 0.F);
      const float h = std::max(std::min(one[3], other[3]) - std::max(one[1], other[1]), 0.F);
      return w * h > static_cast<float>(iou) * (area(one) + area(other) - w * h);
    });
    if (!covered) kept.push_back(places[i]);
  }
  return at::tensor(kept, at::TensorOptions(at::kLong)).to(boxes.device());
}

}  // namespace
}  // namespace mlink::blackbox

TORCH_LIBRARY_FRAGMENT(torchvision, library) {
  library.def("nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor", mlink::blackbox::torchvision_nms);
}
