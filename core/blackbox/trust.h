// Trust in a black box's files. A model or plugin from elsewhere is code: what reads it runs what it says. A file is
// trusted when the user said so (remembered by its SHA-256 in the user's configuration, never in an experiment file),
// when this program made it (box convert), or when the system's package manager put it there (below /usr, owned by
// root). A box of files that are not runs sandboxed in a process of its own. Thread-safe.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/error.h"
#include "blackbox/manifest.h"

namespace mlink::blackbox {

struct FileTrust {
  std::filesystem::path path;
  bool trusted = false;
  bool by_user = false;  ///< it is on the list, from which it can be taken
  std::string why;       ///< "trusted on 2026-11-30: scene.pt", "from the system's packages", "not trusted"
};
struct BoxTrust {
  std::vector<FileTrust> files;  ///< weights, also of the box that it crops by
  [[nodiscard]] bool whole() const;
};
/// With MLINK_TRUST=all in the environment (tests, batch jobs that made their files) everything is trusted.
/// Errors: a file cannot be read, or the list of trusted files.
[[nodiscard]] Result<BoxTrust> trust_of(const Manifest& manifest);

/// Errors: no such file; the list cannot be written. Trusting twice is none. `why`: kept with it.
[[nodiscard]] Status trust_file(const std::filesystem::path& file, const std::string& why);
/// True where it was trusted before.
[[nodiscard]] Result<bool> distrust_file(const std::filesystem::path& file);

/// The list of trusted files: $XDG_CONFIG_HOME/mlink-workbench/trusted-files, else below ~/.config.
[[nodiscard]] std::filesystem::path trust_list();

}  // namespace mlink::blackbox
