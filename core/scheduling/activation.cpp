#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "scheduling/scheduling.h"

namespace mlink::scheduling {
namespace {

constexpr double kZeroCostShare = 1e-3;

Status check(std::size_t boxes, std::span<const double> p, std::span<const double> costs) {
  const auto bad = [](std::string why) { return fail(ErrorKind::invalid_input, std::move(why)); };
  if (boxes == 0) return bad("Activation probabilities need at least one black box.");
  if (p.size() != boxes * boxes || costs.size() != boxes)
    return bad(fmt::format("{} boxes need {} link performances and {} costs, not {} and {}.", boxes, boxes * boxes,
                           boxes, p.size(), costs.size()));
  for (const double value : p)
    if (value < 0 || value > 1) return bad(fmt::format("A link performance is {}, outside 0 to 1.", value));
  for (const double cost : costs)
    if (!(std::isfinite(cost) && cost >= 0))
      return fail(ErrorKind::invalid_input, fmt::format("The cost of a black box is {}.", cost),
                  "Profile the boxes, or type a cost of zero or more in.");
  return {};
}

/// Mean of the finite values p[first + n * step]; 0 where there is none.
double mean_of(std::span<const double> p, std::size_t first, std::size_t step, std::size_t count, std::size_t skip) {
  double sum = 0;
  int found = 0;
  for (std::size_t n = 0; n < count; ++n) {
    const double value = p[first + n * step];
    if (n == skip || !std::isfinite(value)) continue;
    sum += value;
    ++found;
  }
  return found > 0 ? sum / found : 0;
}

}  // namespace

Result<std::vector<Activation>> activation_probabilities(const std::vector<std::string>& boxes,
                                                         std::span<const double> p, std::span<const double> costs) {
  const std::size_t k = boxes.size();
  MLINK_TRY(check(k, p, costs));
  const double highest = *std::max_element(costs.begin(), costs.end());
  std::vector<double> c(costs.begin(), costs.end());
  for (double& cost : c) cost = highest > 0 ? std::max(cost, highest * kZeroCostShare) : 1;
  const double w = 2 / *std::min_element(c.begin(), c.end());
  std::vector<Activation> activations(k);
  for (std::size_t i = 0; i < k; ++i) {
    Activation& a = activations[i];
    a.box = boxes[i];
    a.cost = costs[i];
    a.p1 = mean_of(p, i * k, 1, k, i);
    a.p2 = mean_of(p, i, k, k, i);
    a.probability = (1 + a.p1 - a.p2) / (w * c[i]);
  }
  return activations;
}

}  // namespace mlink::scheduling
