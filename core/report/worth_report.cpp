#include "report/worth_report.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>

#include "base/number.h"
#include "base/text.h"

namespace mlink::report {
namespace {

double in_unit(double cost, CostKind kind) { return is_memory(kind) ? cost / 1e6 : cost * 1e3; }
TableColumn cost_column(const std::string& name, const std::string& key, CostKind kind) {
  const std::string unit = is_memory(kind) ? "MB" : "ms";
  return {name + " (" + unit + ")", key + (is_memory(kind) ? "_mb" : "_ms"), 1};
}

}  // namespace

std::string set_names(BoxSet set, const std::vector<std::string>& boxes) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < boxes.size(); ++i)
    if (set.has(static_cast<int>(i))) names.push_back(boxes[i]);
  return names.empty() ? "none" : fmt::format("{}", fmt::join(names, " + "));
}

Table worth_table(const std::vector<WorthSet>& sets, const std::vector<std::string>& boxes, const CostTable& costs,
                  CostKind kind) {
  const CostKind memory = memory_beside(kind);
  Table table{fmt::format("Sets worth running: no other set of that {} does better", to_string(kind)),
              {{"run", "run", -1},
               cost_column("memory", "memory", CostKind::memory),
               cost_column("time", "time", CostKind::time),
               {"output accuracy", "output_accuracy", 3},
               {"chosen by", "chosen_by", -1}},
              {},
              {}};
  for (const WorthSet& one : sets) {
    const auto cost = [&](CostKind of) {
      return costs.known(of) ? number_cell(in_unit(cost_of(costs, one.set, of), of)) : Cell();
    };
    table.rows.push_back({set_names(one.set, boxes), cost(memory), cost(CostKind::time), number_cell(one.accuracy),
                          text_cell(fmt::format("{}", fmt::join(one.chosen_by, ", ")))});
  }
  table.notes.emplace_back("Output accuracy is measured on the test rows: which sets stand here is hindsight.");
  return table;
}

Table set_ensembles_table(const MatrixData& matrix, BoxSet set, const std::vector<SetEnsemble>& ensembles,
                          double output_accuracy) {
  Table table{fmt::format("What {} together say of each other box; output accuracy {}", set_names(set, matrix.boxes),
                          score_text(output_accuracy)),
              {{"target", "target", -1},
               {"from", "from", -1},
               {"p", "p", 3},
               {"low", "p_low", 3},
               {"high", "p_high", 3},
               {"from all", "all_p", 3},
               {"prior", "prior", 3},
               {"metric", "metric", -1}},
              {},
              {}};
  for (std::size_t j = 0; j < ensembles.size() && j < matrix.boxes.size(); ++j) {
    const SetEnsemble& one = ensembles[j];
    table.rows.push_back({matrix.boxes[j], one.from.empty() ? "prior" : set_names(one.from, matrix.boxes),
                          number_cell(one.test.p), number_cell(one.test.interval.low),
                          number_cell(one.test.interval.high), number_cell(matrix.ensembles[j].test.p),
                          number_cell(matrix.prior[j]), matrix.metric[j]});
  }
  return table;
}

Table periods_table(const std::vector<PeriodResult>& periods, const std::vector<std::string>& boxes,
                    const Amount& budget) {
  Table table{fmt::format("Activation probability P by period at {}", amount_text(budget)),
              {{"from (s)", "begin_s", 2}, {"to (s)", "end_s", 2}, {"first", "first", -1}},
              {},
              {}};
  for (const auto& box : boxes) table.columns.push_back({box, "p_" + box, 3});
  table.columns.push_back({"run", "run", -1});
  for (const PeriodResult& period : periods) {
    const int first = likeliest_box(period);
    std::vector<Cell> row{period.begin_seconds, period.end_seconds,
                          first < 0 ? Cell() : Cell(boxes[static_cast<std::size_t>(first)])};
    for (std::size_t box = 0; box < boxes.size(); ++box)
      row.push_back(box < period.probability.size() ? number_cell(period.probability[box]) : Cell());
    row.emplace_back(set_names(period.activated, boxes));
    table.rows.push_back(std::move(row));
  }
  return table;
}

Table run_order_table(const RunOrder& order, const std::vector<std::string>& boxes) {
  const CostKind kind = order.budget.kind;
  Table table{fmt::format("Who is run at {}: {}, output accuracy {}", amount_text(order.budget),
                          set_names(order.set, boxes), score_text(order.accuracy)),
              {{"box", "box", -1},
               {"P", "probability", 3},
               cost_column("before", "before", kind),
               cost_column("with it", "with", kind),
               {"why", "why", -1}},
              {},
              {}};
  for (const RunStep& step : order.steps)
    table.rows.push_back({boxes[static_cast<std::size_t>(step.box)], number_cell(step.probability),
                          number_cell(in_unit(step.before, kind)), number_cell(in_unit(step.with, kind)), step.why});
  for (const auto& note : {order.note, order.measured_on})
    if (!note.empty()) table.notes.push_back(note);
  if (order.next)
    table.notes.push_back(fmt::format("Next: {} at {}, output accuracy {}.", set_names(order.next->set, boxes),
                                      amount_text({kind, order.next->budget}), score_text(order.next->accuracy)));
  return table;
}

}  // namespace mlink::report
