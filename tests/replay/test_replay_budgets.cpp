// replay: what a budget changes: methods, breakpoints, the optimum, intervals, many boxes; the paper's Standalone row.
#include <QTest>
#include <algorithm>
#include <cmath>

#include "base/random.h"
#include "made_up.h"
#include "methods/method.h"

using namespace mlink::rooms;
using namespace made_up;

namespace {

/// What needs no training of its own.
const std::vector<std::string> kUntrained{"mlink", "mlink-exact", "standalone", "prior-fill",
                                          "prior", "optimum",     "reducto",    "mlink-filter"};

}  // namespace

class TestReplayBudgets : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  // The paper's Table 4, row Standalone: 33.3/66.7 %, 30/74 ms (building), 33.3/66.7 %, 55/121 ms (city).
  void table4Standalone_data() {
    QTest::addColumn<QVector<double>>("milliseconds");
    QTest::addColumn<QVector<double>>("gigabytes");
    QTest::addColumn<double>("budget");
    QTest::addColumn<double>("accuracy");
    QTest::addColumn<double>("time");
    using D = QVector<double>;
    QTest::addRow("building 5 GB") << D{30, 44, 60} << D{1.5, 4.6, 3.7} << 5. << 33.3 << 30.;
    QTest::addRow("building 9 GB") << D{30, 44, 60} << D{1.5, 4.6, 3.7} << 9. << 66.7 << 74.;
    QTest::addRow("city 5 GB") << D{55, 66, 70} << D{1.5, 4.6, 3.7} << 5. << 33.3 << 55.;
    QTest::addRow("city 9 GB") << D{55, 66, 70} << D{1.5, 4.6, 3.7} << 9. << 66.7 << 121.;
  }
  void table4Standalone() {
    QFETCH(QVector<double>, milliseconds);
    QFETCH(QVector<double>, gigabytes);
    QFETCH(double, budget);
    QFETCH(double, accuracy);
    QFETCH(double, time);
    Made made = make({3, 300});
    for (int i = 0; i < 3; ++i) {
      made.costs.boxes[static_cast<std::size_t>(i)].seconds = milliseconds[i] / 1e3;
      made.costs.boxes[static_cast<std::size_t>(i)].bytes = gigabytes[i] * 1e9;
    }
    made.settings.kind = CostKind::memory;
    const auto engine = made.build();
    QVERIFY(engine.has_value());
    const ReplayResult result = engine->at(budget * 1e9);
    const MethodResult standalone = method(result, "standalone");
    QCOMPARE(QString::number(100 * standalone.output_accuracy, 'f', 1), QString::number(accuracy, 'f', 1));
    VERIFY_NEAR(standalone.seconds_per_frame, time / 1e3);
    VERIFY_NEAR(standalone.executions_per_frame, standalone.output_accuracy);
    QVERIFY(standalone.interval.low == standalone.output_accuracy &&
            standalone.interval.high <= standalone.interval.low);
    QVERIFY(standalone.bytes <= budget * 1e9);
    QVERIFY(!engine->outcomes("standalone", budget * 1e9).empty());
  }

  void belowEveryBox_data() {
    QTest::addColumn<double>("budget");
    QTest::addRow("half of the cheapest") << .5;
    QTest::addRow("zero") << 0.;
    QTest::addRow("negative") << -3.;
    QTest::addRow("not a number") << double(kNaN);
    QTest::addRow("minus infinity") << -std::numeric_limits<double>::infinity();
  }
  void belowEveryBox() {
    QFETCH(double, budget);
    const Made made = make({3, 300, 2, true});
    const auto engine = made.build();
    const ReplayResult result = engine->at(budget);
    QCOMPARE(result.settings.budget, budget > 0 ? budget : 0);
    const double priors = slow_accuracy(*made.table, *made.predictor, {}, 40, 300);
    for (const char* name : {"mlink", "optimum"}) {
      const MethodResult m = method(result, name);
      QVERIFY(m.activated == BoxSet());
      VERIFY_NEAR(m.output_accuracy, priors);
      QCOMPARE(QString::fromStdString(m.note), QStringLiteral("no box fits the budget: priors only"));
      QCOMPARE(m.executions_per_frame, 0.0);
      QCOMPARE(m.seconds_per_frame, 0.0);
      for (const Outcome outcome : engine->outcomes(name, budget)) QVERIFY(outcome != Outcome::run);
    }
    QCOMPARE(method(result, "standalone").output_accuracy, 0.0);
    QCOMPARE(QString::fromStdString(method(result, "standalone").note),
             QStringLiteral("no box fits the budget: nothing runs"));
    QVERIFY(engine->selection(budget).activated.empty());
    QVERIFY(!engine->selection(budget).note.empty());
  }

  void everythingFits() {
    const auto engine = make({4, 200}).build();
    for (const double budget : {10., 1e9, std::numeric_limits<double>::infinity()})
      for (const MethodResult& m : engine->at(budget).methods) {
        QCOMPARE(m.output_accuracy, 1.0);
        QVERIFY(m.activated == set_of({0, 1, 2, 3}));
        VERIFY_NEAR(m.seconds_per_frame, 10);
        QCOMPARE(m.interval.low, 1.0);
      }
  }

  // By all sets in each period by the definition; never below mlink; never falling with the budget.
  void optimumIsTheBest_data() {
    QTest::addColumn<bool>("holes");
    QTest::addColumn<double>("period");
    QTest::addColumn<double>("prefix");
    QTest::addRow("one period") << false << 0. << 0.;
    QTest::addRow("periods") << false << 60. << 0.;
    QTest::addRow("periods, prefix, holes") << true << 60. << .2;
  }
  void optimumIsTheBest() {
    QFETCH(bool, holes);
    QFETCH(double, period);
    QFETCH(double, prefix);
    Made made = make({4, 400, 1, holes});
    made.settings.period_seconds = period;
    made.settings.prefix = prefix;
    const auto engine = made.build();
    double before = 0;
    for (const double budget : engine->breakpoints()) {
      const ReplayResult result = engine->at(budget);
      const MethodResult optimum = method(result, "optimum");
      QVERIFY(optimum.output_accuracy >= before - 1e-12);
      QVERIFY(optimum.output_accuracy >= method(result, "mlink").output_accuracy - 1e-12);
      QVERIFY(optimum.output_accuracy >= method(result, "standalone").output_accuracy - 1e-12 || budget < 1.2);
      before = optimum.output_accuracy;
      if (prefix > 0 || holes) continue;
      double sum = 0;
      for (std::size_t p = 0; p < optimum.periods.size(); ++p) {
        const std::size_t begin = 40 + p * 60, end = period > 0 ? std::min<std::size_t>(begin + 60, 400) : 400;
        double best = 0;
        for (std::uint64_t bits = 0; bits < 16; ++bits)
          if (cost_of(made.costs, BoxSet(bits), CostKind::time) <= budget * (1 + 1e-12))
            best = std::max(best, slow_accuracy(*made.table, *made.predictor, BoxSet(bits), begin, end));
        VERIFY_NEAR(optimum.periods[p].accuracy, best);
        sum += best * double(end - begin) / 360;
      }
      VERIFY_NEAR(optimum.output_accuracy, sum);
    }
    QCOMPARE(before, 1.0);
  }

  // Between breakpoints nothing changes; from 0 to the cost of all; each is needed by some method or is an end.
  void breakpointsAreComplete() {
    Made made = make({5, 300, 2, true});
    made.costs = costs_of(*made.table, {1.5, 2.25, 3, 3.5, 5});
    made.costs.predicting = even_link_costs(made.costs.boxes.size(), {.0625, 0});
    made.settings.period_seconds = 40;
    const auto engine = made.build();
    const std::vector<double> points = engine->breakpoints();
    QCOMPARE(points.front(), 0.0);
    QCOMPARE(points.back(), 15.25);
    const auto answers = [&](double budget) {
      ReplayResult result = engine->at(budget);
      return text_of(result) + std::to_string(engine->selection(budget).activated.bits());
    };
    Random random(3);
    std::string before;
    for (std::size_t i = 0; i + 1 < points.size(); ++i) {
      QVERIFY(points[i] < points[i + 1]);
      const std::string here = answers(points[i]);
      QVERIFY2(here != before, qPrintable(QString("%1 changes nothing").arg(points[i])));
      before = here;
      QCOMPARE(answers(points[i] + random.unit() * (points[i + 1] - points[i]) * .999), here);
      QCOMPARE(answers(points[i + 1] - 1e-6), here);
    }
    QCOMPARE(answers(points.back() + 5), answers(points.back()));
    QVERIFY(points.size() > 6);
  }

  void selectionIsGreedyWithReasons() {
    const Made made = make({4, 300});
    const auto engine = made.build();
    for (const double budget : {.5, 1.2, 3.3, 6.1, 10.}) {
      const Selection selection = engine->selection(budget);
      QVERIFY(fits(selection.cost, budget));
      QCOMPARE(selection.reasons.size(), std::size_t{4});
      VERIFY_NEAR(selection.objective, engine->objective(selection.activated));
      VERIFY_NEAR(selection.cost, cost_of(made.costs, selection.activated, CostKind::time));
    }
  }

  void intervals() {
    Made made = make({3, 2000, 1, false, true});
    made.settings.prefix = 0;
    const auto engine = made.build();
    const auto again = made.build(on_threads(3));
    QCOMPARE(text_of(engine->at(2)), text_of(again->at(2)));  // whatever the executor
    const MethodResult m = method(engine->at(2), "mlink");
    QVERIFY(m.interval.low < m.output_accuracy && m.output_accuracy < m.interval.high);
    // Frames are independent here: 1.96 standard errors of the mean of two predicted boxes, within a fifth.
    double variance = 0;
    for (const double p : m.per_box) variance += p * (1 - p) / 1960 / 9;
    const double wanted = 2 * 1.96 * std::sqrt(variance);
    const double width = m.interval.high - m.interval.low;
    QVERIFY2(width > .8 * wanted && width < 1.2 * wanted, qPrintable(QString("%1, not %2").arg(width).arg(wanted)));
    made.settings.seed = 2;
    const MethodResult other = method(made.build()->at(2), "mlink");
    QCOMPARE(other.output_accuracy, m.output_accuracy);
    QVERIFY(other.interval.low != m.interval.low);
    // Boxes that count on different frames go another way and must come to about the same.
    made.settings.seed = 1;
    auto holes = std::make_shared<OutputTable>(*made.table);
    holes->columns[2].presence[1999] = Presence::failed;
    made.table = holes;
    const MethodResult with_hole = method(made.build()->at(2), "mlink");
    QVERIFY(std::abs(with_hole.interval.low - m.interval.low) < .002);
    QVERIFY(std::abs(with_hole.interval.high - m.interval.high) < .002);
  }

  void unknownCostsOfTheOtherKind() {
    Made made = make({3, 200});
    for (BoxCosts& box : made.costs.boxes) box.bytes_origin = CostOrigin::unknown;
    const auto engine = made.build();
    QVERIFY(engine.has_value());
    for (const MethodResult& m : engine->at(3).methods) {
      QVERIFY(std::isnan(m.bytes));
      QVERIFY(m.seconds_per_frame > 0);
    }
  }

  // More boxes than all sets could be scored for: what is chosen fits, the optimum is never below mlink, a set that was
  // not tried is computed when asked for.
  void thirteenBoxes_data() {
    QTest::addColumn<int>("boxes");
    QTest::addColumn<double>("period");
    QTest::addRow("13") << 13 << 0.;
    QTest::addRow("13 in periods") << 13 << 100.;
    QTest::addRow("40") << 40 << 0.;
  }
  void thirteenBoxes() {
    QFETCH(int, boxes);
    QFETCH(double, period);
    Made made = make({boxes, 340, 1, false, true});
    std::vector<double> seconds;
    seconds.reserve(std::size_t(boxes));
    Random random(9);
    for (int i = 0; i < boxes; ++i) seconds.push_back(1 + 3 * random.unit());
    made.costs = costs_of(*made.table, seconds);
    made.costs.predicting = even_link_costs(made.costs.boxes.size(), {.01, 0});
    made.settings.period_seconds = period;
    const auto engine = made.build();
    QVERIFY2(engine.has_value(), engine ? "" : engine.error().text().c_str());
    const double all = engine->breakpoints().back();
    double before = 0;
    int different = 0;
    for (int n = 0; n <= 50; ++n) {
      const double budget = all * n / 50;
      const ReplayResult result = engine->at(budget);
      const MethodResult optimum = method(result, "optimum");
      const MethodResult mlink = method(result, "mlink");
      for (const MethodResult* m : {&optimum, &mlink})
        for (const PeriodResult& p : m->periods)
          QVERIFY(fits(cost_of(made.costs, p.activated, CostKind::time), budget));
      QVERIFY(optimum.output_accuracy >= mlink.output_accuracy - 1e-12);
      QVERIFY(optimum.output_accuracy >= before - 1e-12);
      before = optimum.output_accuracy;
      different += optimum.output_accuracy > mlink.output_accuracy + 1e-3 ? 1 : 0;
      if (n > 5 && n < 50) QVERIFY2(optimum.note.find("sets tried") != std::string::npos, optimum.note.c_str());
    }
    QVERIFY2(different > 10, qPrintable(QString::number(different)));  // the heuristics find what greedy does not
    QCOMPARE(before, 1.0);
    const BoxSet odd(0x1555 & ((std::uint64_t{1} << 13) - 1));
    VERIFY_NEAR(engine->objective(odd), slow_accuracy(*made.table, *made.predictor, odd, 40, 340));
    QVERIFY(engine->breakpoints().size() < 5000);
  }

  // A period that is longer than all frames is one over all of them.
  void periodsLongerThanTheVideo() {
    Made made = make({3, 300, 2});
    made.settings.methods = kUntrained;
    made.aids.features = features_of(*made.table, 3);
    const auto whole = made.build();
    made.settings.period_seconds = 1e9;
    const auto longer = made.build();
    QVERIFY(whole && longer);
    for (const double budget : {0., 1., 3.1, 9.}) {
      const ReplayResult one = whole->at(budget), other = longer->at(budget);
      for (const std::string& name : kUntrained) {
        const MethodResult a = method(one, name), b = method(other, name);
        QCOMPARE(b.periods.size(), std::size_t{1});
        QVERIFY(a.output_accuracy == b.output_accuracy && a.seconds_per_frame == b.seconds_per_frame);
      }
    }
  }

  // A period that is shorter than a frame holds one: a prefix is all of it, so that whatever fits runs on each frame.
  void periodsShorterThanAFrame() {
    Made made = make({3, 100, 1, false, true});
    made.settings.methods = kUntrained;
    made.settings.period_seconds = .001;
    const auto engine = made.build();
    QVERIFY2(engine.has_value(), engine ? "" : engine.error().text().c_str());
    const MethodResult mlink = method(engine->at(2), "mlink");
    QCOMPARE(mlink.periods.size(), std::size_t{60});
    QCOMPARE(mlink.per_box[0], 1.);
    QCOMPARE(mlink.per_box[1], 1.);
    VERIFY_NEAR(mlink.seconds_per_frame, 1 + 2 + .0625);  // above the budget of 2, and said to be
    QVERIFY2(mlink.note.find("run on 100 % of the frames") != std::string::npos, mlink.note.c_str());
    QVERIFY(std::isnan(mlink.after_prefix.output_accuracy));
  }

  // A box that has no output in one period counts in the others; in that one the rest is the accuracy.
  void aPeriodWithoutOutputsOfABox() {
    Made made = make({3, 160, 1, false, true});
    made.settings.methods = kUntrained;
    made.settings.period_seconds = 60;
    made.settings.prefix = 0;
    auto table = std::make_shared<OutputTable>(*made.table);
    for (std::size_t row = 100; row < 160; ++row) table->columns[1].presence[row] = Presence::none;
    made.table = table;
    made.predictor = std::make_shared<const Hashed>(table, 1);
    made.aids.features = features_of(*table, 3);
    const auto engine = made.build();
    QVERIFY(engine.has_value());
    for (const double budget : {0., 1., 3.1, 9.})
      for (const std::string& name : kUntrained) {
        const MethodResult m = method(engine->at(budget), name);
        QCOMPARE(m.periods.size(), std::size_t{2});
        for (const PeriodResult& period : m.periods) QVERIFY2(std::isfinite(period.accuracy), name.c_str());
        QVERIFY(std::isfinite(m.output_accuracy) && std::isfinite(m.per_box[1]));
      }
    QCOMPARE(method(engine->at(9), "mlink").periods[1].accuracy, 1.);
  }

  // Nothing leads from one box to another: what does not run shows nothing right, and the cheapest boxes run.
  void noLinks() {
    Made made = make({3, 200, 1, false, true});
    made.settings.methods = {"mlink", "mlink-exact", "standalone", "optimum"};
    made.settings.prefix = 0;
    made.costs.predicting = {};
    made.predictor = std::make_shared<const Told>(made.table, [](BoxSet, int, std::size_t) { return false; });
    const auto engine = made.build();
    QVERIFY(engine.has_value());
    for (const double budget : {1., 3., 6.}) {
      const ReplayResult result = engine->at(budget);
      for (const char* name : {"mlink", "mlink-exact", "optimum"})
        QCOMPARE(method(result, name).output_accuracy, method(result, "standalone").output_accuracy);
    }
  }

  // Boxes that are worth the same at the same cost are taken in their order, and each time so.
  void equalProbabilities() {
    Made made = make({4, 200, 1, false, true});
    made.costs = costs_of(*made.table, {1, 1, 1, 1});
    made.settings.methods = {"mlink"};
    made.settings.prefix = 0;
    std::map<std::pair<int, int>, double> p;
    for (int from = 0; from < 4; ++from)
      for (int to = 0; to < 4; ++to)
        if (from != to) p[{from, to}] = .5;
    made.predictor = std::make_shared<const Told>(
        made.table, [](BoxSet from, int, std::size_t row) { return !from.empty() && row % 2 == 0; }, p);
    for (int round = 0; round < 2; ++round) {
      const auto engine = made.build();
      QVERIFY(engine.has_value());
      const MethodResult one = method(engine->at(1), "mlink"), two = method(engine->at(2), "mlink");
      QVERIFY(one.activated == set_of({0}) && two.activated == set_of({0, 1}));
      for (const double probability : one.periods[0].probability) QCOMPARE(probability, one.periods[0].probability[0]);
    }
  }
};

QTEST_APPLESS_MAIN(TestReplayBudgets)
#include "test_replay_budgets.moc"
