// The Compare page when budgets are typed, kinds are switched, figures are not known, and other pages choose.
#include "ui_compare/test_compare.h"

#include <QAbstractItemModelTester>
#include <QAccessible>
#include <QClipboard>
#include <QGuiApplication>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QSortFilterProxyModel>
#include <QTabBar>
#include <QTableView>
#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "report/report.h"
#include "ui/common/methods_menu.h"
#include "ui/compare/accuracy_slider.h"
#include "ui/compare/budgets_view.h"
#include "ui/compare/compare_charts.h"
#include "ui/compare/compare_models.h"
#include "ui/replay/budget_panel.h"
#include "ui/replay/replay_page.h"
#include "ui/window/main_window.h"

namespace mlink::compared {

void TestCompare::budgetsAreTyped_data() {
  QTest::addColumn<int>("which");
  QTest::addColumn<QString>("text");
  QTest::addColumn<bool>("understood");
  QTest::addColumn<double>("value");
  QTest::addColumn<bool>("memory");
  QTest::newRow("first") << 0 << "70 MB" << true << 70e6 << true;
  QTest::newRow("first, of another kind") << 0 << "60 ms" << true << 0.06 << false;
  QTest::newRow("second") << 1 << "100MB" << true << 100e6 << true;
  QTest::newRow("third") << 2 << "0.2 GB" << true << 200e6 << true;
  QTest::newRow("third, of another kind") << 2 << "60 ms" << false << 0.0 << true;
  QTest::newRow("no unit") << 1 << "64" << false << 0.0 << true;
  QTest::newRow("words") << 0 << "plenty" << false << 0.0 << true;
  QTest::newRow("GPU memory that is not known") << 0 << "1GB-gpu" << false << 0.0 << true;
}

void TestCompare::budgetsAreTyped() {
  QFETCH(int, which);
  QFETCH(QString, text);
  QFETCH(bool, understood);
  QFETCH(double, value);
  QFETCH(bool, memory);
  Opened opened(themes_, trained_);
  QVERIFY(opened.show());
  BudgetsView& view = *opened.page.budgets();
  const auto before = view.budgets();
  QLineEdit* field = view.budget_field(which);
  const QString shown = field->text();
  QCOMPARE(shown, to_qt(amount_text({CostKind::memory, before[static_cast<std::size_t>(which)]})));
  field->setFocus();
  field->selectAll();
  QTest::keyClicks(field, text);
  QTest::keyClick(field, Qt::Key_Return);
  QVERIFY(opened.settle());
  QCOMPARE(view.typing_problem()->text().isEmpty(), understood);
  if (!understood) {
    QCOMPARE(field->text(), shown);
    QVERIFY(view.budgets() == before);
    QVERIFY(opened.selection.budget()->value == before[0]);
    return;
  }
  QCOMPARE(view.budgets()[static_cast<std::size_t>(which)], value);
  const CostKind kind = memory ? CostKind::memory : CostKind::time;
  QCOMPARE(view.side()->kind, kind);
  if (which == 0) QCOMPARE(opened.selection.budget()->value, value);
  const ReplayResult& result = view.budgets_model()->results()[static_cast<std::size_t>(which)];
  QCOMPARE(result.settings.budget, value);
  QCOMPARE(view.budgets_model()->budget_text(which), QString("Budget %1").arg(to_qt(amount_text({kind, value}))));
}

void TestCompare::kindIsSwitched() {
  Opened opened(themes_, trained_);
  QVERIFY(opened.show());
  BudgetsView& view = *opened.page.budgets();
  QCOMPARE(view.side()->kind, CostKind::memory);
  opened.selection.set_budget(Amount{CostKind::memory, 70e6});
  view.kinds()->setFocus();
  QTest::keyClick(view.kinds(), Qt::Key_Right);
  QVERIFY(view.side() && view.side()->kind == CostKind::memory);  // the old picture, until the new one is there
  QVERIFY(opened.settle());
  QCOMPARE(view.side()->kind, CostKind::time);
  QCOMPARE(opened.selection.budget()->kind, CostKind::time);  // pages share one budget
  const auto core = engine(trained_, CostKind::time);
  QVERIFY(core);
  const auto curves = frontier_curves(sweep(*core));
  for (std::size_t i = 0; i < curves.size(); ++i) {
    QCOMPARE(view.side()->methods[i].curve.points.size(), curves[i].points.size());
    for (std::size_t k = 0; k < curves[i].points.size(); ++k)
      QCOMPARE(view.side()->methods[i].curve.points[k].accuracy, curves[i].points[k].accuracy);
  }
  QTest::keyClick(view.kinds(), Qt::Key_Left);
  QVERIFY(opened.settle());
  QCOMPARE(opened.selection.budget()->kind, CostKind::memory);
  QCOMPARE(opened.selection.budget()->value, 70e6);  // as it was left
}

void TestCompare::gpuMemoryWhereItIsKnown() {
  const QString with = file("gpu.mlink");
  QVERIFY(make_experiment(with.toStdString(), KnownCosts::all, true).has_value());
  Opened opened(themes_, with);
  QVERIFY(opened.show());
  BudgetsView& view = *opened.page.budgets();
  view.kinds()->setFocus();
  QTest::keyClick(view.kinds(), Qt::Key_Right);
  QTest::keyClick(view.kinds(), Qt::Key_Right);
  QVERIFY(opened.settle());
  QCOMPARE(view.side()->kind, CostKind::gpu_memory);
  QCOMPARE(opened.selection.budget()->kind, CostKind::gpu_memory);
  // The Replay page has no such budgets: a choice stays here.
  QSignalSpy go(&opened.page, &Page::go_to);
  view.frontier()->setFocus();
  QTest::keyClick(view.frontier(), Qt::Key_Return);
  QCOMPARE(go.count(), 0);
  Opened without(themes_, trained_);
  QVERIFY(without.show());
  without.page.budgets()->kinds()->setFocus();
  for (int i = 0; i < 2; ++i) QTest::keyClick(without.page.budgets()->kinds(), Qt::Key_Right);
  QVERIFY(without.settle());
  QCOMPARE(without.page.budgets()->kind(), CostKind::time);
}

void TestCompare::costsThatAreNotKnown() {
  const QString time_only = file("time.mlink");
  QVERIFY(make_experiment(time_only.toStdString(), KnownCosts::time, true).has_value());
  Opened opened(themes_, time_only);
  QVERIFY(opened.show());
  BudgetsView& view = *opened.page.budgets();
  QCOMPARE(view.side()->kind, CostKind::time);  // the kind that is known
  QVERIFY(!view.side()->problem);
  view.kinds()->setFocus();
  QTest::keyClick(view.kinds(), Qt::Key_Left);
  QVERIFY(opened.settle());
  QVERIFY(view.side()->problem);
  QVERIFY(view.problem_state()->isVisible());
  QVERIFY2(view.problem_state()->text().contains("not known"), qPrintable(view.problem_state()->text()));
  QSignalSpy profile(&opened.page, &Page::profile_wanted);
  QTest::mouseClick(view.problem_state()->findChild<QPushButton*>(), Qt::LeftButton);
  QCOMPARE(profile.count(), 1);
  QVERIFY(!view.budget_field(0)->isEnabled());
  QCOMPARE(view.budgets_model()->rowCount(), 0);
  QTest::keyClick(view.frontier(), Qt::Key_Right);  // nothing to walk
  QTest::keyClick(view.kinds(), Qt::Key_Right);
  QVERIFY(opened.settle());
  QVERIFY(!view.problem_state()->isVisible());
  QVERIFY(view.budgets_model()->rowCount() > 0);

  // A budget of a kind that no box tells of names them.
  view.budget_field(0)->setFocus();
  view.budget_field(0)->selectAll();
  QTest::keyClicks(view.budget_field(0), "1GB-gpu");
  QTest::keyClick(view.budget_field(0), Qt::Key_Return);
  QString names;
  for (const auto& box : view.budgets_model()->results().front().boxes)
    names += (names.isEmpty() ? "" : ", ") + to_qt(box);
  QCOMPARE(view.typing_problem()->text(), "The GPU memory of " + names + " is not known.");

  const QString none = file("none.mlink");
  QVERIFY(make_experiment(none.toStdString(), KnownCosts::none, true).has_value());
  Opened unknown(themes_, none);
  QVERIFY(unknown.show());
  QVERIFY(unknown.page.budgets()->problem_state()->isVisible());
  QVERIFY(unknown.page.tables().empty());
}

void TestCompare::emptyStates() {
  {
    SharedSelection selection;
    Worker worker;
    ComparePage page(themes_, &selection, &worker);
    page.show();
    QVERIFY(page.empty_state()->isVisible());
    QVERIFY(page.empty_state()->text().contains("Open an experiment"));
    QVERIFY(page.ready());
    for (const Qt::Key key : {Qt::Key_Right, Qt::Key_Return}) QTest::keyClick(page.budgets()->frontier(), key);
    QVERIFY(page.tables().empty() && page.drawings().empty());
  }
  const QString untrained = file("untrained.mlink");
  QVERIFY(make_experiment(untrained.toStdString(), KnownCosts::memory_and_time, false).has_value());
  Opened opened(themes_, untrained);
  QVERIFY(opened.show());
  QVERIFY(opened.page.empty_state()->isVisible());
  QVERIFY(opened.page.empty_state()->text().contains("links"));
  QSignalSpy train(&opened.page, &Page::train_wanted);
  QPushButton* shown = nullptr;
  for (QPushButton* button : opened.page.empty_state()->findChildren<QPushButton*>()) {
    if (!button->isVisible()) continue;
    QVERIFY(!shown);  // one thing to do
    shown = button;
  }
  QVERIFY(shown);
  QTest::mouseClick(shown, Qt::LeftButton);
  QCOMPARE(train.count(), 1);
}

void TestCompare::newLinksAreSweptOnlyWhileShown() {
  const QString again = file("again.mlink");
  QVERIFY(QFile::copy(trained_, again));
  Opened opened(themes_, again);
  opened.worker.open(again);
  QTRY_VERIFY(opened.worker.data() && opened.worker.data()->whole());
  QTest::qWait(30);
  QVERIFY(!opened.page.budgets()->side());  // nothing is computed for a page that nobody sees
  QVERIFY(!opened.page.ready());
  opened.page.show();
  QVERIFY(opened.settle());
  const CompareSidePtr first = opened.page.budgets()->side();
  QVERIFY(first);
  // A change that no answer hangs on: the sweep stays.
  opened.worker.run(WorkStep::edit, [](WriterPort& port, const std::stop_token&, const ProgressFn&) {
    StepEnd ended;
    const auto kept = port.experiment()->keep_result({0, "note", "", "{}", 1, "hash", "", "", "{}"});
    if (!kept) ended.error = kept.error();
    return ended;
  });
  const ExperimentDataPtr data = opened.worker.data();
  QTRY_VERIFY(opened.worker.data() != data);
  QVERIFY(opened.settle());
  QCOMPARE(opened.page.budgets()->side(), first);
  // A method was trained: what can be used may be another one.
  opened.worker.run(WorkStep::edit, [](WriterPort& port, const std::stop_token&, const ProgressFn&) {
    StepEnd ended;
    const auto kept = port.experiment()->keep_result({0, kMethodKind, "drls", "{}", 1, "of other rows", "", "", "{}"});
    if (!kept) ended.error = kept.error();
    return ended;
  });
  QTRY_VERIFY(opened.page.budgets()->side() != first);
  QVERIFY(opened.settle());
  const CompareSidePtr second = opened.page.budgets()->side();
  // New links: swept anew, and the old picture stays meanwhile.
  opened.worker.train([] {
    TrainSettings settings;
    settings.part = 0.4;
    settings.epochs = 3;
    settings.bootstrap = 20;
    settings.seed = 5;
    return settings;
  }());
  QTRY_VERIFY(!opened.worker.busy());
  QVERIFY(opened.page.budgets()->side() && opened.page.budgets()->isVisible());
  QTRY_VERIFY(opened.page.budgets()->side() != second);
  QVERIFY(opened.settle());
}

void TestCompare::manyBreakpointsStayQuick() {
  auto side = std::make_shared<CompareSide>();
  side->kind = CostKind::time;
  side->full = 1;
  side->budgets = 20000;
  for (const std::string& name : method_names()) {
    MethodSweep method;
    method.curve.method = name;
    for (int i = 0; i < 20000; ++i) {
      const double budget = i / 20000.0, accuracy = 0.5 + 0.5 * std::sin(i * 0.01) * budget;
      method.curve.points.push_back({budget, accuracy});
      method.seconds.push_back(budget);
      method.in_time.push_back({budget, accuracy, budget});
    }
    side->methods.push_back(std::move(method));
  }
  FrontierChart chart(themes_);
  chart.resize(900, 500);
  chart.show();
  QVERIFY(QTest::qWaitForWindowExposed(&chart));
  QElapsedTimer clock;
  clock.start();
  QStringList all;
  for (const std::string& name : method_names()) all << to_qt(name);
  chart.set_side(side, all);
  const auto built = clock.restart();
  chart.grab();
  const auto painted = clock.restart();
  for (int i = 0; i < 50; ++i) chart.set_budget(i / 50.0);
  const auto moved = clock.elapsed();
  qInfo("14 methods of 20000 breakpoints: made in %lld ms, painted in %lld ms, 50 budgets in %lld ms",
        static_cast<long long>(built), static_cast<long long>(painted), static_cast<long long>(moved));
  QVERIFY(built + painted < 4000);
  QVERIFY(moved < 1000);
  // markers that can be told from each other, not 20000 of them
  for (const ChartSeries& series : chart.series()) {
    if (series.marker != ChartMarker::none) QVERIFY(series.points.size() <= 40);
  }
}

void TestCompare::selectionFromElsewhere() {
  Opened opened(themes_, trained_);
  opened.selection.set_budget(Amount{CostKind::time, 0.12});
  opened.selection.set_method("standalone");
  QVERIFY(opened.show());
  BudgetsView& view = *opened.page.budgets();
  QCOMPARE(view.side()->kind, CostKind::time);
  QCOMPARE(view.budgets()[0], 0.12);
  QCOMPARE(view.frontier()->method(), "standalone");
  QCOMPARE(view.budgets_table()->currentIndex().row(), view.budgets_model()->row_of("standalone"));
  opened.selection.set_budget(Amount{CostKind::memory, 100e6});  // another kind: the page follows
  QVERIFY(opened.settle());
  QCOMPARE(view.side()->kind, CostKind::memory);
  QCOMPARE(view.budgets()[0], 100e6);
  QCOMPARE(opened.selection.budget()->value, 100e6);  // and tells nothing back
  QTest::mouseClick(view.budgets_table()->viewport(), Qt::LeftButton, {},
                    view.budgets_table()->visualRect(view.budgets_model()->index(0, 0)).center());
  QCOMPARE(opened.selection.method(), view.budgets_model()->method_at(0));
  // While it is hidden nothing is computed for it; shown again, it tells the new budget.
  opened.page.hide();
  opened.selection.set_budget(Amount{CostKind::memory, 120e6});
  QVERIFY(opened.page.ready());
  QTest::qWait(30);
  QCOMPARE(view.budgets_model()->results()[0].settings.budget, 100e6);
  opened.page.show();
  QVERIFY(opened.settle());
  QCOMPARE(view.budgets_model()->results()[0].settings.budget, 120e6);
}

void TestCompare::assistiveTechnology() {
  Opened opened(themes_, trained_);
  QVERIFY(opened.show());
  BudgetsView& view = *opened.page.budgets();
  const auto accuracy = [&](double budget) {
    return to_qt(score_text(view.side()->method("mlink")->curve.at(budget)));
  };
  QAccessibleInterface* chart = QAccessible::queryAccessibleInterface(view.frontier());
  QVERIFY(chart);
  QCOMPARE(chart->text(QAccessible::Name), QString("Accuracy and budget"));
  opened.selection.set_budget(Amount{CostKind::memory, 100e6});
  const QString said = chart->text(QAccessible::Description);
  QVERIFY2(said.startsWith("At 100 MB, mlink " + accuracy(100e6)), qPrintable(said));
  QAccessibleInterface* slider = QAccessible::queryAccessibleInterface(view.accuracy_slider());
  QVERIFY(slider && slider->valueInterface());
  QCOMPARE(slider->role(), QAccessible::Slider);
  slider->valueInterface()->setCurrentValue(75);
  QCOMPARE(view.needs_model()->wanted(), 0.75);
  for (const QWidget* widget : view.findChildren<QWidget*>()) {
    if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisible()) continue;
    if (widget->objectName() == u"qt_scrollarea_viewport") continue;  // its area is asked
    QAccessibleInterface* access = QAccessible::queryAccessibleInterface(const_cast<QWidget*>(widget));
    QVERIFY2(access && !access->text(QAccessible::Name).isEmpty(),
             qPrintable(QStringLiteral("%1 of %2")
                            .arg(widget->metaObject()->className(), widget->parent()->metaObject()->className())));
  }
}

void TestCompare::exportsHoldThePage() {
  Opened opened(themes_, trained_);
  QVERIFY(opened.show());
  const auto tables = opened.page.tables();
  const auto find = [&](const QString& name) {
    const auto at = std::find_if(tables.begin(), tables.end(), [&](const auto& table) { return table.first == name; });
    return at == tables.end() ? nullptr : &at->second;
  };
  const auto core = engine(trained_, CostKind::memory);
  QVERIFY(core);
  QVERIFY(find("compare-methods") && find("compare-sweep") && find("compare-reach"));
  QVERIFY(find("compare-sweep")->rows == sweep_table(sweep(*core)).rows);
  QVERIFY(!find("compare-methods")->notes.empty());  // where it comes from
  const Table reach = reach_table(sweep(*core), {0.9});
  for (const auto& row : find("compare-reach")->rows) {
    const auto same = std::find_if(reach.rows.begin(), reach.rows.end(), [&](const auto& r) { return r[0] == row[0]; });
    QVERIFY(same != reach.rows.end());
    if (std::holds_alternative<double>(row[2]))
      QVERIFY(std::abs(std::get<double>(row[2]) - std::get<double>((*same)[2])) < 1e-9);
    else
      QVERIFY((*same)[2] == row[2]);
  }
  QStringList drawings;
  for (const auto& [name, widget] : opened.page.drawings()) {
    QVERIFY(widget && widget->width() > 50);
    drawings << name;
  }
  QVERIFY(drawings.contains("frontier") && drawings.contains("accuracy-time"));
}

void TestCompare::closedFileIsForgotten() {
  Opened opened(themes_, trained_);
  QVERIFY(opened.show());
  opened.worker.close();
  QTRY_VERIFY(!opened.page.budgets()->side());
  QVERIFY(opened.page.empty_state()->isVisible());
  QVERIFY(opened.page.tables().empty());
  opened.worker.open(trained_);
  QVERIFY(opened.settle());
  QVERIFY(opened.page.budgets()->side());
}

void TestCompare::replayFollowsTheMethod() {
  MainWindow w(themes_);
  w.set_remembering(false);
  w.resize(1500, 900);
  w.open_file(trained_);
  w.show();
  QVERIFY(w.show_page("compare"));
  QTRY_VERIFY_WITH_TIMEOUT(w.ready(), 30000);
  auto* page = qobject_cast<ComparePage*>(w.page_of("compare"));
  QVERIFY(page);
  BudgetsView& view = *page->budgets();
  view.set_methods({"standalone"});
  QTest::qWait(20);
  const auto& point = view.side()->method("standalone")->curve.points[1];
  QTest::mouseClick(viewport_of(*view.frontier()), Qt::LeftButton, {},
                    view.frontier()->place_of(point.budget, point.accuracy).toPoint());
  QCOMPARE(w.page(), "replay");
  QTRY_VERIFY_WITH_TIMEOUT(w.ready(), 30000);
  ReplayView* replay = w.replay()->view();
  QCOMPARE(replay->method(), "standalone");
  QCOMPARE(replay->budget_panel()->budget(), point.budget);
  // and back
  MethodsModel* methods = replay->budget_panel()->model();
  QTableView* table = replay->budget_panel()->table();
  const QModelIndex optimum = methods->index(methods->row_of("optimum"), 0);
  const auto* sorted = qobject_cast<const QSortFilterProxyModel*>(table->model());
  QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(sorted->mapFromSource(optimum)).center());
  QCOMPARE(w.selection()->method(), "optimum");
  QCOMPARE(view.frontier()->method(), "optimum");
  // one that the Replay page does not compare changes nothing there
  w.selection()->set_method("prior");
  QCOMPARE(replay->method(), "optimum");
  w.selection()->set_method("mlink");
  QCOMPARE(replay->method(), "mlink");
  // nor does a budget of a kind that it has no side of
  const double budget = replay->budget_panel()->budget();
  w.selection()->set_budget(Amount{CostKind::gpu_memory, 1e9});
  QCOMPARE(replay->budget_panel()->budget(), budget);
  QCOMPARE(replay->budget_panel()->kind(), CostKind::memory);
  QTRY_VERIFY_WITH_TIMEOUT(w.ready(), 30000);
}

}  // namespace mlink::compared
