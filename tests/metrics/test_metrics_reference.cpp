// metrics: a table of rows drawn at random, with what scikit-learn, SciPy, jiwer and Shapely say of them
// (reference/make_reference.py made it). Tolerances:
//   1e-9  where both sides do exact or double arithmetic on the same numbers: counts, sums of ratios, WER, Pearson
//   1e-6  IoU: polygons intersected by general geometry in coordinates up to 1, against overlaps of intervals
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <cmath>
#include <numeric>

#include "metrics/metrics.h"

using namespace mlink::rooms;

namespace {

constexpr double kSame = 1e-9, kSameBox = 1e-6;

std::vector<float> floats_of(const QJsonArray& rows) {
  std::vector<float> values;
  for (const auto& row : rows)
    for (const auto& value : row.toArray()) values.push_back(static_cast<float>(value.toDouble()));
  return values;
}

std::vector<Words> words_of(const QJsonArray& rows) {
  std::vector<Words> all;
  for (const auto& row : rows) {
    all.emplace_back();
    for (const auto& word : row.toArray()) all.back().push_back(word.toString().toStdString());
  }
  return all;
}

std::vector<double> numbers_of(const QJsonArray& values) {
  std::vector<double> numbers;
  for (const auto& value : values) numbers.push_back(value.toDouble());
  return numbers;
}

OutputSpec spec_of(const QJsonObject& row) {
  OutputSpec spec;
  if (const auto task = task_from_string(row["task"].toString().toStdString())) spec.task = *task;
  spec.width = spec.task == Task::sequence ? 0 : static_cast<int>(row["exact"][0].toArray().size());
  spec.tolerance = row["tolerance"].toDouble(0.5);
  if (spec.task == Task::single_label || spec.task == Task::multi_label)
    for (int label = 0; label < spec.width; ++label) spec.labels.push_back("class " + std::to_string(label));
  return spec;
}

}  // namespace

class TestMetricsReference : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    QFile file(QStringLiteral(MLINK_SOURCE_DIR "/tests/metrics/reference/reference.json"));
    QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.fileName()));
    table_ = QJsonDocument::fromJson(file.readAll()).object();
    QCOMPARE(table_["metrics"].toArray().size(), 12);
    QCOMPARE(table_["correlations"].toArray().size(), 3);
  }

  void agreesWithTheLibraries_data() {
    QTest::addColumn<QJsonObject>("row");
    for (const QJsonValue row : table_["metrics"].toArray())
      QTest::newRow(qPrintable(row["name"].toString())) << row.toObject();
  }
  void agreesWithTheLibraries() {
    QFETCH(QJsonObject, row);
    const OutputSpec spec = spec_of(row);
    QVERIFY(check(spec).has_value());
    const auto frames = static_cast<std::size_t>(row["exact"].toArray().size());
    OutputColumn column{"box", spec, {}, std::vector<Presence>(frames, Presence::present), {}};
    Predictions predictions{spec.width, {}, {}};
    if (spec.task == Task::sequence) {
      column.words = words_of(row["exact"].toArray());
      predictions.words = words_of(row["predicted"].toArray());
    } else {
      column.values = floats_of(row["exact"].toArray());
      predictions.values = floats_of(row["predicted"].toArray());
    }
    std::vector<std::size_t> rows(frames);
    std::iota(rows.begin(), rows.end(), std::size_t{0});
    const Performance found = evaluate(column, rows, predictions, 0);
    const double tolerance = spec.task == Task::localization ? kSameBox : kSame;
    const auto near = [tolerance](double a, double b) { return std::abs(a - b) <= tolerance; };
    QVERIFY2(near(found.p, row["p"].toDouble()), qPrintable(QString::number(found.p, 'g', 17)));
    QVERIFY2(near(found.native, row["native"].toDouble()), qPrintable(QString::number(found.native, 'g', 17)));
    QCOMPARE(found.frames, static_cast<std::int64_t>(frames));
    const auto left_out = row["left_out"].toArray();
    QCOMPARE(found.classes_left_out, static_cast<int>(left_out.size()));
    const std::vector<int> named = classes_without_positive(column, rows);
    QCOMPARE(static_cast<int>(named.size()), static_cast<int>(left_out.size()));
    for (std::size_t i = 0; i < named.size(); ++i) QCOMPARE(named[i], left_out[static_cast<qsizetype>(i)].toInt(-1));
    if (spec.task != Task::sequence) return;
    for (std::size_t n = 0; n < frames; ++n) {
      const auto at = static_cast<qsizetype>(n);
      const WordErrors errors = word_errors(column.words[n], predictions.words[n]);
      QCOMPARE(static_cast<double>(errors.edits), row["edits"][at].toDouble(-1));
      QCOMPARE(static_cast<std::size_t>(errors.words), column.words[n].size());
      QVERIFY(near(frame_score(column, n, predictions, n), row["frame_scores"][at].toDouble(-1)));
    }
  }

  void agreesWithPearsonOfSciPy_data() {
    QTest::addColumn<QJsonObject>("row");
    for (const QJsonValue row : table_["correlations"].toArray())
      QTest::newRow(qPrintable(row["name"].toString())) << row.toObject();
  }
  void agreesWithPearsonOfSciPy() {
    QFETCH(QJsonObject, row);
    const double r = pearson(numbers_of(row["a"].toArray()), numbers_of(row["b"].toArray()));
    QVERIFY2(std::abs(r - row["r"].toDouble()) <= kSame, qPrintable(QString::number(r, 'g', 17)));
  }

 private:
  QJsonObject table_;
};

QTEST_GUILESS_MAIN(TestMetricsReference)
#include "test_metrics_reference.moc"
