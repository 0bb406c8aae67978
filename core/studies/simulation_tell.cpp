// What study simulation keeps and tells.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "metrics/figures_json.h"
#include "studies/simulation.h"

namespace mlink::studies {
namespace {

using SimulationJson = nlohmann::json;

SimulationJson rows_json(const std::vector<SimulationRow>& rows) {
  auto all = SimulationJson::array();
  for (const auto& row : rows)
    all.push_back({{"drawn", row.drawn},
                   {"selector", row.selector},
                   {"budget", row.budget},
                   {"best", row.best},
                   {"objective", row.objective},
                   {"distance", row.distance},
                   {"interval", json_of(row.interval)},
                   {"worst", row.worst},
                   {"found", row.found}});
  return all;
}

std::string bar(double value, double whole) {
  constexpr double kLongest = 40;
  const auto marks = whole > 0 ? static_cast<std::size_t>(std::lround(kLongest * value / whole)) : 0;
  return std::string(marks, '#');
}

}  // namespace

void SimulationSettings::write(SimulationJson& json) const {
  json["repeats"] = repeats;
  json["seed"] = first_seed;
  json["boxes"] = boxes;
  json["gain"] = gain;
  json["budgets"] = budgets;
}

Status SimulationSettings::read(const SimulationJson& json) {
  json.at("repeats").get_to(repeats);
  json.at("seed").get_to(first_seed);
  json.at("boxes").get_to(boxes);
  json.at("gain").get_to(gain);
  json.at("budgets").get_to(budgets);
  return {};
}

void SimulationResult::write(SimulationJson& json) const { json["rows"] = rows_json(rows); }
void SimulationResult::tell(SimulationJson& json) const { json["rows"] = rows_json(rows); }

Status SimulationResult::read(const SimulationJson& json) {
  for (const auto& row : json.at("rows"))
    rows.push_back({row.at("drawn").get<std::string>(), row.at("selector").get<std::string>(),
                    row.at("budget").get<double>(), row.at("best").get<double>(), row.at("objective").get<double>(),
                    row.at("distance").get<double>(), interval_from(row.at("interval")), row.at("worst").get<double>(),
                    row.at("found").get<double>()});
  return {};
}

std::string SimulationResult::reading_note() const {
  return fmt::format(
      "Drawn, not measured: {} boxes, the performance of each link and the cost of each box from one distribution "
      "(moved "
      "to the nearer end of [0,1], costs of [0.01,1]); an ensemble is its best link and {:g} a further source. "
      "Distance: "
      "output accuracy of the best set by brute force less the selector's, the mean over problems with its 95 % "
      "interval "
      "(bootstrap over problems). A budget is a share of the cost of all boxes.",
      settings.boxes, settings.gain);
}

Table SimulationResult::long_table() const {
  Table table{"Study simulation",
              {{"drawn from", "drawn", -1},
               {"budget", "budget", 2},
               {"selector", "selector", -1},
               {"best", "best", 4},
               {"output accuracy", "output_accuracy", 4},
               {"distance", "distance", 5},
               {"low", "distance_low", 5},
               {"high", "distance_high", 5},
               {"worst", "worst", 4},
               {"found best (%)", "found_percent", 1}},
              {},
              {}};
  for (const auto& row : rows)
    table.rows.push_back({row.drawn, row.budget, row.selector, row.best, row.objective, row.distance,
                          number_cell(row.interval.low), number_cell(row.interval.high), row.worst, row.found * 100});
  return table;
}

Table SimulationResult::paper_table() const {
  Table table{"Distance to the best set, in points of output accuracy",
              {{"drawn from", "drawn", -1}, {"budget", "budget", 2}, {"best (%)", "best_percent", 1}},
              {},
              {}};
  const auto selectors = simulated_selectors();
  for (const auto& name : selectors) table.columns.push_back({name, name, -1});
  for (const auto& row : rows) {
    if (row.selector == selectors.front()) table.rows.push_back({row.drawn, row.budget, row.best * 100});
    const auto interval = std::isfinite(row.interval.low)
                              ? fmt::format(" [{:.2f}, {:.2f}]", row.interval.low * 100, row.interval.high * 100)
                              : std::string();
    if (!table.rows.empty()) table.rows.back().emplace_back(fmt::format("{:.2f}{}", row.distance * 100, interval));
  }
  for (auto& row : table.rows) row.resize(table.columns.size());
  return table;
}

Table SimulationResult::more_table(std::string_view name) const {
  if (name != "figure") return {};
  double longest = 0;
  for (const auto& row : rows) longest = std::max(longest, row.distance);
  Table table{fmt::format("Distance to the best set; the longest bar is {:.2f} points", longest * 100),
              {{"drawn from", "drawn", -1},
               {"budget", "budget", 2},
               {"selector", "selector", -1},
               {"distance (points)", "distance_points", 2},
               {"", "bar", -1}},
              {},
              {}};
  for (const auto& row : rows)
    table.rows.push_back(
        {row.drawn, row.budget, row.selector, row.distance * 100, text_cell(bar(row.distance, longest))});
  return table;
}

std::optional<StudyHeadline> SimulationResult::headline() const {
  StudyHeadline line{"below best", 0, {0, 0}, 3};
  int count = 0;
  for (const auto& row : rows) {
    if (row.selector != "greedy") continue;
    ++count;
    line.value += row.distance;
    line.interval.low += row.interval.low;
    line.interval.high += row.interval.high;
  }
  if (count == 0) return {};
  line.value /= count;
  line.interval.low /= count;
  line.interval.high /= count;
  return line;
}

}  // namespace mlink::studies
