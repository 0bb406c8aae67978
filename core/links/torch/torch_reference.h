// Internal to core/links, and to tests and benchmarks: the reference trainer of vector links. LibTorch's autograd and
// its RMSprop train the net that MlpTrainer trains, with the same start, loss, order of samples and dropout masks, so
// that tests can hold the kernel against gradients that nobody wrote by hand. Slow; nothing else should train with it.
// A target of its own (mlink_links_reference): mlink_links needs no LibTorch for vector links.
#pragma once

#include <memory>

#include "links/nets/mlp.h"

namespace mlink::links {

class TorchTrainer {
 public:
  /// Goes on from `start` as an MlpTrainer of the same kernel, target, settings and seed would, if it had that net.
  /// kernel: draws the masks and lays out the samples. Runs on LibTorch's threads: set their number before.
  /// in_double: weights and sums have 53 bits, so that what is left of a difference is the other's rounding.
  TorchTrainer(const Kernel& kernel, const TargetCode& target, const Mlp& start, const TrainSettings& settings,
               std::uint64_t seed, bool in_double = false);
  ~TorchTrainer();
  TorchTrainer(TorchTrainer&&) noexcept;
  TorchTrainer& operator=(TorchTrainer&&) noexcept;

  /// One pass over the first `rows` samples.
  void epoch(const Samples& samples, std::size_t rows);
  /// The net in the kernel's layout, rounded to float.
  [[nodiscard]] Mlp net() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace mlink::links
