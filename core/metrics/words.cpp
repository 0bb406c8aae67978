#include <algorithm>
#include <numeric>

#include "metrics/metrics.h"

namespace mlink::metrics {

WordErrors word_errors(const Words& exact, const Words& predicted) {
  // One row of the table: edits[m] turns the words of `exact` so far into the first m predicted ones.
  std::vector<std::int64_t> edits(predicted.size() + 1);
  std::iota(edits.begin(), edits.end(), std::int64_t{0});
  for (const std::string& word : exact) {
    std::int64_t before = edits[0]++;  // of the row above, one to the left
    for (std::size_t m = 1; m < edits.size(); ++m) {
      const std::int64_t substituted = before + (word == predicted[m - 1] ? 0 : 1);
      before = edits[m];
      edits[m] = std::min({substituted, edits[m] + 1, edits[m - 1] + 1});
    }
  }
  return {edits.back(), static_cast<std::int64_t>(exact.size())};
}

double frame_score(const OutputSpec&, const Words& exact, const Words& predicted) {
  const WordErrors errors = word_errors(exact, predicted);
  if (errors.words == 0) return errors.edits == 0 ? 1 : 0;
  return std::max(0.0, 1 - static_cast<double>(errors.edits) / static_cast<double>(errors.words));
}

double frame_score(const OutputColumn& column, std::size_t row, const Predictions& predictions, std::size_t n) {
  if (column.spec.task == Task::sequence) return frame_score(column.spec, column.words[row], predictions.words[n]);
  return frame_score(column.spec, column.row(row), predictions.row(n));
}

}  // namespace mlink::metrics
