// Internal to core/blackbox: how the program of a box with the adapter "program" is started.
#pragma once

#include <string>
#include <vector>

#include "base/error.h"
#include "blackbox/manifest.h"

namespace mlink::blackbox {

/// $.settings.command with "{N}" replaced by the path of $.weights[N]; without it the first of the weights is run
/// itself. Errors: it is no list of texts, or is empty.
[[nodiscard]] Result<std::vector<std::string>> program_command(const Manifest& manifest);

}  // namespace mlink::blackbox
