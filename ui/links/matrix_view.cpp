#include "ui/links/matrix_view.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QScrollBar>
#include <QToolTip>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "ui/common/icons.h"
#include "ui/common/widgets.h"

namespace mlink::ui {
namespace {

using matrix_cell::full, matrix_cell::middle, matrix_cell::small;
constexpr int kMostWide = 112, kMostHigh = 84, kLeastCell = 14;        // where nobody zoomed
constexpr int kZoomedWide = 168, kZoomedHigh = 126, kZoomedLeast = 6;  // where somebody did
constexpr double kZoomStep = 1.2;
constexpr int kTipMs = 400;

}  // namespace

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
  if (cell.width() >= full) {
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

void MatrixDelegate::paint_bar(QPainter& painter, const QRectF& place, const LinkFigures& link, const QColor& fill) {
  const QColor ink = Theme::ink_on(fill);
  const double p = std::clamp(link.test.p, 0.0, 1.0), prior = std::clamp(link.prior_p, 0.0, 1.0);
  QColor rest = ink;
  rest.setAlphaF(0.25F);
  painter.fillRect(place, rest);
  if (std::isfinite(p)) painter.fillRect(QRectF(place.left(), place.top(), place.width() * p, place.height()), ink);
  if (!std::isfinite(prior)) return;
  // The prior's tick stands out of the bar and is cut into it, so that it is seen on both sides of p.
  const double x = place.left() + place.width() * prior;
  painter.fillRect(QRectF(x - 2, place.top() - 3, 4.5, place.height() + 6), fill);
  painter.fillRect(QRectF(x - 0.5, place.top() - 3, 1.5, place.height() + 6), ink);
}

void MatrixDelegate::paint_link(QPainter& painter, const QRect& cell, const QModelIndex& index,
                                const QColor& fill) const {
  const QColor ink = Theme::ink_on(fill);
  const int wide = cell.width();
  painter.setPen(ink);
  if (wide >= full) {
    const int pad = wide >= 100 ? 12 : 6;
    painter.setFont(ui_font(TypeSize::key_figure, true));
    const QRect text(cell.left() + pad, cell.top(), wide - 2 * pad, cell.height() - 12);
    painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter, index.data(MatrixModel::ValueTextRole).toString());
    const int used = painter.fontMetrics().horizontalAdvance(index.data(MatrixModel::ValueTextRole).toString());
    painter.setFont(ui_font(TypeSize::axis));
    const QString lift = index.data(MatrixModel::LiftTextRole).toString();
    if (used + painter.fontMetrics().horizontalAdvance(lift) + 3 <= text.width())
      painter.drawText(text, Qt::AlignRight | Qt::AlignVCenter, lift);
    paint_bar(painter, QRectF(cell.left() + pad, cell.bottom() - 15, wide - 2 * pad, 5),
              *view_->matrix()->link_at(index), fill);
  } else if (wide >= middle) {
    painter.setFont(ui_font(TypeSize::text, true));
    painter.drawText(cell.adjusted(0, 0, 0, -8), Qt::AlignCenter, index.data(MatrixModel::ValueTextRole).toString());
    paint_bar(painter, QRectF(cell.left() + 6, cell.bottom() - 9, wide - 12, 3), *view_->matrix()->link_at(index),
              fill);
  } else if (wide >= small) {
    painter.setFont(ui_font(TypeSize::axis));
    painter.drawText(cell, Qt::AlignCenter, index.data(MatrixModel::ShortTextRole).toString());
  }
  if (index.data(MatrixModel::StaleRole).toBool() && wide >= small) {
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

void MatrixDelegate::paint_letter(QPainter& painter, const QRect& cell, QChar letter) const {
  if (cell.width() < small) return;
  const Theme& t = themes_.theme();
  const QRect place(cell.left() + 5, cell.top() + 4, 11, 11);  // above the value
  painter.fillRect(place, t.text);
  painter.setFont(ui_font(TypeSize::axis, true));
  painter.setPen(t.panel);
  painter.drawText(place, Qt::AlignCenter, QString(letter));
}

void MatrixDelegate::paint_rings(QPainter& painter, const QRect& cell, const QModelIndex& index,
                                 const QColor& ink) const {
  const Theme& t = themes_.theme();
  if (!view_->is_marked(index)) return;
  const bool chosen = index == view_->chosen(), sibling = index == view_->sibling();
  const bool pinned = index == view_->pinned();
  const QRectF place(cell);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setBrush(Qt::NoBrush);
  if (pinned || (chosen && view_->pinned().isValid())) paint_letter(painter, cell, chosen ? u'A' : u'B');
  if (chosen || pinned) {
    painter.setPen(QPen(t.panel, 2));
    painter.drawRect(place.adjusted(3.5, 3.5, -3.5, -3.5));
    painter.setPen(QPen(chosen && view_->hasFocus() ? t.accent : t.text, 2.5));
    painter.drawRect(place.adjusted(1.25, 1.25, -1.25, -1.25));
  } else if (index == view_->hovered() || index == view_->cursor_link()) {
    painter.setPen(QPen(t.text, 1.5));
    painter.drawRect(place.adjusted(0.75, 0.75, -0.75, -0.75));
  }
  if (sibling && !pinned) {
    QPen dashes(ink, 1.5, Qt::CustomDashLine);
    dashes.setDashPattern({2, 2});
    painter.setPen(dashes);
    painter.drawRect(place.adjusted(1.5, 1.5, -1.5, -1.5));
  }
}

void MatrixDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  const Theme& t = themes_.theme();
  const QRect cell = option.rect.adjusted(0, 0, -1, -1);  // 1 px of panel between cells
  // Thousands of cells: what they are is asked of the model itself, and most are a fill and nothing else.
  const LinkFigures* link = view_->matrix()->link_at(index);
  if (!link && index.row() == index.column()) return painter->fillRect(cell, t.sunken);
  const bool plain = link && option.rect.width() < small;
  const QColor fill = link ? t.ramp_at(view_->matrix()->share(*link)) : t.panel;
  if (link) painter->fillRect(cell, fill);
  if (plain && !view_->is_marked(index)) return;
  painter->save();
  if (!link)
    paint_untrained(*painter, cell);
  else if (!plain)
    paint_link(*painter, cell, index, fill);
  paint_rings(*painter, cell, index, link ? Theme::ink_on(fill) : t.text);
  painter->restore();
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
    update_all();
    corner_->update();
  });
}

void MatrixView::update_all() {
  viewport()->update();
  horizontalHeader()->viewport()->update();
  verticalHeader()->viewport()->update();
}

bool MatrixView::is_link(const QModelIndex& index) const {
  return index.isValid() && !index.data(MatrixModel::DiagonalRole).toBool();
}

QModelIndex MatrixView::sibling() const {
  return chosen_.isValid() ? model_->index(chosen_.column(), chosen_.row()) : QModelIndex();
}

bool MatrixView::is_marked(const QModelIndex& index) const {
  return index == hovered_ || index == chosen_ || index == pinned_ || index == cursor_ || index == sibling();
}

bool MatrixView::names_turned() const {
  const QFontMetrics metrics(ui_font(cell_.width() >= middle ? TypeSize::text : TypeSize::axis, true));
  for (int i = 0; i < model_->boxes(); ++i) {
    if (metrics.horizontalAdvance(model_->name(i)) > cell_.width() - 4) return cell_.width() < full;
  }
  return false;
}

int MatrixView::longest_name() const {
  const QFontMetrics metrics(ui_font(TypeSize::text, true));
  int longest = 0;
  for (int i = 0; i < model_->boxes(); ++i) longest = std::max(longest, metrics.horizontalAdvance(model_->name(i)));
  return longest;
}

int MatrixView::least_width() const {
  const int names = longest_name();
  return std::clamp(names + 46, 146, 170) + model_->boxes() * kLeastCell + static_cast<int>(names * 0.64) + 8;
}

QSize MatrixView::fit(const QSize& room) {
  const int k = std::max(model_->boxes(), 1);
  const int names = longest_name();
  head_.setWidth(std::clamp(names + 46, 92, 170));
  if (room.width() > 620) head_.setWidth(std::max(head_.width(), 146));
  const auto width_beside = [&](int over) {
    return std::clamp((room.width() - head_.width() - over) / k, kLeastCell, kMostWide);
  };
  cell_.setWidth(width_beside(0));
  // Turned names lean out beyond the last column: the cells give way.
  const int lean = std::max(static_cast<int>(names * 0.64) + 8 - cell_.width() / 2, 0);
  if (names_turned()) cell_.setWidth(width_beside(lean));
  const int wide = cell_.width();
  const int high_for = std::clamp(static_cast<int>(wide * 0.66), kLeastCell, kMostHigh);
  cell_.setWidth(std::clamp(static_cast<int>(std::lround(wide * zoom_)), kZoomedLeast, kZoomedWide));
  head_.setHeight(names_turned() ? std::clamp(static_cast<int>(names * 0.78) + 18, 50, 120) : 58);
  const int high = std::min(std::clamp((room.height() - head_.height()) / k, kLeastCell, kMostHigh), high_for);
  cell_.setHeight(std::clamp(static_cast<int>(std::lround(high * zoom_)), kZoomedLeast, kZoomedHigh));
  const int over = names_turned() ? std::max(static_cast<int>(names * 0.64) + 8 - cell_.width() / 2, 0) : 0;
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
  update_all();
}

void MatrixView::pin(const QModelIndex& index) {
  if (index == pinned_) return;
  pinned_ = index;
  update_all();
}

void MatrixView::arm(bool armed) {
  if (armed == armed_) return;
  armed_ = armed;
  cursor_ = armed ? QModelIndex(chosen_) : QModelIndex();
  viewport()->setCursor(armed ? Qt::CrossCursor : Qt::ArrowCursor);
  update_all();
  Q_EMIT armed_changed();
}

void MatrixView::tell_pinned(const QModelIndex& index) {
  if (!index.data(MatrixModel::TrainedRole).toBool()) return;
  arm(false);
  Q_EMIT link_pinned(index.data(MatrixModel::SourceRole).toString(), index.data(MatrixModel::TargetRole).toString());
}

void MatrixView::zoom(int steps, const QPointF& about) {
  const double least = static_cast<double>(kZoomedLeast) / kMostWide,
               most = static_cast<double>(kZoomedWide) / kLeastCell;
  const double wanted = std::clamp(zoom_ * std::pow(kZoomStep, steps), least, most);
  // Not beyond where the cells follow.
  if ((steps > 0 && cell_.width() >= kZoomedWide) || (steps < 0 && cell_.height() <= kZoomedLeast)) return;
  if (std::abs(wanted - zoom_) < 1e-9) return;
  const QPointF place((horizontalOffset() + about.x()) / cell_.width(),
                      (verticalOffset() + about.y()) / cell_.height());
  zoom_ = std::abs(wanted - 1) < 0.01 ? 1 : wanted;
  Q_EMIT zoom_changed();
  updateGeometries();
  horizontalScrollBar()->setValue(static_cast<int>(std::lround(place.x() * cell_.width() - about.x())));
  verticalScrollBar()->setValue(static_cast<int>(std::lround(place.y() * cell_.height() - about.y())));
}

void MatrixView::reset_zoom() {
  if (zoom_ == 1) return;
  zoom_ = 1;
  Q_EMIT zoom_changed();
}

void MatrixView::wheelEvent(QWheelEvent* event) {
  if (!event->modifiers().testFlag(Qt::ControlModifier)) return QTableView::wheelEvent(event);
  constexpr int kNotch = 120;
  wheel_ += event->angleDelta().y();
  const int steps = wheel_ / kNotch;
  wheel_ -= steps * kNotch;
  if (steps != 0) zoom(steps, event->position());
  event->accept();
}

void MatrixView::drag_box(int box, int gap, Qt::Orientation along) {
  dragged_ = box;
  gap_ = gap;
  // Towards the edge it scrolls, the way it is dragged.
  const int at = std::clamp(gap, 0, std::max(model_->boxes() - 1, 0));
  const QPoint middle = viewport()->rect().center();
  const bool across = along == Qt::Horizontal;
  scrollTo(model_->index(across ? rowAt(middle.y()) : at, across ? at : columnAt(middle.x())));
  update_all();
}

void MatrixView::drop_box() {
  if (!dragging()) return;
  const int box = dragged_, to = gap_ > dragged_ ? gap_ - 1 : gap_;
  dragged_ = gap_ = -1;
  update_all();
  model_->move_box(box, to);
}

void MatrixView::move_box(int box, int by) {
  const int to = box + by;
  if (to < 0 || to >= model_->boxes()) return;
  model_->move_box(box, to);
  if (chosen_.isValid()) scrollTo(chosen_);
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
  if (cell_.width() < middle) horizontalHeader()->viewport()->update();
  if (cell_.width() < small) {  // the cross-hair runs through all cells
    viewport()->update();
    verticalHeader()->viewport()->update();
  }
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
  if (armed_ || event->modifiers().testFlag(Qt::ControlModifier)) return tell_pinned(at);
  setCurrentIndex(at);
  tell(at);
}

void MatrixView::mouseDoubleClickEvent(QMouseEvent* event) {
  const QModelIndex at = indexAt(event->position().toPoint());
  if (event->button() != Qt::LeftButton || !at.data(MatrixModel::TrainedRole).toBool()) return;
  if (event->modifiers().testFlag(Qt::ControlModifier)) return;  // twice the second link, which is pinned
  tell(at);
  Q_EMIT link_opened(at.data(MatrixModel::SourceRole).toString(), at.data(MatrixModel::TargetRole).toString());
}

void MatrixView::step(int down, int right) {
  const QModelIndex from = armed_ && cursor_.isValid() ? QModelIndex(cursor_) : QModelIndex(chosen_);
  const QModelIndex at = from.isValid() ? from : model_->index(0, 0);
  // The diagonal is stepped over.
  QModelIndex next = model_->index(at.row() + down, at.column() + right);
  if (next.isValid() && next.row() == next.column()) next = model_->index(next.row() + down, next.column() + right);
  if (!next.isValid()) return;
  setCurrentIndex(next);
  scrollTo(next);
  if (!armed_) return tell(next);
  cursor_ = next;
  update_all();
}

void MatrixView::keyPressEvent(QKeyEvent* event) {
  const QModelIndex at = chosen_.isValid() ? QModelIndex(chosen_) : model_->index(0, 0);
  const bool moves = event->modifiers().testFlag(Qt::AltModifier) && chosen_.isValid();
  switch (event->key()) {
    case Qt::Key_Left: return moves ? move_box(at.column(), -1) : step(0, -1);
    case Qt::Key_Right: return moves ? move_box(at.column(), 1) : step(0, 1);
    case Qt::Key_Up: return moves ? move_box(at.row(), -1) : step(-1, 0);
    case Qt::Key_Down: return moves ? move_box(at.row(), 1) : step(1, 0);
    case Qt::Key_S: return tell(sibling());
    case Qt::Key_Escape:
      if (!dragging()) return event->ignore();
      dragged_ = gap_ = -1;
      return update_all();
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (armed_) return tell_pinned(cursor_);
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
  if ((cell_.width() < small && hovered_.isValid()) || dragging()) viewport()->update();  // its lines do not move along
  Q_EMIT scrolled();
}

/// Thousands of small cells: what QTableView asks of each for its own sake takes most of the time of a repaint.
void MatrixView::paint_cells(QPainter& painter, const QRect& part) const {
  if (model_->boxes() == 0) return;
  const QAbstractItemDelegate* delegate = itemDelegate();
  QStyleOptionViewItem option;
  const int last = model_->boxes() - 1;
  const auto cell_at = [last](int pixel, int size) { return std::clamp(pixel / size, 0, last); };
  const int x = horizontalOffset(), y = verticalOffset(), wide = cell_.width(), high = cell_.height();
  for (int row = cell_at(part.top() + y, high); row <= cell_at(part.bottom() + y, high); ++row) {
    for (int column = cell_at(part.left() + x, wide); column <= cell_at(part.right() + x, wide); ++column) {
      option.rect = QRect(column * wide - x, row * high - y, wide, high);
      delegate->paint(&painter, option, model_->index(row, column));
    }
  }
}

void MatrixView::paint_cross_hair(QPainter& painter) const {
  const QRect cell = visualRect(hovered_);
  painter.setPen(QPen(themes_.theme().text, 1));
  painter.drawRect(QRect(0, cell.top() - 1, viewport()->width() - 1, cell.height()));
  painter.drawRect(QRect(cell.left() - 1, 0, cell.width(), viewport()->height() - 1));
}

void MatrixView::paintEvent(QPaintEvent* event) {
  if (cell_.width() >= small) QTableView::paintEvent(event);
  QPainter painter(viewport());
  if (cell_.width() < small) paint_cells(painter, event->rect());
  // Cells too small for text: a cross-hair tells the row and the column.
  if (cell_.width() < small && hovered_.isValid()) paint_cross_hair(painter);
  if (!dragging()) return;
  const int x = gap_ * cell_.width() - horizontalOffset(), y = gap_ * cell_.height() - verticalOffset();
  painter.fillRect(QRect(x - 2, 0, 3, viewport()->height()), themes_.theme().accent);
  painter.fillRect(QRect(0, y - 2, viewport()->width(), 3), themes_.theme().accent);
}

}  // namespace mlink::ui
