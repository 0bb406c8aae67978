// metrics of words: WER worked by hand, frame scores, the prior, and the bootstrap of a corpus.
#include <QTest>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "base/random.h"
#include "metrics/metrics.h"
#include "metrics/prior.h"

using namespace mlink::rooms;

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

const OutputSpec& spec() {
  static const OutputSpec words{Task::sequence, 0, {}, 0.5, "words"};
  return words;
}

Words words_of(const QString& text) {
  Words words;
  for (const auto& word : text.split(' ', Qt::SkipEmptyParts)) words.push_back(word.toStdString());
  return words;
}

std::vector<Words> all_words_of(const QStringList& rows) {
  std::vector<Words> all;
  for (const auto& row : rows) all.push_back(words_of(row));
  return all;
}

/// "-": the box has no output there.
OutputColumn column_of(const QStringList& rows) {
  OutputColumn column{"speech", spec(), {}, {}, {}};
  for (const auto& row : rows) {
    column.presence.push_back(row == "-" ? Presence::none : Presence::present);
    column.words.push_back(row == "-" ? Words() : words_of(row));
  }
  return column;
}

std::vector<std::size_t> all_rows(const OutputColumn& column) {
  std::vector<std::size_t> rows(column.presence.size());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  return rows;
}

bool same(double a, double b) { return std::isnan(a) ? std::isnan(b) : std::abs(a - b) < 1e-12; }

}  // namespace

class TestMetricsWords : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void errorsByHand_data() {
    QTest::addColumn<QString>("exact");
    QTest::addColumn<QString>("predicted");
    QTest::addColumn<int>("edits");
    QTest::addColumn<double>("score");
    QTest::newRow("the same") << "a b c"
                              << "a b c" << 0 << 1.;
    QTest::newRow("one substituted") << "a b c d"
                                     << "a x c d" << 1 << .75;
    QTest::newRow("one left out") << "a b c d"
                                  << "a c d" << 1 << .75;
    QTest::newRow("one put in") << "a b c d"
                                << "a b x c d" << 1 << .75;
    QTest::newRow("one of each") << "a b c d"
                                 << "x b d e" << 3 << .25;
    QTest::newRow("another order") << "a b"
                                   << "b a" << 2 << 0.;
    QTest::newRow("first and last") << "a b c d e f"
                                    << "b c d e f g" << 2 << 1 - 2 / 6.;
    QTest::newRow("nothing said") << "a b"
                                  << "" << 2 << 0.;
    QTest::newRow("more errors than words") << "a"
                                            << "x y z" << 3 << 0.;
    QTest::newRow("both empty") << ""
                                << "" << 0 << 1.;
    QTest::newRow("nothing to say") << ""
                                    << "a" << 1 << 0.;
    QTest::newRow("upper case is another word") << "a b"
                                                << "A b" << 1 << .5;
  }
  void errorsByHand() {
    QFETCH(QString, exact);
    QFETCH(QString, predicted);
    QFETCH(int, edits);
    QFETCH(double, score);
    const Words a = words_of(exact), b = words_of(predicted);
    const WordErrors errors = word_errors(a, b);
    QCOMPARE(static_cast<int>(errors.edits), edits);
    QCOMPARE(static_cast<std::size_t>(errors.words), a.size());
    QCOMPARE(word_errors(b, a).edits, errors.edits);  // what is put in one way is left out the other way
    QVERIFY2(same(frame_score(spec(), a, b), score), qPrintable(QString::number(frame_score(spec(), a, b))));
    QCOMPARE(is_right(spec(), frame_score(spec(), a, b)), edits == 0);
    const OutputColumn column = column_of({"z", exact});
    QVERIFY(same(frame_score(column, 1, {0, {}, {words_of("y"), b}}, 1), score));
  }

  void corpusByHand_data() {
    QTest::addColumn<QStringList>("exact");
    QTest::addColumn<QStringList>("predicted");
    QTest::addColumn<double>("p");
    QTest::addColumn<double>("wer");
    QTest::addColumn<int>("frames");
    using Rows = QStringList;
    // 1 error in 8 words; the mean of the frames' WER would be (1 + 0) / 2.
    QTest::newRow("corpus, not mean of frames")
        << Rows{"a", "b c d e f g h"} << Rows{"x", "b c d e f g h"} << 7 / 8. << 1 / 8. << 2;
    QTest::newRow("a frame without output does not count") << Rows{"a b", "-"} << Rows{"a x", "y y y"} << .5 << .5 << 1;
    QTest::newRow("silence that is there counts") << Rows{"a b", ""} << Rows{"a b", "x"} << .5 << .5 << 2;
    QTest::newRow("more errors than words") << Rows{"a", "b"} << Rows{"x y z", "b"} << 0. << 1.5 << 2;
    QTest::newRow("all silent, nothing said") << Rows{"", ""} << Rows{"", ""} << 1. << 0. << 2;
    QTest::newRow("all silent, something said") << Rows{"", ""} << Rows{"", "a"} << 0. << kNone << 2;
    QTest::newRow("nothing to compare with") << Rows{"-"} << Rows{"a"} << kNone << kNone << 0;
    QTest::newRow("no rows") << Rows{} << Rows{} << kNone << kNone << 0;
  }
  void corpusByHand() {
    QFETCH(QStringList, exact);
    QFETCH(QStringList, predicted);
    QFETCH(double, p);
    QFETCH(double, wer);
    QFETCH(int, frames);
    const OutputColumn column = column_of(exact);
    const auto found = evaluate(column, all_rows(column), {0, {}, all_words_of(predicted)}, 50);
    QVERIFY2(same(found.p, p), qPrintable(QString::number(found.p)));
    QVERIFY2(same(found.native, wer), qPrintable(QString::number(found.native)));
    QCOMPARE(static_cast<int>(found.frames), frames);
    QCOMPARE(found.classes_left_out, 0);
    QVERIFY2(std::isnan(found.interval.low) && std::isnan(found.interval.high), "so few frames have no interval");
  }

  void misuse() {
    const OutputColumn column = column_of({"a", "b"});
    const auto rows = all_rows(column);
    const Predictions few{0, {}, {words_of("a")}}, numbers{1, {1, 2}, {}}, nothing;
    for (const Predictions* wrong : {&few, &numbers, &nothing}) {
      QVERIFY(!predicted_all(*wrong, spec(), rows.size()));
      const auto found = evaluate(column, rows, *wrong);
      QVERIFY(std::isnan(found.p));
      QCOMPARE(found.frames, std::int64_t{0});
    }
    OutputColumn without_words = column;
    without_words.words.clear();
    QCOMPARE(evaluate(without_words, rows, {0, {}, all_words_of({"a", "b"})}).frames, std::int64_t{0});
    const std::vector<float> none;
    QVERIFY(std::isnan(frame_score(spec(), none, none)));
  }

  // Each resample is a corpus of its own: its errors by its words, not a mean of the blocks' WER.
  void intervalIsOfTheCorpus() {
    // Long frames are right, short ones wrong: a mean of frame scores would be 1/2.
    QStringList exact, predicted;
    for (int i = 0; i < 400; ++i) {
      exact << (i % 2 == 0 ? "a b c d e f g h i" : "a");
      predicted << (i % 2 == 0 ? "a b c d e f g h i" : "x");
    }
    const OutputColumn column = column_of(exact);
    const auto found = evaluate(column, all_rows(column), {0, {}, all_words_of(predicted)}, 200);
    QVERIFY(same(found.p, .9));
    QVERIFY2(found.interval.low > .85 && found.interval.high < .95, qPrintable(QString::number(found.interval.low)));
  }
  void intervalCoversTheTruth() {
    // 200 corpora of 300 frames, a word wrong with chance .3: the 95 % interval holds .7 in most of them.
    Random random(17);
    int covered = 0;
    for (int sample = 0; sample < 200; ++sample) {
      OutputColumn column{"speech", spec(), {}, std::vector<Presence>(300, Presence::present), {}};
      Predictions predictions{0, {}, {}};
      for (int frame = 0; frame < 300; ++frame) {
        Words exact(1 + random.below(4), "a"), said;
        for (std::size_t word = 0; word < exact.size(); ++word) said.emplace_back(random.unit() < .3 ? "x" : "a");
        column.words.push_back(std::move(exact));
        predictions.words.push_back(std::move(said));
      }
      const auto interval = evaluate(column, all_rows(column), predictions, 200).interval;
      if (interval.low <= .7 && .7 <= interval.high) ++covered;
    }
    QVERIFY2(covered >= 170 && covered < 200, qPrintable(QString::number(covered)));
  }
  void liftIsPaired() {
    QStringList exact, half, none;
    for (int i = 0; i < 200; ++i) {
      exact << "a b";
      half << (i / 9 % 2 == 0 ? "a b" : "a x");
      none << "";
    }
    const OutputColumn column = column_of(exact);
    const auto rows = all_rows(column);
    const Predictions said{0, {}, all_words_of(half)}, silence{0, {}, all_words_of(none)};
    const auto same_again = lift_interval(column, rows, said, said, 100);
    QCOMPARE(same_again.low, 0.);
    QCOMPARE(same_again.high, 0.);
    const auto lift = lift_interval(column, rows, said, silence, 100);
    const double p = evaluate(column, rows, said, 0).p;  // half of the frames right, half of them half
    QVERIFY(p > .7 && p < .8);
    QVERIFY2(lift.low > .5 && lift.low < p - .02 && lift.high > p + .02 && lift.high < 1,
             qPrintable(QString("%1 %2").arg(lift.low).arg(lift.high)));
  }

  void prior_data() {
    QTest::addColumn<QStringList>("rows");
    QTest::addColumn<QString>("prior");
    QTest::newRow("most frequent") << QStringList{"a b", "c", "c", "a b", "c"} << "c";
    QTest::newRow("as a whole, not word by word") << QStringList{"a b", "a c", "d", "d", "a e"} << "d";
    QTest::newRow("equally frequent: the earliest") << QStringList{"z", "a", "a", "z"} << "z";
    QTest::newRow("all different: the first") << QStringList{"m", "a", "z"} << "m";
    QTest::newRow("rows without output do not count") << QStringList{"-", "-", "-", "a"} << "a";
    QTest::newRow("silence") << QStringList{"a", "", ""} << "";
    QTest::newRow("no row counts") << QStringList{"-"} << "";
  }
  void prior() {
    QFETCH(QStringList, rows);
    QFETCH(QString, prior);
    const OutputColumn column = column_of(rows);
    QVERIFY(prior_words(column, all_rows(column)) == words_of(prior));
    QVERIFY(prior_output(column, all_rows(column)).empty());
  }
  void priorOfNumbersHasNoWords() {
    const OutputColumn column{"count", {Task::count, 1, {}, .5, ""}, {1}, {Presence::present}, {}};
    QVERIFY(prior_words(column, all_rows(column)).empty());
  }
};

QTEST_GUILESS_MAIN(TestMetricsWords)
#include "test_metrics_words.moc"
