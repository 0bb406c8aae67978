// The window: menu, toolbar, rail, pages, status line and log. It only wires; pages and the worker do the work.
#pragma once

#include <QMainWindow>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "base/log.h"
#include "ui/common/bookmark.h"
#include "ui/common/layout_store.h"
#include "ui/common/page.h"
#include "ui/common/preferences.h"
#include "ui/common/selection.h"
#include "ui/common/theme.h"

class QAction;
class QActionGroup;
class QMenu;
class QStackedWidget;

namespace mlink::ui {

class AskBar;
class CommandPalette;
class DemoMaker;
class Exporter;
class FigureDialog;
class ViewExport;
class FigureTools;
class HelpPanel;
class LinksPage;
class LogPanel;
class PageArea;
class Rail;
class Presentation;
class ReplayPage;
class SettingsPanel;
class SourcesPage;
class StatusLine;
class TopBar;
class Welcome;

class MainWindow : public QMainWindow {
  Q_OBJECT
 public:
  MainWindow(ThemeHolder& themes, PortFactory ports = experiment_ports(), QWidget* parent = nullptr);
  ~MainWindow() override;

  void open_file(const QString& file);
  void create_file(const QString& file);
  /// A page, or a part of one, by its id. False: there is no such page.
  bool show_page(const QString& id);
  /// What show_page() knows.
  [[nodiscard]] QStringList page_ids() const;
  [[nodiscard]] QString page() const;
  [[nodiscard]] bool dark() const { return themes_.dark(); }
  /// Whether all that the shown page needs is on the screen.
  [[nodiscard]] bool ready() const;
  [[nodiscard]] const std::optional<Error>& open_error() const { return open_error_; }
  /// Nothing is open and nothing is being opened.
  [[nodiscard]] bool status_idle() const { return !opening_; }
  void export_to(const QString& folder);
  /// Writes the experiment as one HTML page (report/html).
  void write_report(const QString& path);
  void open_palette();
  /// A figure for a paper, of a drawing of the pages that are shown: of `first`, else of the one that has the focus.
  FigureDialog* open_figure(const QWidget* first = nullptr);
  ViewExport* open_view_export();
  void copy_view();  ///< what has the focus, or the page, to the clipboard
  /// Keeps it in the file.
  void add_bookmark(const Bookmark& bookmark);
  void remove_bookmark(const Bookmark& bookmark);
  void go_to(const Bookmark& bookmark);
  [[nodiscard]] const std::vector<Bookmark>& bookmarks() const { return bookmarks_; }
  /// The replay for an audience over the whole screen, and back.
  void present();
  [[nodiscard]] Presentation* presentation() const { return presentation_; }
  void run_next_step();
  /// How the pages stand: by its name one that comes with the program or that was saved; empty: one page at a time.
  /// False: there is none called so, or it cannot be read, which the log tells.
  bool show_layout(const QString& name);
  [[nodiscard]] const QString& layout_name() const { return layout_; }
  /// Of what is shown. False: the name is empty or one of the program's own, or there are no docks.
  bool save_layout(const QString& name);
  bool rename_layout(const QString& to);  ///< the one that is shown
  void delete_layout();                   ///< the one that is shown; its docks stay until another is chosen
  [[nodiscard]] QStringList layout_names() const;
  /// A line for the log, from the GUI thread.
  void log(LogLevel level, const QString& text);

  [[nodiscard]] Worker* worker() const { return worker_; }
  [[nodiscard]] SharedSelection* selection() const { return selection_; }
  [[nodiscard]] SourcesPage* sources() const;
  [[nodiscard]] LinksPage* links() const;
  [[nodiscard]] ReplayPage* replay() const;
  /// By its id; null: there is none.
  [[nodiscard]] Page* page_of(const QString& id) const;
  [[nodiscard]] Rail* rail() const { return rail_; }
  [[nodiscard]] TopBar* top_bar() const { return top_; }
  [[nodiscard]] StatusLine* status() const { return status_; }
  [[nodiscard]] LogPanel* log_panel() const { return log_; }
  [[nodiscard]] Exporter* exporter() const { return exporter_; }
  [[nodiscard]] FigureTools* figure_tools() const { return figure_tools_; }
  [[nodiscard]] CommandPalette* palette_overlay() const { return palette_; }
  [[nodiscard]] HelpPanel* help() const { return help_; }
  [[nodiscard]] SettingsPanel* settings() const { return settings_; }
  [[nodiscard]] Preferences* preferences() const { return preferences_; }
  [[nodiscard]] PageArea* area() const { return area_; }
  [[nodiscard]] DemoMaker* demo() const { return demo_; }
  [[nodiscard]] AskBar* ask_bar() const { return ask_; }
  /// Remember recent files and the theme between runs (off in tests and screenshots).
  void set_remembering(bool remember);
  /// What the theme "as the system" is; before set_remembering().
  void set_system_dark(bool dark) { system_dark_ = dark; }

 protected:
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void closeEvent(QCloseEvent* event) override;

 private:
  void make_pages();
  void make_demo();
  void make_layout_menu(QMenu* view);
  void show_layouts();
  void ask_layout(bool rename);
  void restore_layouts();
  void keep_layout();
  [[nodiscard]] bool working(bool window) const;
  /// Ends what runs or waits for it, as a person answers, then does it. Whether the whole window is left counts, since
  /// the demo is made beside an open file.
  void after_steps(bool window, std::function<void()> then);
  void answer(bool stop);
  void stay();
  void leave_when_idle();
  void take_thumbnail();
  void make_menus();
  void make_edit_menu();
  void show_undo();
  void make_view_menu();
  void make_help_menu();
  void make_bookmark_menu();
  void load_bookmarks();
  void show_bookmarks();
  void ask_bookmark();
  void end_presentation();
  void edit_bookmarks(const Bookmark& bookmark, bool keep);
  /// What can be done now: without a file less, in a presentation only what leaves it or changes the theme.
  void enable_actions();
  void make_overlays();
  void show_help(int part);
  void choose_report();
  void connect_worker();
  QAction* act(const QString& text, const QKeySequence& key, const std::function<void()>& fn, const QString& icon = {});
  /// Off while no experiment is open.
  QAction* with_file(QAction* action);
  [[nodiscard]] QWidget* view_in_focus() const;
  void choose_new();
  void choose_open();
  void choose_export();
  void toggle_theme();
  void take_preferences();
  void train();
  void collect(bool retry_failed);
  void show_steps();
  void show_title();
  void take_data();
  void end_step(WorkStep step, const QString& summary, const std::optional<Error>& error);
  void remember_file(const QString& file);
  [[nodiscard]] std::vector<Page*> pages() const { return pages_; }
  ThemeHolder& themes_;
  SharedSelection* selection_;
  Worker* worker_;
  TopBar* top_;
  Rail* rail_;
  StatusLine* status_;
  LogPanel* log_;
  QStackedWidget* stack_;
  PageArea* area_;
  Welcome* welcome_;
  AskBar* ask_;
  DemoMaker* demo_;
  std::vector<Page*> pages_;
  Exporter* exporter_;
  FigureTools* figure_tools_;
  CommandPalette* palette_ = nullptr;
  HelpPanel* help_ = nullptr;
  SettingsPanel* settings_ = nullptr;
  Presentation* presentation_ = nullptr;
  QAction *undo_ = nullptr, *redo_ = nullptr, *log_action_ = nullptr;
  QMenu *bookmark_menu_ = nullptr, *remove_menu_ = nullptr, *layout_menu_ = nullptr;
  QActionGroup* layout_actions_ = nullptr;
  QAction *layout_rule_ = nullptr, *save_layout_ = nullptr, *rename_layout_ = nullptr, *delete_layout_ = nullptr;
  LayoutStore layouts_;
  QString layout_;              ///< empty: one page at a time, or docks that have no name any more
  std::function<void()> then_;  ///< what is left to do when nothing runs any more
  QList<QAction*> bookmark_actions_;
  std::vector<Bookmark> bookmarks_;
  Qt::WindowStates before_presentation_ = Qt::WindowNoState;
  Preferences* preferences_ = nullptr;
  QList<QAction*> needs_file_, while_presenting_;
  std::optional<WorkStep> failed_;
  std::optional<Error> open_error_;
  QString page_ = QStringLiteral("sources");
  std::optional<std::pair<ThemeChoice, bool>>
      theme_wish_;    ///< of the preferences, as last taken; and whether it is dark
  QString pictured_;  ///< the file whose thumbnail was asked for
  bool remember_ = true, opening_ = false, system_dark_ = false, answered_ = false, whole_window_ = false,
       page_asked_ = false;
};

}  // namespace mlink::ui
