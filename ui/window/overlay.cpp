#include "ui/window/overlay.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/common/icons.h"
#include "ui/common/widgets.h"

namespace mlink::ui {

Overlay::Overlay(const ThemeHolder& themes, QWidget* window)
    : QWidget(window), themes_(themes), panel_(new QWidget(this)) {
  hide();
  window->installEventFilter(this);
  connect(&themes, &ThemeHolder::changed, this, qOverload<>(&QWidget::update));
}

void Overlay::fill(QWidget* title, QWidget* body) {
  auto* close = new QToolButton;
  close->setAutoRaise(true);
  close->setIcon(themed_icon(QStringLiteral("cross"), themes_));
  close->setToolTip(tr("Close (Esc)"));
  close->setAccessibleName(tr("Close"));
  connect(close, &QToolButton::clicked, this, &Overlay::close_overlay);
  auto* head = new QHBoxLayout;
  head->setContentsMargins(14, 8, 8, 8);
  head->addWidget(title);
  head->addStretch(1);
  head->addWidget(close);
  auto* column = new QVBoxLayout(panel_);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addLayout(head);
  column->addWidget(new Rule(themes_));
  column->addWidget(body, 1);
}

void Overlay::open(QWidget* first) {
  if (!isVisible()) before_ = QApplication::focusWidget();
  lay_out();
  show();
  raise();
  first->setFocus(Qt::PopupFocusReason);
}

void Overlay::close_overlay() {
  if (!isVisible()) return;
  hide();
  if (before_ && before_->isVisible()) before_->setFocus(Qt::PopupFocusReason);
}

void Overlay::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  Q_EMIT toggled(true);
}

void Overlay::hideEvent(QHideEvent* event) {
  QWidget::hideEvent(event);
  Q_EMIT toggled(false);
}

void Overlay::lay_out() {
  resize(parentWidget()->size());
  panel_->setGeometry(place(size()));
}

bool Overlay::eventFilter(QObject* watched, QEvent* event) {
  if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible()) lay_out();
  return QWidget::eventFilter(watched, event);
}

void Overlay::paintEvent(QPaintEvent*) {
  const Theme& t = themes_.theme();
  QPainter painter(this);
  QColor scrim(0x1B, 0x1F, 0x24);
  scrim.setAlphaF(0.38F);
  painter.fillRect(rect(), scrim);
  painter.setPen(t.strong);
  painter.setBrush(t.panel);
  painter.drawRect(panel_->geometry().adjusted(-1, -1, 0, 0));
}

void Overlay::mousePressEvent(QMouseEvent* event) {
  if (!panel_->geometry().contains(event->position().toPoint())) close_overlay();
}

void Overlay::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape) return close_overlay();
  event->accept();  // nothing of the window below hears keys
}

}  // namespace mlink::ui
