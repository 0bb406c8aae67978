// Layouts of the window: which pages stand where, under names that a person gave or that come with the program.
#include <QActionGroup>
#include <QInputDialog>
#include <QMenu>
#include <algorithm>

#include "ui/common/widgets.h"
#include "ui/window/main_window.h"
#include "ui/window/page_area.h"
#include "ui/window/status_line.h"

namespace mlink::ui {
namespace {

bool comes_with_the_program(const QString& name) {
  const auto known = built_in_arrangements();
  return std::any_of(known.begin(), known.end(), [&](const Arrangement& each) { return each.name == name; });
}

}  // namespace

void MainWindow::make_layout_menu(QMenu* view) {
  layout_menu_ = view->addMenu(tr("La&youts"));
  layout_actions_ = new QActionGroup(this);
  layout_actions_->setExclusionPolicy(QActionGroup::ExclusionPolicy::ExclusiveOptional);
  const auto add = [this](const QString& text, const QString& name, const QKeySequence& key) {
    QAction* action = with_file(act(text, key, [this, name] { show_layout(name); }));
    action->setCheckable(true);
    action->setData(name);
    layout_actions_->addAction(action);
    layout_menu_->addAction(action);
  };
  add(tr("&One page at a time"), {}, QKeySequence(QStringLiteral("Ctrl+0")));
  for (const Arrangement& arrangement : built_in_arrangements()) add(arrangement.name, arrangement.name, {});
  layout_rule_ = layout_menu_->addSeparator();  // saved ones stand above it
  save_layout_ = layout_menu_->addAction(tr("&Save as…"), this, [this] { ask_layout(false); });
  rename_layout_ = layout_menu_->addAction(tr("&Rename…"), this, [this] { ask_layout(true); });
  delete_layout_ = layout_menu_->addAction(tr("&Delete"), this, &MainWindow::delete_layout);
  show_layouts();
}

void MainWindow::show_layouts() {
  for (QAction* action : layout_actions_->actions()) {
    if (!action->property("saved").toBool()) continue;
    needs_file_.removeAll(action);
    delete action;
  }
  for (const SavedLayout& saved : layouts_.layouts()) {
    QAction* action = with_file(act(saved.name, {}, [this, name = saved.name] { show_layout(name); }));
    action->setCheckable(true);
    action->setData(saved.name);
    action->setProperty("saved", true);
    action->setProperty("menu", tr("Layouts"));  // where "Find or do" says it is
    action->setEnabled(!worker_->file().isEmpty());
    layout_actions_->addAction(action);
    layout_menu_->insertAction(layout_rule_, action);
  }
  for (QAction* action : layout_actions_->actions()) {
    const QString name = action->data().toString();
    action->setChecked(name == layout_ && name.isEmpty() != area_->docked());
  }
  save_layout_->setEnabled(area_->docked());
  rename_layout_->setEnabled(layouts_.find(layout_) != nullptr);
  delete_layout_->setEnabled(layouts_.find(layout_) != nullptr);
}

QStringList MainWindow::layout_names() const {
  QStringList names;
  for (const Arrangement& arrangement : built_in_arrangements()) names << arrangement.name;
  for (const SavedLayout& saved : layouts_.layouts()) names << saved.name;
  return names;
}

bool MainWindow::show_layout(const QString& name) {
  if (!name.isEmpty() && !layout_names().contains(name)) return false;
  bool shown = name.isEmpty();
  if (shown) area_->show_one();
  for (const Arrangement& arrangement : built_in_arrangements())
    if (arrangement.name == name) {
      area_->show_arrangement(arrangement);
      shown = true;
    }
  if (const SavedLayout* saved = layouts_.find(name); saved && !shown) {
    shown = area_->show_state(saved->state);
    if (!shown) log(LogLevel::warning, tr("The layout %1 cannot be read; one page is shown at a time.").arg(name));
  }
  layout_ = shown && area_->docked() ? name : QString();
  if (!area_->docked()) show_page(page_);
  show_layouts();
  keep_layout();
  return shown;
}

bool MainWindow::save_layout(const QString& name) {
  if (name.isEmpty() || comes_with_the_program(name) || !area_->docked()) return false;
  layouts_.save(name, area_->state());
  layout_ = name;
  keep_layout();
  show_layouts();
  return true;
}

bool MainWindow::rename_layout(const QString& to) {
  if (comes_with_the_program(to) || !layouts_.rename(layout_, to)) return false;
  layout_ = to;
  show_layouts();
  return true;
}

void MainWindow::delete_layout() {
  if (!layouts_.remove(layout_)) return;
  layout_.clear();  // the docks stay where they are
  keep_layout();
  show_layouts();
}

void MainWindow::ask_layout(bool rename) {
  auto* dialog = new QInputDialog(this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setWindowTitle(rename ? tr("Rename the layout") : tr("Save the layout"));
  dialog->setLabelText(tr("Name:"));
  dialog->setTextValue(comes_with_the_program(layout_) ? QString() : layout_);
  connect(dialog, &QInputDialog::textValueSelected, this, [this, rename](const QString& typed) {
    const QString name = typed.trimmed();
    if (rename ? rename_layout(name) : save_layout(name)) return;
    status_->say(tr("A layout needs a name that no other one has."), TextLabel::Tone::warn);
  });
  dialog->open();
}

void MainWindow::restore_layouts() {
  layouts_.remember();
  for (const QString& problem : layouts_.problems()) log(LogLevel::warning, problem);
  const SavedLayout last = layouts_.current();
  if (!last.state.isEmpty()) {
    if (area_->show_state(last.state))
      layout_ = last.name;
    else
      log(LogLevel::warning, tr("The arrangement that was shown last cannot be read; one page is shown at a time."));
  }
  show_layouts();
}

void MainWindow::keep_layout() { layouts_.set_current(layout_, area_->state()); }

}  // namespace mlink::ui
