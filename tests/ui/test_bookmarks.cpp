// Bookmarks through the file, and the presentation that walks through them with the keys.
#include <QInputDialog>
#include <QTemporaryDir>
#include <QtTest>

#include "experiment/import.h"
#include "experiment/runs.h"
#include "ui/common/bookmark.h"
#include "ui/common/style.h"
#include "ui/replay/budget_panel.h"
#include "ui/replay/presentation.h"
#include "ui/replay/replay_page.h"
#include "ui/replay/strips_view.h"
#include "ui/window/main_window.h"

using namespace mlink::rooms;

class TestUiBookmarks : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void textAndBack_data();
  void textAndBack();
  void wrongTexts_data();
  void wrongTexts();
  void keptInTheFile();
  void slides();
  void withoutAReplay();
  void removed();
  void linksWhoseBoxIsGone();

 private:
  bool make_file();
  std::unique_ptr<MainWindow> window();
  QTemporaryDir folder_;
  QString file_;
  ThemeHolder themes_;
};

/// Three recorded counters of one yard with costs and links.
bool TestUiBookmarks::make_file() {
  file_ = folder_.filePath("yard.mlink");
  auto experiment = Experiment::create(file_.toStdString());
  if (!experiment) return false;
  const char* const boxes[] = {"persons", "bags", "cars"};
  for (int box = 0; box < 3; ++box) {
    QFile table(folder_.filePath(QString("%1.csv").arg(boxes[box])));
    if (!table.open(QIODevice::WriteOnly)) return false;
    table.write("source,frame,value\n");
    for (int frame = 0; frame < 300; ++frame) {
      const int persons = frame / 7 % 3, cars = frame / 5 % 2;
      const int said[] = {persons, persons > 1 ? 1 : 0, cars};
      table.write(QByteArray("yard,") + QByteArray::number(frame) + ',' + QByteArray::number(said[box]) + '\n');
    }
    table.close();
    ImportOptions options;
    options.box = boxes[box];
    options.task = Task::count;
    options.outputs = table.fileName().toStdString();
    if (!experiment->import_outputs(options)) return false;
    if (!experiment->set_cost(boxes[box], {CostKind::time, .01 * (box + 1)})) return false;
    if (!experiment->set_cost(boxes[box], {CostKind::memory, 1e9 * (box + 1)})) return false;
  }
  TrainSettings settings;
  settings.part = .3;
  settings.epochs = 5;
  return experiment->train(settings, {}, {}).has_value();
}

void TestUiBookmarks::initTestCase() {
  QApplication::setStyle(new WorkbenchStyle(&themes_));
  QVERIFY(make_file());
}

std::unique_ptr<MainWindow> TestUiBookmarks::window() {
  auto w = std::make_unique<MainWindow>(themes_);
  w->set_remembering(false);
  w->resize(1600, 1000);
  w->show();
  w->activateWindow();
  w->open_file(file_);
  return w;
}

void TestUiBookmarks::textAndBack_data() {
  QTest::addColumn<bool>("all");
  QTest::newRow("all") << true;
  QTest::newRow("page only") << false;
}
void TestUiBookmarks::textAndBack() {
  QFETCH(bool, all);
  Bookmark bookmark;
  bookmark.page = "replay";
  if (all) {
    bookmark.link = LinkChoice{"pose", "pers\"ons"};
    bookmark.frame = FrameChoice{"cam 1", 1234567890123};
    bookmark.budget = Amount{CostKind::gpu_memory, 2.5e9};
    bookmark.method = "mlink-exact";
  }
  const auto back = bookmark_from_text(to_text(bookmark));
  QVERIFY(back.has_value());
  QCOMPARE(back->page, bookmark.page);
  QVERIFY(back->link == bookmark.link && back->frame == bookmark.frame);
  QCOMPARE(back->budget.has_value(), all);
  if (all) {
    QCOMPARE(back->budget->kind, bookmark.budget->kind);
    QCOMPARE(back->budget->value, bookmark.budget->value);
  }
  QCOMPARE(back->method, bookmark.method);
  SharedSelection selection;
  selection.set_method("optimum");
  choose(*back, selection);
  QVERIFY(selection.link() == bookmark.link && selection.frame() == bookmark.frame);
  QCOMPARE(selection.method(), all ? "mlink-exact" : "optimum");  // what is not named stays
}

void TestUiBookmarks::wrongTexts_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::newRow("empty") << QByteArray();
  QTest::newRow("no page") << QByteArray(R"({"source":"a"})");
  QTest::newRow("a list") << QByteArray("[1,2]");
  QTest::newRow("unknown kind") << QByteArray(R"({"page":"replay","kind":"patience","budget":3})");
}
void TestUiBookmarks::wrongTexts() {
  QFETCH(QByteArray, text);
  const auto read = bookmark_from_text(text.toStdString());
  QVERIFY(!read.has_value());
  QCOMPARE(read.error().kind, ErrorKind::corrupt);
}

void TestUiBookmarks::keptInTheFile() {
  {
    auto w = window();
    QTRY_VERIFY(w->ready());
    w->show_page("replay");
    QTRY_VERIFY_WITH_TIMEOUT(w->ready(), 20000);
    w->selection()->set_budget(Amount{CostKind::time, .03});
    QTest::keyClick(w.get(), Qt::Key_B, Qt::ControlModifier);
    auto* dialog = w->findChild<QInputDialog*>();
    QVERIFY(dialog);
    QVERIFY2(dialog->textValue().startsWith("Replay: 30 ms"), qPrintable(dialog->textValue()));
    dialog->setTextValue("  Two of three  ");
    dialog->accept();
    QTRY_COMPARE(w->bookmarks().size(), 1);
    QCOMPARE(w->bookmarks()[0].name, "Two of three");
    Bookmark second = bookmark_of(*w->selection(), "links", "A link");
    second.link = LinkChoice{"persons", "bags"};
    second.budget = Amount{CostKind::time, .01};
    w->add_bookmark(second);
    QTRY_COMPARE(w->bookmarks().size(), 2);
  }
  auto w = window();
  QTRY_COMPARE(w->bookmarks().size(), 2);
  w->go_to(w->bookmarks()[1]);
  QCOMPARE(w->page(), "links");
  QCOMPARE(w->selection()->link()->target, "bags");
  QCOMPARE(w->selection()->budget()->value, .01);
}

void TestUiBookmarks::slides() {
  auto w = window();
  QTRY_COMPARE(w->bookmarks().size(), 2);
  w->show_page("replay");
  QTRY_VERIFY_WITH_TIMEOUT(w->ready(), 20000);
  QTest::keyClick(w.get(), Qt::Key_F11);
  Presentation* shown = w->presentation();
  QVERIFY(shown && shown->isVisible());
  QCOMPARE(shown->geometry(), w->rect());
  QTRY_VERIFY(shown->view()->ready());
  QCOMPARE(shown->current(), -1);
  QVERIFY2(shown->title().startsWith("Run "), qPrintable(shown->title()));
  QTest::keyClick(shown, Qt::Key_Right);
  QCOMPARE(shown->title(), "Two of three");
  QCOMPARE(w->selection()->budget()->value, .03);
  const auto first = shown->figures()->figures();
  QCOMPARE(first.size(), 3);
  // The figures are those of the replay.
  const ReplayResult& result = shown->view()->budget_panel()->result();
  QCOMPARE(first[0].value, to_qt(score_text(result.methods[0].output_accuracy)));
  QCOMPARE(first[0].note, "of 1.00 with all three");
  if (const QString folder = qEnvironmentVariable("MLINK_KEEP_PICTURES"); !folder.isEmpty())
    w->grab().save(folder + "/presentation.png");
  QTest::keyClick(shown, Qt::Key_Right);
  QCOMPARE(shown->current(), 1);
  QTest::keyClick(shown, Qt::Key_Right);  // the last one stays
  QCOMPARE(shown->current(), 1);
  const double before = shown->view()->budget_panel()->budget();
  QTest::keyClick(shown, Qt::Key_Up);
  QVERIFY(shown->view()->budget_panel()->budget() > before);
  QCOMPARE(w->selection()->budget()->value, shown->view()->budget_panel()->budget());
  QTest::keyClick(shown, Qt::Key_Space);
  QVERIFY(shown->view()->playback()->playing());
  QVERIFY(type_scale() > 1);
  QTest::keyClick(shown, Qt::Key_Escape);
  QVERIFY(!w->presentation());
  QTRY_COMPARE(type_scale(), 1.0);
  // The page behind it works on.
  QTest::keyClick(w.get(), Qt::Key_1, Qt::ControlModifier);
  QCOMPARE(w->page(), "sources");
}

void TestUiBookmarks::withoutAReplay() {
  auto w = window();
  QTRY_VERIFY(w->ready());
  QTest::keyClick(w.get(), Qt::Key_F11);
  QVERIFY(!w->presentation());
  QCOMPARE(w->page(), "replay");
}

void TestUiBookmarks::removed() {
  {
    auto w = window();
    QTRY_COMPARE(w->bookmarks().size(), 2);
    w->remove_bookmark(w->bookmarks()[0]);
    QTRY_COMPARE(w->bookmarks().size(), 1);
  }
  // A bookmark is no run: only the links are listed beside what was imported.
  const auto reader = ExperimentReader::open(file_.toStdString());
  QVERIFY(reader.has_value());
  const auto runs = runs_of(*reader);
  QVERIFY(runs.has_value());
  for (const Run& run : *runs) QVERIFY2(run.kind == kLinkSetKind || run.kind == kImportKind, run.kind.c_str());
  QCOMPARE(runs->size(), 4);
}

/// A file whose links need a box that was removed opens all the same, and says that they do not fit.
void TestUiBookmarks::linksWhoseBoxIsGone() {
  const QString copy = folder_.filePath("copy.mlink");
  QVERIFY(QFile::copy(file_, copy));
  {
    auto experiment = Experiment::open(copy.toStdString());
    QVERIFY(experiment.has_value() && experiment->remove_box("cars").has_value());
  }
  MainWindow w(themes_);
  w.set_remembering(false);
  w.show();
  w.open_file(copy);
  QTRY_VERIFY(w.ready());
  QVERIFY(w.worker()->data() && !w.worker()->data()->links);
  QVERIFY(!w.worker()->overview()->link_sets.front().stale.empty());
  for (const QString& page : w.page_ids()) {
    w.show_page(page);
    QTRY_VERIFY2(w.ready(), qPrintable(page));
  }
}

QTEST_MAIN(TestUiBookmarks)
#include "test_bookmarks.moc"
