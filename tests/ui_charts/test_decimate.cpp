// What of a series is drawn: never more than two points a pixel column, and the picture that all points would make.
#include <QGuiApplication>
#include <QImage>
#include <QPainter>
#include <QtTest>
#include <cmath>
#include <random>

#include "base/number.h"
#include "ui/charts/decimate.h"
#include "ui/charts/end_labels.h"

using namespace mlink::rooms;

namespace {

QVector<QPointF> wave(int n, double length) {
  std::mt19937 random(1);
  QVector<QPointF> points;
  for (int i = 0; i < n; ++i) {
    const double x = length * i / n;
    points << QPointF(x, 0.5 + 0.3 * std::sin(x / 7) + 0.1 * std::uniform_real_distribution<>(-1, 1)(random));
  }
  return points;
}

ChartSeries line_of(const QVector<QPointF>& points, bool steps = false) {
  ChartSeries s;
  s.points = points;
  s.steps = steps;
  return s;
}

int count(const std::vector<DrawnPoints>& runs) {
  qsizetype n = 0;
  for (const DrawnPoints& run : runs) n += run.points.size();
  return static_cast<int>(n);
}

/// By plain QPainter, in window pixels.
QImage picture(const std::vector<DrawnPoints>& runs, const ChartWindow& w) {
  QImage image(w.pixels.toSize(), QImage::Format_RGB32);
  image.fill(Qt::white);
  QPainter painter(&image);
  for (const DrawnPoints& run : runs) {
    QPolygonF shape;
    for (const QPointF& p : run.points)
      shape << QPointF((p.x() - w.values.left()) / w.values.width() * w.pixels.width(),
                       (w.values.bottom() - p.y()) / w.values.height() * w.pixels.height());
    painter.drawPolyline(shape);
  }
  return image;
}

std::vector<DrawnPoints> lines(const ChartSeries& s, const ChartWindow& w) {
  return drawn_lines(s, goes_right(s.points), w);
}

/// Vertices of the whole series, nothing left out.
std::vector<DrawnPoints> all_of(const ChartSeries& s) {
  DrawnPoints run;
  for (const QPointF& p : s.points) {
    if (s.steps && !run.points.isEmpty()) run.points << QPointF(p.x(), run.points.last().y());
    run.points << p;
  }
  return {run};
}

}  // namespace

class TestChartPoints : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void samePictureAsAllPoints_data();
  void samePictureAsAllPoints();
  void stepsAreDoubledPoints();
  void breaks_data();
  void breaks();
  void endsAtTheWindow();
  void goingBackKeepsTheOrder();
  void cloudsKeepTheOutermost();
  void cloudsKeepTheLargest();
  void labelsDoNotOverlap_data();
  void labelsDoNotOverlap();
};

void TestChartPoints::samePictureAsAllPoints_data() {
  QTest::addColumn<int>("points");
  QTest::addColumn<bool>("steps");
  QTest::addColumn<bool>("clustered");
  for (const int n : {50, 1000, 5000, 40000}) {
    for (const bool steps : {false, true}) {
      QTest::addRow("%d %s", n, steps ? "steps" : "line") << n << steps << false;
      QTest::addRow("%d %s with gaps between crowds", n, steps ? "steps" : "line") << n << steps << true;
    }
  }
}

void TestChartPoints::samePictureAsAllPoints() {
  QFETCH(int, points);
  QFETCH(bool, steps);
  QFETCH(bool, clustered);
  ChartSeries s = line_of(wave(points, 100), steps);
  if (clustered) {  // many points in a pixel, then none for 40 pixels
    for (QPointF& p : s.points) p.setX(10 * std::floor(p.x() / 10) + (p.x() / 10 - std::floor(p.x() / 10)) * 0.1);
  }
  const ChartWindow window{{0, 0, 100, 1}, {400, 300}};
  const auto drawn = lines(s, window);
  QVERIFY2(count(drawn) <= 800, qPrintable(QString::number(count(drawn))));
  double low = 1, high = 0, drawn_low = 1, drawn_high = 0;
  for (const QPointF& p : s.points) {
    low = std::min(low, p.y());
    high = std::max(high, p.y());
  }
  for (const DrawnPoints& run : drawn) {
    QCOMPARE(run.points.size(), run.index.size());
    for (qsizetype i = 0; i < run.points.size(); ++i) {
      drawn_low = std::min(drawn_low, run.points[i].y());
      drawn_high = std::max(drawn_high, run.points[i].y());
      if (run.index[i] >= 0) QCOMPARE(run.points[i], s.points[run.index[i]]);
      if (i > 0) QVERIFY(run.points[i].x() >= run.points[i - 1].x());
    }
  }
  QCOMPARE(drawn_low, low);
  QCOMPARE(drawn_high, high);
  // Ink that one picture has and the other has not within two pixels.
  const QImage mine = picture(drawn, window), whole = picture(all_of(s), window);
  const auto missing = [](const QImage& from, const QImage& in) {
    int missed = 0;
    for (int y = 2; y + 2 < from.height(); ++y) {
      for (int x = 2; x + 2 < from.width(); ++x) {
        if (from.pixel(x, y) != 0xff000000U) continue;
        bool near = false;
        for (int dy = -2; dy <= 2; ++dy)
          for (int dx = -2; dx <= 2; ++dx) near = near || in.pixel(x + dx, y + dy) == 0xff000000U;
        missed += near ? 0 : 1;
      }
    }
    return missed;
  };
  QCOMPARE(missing(whole, mine), 0);
  QCOMPARE(missing(mine, whole), 0);
}

void TestChartPoints::stepsAreDoubledPoints() {
  const auto drawn = lines(line_of({{0, 1}, {10, 3}, {20, 2}}, true), {{0, 0, 20, 4}, {200, 100}});
  QCOMPARE(drawn.size(), 1U);
  QCOMPARE(drawn[0].points, (QVector<QPointF>{{0, 1}, {10, 1}, {10, 3}, {20, 3}, {20, 2}}));
  QCOMPARE(drawn[0].index, (QVector<int>{0, -1, 1, -1, 2}));
}

void TestChartPoints::breaks_data() {
  QTest::addColumn<QVector<QPointF>>("points");
  QTest::addColumn<QVector<int>>("runs");
  const double inf = std::numeric_limits<double>::infinity();
  QTest::newRow("nothing") << QVector<QPointF>{} << QVector<int>{};
  QTest::newRow("not-a-number only") << QVector<QPointF>{{1, kNan}, {2, kNan}} << QVector<int>{};
  QTest::newRow("infinite only") << QVector<QPointF>{{1, inf}, {2, -inf}, {inf, 1}} << QVector<int>{};
  QTest::newRow("one point") << QVector<QPointF>{{1, 1}} << QVector<int>{1};
  QTest::newRow("in the middle") << QVector<QPointF>{{0, 1}, {1, 1}, {2, kNan}, {3, 1}, {4, 1}} << QVector<int>{2, 2};
  QTest::newRow("at the ends") << QVector<QPointF>{{0, kNan}, {1, 1}, {2, 2}, {3, kNan}} << QVector<int>{2};
  QTest::newRow("alone between") << QVector<QPointF>{{0, kNan}, {1, 1}, {2, inf}, {3, 2}} << QVector<int>{1, 1};
  QTest::newRow("beyond doubles") << QVector<QPointF>{{0, 1}, {1, 1e308}, {2, 1}} << QVector<int>{1, 1};
  QTest::newRow("not a number in x") << QVector<QPointF>{{0, 1}, {kNan, 1}, {2, 1}, {3, 1}} << QVector<int>{1, 2};
}

void TestChartPoints::breaks() {
  QFETCH(QVector<QPointF>, points);
  QFETCH(QVector<int>, runs);
  const ChartWindow window{{0, 0, 4, 2}, {400, 100}};
  QVector<int> found;
  for (const DrawnPoints& run : lines(line_of(points), window)) found << static_cast<int>(run.points.size());
  QCOMPARE(found, runs);
  int usable = 0;
  for (const QPointF& p : points) usable += has_value(p) ? 1 : 0;
  QCOMPARE(drawn_points(line_of(points), window).points.size(), usable);
  // A break that is narrower than two pixels is not seen: it does not make a series of its own.
  QVector<QPointF> holes;
  for (int i = 0; i < 100000; ++i) holes << QPointF(4e-5 * i, i % 2 == 0 ? 1 : kNan);
  QCOMPARE(lines(line_of(holes), window).size(), 1U);
}

void TestChartPoints::endsAtTheWindow() {
  const ChartWindow window{{10, 0, 10, 1}, {100, 100}};
  const auto line = lines(line_of({{0, 0}, {40, 1}}), window);
  QCOMPARE(line[0].points, (QVector<QPointF>{{10, 0.25}, {20, 0.5}}));
  QCOMPARE(line[0].index, (QVector<int>{-1, -1}));
  const auto step = lines(line_of({{0, 0.5}, {15, 0.75}, {40, 1}}, true), window);
  QCOMPARE(step[0].points, (QVector<QPointF>{{10, 0.5}, {15, 0.5}, {15, 0.75}, {20, 0.75}}));
  QCOMPARE(count(lines(line_of({{0, 0}, {5, 1}}), window)), 0);
  QCOMPARE(count(lines(line_of({{25, 0}, {30, 1}}), window)), 0);
}

// Accuracy against time: a larger budget may take less time.
void TestChartPoints::goingBackKeepsTheOrder() {
  const QVector<QPointF> back{{0, 0}, {3, 1}, {2, 2}, {4, 3}};
  const auto drawn = lines(line_of(back), {{0, 0, 4, 3}, {400, 300}});
  QCOMPARE(drawn[0].points, back);
  QVector<QPointF> circle;
  for (int i = 0; i < 200000; ++i)
    circle << QPointF(std::cos(i * 1e-4) * (1 + i % 2 * 0.3), std::sin(i * 1e-4) * (1 + i % 2 * 0.3));
  const auto round = lines(line_of(circle), {{-2, -2, 4, 4}, {400, 300}});
  QVERIFY(count(round) <= 800 && count(round) > 100);
  QCOMPARE(round.size(), 1U);
}

void TestChartPoints::cloudsKeepTheOutermost() {
  std::mt19937 random(2);
  std::normal_distribution<> normal;
  ChartSeries s;
  s.line = false;
  for (int i = 0; i < 300000; ++i) s.points << QPointF(normal(random), normal(random));
  s.points[777] = {9, 0};
  s.points[778] = {-9, 0};
  s.points[779] = {0, 9};
  s.points[780] = {0, -9};
  const DrawnPoints drawn = drawn_points(s, {{-10, -10, 20, 20}, {400, 300}});
  QVERIFY(drawn.points.size() <= 800 && drawn.points.size() > 200);
  for (const int i : {777, 778, 779, 780}) QVERIFY(drawn.index.contains(i));
  QVERIFY(std::is_sorted(drawn.index.begin(), drawn.index.end()));
}

void TestChartPoints::cloudsKeepTheLargest() {
  ChartSeries s;
  s.line = false;
  for (int i = 0; i < 5000; ++i) {
    s.points << QPointF(0.5 + i * 1e-9, 0.5);
    s.sizes << (i == 4000 ? 30 : 5);
  }
  QVERIFY(drawn_points(s, {{0, 0, 1, 1}, {300, 300}}).index.contains(4000));
  s.sizes.resize(10);  // fewer than points: the others have no size of their own
  QVERIFY(drawn_points(s, {{0, 0, 1, 1}, {300, 300}}).points.size() <= 600);
}

void TestChartPoints::labelsDoNotOverlap_data() {
  QTest::addColumn<QVector<double>>("ends");
  QTest::newRow("none") << QVector<double>{};
  QTest::newRow("apart") << QVector<double>{20, 80, 150};
  QTest::newRow("all at one height") << QVector<double>{50, 50, 50, 50};
  QTest::newRow("at the top") << QVector<double>{0, 1, 2};
  QTest::newRow("at the bottom") << QVector<double>{199, 200, 198, 200};
  QTest::newRow("not in order") << QVector<double>{150, 20, 151, 19};
  const QRectF area(0, 0, 300, 200);
  QTest::newRow("as many as fit") << QVector<double>(static_cast<qsizetype>(labels_that_fit(15, area)), 50);
}

void TestChartPoints::labelsDoNotOverlap() {
  QCOMPARE(labels_that_fit(15, QRectF(0, 0, 300, 200)), 14U);
  QCOMPARE(labels_that_fit(15, QRectF(0, 0, 300, 0)), 1U);
  QCOMPARE(labels_that_fit(15, QRectF(0, 20, 300, -5)), 0U);
  QFETCH(QVector<double>, ends);
  std::vector<EndLabel> labels;
  for (const double y : ends) labels.push_back({"name", Qt::black, {300, y}});
  const auto at = label_heights(labels, 15, QRectF(0, 0, 300, 200));
  for (std::size_t i = 0; i < at.size(); ++i) {
    QVERIFY(at[i] >= 0 && at[i] <= 200);
    for (std::size_t j = 0; j < i; ++j) {
      QVERIFY(std::abs(at[i] - at[j]) >= 15);
      if (labels[i].end.y() < labels[j].end.y()) QVERIFY(at[i] < at[j]);
    }
  }
}

QTEST_APPLESS_MAIN(TestChartPoints)
#include "test_decimate.moc"
