// Adapter "openvino": ONNX, TensorFlow, TensorFlow Lite, Paddle and OpenVINO's own files.
#include <fmt/format.h>

#include "adapter_list.h"
#include "blackbox/adapters/model_files.h"
#include "blackbox/adapters/net_engine.h"
#include "blackbox/adapters/openvino_model.h"
#include "blackbox/json_fields.h"

namespace mlink::blackbox {
namespace {

class OpenvinoEngine : public NetEngine {
 public:
  OpenvinoEngine(Manifest manifest, DecodingHead head, int batch, OpenvinoOptions options)
      : NetEngine(std::move(manifest), std::move(head), batch), options_(std::move(options)), batches_(batch > 1) {}

  [[nodiscard]] std::string device() const override { return network_ ? network_->device : options_.device; }

 protected:
  Status open() override {
    std::vector<std::filesystem::path> files;
    for (const auto& weight : manifest().weights) files.push_back(weight.path);
    // What it does not read is not shown to it: each of its readers would complain on standard error.
    if (const auto* format = format_of(files[0]); format != nullptr && !format->read_by("openvino"))
      return tl::make_unexpected(with_other_engines({ErrorKind::unsupported,
                                                     fmt::format("OpenVINO does not read {} files.", format->title),
                                                     {},
                                                     files[0].string()},
                                                    files[0], "openvino"));
    auto shape = input_shape();
    if (batches_) shape[0] = -1;
    options_.inputs = {{manifest().sound.window > 0 ? manifest().sound.name : manifest().input.name, shape}};
    for (const auto& input : manifest().inputs)
      options_.inputs.push_back({input.name, input.size.empty() ? input.shape : std::vector<std::int64_t>{1, 2}});
    auto network = load_openvino(files, options_);
    if (!network) return tl::make_unexpected(with_other_engines(network.error(), files[0], "openvino"));
    network_ = std::move(*network);
    return {};
  }
  void close() override { network_.reset(); }
  Result<std::vector<Tensor>> forward(const std::vector<Tensor>& inputs) override {
    if (!network_) return fail(ErrorKind::failed, "The network is not loaded.");
    return network_->run(inputs);
  }

 private:
  OpenvinoOptions options_;
  bool batches_;
  std::unique_ptr<OpenvinoNetwork> network_;
};

EngineResult make_openvino_engine(const Manifest& manifest, const BoxOptions& options) {
  MLINK_TRY(expect_weights(manifest, 1, 2));
  MLINK_ASSIGN(auto head, read_net_head(manifest));
  Fields fields(manifest.settings_json, "$.settings");
  const int batch = fields.get("batch", 1);
  OpenvinoOptions openvino;
  openvino.threads = options.threads;
  openvino.outputs = fields.get("outputs", std::vector<std::string>{});
  openvino.device = fields.get("device", std::string("CPU"));
  openvino.fast = fields.get("precision", std::string("f32")) == "fast";
  MLINK_TRY(fields.finish("the adapter \"openvino\""));
  return std::make_unique<OpenvinoEngine>(manifest, std::move(head), batch, std::move(openvino));
}

}  // namespace

Adapter adapter_openvino() { return {"openvino", "OpenVINO", Senses::either, make_openvino_engine}; }

}  // namespace mlink::blackbox
