// The Ensemble page at its sizes, with many boxes, and where there is nothing to show: no number and no head is cut,
// what is missing is said where it belongs, with the button that helps.
#include <QAbstractItemModelTester>
#include <QDir>
#include <QHeaderView>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTabBar>
#include <QTableView>

#include "base/text.h"
#include "ui/common/exporter.h"
#include "ui/ensemble/activation_view.h"
#include "ui/ensemble/learnt_views.h"
#include "ui/ensemble/part_stack.h"
#include "ui/ensemble/periods_view.h"
#include "ui/ensemble/run_order_view.h"
#include "ui/ensemble/set_row.h"
#include "ui/ensemble/sets_model.h"
#include "ui/fake_experiment.h"
#include "ui_ensemble/made.h"

using namespace mlink::rooms;
using mlink::made::Window;

class EnsembleLookTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void ensemblesTellTheDifference();
  void nothing_is_cut_data();
  void nothing_is_cut();
  void right_side_is_tabs_where_small();
  void sets_have_short_names();
  void many_boxes();
  void without_links();
  void without_costs_data();
  void without_costs();
  void closed_and_opened_again();
  void nothing_open();
  void other_links_come();

 private:
  static void no_head_is_cut(const QTableView& table);
  ThemeHolder themes_;
  std::shared_ptr<const Snapshot> four_, many_;
};

void EnsembleLookTest::initTestCase() {
  themes_.set_dark(false);
  QApplication::setStyle(new WorkbenchStyle(&themes_));
  four_ = mlink::made::snapshot_of({});
  many_ = mlink::made::snapshot_of({20, true, true, true, 80});
  QDir().mkpath(QString(MLINK_BINARY_DIR) + "/ui-pictures");
}

void EnsembleLookTest::no_head_is_cut(const QTableView& table) {
  const QHeaderView* head = table.horizontalHeader();
  int sum = 0;
  for (int column = 0; column < table.model()->columnCount(); ++column) {
    if (table.isColumnHidden(column)) continue;
    sum += head->sectionSize(column);
    QVERIFY2(head->sectionSize(column) >= head_wide(table, column),
             qPrintable(table.accessibleName() + ": " +
                        table.model()->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString()));
  }
  QVERIFY2(sum <= table.viewport()->width(), qPrintable(table.accessibleName()));
}

void EnsembleLookTest::ensemblesTellTheDifference() {
  LinksData links = mlink::fake::links();
  links.ensembles[1].reason = "Nothing beats the prior.";
  links.ensembles[1].verdict = "neither";
  links.ensembles[2].difference_interval = {NAN, NAN};
  links.ensembles[2].verdict.clear();
  links.ensembles[2].reason = "Train again.";
  const auto data = std::make_shared<const LinksData>(links);
  EnsembleBars bars(themes_);
  // pose is the best source of persons: 0.69 by the fake's rule, beside the ensemble's 0.80.
  bars.set_target(data, 0, 0);
  QCOMPARE(bars.verdict(), QStringLiteral("Assistance: above pose, the best source."));
  QCOMPARE(bars.difference(), QStringLiteral("Ensemble − pose: +0.11 (+0.02 to +0.20)"));
  QVERIFY(bars.toolTip().contains(QStringLiteral("0.11 above pose")));
  bars.set_target(data, 1, 0);
  QCOMPARE(bars.verdict(), QStringLiteral("Neither: Nothing beats the prior."));
  bars.set_target(data, 2, 0);
  QCOMPARE(bars.verdict(), QStringLiteral("Train again."));
  QVERIFY(!bars.difference().contains('('));
}

void EnsembleLookTest::nothing_is_cut_data() {
  QTest::addColumn<QSize>("size");
  QTest::addColumn<int>("boxes");
  for (const QSize size : {QSize(952, 630), QSize(1208, 710), QSize(1528, 910), QSize(1848, 990), QSize(3768, 2070)})
    for (const int boxes : {4, 20})
      if (boxes == 4 || size.width() < 1600)
        QTest::addRow("%dx%d, %d boxes", size.width(), size.height(), boxes) << size << boxes;
}

void EnsembleLookTest::nothing_is_cut() {
  QFETCH(QSize, size);
  QFETCH(int, boxes);
  Window window(themes_, boxes == 4 ? four_ : many_, size);
  QVERIFY(window.open());
  QCOMPARE(window.page.size(), size);
  const QString folder = QString(MLINK_BINARY_DIR) + "/ui-pictures";
  for (int tab = 0; tab < 3; ++tab) {
    window.page.tabs()->setCurrentIndex(tab);
    QTest::qWait(20);
    const QString name = QString("ensemble-%1x%2-%3-boxes-%4.png").arg(size.width()).arg(size.height());
    if (size.height() < 1000 && (tab == 0 || window.page.tabs()->isVisible()))
      QVERIFY(window.page.grab().save(folder + '/' + name.arg(boxes).arg(tab)));
    for (const QTableView* table : {window.page.sets_table(), window.page.activation()->table()})
      if (table->isVisible()) no_head_is_cut(*table);
    if (QTest::currentTestFailed()) return;
    RunOrderView* order = window.page.order();
    if (order->isVisible()) {
      const QFontMetrics metrics(ui_font(TypeSize::head));
      for (const RunStep& step : order->order().steps)
        QVERIFY2(order->x_of(step.with) + metrics.horizontalAdvance(to_qt(step.why)) <= order->width(),
                 step.why.c_str());
    }
  }
  // Every toggle stands whole within its row, none above another.
  const auto& toggles = window.page.set_row()->toggles();
  QCOMPARE(static_cast<int>(toggles.size()), boxes);
  for (const BoxToggle* toggle : toggles) {
    QVERIFY(window.page.set_row()->widget()->rect().contains(toggle->geometry()));
    QVERIFY(toggle->width() >= toggle->sizeHint().width());
    for (const BoxToggle* other : toggles)
      if (other != toggle) QVERIFY(!other->geometry().intersects(toggle->geometry()));
  }
  QPushButton* button = window.page.set_row()->selection_button();
  QVERIFY(button->width() >= button->sizeHint().width());
  // Panels stand side by side within the list; what has no room is scrolled to.
  const QWidget* content = window.page.ensembles()->content();
  for (const EnsembleBars* bars : window.page.ensembles()->targets()) {
    QVERIFY(content->rect().contains(bars->geometry()));
    QVERIFY(bars->height() >= bars->height_for(bars->width()));
  }
  QCOMPARE(window.page.ensembles()->horizontalScrollBar()->maximum(), 0);
}

void EnsembleLookTest::right_side_is_tabs_where_small() {
  Window window(themes_, four_, {1208, 710});
  QVERIFY(window.open());
  QTabBar* tabs = window.page.tabs();
  QVERIFY(tabs->isVisible());
  QVERIFY(window.page.activation()->isVisible());
  QVERIFY(!window.page.periods()->isVisible() && !window.page.order()->isVisible());
  tabs->setFocus();
  QTest::keyClick(tabs, Qt::Key_Right);
  QVERIFY(window.page.periods()->isVisible() && !window.page.activation()->isVisible());
  QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(2).center());
  QVERIFY(window.page.order()->isVisible() && !window.page.periods()->isVisible());
  window.page.resize(1528, 910);
  QTRY_VERIFY(!tabs->isVisible());
  QVERIFY(window.page.activation()->isVisible() && window.page.periods()->isVisible() &&
          window.page.order()->isVisible());
}

void EnsembleLookTest::sets_have_short_names() {
  const std::vector<std::string> four{"a", "b", "c", "d"}, six{"a", "b", "c", "d", "e", "f"};
  QCOMPARE(set_name({}, four), QStringLiteral("none"));
  QCOMPARE(set_name(BoxSet(5), four), QStringLiteral("a + c"));
  QCOMPARE(set_name(BoxSet(15), four), QStringLiteral("all four"));
  QCOMPARE(set_name(BoxSet(7), four), QStringLiteral("a + b + c"));
  QCOMPARE(set_name(BoxSet(63), six), QStringLiteral("all 6"));
  QCOMPARE(set_name(BoxSet(62), six), QStringLiteral("all but a"));
  QCOMPARE(set_name(BoxSet(30), six), QStringLiteral("all but a + f"));
  QCOMPARE(set_name(BoxSet(7), six), QStringLiteral("a + b + c"));
  QCOMPARE(set_name(BoxSet(1), {"a"}), QStringLiteral("a"));
}

/// 20 boxes: the sets of the sweep; a set that nobody tried yet is measured too.
void EnsembleLookTest::many_boxes() {
  Window window(themes_, many_);
  const QAbstractItemModelTester tester(window.page.sets(), QAbstractItemModelTester::FailureReportingMode::QtTest);
  QVERIFY(window.open());
  QVERIFY(window.page.sets()->rowCount() > 3);
  QCOMPARE(window.page.periods()->strip()->values().rows.size(), 20);
  QCOMPARE(window.page.order()->order().steps.size(), std::size_t{20});
  const auto engine = mlink::made::engine_of(*many_, CostKind::memory);
  for (const int box : {19, 7, 3}) {
    QTest::mouseClick(window.page.set_row()->toggles()[static_cast<std::size_t>(box)], Qt::LeftButton);
    QVERIFY(window.settle());
    QCOMPARE(window.page.set_row()->accuracy(), to_qt(score_text(engine->objective(window.page.tried()))));
  }
}

void EnsembleLookTest::without_links() {
  Window window(themes_, mlink::made::snapshot_of({4, false}));
  QSignalSpy train(&window.page, &Page::train_wanted);
  QVERIFY(window.open());
  QVERIFY(window.page.empty_state()->isVisible());
  QVERIFY(window.page.grab().save(QString(MLINK_BINARY_DIR) + "/ui-pictures/ensemble-no-links.png"));
  QCOMPARE(window.page.empty_state()->text(), QStringLiteral("No links yet. Links need outputs of two or more boxes."));
  QStringList buttons;
  for (QPushButton* button : window.page.empty_state()->findChildren<QPushButton*>()) {
    if (!button->isVisible()) continue;
    buttons << button->text();
    if (button->text() == QStringLiteral("Train")) QTest::mouseClick(button, Qt::LeftButton);
  }
  QCOMPARE(buttons, QStringList{QStringLiteral("Train")});
  QCOMPARE(train.count(), 1);
  QVERIFY(window.page.tables().empty() && window.page.drawings().empty());
  for (const Qt::Key key : {Qt::Key_BracketLeft, Qt::Key_BracketRight, Qt::Key_Space})
    QTest::keyClick(&window.page, key);
  // Neither links nor costs: both buttons.
  Window bare(themes_, mlink::made::snapshot_of({4, false, false, false}));
  QSignalSpy profile(&bare.page, &Page::profile_wanted);
  QVERIFY(bare.open());
  for (QPushButton* button : bare.page.empty_state()->findChildren<QPushButton*>())
    if (button->isVisible() && button->text() == QStringLiteral("Profile")) QTest::mouseClick(button, Qt::LeftButton);
  QCOMPARE(profile.count(), 1);
}

void EnsembleLookTest::without_costs_data() {
  QTest::addColumn<bool>("memory");
  QTest::addColumn<bool>("time");
  QTest::newRow("no memory") << false << true;
  QTest::newRow("no time") << true << false;
  QTest::newRow("neither") << false << false;
}

void EnsembleLookTest::without_costs() {
  QFETCH(bool, memory);
  QFETCH(bool, time);
  Window window(themes_, mlink::made::snapshot_of({4, true, memory, time}));
  QSignalSpy profile(&window.page, &Page::profile_wanted);
  QVERIFY(window.open());
  // The kind that is known is shown; of the other the parts say what is missing, and how to get it.
  if (memory != time) {
    QVERIFY(window.page.kind() == (memory ? CostKind::memory : CostKind::time));
    QVERIFY(window.page.sets_part()->said().isEmpty());
    window.page.kinds()->set_current(memory ? 1 : 0);
    QVERIFY(window.page.set_row()->accuracy() != QString::fromUtf8("–"));
  } else {
    QCOMPARE(window.page.set_row()->accuracy(), QString::fromUtf8("–"));
    QVERIFY(!window.selection.budget());
  }
  const QString missing = window.page.kind() == CostKind::memory
                              ? QStringLiteral("The memory of some boxes is not known.")
                              : QStringLiteral("The time of some boxes is not known.");
  for (const PartStack* part : {window.page.sets_part(), window.page.periods_part(), window.page.order_part()})
    QCOMPARE(part->said(), missing);
  QCOMPARE(window.page.activation()->empty_state()->text(), missing);
  QVERIFY(!window.page.set_row()->selection_button()->isEnabled());
  int pressed = 0;
  for (const PartStack* part : {window.page.sets_part(), window.page.periods_part(), window.page.order_part()})
    for (QPushButton* button : part->findChildren<QPushButton*>())
      if (button->isVisible() && button->text() == QStringLiteral("Profile")) {
        QTest::mouseClick(button, Qt::LeftButton);
        ++pressed;
      }
  QVERIFY(
      window.page.grab().save(QString(MLINK_BINARY_DIR) + "/ui-pictures/ensemble-" + QTest::currentDataTag() + ".png"));
  QCOMPARE(pressed, 3);
  QCOMPARE(profile.count(), 3);
  // What needs no costs is there all the same.
  QTest::mouseClick(window.page.set_row()->toggles()[0], Qt::LeftButton);
  QVERIFY(window.settle());
  QVERIFY(window.page.ensembles()->targets()[1]->tried().has_value());
  for (const Qt::Key key : {Qt::Key_BracketLeft, Qt::Key_BracketRight}) QTest::keyClick(&window.page, key);
  // And back.
  if (memory != time) {
    window.page.kinds()->set_current(memory ? 0 : 1);
    QVERIFY(window.settle());
    QCOMPARE(window.page.sets_part()->said(), QString());
    QCOMPARE(window.page.order_part()->said(), QString());
    QCOMPARE(window.page.periods_part()->said(), QString());
  }
}

void EnsembleLookTest::closed_and_opened_again() {
  Window window(themes_, four_);
  QVERIFY(window.open());
  QVERIFY(window.page.sets()->rowCount() > 0);
  QTest::mouseClick(window.page.set_row()->toggles()[0], Qt::LeftButton);
  window.worker.close();  // while a set is being tried
  QVERIFY(window.page.ready());
  QCOMPARE(window.page.sets()->rowCount(), 0);
  QVERIFY(window.page.tables().empty());
  QVERIFY(window.page.empty_state()->isVisible());
  window.selection.clear();
  QVERIFY(window.open());
  QVERIFY(window.page.sets()->rowCount() > 0);
  QVERIFY(window.page.order_part()->said().isEmpty());
}

void EnsembleLookTest::nothing_open() {
  SharedSelection selection;
  Worker worker;
  EnsemblePage page(themes_, &selection, &worker);
  page.resize(1200, 700);
  page.show();
  QVERIFY(QTest::qWaitForWindowExposed(&page));
  QVERIFY(page.ready());
  page.set_data(nullptr);
  selection.set_budget(Amount{CostKind::memory, 64e6});
  selection.set_link(LinkChoice{QStringLiteral("a"), QStringLiteral("b")});
  page.show_part(QStringLiteral("confidence"));
  QCOMPARE(page.ensemble_part()->current(), 1);
  page.take_focus();
  QVERIFY(!page.grab().isNull());
  QVERIFY(page.tables().empty() && page.drawings().empty());
}

/// A link set of other boxes: the set that was tried is forgotten, nothing of the old links stays.
void EnsembleLookTest::other_links_come() {
  Window window(themes_, four_);
  QVERIFY(window.open());
  auto data = std::make_shared<ExperimentData>();
  data->snapshot = *mlink::made::snapshot_of({5});
  auto links = std::make_shared<LinksData>();
  links->matrix = matrix_of(data->snapshot);
  links->ensembles = ensembles_of(data->snapshot);
  links->set.stale = "Trained before hog was added.";
  data->links = links;
  window.page.set_data(data);
  QCOMPARE(static_cast<int>(window.page.set_row()->toggles().size()), 5);
  QVERIFY(window.settle());
  QCOMPARE(window.page.ensembles()->targets().size(), std::size_t{5});
  const auto engine = mlink::made::engine_of(data->snapshot, CostKind::memory);
  QVERIFY(window.page.tried() == engine->selection(window.selection.budget()->value).activated);
  QCOMPARE(window.page.set_row()->accuracy(), to_qt(score_text(engine->objective(window.page.tried()))));
}

QTEST_MAIN(EnsembleLookTest)
#include "test_look.moc"
