// replay: sets worth running against all sets compared one by one, the order in which boxes are looked at against the
// selection, and what changes next.
#include <QTest>
#include <cmath>
#include <set>

#include "made_up.h"
#include "replay/worth_running.h"

using namespace mlink::rooms;
using namespace made_up;

namespace {

Made made_of(int boxes, int rows = 300) {
  Made made = make({boxes, rows});
  made.settings.methods = {"mlink", "mlink-exact", "optimum"};
  made.settings.kind = CostKind::memory;
  return made;
}

}  // namespace

class TestWorth : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void setsAgainstAllSets_data() {
    QTest::addColumn<int>("boxes");
    QTest::newRow("2 boxes") << 2;
    QTest::newRow("4 boxes") << 4;
    QTest::newRow("6 boxes") << 6;
  }
  /// A set stands there exactly when nothing that costs no more is as good, and the priors are worse.
  void setsAgainstAllSets() {
    QFETCH(int, boxes);
    const Made made = made_of(boxes);
    const auto engine = made.build();
    QVERIFY(engine.has_value());
    const auto worth = sets_worth_running(*engine, made.costs);
    QVERIFY(!worth.empty());
    std::set<std::uint64_t> found;
    for (const WorthSet& one : worth) {
      found.insert(one.set.bits());
      QCOMPARE(one.cost, cost_of(made.costs, one.set, CostKind::memory));
      QCOMPARE(one.accuracy, engine->objective(one.set));
    }
    QVERIFY(found.count(BoxSet::all(boxes).bits()) == 1);  // everything runs: 1, and nothing else is
    const double priors = engine->objective({});
    for (std::uint64_t bits = 1; bits <= BoxSet::all(boxes).bits(); ++bits) {
      const BoxSet set(bits);
      const double cost = cost_of(made.costs, set, CostKind::memory), accuracy = engine->objective(set);
      bool beaten = accuracy <= priors + 1e-12;
      for (std::uint64_t rival = 1; rival <= BoxSet::all(boxes).bits(); ++rival) {
        const double its = cost_of(made.costs, BoxSet(rival), CostKind::memory),
                     better = engine->objective(BoxSet(rival));
        const bool dearer = its > cost || (its == cost && (better < accuracy || (better == accuracy && rival >= bits)));
        if (rival != bits && !dearer && better >= accuracy - 1e-12) beaten = true;
      }
      QVERIFY2(beaten == (found.count(bits) == 0), qPrintable(QString::number(bits)));
    }
  }

  void setsSayWhoChoosesThem() {
    const Made made = made_of(5);
    const auto engine = made.build();
    int chosen = 0;
    for (const WorthSet& one : sets_worth_running(*engine, made.costs)) {
      const ReplayResult at = engine->at(one.cost);
      for (const MethodResult& method : at.methods) {
        const bool runs = method.activated && *method.activated == one.set;
        const bool said = std::find(one.chosen_by.begin(), one.chosen_by.end(), method.method) != one.chosen_by.end();
        QCOMPARE(said, runs);
        chosen += said ? 1 : 0;
      }
    }
    QVERIFY(chosen >= 3);  // all of them choose everything in the end
  }

  /// Above 12 boxes the sets of the sweep stand for all.
  void manyBoxes() {
    const Made made = made_of(14, 120);
    const auto engine = made.build();
    QVERIFY(engine.has_value());
    std::set<std::uint64_t> run;
    for (const double budget : engine->breakpoints())
      for (const MethodResult& method : engine->at(budget).methods)
        for (const PeriodResult& period : method.periods) run.insert(period.activated.bits());
    const auto worth = sets_worth_running(*engine, made.costs);
    QVERIFY(worth.size() > 2);
    for (std::size_t n = 0; n < worth.size(); ++n) {
      QVERIFY(run.count(worth[n].set.bits()) == 1);
      if (n > 0) QVERIFY(worth[n].cost > worth[n - 1].cost && worth[n].accuracy > worth[n - 1].accuracy);
    }
    std::stop_source stop;
    stop.request_stop();
    QVERIFY(sets_worth_running(*engine, made.costs, stop.get_token()).empty());
  }

  void orderIsTheSelection_data() {
    QTest::addColumn<double>("budget");
    for (const double gigabytes : {-1., 0., .5, 1., 3., 4.5, 7., 10., 100.})
      QTest::addRow("%g GB", gigabytes) << gigabytes * 1e9;
    QTest::newRow("not a number") << double(kNaN);
  }
  void orderIsTheSelection() {
    QFETCH(double, budget);
    const Made made = made_of(4);
    const auto engine = made.build();
    const RunOrder order = run_order(*engine, made.costs, budget);
    const Selection selection = engine->selection(budget);
    QVERIFY(order.set == selection.activated);
    QCOMPARE(order.cost, selection.cost);
    QCOMPARE(order.accuracy, selection.objective);
    QCOMPARE(order.note, selection.note);
    QCOMPARE(order.measured_on, selection.measured_on);
    QCOMPARE(order.budget.value, budget > 0 ? budget : 0);
    QVERIFY(order.budget.kind == CostKind::memory);
    QCOMPARE(order.steps.size(), selection.reasons.size());
    const auto probability = method(engine->at(budget), "mlink").periods.front().probability;
    BoxSet now;
    for (std::size_t n = 0; n < order.steps.size(); ++n) {
      const RunStep& step = order.steps[n];
      QCOMPARE(engine->boxes()[static_cast<std::size_t>(step.box)], selection.reasons[n].box);
      QCOMPARE(step.why, selection.reasons[n].why);
      QCOMPARE(step.probability, probability[static_cast<std::size_t>(step.box)]);
      if (n > 0) QVERIFY(step.probability <= order.steps[n - 1].probability);
      QCOMPARE(step.before, cost_of(made.costs, now, CostKind::memory));
      if (step.in) now = now.with(step.box);
      QCOMPARE(step.with, cost_of(made.costs, step.in ? now : now.with(step.box), CostKind::memory));
    }
    QVERIFY(now == order.set);
    if (!order.next) {
      QVERIFY(engine->selection(1e300).activated == order.set);
      return;
    }
    QVERIFY(order.next->budget > order.budget.value);
    QVERIFY(engine->selection(order.next->budget).activated == order.next->set);
    QVERIFY(!(order.next->set == order.set));
    QVERIFY(engine->selection(order.next->budget * (1 - 1e-9)).activated == order.set);
    QCOMPARE(order.next->accuracy, engine->objective(order.next->set));
  }

  void changesAreWhereTheSetChanges() {
    const Made made = made_of(5);
    const auto engine = made.build();
    const auto changes = selection_changes(*engine);
    QVERIFY(changes.size() >= 5);
    for (std::size_t n = 0; n < changes.size(); ++n) {
      const BoxSet at = engine->selection(changes[n]).activated;
      QVERIFY(!(at == engine->selection(changes[n] * (1 - 1e-9)).activated));
      if (n + 1 < changes.size()) QVERIFY(at == engine->selection(changes[n + 1] * (1 - 1e-9)).activated);
    }
  }

  /// Boxes 0 and 1 cost the same and predict nearly as well; 2 is dear and its P far from theirs.
  void closeCalls_data() {
    QTest::addColumn<double>("p");
    QTest::addColumn<bool>("close");
    QTest::newRow("the same") << .5 << true;
    QTest::newRow("nearly") << .51 << true;
    QTest::newRow("clearly") << .9 << false;
  }
  void closeCalls() {
    QFETCH(double, p);
    QFETCH(bool, close);
    Made made = make({3, 300, 1, false, true});
    made.predictor = std::make_shared<Told>(
        made.table, [](BoxSet from, int, std::size_t row) { return !from.empty() && row % 3 == 0; },
        std::map<std::pair<int, int>, double>{
            {{0, 1}, .5}, {{0, 2}, .5}, {{1, 0}, .5}, {{1, 2}, p}, {{2, 0}, .5}, {{2, 1}, .5}});
    made.costs = costs_of(*made.table, {1, 1, 5});
    made.settings.prefix = 0;
    made.settings.methods = {"mlink"};
    const auto engine = made.build();
    QVERIFY(engine.has_value());
    QVERIFY(!run_order(*engine, made.costs, 2).close);  // both are in: it does not matter who came first
    const RunOrder order = run_order(*engine, made.costs, 1);
    QCOMPARE(order.close.has_value(), close);
    if (!close) return;
    QVERIFY(order.close->first + order.close->second == 1);
    QVERIFY(order.close->difference <= kCloseShare);
  }

  void likeliestOfAPeriod() {
    PeriodResult period;
    QCOMPARE(likeliest_box(period), -1);
    period.probability = {kNaN, .2, .7, .7};
    QCOMPARE(likeliest_box(period), 2);
    period.probability = {kNaN};
    QCOMPARE(likeliest_box(period), -1);
  }
};

QTEST_APPLESS_MAIN(TestWorth)
#include "test_worth.moc"
