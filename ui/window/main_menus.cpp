// The window's menus, and what lies over it: "Find or do" and help.
#include <QFileDialog>
#include <QFileInfo>
#include <QMenuBar>
#include <QSettings>

#include "report/html/html_report.h"
#include "ui/common/edit_stack.h"
#include "ui/common/icons.h"
#include "ui/common/widgets.h"
#include "ui/links/links_page.h"
#include "ui/replay/replay_page.h"
#include "ui/sources/sources_page.h"
#include "ui/window/command_palette.h"
#include "ui/window/help_panel.h"
#include "ui/window/log_panel.h"
#include "ui/window/main_window.h"
#include "ui/window/palette_entries.h"
#include "ui/window/settings_panel.h"
#include "ui/window/status_line.h"
#include "ui/window/thumbnails.h"
#include "ui/window/welcome.h"

namespace mlink::ui {

QAction* MainWindow::act(const QString& text, const QKeySequence& key, const std::function<void()>& fn,
                         const QString& icon) {
  auto* action = new QAction(text, this);
  action->setShortcut(key);
  if (!icon.isEmpty()) action->setIcon(themed_icon(icon, themes_));
  action->setProperty("icon-name", icon);
  connect(action, &QAction::triggered, this, fn);
  addAction(action);
  return action;
}

void MainWindow::make_menus() {
  QMenu* file = menuBar()->addMenu(tr("&File"));
  file->addAction(act(
      tr("&New…"), QKeySequence::New, [this] { choose_new(); }, QStringLiteral("plus")));
  file->addAction(act(
      tr("&Open…"), QKeySequence::Open, [this] { choose_open(); }, QStringLiteral("folder")));
  file->addAction(with_file(act(tr("&Import outputs…"), QKeySequence(QStringLiteral("Ctrl+I")), [this] {
    show_page(QStringLiteral("sources"));
    sources()->choose_outputs();
  })));
  file->addAction(with_file(act(
      tr("&Export…"), QKeySequence(QStringLiteral("Ctrl+E")), [this] { choose_export(); }, QStringLiteral("export"))));
  file->addAction(with_file(act(
      tr("Export this vie&w…"), QKeySequence(QStringLiteral("Ctrl+Alt+E")), [this] { open_view_export(); },
      QStringLiteral("export"))));
  file->addAction(with_file(act(
      tr("&Figure for a paper…"), QKeySequence(QStringLiteral("Ctrl+Shift+F")), [this] { open_figure(); },
      QStringLiteral("export"))));
  file->addAction(with_file(act(
      tr("&Report…"), QKeySequence(QStringLiteral("Ctrl+Shift+E")), [this] { choose_report(); },
      QStringLiteral("file"))));
  file->addAction(with_file(act(tr("&Close"), QKeySequence(QStringLiteral("Ctrl+W")),
                                [this] { after_steps(false, [this] { worker_->close(); }); })));
  file->addSeparator();
  file->addAction(act(tr("&Quit"), QKeySequence(QStringLiteral("Ctrl+Q")), [this] { close(); }));

  make_edit_menu();
  make_view_menu();
  QMenu* experiment = menuBar()->addMenu(tr("E&xperiment"));
  experiment->addAction(with_file(act(tr("Add &videos…"), {}, [this] {
    show_page(QStringLiteral("sources"));
    sources()->choose_videos();
  })));
  experiment->addAction(with_file(act(tr("Add a &folder of pictures…"), {}, [this] {
    show_page(QStringLiteral("sources"));
    sources()->choose_folder();
  })));
  experiment->addAction(with_file(act(tr("Add &black boxes…"), {}, [this] {
    show_page(QStringLiteral("sources"));
    sources()->choose_boxes();
  })));
  experiment->addAction(with_file(act(tr("Add a black box from a s&erver…"), {}, [this] {
    show_page(QStringLiteral("sources"));
    sources()->ask_server();
  })));
  experiment->addSeparator();
  experiment->addAction(with_file(act(
      tr("Run &next step"), QKeySequence(QStringLiteral("F5")), [this] { run_next_step(); }, QStringLiteral("play"))));
  experiment->addAction(with_file(act(tr("&Collect"), {}, [this] { collect(false); })));
  experiment->addAction(with_file(act(tr("&Profile"), {}, [this] { worker_->profile(); })));
  experiment->addAction(with_file(act(tr("&Train"), {}, [this] { train(); })));
  experiment->addAction(with_file(act(
      tr("&Stop"), QKeySequence(QStringLiteral("Shift+F5")), [this] { worker_->stop(); }, QStringLiteral("stop"))));
  make_bookmark_menu();
  make_help_menu();
  enable_actions();
}

void MainWindow::make_edit_menu() {
  QMenu* menu = menuBar()->addMenu(tr("&Edit"));
  EditStack* edits = worker_->edits();
  undo_ = act(tr("&Undo"), QKeySequence(QStringLiteral("Ctrl+Z")), [this, edits] {
    if (settings_->is_open()) return preferences_->undo();
    Page* page = page_of(page_);
    if (!page || !page->undo_own()) edits->undo();
  });
  redo_ = act(tr("&Redo"), QKeySequence(QStringLiteral("Ctrl+Shift+Z")),
              [this, edits] { settings_->is_open() ? preferences_->redo() : edits->redo(); });
  connect(edits, &QUndoStack::undoTextChanged, this, &MainWindow::show_undo);
  connect(edits, &QUndoStack::redoTextChanged, this, &MainWindow::show_undo);
  connect(preferences_, &Preferences::changed, this, &MainWindow::show_undo);
  menu->addAction(with_file(undo_));
  menu->addAction(with_file(redo_));
  menu->addSeparator();
  menu->addAction(
      with_file(act(tr("&Copy this view"), QKeySequence(QStringLiteral("Ctrl+C")), [this] { copy_view(); })));
}

/// Undo and Redo are of the file; while the settings lie over it, of what was changed in them.
void MainWindow::show_undo() {
  const bool of_settings = settings_ && settings_->is_open();
  const QString undo = of_settings ? settings_->undo_text() : worker_->edits()->undoText();
  const QString redo = of_settings ? settings_->redo_text() : worker_->edits()->redoText();
  undo_->setText(undo.isEmpty() ? tr("&Undo") : tr("&Undo %1").arg(undo));
  redo_->setText(redo.isEmpty() ? tr("&Redo") : tr("&Redo %1").arg(redo));
  const bool file = !worker_->file().isEmpty();
  if (presentation_) return;
  undo_->setEnabled(of_settings ? preferences_->can_undo() : file);
  redo_->setEnabled(of_settings ? preferences_->can_redo() : file);
}

void MainWindow::make_view_menu() {
  QMenu* view = menuBar()->addMenu(tr("&View"));
  int number = 0;
  for (Page* page : pages_) {
    ++number;
    view->addAction(with_file(act(
        page->title(), QKeySequence(QStringLiteral("Ctrl+%1").arg(number)), [this, page] { show_page(page->id()); },
        page->icon())));
  }
  make_layout_menu(view);
  view->addSeparator();
  while_presenting_ << act(tr("&Light or dark"), QKeySequence(QStringLiteral("Ctrl+T")), [this] { toggle_theme(); });
  view->addAction(while_presenting_.last());
  view->addAction(act(tr("&Full screen"), QKeySequence(QStringLiteral("Shift+F11")),
                      [this] { setWindowState(windowState() ^ Qt::WindowFullScreen); }));
  log_action_ =
      act(tr("Lo&g"), QKeySequence(QStringLiteral("Ctrl+L")), [this] { log_->setVisible(!log_->isVisible()); });
  view->addAction(log_action_);
  view->addSeparator();
  view->addAction(act(tr("&Settings…"), QKeySequence(QStringLiteral("Ctrl+,")), [this] {
    palette_->close_overlay();
    help_->close_overlay();
    settings_->open_panel();
  }));
  view->addAction(act(
      tr("Find or &do…"), QKeySequence(QStringLiteral("Ctrl+K")), [this] { open_palette(); },
      QStringLiteral("search")));
}

QAction* MainWindow::with_file(QAction* action) {
  needs_file_ << action;
  return action;
}

void MainWindow::enable_actions() {
  const bool open = !worker_->file().isEmpty();
  for (QAction* action : actions())
    action->setEnabled(presentation_ ? while_presenting_.contains(action) : open || !needs_file_.contains(action));
  show_undo();
}

void MainWindow::make_help_menu() {
  QMenu* help = menuBar()->addMenu(tr("&Help"));
  help->addAction(act(tr("&First steps"), QKeySequence::HelpContents, [this] { show_help(HelpPanel::FirstSteps); }));
  help->addAction(act(tr("&What the numbers mean"), {}, [this] { show_help(HelpPanel::Numbers); }));
  help->addAction(act(tr("&Keys"), QKeySequence(QStringLiteral("?")), [this] { show_help(HelpPanel::Keys); }));
  help->addAction(log_action_);
  help->addSeparator();
  help->addAction(act(tr("&About MLink Workbench"), {}, [this] { show_help(HelpPanel::About); }));
}

void MainWindow::make_overlays() {
  palette_ = new CommandPalette(themes_, this);
  palette_->set_reader([this](const QString& typed) { return palette_reading(*this, typed); });
  help_ = new HelpPanel(themes_, this);
  settings_ = new SettingsPanel(themes_, preferences_, this);
  connect(settings_, &SettingsPanel::toggled, this, &MainWindow::show_undo);
  connect(settings_, &SettingsPanel::forget_wanted, this, [this] {
    if (remember_) {
      QSettings().remove(QStringLiteral("recent"));
      forget_thumbnails();
    }
    welcome_->set_recent({});
  });
}

void MainWindow::open_palette() {
  help_->close_overlay();
  settings_->close_overlay();
  palette_->open_with(palette_entries(*this));
}

void MainWindow::show_help(int part) {
  palette_->close_overlay();
  settings_->close_overlay();
  std::vector<KeyRow> keys;
  for (const QAction* action : actions())
    if (!action->shortcut().isEmpty())
      keys.push_back({tr("Everywhere"), plain_text(*action), action->shortcut().toString(QKeySequence::NativeText)});
  for (const Page* page : pages_)
    for (const PageKey& key : page->keys()) keys.push_back({page->title(), key.what, key.keys});
  help_->set_keys(std::move(keys));
  help_->open_part(static_cast<HelpPanel::Part>(part));
}

void MainWindow::choose_report() {
  auto* dialog = new QFileDialog(this, tr("Write the experiment as one page"), {}, tr("Web pages (*.html)"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setDefaultSuffix(QStringLiteral("html"));
  dialog->selectFile(QFileInfo(worker_->file()).completeBaseName() + QStringLiteral(".html"));
  connect(dialog, &QFileDialog::fileSelected, this, &MainWindow::write_report);
  dialog->open();
}

void MainWindow::write_report(const QString& path) {
  if (worker_->file().isEmpty()) return;
  HtmlReportOptions options;
  if (selection_->link()) {
    options.source = selection_->link()->source.toStdString();
    options.target = selection_->link()->target.toStdString();
  }
  status_->say(tr("Writing the report…"));
  struct Written {};
  worker_->ask<Written>(
      Worker::Lane::compute, this, QStringLiteral("report"),
      [file = worker_->file().toStdString(), to = path.toStdString(), options](
          ReaderPort&, const std::stop_token& stop) -> Result<Written> {
        MLINK_ASSIGN(const HtmlContent content, html_content(file, options, stop, {}));
        MLINK_TRY(write_file(to, html_report(content)));
        return Written{};
      },
      [this, path](const Result<Written>& written) {
        const QString text = written ? tr("Report written to %1").arg(path) : to_qt(written.error().text());
        status_->say(text, written ? TextLabel::Tone::text : TextLabel::Tone::error);
        log(written ? LogLevel::info : LogLevel::error, text);
      });
}

}  // namespace mlink::ui
