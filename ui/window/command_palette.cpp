#include "ui/window/command_palette.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/common/icons.h"
#include "ui/common/widgets.h"

namespace mlink::ui {
namespace {

constexpr int kRow = 30, kHead = 24, kRecentKept = 5;

class EntryDelegate : public QStyledItemDelegate {
 public:
  EntryDelegate(const ThemeHolder& themes, QObject* parent) : QStyledItemDelegate(parent), themes_(themes) {}

  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    return {option.rect.width(), index.data(PaletteModel::HeadRole).toBool() ? kHead : kRow};
  }

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    painter->save();
    if (index.data(PaletteModel::HeadRole).toBool())
      paint_head(*painter, option.rect, index);
    else
      paint_entry(*painter, option, index);
    painter->restore();
  }

 private:
  void paint_head(QPainter& painter, const QRect& place, const QModelIndex& index) const {
    const Theme& t = themes_.theme();
    painter.fillRect(place, t.sunken);
    painter.setFont(ui_font(TypeSize::head));
    painter.setPen(t.second);
    const QRect inner = place.adjusted(14, 0, -14, 0);
    painter.drawText(inner, Qt::AlignLeft | Qt::AlignVCenter, index.data().toString());
    painter.drawText(inner, Qt::AlignRight | Qt::AlignVCenter, index.data(PaletteModel::CountRole).toString());
  }

  void paint_entry(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const Theme& t = themes_.theme();
    const bool chosen = option.state.testFlag(QStyle::State_Selected);
    const QString reason = index.data(PaletteModel::ReasonRole).toString();
    if (chosen) {
      painter.fillRect(option.rect, t.selection);
      painter.fillRect(QRect(option.rect.left(), option.rect.top(), 3, option.rect.height()), t.accent);
    }
    const QColor ink = reason.isEmpty() ? t.text : t.disabled;
    QRect inner = option.rect.adjusted(14, 0, -14, 0);
    if (const QString icon = index.data(PaletteModel::IconNameRole).toString(); !icon.isEmpty())
      draw_icon(painter, icon, QRectF(inner.left(), inner.center().y() - 7, 16, 16), reason.isEmpty() ? t.second : ink);
    inner.setLeft(inner.left() + 28);
    if (const QString keys = index.data(PaletteModel::KeysRole).toString(); !keys.isEmpty()) {
      painter.setFont(ui_font(TypeSize::axis));
      const int width = painter.fontMetrics().horizontalAdvance(keys) + 12;
      const QRect key(inner.right() - width, inner.center().y() - 9, width, 18);
      painter.setPen(t.line);
      painter.setBrush(t.panel);
      painter.drawRoundedRect(QRectF(key).adjusted(.5, .5, -.5, -.5), 3, 3);
      painter.setPen(t.second);
      painter.drawText(key, Qt::AlignCenter, keys);
      inner.setRight(key.left() - 10);
    }
    painter.setFont(ui_font(TypeSize::text, true));
    painter.setPen(ink);
    const QString title = painter.fontMetrics().elidedText(index.data().toString(), Qt::ElideMiddle, inner.width());
    painter.drawText(inner, Qt::AlignLeft | Qt::AlignVCenter, title);
    inner.setLeft(inner.left() + painter.fontMetrics().horizontalAdvance(title) + 12);
    painter.setFont(ui_font(TypeSize::head));
    painter.setPen(reason.isEmpty() ? t.second : t.disabled);
    const QString detail = reason.isEmpty() ? index.data(PaletteModel::DetailRole).toString() : reason;
    painter.drawText(inner, Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(detail, Qt::ElideRight, std::max(0, inner.width())));
  }

  const ThemeHolder& themes_;
};

}  // namespace

CommandPalette::CommandPalette(const ThemeHolder& themes, QWidget* window) : Overlay(themes, window) {
  field_ = new QLineEdit;
  field_->setPlaceholderText(tr("Actions, pages, boxes, links, frames, budgets"));
  field_->setAccessibleName(tr("Find or do"));
  field_->setFrame(false);
  field_->setFont(ui_font(TypeSize::title));
  field_->setFixedHeight(44);
  field_->setTextMargins(12, 0, 12, 0);
  field_->installEventFilter(this);
  model_ = new PaletteModel(this);
  list_ = new QListView;
  list_->setModel(model_);
  list_->setItemDelegate(new EntryDelegate(themes, list_));
  list_->setFrameShape(QFrame::NoFrame);
  list_->setFocusPolicy(Qt::NoFocus);
  list_->setAccessibleName(tr("Found"));
  list_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  list_->setMouseTracking(true);
  count_ = new TextLabel(themes, {}, TextLabel::Tone::second, TypeSize::head);
  auto* keys = new TextLabel(themes, tr("↑ ↓ choose   Enter do   Esc close"), TextLabel::Tone::second, TypeSize::head);
  auto* foot = new QHBoxLayout;
  foot->setContentsMargins(14, 6, 14, 6);
  foot->addWidget(keys);
  foot->addStretch(1);
  foot->addWidget(count_);
  auto* column = new QVBoxLayout(panel());
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(field_);
  column->addWidget(new Rule(themes));
  column->addWidget(list_, 1);
  column->addWidget(new Rule(themes));
  column->addLayout(foot);
  connect(field_, &QLineEdit::textChanged, this, &CommandPalette::find);
  connect(list_, &QListView::clicked, this, [this](const QModelIndex& at) {
    choose(at.row());
    do_current();
  });
}

QRect CommandPalette::place(const QSize& window) const {
  const int width = std::min(window.width() - 80, window.width() <= 1280 ? 560 : 640);
  const int height = std::min(560, window.height() * 60 / 100);
  return {(window.width() - width) / 2, std::min(112, window.height() / 8), width, height};
}

void CommandPalette::open_with(std::vector<PaletteEntry> entries) {
  entries_ = std::move(entries);
  field_->clear();
  find({});
  open(field_);
}

void CommandPalette::find(const QString& typed) {
  std::vector<PaletteEntry> all = entries_;
  if (reader_ && !typed.trimmed().isEmpty())
    for (PaletteEntry& entry : reader_(typed.trimmed())) {
      entry.detail += u' ' + typed;  // it is what was typed, so it is found by that
      all.push_back(std::move(entry));
    }
  model_->set_entries(std::move(all), recent_);
  model_->set_typed(typed);
  choose(model_->entry_from(0, 1));
  count_->setText(tr("%1 of %2 found").arg(model_->found()).arg(model_->all()));
}

void CommandPalette::choose(int row) {
  if (row < 0) return list_->clearSelection();
  const QModelIndex at = model_->index(row);
  list_->setCurrentIndex(at);
  list_->selectionModel()->select(at, QItemSelectionModel::ClearAndSelect);
  // The head of the first group comes along.
  if (row == model_->entry_from(0, 1)) list_->scrollToTop();
}

void CommandPalette::move(int direction) {
  const int row = model_->entry_from(list_->currentIndex().row() + direction, direction);
  if (row >= 0) choose(row);
}

void CommandPalette::do_current() {
  const PaletteEntry* entry = model_->entry(list_->currentIndex().row());
  if (!entry || !entry->reason.isEmpty()) return;
  const auto act = entry->act;
  recent_.removeAll(entry->title);
  recent_.prepend(entry->title);
  while (recent_.size() > kRecentKept) recent_.removeLast();
  close_overlay();
  if (act) act();
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
  if (watched != field_ || event->type() != QEvent::KeyPress) return Overlay::eventFilter(watched, event);
  switch (static_cast<QKeyEvent*>(event)->key()) {
    case Qt::Key_Down: move(1); return true;
    case Qt::Key_Up: move(-1); return true;
    case Qt::Key_Return:
    case Qt::Key_Enter: do_current(); return true;
    case Qt::Key_Escape: close_overlay(); return true;
    default: return false;
  }
}

}  // namespace mlink::ui
