#include "analysis/matrix_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "base/number.h"

namespace mlink::analysis {
namespace {

constexpr std::array<std::string_view, 3> kJudgedNames{"test", "train", "all"};

/// Rows with an output to judge by, as training's own figures take them.
std::vector<std::size_t> rows_with_output(const OutputColumn& column, std::span<const std::size_t> rows) {
  std::vector<std::size_t> out;
  for (const std::size_t row : rows) {
    if (!column.present(row)) continue;
    const auto values = column.row(row);
    if (std::all_of(values.begin(), values.end(), [](float v) { return std::isfinite(v); })) out.push_back(row);
  }
  return out;
}

double finite_mean(const MatrixData& m, int box, bool as_source) {
  double sum = 0;
  int n = 0;
  for (int other = 0; other < m.size(); ++other) {
    const auto& cell = as_source ? m.cell(box, other) : m.cell(other, box);
    if (!cell || !std::isfinite(cell->test.p)) continue;
    sum += cell->test.p;
    ++n;
  }
  return n > 0 ? sum / n : kNan;
}

}  // namespace

std::vector<std::string> labels_left_out(const OutputColumn& column, const OutputSpec& trained,
                                         std::span<const std::size_t> rows) {
  std::vector<std::string> labels;
  if (column.spec.labels.size() != trained.labels.size()) return labels;  // other outputs came in its place
  for (const int label : classes_without_positive(column, rows))
    labels.push_back(trained.labels[static_cast<std::size_t>(label)]);
  return labels;
}

std::string_view to_string(JudgedRows rows) { return kJudgedNames.at(static_cast<std::size_t>(rows)); }

Result<JudgedRows> judged_rows_from_string(std::string_view text) {
  const auto* const it = std::find(kJudgedNames.begin(), kJudgedNames.end(), text);
  if (it == kJudgedNames.end())
    return fail(ErrorKind::invalid_input, fmt::format("There are no rows \"{}\".", text), "Name test, train or all.");
  return static_cast<JudgedRows>(it - kJudgedNames.begin());
}

std::vector<std::size_t> rows_of(const LinkSet& links, const OutputTable& table, JudgedRows rows) {
  if (rows == JudgedRows::test) return links.test_rows(table);
  auto out = links.train_rows(table);
  if (rows == JudgedRows::train) return out;
  const auto test = links.test_rows(table);
  const auto middle = out.insert(out.end(), test.begin(), test.end());
  std::inplace_merge(out.begin(), middle, out.end());
  return out;
}

std::int64_t frames_of(const MatrixData& matrix, JudgedRows rows) {
  if (rows == JudgedRows::test) return matrix.test_frames;
  return rows == JudgedRows::train ? matrix.train_frames : matrix.train_frames + matrix.test_frames;
}

LinkFigures figures_on(const LinkSet& links, const OutputTable& table, BoxSet from, int target,
                       std::span<const std::size_t> rows, LinkFigures known) {
  const auto& column = table.columns[static_cast<std::size_t>(target)];
  const auto judged = rows_with_output(column, rows);
  const int bootstrap = links.settings().bootstrap;
  const std::uint64_t seed = links.settings().seed;
  const std::size_t block = bootstrap > 0 ? links.least_block(table, target) : 1;
  const Predictions predictions = links.predict(table, from, target, judged);
  const Predictions prior = links.predict(table, BoxSet(), target, judged);
  known.test = evaluate(column, judged, predictions, bootstrap, seed, block);
  known.prior_p = evaluate(column, judged, prior, 0).p;
  known.lift_interval = lift_interval(column, judged, predictions, prior, bootstrap, seed, block);
  return known;
}

Result<MatrixData> matrix_on(const LinkSet& links, const OutputTable& table, JudgedRows rows, const Executor& executor,
                             const std::stop_token& stop) {
  MatrixData m = matrix_of(links, table);
  if (rows == JudgedRows::test) return m;
  const auto judged = rows_of(links, table, rows);
  // These p are of the frames that the table has now.
  if (!links.trained().empty()) {
    const auto trained = links.train_rows(table), tested = links.test_rows(table);
    m.train_part = static_cast<std::int64_t>(trained.size());
    m.test_part = static_cast<std::int64_t>(tested.size());
    m.train_frames = frames_with_output(table, trained);
    m.test_frames = frames_with_output(table, tested);
  }
  const int k = m.size();
  const auto boxes = static_cast<std::size_t>(k);
  executor(boxes * boxes, [&](std::size_t job) {
    if (stop.stop_requested()) return;
    const int source = static_cast<int>(job / boxes), target = static_cast<int>(job % boxes);
    if (source == target) {
      LinkFigures& all = m.ensembles[job % boxes];
      all = figures_on(links, table, BoxSet::all(k).without(target), target, judged, all);
    } else if (auto& cell = m.cells[job]) {
      *cell = figures_on(links, table, BoxSet().with(source), target, judged, *cell);
    }
  });
  if (stop.stop_requested()) return stopped();
  for (int box = 0; box < k; ++box) {
    const auto at = static_cast<std::size_t>(box);
    m.prior[at] = m.ensembles[at].prior_p;
    m.p1[at] = finite_mean(m, box, true);
    m.p2[at] = finite_mean(m, box, false);
    m.left_out[at] = labels_left_out(table.columns[at], links.specs()[at], judged);
  }
  return m;
}

}  // namespace mlink::analysis
