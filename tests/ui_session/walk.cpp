#include "ui_session/walk.h"

#include <QtTest>
#include <QtWidgets>
#include <algorithm>

#include "ui/common/exporter.h"
#include "ui/compare/compare_page.h"
#include "ui/compare/studies_view.h"
#include "ui/links/links_page.h"
#include "ui/links/matrix_view.h"
#include "ui/live/live_page.h"
#include "ui/replay/budget_panel.h"
#include "ui/replay/replay_page.h"
#include "ui/runs/runs_model.h"
#include "ui/runs/runs_page.h"
#include "ui/window/demo_maker.h"
#include "ui/window/main_window.h"
#include "ui/window/rail.h"
#include "ui/window/settings_panel.h"
#include "ui/window/welcome.h"

namespace mlink::test {
namespace {

using namespace mlink::rooms;

constexpr int kReadyMs = 180000;  // a sweep of the demo on a slow machine
constexpr int kLiveMs = 8000;     // of a live run until it is looked at

void click(QWidget* widget, const QPoint& at) { QTest::mouseClick(widget, Qt::LeftButton, {}, at); }
void click(QWidget* widget) { click(widget, widget->rect().center()); }

bool becomes(const std::function<bool()>& true_now) { return QTest::qWaitFor(true_now, kReadyMs); }

class Walk {
 public:
  Walk(MainWindow& window, const WalkPlan& plan) : window_(window), plan_(plan) {}

  QString go() {
    look("welcome");
    drop(plan_.file);
    if (!becomes([this] { return window_.ready() || window_.open_error(); }) || window_.open_error())
      return QStringLiteral("the experiment does not open");
    for (const auto step : {&Walk::sources, &Walk::links, &Walk::ensemble, &Walk::replay, &Walk::compare, &Walk::runs,
                            &Walk::settings, &Walk::live}) {
      (this->*step)();
      if (!wrong_.isEmpty()) break;
    }
    return wrong_;
  }

 private:
  void fail_at(const QString& what) {
    if (wrong_.isEmpty()) wrong_ = what;
  }

  void look(const char* name) {
    const QImage picture = settled(window_);
    if (picture.isNull()) return fail_at(QStringLiteral("%1 was not ready in time").arg(QLatin1String(name)));
    plan_.look(QString::fromLatin1(name), picture);
  }

  void drop(const QString& file) {
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(file)});
    QDragEnterEvent enter(window_.rect().center(), Qt::CopyAction, &data, Qt::LeftButton, {});
    QApplication::sendEvent(&window_, &enter);
    QDropEvent drop(window_.rect().center(), Qt::CopyAction, &data, Qt::LeftButton, {});
    QApplication::sendEvent(&window_, &drop);
  }

  /// By the keys of the menu View, or by the rail.
  bool turn_to(const QString& page, Qt::Key key) {
    if (key == Qt::Key_unknown)
      click(window_.rail()->button(page));
    else
      QTest::keyClick(&window_, key, Qt::ControlModifier);
    if (window_.page() != page || !becomes([this] { return window_.ready(); })) {
      fail_at(QStringLiteral("%1 does not come").arg(page));
      return false;
    }
    return true;
  }

  void sources() {
    if (turn_to(QStringLiteral("sources"), Qt::Key_unknown)) look("sources");
  }

  void links() {
    if (!turn_to(QStringLiteral("links"), Qt::Key_2)) return;
    MatrixView* view = window_.links()->matrix_view();
    const QModelIndex cell =
        plan_.source.isEmpty() ? view->matrix()->index(1, 0) : view->matrix()->index_of(plan_.source, plan_.target);
    if (!cell.isValid()) return fail_at(QStringLiteral("there is no link to click"));
    click(view->viewport(), view->visualRect(cell).center());
    if (!window_.selection()->link()) return fail_at(QStringLiteral("a click on the matrix chooses no link"));
    look("links");
    QTest::keyClick(&window_, Qt::Key_T, Qt::ControlModifier);
    look("links-dark");
    QTest::keyClick(&window_, Qt::Key_T, Qt::ControlModifier);
  }

  void ensemble() {
    if (turn_to(QStringLiteral("ensemble"), Qt::Key_3)) look("ensemble");
  }

  void replay() {
    if (!turn_to(QStringLiteral("replay"), Qt::Key_4)) return;
    FrontierSlider* slider = window_.replay()->view()->budget_panel()->slider();
    const QPoint from = slider->handle_rect().center().toPoint();
    const QPoint to(qRound(slider->x_of(slider->most() * .45)), from.y());
    QTest::mousePress(slider, Qt::LeftButton, {}, from);
    QTest::mouseMove(slider, (from + to) / 2);
    QTest::mouseMove(slider, to);
    QTest::mouseRelease(slider, Qt::LeftButton, {}, to);
    QTest::keyClick(window_.replay()->view(), Qt::Key_E);  // where it is wrong
    if (!window_.selection()->budget()) return fail_at(QStringLiteral("the slider chooses no budget"));
    look("replay");
  }

  void compare() {
    if (!turn_to(QStringLiteral("compare"), Qt::Key_5)) return;
    look("compare");
    auto* page = qobject_cast<ComparePage*>(window_.page_of(QStringLiteral("compare")));
    click(page->tabs(), page->tabs()->tabRect(1).center());
    if (!page->studies()->isVisible()) return fail_at(QStringLiteral("the tab Studies does not open"));
    look("studies");
    click(page->tabs(), page->tabs()->tabRect(0).center());
  }

  void live() {
    if (!turn_to(QStringLiteral("live"), Qt::Key_6)) return;
    if (plan_.live_budget.isEmpty()) return look("live");
    auto* page = qobject_cast<LivePage*>(window_.page_of(QStringLiteral("live")));
    QLineEdit* field = page->budget_field();
    click(field);
    QTest::keyClick(field, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(field, plan_.live_budget);
    QTest::keyClick(field, Qt::Key_Return);
    // A check box reacts on its mark.
    if (auto* verify = page->findChild<QCheckBox*>(QStringLiteral("live-verify")))
      click(verify, QPoint(8, verify->height() / 2));
    if (auto* every = page->findChild<QSpinBox*>(QStringLiteral("live-verify-every"))) {
      every->selectAll();
      QTest::keyClicks(every, QStringLiteral("10"));
    }
    click(page->controls()->start_button());
    // What is run is chosen after the first frames.
    const auto chosen = [page] {
      const auto& cells = page->grid()->cells();
      const auto shown = [](const auto& cell) { return !cell.picture.image.isNull() && cell.picture.chips.size() > 1; };
      return !cells.empty() && std::all_of(cells.begin(), cells.end(), shown);
    };
    if (!becomes([&] { return chosen() || page->state() == LiveState::idle; }) || !chosen())
      return fail_at(QStringLiteral("the live run does not begin: ") + page->controls()->problem());
    QTest::qWait(kLiveMs);
    plan_.look(QStringLiteral("live"), picture_of(window_, 1));
    if (page->state() != LiveState::idle) click(page->controls()->stop_button());
    if (!becomes([&] { return page->state() == LiveState::idle && !window_.worker()->busy(); }))
      fail_at(QStringLiteral("the live run does not stop"));
  }

  void runs() {
    if (!turn_to(QStringLiteral("runs"), Qt::Key_7)) return;
    auto* page = qobject_cast<RunsPage*>(window_.page_of(QStringLiteral("runs")));
    const QTableView* list = page->list();
    const auto place = [list](int row) { return list->visualRect(list->model()->index(row, 0)).center(); };
    const auto kind = [list](int row) {
      static const QRegularExpression number(QStringLiteral("[ -]#?\\d+$"));
      return list->model()->index(row, RunsModel::Name).data().toString().remove(number);
    };
    // Two of one kind side by side, where there are two.
    int row = 0;
    while (row + 1 < list->model()->rowCount() && kind(row) != kind(row + 1)) ++row;
    const bool two = row + 1 < list->model()->rowCount();
    click(list->viewport(), place(two ? row : 0));
    if (two) {
      QTest::mouseClick(list->viewport(), Qt::LeftButton, Qt::ControlModifier, place(row + 1));
      click(page->button(QStringLiteral("compare")));
    }
    look("runs");
  }

  void settings() {
    QTest::keyClick(&window_, Qt::Key_Comma, Qt::ControlModifier);
    if (!window_.settings()->is_open()) return fail_at(QStringLiteral("the settings do not open"));
    look("settings");
    QTest::keyClick(window_.settings(), Qt::Key_Escape);
    if (window_.settings()->is_open()) fail_at(QStringLiteral("Esc does not close the settings"));
  }

  MainWindow& window_;
  const WalkPlan& plan_;
  QString wrong_;
};

}  // namespace

QImage settled(ui::MainWindow& window, const std::function<void()>& before) {
  constexpr int kTurnMs = 25;
  QImage last;
  for (int turn = 0; turn < kReadyMs / kTurnMs; ++turn) {
    QTest::qWait(kTurnMs);
    if (before) before();
    const bool empty = window.worker()->file().isEmpty() && window.status_idle();
    if (!empty && !window.ready()) continue;
    QImage now = ui::picture_of(window, 1);
    if (now == last) return now;
    last = std::move(now);
  }
  return {};
}

void offer_demos(ui::MainWindow& window) {
  window.demo()->set_place(ui::find_demo(QCoreApplication::applicationDirPath()));
  if (auto* welcome = window.findChild<ui::Welcome*>()) welcome->set_demos(window.demo());
}

QString walk(ui::MainWindow& window, const WalkPlan& plan) { return Walk(window, plan).go(); }

}  // namespace mlink::test
