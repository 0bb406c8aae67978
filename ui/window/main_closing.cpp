// Leaving in the middle of a step: one question, in a line below the toolbar; nothing that is finished is lost.
#include <QCloseEvent>
#include <QGuiApplication>
#include <algorithm>

#include "ui/window/ask_bar.h"
#include "ui/window/demo_maker.h"
#include "ui/window/main_window.h"

namespace mlink::ui {
namespace {

bool only_quick(const Worker& worker) {
  const auto waiting = worker.waiting();
  return (!worker.busy() || is_quick(worker.job().step)) && std::all_of(waiting.begin(), waiting.end(), is_quick);
}

}  // namespace

bool MainWindow::working(bool window) const {
  return worker_->busy() || !worker_->waiting().empty() || (window && demo_->busy());
}

void MainWindow::after_steps(bool window, std::function<void()> then) {
  if (!working(window)) return then();
  then_ = std::move(then);
  whole_window_ = window;
  answered_ = only_quick(*worker_) && !(window && demo_->busy());  // changes are written first, without a question
  if (answered_) return;
  const QString what = worker_->busy() && !is_quick(worker_->job().step)
                           ? tr("%1 is running.").arg(step_name(worker_->job().step))
                           : tr("The demo %1 is being made.").arg(demo_->name());
  ask_->ask(what + u' ' + tr("What is finished is kept."));
}

void MainWindow::answer(bool stop) {
  answered_ = true;
  ask_->say(stop ? tr("Stopping; then it closes.") : tr("It closes when all is done."));
  if (stop) {
    worker_->stop_long();
    if (whole_window_) demo_->stop();
  }
  leave_when_idle();
}

void MainWindow::stay() {
  then_ = nullptr;
  answered_ = false;
  ask_->hide();
  if (Page* page = page_of(page_); page && page->isVisible()) page->take_focus();
}

void MainWindow::leave_when_idle() {
  if (!then_ || working(whole_window_)) return;
  const auto then = std::exchange(then_, nullptr);
  ask_->hide();
  // Where the step ended before the question was answered, nobody said that the window may go.
  if (std::exchange(answered_, false)) then();
}

void MainWindow::closeEvent(QCloseEvent* event) {
  if (working(true) && !qGuiApp->isSavingSession()) {
    event->ignore();
    if (!(then_ && answered_)) after_steps(true, [this] { close(); });
    return;
  }
  keep_layout();
  event->accept();
}

}  // namespace mlink::ui
