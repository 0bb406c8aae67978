// Measures how long the GUI thread keeps its event loop waiting. Time that the thread spends ready to run while the
// machine runs something else is counted apart (Linux: schedstat), so that a loaded machine does not look like a stall.
#pragma once

#include <QElapsedTimer>
#include <QFile>
#include <QObject>
#include <QTimer>
#include <algorithm>

namespace mlink::test {

class Watchdog : public QObject {
 public:
  Watchdog() {
    timer_.setTimerType(Qt::PreciseTimer);
    timer_.setInterval(1);
    connect(&timer_, &QTimer::timeout, this, [this] { look(); });
    clock_.start();
    waited_ = waited_ms();
    timer_.start();
  }
  /// Longest turn of the event loop, without and with the time that the machine took away.
  [[nodiscard]] double longest_ms() const { return longest_; }
  [[nodiscard]] double longest_wall_ms() const { return longest_wall_; }

 private:
  static double waited_ms() {
    QFile file(QStringLiteral("/proc/thread-self/schedstat"));
    if (!file.open(QIODevice::ReadOnly)) return 0;
    const auto fields = file.readAll().split(' ');
    return fields.size() > 1 ? fields[1].toDouble() / 1e6 : 0;
  }
  void look() {
    const double wall = static_cast<double>(clock_.nsecsElapsed()) / 1e6;
    clock_.restart();
    const double waited = waited_ms();
    longest_wall_ = std::max(longest_wall_, wall);
    longest_ = std::max(longest_, wall - (waited - waited_));
    waited_ = waited;
  }
  QTimer timer_;
  QElapsedTimer clock_;
  double waited_ = 0, longest_ = 0, longest_wall_ = 0;
};

}  // namespace mlink::test
