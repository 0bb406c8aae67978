// What study correlation keeps and tells.
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/text.h"
#include "metrics/figures_json.h"
#include "studies/correlation.h"

namespace mlink::studies {
namespace {

using Json = nlohmann::json;

Json correlations_json(const std::vector<LabelCorrelation>& correlations) {
  Json json = Json::array();
  for (const auto& c : correlations)
    json.push_back({{"source", c.source},
                    {"target", c.target},
                    {"r", json_of(c.r)},
                    {"interval", json_of(c.interval)},
                    {"frames", c.frames}});
  return json;
}

Json figure_json(const CorrelationSummary::Figure& f) {
  return {{"value", json_of(f.value)}, {"interval", json_of(f.interval)}};
}

const LabelCorrelation* find_correlation(const CorrelationResult& result, const std::string& source,
                                         const std::string& target) {
  const auto at = std::find_if(result.correlations.begin(), result.correlations.end(),
                               [&](const LabelCorrelation& c) { return c.source == source && c.target == target; });
  return at == result.correlations.end() ? nullptr : &*at;
}

}  // namespace

void CorrelationResult::write(Json& json) const {
  TrainedResult::write(json);
  json["correlations"] = correlations_json(correlations);
}

Status CorrelationResult::read(const Json& json) {
  MLINK_TRY(TrainedResult::read(json));
  for (const auto& c : json.at("correlations"))
    correlations.push_back({c.at("source").get<std::string>(), c.at("target").get<std::string>(),
                            figure_from(c.at("r")), interval_from(c.at("interval")),
                            c.at("frames").get<std::int64_t>()});
  return {};
}

void CorrelationResult::tell(Json& json) const {
  TrainedResult::tell(json);
  json["correlations"] = correlations_json(correlations);
  json["summaries"] = Json::array();
  for (const auto& s : summaries())
    json["summaries"].push_back({{"target", s.target.empty() ? Json() : Json(s.target)},
                                 {"pairs", s.pairs},
                                 {"r_p", figure_json(s.r_p)},
                                 {"abs_r_p", figure_json(s.size_p)},
                                 {"r_lift", figure_json(s.r_lift)},
                                 {"abs_r_lift", figure_json(s.size_lift)}});
}

Table CorrelationResult::long_table() const {
  Table table{"Study correlation",
              {{"source", "source", -1},
               {"target", "target", -1},
               {"r", "r", 3},
               {"low", "r_low", 3},
               {"high", "r_high", 3},
               {"frames", "frames", 0},
               {"p", "p", 3},
               {"sd", "p_sd", 3},
               {"p low", "p_low", 3},
               {"p high", "p_high", 3},
               {"prior", "prior", 3},
               {"lift", "lift", 3},
               {"lift low", "lift_low", 3},
               {"lift high", "lift_high", 3},
               {"metric", "metric", -1}},
              {},
              {}};
  const auto rows = this->rows();
  for (const auto& pair : correlations) {
    std::vector<Cell> cells{pair.source,
                            pair.target,
                            number_cell(pair.r),
                            number_cell(pair.interval.low),
                            number_cell(pair.interval.high),
                            static_cast<double>(pair.frames)};
    if (const auto* link = find_row(rows, PredictorKind::link, pair.source, pair.target, settings.train.part))
      cells.insert(cells.end(),
                   {number_cell(link->p.mean), number_cell(link->p.deviation), number_cell(link->interval.low),
                    number_cell(link->interval.high), number_cell(link->prior), number_cell(link->lift.mean),
                    number_cell(link->lift_interval.low), number_cell(link->lift_interval.high), link->metric});
    cells.resize(table.columns.size());
    table.rows.push_back(std::move(cells));
  }
  return table;
}

Table CorrelationResult::paper_table() const {
  const auto rows = this->rows();
  Table table{"p of links and Pearson correlation of the labels, " + part_and_repeats(settings) + " (paper: Table 2)",
              {{"target", "target", -1}, {"figure", "figure", -1}},
              {},
              {}};
  for (const auto& box : head.boxes) table.columns.push_back({"from " + box, "from_" + box, -1});
  for (const auto& target : targets_of(head, rows)) {
    std::vector<Cell> p{target, std::string("p")};
    std::vector<Cell> r{target, std::string("r")};
    for (const auto& source : head.boxes) {
      const auto* link = find_row(rows, PredictorKind::link, source, target, settings.train.part);
      const auto* pair = find_correlation(*this, source, target);
      p.push_back(link ? text_cell(spread_text(link->p)) : Cell());
      r.push_back(pair && std::isfinite(pair->r) ? text_cell(signed_text(pair->r, 3)) : Cell());
    }
    table.rows.push_back(std::move(p));
    table.rows.push_back(std::move(r));
  }
  return table;
}

Table CorrelationResult::more_table(std::string_view name) const {
  if (name != "summary") return {};
  Table table{"Does the labels' correlation tell how well a link does? Pearson over pairs, with 95 % intervals",
              {{"target", "target", -1}, {"pairs", "pairs", 0}},
              {},
              {}};
  const std::vector<std::pair<std::string, std::string>> figures{
      {"r with p", "r_p"}, {"|r| with p", "abs_r_p"}, {"r with lift", "r_lift"}, {"|r| with lift", "abs_r_lift"}};
  for (const auto& [title, key] : figures)
    table.columns.insert(table.columns.end(), {{title, key, 2}, {"low", key + "_low", 2}, {"high", key + "_high", 2}});
  for (const auto& s : summaries()) {
    std::vector<Cell> cells{s.target.empty() ? std::string("all") : s.target, static_cast<double>(s.pairs)};
    for (const auto* figure : {&s.r_p, &s.size_p, &s.r_lift, &s.size_lift})
      cells.insert(cells.end(),
                   {number_cell(figure->value), number_cell(figure->interval.low), number_cell(figure->interval.high)});
    table.rows.push_back(std::move(cells));
  }
  return table;
}

}  // namespace mlink::studies
