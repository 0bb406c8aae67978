#include <cmath>

#include "base/number.h"
#include "metrics/metrics.h"

namespace mlink::metrics {

double pearson(std::span<const double> a, std::span<const double> b) {
  if (a.size() != b.size() || a.empty()) return kNan;
  const auto n = static_cast<double>(a.size());
  double mean_a = 0, mean_b = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    mean_a += a[i] / n;
    mean_b += b[i] / n;
  }
  double aa = 0, bb = 0, ab = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const double x = a[i] - mean_a, y = b[i] - mean_b;
    aa += x * x;
    bb += y * y;
    ab += x * y;
  }
  // A constant has no correlation. Rounding of the mean leaves a trace of variance behind, hence the threshold.
  const auto constant = [n](double sum, double mean) { return sum <= 1e-24 * n * (1 + mean * mean); };
  if (constant(aa, mean_a) || constant(bb, mean_b)) return kNan;
  return ab / std::sqrt(aa * bb);
}

}  // namespace mlink::metrics
