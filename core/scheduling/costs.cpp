#include <algorithm>

#include "scheduling/scheduling.h"

namespace mlink {

std::string_view to_string(CostOrigin origin) {
  switch (origin) {
    case CostOrigin::unknown: return "unknown";
    case CostOrigin::measured: return "measured";
    case CostOrigin::typed: return "typed";
  }
  return "unknown";
}

double CostTable::cost(int box, CostKind kind) const {
  const auto& costs = boxes[static_cast<std::size_t>(box)];
  return kind == CostKind::memory ? costs.bytes : costs.seconds;
}

bool CostTable::known(CostKind kind) const {
  return std::all_of(boxes.begin(), boxes.end(), [kind](const BoxCosts& box) {
    return (kind == CostKind::memory ? box.bytes_origin : box.seconds_origin) != CostOrigin::unknown;
  });
}

double cost_of(const CostTable& costs, BoxSet set, CostKind kind) {
  double sum = 0;
  int predicted = 0;
  for (int i = 0; i < static_cast<int>(costs.boxes.size()); ++i) {
    if (set.has(i))
      sum += costs.cost(i, kind);
    else
      ++predicted;
  }
  // Nothing is predicted from the empty set but priors, and they cost nothing.
  if (set.empty()) return 0;
  return sum + predicted * (kind == CostKind::memory ? costs.link_bytes : costs.link_seconds);
}

}  // namespace mlink
