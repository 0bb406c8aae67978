// Adapter "torchscript": a network through LibTorch, on the GPU where there is one.
#include <optional>
#include <span>

#include "adapter_list.h"
#include "blackbox/adapters/model_files.h"
#include "blackbox/adapters/net_engine.h"
#include "blackbox/adapters/torch_module.h"
#include "blackbox/json_fields.h"

namespace mlink::blackbox {
namespace {

class TorchScriptEngine : public NetEngine {
 public:
  TorchScriptEngine(Manifest manifest, DecodingHead head, int batch, TorchModule::Options options)
      : NetEngine(std::move(manifest), std::move(head), batch), options_(std::move(options)) {}

  [[nodiscard]] std::string device() const override { return module_ ? module_->device() : "CPU"; }

 protected:
  Status open() override {
    options_.input_shape = input_shape();
    options_.input_name = manifest().sound.window > 0 ? manifest().sound.name : manifest().input.name;
    MLINK_ASSIGN(options_.more, further_inputs());
    const auto& file = manifest().weights[0].path;
    auto module = TorchModule::load(file, options_);
    if (!module) return tl::make_unexpected(with_other_engines(module.error(), file, "torchscript"));
    module_.emplace(std::move(*module));
    return {};
  }
  void close() override { module_.reset(); }
  Result<std::vector<Tensor>> forward(const std::vector<Tensor>& inputs) override {
    if (!module_) return fail(ErrorKind::failed, "The network is not loaded.");
    return module_->run(inputs[0], std::span(inputs).subspan(1));
  }
  [[nodiscard]] bool batches() const override { return module_ && module_->batches(); }

 private:
  TorchModule::Options options_;
  std::optional<TorchModule> module_;
};

EngineResult make_torchscript_engine(const Manifest& manifest, const BoxOptions& options) {
  MLINK_TRY(expect_weights(manifest, 1, 1));
  MLINK_ASSIGN(auto head, read_net_head(manifest));
  Fields fields(manifest.settings_json, "$.settings");
  const int batch = fields.get("batch", 0);
  TorchModule::Options torch;
  torch.threads = options.threads;
  torch.use_gpu = options.use_gpu;
  if (fields.raw("optimize").is_boolean()) torch.optimise = fields.get("optimize", true) ? Optimise::on : Optimise::off;
  MLINK_TRY(fields.finish("the adapter \"torchscript\""));
  return std::make_unique<TorchScriptEngine>(manifest, std::move(head), batch, std::move(torch));
}

}  // namespace

Adapter adapter_torchscript() { return {"torchscript", "TorchScript", Senses::either, make_torchscript_engine, true}; }

}  // namespace mlink::blackbox
