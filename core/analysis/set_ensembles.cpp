#include "analysis/set_ensembles.h"

#include <algorithm>
#include <cmath>

#include "base/number.h"

namespace mlink::analysis {
namespace {

/// The rows that the matrix' figures are of: an exact output that is not finite does not count, nor does it make the
/// bootstrap's blocks longer.
std::vector<std::size_t> counted_rows(const LinkSet& links, const OutputTable& table, int target) {
  const OutputColumn& column = table.columns[static_cast<std::size_t>(target)];
  std::vector<std::size_t> rows;
  for (const std::size_t row : links.test_rows(table)) {
    const auto values = column.row(row);
    if (column.present(row) && std::all_of(values.begin(), values.end(), [](float v) { return std::isfinite(v); }))
      rows.push_back(row);
  }
  return rows;
}

}  // namespace

std::vector<SetEnsemble> set_ensembles(const LinkSet& links, const OutputTable& table, BoxSet set,
                                       const Executor& executor, const std::stop_token& stop) {
  std::vector<SetEnsemble> all(links.boxes().size());
  executor(all.size(), [&](std::size_t j) {
    const auto target = static_cast<int>(j);
    SetEnsemble& one = all[j];
    one.from = set.without(target);
    one.test.p = one.test.native = kNan;
    one.test.interval = {kNan, kNan};
    if (stop.stop_requested()) return;
    const auto rows = counted_rows(links, table, target);
    const int bootstrap = links.settings().bootstrap;
    const std::size_t block = bootstrap > 0 ? links.least_block(table, target) : 1;
    one.test = evaluate(table.columns[j], rows, links.predict(table, one.from, target, rows), bootstrap,
                        links.settings().seed, block);
  });
  return all;
}

}  // namespace mlink::analysis
