// A model on an inference server that speaks the Open Inference Protocol (KServe v2) over gRPC: Triton, MLServer,
// KServe and others. gRPC is optional and stands in a module of its own that is loaded with the first server
// (blackbox/servers).
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "blackbox/adapters/network_ports.h"
#include "outputs/tensor.h"

namespace mlink::blackbox {

struct ServerAddress {
  bool tls = false;
  std::string host;  ///< a name or a number; IPv6 in brackets
  int port = 0;
  std::string model, version;  ///< where the address goes on with them: grpc://host:port/model/version
  /// "grpc://host:port"
  [[nodiscard]] std::string text() const { return (tls ? "grpcs://" : "grpc://") + host + ":" + std::to_string(port); }
  /// It is this machine itself.
  [[nodiscard]] bool is_here() const {
    const bool numbers = host.find_first_not_of("0123456789.") == std::string::npos;
    return host == "localhost" || host == "[::1]" || (numbers && host.starts_with("127."));
  }
};

/// Whether it begins as one does.
[[nodiscard]] bool is_server_address(std::string_view text);
/// Errors: another scheme; no host or port; a name and password in it (which are not told).
[[nodiscard]] Result<ServerAddress> read_server_address(const std::string& text);

struct ServerOptions {
  ServerAddress address;
  std::string model;
  std::string version;       ///< empty: the server's own choice
  int deadline_ms = 30'000;  ///< of one call
  int retries = 5;           ///< where the server does not answer, each after twice the time, from 0.2 s on
  /// Certificates (PEM) of who signs the server's; empty: those that this machine trusts.
  std::filesystem::path tls_ca;
  std::filesystem::path token_file;  ///< a text that goes with each call as "authorization: Bearer"; empty: none
  std::vector<std::string> outputs;  ///< by name; empty: all that are numbers
  struct Input {
    std::string name;                 ///< empty: the next that no other names
    std::vector<std::int64_t> shape;  ///< of one frame
  };
  /// All that the model has, in the order in which run() gets them; none: it is not to be run yet.
  std::vector<Input> inputs;
  std::stop_token stop;  ///< ends waiting
};

/// A model that was there. Not thread-safe; one instance belongs to one thread; instances share nothing. No exception
/// leaves it.
class ServerModel {
 public:
  ServerModel() = default;
  virtual ~ServerModel() = default;
  ServerModel(const ServerModel&) = delete;
  ServerModel& operator=(const ServerModel&) = delete;

  /// One call. The tensors in the order of ServerOptions::inputs, in floats whatever the model takes; the outputs in
  /// floats in their order, by name.
  [[nodiscard]] virtual Result<std::vector<Tensor>> run(const std::vector<Tensor>& inputs) = 0;
  /// Whether the last error of run() was the server's: it is gone, hangs, refuses the token, or has another version of
  /// the model than before. Other errors concern what was sent.
  [[nodiscard]] virtual bool lost() const = 0;

  NetworkPorts ports;     ///< as the server says them; without names and shapes where it says nothing
  int most_together = 1;  ///< frames in a call
  std::string server;     ///< "triton 2.51.0, version 1 of the model"
};

/// Errors: no gRPC in this build; files of certificates or token that cannot be read, or a token that would go
/// unencrypted to another machine; no server there, or one that is not trusted; no such model, or one that is not
/// ready; inputs or outputs that it does not have.
[[nodiscard]] Result<std::unique_ptr<ServerModel>> open_server_model(const ServerOptions& options);

}  // namespace mlink::blackbox
