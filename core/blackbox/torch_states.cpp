#include "blackbox/torch_states.h"

#include <algorithm>
#include <string>
#include <utility>

namespace mlink::blackbox {
namespace {

using Shape = std::vector<std::int64_t>;

/// By what LibTorch says of a call with too few; empty: it is not that.
std::string missing_argument(const Error& error) {
  constexpr std::string_view kSaid = "missing value for argument '";
  const auto at = error.what.find(kSaid);
  if (at == std::string::npos) return {};
  const auto from = at + kSaid.size();
  return error.what.substr(from, error.what.find('\'', from) - from);
}

Tensor zeros(const Shape& shape, const std::string& name) {
  return {shape, std::vector<float>(static_cast<std::size_t>(Tensor::count(shape)), 0.F), name};
}

/// The outputs that come back: those whose names fit, else the last of the same sizes, in their order. False where not
/// every state has one, or nothing else would be left.
bool find_states(TorchStates& states) {
  states.from.clear();
  std::vector<bool> taken(states.outputs.size(), false);
  auto end = states.outputs.size();
  for (std::size_t i = states.inputs.size(); i-- > 0;) {
    const auto& state = states.inputs[i];
    std::size_t found = states.outputs.size();
    for (const bool by_name : {true, false})
      for (std::size_t k = by_name ? states.outputs.size() : end; k-- > 0 && found == states.outputs.size();) {
        const auto& output = states.outputs[k];
        const bool named = !state.name.empty() && output.name.find(state.name) != std::string::npos;
        if (!taken[k] && output.shape == state.shape && (named || !by_name)) found = k;
      }
    if (found == states.outputs.size()) return false;
    taken[found] = true;
    end = found;
    states.from.insert(states.from.begin(), found);
  }
  return !states.from.empty() && states.from.size() < states.outputs.size();
}

/// Sizes of states that networks have: of a cell, of a layer or two, and a single number, which grows to what comes
/// back.
std::vector<Shape> usual_states() {
  std::vector<Shape> shapes{{1, 1}, {1, 1, 1}, {1, 1, 1, 1}};
  for (const std::int64_t width : {8, 16, 32, 64, 96, 128, 192, 256, 384, 512, 1024})
    for (const auto& shape : {Shape{1, width}, Shape{1, 1, width}, Shape{2, 1, width}}) shapes.push_back(shape);
  return shapes;
}

/// States with which the network ran, by the outputs that come back. A single number may have been spread to what the
/// network keeps: where the last outputs have other sizes, these are tried first.
std::optional<TorchStates> settled(TorchModule& network, const Tensor& input, TorchStates states) {
  const auto kept = states.inputs.size();
  if (Tensor::count(states.inputs[0].shape) > 1 && find_states(states)) return states;
  for (auto end = states.outputs.size(); end >= kept; --end) {
    TorchStates other;
    bool differs = false;
    for (std::size_t i = 0; i < kept; ++i) {
      const auto& shape = states.outputs[end - kept + i].shape;
      differs = differs || shape != states.inputs[i].shape;
      other.inputs.push_back(zeros(shape, states.inputs[i].name));
    }
    if (!differs) break;
    auto outputs = network.run(input, other.inputs);
    if (!outputs) continue;
    other.outputs = std::move(*outputs);
    if (find_states(other)) return other;
  }
  if (find_states(states)) return states;
  return std::nullopt;
}

/// Of a network that misses arguments beside the picture.
std::optional<TorchStates> needed_states(TorchModule& network, const Tensor& input, const std::string& missing) {
  constexpr std::size_t kMostStates = 8;
  for (const auto& usual : usual_states()) {
    TorchStates states;
    states.inputs.push_back(zeros(usual, missing));
    for (;;) {
      auto outputs = network.run(input, states.inputs);
      if (!outputs) {
        const auto next = missing_argument(outputs.error());
        if (next.empty() || states.inputs.size() == kMostStates) break;
        states.inputs.push_back(zeros(usual, next));
        continue;
      }
      states.outputs = std::move(*outputs);
      return settled(network, input, std::move(states));
    }
  }
  return std::nullopt;
}

/// Of one that begins by itself where nothing is given, and takes its last outputs back.
std::optional<TorchStates> taken_states(TorchModule& network, const Tensor& input, const std::vector<Tensor>& outputs) {
  for (const std::size_t count : {2, 1}) {
    if (outputs.size() <= count) continue;
    TorchStates states;
    for (std::size_t i = outputs.size() - count; i < outputs.size(); ++i)
      states.inputs.push_back(zeros(outputs[i].shape, {}));
    auto again = network.run(input, states.inputs);
    if (!again) continue;
    states.outputs = std::move(*again);
    if (find_states(states)) return states;
  }
  return std::nullopt;
}

}  // namespace

std::optional<TorchTrial> try_torch(TorchModule& network, const Shape& shape) {
  const Tensor grey{shape, std::vector<float>(static_cast<std::size_t>(Tensor::count(shape)), .45F), {}};
  auto outputs = network.run(grey);
  if (outputs) {
    auto states = taken_states(network, grey, *outputs);
    return TorchTrial{std::move(*outputs), std::move(states)};
  }
  const auto missing = missing_argument(outputs.error());
  if (missing.empty()) return std::nullopt;
  auto states = needed_states(network, grey, missing);
  if (!states) return std::nullopt;
  auto found = states->outputs;
  return TorchTrial{std::move(found), std::move(states)};
}

}  // namespace mlink::blackbox
