#include "ui/sources/row_drag.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QShortcut>
#include <QTableView>
#include <algorithm>

#include "ui/common/theme.h"

namespace mlink::ui {

RowDrag::RowDrag(const ThemeHolder& themes, QTableView* view, std::function<int()> movable)
    : QObject(view), themes_(themes), view_(view), movable_(std::move(movable)), line_(new QWidget(view->viewport())) {
  line_->setAttribute(Qt::WA_TransparentForMouseEvents);
  line_->setAutoFillBackground(true);
  line_->hide();
  view->viewport()->installEventFilter(this);
  view->installEventFilter(this);
  for (const auto& [key, by] : {std::pair(Qt::Key_Up, -1), std::pair(Qt::Key_Down, 1)}) {
    auto* keys = new QShortcut(QKeySequence(Qt::ALT | key), view, nullptr, nullptr, Qt::WidgetShortcut);
    connect(keys, &QShortcut::activated, this, [this, by = by] { step(by); });
  }
}

void RowDrag::step(int by) {
  const int row = view_->currentIndex().row();
  if (row < 0 || row >= movable_() || row + by < 0 || row + by >= movable_()) return;
  Q_EMIT moved(row, row + by);
}

int RowDrag::gap_at(int y) const {
  const int rows = movable_();
  for (int row = 0; row < rows; ++row)
    if (y < view_->rowViewportPosition(row) + view_->rowHeight(row) / 2) return row;
  return rows;
}

void RowDrag::show_gap() {
  const int rows = movable_();
  const int y = gap_ < rows ? view_->rowViewportPosition(gap_)
                            : view_->rowViewportPosition(rows - 1) + view_->rowHeight(rows - 1);
  QPalette palette = line_->palette();
  palette.setColor(QPalette::Window, themes_.theme().accent);
  line_->setPalette(palette);
  line_->setGeometry(0, std::max(y - 1, 0), view_->viewport()->width(), 2);
  line_->show();
  line_->raise();
}

void RowDrag::let_go() {
  row_ = -1;
  dragging_ = false;
  line_->hide();
  view_->viewport()->unsetCursor();
}

bool RowDrag::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::KeyPress && dragging_ && dynamic_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
    let_go();
    return true;
  }
  if (watched != view_->viewport()) return false;
  if (event->type() == QEvent::MouseButtonPress) {
    const auto* mouse = dynamic_cast<QMouseEvent*>(event);
    const int row = view_->rowAt(mouse->position().toPoint().y());
    const bool plain = mouse->button() == Qt::LeftButton && mouse->modifiers() == Qt::NoModifier;
    row_ = plain && row >= 0 && row < movable_() ? row : -1;
    from_ = mouse->position().toPoint();
    return false;
  }
  if (event->type() == QEvent::MouseMove && row_ >= 0) {
    const auto* mouse = dynamic_cast<QMouseEvent*>(event);
    if (!(mouse->buttons() & Qt::LeftButton) || row_ >= movable_()) {  // it ended elsewhere, or rows went
      let_go();
      return false;
    }
    const QPoint at = mouse->position().toPoint();
    if (!dragging_ && std::abs(at.y() - from_.y()) >= QApplication::startDragDistance()) {
      dragging_ = true;
      view_->viewport()->setCursor(Qt::ClosedHandCursor);
    }
    if (!dragging_) return true;
    gap_ = gap_at(at.y());
    show_gap();
    return true;
  }
  if (event->type() == QEvent::MouseButtonRelease && row_ >= 0) {
    const int row = row_, to = gap_ > row_ ? gap_ - 1 : gap_;
    const bool moves = dragging_ && to != row && row < movable_();
    let_go();
    if (moves) Q_EMIT moved(row, to);
  }
  return false;
}

}  // namespace mlink::ui
