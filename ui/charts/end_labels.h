// Names right of a plot, each led to its line's end; none overlaps another. GUI thread only.
#pragma once

#include <QColor>
#include <QPointF>
#include <QRectF>
#include <QString>
#include <vector>

class QPainter;

namespace mlink::ui {

struct EndLabel {
  QString text;
  QColor colour;
  QPointF end;  ///< of the line, pixels
};

/// Heights of the labels' middles, at least `line` apart and within `area` as far as they fit; by the order given.
[[nodiscard]] std::vector<double> label_heights(const std::vector<EndLabel>& labels, double line, const QRectF& area);
/// How many labels find room so.
[[nodiscard]] std::size_t labels_that_fit(double line, const QRectF& area);
void draw_end_labels(QPainter& painter, const std::vector<EndLabel>& labels, const QRectF& area, const QColor& leader);

}  // namespace mlink::ui
