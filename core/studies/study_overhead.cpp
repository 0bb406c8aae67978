#include <algorithm>
#include <chrono>

#include "base/number.h"
#include "experiment/time_one_frame.h"
#include "metrics/bootstrap.h"
#include "studies/study_run.h"

namespace mlink {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kWarmUp = 200;

double quantile(std::vector<double> values, double share) {
  if (values.empty()) return kNan;
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

/// Seconds of one prediction.
double timed(OneFrame& one, BoxSet from, int target) {
  const auto begin = Clock::now();
  one.predict(from, target);
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

/// Rows in which all of `from` have an output, so that the whole of a link or ensemble is timed; at most 500.
std::vector<std::size_t> full_rows(const OutputTable& table, BoxSet from) {
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < table.rows() && rows.size() < 500; ++row) {
    bool all = true;
    for (std::size_t i = 0; all && i < table.columns.size(); ++i)
      all = !from.has(static_cast<int>(i)) || table.columns[i].present(row);
    if (all) rows.push_back(row);
  }
  return rows;
}

/// Median and 95th percentile of each repeat, and the interval of the median over all.
void time_predictions(OneFrame& one, const std::vector<std::size_t>& rows, BoxSet from, int target,
                      const StudyOptions& options, OverheadRow& row) {
  std::vector<double> p50;
  std::vector<double> p95;
  std::vector<double> all;
  for (int r = 0; r < options.repeats && !rows.empty(); ++r) {
    std::vector<double> taken;
    for (int n = -kWarmUp; n < options.predictions; ++n) {
      one.look_at(rows[static_cast<std::size_t>(n + kWarmUp) % rows.size()]);
      const double seconds = timed(one, from, target);
      if (n >= 0) taken.push_back(seconds);
    }
    p50.push_back(quantile(taken, 0.5));
    p95.push_back(quantile(taken, 0.95));
    all.insert(all.end(), taken.begin(), taken.end());
  }
  row.predictions = static_cast<std::int64_t>(all.size());
  row.p50 = spread_of(p50);
  row.p95 = spread_of(p95);
  const BlockBootstrap bootstrap(all.size(), options.train.bootstrap, options.train.seed);
  std::vector<std::uint32_t> weights(bootstrap.blocks());
  std::vector<double> medians;
  for (int r = 0; r < bootstrap.resamples(); ++r) {
    bootstrap.draw(r, weights);
    std::vector<double> drawn;
    for (std::size_t n = 0; n < all.size(); ++n) drawn.insert(drawn.end(), weights[bootstrap.block_of(n)], all[n]);
    medians.push_back(quantile(std::move(drawn), 0.5));
  }
  row.interval = middle_95(std::move(medians), row.p50.mean);
}

double clock_cost() {
  std::vector<double> taken;
  for (int n = 0; n < 2000; ++n) {
    const auto begin = Clock::now();
    taken.push_back(std::chrono::duration<double>(Clock::now() - begin).count());
  }
  return quantile(std::move(taken), 0.5);
}

std::vector<OwnCost> own_costs(const Snapshot& snapshot) {
  std::vector<OwnCost> costs;
  for (const auto& box : snapshot.overview.boxes) {
    const bool timed = box.costs.seconds_origin != CostOrigin::unknown;
    const bool sized = box.costs.bytes_origin != CostOrigin::unknown;
    costs.push_back({box.name, timed ? box.costs.seconds : kNan, timed && box.seconds_p95 > 0 ? box.seconds_p95 : kNan,
                     sized ? box.costs.bytes : kNan, std::string(to_string(box.costs.seconds_origin)),
                     std::string(to_string(box.costs.bytes_origin))});
  }
  return costs;
}

/// Everything that predicts: links with their source, ensembles of all other boxes.
std::vector<std::pair<OverheadRow, std::pair<BoxSet, int>>> predictors_of(const LinkSet& links) {
  std::vector<std::pair<OverheadRow, std::pair<BoxSet, int>>> out;
  const auto& boxes = links.boxes();
  for (int j = 0; j < static_cast<int>(boxes.size()); ++j) {
    BoxSet all;
    int parameters = 0;
    for (int i = 0; i < static_cast<int>(boxes.size()); ++i) {
      if (!links.has_link(i, j)) continue;
      all = all.with(i);
      OverheadRow row;
      row.source = boxes[static_cast<std::size_t>(i)];
      row.target = boxes[static_cast<std::size_t>(j)];
      row.parameters = links.link_figures(i, j).parameters;
      parameters += row.parameters;
      out.push_back({row, {BoxSet().with(i), j}});
    }
    if (all.size() < 2) continue;
    OverheadRow row;
    row.by = PredictorKind::ensemble;
    row.target = boxes[static_cast<std::size_t>(j)];
    row.parameters = links.ensemble_figures(j).parameters + parameters;  // it speaks through its links
    out.push_back({row, {all, j}});
  }
  return out;
}

}  // namespace

Status measure_overheads(const Snapshot& snapshot, const StudyOptions& options, const std::stop_token& stop,
                         const ProgressFn& progress, StudyReport& report) {
  if (!snapshot.links || !snapshot.link_table)
    return fail(ErrorKind::not_found, "The file has no links yet.", "Run mlink train first.",
                snapshot.overview.path.string());
  const LinkSet& links = *snapshot.links;
  const OutputTable& table = *snapshot.link_table;
  report.data_hash = links.data_hash();
  report.boxes = links.boxes();
  report.specs = links.specs();
  report.options.train = links.settings();
  report.options.train.bootstrap = options.train.bootstrap;
  report.own_costs = own_costs(snapshot);
  report.clock_seconds = clock_cost();
  OneFrame one(links, table);
  const auto predictors = predictors_of(links);
  ProgressMeter meter(progress, "Study", "links", static_cast<std::int64_t>(predictors.size()));
  for (const auto& [found, asked] : predictors) {
    if (stop.stop_requested()) return stopped();
    OverheadRow row = found;
    row.bytes = static_cast<double>(row.parameters) * sizeof(float);
    time_predictions(one, full_rows(table, asked.first), asked.first, asked.second, options, row);
    meter.advance(1, row.target);
    report.overheads.push_back(std::move(row));
  }
  meter.finish();
  return {};
}

}  // namespace mlink
