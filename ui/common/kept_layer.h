// A part of a widget that takes long to draw and changes more rarely than what lies above it: kept as a picture for
// screens and pictures, drawn anew where lines and text are kept (SVG, PDF). GUI thread only.
#pragma once

#include <QImage>
#include <QPointF>
#include <QRectF>
#include <functional>

class QPainter;

namespace mlink::ui {

class KeptLayer {
 public:
  /// What is drawn in it has changed.
  void forget() { image_ = {}; }
  /// Draws what lies within `area` (the painter's coordinates); `draw` is called only when nothing that fits is kept.
  /// What it draws outside the area is cut off, on every device.
  void draw(QPainter& painter, const QRectF& area, const std::function<void(QPainter&)>& draw);

 private:
  QImage image_;
  QRectF area_;
  double scale_ = 0;
  QPointF offset_;  ///< of the area from whole device pixels
};

}  // namespace mlink::ui
