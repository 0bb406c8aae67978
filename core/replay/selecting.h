// A set of boxes under budgets, by a selector's name, from a trained link set: what `mlink select` tells. Pure;
// thread-safe.
#pragma once

#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "links/link_set.h"
#include "outputs/output_table.h"
#include "scheduling/limits.h"

namespace mlink::replay {

/// greedy (the paper's), exact (all sets compared, up to 20 boxes), enumerate (pairs, greedy, swaps: any number).
[[nodiscard]] std::vector<std::string> selector_names();

/// P and what exact and enumerate compare by are of the inner rows of the training part, which chose the links' epochs.
/// hindsight: they compare by `measured` instead, and the selection says so. `measured`: what the result's objective is
/// told by; may be empty. The table has the boxes of the links.
/// Errors: unknown selector; costs not known; what the selectors refuse; stopped.
[[nodiscard]] Result<Selection> select_boxes(const std::shared_ptr<const LinkSet>& links,
                                             const std::shared_ptr<const OutputTable>& table, const CostTable& costs,
                                             const Limits& limits, std::string_view selector,
                                             const ObjectiveFn& measured, bool hindsight,
                                             const std::stop_token& stop = {});

}  // namespace mlink::replay
