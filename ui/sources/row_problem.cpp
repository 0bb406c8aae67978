#include "ui/sources/row_problem.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>

#include "ui/common/widgets.h"

namespace mlink::ui {

RowProblem::RowProblem(const ThemeHolder& themes, const Error& error, QWidget* parent)
    : QWidget(parent), themes_(themes), what_(to_qt(error.what)), todo_(to_qt(error.todo)), path_(to_qt(error.path)) {
  setToolTip(to_qt(error.text()));
  setAccessibleName(to_qt(error.text()));
  buttons_ = new QHBoxLayout(this);
  buttons_->setContentsMargins(8, 0, 8, 0);
  buttons_->setSpacing(4);
  buttons_->addStretch(1);
}

QPushButton* RowProblem::add_button(const QString& text) {
  auto* button = new QPushButton(text);
  button->setFocusPolicy(Qt::TabFocus);
  buttons_->addWidget(button);
  return button;
}

void RowProblem::paintEvent(QPaintEvent*) {
  const Theme& t = themes_.theme();
  QPainter painter(this);
  painter.fillRect(rect(), t.error_row);
  painter.fillRect(QRect(0, height() - 1, width(), 1), t.line);
  int right = width() - 16;
  for (int i = 0; i < buttons_->count(); ++i) {
    if (const QWidget* button = buttons_->itemAt(i)->widget()) right = std::min(right, button->x() - 10);
  }
  const bool second = !todo_.isEmpty() || !path_.isEmpty();
  const int middle = height() / 2;
  const QFont strong = ui_font(TypeSize::text, true);
  const QFontMetrics strong_metrics(strong);
  painter.setFont(strong);
  painter.setPen(t.error);
  const QRect first(space::cell_side, second ? middle - 19 : middle - 9, right - space::cell_side, 18);
  painter.drawText(first, Qt::AlignLeft | Qt::AlignVCenter,
                   strong_metrics.elidedText(what_, Qt::ElideRight, first.width()));
  if (!second) return;
  painter.setFont(ui_font());
  painter.setPen(t.second);
  QRect below = first.translated(0, 19);
  const QFontMetrics metrics(painter.font());
  painter.drawText(below, Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(todo_, Qt::ElideRight, below.width()));
  below.setLeft(below.left() + metrics.horizontalAdvance(todo_) + (todo_.isEmpty() ? 0 : 10));
  if (below.width() < 60) return;
  painter.setFont(mono_font());
  painter.drawText(below, Qt::AlignLeft | Qt::AlignVCenter,
                   QFontMetrics(mono_font()).elidedText(path_, Qt::ElideMiddle, below.width()));
}

}  // namespace mlink::ui
