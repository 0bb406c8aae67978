#include "ui/replay/replay_data.h"

#include <fmt/format.h>

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "ui/common/widgets.h"

namespace mlink::ui {
namespace {

/// What a person sees, in their language.
class ReplayText {
  Q_DECLARE_TR_FUNCTIONS(ReplayText)
};

const MethodResult* method_in(const ReplayResult& result, const std::string& name) {
  for (const MethodResult& method : result.methods) {
    if (method.method == name) return &method;
  }
  return nullptr;
}

std::string stop_label(const std::vector<std::string>& boxes, BoxSet before, BoxSet now) {
  const BoxSet added(now.bits() & ~before.bits());
  const bool grows = (before.bits() & ~now.bits()) == 0;
  if (grows && !before.empty() && added.size() == 1) return "+ " + set_text(boxes, added);
  return set_text(boxes, now);
}

/// As files tell it; core_text() says it in the language of the window.
std::string remark_of(const OutputSpec& spec, const std::vector<float>& shown, const std::vector<float>& exact) {
  if (shown.empty() || exact.empty()) return {};
  const double difference = std::abs(static_cast<double>(shown[0]) - static_cast<double>(exact[0]));
  const std::string unit = spec.unit.empty() ? "value" : spec.unit;
  QString said;
  const QString apart = to_qt(fmt::format("{:.1f}", difference));
  if (spec.task == Task::count && spec.unit.empty())
    said = QString::fromUtf8(QT_TRANSLATE_NOOP("core", "the count differs by %1, less than 0.5 is allowed")).arg(apart);
  if (spec.task == Task::count && !spec.unit.empty())
    said = QString::fromUtf8(QT_TRANSLATE_NOOP("core", "the number of %1 differs by %2, less than 0.5 is allowed"))
               .arg(to_qt(unit), apart);
  if (spec.task == Task::regression)
    said = QString::fromUtf8(QT_TRANSLATE_NOOP("core", "the %1 differs by %2, less than %3 is allowed"))
               .arg(to_qt(unit), to_qt(scalar_text(spec, difference)), to_qt(fmt::format("{:g}", spec.tolerance)));
  if (spec.task == Task::localization) return QT_TRANSLATE_NOOP("core", "the boxes overlap by less than half");
  if (spec.task == Task::multi_label) return QT_TRANSLATE_NOOP("core", "a label differs");
  return said.toStdString();
}

}  // namespace

const FrontierCurve* Frontier::curve(const std::string& method) const {
  for (const FrontierCurve& c : curves) {
    if (c.method == method) return &c;
  }
  return nullptr;
}

Frontier frontier_of(const WhatIf& engine, CostKind kind, double full, const std::vector<std::string>& boxes) {
  Frontier frontier;
  frontier.kind = kind;
  std::vector<double> budgets = engine.breakpoints();
  if (budgets.empty() || budgets.front() > 0) budgets.insert(budgets.begin(), 0);
  frontier.full = std::max(full, budgets.back());
  std::vector<ReplayResult> answers;
  BoxSet before;
  for (const double budget : budgets) {
    answers.push_back(engine.at(budget));
    answers.back().settings.budget = budget;
    const BoxSet now = engine.selection(budget).activated;
    if (!(now == before)) frontier.stops.push_back({budget, stop_label(boxes, before, now), now});
    before = now;
  }
  frontier.curves = frontier_curves(answers);
  return frontier;
}

std::optional<double> Frontier::known_budget(double accuracy) const {
  const auto at =
      std::find_if(known.begin(), known.end(), [accuracy](const auto& p) { return p.accuracy >= accuracy; });
  return at == known.end() ? std::nullopt : std::optional(at->budget);
}

double telling_budget(const Frontier& frontier) {
  if (frontier.stops.empty()) return 0;
  double budget = frontier.stops.front().budget;
  for (const FrontierStop& stop : frontier.stops) {
    if (stop.budget <= frontier.full / 2) budget = stop.budget;
  }
  return budget;
}

namespace {

/// Mean time from a row to the next; what is much longer than the shortest half of them is a gap between files.
double usual_step(const OutputTable& table, const std::vector<std::size_t>& rows) {
  constexpr double gap = 5;
  std::vector<double> steps;
  for (std::size_t i = 1; i < rows.size(); ++i)
    steps.push_back(table.frames[rows[i]].seconds - table.frames[rows[i - 1]].seconds);
  if (steps.empty()) return 1;
  const auto middle = steps.begin() + static_cast<std::ptrdiff_t>(steps.size() / 2);
  std::nth_element(steps.begin(), middle, steps.end());
  const double most = *middle * gap;
  std::erase_if(steps, [most](double step) { return step > most; });
  return std::accumulate(steps.begin(), steps.end(), 0.0) / static_cast<double>(steps.size());
}

}  // namespace

void index_rows(ReplayData& data) {
  const OutputTable& table = *data.table;
  data.moments.clear();
  for (const FrameKey& frame : table.frames) data.moments.push_back(frame.seconds);
  auto& moments = data.moments;
  if (!std::is_sorted(moments.begin(), moments.end())) std::sort(moments.begin(), moments.end());
  const auto at_once = [](double a, double b) { return b - a < 1e-6; };
  moments.erase(std::unique(moments.begin(), moments.end(), at_once), moments.end());
  moments.shrink_to_fit();
  data.camera_rows.assign(table.cameras.size(), {});
  for (std::size_t row = 0; row < table.rows(); ++row)
    data.camera_rows[static_cast<std::size_t>(table.frames[row].camera)].push_back(row);
  data.frame_seconds.clear();
  data.seconds = 0;
  for (const auto& rows : data.camera_rows) {
    data.frame_seconds.push_back(usual_step(table, rows));
    if (!rows.empty())
      data.seconds = std::max(data.seconds, table.frames[rows.back()].seconds + data.frame_seconds.back());
  }
}

std::optional<std::size_t> ReplayData::row_at(int camera, double at) const {
  if (camera < 0 || static_cast<std::size_t>(camera) >= camera_rows.size()) return std::nullopt;
  const auto& rows = camera_rows[static_cast<std::size_t>(camera)];
  if (rows.empty()) return std::nullopt;
  const auto after = std::upper_bound(rows.begin(), rows.end(), at + 1e-6, [this](double seconds_, std::size_t row) {
    return seconds_ < table->frames[row].seconds;
  });
  return after == rows.begin() ? rows.front() : *std::prev(after);
}

bool ReplayData::covers(std::size_t row, double at) const {
  constexpr double slack = 1.5;  // of files whose frames are not evenly apart
  const FrameKey& frame = table->frames[row];
  const double longest = frame_seconds[static_cast<std::size_t>(frame.camera)] * slack;
  if (frame.seconds > at + 1e-6) return false;
  const auto& rows = camera_rows[static_cast<std::size_t>(frame.camera)];
  const auto next = index_of(row) + 1;
  const bool lasts = next < rows.size() && table->frames[rows[next]].seconds - frame.seconds <= longest * 2;
  return lasts || at < frame.seconds + longest;
}

std::size_t ReplayData::index_of(std::size_t row) const {
  const auto& rows = camera_rows[static_cast<std::size_t>(table->frames[row].camera)];
  return static_cast<std::size_t>(std::lower_bound(rows.begin(), rows.end(), row) - rows.begin());
}

bool is_right(Outcome outcome) {
  return outcome == Outcome::run || outcome == Outcome::right || outcome == Outcome::reused_right ||
         outcome == Outcome::own_right;
}
bool is_wrong(Outcome outcome) {
  return outcome == Outcome::wrong || outcome == Outcome::reused_wrong || outcome == Outcome::own_wrong;
}

std::string set_text(const std::vector<std::string>& boxes, BoxSet set, const std::string& none) {
  std::string text;
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    if (!set.has(static_cast<int>(i))) continue;
    text += (text.empty() ? "" : ", ") + boxes[i];
  }
  return text.empty() ? none : text;
}

namespace {

/// The evaluated rows that the strips show, and which boxes have an output there; the same for every method.
struct StripCells {
  std::vector<std::uint32_t> at;              ///< rows behind the first evaluated one
  std::vector<std::vector<bool>> has_output;  ///< by box and cell
  std::vector<std::uint32_t> right, counted;  ///< of one method: over the boxes of all cells before each
};

StripCells cells_of(const ReplayData& data, std::size_t first, int camera) {
  StripCells cells;
  const OutputTable& table = *data.table;
  if (camera < 0) {
    cells.at.resize(table.rows() - first);
    std::iota(cells.at.begin(), cells.at.end(), 0U);
  } else if (static_cast<std::size_t>(camera) < data.camera_rows.size()) {
    const auto& rows = data.camera_rows[static_cast<std::size_t>(camera)];
    const auto begin = std::lower_bound(rows.begin(), rows.end(), first);
    cells.at.reserve(static_cast<std::size_t>(rows.end() - begin));
    for (auto row = begin; row != rows.end(); ++row) cells.at.push_back(static_cast<std::uint32_t>(*row - first));
  }
  cells.has_output.reserve(data.boxes());
  for (const OutputColumn& column : table.columns) {
    std::vector<bool> has(cells.at.size());
    for (std::size_t i = 0; i < cells.at.size(); ++i) has[i] = column.present(first + cells.at[i]);
    cells.has_output.push_back(std::move(has));
  }
  return cells;
}

/// Sums of what is right and of what counts, of one method's outcomes (boxes x rows).
void sum_up(StripCells& cells, const std::vector<Outcome>& outcomes, std::size_t rows) {
  const std::size_t boxes = rows == 0 ? 0 : std::min(cells.has_output.size(), outcomes.size() / rows);
  cells.right.assign(cells.at.size() + 1, 0);
  cells.counted.assign(cells.at.size() + 1, 0);
  for (std::size_t box = 0; box < boxes; ++box) {
    const Outcome* const its = outcomes.data() + box * rows;
    for (std::size_t i = 0; i < cells.at.size(); ++i) {
      const Outcome outcome = its[cells.at[i]];
      if (!cells.has_output[box][i] || outcome == Outcome::failed) continue;
      cells.right[i + 1] += is_right(outcome) ? 1 : 0;
      ++cells.counted[i + 1];
    }
  }
  std::partial_sum(cells.right.begin(), cells.right.end(), cells.right.begin());
  std::partial_sum(cells.counted.begin(), cells.counted.end(), cells.counted.begin());
}

/// Share right over the 10 s around each point, all boxes of all cells there.
StripCurve curve_of(const std::string& method, const StripsData& strips, const StripCells& cells) {
  StripCurve curve{method, {}};
  const auto position = [&](double seconds) {
    return static_cast<std::size_t>(std::lower_bound(strips.begin.begin(), strips.begin.end(), seconds) -
                                    strips.begin.begin());
  };
  const double step = strips.curve_seconds;
  const double end = strips.begin.empty() ? 0 : strips.begin.back() + strips.cell_seconds;
  for (int i = 0; step > 0 && strips.trained_until + i * step <= end + 1e-9; ++i) {
    const double t = strips.trained_until + i * step;
    const std::size_t from = position(t - 5), to = position(t + 5);
    const double counted = cells.counted[to] - cells.counted[from];
    if (counted > 0) curve.points.emplace_back(t, (cells.right[to] - cells.right[from]) / counted);
  }
  return curve;
}

/// Lanes of one method.
std::vector<StripLane> lanes_of(const ReplayData& data, const StripCells& cells, const std::vector<Outcome>& outcomes,
                                std::size_t rows) {
  std::vector<StripLane> lanes;
  for (std::size_t box = 0; box < data.boxes() && outcomes.size() >= (box + 1) * rows; ++box) {
    StripLane lane;
    lane.name = data.table->columns[box].box;
    lane.cells.reserve(cells.at.size());
    lane.counts = cells.has_output[box];
    std::size_t right = 0, counted = 0;
    lane.run = true;
    for (std::size_t i = 0; i < cells.at.size(); ++i) {
      const Outcome outcome = outcomes[box * rows + cells.at[i]];
      lane.cells.push_back(outcome);
      // what the tables count, and nothing else: a silent frame is neither right nor wrong
      if (outcome == Outcome::failed) lane.counts[i] = false;
      if (!lane.counts[i]) continue;
      ++counted;
      lane.run = lane.run && outcome == Outcome::run;
      right += is_right(outcome) ? 1 : 0;
    }
    if (counted > 0) lane.share = static_cast<double>(right) / static_cast<double>(counted);
    if (!lane.cells.empty())
      lane.without = static_cast<double>(lane.cells.size() - counted) / static_cast<double>(lane.cells.size());
    lane.run = lane.run && counted > 0;
    lane.sums = LaneCounts(lane.cells);
    lanes.push_back(std::move(lane));
  }
  return lanes;
}

/// Its times: of cells, of the curves' points.
void set_times(StripsData& strips, const ReplayData& data, std::size_t first, const StripCells& cells, int camera) {
  const OutputTable& table = *data.table;
  strips.length = data.seconds;
  strips.trained_until = first < table.rows() ? table.frames[first].seconds : data.seconds;
  strips.begin.reserve(cells.at.size());
  for (const std::uint32_t at : cells.at) strips.begin.push_back(table.frames[first + at].seconds);
  strips.cell_seconds = data.seconds;
  for (std::size_t i = 0; i < data.camera_rows.size(); ++i) {
    const bool asked = camera < 0 ? !data.camera_rows[i].empty() : static_cast<int>(i) == camera;
    if (asked) strips.cell_seconds = std::min(strips.cell_seconds, data.frame_seconds[i]);
  }
  strips.curve_seconds = std::max(strips.length / 400, strips.cell_seconds);
}

}  // namespace

StripsData strips_of(const ReplayData& data, CostKind kind, double budget, int camera,
                     const std::vector<std::string>& lane_methods, const std::string& wanted,
                     std::vector<Outcome>* outcomes) {
  StripsData strips;
  const auto& engine = data.side(kind).engine;
  if (!engine) return strips;
  const std::size_t first = engine->first_row(), rows = data.table->rows() - first;
  StripCells cells = cells_of(data, first, camera);
  set_times(strips, data, first, cells, camera);
  const ReplayResult result = engine->at(budget);
  std::vector<std::string> boxes;
  for (const auto& column : data.table->columns) boxes.push_back(column.box);
  std::map<std::string, std::vector<StripLane>> lanes;
  for (const MethodResult& method : result.methods) {
    std::vector<Outcome> its = engine->outcomes(method.method, budget);  // predicts the test part anew: once
    sum_up(cells, its, rows);
    strips.curves.push_back(curve_of(method.method, strips, cells));
    const bool shown = std::find(lane_methods.begin(), lane_methods.end(), method.method) != lane_methods.end();
    if (shown) lanes[method.method] = lanes_of(data, cells, its, rows);
    if (outcomes && method.method == wanted) *outcomes = std::move(its);
  }
  for (const std::string& name : lane_methods) {
    const MethodResult* method = method_in(result, name);
    if (!method) continue;
    StripGroup group{name, name, lanes[name]};
    if (method->activated)
      group.title += method->activated->empty() ? ReplayText::tr(", nothing run").toStdString()
                                                : fmt::format(fmt::runtime(ReplayText::tr(", {} run").toStdString()),
                                                              set_text(boxes, *method->activated));
    strips.groups.push_back(std::move(group));
  }
  return strips;
}

bool frame_lines_at_once(const ReplayData& data, CostKind kind, double budget, const std::string& method,
                         std::size_t row) {
  const auto& engine = data.side(kind).engine;
  if (!engine || row < engine->first_row()) return true;
  if (!engine->quick(method)) return false;
  if (!data.chances) return true;
  const auto shown = engine->shown(method, budget, row);
  for (std::size_t box = 0; box < shown.size(); ++box) {
    if (shown[box].from && !data.chances->knows(*shown[box].from, static_cast<int>(box))) return false;
  }
  return true;
}

std::vector<FrameLine> frame_lines(const ReplayData& data, CostKind kind, double budget, const std::string& method,
                                   std::size_t row) {
  std::vector<FrameLine> lines;
  const auto& engine = data.side(kind).engine;
  const OutputTable& table = *data.table;
  std::vector<ReplayEngine::ShownOutput> shown;
  if (engine && row >= engine->first_row()) shown = engine->shown(method, budget, row);
  for (std::size_t box = 0; box < table.columns.size(); ++box) {
    const OutputColumn& column = table.columns[box];
    FrameLine line;
    line.box = column.box;
    std::vector<float> exact;
    if (column.present(row)) exact.assign(column.row(row).begin(), column.row(row).end());
    line.exact = value_text(column.spec, exact, true);
    if (column.spec.task == Task::sequence && column.present(row)) line.exact = words_text(column.words[row]);
    if (box < shown.size()) {
      line.outcome = shown[box].outcome;
      line.shown = value_text(column.spec, shown[box].shown, line.outcome == Outcome::run);
      const bool says = line.outcome != Outcome::none && line.outcome != Outcome::failed;
      if (says && column.spec.task == Task::sequence) line.shown = words_text(shown[box].shown_words);
      if (data.chances && shown[box].from)
        line.chance = data.chances->of(*shown[box].from, static_cast<int>(box), shown[box].shown);
      if (is_wrong(line.outcome)) line.remark = remark_of(column.spec, shown[box].shown, exact);
    } else {
      line.shown = "–";
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace mlink::ui
