// Adapter "server": a model on an inference server (Open Inference Protocol over gRPC).
#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "adapter_list.h"
#include "blackbox/adapters/net_engine.h"
#include "blackbox/adapters/server_model.h"
#include "blackbox/json_fields.h"

namespace mlink::blackbox {
namespace {

class ServerEngine : public NetEngine {
 public:
  ServerEngine(Manifest manifest, DecodingHead head, int batch, ServerOptions options)
      : NetEngine(std::move(manifest), std::move(head), 1), options_(std::move(options)), most_(batch) {}

  [[nodiscard]] std::string device() const override {
    const auto place = fmt::format("{}, model {}", options_.address.text(), options_.model);
    return model_ ? fmt::format("{} ({})", place, model_->server) : place;
  }
  [[nodiscard]] Feeding feeding() const override { return {most_in_call(), true, {}}; }
  [[nodiscard]] std::optional<Error> take_end() override { return std::exchange(end_, std::nullopt); }

 protected:
  Status open() override {
    end_.reset();
    options_.inputs = {{manifest().sound.window > 0 ? manifest().sound.name : manifest().input.name, input_shape()}};
    for (const auto& input : manifest().inputs)
      options_.inputs.push_back({input.name, input.size.empty() ? input.shape : std::vector<std::int64_t>{1, 2}});
    MLINK_ASSIGN(model_, open_server_model(options_));
    set_batch(most_ > 0 ? std::min(most_, model_->most_together) : model_->most_together);
    return {};
  }
  void close() override { model_.reset(); }
  Result<std::vector<Tensor>> forward(const std::vector<Tensor>& inputs) override {
    if (!model_) return fail(ErrorKind::failed, "The model is not loaded.");
    if (end_) return tl::make_unexpected(*end_);  // the other frames of the call need not wait for it, too
    auto outputs = model_->run(inputs);
    if (!outputs && model_->lost()) end_ = outputs.error();
    return outputs;
  }

 private:
  ServerOptions options_;
  int most_;  ///< frames in a call, of the manifest; 0: as the server says
  std::unique_ptr<ServerModel> model_;
  std::optional<Error> end_;
};

EngineResult make_server_engine(const Manifest& manifest, const BoxOptions& options) {
  MLINK_TRY(expect_weights(manifest, 0, 0));
  MLINK_ASSIGN(auto head, read_net_head(manifest));
  Fields fields(manifest.settings_json, "$.settings");
  ServerOptions server;
  const auto address = fields.get("address", std::string());
  server.model = fields.get("model", std::string());
  server.version = fields.get("version", std::string());
  server.deadline_ms = fields.get("deadline_ms", server.deadline_ms);
  server.retries = fields.get("retries", server.retries);
  server.tls_ca = fields.get("tls_ca", std::string());
  server.token_file = fields.get("token_file", std::string());
  server.outputs = fields.get("outputs", server.outputs);
  server.stop = options.stop;
  const int batch = fields.get("batch", 0);
  MLINK_TRY(fields.finish("the adapter \"server\""));
  if (address.empty()) return fail(ErrorKind::invalid_input, "$.settings.address is missing: the server's.");
  if (server.model.empty())
    return fail(ErrorKind::invalid_input, "$.settings.model is missing: its name on the server.");
  MLINK_ASSIGN(server.address, read_server_address(address));
  if (!server.address.model.empty())
    return fail(ErrorKind::invalid_input, "$.settings.address goes on after the port.",
                "The model's name stands in \"model\".");
  return std::make_unique<ServerEngine>(manifest, std::move(head), batch, std::move(server));
}

}  // namespace

Adapter adapter_server() {
  return {.name = "server",
          .title = "Inference server",
          .senses = Senses::either,
          .make = make_server_engine,
          .server = true,
          .apart = {"deadline_ms", "retries", "tls_ca", "token_file"}};
}

}  // namespace mlink::blackbox
