// metrics: values worked by hand per metric; priors; correlation; what the bootstrap promises; misuse.
#include <QTest>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "base/random.h"
#include "metrics/bootstrap.h"
#include "metrics/metrics.h"
#include "metrics/prior.h"

using namespace mlink::rooms;
using Rows = QVector<QVector<float>>;

namespace {

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

OutputSpec spec_of(Task task) {
  switch (task) {
    case Task::single_label: return {task, 3, {"a", "b", "c"}, 0.5, ""};
    case Task::multi_label: return {task, 2, {"a", "b"}, 0.5, ""};
    case Task::localization: return {task, 5, {}, 0.5, ""};
    case Task::regression: return {task, 1, {}, 0.1, "share"};
    case Task::count: return {task, 1, {}, 0.5, "persons"};
    case Task::sequence: return {task, 0, {}, 0.5, ""};
  }
  return {};
}

/// A column whose empty rows have no output.
OutputColumn column_of(Task task, const Rows& rows) {
  OutputColumn column{"box", spec_of(task), {}, {}, {}};
  for (const auto& row : rows) {
    column.presence.push_back(row.isEmpty() ? Presence::none : Presence::present);
    for (int i = 0; i < column.spec.width; ++i) column.values.push_back(row.isEmpty() ? 0.F : row[i]);
  }
  return column;
}

Predictions predictions_of(const OutputColumn& column, const Rows& rows) {
  Predictions predictions{column.spec.width, {}};
  for (const auto& row : rows)
    for (const float value : row) predictions.values.push_back(value);
  return predictions;
}

std::vector<std::size_t> all_rows(const OutputColumn& column) {
  std::vector<std::size_t> rows(column.presence.size());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  return rows;
}

bool same(double a, double b) { return std::isnan(a) ? std::isnan(b) : std::abs(a - b) < 1e-6; }

/// right frames of n, in runs of `run`.
OutputColumn flags(std::size_t n, std::size_t run, Predictions& predictions) {
  Rows exact;
  predictions = {1, {}};
  for (std::size_t i = 0; i < n; ++i) {
    exact.push_back({1.F});
    predictions.values.push_back((i / run) % 2 == 0 ? 1.F : 5.F);
  }
  return column_of(Task::count, exact);
}

}  // namespace

class TestMetrics : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void byHand_data() {
    QTest::addColumn<int>("task");
    QTest::addColumn<Rows>("exact");
    QTest::addColumn<Rows>("predicted");
    QTest::addColumn<double>("p");
    QTest::addColumn<double>("native");
    QTest::addColumn<int>("frames");
    QTest::addColumn<int>("left_out");
    const double none = std::numeric_limits<double>::quiet_NaN();
    const int label = int(Task::single_label), labels = int(Task::multi_label), box = int(Task::localization),
              scalar = int(Task::regression), count = int(Task::count);
    QTest::addRow("accuracy 2 of 3") << label << Rows{{.8F, .1F, .1F}, {.2F, .5F, .3F}, {0, 0, 1}}
                                     << Rows{{.5F, .3F, .2F}, {.3F, .2F, .5F}, {.1F, .1F, .8F}} << 2 / 3. << 2 / 3. << 3
                                     << 0;
    QTest::addRow("accuracy, a frame without output")
        << label << Rows{{1, 0, 0}, {}} << Rows{{1, 0, 0}, {0, 1, 0}} << 1. << 1. << 1 << 0;
    QTest::addRow("accuracy, NaN predicted")
        << label << Rows{{1, 0, 0}, {1, 0, 0}} << Rows{{kNaN, 0, 0}, {1, 0, 0}} << .5 << .5 << 2 << 0;
    QTest::addRow("accuracy, NaN exact") << label << Rows{{kNaN, 0, 0}, {1, 0, 0}} << Rows{{1, 0, 0}, {1, 0, 0}} << 1.
                                         << 1. << 1 << 0;
    // Class a: positives at ranks 1 and 3 of 4: (1/1 + 2/3) / 2 = 5/6. Class b: rank 2: 1/2. Mean 2/3.
    QTest::addRow("mAP") << labels << Rows{{1, 0}, {0, 1}, {.5F, 0}, {.4F, 0}}
                         << Rows{{.9F, .1F}, {.8F, .6F}, {.7F, .8F}, {.6F, .2F}} << 2 / 3. << 2 / 3. << 4 << 0;
    QTest::addRow("mAP, a class without positive")
        << labels << Rows{{1, 0}, {0, 0}} << Rows{{.9F, 1}, {.8F, 1}} << 1. << 1. << 2 << 1;
    QTest::addRow("mAP, no class has a positive") << labels << Rows{{0, 0}} << Rows{{1, 1}} << none << none << 1 << 2;
    // One threshold for equal scores: precision 1/4 at recall 1, whatever the order of the frames.
    QTest::addRow("mAP, equal scores") << labels << Rows{{1, 1}, {0, 1}, {0, 1}, {0, 1}}
                                       << Rows{{.5F, 0}, {.5F, 0}, {.5F, 0}, {.5F, 0}} << (1 / 4. + 1) / 2
                                       << (1 / 4. + 1) / 2 << 4 << 0;
    QTest::addRow("mAP, NaN ranks last") << labels << Rows{{1, 1}, {0, 0}} << Rows{{kNaN, 1}, {.1F, 0}} << (.5 + 1) / 2
                                         << .75 << 2 << 0;
    // Overlap .25 x 1 of a union .75 x 1.
    QTest::addRow("IoU 1/3") << box << Rows{{0, 0, .5F, 1, 1}} << Rows{{.25F, 0, .5F, 1, 1}} << 1 / 3. << 1 / 3. << 1
                             << 0;
    QTest::addRow("IoU, both empty") << box << Rows{{0, 0, 0, 0, 0}} << Rows{{0, 0, 0, 0, .2F}} << 1. << 1. << 1 << 0;
    QTest::addRow("IoU, one empty") << box << Rows{{0, 0, 0, 0, 0}, {0, 0, 1, 1, 1}}
                                    << Rows{{0, 0, 1, 1, 1}, {0, 0, 0, 0, 0}} << 0. << 0. << 2 << 0;
    QTest::addRow("IoU, no height is empty")
        << box << Rows{{0, 0, 0, 0, 0}} << Rows{{.1F, .1F, .5F, 0, 1}} << 1. << 1. << 1 << 0;
    QTest::addRow("IoU, touching") << box << Rows{{0, 0, .5F, .5F, 1}} << Rows{{.5F, 0, .5F, .5F, 1}} << 0. << 0. << 1
                                   << 0;
    QTest::addRow("IoU, NaN") << box << Rows{{0, 0, .5F, .5F, 1}} << Rows{{kNaN, 0, .5F, .5F, 1}} << 0. << 0. << 1 << 0;
    QTest::addRow("count, inside") << count << Rows{{3}} << Rows{{3.4999F}} << 1. << .4999 << 1 << 0;
    QTest::addRow("count, the edge is wrong") << count << Rows{{3}, {3}} << Rows{{3.5F}, {2.5F}} << 0. << .5 << 2 << 0;
    QTest::addRow("count, mean error") << count << Rows{{0}, {2}, {4}} << Rows{{0}, {3}, {1}} << 1 / 3. << 4 / 3. << 3
                                       << 0;
    QTest::addRow("count, NaN is wrong and has no error")
        << count << Rows{{1}, {1}} << Rows{{kNaN}, {2}} << 0. << 1. << 2 << 0;
    QTest::addRow("count, only NaN") << count << Rows{{1}} << Rows{{kNaN}} << 0. << none << 1 << 0;
    QTest::addRow("regression, tolerance .1")
        << scalar << Rows{{1}, {1}} << Rows{{1.05F}, {1.2F}} << .5 << .125 << 2 << 0;
    QTest::addRow("nothing to compare with") << count << Rows{{}} << Rows{{1}} << none << none << 0 << 0;
    QTest::addRow("no rows") << count << Rows{} << Rows{} << none << none << 0 << 0;
  }
  void byHand() {
    QFETCH(int, task);
    QFETCH(Rows, exact);
    QFETCH(Rows, predicted);
    QFETCH(double, p);
    QFETCH(double, native);
    const auto column = column_of(Task(task), exact);
    const auto result = evaluate(column, all_rows(column), predictions_of(column, predicted), 50);
    QVERIFY2(same(result.p, p), qPrintable(QString("p %1").arg(result.p)));
    QVERIFY2(same(result.native, native), qPrintable(QString("native %1").arg(result.native)));
    QTEST(int(result.frames), "frames");
    QTEST(result.classes_left_out, "left_out");
    QVERIFY2(std::isnan(result.interval.low) && std::isnan(result.interval.high), "so few frames have no interval");
  }

  void rowsAreAPlaceInTheColumn() {
    const auto column = column_of(Task::count, {{1}, {2}, {3}});
    const std::vector<std::size_t> rows{2, 0};
    QCOMPARE(evaluate(column, rows, {1, {3, 1}}, 0).p, 1.);
    QCOMPARE(evaluate(column, rows, {1, {1, 3}}, 0).p, 0.);
  }

  void misuse_data() {
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("values");
    QTest::addRow("another width") << 2 << 4;
    QTest::addRow("too few rows") << 1 << 1;
    QTest::addRow("too many rows") << 1 << 3;
    QTest::addRow("no width") << 0 << 0;
  }
  void misuse() {
    QFETCH(int, width);
    QFETCH(int, values);
    const auto column = column_of(Task::count, {{1}, {2}});
    const Predictions predictions{width, std::vector<float>(static_cast<std::size_t>(values), 1.F)};
    const auto result = evaluate(column, all_rows(column), predictions);
    QCOMPARE(result.frames, std::int64_t{0});
    QVERIFY(std::isnan(result.p));
  }

  void classesWithoutPositive() {
    const auto column = column_of(Task::multi_label, {{1, 0}, {0, .4F}, {}, {kNaN, 1}});
    const auto rows = all_rows(column);
    QCOMPARE(classes_without_positive(column, rows), std::vector<int>{1});  // rows that do not count say nothing
    QCOMPARE(classes_without_positive(column, std::vector<std::size_t>{1}), (std::vector<int>{0, 1}));
    QVERIFY(classes_without_positive(column, std::vector<std::size_t>{2}).empty());
    QVERIFY(classes_without_positive(column_of(Task::count, {{1}}), std::vector<std::size_t>{0}).empty());
  }

  void frameScores_data() {
    QTest::addColumn<int>("task");
    QTest::addColumn<QVector<float>>("exact");
    QTest::addColumn<QVector<float>>("predicted");
    QTest::addColumn<double>("score");
    QTest::addColumn<bool>("right");
    QTest::addRow("label right") << int(Task::single_label) << QVector<float>{.2F, .7F, .1F}
                                 << QVector<float>{0, .4F, .3F} << 1. << true;
    QTest::addRow("labels, one of two") << int(Task::multi_label) << QVector<float>{.5F, 0} << QVector<float>{.4F, .1F}
                                        << .5 << false;
    QTest::addRow("labels, all") << int(Task::multi_label) << QVector<float>{.5F, 0} << QVector<float>{.5F, .49F} << 1.
                                 << true;
    QTest::addRow("box, IoU 1/2") << int(Task::localization) << QVector<float>{0, 0, 1, 1, 1}
                                  << QVector<float>{0, 0, .5F, 1, 1} << .5 << true;
    QTest::addRow("box, IoU below") << int(Task::localization) << QVector<float>{0, 0, 1, 1, 1}
                                    << QVector<float>{0, 0, .25F, 1, 1} << .25 << false;
    QTest::addRow("count") << int(Task::count) << QVector<float>{2} << QVector<float>{2.4F} << 1. << true;
    QTest::addRow("count, wrong") << int(Task::count) << QVector<float>{2} << QVector<float>{2.6F} << 0. << false;
  }
  void frameScores() {
    QFETCH(int, task);
    QFETCH(QVector<float>, exact);
    QFETCH(QVector<float>, predicted);
    QFETCH(double, score);
    const auto spec = spec_of(Task(task));
    const double found = frame_score(spec, exact, predicted);
    QCOMPARE(found, score);
    QTEST(is_right(spec, found), "right");
  }

  void correlation_data() {
    QTest::addColumn<QVector<double>>("a");
    QTest::addColumn<QVector<double>>("b");
    QTest::addColumn<double>("r");
    const double none = std::numeric_limits<double>::quiet_NaN();
    QTest::addRow("rising") << QVector<double>{1, 2, 3} << QVector<double>{3, 5, 7} << 1.;
    QTest::addRow("falling") << QVector<double>{1, 2, 3} << QVector<double>{2, 1, 0} << -1.;
    // a - mean = -1.5 -.5 .5 1.5, b - mean = -1 1 -1 1: 2 / sqrt(5 * 4)
    QTest::addRow("by hand") << QVector<double>{1, 2, 3, 4} << QVector<double>{0, 2, 0, 2} << 2 / std::sqrt(20.);
    QTest::addRow("large numbers") << QVector<double>{1e9 + 1, 1e9 + 2, 1e9 + 3} << QVector<double>{1, 2, 3} << 1.;
    QTest::addRow("constant") << QVector<double>{.1, .1, .1} << QVector<double>{1, 2, 3} << none;
    QTest::addRow("empty") << QVector<double>{} << QVector<double>{} << none;
    QTest::addRow("two lengths") << QVector<double>{1, 2} << QVector<double>{1} << none;
  }
  void correlation() {
    QFETCH(QVector<double>, a);
    QFETCH(QVector<double>, b);
    QFETCH(double, r);
    const double found = pearson(a, b);
    QVERIFY2(same(found, r), qPrintable(QString::number(found)));
  }

  void labelsForCorrelations() {
    QCOMPARE(scalar_label(spec_of(Task::single_label), std::vector<float>{.1F, .2F, .7F}), 2.);
    QCOMPARE(scalar_label(spec_of(Task::multi_label), std::vector<float>{.1F, .2F}), 1.);
    QCOMPARE(scalar_label(spec_of(Task::localization), std::vector<float>{0, 0, 0, 0, 0}), 0.);
    QCOMPARE(scalar_label(spec_of(Task::localization), std::vector<float>{0, 0, .1F, .1F, .9F}), 1.);
    QCOMPARE(scalar_label(spec_of(Task::count), std::vector<float>{4}), 4.);
  }

  void priors_data() {
    QTest::addColumn<int>("task");
    QTest::addColumn<Rows>("rows");
    QTest::addColumn<QVector<float>>("prior");
    QTest::addRow("count: the mode") << int(Task::count) << Rows{{0}, {0}, {0}, {1}, {1}, {2}, {2}, {3}}
                                     << QVector<float>{0};
    QTest::addRow("count: as frequent, nearest to the median")
        << int(Task::count) << Rows{{5}, {1}, {2}, {9}} << QVector<float>{2};
    // Tolerance 0.1: four lie within 0.2 of each other, the median (0.5) has one beside it.
    QTest::addRow("regression: the fullest window")
        << int(Task::regression) << Rows{{.10F}, {.14F}, {.2F}, {.28F}, {.5F}, {.55F}, {.8F}, {.9F}, {.99F}}
        << QVector<float>{.19F};
    QTest::addRow("regression: a window's edges are outside")
        << int(Task::regression) << Rows{{0}, {.25F}, {.5F}} << QVector<float>{.25F};
    QTest::addRow("count: rows without output") << int(Task::count) << Rows{{}, {7}, {}} << QVector<float>{7};
    QTest::addRow("labels: mean") << int(Task::single_label) << Rows{{1, 0, 0}, {1, 0, 0}, {0, 1, 0}, {0, .5F, .5F}}
                                  << QVector<float>{.5F, .375F, .125F};
    // Class b is most often the largest, class a has the larger mean: they change places.
    QTest::addRow("labels: most frequent first")
        << int(Task::single_label) << Rows{{1, 0, 0}, {.45F, .55F, 0}, {.45F, .55F, 0}}
        << QVector<float>{1.1F / 3, 1.9F / 3, 0};
    QTest::addRow("multi-label: shares") << int(Task::multi_label) << Rows{{.9F, .1F}, {.5F, 0}, {.4F, 0}, {1, 0}}
                                         << QVector<float>{.75F, 0};
    QTest::addRow("box: mostly empty") << int(Task::localization)
                                       << Rows{{0, 0, 0, 0, 0}, {0, 0, 0, 0, 0}, {.1F, .1F, .2F, .2F, 1}}
                                       << QVector<float>{0, 0, 0, 0, 0};
    QTest::addRow("box: median of the others")
        << int(Task::localization) << Rows{{0, 0, 0, 0, 0}, {.1F, .1F, .2F, .2F, 1}, {.3F, .1F, .2F, .4F, .8F}}
        << QVector<float>{.1F, .1F, .2F, .2F, .8F};
    QTest::addRow("nothing") << int(Task::count) << Rows{{}} << QVector<float>{};
  }
  void priors() {
    QFETCH(int, task);
    QFETCH(Rows, rows);
    QFETCH(QVector<float>, prior);
    const auto column = column_of(Task(task), rows);
    const auto found = prior_output(column, all_rows(column));
    QCOMPARE(int(found.size()), int(prior.size()));
    for (int i = 0; i < int(prior.size()); ++i)
      QVERIFY2(std::abs(found[static_cast<std::size_t>(i)] - prior[i]) < 1e-5F,
               qPrintable(QString("%1: %2").arg(i).arg(found[static_cast<std::size_t>(i)])));
  }
  void noConstantBeatsThePrior() {
    Random random(3);
    for (int round = 0; round < 50; ++round) {
      Rows rows;
      for (int n = 0; n < 40; ++n) rows.push_back({static_cast<float>(random.unit() * random.unit())});
      const auto column = column_of(Task::regression, rows);
      const auto right = [&](double c) {
        int found = 0;
        for (const std::size_t row : all_rows(column)) found += std::abs(column.row(row)[0] - c) < 0.1 ? 1 : 0;
        return found;
      };
      const int of_prior = right(prior_output(column, all_rows(column))[0]);
      for (int step = 0; step <= 1000; ++step)
        QVERIFY2(right(step / 1000.0) <= of_prior, qPrintable(QString("%1: %2").arg(round).arg(step / 1000.0)));
    }
  }
  void priorSaysTheMostFrequentClass() {
    // Equal means: the nudge must decide for the class that is most often the largest.
    const auto column = column_of(Task::single_label, {{.6F, .4F, 0}, {.3F, .7F, 0}, {.6F, .4F, 0}, {.3F, .3F, .4F}});
    const auto prior = prior_output(column, all_rows(column));
    QCOMPARE(int(std::max_element(prior.begin(), prior.end()) - prior.begin()), 0);
  }

  void names() {
    QCOMPARE(metric_name(spec_of(Task::multi_label)), std::string("mAP"));
    QCOMPARE(metric_name(spec_of(Task::count)), std::string("share within 0.5"));
    QCOMPARE(metric_name(spec_of(Task::regression)), std::string("share within 0.1"));
    QCOMPARE(native_name(spec_of(Task::regression)), std::string("MAE"));
    QCOMPARE(native_name(spec_of(Task::localization)), std::string("mean IoU"));
  }

  void bootstrapIsRepeatable() {
    Predictions predictions;
    const auto column = flags(400, 7, predictions);
    const auto a = evaluate(column, all_rows(column), predictions, 200, 1);
    const auto b = evaluate(column, all_rows(column), predictions, 200, 1);
    const auto c = evaluate(column, all_rows(column), predictions, 200, 2);
    QCOMPARE(a.interval.low, b.interval.low);
    QCOMPARE(a.interval.high, b.interval.high);
    QVERIFY(a.interval.low != c.interval.low || a.interval.high != c.interval.high);
    QVERIFY(a.interval.low < a.p && a.p < a.interval.high);
  }
  // Blocks of ceil(sqrt(n)) frames: 20 make four of five, 21 make five.
  void fewBlocksHaveNoInterval_data() {
    QTest::addColumn<int>("frames");
    QTest::addColumn<int>("least");
    QTest::addColumn<bool>("told");
    QTest::newRow("20 frames, 4 blocks") << 20 << 1 << false;
    QTest::newRow("21 frames, 5 blocks") << 21 << 1 << true;
    QTest::newRow("100 frames in blocks of 24") << 100 << 24 << true;
    QTest::newRow("100 frames in blocks of 25") << 100 << 25 << false;
    QTest::newRow("blocks longer than all") << 100 << 1000 << false;
    QTest::newRow("a block of none") << 100 << 0 << true;
  }
  void fewBlocksHaveNoInterval() {
    QFETCH(int, frames);
    QFETCH(int, least);
    QFETCH(bool, told);
    Predictions predictions;
    const auto column = flags(static_cast<std::size_t>(frames), 3, predictions);
    const auto block = static_cast<std::size_t>(least);
    const auto result = evaluate(column, all_rows(column), predictions, 100, 1, block);
    QVERIFY(std::isfinite(result.p));
    QCOMPARE(std::isfinite(result.interval.low) && std::isfinite(result.interval.high), told);
    QCOMPARE(std::isfinite(lift_interval(column, all_rows(column), predictions, predictions, 100, 1, block).low), told);
  }

  // By hand: of values that are held for h frames each, r_k = 1 - k / h, so 1 + 2 (r_1 + ...) = h; of a first-order
  // process with coefficient c, (1 + c) / (1 - c). Ten per cent for the sample's luck.
  void correlationTime_data() {
    QTest::addColumn<int>("frames");
    QTest::addColumn<int>("held");
    QTest::addColumn<double>("coefficient");
    QTest::addColumn<double>("low");
    QTest::addColumn<double>("high");
    QTest::newRow("none") << 0 << 1 << 0. << 1. << 1.;
    QTest::newRow("one") << 1 << 1 << 0. << 1. << 1.;
    QTest::newRow("independent") << 20000 << 1 << 0. << 1. << 2.;
    QTest::newRow("each value ten times") << 20000 << 10 << 0. << 9. << 11.;
    QTest::newRow("first order, .9") << 50000 << 1 << .9 << 16. << 22.;
    QTest::newRow("alternating") << 20000 << 1 << -.9 << 1. << 1.;
    QTest::newRow("no more than a fifth of the values") << 100 << 50 << 0. << 20. << 20.;
    QTest::newRow("no more than 1000") << 20000 << 10000 << 0. << 1000. << 1000.;
    QTest::newRow("constant") << 1000 << 1000 << 0. << 1. << 1.;
  }
  void correlationTime() {
    QFETCH(int, frames);
    QFETCH(int, held);
    QFETCH(double, coefficient);
    QFETCH(double, low);
    QFETCH(double, high);
    Random random(5);
    std::vector<double> series;
    double value = 0;
    for (int n = 0; n < frames; ++n) {
      if (n % held == 0) value = coefficient * value + random.unit() - .5;
      series.push_back(value);
    }
    const auto time = static_cast<double>(correlation_time(series));
    QVERIFY2(low <= time && time <= high, qPrintable(QString::number(time)));
    series.push_back(std::numeric_limits<double>::quiet_NaN());  // is left out
    QCOMPARE(static_cast<double>(correlation_time(series)), time);
  }

  void noResamplesNoWidth() {
    Predictions predictions;
    const auto column = flags(100, 3, predictions);
    const auto result = evaluate(column, all_rows(column), predictions, 0);
    QCOMPARE(result.interval.low, result.p);
    QCOMPARE(result.interval.high, result.p);
  }
  void constantScoreNoWidth() {
    Predictions predictions;
    const auto column = flags(100, 1000, predictions);
    const auto result = evaluate(column, all_rows(column), predictions, 100);
    QCOMPARE(result.p, 1.);
    QCOMPARE(result.interval.low, 1.);
    QCOMPARE(result.interval.high, 1.);
  }
  void moreFramesNarrower() {
    Predictions predictions;
    const auto few = flags(100, 1, predictions);
    const auto of_few = evaluate(few, all_rows(few), predictions, 400).interval;
    const auto many = flags(10'000, 100, predictions);
    const auto of_many = evaluate(many, all_rows(many), predictions, 400).interval;
    const auto runs = flags(100, 25, predictions);
    const auto of_runs = evaluate(runs, all_rows(runs), predictions, 400).interval;
    // Neighbours that resemble each other are less evidence than as many independent frames, fewer frames less than
    // more.
    QVERIFY(of_runs.high - of_runs.low > of_few.high - of_few.low);
    QVERIFY(of_runs.high - of_runs.low > of_many.high - of_many.low);
  }
  void coversTheTruth() {
    // 200 samples of 400 independent frames with p = .7: the 95 % interval holds .7 in most of them.
    Random random(11);
    int covered = 0;
    for (int sample = 0; sample < 200; ++sample) {
      Rows exact;
      Predictions predictions{1, {}};
      for (int i = 0; i < 400; ++i) {
        exact.push_back({1.F});
        predictions.values.push_back(random.unit() < 0.7 ? 1.F : 9.F);
      }
      const auto column = column_of(Task::count, exact);
      const auto interval = evaluate(column, all_rows(column), predictions, 200).interval;
      if (interval.low <= 0.7 && 0.7 <= interval.high) ++covered;
    }
    QVERIFY2(covered >= 170 && covered < 200, qPrintable(QString::number(covered)));
  }
  void weightsOfAResample() {
    const BlockBootstrap blocks(105, 10, 3);
    QCOMPARE(blocks.block_size(), std::size_t{11});
    QCOMPARE(blocks.blocks(), std::size_t{10});
    std::vector<std::uint32_t> weights(blocks.blocks());
    blocks.draw(0, weights);
    QCOMPARE(std::accumulate(weights.begin(), weights.end(), 0U), 10U);
    auto again = weights;
    blocks.draw(0, again);
    QVERIFY(again == weights);
    blocks.draw(1, again);
    QVERIFY(again != weights);
    QCOMPARE(BlockBootstrap(0, 10, 1).blocks(), std::size_t{0});
  }
  void middleOfValues() {
    std::vector<double> values(101);
    std::iota(values.begin(), values.end(), 0.);
    const auto interval = middle_95(values, 0);
    QCOMPARE(interval.low, 2.5);
    QCOMPARE(interval.high, 97.5);
    QCOMPARE(middle_95({std::nan("")}, 7).low, 7.);
    QCOMPARE(middle_95({4}, 7).high, 4.);
  }

  void liftIsPaired() {
    Predictions good;
    const auto column = flags(300, 5, good);
    Predictions none{1, std::vector<float>(300, 9.F)};
    const auto rows = all_rows(column);
    const auto same_again = lift_interval(column, rows, good, good, 200);
    QCOMPARE(same_again.low, 0.);
    QCOMPARE(same_again.high, 0.);
    const auto lift = lift_interval(column, rows, good, none, 200);
    QVERIFY(lift.low > 0.3 && lift.low < 0.5 && lift.high > 0.5 && lift.high < 0.7);
    const auto loss = lift_interval(column, rows, none, good, 200);
    QCOMPARE(loss.low, -lift.high);
    QVERIFY(std::isnan(lift_interval(column, rows, good, {1, {1}}, 200).low));
  }
  void leadIsOverTheBestOnEachResample() {
    // Two rivals, each right on a half of the time: none is best on all resamples.
    Predictions all{1, std::vector<float>(400, 1.F)}, first = all, second = all;
    std::fill(first.values.begin() + 200, first.values.end(), 9.F);
    std::fill(second.values.begin(), second.values.begin() + 200, 9.F);
    const auto column = column_of(Task::count, Rows(400, {1.F}));
    const auto rows = all_rows(column);
    const auto alone = lift_interval(column, rows, all, first, 200);
    QVERIFY(alone.low < .45 && alone.high > .55);
    const std::vector<Predictions> rivals{first, second}, one{first}, same_again{all, first};
    const auto lead = lead_interval(column, rows, all, rivals, 200);
    QVERIFY2(lead.high <= .5 && lead.low > 0, qPrintable(QString("%1 %2").arg(lead.low).arg(lead.high)));
    QCOMPARE(lead_interval(column, rows, all, one, 200).low, alone.low);
    QCOMPARE(lead_interval(column, rows, all, one, 200).high, alone.high);
    QCOMPARE(lead_interval(column, rows, all, same_again, 200).low, 0.);
    QCOMPARE(lead_interval(column, rows, all, same_again, 200).high, 0.);
    QCOMPARE(lead_interval(column, rows, all, rivals, 0).low, .5);
    QVERIFY(std::isnan(lead_interval(column, rows, all, {}, 200).low));
  }

  void randomNumbersAreThoseOfSplitMix64() {
    Random random(1234567);  // the first numbers of the published reference for this seed
    QCOMPARE(random.next(), std::uint64_t{6457827717110365317U});
    QCOMPARE(random.next(), std::uint64_t{3203168211198807973U});
    QVERIFY(job_seed(1, 2, 3) != job_seed(1, 3, 2));
    QVERIFY(job_seed(1, -1, 3) != job_seed(2, -1, 3));
    for (int i = 0; i < 1000; ++i) QVERIFY(random.below(7) < 7);
  }
};

QTEST_GUILESS_MAIN(TestMetrics)
#include "test_metrics.moc"
