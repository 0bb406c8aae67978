#include "ui/common/mailbox.h"

#include <pthread.h>
#include <sys/resource.h>

#include <QCoreApplication>
#include <QEvent>
#include <utility>

namespace mlink::ui {
namespace {

QEvent::Type letter() {
  static const int type = QEvent::registerEventType();
  return static_cast<QEvent::Type>(type);
}

}  // namespace

void Mailbox::post(std::function<void()> fn) {
  {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(fn));
  }
  QCoreApplication::postEvent(this, new QEvent(letter()));
}

bool Mailbox::event(QEvent* event) {
  if (event->type() != letter()) return QObject::event(event);
  std::function<void()> fn;
  {
    const std::lock_guard lock(mutex_);
    if (waiting_.empty()) return true;
    fn = std::move(waiting_.front());
    waiting_.pop_front();
  }
  fn();
  return true;
}

JobThread::JobThread(const char* name, int nice)
    : thread_([this, nice] {
        // On Linux 0 means this thread, and the threads that it makes inherit its value.
        if (nice > 0) setpriority(PRIO_PROCESS, 0, nice);
        run();
      }) {
  pthread_setname_np(thread_.native_handle(), name);  // at most 15 characters
}

JobThread::~JobThread() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  posted_.notify_one();
  thread_.join();
}

void JobThread::post(std::function<void()> fn) {
  {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(fn));
  }
  posted_.notify_one();
}

void JobThread::run() {
  for (;;) {
    std::unique_lock lock(mutex_);
    posted_.wait(lock, [this] { return !waiting_.empty() || ending_; });
    if (waiting_.empty()) return;
    const auto fn = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    fn();
  }
}

}  // namespace mlink::ui
