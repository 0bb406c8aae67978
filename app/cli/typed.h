// Sizes as people type them.
#pragma once

#include <string>
#include <utility>

#include "base/error.h"

namespace mlink::cli {

/// "1920x1080": width and height, at least one pixel and at most 65536.
[[nodiscard]] Result<std::pair<int, int>> parse_size(const std::string& text);

}  // namespace mlink::cli
