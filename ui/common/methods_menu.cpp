#include "ui/common/methods_menu.h"

#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QStyle>
#include <QStyleOptionComboBox>
#include <algorithm>

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

/// The first sentence: a menu is no place for what to do and for paths, its tooltip is.
QString short_of(const QString& why) {
  const qsizetype end = why.indexOf(QStringLiteral(". "));
  QString text = end < 0 ? why : why.left(end);
  if (text.endsWith(u'.')) text.chop(1);
  return text;
}

QIcon sample_icon(const MethodLook& look, const QColor& inside) {
  QPixmap picture(QSize(34, 16) * 2);
  picture.setDevicePixelRatio(2);
  picture.fill(Qt::transparent);
  QPainter painter(&picture);
  draw_method_sample(painter, look, QRectF(1, 0, 32, 16), inside);
  return QIcon(picture);
}

}  // namespace

MethodsMenu::MethodsMenu(const ThemeHolder& themes, const QString& words, QWidget* parent)
    : QToolButton(parent), themes_(themes), words_(words.isEmpty() ? tr("%1 of %2 shown") : words) {
  menu_ = new StayingMenu(this);
  menu_->setToolTipsVisible(true);
  setMenu(menu_);
  setPopupMode(QToolButton::InstantPopup);
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName(tr("Methods that are compared"));
  setObjectName(QStringLiteral("methods-menu"));
  connect(menu_, &QMenu::aboutToShow, this, &MethodsMenu::opened);
  connect(&themes, &ThemeHolder::changed, this, [this] {
    for (const MethodOffer& offer : std::as_const(offers_)) dress(*actions_.value(offer.name), offer);
  });
}

void MethodsMenu::set_offers(const QVector<MethodOffer>& offers, const QStringList& shown) {
  // An open menu keeps its lines, so that nothing moves under the hand.
  const bool same = std::equal(offers.begin(), offers.end(), offers_.begin(), offers_.end(),
                               [](const MethodOffer& a, const MethodOffer& b) { return a.name == b.name; });
  offers_ = offers;
  shown_ = shown;
  if (!same) fill();
  for (const MethodOffer& offer : std::as_const(offers_)) dress(*actions_.value(offer.name), offer);
  setEnabled(std::any_of(offers_.begin(), offers_.end(), [](const MethodOffer& offer) { return offer.usable; }));
  show_count();
}

void MethodsMenu::fill() {
  menu_->clear();
  actions_.clear();
  for (const MethodOffer& offer : std::as_const(offers_)) {
    QAction* action = menu_->addAction(offer.name);
    action->setCheckable(true);
    connect(action, &QAction::triggered, this, [this, name = offer.name] {
      const auto offer =
          std::find_if(offers_.cbegin(), offers_.cend(), [&](const MethodOffer& one) { return one.name == name; });
      if (offer != offers_.cend() && offer->trainable) return Q_EMIT train_wanted(name);
      take();
    });
    actions_.insert(offer.name, action);
  }
  menu_->addSeparator();
  connect(menu_->addAction(tr("All that can be used")), &QAction::triggered, this, [this] { tick(actions_.keys()); });
  connect(menu_->addAction(tr("The usual ones")), &QAction::triggered, this, [this] {
    QStringList usual;
    for (const MethodOffer& offer : std::as_const(offers_)) {
      if (offer.usual) usual << offer.name;
    }
    tick(usual);
  });
}

void MethodsMenu::dress(QAction& action, const MethodOffer& offer) {
  action.setIcon(sample_icon(themes_.theme().method(offer.name), themes_.theme().panel));
  action.setCheckable(!offer.trainable);  // a click on it trains, and is no choice
  action.setEnabled(offer.usable || offer.trainable);
  action.setText(offer.usable || offer.why.isEmpty() ? offer.name
                 : offer.trainable                   ? tr("%1: %2. Train…").arg(offer.name, short_of(offer.why))
                                                     : tr("%1: %2").arg(offer.name, offer.why));
  action.setToolTip(offer.usable ? offer.name : offer.why);
  action.setChecked(offer.usable && shown_.contains(offer.name));
}

QAction* MethodsMenu::action_of(const QString& method) const { return actions_.value(method); }

void MethodsMenu::tick(const QStringList& methods) {
  for (auto action = actions_.begin(); action != actions_.end(); ++action)
    action.value()->setChecked(action.value()->isEnabled() && action.value()->isCheckable() &&
                               methods.contains(action.key()));
  take();
}

void MethodsMenu::take() {
  QStringList methods;
  for (const MethodOffer& offer : std::as_const(offers_)) {
    if (const QAction* action = actions_.value(offer.name); action->isEnabled() && action->isChecked())
      methods << offer.name;
  }
  shown_ = methods;
  show_count();
  Q_EMIT chosen(methods);
}

void MethodsMenu::show_count() {
  setText(words_.arg(shown_.size()).arg(offers_.size()));
  setAccessibleDescription(text());
  updateGeometry();
  update();
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
