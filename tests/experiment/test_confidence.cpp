// experiment: chances of being right: calibration worked by hand, and held against test rows of links trained here on
// synthetic outputs.
#include <QTest>
#include <cmath>
#include <limits>

#include "base/random.h"
#include "links/link_set.h"
#include "report/confidence.h"

using namespace mlink::rooms;

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

OutputSpec labels(int width) {
  OutputSpec spec{Task::single_label, width, {}, .5, {}};
  for (int label = 0; label < width; ++label) spec.labels.push_back("label " + std::to_string(label));
  return spec;
}

/// Synthetic outputs: `full` says one of three labels at random, `half` says the same in half of the frames and a
/// fourth label in the others, noise is noise. From `half` a third of the others can be right.
std::shared_ptr<OutputTable> half_table() {
  constexpr std::size_t kRows = 3000;
  std::vector<FrameKey> frames;
  for (std::size_t row = 0; row < kRows; ++row)
    frames.push_back({0, static_cast<std::int64_t>(row), static_cast<double>(row)});
  auto table = std::make_shared<OutputTable>(
      make_table({"camera"}, std::move(frames), {{"full", labels(3)}, {"half", labels(4)}, {"noise", labels(3)}}));
  Random random(5);
  for (std::size_t row = 0; row < kRows; ++row) {
    const std::size_t full = random.below(3);
    const std::vector<std::size_t> said{full, random.unit() < .5 ? full : 3, random.below(3)};
    for (std::size_t box = 0; box < said.size(); ++box) {
      Output output{Presence::present, {}, {}, {}};
      output.values.assign(static_cast<std::size_t>(table->columns[box].spec.width), 0.F);
      output.values[said[box]] = 1;
      if (!set_output(*table, box, row, output)) std::abort();
    }
  }
  return table;
}

}  // namespace

class TestConfidence : public QObject {
  Q_OBJECT

  std::shared_ptr<OutputTable> table_;
  std::optional<LinkSet> links_;

 private Q_SLOTS:
  void initTestCase() {
    table_ = half_table();
    TrainSettings settings;
    settings.part = .5;
    settings.epochs = 40;
    auto links = train_links(*table_, settings, thread_executor(), {}, {});
    QVERIFY2(links.has_value(), links ? "" : links.error().text().c_str());
    links_ = std::move(*links);
  }

  /// Right 0, 1, 0, 1 of rising certainty: the middle two are pooled; each step is drawn to the mean, .5, by one row.
  void isotonicByHand() {
    const auto fitted = Calibration::fit(std::vector<double>{.4, .2, .1, .3}, {true, true, false, false});
    QCOMPARE(fitted.mean(), .5);
    QCOMPARE(fitted.steps(), std::size_t{3});
    QCOMPARE(fitted.chance(.1), .25);
    QCOMPARE(fitted.chance(.2), .5);
    QCOMPARE(fitted.chance(.3), .5);
    QCOMPARE(fitted.chance(.39), .5);
    QCOMPARE(fitted.chance(.4), .75);
    QCOMPARE(fitted.chance(0), .25);  // below all that was seen
    QCOMPARE(fitted.chance(1), .75);
    QCOMPARE(fitted.chance(kNone), .5);
  }

  void isotonicAgainstAllRisingSteps() {
    Random random(3);
    for (int round = 0; round < 50; ++round) {
      std::vector<double> certainties;
      std::vector<bool> right;
      for (int n = 0; n < 40; ++n) {
        certainties.push_back(static_cast<double>(random.below(12)) / 12);
        right.push_back(random.unit() < certainties.back());
      }
      const auto fitted = Calibration::fit(certainties, right);
      double before = 0;
      for (int n = 0; n <= 24; ++n) {
        const double chance = fitted.chance(n / 24.);
        QVERIFY(chance >= before && chance > 0 && chance < 1);
        before = chance;
      }
    }
    QCOMPARE(Calibration::fit({}, {}).chance(.7), .5);
    // Five of five promise no certainty, and still less where five neighbours count as one.
    const std::vector<double> sure(5, 1.);
    const std::vector<bool> all_right(5, true);
    QCOMPARE(Calibration::fit(sure, all_right).mean(), 6. / 7);
    QCOMPARE(Calibration::fit(sure, all_right).chance(1), 6. / 7);
    QCOMPARE(Calibration::fit(sure, all_right, .2).mean(), 2. / 3);
    QCOMPARE(Calibration::fit(sure, all_right, .2).chance(1), 2. / 3);
    QCOMPARE(Calibration::fit(std::vector<double>{kNone, .5}, {true, false}).chance(.5), .5);
    QCOMPARE(Calibration::fit(std::vector<double>{.3, .3, .3}, {true, true, false}).steps(), std::size_t{0});
  }

  void certainties_data() {
    QTest::addColumn<int>("task");
    QTest::addColumn<QVector<float>>("values");
    QTest::addColumn<double>("wanted");
    const auto row = [](const char* name, Task task, const QVector<float>& values, double wanted) {
      QTest::addRow("%s", name) << static_cast<int>(task) << values << wanted;
    };
    row("highest probability", Task::single_label, {.25F, .75F, 0.F}, .75);
    row("labels far from a half", Task::multi_label, {0.F, 1.F, .5F, .75F}, (1 + 1 + 0 + .5) / 4);
    row("a whole number", Task::count, {3.F}, 1);
    row("between two", Task::count, {2.5F}, 0);
    row("a quarter off", Task::count, {1.75F}, .5);
    row("presence", Task::localization, {0, 0, 1, 1, .75F}, .5);
    row("a scalar tells nothing", Task::regression, {3.F}, kNone);
    row("nothing", Task::count, {}, kNone);
    row("not a number", Task::count, {std::numeric_limits<float>::quiet_NaN()}, kNone);
  }
  void certainties() {
    QFETCH(int, task);
    QFETCH(QVector<float>, values);
    QFETCH(double, wanted);
    const std::vector<float> given(values.begin(), values.end());
    const double found = certainty({static_cast<Task>(task), static_cast<int>(given.size()), {}, .5, {}}, given);
    QVERIFY(std::isnan(wanted) ? std::isnan(found) : std::abs(found - wanted) < 1e-6);
  }

  /// From `half` full is known in half of the frames: chances near 1 there, near a third elsewhere, and they hold.
  void chancesThatTell() {
    const auto all = confidence_of(*links_, *table_, BoxSet().with(1));
    QCOMPARE(all.size(), std::size_t{2});
    const BoxConfidence& full = all[0];
    QCOMPARE(full.box, std::string("full"));
    QVERIFY2(std::abs(full.right - 2. / 3) < .05, qPrintable(QString::number(full.right)));
    QVERIFY2(full.calibration_error < .06, qPrintable(QString::number(full.calibration_error)));
    QVERIFY(full.tells() && full.brier < .8 * full.mean_brier);
    QVERIFY(full.gain > full.gain_interval.low && full.gain < full.gain_interval.high);
    std::size_t counted = 0;
    double sure = 0;
    for (const ReliabilityBin& bin : full.bins) {
      counted += bin.count;
      if (bin.count > 0) QVERIFY(bin.chance >= bin.low - 1e-9 && bin.chance <= bin.high + 1e-9);
      if (bin.low > .85) sure += static_cast<double>(bin.count);
    }
    QCOMPARE(counted, full.test_rows);
    QVERIFY(std::abs(sure / static_cast<double>(counted) - .5) < .06);
    const BoxConfidence& noise = all[1];
    QVERIFY2(std::abs(noise.mean_chance - 1. / 3) < .08, qPrintable(QString::number(noise.mean_chance)));
    QVERIFY(!noise.tells());
  }

  /// Whatever the test rows hold, the chances are the same.
  void chancesKnowTheTrainingPart() {
    OutputTable other = *table_;
    for (OutputColumn& column : other.columns)
      for (std::size_t at = column.values.size() / 2; at < column.values.size(); ++at)
        column.values[at] = static_cast<float>(at % static_cast<std::size_t>(column.spec.width) == 0);
    const Calibration before = calibrate(*links_, *table_, BoxSet().with(1), 0);
    const Calibration after = calibrate(*links_, other, BoxSet().with(1), 0);
    for (int n = 0; n <= 20; ++n) QCOMPARE(after.chance(n / 20.), before.chance(n / 20.));
  }

  void tables() {
    const auto all = confidence_of(*links_, *table_);
    QCOMPARE(all.size(), std::size_t{3});
    QVERIFY(!all[0].from.has(0) && all[0].from.has(1) && all[0].from.has(2));
    const Table table = confidence_table(all);
    QCOMPARE(table.rows.size(), std::size_t{3});
    for (const auto& row : table.rows) QCOMPARE(row.size(), table.columns.size());
    const Table bins = reliability_table(all);
    QVERIFY(bins.rows.size() >= 3 && bins.rows[0].size() == bins.columns.size());
    const std::string text = render(table, TableFormat::text);
    QVERIFY(text.find("no: not told from their mean") != std::string::npos ||
            text.find("one chance for all") != std::string::npos);
    QVERIFY(confidence_of(*links_, *table_, BoxSet::all(3)).empty());
  }
};

QTEST_GUILESS_MAIN(TestConfidence)
#include "test_confidence.moc"
