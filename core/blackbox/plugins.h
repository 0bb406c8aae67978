// Plugins, black boxes as shared libraries (plugin/mlink_box.h), that are found in folders by name, and what each says
// of itself. A plugin is code: it is asked in a process of its own, closed in where its file is not trusted.
// Thread-safe.
#pragma once

#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "base/error.h"

namespace mlink::blackbox {

struct Plugin {
  std::string name;                ///< the file's, without its ending
  std::filesystem::path file;      ///< NAME.so
  std::filesystem::path manifest;  ///< NAME.json beside it; empty: there is none
};

/// Where plugins are looked for, the first first: the folders of $MLINK_PLUGINS (separated by colons), then
/// $XDG_DATA_HOME/mlink-workbench/plugins, else below ~/.local/share. They need not be there.
[[nodiscard]] std::vector<std::filesystem::path> plugin_folders();
/// In the order of the folders, then by name; of one name the first counts. A folder that cannot be read has none.
[[nodiscard]] std::vector<Plugin> plugins_in_folders();
/// Errors: there is none of this name, with what there is.
[[nodiscard]] Result<Plugin> plugin_called(const std::string& name);

/// What a plugin said.
struct PluginAnswer {
  std::string about;  ///< of itself, an object in JSON; empty: nothing
  /// Of a picture of noise, where it was tried.
  std::vector<std::string> labels;
  int values = 0, detections = 0, words = 0;
  std::string trouble;  ///< why there was no answer
};
/// `trial`: make a box of it, and show that a picture. A plugin that ends its process in the trial has told what it is
/// before: that is kept, and how it ended is the trouble.
/// Errors: no such file; no plugin, or of another version; its process ended or gave no answer; what it says of itself
/// is not what a plugin may say; no gRPC in this build.
[[nodiscard]] Result<PluginAnswer> ask_plugin(const std::filesystem::path& file, bool trial,
                                              const std::stop_token& stop = {});

}  // namespace mlink::blackbox
