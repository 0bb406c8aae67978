// Internal to core/blackbox: a plugin asked what it is, in this process. For mlink-boxhost only.
#pragma once

#include <filesystem>

#include "base/error.h"
#include "blackbox/plugins.h"

namespace mlink::blackbox {

/// Bytes that a plugin may say of itself.
inline constexpr std::size_t kMostAbout = 65536;

/// Loads the library, which runs what is in it. Errors: it cannot be loaded, is no plugin, or of another version.
[[nodiscard]] Result<PluginAnswer> ask_plugin_here(const std::filesystem::path& file, bool trial);

}  // namespace mlink::blackbox
