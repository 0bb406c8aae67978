#include "ui/common/widgets.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/charts/spoken.h"
#include "ui/common/icons.h"

namespace mlink::ui {
namespace {

QColor colour_of(const Theme& t, TextLabel::Tone tone) {
  switch (tone) {
    case TextLabel::Tone::text: return t.text;
    case TextLabel::Tone::second: return t.second;
    case TextLabel::Tone::accent: return t.accent;
    case TextLabel::Tone::ok: return t.ok;
    case TextLabel::Tone::warn: return t.warn;
    case TextLabel::Tone::error: return t.error;
    case TextLabel::Tone::disabled: return t.disabled;
  }
  return t.text;
}

}  // namespace

QString to_qt(const std::string& text) { return QString::fromStdString(text); }

TextLabel::TextLabel(const ThemeHolder& themes, const QString& text, Tone tone, TypeSize size, bool medium,
                     QWidget* parent)
    : QLabel(text, parent), themes_(themes), tone_(tone) {
  setFont(ui_font(size, medium));
  setTextFormat(Qt::PlainText);
  apply();
  connect(&themes, &ThemeHolder::changed, this, &TextLabel::apply);
}

void TextLabel::set_tone(Tone tone) {
  if (tone == tone_) return;
  tone_ = tone;
  apply();
}

void TextLabel::apply() {
  QPalette p = themes_.theme().palette();
  p.setColor(QPalette::WindowText, colour_of(themes_.theme(), tone_));
  setPalette(p);
}

ElidedLabel::ElidedLabel(const ThemeHolder& themes, const QFont& font, QWidget* parent)
    : QWidget(parent), themes_(themes) {
  setFont(font);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
  connect(&themes, &ThemeHolder::changed, this, qOverload<>(&QWidget::update));
}

void ElidedLabel::set_text(const QString& text) {
  if (text == text_) return;
  const QSize before = sizeHint();
  text_ = text;
  setAccessibleName(text);
  if (sizeHint() != before) updateGeometry();  // a layout goes up to the window
  update();
}

QSize ElidedLabel::sizeHint() const { return {fontMetrics().horizontalAdvance(text_) + 2, fontMetrics().height() + 2}; }

QSize ElidedLabel::minimumSizeHint() const { return {0, fontMetrics().height() + 2}; }

void ElidedLabel::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setPen(themes_.theme().second);
  painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter, fontMetrics().elidedText(text_, Qt::ElideMiddle, width()));
}

Panel::Panel(const ThemeHolder& themes, const QString& title, QWidget* parent) : QWidget(parent), themes_(themes) {
  title_ = new TextLabel(themes, title, TextLabel::Tone::text, TypeSize::text, true);
  note_ = new ElidedLabel(themes, ui_font(TypeSize::head));
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(1, 1, 1, 1);
  all->setSpacing(0);
  auto* head = new QWidget;
  head->setFixedHeight(space::dock_head);
  head_ = new QHBoxLayout(head);
  head_->setContentsMargins(10, 0, 6, 1);
  head_->setSpacing(4);
  head_->addWidget(title_);
  head_->addSpacing(4);
  head_->addWidget(note_, 1);
  all->addWidget(head);
  body_ = new QVBoxLayout;
  body_->setContentsMargins(0, 0, 0, 0);
  body_->setSpacing(0);
  all->addLayout(body_, 1);
  connect(&themes, &ThemeHolder::changed, this, qOverload<>(&QWidget::update));
}

void Panel::set_title(const QString& title) { title_->setText(title); }
void Panel::set_note(const QString& note) { note_->set_text(note); }
QString Panel::title() const { return title_->text(); }

QToolButton* Panel::add_tool(const QString& icon, const QString& tip) {
  auto* button = new QToolButton;
  button->setIcon(themed_icon(icon, themes_));
  button->setIconSize({16, 16});
  button->setFixedSize(26, 24);
  button->setAutoRaise(true);
  button->setToolTip(tip);
  button->setAccessibleName(tip);
  head_->insertWidget(3, button);
  return button;
}

void Panel::add_head_widget(QWidget* widget) { head_->insertWidget(3, widget); }

void Panel::paintEvent(QPaintEvent*) {
  const Theme& t = themes_.theme();
  QPainter painter(this);
  painter.fillRect(rect(), t.panel);
  painter.fillRect(QRect(0, 0, width(), space::dock_head), t.sunken);
  painter.fillRect(QRect(0, space::dock_head, width(), 1), t.line);
  painter.setPen(t.line);
  painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

void Panel::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  note_->setVisible(width() > 260);
}

Rule::Rule(const ThemeHolder& themes, QWidget* parent) : QWidget(parent), themes_(themes) {
  setFixedHeight(1);
  connect(&themes, &ThemeHolder::changed, this, qOverload<>(&QWidget::update));
}

void Rule::paintEvent(QPaintEvent*) { QPainter(this).fillRect(rect(), themes_.theme().line); }

Segmented::Segmented(const ThemeHolder& themes, const QStringList& names, QWidget* parent)
    : QWidget(parent), themes_(themes), names_(names) {
  setFont(ui_font());
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
  set_spoken(*this, QAccessible::ComboBox, [this] { return names_.value(current_); });
  connect(&themes, &ThemeHolder::changed, this, qOverload<>(&QWidget::update));
}

void Segmented::set_names(const QStringList& names) {
  names_ = names;
  current_ = std::min<int>(current_, static_cast<int>(names_.size()) - 1);
  updateGeometry();
  update();
}

void Segmented::set_current(int index) {
  if (index == current_ || index < 0 || index >= names_.size()) return;
  current_ = index;
  update();
  tell_spoken(*this, names_[index]);
  Q_EMIT changed(index);
}

QRect Segmented::part(int index) const {
  const QFontMetrics metrics(ui_font(TypeSize::text, true));
  int x = 0;
  for (int i = 0; i < index; ++i) x += metrics.horizontalAdvance(names_[i]) + 20;
  return {x, 0, metrics.horizontalAdvance(names_[index]) + 20, 25};
}

int Segmented::part_at(const QPoint& at) const {
  for (int i = 0; i < names_.size(); ++i) {
    if (part(i).contains(at)) return i;
  }
  return -1;
}

QSize Segmented::sizeHint() const {
  if (names_.isEmpty()) return {0, 25};
  return {part(static_cast<int>(names_.size()) - 1).right() + 2, 25};
}

void Segmented::paintEvent(QPaintEvent*) {
  const Theme& t = themes_.theme();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const QRectF all = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
  painter.setPen(t.strong);
  painter.setBrush(t.button);
  painter.drawRoundedRect(all, 3, 3);
  for (int i = 0; i < names_.size(); ++i) {
    const QRect place = part(i);
    const bool on = i == current_;
    if (i == hover_ && !on) painter.fillRect(place.adjusted(1, 1, 0, -1), t.sunken);
    if (i > 0 && !on && i - 1 != current_) painter.fillRect(QRect(place.left(), 1, 1, height() - 2), t.line);
    painter.setFont(ui_font(TypeSize::text, on));
    painter.setPen(isEnabled() ? t.text : t.disabled);
    if (on) {
      painter.save();
      painter.setPen(QPen(t.accent, hasFocus() ? 2 : 1));
      painter.setBrush(t.selection);
      painter.drawRoundedRect(QRectF(place).adjusted(0.5, 0.5, 0.5, -0.5), 3, 3);
      painter.restore();
    }
    painter.drawText(place, Qt::AlignCenter, names_[i]);
  }
}

void Segmented::mousePressEvent(QMouseEvent* event) { set_current(part_at(event->position().toPoint())); }

void Segmented::mouseMoveEvent(QMouseEvent* event) {
  const int over = part_at(event->position().toPoint());
  if (over == hover_) return;
  hover_ = over;
  update();
}

void Segmented::leaveEvent(QEvent*) {
  hover_ = -1;
  update();
}

void Segmented::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Left)
    set_current(current_ - 1);
  else if (event->key() == Qt::Key_Right)
    set_current(current_ + 1);
  else
    QWidget::keyPressEvent(event);
}

KeyFigures::KeyFigures(const ThemeHolder& themes, QWidget* parent) : QWidget(parent), themes_(themes) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  connect(&themes, &ThemeHolder::changed, this, qOverload<>(&QWidget::update));
}

void KeyFigures::set_figures(const QVector<KeyFigure>& figures) {
  figures_ = figures;
  QStringList spoken;
  for (const KeyFigure& f : figures) spoken << f.name + u' ' + f.value + u' ' + f.note;
  setAccessibleName(spoken.join(QStringLiteral(", ")));
  update();
}

void KeyFigures::paintEvent(QPaintEvent*) {
  const Theme& t = themes_.theme();
  QPainter painter(this);
  const QFont name_font = ui_font(TypeSize::axis), value_font = ui_font(TypeSize::key_figure, true);
  const QFontMetrics names(name_font), values(value_font);
  int x = 0;
  for (int i = 0; i < figures_.size(); ++i) {
    const KeyFigure& f = figures_[i];
    const int value_width = values.horizontalAdvance(f.value);
    const int note_width = f.note.isEmpty() ? 0 : names.horizontalAdvance(f.note) + 6;
    const int with_note = std::max(names.horizontalAdvance(f.name), value_width + note_width) + 28;
    const int without = std::max(names.horizontalAdvance(f.name), value_width) + 28;
    const bool note_fits = x + with_note <= width();
    const int wide = note_fits ? with_note : without;
    if (x + wide > width()) break;
    painter.setFont(name_font);
    painter.setPen(t.second);
    painter.drawText(QRect(x + 14, 9, wide, 16), Qt::AlignLeft | Qt::AlignVCenter, f.name);
    painter.setFont(value_font);
    painter.setPen(t.text);
    const int baseline = 44;
    painter.drawText(x + 14, baseline, f.value);
    if (note_fits && !f.note.isEmpty()) {
      painter.setFont(name_font);
      painter.setPen(t.second);
      painter.drawText(x + 14 + value_width + 6, baseline, f.note);
    }
    x += wide;
    if (i + 1 < figures_.size()) painter.fillRect(QRect(x - 1, 0, 1, height()), t.line);
  }
  painter.fillRect(QRect(0, height() - 1, width(), 1), t.line);
}

EmptyState::EmptyState(const ThemeHolder& themes, const QString& text, QWidget* parent) : QWidget(parent) {
  text_ = new TextLabel(themes, text, TextLabel::Tone::second, TypeSize::text);
  text_->setAlignment(Qt::AlignCenter);
  text_->setWordWrap(true);
  buttons_ = new QHBoxLayout;
  buttons_->setSpacing(8);
  buttons_->addStretch();
  buttons_->addStretch();
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(24, 24, 24, 24);
  all->setSpacing(12);
  all->addStretch(2);
  all->addWidget(text_);
  all->addLayout(buttons_);
  all->addStretch(3);
}

QPushButton* EmptyState::add_button(const QString& text, bool primary) {
  auto* button = new QPushButton(text);
  button->setProperty("primary", primary);
  buttons_->insertWidget(buttons_->count() - 1, button);
  return button;
}

void EmptyState::set_text(const QString& text) { text_->setText(text); }
QString EmptyState::text() const { return text_->text(); }

DropHint::DropHint(const ThemeHolder& themes, const QString& text, QWidget* parent)
    : QWidget(parent), themes_(themes), text_(text) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setCursor(Qt::PointingHandCursor);
  setAccessibleName(text);
  connect(&themes, &ThemeHolder::changed, this, qOverload<>(&QWidget::update));
}

void DropHint::set_active(bool active) {
  if (active == active_) return;
  active_ = active;
  update();
}

void DropHint::paintEvent(QPaintEvent*) {
  const Theme& t = themes_.theme();
  QPainter painter(this);
  const int edge = height() < 60 ? 5 : 10;
  const QRect frame = rect().adjusted(12, edge, -13, -edge - 1);
  if (active_) painter.fillRect(frame, t.selection);
  QPen pen(active_ ? t.accent : t.strong, 1, Qt::CustomDashLine);
  pen.setDashPattern({3, 2});
  painter.setPen(pen);
  painter.drawRect(frame);
  const QFont font = ui_font(TypeSize::head);
  painter.setFont(font);
  painter.setPen(t.second);
  // Where it is too long for a line it goes on in a second one.
  const int room = frame.width() - 50;
  const QRect needs = QFontMetrics(font).boundingRect(QRect(0, 0, room, frame.height()), Qt::TextWordWrap, text_);
  const int left = frame.center().x() - (needs.width() + 24) / 2;
  draw_icon(painter, QStringLiteral("plus"), QRectF(left, frame.center().y() - 8, 16, 16), t.second);
  painter.drawText(QRect(left + 24, frame.top(), needs.width() + 2, frame.height()),
                   Qt::AlignLeft | Qt::AlignVCenter | Qt::TextWordWrap, text_);
}

void DropHint::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton && rect().contains(event->position().toPoint())) Q_EMIT clicked();
}

RowDelegate::RowDelegate(const ThemeHolder& themes, QObject* parent) : QStyledItemDelegate(parent), themes_(themes) {}

void RowDelegate::paint_background(QPainter& painter, const QStyleOptionViewItem& option,
                                   const QModelIndex& index) const {
  const Theme& t = theme();
  if (index.data(ErrorRowRole).toBool())
    painter.fillRect(option.rect, t.error_row);
  else if (option.state & QStyle::State_Selected)
    painter.fillRect(option.rect, t.selection);
  painter.fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), t.line);
}

QColor RowDelegate::tone_of(const QModelIndex& index) const {
  const QVariant tone = index.data(ToneRole);
  return tone.isValid() ? colour_of(theme(), static_cast<TextLabel::Tone>(tone.toInt())) : theme().text;
}

void RowDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  painter->save();
  paint_background(*painter, option, index);
  QRect place = option.rect.adjusted(space::cell_side, 0, -space::cell_side, -1);
  const QString icon = index.data(IconRole).toString();
  if (!icon.isEmpty()) {
    draw_icon(*painter, icon, QRectF(place.left(), place.center().y() - 7, 16, 16), theme().second);
    place.adjust(16 + 10, 0, 0, 0);
  }
  const QFont font = ui_font(TypeSize::text, index.data(MediumRole).toBool());
  painter->setFont(font);
  painter->setPen(tone_of(index));
  const QVariant align = index.data(Qt::TextAlignmentRole);
  const int flags = align.isValid() ? align.toInt() : int(Qt::AlignLeft | Qt::AlignVCenter);
  QString text = index.data(Qt::DisplayRole).toString();
  if (!(flags & Qt::AlignRight)) text = QFontMetrics(font).elidedText(text, Qt::ElideMiddle, place.width());
  painter->drawText(place, flags, text);
  painter->restore();
}

QSize RowDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const {
  const QFontMetrics metrics(ui_font(TypeSize::text, index.data(MediumRole).toBool()));
  const int icon = index.data(IconRole).toString().isEmpty() ? 0 : 26;
  return {metrics.horizontalAdvance(index.data(Qt::DisplayRole).toString()) + 2 * space::cell_side + icon, space::row};
}

void dress_table(QTableView& view, const ThemeHolder& themes, int row_height) {
  view.setItemDelegate(new RowDelegate(themes, &view));
  view.setShowGrid(false);
  view.setFrameShape(QFrame::NoFrame);
  view.setSelectionBehavior(QAbstractItemView::SelectRows);
  view.setSelectionMode(QAbstractItemView::SingleSelection);
  view.setEditTriggers(QAbstractItemView::NoEditTriggers);
  view.setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  view.setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
  view.setWordWrap(false);
  view.setTabKeyNavigation(false);
  view.verticalHeader()->hide();
  view.verticalHeader()->setMinimumSectionSize(18);
  view.verticalHeader()->setDefaultSectionSize(row_height);
  QHeaderView* head = view.horizontalHeader();
  head->setHighlightSections(false);
  head->setFixedHeight(space::row);
  head->setMinimumSectionSize(24);
  head->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  QObject::connect(&themes, &ThemeHolder::changed, view.viewport(), qOverload<>(&QWidget::update));
}

int head_wide(const QTableView& view, int column) {
  constexpr int kArrow = 15;
  const QString text = view.model()->headerData(column, Qt::Horizontal).toString();
  const bool sorted = view.isSortingEnabled() && view.horizontalHeader()->sortIndicatorSection() == column;
  return QFontMetrics(ui_font(TypeSize::head)).horizontalAdvance(text) + 2 * space::cell_side + (sorted ? kArrow : 0);
}

}  // namespace mlink::ui
