#include "studies/correlation.h"

#include <algorithm>
#include <cmath>

#include "base/number.h"
#include "metrics/bootstrap.h"

namespace mlink::studies {
namespace {

constexpr int kPairResamples = 1000;

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

/// Of all pairs on the first `train_rows` rows.
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
      const std::size_t least = std::max(correlation_time(of_a), correlation_time(of_b));
      const BlockBootstrap bootstrap(of_a.size(), settings.bootstrap, settings.seed, block_for(of_a.size(), least));
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
      const bool told = settings.bootstrap <= 0 || bootstrap.tells();
      correlations.push_back({table.columns[i].box, table.columns[j].box, r,
                              told ? middle_95(std::move(drawn), r) : Interval{kNan, kNan},
                              static_cast<std::int64_t>(of_a.size())});
    }
  }
  return correlations;
}

/// Pearson of chosen entries of two lists, with an interval from drawing entries.
CorrelationSummary::Figure correlate(const std::vector<double>& a, const std::vector<double>& b, std::uint64_t seed) {
  if (a.size() < 3) return {kNan, {kNan, kNan}};
  const double value = pearson(a, b);
  const BlockBootstrap bootstrap(a.size(), kPairResamples, seed, 1);
  std::vector<std::uint32_t> weights(bootstrap.blocks());
  std::vector<double> values;
  for (int r = 0; r < bootstrap.resamples(); ++r) {
    bootstrap.draw(r, weights);
    std::vector<double> of_a;
    std::vector<double> of_b;
    for (std::size_t i = 0; i < a.size(); ++i) {
      of_a.insert(of_a.end(), weights[i], a[i]);
      of_b.insert(of_b.end(), weights[i], b[i]);
    }
    values.push_back(pearson(of_a, of_b));  // NaN where one is constant: such a resample does not count
  }
  return {value, bootstrap.tells() ? middle_95(std::move(values), kNan) : Interval{kNan, kNan}};
}

CorrelationSummary summary_of(const CorrelationResult& result, const std::vector<StudyRow>& rows,
                              const std::string& target) {
  CorrelationSummary summary{target, 0, {}, {}, {}, {}};
  std::vector<double> r;
  std::vector<double> size;
  std::vector<double> p;
  std::vector<double> lift;
  for (const auto& pair : result.correlations) {
    if (!target.empty() && pair.target != target) continue;
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const StudyRow& candidate) {
      return candidate.by == PredictorKind::link && candidate.source == pair.source && candidate.target == pair.target;
    });
    if (row == rows.end() || !std::isfinite(pair.r) || !std::isfinite(row->p.mean)) continue;
    r.push_back(pair.r);
    size.push_back(std::abs(pair.r));
    p.push_back(row->p.mean);
    lift.push_back(row->lift.mean);
  }
  summary.pairs = static_cast<int>(r.size());
  const auto seed = result.settings.train.seed;
  summary.r_p = correlate(r, p, seed);
  summary.size_p = correlate(size, p, seed);
  summary.r_lift = correlate(r, lift, seed);
  summary.size_lift = correlate(size, lift, seed);
  return summary;
}

class CorrelationStudy final : public StudyOf<TrainedSettings, CorrelationResult> {
 public:
  [[nodiscard]] std::string_view name() const override { return "correlation"; }
  [[nodiscard]] std::string_view title() const override {
    return "Correlation of the labels beside the links' performance (paper: Table 2)";
  }
  [[nodiscard]] std::vector<std::string> more_tables() const override { return {"summary"}; }

 protected:
  [[nodiscard]] Status fill(const StudyInput& input, CorrelationResult& result) const override {
    const auto& train = result.settings.train;
    const auto table = in_split_order(input.snapshot.table, train);
    MLINK_ASSIGN(const auto split, split_at(*table, train.split, train.part));
    result.correlations = label_correlations(*table, split.train, train);
    return train_cells(input, result);
  }
};

}  // namespace

std::unique_ptr<const Study> correlation_study() { return std::make_unique<const CorrelationStudy>(); }

std::optional<StudyHeadline> CorrelationResult::headline() const {
  const auto all = summaries();
  if (all.empty() || !std::isfinite(all.front().size_p.value)) return {};
  return StudyHeadline{"|r| with p", all.front().size_p.value, all.front().size_p.interval, 2, true, {}};
}

std::vector<CorrelationSummary> CorrelationResult::summaries() const {
  const auto rows = this->rows();
  std::vector<CorrelationSummary> summaries{summary_of(*this, rows, {})};
  for (const auto& box : head.boxes) {
    auto summary = summary_of(*this, rows, box);
    if (summary.pairs > 0) summaries.push_back(std::move(summary));
  }
  return summaries;
}

}  // namespace mlink::studies
