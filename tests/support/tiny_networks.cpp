#include "support/tiny_networks.h"

#include <ATen/core/jit_type.h>
#include <ATen/ops/full.h>
#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/frontend/resolver.h>
#include <torch/csrc/jit/frontend/sugared_value.h>

#include <memory>
#include <vector>

namespace mlink::test {
using namespace rooms;
namespace {

/// Knows more than TorchScript itself: the named tuple, and operators of others, ops.torchvision.
class Names : public torch::jit::Resolver {
 public:
  Names()
      : found_(c10::TupleType::createNamed(c10::QualifiedName("__torch__.Found"),
                                           std::vector<std::string>{"boxes", "scores"},
                                           std::vector<c10::TypePtr>{c10::TensorType::get(), c10::TensorType::get()})) {
  }
  std::shared_ptr<torch::jit::SugaredValue> resolveValue(const std::string& name, torch::jit::GraphFunction& method,
                                                         const torch::jit::SourceRange& range) override {
    if (name == "Found") return std::make_shared<torch::jit::NamedTupleConstructor>(found_);
    if (name == "torchvision") return std::make_shared<torch::jit::BuiltinModule>(name);
    return torch::jit::nativeResolver()->resolveValue(name, method, range);
  }
  c10::TypePtr resolveType(const std::string& name, const torch::jit::SourceRange& /*range*/) override {
    return name == "Found" ? found_ : nullptr;
  }

 private:
  c10::TupleTypePtr found_;
};

}  // namespace

void write_network(const std::filesystem::path& file, const std::string& source) {
  torch::jit::Module module("tiny");
  module.register_buffer("weight", at::full({3}, .25, at::TensorOptions(at::kDouble)));
  module.define(source, std::make_shared<Names>());
  module.save(file.string());
}

}  // namespace mlink::test
