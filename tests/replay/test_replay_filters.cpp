// replay: methods that leave frames out where a picture hardly changed: what they add up against a look at every frame,
// what they calibrate, and what they do without pictures.
#include <QTest>
#include <numeric>
#include <optional>

#include "base/random.h"
#include "made_up.h"
#include "methods/frame_filter.h"
#include "metrics/metrics.h"

using namespace mlink::rooms;
using namespace made_up;

namespace {

const std::vector<std::string> kFilters{"reducto", "reducto-previous", "reducto-sum", "mlink-filter", "mlink-refresh"};

/// Three counts that stay as they are for `every` frames of a camera and then all move; features tell when.
Made steady(int every, int cameras = 1) {
  Made made = make({3, 1200, cameras, false, true});
  auto table = std::make_shared<OutputTable>(*made.table);
  std::vector<int> seen(table->cameras.size(), 0);
  for (std::size_t row = 0; row < table->rows(); ++row) {
    const int n = seen[static_cast<std::size_t>(table->frames[row].camera)]++;
    const int moved = n / every;
    for (OutputColumn& column : table->columns) column.values[row] = static_cast<float>(moved);
  }
  made.table = table;
  made.predictor = std::make_shared<const Told>(made.table, [](BoxSet, int, std::size_t) { return false; });
  made.first = 300;
  made.settings.prefix = 0;
  made.settings.methods = {"standalone",    "reducto", "reducto-previous", "reducto-sum", "mlink-filter",
                           "mlink-refresh", "mlink"};
  made.aids.features = features_of(*made.table, 5);
  return made;
}

double score_of(const OutputColumn& column, std::size_t row, const ReplayEngine::ShownOutput& shown) {
  if (shown.outcome == Outcome::run) return 1;
  if (shown.shown.empty() && shown.shown_words.empty()) return 0;
  Predictions one{column.spec.width, shown.shown, {}};
  if (column.spec.task == Task::sequence) one.words.push_back(shown.shown_words);
  return frame_score(column, row, one, 0);
}

}  // namespace

class TestReplayFilters : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  /// Sums, executions and time that were added up beforehand are those of the frames, looked at one by one.
  void sumsAreThoseOfTheFrames_data() {
    QTest::addColumn<bool>("holes");
    QTest::addColumn<int>("cameras");
    QTest::addRow("one camera") << false << 1;
    QTest::addRow("holes, three cameras") << true << 3;
  }
  void sumsAreThoseOfTheFrames() {
    QFETCH(bool, holes);
    QFETCH(int, cameras);
    Made made = make({4, 300, cameras, holes});
    made.settings.period_seconds = 60;
    made.settings.methods = kFilters;
    made.aids.features = features_of(*made.table, 3);
    const auto engine = made.build();
    QVERIFY2(engine.has_value(), engine ? "" : engine.error().text().c_str());
    int partly = 0;
    for (const double budget : {.4, 1.3, 2.9, 4.4, 6.1, 7.7, 9.9, 10.}) {
      const ReplayResult result = engine->at(budget);
      for (const std::string& name : kFilters) {
        const MethodResult of = method(result, name);
        const auto outcomes = engine->outcomes(name, budget);
        const std::size_t rows = made.table->rows() - made.first;
        double seconds = 0, executions = 0;
        for (std::size_t box = 0; box < 4; ++box) {
          double sum = 0, count = 0, runs = 0;
          for (std::size_t row = made.first; row < made.table->rows(); ++row) {
            const OutputColumn& column = made.table->columns[box];
            const auto shown = engine->shown(name, budget, row)[box];
            QVERIFY(shown.outcome == outcomes[box * rows + row - made.first]);
            runs += shown.outcome == Outcome::run ? 1 : 0;
            if (!column.present(row)) continue;
            sum += score_of(column, row, shown);
            count += 1;
          }
          QVERIFY2(std::abs(of.per_box[box] - sum / count) < 1e-6, qPrintable(QString("%1 at %2: %3, not %4")
                                                                                  .arg(QString::fromStdString(name))
                                                                                  .arg(budget)
                                                                                  .arg(of.per_box[box])
                                                                                  .arg(sum / count)));
          executions += runs / static_cast<double>(rows) / 4;
          seconds += runs / static_cast<double>(rows) * static_cast<double>(box + 1);
          partly += runs > 0 && runs < static_cast<double>(rows) ? 1 : 0;
        }
        if (holes) continue;  // a box that ran and gave nothing does not show
        QVERIFY(std::abs(of.executions_per_frame - executions) < 1e-9);
        // With links there is their time besides.
        if (!find_method(name)->needs().links) QVERIFY(std::abs(of.seconds_per_frame - seconds) < 1e-9);
      }
    }
    QVERIFY(partly > 10);
  }

  /// The same where a camera has more frames than are walked at once.
  void sumsOfManyFrames() {
    Made made = make({3, 9000, 2, true, true});
    made.settings.methods = kFilters;
    made.aids.features = features_of(*made.table, 3);
    const auto engine = made.build();
    QVERIFY2(engine.has_value(), engine ? "" : engine.error().text().c_str());
    const std::size_t rows = made.table->rows() - made.first;
    for (const double budget : {.7, 2.9, 4.4}) {
      const ReplayResult result = engine->at(budget);
      for (const std::string& name : kFilters) {
        const auto outcomes = engine->outcomes(name, budget);
        for (std::size_t box = 0; box < 3; ++box) {
          double sum = 0, count = 0;
          for (std::size_t n = 0; n < rows; ++n) {
            if (!made.table->columns[box].present(made.first + n)) continue;
            const Outcome outcome = outcomes[box * rows + n];
            sum += outcome == Outcome::run || outcome == Outcome::right || outcome == Outcome::reused_right ? 1 : 0;
            count += 1;
          }
          const double told = method(result, name).per_box[box];
          QVERIFY2(std::abs(told - sum / count) < 1e-9, qPrintable(QString("%1 at %2: %3, not %4")
                                                                       .arg(QString::fromStdString(name))
                                                                       .arg(budget)
                                                                       .arg(told)
                                                                       .arg(sum / count)));
        }
      }
    }
  }

  void walksByTheRule_data() {
    QTest::addColumn<int>("difference");
    QTest::addColumn<bool>("by_age");
    QTest::addRow("to the last executed frame") << int(Difference::last_executed) << false;
    QTest::addRow("to the frame before") << int(Difference::previous) << false;
    QTest::addRow("added") << int(Difference::sum) << false;
    QTest::addRow("age") << int(Difference::last_executed) << true;
  }
  /// Frames are executed as the rule is told, camera by camera, whatever walks beside it.
  void walksByTheRule() {
    QFETCH(int, difference);
    QFETCH(bool, by_age);
    const auto table = table_of({1, 700, 2, false, true});
    std::vector<std::size_t> all(table->rows());
    std::iota(all.begin(), all.end(), std::size_t{0});
    const FrameWalk walk(*table, all);
    FrameFeatures features(table->rows());
    Random random(11);
    for (const std::size_t row : all) {
      FeatureValues values{};
      for (float& value : values) value = random.below(20) == 0 ? kNoFeature : static_cast<float>(random.unit());
      features.set(row, values);
    }
    const FrameRule rule{by_age ? std::nullopt : std::optional(FeatureKind::edge), Difference(difference), 0};
    const std::vector<double> thresholds =
        by_age ? std::vector<double>{1, 2, 5, 40, 90} : std::vector<double>{.05, .3, .6, .9, .97};
    const auto gathered = walk.gather(rule.feature, &features);
    const auto shares = walk.shares(rule, thresholds, gathered);
    for (std::size_t n = 0; n < thresholds.size(); ++n) {
      const auto last = walk.last_executed({rule.feature, rule.difference, thresholds[n]}, &features);
      std::vector<int> executed(2, -1);
      std::vector<double> sum(2, 0);
      std::vector<std::vector<std::size_t>> seen(2);
      std::size_t runs = 0;
      for (const std::size_t row : all) {
        const auto camera = static_cast<std::size_t>(table->frames[row].camera);
        seen[camera].push_back(row);
        const int at = static_cast<int>(seen[camera].size()) - 1, since = at - executed[camera];
        std::size_t lag = 0;
        while (lag + 1 < kLagCount && kFeatureLags[lag + 1] <= since) ++lag;
        double differs = since;
        if (!by_age) {
          const bool to_last = rule.difference == Difference::last_executed;
          differs = static_cast<double>(features.at(row, FeatureKind::edge, to_last ? lag : 0));
          if (rule.difference == Difference::sum) differs = sum[camera] += differs;
        }
        if (executed[camera] < 0 || !(differs <= thresholds[n])) {
          executed[camera] = at;
          sum[camera] = 0;
          ++runs;
        }
        QCOMPARE(std::size_t{last[row]}, seen[camera][static_cast<std::size_t>(executed[camera])]);
      }
      QCOMPARE(shares[n], static_cast<double>(runs) / static_cast<double>(all.size()));
    }
  }

  /// Outputs that change at every tenth frame need a tenth of the executions.
  void aTenthOfTheExecutions_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("cameras");
    for (const std::string& name : kFilters)
      for (const int cameras : {1, 3})
        QTest::addRow("%s, %d cameras", name.c_str(), cameras) << QString::fromStdString(name) << cameras;
  }
  void aTenthOfTheExecutions() {
    QFETCH(QString, name);
    QFETCH(int, cameras);
    const Made made = steady(10, cameras);
    const auto engine = made.build();
    QVERIFY(engine.has_value());
    const MethodResult found = method(engine->at(1.2), name.toStdString());  // of 6 seconds a frame
    QVERIFY2(found.output_accuracy > .99, qPrintable(QString::number(found.output_accuracy)));
    QVERIFY2(found.seconds_per_frame < 1.2 * 1.1, qPrintable(QString::number(found.seconds_per_frame)));
    QVERIFY(method(engine->at(1.2), "mlink").output_accuracy < .4);
    const MethodResult all = method(engine->at(6), name.toStdString());
    QCOMPARE(all.output_accuracy, 1.);
  }

  /// The thresholds know the training part only: whatever the test part's pictures do, those of training hold.
  void thresholdsOfTheTrainingPart() {
    Made made = steady(10);
    auto features = std::make_shared<FrameFeatures>(*made.aids.features);
    FeatureValues still{};
    still.fill(0.F);
    for (std::size_t row = 300; row < 1200; ++row) features->set(row, still);
    made.aids.features = features;
    const auto engine = made.build();
    for (const std::string& name : {std::string("reducto"), std::string("reducto-previous")}) {
      const MethodResult found = method(engine->at(1.2), name);
      // Nothing seems to change, so that only the first frame is executed, and is right for as long as it lasts.
      QVERIFY2(std::abs(found.executions_per_frame - 1. / 900) < 1e-9,
               qPrintable(QString::number(found.executions_per_frame)));
      QVERIFY(std::abs(found.output_accuracy - 10. / 900) < 1e-6);
    }
  }

  /// By memory the executions are the share of boxes that standalone runs; a box that never fits never runs.
  void memoryAsInThePaper() {
    Made made = steady(1);
    made.settings.kind = CostKind::memory;
    made.settings.methods = {"reducto", "standalone"};
    const auto engine = made.build();
    QVERIFY(engine.has_value());
    for (const double budget : {.5e9, 1e9, 2e9, 3e9, 5e9, 6e9}) {
      const ReplayResult result = engine->at(budget);
      const MethodResult of = method(result, "reducto"), alone = method(result, "standalone");
      // Calibrated on 300 frames: a standard error of such a share is up to .03.
      QVERIFY2(of.executions_per_frame <= alone.executions_per_frame + .03,
               qPrintable(QString("%1: %2").arg(budget).arg(of.executions_per_frame)));
      QVERIFY(!(of.bytes > budget));
      for (std::size_t box = 0; box < 3; ++box)
        if (static_cast<double>(box + 1) * 1e9 > budget) QCOMPARE(of.per_box[box], 0.);
    }
    QCOMPARE(method(engine->at(6e9), "reducto").output_accuracy, 1.);
  }

  /// No pictures: reducto says so and gives nothing; mlink-filter goes by the age of outputs.
  void withoutPictures() {
    Made made = steady(10);
    made.aids.features = nullptr;
    const auto engine = made.build();
    QVERIFY(engine.has_value());
    const ReplayResult result = engine->at(1.2);
    const MethodResult none = method(result, "reducto");
    QVERIFY(std::isnan(none.output_accuracy) && std::isnan(none.seconds_per_frame) && std::isnan(none.lead));
    QVERIFY(std::isnan(none.interval.low) && none.per_box.size() == 3 && std::isnan(none.per_box[0]));
    QVERIFY(none.note.find("no pictures") != std::string::npos);
    const MethodResult aged = method(result, "mlink-filter");
    // A fifth of the executions, at even steps: of ten frames that are alike a few at the start show what was before.
    QVERIFY2(aged.output_accuracy > .7, qPrintable(QString::number(aged.output_accuracy)));
    QVERIFY(aged.seconds_per_frame <= 1.2 * 1.01);
    for (const Outcome outcome : engine->outcomes("reducto", 1.2)) QVERIFY(outcome == Outcome::none);
  }

  /// Nothing fits: reducto shows nothing, mlink-filter the priors.
  void nothingFits() {
    const Made made = steady(10);
    const auto engine = made.build();
    const ReplayResult result = engine->at(0);
    QCOMPARE(method(result, "reducto").output_accuracy, 0.);
    QVERIFY(method(result, "reducto").note.find("nothing runs") != std::string::npos);
    QCOMPARE(QString::fromStdString(method(result, "mlink-filter").note), QString(kPriorsOnly));
  }
};

QTEST_APPLESS_MAIN(TestReplayFilters)
#include "test_replay_filters.moc"
