#include "support/tiny_boxes.h"

#include <ATen/ops/full.h>
#include <fmt/format.h>
#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/serialization/pickle.h>

#include <fstream>
#include <nlohmann/json.hpp>

namespace mlink::test {
using namespace rooms;

TinyBox bright_count(const std::string& name) {
  return {name, "    return torch.round(x.mean() * 20.0).reshape([1, 1])\n"};
}

TinyBox red_share(const std::string& name) {
  return {name, "    return x[:, 0].mean().reshape([1, 1])\n", "regression", 0.05};
}

TinyBox slow_count(const std::string& name, int rounds) {
  return {name, fmt::format("    y = torch.zeros([300, 300]) + x.mean()\n"
                            "    for i in range({}):\n"
                            "        y = torch.tanh(torch.matmul(y, y) / 300.0)\n"
                            "    return (torch.round(x.mean() * 20.0) + 0.0 * y.mean()).reshape([1, 1])\n",
                            rounds)};
}

TinyBox two_speeds_count(const std::string& name) {
  return {name,
          "    y = torch.zeros([300, 300]) + x.mean()\n"
          "    if float(x.mean()) > 0.5:\n"
          "        for i in range(40):\n"
          "            y = torch.tanh(torch.matmul(y, y) / 300.0)\n"
          "    return (torch.round(x.mean() * 20.0) + 0.0 * y.mean()).reshape([1, 1])\n"};
}

// An index that does not exist: an assert would be taken out when the network is frozen.
TinyBox failing_count(const std::string& name, double limit) {
  return {name,
          fmt::format(
              "    channel = 0\n"
              "    if float(x.mean()) > {}:\n"
              "        channel = 7\n"
              "    return (torch.round(x.mean() * 20.0) + 0.0 * torch.select(x, 1, channel).mean()).reshape([1, 1])\n",
              limit)};
}

TinyBox nan_share(const std::string& name, double limit) {
  return {name,
          fmt::format("    y = x.mean()\n"
                      "    if float(y) > {}:\n"
                      "        y = (y - y) / (y - y)\n"
                      "    return y.reshape([1, 1])\n",
                      limit),
          "regression", 0.05};
}

TinyBox constant_count(const std::string& name) {
  return {name, "    return (x.mean() * 0.0 + 3.0).reshape([1, 1])\n"};
}

std::filesystem::path write_box(const std::filesystem::path& folder, const TinyBox& box) {
  torch::jit::Module module("tiny");
  if (box.half) module.register_buffer("weight", at::full({3}, .25, at::TensorOptions(at::kHalf)));
  module.define("def forward(self, x: Tensor) -> Tensor:\n" + box.body);
  module.save((folder / (box.name + ".pt")).string());
  const nlohmann::json manifest{
      {"version", 1},
      {"name", box.name},
      {"title", "Tiny network for tests"},
      {"adapter", "torchscript"},
      {"weights", {{{"path", box.name + ".pt"}}}},
      {"input", {{"width", 16}, {"height", 16}}},
      {"tensors", {{1, box.width}}},
      {"head", {{"kind", "values"}}},
      {"reducer", {{"kind", "scalar"}}},
      {"output", box.task == "count"
                     ? nlohmann::json{{"task", "count"}, {"unit", "steps"}}
                     : nlohmann::json{{"task", box.task}, {"tolerance", box.tolerance}, {"unit", "share"}}}};
  const auto file = folder / (box.name + ".json");
  std::ofstream(file) << manifest.dump(2);
  return file;
}

std::string weights_only() {
  c10::Dict<std::string, at::Tensor> weights;
  weights.insert("fc.weight", at::full({3}, .25));
  const auto bytes = torch::jit::pickle_save(weights);
  return {bytes.begin(), bytes.end()};
}

}  // namespace mlink::test
