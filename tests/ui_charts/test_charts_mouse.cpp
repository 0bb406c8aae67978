// Charts with real mouse and wheel events: hover, clicks, tooltips, zoom, and how many points a chart holds meanwhile.
#include <QElapsedTimer>
#include <QHelpEvent>
#include <QToolTip>
#include <QtCharts/QLineSeries>
#include <QtCharts/QValueAxis>

#include "ui_charts/chart_probe.h"

using namespace mlink::rooms;
using namespace mlink::probe;

class TestChartsMouse : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void manyPointsStayFew_data();
  void manyPointsStayFew();
  void hoverReadsTheNearest_data();
  void hoverReadsTheNearest();
  void hoverOfBarsAndBoxes();
  void tipsTellTheValues();
  void wheelZoomsAndDoubleClickReturns_data();
  void wheelZoomsAndDoubleClickReturns();
  void wheelWithoutZoomScrollsThePage();
  void zoomBringsThePoints();
};

void TestChartsMouse::manyPointsStayFew_data() {
  QTest::addColumn<bool>("line");
  QTest::addColumn<bool>("steps");
  QTest::addColumn<bool>("holes");
  QTest::newRow("line") << true << false << false;
  QTest::newRow("steps") << true << true << false;
  QTest::newRow("every other without a value") << true << false << true;
  QTest::newRow("cloud") << false << false << false;
}

// 48 h of ten cameras: 1.7 M points go in, twice the width stands on the chart, the extremes among them.
void TestChartsMouse::manyPointsStayFew() {
  QFETCH(bool, line);
  QFETCH(bool, steps);
  QFETCH(bool, holes);
  constexpr int kMany = 1'728'000;
  QVector<QPointF> points;
  points.reserve(kMany);
  for (int i = 0; i < kMany; ++i)
    points << QPointF(i, holes && i % 2 == 1 ? kNan : 0.5 + 0.1 * std::sin(i * 0.37) * std::sin(i * 0.001));
  points[123456] = {123456, 0.97};
  points[1234560] = {1234560, 0.03};
  LineChart chart;
  settle(chart, {800, 300});
  ChartSeries s = line ? series(points) : dots(points);
  s.steps = steps;
  chart.set_axes(axis(0, kMany - 1), axis(0, 1));
  chart.set_series({s});
  QTest::qWait(1);
  QElapsedTimer clock;
  clock.start();
  chart.show_values({1e5, 0, 1e6, 1});
  chart.show_all();
  qInfo("zoomed and back in %lld ms", clock.elapsed());
  const int width = static_cast<int>(chart.plot_area().width());
  QVERIFY2(points_held(chart) <= 2 * width, qPrintable(QString::number(points_held(chart))));
  QVERIFY(points_held(chart) > width / 2);
  QVERIFY(qt_chart(chart)->series().size() < 10);
  double low = 1, high = 0;
  for (const QXYSeries* part : all<QXYSeries>(chart)) {
    for (const QPointF& p : part->points()) {
      low = std::min(low, p.y());
      high = std::max(high, p.y());
    }
  }
  QCOMPARE(low, 0.03);
  QCOMPARE(high, 0.97);
  // Another width holds another number.
  chart.resize(300, 300);
  QTRY_VERIFY(points_held(chart) <= 2 * static_cast<int>(chart.plot_area().width()));
}

void TestChartsMouse::hoverReadsTheNearest_data() {
  QTest::addColumn<bool>("steps");
  QTest::addColumn<QPointF>("value");  // where the mouse goes, and by how many pixels beside it
  QTest::addColumn<QPointF>("beside");
  QTest::addColumn<int>("series");
  QTest::addColumn<int>("point");
  QTest::newRow("on a point") << false << QPointF(2, 3) << QPointF(0, 0) << 0 << 1;
  QTest::newRow("beside it") << false << QPointF(2, 3) << QPointF(6, -6) << 0 << 1;
  QTest::newRow("too far") << false << QPointF(2, 3) << QPointF(9, -9) << -1 << -1;
  QTest::newRow("of the other series") << false << QPointF(5, 5) << QPointF(0, 4) << 1 << 0;
  QTest::newRow("the nearer of two") << false << QPointF(5.1, 5) << QPointF(6, 0) << 1 << 1;
  QTest::newRow("a gap") << false << QPointF(6, 1) << QPointF(0, 0) << -1 << -1;
  QTest::newRow("on a line between points") << false << QPointF(3, 3) << QPointF(0, 0) << -1 << -1;
  QTest::newRow("along a step") << true << QPointF(3, 3) << QPointF(0, 5) << 0 << 1;
  QTest::newRow("beyond a step") << true << QPointF(3, 3) << QPointF(0, 15) << -1 << -1;
  QTest::newRow("not readable") << false << QPointF(9, 9) << QPointF(0, 0) << -1 << -1;
  QTest::newRow("outside the plot") << false << QPointF(-2, 5) << QPointF(0, 0) << -1 << -1;
}

void TestChartsMouse::hoverReadsTheNearest() {
  QFETCH(bool, steps);
  QFETCH(QPointF, value);
  QFETCH(QPointF, beside);
  QFETCH(int, series);
  QFETCH(int, point);
  LineChart chart;
  settle(chart);
  ChartSeries first = mlink::probe::series({{1, 1}, {2, 3}, {4, 3}, {6, kNan}});
  first.steps = steps;
  ChartSeries mute = mlink::probe::series({{9, 9}, {9.5, 9}});
  mute.readable = false;
  chart.set_axes(axis(0, 10), axis(0, 10));
  chart.set_series({first, dots({{5, 5}, {5.3, 5}}), mute});
  QTest::qWait(1);
  QSignalSpy hovered(&chart, &Chart::hovered), clicked(&chart, &Chart::clicked);
  QTest::mouseMove(viewport(chart), chart.position_of({8, 2}).toPoint());
  QCOMPARE(hovered.size(), 0);  // nothing before, nothing now
  const QPoint at = (chart.position_of(value) + beside).toPoint();
  QTest::mouseMove(viewport(chart), at);
  QTest::mouseClick(viewport(chart), Qt::LeftButton, {}, at);
  if (series < 0) {
    QCOMPARE(hovered.size(), 0);
    QCOMPARE(clicked.size(), 0);
    return;
  }
  QCOMPARE(hovered.size(), 1);
  QCOMPARE(hovered[0], (QVariantList{series, point}));
  QCOMPARE(clicked.size(), 1);
  QCOMPARE(clicked[0], (QVariantList{series, point}));
  QTest::mouseClick(viewport(chart), Qt::RightButton, {}, at);
  QCOMPARE(clicked.size(), 1);
  // Read no more once the mouse is elsewhere.
  QTest::mouseMove(viewport(chart), chart.position_of({8, 2}).toPoint());
  QCOMPARE(hovered.size(), 2);
  QCOMPARE(hovered[1], (QVariantList{-1, -1}));
}

void TestChartsMouse::hoverOfBarsAndBoxes() {
  BarChart bars(nullptr, Qt::Horizontal);
  settle(bars);
  bars.set_bars(
      {{"a", 0.8, kRed, {}, {}, {}, {}}, {"b", kNan, kRed, {}, {}, {}, {}}, {"c", 0.1, kRed, {}, {}, {}, {}}});
  QTest::qWait(1);
  QSignalSpy hovered(&bars, &Chart::hovered);
  const auto go = [](const Chart& chart, const QPointF& value) {
    QTest::mouseMove(viewport(chart), chart.position_of(value).toPoint());
  };
  go(bars, bars.place_of(2, 0.7));  // anywhere in its slot
  QCOMPARE(hovered.value(0), (QVariantList{0, 2}));
  go(bars, bars.place_of(1, 0.5));
  QCOMPARE(hovered.value(1), (QVariantList{-1, -1}));
  go(bars, bars.place_of(0, 0.5));
  QCOMPARE(hovered.value(2), (QVariantList{0, 0}));
  bars.hide();
  BoxChart boxes;
  settle(boxes);
  boxes.set_boxes({box_of("a", {1, 2, 3}), box_of("b", {}), box_of("c", {2, 3, 4})});
  QTest::qWait(1);
  QSignalSpy over(&boxes, &Chart::hovered), clicked(&boxes, &Chart::clicked);
  go(boxes, {2.2, 1.5});
  QCOMPARE(over.value(0), (QVariantList{0, 2}));
  QTest::mouseClick(viewport(boxes), Qt::LeftButton, {}, boxes.position_of({1, 2}).toPoint());
  QCOMPARE(clicked.size(), 0);
}

void TestChartsMouse::tipsTellTheValues() {
  const auto tip = [](const Chart& chart, const QPointF& value) {
    const QPoint at = chart.position_of(value).toPoint();
    QHelpEvent help(QEvent::ToolTip, at, viewport(chart)->mapToGlobal(at));
    QApplication::sendEvent(viewport(chart), &help);
    return QToolTip::text();
  };
  LineChart lines;
  settle(lines);
  ChartAxis shares;
  shares.names = {"1 %", "5 %", "10 %"};
  lines.set_axes(shares, axis(0, 1));
  lines.set_series({dots({{0, 0.5}, {1, 0.25}, {2, 0.75}})});
  QTest::qWait(1);
  QCOMPARE(tip(lines, {1, 0.25}), "mlink: 0.25 at 5 %");
  lines.set_reader([](int s, int p) { return QString("<%1/%2>").arg(s).arg(p); });
  QCOMPARE(tip(lines, {2, 0.75}), "&lt;0/2&gt;");  // names come from people: never read as HTML
  QToolTip::hideText();
  BarChart bars;
  settle(bars);
  bars.set_bars({{"pose", 0.5, kRed, 0.4, 0.6, {}, {}}});
  QTest::qWait(1);
  QCOMPARE(tip(bars, {0, 0.2}), "pose: 0.50 (0.40 to 0.60)");
  QToolTip::hideText();
  BoxChart boxes;
  settle(boxes);
  boxes.set_boxes({box_of("pose", {1, 2, 3, 4, 5})});
  QTest::qWait(1);
  QCOMPARE(tip(boxes, {0, 3}), "pose: median 3.00, quartiles 2.00 and 4.00, 1.00 to 5.00");
  QToolTip::hideText();
  QTRY_VERIFY(!QToolTip::isVisible());  // a tip that stays takes the mouse of the next test
}

void TestChartsMouse::wheelZoomsAndDoubleClickReturns_data() {
  QTest::addColumn<bool>("both");
  QTest::newRow("x") << false;
  QTest::newRow("x and y") << true;
}

void TestChartsMouse::wheelZoomsAndDoubleClickReturns() {
  QFETCH(bool, both);
  LineChart chart;
  settle(chart);
  chart.set_zoom(both ? ChartZoom::both : ChartZoom::x);
  chart.set_axes(axis(0, 100), axis(0, 1));
  chart.set_series({series({{0, 0}, {100, 1}})});
  QTest::qWait(1);
  QSignalSpy changed(&chart, &Chart::zoom_changed);
  const QPointF at = chart.position_of({30, 0.6});
  QVERIFY(turn_wheel(chart, at, 3));
  QCOMPARE(changed.size(), 1);
  QVERIFY(chart.zoomed());
  const QPointF moved = chart.position_of({30, 0.6}) - at;  // other labels take some pixels
  QVERIFY(std::abs(moved.x()) < 4 && std::abs(moved.y()) < 4);
  QVERIFY(std::abs(chart.shown().width() - 51.2) < 1e-6);
  QCOMPARE(chart.shown().height() < 0.6, both);
  QCOMPARE(changed[0][0].toRectF(), chart.shown());
  const auto* below = qobject_cast<QValueAxis*>(qt_chart(chart)->axes(Qt::Horizontal).value(0));
  QVERIFY(below && below->min() == chart.shown().left() && below->max() == chart.shown().right());
  // New data and another style keep the zoom; Shift moves on and ends at the edge.
  chart.set_series({series({{0, 0}, {50, 1}, {100, 1}})});
  QVERIFY(chart.zoomed());
  for (int i = 0; i < 40; ++i) turn_wheel(chart, at, -1, Qt::ShiftModifier);
  QVERIFY(std::abs(chart.shown().right() - 100) < 1e-6 && std::abs(chart.shown().width() - 51.2) < 1e-6);
  // As deep as anyone turns: still a range, and few ticks.
  for (int i = 0; i < 200; ++i) turn_wheel(chart, at, 5);
  QVERIFY(chart.shown().width() > 0 && std::isfinite(chart.shown().left()));
  QVERIFY(chart.shown().width() / below->tickInterval() < 60);
  double_click(chart, at.toPoint());
  QVERIFY(!chart.zoomed());
  QCOMPARE(chart.shown(), QRectF(0, 0, 100, 1));
  QCOMPARE(changed.last()[0].toRectF(), chart.shown());
  const auto before = changed.size();
  double_click(chart, at.toPoint());
  turn_wheel(chart, at, -1);  // there is no more than all
  QCOMPARE(changed.size(), before);
  // Out by the wheel alone.
  turn_wheel(chart, at, 1);
  turn_wheel(chart, at, -2);
  QVERIFY(!chart.zoomed());
}

void TestChartsMouse::wheelWithoutZoomScrollsThePage() {
  BarChart bars;
  settle(bars);
  bars.set_bars({{"a", 1, kRed, {}, {}, {}, {}}});
  QTest::qWait(1);
  QVERIFY(!turn_wheel(bars, bars.plot_area().center(), 1));
  QVERIFY(!bars.zoomed());
  LineChart lines;
  settle(lines);
  lines.set_series({series({{0, 0}, {1, 1}})});
  QTest::qWait(1);
  QVERIFY(!turn_wheel(lines, {2, 2}, 1));  // beside the plot
  lines.set_zoom(ChartZoom::none);
  QVERIFY(!turn_wheel(lines, lines.plot_area().center(), 1));
}

void TestChartsMouse::zoomBringsThePoints() {
  LineChart chart;
  settle(chart);
  QVector<QPointF> points;
  for (int i = 0; i < 100000; ++i) points << QPointF(i, i % 7);
  chart.set_axes(axis(0, 99999), axis(0, 7));
  chart.set_series({series(points)});
  chart.show_values({500, 0, 20, 7});
  QCOMPARE(all<QLineSeries>(chart).size(), 1);
  QList<QPointF> wanted;
  for (int i = 500; i <= 520; ++i) wanted << points[i];
  QCOMPARE(all<QLineSeries>(chart)[0]->points(), wanted);
  QSignalSpy hovered(&chart, &Chart::hovered);
  QTest::qWait(1);
  QTest::mouseMove(viewport(chart), {3, 3});
  QTest::mouseMove(viewport(chart), chart.position_of(points[510]).toPoint());
  QCOMPARE(hovered.value(0), (QVariantList{0, 510}));
}

QTEST_MAIN(TestChartsMouse)
#include "test_charts_mouse.moc"
