// A session over all pages of a small experiment, as a person would walk through them: no text is cut at any size, the
// pages keep their places when they are left and come back to, the GUI thread never waits long.
#include <QtTest>
#include <QtWidgets>

#include "experiment/import.h"
#include "ui/common/style.h"
#include "ui/replay/replay_page.h"
#include "ui/watchdog.h"
#include "ui/window/main_window.h"
#include "ui_session/cut_texts.h"

using namespace mlink::rooms;

class TestUiSession : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void cutTextsAreFound();
  void nothingIsCut_data();
  void nothingIsCut();
  void walkThroughAllPages();

 private:
  std::unique_ptr<MainWindow> window(const QSize& size);
  QTemporaryDir folder_;
  QString file_;
  ThemeHolder themes_;
};

void TestUiSession::initTestCase() {
  QApplication::setStyle(new WorkbenchStyle(&themes_));
  file_ = folder_.filePath("crossing.mlink");
  auto experiment = Experiment::create(file_.toStdString());
  QVERIFY(experiment);
  const char* const boxes[] = {"persons", "bags", "cars", "bicycles"};
  for (int box = 0; box < 4; ++box) {
    QFile table(folder_.filePath(QString("%1.csv").arg(boxes[box])));
    QVERIFY(table.open(QIODevice::WriteOnly));
    table.write("source,frame,value\n");
    for (const char* camera : {"north crossing", "south crossing"})
      for (int frame = 0; frame < 300; ++frame) {
        const int persons = frame / 7 % 4, cars = frame / 5 % 3;
        const int said[] = {persons, persons > 1 ? 1 : 0, cars, persons * cars % 3};
        table.write(QByteArray(camera) + ',' + QByteArray::number(frame) + ',' + QByteArray::number(said[box]) + '\n');
      }
    table.close();
    ImportOptions options;
    options.box = boxes[box];
    options.task = Task::count;
    options.outputs = table.fileName().toStdString();
    QVERIFY(experiment->import_outputs(options));
    QVERIFY(experiment->set_cost(boxes[box], {CostKind::time, .013 * (box + 1)}));
    QVERIFY(experiment->set_cost(boxes[box], {CostKind::memory, 1.25e9 * (box + 1)}));
  }
  TrainSettings settings;
  settings.part = .3;
  settings.epochs = 5;
  QVERIFY(experiment->train(settings, {}, {}));
}

std::unique_ptr<MainWindow> TestUiSession::window(const QSize& size) {
  auto w = std::make_unique<MainWindow>(themes_);
  w->set_remembering(false);
  w->resize(size);
  w->show();
  w->open_file(file_);
  return w;
}

// The check itself: it sees a label without room, a tab, a head of a table, and what a delegate draws with an ellipsis.
void TestUiSession::cutTextsAreFound() {
  QWidget desk;
  desk.resize(400, 300);
  auto* label = new QLabel("a label that is too long for its place", &desk);
  label->setGeometry(10, 10, 80, 20);
  auto* fits = new QLabel("fits", &desk);
  fits->setGeometry(10, 40, 80, 20);
  auto* wraps = new QLabel("many words that go over more than the one line that there is room for", &desk);
  wraps->setWordWrap(true);
  wraps->setGeometry(10, 70, 120, 18);
  auto* table = new QTableWidget(1, 2, &desk);
  table->setGeometry(10, 100, 300, 100);
  table->setHorizontalHeaderLabels({"a head that is long", "short"});
  table->setColumnWidth(0, 40);
  table->setItem(0, 0, new QTableWidgetItem("a cell that is too long"));
  auto* button = new QPushButton("Open…", &desk);
  button->setGeometry(10, 220, 120, 26);
  desk.show();
  const QString cut = mlink::test::cut_texts(desk).join('\n');
  QVERIFY2(cut.contains("a label that"), qPrintable(cut));
  QVERIFY2(cut.contains("many words"), qPrintable(cut));
  QVERIFY2(cut.contains("a head that"), qPrintable(cut));
  QVERIFY2(cut.contains("is drawn at"), qPrintable(cut));  // the cell
  QVERIFY2(!cut.contains("fits") && !cut.contains("Open"), qPrintable(cut));
}

void TestUiSession::nothingIsCut_data() {
  QTest::addColumn<QSize>("size");
  QTest::newRow("smallest") << QSize(1024, 700);
  QTest::newRow("1280x800") << QSize(1280, 800);
  QTest::newRow("4K") << QSize(3840, 2160);
}

void TestUiSession::nothingIsCut() {
  QFETCH(QSize, size);
  const auto w = window(size);
  QTRY_VERIFY_WITH_TIMEOUT(w->ready(), 30000);
  QStringList all;
  for (const QString& page : w->page_ids()) {
    QVERIFY(w->show_page(page));
    QVERIFY2(QTest::qWaitFor([&] { return w->ready(); }, 30000), qPrintable(page));
    QTest::qWait(60);  // splitters pass their sizes on a turn later
    QCOMPARE(w->size(), size);
    for (const QString& cut : mlink::test::cut_texts(*w)) all << page + ": " + cut;
  }
  all.removeDuplicates();
  QVERIFY2(all.isEmpty(), qPrintable('\n' + all.join('\n')));
}

void TestUiSession::walkThroughAllPages() {
  auto w = window({1600, 1000});
  QTRY_VERIFY_WITH_TIMEOUT(w->ready(), 30000);
  const mlink::test::Watchdog dog;
  const auto texts = [&](const QString& page) {
    w->show_page(page);
    if (!QTest::qWaitFor([&] { return w->ready(); }, 30000)) return QStringList();
    QTest::qWait(60);
    QStringList drawn;
    for (const auto& text : mlink::test::drawn_texts(*w))
      drawn << QStringLiteral("%1 %2 %3").arg(text.text).arg(qRound(text.x)).arg(qRound(text.y));
    return drawn;
  };
  const QStringList pages{"sources", "links", "ensemble", "replay", "compare", "live", "runs"};
  QHash<QString, QStringList> first;
  for (const QString& page : pages) {
    first[page] = texts(page);
    QVERIFY2(first[page].size() > 15, qPrintable(page + ' ' + first[page].join('\n')));
  }
  // What is chosen on one page is chosen on all.
  w->selection()->set_link(LinkChoice{"persons", "bags"});
  w->selection()->set_budget(Amount{CostKind::time, .05});
  for (const QString& page : pages) QVERIFY(!texts(page).isEmpty());
  QCOMPARE(w->selection()->link(), (std::optional<LinkChoice>({"persons", "bags"})));
  static const QRegularExpression place(QStringLiteral(" -?\\d+ -?\\d+$"));
  const QString on_links = texts("links").replaceInStrings(place, {}).join(' ');
  QVERIFY2(on_links.contains(QStringLiteral("persons → bags")), qPrintable(on_links));
  // In another window nothing stands elsewhere.
  w.reset();
  const auto w2 = window({1600, 1000});
  QTRY_VERIFY_WITH_TIMEOUT(w2->ready(), 30000);
  w2->show_page("links");
  w2->show_page("sources");
  QTRY_VERIFY_WITH_TIMEOUT(w2->ready(), 30000);
  QTest::qWait(60);
  QStringList again;
  for (const auto& text : mlink::test::drawn_texts(*w2))
    again << QStringLiteral("%1 %2 %3").arg(text.text).arg(qRound(text.x)).arg(qRound(text.y));
  QStringList moved;
  for (const QString& text : first["sources"])
    if (!again.contains(text)) moved << QStringLiteral("was: ") + text;
  for (const QString& text : again)
    if (!first["sources"].contains(text)) moved << QStringLiteral("is: ") + text;
  QVERIFY2(moved.isEmpty(), qPrintable(moved.join('\n')));
  qInfo("longest turn of the GUI thread: %.1f ms", dog.longest_ms());
}

QTEST_MAIN(TestUiSession)
#include "test_session.moc"
