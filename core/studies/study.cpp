#include "studies/study.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <tuple>

#include "base/number.h"
#include "metrics/bootstrap.h"

namespace mlink {
namespace {

constexpr std::array<std::string_view, 4> kKinds{"sizes", "ensemble", "correlation", "overhead"};
constexpr std::array<std::string_view, 3> kPredictors{"link", "ensemble", "student"};
constexpr int kPairResamples = 1000;

Interval mean_interval(const std::vector<const StudyCell*>& cells, Interval StudyCell::*which) {
  Interval mean;
  for (const auto* cell : cells) {
    mean.low += (cell->*which).low / static_cast<double>(cells.size());
    mean.high += (cell->*which).high / static_cast<double>(cells.size());
  }
  return mean;
}

std::string joint_verdict(const std::vector<const StudyCell*>& cells) {
  std::map<std::string, int> times;
  for (const auto* cell : cells)
    if (!cell->verdict.empty()) ++times[cell->verdict];
  if (times.empty()) return {};
  if (times.size() == 1) return times.begin()->first;
  std::string text;
  for (const auto& [verdict, n] : times) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", verdict, n);
  return text;
}

StudyRow row_of(const std::vector<const StudyCell*>& cells, const OutputSpec& spec) {
  const StudyCell& first = *cells.front();
  StudyRow row;
  row.part = first.part;
  row.by = first.by;
  row.source = first.source;
  row.target = first.target;
  row.metric = metric_name(spec);
  row.native_metric = native_name(spec);
  row.repeats = static_cast<int>(cells.size());
  row.prior = first.prior;
  row.trained = first.trained;
  row.tested = first.tested;
  std::vector<double> p;
  std::vector<double> native;
  std::vector<double> lift;
  for (const auto* cell : cells) {
    p.push_back(cell->p);
    native.push_back(cell->native);
    lift.push_back(cell->p - cell->prior);
    if (cell->best_epoch > 0) ++row.learnt;
  }
  row.p = spread_of(p);
  row.native = spread_of(native);
  row.lift = spread_of(lift);
  row.interval = mean_interval(cells, &StudyCell::interval);
  row.lift_interval = mean_interval(cells, &StudyCell::lift_interval);
  row.verdict = joint_verdict(cells);
  return row;
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
  return {value, middle_95(std::move(values), kNan)};
}

CorrelationSummary summary_of(const StudyReport& report, const std::vector<StudyRow>& rows, const std::string& target) {
  CorrelationSummary summary{target, 0, {}, {}, {}, {}};
  std::vector<double> r;
  std::vector<double> size;
  std::vector<double> p;
  std::vector<double> lift;
  for (const auto& pair : report.correlations) {
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
  const auto seed = report.options.train.seed;
  summary.r_p = correlate(r, p, seed);
  summary.size_p = correlate(size, p, seed);
  summary.r_lift = correlate(r, lift, seed);
  summary.size_lift = correlate(size, lift, seed);
  return summary;
}

}  // namespace

std::string_view to_string(StudyKind kind) { return kKinds.at(static_cast<std::size_t>(kind)); }

Result<StudyKind> study_kind_from_string(std::string_view name) {
  for (std::size_t i = 0; i < kKinds.size(); ++i)
    if (kKinds.at(i) == name) return static_cast<StudyKind>(i);
  return fail(ErrorKind::invalid_input, fmt::format("There is no study \"{}\".", name),
              "Studies are sizes, ensemble, correlation and overhead.");
}

std::string_view to_string(PredictorKind kind) { return kPredictors.at(static_cast<std::size_t>(kind)); }

Status check(const StudyOptions& options) {
  const auto bad = [](std::string_view name, const std::string& value, std::string_view must) {
    return fail(ErrorKind::invalid_input, fmt::format("The study's {} is {}; it must be {}.", name, value, must));
  };
  if (options.repeats < 1 || options.repeats > 1000)
    return bad("number of repeats", std::to_string(options.repeats), "between 1 and 1000");
  if (options.predictions < 10 || options.predictions > 10000000)
    return bad("number of predictions", std::to_string(options.predictions), "between 10 and 10000000");
  if (options.kind == StudyKind::sizes && options.parts.empty()) return bad("list of parts", "empty", "one or more");
  for (std::size_t i = 0; i < options.parts.size(); ++i) {
    const double part = options.parts[i];
    if (!(part > 0 && part < 1)) return bad("part", fmt::format("{}", part), "between 0 and 1, like 0.05");
    if (std::find(options.parts.begin(), options.parts.begin() + static_cast<std::ptrdiff_t>(i), part) !=
        options.parts.begin() + static_cast<std::ptrdiff_t>(i))
      return bad("part", fmt::format("{}", part), "there once");
  }
  MLINK_TRY(check(options.train));
  return check(options.student);
}

Spread spread_of(const std::vector<double>& values) {
  if (values.empty()) return {kNan, kNan};
  const auto n = static_cast<double>(values.size());
  double mean = 0;
  for (const double v : values) mean += v / n;
  if (values.size() < 2) return {mean, kNan};
  double squares = 0;
  for (const double v : values) squares += (v - mean) * (v - mean);
  return {mean, std::sqrt(squares / (n - 1))};
}

std::vector<StudyRow> study_rows(const StudyReport& report) {
  const auto place = [&](const std::string& box) {
    return std::find(report.boxes.begin(), report.boxes.end(), box) - report.boxes.begin();
  };
  using Key = std::tuple<double, std::ptrdiff_t, PredictorKind, std::ptrdiff_t>;
  std::map<Key, std::vector<const StudyCell*>> groups;
  for (const auto& cell : report.cells)
    groups[{cell.part, place(cell.target), cell.by, place(cell.source)}].push_back(&cell);
  std::vector<StudyRow> rows;
  for (const auto& [key, cells] : groups) {
    const auto target = static_cast<std::size_t>(std::get<1>(key));
    if (target < report.specs.size()) rows.push_back(row_of(cells, report.specs[target]));
  }
  return rows;
}

std::vector<CorrelationSummary> correlation_summaries(const StudyReport& report) {
  const auto rows = study_rows(report);
  std::vector<CorrelationSummary> summaries{summary_of(report, rows, {})};
  for (const auto& box : report.boxes) {
    auto summary = summary_of(report, rows, box);
    if (summary.pairs > 0) summaries.push_back(std::move(summary));
  }
  return summaries;
}

}  // namespace mlink
