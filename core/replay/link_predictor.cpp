#include "replay/link_predictor.h"

#include "base/number.h"
#include "replay/replay.h"

namespace mlink::replay {

Predictions LinkPredictor::predict(BoxSet from, int target, std::span<const std::size_t> rows) const {
  return links_->predict(*table_, from, target, rows);
}

double LinkPredictor::link_p(int source, int target) const {
  if (!links_->has_link(source, target)) return kNan;
  return links_->link_figures(source, target).inner_p;
}

std::vector<std::size_t> LinkPredictor::known_rows(int target) const { return links_->inner_rows(*table_, target); }

std::size_t LinkPredictor::least_block(int target) const { return links_->least_block(*table_, target); }

Result<ReplayEngine> ReplayEngine::build(std::shared_ptr<const OutputTable> table, std::shared_ptr<const LinkSet> links,
                                         CostTable costs, const ReplaySettings& settings, const Executor& executor,
                                         const std::stop_token& stop, const ProgressFn& progress, Aids aids) {
  if (!table || !links) return fail(ErrorKind::invalid_input, "A replay needs outputs and links.", "Train first.");
  bool same = links->boxes().size() == table->columns.size();
  for (std::size_t i = 0; same && i < table->columns.size(); ++i)
    same = links->boxes()[i] == table->columns[i].box && links->specs()[i] == table->columns[i].spec;
  if (!same)
    return fail(ErrorKind::invalid_input, "The links were trained with other black boxes than the outputs have.",
                "Train again.");
  auto tested = links->test_rows(*table);
  auto predictor = std::make_shared<const LinkPredictor>(table, std::move(links));
  return build_with(std::move(table), std::move(predictor), std::move(tested), std::move(costs), settings, executor,
                    stop, progress, std::move(aids));
}

}  // namespace mlink::replay
