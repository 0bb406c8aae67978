// Adapter "torchscript": a network through LibTorch, on the GPU where there is one.
#include <fmt/format.h>

#include <optional>
#include <span>
#include <string>
#include <utility>

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

  [[nodiscard]] std::string device() const override {
    if (!module_) return "CPU";
    return module_->device() + (module_->numbers() == "float32" ? "" : " in " + module_->numbers());
  }
  /// Twice what goes into one call: the next pictures travel to the device while it is at work.
  [[nodiscard]] Feeding feeding() const override {
    if (!finds()) return {1, module_ && module_->device() != "CPU", note()};
    return {2 * static_cast<std::size_t>(module_->lot()), true, note()};
  }

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
  std::optional<FoundInFrames> find(std::span<const Frame> frames) override;
  [[nodiscard]] bool batches() const override { return module_ && module_->batches(); }

 private:
  [[nodiscard]] bool finds() const { return module_ && module_->on_device() && plain_pictures() && !in_vain_; }

  [[nodiscard]] std::string note() const {
    const std::string of_module = module_ ? module_->note() : "";
    return note_ + (note_.empty() || of_module.empty() ? "" : " ") + of_module;
  }

  TorchModule::Options options_;
  std::optional<TorchModule> module_;
  bool in_vain_ = false;  ///< its outputs cannot be searched where they are
  std::string note_;
};

std::optional<FoundInFrames> TorchScriptEngine::find(std::span<const Frame> frames) {
  if (!finds()) return std::nullopt;
  const int lot = module_->lot();
  auto found = module_->run_pictures(frames, {manifest().input, head()});
  if (module_->lot() < lot)
    note_ = fmt::format("The memory of the device does not suffice for {} frames a call: {} from now on.", lot,
                        module_->lot());
  if (found) return std::move(*found);
  if (module_->exhausted()) {
    note_ = "The memory of the device does not suffice for one frame: the CPU goes on.";
    options_.use_gpu = options_.on_device = false;
    if (!open()) module_.reset();  // each frame tells that it is not loaded
  } else {
    in_vain_ = found.error().kind == ErrorKind::unsupported;
  }
  return std::nullopt;
}

EngineResult make_torchscript_engine(const Manifest& manifest, const BoxOptions& options) {
  MLINK_TRY(expect_weights(manifest, 1, 1));
  MLINK_ASSIGN(auto head, read_net_head(manifest));
  Fields fields(manifest.settings_json, "$.settings");
  const int batch = fields.get("batch", 0);
  TorchModule::Options torch;
  torch.threads = options.threads;
  torch.use_gpu = options.use_gpu;
  torch.gpu = options.gpu;
  torch.lot = batch;
  torch.on_device = options.on_device;
  torch.fast = fields.choice("precision", {"f32", "fast"}) == "fast";
  if (fields.raw("optimize").is_boolean()) torch.optimise = fields.get("optimize", true) ? Optimise::on : Optimise::off;
  MLINK_TRY(fields.finish("the adapter \"torchscript\""));
  return std::make_unique<TorchScriptEngine>(manifest, std::move(head), batch, std::move(torch));
}

}  // namespace

Adapter adapter_torchscript() { return {"torchscript", "TorchScript", Senses::either, make_torchscript_engine, true}; }

}  // namespace mlink::blackbox
