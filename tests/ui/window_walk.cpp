#include "ui/window_walk.h"

#include <QAbstractItemView>
#include <QElapsedTimer>
#include <QFile>
#include <QGraphicsView>
#include <QLineEdit>
#include <QMouseEvent>
#include <QScrollBar>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "ui/charts/chart.h"
#include "ui/common/exporter.h"
#include "ui/common/methods_menu.h"
#include "ui/compare/budgets_view.h"
#include "ui/compare/compare_page.h"
#include "ui/compare/studies_view.h"
#include "ui/ensemble/ensemble_page.h"
#include "ui/ensemble/set_row.h"
#include "ui/links/links_page.h"
#include "ui/links/matrix_bar.h"
#include "ui/links/matrix_model.h"
#include "ui/replay/budget_panel.h"
#include "ui/replay/frontier_slider.h"
#include "ui/replay/replay_page.h"
#include "ui/replay/replay_view.h"
#include "ui/replay/strips_view.h"
#include "ui/runs/runs_page.h"
#include "ui/window/command_palette.h"
#include "ui/window/settings_panel.h"

namespace mlink::test {

using namespace mlink::ui;

double resident_mb() {
  QFile file(QStringLiteral("/proc/self/statm"));
  if (!file.open(QIODevice::ReadOnly)) return 0;
  return file.readAll().split(' ').value(1).toDouble() * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
}

namespace {

void mouse(QWidget& widget, QEvent::Type type, const QPointF& at) {
  const bool move = type == QEvent::MouseMove;
  QMouseEvent event(type, at, widget.mapToGlobal(at), move ? Qt::NoButton : Qt::LeftButton,
                    type == QEvent::MouseButtonRelease ? Qt::NoButton : Qt::LeftButton, {});
  QApplication::sendEvent(&widget, &event);
}

void wheel(QWidget& widget, const QPointF& at, int delta, Qt::KeyboardModifiers keys) {
  QWheelEvent event(at, widget.mapToGlobal(at), {}, QPoint(0, delta), Qt::NoButton, keys, Qt::NoScrollPhase, false);
  QApplication::sendEvent(&widget, &event);
}

class Walk {
 public:
  Walk(MeteredApplication& app, ThemeHolder& themes, MainWindow& window, const std::function<void(const Walked&)>& each,
       int patience_ms)
      : app_(app), themes_(themes), w_(window), each_(each), patience_ms_(patience_ms) {}

  void sources() { common(QStringLiteral("sources")); }
  void links();
  void ensemble();
  void replay();
  void compare();
  void studies();
  void live() { common(QStringLiteral("live")); }
  void runs();
  void settings();
  void everything_out();
  std::vector<Walked> walked;

 private:
  /// fn: one call, measured as an event is.
  template <class Fn>
  void act(const QString& what, const Fn& fn) {
    take(what, [&] { app_.call(what, fn); });
  }
  /// fn waits in between: its events are measured each by itself.
  template <class Fn>
  void take(const QString& what, const Fn& fn) {
    if (!walked.empty() && !walked.back().came) return;
    app_.reset();
    QElapsedTimer clock;
    clock.start();
    fn();
    const auto settled = [&] { return w_.ready() && !w_.worker()->busy(); };
    Walked step{page_, what, {}, 0, 0, true};
    // what was asked for in an event of the first turns is waited for as well
    for (int i = 0; i < 2 && step.came; ++i) {
      QTest::qWait(10);
      step.came = QTest::qWaitFor(settled, patience_ms_);
    }
    step.longest = app_.longest();
    step.seconds = static_cast<double>(clock.elapsed()) / 1e3;
    step.resident_mb = resident_mb();
    each_(step);
    walked.push_back(step);
  }
  void common(const QString& page);
  void scroll();
  void charts();
  void drag(int moves);

  MeteredApplication& app_;
  ThemeHolder& themes_;
  MainWindow& w_;
  const std::function<void(const Walked&)>& each_;
  int patience_ms_;
  QString page_;
};

/// What can be done to every page.
void Walk::common(const QString& page) {
  page_ = page;
  act(QStringLiteral("show"), [&] { w_.show_page(page); });
  act(QStringLiteral("smaller"), [&] { w_.resize(1280, 800); });
  act(QStringLiteral("larger"), [&] { w_.resize(1600, 1000); });
  act(QStringLiteral("dark"), [&] { themes_.set_dark(true); });
  act(QStringLiteral("light"), [&] { themes_.set_dark(false); });
  scroll();
  charts();
}

void Walk::scroll() {
  act(QStringLiteral("scroll the lists"), [&] {
    for (QAbstractItemView* view : w_.findChildren<QAbstractItemView*>()) {
      if (!view->isVisible()) continue;
      for (QScrollBar* bar : {view->verticalScrollBar(), view->horizontalScrollBar()}) {
        bar->setValue(bar->maximum());
        bar->setValue(bar->minimum());
      }
    }
  });
}

void Walk::charts() {
  for (Chart* chart : w_.findChildren<Chart*>()) {
    if (!chart->isVisible()) continue;
    auto* const view = chart->findChild<QGraphicsView*>();
    QWidget* const target = view ? view->viewport() : chart;
    const double width = target->width(), middle = target->height() / 2.0;
    act(QStringLiteral("hover ") + QLatin1String(chart->metaObject()->className()), [&] {
      for (int i = 1; i < 40; ++i) mouse(*target, QEvent::MouseMove, {width * i / 40, middle});
    });
    // Each turn of the wheel is an event of its own, as a person's.
    const QString zoom = QStringLiteral("zoom ") + QLatin1String(chart->metaObject()->className());
    for (int i = 0; i < 4; ++i) act(zoom, [&] { wheel(*target, {width / 2, middle}, 120, Qt::ControlModifier); });
    act(zoom, [&] { chart->show_all(); });
  }
}

void Walk::links() {
  common(QStringLiteral("links"));
  const MatrixModel& matrix = *w_.links()->matrix();
  for (int i = 0; i < matrix.rowCount(); ++i) {
    const QModelIndex at = matrix.index(i, (i + 1) % matrix.rowCount());
    act(QStringLiteral("choose a link"), [&] {
      w_.selection()->set_link(
          LinkChoice{at.data(MatrixModel::SourceRole).toString(), at.data(MatrixModel::TargetRole).toString()});
    });
  }
  act(QStringLiteral("on the training rows"), [&] { w_.links()->bar()->rows()->set_current(1); });
  act(QStringLiteral("on all rows"), [&] { w_.links()->bar()->rows()->set_current(2); });
  act(QStringLiteral("on the test rows"), [&] { w_.links()->bar()->rows()->set_current(0); });
}

void Walk::ensemble() {
  common(QStringLiteral("ensemble"));
  auto* const page = qobject_cast<EnsemblePage*>(w_.page_of(QStringLiteral("ensemble")));
  for (int box = 0; box < static_cast<int>(page->set_row()->toggles().size()); ++box)
    act(QStringLiteral("tick a box"), [&] { Q_EMIT page->set_row()->box_toggled(box); });
  act(QStringLiteral("how sure"), [&] { page->ensemble_part()->set_current(1); });
  charts();
  act(QStringLiteral("how right"), [&] { page->ensemble_part()->set_current(0); });
  act(QStringLiteral("time"), [&] { page->kinds()->set_current(1); });
  act(QStringLiteral("memory"), [&] { page->kinds()->set_current(0); });
}

void Walk::drag(int moves) {
  FrontierSlider& slider = *w_.replay()->view()->budget_panel()->slider();
  const double y = slider.handle_rect().center().y(), left = slider.x_of(0);
  const double width = slider.x_of(slider.most()) - left;
  mouse(slider, QEvent::MouseButtonPress, slider.handle_rect().center());
  for (int i = 0; i < moves; ++i) {
    mouse(slider, QEvent::MouseMove, {left + width * std::abs((i * 7 % 400) / 200.0 - 1), y});
    QTest::qWait(10);
  }
  mouse(slider, QEvent::MouseButtonRelease, slider.handle_rect().center());
}

void Walk::replay() {
  common(QStringLiteral("replay"));
  ReplayView& view = *w_.replay()->view();
  const auto dragged = [&](const QString& what) { take(what, [&] { drag(60); }); };
  dragged(QStringLiteral("drag the budget"));
  act(QStringLiteral("seek"), [&] { view.playback()->seek(view.data()->seconds / 2); });
  act(QStringLiteral("next wrong frame"), [&] { view.go_to_wrong(1); });
  act(QStringLiteral("all methods"), [&] {
    QStringList all;
    for (const MethodOffer& offer : view.methods_menu()->offers()) all << offer.name;
    Q_EMIT view.methods_menu()->opened();
    Q_EMIT view.methods_menu()->chosen(all);
  });
  dragged(QStringLiteral("drag the budget, all methods"));
  act(QStringLiteral("another method"), [&] { w_.selection()->set_method(QStringLiteral("standalone")); });
  act(QStringLiteral("all cameras"), [&] { view.which_cameras()->set_current(1); });
  dragged(QStringLiteral("drag the budget, all cameras"));
  for (int i = 0; i < 12; ++i)
    act(QStringLiteral("zoom the strips"), [&] {
      QWidget& strips = *view.strips()->viewport();
      wheel(strips, QPointF(strips.width() / 2.0, 40), 120, Qt::ControlModifier);
      strips.repaint();
    });
  act(QStringLiteral("zoom the strips"), [&] { view.strips()->show_all(); });
  act(QStringLiteral("one camera"), [&] { view.which_cameras()->set_current(0); });
  act(QStringLiteral("mlink again"), [&] { w_.selection()->set_method(QStringLiteral("mlink")); });
  act(QStringLiteral("time"), [&] { view.budget_panel()->kinds()->set_current(1); });
  take(QStringLiteral("play"), [&] {
    view.playback()->play();
    QTest::qWait(2000);
    view.playback()->pause();
  });
  act(QStringLiteral("memory"), [&] { view.budget_panel()->kinds()->set_current(0); });
}

void Walk::compare() {
  common(QStringLiteral("compare"));
  auto* const page = qobject_cast<ComparePage*>(w_.page_of(QStringLiteral("compare")));
  act(QStringLiteral("all methods"), [&] {
    QStringList all;
    for (const MethodOffer& offer : page->budgets()->methods_menu()->offers()) all << offer.name;
    Q_EMIT page->budgets()->methods_menu()->chosen(all);
  });
  act(QStringLiteral("time"), [&] { page->budgets()->kinds()->set_current(1); });
  charts();
  act(QStringLiteral("memory"), [&] { page->budgets()->kinds()->set_current(0); });
}

void Walk::studies() {
  page_ = QStringLiteral("studies");
  for (const QString& part : w_.page_of(QStringLiteral("compare"))->parts())
    act(QStringLiteral("show ") + part, [&] { w_.show_page(part); });
  scroll();
  charts();
}

void Walk::runs() {
  common(QStringLiteral("runs"));
  auto* const page = qobject_cast<RunsPage*>(w_.page_of(QStringLiteral("runs")));
  for (int row = 0; row < std::min(page->list()->model()->rowCount(), 4); ++row)
    act(QStringLiteral("choose a run"), [&] { page->list()->selectRow(row); });
  act(QStringLiteral("search"), [&] { page->search()->setText(QStringLiteral("link")); });
  act(QStringLiteral("search no more"), [&] { page->search()->clear(); });
}

void Walk::settings() {
  page_ = QStringLiteral("settings");
  act(QStringLiteral("show"), [&] { w_.settings()->open_panel(); });
  act(QStringLiteral("close"), [&] { w_.settings()->close_overlay(); });
  act(QStringLiteral("find"), [&] { w_.open_palette(); });
  act(QStringLiteral("type"), [&] { QTest::keyClicks(w_.palette_overlay()->field(), QStringLiteral("person")); });
  act(QStringLiteral("close"), [&] { w_.palette_overlay()->close_overlay(); });
}

/// Every table and chart into a folder.
void Walk::everything_out() {
  page_ = QStringLiteral("export");
  const QTemporaryDir folder;
  take(QStringLiteral("everything"), [&] {
    app_.call(QStringLiteral("begin"), [&] { w_.export_to(folder.path()); });
    (void)QTest::qWaitFor([&] { return !w_.exporter()->busy(); }, patience_ms_);
  });
}

}  // namespace

std::vector<Walked> walk_pages(MeteredApplication& app, ThemeHolder& themes, MainWindow& window,
                               const std::function<void(const Walked&)>& each, int patience_ms) {
  Walk walk(app, themes, window, each, patience_ms);
  walk.sources();
  walk.links();
  walk.ensemble();
  walk.replay();
  walk.compare();
  walk.studies();
  walk.live();
  walk.runs();
  walk.settings();
  walk.everything_out();
  return walk.walked;
}

}  // namespace mlink::test
