#include <QApplication>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "ui/common/icons.h"
#include "ui/common/widgets.h"
#include "ui/links/matrix_view.h"

namespace mlink::ui {

MatrixCorner::MatrixCorner(const ThemeHolder& themes, MatrixView* view) : QWidget(view), themes_(themes), view_(view) {
  connect(view->matrix(), &QAbstractItemModel::modelReset, this, qOverload<>(&QWidget::update));
}

void MatrixCorner::paintEvent(QPaintEvent*) {
  const Theme& t = themes_.theme();
  QPainter painter(this);
  painter.fillRect(rect(), t.panel);
  painter.setFont(ui_font(TypeSize::axis));
  painter.setPen(t.second);
  painter.drawText(rect().adjusted(0, 0, -10, -height() / 2), Qt::AlignRight | Qt::AlignBottom,
                   MatrixView::tr("target →"));
  painter.drawText(rect().adjusted(8, height() / 2, 0, -6), Qt::AlignLeft | Qt::AlignBottom,
                   MatrixView::tr("source ↓"));
  const JudgedRows rows = view_->matrix()->rows();
  if (rows == JudgedRows::test) return;
  painter.setPen(t.warn);
  painter.drawText(rect().adjusted(8, 2, 0, 0), Qt::AlignLeft | Qt::AlignTop,
                   rows == JudgedRows::train ? tr("training rows") : tr("all rows"));
}

MatrixHead::MatrixHead(Qt::Orientation orientation, const ThemeHolder& themes, MatrixView* view)
    : QHeaderView(orientation, view), themes_(themes), view_(view) {
  setSectionResizeMode(QHeaderView::Fixed);
  setMinimumSectionSize(4);
  setSectionsClickable(false);
  setToolTip(tr("Drag to another place: rows and columns follow"));
  viewport()->setCursor(Qt::OpenHandCursor);
}

double MatrixHead::along(const QMouseEvent& event) const {
  return orientation() == Qt::Horizontal ? event.position().x() : event.position().y();
}

void MatrixHead::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  pressed_ = logicalIndexAt(event->position().toPoint());
  pressed_at_ = along(*event);
}

void MatrixHead::mouseMoveEvent(QMouseEvent* event) {
  if (pressed_ < 0) return;
  if (!view_->dragging() && std::abs(along(*event) - pressed_at_) < QApplication::startDragDistance()) return;
  viewport()->setCursor(Qt::ClosedHandCursor);
  const double place = (along(*event) + offset()) / std::max(defaultSectionSize(), 1);
  view_->drag_box(pressed_, std::clamp(static_cast<int>(std::lround(place)), 0, count()), orientation());
}

void MatrixHead::mouseReleaseEvent(QMouseEvent*) {
  viewport()->setCursor(Qt::OpenHandCursor);
  pressed_ = -1;
  view_->drop_box();
}

QSize MatrixHead::sizeHint() const {
  return orientation() == Qt::Horizontal ? QSize(100, view_->head_height()) : QSize(view_->head_width(), 100);
}

void MatrixHead::paint_target(QPainter& painter, const QRect& place, int section) const {
  const Theme& t = themes_.theme();
  const bool chosen = view_->chosen().isValid() && view_->chosen().column() == section;
  const bool hovered = view_->hovered().isValid() && view_->hovered().column() == section;
  const QString name = view_->matrix()->name(section);
  painter.setFont(ui_font(place.width() >= matrix_cell::middle ? TypeSize::text : TypeSize::axis,
                          place.width() >= matrix_cell::middle));
  painter.setPen(chosen || hovered || place.width() >= matrix_cell::middle ? t.text : t.second);
  if (view_->names_turned()) {
    if (section % view_->column_step() != 0 && !chosen && !hovered) return;
    painter.save();
    painter.translate(place.center().x() + 3, place.bottom() - 5);
    painter.rotate(-50);
    painter.drawText(QRectF(0, -8, view_->head_height() * 1.25, 16), Qt::AlignLeft | Qt::AlignVCenter, name);
    painter.restore();
    return;
  }
  draw_icon(painter, task_icon(view_->matrix()->spec(section).task),
            QRectF(place.center().x() - 8, place.top() + 10, 16, 16), t.second);
  painter.drawText(QRect(place.left() + 2, place.top() + 30, place.width() - 4, 20), Qt::AlignCenter,
                   painter.fontMetrics().elidedText(name, Qt::ElideMiddle, place.width() - 4));
}

void MatrixHead::paint_source(QPainter& painter, const QRect& place, int section) const {
  const Theme& t = themes_.theme();
  const bool chosen = view_->chosen().isValid() && view_->chosen().row() == section;
  const bool hovered = view_->hovered().isValid() && view_->hovered().row() == section;
  if (chosen) painter.fillRect(place.adjusted(0, 0, 0, -1), t.selection);
  if (section % view_->row_step() != 0 && !chosen && !hovered) return;
  const OutputSpec& spec = view_->matrix()->spec(section);
  const bool high = place.height() >= 40;
  int left = place.left() + 8;
  if (place.height() >= 18) {
    draw_icon(painter, task_icon(spec.task), QRectF(left, place.center().y() - 7, 16, 16), t.second);
    left += 24;
  }
  const int room = place.right() - left - 6;
  painter.setPen(t.text);
  painter.setFont(ui_font(place.height() >= 24 ? TypeSize::text : TypeSize::axis, place.height() >= 24));
  const QString name =
      painter.fontMetrics().elidedText(view_->matrix()->name(section), Qt::ElideMiddle, std::max(room, 10));
  if (!high || view_->head_width() < 120) {
    // In rows lower than the text it stands out above and below, over rows that are not named.
    const int out = std::max(0, 14 - place.height()) / 2;
    painter.drawText(QRect(left, place.top(), room, place.height()).adjusted(0, -out, 0, out),
                     Qt::AlignLeft | Qt::AlignVCenter, name);
    return;
  }
  painter.drawText(QRect(left, place.center().y() - 18, room, 18), Qt::AlignLeft | Qt::AlignVCenter, name);
  painter.setFont(ui_font(TypeSize::axis));
  painter.setPen(t.second);
  QString what = QString::fromUtf8(to_string(spec.task).data()).replace(u'_', u' ');
  if (!spec.unit.empty()) what += QStringLiteral(" · ") + to_qt(spec.unit);
  painter.drawText(QRect(left, place.center().y() + 1, room, 16), Qt::AlignLeft | Qt::AlignVCenter,
                   painter.fontMetrics().elidedText(what, Qt::ElideRight, room));
}

void MatrixHead::paintEvent(QPaintEvent*) {
  QPainter painter(viewport());
  painter.fillRect(viewport()->rect(), themes_.theme().panel);
  const bool across = orientation() == Qt::Horizontal;
  // The tint first: turned names lean over their neighbours' columns.
  if (const QModelIndex at = view_->chosen(); across && at.isValid())
    painter.fillRect(QRect(sectionViewportPosition(at.column()), 0, sectionSize(at.column()) - 1, height()),
                     themes_.theme().selection);
  for (int section = 0; section < count(); ++section) {
    const int from = sectionViewportPosition(section), size = sectionSize(section);
    const QRect place = across ? QRect(from, 0, size, height()) : QRect(0, from, width(), size);
    if (!place.intersects(viewport()->rect())) continue;
    if (across)
      paint_target(painter, place, section);
    else
      paint_source(painter, place, section);
  }
  if (!view_->dragging()) return;
  const int at = view_->drop_place() * defaultSectionSize() - offset();
  painter.fillRect(across ? QRect(at - 2, 0, 3, height()) : QRect(0, at - 2, width(), 3), themes_.theme().accent);
}

}  // namespace mlink::ui
