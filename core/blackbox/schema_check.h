// The JSON Schema of manifests, applied: every problem with the place where it is.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "base/rooms.h"

namespace mlink::blackbox {

/// What does not fit, one sentence each, with its JSON path: "$.output.width must be an integer.". Empty: all fits.
/// Thread-safe.
[[nodiscard]] std::vector<std::string> manifest_schema_problems(const nlohmann::json& manifest);

}  // namespace mlink::blackbox
