#include "methods/known_accuracy.h"

#include <algorithm>

#include "methods/score_table.h"

namespace mlink::methods {

std::vector<std::size_t> sampled(const std::vector<std::size_t>& rows, std::size_t most) {
  const std::size_t step = std::max<std::size_t>(1, (rows.size() + most - 1) / most);
  std::vector<std::size_t> some;
  for (std::size_t n = 0; n < rows.size(); n += step) some.push_back(rows[n]);
  return some;
}

KnownAccuracy::KnownAccuracy(const OutputTable& table, const Predictor& predictor, std::size_t most_rows)
    : table_(table), predictor_(predictor) {
  for (int target = 0; target < static_cast<int>(table.columns.size()); ++target)
    rows_.push_back(sampled(predictor.known_rows(target), most_rows));
}

double KnownAccuracy::of(BoxSet set) {
  const auto found = known_.find(set.bits());
  if (found != known_.end()) return found->second;
  double sum = 0;
  for (int target = 0; target < static_cast<int>(rows_.size()); ++target)
    sum += set.has(target) ? 1 : mean_score(set, target);
  return known_[set.bits()] = sum / static_cast<double>(rows_.size());
}

double KnownAccuracy::mean_score(BoxSet set, int target) const {
  const OutputColumn& exact = table_.columns[static_cast<std::size_t>(target)];
  const auto& rows = rows_[static_cast<std::size_t>(target)];
  if (rows.empty()) return 0;
  const Predictions predictions = predictor_.predict(set, target, rows);
  if (!predicted_all(predictions, exact.spec, rows.size())) return 0;
  double sum = 0;
  for (std::size_t n = 0; n < rows.size(); ++n) sum += replay_score(exact, rows[n], predictions, n);
  return sum / static_cast<double>(rows.size());
}

}  // namespace mlink::methods
