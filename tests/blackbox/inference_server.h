// An inference server in the test's own process: the Open Inference Protocol over gRPC on 127.0.0.1. Its model gives
// back the first three numbers of each frame (of a picture in rows of pixels: the colour of the first), and it goes
// wrong in all the ways that a test asks for.
#pragma once

#include <grpcpp/grpcpp.h>

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/rooms.h"
#include "open_inference.grpc.pb.h"

namespace mlink::test {

struct ServerPort {
  std::string name, datatype;
  std::vector<std::int64_t> shape;
};

struct ServerBehaviour {
  std::vector<ServerPort> inputs{{"picture", "FP32", {-1, 8, 8, 3}}};
  std::vector<ServerPort> outputs{{"values", "FP32", {-1, 3}}};
  std::vector<std::string> versions{"1"};
  int most_together = 0;     ///< 0: it does not have Triton's ModelConfig
  bool typed = false;        ///< numbers in lists by their kind, not as bytes
  bool knows_server = true;  ///< false: it has no ServerMetadata
  bool knows_model = true;   ///< false: its ModelMetadata are empty
  bool ready = true;
  bool speaks = true;         ///< false: it has none of the protocol's calls
  bool refuses_many = false;  ///< more than one frame in a call
  /// Looks at each call of ModelInfer first: anything but OK is its answer. The number counts from 1.
  std::function<grpc::Status(int call, grpc::ServerContext& context)> before;
  /// Changes each answer.
  std::function<void(inference::ModelInferResponse& answer)> spoil;
  std::string token;             ///< what "authorization" must say after "Bearer "; empty: anything
  std::string key, certificate;  ///< PEM; empty: not encrypted
};

class InferenceServer final : public inference::GRPCInferenceService::Service {
 public:
  explicit InferenceServer(ServerBehaviour how, bool started = true);
  ~InferenceServer() override { stop(); }

  /// Again on the port of before.
  void start();
  void stop();
  void set(const std::function<void(ServerBehaviour&)>& change);

  [[nodiscard]] int port() const { return port_; }
  [[nodiscard]] std::string address() const;
  [[nodiscard]] int calls() const { return calls_; }
  /// Of ModelInfer, the ones that were answered.
  [[nodiscard]] std::vector<inference::ModelInferRequest> requests();

 private:
  using Context = grpc::ServerContext;
  grpc::Status ServerMetadata(Context* context, const inference::ServerMetadataRequest* request,
                              inference::ServerMetadataResponse* answer) override;
  grpc::Status ModelReady(Context* context, const inference::ModelReadyRequest* request,
                          inference::ModelReadyResponse* answer) override;
  grpc::Status ModelMetadata(Context* context, const inference::ModelMetadataRequest* request,
                             inference::ModelMetadataResponse* answer) override;
  grpc::Status ModelConfig(Context* context, const inference::ModelConfigRequest* request,
                           inference::ModelConfigResponse* answer) override;
  grpc::Status ModelInfer(Context* context, const inference::ModelInferRequest* request,
                          inference::ModelInferResponse* answer) override;
  [[nodiscard]] grpc::Status let_in(const Context& context, const std::string& model);
  [[nodiscard]] ServerBehaviour how();

  std::mutex mutex_;
  ServerBehaviour how_;
  std::vector<inference::ModelInferRequest> requests_;
  std::atomic<int> calls_{0};
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

/// Answers nothing until the call is given up, or for so long.
void sleep_in(const grpc::ServerContext& context, int milliseconds);

}  // namespace mlink::test
