#include "analysis/selecting.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <unordered_map>

#include "base/number.h"
#include "metrics/metrics.h"

namespace mlink::analysis {
namespace {

constexpr std::size_t kMostPredicted = 4'000'000;  ///< rows, where all sets are asked for
constexpr std::size_t kLeastRows = 16, kMostRows = 200;

/// What one set gives on the rows that may be known.
class KnownAccuracy {
 public:
  KnownAccuracy(const LinkSet& links, const OutputTable& table) : links_(links), table_(table) {
    const std::size_t boxes = links.boxes().size();
    const std::size_t sets = std::size_t{1} << std::min<std::size_t>(boxes, 30);
    const std::size_t most = std::clamp(kMostPredicted / (sets * boxes), kLeastRows, kMostRows);
    for (std::size_t target = 0; target < boxes; ++target) {
      const auto known = links.inner_rows(table, static_cast<int>(target));
      const std::size_t step = std::max<std::size_t>(1, (known.size() + most - 1) / most);
      rows_.emplace_back();
      for (std::size_t n = 0; n < known.size(); n += step) rows_.back().push_back(known[n]);
    }
  }

  double operator()(BoxSet set) {
    const auto found = known_.find(set.bits());
    if (found != known_.end()) return found->second;
    double sum = 0;
    for (std::size_t target = 0; target < rows_.size(); ++target)
      sum += set.has(static_cast<int>(target)) ? 1 : mean_score(set, target);
    return known_[set.bits()] = sum / static_cast<double>(rows_.size());
  }

 private:
  [[nodiscard]] double mean_score(BoxSet set, std::size_t target) const {
    const auto& rows = rows_[target];
    const OutputColumn& column = table_.columns[target];
    if (rows.empty()) return 0;  // nothing is known of it
    const Predictions predictions = links_.predict(table_, set, static_cast<int>(target), rows);
    if (!predicted_all(predictions, column.spec, rows.size())) return 0;
    double sum = 0;
    for (std::size_t n = 0; n < rows.size(); ++n) {
      const double score = frame_score(column, rows[n], predictions, n);
      sum += std::isfinite(score) ? score : 0;
    }
    return sum / static_cast<double>(rows.size());
  }

  const LinkSet& links_;
  const OutputTable& table_;
  std::vector<std::vector<std::size_t>> rows_;  ///< of each target
  std::unordered_map<std::uint64_t, double> known_;
};

Result<std::vector<Activation>> activations_under(const LinkSet& links, const CostTable& costs, const Limits& limits) {
  const int k = static_cast<int>(links.boxes().size());
  std::vector<double> p;
  for (int source = 0; source < k; ++source)
    for (int target = 0; target < k; ++target)
      p.push_back(links.has_link(source, target) ? links.link_figures(source, target).inner_p : kNan);
  return activation_probabilities(links.boxes(), p, box_uses(costs, limits));
}

}  // namespace

std::vector<std::string> selector_names() { return {"greedy", "exact", "enumerate"}; }

ObjectiveFn known_objective(const LinkSet& links, const OutputTable& table) {
  return [known = std::make_shared<KnownAccuracy>(links, table)](BoxSet set) { return (*known)(set); };
}

Result<Selection> select_boxes(const LinkSet& links, const OutputTable& table, const CostTable& costs,
                               const Limits& limits, std::string_view selector, const ObjectiveFn& measured,
                               bool hindsight, const std::stop_token& stop) {
  MLINK_TRY(limits.check(costs));
  MLINK_ASSIGN(const auto activations, activations_under(links, costs, limits));
  const ObjectiveFn known = hindsight ? measured : known_objective(links, table);
  const ObjectiveFn objective = [&](BoxSet set) { return stop.stop_requested() ? 0 : known(set); };
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

}  // namespace mlink::analysis
