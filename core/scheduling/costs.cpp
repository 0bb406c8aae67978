#include <algorithm>

#include "scheduling/scheduling.h"

namespace mlink::scheduling {

double CostTable::cost(int box, CostKind kind) const { return boxes[static_cast<std::size_t>(box)].of(kind); }

bool CostTable::known(CostKind kind) const {
  return std::all_of(boxes.begin(), boxes.end(), [kind](const BoxCosts& box) { return box.known(kind); });
}

LinkCosts link_bytes(const LinkSet& links) {
  const std::size_t k = links.boxes().size();
  LinkCosts costs{std::vector<Costs>(k * k), std::vector<Costs>(k)};
  const auto bytes = [](const LinkFigures& figures) {
    return figures.best_epoch > 0 ? static_cast<double>(figures.parameters) * sizeof(float) : 0;
  };
  for (std::size_t j = 0; j < k; ++j) {
    const int target = static_cast<int>(j);
    costs.ensembles[j].bytes = bytes(links.ensemble_figures(target));
    for (std::size_t i = 0; i < k; ++i)
      costs.links[i * k + j].bytes = bytes(links.link_figures(static_cast<int>(i), target));
  }
  return costs;
}

double all_bytes(const LinkCosts& costs) {
  double sum = 0;
  for (const auto* parts : {&costs.links, &costs.ensembles})
    for (const Costs& part : *parts) sum += part.bytes;
  return sum;
}

LinkCosts even_link_costs(std::size_t boxes, const Costs& link) {
  return {std::vector<Costs>(boxes * boxes, link), std::vector<Costs>(boxes)};
}

double boxes_cost(const CostTable& costs, BoxSet set, CostKind kind) {
  double sum = 0;
  for (int i = 0; i < static_cast<int>(costs.boxes.size()); ++i)
    if (set.has(i)) sum += costs.cost(i, kind);
  return sum;
}

double links_cost(const CostTable& costs, BoxSet from, BoxSet shown, CostKind kind) {
  const auto& [links, ensembles] = costs.predicting;
  const std::size_t k = costs.boxes.size();
  double sum = 0;
  for (std::size_t target = 0; target < k && !links.empty(); ++target) {
    if (shown.has(static_cast<int>(target))) continue;
    int speaking = 0;
    for (std::size_t source = 0; source < k; ++source) {
      const Costs& link = links[source * k + target];
      if (source == target || !from.has(static_cast<int>(source)) || link == Costs()) continue;
      sum += link.of(kind);
      ++speaking;
    }
    if (speaking > 1 && !ensembles.empty()) sum += ensembles[target].of(kind);
  }
  return sum;
}

double cost_of(const CostTable& costs, BoxSet set, CostKind kind) {
  return boxes_cost(costs, set, kind) + links_cost(costs, set, set, kind);
}

double most_cost(const CostTable& costs, CostKind kind) {
  double sum = 0;
  for (int i = 0; i < static_cast<int>(costs.boxes.size()); ++i) sum += costs.cost(i, kind);
  for (const auto* parts : {&costs.predicting.links, &costs.predicting.ensembles})
    for (const Costs& part : *parts) sum += part.of(kind);
  return sum;
}

}  // namespace mlink::scheduling
