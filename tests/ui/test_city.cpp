// The window over a small city of the scenario generator: a session over all pages with all methods, none of whose
// events may keep the GUI thread; measured by its own CPU clock, so that a loaded machine fails nobody. The large one
// is measured by bench_window.
#include <QTemporaryDir>
#include <QToolButton>
#include <QtTest>
#include <chrono>
#include <map>
#include <set>
#include <thread>

#include "experiment/experiment.h"
#include "experiment/scenario.h"
#include "ui/common/style.h"
#include "ui/window/figure_tools.h"
#include "ui/window/page_area.h"
#include "ui/window_walk.h"

using namespace mlink::rooms;
using mlink::test::MeteredApplication;
using mlink::test::ThreadClock;
using mlink::test::Walked;

namespace {

constexpr double kLongest = 50;  // ms

MeteredApplication& app() { return *static_cast<MeteredApplication*>(qApp); }

Status make_city(const std::filesystem::path& file) {
  MLINK_ASSIGN(auto city, find_scenario("city"));
  MLINK_ASSIGN(city, smaller(std::move(city), {10, 1.0, 1}));
  MLINK_TRY(make_synthetic(city, file, 1, {}, {}));
  MLINK_ASSIGN(auto experiment, Experiment::open(file));
  TrainSettings settings;
  settings.part = city.train_part;
  MLINK_TRY(experiment.train(settings, {}, {}));
  return {};
}

/// Spins or sleeps when it is told to by an event.
class Blocker : public QObject {
 public:
  int spin_ms = 0, sleep_ms = 0;
  bool event(QEvent*) override {
    const double until = ThreadClock::cpu_ms() + spin_ms;
    while (ThreadClock::cpu_ms() < until) {}
    std::this_thread::sleep_for(std::chrono::milliseconds(sleep_ms));
    return true;
  }
};

}  // namespace

class TestUiCity : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theWatchdogBites();
  void allPages();

 private:
  ThemeHolder themes_;  ///< outlives the style, which the application keeps
};

void TestUiCity::theWatchdogBites() {
  Blocker blocker;
  app().reset();
  blocker.spin_ms = 60;
  QCoreApplication::postEvent(&blocker, new QEvent(QEvent::User));
  QCoreApplication::processEvents();
  QVERIFY(app().longest().cpu >= 60);
  QCOMPARE(app().longest().cpu_in, QStringLiteral("User of QObject"));
  app().reset();
  blocker.spin_ms = 0;
  blocker.sleep_ms = 60;
  QCoreApplication::postEvent(&blocker, new QEvent(QEvent::User));
  QCoreApplication::processEvents();
  QVERIFY2(app().longest().cpu < kLongest, qPrintable(QString::number(app().longest().cpu)));
  QVERIFY2(app().longest().blocked > kLongest, qPrintable(QString::number(app().longest().blocked)));
}

void TestUiCity::allPages() {
  QApplication::setStyle(new WorkbenchStyle(&themes_));
  themes_.set_dark(false);
  const QTemporaryDir dir;
  const QString file = dir.filePath("city.mlink");
  const Status made = make_city(file.toStdString());
  QVERIFY2(made.has_value(), made ? "" : made.error().text().c_str());
  MainWindow w(themes_);
  w.set_remembering(false);
  w.open_file(file);
  w.resize(1600, 1000);
  w.show();
  QTRY_VERIFY_WITH_TIMEOUT(w.ready(), 60000);
  std::set<QString> pages, no_figure;
  // Each chart has its button a moment after it is there.
  const auto note_charts_without_button = [&] {
    for (const Page* shown : w.area()->shown_pages())
      for (const auto& [name, drawing] : w.page_of(shown->id())->drawings()) {
        const auto has = [&, widget = drawing] {
          const auto* const button = w.figure_tools()->button_of(*widget);
          return !widget->isVisible() || (button && button->isVisible());
        };
        if (!QTest::qWaitFor(has, 3000)) no_figure.insert(shown->id() + u'/' + name);
      }
  };
  const auto late_steps = [&] {
    std::map<QString, QString> late;
    const auto walked = walk_pages(
        app(), themes_, w,
        [&](const Walked& step) {
          pages.insert(step.page);
          note_charts_without_button();
          if (step.longest.cpu > kLongest)
            late[step.page + ", " + step.action] = QString("%1, %2: %3 ms in %4")
                                                       .arg(step.page, step.action)
                                                       .arg(step.longest.cpu, 0, 'f', 1)
                                                       .arg(step.longest.cpu_in);
        },
        60000);
    for (const Walked& step : walked)
      if (!step.came) qFatal("%s, %s: did not come", qPrintable(step.page), qPrintable(step.action));
    [&] { QVERIFY(walked.size() > 60); }();
    return late;
  };
  auto late = late_steps();
  QCOMPARE(pages.size(), std::size_t{10});
  QVERIFY2(no_figure.empty(), no_figure.empty() ? "" : qPrintable(*no_figure.begin()));
#ifndef MLINK_SANITIZED  // a sanitizer's code is several times slower: its times say nothing, its findings do
  if (late.empty()) return;
  // What the machine did besides does not come twice to the same action; what the window does, does.
  const auto again = late_steps();
  QStringList both;
  for (const auto& [action, told] : late)
    if (again.contains(action)) both << told << again.at(action);
  QVERIFY2(both.isEmpty(), qPrintable(both.join('\n')));
#endif
}

int main(int argc, char** argv) {
  MeteredApplication application(argc, argv);
  TestUiCity test;
  return QTest::qExec(&test, argc, argv);
}
#include "test_city.moc"
