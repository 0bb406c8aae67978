// An amount of one kind of cost, as people type it and as it is shown. Values; thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"

namespace mlink::outputs {

/// An amount of one kind of cost.
enum class CostKind { memory, time };
[[nodiscard]] std::string_view to_string(CostKind kind);

struct Amount {
  CostKind kind = CostKind::time;
  double value = 0;  ///< bytes for memory, seconds for time
};
/// "5GB", "48 MB", "600kB", "60ms", "1.5 s", "2min". Unknown unit, sign or text: an error that says what is understood.
[[nodiscard]] Result<Amount> parse_amount(std::string_view text);
[[nodiscard]] std::string amount_text(const Amount& amount);

}  // namespace mlink::outputs
