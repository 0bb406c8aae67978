#include "ui/links/matrix_view.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "ui/common/icons.h"
#include "ui/common/widgets.h"

namespace mlink::ui {
namespace {

constexpr int kFull = 84, kMiddle = 44, kSmall = 24;  // cell widths at which less is written
constexpr int kMostWide = 112, kMostHigh = 84, kLeastCell = 14;
constexpr int kTipMs = 400;

}  // namespace

MatrixCorner::MatrixCorner(const ThemeHolder& themes, QWidget* parent) : QWidget(parent), themes_(themes) {}

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
}

MatrixDelegate::MatrixDelegate(const ThemeHolder& themes, MatrixView* view)
    : QStyledItemDelegate(view), themes_(themes), view_(view) {}

void MatrixDelegate::paint_untrained(QPainter& painter, const QRect& cell) const {
  const Theme& t = themes_.theme();
  painter.save();
  painter.setClipRect(cell);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(t.line, 1));
  for (int x = cell.left() - cell.height(); x < cell.right(); x += 9)
    painter.drawLine(x, cell.bottom() + 1, x + cell.height(), cell.top());
  if (cell.width() >= kFull) {
    const QString text = tr("not trained");
    painter.setFont(ui_font(TypeSize::axis));
    QRect place(0, 0, painter.fontMetrics().horizontalAdvance(text) + 12, 20);
    place.moveCenter(cell.center());
    painter.fillRect(place, t.panel);
    painter.setPen(t.second);
    painter.drawText(place, Qt::AlignCenter, text);
  }
  painter.restore();
}

void MatrixDelegate::paint_bar(QPainter& painter, const QRectF& place, const QModelIndex& index,
                               const QColor& ink) const {
  const double p = std::clamp(index.data(MatrixModel::PRole).toDouble(), 0.0, 1.0);
  const double prior = std::clamp(index.data(MatrixModel::PriorRole).toDouble(), 0.0, 1.0);
  QColor rest = ink;
  rest.setAlphaF(0.25F);
  painter.fillRect(place, rest);
  painter.fillRect(QRectF(place.left(), place.top(), place.width() * p, place.height()), ink);
  // The prior's tick stands out of the bar and is cut into it, so that it is seen on both sides of p.
  const double x = place.left() + place.width() * prior;
  const QColor fill = themes_.theme().ramp_at(index.data(MatrixModel::ShareRole).toDouble());
  painter.fillRect(QRectF(x - 2, place.top() - 3, 4.5, place.height() + 6), fill);
  painter.fillRect(QRectF(x - 0.5, place.top() - 3, 1.5, place.height() + 6), ink);
}

void MatrixDelegate::paint_link(QPainter& painter, const QRect& cell, const QModelIndex& index,
                                const QColor& fill) const {
  const QColor ink = Theme::ink_on(fill);
  const int wide = cell.width();
  painter.setPen(ink);
  if (wide >= kFull) {
    const int pad = wide >= 100 ? 12 : 9;
    painter.setFont(ui_font(TypeSize::key_figure, true));
    const QRect text(cell.left() + pad, cell.top(), wide - 2 * pad, cell.height() - 12);
    painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter, index.data(MatrixModel::ValueTextRole).toString());
    const int used = painter.fontMetrics().horizontalAdvance(index.data(MatrixModel::ValueTextRole).toString());
    painter.setFont(ui_font(TypeSize::axis));
    const QString lift = index.data(MatrixModel::LiftTextRole).toString();
    if (used + painter.fontMetrics().horizontalAdvance(lift) + 6 <= text.width())
      painter.drawText(text, Qt::AlignRight | Qt::AlignVCenter, lift);
    paint_bar(painter, QRectF(cell.left() + pad, cell.bottom() - 15, wide - 2 * pad, 5), index, ink);
  } else if (wide >= kMiddle) {
    painter.setFont(ui_font(TypeSize::text, true));
    painter.drawText(cell.adjusted(0, 0, 0, -8), Qt::AlignCenter, index.data(MatrixModel::ValueTextRole).toString());
    paint_bar(painter, QRectF(cell.left() + 6, cell.bottom() - 9, wide - 12, 3), index, ink);
  } else if (wide >= kSmall) {
    painter.setFont(ui_font(TypeSize::axis));
    painter.drawText(cell, Qt::AlignCenter, index.data(MatrixModel::ShortTextRole).toString());
  }
  if (index.data(MatrixModel::StaleRole).toBool() && wide >= kSmall) {
    const qreal side = std::min(14, wide / 3);
    QPainterPath corner;
    corner.moveTo(cell.right() + 1 - side, cell.top());
    corner.lineTo(cell.right() + 1, cell.top());
    corner.lineTo(cell.right() + 1, cell.top() + side);
    corner.closeSubpath();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillPath(corner, themes_.theme().panel);
    painter.strokePath(corner, QPen(themes_.theme().warn, 1.2));
  }
}

void MatrixDelegate::paint_rings(QPainter& painter, const QRect& cell, const QModelIndex& index,
                                 const QColor& ink) const {
  const Theme& t = themes_.theme();
  const QRectF place(cell);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setBrush(Qt::NoBrush);
  if (index == view_->chosen()) {
    painter.setPen(QPen(t.panel, 2));
    painter.drawRect(place.adjusted(3.5, 3.5, -3.5, -3.5));
    painter.setPen(QPen(view_->hasFocus() ? t.accent : t.text, 2.5));
    painter.drawRect(place.adjusted(1.25, 1.25, -1.25, -1.25));
  } else if (index == view_->hovered()) {
    painter.setPen(QPen(t.text, 1.5));
    painter.drawRect(place.adjusted(0.75, 0.75, -0.75, -0.75));
  }
  if (index == view_->sibling()) {
    QPen dashes(ink, 1.5, Qt::CustomDashLine);
    dashes.setDashPattern({2, 2});
    painter.setPen(dashes);
    painter.drawRect(place.adjusted(1.5, 1.5, -1.5, -1.5));
  }
}

void MatrixDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  const Theme& t = themes_.theme();
  const QRect cell = option.rect.adjusted(0, 0, -1, -1);  // 1 px of panel between cells
  painter->save();
  if (index.data(MatrixModel::DiagonalRole).toBool()) {
    painter->fillRect(cell, t.sunken);
  } else if (!index.data(MatrixModel::TrainedRole).toBool()) {
    paint_untrained(*painter, cell);
    paint_rings(*painter, cell, index, t.text);
  } else {
    const QColor fill = t.ramp_at(index.data(MatrixModel::ShareRole).toDouble());
    painter->fillRect(cell, fill);
    paint_link(*painter, cell, index, fill);
    paint_rings(*painter, cell, index, Theme::ink_on(fill));
  }
  painter->restore();
}

MatrixHead::MatrixHead(Qt::Orientation orientation, const ThemeHolder& themes, MatrixView* view)
    : QHeaderView(orientation, view), themes_(themes), view_(view) {
  setSectionResizeMode(QHeaderView::Fixed);
  setMinimumSectionSize(4);
  setSectionsClickable(false);
}

QSize MatrixHead::sizeHint() const {
  return orientation() == Qt::Horizontal ? QSize(100, view_->head_height()) : QSize(view_->head_width(), 100);
}

void MatrixHead::paint_target(QPainter& painter, const QRect& place, int section) const {
  const Theme& t = themes_.theme();
  const bool chosen = view_->chosen().isValid() && view_->chosen().column() == section;
  const bool hovered = view_->hovered().isValid() && view_->hovered().column() == section;
  const QString name = view_->matrix()->name(section);
  painter.setFont(ui_font(place.width() >= kMiddle ? TypeSize::text : TypeSize::axis, place.width() >= kMiddle));
  painter.setPen(chosen || hovered || place.width() >= kMiddle ? t.text : t.second);
  if (view_->names_turned()) {
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
  if (chosen) painter.fillRect(place.adjusted(0, 0, 0, -1), t.selection);
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
    painter.drawText(QRect(left, place.top(), room, place.height()), Qt::AlignLeft | Qt::AlignVCenter, name);
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
}

MatrixView::MatrixView(const ThemeHolder& themes, MatrixModel* model, QWidget* parent)
    : QTableView(parent), themes_(themes), model_(model) {
  setModel(model);
  setHorizontalHeader(new MatrixHead(Qt::Horizontal, themes, this));
  setVerticalHeader(new MatrixHead(Qt::Vertical, themes, this));
  setItemDelegate(new MatrixDelegate(themes, this));
  setFrameShape(QFrame::NoFrame);
  setShowGrid(false);
  setMouseTracking(true);
  setSelectionMode(QAbstractItemView::NoSelection);  // the chosen link is the shared selection's, drawn by the delegate
  setEditTriggers(QAbstractItemView::NoEditTriggers);
  setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
  setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  setTabKeyNavigation(false);
  setCornerButtonEnabled(false);
  corner_ = new MatrixCorner(themes, this);
  setAccessibleName(tr("Link matrix, sources by row, targets by column"));
  tip_timer_.setSingleShot(true);
  tip_timer_.setInterval(kTipMs);
  connect(&tip_timer_, &QTimer::timeout, this, &MatrixView::show_tip);
  connect(&themes, &ThemeHolder::changed, this, [this] {
    viewport()->update();
    horizontalHeader()->viewport()->update();
    verticalHeader()->viewport()->update();
    corner_->update();
  });
}

bool MatrixView::is_link(const QModelIndex& index) const {
  return index.isValid() && !index.data(MatrixModel::DiagonalRole).toBool();
}

QModelIndex MatrixView::sibling() const {
  return chosen_.isValid() ? model_->index(chosen_.column(), chosen_.row()) : QModelIndex();
}

bool MatrixView::names_turned() const {
  const QFontMetrics metrics(ui_font(cell_.width() >= kMiddle ? TypeSize::text : TypeSize::axis, true));
  for (int i = 0; i < model_->boxes(); ++i) {
    if (metrics.horizontalAdvance(model_->name(i)) > cell_.width() - 4) return cell_.width() < kFull;
  }
  return false;
}

QSize MatrixView::fit(const QSize& room) {
  const int k = std::max(model_->boxes(), 1);
  const QFontMetrics metrics(ui_font(TypeSize::text, true));
  int names = 0;
  for (int i = 0; i < model_->boxes(); ++i) names = std::max(names, metrics.horizontalAdvance(model_->name(i)));
  head_.setWidth(std::clamp(names + 46, 92, 170));
  if (room.width() > 620) head_.setWidth(std::max(head_.width(), 146));
  const auto width_beside = [&](int over) {
    return std::clamp((room.width() - head_.width() - over) / k, kLeastCell, kMostWide);
  };
  cell_.setWidth(width_beside(0));
  // Turned names lean out beyond the last column: the cells give way.
  const int lean = std::max(static_cast<int>(names * 0.64) + 8 - cell_.width() / 2, 0);
  if (names_turned()) cell_.setWidth(width_beside(lean));
  const int over = names_turned() ? lean : 0;
  const int wide = cell_.width();
  head_.setHeight(names_turned() ? std::clamp(static_cast<int>(names * 0.78) + 18, 50, 120) : 58);
  const int high = std::clamp((room.height() - head_.height()) / k, kLeastCell, kMostHigh);
  cell_.setHeight(std::clamp(std::min(high, static_cast<int>(wide * 0.66)), kLeastCell, kMostHigh));
  horizontalHeader()->setDefaultSectionSize(cell_.width());
  verticalHeader()->setDefaultSectionSize(cell_.height());
  horizontalHeader()->setFixedHeight(head_.height());
  verticalHeader()->setFixedWidth(head_.width());
  corner_->setGeometry(0, 0, head_.width(), head_.height());
  corner_->raise();
  cells_right_ = head_.width() + k * cell_.width();
  const QSize all(cells_right_ + over, head_.height() + k * cell_.height());
  const QSize shown = all.boundedTo(room.expandedTo({120, 80}));
  setHorizontalScrollBarPolicy(cells_right_ > shown.width() ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
  setVerticalScrollBarPolicy(all.height() > shown.height() ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
  return shown;
}

void MatrixView::choose(const QModelIndex& index) {
  if (index == chosen_) return;
  chosen_ = index;
  viewport()->update();
  horizontalHeader()->viewport()->update();
  verticalHeader()->viewport()->update();
}

void MatrixView::tell(const QModelIndex& index) {
  if (!is_link(index)) return;
  choose(index);
  Q_EMIT link_chosen(index.data(MatrixModel::SourceRole).toString(), index.data(MatrixModel::TargetRole).toString());
}

void MatrixView::hover(const QModelIndex& index) {
  const QModelIndex now = is_link(index) ? index : QModelIndex();
  if (now == hovered_) return;
  const QModelIndex before = hovered_;
  hovered_ = now;
  if (before.isValid()) update(before);  // only the old and the new cell are drawn again
  if (now.isValid()) update(now);
  if (cell_.width() < kMiddle) horizontalHeader()->viewport()->update();
  if (cell_.width() < kSmall) viewport()->update();  // the cross-hair runs through all cells
  QToolTip::hideText();
  if (now.isValid())
    tip_timer_.start();
  else
    tip_timer_.stop();
}

void MatrixView::show_tip() {
  if (!hovered_.isValid()) return;
  const QRect cell = visualRect(hovered_);
  // Qt shifts a tip by some pixels to the right and down: below the cell it never covers it or its heads.
  QToolTip::showText(viewport()->mapToGlobal(cell.bottomLeft() + QPoint(20, -10)),
                     hovered_.data(MatrixModel::TipRole).toString(), viewport(), cell);
}

void MatrixView::mouseMoveEvent(QMouseEvent* event) { hover(indexAt(event->position().toPoint())); }

void MatrixView::leaveEvent(QEvent* event) {
  hover({});
  QTableView::leaveEvent(event);
}

void MatrixView::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  const QModelIndex at = indexAt(event->position().toPoint());
  if (!is_link(at)) return;
  setCurrentIndex(at);
  tell(at);
}

void MatrixView::mouseDoubleClickEvent(QMouseEvent* event) {
  const QModelIndex at = indexAt(event->position().toPoint());
  if (event->button() != Qt::LeftButton || !at.data(MatrixModel::TrainedRole).toBool()) return;
  tell(at);
  Q_EMIT link_opened(at.data(MatrixModel::SourceRole).toString(), at.data(MatrixModel::TargetRole).toString());
}

void MatrixView::keyPressEvent(QKeyEvent* event) {
  const QModelIndex at = chosen_.isValid() ? QModelIndex(chosen_) : model_->index(0, 0);
  const auto step = [this, at](int down, int right) {
    // The diagonal is stepped over.
    QModelIndex next = model_->index(at.row() + down, at.column() + right);
    if (next.isValid() && next.row() == next.column()) next = model_->index(next.row() + down, next.column() + right);
    if (next.isValid()) {
      setCurrentIndex(next);
      scrollTo(next);
      tell(next);
    }
  };
  switch (event->key()) {
    case Qt::Key_Left: step(0, -1); return;
    case Qt::Key_Right: step(0, 1); return;
    case Qt::Key_Up: step(-1, 0); return;
    case Qt::Key_Down: step(1, 0); return;
    case Qt::Key_S: tell(sibling()); return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (at.data(MatrixModel::TrainedRole).toBool())
        Q_EMIT link_opened(at.data(MatrixModel::SourceRole).toString(), at.data(MatrixModel::TargetRole).toString());
      return;
    default: event->ignore();
  }
}

void MatrixView::focusInEvent(QFocusEvent* event) {
  QTableView::focusInEvent(event);
  viewport()->update();
}

void MatrixView::focusOutEvent(QFocusEvent* event) {
  QTableView::focusOutEvent(event);
  viewport()->update();
}

void MatrixView::scrollContentsBy(int dx, int dy) {
  QTableView::scrollContentsBy(dx, dy);
  Q_EMIT scrolled();
}

void MatrixView::paintEvent(QPaintEvent* event) {
  QTableView::paintEvent(event);
  if (cell_.width() >= kSmall || !hovered_.isValid()) return;
  // Cells too small for text: a cross-hair tells the row and the column.
  const QRect cell = visualRect(hovered_);
  QPainter painter(viewport());
  painter.setPen(QPen(themes_.theme().text, 1));
  painter.drawRect(QRect(0, cell.top() - 1, viewport()->width() - 1, cell.height()));
  painter.drawRect(QRect(cell.left() - 1, 0, cell.width(), viewport()->height() - 1));
}

}  // namespace mlink::ui
