// The page Runs over a small experiment in which two link sets, a study and a replay were computed: its values against
// the core's, then real mouse and keys: filter, search, rename, note, delete and undo, use, compare, make again, keep.
#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QTabBar>
#include <QTableView>
#include <QTemporaryDir>
#include <QToolButton>
#include <QUndoStack>
#include <QtTest>

#include "base/text.h"
#include "support/made_runs.h"
#include "ui/common/style.h"
#include "ui/links/links_page.h"
#include "ui/replay/budget_panel.h"
#include "ui/replay/replay_page.h"
#include "ui/runs/run_compare.h"
#include "ui/runs/run_details.h"
#include "ui/runs/runs_page.h"
#include "ui/window/main_window.h"
#include "ui/window/status_line.h"

using namespace mlink::rooms;

class TestUiRuns : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void init();
  void cleanup();
  void valuesAreTheCores();
  void filterAndSearch();
  void sorted();
  void renamed();
  void noted();
  void deletedAndBroughtBack();
  void used();
  void twoCompared();
  void othersCompared();
  void setsComparedFromLinks();
  void madeAgain();
  void replayKept();
  void details();
  void narrow();
  void nothingYet();
  void readOnly();
  void themes();

 private:
  [[nodiscard]] std::vector<ToldRun> told() const;
  [[nodiscard]] const ToldRun* shown(const QString& name) const;
  [[nodiscard]] QModelIndex row(const QString& name) const;
  void click(const QString& name, Qt::KeyboardModifiers with = {});
  void press(const QString& button) { QTest::mouseClick(page_->button(button), Qt::LeftButton); }
  [[nodiscard]] QStringList names() const;
  void open(const QString& file, const QSize& size = {1600, 1000});

  ThemeHolder themes_;
  QTemporaryDir folder_;
  std::filesystem::path made_;
  QString file_;
  int copies_ = 0;
  std::unique_ptr<MainWindow> w_;
  RunsPage* page_ = nullptr;
};

void TestUiRuns::initTestCase() {
  QApplication::setStyle(new WorkbenchStyle(&themes_));
  const auto made = mlink::test::make_runs(folder_.path().toStdString());
  QVERIFY2(made.has_value(), made ? "" : made.error().text().c_str());
  made_ = *made;
}

void TestUiRuns::open(const QString& file, const QSize& size) {
  w_ = std::make_unique<MainWindow>(themes_);
  w_->set_remembering(false);
  w_->resize(size);
  w_->show();
  w_->open_file(file);
  w_->show_page("runs");
  page_ = qobject_cast<RunsPage*>(w_->page_of("runs"));
  QVERIFY(page_);
  w_->activateWindow();
  QVERIFY(QTest::qWaitForWindowActive(w_.get()));
  QTRY_VERIFY_WITH_TIMEOUT(w_->ready(), 20000);
}

void TestUiRuns::init() {
  themes_.set_dark(false);
  file_ = folder_.filePath(QStringLiteral("yard%1.mlink").arg(++copies_));
  std::filesystem::copy_file(made_, file_.toStdString());
  open(file_);
}

void TestUiRuns::cleanup() {
  w_.reset();
  page_ = nullptr;
}

std::vector<ToldRun> TestUiRuns::told() const {
  const auto reader = ExperimentReader::open(file_.toStdString());
  return reader ? told_runs(*reader).value_or(std::vector<ToldRun>{}) : std::vector<ToldRun>{};
}

const ToldRun* TestUiRuns::shown(const QString& name) const {
  for (const ToldRun& one : page_->model()->runs())
    if (to_qt(one.run.name) == name) return &one;
  return nullptr;
}

QModelIndex TestUiRuns::row(const QString& name) const {
  const QAbstractItemModel* model = page_->list()->model();
  for (int row = 0; row < model->rowCount(); ++row)
    if (model->index(row, 0).data().toString() == name) return model->index(row, RunsModel::What);
  return {};
}

void TestUiRuns::click(const QString& name, Qt::KeyboardModifiers with) {
  const QModelIndex at = row(name);
  QVERIFY2(at.isValid(), qPrintable(name));
  QTest::mouseClick(page_->list()->viewport(), Qt::LeftButton, with, page_->list()->visualRect(at).center());
}

QStringList TestUiRuns::names() const {
  QStringList names;
  const QAbstractItemModel* model = page_->list()->model();
  for (int row = 0; row < model->rowCount(); ++row) names << model->index(row, 0).data().toString();
  return names;
}

void TestUiRuns::valuesAreTheCores() {
  const QAbstractItemModelTester tester(page_->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
  const QAbstractItemModelTester shown_tester(page_->list()->model(),
                                              QAbstractItemModelTester::FailureReportingMode::QtTest);
  const auto core = told();
  QCOMPARE(page_->model()->rowCount(), static_cast<int>(core.size()));
  QCOMPARE(core.size(), std::size_t{7});
  for (std::size_t i = 0; i < core.size(); ++i) {
    const auto text = [&](int column, int role = Qt::DisplayRole) {
      return page_->model()->index(static_cast<int>(i), column).data(role).toString();
    };
    QCOMPARE(text(RunsModel::Name), to_qt(core[i].run.name));
    QCOMPARE(text(RunsModel::What), to_qt(core[i].what));
    QCOMPARE(text(RunsModel::Figure), to_qt(core[i].result.name));
    QCOMPARE(text(RunsModel::Figure, RunsModel::ValueRole), to_qt(value_text(core[i].result)));
    const QString interval = to_qt(interval_text(core[i].result));
    QCOMPARE(text(RunsModel::Interval), interval.isEmpty() ? QStringLiteral("–") : interval);
    QCOMPARE(text(RunsModel::Took), core[i].run.seconds > 0 ? to_qt(duration_text(core[i].run.seconds)) : "–");
  }
  QCOMPARE(row("second").siblingAtColumn(0).data(Qt::AccessibleTextRole).toString(), "second, in use");
  for (const QWidget* widget : {static_cast<QWidget*>(page_->list()), static_cast<QWidget*>(page_->groups()),
                                static_cast<QWidget*>(page_->search()), static_cast<QWidget*>(page_->details()->note()),
                                static_cast<QWidget*>(page_->details()->copy_button())})
    QVERIFY2(!widget->accessibleName().isEmpty(), widget->metaObject()->className());
  // Every table and the drawing of the page, as they are exported.
  click("first");
  QTRY_VERIFY(page_->ready() && page_->compare()->comparison());
  QStringList exported;
  for (const auto& [name, table] : page_->tables()) exported << name;
  QCOMPARE(exported, (QStringList{"runs", "run", "runs-settings", "runs-links"}));
  QCOMPARE(page_->drawings().size(), std::size_t{1});
}

void TestUiRuns::filterAndSearch() {
  const QAbstractItemModelTester tester(page_->list()->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
  page_->groups()->setFocus();
  QTest::keyClick(page_->groups(), Qt::Key_Right);
  QCOMPARE(names(), (QStringList{"second", "first"}));
  QTest::keyClick(page_->groups(), Qt::Key_Right);
  QCOMPARE(names(), (QStringList{"replay-1"}));
  QTest::mouseClick(page_->groups(), Qt::LeftButton, {}, QPoint(10, 10));  // all
  QCOMPARE(names().size(), 7);
  QTest::mouseClick(page_->search(), Qt::LeftButton);
  QTest::keyClicks(page_->search(), "second");  // by its name, and what was computed from it
  QCOMPARE(names(), (QStringList{"replay-1", "second"}));
  page_->search()->clear();
  QTest::keyClicks(page_->search(), "STANDALONE");
  QCOMPARE(names(), (QStringList{"replay-1"}));
  page_->search()->clear();
  QTest::keyClicks(page_->search(), "nothing of this");
  QVERIFY(names().isEmpty());
  page_->search()->clear();
  QCOMPARE(names().size(), 7);
}

void TestUiRuns::sorted() {
  QTableView* list = page_->list();
  QCOMPARE(names().first(), "replay-1");  // newest first
  QTest::mouseClick(list->horizontalHeader()->viewport(), Qt::LeftButton, {},
                    QPoint(list->columnViewportPosition(RunsModel::Name) + 20, 10));
  QStringList by_name = names();
  QStringList expected = by_name;
  expected.sort();
  const bool descending = list->horizontalHeader()->sortIndicatorOrder() == Qt::DescendingOrder;
  if (descending) std::reverse(expected.begin(), expected.end());
  QCOMPARE(by_name, expected);
}

void TestUiRuns::renamed() {
  click("first");
  QTest::keyClick(page_->list(), Qt::Key_F2);
  auto* editor = page_->list()->findChild<QLineEdit*>("rename");
  QVERIFY(editor && editor->isVisible());
  QCOMPARE(editor->text(), "first");
  editor->selectAll();
  QTest::keyClicks(editor, "small part");
  QTest::keyClick(editor, Qt::Key_Return);
  QTRY_VERIFY(shown("small part") && !shown("first"));
  const auto core = told();
  QVERIFY(std::any_of(core.begin(), core.end(), [](const auto& one) { return one.run.name == "small part"; }));
  QCOMPARE(page_->list()->currentIndex().siblingAtColumn(0).data().toString(), "small part");  // still chosen
  page_->list()->setFocus();
  QTest::keyClick(page_->list(), Qt::Key_Z, Qt::ControlModifier);
  QTRY_VERIFY(shown("first"));
  QTest::keyClick(page_->list(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
  QTRY_VERIFY(shown("small part"));

  // A name that is taken stays an error in the page, and nothing to undo comes of it.
  press("rename");
  editor = page_->list()->findChild<QLineEdit*>("rename");
  QVERIFY(editor);
  editor->selectAll();
  QTest::keyClicks(editor, "second");
  QTest::keyClick(editor, Qt::Key_Return);
  QTRY_VERIFY(page_->problem_bar()->isVisible());
  QVERIFY2(page_->problem_bar()->text().contains("\"second\" already"), qPrintable(page_->problem_bar()->text()));
  QVERIFY(shown("small part"));
  QTest::mouseClick(page_->problem_bar()->button(), Qt::LeftButton);
  QVERIFY(!page_->problem_bar()->isVisible());

  // Escape leaves the name; an import keeps its own.
  QTest::keyClick(page_->list(), Qt::Key_F2);
  editor = page_->list()->findChild<QLineEdit*>("rename");
  QVERIFY(editor);
  QTest::keyClicks(editor, "other");
  QTest::keyClick(editor, Qt::Key_Escape);
  QVERIFY(shown("small part"));
  click("dogs");
  QVERIFY(!page_->button("rename")->isEnabled() && !page_->button("rename")->toolTip().isEmpty());
}

void TestUiRuns::noted() {
  click("ensemble-1");
  press("note");
  QPlainTextEdit* note = page_->details()->note();
  QVERIFY(note->hasFocus());
  QTest::keyClicks(note, "few dogs in the morning");
  click("replay-1");  // leaving it saves it
  page_->list()->setFocus();
  QTRY_VERIFY(shown("ensemble-1")->run.note == "few dogs in the morning");
  QCOMPARE(note->toPlainText(), "");  // of the replay
  QVERIFY(!row("ensemble-1").siblingAtColumn(0).data(RunsModel::NoteRole).toString().isEmpty());
  QTest::keyClicks(page_->search(), "morning");
  QCOMPARE(names(), (QStringList{"ensemble-1"}));
  page_->search()->clear();
  click("ensemble-1");
  QCOMPARE(note->toPlainText(), "few dogs in the morning");
  page_->list()->setFocus();
  QTest::keyClick(page_->list(), Qt::Key_Z, Qt::ControlModifier);
  QTRY_VERIFY(shown("ensemble-1")->run.note.empty());
  QTRY_COMPARE(note->toPlainText(), "");
  click("dogs");
  QVERIFY(!page_->button("note")->isEnabled());
  QVERIFY(!note->isVisible());
}

void TestUiRuns::deletedAndBroughtBack() {
  click("replay-1");
  QTest::keyClick(page_->list(), Qt::Key_Delete);
  QVERIFY(page_->deleted_bar()->isVisible());
  QCOMPARE(page_->deleted_bar()->text(), "replay-1 deleted.");
  QVERIFY(!names().contains("replay-1"));
  QCOMPARE(told().size(), std::size_t{7});  // it is in the file still
  QTest::mouseClick(page_->deleted_bar()->button(), Qt::LeftButton);
  QVERIFY(!page_->deleted_bar()->isVisible() && names().contains("replay-1"));
  QCOMPARE(page_->list()->currentIndex().siblingAtColumn(0).data().toString(), "replay-1");

  press("delete");
  QVERIFY(!names().contains("replay-1"));
  QTest::keyClick(page_->list(), Qt::Key_Z, Qt::ControlModifier);  // the keys do the same
  QVERIFY(names().contains("replay-1"));

  page_->set_delete_delay(20);
  click("replay-1");
  click("ensemble-1", Qt::ControlModifier);
  press("delete");
  QCOMPARE(page_->deleted_bar()->text(), "2 runs deleted.");
  QTRY_COMPARE(told().size(), std::size_t{5});
  QTRY_COMPARE(page_->model()->rowCount(), 5);
  QVERIFY(!page_->deleted_bar()->isVisible());

  click("second");
  QVERIFY(!page_->button("delete")->isEnabled());
  QVERIFY(page_->button("delete")->toolTip().contains("in use"));
  QTest::keyClick(page_->list(), Qt::Key_Delete);
  QVERIFY(names().contains("second"));
}

void TestUiRuns::used() {
  click("second");
  QVERIFY(!page_->button("use")->isEnabled());
  click("replay-1");
  QVERIFY(!page_->button("use")->isEnabled());
  click("first");
  press("use");
  QTRY_VERIFY(shown("first")->run.in_use && !shown("second")->run.in_use);
  QTRY_COMPARE(to_qt(w_->worker()->overview()->link_sets.front().name), "first");
  page_->list()->setFocus();
  QTest::keyClick(page_->list(), Qt::Key_Z, Qt::ControlModifier);
  QTRY_VERIFY(shown("second")->run.in_use);
}

void TestUiRuns::twoCompared() {
  // With one, the partner is the set in use.
  click("first");
  RunCompare* compare = page_->compare();
  QTRY_VERIFY(page_->ready() && compare->comparison());
  QCOMPARE(compare->left_name(), "first");
  QCOMPARE(compare->right_name(), "second");
  QVERIFY(!page_->button("compare")->isEnabled());
  click("second", Qt::ControlModifier);
  QVERIFY(page_->button("compare")->isEnabled());
  press("compare");
  QTRY_VERIFY(page_->ready() && compare->comparison() && compare->comparison()->links);
  QCOMPARE(compare->left_name(), "second");  // the current one
  const QAbstractItemModelTester tester(compare->pairs(), QAbstractItemModelTester::FailureReportingMode::QtTest);

  // right less left, as the core says it
  const auto reader = ExperimentReader::open(file_.toStdString());
  const auto expected =
      compare_link_sets(**reader->link_set(shown("second")->run.id), **reader->link_set(shown("first")->run.id));
  const auto& boxes = compare->comparison()->links->boxes;
  for (int i = 0; i < 3; ++i)
    for (int j = 0; j < 3; ++j) {
      if (i == j) {
        QVERIFY(compare->matrix()->text_at(i, j).isEmpty());
        continue;
      }
      for (const auto& link : expected.links)
        if (link.source == boxes[static_cast<std::size_t>(i)] && link.target == boxes[static_cast<std::size_t>(j)]) {
          QCOMPARE(compare->matrix()->text_at(i, j), to_qt(signed_text(link.difference())));
          QCOMPARE(compare->matrix()->bold_at(i, j), link.beyond_doubt());
        }
    }
  const QString mean = compare->legend()->mean();
  QCOMPARE(mean, to_qt(value_text(compare->comparison()->links->mean)));

  // Settings: those that differ first, marked; alone on request.
  QCOMPARE(compare->pairs()->index(0, PairsModel::Differs).data().toString(), "≠ differs");
  const int all = compare->pairs()->rowCount(), different = compare->pairs()->different();
  QVERIFY(different >= 2 && different < all);
  QTest::mouseClick(compare->which(), Qt::LeftButton, {}, QPoint(10, 10));
  QCOMPARE(compare->pairs()->rowCount(), different);

  auto* swap = compare->findChild<QToolButton*>("swap");
  QTest::mouseClick(swap, Qt::LeftButton);
  QTRY_VERIFY(page_->ready() && compare->comparison() && compare->left_name() == "first");
  QVERIFY(!compare->matrix()->accessibleName().isEmpty());
}

void TestUiRuns::othersCompared() {
  click("replay-1");
  QVERIFY(!page_->compare()->comparison());
  click("ensemble-1", Qt::ControlModifier);
  QTRY_VERIFY(page_->ready() && page_->compare()->comparison());
  QVERIFY(!page_->compare()->matrix()->isVisible());
  const auto reader = ExperimentReader::open(file_.toStdString());
  const auto tables = run_tables(*reader, *shown("replay-1"));
  QVERIFY(tables.has_value());
  const Table& table = page_->compare()->values()[1]->table();
  QCOMPARE(table.rows.size(), tables->front().rows.size());
  QVERIFY(QString::fromStdString(table.title).startsWith("replay-1: "));
}

void TestUiRuns::setsComparedFromLinks() {
  page_->search()->setText("nothing is called so");
  w_->show_page("links");
  auto* links = qobject_cast<LinksPage*>(w_->page_of("links"));
  QVERIFY(links);
  QTRY_VERIFY(links->sets()->isVisible());
  QTest::mouseClick(links->sets(), Qt::LeftButton);
  QCOMPARE(w_->page(), "runs");
  RunCompare* compare = page_->compare();
  QTRY_VERIFY(page_->ready() && compare->comparison() && compare->comparison()->links);
  QCOMPARE(compare->left_name(), "first");
  QCOMPARE(compare->right_name(), "second");
  QCOMPARE(page_->tabs()->currentIndex(), 1);
  QVERIFY(compare->matrix()->isVisible());
}

void TestUiRuns::madeAgain() {
  click("first");
  QSignalSpy inserted(page_->model(), &QAbstractItemModel::rowsInserted);
  press("again");
  QVERIFY(page_->model()->has_job());  // its row stands at the top while it runs
  QCOMPARE(page_->list()->model()->index(0, RunsModel::Name).data().toString(), "Train");
  QTRY_VERIFY_WITH_TIMEOUT(!w_->worker()->busy() && page_->model()->rowCount() == 8, 30000);
  QVERIFY(!page_->model()->has_job() && inserted.count() > 0);
  const ToldRun& made = page_->model()->runs().front();
  QVERIFY(made.run.in_use);
  QCOMPARE(made.result.value, shown("first")->result.value);
  QCOMPARE(to_qt(made.what), to_qt(shown("first")->what));

  const RowId before = shown("replay-1")->run.id;
  click("replay-1");
  press("again");
  QTRY_VERIFY_WITH_TIMEOUT(!w_->worker()->busy() && page_->ready() && shown("replay-1")->run.id != before, 30000);
  QVERIFY2(!page_->problem_bar()->isVisible(), qPrintable(page_->problem_bar()->text()));

  // A stop is no error of the page, and the row of the job goes.
  click("first");
  press("again");
  w_->worker()->stop();
  QTRY_VERIFY_WITH_TIMEOUT(!w_->worker()->busy() && page_->ready(), 30000);
  QVERIFY(!page_->model()->has_job() && !page_->problem_bar()->isVisible());
  click("dogs");
  QVERIFY(!page_->button("again")->isEnabled());
}

void TestUiRuns::replayKept() {
  w_->show_page("replay");
  QTRY_VERIFY_WITH_TIMEOUT(w_->ready() && w_->replay()->view()->isVisible(), 30000);
  QToolButton* keep = w_->replay()->view()->keep_button();
  QVERIFY(keep->isEnabled());
  const ReplayResult& result = w_->replay()->view()->budget_panel()->result();
  QTest::mouseClick(keep, Qt::LeftButton);
  QTRY_VERIFY_WITH_TIMEOUT(!w_->worker()->busy() && shown("replay-2"), 20000);
  QVERIFY2(w_->status()->text().contains("is kept in Runs"), qPrintable(w_->status()->text()));
  QCOMPARE(shown("replay-2")->result.value, result.methods.front().output_accuracy);
  // Once more is the same replay.
  QTest::mouseClick(keep, Qt::LeftButton);
  QTRY_VERIFY_WITH_TIMEOUT(!w_->worker()->busy() && page_->ready(), 20000);
  QCOMPARE(page_->model()->rowCount(), 8);
}

void TestUiRuns::details() {
  click("first");
  const ToldRun& told = *shown("first");
  RunDetails* details = page_->details();
  QCOMPARE(details->command(), to_qt(told.command));
  QTest::mouseClick(details->copy_button(), Qt::LeftButton);
  QCOMPARE(QApplication::clipboard()->text(), to_qt(told.command));
  for (const RunSetting& setting : told.settings)
    QVERIFY(details->lines().contains(to_qt(setting.name) + ": " + to_qt(setting.value)));
  QCOMPARE(details->figures()->figures().size(), static_cast<qsizetype>(told.facts.size()));
  QCOMPARE(details->figures()->figures().first().value, to_qt(value_text(told.result)));
  click("dogs");  // no note, but a command
  QVERIFY(details->command().startsWith("mlink import"));
}

void TestUiRuns::narrow() {
  QTableView* list = page_->list();
  QTRY_VERIFY(!list->isColumnHidden(RunsModel::Versions));
  QVERIFY(!page_->tabs()->isVisible());
  w_->resize(1280, 800);
  QTRY_VERIFY(page_->tabs()->isVisible());
  QTRY_VERIFY(list->isColumnHidden(RunsModel::Versions));
  // Versions goes first, then Took, then the interval; nothing is scrolled sideways.
  QVERIFY(!list->isColumnHidden(RunsModel::Took) || list->isColumnHidden(RunsModel::Versions));
  QVERIFY(!list->isColumnHidden(RunsModel::Interval) || list->isColumnHidden(RunsModel::Took));
  QCOMPARE(list->horizontalScrollBar()->maximum(), 0);
  click("first");
  QVERIFY(page_->details()->isVisible() && !page_->compare()->isVisible());
  click("second", Qt::ControlModifier);
  press("compare");
  QCOMPARE(page_->tabs()->currentIndex(), 1);
  QVERIFY(page_->compare()->isVisible() && !page_->details()->isVisible());
  press("note");
  QVERIFY(page_->details()->isVisible() && page_->details()->note()->hasFocus());
}

void TestUiRuns::nothingYet() {
  cleanup();
  file_ = folder_.filePath("empty.mlink");
  QVERIFY(Experiment::create(file_.toStdString()).has_value());
  open(file_);
  QVERIFY(page_->empty_state()->isVisible());
  QCOMPARE(page_->empty_state()->text(), "Nothing computed yet.");
  QVERIFY(page_->tables().empty() && page_->drawings().empty());
  auto* next = page_->empty_state()->findChild<QPushButton*>();
  QTest::mouseClick(next, Qt::LeftButton);
  QCOMPARE(w_->page(), "sources");  // there is nothing to collect from yet
  // Closed: no rows, and no step of the page does anything.
  w_->worker()->close();
  QCOMPARE(page_->model()->rowCount(), 0);
  QVERIFY(!page_->button("delete")->isEnabled());
}

void TestUiRuns::readOnly() {
  cleanup();
  auto holder = Experiment::open(file_.toStdString());
  QVERIFY(holder.has_value());
  open(file_);
  QCOMPARE(page_->model()->rowCount(), 7);
  click("first");
  for (const char* name : {"use", "rename", "note", "again", "delete"}) {
    QVERIFY2(!page_->button(name)->isEnabled(), name);
    QVERIFY(page_->button(name)->toolTip().contains("only be read"));
  }
  QVERIFY(page_->details()->note()->isReadOnly());
  QTest::keyClick(page_->list(), Qt::Key_F2);
  QVERIFY(!page_->list()->findChild<QLineEdit*>("rename"));
}

void TestUiRuns::themes() {
  const Theme light = light_theme(), dark = dark_theme();
  QCOMPARE(difference_colour(light, 0), light.panel);
  QCOMPARE(difference_colour(dark, 0), dark.panel);
  QCOMPARE(difference_colour(light, 0.3), QColor(0x00, 0x8B, 0xA3));
  QCOMPARE(difference_colour(dark, -0.2), QColor(0xCF, 0x42, 0x0B));
  QCOMPARE(difference_colour(light, std::nan("")), light.panel);
}

QTEST_MAIN(TestUiRuns)
#include "test_runs_page.moc"
