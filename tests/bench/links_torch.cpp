#include "links_torch.h"

#include <torch/nn/functional/loss.h>
#include <torch/nn/modules/activation.h>
#include <torch/nn/modules/container/sequential.h>
#include <torch/nn/modules/dropout.h>
#include <torch/nn/modules/linear.h>
#include <torch/optim/rmsprop.h>
#include <torch/utils.h>

#include <algorithm>

#include "base/blas.h"
#include "timing.h"

namespace mlink::bench {
using namespace rooms;
namespace {

constexpr int kSamples = 1000, kBatch = 32;

}  // namespace

std::string one_torch_thread() {
  torch::set_num_threads(1);
  use_one_blas_thread();
  return blas_core();
}

std::vector<double> torch_epoch_seconds(const NetShape& shape, int epochs) {
  torch::manual_seed(1);
  const auto x = torch::rand({kSamples, shape.in}) - 0.5;
  const auto t = torch::randint(shape.out, {kSamples}, torch::kLong);
  torch::nn::Sequential net(torch::nn::Linear(shape.in, shape.hidden), torch::nn::ReLU(), torch::nn::Dropout(0.5),
                            torch::nn::Linear(shape.hidden, shape.out));
  torch::optim::RMSprop optimiser(net->parameters(), torch::optim::RMSpropOptions(0.01).alpha(0.9).eps(1e-7));
  std::vector<double> seconds(static_cast<std::size_t>(epochs));
  for (double& s : seconds) {
    const double start = cpu_seconds();
    const auto order = torch::randperm(kSamples);
    for (int begin = 0; begin < kSamples; begin += kBatch) {
      const auto batch = order.slice(0, begin, std::min(begin + kBatch, kSamples));
      optimiser.zero_grad();
      torch::nn::functional::cross_entropy(net->forward(x.index_select(0, batch)), t.index_select(0, batch)).backward();
      optimiser.step();
    }
    s = cpu_seconds() - start;
  }
  return seconds;
}

std::vector<double> torch_call_seconds(const NetShape& shape, int calls) {
  torch::nn::Sequential net(torch::nn::Linear(shape.in, shape.hidden), torch::nn::ReLU(),
                            torch::nn::Linear(shape.hidden, shape.out));
  net->eval();
  const torch::InferenceMode guard;
  const auto x = torch::rand({1, shape.in});
  std::vector<double> seconds(static_cast<std::size_t>(calls));
  for (double& s : seconds) {
    const double start = wall_seconds();
    const auto z = net->forward(x);
    s = wall_seconds() - start;
  }
  return seconds;
}

double sgemm_flops(int n, int tries) {
  const torch::NoGradGuard guard;
  const auto a = torch::rand({n, n}), b = torch::rand({n, n});
  auto c = torch::empty({n, n});
  double best = 0;
  for (int i = 0; i < tries; ++i) {
    const double start = cpu_seconds();
    torch::mm_out(c, a, b);
    best = std::max(best, 2.0 * n * n * n / (cpu_seconds() - start));
  }
  return best;
}

}  // namespace mlink::bench
