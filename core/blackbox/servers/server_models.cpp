// The module with gRPC: models on inference servers. What can go wrong on the way becomes an Error here.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <grpc/support/log.h>
#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <exception>
#include <optional>
#include <utility>

#include "blackbox/servers/connection.h"
#include "blackbox/servers/table.h"
#include "blackbox/servers/tensor_bytes.h"

namespace mlink::blackbox {
namespace {

using inference::ModelInferRequest;
using inference::ModelInferResponse;
using Milliseconds = Connection::Milliseconds;
using Stub = Connection::Stub;
using Shape = std::vector<std::int64_t>;

constexpr Milliseconds kQuestion{10'000};  ///< the deadline of what a server answers without computing
constexpr Milliseconds kProbe{3'000};
constexpr Milliseconds kWarmingUp{30'000};  ///< the first inference may load what the others find there
constexpr Milliseconds kFirstPause{200};

template <class Metadata>
std::vector<TensorPort> ports_of(const Metadata& tensors) {
  std::vector<TensorPort> ports;
  ports.reserve(static_cast<std::size_t>(tensors.size()));
  for (const auto& tensor : tensors)
    ports.push_back(
        {tensor.name(), {tensor.shape().begin(), tensor.shape().end()}, std::string(type_of(tensor.datatype()))});
  return ports;
}

std::string names_text(const std::vector<TensorPort>& ports) {
  std::vector<std::string> names;
  names.reserve(ports.size());
  for (const auto& port : ports) names.push_back(port.name);
  return names.empty() ? "none" : fmt::format("{}", fmt::join(names, ", "));
}

const TensorPort* find(const std::vector<TensorPort>& ports, const std::string& name) {
  const auto found = std::find_if(ports.begin(), ports.end(), [&](const auto& port) { return port.name == name; });
  return found == ports.end() ? nullptr : &*found;
}

/// Sizes of -1 fit all.
bool fits(const Shape& said, const Shape& shape) {
  return std::equal(said.begin(), said.end(), shape.begin(), shape.end(),
                    [](std::int64_t should, std::int64_t is) { return should < 0 || should == is; });
}

Shape without_first(const Shape& shape) { return {shape.begin() + 1, shape.end()}; }

/// Where one of the given tensors goes.
struct Place {
  std::string name, datatype;
  bool whole = true;  ///< false: the model takes one frame without a dimension for several
};

class Model final : public ServerModel {
 public:
  Model(std::unique_ptr<Connection> connection, const ServerOptions& options)
      : connection_(std::move(connection)), options_(options) {}

  /// What the server says of itself and of the model.
  Status ask();
  /// The inputs and outputs that were asked for against those.
  Status prepare();

  Result<std::vector<Tensor>> run(const std::vector<Tensor>& inputs) override {
    lost_ = false;
    try {
      MLINK_TRY(fill(inputs));
      MLINK_TRY(send());
      return outputs();
    } catch (const std::exception& error) {
      return fail(ErrorKind::failed, fmt::format("The inference server cannot be asked: {}.", error.what()));
    }
  }
  [[nodiscard]] bool lost() const override { return lost_; }

 private:
  template <class Request>
  [[nodiscard]] Request about_model() const {
    Request request;
    request.set_name(options_.model);
    request.set_version(options_.version);
    return request;
  }
  /// Of this call of run().
  [[nodiscard]] Milliseconds deadline() const {
    const Milliseconds usual(options_.deadline_ms);
    return calls_ == 1 ? std::max(usual, kWarmingUp) : usual;
  }
  [[nodiscard]] bool ready() const;
  Status place_inputs();
  Status choose_outputs();
  Status fill(const std::vector<Tensor>& inputs);
  Status send();
  [[nodiscard]] tl::unexpected<Error> lose(Error error) {
    lost_ = true;
    return tl::make_unexpected(std::move(error));
  }
  Status same_version();
  Result<std::vector<Tensor>> outputs();
  Status shape_as_said(Tensor& tensor) const;

  std::unique_ptr<Connection> connection_;
  ServerOptions options_;
  std::vector<std::string> datatypes_;  ///< of the inputs, as the server says them
  std::vector<Place> places_;           ///< of the given inputs
  std::vector<std::string> wanted_;     ///< outputs; empty: the server does not say what it has
  std::string name_;                    ///< "triton 2.51.0"
  std::optional<std::string> version_;  ///< of the model that answered first
  ModelInferRequest request_;
  ModelInferResponse response_;
  std::uint64_t calls_ = 0;
  bool lost_ = false;
};

Status Model::ask() {
  inference::ServerMetadataResponse said;
  const inference::ServerMetadataRequest about_server;
  const auto there = connection_->call(&Stub::ServerMetadata, about_server, said, kQuestion);
  if (!there.ok() && there.error_code() != grpc::StatusCode::UNIMPLEMENTED)
    return tl::make_unexpected(connection_->error_of(there, kQuestion));
  name_ = said.name().empty() ? "a server" : said.name() + (said.version().empty() ? "" : " ") + said.version();
  inference::ModelMetadataResponse model;
  const auto known =
      connection_->call(&Stub::ModelMetadata, about_model<inference::ModelMetadataRequest>(), model, kQuestion);
  if (!known.ok()) return tl::make_unexpected(connection_->error_of(known, kQuestion));
  if (!ready())
    return fail(ErrorKind::failed,
                fmt::format("The model \"{}\" on the inference server at {} is not ready.", options_.model,
                            options_.address.text()),
                "Wait until it is loaded, or look into the server's log.");
  ports.inputs = ports_of(model.inputs());
  ports.outputs = ports_of(model.outputs());
  for (const auto& input : model.inputs()) datatypes_.push_back(input.datatype());
  // Triton alone tells how many frames a call may have; elsewhere it is one.
  inference::ModelConfigResponse config;
  if (connection_->call(&Stub::ModelConfig, about_model<inference::ModelConfigRequest>(), config, kQuestion).ok())
    most_together = std::max(config.config().max_batch_size(), 1);
  const auto& version = options_.version.empty() && model.versions_size() == 1 ? model.versions(0) : options_.version;
  server = version.empty() ? name_ : fmt::format("{}, version {} of the model", name_, version);
  return {};
}

bool Model::ready() const {
  inference::ModelReadyResponse answer;
  return connection_->call(&Stub::ModelReady, about_model<inference::ModelReadyRequest>(), answer, kProbe).ok() &&
         answer.ready();
}

Status Model::prepare() {
  MLINK_TRY(place_inputs());
  MLINK_TRY(choose_outputs());
  request_.set_model_name(options_.model);
  request_.set_model_version(options_.version);
  for (const auto& place : places_) {
    auto* input = request_.add_inputs();
    input->set_name(place.name);
    input->set_datatype(place.datatype);
    request_.add_raw_input_contents();
  }
  for (const auto& name : wanted_) request_.add_outputs()->set_name(name);
  return {};
}

Status Model::place_inputs() {
  const auto& given = options_.inputs;
  const auto own = names_text(ports.inputs);
  if (ports.inputs.empty()) {  // some servers know nothing of their models: the manifest's word is taken
    for (const auto& input : given) {
      if (input.name.empty())
        return fail(ErrorKind::invalid_input, "The inference server does not say what the model's inputs are called.",
                    "Name them in the manifest (\"name\" in \"input\" and \"inputs\").");
      places_.push_back({input.name, "FP32", true});
    }
    return {};
  }
  if (ports.inputs.size() != given.size())
    return fail(
        ErrorKind::invalid_input,
        fmt::format("The model has {} inputs ({}), the manifest gives {}.", ports.inputs.size(), own, given.size()),
        "Name them in the manifest: the picture's in \"input\", the others in \"inputs\".");
  std::vector<bool> taken(ports.inputs.size(), false);
  std::vector<std::size_t> at(given.size(), ports.inputs.size());
  for (std::size_t i = 0; i < given.size(); ++i)
    for (std::size_t k = 0; k < ports.inputs.size() && !given[i].name.empty(); ++k)
      if (!taken[k] && ports.inputs[k].name == given[i].name) at[i] = k, taken[k] = true;
  for (std::size_t i = 0; i < given.size(); ++i) {
    if (at[i] == ports.inputs.size()) {
      if (!given[i].name.empty())
        return fail(ErrorKind::invalid_input,
                    fmt::format("The model has no input called \"{}\"; it has {}.", given[i].name, own),
                    "Correct the name in the manifest.");
      at[i] = static_cast<std::size_t>(std::find(taken.begin(), taken.end(), false) - taken.begin());
      taken[at[i]] = true;
    }
    const auto& port = ports.inputs[at[i]];
    const auto& shape = given[i].shape;
    const bool whole = shape.empty() || port.shape.empty() || fits(port.shape, shape);
    if (!whole && (shape[0] != 1 || !fits(port.shape, without_first(shape))))
      return fail(ErrorKind::invalid_input,
                  fmt::format("The model's input \"{}\" is {}; the manifest gives {}.", port.name,
                              shape_text(port.shape), shape_text(shape)),
                  "Correct the input (size, channels, layout, shape) in the manifest.");
    if (port.type.empty() || port.type == "string")
      return fail(ErrorKind::unsupported,
                  fmt::format("The model's input \"{}\" takes {}.", port.name,
                              port.type.empty() ? "values of the datatype " + datatypes_[at[i]] : "texts"),
                  "Ask a model that takes numbers.");
    places_.push_back({port.name, datatypes_[at[i]], whole});
  }
  // Of several frames together only what has a dimension for them can be sent, and that must be open.
  const auto& first = ports.inputs[at[0]].shape;
  if (!places_[0].whole || first.empty() || first[0] >= 0) most_together = 1;
  return {};
}

Status Model::choose_outputs() {
  wanted_ = options_.outputs;
  if (ports.outputs.empty()) return {};
  for (const auto& name : wanted_)
    if (find(ports.outputs, name) == nullptr)
      return fail(ErrorKind::invalid_input,
                  fmt::format("The model has no output called \"{}\"; it has {}.", name, names_text(ports.outputs)),
                  "Correct \"outputs\" in the manifest's settings.");
  for (const auto& port : ports.outputs)
    if (options_.outputs.empty() && port.type != "string") wanted_.push_back(port.name);
  if (wanted_.empty())
    return fail(ErrorKind::unsupported,
                fmt::format("None of the model's outputs holds numbers: {}.", names_text(ports.outputs)));
  return {};
}

Status Model::fill(const std::vector<Tensor>& inputs) {
  if (inputs.size() != places_.size())
    return fail(ErrorKind::invalid_input,
                fmt::format("The model has {} inputs, and {} were given.", places_.size(), inputs.size()));
  request_.set_id(fmt::format("mlink-{}", ++calls_));  // some servers answer nothing without
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const auto index = static_cast<int>(i);
    auto& shape = *request_.mutable_inputs(index)->mutable_shape();
    const auto& given = inputs[i].shape;
    shape.Assign(given.begin() + (places_[i].whole ? 0 : 1), given.end());
    MLINK_TRY(put_bytes(places_[i].datatype, inputs[i].data, *request_.mutable_raw_input_contents(index)));
  }
  return {};
}

Status Model::send() {
  using Code = grpc::StatusCode;
  auto pause = kFirstPause;
  for (int left = options_.retries;; --left, pause *= 2) {
    const auto status = connection_->call(&Stub::ModelInfer, request_, response_, deadline());
    if (status.ok()) return same_version();
    const auto code = status.error_code();
    if (code == Code::UNAUTHENTICATED || code == Code::PERMISSION_DENIED)
      return lose(connection_->error_of(status, deadline()));
    // Gone, or is this frame what it does not answer?
    const bool gone = code == Code::UNAVAILABLE || code == Code::CANCELLED || !ready();
    if (options_.stop.stop_requested()) return stopped();
    if (!gone) return tl::make_unexpected(connection_->error_of(status, deadline()));
    if (left <= 0 || code == Code::DEADLINE_EXCEEDED) return lose(connection_->error_of(status, deadline()));
    if (!connection_->wait(pause)) return stopped();
  }
}

Status Model::same_version() {
  const auto& version = response_.model_version();
  if (!version_) version_ = version;
  if (version == *version_) return {};
  const auto before = std::exchange(*version_, version);
  return lose({ErrorKind::failed,
               fmt::format("The inference server answers with version {} of the model now; until here it was {}.",
                           version, before),
               "Outputs of two models do not go together: name one in the manifest (\"version\" in its settings).",
               {}});
}

Result<std::vector<Tensor>> Model::outputs() {
  const int raws = response_.raw_output_contents_size();
  if (raws > 0 && raws != response_.outputs_size())
    return fail(ErrorKind::corrupt, fmt::format("The server's answer names {} outputs and has the values of {}.",
                                                response_.outputs_size(), raws));
  std::vector<Tensor> tensors;
  const auto take = [&](int index) -> Status {
    MLINK_ASSIGN(auto tensor,
                 tensor_of(response_.outputs(index), raws > 0 ? &response_.raw_output_contents(index) : nullptr));
    MLINK_TRY(shape_as_said(tensor));
    tensors.push_back(std::move(tensor));
    return {};
  };
  for (int i = 0; wanted_.empty() && i < response_.outputs_size(); ++i) MLINK_TRY(take(i));
  for (const auto& name : wanted_) {
    int index = 0;
    while (index < response_.outputs_size() && response_.outputs(index).name() != name) ++index;
    if (index == response_.outputs_size())
      return fail(ErrorKind::corrupt, fmt::format("The server's answer has no output \"{}\".", name));
    MLINK_TRY(take(index));
  }
  return tensors;
}

Status Model::shape_as_said(Tensor& tensor) const {
  const auto* port = find(ports.outputs, tensor.name);
  if (port == nullptr) return {};
  const auto& said = port->shape;
  auto& shape = tensor.shape;
  // MLServer writes a list of numbers as a column.
  if (shape.size() == said.size() + 1 && !said.empty() && shape.back() == 1) shape.pop_back();
  if (shape.size() == said.size() && !fits(said, shape))
    return fail(ErrorKind::corrupt, fmt::format("The server's output \"{}\" is {}, and {} came.", tensor.name,
                                                shape_text(said), shape_text(shape)));
  // One frame without the dimension for several: here all have it.
  if (!places_.empty() && !places_[0].whole && (said.empty() || said[0] != 1)) shape.insert(shape.begin(), 1);
  return {};
}

Result<std::unique_ptr<ServerModel>> open(const ServerOptions& options) {
  // What goes wrong is told by the Error; gRPC would write it on standard error as well.
  static const bool quiet = (gpr_set_log_function([](gpr_log_func_args*) {}), true);
  static_cast<void>(quiet);
  try {
    MLINK_ASSIGN(auto connection, Connection::to(options));
    auto model = std::make_unique<Model>(std::move(connection), options);
    MLINK_TRY(model->ask());
    if (!options.inputs.empty()) MLINK_TRY(model->prepare());
    return model;
  } catch (const std::exception& error) {
    return fail(ErrorKind::failed, fmt::format("The inference server cannot be asked: {}.", error.what()));
  }
}

}  // namespace
}  // namespace mlink::blackbox

extern "C" const mlink::blackbox::ServersTable* mlink_blackbox_servers();

const mlink::blackbox::ServersTable* mlink_blackbox_servers() {
  static constexpr mlink::blackbox::ServersTable table{mlink::blackbox::open};
  return &table;
}
