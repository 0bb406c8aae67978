// Dominance and mutual assistance: what the ensembles are worth beside the best single source.
#include <fmt/format.h>

#include <cmath>

#include "analysis/analysis.h"
#include "base/number.h"
#include "base/text.h"

namespace mlink::analysis {
namespace {

constexpr double kRounding = 1e-12;

/// The source with the highest p, the first of equals; -1: no link leads to the target.
int best_source(const MatrixData& matrix, int target) {
  int best = -1;
  for (int i = 0; i < matrix.size(); ++i) {
    const auto& cell = matrix.cell(i, target);
    if (!cell || std::isnan(cell->test.p)) continue;
    if (best < 0 || cell->test.p > matrix.cell(best, target)->test.p) best = i;
  }
  return best;
}

/// The sources that could be best on some resample.
std::vector<int> contenders(const MatrixData& matrix, int target, int best) {
  const double reach = matrix.cell(best, target)->test.interval.low;
  std::vector<int> sources;
  for (int i = 0; i < matrix.size(); ++i) {
    const auto& cell = matrix.cell(i, target);
    if (i == best || (cell && cell->test.interval.high >= reach)) sources.push_back(i);
  }
  return sources;
}

Interval difference_interval(const MatrixData& matrix, const LinkSet& links, const OutputTable& table, int target) {
  const int best = best_source(matrix, target);
  if (best < 0) return {kNan, kNan};
  const auto& column = table.columns[static_cast<std::size_t>(target)];
  std::vector<std::size_t> rows;
  for (const std::size_t row : links.test_rows(table))
    if (column.present(row)) rows.push_back(row);
  BoxSet others;
  for (int i = 0; i < matrix.size(); ++i)
    if (i != target) others = others.with(i);
  const Predictions together = links.predict(table, others, target, rows);
  std::vector<Predictions> rivals;
  for (const int source : contenders(matrix, target, best))
    rivals.push_back(links.predict(table, BoxSet().with(source), target, rows));
  return lead_interval(column, rows, together, rivals, links.settings().bootstrap, links.settings().seed,
                       links.least_block(table, target));
}

void judge(EnsembleRow& row, int sources) {
  const double standard_error = (row.difference_interval.high - row.difference_interval.low) / 3.92;
  const std::string by = score_text(std::abs(row.difference));
  if (!(row.lift_interval.low > 0) && !(row.best_lift_interval.low > 0)) {
    row.verdict = "neither";
    row.reason = "Nothing beats the prior.";
  } else if (sources == 1) {
    row.verdict = "dominance";
    row.reason = fmt::format("{} is the only source: the ensemble is its link.", row.best_source);
  } else if (std::abs(row.difference) <= standard_error + kRounding) {
    row.verdict = "dominance";
    row.reason = fmt::format("The ensemble is within one standard error ({}) of {}.", score_text(standard_error, 3),
                             row.best_source);
  } else if (row.difference > 0) {
    row.verdict = "assistance";
    row.reason = fmt::format("The ensemble is {} above {}, the best source{}.", by, row.best_source,
                             row.difference_interval.low > 0 ? "" : "; the interval holds 0");
  } else {
    row.verdict = "neither";
    row.reason = fmt::format("The ensemble is {} below {}, the best source.", by, row.best_source);
  }
}

}  // namespace

std::vector<EnsembleRow> ensembles_of(const MatrixData& matrix, const std::vector<Interval>& differences,
                                      const std::string& why_none) {
  std::vector<EnsembleRow> rows;
  for (int j = 0; j < matrix.size(); ++j) {
    const auto target = static_cast<std::size_t>(j);
    const auto& ensemble = matrix.ensembles[target];
    EnsembleRow row;
    row.target = matrix.boxes[target];
    row.ensemble_p = ensemble.test.p;
    row.prior = matrix.prior[target];
    row.interval = ensemble.test.interval;
    row.lift_interval = ensemble.lift_interval;
    row.difference_interval = target < differences.size() ? differences[target] : Interval{kNan, kNan};
    row.best_p = row.difference = kNan;
    row.best_lift_interval = {kNan, kNan};
    int sources = 0;
    for (int i = 0; i < matrix.size(); ++i) sources += matrix.cell(i, j) ? 1 : 0;
    const int best = best_source(matrix, j);
    if (best < 0) {
      row.reason = sources > 0 ? "Nothing could be tested." : "No link leads here.";
    } else {
      const auto& link = *matrix.cell(best, j);
      row.best_source = matrix.boxes[static_cast<std::size_t>(best)];
      row.best_p = link.test.p;
      row.best_lift_interval = link.lift_interval;
      row.difference = row.ensemble_p - row.best_p;
      if (std::isfinite(row.difference) && std::isfinite(row.difference_interval.low))
        judge(row, sources);
      else
        row.reason = why_none;
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<EnsembleRow> ensembles_of(const LinkSet& links, const OutputTable& table, const Executor& executor) {
  const MatrixData matrix = matrix_of(links);
  if (links.settings().bootstrap == 0) return ensembles_of(matrix, {}, "Trained without bootstrap: no interval.");
  if (content_hash(table) != links.data_hash())
    return ensembles_of(matrix, {}, "The outputs have changed since training. Train again.");
  std::vector<Interval> differences(matrix.boxes.size());
  executor(differences.size(),
           [&](std::size_t j) { differences[j] = difference_interval(matrix, links, table, static_cast<int>(j)); });
  return ensembles_of(matrix, differences, "The test part is too short for an interval.");
}

}  // namespace mlink::analysis
