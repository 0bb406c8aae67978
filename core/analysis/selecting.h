// A set of boxes under budgets, by a selector's name, from a trained link set: what `mlink select` tells. Pure;
// thread-safe.
#pragma once

#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "links/link_set.h"
#include "outputs/output_table.h"
#include "scheduling/limits.h"

namespace mlink::analysis {

/// greedy (the paper's), exact (all sets compared, up to 20 boxes), enumerate (pairs, greedy, swaps: any number).
[[nodiscard]] std::vector<std::string> selector_names();

/// F(A) of Eq. 1 as far as it may be known: on the inner rows of the training part, which chose the links' epochs (an
/// even sample of them). Remembers what it told; belongs to one thread. Links and table must outlive it.
[[nodiscard]] ObjectiveFn known_objective(const LinkSet& links, const OutputTable& table);

/// P and what exact and enumerate compare by are of the inner rows. hindsight, where given, is what they compare by
/// instead; the selection says so. `measured`: what the result's objective is told by; may be empty.
/// Errors: unknown selector; costs not known; what the selectors refuse; stopped.
[[nodiscard]] Result<Selection> select_boxes(const LinkSet& links, const OutputTable& table, const CostTable& costs,
                                             const Limits& limits, std::string_view selector,
                                             const ObjectiveFn& measured, bool hindsight,
                                             const std::stop_token& stop = {});

}  // namespace mlink::analysis
