#include "methods/torch/picture_net.h"

#include <ATen/Parallel.h>
#include <ATen/ops/binary_cross_entropy_with_logits.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/l1_loss.h>
#include <ATen/ops/log_softmax.h>
#include <ATen/ops/sigmoid.h>
#include <ATen/ops/softmax.h>

#include <algorithm>
#include <cstring>
#include <stdexcept>

#include "base/blas.h"

namespace mlink::methods {

OneThread::OneThread() : before_(at::get_num_threads()) {
  at::set_num_threads(1);
  use_one_blas_thread();
}
OneThread::~OneThread() { at::set_num_threads(before_); }

std::string first_line(const std::exception& error) {
  const std::string text = error.what();
  return text.substr(0, text.find('\n'));
}

Tones tones_of(const Pictures& pictures, std::span<const std::size_t> rows) {
  Tones tones{};
  const std::size_t plane = pictures.size() / 3;
  for (std::size_t colour = 0; colour < 3; ++colour) {
    std::array<std::uint64_t, 256> seen{};
    for (const std::size_t row : rows)
      for (const std::uint8_t value : pictures.row(row).subspan(colour * plane, plane)) ++seen[value];
    double n = 0;
    double mean = 0;
    double square = 0;
    for (std::size_t v = 0; v < seen.size(); ++v) {
      const auto times = static_cast<double>(seen[v]);
      n += times;
      mean += times * static_cast<double>(v);
      square += times * static_cast<double>(v * v);
    }
    mean /= std::max(n, 1.0);
    const double deviation = std::sqrt(std::max(square / std::max(n, 1.0) - mean * mean, 0.0));
    for (std::size_t v = 0; v < seen.size(); ++v)
      tones[colour][v] = static_cast<float>((static_cast<double>(v) - mean) / std::max(deviation, 1.0));
  }
  return tones;
}

at::Tensor input_of(const Pictures& pictures, const Tones& tones, std::span<const std::size_t> rows) {
  auto x = at::empty({static_cast<std::int64_t>(rows.size()), 3, pictures.side, pictures.side}, at::kFloat);
  auto* into = x.data_ptr<float>();
  const std::size_t plane = pictures.size() / 3;
  for (const std::size_t row : rows) {
    for (std::size_t colour = 0; colour < 3; ++colour)
      for (const std::uint8_t value : pictures.row(row).subspan(colour * plane, plane)) *into++ = tones[colour][value];
  }
  return x;
}

at::Tensor loss_of(Head head, const at::Tensor& z, const at::Tensor& exact) {
  switch (head) {
    case Head::softmax: return at::log_softmax(z, 1).mul(exact).sum(1).mean().neg();
    case Head::sigmoid: return at::binary_cross_entropy_with_logits(z, exact);
    case Head::scalar: return at::l1_loss(z, exact);
    case Head::box: break;
  }
  const auto there = exact.slice(1, 4, 5);
  const auto place = z.slice(1, 0, 4).sub(exact.slice(1, 0, 4)).square().mul(there).mean();
  return at::binary_cross_entropy_with_logits(z.slice(1, 4, 5), there).add(place);
}

at::Tensor activated(Head head, const at::Tensor& z) {
  if (head == Head::softmax) return at::softmax(z, 1);
  if (head == Head::sigmoid) return at::sigmoid(z);
  if (head == Head::scalar) return z;
  auto said = z.clone();
  said.slice(1, 4, 5).sigmoid_();
  return said;
}

at::Tensor drawn_weights(const std::vector<std::int64_t>& shape, std::int64_t in, std::int64_t out, Random& random) {
  auto tensor = at::empty(shape, at::kFloat);
  const double limit = std::sqrt(6.0 / static_cast<double>(in + out));
  std::span<float> values(tensor.data_ptr<float>(), static_cast<std::size_t>(tensor.numel()));
  for (float& value : values) value = static_cast<float>((2 * random.unit() - 1) * limit);
  return tensor;
}

void rmsprop_step(at::Tensor& part, at::Tensor& moment, const StudentSettings& settings) {
  auto& gradient = part.mutable_grad();
  moment.mul_(settings.alpha).addcmul_(gradient, gradient, 1 - settings.alpha);
  part.addcdiv_(gradient, moment.sqrt().add_(settings.epsilon), -settings.learning_rate);
  gradient.reset();
}

nlohmann::json::binary_t bytes_of(std::span<const float> values) {
  nlohmann::json::binary_t::container_type bytes(values.size_bytes());
  std::memcpy(bytes.data(), values.data(), bytes.size());
  return {std::move(bytes)};
}

void read_floats(const nlohmann::json& json, std::span<float> into) {
  const auto& bytes = json.get_binary();
  if (bytes.size() != into.size_bytes()) throw std::length_error("a part has another size");
  std::memcpy(into.data(), bytes.data(), bytes.size());
}

nlohmann::json tensor_to_json(const at::Tensor& tensor) {
  const auto flat = tensor.contiguous();
  return {{"shape", flat.sizes().vec()},
          {"values", bytes_of({flat.data_ptr<float>(), static_cast<std::size_t>(flat.numel())})}};
}

at::Tensor tensor_from_json(const nlohmann::json& json) {
  auto tensor = at::empty(json.at("shape").get<std::vector<std::int64_t>>(), at::kFloat);
  read_floats(json.at("values"), {tensor.data_ptr<float>(), static_cast<std::size_t>(tensor.numel())});
  return tensor;
}

}  // namespace mlink::methods
