// Base64 text as bytes and back (RFC 4648, standard and URL-safe alphabets). Thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "base/rooms.h"

namespace mlink::base {

/// Characters of neither alphabet (line ends, blanks) are passed over. Text of a length that base64 does not have:
/// empty.
[[nodiscard]] std::string base64_decoded(std::string_view text);
/// Standard alphabet, padded, one line.
[[nodiscard]] std::string base64_encoded(std::string_view bytes);

}  // namespace mlink::base
