#include "ui/charts/end_labels.h"

#include <QPainter>
#include <algorithm>
#include <cmath>
#include <numeric>

namespace mlink::ui {

std::vector<double> label_heights(const std::vector<EndLabel>& labels, double line, const QRectF& area) {
  std::vector<std::size_t> order(labels.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return labels[a].end.y() < labels[b].end.y(); });
  std::vector<double> at(labels.size());
  double free = area.top();
  for (const std::size_t i : order) {
    at[i] = std::max(labels[i].end.y(), free);
    free = at[i] + line;
  }
  double limit = area.bottom();
  for (auto i = order.rbegin(); i != order.rend(); ++i) {
    at[*i] = std::min(at[*i], limit);
    limit = at[*i] - line;
  }
  return at;
}

std::size_t labels_that_fit(double line, const QRectF& area) {
  return area.height() < 0 || line <= 0 ? 0 : static_cast<std::size_t>(area.height() / line + 1e-9) + 1;
}

void draw_end_labels(QPainter& painter, const std::vector<EndLabel>& labels, const QRectF& area, const QColor& leader) {
  const QFontMetricsF metrics(painter.font());
  const std::vector<double> at = label_heights(labels, metrics.height() - 1, area);
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const QPointF end = labels[i].end, text(area.right() + 14, at[i]);
    if (std::abs(text.y() - end.y()) > 3 || text.x() - end.x() > 24) {
      painter.setPen(QPen(leader, 1));
      painter.drawLine(QPointF(std::min(end.x() + 6, area.right() + 2), end.y()), text - QPointF(3, 0));
    }
    painter.setPen(labels[i].colour);
    painter.drawText(QPointF(text.x(), text.y() + metrics.ascent() / 2 - 1), labels[i].text);
  }
}

}  // namespace mlink::ui
