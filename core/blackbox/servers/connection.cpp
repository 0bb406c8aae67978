#include "blackbox/servers/connection.h"

#include <fmt/format.h>
#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <condition_variable>
#include <fstream>
#include <sstream>
#include <utility>

namespace mlink::blackbox {
namespace {

constexpr const char* kSystemCertificates = "/etc/ssl/certs/ca-certificates.crt";

Result<std::string> text_of(const std::filesystem::path& file, const char* what, const char* setting) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in || text.str().empty())
    return fail(ErrorKind::not_found, fmt::format("The file with {} cannot be read, or is empty.", what),
                fmt::format("Put it there, or correct \"{}\" in the manifest's settings.", setting), file.string());
  return text.str();
}

Result<std::shared_ptr<grpc::ChannelCredentials>> credentials_for(const ServerOptions& options) {
  if (!options.address.tls) {
    if (options.tls_ca.empty()) return grpc::InsecureChannelCredentials();
    return fail(ErrorKind::invalid_input, "$.settings.tls_ca goes with an encrypted connection only.",
                "Write the address with grpcs://, or leave tls_ca out.");
  }
  grpc::SslCredentialsOptions ssl;
  if (!options.tls_ca.empty()) {
    MLINK_ASSIGN(ssl.pem_root_certs, text_of(options.tls_ca, "the certificates", "tls_ca"));
  } else if (auto trusted = text_of(kSystemCertificates, "the certificates that this machine trusts", "tls_ca")) {
    ssl.pem_root_certs = std::move(*trusted);
  }
  return grpc::SslCredentials(ssl);
}

/// A server restarts within seconds: connecting is tried again sooner than gRPC would by itself.
grpc::ChannelArguments channel_arguments() {
  constexpr int kSoonest = 100;
  constexpr int kLatest = 1000;
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(-1);
  arguments.SetMaxSendMessageSize(-1);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, kSoonest);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, kLatest);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kLatest);
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);  // instances share nothing
  return arguments;
}

void replace_all(std::string& text, const std::string& what, const std::string& by) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
}

}  // namespace

Result<std::unique_ptr<Connection>> Connection::to(const ServerOptions& options) {
  std::unique_ptr<Connection> connection(new Connection(options));
  MLINK_TRY(connection->read_token());
  MLINK_ASSIGN(const auto credentials, credentials_for(options));
  const auto target = fmt::format("dns:///{}:{}", options.address.host, options.address.port);
  connection->stub_ =
      inference::GRPCInferenceService::NewStub(grpc::CreateCustomChannel(target, credentials, channel_arguments()));
  return connection;
}

Status Connection::read_token() {
  if (options_.token_file.empty()) return {};
  if (!options_.address.tls && !options_.address.is_here())
    return fail(ErrorKind::invalid_input, "The token would go over the network for everyone to read.",
                "Write the server's address with grpcs://, or leave token_file out.");
  MLINK_ASSIGN(auto text, text_of(options_.token_file, "the token", "token_file"));
  constexpr const char* kSpace = " \t\r\n";
  text.erase(text.find_last_not_of(kSpace) + 1);
  text.erase(0, std::min(text.find_first_not_of(kSpace), text.size()));
  const auto plain = [](unsigned char c) { return c > ' ' && c <= '~'; };
  if (text.empty() || !std::all_of(text.begin(), text.end(), plain))
    return fail(ErrorKind::invalid_input, "The file with the token is not one word of plain letters, digits and signs.",
                "Put the token into it and nothing else.", options_.token_file.string());
  token_ = std::move(text);
  return {};
}

bool Connection::new_token() {
  const std::string before = token_;
  return !before.empty() && read_token() && token_ != before;
}

void Connection::prepare(grpc::ClientContext& context, Milliseconds deadline) const {
  context.set_deadline(std::chrono::system_clock::now() + deadline);
  if (!token_.empty()) context.AddMetadata("authorization", "Bearer " + token_);
}

bool Connection::wait(Milliseconds time) {
  std::mutex mutex;
  std::unique_lock lock(mutex);
  std::condition_variable_any changed;
  changed.wait_for(lock, options_.stop, time, [] { return false; });
  return !options_.stop.stop_requested();
}

Error Connection::error_of(const grpc::Status& status, Milliseconds deadline) const {
  if (options_.stop.stop_requested()) return stopped().value();
  constexpr std::size_t kMost = 300;
  std::string said = status.error_message();
  if (!token_.empty()) replace_all(said, token_, "…");
  said = said.substr(0, std::min(said.find('\n'), kMost));
  said.erase(said.find_last_not_of(" .") + 1);
  if (said.empty()) said = "it gives no reason";
  const auto where = options_.address.text();
  switch (status.error_code()) {
    case grpc::StatusCode::UNAVAILABLE:
      if (options_.address.tls && said.find("andshake") != std::string::npos)
        return {ErrorKind::failed,
                fmt::format("The inference server at {} is not trusted: {}.", where, said),
                "Give the certificate of who signed the server's (\"tls_ca\" in the manifest's settings), and name the "
                "server as its certificate does.",
                {}};
      return {ErrorKind::failed,
              fmt::format("The inference server at {} does not answer: {}.", where, said),
              "Start the server, or correct \"address\" in the manifest's settings.",
              {}};
    case grpc::StatusCode::DEADLINE_EXCEEDED:
      return {ErrorKind::failed,
              fmt::format("The inference server at {} gave no answer within {:g} s.", where,
                          static_cast<double>(deadline.count()) / 1000),
              "Look whether it works, or give it more time (\"deadline_ms\" in the manifest's settings).",
              {}};
    case grpc::StatusCode::UNAUTHENTICATED:
    case grpc::StatusCode::PERMISSION_DENIED:
      return {ErrorKind::failed,
              fmt::format("The inference server at {} refuses who asks: {}.", where, said),
              options_.token_file.empty() ? "Name the file with its token (\"token_file\" in the manifest's settings)."
                                          : "Put a valid token into the file that \"token_file\" names.",
              {}};
    case grpc::StatusCode::NOT_FOUND:
      return {ErrorKind::not_found,
              fmt::format("The inference server at {} has no model \"{}\"{}: {}.", where, options_.model,
                          options_.version.empty() ? "" : fmt::format(", version {}", options_.version), said),
              "Correct \"model\" and \"version\" in the manifest's settings, or load the model there.",
              {}};
    case grpc::StatusCode::UNIMPLEMENTED:
      return {ErrorKind::unsupported,
              fmt::format("What answers at {} does not speak the Open Inference Protocol (KServe v2).", where),
              "Look at the port: servers have another one for HTTP.",
              {}};
    case grpc::StatusCode::RESOURCE_EXHAUSTED:
      return {ErrorKind::failed,
              fmt::format("The inference server at {} has no room for this: {}.", where, said),
              "Raise the limits of its messages, or make the input smaller.",
              {}};
    case grpc::StatusCode::INVALID_ARGUMENT:
      return {ErrorKind::invalid_input,
              fmt::format("The inference server refuses the input: {}.", said),
              "Correct \"input\" (size, layout, name) in the manifest.",
              {}};
    default: return {ErrorKind::failed, fmt::format("The inference server failed: {}.", said), {}, {}};
  }
}

}  // namespace mlink::blackbox
