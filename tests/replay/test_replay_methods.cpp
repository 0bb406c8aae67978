// replay: what each method may know and what it gives: every registered one, prior-fill, mlink-exact against a slow
// choice among all sets, sweeps and what an accuracy needs.
#include <QTest>
#include <algorithm>

#include "made_up.h"
#include "metrics/metrics.h"
#include "replay/frontier.h"

using namespace mlink::rooms;
using namespace made_up;

namespace {

/// Made for periods: 40 rows that may be known, then six periods of a minute with prefixes of 30 rows.
Made in_periods(bool holes = false) {
  Made made = make({4, 400, 1, holes});
  made.settings.period_seconds = 60;
  made.settings.prefix = .5;
  made.settings.methods = method_names();
  made.aids.features = features_of(*made.table, 3);
  train_methods(made);
  return made;
}

/// The best set by the definition: all that fit, by what the rows that may be known and the prefix's say of each.
BoxSet slow_choice(const Made& made, double budget, std::size_t prefix_begin, std::size_t prefix_end) {
  const auto k = static_cast<int>(made.table->columns.size());
  const auto fits_alone = [&](int box) { return fits(made.costs.cost(box, CostKind::time), budget); };
  BoxSet best;
  double best_value = -1, best_cost = 0;
  for (std::uint64_t bits = 0; bits < (std::uint64_t{1} << static_cast<unsigned>(k)); ++bits) {
    const BoxSet set(bits);
    const double cost = cost_of(made.costs, set, CostKind::time);
    if (!fits(cost, budget)) continue;
    double value = 0;
    for (int target = 0; target < k; ++target) {
      if (set.has(target)) {
        value += 1;
        continue;
      }
      std::vector<std::size_t> rows = made.predictor->known_rows(target);
      for (std::size_t row = prefix_begin; fits_alone(target) && row < prefix_end; ++row) rows.push_back(row);
      double sum = 0, count = 0;
      for (const std::size_t row : rows) {
        const OutputColumn& column = made.table->columns[static_cast<std::size_t>(target)];
        if (!column.present(row)) continue;
        sum += frame_score(column, row, made.predictor->predict(set, target, std::span(&row, 1)), 0);
        count += 1;
      }
      value += count > 0 ? sum / count : 0;
    }
    if (value < best_value - 1e-12 || (value < best_value + 1e-12 && cost >= best_cost)) continue;
    best = set;
    best_value = value;
    best_cost = cost;
  }
  return best;
}

}  // namespace

class TestReplayMethods : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void laterFramesChangeNoEarlierChoice_data() {
    QTest::addColumn<QString>("name");
    for (const auto& name : method_names())
      if (!find_method(name)->needs().hindsight) QTest::addRow("%s", name.c_str()) << QString::fromStdString(name);
  }
  /// Whatever a method, what happens behind a period's prefix moves neither this period's set nor an earlier one.
  void laterFramesChangeNoEarlierChoice() {
    QFETCH(QString, name);
    Made made = in_periods();
    made.settings.methods = {name.toStdString()};
    train_methods(made);
    const auto engine = made.build();
    QVERIFY(engine.has_value());
    const std::vector<double> budgets{.9, 1.2, 3.3, 4.6, 6.1};
    bool moved = false;
    for (std::size_t period = 0; period < 6; ++period) {
      auto later = std::make_shared<OutputTable>(*made.table);
      for (OutputColumn& column : later->columns)
        for (std::size_t row = 40 + period * 60 + 30; row < later->rows(); ++row) {
          const auto width = static_cast<std::size_t>(column.spec.width);
          std::rotate(column.values.begin() + static_cast<std::ptrdiff_t>(row * width),
                      column.values.begin() + static_cast<std::ptrdiff_t>(row * width + (width > 1 ? 1 : 0)),
                      column.values.begin() + static_cast<std::ptrdiff_t>((row + 1) * width));
          if (width == 1) column.values[row] += 7;
        }
      Made other = made;
      other.table = later;
      auto features = std::make_shared<FrameFeatures>(*made.aids.features);
      for (std::size_t row = 40 + period * 60 + 30; row < later->rows(); ++row) {
        FeatureValues values{};
        values.fill(row % 3 == 0 ? .9F : 0.F);
        features->set(row, values);
      }
      other.aids.features = features;
      const auto changed = other.build();
      QVERIFY(changed.has_value());
      for (const double budget : budgets) {
        const MethodResult before = method(engine->at(budget), made.settings.methods[0]);
        const MethodResult after = method(changed->at(budget), made.settings.methods[0]);
        moved = moved || before.output_accuracy != after.output_accuracy;
        QCOMPARE(before.periods.size(), std::size_t{6});
        for (std::size_t p = 0; p <= period; ++p)
          QCOMPARE(after.periods[p].activated.bits(), before.periods[p].activated.bits());
        // Nor what is shown of any frame before.
        const auto were = engine->outcomes(name.toStdString(), budget),
                   are = changed->outcomes(name.toStdString(), budget);
        for (std::size_t box = 0; box < 4; ++box)
          for (std::size_t row = 0; row < period * 60 + 30; ++row)
            QVERIFY(were[box * 360 + row] == are[box * 360 + row]);
      }
    }
    QCOMPARE(moved, name != "standalone");  // the change was one that counts
  }

  void priorFillIsStandaloneWithPriors() {
    const Made made = in_periods(true);
    const auto engine = made.build();
    QVERIFY(engine.has_value());
    for (const double budget : {.5, 1., 3.5, 6.5, 100.}) {
      const ReplayResult result = engine->at(budget);
      const MethodResult filled = method(result, "prior-fill"), alone = method(result, "standalone"),
                         prior = method(result, "prior");
      QVERIFY(filled.activated == alone.activated && filled.activated.has_value());
      for (int box = 0; box < 4; ++box) {
        const auto at = static_cast<std::size_t>(box);
        VERIFY_NEAR(filled.per_box[at], filled.activated->has(box) ? alone.per_box[at] : prior.per_box[at]);
      }
      VERIFY_NEAR(filled.seconds_per_frame, alone.seconds_per_frame);  // constants cost nothing
      QCOMPARE(filled.bytes, alone.bytes);
      const auto outcomes = engine->outcomes("prior-fill", budget), priors = engine->outcomes("prior", budget);
      for (std::size_t n = 0; n < outcomes.size(); ++n)
        if (!filled.activated->has(static_cast<int>(n / 360))) QVERIFY(outcomes[n] == priors[n]);
    }
    QCOMPARE(QString::fromStdString(method(engine->at(.5), "prior-fill").note), QString(kPriorsOnly));
  }

  void exactComparesAllSets_data() {
    QTest::addColumn<bool>("holes");
    QTest::addColumn<double>("prefix");
    QTest::addRow("prefixes") << false << .5;
    QTest::addRow("prefixes and holes") << true << .5;
    QTest::addRow("what training knows alone") << true << 0.;
  }
  void exactComparesAllSets() {
    QFETCH(bool, holes);
    QFETCH(double, prefix);
    Made made = in_periods(holes);
    made.settings.prefix = prefix;
    made.costs.predicting = even_link_costs(4, {.03125, 0});
    const auto engine = made.build();
    QVERIFY(engine.has_value());
    int other_than_greedy = 0;
    for (const double budget : {.5, 1., 2.25, 3.5, 4.5, 5.5, 7., 8.5, 10.}) {
      const ReplayResult result = engine->at(budget);
      const MethodResult exact = method(result, "mlink-exact"), greedy = method(result, "mlink");
      for (std::size_t p = 0; p < 6; ++p) {
        const std::size_t begin = 40 + p * 60;
        QCOMPARE(exact.periods[p].activated.bits(),
                 slow_choice(made, budget, begin, prefix > 0 ? begin + 30 : begin).bits());
        QVERIFY(fits(cost_of(made.costs, exact.periods[p].activated, CostKind::time), budget));
        other_than_greedy += exact.periods[p].activated == greedy.periods[p].activated ? 0 : 1;
      }
    }
    QVERIFY(other_than_greedy > 0);
  }

  /// Between two breakpoints nothing changes, whatever the methods.
  void breakpointsOfAllMethods() {
    const Made made = in_periods(true);
    const auto engine = made.build();
    const auto points = engine->breakpoints();
    for (std::size_t i = 0; i + 1 < points.size(); ++i)
      for (const double share : {.3, .999999})
        QCOMPARE(text_of(engine->at(points[i] + share * (points[i + 1] - points[i]))), text_of(engine->at(points[i])));
  }

  /// The interval of a difference is that of the frames' differences: 1.96 standard errors of their mean where frames
  /// are independent, within a fifth.
  void leadIsPaired() {
    Made made = make({3, 2000, 1, false, true});
    made.settings.prefix = 0;
    made.settings.methods = {"standalone", "mlink", "prior-fill"};
    const auto engine = made.build();
    QVERIFY(engine.has_value());
    const ReplayResult result = engine->at(2);
    const MethodResult mlink = method(result, "mlink"), filled = method(result, "prior-fill");
    QCOMPARE(mlink.lead, 0.);
    QVERIFY(mlink.lead_interval.low == 0 && mlink.lead_interval.high == 0);
    VERIFY_NEAR(filled.lead, filled.output_accuracy - mlink.output_accuracy);
    const auto score = [&](const MethodResult& of, BoxSet from, int target, std::size_t row) {
      if (of.activated->has(target)) return 1.;
      const OutputColumn& column = made.table->columns[static_cast<std::size_t>(target)];
      return frame_score(column, row, made.predictor->predict(from, target, std::span(&row, 1)), 0);
    };
    double sum = 0, squares = 0;
    for (std::size_t row = 40; row < 2000; ++row) {
      double differs = 0;
      for (int target = 0; target < 3; ++target)
        differs += (score(filled, {}, target, row) - score(mlink, *mlink.activated, target, row)) / 3;
      sum += differs;
      squares += differs * differs;
    }
    VERIFY_NEAR(filled.lead, sum / 1960);
    const double wanted = 2 * 1.96 * std::sqrt((squares / 1960 - sum * sum / 1960 / 1960) / 1960);
    const double width = filled.lead_interval.high - filled.lead_interval.low;
    QVERIFY2(width > .8 * wanted && width < 1.2 * wanted, qPrintable(QString("%1, not %2").arg(width).arg(wanted)));
    QVERIFY(filled.lead_interval.low < filled.lead && filled.lead < filled.lead_interval.high);
    made.settings.methods = {"standalone"};
    QVERIFY(std::isnan(method(made.build()->at(2), "standalone").lead));  // nothing to compare with
  }

  void sweepTellsWhatAnAccuracyNeeds() {
    const Made made = in_periods();
    const auto engine = made.build();
    const auto answers = sweep(*engine);
    QCOMPARE(answers.size(), engine->breakpoints().size());
    const auto curves = frontier_curves(answers);
    QCOMPARE(curves.size(), made.settings.methods.size());
    for (const FrontierCurve& curve : curves) {
      for (const double accuracy : {.2, .5, .75, .9, 1.}) {
        const auto budget = curve.needs(accuracy);
        for (const ReplayResult& answer : answers) {
          const double there = method(answer, curve.method).output_accuracy;
          if (!budget || answer.settings.budget < *budget) QVERIFY(there < accuracy);
          if (budget && answer.settings.budget == *budget) QVERIFY(there >= accuracy);
        }
      }
      QCOMPARE(curve.needs(1).has_value(), curve.method != "prior");
      QVERIFY(!curve.needs(1.01));
    }
  }
};

QTEST_APPLESS_MAIN(TestReplayMethods)
#include "test_replay_methods.moc"
