// Internal to core/blackbox/torch: pictures become a network's input on its device. Only their bytes travel; resizing,
// letterboxing, colours and normalising are done there, with the numbers of preprocess(): by a CUDA kernel where the
// program has them (blackbox/cuda), by LibTorch's operators elsewhere. One instance belongs to one thread.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <map>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "blackbox/cuda/table.h"
#include "blackbox/manifest.h"
#include "blackbox/resize_plan.h"
#include "media/frame.h"

namespace mlink::blackbox {

/// Copies to the device beside what it computes, where it can do both (on a stream of their own).
class UploadStream;

class DevicePictures {
 public:
  DevicePictures(at::Device device, const InputSpec& input);
  ~DevicePictures();
  DevicePictures(const DevicePictures&) = delete;
  DevicePictures& operator=(const DevicePictures&) = delete;

  /// Frames of one size that follow one another.
  struct Stretch {
    at::Tensor bytes;  ///< [n, height, width, 3]
    int width = 0, height = 0;
  };
  using Uploaded = std::vector<Stretch>;

  /// Begins to copy; does not wait for it. A frame without a picture is one of zeros.
  [[nodiscard]] Uploaded upload(std::span<const Frame> frames);
  /// [frames, ...] in the layout of the input.
  [[nodiscard]] at::Tensor prepare(const Uploaded& uploaded);

 private:
  struct Tables;
  [[nodiscard]] const Tables& tables(int width, int height);
  [[nodiscard]] at::Tensor by_kernel(const Uploaded& uploaded, const CudaTable& cuda);
  [[nodiscard]] PrepareJob job_of(const Stretch& stretch, const Tables& with, float* out) const;
  [[nodiscard]] at::Tensor resized(const at::Tensor& bytes, const Tables& tables) const;
  [[nodiscard]] at::Tensor normalised(const at::Tensor& picture) const;

  at::Device device_;
  InputSpec input_;
  std::unique_ptr<UploadStream> stream_;
  std::map<std::pair<int, int>, Tables> tables_;
  at::Tensor order_, mean_, scale_;  ///< by channel
};

}  // namespace mlink::blackbox
