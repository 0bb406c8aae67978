// One connection to an inference server: encrypted or not, with a token or not, each call with its deadline. Not
// thread-safe.
#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>

#include "base/error.h"
#include "blackbox/adapters/server_model.h"
#include "open_inference.grpc.pb.h"

namespace mlink::blackbox {

class Connection {
 public:
  using Stub = inference::GRPCInferenceService::Stub;
  using Milliseconds = std::chrono::milliseconds;

  /// Connects with the first call. Errors: the files of certificates and token, as open_server_model says.
  [[nodiscard]] static Result<std::unique_ptr<Connection>> to(const ServerOptions& options);

  /// One call, ended by the deadline or by the stop token.
  template <class Request, class Response>
  [[nodiscard]] grpc::Status call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                                  const Request& request, Response& response, Milliseconds deadline) {
    auto status = once(method, request, response, deadline);
    // Tokens that are replaced from time to time: the file may have the next one already.
    if (status.error_code() == grpc::StatusCode::UNAUTHENTICATED && new_token())
      status = once(method, request, response, deadline);
    return status;
  }
  /// Waits that long. False: asked to stop meanwhile.
  [[nodiscard]] bool wait(Milliseconds time);

  /// For people. Nothing of the token is in it, whatever the server says.
  [[nodiscard]] Error error_of(const grpc::Status& status, Milliseconds deadline) const;
  [[nodiscard]] const ServerOptions& options() const { return options_; }

 private:
  explicit Connection(const ServerOptions& options) : options_(options) {}
  template <class Request, class Response>
  [[nodiscard]] grpc::Status once(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                                  const Request& request, Response& response, Milliseconds deadline) {
    grpc::ClientContext context;
    prepare(context, deadline);
    const std::stop_callback cancel(options_.stop, [&context] { context.TryCancel(); });
    response.Clear();
    return ((*stub_).*method)(&context, request, &response);
  }
  void prepare(grpc::ClientContext& context, Milliseconds deadline) const;
  [[nodiscard]] Status read_token();
  [[nodiscard]] bool new_token();

  ServerOptions options_;
  std::string token_;
  std::unique_ptr<Stub> stub_;
};

}  // namespace mlink::blackbox
