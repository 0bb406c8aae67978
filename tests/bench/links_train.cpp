#include <fmt/format.h>

#include "base/random.h"
#include "links/nets/mlp.h"
#include "links_cases.h"
#include "timing.h"

namespace mlink::bench {
using namespace rooms;
namespace {

constexpr std::size_t kSamples = 1000;
constexpr int kEpochs = 100, kRounds = 5;

TargetCode label_target(int out) {
  TargetCode code;
  code.head = Head::softmax;
  code.usable = true;
  code.start.assign(static_cast<std::size_t>(out), 0.F);
  return code;
}

Samples random_samples(const Kernel& kernel, const NetShape& shape) {
  Random random(1);
  Samples samples;
  samples.rows = kSamples;
  samples.inputs = static_cast<std::size_t>(shape.in);
  samples.ld_output = kernel.pad(static_cast<std::size_t>(shape.out));
  samples.x.resize(samples.rows * samples.inputs);
  for (float& x : samples.x) x = static_cast<float>(random.unit() - 0.5);
  samples.t.assign(samples.rows * samples.ld_output, 0.F);
  for (std::size_t r = 0; r < samples.rows; ++r)
    samples.t[r * samples.ld_output + random.below(static_cast<std::uint64_t>(shape.out))] = 1;
  return samples;
}

/// The products of one epoch: forward two, gradients of the weights two, of the hidden layer one.
double useful_flops(const NetShape& s) { return 2.0 * kSamples * (2.0 * s.in * s.hidden + 3.0 * s.hidden * s.out); }

/// CPU seconds of each epoch.
std::vector<double> kernel_epoch_seconds(const Kernel& kernel, const NetShape& shape, const Samples& samples) {
  TrainSettings settings;
  settings.hidden_factor = 1;
  settings.hidden_min = shape.hidden;
  MlpTrainer trainer(kernel, label_target(shape.out), samples.inputs, settings, 1);
  std::vector<double> seconds(kEpochs);
  for (double& s : seconds) {
    const double start = cpu_seconds();
    trainer.epoch(samples, samples.rows);
    s = cpu_seconds() - start;
  }
  keep(trainer.net().w1());
  return seconds;
}

double sgemm_peak() {
  double peak = 0;
  for (const int n : {256, 512, 1024}) peak = std::max(peak, sgemm_flops(n, 16777216 / (n * n)));
  return peak;
}

/// Shares are told where `share` is asked for: a net of 4-24-12 is too small to be a matter of FLOP.
void against_torch(const NetShape& shape, double goal, bool share, Report& report) {
  const std::string name = fmt::format("{}-{}-{}", shape.in, shape.hidden, shape.out);
  std::vector<double> torch;
  std::vector<std::vector<double>> ours(kernels().size());
  double peak = 0;
  for (int round = 0; round < kRounds; ++round) {  // in turn, so that a busy machine is busy for all
    append(torch, torch_epoch_seconds(shape, kEpochs));
    if (share) peak = std::max(peak, sgemm_peak());
    for (std::size_t k = 0; k < kernels().size(); ++k)
      append(ours[k], kernel_epoch_seconds(*kernels()[k], shape, random_samples(*kernels()[k], shape)));
  }
  for (std::size_t k = 0; k < kernels().size(); ++k) {
    const double ratio = median(torch) / median(ours[k]), flops = useful_flops(shape) / fastest(ours[k]);
    const bool best = k + 1 == kernels().size();
    report.add(fmt::format("train {}, kernel {} against LibTorch", name, kernels()[k]->name),
               fmt::format("{:.1f} times as fast (an epoch {:.3f} ms, {:.2f} ms; the fastest {:.3f}, {:.2f})", ratio,
                           1e3 * median(ours[k]), 1e3 * median(torch), 1e3 * fastest(ours[k]), 1e3 * fastest(torch)),
               best ? fmt::format(">= {:g}", goal) : "", !best || ratio >= goal);
    if (share)
      report.add(fmt::format("train {}, kernel {}: share of the sgemm peak", name, kernels()[k]->name),
                 fmt::format("{:.0f} % ({:.0f} of {:.0f} GFLOP/s)", 100 * flops / peak, flops / 1e9, peak / 1e9),
                 best ? ">= 55 %" : "", !best || flops / peak >= 0.55);
  }
  report.figures.emplace_back("train " + name + " kernel", kEpochs * median(ours.back()));
  report.figures.emplace_back("train " + name + " LibTorch", kEpochs * median(torch));
}

}  // namespace

void bench_training(Report& report) {
  against_torch({4, 24, 12}, 25, false, report);
  against_torch({100, 200, 100}, 3, true, report);
  report.notes.push_back(
      "Training: 1000 samples, batch 32, dropout 0.5; CPU time of one thread, the median of 500 epochs each, in turn. "
      "Share: useful FLOP of the 5 products in the fastest epoch over the best sgemm (256 to 1024 cubed) of LibTorch's "
      "BLAS.");
}

}  // namespace mlink::bench
