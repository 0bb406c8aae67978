#include "outputs/costs.h"

#include <utility>

namespace mlink::outputs {

std::string_view to_string(CostOrigin origin) {
  switch (origin) {
    case CostOrigin::unknown: return "unknown";
    case CostOrigin::measured: return "measured";
    case CostOrigin::typed: return "typed";
  }
  return "unknown";
}

CostOrigin cost_origin(std::string_view name) {
  if (name == "measured") return CostOrigin::measured;
  return name == "typed" ? CostOrigin::typed : CostOrigin::unknown;
}

void BoxCosts::set(CostKind kind, double value, CostOrigin from, std::string how) {
  const bool gpu = kind == CostKind::gpu_memory, memory = kind == CostKind::memory;
  (gpu ? gpu_bytes : memory ? bytes : seconds) = value;
  (gpu ? gpu_origin : memory ? bytes_origin : seconds_origin) = from;
  (gpu ? gpu_note : memory ? bytes_note : seconds_note) = std::move(how);
}

std::string note_of(const BoxCosts& costs) {
  if (costs.seconds_note.empty() || costs.seconds_note == costs.bytes_note) return costs.bytes_note;
  return costs.bytes_note.empty() ? costs.seconds_note : costs.bytes_note + "; " + costs.seconds_note;
}

}  // namespace mlink::outputs
