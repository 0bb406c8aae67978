// Numbers and amounts as people read them, and as they type them; the rules of all texts (sentence case, three digits,
// thin space between thousands). One place, so that command line, window and exports say the same. Thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.h"

namespace mlink::base {

/// Seconds: "0.7 µs" below 0.01 ms, "8 ms" below 1 s, "50 s" below 2 min, then "4 min 28 s", then "1 h 12 min".
[[nodiscard]] std::string duration_text(double seconds);
/// Bytes, decimal units, three digits: "48 MB", "3.7 GB".
[[nodiscard]] std::string bytes_text(double bytes);
/// 0.79 (p, accuracy: two decimals), "–" for not-a-number.
[[nodiscard]] std::string score_text(double value, int decimals = 2);
/// Signed with a true minus: "+0.38", "−0.24".
[[nodiscard]] std::string signed_text(double value, int decimals = 2);
/// Thousands by thin space: "3 173".
[[nodiscard]] std::string count_text(std::int64_t value);

/// Without the blanks and tabs around it.
[[nodiscard]] std::string_view trimmed(std::string_view text);

}  // namespace mlink::base
