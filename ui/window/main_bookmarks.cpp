// Bookmarks of the window, and the presentation that walks through them.
#include <QInputDialog>
#include <QMenu>
#include <QMenuBar>

#include "ui/common/bookmark.h"
#include "ui/common/edit_stack.h"
#include "ui/common/widgets.h"
#include "ui/replay/presentation.h"
#include "ui/replay/replay_page.h"
#include "ui/window/main_window.h"
#include "ui/window/page_area.h"
#include "ui/window/status_line.h"

namespace mlink::ui {

void MainWindow::make_bookmark_menu() {
  bookmark_menu_ = menuBar()->addMenu(tr("&Bookmarks"));
  bookmark_menu_->addAction(with_file(act(
      tr("&Add a bookmark…"), QKeySequence(QStringLiteral("Ctrl+B")), [this] { ask_bookmark(); },
      QStringLiteral("flag"))));
  while_presenting_ << with_file(act(
      tr("&Presentation"), QKeySequence(QStringLiteral("F11")), [this] { present(); }, QStringLiteral("play")));
  bookmark_menu_->addAction(while_presenting_.last());
  bookmark_menu_->addSeparator();
  remove_menu_ = bookmark_menu_->addMenu(tr("&Remove"));
  show_bookmarks();
}

void MainWindow::load_bookmarks() {
  if (worker_->file().isEmpty()) {
    bookmarks_.clear();
    return show_bookmarks();
  }
  using Found = std::optional<std::vector<Bookmark>>;
  worker_->ask<Found>(
      Worker::Lane::compute, this, QStringLiteral("bookmarks"),
      [](ReaderPort& reader, const std::stop_token&) -> Result<Found> {
        if (!reader.experiment()) return Found();
        MLINK_ASSIGN(auto found, bookmarks_of(*reader.experiment()));
        return Found(std::move(found));
      },
      [this](Result<Found> found) {
        if (!found || !*found) return;  // what could not be read is told with the file's other problems
        bookmarks_ = std::move(**found);
        show_bookmarks();
      });
}

void MainWindow::show_bookmarks() {
  for (QAction* action : std::as_const(bookmark_actions_)) delete action;
  bookmark_actions_.clear();
  for (const Bookmark& bookmark : bookmarks_) {
    auto* go = new QAction(bookmark.name, this);
    connect(go, &QAction::triggered, this, [this, bookmark] { go_to(bookmark); });
    bookmark_menu_->insertAction(remove_menu_->menuAction(), go);
    auto* away = new QAction(bookmark.name, this);
    connect(away, &QAction::triggered, this, [this, bookmark] { remove_bookmark(bookmark); });
    remove_menu_->addAction(away);
    bookmark_actions_ << go << away;
  }
  remove_menu_->setEnabled(!bookmarks_.empty());
}

void MainWindow::ask_bookmark() {
  const Page* page = page_of(page_);
  Bookmark bookmark = bookmark_of(*selection_, page_, {});
  bookmark.name = suggested_name(bookmark, page ? page->title() : page_);
  auto* dialog = new QInputDialog(this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setWindowTitle(tr("Add a bookmark"));
  dialog->setLabelText(tr("Name, as a presentation shows it:"));
  dialog->setTextValue(bookmark.name);
  connect(dialog, &QInputDialog::textValueSelected, this, [this, bookmark](const QString& name) mutable {
    bookmark.name = name.trimmed().isEmpty() ? bookmark.name : name.trimmed();
    add_bookmark(bookmark);
  });
  dialog->open();
}

void MainWindow::edit_bookmarks(const Bookmark& bookmark, bool keep) {
  // Kept again it has another row.
  const auto row = std::make_shared<RowId>(bookmark.id);
  const auto kept = EditStack::on_file([bookmark, row](Experiment& experiment) -> Result<std::string> {
    Bookmark one = bookmark;
    one.id = 0;
    MLINK_ASSIGN(*row, keep_bookmark(experiment, one));
    return tr("The bookmark %1 is kept").arg(bookmark.name).toStdString();
  });
  const auto removed = EditStack::on_file([bookmark, row](Experiment& experiment) -> Result<std::string> {
    Bookmark one = bookmark;
    one.id = *row;
    MLINK_TRY(ui::remove_bookmark(experiment, one));
    return tr("The bookmark %1 is removed").arg(bookmark.name).toStdString();
  });
  worker_->edits()->change(
      {tr("the bookmark %1").arg(bookmark.name), keep ? kept : removed, keep ? removed : kept, {}, {}, WorkStep::edit});
}

void MainWindow::add_bookmark(const Bookmark& bookmark) { edit_bookmarks(bookmark, true); }

void MainWindow::remove_bookmark(const Bookmark& bookmark) { edit_bookmarks(bookmark, false); }

void MainWindow::go_to(const Bookmark& bookmark) {
  show_page(bookmark.page);
  choose(bookmark, *selection_);
}

void MainWindow::present() {
  if (presentation_) return end_presentation();
  auto view = replay()->another_view();
  if (!view) {
    show_page(QStringLiteral("replay"));
    status_->say(tr("A presentation shows a replay: there is none yet."), TextLabel::Tone::warn);
    return;
  }
  presentation_ = new Presentation(themes_, std::move(view), bookmarks_, selection_, this);
  connect(presentation_, &Presentation::left, this, &MainWindow::end_presentation);
  before_presentation_ = windowState();
  enable_actions();
  menuBar()->hide();
  area_->put_floats_away(true);
  presentation_->setGeometry(rect());
  presentation_->show();
  presentation_->raise();
  if (remember_) setWindowState(windowState() | Qt::WindowFullScreen);
  presentation_->setFocus();
}

void MainWindow::end_presentation() {
  if (!presentation_) return;
  presentation_->deleteLater();
  presentation_->hide();
  presentation_ = nullptr;
  area_->put_floats_away(false);
  menuBar()->show();
  enable_actions();
  if (remember_) setWindowState(before_presentation_);
  if (Page* page = page_of(page_)) page->take_focus();
}

void MainWindow::resizeEvent(QResizeEvent* event) {
  QMainWindow::resizeEvent(event);
  if (presentation_) presentation_->setGeometry(rect());
}

}  // namespace mlink::ui
