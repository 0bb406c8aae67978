#include "studies/overhead.h"

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>

#include "base/number.h"
#include "experiment/time_one_frame.h"
#include "metrics/bootstrap.h"

namespace mlink::studies {
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
                      const OverheadSettings& settings, OverheadRow& row) {
  std::vector<double> p50;
  std::vector<double> p95;
  std::vector<double> all;
  for (int r = 0; r < settings.repeats && !rows.empty(); ++r) {
    std::vector<double> taken;
    for (int n = -kWarmUp; n < settings.predictions; ++n) {
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
  const BlockBootstrap bootstrap(all.size(), settings.train.bootstrap, settings.train.seed);
  std::vector<std::uint32_t> weights(bootstrap.blocks());
  std::vector<double> medians;
  for (int r = 0; r < bootstrap.resamples(); ++r) {
    bootstrap.draw(r, weights);
    std::vector<double> drawn;
    for (std::size_t n = 0; n < all.size(); ++n) drawn.insert(drawn.end(), weights[bootstrap.block_of(n)], all[n]);
    medians.push_back(quantile(std::move(drawn), 0.5));
  }
  const bool told = bootstrap.resamples() == 0 || bootstrap.tells();
  row.interval = told ? middle_95(std::move(medians), row.p50.mean) : Interval{kNan, kNan};
}

double clock_cost() {
  std::vector<double> taken;
  for (int n = 0; n < 2000; ++n) {
    const auto begin = Clock::now();
    taken.push_back(std::chrono::duration<double>(Clock::now() - begin).count());
  }
  return quantile(std::move(taken), 0.5);
}

std::vector<BoxCosts> own_costs(const Snapshot& snapshot) {
  std::vector<BoxCosts> costs;
  for (const auto& box : snapshot.overview.boxes) costs.push_back(box.costs);
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

Status measure_overheads(const StudyInput& input, OverheadResult& result) {
  const LinkSet& links = *input.snapshot.links;
  const OutputTable& table = *input.snapshot.link_table;
  const OverheadSettings asked = result.settings;
  result.head.data_hash = links.data_hash();
  result.head.boxes = links.boxes();
  result.head.specs = links.specs();
  result.settings.train = links.settings();
  result.settings.train.bootstrap = asked.train.bootstrap;
  result.own_costs = own_costs(input.snapshot);
  result.clock_seconds = clock_cost();
  OneFrame one(links, table);
  const auto predictors = predictors_of(links);
  ProgressMeter meter(input.progress, "Study", "links", static_cast<std::int64_t>(predictors.size()));
  for (const auto& [found, from] : predictors) {
    if (input.stop.stop_requested()) return stopped();
    OverheadRow row = found;
    row.bytes = static_cast<double>(row.parameters) * sizeof(float);
    time_predictions(one, full_rows(table, from.first), from.first, from.second, asked, row);
    meter.advance(1, row.target);
    result.overheads.push_back(std::move(row));
  }
  meter.finish();
  return {};
}

class OverheadStudy final : public StudyOf<OverheadSettings, OverheadResult> {
 public:
  [[nodiscard]] std::string_view name() const override { return "overhead"; }
  [[nodiscard]] std::string_view title() const override {
    return "Size and one-frame time of links and ensembles (paper: Fig. 3)";
  }
  [[nodiscard]] StudyNeeds needs() const override { return {.boxes = 2, .links = true, .pictures = false}; }

 protected:
  [[nodiscard]] Status fill(const StudyInput& input, OverheadResult& result) const override {
    MLINK_TRY(measure_overheads(input, result));
    result.head.complete = true;
    return input.hands.keep ? input.hands.keep(result) : Status{};
  }
};

}  // namespace

std::unique_ptr<const Study> overhead_study() { return std::make_unique<const OverheadStudy>(); }

std::vector<StudyOption> OverheadSettings::options() {
  return {{"repeats", "Repeats", &repeats, std::pair{1, 1000}},
          {"predictions", "Timed predictions a link and repeat", &predictions, std::pair{10, 10000000}}};
}

Status OverheadSettings::check() const {
  MLINK_TRY(check_repeats(repeats));
  if (predictions < 10 || predictions > 10000000)
    return bad_setting("number of predictions", std::to_string(predictions), "between 10 and 10000000");
  return links::check(train);
}

void OverheadSettings::write(nlohmann::json& json) const {
  to_json(json["train"], train);
  json["repeats"] = repeats;
  json["predictions"] = predictions;
}

Status OverheadSettings::read(const nlohmann::json& json) {
  MLINK_ASSIGN(train, train_settings_from_json(json.at("train")));
  json.at("repeats").get_to(repeats);
  json.at("predictions").get_to(predictions);
  return {};
}

}  // namespace mlink::studies
