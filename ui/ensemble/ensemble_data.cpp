#include "ui/ensemble/ensemble_data.h"

#include <algorithm>
#include <cmath>

#include "base/number.h"

namespace mlink::ui {
namespace {

using EnginePtr = std::shared_ptr<const ReplayEngine>;

/// Greedy, what all sets compared with the same knowledge give, and hindsight: who may choose a set.
ReplaySettings settings_of(CostKind kind) {
  ReplaySettings settings;
  settings.kind = kind;
  settings.methods = {"mlink", "mlink-exact", "optimum"};
  return settings;
}

const MethodResult* first_method(const ReplayResult& answer) {
  return answer.methods.empty() ? nullptr : &answer.methods.front();
}

}  // namespace

double EnsembleSide::telling_budget() const {
  if (changes.empty()) return 0;
  double budget = changes.front();
  for (const double change : changes)
    if (change <= most / 2) budget = change;
  return budget;
}

double EnsembleData::usual_period() const {
  // Of whole seconds, rounded up: the last row would begin an eleventh period else.
  const double tenth = std::ceil((end_seconds - begin_seconds) + 1e-6) / 10;
  return tenth > 0 ? tenth : 1;
}

Result<EnsembleDataPtr> build_ensemble_data(const Snapshot& snapshot, const std::stop_token& stop) {
  if (!snapshot.links || !snapshot.link_table)
    return fail(ErrorKind::not_found, "There are no links yet.", "Train links first.");
  auto data = std::make_shared<EnsembleData>();
  data->links = snapshot.links;
  data->table = snapshot.link_table;
  data->costs = snapshot.link_costs;
  data->boxes = snapshot.links->boxes();
  for (const CostKind kind : {CostKind::memory, CostKind::time}) {
    EnsembleSide& side = data->sides[kind == CostKind::memory ? 0 : 1];
    // The second kind of cost takes over what the first has scored, and other pages' engines what they have.
    auto engine = make_replay(snapshot, settings_of(kind), stop);
    if (!engine) {
      if (engine.error().kind == ErrorKind::stopped) return tl::make_unexpected(engine.error());
      side.problem = engine.error();
      continue;
    }
    side.engine = *engine;
    side.sets = sets_worth_running(*side.engine, data->costs, stop);
    side.changes = selection_changes(*side.engine);
    side.most = cost_of(data->costs, BoxSet::all(static_cast<int>(data->boxes.size())), kind);
    const ReplayResult nothing = side.engine->at(0);
    if (const MethodResult* mlink = first_method(nothing); mlink && !mlink->periods.empty()) {
      data->begin_seconds = mlink->periods.front().begin_seconds;
      data->end_seconds = mlink->periods.back().end_seconds;
    }
  }
  if (stop.stop_requested()) return stopped();
  return data;
}

Result<std::shared_ptr<const TriedSet>> try_set(const EnsembleData& data, BoxSet set, const std::stop_token& stop) {
  auto tried = std::make_shared<TriedSet>();
  tried->set = set;
  tried->accuracy = kNan;
  for (const EnsembleSide& side : data.sides) {
    if (!side.engine) continue;
    tried->accuracy = side.engine->objective(set);
    break;
  }
  tried->ensembles = set_ensembles(*data.links, *data.table, set, thread_executor(), stop);
  if (stop.stop_requested()) return stopped();
  return tried;
}

BudgetAnswer answer_budget(const EnsembleData& data, const Amount& budget) {
  BudgetAnswer answer;
  answer.order = run_order(*data.side(budget.kind).engine, data.costs, budget.value);
  const CostKind other = budget.kind == CostKind::memory ? CostKind::time : CostKind::memory;
  const EnsembleSide& side = data.side(other);
  if (!side.engine || answer.order.steps.empty()) return answer;
  const RunOrder theirs = run_order(*side.engine, data.costs, side.most);
  if (theirs.steps.empty() || theirs.steps.front().box == answer.order.steps.front().box) return answer;
  const int box = theirs.steps.front().box;
  const BoxSet alone = BoxSet().with(box);
  answer.other = OtherFirst{{other, cost_of(data.costs, alone, other)}, box, side.engine->objective(alone)};
  return answer;
}

Result<std::shared_ptr<const PeriodsAnswer>> answer_periods(const Snapshot& snapshot, const Amount& budget,
                                                            double seconds,
                                                            const std::shared_ptr<const PeriodsAnswer>& known,
                                                            const std::stop_token& stop) {
  auto answer = std::make_shared<PeriodsAnswer>();
  answer->seconds = seconds;
  answer->budget = budget;
  if (known && known->seconds == seconds && known->budget.kind == budget.kind) {
    answer->engine = known->engine;
  } else if (known && known->seconds == seconds) {
    MLINK_ASSIGN(auto other, known->engine->for_kind(budget.kind, thread_executor(), stop, {}));
    answer->engine = std::make_shared<const ReplayEngine>(std::move(other));
  } else {
    ReplaySettings settings = settings_of(budget.kind);
    settings.methods = {"mlink"};
    settings.period_seconds = seconds;
    MLINK_ASSIGN(answer->engine, make_replay(snapshot, settings, stop));
  }
  const ReplayResult result = answer->engine->at(budget.value);
  if (const MethodResult* mlink = first_method(result)) answer->periods = mlink->periods;
  return answer;
}

}  // namespace mlink::ui
