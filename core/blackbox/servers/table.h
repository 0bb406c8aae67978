// Internal to core/blackbox: what the module with gRPC does for this room.
#pragma once

#include "blackbox/adapters/server_model.h"

namespace mlink::blackbox {

struct ServersTable {
  Result<std::unique_ptr<ServerModel>> (*open)(const ServerOptions& options);
};
/// The module's function, of type `const ServersTable* ()`.
inline constexpr const char* kServersTable = "mlink_blackbox_servers";

}  // namespace mlink::blackbox
