#include "analysis/analysis.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "analysis/matrix_rows.h"
#include "base/number.h"
#include "scheduling/limits.h"

namespace mlink::analysis {
namespace {

double mean_of(const std::vector<double>& values) {
  double sum = 0;
  int n = 0;
  for (const double v : values) {
    if (!std::isfinite(v)) continue;
    sum += v;
    ++n;
  }
  return n > 0 ? sum / n : kNan;
}

LinkFrame link_frame(const OutputColumn& column, std::size_t row, const Predictions& predictions, std::size_t n) {
  const OutputSpec& spec = column.spec;
  LinkFrame frame;
  frame.row = static_cast<std::uint32_t>(row);
  frame.score = frame_score(column, row, predictions, n);
  frame.right = is_right(spec, frame.score);
  if (spec.task == Task::sequence) {
    const Words &exact = column.words[row], &predicted = predictions.words[n];
    const WordErrors errors = word_errors(exact, predicted);
    frame.words = std::make_shared<const LinkFrameWords>(LinkFrameWords{exact, predicted});
    frame.exact = static_cast<double>(exact.size());
    frame.predicted = static_cast<double>(predicted.size());
    frame.error = static_cast<double>(errors.edits) / static_cast<double>(std::max<std::int64_t>(errors.words, 1));
  } else if (spec.task == Task::localization) {
    frame.exact = column.row(row)[4] > 0.5F ? 1 : 0;
    frame.predicted = frame.score;
    frame.error = 1 - frame.score;
  } else {
    frame.exact = scalar_label(spec, column.row(row));
    frame.predicted = scalar_label(spec, predictions.row(n));
    const bool scalar = spec.task == Task::regression || spec.task == Task::count;
    frame.error = scalar ? std::abs(frame.exact - frame.predicted) : 1 - frame.score;
  }
  return frame;
}

/// Each label by itself: whether all of a frame's labels agree says nothing of the rare ones.
std::vector<LabelTally> label_tallies(const OutputColumn& column, std::span<const std::size_t> rows,
                                      const Predictions& predictions) {
  if (column.spec.task != Task::multi_label) return {};
  std::vector<LabelTally> tallies(static_cast<std::size_t>(column.spec.width));
  for (std::size_t label = 0; label < tallies.size(); ++label) {
    LabelTally& tally = tallies[label];
    tally.label = label < column.spec.labels.size() ? column.spec.labels[label] : fmt::format("{}", label);
    for (std::size_t n = 0; n < rows.size(); ++n) {
      const bool exact = column.row(rows[n])[label] >= 0.5F, predicted = predictions.row(n)[label] >= 0.5F;
      tally.exact += exact ? 1 : 0;
      tally.predicted += predicted ? 1 : 0;
      tally.both += exact && predicted ? 1 : 0;
    }
  }
  return tallies;
}

}  // namespace

MatrixData matrix_of(const LinkSet& links) {
  MatrixData m;
  m.boxes = links.boxes();
  m.specs = links.specs();
  const int k = m.size();
  m.cells.resize(static_cast<std::size_t>(k) * static_cast<std::size_t>(k));
  m.train_frames = m.train_part = static_cast<std::int64_t>(links.split().train);
  m.test_frames = m.test_part = static_cast<std::int64_t>(links.split().test());
  m.settings = links.settings();
  const auto p = [&](int i, int j) { return i != j && links.has_link(i, j) ? links.link_figures(i, j).test.p : kNan; };
  for (int i = 0; i < k; ++i) {
    m.metric.push_back(metric_name(m.specs[static_cast<std::size_t>(i)]));
    m.native_metric.push_back(native_name(m.specs[static_cast<std::size_t>(i)]));
    m.ensembles.push_back(links.ensemble_figures(i));
    m.prior.push_back(links.ensemble_figures(i).prior_p);
    std::vector<double> row;
    std::vector<double> column;
    for (int j = 0; j < k; ++j) {
      if (i != j && links.has_link(i, j))
        m.cells[static_cast<std::size_t>(i) * static_cast<std::size_t>(k) + static_cast<std::size_t>(j)] =
            links.link_figures(i, j);
      row.push_back(p(i, j));
      column.push_back(p(j, i));
    }
    m.p1.push_back(mean_of(row));
    m.p2.push_back(mean_of(column));
  }
  return m;
}

MatrixData matrix_of(const LinkSet& links, const OutputTable& table) {
  MatrixData m = matrix_of(links);
  const auto rows = links.test_rows(table), trained = links.train_rows(table);
  if (rows.size() == links.split().test() && trained.size() == links.split().train) {
    m.train_frames = frames_with_output(table, trained);
    m.test_frames = frames_with_output(table, rows);
  }
  for (std::size_t box = 0; box < table.columns.size(); ++box)
    m.left_out.push_back(labels_left_out(table.columns[box], links.specs()[box], rows));
  return m;
}

bool within_prior(const Interval& lift) { return lift.low <= 0 && lift.high >= 0; }
bool within_prior(const LinkFigures& figures) { return within_prior(figures.lift_interval); }

Result<std::vector<Activation>> activations_of(const MatrixData& matrix, const CostTable& costs, CostKind kind) {
  MLINK_TRY(costs_known(costs, kind));
  std::vector<double> p;
  p.reserve(matrix.cells.size());
  for (const auto& cell : matrix.cells) p.push_back(cell ? cell->inner_p : kNan);
  std::vector<double> cost;
  cost.reserve(matrix.boxes.size());
  for (int i = 0; i < matrix.size(); ++i) cost.push_back(costs.cost(i, kind));
  return activation_probabilities(matrix.boxes, p, cost);
}

double LabelTally::precision() const {
  return predicted > 0 ? static_cast<double>(both) / static_cast<double>(predicted) : kNan;
}
double LabelTally::recall() const { return exact > 0 ? static_cast<double>(both) / static_cast<double>(exact) : kNan; }

std::vector<LinkFrame> LinkDetail::worst(std::size_t at_most, double apart_seconds) const {
  // Only the wrong ones, and not copies of them: of a long recording there are millions of frames.
  // A heap, as few of the millions are asked for.
  std::vector<const LinkFrame*> wrong;
  for (const LinkFrame& frame : frames)
    if (!frame.right) wrong.push_back(&frame);
  const auto better = [](const LinkFrame* a, const LinkFrame* b) {
    return a->error != b->error ? a->error < b->error : a > b;  // of equals the first is the worst
  };
  std::make_heap(wrong.begin(), wrong.end(), better);
  std::vector<LinkFrame> out;
  while (!wrong.empty() && out.size() < at_most) {
    std::pop_heap(wrong.begin(), wrong.end(), better);
    const LinkFrame* frame = wrong.back();
    wrong.pop_back();
    const bool close = std::any_of(out.begin(), out.end(), [&](const LinkFrame& o) {
      return o.key.camera == frame->key.camera && std::abs(o.key.seconds - frame->key.seconds) < apart_seconds;
    });
    if (!close) out.push_back(*frame);
  }
  return out;
}

std::vector<LinkFrame> link_frames(const OutputTable& table, int target, std::span<const std::size_t> rows,
                                   const Predictions& predictions) {
  const auto& column = table.columns[static_cast<std::size_t>(target)];
  std::vector<LinkFrame> frames;
  frames.reserve(rows.size());
  for (std::size_t n = 0; n < rows.size(); ++n) {
    frames.push_back(link_frame(column, rows[n], predictions, n));
    frames.back().key = table.frames[rows[n]];
  }
  return frames;
}

Result<LinkDetail> link_detail_on(const LinkSet& links, const OutputTable& table, const std::string& source,
                                  const std::string& target, JudgedRows judged) {
  const int i = links.box_index(source);
  const int j = links.box_index(target);
  if (i < 0 || j < 0 || i == j || !links.has_link(i, j))
    return fail(ErrorKind::not_found, fmt::format("There is no link {} \u2192 {}.", source, target));
  const auto& from = table.columns[static_cast<std::size_t>(i)];
  const auto& to = table.columns[static_cast<std::size_t>(j)];
  const BoxSet sources = BoxSet().with(i);
  const auto part = rows_of(links, table, judged);
  std::vector<std::size_t> rows;
  for (const std::size_t row : part)
    if (from.present(row) && to.present(row)) rows.push_back(row);
  const auto predictions = links.predict(table, sources, j, rows);
  if (!predicted_all(predictions, to.spec, rows.size()))
    return fail(ErrorKind::invalid_input,
                fmt::format("The link {} \u2192 {} does not fit the outputs.", source, target), "Train again.");
  const LinkFigures& known = links.link_figures(i, j);
  return LinkDetail{source,
                    target,
                    to.spec,
                    judged == JudgedRows::test ? known : figures_on(links, table, sources, j, part, known),
                    link_frames(table, j, rows, predictions),
                    label_tallies(to, rows, predictions)};
}

Result<LinkDetail> link_detail(const LinkSet& links, const OutputTable& table, const std::string& source,
                               const std::string& target) {
  return link_detail_on(links, table, source, target, JudgedRows::test);
}

}  // namespace mlink::analysis
