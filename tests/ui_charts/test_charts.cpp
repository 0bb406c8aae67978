// What Qt Charts is given and what stands on the screen: markers, lines, bands, bars, boxes, colours, exports as seen.
#include <QFile>
#include <QTemporaryDir>
#include <QtCharts/QAreaSeries>
#include <QtCharts/QBarCategoryAxis>
#include <QtCharts/QBoxPlotSeries>
#include <QtCharts/QHorizontalStackedBarSeries>
#include <QtCharts/QLineSeries>
#include <QtCharts/QScatterSeries>
#include <QtCharts/QStackedBarSeries>
#include <QtCharts/QValueAxis>

#include "ui/common/chart_style.h"
#include "ui/common/exporter.h"
#include "ui_charts/chart_probe.h"

using namespace mlink::rooms;
using namespace mlink::probe;

class TestCharts : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void drawsWhatItSays();
  void qtDrawsMarkers_data();
  void qtDrawsMarkers();
  void qtDrawsLinesBandsAndBoxes();
  void barsStandInTheirSlots_data();
  void barsStandInTheirSlots();
  void axesEndAtTicks_data();
  void axesEndAtTicks();
  void changesTogether();
  void markersAtTheEndsAreWhole();
  void whiskersAndTicks();
  void quartiles_data();
  void quartiles();
  void coloursComeFromTheStyle_data();
  void coloursComeFromTheStyle();
  void exportIsWhatIsSeen();
};

// Points and bars stand where the axes say, in their own colours, the smaller bubble above the larger one.
void TestCharts::drawsWhatItSays() {
  ScatterChart bubbles;
  settle(bubbles);
  bubbles.set_axes(axis(0, 10), axis(0, 10));
  ChartSeries points = dots({{5, 5}, {5, 5}, {8, 2}, {2, 8}});
  points.sizes = {8, 40, 20, 0};
  points.pen = QPen(Qt::NoPen);
  points.brush = kRed;
  ChartSeries wrong = points;
  wrong.points = {{2, 2}};
  wrong.sizes = {24};
  wrong.marker = ChartMarker::diamond;
  wrong.brush = kBlue;
  bubbles.set_series({points, wrong});
  QTRY_COMPARE(colour(bubbles, bubbles.position_of({5, 5})), kRed);
  QCOMPARE(colour(bubbles, bubbles.position_of({5, 5}) + QPointF(17, 0)), kRed);
  QCOMPARE(colour(bubbles, bubbles.position_of({5, 5}) + QPointF(23, 0)), kPanel);
  QCOMPARE(colour(bubbles, bubbles.position_of({8, 2})), kRed);
  QCOMPARE(colour(bubbles, bubbles.position_of({2, 2})), kBlue);
  QCOMPARE(colour(bubbles, bubbles.position_of({2, 2}) + QPointF(9, 9)), kPanel);  // a diamond, not a square

  BarChart bars;
  settle(bars);
  bars.set_axes({}, axis(0, 4));
  bars.set_bars({{"a", 2, kRed, {}, {}, {}, {}}, {"b", 4, kBlue, {}, {}, {}, {}}});
  QTRY_COMPARE(colour(bars, bars.position_of({0, 1})), kRed);
  QCOMPARE(colour(bars, bars.position_of({0, 3})), kPanel);
  QCOMPARE(colour(bars, bars.position_of({1, 3})), kBlue);
}

void TestCharts::qtDrawsMarkers_data() {
  QTest::addColumn<ChartMarker>("marker");
  QTest::addColumn<int>("shape");
  QTest::newRow("disc") << ChartMarker::disc << int(QScatterSeries::MarkerShapeCircle);
  QTest::newRow("ring") << ChartMarker::ring << int(QScatterSeries::MarkerShapeCircle);
  QTest::newRow("square") << ChartMarker::square << int(QScatterSeries::MarkerShapeRectangle);
  QTest::newRow("diamond") << ChartMarker::diamond << int(QScatterSeries::MarkerShapeRotatedRectangle);
  QTest::newRow("triangle up") << ChartMarker::triangle_up << int(QScatterSeries::MarkerShapeTriangle);
  QTest::newRow("ring with dot") << ChartMarker::ring_dot << -1;
  QTest::newRow("triangle down") << ChartMarker::triangle_down << -1;
  QTest::newRow("plus") << ChartMarker::plus << -1;
}

// In the pen's colour each, whoever draws it; a dashed line has markers with a solid outline.
void TestCharts::qtDrawsMarkers() {
  QFETCH(ChartMarker, marker);
  QFETCH(int, shape);
  LineChart chart;
  settle(chart);
  ChartSeries s = dots({{1, 1}, {3, 3}}, marker);
  s.marker_size = 20;
  s.pen.setStyle(Qt::DashLine);
  chart.set_axes(axis(0, 4), axis(0, 4));
  chart.set_series({s});
  const auto scatter = all<QScatterSeries>(chart);
  QCOMPARE(scatter.size(), shape < 0 ? 0 : 1);
  if (shape >= 0) QCOMPARE(int(scatter[0]->markerShape()), shape);
  if (shape >= 0) QVERIFY(scatter[0]->pen().style() != Qt::DashLine);
  const QImage image = chart.grab().toImage();
  const QPoint at = chart.position_of({3, 3}).toPoint();
  int ink = 0;
  for (int y = -12; y <= 12; ++y)
    for (int x = -12; x <= 12; ++x) ink += image.pixelColor(at + QPoint(x, y)) == kRed ? 1 : 0;
  QVERIFY2(ink > 20, qPrintable(QString::number(ink)));
}

void TestCharts::qtDrawsLinesBandsAndBoxes() {
  LineChart lines;
  settle(lines);
  ChartSeries steps = series({{0, 0}, {1, 1}, {2, 0.5}});
  steps.steps = true;
  lines.set_series({series({{0, 1}, {1, 0}, {2, kNan}, {3, 0}, {4, 1}}), steps});
  lines.set_bands({{0.2, 0.4, false, kBlue}, {-kInfinite, 0.1, false, kBlue}, {kNan, 1, false, kBlue}});
  QCOMPARE(all<QLineSeries>(lines).size(), 3);  // two runs, one line of steps
  QCOMPARE(all<QLineSeries>(lines)[2]->points(), (QList<QPointF>{{0, 0}, {1, 0}, {1, 1}, {2, 1}, {2, 0.5}}));
  QCOMPARE(all<QAreaSeries>(lines).size(), 2);
  QTRY_COMPARE(colour(lines, lines.position_of({3.5, 0.3})), kBlue);
  QCOMPARE(colour(lines, lines.position_of({3.5, 0.05})), kBlue);
  QCOMPARE(colour(lines, lines.position_of({3.5, 0.15})), kPanel);

  BoxChart boxes;
  settle(boxes);
  boxes.set_axes({}, axis(0, 10));
  ChartBox box{"a", 2, 4, 5, 6, 8, {9.5}, kRed};
  boxes.set_boxes({box, {}, box});
  QCOMPARE(all<QBoxPlotSeries>(boxes).size(), 1);
  QCOMPARE(all<QBoxPlotSeries>(boxes)[0]->count(), 3);
  QTRY_COMPARE(colour(boxes, boxes.position_of({0, 4.5})), kRed);
  QCOMPARE(colour(boxes, boxes.position_of({2, 5.5})), kRed);
  QCOMPARE(colour(boxes, boxes.position_of({0, 6.8}) + QPointF(12, 0)), kPanel);
  QVERIFY(colour(boxes, boxes.position_of({0, 7})) != kPanel);  // its whisker
  QVERIFY(colour(boxes, boxes.position_of({0, 9.5}) + QPointF(2, 0)) != kPanel);
  const QImage image = boxes.grab().toImage();
  for (int step = 1; step <= 33; ++step)  // an empty slot
    QCOMPARE(image.pixelColor(boxes.position_of({1, 0.3 * step}).toPoint()), kPanel);
}

void TestCharts::barsStandInTheirSlots_data() {
  QTest::addColumn<bool>("level");
  QTest::newRow("upright") << false;
  QTest::newRow("level") << true;
}

void TestCharts::barsStandInTheirSlots() {
  QFETCH(bool, level);
  BarChart bars(nullptr, level ? Qt::Horizontal : Qt::Vertical);
  settle(bars);
  bars.set_bars({{"first", 0.8, kRed, {}, {}, {}, {}},
                 {"second", 0.4, kBlue, {}, {}, {}, {}},
                 {"second", kNan, kRed, {}, {}, {}, {}},
                 {"lost", -0.2, kRed, {}, {}, {}, {}}});
  if (level)
    bars.set_axes(axis(-0.4, 1), {});
  else
    bars.set_axes({}, axis(-0.4, 1));
  QCOMPARE(all<QStackedBarSeries>(bars).size() + all<QHorizontalStackedBarSeries>(bars).size(), 1);
  const auto at = [&](int bar, double value) { return bars.position_of(bars.place_of(bar, value)); };
  QTRY_COMPARE(colour(bars, at(0, 0.7)), kRed);
  QCOMPARE(colour(bars, at(0, 0.9)), kPanel);
  QCOMPARE(colour(bars, at(1, 0.3)), kBlue);
  QCOMPARE(colour(bars, at(1, 0.5)), kPanel);
  QCOMPARE(colour(bars, at(2, 0.3)), kPanel);
  QCOMPARE(colour(bars, at(3, -0.1)), kRed);
  QCOMPARE(colour(bars, at(3, 0.1)), kPanel);
  // The first from the left, or from the top; names that are equal stand twice.
  QVERIFY(level ? at(0, 0).y() < at(1, 0).y() : at(0, 0).x() < at(1, 0).x());
  const auto axes = qt_chart(bars)->axes(level ? Qt::Vertical : Qt::Horizontal);
  auto* names = qobject_cast<QBarCategoryAxis*>(axes.value(0));
  QVERIFY(names);
  QCOMPARE(names->count(), 4);
  QCOMPARE(names->categories().value(level ? 3 : 0), "first");
  for (const QString& name : names->categories()) QVERIFY(!name.contains("..."));
}

// An axis that fits the data ends at a tick, also where the room to it makes the ticks wider.
void TestCharts::axesEndAtTicks_data() {
  QTest::addColumn<double>("low");
  QTest::addColumn<double>("high");
  QTest::addColumn<int>("decimals");
  for (const double high : {1.0, 0.97, 310.0, 301.0, 1e-9, 123456.0, 7.0}) {
    QTest::addRow("0 to %g", high) << 0.0 << high << 0;
    QTest::addRow("-%g to %g, in parts", high / 3, high) << -high / 3 << high << 2;
  }
}

void TestCharts::axesEndAtTicks() {
  QFETCH(double, low);
  QFETCH(double, high);
  QFETCH(int, decimals);
  LineChart chart;
  settle(chart);
  ChartAxis x;
  x.decimals = decimals;
  chart.set_axes(x, x);
  chart.set_series({series({{low, low}, {high, high}})});
  for (const auto side : {Qt::Horizontal, Qt::Vertical}) {
    const auto* numbers = qobject_cast<QValueAxis*>(qt_chart(chart)->axes(side).value(0));
    QVERIFY(numbers && numbers->min() <= low && numbers->max() >= high);
    const double parts = (numbers->max() - numbers->min()) / numbers->tickInterval();
    QVERIFY2(parts > 1.5 && parts < 12, qPrintable(QString::number(parts)));
    QVERIFY2(std::abs(parts - std::round(parts)) < 1e-6, qPrintable(QString::number(parts)));
  }
}

// What is set together is built once.
void TestCharts::changesTogether() {
  LineChart chart;
  settle(chart);
  {
    const Chart::Change outer(chart), inner(chart);
    chart.set_axes(axis(0, 4), axis(0, 1));
    chart.set_series({series({{0, 0}, {4, 1}})});
    QCOMPARE(qt_chart(chart)->series().size(), 0);
  }
  QCOMPARE(qt_chart(chart)->series().size(), 1);
  QCOMPARE(chart.shown(), QRectF(0, 0, 4, 1));
}

// p = 1.00 is where the best points are: not half of a marker is cut there.
void TestCharts::markersAtTheEndsAreWhole() {
  LineChart chart;
  settle(chart);
  ChartSeries s = dots({{0, 0}, {1, 1}, {2, 0}});
  s.marker_size = 20;
  chart.set_axes(axis(0, 2), axis(0, 1));
  chart.set_series({s});
  QTest::qWait(1);
  for (const QPointF& p : s.points) {
    const QPointF at = chart.position_of(p);
    for (const QPointF& side : {QPointF(8, 0), QPointF(-8, 0), QPointF(0, 8), QPointF(0, -8)})
      QCOMPARE(colour(chart, at + side), kRed);
  }
}

void TestCharts::whiskersAndTicks() {
  BarChart bars;
  settle(bars);
  bars.set_bars({{"a", 0.5, kRed, 0.4, 0.7, 0.8, "0.50"}, {"b", 0.5, kRed, kNan, 0.7, kInfinite, {}}});
  bars.set_axes({}, axis(0, 1));
  QTRY_VERIFY(colour(bars, bars.position_of({0, 0.6})).lightness() < 128);  // the whisker above the bar
  QVERIFY(colour(bars, bars.position_of({1, 0.6})) == kPanel);              // one end is no whisker
  QVERIFY(colour(bars, bars.position_of({0, 0.8}) + QPointF(20, 0)) != kPanel);
  LineChart lines;
  settle(lines);
  ChartSeries s = series({{1, 0.5}, {2, 0.5}, {3, 0.5}});
  s.whiskers = {{0.2, 0.9}, {}};  // one has none, one is missing
  lines.set_series({s});
  lines.set_axes(axis(0, 4), axis(0, 1));
  QTRY_VERIFY(colour(lines, lines.position_of({1, 0.8})) != kPanel);
  QCOMPARE(colour(lines, lines.position_of({2, 0.8})), kPanel);
  QCOMPARE(colour(lines, lines.position_of({3, 0.8})), kPanel);
}

void TestCharts::quartiles_data() {
  QTest::addColumn<QVector<double>>("values");
  QTest::addColumn<QVector<double>>("box");
  QTest::addColumn<QVector<double>>("outliers");
  const QVector<double> none(5, kNan);
  QTest::newRow("none") << QVector<double>{} << none << QVector<double>{};
  QTest::newRow("no value") << QVector<double>{kNan, kInfinite, -kInfinite} << none << QVector<double>{};
  QTest::newRow("one") << QVector<double>{3} << QVector<double>{3, 3, 3, 3, 3} << QVector<double>{};
  QTest::newRow("five, unsorted") << QVector<double>{5, 1, 4, 2, 3} << QVector<double>{1, 2, 3, 4, 5}
                                  << QVector<double>{};
  QTest::newRow("between values") << QVector<double>{1, 2, 3, 4} << QVector<double>{1, 1.75, 2.5, 3.25, 4}
                                  << QVector<double>{};
  QTest::newRow("outliers") << QVector<double>{-9, 1, 2, 3, 4, 5, 20, kNan} << QVector<double>{1, 1.5, 3, 4.5, 5}
                            << QVector<double>{-9, 20};
}

void TestCharts::quartiles() {
  QFETCH(QVector<double>, values);
  QFETCH(QVector<double>, box);
  QFETCH(QVector<double>, outliers);
  const ChartBox b = box_of("b", values);
  const QVector<double> found{b.low, b.lower, b.median, b.upper, b.high};
  for (int i = 0; i < 5; ++i) QVERIFY(found[i] == box[i] || (std::isnan(found[i]) && std::isnan(box[i])));
  QCOMPARE(b.outliers, outliers);
}

void TestCharts::coloursComeFromTheStyle_data() {
  QTest::addColumn<bool>("dark");
  QTest::newRow("light") << false;
  QTest::newRow("dark") << true;
}

// Of the colours there are only the style's and the series' own, mixed at edges.
void TestCharts::coloursComeFromTheStyle() {
  QFETCH(bool, dark);
  ThemeHolder themes;
  themes.set_dark(!dark);
  LineChart chart;
  settle(chart);
  chart.set_style(chart_style_of(themes.theme()));
  ChartAxis x = axis(0, 4), y = axis(0, 1);
  x.title = "budget";
  chart.set_axes(x, y);
  chart.set_series({series({{0, 0}, {4, 1}}, QPen(themes.theme().text, 2))});
  themes.set_dark(dark);
  chart.set_series({series({{0, 0}, {4, 1}}, QPen(themes.theme().text, 2))});
  chart.set_style(chart_style_of(themes.theme()));
  QTest::qWait(1);
  const QImage image = chart.grab().toImage();
  const Theme& t = themes.theme();
  QCOMPARE(image.pixelColor(1, 1), t.panel);
  QCOMPARE(image.pixelColor(image.width() - 2, image.height() - 2), t.panel);
  QSet<QRgb> whole;
  QHash<QRgb, int> count;
  for (int y0 = 0; y0 < image.height(); ++y0)
    for (int x0 = 0; x0 < image.width(); ++x0) ++count[image.pixel(x0, y0)];
  for (auto c = count.begin(); c != count.end(); ++c)
    if (c.value() > 200) whole << c.key();
  const auto mixed = [&t](const QColor& c) {
    for (const QColor& token : {t.grid, t.strong, t.text, t.second}) {
      for (int part = 0; part <= 64; ++part) {
        const auto near = [&](int a, int b, int now) { return std::abs(a + (b - a) * part / 64 - now) <= 2; };
        if (near(t.panel.red(), token.red(), c.red()) && near(t.panel.green(), token.green(), c.green()) &&
            near(t.panel.blue(), token.blue(), c.blue()))
          return true;
      }
    }
    return false;
  };
  for (const QRgb c : whole) QVERIFY2(mixed(c), qPrintable(QColor(c).name()));
  QVERIFY(count.contains(t.grid.rgb()) && count.contains(t.text.rgb()));
}

void TestCharts::exportIsWhatIsSeen() {
  LineChart chart;
  settle(chart);
  ChartAxis x = axis(0, 100), y = axis(0, 1);
  x.title = "memory budget, MB";
  chart.set_axes(x, y);
  ChartSeries s = series({{0, 0.2}, {30, 0.4}, {100, 0.9}});
  s.steps = s.label = true;
  s.name = "optimum";
  s.marker = ChartMarker::plus;
  chart.set_series({s});
  QTest::qWait(1);
  const QTemporaryDir folder;
  const auto write = [&](const QString& name) {
    const QString path = folder.filePath(name);
    const auto status = export_to(path, &chart, nullptr);
    return status ? path : QString();
  };
  const QImage all(write("all.png"));
  QCOMPARE(all.size(), chart.size() * 2);
  turn_wheel(chart, chart.position_of({30, 0.4}), 4);
  const QImage part(write("part.png"));
  QVERIFY(part != all && !part.isNull());
  QImage seen = picture_of(chart);
  seen.setDevicePixelRatio(1);
  QCOMPARE(part.convertToFormat(QImage::Format_RGB32), seen);
  QFile file(write("part.svg"));
  QVERIFY(file.open(QIODevice::ReadOnly));
  const QString svg = QString::fromUtf8(file.readAll());
  for (const char* text : {"memory budget, MB", "optimum", "0.50"}) QVERIFY2(svg.contains(text), text);
  QVERIFY(svg.contains("<polyline") || svg.contains("<path"));
  QVERIFY(!svg.contains("<image"));  // lines, not a picture of them
  QVERIFY(!export_to(folder.filePath("chart.csv"), &chart, nullptr));
}

QTEST_MAIN(TestCharts)
#include "test_charts.moc"
