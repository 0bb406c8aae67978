// A frame's picture as a file's bytes, for reports. Thread-safe.
#pragma once

#include <string>

#include "base/error.h"
#include "media/frame.h"

namespace mlink::experiment {

/// JPEG, no wider than `widest` pixels. Errors: no picture; the encoder's.
[[nodiscard]] Result<std::string> jpeg_of(const Frame& frame, int widest);

}  // namespace mlink::experiment
