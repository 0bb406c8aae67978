#include "ui/window/figure_tools.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QKeySequence>
#include <QMenu>
#include <QToolButton>

#include "ui/common/icons.h"
#include "ui/common/page.h"
#include "ui/common/widgets.h"

namespace mlink::ui {
namespace {

/// The innermost panel around a drawing; of drawings that stand below a head of their own, that head's.
Panel* panel_of(const QWidget& drawing) {
  for (QWidget* at = drawing.parentWidget(); at; at = at->parentWidget())
    if (auto* panel = qobject_cast<Panel*>(at)) return panel;
  for (QWidget* at = drawing.parentWidget(); at && !qobject_cast<Page*>(at); at = at->parentWidget())
    if (auto* panel = at->findChild<Panel*>(QString(), Qt::FindDirectChildrenOnly)) return panel;
  return nullptr;
}

bool has_focus(const QWidget& drawing) {
  const QWidget* const focused = QApplication::focusWidget();
  return focused && (focused == &drawing || drawing.isAncestorOf(focused));
}

bool is_under(const QWidget& drawing, const QPoint& global) {
  return drawing.visibleRegion().contains(drawing.mapFromGlobal(global));
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
  QWidget* found = nullptr;
  for (const auto& [name, drawing] : page.drawings()) {
    if (!drawing || !drawing->isVisible()) continue;
    if (!(by_key ? has_focus(*drawing) : is_under(*drawing, event.globalPos()))) continue;
    if (!found || found->isAncestorOf(drawing)) found = drawing;
  }
  return found;
}

QString keys() { return QKeySequence(QStringLiteral("Ctrl+Shift+F")).toString(QKeySequence::NativeText); }

}  // namespace

void FigureTools::offer(Page& page) {
  page.removeEventFilter(this);
  page.installEventFilter(this);
  for (const auto& [name, drawing] : page.drawings()) {
    Panel* const panel = drawing ? panel_of(*drawing) : nullptr;
    if (panel && !buttons_.value(panel)) add_button(page, *panel);
  }
}

void FigureTools::add_button(Page& page, Panel& panel) {
  QToolButton* const button =
      panel.add_tool(QStringLiteral("figure"), tr("A chart of this panel as a figure for a paper (%1)").arg(keys()));
  button->setAccessibleName(tr("Figure of %1").arg(panel.title()));
  buttons_.insert(&panel, button);
  connect(button, &QToolButton::clicked, this, [this, &page, &panel] { Q_EMIT wanted(chosen_in(page, panel)); });
}

QToolButton* FigureTools::button_of(const QWidget& drawing) const {
  const Panel* const panel = panel_of(drawing);
  return panel ? buttons_.value(panel).data() : nullptr;
}

bool FigureTools::eventFilter(QObject* watched, QEvent* event) {
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
