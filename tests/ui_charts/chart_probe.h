// What the suites of charts share: small values, what Qt Charts holds of a chart, pixels, the wheel.
#pragma once

#include <QApplication>
#include <QWheelEvent>
#include <QtCharts/QChart>
#include <QtCharts/QChartView>
#include <QtCharts/QXYSeries>
#include <QtTest>
#include <cmath>
#include <limits>

#include "base/number.h"
#include "ui/charts/bar_chart.h"
#include "ui/charts/box_chart.h"
#include "ui/charts/line_chart.h"
#include "ui/common/theme.h"

namespace mlink::probe {
using namespace rooms;

inline constexpr double kInfinite = std::numeric_limits<double>::infinity();
inline const QColor kRed(200, 30, 30), kBlue(30, 30, 200), kPanel(255, 255, 255);

inline ChartStyle plain_style() {
  return {kPanel, kPanel, Qt::black, Qt::black, Qt::black, kBlue, ui_font(TypeSize::axis)};
}

inline ChartAxis axis(double low, double high) {
  ChartAxis a;
  a.low = low;
  a.high = high;
  return a;
}

inline ChartSeries series(const QVector<QPointF>& points, const QPen& pen = QPen(kRed, 2)) {
  ChartSeries s;
  s.name = "mlink";
  s.points = points;
  s.pen = pen;
  return s;
}

inline ChartSeries dots(const QVector<QPointF>& points, ChartMarker marker = ChartMarker::disc) {
  ChartSeries s = series(points);
  s.line = false;
  s.marker = marker;
  return s;
}

inline QWidget* viewport(const Chart& chart) { return chart.findChild<QChartView*>()->viewport(); }
inline QChart* qt_chart(const Chart& chart) { return chart.findChild<QChartView*>()->chart(); }

template <typename Series>
QList<Series*> all(const Chart& chart) {
  QList<Series*> found;
  for (QAbstractSeries* s : qt_chart(chart)->series()) {
    if (auto* wanted = qobject_cast<Series*>(s)) found << wanted;
  }
  return found;
}

inline int points_held(const Chart& chart) {
  qsizetype n = 0;
  for (const QXYSeries* s : all<QXYSeries>(chart)) n += s->count();
  return static_cast<int>(n);
}

inline QColor colour(QWidget& chart, const QPointF& at) { return chart.grab().toImage().pixelColor(at.toPoint()); }

/// Shown, laid out, and rebuilt for its size.
inline void settle(Chart& chart, const QSize& size = {400, 300}) {
  chart.resize(size);
  chart.set_style(plain_style());
  chart.show();
  QVERIFY(QTest::qWaitForWindowExposed(&chart));
  QTest::qWait(1);
}

inline bool turn_wheel(const Chart& chart, const QPointF& at, int notches, Qt::KeyboardModifiers with = {}) {
  QWidget* target = viewport(chart);
  QWheelEvent event(at, target->mapToGlobal(at), {}, {0, 120 * notches}, Qt::NoButton, with, Qt::NoScrollPhase, false);
  event.setAccepted(false);
  QApplication::sendEvent(target, &event);
  return event.isAccepted();
}

inline void double_click(const Chart& chart, const QPoint& at) {
  QTest::mouseDClick(viewport(chart), Qt::LeftButton, {}, at);
  QTest::mouseRelease(viewport(chart), Qt::LeftButton, {}, at);  // which QTest leaves out: the button would stay down
}

}  // namespace mlink::probe
