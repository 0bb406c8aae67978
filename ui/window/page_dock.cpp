#include "ui/window/page_dock.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QScrollArea>
#include <QToolButton>

#include "ui/common/icons.h"

namespace mlink::ui {

DockHead::DockHead(const ThemeHolder& themes, const QString& icon, const QString& title)
    : themes_(themes), icon_(icon), title_(title) {
  const auto button = [&](const QString& drawing, const QString& tip) {
    auto* tool = new QToolButton;
    tool->setAutoRaise(true);
    tool->setFocusPolicy(Qt::TabFocus);
    tool->setIconSize({14, 14});
    tool->setFixedSize(24, 24);
    tool->setIcon(themed_icon(drawing, themes));
    tool->setToolTip(tip);
    tool->setAccessibleName(tip + QStringLiteral(": ") + title);
    return tool;
  };
  float_ = button(QStringLiteral("float"), tr("Float, or put back"));
  close_ = button(QStringLiteral("cross"), tr("Close; its key brings it back"));
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 4, 0);
  row->setSpacing(2);
  row->addStretch(1);
  row->addWidget(float_);
  row->addWidget(close_);
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
  connect(&themes, &ThemeHolder::changed, this, qOverload<>(&QWidget::update));
}

void DockHead::set_front(bool front) {
  if (front == front_) return;
  front_ = front;
  update();
}

void DockHead::paintEvent(QPaintEvent*) {
  const Theme& t = themes_.theme();
  QPainter painter(this);
  painter.fillRect(rect(), t.sunken);
  painter.fillRect(QRect(0, height() - 1, width(), 1), t.line);
  if (front_) painter.fillRect(QRect(0, 0, width(), 2), t.accent);
  draw_icon(painter, icon_, QRectF(9, height() / 2.0 - 8, 16, 16), front_ ? t.text : t.second);
  painter.setFont(ui_font(TypeSize::head, true));
  painter.setPen(front_ ? t.text : t.second);
  painter.drawText(QRect(32, 0, float_->x() - 36, height()), Qt::AlignLeft | Qt::AlignVCenter, title_);
}

PageDock::PageDock(const ThemeHolder& themes, Page* page, QWidget* parent)
    : QDockWidget(page->title(), parent), page_(page) {
  setObjectName(QStringLiteral("page-") + page->id());
  head_ = new DockHead(themes, page->icon(), page->title());
  setTitleBarWidget(head_);
  scroll_ = new QScrollArea;
  scroll_->setFrameShape(QFrame::NoFrame);
  scroll_->setWidgetResizable(true);
  scroll_->setFocusPolicy(Qt::NoFocus);
  scroll_->setMinimumSize(240, 160);
  scroll_->setWidget(page);
  page->show();
  setWidget(scroll_);
  connect(head_->float_button(), &QAbstractButton::clicked, this, [this] { setFloating(!isFloating()); });
  connect(head_->close_button(), &QAbstractButton::clicked, this, &QWidget::close);
}

void PageDock::release() {
  if (scroll_->widget() == page_) scroll_->takeWidget();
}

}  // namespace mlink::ui
