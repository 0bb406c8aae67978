// Where the ramp of p begins, so that a p has the same colour on every page.
#pragma once

#include <algorithm>
#include <cmath>

#include "analysis/analysis.h"

namespace mlink::ui {

/// Scale "fit": from the lowest prior, rounded down to 0.1, up to 1.
[[nodiscard]] inline double p_scale_low(const MatrixData& matrix) {
  double lowest = 1;
  for (const double prior : matrix.prior)
    if (std::isfinite(prior)) lowest = std::min(lowest, prior);
  return std::clamp(std::floor(lowest * 10 + 1e-9) / 10, 0.0, 0.9);
}

}  // namespace mlink::ui
