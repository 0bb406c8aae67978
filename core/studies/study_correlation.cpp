#include <algorithm>
#include <cmath>

#include "base/number.h"
#include "metrics/bootstrap.h"
#include "studies/study_run.h"

namespace mlink {
namespace {

/// The paper's labels: arg max, box empty or not, the scalar; for words, which the paper leaves out, how many there
/// are. NaN where there is none.
std::vector<double> labels_of(const OutputColumn& column, std::size_t rows) {
  std::vector<double> labels(rows, kNan);
  for (std::size_t row = 0; row < rows; ++row) {
    if (!column.present(row)) continue;
    const auto values = column.row(row);
    if (!std::all_of(values.begin(), values.end(), [](float v) { return std::isfinite(v); })) continue;
    labels[row] = column.spec.task == Task::sequence ? static_cast<double>(column.words[row].size())
                                                     : scalar_label(column.spec, values);
  }
  return labels;
}

}  // namespace

std::vector<LabelCorrelation> label_correlations(const OutputTable& table, std::size_t train_rows,
                                                 const TrainSettings& settings) {
  std::vector<std::vector<double>> labels;
  for (const auto& column : table.columns) labels.push_back(labels_of(column, train_rows));
  std::vector<LabelCorrelation> correlations;
  for (std::size_t j = 0; j < labels.size(); ++j) {
    for (std::size_t i = 0; i < labels.size(); ++i) {
      if (i == j) continue;
      std::vector<double> of_a;
      std::vector<double> of_b;
      for (std::size_t row = 0; row < train_rows; ++row) {
        if (std::isnan(labels[i][row]) || std::isnan(labels[j][row])) continue;
        of_a.push_back(labels[i][row]);
        of_b.push_back(labels[j][row]);
      }
      const BlockBootstrap bootstrap(of_a.size(), settings.bootstrap, settings.seed);
      std::vector<std::uint32_t> weights(bootstrap.blocks());
      std::vector<double> drawn;
      for (int r = 0; r < bootstrap.resamples(); ++r) {
        bootstrap.draw(r, weights);
        std::vector<double> a;
        std::vector<double> b;
        for (std::size_t n = 0; n < of_a.size(); ++n) {
          a.insert(a.end(), weights[bootstrap.block_of(n)], of_a[n]);
          b.insert(b.end(), weights[bootstrap.block_of(n)], of_b[n]);
        }
        drawn.push_back(pearson(a, b));
      }
      const double r = pearson(of_a, of_b);
      correlations.push_back({table.columns[i].box, table.columns[j].box, r, middle_95(std::move(drawn), r),
                              static_cast<std::int64_t>(of_a.size())});
    }
  }
  return correlations;
}

}  // namespace mlink
