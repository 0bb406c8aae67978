#include "blackbox/adapters/server_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/modules.h"
#include "blackbox/servers/table.h"

namespace mlink::blackbox {
namespace {

constexpr std::string_view kPlain = "grpc://";
constexpr std::string_view kEncrypted = "grpcs://";
constexpr const char* kExample = "An address is grpc://host:port, or grpcs://host:port for an encrypted connection.";

#ifdef MLINK_SERVERS_MODULE
Result<const ServersTable*> load_servers() {
  MLINK_ASSIGN(const void* table, module_table(MLINK_SERVERS_MODULE, kServersTable, "gRPC"));
  return static_cast<const ServersTable*>(table);
}
#else
Result<const ServersTable*> load_servers() {
  return fail(ErrorKind::unsupported, "This program was built without gRPC, so it asks no inference server.",
              "Install Debian's packages libgrpc++-dev and protobuf-compiler-grpc and build again (make build).");
}
#endif

Result<const ServersTable*> servers() {
  static const auto loaded = load_servers();
  return loaded;
}

bool is_port(std::string_view text, int& port) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc() && end == text.data() + text.size() && port > 0 && port < 65536;
}

/// Of a name, an IPv4 address, or what stands in the brackets of an IPv6 address.
bool is_host(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
           c == '_' || c == ':';
  });
}

}  // namespace

bool is_server_address(std::string_view text) { return text.starts_with(kPlain) || text.starts_with(kEncrypted); }

Result<ServerAddress> read_server_address(const std::string& text) {
  if (text.find('@') != std::string::npos)
    return fail(ErrorKind::invalid_input, "The server's address has a name or password in it.",
                "Leave them out; a token comes from a file (\"token_file\" in the manifest's settings).");
  const auto bad = [&](const char* why) {
    return fail(ErrorKind::invalid_input, fmt::format("\"{}\" is no server's address: {}.", text, why), kExample);
  };
  if (!is_server_address(text)) return bad("it does not begin with grpc:// or grpcs://");
  ServerAddress address;
  address.tls = text.starts_with(kEncrypted);
  std::string_view rest = std::string_view(text).substr(address.tls ? kEncrypted.size() : kPlain.size());
  const auto slash = std::min(rest.find('/'), rest.size());
  std::string_view model = rest.substr(std::min(slash + 1, rest.size()));
  rest = rest.substr(0, slash);
  const auto colon = rest.rfind(':');
  if (colon == std::string_view::npos || !is_port(rest.substr(colon + 1), address.port))
    return bad("it has no port between 1 and 65535");
  std::string_view host = rest.substr(0, colon);
  address.host = host;
  const bool brackets = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (brackets) host = host.substr(1, host.size() - 2);
  if (!is_host(host) || brackets != (host.find(':') != std::string_view::npos)) return bad("it has no host");
  const auto next = std::min(model.find('/'), model.size());
  address.model = model.substr(0, next);
  address.version = model.substr(std::min(next + 1, model.size()));
  return address;
}

Result<std::unique_ptr<ServerModel>> open_server_model(const ServerOptions& options) {
  MLINK_ASSIGN(const auto* module, servers());
  return module->open(options);
}

}  // namespace mlink::blackbox
