// What exactly a set of boxes says together of each box: h_A'j, beside the single links and the ensemble of all that
// the matrix tells. Pure; thread-safe.
#pragma once

#include <stop_token>
#include <vector>

#include "base/executor.h"
#include "links/link_set.h"
#include "outputs/output_table.h"

namespace mlink::analysis {

/// One target, predicted from those of a set that are not the target itself.
struct SetEnsemble {
  BoxSet from;       ///< empty: the prior says it
  Performance test;  ///< by the target's own figure on the test rows, as the matrix is
};
/// One a target, in the order of the boxes: with a single source the link's figure, with all the ensemble's. Predicts
/// the test part anew, a job a target; the table has the boxes of the links, in their order. Stopped: what was not
/// begun has NaN for figures.
[[nodiscard]] std::vector<SetEnsemble> set_ensembles(const LinkSet& links, const OutputTable& table, BoxSet set,
                                                     const Executor& executor, const std::stop_token& stop = {});

}  // namespace mlink::analysis
