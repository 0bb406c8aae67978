// Internal to core/blackbox: a process of mlink-boxhost that serves.
#pragma once

#include <memory>
#include <stop_token>
#include <string>

#include "blackbox/host/host_client.h"
#include "blackbox/host/host_process.h"

namespace mlink::blackbox {

struct ServingHost {
  std::unique_ptr<HostProcess> process;
  std::unique_ptr<HostClient> client;
};

/// Starts it and waits until it serves. `whose`: "the black box \"persons\"", for errors, with their `path`.
/// Errors: it cannot be started, ends, or does not serve within a minute (a loaded machine takes its time); stopped; no
/// gRPC in this build.
[[nodiscard]] Result<ServingHost> start_host(const HostOrder& order, const std::string& whose,
                                             const std::filesystem::path& path, const std::stop_token& stop);

/// Bytes that the machine has free, less a tenth: the most that a box's process may take where nobody says it.
[[nodiscard]] std::uint64_t free_memory();

}  // namespace mlink::blackbox
