// What study overhead keeps and tells.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/number.h"
#include "metrics/figures_json.h"
#include "studies/overhead.h"

namespace mlink::studies {
namespace {

using Json = nlohmann::json;

Json pair_json(const Spread& s) { return Json::array({json_of(s.mean), json_of(s.deviation)}); }
Spread spread_from(const Json& json) { return {figure_from(json.at(0)), figure_from(json.at(1))}; }

/// NaN: not known.
double seconds_of(const BoxCosts& c) { return c.known(CostKind::time) ? c.seconds : kNan; }
double slow_seconds_of(const BoxCosts& c) {
  return c.known(CostKind::time) && c.seconds_p95 > 0 ? c.seconds_p95 : kNan;
}
double bytes_of(const BoxCosts& c) { return c.known(CostKind::memory) ? c.bytes : kNan; }

Json own_costs_json(const std::vector<BoxCosts>& costs) {
  Json json = Json::array();
  for (const auto& c : costs)
    json.push_back({{"box", c.box},
                    {"seconds", json_of(seconds_of(c))},
                    {"seconds_p95", json_of(slow_seconds_of(c))},
                    {"bytes", json_of(bytes_of(c))},
                    {"seconds_origin", std::string(to_string(c.seconds_origin))},
                    {"bytes_origin", std::string(to_string(c.bytes_origin))}});
  return json;
}

BoxCosts own_costs_from(const Json& json) {
  const auto known = [&](const char* name) {
    const double value = figure_from(json.at(name));
    return std::isfinite(value) ? value : 0;
  };
  BoxCosts costs;
  costs.box = json.at("box").get<std::string>();
  costs.seconds = known("seconds");
  costs.seconds_p95 = known("seconds_p95");
  costs.bytes = known("bytes");
  costs.seconds_origin = cost_origin(json.at("seconds_origin").get<std::string>());
  costs.bytes_origin = cost_origin(json.at("bytes_origin").get<std::string>());
  return costs;
}

}  // namespace

void OverheadResult::write(Json& json) const {
  json["clock_seconds"] = clock_seconds;
  json["own_costs"] = own_costs_json(own_costs);
  json["overheads"] = Json::array();
  for (const auto& o : overheads)
    json["overheads"].push_back({{"by", std::string(to_string(o.by))},
                                 {"source", o.source},
                                 {"target", o.target},
                                 {"parameters", o.parameters},
                                 {"bytes", o.bytes},
                                 {"p50", pair_json(o.p50)},
                                 {"p95", pair_json(o.p95)},
                                 {"interval", json_of(o.interval)},
                                 {"predictions", o.predictions}});
}

Status OverheadResult::read(const Json& json) {
  json.at("clock_seconds").get_to(clock_seconds);
  for (const auto& o : json.at("overheads"))
    overheads.push_back({predictor_from(o.at("by")), o.at("source").get<std::string>(),
                         o.at("target").get<std::string>(), o.at("parameters").get<int>(), o.at("bytes").get<double>(),
                         spread_from(o.at("p50")), spread_from(o.at("p95")), interval_from(o.at("interval")),
                         o.at("predictions").get<std::int64_t>()});
  for (const auto& c : json.at("own_costs")) own_costs.push_back(own_costs_from(c));
  return {};
}

void OverheadResult::tell(Json& json) const {
  json["clock_seconds"] = clock_seconds;
  json["overheads"] = Json::array();
  for (const auto& o : overheads) {
    Json row{{"by", std::string(to_string(o.by))}, {"target", o.target},
             {"parameters", o.parameters},         {"bytes", o.bytes},
             {"p50_seconds", spread_json(o.p50)},  {"p95_seconds", spread_json(o.p95)},
             {"interval", json_of(o.interval)},    {"predictions", o.predictions}};
    if (!o.source.empty()) row["source"] = o.source;
    json["overheads"].push_back(row);
  }
  json["boxes_themselves"] = own_costs_json(own_costs);
}

std::string OverheadResult::reading_note() const {
  return fmt::format(
      "One frame at a time, on one thread, after a warm-up; each figure holds {:.0f} ns of the clock. Intervals are of "
      "the median, over all timed predictions.",
      clock_seconds * 1e9);
}

Table OverheadResult::long_table() const {
  Table table{"Study overhead",
              {{"target", "target", -1},
               {"from", "from", -1},
               {"parameters", "parameters", 0},
               {"bytes", "bytes", 0},
               {"p50 (us)", "p50_us", 2},
               {"sd", "p50_sd_us", 2},
               {"low", "p50_low_us", 2},
               {"high", "p50_high_us", 2},
               {"p95 (us)", "p95_us", 2},
               {"p95 sd", "p95_sd_us", 2},
               {"predictions", "predictions", 0},
               {"box itself (ms)", "box_ms", 2},
               {"box p95 (ms)", "box_p95_ms", 2},
               {"box memory (MB)", "box_mb", 1},
               {"box takes times", "times_box", 0}},
              {},
              {}};
  for (const auto& o : overheads) {
    const auto own =
        std::find_if(own_costs.begin(), own_costs.end(), [&](const BoxCosts& c) { return c.box == o.target; });
    const BoxCosts box = own == own_costs.end() ? BoxCosts{} : *own;
    table.rows.push_back({o.target, predictor_name(o.by, o.source), static_cast<double>(o.parameters), o.bytes,
                          number_cell(o.p50.mean * 1e6), number_cell(o.p50.deviation * 1e6),
                          number_cell(o.interval.low * 1e6), number_cell(o.interval.high * 1e6),
                          number_cell(o.p95.mean * 1e6), number_cell(o.p95.deviation * 1e6),
                          static_cast<double>(o.predictions), number_cell(seconds_of(box) * 1e3),
                          number_cell(slow_seconds_of(box) * 1e3), number_cell(bytes_of(box) / 1e6),
                          number_cell(seconds_of(box) / o.p50.mean)});
  }
  return table;
}

Table OverheadResult::paper_table() const {
  Table table{"Running a box, and predicting it by its links (paper: Fig. 3)",
              {{"box", "box", -1},
               {"runs in (ms)", "box_ms", 2},
               {"from", "box_ms_origin", -1},
               {"memory (MB)", "box_mb", 1},
               {"one link p50 (us)", "link_p50_us", 2},
               {"p95 (us)", "link_p95_us", 2},
               {"all others p50 (us)", "ensemble_p50_us", 2},
               {"p95 (us)", "ensemble_p95_us", 2},
               {"their size (kB)", "ensemble_kb", 1},
               {"share of the box's time (%)", "share_percent", 4}},
              {},
              {}};
  for (const auto& box : own_costs) {
    double p50 = 0;
    double p95 = 0;
    double bytes = 0;
    int links = 0;
    const OverheadRow* ensemble = nullptr;
    for (const auto& o : overheads) {
      if (o.target != box.box) continue;
      if (o.by == PredictorKind::ensemble) {
        ensemble = &o;
        continue;
      }
      p50 += o.p50.mean;
      p95 += o.p95.mean;
      bytes += o.bytes;
      ++links;
    }
    if (links == 0) continue;
    const double all_p50 = ensemble ? ensemble->p50.mean : p50 / links;
    table.rows.push_back(
        {box.box, number_cell(seconds_of(box) * 1e3),
         text_cell(box.known(CostKind::time) ? std::string(to_string(box.seconds_origin)) : ""),
         number_cell(bytes_of(box) / 1e6), number_cell(p50 / links * 1e6), number_cell(p95 / links * 1e6),
         number_cell(all_p50 * 1e6), number_cell((ensemble ? ensemble->p95.mean : p95 / links) * 1e6),
         number_cell((ensemble ? ensemble->bytes : bytes) / 1e3), number_cell(all_p50 / seconds_of(box) * 100)});
  }
  return table;
}

std::optional<StudyHeadline> OverheadResult::headline() const {
  constexpr double kMicro = 1e6;
  StudyHeadline line{"one link", 0, {0, 0}, 2, false, "µs"};
  int count = 0;
  for (const auto& row : overheads) {
    if (row.by != PredictorKind::link || !std::isfinite(row.p50.mean)) continue;
    ++count;
    line.value += row.p50.mean * kMicro;
    line.interval.low += row.interval.low * kMicro;
    line.interval.high += row.interval.high * kMicro;
  }
  if (count == 0) return {};
  line.value /= count;
  line.interval.low /= count;
  line.interval.high /= count;
  return line;
}

}  // namespace mlink::studies
