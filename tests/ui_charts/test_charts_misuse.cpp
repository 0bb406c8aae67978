// Charts and data that no page should give them: a picture, finite ranges and no complaint of Qt whatever comes.
#include <functional>

#include "ui_charts/chart_probe.h"

using namespace mlink::rooms;
using namespace mlink::probe;

using Fill = std::function<Chart*()>;

namespace {

int warnings = 0;

void count_warnings(QtMsgType type, const QMessageLogContext&, const QString& text) {
  if (type == QtDebugMsg || type == QtInfoMsg || text.contains("XDG_RUNTIME_DIR")) return;
  ++warnings;
  fprintf(stderr, "%s\n", qPrintable(text));
}

}  // namespace

class TestChartsMisuse : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void misuse_data();
  void misuse();
};

void TestChartsMisuse::misuse_data() {
  QTest::addColumn<Fill>("fill");
  const auto lines = [](const QVector<ChartSeries>& series, const ChartAxis& x = {}, const ChartAxis& y = {}) {
    return Fill([=]() -> Chart* {
      auto* chart = new ScatterChart;
      chart->set_axes(x, y);
      chart->set_series(series);
      return chart;
    });
  };
  const auto bars = [](const QVector<ChartBar>& bars, Qt::Orientation along = Qt::Vertical) {
    return Fill([=]() -> Chart* {
      auto* chart = new BarChart(nullptr, along);
      chart->set_bars(bars);
      return chart;
    });
  };
  const auto boxes = [](const QVector<ChartBox>& boxes) {
    return Fill([=]() -> Chart* {
      auto* chart = new BoxChart;
      chart->set_boxes(boxes);
      return chart;
    });
  };
  QTest::newRow("nothing") << lines({});
  QTest::newRow("empty series") << lines({series({}), dots({})});
  QTest::newRow("one point") << lines({series({{1, 1}})});
  QTest::newRow("the same point twice") << lines({series({{1, 1}, {1, 1}})});
  QTest::newRow("not-a-number only") << lines({series({{kNan, kNan}, {1, kNan}}), dots({{kNan, 1}})});
  QTest::newRow("infinite") << lines({series({{0, 0}, {1, kInfinite}, {kInfinite, 1}, {-kInfinite, 0}, {2, 1}})});
  QTest::newRow("largest doubles") << lines({series({{-1.7e308, -1.7e308}, {1.7e308, 1.7e308}})});
  QTest::newRow("very large") << lines({series({{-1e299, -1e299}, {1e299, 1e299}})});
  QTest::newRow("very small") << lines({series({{0, 0}, {1e-300, 1e-300}})});
  QTest::newRow("far away and near each other") << lines({series({{1e17, 1e17}, {1e17 + 32, 1e17 + 32}})});
  QTest::newRow("all equal, far away") << lines({series({{1e17, -1e17}, {1e17, -1e17}})});
  QTest::newRow("axis upside down") << lines({series({{0, 0}, {1, 1}})}, axis(1, 0), axis(5, 5));
  QTest::newRow("axis not finite") << lines({series({{0, 0}, {1, 1}})}, axis(kNan, kInfinite), axis(-kInfinite, 1));
  ChartAxis ticks = axis(0, 1e6), backwards = axis(0, 1);
  ticks.ticks = {0, 1e-6};
  backwards.ticks = {1, 0.5, 0};
  QTest::newRow("too many ticks") << lines({series({{0, 0}, {1, 1}})}, ticks, backwards);
  ChartAxis named;
  named.names = {"a", "a", "", ""};
  QTest::newRow("equal names") << lines({series({{0, 0}, {3, 1}, {9, 1}})}, named);
  ChartSeries short_sizes = dots({{0, 0}, {1, 1}, {2, 2}});
  short_sizes.sizes = {10};
  short_sizes.whiskers = {{}, {kInfinite, 1}, {0, 1}, {0, 1}, {5, 6}};
  QTest::newRow("sizes and whiskers of another number") << lines({short_sizes});
  ChartSeries zero = dots({{0, 0}, {1, 1}});
  zero.sizes = {0, -5};
  QTest::newRow("sizes of nothing") << lines({zero});
  ChartSeries labelled = series({{0, kNan}});
  labelled.label = true;
  QTest::newRow("label without a point") << lines({labelled, labelled});
  for (const auto along : {Qt::Vertical, Qt::Horizontal}) {
    const char* way = along == Qt::Vertical ? "upright" : "level";
    QTest::addRow("no bars, %s", way) << bars({}, along);
    QTest::addRow("bars without values, %s", way)
        << bars({{"", kNan, {}, {}, {}, {}, "x"}, {"", kInfinite, {}, kNan, kNan, kNan, {}}}, along);
    QTest::addRow("all zero, %s", way) << bars({{"a", 0, kRed, {}, {}, {}, "0"}}, along);
    QVector<ChartBar> many;
    for (int i = 0; i < 300; ++i)
      many << ChartBar{QString("a box with a long name %1").arg(i), 1.0 * i, kRed, {}, {}, {}, "9"};
    QTest::addRow("300 bars, %s", way) << bars(many, along);
  }
  QTest::newRow("no boxes") << boxes({});
  QTest::newRow("boxes without values") << boxes({{}, box_of("a", {kNan})});
  QTest::newRow("a box of one value") << boxes({box_of("a", {1})});
  QTest::newRow("quartiles upside down") << boxes({{"a", 9, 7, 5, 3, 1, {kInfinite, kNan, 20}, {}}});
}

// Whatever comes: a picture, ranges that are finite, no complaint of Qt, the mouse finds its way.
void TestChartsMisuse::misuse() {
  QFETCH(Fill, fill);
  warnings = 0;
  const auto restore =
      qScopeGuard([before = qInstallMessageHandler(count_warnings)] { qInstallMessageHandler(before); });
  {
    const std::unique_ptr<Chart> chart(fill());
    settle(*chart);
    for (const QSize size : {QSize(400, 300), QSize(30, 20), QSize(1, 1), QSize(500, 200)}) {
      chart->resize(size);
      QTest::qWait(1);
      const QRectF shown = chart->shown();
      QVERIFY(shown.width() > 0 && shown.height() > 0 && std::isfinite(shown.width()) && std::isfinite(shown.height()));
      QVERIFY(!chart->grab().isNull());
      const QPoint middle = chart->plot_area().center().toPoint();
      QTest::mouseMove(viewport(*chart), middle);
      QTest::mouseClick(viewport(*chart), Qt::LeftButton, {}, middle);
      turn_wheel(*chart, middle, 2);
      turn_wheel(*chart, middle, -1, Qt::ShiftModifier);
      QVERIFY(!chart->grab().isNull());
      double_click(*chart, middle);
      QVERIFY(!chart->zoomed());
    }
    chart->set_axes({}, {});
    chart->show_values({kNan, 0, kInfinite, -1});
    QVERIFY(std::isfinite(chart->shown().width()) && std::isfinite(chart->shown().left()));
    QVERIFY(!chart->grab().isNull());
  }
  QCOMPARE(warnings, 0);
}

QTEST_MAIN(TestChartsMisuse)
#include "test_charts_misuse.moc"
