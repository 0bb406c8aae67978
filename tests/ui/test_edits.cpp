// Undo and redo of the window: edits on the writer's thread, what becomes of those that fail, are stopped or dropped,
// and the Edit menu with real keys. The edits change a number here, so that what is in effect can be read.
#include <QMenuBar>
#include <QTemporaryDir>
#include <QtTest>
#include <atomic>

#include "ui/common/edit_stack.h"
#include "ui/common/style.h"
#include "ui/fake_experiment.h"
#include "ui/replay/budget_panel.h"
#include "ui/replay/replay_page.h"
#include "ui/sources/source_edits.h"
#include "ui/sources/sources_page.h"
#include "ui/window/main_window.h"
#include "ui_compare/made_experiment.h"

using namespace mlink::rooms;
namespace fake = mlink::fake;
using Step = std::function<Result<std::string>(WriterPort&, const std::stop_token&, const ProgressFn&)>;

namespace {

/// As a page exports them, without where they come from.
QString text_of(const Page& page) {
  QString text;
  const auto tables = page.tables();
  for (const auto& [name, table] : tables) {
    text += name + u'\n';
    for (const auto& row : table.rows) {
      for (const Cell& cell : row) {
        if (const auto* number = std::get_if<double>(&cell)) text += QString::number(*number, 'g', 12);
        if (const auto* word = std::get_if<std::string>(&cell)) text += to_qt(*word);
        text += u'|';
      }
      text += u'\n';
    }
  }
  return text;
}

}  // namespace

class TestUiEdits : public QObject {
  Q_OBJECT

  std::shared_ptr<fake::File> file_;
  std::unique_ptr<Worker> worker_;
  std::shared_ptr<std::atomic<int>> value_;

  [[nodiscard]] EditStack& edits() const { return *worker_->edits(); }
  [[nodiscard]] Step set(int to) const {
    return [value = value_, to](WriterPort&, const std::stop_token&, const ProgressFn&) -> Result<std::string> {
      *value = to;
      return "set to " + std::to_string(to);
    };
  }
  [[nodiscard]] static Step failing() {
    return [](WriterPort&, const std::stop_token&, const ProgressFn&) -> Result<std::string> {
      return fail(ErrorKind::failed, "The disk is full.", "Free some space.");
    };
  }
  [[nodiscard]] bool idle() const {
    return QTest::qWaitFor([this] { return !worker_->busy() && worker_->waiting().empty(); }, 10000);
  }

 private Q_SLOTS:
  void init();
  void thereAndBack();
  void editsOfOneKeyAreOne();
  void whatFailsIsNotUndone();
  void whatCannotBeUndoneStays();
  void failureOfAMergedEdit();
  void redoOfAMergedEditFails();
  void droppedStepsLeaveTheStack();
  void onlyReadable();
  void anotherFileBeginsEmpty();
  void withoutAFileBehindIt();
  void menuAndKeys();
  void everyPageFollows();
};

void TestUiEdits::init() {
  file_ = fake::file(fake::State::sources);
  value_ = std::make_shared<std::atomic<int>>(0);
  worker_ = std::make_unique<Worker>(fake::ports(file_));
  worker_->open(QStringLiteral("/x/a.mlink"));
  QVERIFY(QTest::qWaitFor([this] { return worker_->data() != nullptr; }, 10000));
}

void TestUiEdits::thereAndBack() {
  QSignalSpy finished(worker_.get(), &Worker::step_finished);
  edits().change({"the number", set(1), set(0)});
  edits().change({"the number again", set(2), set(1)});
  QVERIFY(idle());
  QCOMPARE(value_->load(), 2);
  QCOMPARE(finished.at(0).at(1).toString(), "set to 1");
  QCOMPARE(edits().undoText(), "the number again");
  edits().undo();
  edits().undo();
  QVERIFY(idle());
  QCOMPARE(value_->load(), 0);
  QVERIFY(!edits().canUndo());
  edits().redo();
  QVERIFY(idle());
  QCOMPARE(value_->load(), 1);
  // A new edit takes the place of what was undone.
  edits().change({"another", set(7), set(1)});
  QVERIFY(idle());
  QVERIFY(!edits().canRedo());
  QCOMPARE(edits().count(), 2);
}

void TestUiEdits::editsOfOneKeyAreOne() {
  edits().change({"before", set(5), set(0)});
  for (int i = 10; i <= 14; ++i) edits().change({"dragged", set(i), set(i == 10 ? 5 : i - 1), "cost of pose"});
  QVERIFY(idle());
  QCOMPARE(value_->load(), 14);
  QCOMPARE(edits().count(), 2);
  edits().undo();
  QVERIFY(idle());
  QCOMPARE(value_->load(), 5);
  edits().redo();
  QVERIFY(idle());
  QCOMPARE(value_->load(), 14);
  edits().change({"dragged another", set(20), set(14), "cost of hog"});
  QVERIFY(idle());
  QCOMPARE(edits().count(), 3);
}

void TestUiEdits::whatFailsIsNotUndone() {
  QSignalSpy failed(&edits(), &EditStack::failed);
  edits().change({"good", set(1), set(0)});
  edits().change({"bad", failing(), set(9), {}, "sources"});
  QVERIFY(idle());
  QTRY_COMPARE(failed.size(), 1);
  QCOMPARE(failed.at(0).at(0).toString(), "sources");
  QVERIFY(failed.at(0).at(1).value<Error>().text().find("disk is full") != std::string::npos);
  QCOMPARE(edits().count(), 1);
  QCOMPARE(edits().undoText(), "good");
  edits().undo();
  QVERIFY(idle());
  QCOMPARE(value_->load(), 0);  // not the 9 of the one that failed
}

void TestUiEdits::whatCannotBeUndoneStays() {
  QSignalSpy failed(&edits(), &EditStack::failed);
  edits().change({"one way", set(3), failing()});
  QVERIFY(idle());
  edits().undo();
  QVERIFY(idle());
  QTRY_COMPARE(failed.size(), 1);
  QCOMPARE(value_->load(), 3);
  QCOMPARE(edits().undoText(), "one way");
  QVERIFY(!edits().canRedo());
  edits().undo();  // may be tried again
  QVERIFY(idle());
  QTRY_COMPARE(failed.size(), 2);
  QVERIFY(edits().canUndo());
}

void TestUiEdits::failureOfAMergedEdit() {
  edits().change({"first", set(1), set(0), "k"});
  edits().change({"second", failing(), set(1), "k"});
  QVERIFY(idle());
  QTRY_COMPARE(edits().count(), 1);
  edits().undo();
  QVERIFY(idle());
  QCOMPARE(value_->load(), 0);
  edits().redo();
  QVERIFY(idle());
  QCOMPARE(value_->load(), 1);
}

// Redone, an edit that was merged of several is one step: where that fails nothing is left to undo.
void TestUiEdits::redoOfAMergedEditFails() {
  const auto once = [value = value_](WriterPort&, const std::stop_token&, const ProgressFn&) -> Result<std::string> {
    if (*value != 1) return fail(ErrorKind::failed, "The disk is full.", "Free some space.");
    *value = 2;
    return "set to 2";
  };
  edits().change({"first", set(1), set(0), "k"});
  edits().change({"second", once, set(1), "k"});
  QVERIFY(idle());
  QCOMPARE(value_->load(), 2);
  QCOMPARE(edits().count(), 1);
  edits().undo();
  QVERIFY(idle());
  QCOMPARE(value_->load(), 0);
  edits().redo();
  QVERIFY(idle());
  QTRY_COMPARE(edits().count(), 0);
  QCOMPARE(value_->load(), 0);
}

void TestUiEdits::droppedStepsLeaveTheStack() {
  const auto waits = [](WriterPort&, const std::stop_token& stop, const ProgressFn&) -> Result<std::string> {
    while (!stop.stop_requested()) QThread::msleep(1);
    return fail(ErrorKind::stopped, "Stopped.");
  };
  QSignalSpy failed(&edits(), &EditStack::failed);
  edits().change({"slow", waits, set(8)});
  edits().change({"behind it", set(4), set(0)});
  QTRY_VERIFY(worker_->busy());
  worker_->stop();
  QVERIFY(idle());
  QTRY_COMPARE(edits().count(), 0);
  QCOMPARE(value_->load(), 0);
  QVERIFY(failed.isEmpty());  // a stop is no failure
}

void TestUiEdits::onlyReadable() {
  worker_->open(QStringLiteral("/x/locked.mlink"));
  QTRY_VERIFY(!worker_->can_write() && worker_->file().contains("locked"));
  QSignalSpy failed(&edits(), &EditStack::failed);
  edits().change({"the number", set(1), set(0)});
  QCOMPARE(failed.size(), 1);
  QCOMPARE(edits().count(), 0);
  QCOMPARE(value_->load(), 0);
}

void TestUiEdits::anotherFileBeginsEmpty() {
  edits().change({"the number", set(1), set(0)});
  QVERIFY(idle());
  QCOMPARE(edits().count(), 1);
  worker_->open(QStringLiteral("/x/b.mlink"));
  QTRY_COMPARE(worker_->file(), "/x/b.mlink");
  QCOMPARE(edits().count(), 0);
}

void TestUiEdits::withoutAFileBehindIt() {
  QSignalSpy failed(&edits(), &EditStack::failed);
  const auto never = EditStack::on_file([](Experiment&) -> Result<std::string> { return "done"; });
  edits().change({"a name", never, never});
  QVERIFY(idle());
  QTRY_COMPARE(failed.size(), 1);
  QCOMPARE(edits().count(), 0);
}

void TestUiEdits::menuAndKeys() {
  ThemeHolder themes;
  MainWindow w(themes, fake::ports(file_));
  w.set_remembering(false);
  w.show();
  QVERIFY(QTest::qWaitForWindowActive(&w));
  const auto action = [&w](const QString& key) -> QAction* {
    for (QAction* one : w.actions())
      if (one->shortcut() == QKeySequence(key)) return one;
    return nullptr;
  };
  QVERIFY(action("Ctrl+Z") && !action("Ctrl+Z")->isEnabled());
  w.open_file(QStringLiteral("/x/a.mlink"));
  QTRY_VERIFY(w.worker()->data());
  w.worker()->edits()->change({"the number", set(1), set(0)});
  QTRY_COMPARE(value_->load(), 1);
  QCOMPARE(action("Ctrl+Z")->text(), "&Undo the number");
  QTest::keyClick(&w, Qt::Key_Z, Qt::ControlModifier);
  QTRY_COMPARE(value_->load(), 0);
  QCOMPARE(action("Ctrl+Z")->text(), "&Undo");
  QCOMPARE(action("Ctrl+Shift+Z")->text(), "&Redo the number");
  QTest::keyClick(&w, Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
  QTRY_COMPARE(value_->load(), 1);
}

// Replay, Ensemble and Compare tell other figures for another cost, and the same under another name.
void TestUiEdits::everyPageFollows() {
  ThemeHolder themes;
  QApplication::setStyle(new WorkbenchStyle(&themes));
  const QTemporaryDir dir;
  const QString file = dir.filePath("pages.mlink");
  QVERIFY(mlink::compared::make_experiment(file.toStdString(), mlink::compared::KnownCosts::memory_and_time, true));
  MainWindow w(themes);
  w.set_remembering(false);
  w.resize(1280, 800);
  w.show();
  w.open_file(file);
  auto* sources = w.sources()->findChild<SourceEdits*>();
  QVERIFY(sources);
  const auto tell = [&] {
    QStringList told;
    for (const char* id : {"replay", "compare", "ensemble"}) {
      w.show_page(id);
      if (!QTest::qWaitFor([&] { return w.ready() && !w.worker()->busy(); }, 30000)) return QStringList{};
      told << text_of(*w.page_of(id));
    }
    return told;
  };
  const QStringList before = tell();
  QCOMPARE(before.size(), 3);
  const auto seconds_of_pose = [&] {
    for (const auto& box : w.worker()->data()->snapshot.link_costs.boxes)
      if (box.box == "pose") return box.seconds;
    return 0.;
  };
  sources->set_cost("pose", {CostKind::time, 0.4});  // pose runs at the budget that is shown
  QTRY_VERIFY_WITH_TIMEOUT(seconds_of_pose() == 0.4, 20000);
  const QStringList after = tell();
  for (int page = 0; page < 3; ++page) QVERIFY2(before[page] != after[page], qPrintable(after[page]));
  // As the core says.
  const ReplayResult& shown = w.replay()->view()->budget_panel()->result();
  ReplaySettings settings = shown.settings;
  const auto snapshot = ExperimentReader::open(file.toStdString())->snapshot();
  const auto engine = make_replay(*snapshot, settings);
  QVERIFY(engine);
  const ReplayResult expected = (*engine)->at(settings.budget);
  QCOMPARE(shown.methods[0].seconds_per_frame, expected.methods[0].seconds_per_frame);
  QCOMPARE(shown.methods[0].output_accuracy, expected.methods[0].output_accuracy);
  w.worker()->edits()->undo();
  QTRY_VERIFY_WITH_TIMEOUT(seconds_of_pose() != 0.4, 20000);
  QCOMPARE(tell(), before);
  sources->rename_box("persons", "walkers");
  QTRY_VERIFY_WITH_TIMEOUT(w.worker()->data()->snapshot.link_costs.boxes[0].box == "walkers", 20000);
  QStringList renamed = tell();
  for (QString& page : renamed) page.replace("walkers", "persons");
  QCOMPARE(renamed, before);
}

QTEST_MAIN(TestUiEdits)
#include "test_edits.moc"
