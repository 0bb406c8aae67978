// Plugins that are found in folders (blackbox/plugins.h): a list of them, and a black box by a plugin's name. What the
// command line's `box plugins` and `box add` ask. Free functions; thread-safe.
#pragma once

#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "base/error.h"

namespace mlink::experiment {

struct ListedPlugin {
  std::string name;
  std::filesystem::path file, manifest;  ///< the latter empty: there is none beside it
  bool trusted = false;
  std::string title, description, license, task;  ///< as it says of itself; empty: it does not
  std::string problem;                            ///< why it cannot be used; empty: none
};

/// Where they are looked for, the first first.
[[nodiscard]] std::vector<std::filesystem::path> folders_of_plugins();
/// Asks each in a process of its own, closed in where its file is not trusted. Errors: stopped; the list of trusted
/// files.
[[nodiscard]] Result<std::vector<ListedPlugin>> list_plugins(const std::stop_token& stop = {});

struct FoundManifest {
  std::filesystem::path file;
  std::vector<std::string> unknown;  ///< what was assumed, where it was made now
};
/// A manifest's file as it is, or the manifest of the plugin of that name: the one beside it, which is made from what
/// it says of itself where there is none. Errors: no such plugin; it cannot be asked; the manifest cannot be written
/// there.
[[nodiscard]] Result<FoundManifest> manifest_called(const std::filesystem::path& file_or_name);

}  // namespace mlink::experiment
