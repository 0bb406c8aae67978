#include "outputs/costs.h"

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

std::string note_of(const BoxCosts& costs) {
  if (costs.seconds_note.empty() || costs.seconds_note == costs.bytes_note) return costs.bytes_note;
  return costs.bytes_note.empty() ? costs.seconds_note : costs.bytes_note + "; " + costs.seconds_note;
}

}  // namespace mlink::outputs
