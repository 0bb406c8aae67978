#include "ui/ensemble/set_row.h"

#include <QHBoxLayout>
#include <QPainter>
#include <algorithm>

#include "ui/common/icons.h"

namespace mlink::ui {
namespace {

constexpr int kToggleHigh = 25, kIcon = 16, kBetween = 8;

}  // namespace

BoxToggle::BoxToggle(const ThemeHolder& themes, const QString& name, QWidget* parent)
    : QAbstractButton(parent), themes_(themes) {
  setText(name);
  setCheckable(true);
  setFont(ui_font());
  setFocusPolicy(Qt::StrongFocus);
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
  setToolTip(tr("Takes %1 into the set, or out of it").arg(name).toHtmlEscaped());
  connect(&themes, &ThemeHolder::changed, this, qOverload<>(&QWidget::update));
}

QSize BoxToggle::sizeHint() const {
  return {QFontMetrics(ui_font(TypeSize::text, true)).horizontalAdvance(text()) + kIcon + 24, kToggleHigh};
}

void BoxToggle::paintEvent(QPaintEvent*) {
  const Theme& t = themes_.theme();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const bool on = isChecked();
  painter.setPen(QPen(on || hasFocus() ? t.accent : t.strong, hasFocus() ? 2 : 1));
  painter.setBrush(on ? t.selection : underMouse() ? t.sunken : t.button);
  painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 3, 3);
  const QColor ink = isEnabled() ? t.text : t.disabled;
  draw_icon(painter, on ? QStringLiteral("check") : QStringLiteral("plus"),
            QRectF(7, (height() - kIcon) / 2.0, kIcon, kIcon), ink);
  painter.setFont(ui_font(TypeSize::text, on));
  painter.setPen(ink);
  painter.drawText(QRect(7 + kIcon + 5, 0, width() - kIcon - 14, height()), Qt::AlignLeft | Qt::AlignVCenter, text());
}

WrapLayout::~WrapLayout() { qDeleteAll(items_); }

QLayoutItem* WrapLayout::takeAt(int index) {
  return index >= 0 && index < items_.size() ? items_.takeAt(index) : nullptr;
}

QSize WrapLayout::minimumSize() const {
  QSize size;
  for (const QLayoutItem* item : items_) size = size.expandedTo(item->minimumSize());
  const QMargins around = contentsMargins();
  return size + QSize(around.left() + around.right(), around.top() + around.bottom());
}

void WrapLayout::setGeometry(const QRect& place) {
  QLayout::setGeometry(place);
  arrange(place, true);
}

int WrapLayout::arrange(const QRect& place, bool move) const {
  const QMargins around = contentsMargins();
  const QRect room = place.marginsRemoved(around);
  int x = room.left(), y = room.top(), line = 0;
  for (qsizetype n = 0; n < items_.size(); ++n) {
    QLayoutItem* item = items_[n];
    if (item->isEmpty()) continue;
    const QSize size = item->sizeHint();
    if (x > room.left() && x + size.width() > room.right() + 1) {
      x = room.left();
      y += line + 6;
      line = 0;
    }
    const bool last = n + 1 == items_.size();
    const int left = last ? std::max(x, room.right() + 1 - size.width()) : x;
    // What is lower than the line stands in its middle: all lines are as high as the buttons.
    const int high = std::max(size.height(), kToggleHigh);
    if (move) item->setGeometry(QRect(QPoint(left, y + (high - size.height()) / 2), size));
    x += size.width() + kBetween;
    line = std::max(line, high);
  }
  return y + line - place.top() + around.bottom();
}

SetRow::SetRow(const ThemeHolder& themes, QWidget* parent) : QScrollArea(parent), themes_(themes) {
  setFrameShape(QFrame::NoFrame);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setFocusPolicy(Qt::NoFocus);
  auto* content = new QWidget;
  row_ = new WrapLayout(content);
  row_->setContentsMargins(10, 6, 10, 6);
  row_->addWidget(new TextLabel(themes, tr("Run"), TextLabel::Tone::second, TypeSize::head));
  tail_ = new QWidget;
  auto* tail = new QHBoxLayout(tail_);
  tail->setContentsMargins(0, 0, 0, 0);
  tail->setSpacing(kBetween);
  tail->addWidget(new TextLabel(themes, tr("output accuracy"), TextLabel::Tone::second, TypeSize::head));
  accuracy_ = new TextLabel(themes, QStringLiteral("–"), TextLabel::Tone::text, TypeSize::key_figure, true);
  accuracy_->setMinimumWidth(QFontMetrics(accuracy_->font()).horizontalAdvance(QStringLiteral("0.00")) + 2);
  tail->addWidget(accuracy_);
  button_ = new QPushButton;
  tail->addWidget(button_);
  connect(button_, &QPushButton::clicked, this, &SetRow::selection_wanted);
  row_->addWidget(tail_);
  setWidget(content);
  const auto dress = [this] {
    QPalette p = themes_.theme().palette();
    p.setColor(QPalette::Window, themes_.theme().panel);
    setPalette(p);
    widget()->setPalette(p);
  };
  dress();
  connect(&themes, &ThemeHolder::changed, this, dress);
  set_budget({});
}

void SetRow::resizeEvent(QResizeEvent* event) {
  QScrollArea::resizeEvent(event);
  fit();
}

/// As high as its lines, as far as they are few.
void SetRow::fit() {
  constexpr int most = 5 * (kToggleHigh + 6) + 12;
  const int wide = viewport()->width(), high = row_->height_for(wide);
  widget()->resize(wide, high);
  setFixedHeight(std::min(high, most));
}

void SetRow::set_boxes(const QStringList& names) {
  qDeleteAll(toggles_);  // a widget that goes takes its item along
  toggles_.clear();
  row_->removeWidget(tail_);
  for (int box = 0; box < names.size(); ++box) {
    auto* toggle = new BoxToggle(themes_, names[box], widget());
    connect(toggle, &QAbstractButton::clicked, this, [this, box] { Q_EMIT box_toggled(box); });
    row_->addWidget(toggle);
    toggle->show();
    toggles_.push_back(toggle);
  }
  row_->addWidget(tail_);
  // Tab goes on from the toggles to the button.
  QWidget* before = nullptr;
  for (BoxToggle* toggle : toggles_) {
    if (before) setTabOrder(before, toggle);
    before = toggle;
  }
  if (before) setTabOrder(before, button_);
  fit();
}

void SetRow::set_set(BoxSet set) {
  for (std::size_t box = 0; box < toggles_.size(); ++box) toggles_[box]->setChecked(set.has(static_cast<int>(box)));
}

void SetRow::set_accuracy(const QString& text) {
  accuracy_->setText(text);
  accuracy_->setAccessibleName(tr("output accuracy %1").arg(text));
}

void SetRow::set_budget(const QString& text) {
  button_->setText(text.isEmpty() ? tr("Use the selection") : tr("Use the selection at %1").arg(text));
  button_->setEnabled(!text.isEmpty());
  row_->invalidate();
  fit();
}

}  // namespace mlink::ui
