#include "blackbox/host/host_client.h"

#include "base/modules.h"

namespace mlink::blackbox {
namespace {

#ifdef MLINK_HOSTS_MODULE
Result<const HostTable*> load_hosts() {
  MLINK_ASSIGN(const void* table, module_table(MLINK_HOSTS_MODULE, kHostTable, "gRPC"));
  return static_cast<const HostTable*>(table);
}
#else
Result<const HostTable*> load_hosts() {
  return fail(ErrorKind::unsupported,
              "This program was built without gRPC, so that no black box can have its own process.",
              "Install libgrpc++-dev and protobuf-compiler-grpc and build again (make build).");
}
#endif

}  // namespace

Result<std::unique_ptr<HostClient>> connect_host(const std::filesystem::path& socket) {
  static const auto loaded = load_hosts();
  MLINK_ASSIGN(const auto* hosts, loaded);
  return hosts->connect(socket);
}

}  // namespace mlink::blackbox
