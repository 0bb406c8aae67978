#include "blackbox/host/host_start.h"

#include <fmt/format.h>

#include <fstream>

namespace mlink::blackbox {
namespace {

constexpr double kStartSeconds = 60;

}  // namespace

std::uint64_t free_memory() {
  std::ifstream file("/proc/meminfo");
  std::string word;
  while (file >> word)
    if (std::uint64_t kilobytes = 0; word == "MemAvailable:" && file >> kilobytes) return kilobytes * 1024 / 10 * 9;
  return 0;
}

Result<ServingHost> start_host(const HostOrder& order, const std::string& whose, const std::filesystem::path& path,
                               const std::stop_token& stop) {
  ServingHost host;
  MLINK_ASSIGN(host.process, HostProcess::start(order));
  MLINK_ASSIGN(host.client, connect_host(host.process->socket()));
  const auto begun = std::chrono::steady_clock::now();
  while (!host.client->wait(Seconds(0.05))) {
    const bool late = std::chrono::steady_clock::now() - begun > Seconds(kStartSeconds);
    const bool gone = !host.process->running();
    if (stop.stop_requested()) return stopped();
    if (!late && !gone) continue;
    const auto reason = gone ? host.process->end(std::chrono::milliseconds(0))
                             : fmt::format("it did not serve within {:g} s", kStartSeconds);
    return fail(ErrorKind::failed, fmt::format("The process of {} did not begin: {}.", whose, reason), {},
                path.string());
  }
  return host;
}

}  // namespace mlink::blackbox
