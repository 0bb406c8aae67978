// Functions handed from any thread to the thread of an object, and a thread that runs functions handed to it. Both keep
// the functions under a mutex of our own, so that ThreadSanitizer sees what Qt's own queues hide from it.
#pragma once

#include <QObject>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

#include "base/rooms.h"

namespace mlink::ui {

/// Runs what is posted on the thread it lives in, one after another, in the order of posting. What has not run when the
/// mailbox is destroyed is dropped.
class Mailbox : public QObject {
  Q_OBJECT
 public:
  explicit Mailbox(QObject* parent = nullptr) : QObject(parent) {}
  void post(std::function<void()> fn);  ///< thread-safe

 protected:
  bool event(QEvent* event) override;

 private:
  std::mutex mutex_;  ///< guards waiting_
  std::deque<std::function<void()>> waiting_;
};

/// A thread that runs posted functions one after another. The destructor lets it finish what was posted.
class JobThread {
 public:
  /// nice: what it and the threads that its functions start step back for others (0: not at all; 19: wherever they can;
  /// on Linux only).
  explicit JobThread(const char* name, int nice = 0);
  ~JobThread();
  JobThread(const JobThread&) = delete;
  JobThread& operator=(const JobThread&) = delete;

  void post(std::function<void()> fn);  ///< thread-safe

 private:
  void run();

  std::mutex mutex_;  ///< guards the two below
  std::deque<std::function<void()>> waiting_;
  bool ending_ = false;
  std::condition_variable posted_;
  std::thread thread_;
};

}  // namespace mlink::ui
