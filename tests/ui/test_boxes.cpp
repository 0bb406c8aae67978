// What a person types of black boxes that are there, with real mouse and keys over a real experiment: costs, beside
// what was measured before, and names; each is undone and done again.
#include <QAbstractItemModelTester>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>

#include "shown_sources.h"
#include "store/store.h"
#include "support/tiny_boxes.h"
#include "ui/common/edit_stack.h"
#include "ui/common/style.h"
#include "ui/sources/row_problem.h"
#include "ui/sources/source_edits.h"
#include "ui/sources/trust_question.h"

using namespace mlink::rooms;
using mlink::test::ShownSources;

namespace {

constexpr double kSeconds = 0.0342, kBytes = 48e6;

}  // namespace

class TestUiBoxes : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void costsAreTyped();
  void whatIsTypedWrongStandsInItsRow();
  void namesAreTyped();
  void filesAreTrusted();

 private:
  /// Recorded boxes n, of which time and memory are measured, and m.
  [[nodiscard]] std::unique_ptr<ShownSources> shown(const QTemporaryDir& dir);
  static bool settle(ShownSources& w);
  static bool choose(ShownSources& w, int row, const QString& entry);
  static bool type(ShownSources& w, const QString& text);
  static QTableView* view_of(ShownSources& w);
  static QString told(ShownSources& w, int row, int column, int role = Qt::DisplayRole) {
    return w.sources()->boxes()->index(row, column).data(role).toString();
  }

  ThemeHolder themes_;
};

void TestUiBoxes::initTestCase() {
  themes_.set_dark(false);
  QApplication::setStyle(new WorkbenchStyle(&themes_));
}

std::unique_ptr<ShownSources> TestUiBoxes::shown(const QTemporaryDir& dir) {
  const auto folder = std::filesystem::path(dir.path().toStdString());
  {
    QFile table(dir.filePath("n.csv"));
    if (!table.open(QIODevice::WriteOnly)) return nullptr;
    table.write("source,frame,n\na,0,1\na,1,2\n");
  }
  {
    auto experiment = Experiment::create(folder / "boxes.mlink");
    for (const char* box : {"n", "m"}) {
      ImportOptions options;
      options.box = box;
      options.outputs = folder / "n.csv";
      options.task = Task::count;
      if (!experiment || !experiment->import_outputs(options)) return nullptr;
    }
  }
  {
    auto store = mlink::store::StoreWriter::open(folder / "boxes.mlink");
    BoxCosts costs;
    costs.set(CostKind::time, kSeconds, CostOrigin::measured, "30 frames, one thread");
    costs.set(CostKind::memory, kBytes, CostOrigin::measured, "30 frames, one thread");
    costs.seconds_p50 = 0.03;
    costs.seconds_p95 = 0.05;
    costs.seconds_p99 = 0.06;
    if (!store || !store->put_costs(store->boxes()->front().id, costs)) return nullptr;
  }
  auto w = std::make_unique<ShownSources>(themes_);
  w->sources()->show();
  w->sources()->activateWindow();
  w->worker()->open(dir.filePath("boxes.mlink"));
  const bool there = QTest::qWaitForWindowActive(w->sources()) && QTest::qWaitFor([&] { return w->ready(); }, 20000);
  return there ? std::move(w) : nullptr;
}

bool TestUiBoxes::settle(ShownSources& w) {
  QCoreApplication::processEvents();  // what was typed is handed on
  if (!QTest::qWaitFor([&] { return !w.worker()->busy() && w.worker()->waiting().empty(); }, 20000)) return false;
  for (int i = 0; i < 2; ++i) {  // the overview, and what is asked behind it
    bool read = false;
    w.worker()->ask<int>(
        Worker::Lane::pictures, w.sources(), QStringLiteral("settled"),
        [](ReaderPort&, const std::stop_token&) -> Result<int> { return 0; }, [&](const Result<int>&) { read = true; });
    if (!QTest::qWaitFor([&] { return read && w.ready(); }, 20000)) return false;
  }
  return true;
}

// A box of a file that nobody trusted says so in its row; the menu trusts it and takes that back.
void TestUiBoxes::filesAreTrusted() {
  const QTemporaryDir dir;
  const QByteArray trust = qgetenv("MLINK_TRUST"), config = qgetenv("XDG_CONFIG_HOME");
  qputenv("MLINK_TRUST", "");
  qputenv("XDG_CONFIG_HOME", dir.path().toUtf8());
  const auto back = qScopeGuard([&] {
    qputenv("MLINK_TRUST", trust);
    qputenv("XDG_CONFIG_HOME", config);
  });
  const auto w = shown(dir);
  QVERIFY(w);
  const auto manifest =
      mlink::test::write_box(std::filesystem::path(dir.path().toStdString()), mlink::test::bright_count());
  w->sources()->findChild<SourceEdits*>()->add_boxes({QString::fromStdString(manifest.string())});
  QVERIFY(settle(*w));
  const auto adapter = [&] { return told(*w, 2, BoxesModel::Adapter); };
  QTRY_COMPARE(adapter(), "TorchScript, closed in");
  QVERIFY(told(*w, 2, BoxesModel::Adapter, Qt::ToolTipRole).contains("Its files are not trusted"));
  QVERIFY(!told(*w, 0, BoxesModel::Adapter).contains("closed in"));  // recorded: nothing runs
  QVERIFY(!choose(*w, 0, "Trust the files of"));
  // It is asked once in the row: kept closed in, the row is as the others, also for whoever opens the file again.
  const auto question = [&]() -> TrustQuestion* {
    const QModelIndex at = w->sources()->boxes()->index(2, BoxesModel::Model);
    return qobject_cast<TrustQuestion*>(view_of(*w)->indexWidget(at));
  };
  QTRY_VERIFY(question() && question()->isVisible());
  QVERIFY(question()->accessibleName().contains("bright"));
  QVERIFY(view_of(*w)->visualRect(w->sources()->boxes()->index(2, BoxesModel::Time)).left() >=
          question()->geometry().right());  // the costs are seen
  if (const QString folder = qEnvironmentVariable("MLINK_PICTURES"); !folder.isEmpty())
    w->sources()->grab().save(folder + "/trust.png");
  QTest::mouseClick(question()->keep_button(), Qt::LeftButton);
  QTRY_VERIFY(!question());
  QVERIFY(settle(*w));
  QCOMPARE(adapter(), "TorchScript, closed in");
  w->worker()->open(w->worker()->file());
  QVERIFY(settle(*w));
  QTRY_COMPARE(adapter(), "TorchScript, closed in");
  QVERIFY(!question());
  QCOMPARE(view_of(*w)->rowHeight(2), view_of(*w)->rowHeight(0));
  QVERIFY(QFile::remove(dir.filePath("mlink-workbench/closed-in-files")));
  w->worker()->open(w->worker()->file());
  QTRY_VERIFY(question());
  question()->trust_button()->setFocus();
  QTest::keyClick(question()->trust_button(), Qt::Key_Space);
  QTRY_COMPARE(adapter(), "TorchScript");
  QVERIFY(!question());
  QVERIFY(choose(*w, 2, "Trust the files of bright no longer"));
  QTRY_COMPARE(adapter(), "TorchScript, closed in");
  QVERIFY(settle(*w));
  QVERIFY(!question());  // that was an answer
  QVERIFY(choose(*w, 2, "Trust the files of bright"));
  QTRY_COMPARE(adapter(), "TorchScript");
  QVERIFY(told(*w, 2, BoxesModel::Adapter, Qt::ToolTipRole).contains("Runs in this program"));
  QVERIFY(choose(*w, 2, "Trust the files of bright no longer"));
  QTRY_COMPARE(adapter(), "TorchScript, closed in");
}

QTableView* TestUiBoxes::view_of(ShownSources& w) {
  for (auto* table : w.sources()->findChildren<QTableView*>())
    if (table->model() == w.sources()->boxes()) return table;
  return nullptr;
}

bool TestUiBoxes::choose(ShownSources& w, int row, const QString& entry) {
  QTableView* view = view_of(w);
  const QPoint at = view->visualRect(view->model()->index(row, 0)).center();
  QContextMenuEvent event(QContextMenuEvent::Mouse, at, view->viewport()->mapToGlobal(at));
  QApplication::sendEvent(view->viewport(), &event);
  auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
  if (!menu) return false;
  for (QAction* action : menu->actions()) {
    if (!action->text().startsWith(entry) || !action->isEnabled()) continue;
    QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(action).center());
    w.sources()->activateWindow();
    return QTest::qWaitForWindowActive(w.sources());
  }
  menu->close();
  return false;
}

/// Into the editor that is open, with Enter.
bool TestUiBoxes::type(ShownSources& w, const QString& text) {
  auto* editor = view_of(w)->viewport()->findChild<QLineEdit*>();
  if (!editor) return false;
  editor->selectAll();
  QTest::keyClicks(editor, text);
  QTest::keyClick(editor, Qt::Key_Return);
  return settle(w);
}

// F2 and the menu; what was measured stays beside what is typed, and comes back.
void TestUiBoxes::costsAreTyped() {
  const QTemporaryDir dir;
  const auto w = shown(dir);
  QVERIFY(w);
  const QAbstractItemModelTester tester(w->sources()->boxes(), QAbstractItemModelTester::FailureReportingMode::QtTest);
  EditStack* edits = w->worker()->edits();
  QTableView* view = view_of(*w);
  QCOMPARE(told(*w, 0, BoxesModel::Time), "34.2 ms");
  QCOMPARE(told(*w, 0, BoxesModel::Cost), "measured");
  QVERIFY(view->isColumnHidden(BoxesModel::Gpu));  // the file knows none
  view->setFocus();
  view->setCurrentIndex(view->model()->index(0, BoxesModel::Time));
  QTest::keyClick(view, Qt::Key_F2);
  QCOMPARE(view->viewport()->findChild<QLineEdit*>()->text(), "34.2 ms");
  QVERIFY(type(*w, "50ms"));
  QCOMPARE(told(*w, 0, BoxesModel::Time), "50 ms");
  QCOMPARE(told(*w, 0, BoxesModel::Cost), "typed / measured");
  QVERIFY2(w->told().contains("n takes 50 ms a frame now"), qPrintable(w->told()));
  QCOMPARE(edits->undoText(), "the time of n");
  QTRY_VERIFY2(
      told(*w, 0, BoxesModel::Time, Qt::ToolTipRole).contains("Measured before: 34.2 ms (30 frames, one thread)"),
      qPrintable(told(*w, 0, BoxesModel::Time, Qt::ToolTipRole)));
  // Typed again: what was measured is what was measured.
  const QPoint cell = view->visualRect(view->model()->index(0, BoxesModel::Time)).center();
  QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, cell);
  QTest::mouseDClick(view->viewport(), Qt::LeftButton, {}, cell);
  QVERIFY(type(*w, "0.2 s"));
  QVERIFY(choose(*w, 0, "Type in the memory of n"));
  QVERIFY(type(*w, "1.5 GB"));
  QCOMPARE(told(*w, 0, BoxesModel::Memory), "1.5 GB");
  QCOMPARE(told(*w, 0, BoxesModel::Cost), "typed");
  QCOMPARE(edits->count(), 3);
  QVERIFY(choose(*w, 0, "Take back to measured"));
  QVERIFY(settle(*w));
  const BoxCosts& costs = w->worker()->overview()->boxes[0].costs;
  QCOMPARE(costs.seconds, kSeconds);
  QCOMPARE(costs.seconds_p95, 0.05);
  QCOMPARE(costs.bytes, kBytes);
  QCOMPARE(costs.seconds_note, std::string("30 frames, one thread"));
  QCOMPARE(told(*w, 0, BoxesModel::Cost), "measured");
  QVERIFY(!choose(*w, 0, "Take back to measured"));  // nothing is typed
  const auto go = [&](bool back) {
    back ? edits->undo() : edits->redo();
    return settle(*w);
  };
  QVERIFY(go(true));
  QCOMPARE(told(*w, 0, BoxesModel::Time), "200 ms");
  QVERIFY(go(true) && go(true));
  QCOMPARE(told(*w, 0, BoxesModel::Time), "50 ms");
  QCOMPARE(told(*w, 0, BoxesModel::Memory), "48 MB");
  QVERIFY(go(true));
  QVERIFY(!edits->canUndo());
  QCOMPARE(told(*w, 0, BoxesModel::Cost), "measured");
  QVERIFY(go(false));
  QCOMPARE(told(*w, 0, BoxesModel::Time), "50 ms");
  // A GPU's memory has its column once it is asked for.
  QVERIFY(choose(*w, 1, "Type in the GPU memory of m"));
  QVERIFY(!view->isColumnHidden(BoxesModel::Gpu));
  QVERIFY(type(*w, "2 GB"));
  QCOMPARE(told(*w, 1, BoxesModel::Gpu), "2 GB");
  QVERIFY(w->worker()->overview()->boxes[1].costs.origin(CostKind::gpu_memory) == CostOrigin::typed);
  QVERIFY(!choose(*w, 1, "Take back to measured"));  // it was never measured
}

void TestUiBoxes::whatIsTypedWrongStandsInItsRow() {
  const QTemporaryDir dir;
  const auto w = shown(dir);
  QVERIFY(w);
  const auto problem = [&]() -> RowProblem* {
    QCoreApplication::processEvents();
    const auto all = w->sources()->findChildren<RowProblem*>();
    for (auto* one : all)
      if (one->isVisible()) return one;
    return nullptr;
  };
  for (const auto& [text, says] :
       {std::pair<QString, QString>{"much", "is not an amount"}, {"2 GB", "one of memory"}}) {
    QVERIFY(choose(*w, 0, "Type in the time of n"));
    QVERIFY(type(*w, text));
    QVERIFY(problem());
    QVERIFY2(problem()->accessibleName().contains(says), qPrintable(problem()->accessibleName()));
    QCOMPARE(w->worker()->edits()->count(), 0);
    QCOMPARE(w->worker()->overview()->boxes[0].costs.seconds, kSeconds);
  }
  auto* away = problem()->findChild<QPushButton*>();
  QCOMPARE(away->text(), "Dismiss");
  QTest::mouseClick(away, Qt::LeftButton);
  QTRY_VERIFY(!problem());
  // What is right takes what was wrong away.
  QVERIFY(choose(*w, 0, "Type in the time of n") && type(*w, "-3 ms") && problem());
  QVERIFY(choose(*w, 0, "Type in the time of n") && type(*w, "3 ms") && !problem());
  QCOMPARE(told(*w, 0, BoxesModel::Time), "3 ms");
}

void TestUiBoxes::namesAreTyped() {
  const QTemporaryDir dir;
  const auto w = shown(dir);
  QVERIFY(w);
  QTableView* view = view_of(*w);
  view->setFocus();
  view->setCurrentIndex(view->model()->index(0, BoxesModel::Model));
  QTest::keyClick(view, Qt::Key_F2);
  QVERIFY(type(*w, "walkers"));
  QCOMPARE(told(*w, 0, BoxesModel::Name), "walkers");
  QVERIFY2(w->told().contains("n is called walkers now"), qPrintable(w->told()));
  QCOMPARE(view->currentIndex().row(), 0);
  QCOMPARE(w->worker()->overview()->coverage[0].present, 2);
  QVERIFY(choose(*w, 1, "Rename m"));
  QVERIFY(type(*w, "walkers"));
  QVERIFY2(w->told().contains("There is a black box \"walkers\" already"), qPrintable(w->told()));
  QCOMPARE(told(*w, 1, BoxesModel::Name), "m");
  QCOMPARE(w->worker()->edits()->count(), 1);
  w->worker()->edits()->undo();
  QVERIFY(settle(*w));
  QCOMPARE(told(*w, 0, BoxesModel::Name), "n");
  w->worker()->edits()->redo();
  QVERIFY(settle(*w));
  QCOMPARE(told(*w, 0, BoxesModel::Name), "walkers");
}

QTEST_MAIN(TestUiBoxes)
#include "test_boxes.moc"
