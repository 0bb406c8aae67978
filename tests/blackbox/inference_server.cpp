#include "inference_server.h"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <thread>

namespace mlink::test {
namespace {

using grpc::Status;
using grpc::StatusCode;
using inference::InferTensorContents;
using inference::ModelInferRequest;
using inference::ModelInferResponse;

constexpr std::size_t kNumbers = 3;

std::size_t bytes_of(const std::string& datatype) {
  if (datatype.ends_with("64")) return 8;
  if (datatype.ends_with("32")) return 4;
  return datatype.ends_with("16") ? 2 : 1;
}

template <class T>
T number(const char* from) {
  T value;
  std::memcpy(&value, from, sizeof(T));
  return value;
}

/// The bytes' numbers in the list that goes with their kind, as the specification says.
void to_list(const std::string& datatype, const std::string& bytes, InferTensorContents& to) {
  const auto size = bytes_of(datatype);
  for (const char* at = bytes.data(); at < bytes.data() + bytes.size(); at += size) {
    if (datatype == "FP32") to.add_fp32_contents(number<float>(at));
    if (datatype == "FP64") to.add_fp64_contents(number<double>(at));
    if (datatype == "BOOL") to.add_bool_contents(*at != 0);
    if (datatype == "INT8") to.add_int_contents(number<std::int8_t>(at));
    if (datatype == "INT16") to.add_int_contents(number<std::int16_t>(at));
    if (datatype == "INT32") to.add_int_contents(number<std::int32_t>(at));
    if (datatype == "INT64") to.add_int64_contents(number<std::int64_t>(at));
    if (datatype == "UINT8") to.add_uint_contents(number<std::uint8_t>(at));
    if (datatype == "UINT16") to.add_uint_contents(number<std::uint16_t>(at));
    if (datatype == "UINT32") to.add_uint_contents(number<std::uint32_t>(at));
    if (datatype == "UINT64") to.add_uint64_contents(number<std::uint64_t>(at));
  }
}

/// The first numbers of each frame. A model without a dimension for several frames gives them as they are.
void compute(const ServerBehaviour& how, const ModelInferRequest& request, ModelInferResponse& answer) {
  const auto& input = request.inputs(0);
  const auto& bytes = request.raw_input_contents(0);
  const bool several = how.inputs[0].shape.size() == 4;
  const auto frames = several ? static_cast<std::size_t>(input.shape(0)) : 1;
  const auto part = kNumbers * bytes_of(input.datatype());
  std::string values;
  for (std::size_t i = 0; i < frames; ++i) values += bytes.substr(i * (bytes.size() / frames), part);
  for (const auto& port : how.outputs) {
    auto* output = answer.add_outputs();
    output->set_name(port.name);
    output->set_datatype(input.datatype());
    if (several) output->add_shape(static_cast<std::int64_t>(frames));
    output->add_shape(kNumbers);
    if (how.typed)
      to_list(input.datatype(), values, *output->mutable_contents());
    else
      answer.add_raw_output_contents(values);
  }
}

}  // namespace

void sleep_in(const grpc::ServerContext& context, int milliseconds) {
  for (int i = 0; i < milliseconds && !context.IsCancelled(); i += 5)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
}

InferenceServer::InferenceServer(ServerBehaviour how, bool started) : how_(std::move(how)) {
  start();
  if (!started) stop();
}

void InferenceServer::start() {
  auto credentials = grpc::InsecureServerCredentials();
  if (!how_.key.empty()) {
    grpc::SslServerCredentialsOptions ssl;
    ssl.pem_key_cert_pairs.push_back({how_.key, how_.certificate});
    credentials = grpc::SslServerCredentials(ssl);
  }
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:" + std::to_string(port_), credentials, &port_);
  builder.SetMaxReceiveMessageSize(-1);
  builder.RegisterService(this);
  server_ = builder.BuildAndStart();
}

void InferenceServer::stop() {
  if (!server_) return;
  server_->Shutdown(std::chrono::system_clock::now());
  server_.reset();
}

void InferenceServer::set(const std::function<void(ServerBehaviour&)>& change) {
  const std::lock_guard lock(mutex_);
  change(how_);
}

ServerBehaviour InferenceServer::how() {
  const std::lock_guard lock(mutex_);
  return how_;
}

std::string InferenceServer::address() const {
  return (how_.key.empty() ? "grpc://127.0.0.1:" : "grpcs://127.0.0.1:") + std::to_string(port_);
}

std::vector<ModelInferRequest> InferenceServer::requests() {
  const std::lock_guard lock(mutex_);
  return requests_;
}

Status InferenceServer::let_in(const Context& context, const std::string& model) {
  const auto now = how();
  if (!now.speaks) return {StatusCode::UNIMPLEMENTED, ""};
  if (!now.token.empty()) {
    const auto& said = context.client_metadata();
    const auto found = said.find("authorization");
    const std::string given = found == said.end() ? "nothing" : std::string(found->second.data(), found->second.size());
    if (given != "Bearer " + now.token) return {StatusCode::UNAUTHENTICATED, "bad credentials: " + given};
  }
  if (model != "colour") return {StatusCode::NOT_FOUND, "Request for unknown model: '" + model + "' is not found"};
  return Status::OK;
}

Status InferenceServer::ServerMetadata(Context* /*context*/, const inference::ServerMetadataRequest* /*request*/,
                                       inference::ServerMetadataResponse* answer) {
  if (const auto now = how(); !now.speaks || !now.knows_server) return {StatusCode::UNIMPLEMENTED, ""};
  answer->set_name("made");
  answer->set_version("0.1");
  return Status::OK;
}

Status InferenceServer::ModelReady(Context* context, const inference::ModelReadyRequest* request,
                                   inference::ModelReadyResponse* answer) {
  if (auto status = let_in(*context, request->name()); !status.ok()) return status;
  answer->set_ready(how().ready);
  return Status::OK;
}

Status InferenceServer::ModelMetadata(Context* context, const inference::ModelMetadataRequest* request,
                                      inference::ModelMetadataResponse* answer) {
  if (auto status = let_in(*context, request->name()); !status.ok()) return status;
  const auto now = how();
  answer->set_name(request->name());
  if (!now.knows_model) return Status::OK;
  for (const auto& version : now.versions) answer->add_versions(version);
  const auto say = [](const ServerPort& port, inference::ModelMetadataResponse::TensorMetadata& to) {
    to.set_name(port.name);
    to.set_datatype(port.datatype);
    to.mutable_shape()->Assign(port.shape.begin(), port.shape.end());
  };
  for (const auto& port : now.inputs) say(port, *answer->add_inputs());
  for (const auto& port : now.outputs) say(port, *answer->add_outputs());
  return Status::OK;
}

Status InferenceServer::ModelConfig(Context* context, const inference::ModelConfigRequest* request,
                                    inference::ModelConfigResponse* answer) {
  if (auto status = let_in(*context, request->name()); !status.ok()) return status;
  const int most = how().most_together;
  if (most == 0) return {StatusCode::UNIMPLEMENTED, ""};
  answer->mutable_config()->set_max_batch_size(most);
  return Status::OK;
}

Status InferenceServer::ModelInfer(Context* context, const ModelInferRequest* request, ModelInferResponse* answer) {
  if (auto status = let_in(*context, request->model_name()); !status.ok()) return status;
  const auto now = how();
  const int call = ++calls_;
  if (now.before)
    if (auto status = now.before(call, *context); !status.ok()) return status;
  if (request->id().empty()) return {StatusCode::INVALID_ARGUMENT, "no id"};
  if (now.refuses_many && request->inputs(0).shape(0) > 1) return {StatusCode::INVALID_ARGUMENT, "one frame at a time"};
  answer->set_id(request->id());
  answer->set_model_name(request->model_name());
  if (!now.versions.empty()) answer->set_model_version(now.versions[0]);
  compute(now, *request, *answer);
  if (now.spoil) now.spoil(*answer);
  const std::lock_guard lock(mutex_);
  requests_.push_back(*request);
  return Status::OK;
}

}  // namespace mlink::test
