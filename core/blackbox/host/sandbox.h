// Internal to core/blackbox and mlink-boxhost: what a black box's process may not do. No network (seccomp: no sockets
// but Unix ones), no looking into other processes, no writing of files but in one folder (Landlock). Reading stays
// free: libraries and weights lie everywhere, and without network nothing that was read gets out. Linux on x86-64 and
// arm64.
#pragma once

#include <filesystem>
#include <string>

#include "base/error.h"

namespace mlink::blackbox {

/// What the kernel has of it. Thread-safe.
struct SandboxParts {
  bool files = false;    ///< Landlock
  bool network = false;  ///< seccomp
  [[nodiscard]] bool whole() const { return files && network; }
  /// "no network, files read only"; what is missing is said.
  [[nodiscard]] std::string text() const;
};
[[nodiscard]] SandboxParts sandbox_parts();

/// For this process and all that it starts, for good; called before it has threads. Errors: the kernel refuses a part
/// that sandbox_parts() has, or a part is missing.
[[nodiscard]] Status enter_sandbox(const std::filesystem::path& writable);

}  // namespace mlink::blackbox
