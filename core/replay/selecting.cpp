#include "replay/selecting.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/number.h"
#include "methods/known_accuracy.h"
#include "replay/link_predictor.h"

namespace mlink::replay {
namespace {

constexpr std::size_t kMostPredicted = 4'000'000;  ///< rows, where all sets are asked for
constexpr std::size_t kLeastRows = 16, kMostRows = 200;

/// So few rows of each target that all sets of so many boxes can be asked for.
std::size_t rows_for(std::size_t boxes) {
  const std::size_t sets = std::size_t{1} << std::min<std::size_t>(boxes, 30);
  return std::clamp(kMostPredicted / (sets * boxes), kLeastRows, kMostRows);
}

Result<std::vector<Activation>> activations_under(const LinkPredictor& predictor, const std::vector<std::string>& boxes,
                                                  const CostTable& costs, const Limits& limits) {
  const auto k = static_cast<int>(boxes.size());
  std::vector<double> p;
  for (int source = 0; source < k; ++source)
    for (int target = 0; target < k; ++target) p.push_back(predictor.link_p(source, target));
  return activation_probabilities(boxes, p, box_uses(costs, limits));
}

}  // namespace

std::vector<std::string> selector_names() { return {"greedy", "exact", "enumerate"}; }

Result<Selection> select_boxes(const std::shared_ptr<const LinkSet>& links,
                               const std::shared_ptr<const OutputTable>& table, const CostTable& costs,
                               const Limits& limits, std::string_view selector, const ObjectiveFn& measured,
                               bool hindsight, const std::stop_token& stop) {
  MLINK_TRY(limits.check(costs));
  if (hindsight && !measured)
    return fail(ErrorKind::invalid_input, "A selection in hindsight compares measured accuracies and was given none.");
  const LinkPredictor predictor(table, links);
  MLINK_ASSIGN(const auto activations, activations_under(predictor, links->boxes(), costs, limits));
  KnownAccuracy known(*table, predictor, rows_for(links->boxes().size()));
  const ObjectiveFn objective = [&](BoxSet set) {
    if (stop.stop_requested()) return 0.;
    return hindsight ? measured(set) : known.of(set);
  };
  Selection selection;
  if (selector == "greedy") {
    selection = select_greedy(activations, costs, limits, nullptr);
  } else if (selector == "exact") {
    MLINK_ASSIGN(selection, select_exact(costs, limits, objective));
  } else if (selector == "enumerate") {
    MLINK_ASSIGN(selection, select_enumerated(activations, costs, limits, objective));
  } else {
    return fail(ErrorKind::invalid_input, fmt::format("There is no selector \"{}\".", selector),
                fmt::format("Known selectors: {}.", fmt::join(selector_names(), ", ")));
  }
  if (stop.stop_requested()) return stopped();
  if (selector != "greedy" && hindsight) {
    const std::string told = "hindsight: the sets were compared by their measured accuracy on the test rows";
    selection.note = selection.note.empty() ? told : selection.note + "; " + told;
  } else {
    selection.measured_on = selector == "greedy"
                                ? "P is measured on the inner validation rows of the training part: no test row takes "
                                  "part in a choice."
                                : "The sets were compared on the inner validation rows of the training part: no test "
                                  "row takes part in the choice.";
  }
  selection.objective = measured ? measured(selection.activated) : kNan;
  return selection;
}

}  // namespace mlink::replay
