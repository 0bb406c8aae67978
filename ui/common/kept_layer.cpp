#include "ui/common/kept_layer.h"

#include <QPaintEngine>
#include <QPainter>
#include <cmath>

namespace mlink::ui {

void KeptLayer::draw(QPainter& painter, const QRectF& area, const std::function<void(QPainter&)>& draw) {
  const QTransform device = painter.deviceTransform();
  const bool pixels = painter.paintEngine() && painter.paintEngine()->type() == QPaintEngine::Raster;
  if (!pixels || device.type() > QTransform::TxScale || device.m11() != device.m22() || area.isEmpty()) {
    painter.save();
    painter.setClipRect(area, Qt::IntersectClip);
    draw(painter);
    painter.restore();
    return;
  }
  const double scale = device.m11();
  const QRectF exact = device.mapRect(area);
  const QRect whole = exact.toAlignedRect();
  const QPointF offset = exact.topLeft() - whole.topLeft();
  if (image_.size() != whole.size() || area_ != area || scale_ != scale || offset_ != offset) {
    image_ = QImage(whole.size(), QImage::Format_ARGB32_Premultiplied);
    image_.fill(Qt::transparent);
    area_ = area;
    scale_ = scale;
    offset_ = offset;
    QPainter layer(&image_);
    layer.translate(offset);
    layer.scale(scale, scale);
    layer.translate(-area.topLeft());
    layer.setClipRect(area);
    layer.setRenderHints(painter.renderHints());
    layer.setFont(painter.font());
    draw(layer);
    layer.end();
    image_.setDevicePixelRatio(scale);
  }
  painter.drawImage(area.topLeft() - offset / scale, image_);
}

}  // namespace mlink::ui
