// Internal to core/blackbox.
// Why LibTorch cannot load a file, in words that help: its own speak of what it missed inside.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "base/error.h"

namespace mlink::blackbox {

/// The reason, from the file and from what LibTorch said; nothing where both tell no more than LibTorch did.
/// Thread-safe.
[[nodiscard]] std::optional<Error> why_not_loaded(const std::filesystem::path& file, const std::string& said);

}  // namespace mlink::blackbox
