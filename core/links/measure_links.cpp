#include <cmath>
#include <numeric>

#include "base/number.h"
#include "links/link_set_data.h"

namespace mlink::links {
namespace {

/// The label that correlations are of (paper, Table 2); of words their number.
double label_of(const OutputColumn& column, std::size_t row) {
  return column.spec.task == Task::sequence ? static_cast<double>(column.words[row].size())
                                            : scalar_label(column.spec, column.row(row));
}

double label_correlation(const OutputTable& table, std::size_t train, int source, int target) {
  const auto& a = table.columns[static_cast<std::size_t>(source)];
  const auto& b = table.columns[static_cast<std::size_t>(target)];
  std::vector<double> of_a, of_b;
  for (std::size_t row = 0; row < train; ++row) {
    if (!a.present(row) || !b.present(row) || !all_finite(a.row(row)) || !all_finite(b.row(row))) continue;
    of_a.push_back(label_of(a, row));
    of_b.push_back(label_of(b, row));
  }
  return pearson(of_a, of_b);
}

}  // namespace

void tell_nothing(LinkFigures& figures) {
  figures.test.p = figures.test.native = figures.prior_p = figures.inner_p = figures.pearson = kNan;
  figures.test.interval = figures.lift_interval = {kNan, kNan};
}

void measure(const LinkSet& set, const OutputTable& table, int source, int target, std::size_t inner_first,
             LinkFigures& figures) {
  const auto& data = set.data();
  const auto& column = table.columns[static_cast<std::size_t>(target)];
  std::vector<std::size_t> rows;
  for (std::size_t row = data.split.train; row < data.split.rows; ++row)
    if (column.present(row) && all_finite(column.row(row))) rows.push_back(row);
  BoxSet from;
  for (int i = 0; i < data.size(); ++i)
    if (source == i || (source < 0 && i != target)) from = from.with(i);
  const Predictions predictions = set.predict(table, from, target, rows);
  const Predictions prior = set.predict(table, BoxSet(), target, rows);
  const int bootstrap = data.settings.bootstrap;
  std::vector<std::size_t> taught(data.split.train);
  std::iota(taught.begin(), taught.end(), std::size_t{0});
  const std::size_t block = bootstrap > 0 ? least_block_of(set, table, target, taught) : 1;
  figures.test = evaluate(column, rows, predictions, bootstrap, data.settings.seed, block);
  std::vector<std::size_t> inner;
  for (std::size_t row = inner_first; row < data.split.train; ++row)
    if (column.present(row) && all_finite(column.row(row))) inner.push_back(row);
  figures.inner_p = inner.empty() ? kNan : evaluate(column, inner, set.predict(table, from, target, inner), 0).p;
  figures.prior_p = evaluate(column, rows, prior, 0).p;
  figures.lift_interval = lift_interval(column, rows, predictions, prior, bootstrap, data.settings.seed, block);
  figures.pearson = source < 0 ? kNan : label_correlation(table, data.split.train, source, target);
}

}  // namespace mlink::links
