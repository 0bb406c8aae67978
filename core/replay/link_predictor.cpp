#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "replay/predictor.h"
#include "replay/replay.h"

namespace mlink {
namespace {

class LinkPredictor : public Predictor {
 public:
  LinkPredictor(std::shared_ptr<const OutputTable> table, std::shared_ptr<const LinkSet> links)
      : table_(std::move(table)), links_(std::move(links)) {}
  [[nodiscard]] Predictions predict(BoxSet from, int target, std::span<const std::size_t> rows) const override {
    return links_->predict(*table_, from, target, rows);
  }
  [[nodiscard]] double link_p(int source, int target) const override {
    if (!links_->has_link(source, target)) return std::numeric_limits<double>::quiet_NaN();
    return links_->link_figures(source, target).test.p;
  }

 private:
  std::shared_ptr<const OutputTable> table_;
  std::shared_ptr<const LinkSet> links_;
};

/// The table without outputs in these rows: they count for nothing, and nothing is predicted from them.
std::shared_ptr<const OutputTable> without_trained_rows(const OutputTable& table,
                                                        const std::vector<std::size_t>& rows) {
  auto masked = std::make_shared<OutputTable>(table);
  for (OutputColumn& column : masked->columns)
    for (const std::size_t row : rows) column.presence[row] = Presence::absent;
  return masked;
}

}  // namespace

Result<ReplayEngine> ReplayEngine::build(std::shared_ptr<const OutputTable> table, std::shared_ptr<const LinkSet> links,
                                         CostTable costs, const ReplaySettings& settings, const Executor& executor,
                                         const std::stop_token& stop, const ProgressFn& progress) {
  if (!table || !links) return fail(ErrorKind::invalid_input, "A replay needs outputs and links.", "Train first.");
  bool same = links->boxes().size() == table->columns.size();
  for (std::size_t i = 0; same && i < table->columns.size(); ++i)
    same = links->boxes()[i] == table->columns[i].box && links->specs()[i] == table->columns[i].spec;
  if (!same)
    return fail(ErrorKind::invalid_input, "The links were trained with other black boxes than the outputs have.",
                "Train again.");
  const auto tested = links->test_rows(*table);
  if (tested.empty())
    return fail(ErrorKind::invalid_input, "No frames are left to replay after those that trained the links.",
                "Collect more frames, or train on a smaller part.");
  const std::size_t first = tested.front();
  // What trained is never tested, even where frames that came later lie before it in time.
  if (tested.size() < table->rows() - first) table = without_trained_rows(*table, links->train_rows(*table));
  auto predictor = std::make_shared<const LinkPredictor>(table, std::move(links));
  return build_with(std::move(table), std::move(predictor), first, std::move(costs), settings, executor, stop,
                    progress);
}

}  // namespace mlink
