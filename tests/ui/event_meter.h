// What each event costs the GUI thread: an application that measures from the begin of an event's handling to its end,
// by the thread's own CPU clock, so that a loaded machine does not look like a stall; and how long the thread stood
// still in it for a lock or a disk (Linux: schedstat takes away what the machine ran meanwhile).
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <QApplication>
#include <QHash>
#include <QMetaEnum>
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <utility>
#include <vector>

namespace mlink::test {

/// The longest of what was measured since the last reset; both in ms.
struct LongestEvent {
  double cpu = 0, blocked = 0;
  QString cpu_in, blocked_in;  ///< "UpdateRequest of mlink::ui::MainWindow"
};

/// Clocks of the calling thread.
class ThreadClock {
 public:
  ThreadClock() : file_(open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC)) {}
  ~ThreadClock() {
    if (file_ >= 0) close(file_);
  }
  ThreadClock(const ThreadClock&) = delete;
  ThreadClock& operator=(const ThreadClock&) = delete;

  static double cpu_ms() {
    timespec spent{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
    return static_cast<double>(spent.tv_sec) * 1e3 + static_cast<double>(spent.tv_nsec) / 1e6;
  }
  static double wall_ms() {
    using namespace std::chrono;
    return duration<double, std::milli>(steady_clock::now().time_since_epoch()).count();
  }
  /// Ready to run, while the machine ran something else.
  [[nodiscard]] double waited_ms() const {
    std::array<char, 96> text{};
    if (file_ < 0 || pread(file_, text.data(), text.size() - 1, 0) <= 0) return 0;
    char* end = nullptr;
    std::strtod(text.data(), &end);
    return std::strtod(end, nullptr) / 1e6;
  }

 private:
  int file_;
};

class MeteredApplication : public QApplication {
 public:
  using QApplication::QApplication;

  bool notify(QObject* receiver, QEvent* event) override {
    if (depth_ > 0) return within(receiver, event);
    const char* const name = receiver->metaObject()->className();  // the receiver may be gone behind it
    const int type = event->type();
    return measured([&] { return QApplication::notify(receiver, event); },
                    [&] {
                      const char* const key = QMetaEnum::fromType<QEvent::Type>().valueToKey(type);
                      return QString::fromLatin1(key ? key : "event") + QStringLiteral(" of ") + QLatin1String(name);
                    });
  }
  /// The same for what a test calls itself.
  template <class Fn>
  void call(const QString& what, const Fn& fn) {
    measured(
        [&] {
          fn();
          return true;
        },
        [&] { return what; });
  }
  [[nodiscard]] const LongestEvent& longest() const { return longest_; }
  void reset() { longest_ = {}; }
  /// From now on what each kind of event costs is summed up.
  void sum_up() {
    sums_.clear();
    summing_ = true;
  }
  /// CPU time of each kind (ms), the dearest first; ends the summing.
  [[nodiscard]] std::vector<std::pair<QString, double>> sums() {
    summing_ = false;
    std::vector<std::pair<QString, double>> out(sums_.keyValueBegin(), sums_.keyValueEnd());
    std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
    return out;
  }

 private:
  /// What is painted in an event is summed up by itself.
  bool within(QObject* receiver, QEvent* event) {
    if (!summing_ || event->type() != QEvent::Paint) return QApplication::notify(receiver, event);
    const QString name = QStringLiteral("Paint of %1 in %2")
                             .arg(QLatin1String(receiver->metaObject()->className()),
                                  receiver->parent() ? QLatin1String(receiver->parent()->metaObject()->className())
                                                     : QLatin1String("nothing"));
    const double cpu = ThreadClock::cpu_ms();
    const bool done = QApplication::notify(receiver, event);
    sums_[name] += ThreadClock::cpu_ms() - cpu;
    return done;
  }
  template <class Fn, class Name>
  bool measured(const Fn& fn, const Name& name) {
    const double cpu = ThreadClock::cpu_ms(), wall = ThreadClock::wall_ms(), waited = clock_.waited_ms();
    ++depth_;
    const bool done = fn();
    --depth_;
    const double spent = ThreadClock::cpu_ms() - cpu;
    const double stood = ThreadClock::wall_ms() - wall - spent - (clock_.waited_ms() - waited);
    if (summing_) sums_[name()] += spent;
    if (spent > longest_.cpu) longest_.cpu = spent, longest_.cpu_in = name();
    if (stood > longest_.blocked) longest_.blocked = stood, longest_.blocked_in = name();
    return done;
  }
  ThreadClock clock_;
  LongestEvent longest_;
  QHash<QString, double> sums_;
  int depth_ = 0;
  bool summing_ = false;
};

}  // namespace mlink::test
