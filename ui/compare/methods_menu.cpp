#include "ui/compare/methods_menu.h"

#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QStyle>
#include <QStyleOptionComboBox>

#include "ui/common/core_text.h"
#include "ui/common/icons.h"
#include "ui/common/method_sample.h"

namespace mlink::ui {
namespace {

/// Ticking one of its actions leaves it open.
class StayingMenu : public QMenu {
 public:
  using QMenu::QMenu;

 protected:
  void mouseReleaseEvent(QMouseEvent* event) override {
    QAction* at = actionAt(event->position().toPoint());
    if (at && at->isCheckable() && at->isEnabled()) return at->trigger();
    QMenu::mouseReleaseEvent(event);
  }
  void keyPressEvent(QKeyEvent* event) override {
    QAction* at = activeAction();
    if (event->key() == Qt::Key_Space && at && at->isCheckable() && at->isEnabled()) return at->trigger();
    QMenu::keyPressEvent(event);
  }
};

QIcon sample_icon(const MethodLook& look, const QColor& inside) {
  QPixmap picture(QSize(34, 16) * 2);
  picture.setDevicePixelRatio(2);
  picture.fill(Qt::transparent);
  QPainter painter(&picture);
  draw_method_sample(painter, look, QRectF(1, 0, 32, 16), inside);
  return QIcon(picture);
}

}  // namespace

MethodsMenu::MethodsMenu(const ThemeHolder& themes, QWidget* parent) : QToolButton(parent), themes_(themes) {
  menu_ = new StayingMenu(this);
  menu_->setToolTipsVisible(true);
  setMenu(menu_);
  setPopupMode(QToolButton::InstantPopup);
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName(tr("Methods that are compared"));
  setObjectName(QStringLiteral("methods-menu"));
  connect(&themes, &ThemeHolder::changed, this, [this] {
    if (side_) set_side(side_, QStringList(shown_));
  });
}

void MethodsMenu::set_side(const CompareSidePtr& side, const QStringList& shown) {
  side_ = side;
  menu_->clear();
  actions_.clear();
  shown_ = shown;
  int usable = 0;
  for (std::size_t i = 0; side_ && i < side_->methods.size(); ++i) {
    const MethodSweep& method = side_->methods[i];
    const QString name = to_qt(method.curve.method);
    QAction* action = menu_->addAction(sample_icon(themes_.theme().method(name), themes_.theme().panel), name);
    action->setEnabled(method.usable());
    if (!method.usable()) {
      const QString why = core_text(method.note);
      action->setText(why.isEmpty() ? name : tr("%1: %2").arg(name, why));
      action->setToolTip(why);
    }
    action->setCheckable(true);
    action->setChecked(method.usable() && shown.contains(name));
    usable += method.usable() ? 1 : 0;
    connect(action, &QAction::triggered, this, &MethodsMenu::take);
    actions_.insert(name, action);
  }
  menu_->addSeparator();
  connect(menu_->addAction(tr("All that can be used")), &QAction::triggered, this, [this] { tick(actions_.keys()); });
  connect(menu_->addAction(tr("The usual ones")), &QAction::triggered, this, [this] {
    if (side_) tick(usual_methods(*side_));
  });
  setText(tr("%1 of %2 shown").arg(shown.size()).arg(side_ ? side_->methods.size() : 0));
  setAccessibleDescription(text());
  setEnabled(side_ && usable > 0);
  updateGeometry();
}

QAction* MethodsMenu::action_of(const QString& method) const { return actions_.value(method); }

void MethodsMenu::tick(const QStringList& methods) {
  for (auto action = actions_.begin(); action != actions_.end(); ++action)
    action.value()->setChecked(action.value()->isEnabled() && methods.contains(action.key()));
  take();
}

void MethodsMenu::take() {
  QStringList methods;
  for (const MethodSweep& method : side_->methods) {
    const QString name = to_qt(method.curve.method);
    if (const QAction* action = actions_.value(name); action && action->isEnabled() && action->isChecked())
      methods << name;
  }
  shown_ = methods;
  setText(tr("%1 of %2 shown").arg(methods.size()).arg(side_->methods.size()));
  setAccessibleDescription(text());
  Q_EMIT chosen(methods);
}

QSize MethodsMenu::sizeHint() const { return {fontMetrics().horizontalAdvance(text()) + 42, 25}; }

void MethodsMenu::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  QStyleOptionComboBox option;  // it looks as the other choices do
  option.initFrom(this);
  option.editable = false;
  option.rect = rect();
  style()->drawComplexControl(QStyle::CC_ComboBox, &option, &painter, this);
  painter.setFont(ui_font());
  painter.setPen(isEnabled() ? themes_.theme().text : themes_.theme().disabled);
  painter.drawText(rect().adjusted(10, 0, -24, 0), Qt::AlignLeft | Qt::AlignVCenter, text());
}

}  // namespace mlink::ui
