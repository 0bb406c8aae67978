// Figures of trainings in tables, documents and the file.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "metrics/figures_json.h"
#include "studies/trained.h"

namespace mlink::studies {
namespace {

using Json = nlohmann::json;

Json cell_json(const StudyCell& c) {
  Json json{{"part", c.part},
            {"seed", c.seed},
            {"by", std::string(to_string(c.by))},
            {"target", c.target},
            {"p", json_of(c.p)},
            {"native", json_of(c.native)},
            {"prior", json_of(c.prior)},
            {"interval", json_of(c.interval)},
            {"lift_interval", json_of(c.lift_interval)},
            {"trained", c.trained},
            {"tested", c.tested},
            {"test_from", c.test_from},
            {"best_epoch", c.best_epoch},
            {"parameters", c.parameters}};
  if (!c.source.empty()) json["source"] = c.source;
  if (!c.verdict.empty()) json["verdict"] = c.verdict;
  return json;
}

StudyCell cell_from(const Json& json) {
  StudyCell c;
  json.at("part").get_to(c.part);
  json.at("seed").get_to(c.seed);
  c.by = predictor_from(json.at("by"));
  c.source = json.value("source", std::string());
  json.at("target").get_to(c.target);
  c.p = figure_from(json.at("p"));
  c.native = figure_from(json.at("native"));
  c.prior = figure_from(json.at("prior"));
  c.interval = interval_from(json.at("interval"));
  c.lift_interval = interval_from(json.at("lift_interval"));
  json.at("trained").get_to(c.trained);
  json.at("tested").get_to(c.tested);
  c.test_from = json.value("test_from", std::int64_t{-1});
  json.at("best_epoch").get_to(c.best_epoch);
  json.at("parameters").get_to(c.parameters);
  c.verdict = json.value("verdict", std::string());
  return c;
}

Json row_json(const StudyRow& r) {
  Json json{{"part", r.part},
            {"by", std::string(to_string(r.by))},
            {"target", r.target},
            {"metric", r.metric},
            {"p", spread_json(r.p)},
            {"interval", json_of(r.interval)},
            {"prior", json_of(r.prior)},
            {"lift", spread_json(r.lift)},
            {"lift_interval", json_of(r.lift_interval)},
            {"native_metric", r.native_metric},
            {"native", spread_json(r.native)},
            {"trained_frames", r.trained},
            {"tested_frames", r.tested},
            {"repeats", r.repeats},
            {"learnt", r.learnt}};
  if (!r.source.empty()) json["source"] = r.source;
  if (!r.verdict.empty()) json["verdict"] = r.verdict;
  return json;
}

std::vector<TableColumn> figure_columns() {
  return {{"target", "target", -1},
          {"from", "from", -1},
          {"part", "part", 3},
          {"p", "p", 3},
          {"sd", "p_sd", 3},
          {"low", "p_low", 3},
          {"high", "p_high", 3},
          {"prior", "prior", 3},
          {"lift", "lift", 3},
          {"lift low", "lift_low", 3},
          {"lift high", "lift_high", 3},
          {"metric", "metric", -1},
          {"native", "native", 3},
          {"native sd", "native_sd", 3},
          {"native metric", "native_metric", -1},
          {"trained", "trained_frames", 0},
          {"tested", "tested_frames", 0},
          {"repeats", "repeats", 0},
          {"learnt", "learnt", 0},
          {"verdict", "verdict", -1}};
}

}  // namespace

void TrainedResult::write(Json& json) const {
  json["cells"] = Json::array();
  for (const auto& cell : cells) json["cells"].push_back(cell_json(cell));
}

Status TrainedResult::read(const Json& json) {
  for (const auto& cell : json.at("cells")) cells.push_back(cell_from(cell));
  return {};
}

void TrainedResult::tell(Json& json) const {
  json["rows"] = Json::array();
  for (const auto& row : rows()) json["rows"].push_back(row_json(row));
}

std::string TrainedResult::reading_note() const {
  const auto& train = trained_with().train;
  const std::string split =
      train.split == SplitKind::clip
          ? fmt::format("Whole files train and others test (split seed {}), the same", train.split_seed)
          : "The split is in time and the same";
  return split +
         " in all repeats; they differ by seed: first weights, order, dropout. sd is over repeats, low and high are "
         "the "
         "mean 95 % interval over the test frames.";
}

Table TrainedResult::long_table() const {
  Table table{fmt::format("Study {}", study()), figure_columns(), {}, {}};
  for (const auto& r : rows())
    table.rows.push_back({r.target,
                          predictor_name(r.by, r.source),
                          r.part,
                          number_cell(r.p.mean),
                          number_cell(r.p.deviation),
                          number_cell(r.interval.low),
                          number_cell(r.interval.high),
                          number_cell(r.prior),
                          number_cell(r.lift.mean),
                          number_cell(r.lift_interval.low),
                          number_cell(r.lift_interval.high),
                          r.metric,
                          number_cell(r.native.mean),
                          number_cell(r.native.deviation),
                          r.native_metric,
                          static_cast<double>(r.trained),
                          static_cast<double>(r.tested),
                          static_cast<double>(r.repeats),
                          static_cast<double>(r.learnt),
                          text_cell(r.verdict)});
  return table;
}

std::string predictor_name(PredictorKind by, const std::string& source) {
  switch (by) {
    case PredictorKind::link: return source;
    case PredictorKind::ensemble: return "ensemble";
    case PredictorKind::student: return "KD student";
  }
  return {};
}

std::string percent_text(double part) { return fmt::format("{:g} %", part * 100); }

std::string spread_text(const Spread& spread, int decimals) {
  if (!std::isfinite(spread.mean)) return {};
  const auto mean = score_text(spread.mean, decimals);
  return std::isfinite(spread.deviation) ? mean + " ± " + score_text(spread.deviation, decimals) : mean;
}

std::string part_and_repeats(const TrainedSettings& settings) {
  return fmt::format("{} trains, {} repeats", percent_text(settings.train.part), settings.repeats);
}

const StudyRow* find_row(const std::vector<StudyRow>& rows, PredictorKind by, const std::string& source,
                         const std::string& target, double part) {
  const auto at = std::find_if(rows.begin(), rows.end(), [&](const StudyRow& r) {
    return r.by == by && r.source == source && r.target == target && r.part == part;
  });
  return at == rows.end() ? nullptr : &*at;
}

std::vector<std::string> targets_of(const StudyHead& head, const std::vector<StudyRow>& rows) {
  std::vector<std::string> targets;
  for (const auto& box : head.boxes)
    if (std::any_of(rows.begin(), rows.end(), [&](const StudyRow& r) { return r.target == box; }))
      targets.push_back(box);
  return targets;
}

Json spread_json(const Spread& s) { return {{"mean", json_of(s.mean)}, {"sd", json_of(s.deviation)}}; }

}  // namespace mlink::studies
