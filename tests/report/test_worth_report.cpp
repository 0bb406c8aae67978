// report: tables of what is worth running, by hand.
#include <QTest>
#include <limits>

#include "report/worth_report.h"

using namespace mlink::rooms;

namespace {

constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();
const std::vector<std::string> kBoxes{"pose", "hog"};

CostTable costs(bool timed) {
  CostTable table;
  const CostOrigin time = timed ? CostOrigin::typed : CostOrigin::unknown;
  table.boxes = {{"pose", .04, time, 48e6, CostOrigin::typed}, {"hog", .06, time, 60e6, CostOrigin::typed}};
  return table;
}

std::string text_at(const Table& table, std::size_t row, std::size_t column) {
  return std::get<std::string>(table.rows[row][column]);
}
double number_at(const Table& table, std::size_t row, std::size_t column) {
  return std::get<double>(table.rows[row][column]);
}
bool nothing_at(const Table& table, std::size_t row, std::size_t column) {
  return std::holds_alternative<std::monostate>(table.rows[row][column]);
}

}  // namespace

class TestWorthReport : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void names() {
    QCOMPARE(set_names({}, kBoxes), std::string("none"));
    QCOMPARE(set_names(BoxSet(2), kBoxes), std::string("hog"));
    QCOMPARE(set_names(BoxSet(3), kBoxes), std::string("pose + hog"));
  }

  void sets() {
    const std::vector<WorthSet> worth{{BoxSet(1), 48e6, .75, {"mlink", "optimum"}}, {BoxSet(3), 108e6, 1, {}}};
    const Table table = worth_table(worth, kBoxes, costs(true), CostKind::memory);
    QCOMPARE(table.rows.size(), std::size_t{2});
    QCOMPARE(text_at(table, 0, 0), std::string("pose"));
    QCOMPARE(number_at(table, 0, 1), 48.);
    QCOMPARE(number_at(table, 1, 2), 100.);
    QCOMPARE(number_at(table, 0, 3), .75);
    QCOMPARE(text_at(table, 0, 4), std::string("mlink, optimum"));
    QVERIFY(nothing_at(table, 1, 4));
    QVERIFY(nothing_at(worth_table(worth, kBoxes, costs(false), CostKind::memory), 0, 2));
  }

  void whatASetSays() {
    MatrixData matrix;
    matrix.boxes = kBoxes;
    matrix.metric = {"accuracy", "mAP"};
    matrix.prior = {.4, .5};
    matrix.ensembles.resize(2);
    matrix.ensembles[1].test.p = .9;
    std::vector<SetEnsemble> said(2);
    said[0].test.p = .4;
    said[0].test.interval = {kNothing, kNothing};
    said[1].from = BoxSet(1);
    said[1].test.p = .8;
    said[1].test.interval = {.7, .85};
    const Table table = set_ensembles_table(matrix, BoxSet(1), said, .9);
    QVERIFY(table.title.find("pose") != std::string::npos && table.title.find("0.90") != std::string::npos);
    QCOMPARE(text_at(table, 0, 1), std::string("prior"));
    QVERIFY(nothing_at(table, 0, 3));
    QCOMPARE(text_at(table, 1, 1), std::string("pose"));
    QCOMPARE(number_at(table, 1, 2), .8);
    QCOMPARE(number_at(table, 1, 4), .85);
    QCOMPARE(number_at(table, 1, 5), .9);
    QCOMPARE(text_at(table, 1, 7), std::string("mAP"));
  }

  void periods() {
    const std::vector<PeriodResult> result{{0, 10, BoxSet(1), .8, {.3, .2}}, {10, 20, BoxSet(), .8, {kNothing, .4}}};
    const Table table = periods_table(result, kBoxes, {CostKind::time, .05});
    QVERIFY(table.title.find("50 ms") != std::string::npos);
    QCOMPARE(number_at(table, 1, 0), 10.);
    QCOMPARE(text_at(table, 0, 2), std::string("pose"));
    QCOMPARE(text_at(table, 1, 2), std::string("hog"));
    QVERIFY(nothing_at(table, 1, 3));
    QCOMPARE(number_at(table, 1, 4), .4);
    QCOMPARE(text_at(table, 1, 5), std::string("none"));
  }

  void order() {
    RunOrder order;
    order.budget = {CostKind::memory, 64e6};
    order.set = BoxSet(1);
    order.accuracy = .84;
    order.steps = {{0, true, "in: highest P, fits", 0, 48e6, .38}, {1, false, "out: 44 MB too much", 48e6, 108e6, .3}};
    order.next = NextSet{108e6, BoxSet(3), 1};
    order.measured_on = "P is of the training part's inner rows";
    const Table table = run_order_table(order, kBoxes);
    QCOMPARE(table.title, std::string("Who is run at 64 MB: pose, output accuracy 0.84"));
    QCOMPARE(text_at(table, 1, 0), std::string("hog"));
    QCOMPARE(number_at(table, 1, 1), .3);
    QCOMPARE(number_at(table, 1, 3), 108.);
    QCOMPARE(text_at(table, 1, 4), std::string("out: 44 MB too much"));
    QCOMPARE(table.notes.size(), std::size_t{2});
    QCOMPARE(table.notes[1], std::string("Next: pose + hog at 108 MB, output accuracy 1.00."));
  }
};

QTEST_APPLESS_MAIN(TestWorthReport)
#include "test_worth_report.moc"
