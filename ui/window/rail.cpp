#include "ui/window/rail.h"

#include <QPainter>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/common/icons.h"

namespace mlink::ui {

RailButton::RailButton(const ThemeHolder& themes, const QString& icon, const QString& text, QWidget* parent)
    : QAbstractButton(parent), themes_(themes), icon_(icon) {
  setText(text);
  setCheckable(true);
  setFocusPolicy(Qt::TabFocus);
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
  connect(&themes, &ThemeHolder::changed, this, qOverload<>(&QWidget::update));
}

void RailButton::set_quiet(bool quiet) {
  if (quiet == quiet_) return;
  quiet_ = quiet;
  update();
}

QSize RailButton::sizeHint() const {
  const QFontMetrics metrics(ui_font(TypeSize::head, true));
  return {std::max(space::rail, metrics.horizontalAdvance(text()) + 14), 56};
}

void RailButton::enterEvent(QEnterEvent*) { update(); }
void RailButton::leaveEvent(QEvent*) { update(); }

void RailButton::paintEvent(QPaintEvent*) {
  const Theme& t = themes_.theme();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const QRectF body = QRectF(rect()).adjusted(5, 1, -5, -1);
  painter.setPen(Qt::NoPen);
  if (isChecked() || underMouse()) {
    painter.setBrush(isChecked() ? t.selection : t.line);
    painter.drawRoundedRect(body, 3, 3);
  }
  if (isChecked()) painter.fillRect(QRectF(0, 1, 3, height() - 2), t.accent);
  const QColor ink = isChecked() ? t.text : quiet_ ? t.disabled : t.second;
  draw_icon(painter, icon_, QRectF(width() / 2.0 - 10, 9, 20, 20), ink);
  painter.setFont(ui_font(TypeSize::head, isChecked()));
  painter.setPen(ink);
  painter.drawText(QRect(0, 30, width(), 20), Qt::AlignCenter, text());
  if (hasFocus()) {
    painter.setPen(QPen(t.accent, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(body.adjusted(1, 1, -1, -1), 3, 3);
  }
}

Rail::Rail(const ThemeHolder& themes, QWidget* parent) : QWidget(parent), themes_(themes) {
  setFixedWidth(space::rail);
  column_ = new QVBoxLayout(this);
  column_->setContentsMargins(0, 6, 0, 6);
  column_->setSpacing(2);
  column_->addStretch(1);
  connect(&themes, &ThemeHolder::changed, this, qOverload<>(&QWidget::update));
}

RailButton* Rail::add(const QString& id, const QString& icon, const QString& text, const QString& tip) {
  auto* button = new RailButton(themes_, icon, text);
  button->setToolTip(tip);
  column_->insertWidget(column_->count() - 1, button);
  buttons_.emplace_back(id, button);
  setFixedWidth(std::max(width(), button->sizeHint().width()));
  for (const auto& [name, other] : buttons_) other->setFixedWidth(width());
  connect(button, &QAbstractButton::clicked, this, [this, id] { Q_EMIT chosen(id); });
  return button;
}

RailButton* Rail::button(const QString& id) const {
  for (const auto& [name, button] : buttons_) {
    if (name == id) return button;
  }
  return nullptr;
}

void Rail::set_current(const QString& id) {
  for (const auto& [name, button] : buttons_) button->setChecked(name == id);
}

void Rail::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), themes_.theme().chrome);
  painter.fillRect(QRect(width() - 1, 0, 1, height()), themes_.theme().line);
}

}  // namespace mlink::ui
