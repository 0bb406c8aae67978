#include "ui/replay/replay_tables.h"

#include <algorithm>

#include "ui/replay/strip_raster.h"

namespace mlink::ui {

Table frontier_table(const Frontier& frontier) {
  const bool memory = frontier.kind == CostKind::memory;
  Table table;
  table.title = "Output accuracy by budget";
  table.columns = {{"method", "method", -1},
                   memory ? TableColumn{"from (MB)", "from_mb", 1} : TableColumn{"from (ms)", "from_ms", 1},
                   {"accuracy", "output_accuracy", 3}};
  const double unit = memory ? 1e6 : 1e-3;
  for (const FrontierCurve& curve : frontier.curves) {
    for (const auto& point : curve.points) table.rows.push_back({curve.method, point.budget / unit, point.accuracy});
  }
  return table;
}

Table strips_table(const StripsData& strips) {
  Table table;
  table.title = "Outcomes by method and box";
  table.columns = {{"method", "method", -1},
                   {"box", "box", -1},
                   {"share right", "share_right", 3},
                   {"share without output", "share_without_output", 3}};
  constexpr Outcome kTold[] = {Outcome::run,          Outcome::right,        Outcome::wrong,
                               Outcome::reused_right, Outcome::reused_wrong, Outcome::own_right,
                               Outcome::own_wrong,    Outcome::none,         Outcome::failed};
  for (const Outcome outcome : kTold) {
    const std::string name = outcome_name(outcome);
    std::string key = name;
    std::erase(key, ',');
    std::replace(key.begin(), key.end(), ' ', '_');
    std::replace(key.begin(), key.end(), '-', '_');
    table.columns.push_back({name, key, 0});
  }
  for (const StripGroup& group : strips.groups) {
    for (const StripLane& lane : group.lanes) {
      std::vector<Cell> row{group.method, lane.name, lane.share ? Cell(*lane.share) : Cell(), lane.without};
      const OutcomeCounts counts = lane.sums.of(lane.cells, 0, lane.cells.size());
      for (const Outcome outcome : kTold) row.emplace_back(static_cast<double>(count_of(counts, outcome)));
      table.rows.push_back(std::move(row));
    }
  }
  return table;
}

Table frame_table(const std::vector<FrameLine>& lines) {
  Table table;
  table.title = "One frame";
  table.columns = {{"box", "box", -1},     {"outcome", "outcome", -1},
                   {"shown", "shown", -1}, {"chance of being right", "chance", 2},
                   {"exact", "exact", -1}, {"remark", "remark", -1}};
  for (const FrameLine& line : lines)
    table.rows.push_back({line.box, std::string(outcome_name(line.outcome)), line.shown,
                          line.chance ? Cell(*line.chance) : Cell(), line.exact, line.remark});
  return table;
}

}  // namespace mlink::ui
