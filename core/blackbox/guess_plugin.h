// Internal to core/blackbox: a manifest to begin with for a plugin.
#pragma once

#include <filesystem>
#include <string>

#include "base/error.h"
#include "blackbox/guess.h"

namespace mlink::blackbox {

/// From what it says of itself, and of a picture of noise. `name`: of the box. Errors: as ask_plugin; what it says
/// makes no manifest.
[[nodiscard]] Result<Guess> guess_plugin(const std::filesystem::path& file, const std::string& name);

}  // namespace mlink::blackbox
