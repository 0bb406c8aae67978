// The heat strip: what its cells say and how they are coloured, with real mouse and keys; and data that no page should
// give it.
#include <QAccessible>
#include <QElapsedTimer>
#include <QHelpEvent>
#include <QToolTip>

#include "ui/charts/heat_strip.h"
#include "ui_charts/chart_probe.h"

using namespace mlink::rooms;
using namespace mlink::probe;

namespace {

const QColor kLow(240, 240, 240), kHigh(10, 20, 120);

/// Two rows, three columns of other lengths, one cell without a value.
HeatValues sample() {
  HeatValues values;
  values.rows = {"pose", "hog"};
  values.columns = {{0, 10}, {10, 20}, {20, 25}};
  values.values = {0.1, 0.4, kNan, 0.3, 0.2, 0.4};
  values.marked = {1, 0, -1};
  values.high = 0.4;
  values.title = "P";
  values.dot = "highest";
  return values;
}

struct Shown {
  explicit Shown(const HeatValues& values, const QSize& size = {600, 180}) {
    strip.set_style(plain_style());
    strip.set_ramp({kLow, kHigh});
    strip.set_values(values);
    strip.resize(size);
    strip.show();
    (void)QTest::qWaitForWindowExposed(&strip);
  }
  [[nodiscard]] QColor at(const QPointF& place) { return strip.grab().toImage().pixelColor(place.toPoint()); }
  [[nodiscard]] QPoint inside(HeatCell cell) const {  // away from dot and number
    return strip.cell_rect(cell).bottomRight().toPoint() - QPoint(4, 4);
  }
  HeatStrip strip;
};

}  // namespace

class TestHeatStrip : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void cellsStandInTheirTime();
  void coloursFollowTheRamp();
  void dotsAndNumbers();
  void hoverReadsACell();
  void keysReadACell();
  void accessible();
  void narrowCells();
  void misuse_data();
  void misuse();
};

void TestHeatStrip::cellsStandInTheirTime() {
  Shown shown(sample());
  const QRectF first = shown.strip.cell_rect({0, 0}), second = shown.strip.cell_rect({0, 1}),
               last = shown.strip.cell_rect({1, 2});
  QVERIFY(std::abs(first.width() - second.width()) < 1e-6);
  QVERIFY(std::abs((last.width() + 2) * 2 - (first.width() + 2)) < 1e-6);  // half as long, with its gap
  QVERIFY(first.right() <= second.left() && last.right() <= shown.strip.width());
  QVERIFY(shown.strip.cell_rect({1, 0}).top() >= first.bottom());
  for (int row = 0; row < 2; ++row)
    for (int column = 0; column < 3; ++column)
      QCOMPARE(shown.strip.cell_at(shown.strip.cell_rect({row, column}).center()), (HeatCell{row, column}));
  QVERIFY(!shown.strip.cell_at({2, 40}).valid());                          // the names
  QVERIFY(!shown.strip.cell_at(first.center() - QPointF(0, 60)).valid());  // the axis
  QVERIFY(!shown.strip.cell_rect({2, 0}).isValid());
}

void TestHeatStrip::coloursFollowTheRamp() {
  Shown shown(sample());
  QCOMPARE(shown.strip.colour_of(0), kLow);
  QCOMPARE(shown.strip.colour_of(0.4), kHigh);
  QCOMPARE(shown.strip.colour_of(7), kHigh);
  QCOMPARE(shown.strip.colour_of(-7), kLow);
  QCOMPARE(shown.strip.colour_of(kNan), kPanel);
  QCOMPARE(shown.strip.colour_of(0.2).red(), 125);
  QCOMPARE(shown.at(shown.inside({0, 1})), kHigh);
  QCOMPARE(shown.at(shown.inside({0, 2})), kPanel);  // no value
  const QColor between = shown.at(shown.inside({0, 0}));
  QVERIFY(between.red() < kLow.red() && between.red() > kHigh.red());
}

void TestHeatStrip::dotsAndNumbers() {
  Shown shown(sample());
  // The dot is white on the dark cell, dark on a light one; none where none is marked.
  const auto dot = [&](HeatCell cell) {
    const QRectF place = shown.strip.cell_rect(cell);
    return shown.at({place.left() + 10, place.center().y()});
  };
  QCOMPARE(dot({0, 1}), QColor(Qt::white));
  QVERIFY(dot({1, 0}).rgb() != shown.strip.colour_of(0.3).rgb());
  QCOMPARE(dot({0, 0}).rgb(), shown.strip.colour_of(0.1).rgb());
  // A wide cell prints its value: some ink in its middle.
  const QImage image = shown.strip.grab().toImage();
  const auto inked = [&](HeatCell cell) {
    const QRect place = shown.strip.cell_rect(cell).toRect().adjusted(20, 2, -2, -2);
    for (int x = place.left(); x < place.right(); ++x)
      for (int y = place.top(); y < place.bottom(); ++y)
        if (image.pixel(x, y) != shown.strip.colour_of(shown.strip.values().value(cell.row, cell.column)).rgb())
          return true;
    return false;
  };
  QVERIFY(inked({0, 0}));
  QVERIFY(!inked({0, 2}));
}

void TestHeatStrip::hoverReadsACell() {
  Shown shown(sample());
  QSignalSpy hovered(&shown.strip, &HeatStrip::hovered), clicked(&shown.strip, &HeatStrip::clicked);
  const QPoint at = shown.inside({1, 1});
  QTest::mouseMove(&shown.strip, at);
  QTRY_COMPARE(hovered.size(), 1);
  QCOMPARE(hovered[0], (QVariantList{1, 1}));
  QCOMPARE(shown.strip.hovered_cell(), (HeatCell{1, 1}));
  QHelpEvent help(QEvent::ToolTip, at, shown.strip.mapToGlobal(at));
  QApplication::sendEvent(&shown.strip, &help);
  QCOMPARE(QToolTip::text(), "hog, 10 to 20: 0.20");
  QToolTip::hideText();
  QTest::mouseClick(&shown.strip, Qt::LeftButton, {}, at);
  QCOMPARE(clicked.size(), 1);
  QCOMPARE(shown.strip.current(), (HeatCell{1, 1}));
  QTest::mouseClick(&shown.strip, Qt::RightButton, {}, shown.inside({0, 0}));
  QCOMPARE(clicked.size(), 1);
  QTest::mouseMove(&shown.strip, QPoint(3, 3));
  QTRY_COMPARE(hovered.size(), 2);
  QCOMPARE(hovered[1], (QVariantList{-1, -1}));
}

void TestHeatStrip::keysReadACell() {
  Shown shown(sample());
  shown.strip.activateWindow();
  shown.strip.setFocus();
  QTRY_VERIFY(shown.strip.hasFocus());
  QCOMPARE(shown.strip.current(), (HeatCell{0, 0}));
  const auto press = [&](Qt::Key key) { QTest::keyClick(&shown.strip, key); };
  const QImage before = shown.strip.grab().toImage();
  press(Qt::Key_Right);
  QVERIFY(shown.strip.grab().toImage() != before);
  press(Qt::Key_Down);
  QCOMPARE(shown.strip.current(), (HeatCell{1, 1}));
  press(Qt::Key_End);
  press(Qt::Key_Right);  // the edge
  QCOMPARE(shown.strip.current(), (HeatCell{1, 2}));
  press(Qt::Key_Up);
  press(Qt::Key_Up);
  press(Qt::Key_Home);
  press(Qt::Key_Left);
  QCOMPARE(shown.strip.current(), (HeatCell{0, 0}));
}

void TestHeatStrip::accessible() {
  Shown shown(sample());
  shown.strip.set_axis_text([](double at) { return QString("%1 s").arg(at); });
  shown.strip.setAccessibleName("P in time");
  QAccessibleInterface* access = QAccessible::queryAccessibleInterface(&shown.strip);
  QVERIFY(access);
  QCOMPARE(access->role(), QAccessible::Chart);
  QCOMPARE(access->text(QAccessible::Name), "P in time");
  QCOMPARE(shown.strip.reading({}), QString());
  QCOMPARE(shown.strip.reading({2, 0}), QString());
  shown.strip.set_current({1, 0});
  QCOMPARE(access->text(QAccessible::Value), "hog, 0 s to 10 s: 0.30, highest");
  shown.strip.set_current({0, 2});
  QCOMPARE(access->text(QAccessible::Value), QString::fromUtf8("pose, 20 s to 25 s: –"));
  shown.strip.set_reader([](HeatCell cell) { return QString("<%1/%2>").arg(cell.row).arg(cell.column); });
  QCOMPARE(access->text(QAccessible::Value), "<0/2>");
}

/// 64 rows of 500 columns: every cell can still be read, and it is drawn within a blink.
void TestHeatStrip::narrowCells() {
  HeatValues values;
  for (int row = 0; row < 64; ++row) values.rows << QString("box %1").arg(row);
  for (int column = 0; column < 500; ++column) values.columns << ChartSpan{double(column), column + 1.0};
  for (int i = 0; i < 64 * 500; ++i) values.values << (i % 101) / 100.0;
  Shown shown(values, {700, 1300});
  QElapsedTimer clock;
  clock.start();
  QVERIFY(!shown.strip.grab().isNull());
  qInfo("drawn in %lld ms", clock.elapsed());
  QVERIFY(clock.elapsed() < 1000);
  QVERIFY(shown.strip.minimumSizeHint().height() >= 64 * 18);
  for (int column = 0; column < 500; column += 37)
    QCOMPARE(shown.strip.cell_at(shown.strip.cell_rect({63, column}).center()), (HeatCell{63, column}));
  QVERIFY(shown.strip.cell_rect({63, 499}).bottom() < shown.strip.height());
}

void TestHeatStrip::misuse_data() {
  QTest::addColumn<int>("which");
  for (int which = 0; which < 8; ++which) QTest::addRow("%d", which) << which;
}

void TestHeatStrip::misuse() {
  QFETCH(int, which);
  HeatValues values = sample();
  switch (which) {
    case 0: values = {}; break;
    case 1: values.rows.clear(); break;
    case 2: values.columns.clear(); break;
    case 3: values.values.resize(2); break;
    case 4: values.marked = {7, -3}; break;
    case 5: values.low = values.high = 0.4; break;
    case 6: values.columns = {{5, 5}}; break;
    case 7: values.columns = {{kNan, kNan}, {0, kInfinite}}; break;
    default: break;
  }
  Shown shown(values);
  QVERIFY(!shown.strip.grab().isNull());
  for (const Qt::Key key : {Qt::Key_Right, Qt::Key_Down, Qt::Key_End, Qt::Key_Home}) QTest::keyClick(&shown.strip, key);
  QTest::mouseMove(&shown.strip, QPoint(300, 60));
  QTest::mouseClick(&shown.strip, Qt::LeftButton, {}, QPoint(300, 60));
  (void)shown.strip.reading({5, 5});
  QVERIFY(!shown.strip.grab().isNull());
  shown.strip.resize(3, 3);
  QVERIFY(!shown.strip.grab().isNull());
  shown.strip.set_ramp({});
  QVERIFY(!shown.strip.grab().isNull());
}

QTEST_MAIN(TestHeatStrip)
#include "test_heat_strip.moc"
