// Which black boxes to run under a budget (paper, Collaborative Multi-model Inference). Pure; thread-safe.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/text.h"
#include "links/link_set.h"
#include "outputs/amount.h"
#include "outputs/costs.h"

namespace mlink::scheduling {

/// What predicting costs: each link on its own, and what joining the links of a target adds. Boxes in one order, that
/// of the table that holds them. All zero: there is no such link, or it learnt nothing and is never asked.
struct LinkCosts {
  std::vector<Costs> links;      ///< boxes x boxes, row = source; empty: links cost nothing
  std::vector<Costs> ensembles;  ///< a target; empty: joining costs nothing
  friend bool operator==(const LinkCosts&, const LinkCosts&) = default;
};
struct CostTable {
  std::vector<BoxCosts> boxes;
  LinkCosts predicting;
  [[nodiscard]] double cost(int box, CostKind kind) const;
  [[nodiscard]] bool known(CostKind kind) const;
};
/// Bytes of the parameters of each link and ensemble as they are predicted with (float32); seconds are 0. What learnt
/// nothing costs nothing.
[[nodiscard]] LinkCosts link_bytes(const LinkSet& links);
[[nodiscard]] double all_bytes(const LinkCosts& costs);
/// Every link from every source to every target costs the same; joining costs nothing.
[[nodiscard]] LinkCosts even_link_costs(std::size_t boxes, const Costs& link);

/// Activation probability and its parts (paper, "Activation probability"): P = (1 + P1 - P2) / (w c), w = 2 / min c.
struct Activation {
  std::string box;
  double p1 = 0, p2 = 0, cost = 0, probability = 0;
};
/// A mean over no links is 0. A cost of zero counts as a thousandth of the highest cost (all zero: all alike). Fails on
/// sizes that do not fit, p outside [0,1] and costs that are negative or not finite.
/// p: k x k, row = source, column = target, NaN on the diagonal and where no link is (left out of the means).
[[nodiscard]] Result<std::vector<Activation>> activation_probabilities(const std::vector<std::string>& boxes,
                                                                       std::span<const double> p,
                                                                       std::span<const double> costs);

/// Output accuracy F(A) of a set (Eq. 1). May be empty where a selector does not need it: the objective is NaN then.
using ObjectiveFn = std::function<double(BoxSet)>;

struct SelectionReason {
  std::string box;
  bool in = false;
  std::string why;  ///< "in: highest P, fits", "out: 18 MB too much"
};
struct Selection {
  BoxSet activated;
  double cost = 0;
  double objective = 0;
  std::vector<SelectionReason> reasons;  ///< in the order they were looked at
  std::string note;                      ///< "no box fits the budget: priors only"; empty otherwise
  std::string measured_on;               ///< on which rows its P were measured; empty where it has none
};

/// Cost of the boxes of a set alone: one after another in time, all loaded in memory.
[[nodiscard]] double boxes_cost(const CostTable& costs, BoxSet set, CostKind kind);
/// Cost of predicting the boxes outside `shown` from those of `from`: their links from there and, where two or more
/// links lead to a target, its ensemble.
[[nodiscard]] double links_cost(const CostTable& costs, BoxSet from, BoxSet shown, CostKind kind);
/// Total cost of running A: its boxes plus what its predicted boxes need. The empty set costs nothing: priors are
/// constants.
[[nodiscard]] double cost_of(const CostTable& costs, BoxSet set, CostKind kind);
/// No set costs more.
[[nodiscard]] double most_cost(const CostTable& costs, CostKind kind);

/// Whether a cost is within a budget. A sum of costs may differ in its last digits from the same sum typed as a budget.
[[nodiscard]] bool fits(double cost, double budget);
/// The orders in which greedy and standalone look at the boxes; they do not depend on the budget.
[[nodiscard]] std::vector<int> greedy_order(const std::vector<Activation>& activations, const CostTable& costs,
                                            CostKind kind);
[[nodiscard]] std::vector<int> standalone_order(const CostTable& costs, CostKind kind);
/// What taking the boxes in `order`, each that fits, ends with. `next`: the lowest budget above this one at which it
/// ends otherwise (infinity: none). with_links: the predicted boxes' links cost too. Without reasons, so that a
/// replay can ask often.
struct Walk {
  BoxSet activated;
  double next = 0;
};
[[nodiscard]] Walk walk(std::span<const int> order, const CostTable& costs, const Amount& budget, bool with_links);

/// Greedy (Algorithm 1 line 5): highest P first, skip what does not fit and go on; ties: lower cost, then name.
[[nodiscard]] Selection select_greedy(const std::vector<Activation>& activations, const CostTable& costs,
                                      const Amount& budget, const ObjectiveFn& objective);
/// Exact optimum of Eq. 1 by enumeration up to 20 boxes; fails above, and without an objective. Ties: lower cost.
[[nodiscard]] Result<Selection> select_exact(const CostTable& costs, const Amount& budget,
                                             const ObjectiveFn& objective);
/// Standalone: lowest time first (lowest cost of the budget's kind where times are unknown), skip what does not fit. No
/// links, so none of their cost; the objective is the share of boxes that run (missing outputs score 0).
[[nodiscard]] Selection select_standalone(const CostTable& costs, const Amount& budget);

}  // namespace mlink::scheduling
