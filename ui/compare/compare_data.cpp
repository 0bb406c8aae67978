#include "ui/compare/compare_data.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>
#include <cmath>

#include "report/report.h"
#include "ui/common/widgets.h"

namespace mlink::ui {
namespace {

/// Beside the default ones; others are a click away.
const QStringList& well_known() {
  static const QStringList names{QStringLiteral("mlink"),         QStringLiteral("mlink-filter"),
                                 QStringLiteral("mlink-refresh"), QStringLiteral("standalone"),
                                 QStringLiteral("mtl"),           QStringLiteral("reducto"),
                                 QStringLiteral("drls"),          QStringLiteral("optimum")};
  return names;
}

void add_moment(MethodSweep& method, double budget, const MethodResult& answer) {
  if (std::isnan(answer.output_accuracy)) {
    if (method.note.empty()) method.note = answer.note;
    return;
  }
  method.most = std::max(method.most, answer.output_accuracy);
  if (std::isnan(answer.seconds_per_frame)) return;
  auto& moments = method.in_time;
  if (moments.empty() || moments.back().accuracy != answer.output_accuracy ||
      moments.back().seconds != answer.seconds_per_frame)
    moments.push_back({budget, answer.output_accuracy, answer.seconds_per_frame});
}

/// The time of each point of the curve, whose budgets are among the answers'.
std::vector<double> seconds_along(const FrontierCurve& curve, const std::vector<ReplayResult>& answers,
                                  std::size_t method) {
  std::vector<double> seconds;
  std::size_t at = 0;
  for (const auto& point : curve.points) {
    while (at + 1 < answers.size() && answers[at].settings.budget < point.budget) ++at;
    seconds.push_back(answers[at].methods[method].seconds_per_frame);
  }
  return seconds;
}

}  // namespace

const MethodSweep* CompareSide::method(const QString& name) const {
  const auto at = std::find_if(methods.begin(), methods.end(),
                               [&](const MethodSweep& method) { return to_qt(method.curve.method) == name; });
  return at == methods.end() ? nullptr : &*at;
}

std::string sweep_key(const Snapshot& snapshot) {
  QStringList key;
  const auto number = [](double value) { return QString::number(value, 'g', 17); };
  if (!snapshot.overview.link_sets.empty()) {
    const LinkSetRow& set = snapshot.overview.link_sets.front();
    key << QString::number(set.id) << to_qt(set.created) << to_qt(set.data_hash);
  }
  for (const BoxCosts& box : snapshot.link_costs.boxes)
    for (const CostKind kind : {CostKind::memory, CostKind::time, CostKind::gpu_memory})
      key << (box.known(kind) ? number(box.of(kind)) : QString());
  for (const BoxRow& box : snapshot.overview.boxes) key << to_qt(box.name) << to_qt(box.content_hash);
  for (const CameraRow& camera : snapshot.overview.cameras)
    key << QString::number(camera.id) << QString::number(camera.frames) << to_qt(start_text(camera));
  for (const CoverageRow& cell : snapshot.overview.coverage)
    key << QString::number(cell.present) << QString::number(cell.none) << QString::number(cell.failed);
  key << (snapshot.link_table ? QString::number(snapshot.link_table->rows()) : QString());
  return key.join(u'|').toStdString();
}

std::vector<CostKind> compared_kinds(const Snapshot& snapshot) {
  std::vector<CostKind> kinds{CostKind::memory, CostKind::time};
  if (!snapshot.link_costs.boxes.empty() && snapshot.link_costs.known(CostKind::gpu_memory))
    kinds.push_back(CostKind::gpu_memory);
  return kinds;
}

Result<CompareSide> sweep_of(std::shared_ptr<const ReplayEngine> engine, CostKind kind, double full,
                             const std::stop_token& stop) {
  CompareSide side;
  side.kind = kind;
  // as sweep() of the replay, which cannot be stopped
  std::vector<ReplayResult> answers;
  for (const double budget : engine->breakpoints()) {
    if (stop.stop_requested()) return stopped();
    answers.push_back(engine->at(budget));
  }
  side.budgets = answers.size();
  side.full = answers.empty() ? full : std::max(full, answers.back().settings.budget);
  if (!answers.empty()) side.frames = answers.front().frames;
  for (FrontierCurve& curve : frontier_curves(answers)) {
    MethodSweep method;
    method.curve = std::move(curve);
    if (const Method* known = find_method(method.curve.method)) {
      method.by_default = known->by_default();
      method.hindsight = known->needs().hindsight;
    }
    const std::size_t index = side.methods.size();
    for (const ReplayResult& answer : answers) add_moment(method, answer.settings.budget, answer.methods[index]);
    method.seconds = seconds_along(method.curve, answers, index);
    side.methods.push_back(std::move(method));
  }
  side.sweep = sweep_table(answers);
  side.engine = std::move(engine);
  return side;
}

Result<CompareSidePtr> build_side(const Snapshot& snapshot, CostKind kind,
                                  const std::shared_ptr<const ReplayEngine>& known, const std::stop_token& stop) {
  if (!snapshot.links || !snapshot.link_table)
    return fail(ErrorKind::not_found, "There are no links yet.", "Train links first.");
  ReplaySettings settings;
  settings.kind = kind;
  settings.methods = method_names();
  auto engine = known ? known->for_kind(kind, thread_executor(), stop, {}).map([](ReplayEngine&& made) {
    return std::make_shared<const ReplayEngine>(std::move(made));
  })
                      : make_replay(snapshot, settings, stop, {});
  if (!engine) {
    if (engine.error().kind == ErrorKind::stopped) return tl::make_unexpected(engine.error());
    auto side = std::make_shared<CompareSide>();
    side->kind = kind;
    side->problem = engine.error();
    return side;
  }
  const BoxSet all = BoxSet::all(static_cast<int>(snapshot.link_table->columns.size()));
  MLINK_ASSIGN(auto side, sweep_of(*engine, kind, cost_of(snapshot.link_costs, all, kind), stop));
  return std::make_shared<const CompareSide>(std::move(side));
}

double first_budget(const CompareSide& side) {
  const MethodSweep* mlink = side.method(QStringLiteral("mlink"));
  if (!mlink) return side.full / 2;
  double budget = 0;
  for (const auto& point : mlink->curve.points) {
    if (budget == 0 || point.budget <= side.full / 2) budget = std::max(budget, point.budget);
  }
  return budget;
}

std::array<double, 2> further_budgets(const CompareSide& side, double first) {
  std::vector<double> above, below;
  if (const MethodSweep* mlink = side.method(QStringLiteral("mlink"))) {
    for (const auto& point : mlink->curve.points) {
      if (point.budget > first) above.push_back(point.budget);
      if (point.budget < first && point.budget > 0) below.push_back(point.budget);
    }
  }
  std::vector<double> two(above.begin(), above.begin() + std::min<std::ptrdiff_t>(2, std::ssize(above)));
  while (two.size() < 2 && !below.empty()) {
    two.push_back(below.back());
    below.pop_back();
  }
  while (two.size() < 2) two.push_back(side.full * (two.empty() ? 0.5 : 1));
  std::sort(two.begin(), two.end());
  return {two[0], two[1]};
}

QStringList usual_methods(const CompareSide& side) {
  QStringList names;
  for (const MethodSweep& method : side.methods) {
    const QString name = to_qt(method.curve.method);
    if (method.usable() && (method.by_default || well_known().contains(name))) names << name;
  }
  return names;
}

ReplayResult with_methods(const ReplayResult& result, const QStringList& names) {
  ReplayResult some = result;
  std::erase_if(some.methods, [&](const MethodResult& method) { return !names.contains(to_qt(method.method)); });
  return some;
}

AmountScale amount_scale(CostKind kind, double most) {
  if (is_memory(kind)) {
    if (most >= 10e9) return {1e9, QStringLiteral("GB"), 0};
    if (most >= 2e9) return {1e9, QStringLiteral("GB"), 1};
    return {1e6, QStringLiteral("MB"), most >= 10e6 ? 0 : 1};
  }
  if (most >= 2) return {1, QStringLiteral("s"), 1};
  return {1e-3, QStringLiteral("ms"), most >= 0.01 ? 0 : 2};
}

QStringList without_gpu_memory(const Snapshot& snapshot) {
  QStringList names;
  for (const BoxCosts& box : snapshot.link_costs.boxes)
    if (!box.known(CostKind::gpu_memory)) names << to_qt(box.box);
  return names;
}

QString amount_words(CostKind kind, double amount) { return to_qt(amount_text({kind, amount})); }

}  // namespace mlink::ui
