#include "ui/window/main_window.h"

#include <QApplication>
#include <QDir>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenuBar>
#include <QMimeData>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>
#include <algorithm>

#include "base/text.h"
#include "ui/charts/spoken.h"
#include "ui/common/edit_stack.h"
#include "ui/common/exporter.h"
#include "ui/common/icons.h"
#include "ui/common/preferences.h"
#include "ui/common/widgets.h"
#include "ui/links/links_page.h"
#include "ui/replay/replay_page.h"
#include "ui/sources/sources_page.h"
#include "ui/window/ask_bar.h"
#include "ui/window/demo_maker.h"
#include "ui/window/figure_tools.h"
#include "ui/window/log_panel.h"
#include "ui/window/page_area.h"
#include "ui/window/page_list.h"
#include "ui/window/rail.h"
#include "ui/window/status_line.h"
#include "ui/window/thumbnails.h"
#include "ui/window/top_bar.h"
#include "ui/window/welcome.h"

namespace mlink::ui {
namespace {

constexpr int kRecent = 6;
const QString kRecentKey = QStringLiteral("recent");

}  // namespace

MainWindow::MainWindow(ThemeHolder& themes, PortFactory ports, QWidget* parent) : QMainWindow(parent), themes_(themes) {
  selection_ = new SharedSelection(this);
  preferences_ = new Preferences(this);
  worker_ = new Worker(std::move(ports), this);
  exporter_ = new Exporter(worker_, this);
  figure_tools_ = new FigureTools(this);
  setAcceptDrops(true);
  setMinimumSize(1024, 700);
  setWindowIcon(QIcon(QStringLiteral(":/icons/mlink-workbench.svg")));
  top_ = new TopBar(themes, selection_);
  rail_ = new Rail(themes);
  status_ = new StatusLine(themes, worker_);
  log_ = new LogPanel(themes);
  log_->hide();
  log_->setFixedHeight(200);
  welcome_ = new Welcome(themes);
  ask_ = new AskBar(themes);
  make_pages();
  make_demo();
  top_->set_edits(worker_->edits());

  auto* middle = new QWidget;
  auto* row = new QHBoxLayout(middle);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(0);
  row->addWidget(rail_);
  row->addWidget(stack_, 1);
  auto* central = new QWidget;
  auto* column = new QVBoxLayout(central);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(top_);
  column->addWidget(ask_);
  column->addWidget(middle, 1);
  column->addWidget(log_);
  column->addWidget(status_);
  setCentralWidget(central);
  make_menus();
  make_overlays();
  connect_worker();
  show_title();
  show_steps();
  rail_->set_current({});
}

MainWindow::~MainWindow() {
  // What goes with the window tells it nothing more: an overlay that hides, a stack of edits that empties.
  for (const QObject* part : findChildren<QObject*>()) disconnect(part, nullptr, this, nullptr);
  // The worker first: nothing it still tells may reach a page that is gone.
  disconnect(worker_, nullptr, nullptr, nullptr);
  disconnect(demo_, nullptr, nullptr, nullptr);
  delete worker_;
}

void MainWindow::make_pages() {
  pages_ = make_all_pages(themes_, selection_, worker_);
  area_ = new PageArea(themes_);
  int number = 0;
  for (Page* page : pages_) {
    area_->add(page);
    page->setAccessibleName(page->title());
    set_spoken(*page, QAccessible::Pane);
    ++number;
    rail_->add(
        page->id(), page->icon(), page->title(),
        QStringLiteral("%1 (%2)").arg(
            page->title(), QKeySequence(QStringLiteral("Ctrl+%1").arg(number)).toString(QKeySequence::NativeText)));
    connect(page, &Page::go_to, this, &MainWindow::show_page);
    connect(page, &Page::collect_wanted, this, [this] { collect(false); });
    connect(page, &Page::profile_wanted, this, [this] { worker_->profile(); });
    connect(page, &Page::train_wanted, this, [this] { train(); });
    connect(page, &Page::retry_wanted, this, [this] { collect(true); });
    connect(page, &Page::export_wanted, this, &MainWindow::choose_export);
  }
  connect(figure_tools_, &FigureTools::wanted, this, &MainWindow::open_figure);
  stack_ = new QStackedWidget;
  stack_->addWidget(welcome_);
  stack_->addWidget(area_);
  connect(area_, &PageArea::page_focused, this, [this](Page* page) {
    page_ = page->id();
    if (!worker_->file().isEmpty()) rail_->set_current(page_);
  });
  connect(area_, &PageArea::emptied, this, [this] { show_layout({}); });
  connect(rail_, &Rail::chosen, this, &MainWindow::show_page);
}

void MainWindow::connect_worker() {
  connect(worker_, &Worker::opened, this, [this] {
    const bool open = !worker_->file().isEmpty();
    if (open) opening_ = false;
    open_error_.reset();
    failed_.reset();
    welcome_->set_error({});
    selection_->clear();
    enable_actions();
    top_->set_open(open);
    stack_->setCurrentIndex(open ? 1 : 0);
    status_->say(tr("Ready"));
    if (open) {
      remember_file(worker_->file());
      // Docks stand as they were left, unless somebody asked for a page.
      if (area_->docked() && !page_asked_) {
        rail_->set_current(page_ = area_->front()->id());
        area_->front()->take_focus();
      } else {
        show_page(page_);
      }
      page_asked_ = false;
    } else {
      rail_->set_current({});
    }
    show_title();
    show_steps();
  });
  connect(worker_, &Worker::open_failed, this, [this](const Error& error) {
    opening_ = false;
    open_error_ = error;
    welcome_->set_error(to_qt(error.text()));
    status_->say(to_qt(error.text()), TextLabel::Tone::error);
    log(LogLevel::error, to_qt(error.text()));
  });
  connect(worker_, &Worker::overview_changed, this, [this] {
    for (Page* page : pages_) page->set_overview(worker_->overview());
    show_steps();
    take_thumbnail();
  });
  connect(worker_, &Worker::data_changed, this, &MainWindow::take_data);
  connect(worker_, &Worker::job_changed, this, &MainWindow::show_steps);
  connect(worker_, &Worker::step_finished, this, &MainWindow::end_step);
  connect(worker_, &Worker::problem, this, [this](const QString&, const Error& error) {
    log(error.kind == ErrorKind::read_only || error.kind == ErrorKind::locked ? LogLevel::warning : LogLevel::error,
        to_qt(error.text()));
    if (error.kind == ErrorKind::locked || error.kind == ErrorKind::read_only)
      status_->say(to_qt(error.text()), TextLabel::Tone::warn);
  });
  connect(worker_, &Worker::job_changed, this, &MainWindow::leave_when_idle, Qt::QueuedConnection);
  connect(demo_, &DemoMaker::changed, this, &MainWindow::leave_when_idle, Qt::QueuedConnection);
  connect(ask_, &AskBar::stop_chosen, this, [this] { answer(true); });
  connect(ask_, &AskBar::wait_chosen, this, [this] { answer(false); });
  connect(ask_, &AskBar::stay_chosen, this, &MainWindow::stay);
  theme_wish_ = {preferences_->values().theme, preferences_->dark(system_dark_)};
  connect(preferences_, &Preferences::changed, this, &MainWindow::take_preferences);
  connect(top_, &TopBar::next_wanted, this, &MainWindow::run_next_step);
  connect(top_, &TopBar::theme_wanted, this, &MainWindow::toggle_theme);
  connect(top_, &TopBar::find_wanted, this, &MainWindow::open_palette);
  connect(top_, &TopBar::new_wanted, this, &MainWindow::choose_new);
  connect(top_, &TopBar::open_wanted, this, &MainWindow::choose_open);
  connect(top_, &TopBar::page_wanted, this, &MainWindow::show_page);
  connect(top_, &TopBar::step_clicked, this, [this](const QString& step) {
    show_page(step == QLatin1String("replay")  ? QStringLiteral("replay")
              : step == QLatin1String("train") ? QStringLiteral("links")
                                               : QStringLiteral("sources"));
  });
  connect(welcome_, &Welcome::new_wanted, this, &MainWindow::choose_new);
  connect(welcome_, &Welcome::open_wanted, this, &MainWindow::choose_open);
  connect(welcome_, &Welcome::file_chosen, this, &MainWindow::open_file);
  connect(status_, &StatusLine::log_wanted, this, [this] { log_->setVisible(!log_->isVisible()); });
  connect(log_, &LogPanel::close_wanted, log_, &QWidget::hide);
  connect(log_, &LogPanel::counted, this, [this] { status_->set_log(log_->errors(), log_->warnings()); });
  connect(exporter_, &Exporter::finished, this, [this](int files, const std::optional<Error>& error) {
    if (error)
      status_->say(to_qt(error->text()), TextLabel::Tone::error);
    else
      status_->say(tr("%1 files exported").arg(files));
    log(error ? LogLevel::error : LogLevel::info, status_->text());
  });
}

void MainWindow::set_remembering(bool remember) {
  remember_ = remember;
  if (remember) {
    preferences_->remember();
    demo_->set_place(find_demo(QCoreApplication::applicationDirPath()));
    welcome_->set_demos(demo_);
    restore_layouts();
  }
  welcome_->set_recent(remember ? QSettings().value(kRecentKey).toStringList() : QStringList());
}

void MainWindow::make_demo() {
  demo_ = new DemoMaker(this);
  connect(demo_, &DemoMaker::said, this, &MainWindow::log);
  connect(demo_, &DemoMaker::ended, this, [this](const QString& name, const std::optional<Error>& error) {
    if (error) {
      const bool stopped = error->kind == ErrorKind::stopped;
      log(stopped ? LogLevel::info : LogLevel::error,
          stopped ? tr("The demo %1 was stopped; what is finished is kept.").arg(name) : to_qt(error->text()));
      return;
    }
    log(LogLevel::info, tr("The demo %1 is made.").arg(name));
    // Who has begun with another file meanwhile is not taken away from it.
    if (worker_->file().isEmpty() && !opening_)
      open_file(demo_file(demo_->place().folder, name));
    else
      status_->say(tr("The demo %1 is made: open it from Welcome.").arg(name));
  });
}

void MainWindow::take_thumbnail() {
  const OverviewPtr overview = worker_->overview();
  const QString file = worker_->file();
  if (!remember_ || file.isEmpty() || pictured_ == file || !overview) return;
  const auto camera = std::find_if(overview->cameras.begin(), overview->cameras.end(),
                                   [](const CameraRow& each) { return !each.recorded; });
  if (camera == overview->cameras.end()) return;
  pictured_ = file;
  struct Kept {};
  worker_->ask<Kept>(
      Worker::Lane::pictures, this, QStringLiteral("thumbnail"),
      [file, id = camera->id](ReaderPort& reader, const std::stop_token&) -> Result<Kept> {
        MLINK_ASSIGN(const QImage picture, reader.picture(id, 0));
        keep_thumbnail(file, picture);
        return Kept{};
      },
      [this](const Result<Kept>& kept) {
        if (kept) welcome_->set_recent(QSettings().value(kRecentKey).toStringList());
      });
}

void MainWindow::remember_file(const QString& file) {
  if (!remember_) return;
  QSettings settings;
  QStringList recent = settings.value(kRecentKey).toStringList();
  const QString path = QFileInfo(file).absoluteFilePath();
  recent.removeAll(path);
  recent.prepend(path);
  while (recent.size() > kRecent) forget_thumbnail(recent.takeLast());
  settings.setValue(kRecentKey, recent);
  welcome_->set_recent(recent);
}

void MainWindow::open_file(const QString& file) {
  after_steps(false, [this, file] {
    status_->say(tr("Opening %1…").arg(QFileInfo(file).fileName()));
    opening_ = true;
    worker_->open(file);
  });
}

void MainWindow::create_file(const QString& file) {
  after_steps(false, [this, file] {
    opening_ = true;
    worker_->create(file);
  });
}

Page* MainWindow::page_of(const QString& id) const {
  for (Page* page : pages_) {
    if (page->id() == id || page->parts().contains(id)) return page;
  }
  return nullptr;
}

QStringList MainWindow::page_ids() const {
  QStringList ids;
  for (const Page* page : pages_) ids << page->id() << page->parts();
  return ids;
}

SourcesPage* MainWindow::sources() const { return qobject_cast<SourcesPage*>(page_of(QStringLiteral("sources"))); }
LinksPage* MainWindow::links() const { return qobject_cast<LinksPage*>(page_of(QStringLiteral("links"))); }
ReplayPage* MainWindow::replay() const { return qobject_cast<ReplayPage*>(page_of(QStringLiteral("replay"))); }

bool MainWindow::show_page(const QString& id) {
  Page* page = page_of(id);
  if (!page) return false;
  if (page->id() != id) page->show_part(id);
  page_ = page->id();
  page_asked_ = page_asked_ || worker_->file().isEmpty();
  if (!worker_->file().isEmpty()) {
    figure_tools_->offer(*page);
    area_->bring(page);
    rail_->set_current(page_);
    page->take_focus();
  }
  return true;
}

QString MainWindow::page() const { return page_; }

bool MainWindow::ready() const {
  if (worker_->file().isEmpty()) return false;
  if (!worker_->overview() || !worker_->data()) return false;
  const auto shown = area_->shown_pages();
  return std::all_of(shown.begin(), shown.end(),
                     [this](Page* page) { return page->ready() && figure_tools_->offered(*page); });
}

void MainWindow::take_data() {
  const ExperimentDataPtr data = worker_->data();
  load_bookmarks();
  for (Page* page : pages_) {
    page->set_data(data);
    figure_tools_->offer(*page);
  }
  const bool links = data && data->links;
  for (const Page* page : pages_) rail_->button(page->id())->set_quiet(page->needs_links() && !links);
  show_steps();
}

void MainWindow::show_steps() {
  top_->set_steps(steps_of(worker_->overview(), worker_->data(), worker_->job(), failed_), worker_->job());
}

void MainWindow::show_title() {
  const QString file = worker_->file();
  setWindowTitle(file.isEmpty() ? tr("MLink Workbench") : tr("%1 — MLink Workbench").arg(QFileInfo(file).fileName()));
}

void MainWindow::run_next_step() {
  if (worker_->busy()) return;
  const QString next = steps_of(worker_->overview(), worker_->data(), worker_->job(), failed_).next;
  if (next == QLatin1String("collect")) collect(false);
  if (next == QLatin1String("profile")) worker_->profile();
  if (next == QLatin1String("train")) train();
  if (next == QLatin1String("replay")) show_page(QStringLiteral("replay"));
}

void MainWindow::collect(bool retry_failed) {
  CollectOptions options;
  options.retry_failed = retry_failed;
  worker_->collect(options);
}

void MainWindow::end_step(WorkStep step, const QString& summary, const std::optional<Error>& error) {
  const bool stopped = error && error->kind == ErrorKind::stopped;
  failed_.reset();
  if (error && !stopped) {
    failed_ = step;
    status_->say(tr("%1 failed. %2").arg(step_name(step), to_qt(error->text())), TextLabel::Tone::error);
    log(LogLevel::error, status_->text());
  } else if (stopped) {
    status_->say(tr("%1 stopped; what is finished is kept.").arg(step_name(step)), TextLabel::Tone::warn);
    log(LogLevel::info, status_->text());
  } else {
    status_->say(step_name(step) + QStringLiteral(": ") + summary);
    log(LogLevel::info, status_->text());
  }
  show_steps();
}

void MainWindow::log(LogLevel level, const QString& text) { log_->add(level, text); }

void MainWindow::train() { worker_->train(preferences_->training()); }

void MainWindow::toggle_theme() {
  PreferenceValues values = preferences_->values();
  values.theme = themes_.dark() ? ThemeChoice::light : ThemeChoice::dark;
  preferences_->set(values);
  themes_.set_dark(values.theme == ThemeChoice::dark);
}

void MainWindow::take_preferences() {
  // Only where the wish itself is another: the theme may be that of the command line.
  const std::pair wish(preferences_->values().theme, preferences_->dark(system_dark_));
  if (theme_wish_ != wish) themes_.set_dark(wish.second);
  theme_wish_ = wish;
  const PreferenceValues& values = preferences_->values();
  worker_->set_means(values.threads, values.use_gpu, values.decode_on_gpu);
}

void MainWindow::choose_new() {
  auto* dialog = new QFileDialog(this, tr("New experiment"), {}, tr("Experiments (*.mlink)"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setDefaultSuffix(QStringLiteral("mlink"));
  connect(dialog, &QFileDialog::fileSelected, this, &MainWindow::create_file);
  dialog->open();
}

void MainWindow::choose_open() {
  auto* dialog = new QFileDialog(this, tr("Open experiment"), {}, tr("Experiments (*.mlink)"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(QFileDialog::ExistingFile);
  connect(dialog, &QFileDialog::fileSelected, this, &MainWindow::open_file);
  dialog->open();
}

void MainWindow::choose_export() {
  auto* dialog = new QFileDialog(this, tr("Export every table and chart into a folder"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(QFileDialog::Directory);
  dialog->setOption(QFileDialog::ShowDirsOnly);
  connect(dialog, &QFileDialog::fileSelected, this, &MainWindow::export_to);
  dialog->open();
}

void MainWindow::export_to(const QString& folder) {
  if (worker_->file().isEmpty() || exporter_->busy()) return;
  status_->say(tr("Exporting…"));
  exporter_->start(folder, pages(), area_->size());
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
  if (event->mimeData()->hasUrls()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
  QStringList paths;
  for (const QUrl& url : event->mimeData()->urls()) {
    if (url.isLocalFile()) paths << url.toLocalFile();
  }
  if (paths.isEmpty()) return;
  event->acceptProposedAction();
  if (paths.first().endsWith(QLatin1String(".mlink"), Qt::CaseInsensitive)) {
    open_file(paths.first());
    return;
  }
  if (worker_->file().isEmpty()) {
    status_->say(tr("Make or open an experiment first, then drop videos and manifests on it."), TextLabel::Tone::warn);
    return;
  }
  show_page(QStringLiteral("sources"));
  sources()->take_files(paths);
}

}  // namespace mlink::ui
