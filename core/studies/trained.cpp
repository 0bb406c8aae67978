#include "studies/trained.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <tuple>

#include "base/number.h"

namespace mlink::studies {
namespace {

constexpr std::array<std::string_view, 3> kPredictors{"link", "ensemble", "student"};

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

}  // namespace

std::string_view to_string(PredictorKind kind) { return kPredictors.at(static_cast<std::size_t>(kind)); }

PredictorKind predictor_from(const nlohmann::json& json) {
  for (const auto kind : {PredictorKind::link, PredictorKind::ensemble, PredictorKind::student})
    if (json.get<std::string>() == to_string(kind)) return kind;
  throw nlohmann::json::other_error::create(501, "unknown predictor", nullptr);
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

std::shared_ptr<const OutputTable> in_split_order(const std::shared_ptr<const OutputTable>& table,
                                                  const TrainSettings& settings) {
  if (settings.split == SplitKind::time) return table;
  return std::make_shared<const OutputTable>(
      table_of_rows(*table, split_order(*table, settings.split, settings.split_seed)));
}

std::vector<StudyOption> TrainedSettings::options() {
  return {{"repeats", "Repeats", &repeats, std::pair{1, 1000}},
          {"seed", "Seed of the first repeat; the others count on", &train.seed},
          {"epochs", "Epochs", &train.epochs},
          {"part", "Share of the frames that trains: the first in time", &train.part},
          {"by-clip", "Whole files train and others test, drawn by --split-seed", &by_clip},
          {"split-seed", "Draws the files that train (--by-clip)", &train.split_seed}};
}

Status TrainedSettings::check() const {
  MLINK_TRY(check_repeats(repeats));
  return links::check(train);
}

void TrainedSettings::write(nlohmann::json& json) const {
  to_json(json["train"], train);
  json["repeats"] = repeats;
}

Status TrainedSettings::read(const nlohmann::json& json) {
  MLINK_ASSIGN(train, train_settings_from_json(json.at("train")));
  json.at("repeats").get_to(repeats);
  by_clip = train.split == SplitKind::clip;
  return {};
}

TrainingPlan TrainedSettings::plan() const { return {train, {train.part}, repeats, {}}; }

std::vector<StudyRow> TrainedResult::rows() const {
  const auto place = [&](const std::string& box) {
    return std::find(head.boxes.begin(), head.boxes.end(), box) - head.boxes.begin();
  };
  using Key = std::tuple<double, std::ptrdiff_t, PredictorKind, std::ptrdiff_t>;
  std::map<Key, std::vector<const StudyCell*>> groups;
  for (const auto& cell : cells) groups[{cell.part, place(cell.target), cell.by, place(cell.source)}].push_back(&cell);
  std::vector<StudyRow> rows;
  for (const auto& [key, of_one] : groups) {
    const auto target = static_cast<std::size_t>(std::get<1>(key));
    if (target < head.specs.size()) rows.push_back(row_of(of_one, head.specs[target]));
  }
  return rows;
}

std::optional<StudyHeadline> TrainedResult::headline() const {
  const auto rows = this->rows();
  const double wanted = trained_with().train.part;
  double part = kNan;
  for (const auto& row : rows)
    if (row.by == PredictorKind::ensemble && std::isfinite(row.p.mean) &&
        (std::isnan(part) || (row.part <= wanted && row.part > part)))
      part = row.part;
  if (std::isnan(part)) return {};
  StudyHeadline line{"mean p, " + percent_text(part), 0, {0, 0}};
  int count = 0;
  for (const auto& row : rows) {
    if (row.by != PredictorKind::ensemble || row.part != part || !std::isfinite(row.p.mean)) continue;
    ++count;
    line.value += row.p.mean;
    line.interval.low += row.interval.low;
    line.interval.high += row.interval.high;
  }
  line.value /= count;
  line.interval.low /= count;
  line.interval.high /= count;
  return line;
}

std::optional<Trainings> TrainedResult::trainings() const {
  auto plan = trained_with().plan();
  return Trainings{plan.train, plan.student, cells, head.versions};
}

}  // namespace mlink::studies
