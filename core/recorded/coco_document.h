// Internal to this room: what the readers of COCO files share.
#pragma once

#include <string>
#include <string_view>

#include "recorded/import_detections.h"

namespace mlink::recorded {

/// The error for a text that breaks off as JSON at a byte (from 1), with its line; `why` is the parser's message.
[[nodiscard]] tl::unexpected<Error> not_json(std::string_view text, std::size_t byte, std::string why,
                                             const std::string& path);

}  // namespace mlink::recorded
