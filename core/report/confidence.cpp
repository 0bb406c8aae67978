#include "report/confidence.h"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

namespace mlink::report {
namespace {

std::string chances_tell(const BoxConfidence& one) {
  if (one.test_rows == 0) return {};
  if (std::isnan(one.gain_interval.low)) return "too few frames to say";
  if (one.calibration.steps() == 0) return "no: nothing to go by, or one chance for all";
  return one.tells() ? "yes" : "no: not told from their mean";
}

nlohmann::json number(double value) { return std::isfinite(value) ? nlohmann::json(value) : nlohmann::json(); }

}  // namespace

Table confidence_table(const std::vector<BoxConfidence>& boxes) {
  Table table{"Chances of being right, calibrated on the training part's inner rows, on the test rows",
              {{"box", "box", -1},
               {"right", "right", 3},
               {"mean chance", "mean_chance", 3},
               {"calibration error", "calibration_error", 3},
               {"Brier", "brier", 4},
               {"of the mean", "mean_brier", 4},
               {"gain low", "gain_low", 4},
               {"gain high", "gain_high", 4},
               {"inner rows", "inner_rows", 0},
               {"test rows", "test_rows", 0},
               {"more than the mean", "tells", -1}},
              {},
              {}};
  for (const BoxConfidence& one : boxes)
    table.rows.push_back({one.box, number_cell(one.right), number_cell(one.mean_chance),
                          number_cell(one.calibration_error), number_cell(one.brier), number_cell(one.mean_brier),
                          number_cell(one.gain_interval.low), number_cell(one.gain_interval.high),
                          static_cast<double>(one.inner_rows), static_cast<double>(one.test_rows),
                          text_cell(chances_tell(one))});
  table.notes.emplace_back(
      "Brier: mean squared error of the chances (0: sure and right), beside that of one chance for all; gain: what the "
      "chances are better by, 95 %.");
  return table;
}

Table reliability_table(const std::vector<BoxConfidence>& boxes) {
  Table table{"Reliability: how often predictions of a chance were right",
              {{"box", "box", -1},
               {"chance from", "low", 1},
               {"to", "high", 1},
               {"mean chance", "chance", 3},
               {"right", "right", 3},
               {"predictions", "count", 0}},
              {},
              {}};
  for (const BoxConfidence& one : boxes)
    for (const ReliabilityBin& bin : one.bins)
      if (bin.count > 0)
        table.rows.push_back({one.box, bin.low, bin.high, bin.chance, bin.right, static_cast<double>(bin.count)});
  return table;
}

nlohmann::json confidence_json(const std::vector<BoxConfidence>& boxes, const std::vector<std::string>& names) {
  using Json = nlohmann::json;
  Json all = Json::array();
  for (const BoxConfidence& one : boxes) {
    Json from = Json::array(), bins = Json::array();
    for (std::size_t n = 0; n < names.size(); ++n)
      if (one.from.has(static_cast<int>(n))) from.push_back(names[n]);
    for (const ReliabilityBin& bin : one.bins)
      if (bin.count > 0)
        bins.push_back({{"low", bin.low},
                        {"high", bin.high},
                        {"chance", bin.chance},
                        {"right", bin.right},
                        {"predictions", bin.count}});
    all.push_back({{"box", one.box},
                   {"from", from},
                   {"right", number(one.right)},
                   {"mean_chance", number(one.mean_chance)},
                   {"calibration_error", number(one.calibration_error)},
                   {"brier", number(one.brier)},
                   {"mean_brier", number(one.mean_brier)},
                   {"gain_interval", {number(one.gain_interval.low), number(one.gain_interval.high)}},
                   {"tells_more_than_the_mean", one.tells()},
                   {"inner_rows", one.inner_rows},
                   {"test_rows", one.test_rows},
                   {"bins", bins}});
  }
  return {{"boxes", all}};
}

}  // namespace mlink::report
