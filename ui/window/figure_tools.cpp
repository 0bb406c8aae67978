#include "ui/window/figure_tools.h"

#include <QApplication>
#include <QBoxLayout>
#include <QContextMenuEvent>
#include <QKeySequence>
#include <QMenu>
#include <QToolButton>
#include <algorithm>
#include <utility>

#include "ui/common/page.h"
#include "ui/common/widgets.h"

namespace mlink::ui {
namespace {

/// The innermost panel around a drawing; of drawings that stand below a head of their own, that head's.
Panel* panel_of(const QWidget& drawing) {
  for (QWidget* at = drawing.parentWidget(); at; at = at->parentWidget())
    if (auto* panel = qobject_cast<Panel*>(at)) return panel;
  for (QWidget* at = drawing.parentWidget(); at && !qobject_cast<Page*>(at); at = at->parentWidget())
    for (Panel* panel : at->findChildren<Panel*>(QString(), Qt::FindDirectChildrenOnly))
      if (!panel->isHidden()) return panel;  // not of what a stack shows in its place
  return nullptr;
}

/// Beside the last button of the head, not among what else stands there (a legend).
void put_last(const Panel& panel, QToolButton& button) {
  for (QBoxLayout* head : panel.findChildren<QBoxLayout*>()) {
    if (head->indexOf(&button) < 0) continue;
    head->removeWidget(&button);
    int at = head->count();
    for (int i = head->count() - 1; i >= 0; --i) {
      if (!qobject_cast<QToolButton*>(head->itemAt(i)->widget())) break;
      at = i;
    }
    head->insertWidget(at, &button);
    button.show();  // a layout shows what it is given only later
    return;
  }
}

bool has_focus(const QWidget& drawing) {
  const QWidget* const focused = QApplication::focusWidget();
  return focused && (focused == &drawing || drawing.isAncestorOf(focused));
}

/// The drawing of a panel that is worked with: the one with the focus, else the first that can be seen.
QWidget* chosen_in(Page& page, const Panel& panel) {
  QWidget* first = nullptr;
  for (const auto& [name, drawing] : page.drawings()) {
    if (!drawing || !drawing->isVisible() || panel_of(*drawing) != &panel) continue;
    if (has_focus(*drawing)) return drawing;
    if (!first) first = drawing;
  }
  return first;
}

/// The drawing that a menu was asked for.
QWidget* asked_for(Page& page, const QContextMenuEvent& event) {
  const bool by_key = event.reason() == QContextMenuEvent::Keyboard;
  const QWidget* const under = page.childAt(page.mapFromGlobal(event.globalPos()));
  QWidget* found = nullptr;
  for (const auto& [name, drawing] : page.drawings()) {
    if (!drawing || !drawing->isVisible()) continue;
    const bool below_mouse = under && (under == drawing || drawing->isAncestorOf(under));
    if (!(by_key ? has_focus(*drawing) : below_mouse)) continue;
    if (!found || found->isAncestorOf(drawing)) found = drawing;
  }
  return found;
}

QString keys() { return QKeySequence(QStringLiteral("Ctrl+Shift+F")).toString(QKeySequence::NativeText); }

}  // namespace

FigureTools::FigureTools(QObject* parent) : QObject(parent) {
  soon_.setSingleShot(true);
  soon_.setInterval(100);
  connect(&soon_, &QTimer::timeout, this, &FigureTools::offer_again);
}

void FigureTools::offer(Page& page) {
  follow(page);
  for (const auto& [name, drawing] : page.drawings()) {
    Panel* const panel = drawing ? panel_of(*drawing) : nullptr;
    if (panel && !buttons_.value(panel)) add_button(page, *panel);
  }
}

bool FigureTools::offered(Page& page) const {
  const auto all = page.drawings();
  return std::all_of(all.begin(), all.end(), [this](const auto& one) {
    const auto& [name, drawing] = one;
    return !drawing || !drawing->isVisible() || !panel_of(*drawing) || button_of(*drawing);
  });
}

/// A chart whose data come later is painted then, and its panel around it.
void FigureTools::follow(Page& page) {
  const auto watch = [&](QObject* object) {
    if (pages_.contains(object)) return;
    pages_.insert(object, &page);
    object->installEventFilter(this);
    connect(object, &QObject::destroyed, this, [this, object] { pages_.remove(object); });
  };
  watch(&page);
  for (Panel* panel : page.findChildren<Panel*>()) watch(panel);
}

void FigureTools::offer_again() {
  for (const QPointer<Page>& page : std::exchange(changed_, {}))
    if (page) offer(*page);
}

void FigureTools::add_button(Page& page, Panel& panel) {
  QToolButton* const button =
      panel.add_tool(QStringLiteral("figure"), tr("A chart of this panel as a figure for a paper (%1)").arg(keys()));
  button->setAccessibleName(tr("Figure of %1").arg(panel.title()));
  put_last(panel, *button);
  buttons_.insert(&panel, button);
  connect(button, &QToolButton::clicked, this, [this, &page, &panel] { Q_EMIT wanted(chosen_in(page, panel)); });
}

QToolButton* FigureTools::button_of(const QWidget& drawing) const {
  const Panel* const panel = panel_of(drawing);
  return panel ? buttons_.value(panel).data() : nullptr;
}

bool FigureTools::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::Paint || event->type() == QEvent::LayoutRequest) {
    if (const auto page = pages_.value(watched); page && !changed_.contains(page)) changed_ << page;
    if (!soon_.isActive()) soon_.start();
    return false;
  }
  if (event->type() != QEvent::ContextMenu) return QObject::eventFilter(watched, event);
  auto* const page = qobject_cast<Page*>(watched);
  const auto& asked = static_cast<const QContextMenuEvent&>(*event);
  QWidget* const drawing = page ? asked_for(*page, asked) : nullptr;
  if (!drawing) return QObject::eventFilter(watched, event);
  auto* menu = new QMenu(drawing);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  QAction* const action = menu->addAction(tr("Figure for a paper…"));
  action->setShortcut(QKeySequence(QStringLiteral("Ctrl+Shift+F")));
  const QPointer<QWidget> guard(drawing);
  connect(action, &QAction::triggered, this, [this, guard] { Q_EMIT wanted(guard); });
  menu->popup(asked.globalPos());
  event->accept();
  return true;
}

}  // namespace mlink::ui
