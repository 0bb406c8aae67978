// An amount of one kind of cost, as people type it and as it is shown. Values; thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace mlink::outputs {

/// An amount of one kind of cost. gpu_memory: a GPU's own memory; memory: the computer's.
enum class CostKind { memory, time, gpu_memory };
[[nodiscard]] std::string_view to_string(CostKind kind);  ///< "memory", "time", "gpu-memory"
/// Bytes, not seconds: taken while a box is loaded, and not for each frame.
[[nodiscard]] constexpr bool is_memory(CostKind kind) { return kind != CostKind::time; }
/// Which memory is told beside a budget of this kind.
[[nodiscard]] constexpr CostKind memory_beside(CostKind kind) {
  return kind == CostKind::gpu_memory ? kind : CostKind::memory;
}
[[nodiscard]] std::vector<std::string> cost_kind_names();
[[nodiscard]] std::optional<CostKind> cost_kind(std::string_view name);

struct Amount {
  CostKind kind = CostKind::time;
  double value = 0;  ///< bytes for both kinds of memory, seconds for time
};
/// "5GB", "48 MB", "600kB", "2GB-gpu", "2 GB GPU", "60ms", "1.5 s", "2min". Unknown unit, sign or text: an error that
/// says what is understood.
[[nodiscard]] Result<Amount> parse_amount(std::string_view text);
[[nodiscard]] std::string amount_text(const Amount& amount);

}  // namespace mlink::outputs
