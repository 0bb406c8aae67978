// Internal to core/blackbox: a TorchScript network tried with a picture or a sound: what it gives, and the states that
// it keeps, of which its file says neither names nor sizes. Not thread-safe with other loads of LibTorch.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "blackbox/adapters/torch_module.h"
#include "outputs/tensor.h"

namespace mlink::blackbox {

/// The states of a TorchScript network: inputs that a call wants, or takes, back from the call before.
struct TorchStates {
  std::vector<Tensor> inputs;     ///< by name; one that may be left out has none
  std::vector<std::size_t> from;  ///< places of the outputs
  std::vector<Tensor> outputs;    ///< all of them, states too
};

/// What a network gives for an input of this shape, with its states. Nothing: it does not run on it.
struct TorchTrial {
  std::vector<Tensor> outputs;
  std::optional<TorchStates> states;
};
[[nodiscard]] std::optional<TorchTrial> try_torch(TorchModule& network, const std::vector<std::int64_t>& shape);

}  // namespace mlink::blackbox
