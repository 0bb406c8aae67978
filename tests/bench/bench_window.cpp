// The window on a real experiment, offscreen: first paint, slider to pixels, punctual replay, stalls of the GUI thread
// while it collects and trains, memory over an hour's worth of use. Prints each figure beside its goal.
//   bench_window [STREET.mlink] [--actions N]     default: the demo's street.mlink, 3600 actions (one a second: 1 h)
//   bench_window FILE.mlink --opening             only how long the pages take from the program's start: a large file
//   bench_window FILE.mlink --walk                a session over all pages: the longest event of each action by the GUI
//                                                 thread's CPU clock, what it stood still for, and memory
#include <fmt/format.h>
#include <unistd.h>

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QMouseEvent>
#include <QSettings>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <array>
#include <cstdlib>
#include <ctime>
#include <random>
#include <vector>

#include "ui/common/style.h"
#include "ui/common/worker.h"
#include "ui/event_meter.h"
#include "ui/links/links_page.h"
#include "ui/links/matrix_model.h"
#include "ui/replay/budget_panel.h"
#include "ui/replay/frontier_slider.h"
#include "ui/replay/replay_page.h"
#include "ui/sources/source_edits.h"
#include "ui/watchdog.h"
#include "ui/window/main_window.h"
#include "ui/window_walk.h"

namespace {

using namespace mlink::rooms;
using mlink::test::resident_mb;
using mlink::test::ThreadClock;

/// Seconds since this process was started: loading of the libraries counts.
double process_seconds() {
  QFile file(QStringLiteral("/proc/self/stat"));
  if (!file.open(QIODevice::ReadOnly)) return 0;
  const QByteArray text = file.readAll();
  const auto fields = text.mid(text.lastIndexOf(')') + 2).split(' ');
  timespec now{};
  clock_gettime(CLOCK_BOOTTIME, &now);
  const double started = fields.value(19).toDouble() / static_cast<double>(sysconf(_SC_CLK_TCK));
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9 - started;
}

/// Of all threads of this process; on a busy machine this, not the clock on the wall, can be compared.
double cpu_seconds() {
  timespec spent{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &spent);
  return static_cast<double>(spent.tv_sec) + static_cast<double>(spent.tv_nsec) / 1e9;
}

/// Highest since the process started, or since it was forgotten.
double peak_mb() {
  QFile file(QStringLiteral("/proc/self/status"));
  if (!file.open(QIODevice::ReadOnly)) return 0;
  const QByteArray text = file.readAll();
  const auto at = text.indexOf("VmHWM:");
  return at < 0 ? 0 : text.mid(at + 6, 16).simplified().split(' ').value(0).toDouble() * 1024 / 1e6;
}

/// The kernel counts anew from here on. Where it does not, later peaks are those of the whole run.
void forget_peak() {
  QFile file(QStringLiteral("/proc/self/clear_refs"));
  if (file.open(QIODevice::WriteOnly)) file.write("5");
}

mlink::test::MeteredApplication& app() { return *static_cast<mlink::test::MeteredApplication*>(qApp); }

void print_figure(const std::string& what, const std::string& value, const std::string& goal = {}) {
  fmt::print("{:<58} {:>32}   {}\n", what, value, goal);
  std::fflush(stdout);
}
/// Since the process started: by the clock, and what all its threads have spent.
void print_reached(const std::string& what, const std::string& goal, double wall = process_seconds(),
                   double cpu = cpu_seconds()) {
  print_figure(what, fmt::format("{:.2f} s, {:.2f} s of CPU", wall, cpu), goal);
  print_figure("  memory, highest so far", fmt::format("{:.0f} MB", peak_mb()), "goal: <= 600 MB");
}
std::string ms(double value) { return fmt::format("{:.1f} ms", value); }
std::string spread(std::vector<double> values) {
  if (values.empty()) return "-";
  std::sort(values.begin(), values.end());
  return fmt::format("p50 {:.1f}, p99 {:.1f}, most {:.1f} ms", values[values.size() / 2],
                     values[values.size() * 99 / 100], values.back());
}

/// Tells when the window was painted for the first time.
class FirstPaint : public QObject {
 public:
  double seconds = 0, cpu = 0;
  bool eventFilter(QObject*, QEvent* event) override {
    if (seconds == 0 && event->type() == QEvent::Paint)
      QMetaObject::invokeMethod(
          this,
          [this] {
            if (seconds == 0) cpu = cpu_seconds(), seconds = process_seconds();
          },
          Qt::QueuedConnection);
    return false;
  }
};

/// Counts how often a widget is painted.
class PaintCount : public QObject {
 public:
  explicit PaintCount(QWidget& widget) { widget.installEventFilter(this); }
  int paints = 0;
  bool eventFilter(QObject*, QEvent* event) override {
    paints += event->type() == QEvent::Paint ? 1 : 0;
    return false;
  }
};

void mouse(QWidget& widget, QEvent::Type type, const QPointF& at) {
  const bool move = type == QEvent::MouseMove;
  QMouseEvent event(type, at, widget.mapToGlobal(at), move ? Qt::NoButton : Qt::LeftButton,
                    type == QEvent::MouseButtonRelease ? Qt::NoButton : Qt::LeftButton, {});
  QApplication::sendEvent(&widget, &event);
}

/// Drags the budget to and fro; `each` is called after every move.
template <class Fn>
void drag(FrontierSlider& slider, int moves, const Fn& each) {
  const double y = slider.handle_rect().center().y();
  mouse(slider, QEvent::MouseButtonPress, slider.handle_rect().center());
  const double left = slider.x_of(0);
  const double width = slider.x_of(slider.most()) - left;
  for (int i = 0; i < moves; ++i) {
    const double share = std::abs((i * 7 % 400) / 200.0 - 1);
    each([&] { mouse(slider, QEvent::MouseMove, {left + width * share, y}); });
  }
  mouse(slider, QEvent::MouseButtonRelease, slider.handle_rect().center());
}

/// Ends the benchmark where something does not come at all: figures of a window that waits would mean nothing.
template <class Fn>
void wait_for(const char* what, const Fn& done) {
  if (QTest::qWaitFor(done, 60000)) return;
  fmt::print("bench_window: waited a minute for {}\n", what);
  std::exit(1);
}
void settle(MainWindow& w) {
  wait_for("the page", [&] { return w.ready(); });
}

void slider_to_pixels(MainWindow& w) {
  w.show_page("replay");
  settle(w);
  FrontierSlider& slider = *w.replay()->view()->budget_panel()->slider();
  BudgetPanel& panel = *w.replay()->view()->budget_panel();
  std::vector<double> painted, spent;
  std::array<std::vector<double>, 4> parts;  // by the thread's CPU clock; the last two are of being painted once more
  PaintCount count(slider);
  app().sum_up();
  drag(slider, 600, [&](const auto& move) {
    QTest::qWait(3);
    QElapsedTimer clock;
    clock.start();
    const double begin = ThreadClock::cpu_ms();
    std::array<double, 5> at{begin};
    count.paints = 0;
    move();
    at[1] = ThreadClock::cpu_ms();
    QCoreApplication::sendPostedEvents();  // layouts and repaints that the move asked for
    if (count.paints == 0) panel.repaint();
    at[2] = ThreadClock::cpu_ms();
    painted.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e6);
    spent.push_back(at[2] - begin);
    slider.repaint();
    at[3] = ThreadClock::cpu_ms();
    panel.repaint();
    at[4] = ThreadClock::cpu_ms();
    for (std::size_t i = 0; i < parts.size(); ++i) parts[i].push_back(at[i + 1] - at[i]);
  });
  print_figure("slider to pixels (curves, methods, times), 600 moves", spread(painted), "goal: p99 <= 16, city 33 ms");
  print_figure("  the same by the thread's CPU clock", spread(spent));
  print_figure("    answers, models, texts", spread(parts[0]));
  print_figure("    layouts, and all that is painted anew", spread(parts[1]));
  print_figure("  the slider alone, painted once more", spread(parts[2]));
  print_figure("  its panel, painted once more", spread(parts[3]));
  const auto sums = app().sums();
  for (std::size_t i = 0; i < std::min<std::size_t>(sums.size(), 24); ++i)
    print_figure("    a move's share of " + sums[i].first.toStdString(), ms(sums[i].second / 600));
  std::vector<double> strips, strips_spent;
  drag(slider, 100, [&](const auto& move) {
    QTest::qWait(20);
    settle(w);
    QElapsedTimer clock;
    clock.start();
    const double cpu = ThreadClock::cpu_ms();
    move();
    while (!w.replay()->view()->ready() && clock.elapsed() < 1000) QCoreApplication::processEvents();
    w.replay()->view()->repaint();
    strips.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e6);
    strips_spent.push_back(ThreadClock::cpu_ms() - cpu);
  });
  print_figure("slider to pixels, the whole page with strips, 100 moves", spread(strips));
  print_figure("  the GUI thread's part of it, by its CPU clock", spread(strips_spent));
}

/// One moment on: pictures, overlays, chips, table and playhead, the pictures already decoded.
void moments_to_pixels(MainWindow& w) {
  ReplayView& view = *w.replay()->view();
  std::vector<double> painted;
  for (int i = 0; i < 100; ++i) {
    settle(w);
    QTest::qWait(1);
    QElapsedTimer clock;
    clock.start();
    view.playback()->seek(10 + i * 0.5);
    view.repaint();
    painted.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e6);
  }
  print_figure("moment to pixels, 100 moments", spread(painted), "goal: p99 <= 40 ms");
}

void play(MainWindow& w) {
  Playback* playback = w.replay()->view()->playback();
  playback->seek(0);
  settle(w);
  playback->set_speed(1);
  playback->play();
  QTest::qWait(30000);
  playback->pause();
  const auto& figures = playback->figures();
  print_figure(fmt::format("30 s of replay at 1x: {} moments, {} passed over", figures.shown, figures.skipped),
               "worst " + ms(figures.worst_ms), "goal: none late");
}

void stalls(MainWindow& w) {
  w.show_page("replay");
  settle(w);
  AddVideoOptions options;
  options.camera = "bench";
  options.every = 5;
  options.limit = 60;
  options.crop = Rect{100, 120, 320, 240};
  const auto overview = w.worker()->overview();
  const auto video = overview->cameras.empty() ? std::string() : overview->cameras.front().path;
  SourceEdits(w.worker()).add_videos({QString::fromStdString(video)}, options);
  wait_for("the new camera", [&] { return !w.worker()->busy(); });
  settle(w);
  FrontierSlider& slider = *w.replay()->view()->budget_panel()->slider();
  const auto watched = [&](const std::string& what, const auto& start) {
    start();
    const mlink::test::Watchdog dog;
    QElapsedTimer clock;
    clock.start();
    while (w.worker()->busy() && clock.elapsed() < 120000)
      drag(slider, 50, [&](const auto& move) {
        move();
        QTest::qWait(10);
      });
    print_figure(fmt::format("longest stall, slider dragged while it {} ({:.0f} s)", what,
                             static_cast<double>(clock.elapsed()) / 1e3),
                 fmt::format("{:.1f} ({:.1f} wall) ms", dog.longest_ms(), dog.longest_wall_ms()), "goal: <= 50 ms");
  };
  watched("collects", [&] { w.worker()->collect(); });
  watched("trains", [&] { w.worker()->train(); });
}

void use(MainWindow& w, int actions) {
  std::mt19937 random(1);
  const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  double first = 0, most = 0;
  for (int i = 0; i < actions; ++i) {
    const int boxes = w.links()->matrix()->rowCount();
    switch (pick(8)) {
      case 0: w.show_page("sources"); break;
      case 1: w.show_page("links"); break;
      case 2: {
        const auto at = w.links()->matrix()->index(pick(boxes), pick(boxes));
        if (at.row() == at.column()) break;
        w.show_page("links");
        w.selection()->set_link(
            LinkChoice{at.data(MatrixModel::SourceRole).toString(), at.data(MatrixModel::TargetRole).toString()});
        break;
      }
      default: {
        w.show_page("replay");
        settle(w);
        w.replay()->view()->playback()->seek(pick(79));
        drag(*w.replay()->view()->budget_panel()->slider(), 1 + pick(5), [](const auto& move) { move(); });
      }
    }
    settle(w);
    QTest::qWait(1);
    const double now = resident_mb();
    most = std::max(most, now);
    if (i == actions / 10) first = now;
    if (i % std::max(actions / 6, 1) == 0)
      print_figure(fmt::format("  memory after {} actions", i), fmt::format("{:.0f} MB", now));
  }
  print_figure(fmt::format("memory over {} actions, highest", actions), fmt::format("{:.0f} MB", most),
               "goal: <= 600 MB");
  print_figure("memory, last minus after the first tenth", fmt::format("{:+.0f} MB", resident_mb() - first),
               "goal: flat");
}

void walk(mlink::test::MeteredApplication& app, ThemeHolder& themes, MainWindow& window) {
  fmt::print("{:<12} {:<44} {:>8} {:>9} {:>8} {:>8} {:>8}  {}\n", "page", "action", "CPU", "blocked", "after", "memory",
             "at most", "longest event");
  double most = peak_mb();
  forget_peak();
  const auto walked = walk_pages(
      app, themes, window,
      [&most](const mlink::test::Walked& step) {
        const double here = peak_mb();
        most = std::max(most, here);
        forget_peak();
        fmt::print("{:<12} {:<44} {:>5.1f} ms {:>6.1f} ms {:>6.2f} s {:>5.0f} MB {:>5.0f} MB  {}\n",
                   step.page.toStdString(), step.action.toStdString(), step.longest.cpu, step.longest.blocked,
                   step.seconds, step.resident_mb, here,
                   step.came ? step.longest.cpu_in.toStdString() : "did not come");
        std::fflush(stdout);
      },
      120000);
  double cpu = 0, blocked = 0;
  for (const auto& step : walked)
    cpu = std::max(cpu, step.longest.cpu), blocked = std::max(blocked, step.longest.blocked);
  print_figure(fmt::format("longest event of {} actions", walked.size()), ms(cpu), "goal: <= 50 ms");
  print_figure("longest time for which the GUI thread stood still in one", ms(blocked), "goal: <= 50 ms");
  print_figure("memory, highest", fmt::format("{:.0f} MB", most), "goal: <= 1000 MB");
}

QString demo_file() {
  const QString folder =
      qEnvironmentVariable("MLINK_DEMO_DIR", QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) +
                                                 "/mlink-workbench/demo");
  return folder + "/street.mlink";
}

}  // namespace

int main(int argc, char** argv) {
  if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
  mlink::test::MeteredApplication app(argc, argv);
  QApplication::setOrganizationName("mlink");
  QApplication::setApplicationName("bench_window");
  QStringList arguments = QApplication::arguments().mid(1);
  const bool opening = arguments.removeOne("--opening"), walking = arguments.removeOne("--walk");
  int actions = 3600;
  if (const auto at = arguments.indexOf("--actions"); at >= 0) {
    actions = arguments.value(at + 1).toInt();
    arguments.remove(at, std::min<qsizetype>(2, arguments.size() - at));
  }
  const QString original = arguments.value(0, demo_file());
  const QTemporaryDir folder;
  const QString file = folder.filePath("street.mlink");
  ThemeHolder themes;
  QApplication::setStyle(new WorkbenchStyle(&themes));
  themes.set_dark(false);
  // The file is opened as a user's is; what writes to it works on a copy later.
  if (!QFile::exists(original)) {
    fmt::print("bench_window: there is no experiment; run make demo first, or name one. {}\n", original.toStdString());
    return 0;
  }
  FirstPaint paint;
  MainWindow window(themes);
  window.set_remembering(false);
  window.installEventFilter(&paint);
  window.show_page("links");
  window.open_file(original);
  window.resize(1600, 1000);
  window.show();
  wait_for("the first paint", [&] { return paint.seconds > 0; });
  print_reached("first paint after the process started", "goal: <= 1 s", paint.seconds, paint.cpu);
  wait_for("the links", [&] { return window.worker()->data() && window.worker()->data()->links; });
  print_reached("matrix, ensembles and activation on the Links page", "goal: <= 2 s");
  settle(window);
  print_reached("the Links page complete, its chosen link too", "goal: <= 2 s");
  window.show_page("replay");
  settle(window);
  print_reached("the Replay page complete", "goal: <= 4 s");
  print_figure("memory then", fmt::format("{:.0f} MB", resident_mb()), "goal: <= 600 MB");
  if (opening) return 0;
  if (walking) {
    walk(app, themes, window);
    slider_to_pixels(window);
    print_figure("memory at the end", fmt::format("{:.0f} MB", resident_mb()), "goal: <= 1000 MB");
    return 0;
  }
  slider_to_pixels(window);
  moments_to_pixels(window);
  play(window);
  use(window, actions);
  if (!QFile::copy(original, file)) return 1;
  window.open_file(file);
  wait_for("the copy", [&] { return window.worker()->file() == file && window.worker()->data(); });
  settle(window);
  stalls(window);
  print_figure("memory, highest (the black boxes of two threads loaded)", fmt::format("{:.0f} MB", peak_mb()));
  print_figure("memory at the end", fmt::format("{:.0f} MB", resident_mb()), "goal: <= 600 MB");
  return 0;
}
