#include "ui/window/ask_bar.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>

#include "ui/common/icons.h"

namespace mlink::ui {

AskBar::AskBar(const ThemeHolder& themes, QWidget* parent) : QWidget(parent), themes_(themes) {
  text_ = new TextLabel(themes, {});
  text_->setWordWrap(true);
  stop_ = new QPushButton(tr("Stop, then close"));
  wait_ = new QPushButton(tr("Close when it is done"));
  stay_ = new QPushButton(tr("Keep working"));
  stay_->setProperty("primary", true);
  stay_->setToolTip(tr("Esc"));
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(34, 6, 8, 7);
  row->setSpacing(8);
  row->addWidget(text_, 1);
  row->addWidget(stop_);
  row->addWidget(wait_);
  row->addWidget(stay_);
  connect(stop_, &QPushButton::clicked, this, &AskBar::stop_chosen);
  connect(wait_, &QPushButton::clicked, this, &AskBar::wait_chosen);
  connect(stay_, &QPushButton::clicked, this, &AskBar::stay_chosen);
  connect(&themes, &ThemeHolder::changed, this, qOverload<>(&QWidget::update));
  hide();
}

void AskBar::ask(const QString& question) {
  text_->setText(question);
  for (QPushButton* button : {stop_, wait_, stay_}) button->show();
  show();
  stay_->setFocus(Qt::OtherFocusReason);
}

void AskBar::say(const QString& text) {
  text_->setText(text);
  for (QPushButton* button : {stop_, wait_}) button->hide();
  show();
}

void AskBar::paintEvent(QPaintEvent*) {
  const Theme& t = themes_.theme();
  QPainter painter(this);
  painter.fillRect(rect(), t.selection);
  painter.fillRect(QRect(0, height() - 1, width(), 1), t.line);
  draw_icon(painter, QStringLiteral("warn"), QRectF(10, height() / 2.0 - 8, 16, 16), t.warn);
}

void AskBar::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape) return Q_EMIT stay_chosen();
  QWidget::keyPressEvent(event);
}

}  // namespace mlink::ui
