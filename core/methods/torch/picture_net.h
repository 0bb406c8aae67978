// Internal to core/methods/torch: what nets that learn from pictures share.
#pragma once

#include <ATen/core/Tensor.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <exception>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <vector>

#include "base/random.h"
#include "links/nets/codec.h"
#include "methods/kd_student.h"

namespace mlink::methods {

/// One LibTorch thread while a net is busy, and one BLAS thread from then on: jobs run side by side, and sums keep
/// their order. OpenBLAS's own threads, which LibTorch does not know of, cost a third of the time on products so small.
class OneThread {
 public:
  OneThread();
  ~OneThread();
  OneThread(const OneThread&) = delete;
  OneThread& operator=(const OneThread&) = delete;

 private:
  int before_;
};

[[nodiscard]] std::string first_line(const std::exception& error);

/// Pixel values as a net takes them: each colour standardised by the training pictures.
using Tones = std::array<std::array<float, 256>, 3>;
[[nodiscard]] Tones tones_of(const Pictures& pictures, std::span<const std::size_t> rows);
[[nodiscard]] at::Tensor input_of(const Pictures& pictures, const Tones& tones, std::span<const std::size_t> rows);

/// Glorot's uniform weights.
[[nodiscard]] at::Tensor drawn_weights(const std::vector<std::int64_t>& shape, std::int64_t in, std::int64_t out,
                                       Random& random);
/// Mean loss of pre-activations: the links'.
[[nodiscard]] at::Tensor loss_of(Head head, const at::Tensor& z, const at::Tensor& exact);
[[nodiscard]] at::Tensor activated(Head head, const at::Tensor& z);

/// One step of the paper's RMSprop on a part of a net, whose gradient is cleared.
void rmsprop_step(at::Tensor& part, at::Tensor& moment, const StudentSettings& settings);

struct Score {
  double p = 0, loss = 0;
  [[nodiscard]] bool better_than(const Score& other) const {  // the links' rule: p, and where it is equal the loss
    if (std::isfinite(p) && std::isfinite(other.p) && p != other.p) return p > other.p;
    return loss < other.loss;
  }
};

[[nodiscard]] nlohmann::json::binary_t bytes_of(std::span<const float> values);
/// Throws where there are more or fewer.
void read_floats(const nlohmann::json& json, std::span<float> into);
[[nodiscard]] nlohmann::json tensor_to_json(const at::Tensor& tensor);
/// Throws where it is none.
[[nodiscard]] at::Tensor tensor_from_json(const nlohmann::json& json);

}  // namespace mlink::methods
