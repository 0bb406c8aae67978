// What something costs to run, the one struct for it from measure to replay. A value; thread-safe.
#pragma once

#include "outputs/amount.h"

namespace mlink {

/// Seconds a frame, and bytes of memory while it is loaded.
struct Costs {
  double seconds = 0;
  double bytes = 0;

  [[nodiscard]] double of(CostKind kind) const { return kind == CostKind::memory ? bytes : seconds; }
  friend bool operator==(const Costs&, const Costs&) = default;
};

}  // namespace mlink
