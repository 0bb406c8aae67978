// Internal to mlink-boxhost: a black box of a manifest, served as host/box_host.proto says.
#pragma once

#include <filesystem>

#include "base/error.h"

namespace mlink::blackbox {

/// Serves one box on the socket until the process is ended; pictures come through the file `frames`. Errors: the socket
/// cannot be served.
[[nodiscard]] Status serve_box(const std::filesystem::path& socket, const std::filesystem::path& frames);

}  // namespace mlink::blackbox
