#include "ui/compare/accuracy_slider.h"

#include <QPainter>
#include <QStyleOptionSlider>

namespace mlink::ui {

AccuracySlider::AccuracySlider(const ThemeHolder& themes, QWidget* parent)
    : QSlider(Qt::Horizontal, parent), themes_(themes) {
  setRange(0, 100);
  setPageStep(5);
  setMinimumHeight(24);
  setAccessibleName(tr("Accuracy wanted, in hundredths"));
  connect(&themes, &ThemeHolder::changed, this, qOverload<>(&QWidget::update));
}

void AccuracySlider::paintEvent(QPaintEvent*) {
  const Theme& t = themes_.theme();
  QStyleOptionSlider option;
  initStyleOption(&option);
  const QRectF handle = style()->subControlRect(QStyle::CC_Slider, &option, QStyle::SC_SliderHandle, this);
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const double y = rect().center().y() + 0.5;
  painter.setPen(QPen(t.strong, 4, Qt::SolidLine, Qt::RoundCap));
  painter.drawLine(QPointF(3, y), QPointF(width() - 3, y));
  painter.setPen(QPen(t.accent, 4, Qt::SolidLine, Qt::RoundCap));
  painter.drawLine(QPointF(3, y), QPointF(handle.center().x(), y));
  const QRectF place(handle.center().x() - 5, y - 9, 10, 18);
  if (hasFocus()) {
    painter.setPen(QPen(t.accent, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(place.adjusted(-2, -2, 2, 2), 4, 4);
  }
  painter.setPen(QPen(t.accent, 2));
  painter.setBrush(t.panel);
  painter.drawRoundedRect(place, 3, 3);
}

}  // namespace mlink::ui
