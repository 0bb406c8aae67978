#include "links/torch/torch_reference.h"

#include <torch/optim/rmsprop.h>
#include <torch/types.h>

#include <algorithm>
#include <cstring>

namespace mlink::links {

struct TorchTrainer::Parts {
  const Kernel& kernel;
  Head head;
  std::size_t batch;
  std::uint32_t drop;
  Draws draws;
  Mlp shape;  ///< of the net; its values are the start
  torch::Dtype type;
  torch::Tensor w1, b1, w2, b2;
  torch::optim::RMSprop optimiser;
};

namespace {

std::int64_t signed_of(std::size_t n) { return static_cast<std::int64_t>(n); }

/// The first `width` of each row's `ld` floats.
torch::Tensor tensor_of(const float* from, std::size_t rows, std::size_t width, std::size_t ld) {
  auto tensor = torch::empty({signed_of(rows), signed_of(width)});
  for (std::size_t r = 0; r < rows; ++r)
    std::memcpy(tensor.data_ptr<float>() + r * width, from + r * ld, width * sizeof(float));
  return tensor;
}

torch::optim::RMSpropOptions options_of(const TrainSettings& settings) {
  return torch::optim::RMSpropOptions(settings.learning_rate).alpha(settings.alpha).eps(settings.epsilon);
}

/// Mean loss of a batch (design: outputs and losses), from pre-activations z and encoded targets t.
torch::Tensor loss_of(Head head, const torch::Tensor& z, const torch::Tensor& t) {
  const auto rows = static_cast<double>(z.size(0));
  switch (head) {
    case Head::softmax: return -(t * torch::log_softmax(z, 1)).sum() / rows;
    case Head::sigmoid: return torch::binary_cross_entropy_with_logits(z, t);
    case Head::box: {
      const auto there = t.select(1, 4) >= 0.5;
      const auto squares = (z.narrow(1, 0, 4) - t.narrow(1, 0, 4)).square().mean(1);
      return (squares * there).sum() / rows + torch::binary_cross_entropy_with_logits(z.select(1, 4), t.select(1, 4));
    }
    case Head::scalar: return (z - t).abs().sum() / rows;
  }
  return {};
}

}  // namespace

TorchTrainer::TorchTrainer(const Kernel& kernel, const TargetCode& target, const Mlp& start,
                           const TrainSettings& settings, std::uint64_t seed, bool in_double) {
  const auto type = in_double ? torch::kDouble : torch::kFloat;
  const auto parameter = [type](const float* from, std::size_t rows, std::size_t width, std::size_t ld) {
    return tensor_of(from, rows, width, ld).to(type).requires_grad_(true);
  };
  const auto w1 = parameter(start.w1(), start.inputs(), start.hidden(), start.ld_hidden());
  const auto b1 = parameter(start.b1(), 1, start.hidden(), start.ld_hidden());
  const auto w2 = parameter(start.w2(), start.hidden(), start.outputs(), start.ld_output());
  const auto b2 = parameter(start.b2(), 1, start.outputs(), start.ld_output());
  parts_.reset(new Parts{kernel, target.head, static_cast<std::size_t>(settings.batch),
                         dropout_of(target.head, settings), Draws(seed), start, type, w1, b1, w2, b2,
                         torch::optim::RMSprop({w1, b1, w2, b2}, options_of(settings))});
}
TorchTrainer::~TorchTrainer() = default;
TorchTrainer::TorchTrainer(TorchTrainer&&) noexcept = default;
TorchTrainer& TorchTrainer::operator=(TorchTrainer&&) noexcept = default;

void TorchTrainer::epoch(const Samples& samples, std::size_t rows) {
  Parts& p = *parts_;
  const auto x = tensor_of(samples.x.data(), rows, samples.inputs, samples.inputs).to(p.type);
  const auto t = tensor_of(samples.t.data(), rows, p.shape.outputs(), samples.ld_output).to(p.type);
  const auto order = p.draws.order(rows);
  AlignedFloats mask(p.batch * p.shape.ld_hidden());
  for (std::size_t begin = 0; begin < rows; begin += p.batch) {
    const auto batch = order.subspan(begin, std::min(p.batch, rows - begin));
    auto index = torch::empty({signed_of(batch.size())}, torch::kLong);
    std::copy(batch.begin(), batch.end(), index.data_ptr<std::int64_t>());
    p.optimiser.zero_grad();
    auto h = torch::relu(torch::addmm(p.b1, x.index_select(0, index), p.w1));
    if (p.drop > 0) {
      std::fill(mask.begin(), mask.end(), 1.F);
      p.kernel.dropout(batch.size(), p.shape.ld_hidden(), p.drop, p.draws.mask(), mask.data());
      h = h * tensor_of(mask.data(), batch.size(), p.shape.hidden(), p.shape.ld_hidden()).to(p.type);
    }
    loss_of(p.head, torch::addmm(p.b2, h, p.w2), t.index_select(0, index)).backward();
    p.optimiser.step();
  }
}

Mlp TorchTrainer::net() const {
  const torch::NoGradGuard guard;
  std::vector<float> parameters;
  for (const auto& tensor : {parts_->w1, parts_->b1, parts_->w2, parts_->b2}) {
    const auto flat = tensor.to(torch::kFloat).contiguous();
    parameters.insert(parameters.end(), flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel());
  }
  Mlp net = parts_->shape;
  net.put(parameters);
  return net;
}

}  // namespace mlink::links
