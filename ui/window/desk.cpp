#include "ui/window/desk.h"

#include <QTimer>

#include "ui/common/edit_stack.h"
#include "ui/common/exporter.h"
#include "ui/common/preferences.h"
#include "ui/window/demo_maker.h"
#include "ui/window/log_panel.h"
#include "ui/window/settings_panel.h"

namespace mlink::ui {

Desk::Desk(ThemeHolder& themes, Language& language, SetUp set_up, std::function<PortFactory()> ports)
    : themes_(themes), language_(language), set_up_(std::move(set_up)), ports_(std::move(ports)) {
  make();
  choice_ = window_->preferences()->values().language;
}

Desk::~Desk() = default;

void Desk::make() {
  window_ = std::make_unique<MainWindow>(themes_, ports_());
  set_up_(*window_);
  connect(window_->preferences(), &Preferences::changed, this, &Desk::take_preferences);
  // What a language waits for. Queued: the window that tells it is not the one that is there then.
  connect(window_->worker(), &Worker::job_changed, this, &Desk::renew, Qt::QueuedConnection);
  connect(window_->worker(), &Worker::opened, this, &Desk::renew, Qt::QueuedConnection);
  connect(window_->exporter(), &Exporter::finished, this, &Desk::renew, Qt::QueuedConnection);
  connect(window_->demo(), &DemoMaker::ended, this, &Desk::renew, Qt::QueuedConnection);
}

void Desk::take_preferences() {
  const LanguageChoice choice = window_->preferences()->values().language;
  if (choice == choice_) return;
  choice_ = choice;
  use(language_code(choice));
}

void Desk::use(const QString& code) {
  wanted_ = code;
  const bool other = wanted_ != language_.code();
  window_->settings()->tell_language(other && !can_renew() ? tr("It changes when the running step has ended.")
                                                           : QString());
  if (!other) return;
  QTimer::singleShot(0, this, &Desk::renew);
}

bool Desk::can_renew() const {
  const Worker* worker = window_->worker();
  return !worker->busy() && worker->waiting().empty() && !window_->exporter()->busy() && window_->status_idle() &&
         !window_->presentation() && !window_->demo()->busy();
}

void Desk::renew() {
  if (wanted_.isEmpty() || wanted_ == language_.code() || !can_renew()) return;
  const Bookmark chosen = bookmark_of(*window_->selection(), window_->page(), {});
  const bool shown = window_->isVisible(), in_settings = window_->settings()->is_open();
  const QByteArray place = window_->saveGeometry();
  const QString file = window_->worker()->file();
  const bool dark = themes_.dark();  // also where it is that of the command line
  const EditStack::Kept edits = window_->worker()->edits()->kept();
  language_.use(wanted_);
  wanted_.clear();
  std::unique_ptr<MainWindow> before = std::move(window_);
  make();
  window_->preferences()->take_over(*before->preferences());
  themes_.set_dark(dark);
  window_->log_panel()->go_on_from(*before->log_panel());
  window_->restoreGeometry(place);
  if (shown) window_->show();
  // The file has one writer: it is open here again when the window before is gone.
  before.reset();
  window_->show_page(chosen.page);
  if (!file.isEmpty()) {
    connect(
        window_->worker(), &Worker::opened, window_.get(),
        [window = window_.get(), chosen, edits] {
          choose(chosen, *window->selection());
          window->worker()->edits()->take_over(edits);
        },
        Qt::SingleShotConnection);
    window_->open_file(file);
  }
  if (in_settings) window_->settings()->open_panel();
  Q_EMIT renewed();
}

}  // namespace mlink::ui
