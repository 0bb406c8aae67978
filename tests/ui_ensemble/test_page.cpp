// The Ensemble page says what the core says, and follows mouse and keys: the set to try, sets worth running, periods,
// the order under a budget, kinds of cost, links.
#include <QAbstractItemModelTester>
#include <QAccessible>
#include <QDoubleSpinBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>

#include "base/text.h"
#include "outputs/amount.h"
#include "report/report.h"
#include "ui/ensemble/activation_view.h"
#include "ui/ensemble/confidence_view.h"
#include "ui/ensemble/learnt_views.h"
#include "ui/ensemble/part_stack.h"
#include "ui/ensemble/periods_view.h"
#include "ui/ensemble/run_order_view.h"
#include "ui/ensemble/set_row.h"
#include "ui/ensemble/sets_model.h"
#include "ui/watchdog.h"
#include "ui_ensemble/made.h"

using namespace mlink::rooms;
using mlink::made::Window;

class EnsemblePageTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void begins_with_what_mlink_runs();
  void toggles_by_mouse_and_keys();
  void ticks_in_the_panels();
  void bars_say_the_core_s_figures();
  void selection_is_taken_over();
  void sets_are_those_worth_running();
  void rows_choose_the_set();
  void activation_is_the_core_s();
  void kinds_go_both_ways();
  void periods_are_the_engine_s();
  void periods_get_another_length();
  void order_is_the_core_s();
  void budget_by_keys_line_and_button();
  void budget_from_elsewhere();
  void what_would_change_it();
  void links_are_chosen_and_opened();
  void tables_are_the_core_s();
  void accessible_names();
  void gui_thread_never_waits();

 private:
  [[nodiscard]] QString accuracy_of(BoxSet set) const { return to_qt(score_text(memory_->objective(set))); }
  ThemeHolder themes_;
  std::shared_ptr<const Snapshot> made_;
  std::shared_ptr<const ReplayEngine> memory_;
};

void EnsemblePageTest::initTestCase() {
  themes_.set_dark(false);
  QApplication::setStyle(new WorkbenchStyle(&themes_));
  made_ = mlink::made::snapshot_of({});
  memory_ = mlink::made::engine_of(*made_, CostKind::memory);
}

void EnsemblePageTest::begins_with_what_mlink_runs() {
  Window window(themes_, made_);
  window.worker.open(QStringLiteral("made.mlink"));
  QTRY_VERIFY(window.worker.data());
  QTest::qWait(30);
  QCOMPARE(window.page.sets()->rowCount(), 0);  // hidden: nothing is computed for it
  QVERIFY(!window.selection.budget());
  window.page.show();
  QVERIFY(window.settle());
  QVERIFY(window.selection.budget());
  QVERIFY(window.selection.budget()->kind == CostKind::memory);
  const BoxSet run = memory_->selection(window.selection.budget()->value).activated;
  QVERIFY(!run.empty());
  QVERIFY(window.page.tried() == run);
  QCOMPARE(window.page.set_row()->accuracy(), accuracy_of(run));
  for (int box = 0; box < 4; ++box)
    QCOMPARE(window.page.set_row()->toggles()[static_cast<std::size_t>(box)]->isChecked(), run.has(box));
}

void EnsemblePageTest::toggles_by_mouse_and_keys() {
  Window window(themes_, made_);
  QVERIFY(window.open());
  const BoxSet before = window.page.tried();
  const auto& toggles = window.page.set_row()->toggles();
  QTest::mouseClick(toggles[0], Qt::LeftButton);
  BoxSet wanted = before.has(0) ? before.without(0) : before.with(0);
  QVERIFY(window.page.tried() == wanted);
  QVERIFY(window.settle());
  QCOMPARE(window.page.set_row()->accuracy(), accuracy_of(wanted));
  toggles[2]->setFocus();
  QTest::keyClick(toggles[2], Qt::Key_Space);
  wanted = wanted.has(2) ? wanted.without(2) : wanted.with(2);
  QVERIFY(window.page.tried() == wanted);
  QVERIFY(window.settle());
  QCOMPARE(window.page.set_row()->accuracy(), accuracy_of(wanted));
  QCOMPARE(toggles[2]->isChecked(), wanted.has(2));
  // Every set, and back: what was tried is known at once.
  for (int bits = 0; bits < 16; ++bits) {
    for (int box = 0; box < 4; ++box)
      if (window.page.tried().has(box) != BoxSet(static_cast<std::uint64_t>(bits)).has(box))
        QTest::mouseClick(toggles[static_cast<std::size_t>(box)], Qt::LeftButton);
    QVERIFY(window.settle());
    QCOMPARE(window.page.set_row()->accuracy(), accuracy_of(BoxSet(static_cast<std::uint64_t>(bits))));
  }
  QTest::mouseClick(toggles[3], Qt::LeftButton);
  QVERIFY(window.page.ready());
  QCOMPARE(window.page.set_row()->accuracy(), accuracy_of(BoxSet(7)));
}

void EnsemblePageTest::ticks_in_the_panels() {
  Window window(themes_, made_);
  QVERIFY(window.open());
  EnsembleBars* bars = window.page.ensembles()->targets()[0];  // persons
  const auto box_of = [&](int source) {
    return static_cast<int>(QStringList{"persons", "pose", "hog", "selfie"}.indexOf(bars->sources()[source]));
  };
  BoxSet wanted = window.page.tried();
  const auto flip = [&](int box) { wanted = wanted.has(box) ? wanted.without(box) : wanted.with(box); };
  QTest::mouseClick(bars, Qt::LeftButton, {}, bars->tick_rect(1).center());
  flip(box_of(1));
  QVERIFY(window.page.tried() == wanted);
  QVERIFY(!window.selection.link());  // a tick chooses no link
  bars->setFocus();
  QTest::keyClick(bars, Qt::Key_Down);  // to the source below the one that was ticked
  QTest::keyClick(bars, Qt::Key_Space);
  flip(box_of(2));
  QVERIFY(window.page.tried() == wanted);
  QVERIFY(window.settle());
  QCOMPARE(window.page.set_row()->accuracy(), accuracy_of(wanted));
  for (EnsembleBars* target : window.page.ensembles()->targets())
    for (int source = 0; source < target->sources().size(); ++source) {
      const int box =
          static_cast<int>(QStringList{"persons", "pose", "hog", "selfie"}.indexOf(target->sources()[source]));
      QCOMPARE(target->ticked(source), wanted.has(box));
    }
}

void EnsemblePageTest::bars_say_the_core_s_figures() {
  Window window(themes_, made_);
  QVERIFY(window.open());
  const auto& toggles = window.page.set_row()->toggles();
  for (const std::uint64_t bits : {0U, 2U, 10U, 15U}) {
    const BoxSet set(bits);
    for (int box = 0; box < 4; ++box)
      if (window.page.tried().has(box) != set.has(box))
        QTest::mouseClick(toggles[static_cast<std::size_t>(box)], Qt::LeftButton);
    QVERIFY(window.settle());
    const auto expected = set_ensembles(*made_->links, *made_->link_table, set, thread_executor());
    for (std::size_t j = 0; j < 4; ++j) {
      const EnsembleBars* bars = window.page.ensembles()->targets()[j];
      QVERIFY(bars->tried());
      QVERIFY(bars->tried()->from == set.without(static_cast<int>(j)));
      QCOMPARE(bars->tried()->test.p, expected[j].test.p);
      QCOMPARE(bars->tried()->test.interval.low, expected[j].test.interval.low);
      QVERIFY2(bars->accessibleDescription().contains(to_qt(score_text(expected[j].test.p))),
               qPrintable(bars->accessibleDescription()));
    }
  }
}

void EnsemblePageTest::selection_is_taken_over() {
  Window window(themes_, made_);
  window.selection.set_budget(Amount{CostKind::memory, 100e6});
  QVERIFY(window.open());
  const BoxSet run = memory_->selection(100e6).activated;
  QVERIFY(window.page.tried() == run);
  for (BoxToggle* toggle : window.page.set_row()->toggles()) QTest::mouseClick(toggle, Qt::LeftButton);
  QVERIFY(!(window.page.tried() == run));
  QPushButton* button = window.page.set_row()->selection_button();
  QCOMPARE(button->text(), QStringLiteral("Use the selection at 100 MB"));
  QTest::mouseClick(button, Qt::LeftButton);
  QVERIFY(window.page.tried() == run);
  // Another budget changes the button, not the set that is tried.
  window.selection.set_budget(Amount{CostKind::memory, 400e6});
  QVERIFY(window.settle());
  QCOMPARE(button->text(), QStringLiteral("Use the selection at 400 MB"));
  QVERIFY(window.page.tried() == run);
  button->setFocus();
  QTest::keyClick(button, Qt::Key_Space);
  QVERIFY(window.page.tried() == BoxSet(15));
}

void EnsemblePageTest::sets_are_those_worth_running() {
  Window window(themes_, made_);
  const QAbstractItemModelTester tester(window.page.sets(), QAbstractItemModelTester::FailureReportingMode::QtTest);
  const QAbstractItemModelTester activation(window.page.activation()->model(),
                                            QAbstractItemModelTester::FailureReportingMode::QtTest);
  QVERIFY(window.open());
  const auto expected = sets_worth_running(*memory_, made_->link_costs);
  SetsModel* model = window.page.sets();
  QCOMPARE(model->rowCount(), static_cast<int>(expected.size()));
  QVERIFY(expected.size() > 1);
  for (int row = 0; row < model->rowCount(); ++row) {
    const WorthSet& set = expected[static_cast<std::size_t>(row)];
    const auto text = [&](int column) { return model->index(row, column).data().toString(); };
    QCOMPARE(text(SetsModel::Run),
             set.set == BoxSet(15) ? QStringLiteral("all four") : to_qt(set_names(set.set, memory_->boxes())));
    QCOMPARE(text(SetsModel::Memory), to_qt(amount_text({CostKind::memory, set.cost})));
    QCOMPARE(text(SetsModel::Time),
             to_qt(amount_text({CostKind::time, cost_of(made_->link_costs, set.set, CostKind::time)})));
    QCOMPARE(text(SetsModel::Accuracy), to_qt(score_text(memory_->objective(set.set))));
    QStringList methods;
    for (const std::string& method : set.chosen_by) methods << to_qt(method);
    QCOMPARE(text(SetsModel::ChosenBy), methods.isEmpty() ? QString::fromUtf8("–") : methods.join(", "));
  }
}

void EnsemblePageTest::rows_choose_the_set() {
  Window window(themes_, made_);
  QVERIFY(window.open());
  QTableView* table = window.page.sets_table();
  const auto set_at = [&](int row) { return window.page.sets()->sets()[static_cast<std::size_t>(row)].set; };
  QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(table->model()->index(1, 0)).center());
  QVERIFY(window.page.tried() == set_at(1));
  QVERIFY(window.settle());
  QCOMPARE(window.page.set_row()->accuracy(), accuracy_of(set_at(1)));
  QTest::keyClick(table, Qt::Key_Up);
  QVERIFY(window.page.tried() == set_at(0));
  QVERIFY(table->selectionModel()->isRowSelected(0));
  // A set that is not among them: no row is selected; back among them: its row is.
  std::uint64_t other = 1;
  while (window.page.sets()->row_of(BoxSet(other)) >= 0) ++other;
  QVERIFY(other < 16);
  const auto click = [&](BoxSet set) {
    for (int box = 0; box < 4; ++box)
      if (window.page.tried().has(box) != set.has(box))
        QTest::mouseClick(window.page.set_row()->toggles()[static_cast<std::size_t>(box)], Qt::LeftButton);
  };
  click(BoxSet(other));
  QVERIFY(table->selectionModel()->selectedRows().isEmpty());
  click(set_at(1));
  QVERIFY(table->selectionModel()->isRowSelected(1));
  // The focus alone chooses nothing.
  click(BoxSet(other));
  table->setCurrentIndex({});
  table->setFocus();
  QVERIFY(window.page.tried() == BoxSet(other));
}

void EnsemblePageTest::activation_is_the_core_s() {
  Window window(themes_, made_);
  QVERIFY(window.open());
  const ActivationModel* model = window.page.activation()->model();
  for (const CostKind kind : {CostKind::memory, CostKind::time}) {
    window.page.kinds()->set_current(kind == CostKind::memory ? 0 : 1);
    auto expected = activations_of(matrix_of(*made_), made_->link_costs, kind);
    QVERIFY(expected.has_value());
    std::stable_sort(expected->begin(), expected->end(),
                     [](const Activation& a, const Activation& b) { return a.probability > b.probability; });
    QCOMPARE(model->rowCount(), 4);
    for (int row = 0; row < 4; ++row) {
      const Activation& one = (*expected)[static_cast<std::size_t>(row)];
      const auto text = [&](int column) { return model->index(row, column).data().toString(); };
      QCOMPARE(text(ActivationModel::Box), to_qt(one.box));
      QCOMPARE(text(ActivationModel::P1), to_qt(score_text(one.p1)));
      QCOMPARE(text(ActivationModel::P2), to_qt(score_text(one.p2)));
      QCOMPARE(text(ActivationModel::Difference), to_qt(signed_text(one.p1 - one.p2)));
      QCOMPARE(text(ActivationModel::Cost), to_qt(amount_text({kind, one.cost})));
      QCOMPARE(text(ActivationModel::P), to_qt(score_text(one.probability, 3)));
    }
  }
}

void EnsemblePageTest::kinds_go_both_ways() {
  Window window(themes_, made_);
  window.selection.set_budget(Amount{CostKind::memory, 100e6});
  QVERIFY(window.open());
  Segmented* kinds = window.page.kinds();
  QTest::mouseClick(kinds, Qt::LeftButton, {}, {kinds->width() - 10, kinds->height() / 2});
  QVERIFY(window.page.kind() == CostKind::time);
  QVERIFY(window.selection.budget()->kind == CostKind::time);
  QVERIFY(window.settle());
  const auto timed = mlink::made::engine_of(*made_, CostKind::time);
  QCOMPARE(window.page.sets()->rowCount(), static_cast<int>(sets_worth_running(*timed, made_->link_costs).size()));
  QVERIFY(window.page.order()->order().set == timed->selection(window.selection.budget()->value).activated);
  QVERIFY(window.page.order_part()->said().isEmpty() && window.page.periods_part()->said().isEmpty());
  QTest::keyClick(kinds, Qt::Key_Left);
  QVERIFY(window.page.kind() == CostKind::memory);
  QCOMPARE(window.selection.budget()->value, 100e6);  // as it was
  QVERIFY(window.settle());
  QVERIFY(window.page.order()->order().set == memory_->selection(100e6).activated);
  QVERIFY(window.page.order_part()->said().isEmpty());
}

void EnsemblePageTest::periods_are_the_engine_s() {
  Window window(themes_, made_);
  window.selection.set_budget(Amount{CostKind::memory, 120e6});
  QVERIFY(window.open());
  ReplaySettings settings;
  settings.kind = CostKind::memory;
  settings.methods = {"mlink"};
  const double whole = memory_->at(0).methods.front().periods.back().end_seconds -
                       memory_->at(0).methods.front().periods.front().begin_seconds;
  settings.period_seconds = window.page.periods()->length()->value();
  QVERIFY(settings.period_seconds >= whole / 10 && settings.period_seconds <= whole / 10 + 0.2);
  const auto engine = make_replay(*made_, settings);
  QVERIFY(engine.has_value());
  const auto expected = (*engine)->at(120e6).methods.front().periods;
  QVERIFY(expected.size() >= 9 && expected.size() <= 10);
  const HeatValues& shown = window.page.periods()->strip()->values();
  QCOMPARE(shown.columns.size(), static_cast<qsizetype>(expected.size()));
  QCOMPARE(shown.rows.size(), 4);
  const auto names = QStringList{"persons", "pose", "hog", "selfie"};
  QMap<int, int> firsts;
  for (int column = 0; column < shown.columns.size(); ++column) {
    const PeriodResult& period = expected[static_cast<std::size_t>(column)];
    QCOMPARE(shown.columns[column].low, period.begin_seconds);
    for (int row = 0; row < 4; ++row)
      QCOMPARE(shown.value(row, column), period.probability[static_cast<std::size_t>(names.indexOf(shown.rows[row]))]);
    const int first = likeliest_box(period);
    QCOMPARE(shown.rows[shown.marked[column]], names[first]);
    ++firsts[first];
  }
  // The sentence counts the dots.
  int most = firsts.firstKey();
  for (auto it = firsts.begin(); it != firsts.end(); ++it)
    if (it.value() > firsts[most]) most = it.key();
  const QString sentence = window.page.periods()->sentence();
  if (firsts.size() == 1)
    QCOMPARE(sentence, QString("%1 is first in all %2 periods.").arg(names[most]).arg(expected.size()));
  else
    QVERIFY2(sentence.startsWith(
                 QString("%1 is first in %2 of %3 periods, ").arg(names[most]).arg(firsts[most]).arg(expected.size())),
             qPrintable(sentence));
}

void EnsemblePageTest::periods_get_another_length() {
  Window window(themes_, made_);
  QVERIFY(window.open());
  QDoubleSpinBox* length = window.page.periods()->length();
  length->setFocus();
  length->selectAll();
  QTest::keyClicks(length, "14");
  QTest::keyClick(length, Qt::Key_Return);
  QCOMPARE(length->value(), 14.0);
  QVERIFY(!window.page.ready());
  QVERIFY(window.settle());
  QCOMPARE(window.page.periods()->strip()->values().columns.size(), 3);  // 42 s are tested
  // No shorter than a two hundredth of the test part, no longer than all of it.
  length->setValue(0);
  QVERIFY(length->value() > 0.1);
  length->setValue(1e9);
  QVERIFY(window.settle());
  QCOMPARE(window.page.periods()->strip()->values().columns.size(), 1);
  QVERIFY(window.page.periods()->sentence().endsWith(" is first in the one period."));
}

void EnsemblePageTest::order_is_the_core_s() {
  Window window(themes_, made_);
  QVERIFY(window.open());
  for (const double budget : {0., 40e6, 64e6, 150e6, 310e6, 1e9}) {
    window.selection.set_budget(Amount{CostKind::memory, budget});
    QVERIFY(window.settle());
    const RunOrder expected = run_order(*memory_, made_->link_costs, budget);
    const RunOrder& shown = window.page.order()->order();
    QVERIFY(shown.set == expected.set);
    QCOMPARE(shown.steps.size(), expected.steps.size());
    const QString said = window.page.order()->accessibleDescription();
    for (std::size_t n = 0; n < shown.steps.size(); ++n) {
      QCOMPARE(shown.steps[n].why, expected.steps[n].why);
      QCOMPARE(shown.steps[n].with, expected.steps[n].with);
      QVERIFY2(said.contains(to_qt(expected.steps[n].why)), qPrintable(said));
    }
  }
}

void EnsemblePageTest::budget_by_keys_line_and_button() {
  Window window(themes_, made_);
  window.selection.set_budget(Amount{CostKind::memory, 1});
  QVERIFY(window.open());
  RunOrderView* order = window.page.order();
  const auto changes = selection_changes(*memory_);
  const auto budget = [&] { return window.selection.budget()->value; };
  order->setFocus();
  QTest::keyClick(order, Qt::Key_Right);
  QCOMPARE(budget(), changes[0]);
  QTest::keyClick(order, Qt::Key_Right);  // before the answer: from the newest budget on
  QCOMPARE(budget(), changes[1]);
  QTest::keyClick(order, Qt::Key_Left);
  QCOMPARE(budget(), changes[0]);
  QTest::keyClick(order, Qt::Key_Left);
  QCOMPARE(budget(), 0.0);
  QTest::keyClick(order, Qt::Key_End);
  QCOMPARE(budget(), 310e6);
  QTest::keyClick(&window.page, Qt::Key_BracketLeft);
  QCOMPARE(budget(), changes[changes.size() - 2]);
  QTest::keyClick(window.page.sets_table(), Qt::Key_BracketRight);  // a table keeps none of the page's keys
  QCOMPARE(budget(), changes.back());
  QTest::keyClick(order, Qt::Key_Home);
  QVERIFY(window.settle());
  QPushButton* next = window.page.next_button();
  QVERIFY(next->isVisible());
  QCOMPARE(next->text(), QStringLiteral("Go to %1").arg(to_qt(amount_text({CostKind::memory, changes[0]}))));
  QTest::mouseClick(next, Qt::LeftButton);
  QCOMPARE(budget(), changes[0]);
  QVERIFY(window.settle());
  // The line: taken, dragged near a change it stands on it, with Shift it does not.
  const auto y = static_cast<int>(order->row_rect(0).center().y());
  const auto at = [&](double cost) { return QPointF(order->x_of(cost), y); };
  const auto drag_to = [&](const QPointF& place, Qt::KeyboardModifiers with) {
    QMouseEvent move(QEvent::MouseMove, place, order->mapToGlobal(place), Qt::NoButton, Qt::LeftButton, with);
    QApplication::sendEvent(order, &move);
  };
  QTest::mousePress(order, Qt::LeftButton, {}, at(budget()).toPoint());
  drag_to(at(changes[1]) + QPointF(3, 0), {});
  QCOMPARE(budget(), changes[1]);
  drag_to(at(changes[1]) + QPointF(3, 0), Qt::ShiftModifier);
  QVERIFY(budget() > changes[1]);
  drag_to(QPointF(-500, y), {});
  QCOMPARE(budget(), 0.0);
  QTest::mouseRelease(order, Qt::LeftButton, {}, {5, y});
  QVERIFY(window.settle());
  QCOMPARE(order->budget(), 0.0);
  drag_to(at(100e6), {});  // not held any more
  QCOMPARE(budget(), 0.0);
}

void EnsemblePageTest::budget_from_elsewhere() {
  Window window(themes_, made_);
  QVERIFY(window.open());
  window.selection.set_budget(Amount{CostKind::time, 0.06});
  QVERIFY(window.page.kind() == CostKind::time);
  QVERIFY(window.settle());
  const auto timed = mlink::made::engine_of(*made_, CostKind::time);
  QVERIFY(window.page.order()->order().set == timed->selection(0.06).activated);
  QCOMPARE(window.page.kinds()->current(), 1);
  // While the page is hidden it waits; then it has followed.
  window.page.hide();
  window.selection.set_budget(Amount{CostKind::memory, 310e6});
  QTest::qWait(20);
  QVERIFY(window.page.order()->order().budget.kind == CostKind::time);
  window.page.show();
  QVERIFY(window.settle());
  QVERIFY(window.page.order()->order().set == BoxSet(15));
  // A budget of a GPU's memory is no kind of this page: it stays as it was.
  window.selection.set_budget(Amount{CostKind::gpu_memory, 1e9});
  QVERIFY(window.settle());
  QVERIFY(window.page.kind() == CostKind::memory);
  QCOMPARE(window.page.order()->order().budget.value, 310e6);
}

void EnsemblePageTest::what_would_change_it() {
  Window window(themes_, made_);
  window.selection.set_budget(Amount{CostKind::memory, 64e6});
  QVERIFY(window.open());
  const RunOrder order = run_order(*memory_, made_->link_costs, 64e6);
  QVERIFY(order.next);
  const QString text = window.page.what_changes();
  QVERIFY2(text.contains(to_qt(amount_text({CostKind::memory, order.next->budget - 64e6})) + " more (" +
                         to_qt(amount_text({CostKind::memory, order.next->budget})) + ")"),
           qPrintable(text));
  QVERIFY2(text.contains(": " + to_qt(score_text(order.next->accuracy)) + "."), qPrintable(text));
  QCOMPARE(text.contains("A close call."), order.close.has_value());
  QVERIFY2(text.contains(to_qt(order.measured_on)), qPrintable(text));
  window.selection.set_budget(Amount{CostKind::memory, 400e6});
  QVERIFY(window.settle());
  QVERIFY2(window.page.what_changes().contains("No larger budget does."), qPrintable(window.page.what_changes()));
  QVERIFY(!window.page.next_button()->isVisible());
}

void EnsemblePageTest::links_are_chosen_and_opened() {
  Window window(themes_, made_);
  QVERIFY(window.open());
  QSignalSpy opened(&window.page, &Page::go_to);
  EnsembleBars* bars = window.page.ensembles()->targets()[2];
  QCOMPARE(bars->target(), QStringLiteral("hog"));
  const QPoint row = bars->row_rect(1).center();
  QTest::mouseClick(bars, Qt::LeftButton, {}, row);
  QVERIFY(window.selection.link() == (LinkChoice{bars->sources()[1], QStringLiteral("hog")}));
  QCOMPARE(opened.count(), 0);
  bars->setFocus();
  QTest::keyClick(bars, Qt::Key_Up);
  QVERIFY(window.selection.link() == (LinkChoice{bars->sources()[0], QStringLiteral("hog")}));
  QTest::keyClick(bars, Qt::Key_Return);
  QCOMPARE(opened.count(), 1);
  QCOMPARE(opened[0][0].toString(), QStringLiteral("links"));
  QTest::mouseDClick(bars, Qt::LeftButton, {}, row);
  QCOMPARE(opened.count(), 2);
  QVERIFY(window.selection.link() == (LinkChoice{bars->sources()[1], QStringLiteral("hog")}));
  // Chosen elsewhere: the row is tinted.
  const auto ground = [&](int source) {
    return bars->grab().toImage().pixelColor(bars->row_rect(source).topRight() + QPoint(-4, 3));
  };
  window.selection.set_link(LinkChoice{bars->sources()[2], QStringLiteral("hog")});
  QCOMPARE(ground(2), themes_.theme().selection);
  window.selection.set_link(LinkChoice{QStringLiteral("hog"), QStringLiteral("pose")});
  QVERIFY(ground(2) != themes_.theme().selection);
}

void EnsemblePageTest::tables_are_the_core_s() {
  Window window(themes_, made_);
  window.selection.set_budget(Amount{CostKind::memory, 120e6});
  QVERIFY(window.open());
  const auto tables = window.page.tables();
  const auto csv = [&](const char* name) {
    for (const auto& [key, table] : tables)
      if (key == QLatin1String(name)) return render(table, TableFormat::csv);
    return std::string("none of this name");
  };
  QCOMPARE(csv("ensemble"), render(ensemble_table(ensembles_of(*made_)), TableFormat::csv));
  QCOMPARE(csv("sets-worth-running"), render(worth_table(sets_worth_running(*memory_, made_->link_costs),
                                                         memory_->boxes(), made_->link_costs, CostKind::memory),
                                             TableFormat::csv));
  QCOMPARE(csv("who-is-run"),
           render(run_order_table(run_order(*memory_, made_->link_costs, 120e6), memory_->boxes()), TableFormat::csv));
  const BoxSet set = window.page.tried();
  QCOMPARE(csv("ensemble-of-set"),
           render(set_ensembles_table(matrix_of(*made_), set,
                                      set_ensembles(*made_->links, *made_->link_table, set, thread_executor()),
                                      memory_->objective(set)),
                  TableFormat::csv));
  for (const char* name : {"activation-memory", "activation-time", "probability-in-time"})
    QVERIFY2(csv(name) != "none of this name", name);
  QStringList drawn;
  for (const auto& [name, widget] : window.page.drawings()) {
    QVERIFY2(widget && !widget->grab().isNull(), qPrintable(name));
    drawn << name;
  }
  for (const char* name : {"ensembles", "activation", "sets-worth-running", "probability-in-time", "who-is-run"})
    QVERIFY2(drawn.contains(QLatin1String(name)), name);
}

void EnsemblePageTest::accessible_names() {
  Window window(themes_, made_);
  window.selection.set_budget(Amount{CostKind::memory, 64e6});
  QVERIFY(window.open());
  const auto text = [](QWidget* widget, QAccessible::Text what) {
    QAccessibleInterface* access = QAccessible::queryAccessibleInterface(widget);
    return access ? access->text(what) : QString();
  };
  BoxToggle* toggle = window.page.set_row()->toggles()[1];
  QAccessibleInterface* access = QAccessible::queryAccessibleInterface(toggle);
  QCOMPARE(access->text(QAccessible::Name), QStringLiteral("pose"));
  QVERIFY(access->state().checkable);
  QCOMPARE(access->state().checked != 0, window.page.tried().has(1));
  QCOMPARE(text(window.page.order(), QAccessible::Value), QStringLiteral("64 MB"));
  QVERIFY(!text(window.page.order(), QAccessible::Name).isEmpty());
  access = QAccessible::queryAccessibleInterface(window.page.order());
  QVERIFY(access->valueInterface());
  access->valueInterface()->setCurrentValue(120e6);
  QCOMPARE(window.selection.budget()->value, 120e6);
  EnsembleBars* bars = window.page.ensembles()->targets()[0];
  QVERIFY(text(bars, QAccessible::Name).startsWith(QStringLiteral("persons: ")));
  QVERIFY(text(bars, QAccessible::Description).contains(QStringLiteral("in the set")));
  QVERIFY(text(bars, QAccessible::Description).contains(QStringLiteral("prior ")));
  window.page.periods()->strip()->set_current({0, 0});
  QVERIFY(text(window.page.periods()->strip(), QAccessible::Value).contains(QStringLiteral(": P 0.")));
  for (QWidget* widget : {static_cast<QWidget*>(window.page.sets_table()), static_cast<QWidget*>(window.page.kinds()),
                          static_cast<QWidget*>(window.page.activation()->table()),
                          static_cast<QWidget*>(window.page.periods()->length())})
    QVERIFY(!text(widget, QAccessible::Name).isEmpty());
}

void EnsemblePageTest::gui_thread_never_waits() {
  Window window(themes_, mlink::made::snapshot_of({6, true, true, true, 400}));
  QVERIFY(window.open());
  const mlink::test::Watchdog dog;
  const auto& toggles = window.page.set_row()->toggles();
  QElapsedTimer clock;
  clock.start();
  for (int i = 0; clock.elapsed() < 1500; ++i) {
    QTest::mouseClick(toggles[static_cast<std::size_t>(i % 6)], Qt::LeftButton);
    window.selection.set_budget(
        Amount{i % 7 == 0 ? CostKind::time : CostKind::memory, i % 7 == 0 ? 0.1 : i % 40 * 1e7});
    QTest::qWait(10);
  }
  QVERIFY(window.settle());
  qInfo("longest turn of the GUI thread: %.1f ms (%.1f ms with what the machine took away)", dog.longest_ms(),
        dog.longest_wall_ms());
#ifndef MLINK_SANITIZED  // a sanitizer's code is several times slower: its times say nothing, its findings do
  QVERIFY2(dog.longest_ms() <= 50, qPrintable(QString("%1 ms").arg(dog.longest_ms())));
#endif
}

QTEST_MAIN(EnsemblePageTest)
#include "test_page.moc"
