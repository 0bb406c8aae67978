// The Compare page's budgets with real mouse and keys, over real experiments: what is drawn and told is what the core
// says, what is chosen reaches the shared selection, and what is missing is told.
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

void TestCompare::initTestCase() {
  themes_.set_dark(false);
  QApplication::setStyle(new WorkbenchStyle(&themes_));
  trained_ = file("trained.mlink");
  const Status made = make_experiment(trained_.toStdString(), KnownCosts::memory_and_time, true);
  QVERIFY2(made.has_value(), made ? "" : made.error().text().c_str());
}

std::shared_ptr<const ReplayEngine> TestCompare::engine(const QString& of, CostKind kind) const {
  auto reader = ExperimentReader::open(of.toStdString());
  if (!reader) return nullptr;
  const auto snapshot = reader->snapshot();
  if (!snapshot) return nullptr;
  ReplaySettings settings;
  settings.kind = kind;
  settings.methods = method_names();
  const auto made = make_replay(*snapshot, settings);
  return made ? *made : nullptr;
}

void TestCompare::everyMethodAtEveryBudget() {
  Opened opened(themes_, trained_);
  QVERIFY(opened.show());
  const CompareSidePtr side = opened.page.budgets()->side();
  QVERIFY(side && !side->problem);
  const auto core = engine(trained_, CostKind::memory);
  QVERIFY(core);
  const auto answers = sweep(*core);
  const auto curves = frontier_curves(answers);
  QCOMPARE(side->budgets, answers.size());
  QCOMPARE(side->methods.size(), method_names().size());
  QCOMPARE(side->methods.size(), curves.size());
  for (std::size_t i = 0; i < curves.size(); ++i) {
    const MethodSweep& method = side->methods[i];
    QCOMPARE(method.curve.method, method_names()[i]);
    QCOMPARE(method.curve.points.size(), curves[i].points.size());
    for (std::size_t k = 0; k < curves[i].points.size(); ++k) {
      QCOMPARE(method.curve.points[k].budget, curves[i].points[k].budget);
      QCOMPARE(method.curve.points[k].accuracy, curves[i].points[k].accuracy);
      QCOMPARE(method.seconds[k], core->at(curves[i].points[k].budget).methods[i].seconds_per_frame);
    }
    for (const auto& moment : method.in_time) {
      const MethodResult answer = core->at(moment.budget).methods[i];
      QCOMPARE(moment.accuracy, answer.output_accuracy);
      QCOMPARE(moment.seconds, answer.seconds_per_frame);
    }
  }
  // What is drawn ends where all boxes run, and each line is named at its end.
  FrontierChart* chart = opened.page.budgets()->frontier();
  QStringList named;
  for (const ChartSeries& series : chart->series()) {
    if (series.label) named << series.name;
  }
  named.sort();
  QStringList shown = opened.page.budgets()->methods();
  QVERIFY(shown.contains("mlink") && shown.contains("standalone") && shown.contains("optimum"));
  shown.sort();
  QCOMPARE(named, shown);
}

// Told apart by colour, marker and dash, in both themes; never by the colour alone.
void TestCompare::everyMethodHasItsLook() {
  for (const Theme& theme : {light_theme(), dark_theme()}) {
    QStringList looks;
    for (const std::string& name : method_names()) {
      const auto own = std::any_of(theme.methods.begin(), theme.methods.end(),
                                   [&](const MethodLook& look) { return look.name == to_qt(name); });
      QVERIFY2(own, name.c_str());
      const MethodLook look = theme.method(to_qt(name));
      QString text = QString::number(static_cast<int>(look.marker));
      for (const qreal dash : look.dash) text += QStringLiteral(" %1").arg(dash);
      looks << text;
    }
    QCOMPARE(looks.removeDuplicates(), 0);
  }
}

void TestCompare::whatCannotBeUsedSaysWhy() {
  Opened opened(themes_, trained_);
  QVERIFY(opened.show());
  const auto core = engine(trained_, CostKind::memory);
  QVERIFY(core);
  const ReplayResult answer = core->at(0);
  int disabled = 0;
  int trainable = 0;
  for (const MethodResult& method : answer.methods) {
    const QAction* action = opened.page.budgets()->methods_menu()->action_of(to_qt(method.method));
    QVERIFY2(action, method.method.c_str());
    QCOMPARE(action->isEnabled() && action->isCheckable(), !std::isnan(method.output_accuracy));
    if (!std::isnan(method.output_accuracy)) continue;
    QVERIFY(!method.note.empty());
    QVERIFY(!action->isChecked());
    if (action->isEnabled()) {
      ++trainable;
      QVERIFY(!action->toolTip().isEmpty() && to_qt(method.note).startsWith(action->toolTip()));
      QVERIFY2(action->text().endsWith("Train…"), qPrintable(action->text()));
    } else {
      ++disabled;
      // The reason of the core, or why what it advises cannot be done here.
      QVERIFY(action->toolTip().size() > 10);
      QVERIFY2(action->text().contains(action->toolTip()), qPrintable(action->text()));
      QVERIFY2(action->toolTip() == to_qt(method.note) || action->toolTip().contains("pictures"),
               qPrintable(action->toolTip()));
    }
  }
  QVERIFY(disabled > 0);   // reducto has no pictures
  QVERIFY(trainable > 0);  // drls was not trained
}

void TestCompare::methodsAreChosen() {
  Opened opened(themes_, trained_);
  QVERIFY(opened.show());
  BudgetsView& view = *opened.page.budgets();
  const QAbstractItemModelTester needs(view.needs_model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
  const QAbstractItemModelTester table(view.budgets_model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
  QMenu* menu = view.methods_menu()->menu();
  menu->popup(view.methods_menu()->mapToGlobal(QPoint(0, 25)));
  QVERIFY(QTest::qWaitForWindowExposed(menu));
  const auto click = [&](const QString& method) {
    QAction* action = view.methods_menu()->action_of(method);
    QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(action).center());
  };
  const auto drawn = [&](const QString& method) {
    const auto& series = view.frontier()->series();
    return std::any_of(series.begin(), series.end(), [&](const ChartSeries& s) { return s.name == method; });
  };
  QVERIFY(drawn("standalone") && !drawn("prior-fill"));
  click("standalone");
  QVERIFY(menu->isVisible());  // several are chosen in one go
  QVERIFY(!drawn("standalone"));
  QCOMPARE(view.budgets_model()->row_of("standalone"), -1);
  QVERIFY(!view.needs_model()->spoken().contains("standalone"));
  click("prior-fill");
  QVERIFY(drawn("prior-fill") && view.budgets_model()->row_of("prior-fill") >= 0);
  const QStringList before = view.methods();
  click("drls");  // cannot be used
  QCOMPARE(view.methods(), before);
  QTest::keyClick(menu, Qt::Key_Escape);
  QVERIFY2(view.methods_menu()->text().startsWith(QString::number(before.size())),
           qPrintable(view.methods_menu()->text()));
  // What was chosen stays when the kind changes and the sweep is another one.
  QTest::mouseClick(view.kinds(), Qt::LeftButton, {}, QPoint(view.kinds()->width() - 8, 12));
  QVERIFY(opened.settle());
  QCOMPARE(view.side()->kind, CostKind::time);
  QCOMPARE(view.methods(), before);
  // Nothing at all is shown: an empty chart, no crash.
  for (const QString& method : before) click(method);
  QVERIFY(view.methods().isEmpty());
  QCOMPARE(view.budgets_model()->rowCount(), 0);
  QTest::keyClick(view.frontier(), Qt::Key_Right);
  QTest::keyClick(view.frontier(), Qt::Key_Down);
}

void TestCompare::pointIsClicked_data() {
  QTest::addColumn<QString>("method");
  QTest::addColumn<bool>("along");  // on the level part behind the point
  QTest::newRow("mlink") << "mlink" << false;
  QTest::newRow("standalone") << "standalone" << false;
  QTest::newRow("along standalone's step") << "standalone" << true;
}

void TestCompare::pointIsClicked() {
  QFETCH(QString, method);
  QFETCH(bool, along);
  Opened opened(themes_, trained_);
  QVERIFY(opened.show());
  BudgetsView& view = *opened.page.budgets();
  view.set_methods({method});  // alone, so that no other line is nearer
  QTest::qWait(20);
  const auto& points = view.side()->method(method)->curve.points;
  QVERIFY(points.size() > 2);
  const std::size_t at = points.size() / 2;
  const double budget = along ? std::midpoint(points[at].budget, points[at + 1].budget) : points[at].budget;
  QSignalSpy go(&opened.page, &Page::go_to);
  QTest::mouseClick(viewport_of(*view.frontier()), Qt::LeftButton, {},
                    view.frontier()->place_of(budget, points[at].accuracy).toPoint());
  QVERIFY(opened.selection.budget());
  QCOMPARE(opened.selection.budget()->value, points[at].budget);
  QCOMPARE(opened.selection.budget()->kind, CostKind::memory);
  QCOMPARE(opened.selection.method(), method);
  QCOMPARE(go.count(), 1);
  QCOMPARE(go[0][0].toString(), "replay");
  QVERIFY(view.frontier()->hasFocus());  // the keys go on from there
  // The chart of time: the same.
  const auto& moments = view.side()->method(method)->in_time;
  QTest::mouseClick(viewport_of(*view.time_chart()), Qt::LeftButton, {},
                    view.time_chart()->place_of(moments.back().seconds, moments.back().accuracy).toPoint());
  QCOMPARE(go.count(), 2);
  QCOMPARE(opened.selection.budget()->value, moments.back().budget);
}

void TestCompare::keysWalkTheBreakpoints() {
  Opened opened(themes_, trained_);
  QVERIFY(opened.show());
  opened.page.take_focus();
  FrontierChart* chart = opened.page.budgets()->frontier();
  QTRY_VERIFY(chart->hasFocus());
  const auto& points = opened.page.budgets()->side()->method("mlink")->curve.points;
  QVERIFY(points.size() > 2);
  const auto budget = [&] { return opened.selection.budget()->value; };
  QTest::keyClick(chart, Qt::Key_Home);
  QCOMPARE(budget(), points.front().budget);
  QTest::keyClick(chart, Qt::Key_Left);
  QCOMPARE(budget(), points.front().budget);  // the end
  for (std::size_t i = 1; i < points.size(); ++i) {
    QTest::keyClick(chart, i % 2 == 1 ? Qt::Key_Right : Qt::Key_BracketRight);
    QCOMPARE(budget(), points[i].budget);
  }
  QTest::keyClick(chart, Qt::Key_Right);
  QCOMPARE(budget(), points.back().budget);
  QTest::keyClick(chart, Qt::Key_BracketLeft);
  QCOMPARE(budget(), points[points.size() - 2].budget);
  QTest::keyClick(chart, Qt::Key_End);
  QCOMPARE(budget(), points.back().budget);
  // between two breakpoints
  opened.selection.set_budget(Amount{CostKind::memory, std::midpoint(points[0].budget, points[1].budget)});
  QTest::keyClick(chart, Qt::Key_Left);
  QCOMPARE(budget(), points[0].budget);
  // another method, and Enter opens the replay with it
  QTest::keyClick(chart, Qt::Key_Down);
  QCOMPARE(opened.selection.method(), opened.page.budgets()->methods().value(1));
  QTest::keyClick(chart, Qt::Key_Up);
  QCOMPARE(opened.selection.method(), "mlink");
  QSignalSpy go(&opened.page, &Page::go_to);
  QTest::keyClick(chart, Qt::Key_Return);
  QCOMPARE(go.count(), 1);
  QVERIFY(opened.settle());
}

void TestCompare::needsAreTheCores() {
  Opened opened(themes_, trained_);
  QVERIFY(opened.show());
  BudgetsView& view = *opened.page.budgets();
  AccuracySlider* slider = view.accuracy_slider();
  const auto core = engine(trained_, CostKind::memory);
  QVERIFY(core);
  const auto curves = frontier_curves(sweep(*core));
  view.set_methods(view.methods() + QStringList{"prior"});  // which runs nothing, and so never is right throughout
  slider->setFocus();
  bool never = false;
  for (const Qt::Key key : {Qt::Key_Right, Qt::Key_PageUp, Qt::Key_End, Qt::Key_PageDown, Qt::Key_Home}) {
    QTest::keyClick(slider, key);
    const double wanted = slider->value() / 100.0;
    QCOMPARE(view.needs_model()->wanted(), wanted);
    QCOMPARE(view.needs_model()->rowCount(), view.methods().size());
    double before = 0;
    for (int row = 0; row < view.needs_model()->rowCount(); ++row) {
      const auto& need = view.needs_model()->needs()[static_cast<std::size_t>(row)];
      const auto curve = std::find_if(curves.begin(), curves.end(),
                                      [&](const FrontierCurve& c) { return to_qt(c.method) == need.method; });
      QVERIFY(curve != curves.end());
      QCOMPARE(need.budget, curve->needs(wanted));
      const auto text = [&](int column) { return view.needs_model()->index(row, column).data().toString(); };
      if (need.budget) {
        // As it is told it can be typed, and reaches the accuracy.
        const auto typed = parse_amount(text(NeedsModel::Budget).toStdString());
        QVERIFY2(typed && curve->at(typed->value) >= wanted && typed->value <= *need.budget * 1.005,
                 qPrintable(text(NeedsModel::Budget)));
        QVERIFY(view.needs_model()->spoken().contains(need.method + u' ' + text(NeedsModel::Budget)));
        QVERIFY(*need.budget >= before);  // the cheapest first
        before = *need.budget;
        QVERIFY(text(NeedsModel::Bar).isEmpty());
      } else {
        never = true;
        double most = 0;
        for (const auto& point : curve->points) most = std::max(most, point.accuracy);
        QCOMPARE(text(NeedsModel::Bar), QString("never: %1 at most").arg(to_qt(score_text(most))));
        QCOMPARE(text(NeedsModel::Budget), QString("–"));
      }
    }
  }
  QVERIFY(never);
  // Enter on a row chooses its budget, and the page stays.
  QTest::keyClick(slider, Qt::Key_Home);
  for (int i = 0; i < 14; ++i) QTest::keyClick(slider, Qt::Key_PageUp);
  QSignalSpy go(&opened.page, &Page::go_to);
  view.needs_table()->setFocus();
  view.needs_table()->selectRow(0);
  QTest::keyClick(view.needs_table(), Qt::Key_Return);
  const auto& need = view.needs_model()->needs().front();
  QVERIFY(need.budget);
  QCOMPARE(opened.selection.budget()->value, *need.budget);
  QCOMPARE(opened.selection.method(), need.method);
  QCOMPARE(go.count(), 0);
}

void TestCompare::tableIsTheReports() {
  Opened opened(themes_, trained_);
  QVERIFY(opened.show());
  BudgetsView& view = *opened.page.budgets();
  const auto core = engine(trained_, CostKind::memory);
  QVERIFY(core);
  const BudgetsModel& model = *view.budgets_model();
  std::vector<ReplayResult> expected;
  for (const double budget : view.budgets()) expected.push_back(with_methods(core->at(budget), view.methods()));
  QCOMPARE(model.results().size(), std::size_t{3});
  const Table told = budgets_table(expected), shown = budgets_table(model.results());
  QVERIFY(told.rows == shown.rows);
  // the cells are the report's
  const auto cell = [&](std::size_t row, const char* key) {
    const auto column =
        std::find_if(told.columns.begin(), told.columns.end(), [&](const TableColumn& c) { return c.key == key; });
    return std::get<double>(told.rows[row][static_cast<std::size_t>(column - told.columns.begin())]);
  };
  const auto methods = static_cast<std::size_t>(model.rowCount());
  QCOMPARE(told.rows.size(), 3 * methods);
  bool runs = false;
  for (int budget = 0; budget < 3; ++budget) {
    double best = 0;
    for (std::size_t row = 0; row < methods; ++row) {
      const auto at = static_cast<std::size_t>(budget) * methods + row;
      const auto text = [&](BudgetsModel::Figure figure, std::size_t box = 0) {
        return model.index(static_cast<int>(row), model.column_of(budget, figure, box)).data().toString();
      };
      QCOMPARE(text(BudgetsModel::Figure::accuracy), to_qt(score_text(cell(at, "output_accuracy"))));
      QCOMPARE(text(BudgetsModel::Figure::time), to_qt(duration_text(cell(at, "time_ms_per_frame") / 1e3)));
      const MethodResult& of = expected[static_cast<std::size_t>(budget)].methods[row];
      for (std::size_t box = 0; box < 3; ++box) {
        const bool run = !of.by_frame && of.activated && of.activated->has(static_cast<int>(box));
        runs = runs || run;
        const std::string key = "accuracy_" + expected[0].boxes[box];
        QCOMPARE(text(BudgetsModel::Figure::box, box), run ? "run" : to_qt(score_text(cell(at, key.c_str()))));
      }
      const QString tip = model.index(static_cast<int>(row), model.column_of(budget, BudgetsModel::Figure::accuracy))
                              .data(Qt::ToolTipRole)
                              .toString();
      if (std::isfinite(of.interval.low))
        QVERIFY2(tip.startsWith(to_qt(score_text(of.interval.low)) + " to " + to_qt(score_text(of.interval.high))),
                 qPrintable(tip));
      if (of.method != "optimum") best = std::max(best, of.output_accuracy);
    }
    for (std::size_t row = 0; row < methods; ++row) {
      const MethodResult& of = expected[static_cast<std::size_t>(budget)].methods[row];
      const bool bold = model.index(static_cast<int>(row), model.column_of(budget, BudgetsModel::Figure::accuracy))
                            .data(RowDelegate::MediumRole)
                            .toBool();
      QCOMPARE(bold, of.method != "optimum" && score_text(of.output_accuracy) == score_text(best));
    }
  }
  QVERIFY(runs);
  // A double click on a cell chooses that budget and method, and opens the replay.
  QSignalSpy go(&opened.page, &Page::go_to);
  const QModelIndex third = model.index(1, model.column_of(2, BudgetsModel::Figure::accuracy));
  const QPoint there = view.budgets_table()->visualRect(third).center();
  QTest::mouseClick(view.budgets_table()->viewport(), Qt::LeftButton, {}, there);
  QTest::mouseDClick(view.budgets_table()->viewport(), Qt::LeftButton, {}, there);
  QCOMPARE(go.count(), 1);
  QCOMPARE(opened.selection.budget()->value, expected[2].settings.budget);
  QCOMPARE(opened.selection.method(), model.method_at(1));
  QVERIFY(opened.settle());
}

void TestCompare::tableIsCopied() {
  Opened opened(themes_, trained_);
  QVERIFY(opened.show());
  BudgetsView& view = *opened.page.budgets();
  auto* button = view.findChild<QPushButton*>("copy");
  QVERIFY(button);
  const auto& actions = button->menu()->actions();
  QCOMPARE(actions.size(), 3);
  const Table table = budgets_table(view.budgets_model()->results());
  const TableFormat formats[] = {TableFormat::csv, TableFormat::markdown, TableFormat::latex};
  QStringList copied;
  for (QAction* action : actions) {
    action->trigger();
    copied << QGuiApplication::clipboard()->text();
  }
  for (const TableFormat format : formats) QVERIFY(copied.contains(to_qt(render(table, format))));
  QGuiApplication::clipboard()->setText("nothing");
  view.budgets_table()->setFocus();
  QTest::keyClick(view.budgets_table(), Qt::Key_C, Qt::ControlModifier);
  QCOMPARE(QGuiApplication::clipboard()->text(), copied.last());  // as the last time
}

}  // namespace mlink::compared

QTEST_MAIN(mlink::compared::TestCompare)
