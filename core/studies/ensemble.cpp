#include "studies/ensemble.h"

#include <fmt/format.h>

#include <cmath>

#include "base/text.h"

namespace mlink::studies {
namespace {

class EnsembleStudy final : public StudyOf<EnsembleSettings, EnsembleResult> {
 public:
  [[nodiscard]] std::string_view name() const override { return "ensemble"; }
  [[nodiscard]] std::string_view title() const override {
    return "Every pair, ensemble, prior and verdict (paper: Table 3)";
  }

 protected:
  [[nodiscard]] Status fill(const StudyInput& input, EnsembleResult& result) const override {
    return train_cells(input, result);
  }
};

}  // namespace

std::unique_ptr<const Study> ensemble_study() { return std::make_unique<const EnsembleStudy>(); }

Table EnsembleResult::paper_table() const {
  const auto rows = this->rows();
  Table table{"p of links and ensembles, " + part_and_repeats(settings) + " (paper: Table 3)",
              {{"target", "target", -1}, {"metric", "metric", -1}},
              {},
              {}};
  for (const auto& box : head.boxes) table.columns.push_back({"from " + box, "from_" + box, -1});
  table.columns.insert(
      table.columns.end(),
      {{"ensemble", "ensemble", -1}, {"prior", "prior", 2}, {"lift", "lift", -1}, {"verdict", "verdict", -1}});
  const double part = settings.train.part;
  for (const auto& target : targets_of(head, rows)) {
    const auto* ensemble = find_row(rows, PredictorKind::ensemble, {}, target, part);
    if (!ensemble) continue;
    std::vector<Cell> cells{target, ensemble->metric};
    for (const auto& source : head.boxes) {
      const auto* link = find_row(rows, PredictorKind::link, source, target, part);
      cells.push_back(link ? text_cell(spread_text(link->p)) : Cell());
    }
    cells.push_back(text_cell(spread_text(ensemble->p)));
    cells.push_back(number_cell(ensemble->prior));
    cells.push_back(std::isfinite(ensemble->lift.mean)
                        ? text_cell(fmt::format("{} [{}, {}]", signed_text(ensemble->lift.mean),
                                                signed_text(ensemble->lift_interval.low),
                                                signed_text(ensemble->lift_interval.high)))
                        : Cell());
    cells.push_back(text_cell(ensemble->verdict));
    table.rows.push_back(std::move(cells));
  }
  return table;
}

}  // namespace mlink::studies
