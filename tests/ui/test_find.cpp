// "Find or do" and help, with real keys: what is found, in which order, what it does, and who has the focus afterwards.
#include <QAbstractItemModelTester>
#include <QFile>
#include <QLineEdit>
#include <QListView>
#include <QTemporaryDir>
#include <QTextBrowser>
#include <QtTest>

#include "ui/common/style.h"
#include "ui/common/widgets.h"
#include "ui/fake_experiment.h"
#include "ui/links/links_page.h"
#include "ui/window/command_palette.h"
#include "ui/window/help_panel.h"
#include "ui/window/main_window.h"
#include "ui/window/palette_entries.h"
#include "ui/window/status_line.h"
#include "ui/window/top_bar.h"
#include "ui/window/welcome.h"

using namespace mlink::rooms;

class TestUiFind : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void scores_data();
  void scores();
  void groupsAndCounts();
  void recentFirst();
  void linkIsFoundAndShown();
  void budgetAndFrameAreRead();
  void actionIsDone();
  void withoutAnExperiment();
  void escapeGivesTheFocusBack();
  void mouse();
  void keysListEverything();
  void helpHasItsParts();
  void demosAreAClickAway();
  void fits_data();
  void fits();

 private:
  std::unique_ptr<MainWindow> window(bool open = true, const QSize& size = {1280, 800});
  static void type(MainWindow& w, const QString& text) {
    QTest::keyClick(&w, Qt::Key_K, Qt::ControlModifier);
    QTest::keyClicks(w.palette_overlay()->field(), text);
  }
  static QString current(MainWindow& w) { return w.palette_overlay()->list()->currentIndex().data().toString(); }

  ThemeHolder themes_;
};

void TestUiFind::init() {
  static bool styled = false;
  if (!styled) QApplication::setStyle(new WorkbenchStyle(&themes_));
  styled = true;
  themes_.set_dark(false);
}

std::unique_ptr<MainWindow> TestUiFind::window(bool open, const QSize& size) {
  auto w = std::make_unique<MainWindow>(themes_, mlink::fake::ports(mlink::fake::file(mlink::fake::State::trained, 4)));
  w->set_remembering(false);
  w->resize(size);
  w->show();
  w->activateWindow();
  if (!QTest::qWaitForWindowActive(w.get())) qWarning("the window did not become active");
  if (open) w->open_file("/experiments/synthetic.mlink");
  return w;
}

void TestUiFind::scores_data() {
  QTest::addColumn<QString>("title");
  QTest::addColumn<QString>("detail");
  QTest::addColumn<QString>("typed");
  QTest::addColumn<QString>("below");  ///< a title that must match worse; empty: nothing must match at all
  QTest::newRow("a title's beginning before a word's") << "pose"
                                                       << ""
                                                       << "po"
                                                       << "all poses";
  QTest::newRow("a word's beginning before any place") << "all poses"
                                                       << ""
                                                       << "po"
                                                       << "depot";
  QTest::newRow("a title before a detail") << "depot"
                                           << ""
                                           << "po"
                                           << "hog";
  QTest::newRow("all words") << "Run next step"
                             << ""
                             << "next run"
                             << "Run";
  QTest::newRow("without regard to case") << "Export"
                                          << ""
                                          << "EXPO"
                                          << "Collect";
}
void TestUiFind::scores() {
  QFETCH(QString, title);
  QFETCH(QString, typed);
  QFETCH(QString, below);
  PaletteEntry one, other;
  one.title = title;
  other.title = below;
  other.detail = "compo";
  QVERIFY(match_score(one, typed) > match_score(other, typed));
  QVERIFY(match_score(one, typed) > 0);
  QCOMPARE(match_score(one, typed + " zzz"), 0);
  QCOMPARE(match_score(one, "  "), 1);
}

void TestUiFind::groupsAndCounts() {
  PaletteModel model;
  const QAbstractItemModelTester tester(&model);
  std::vector<PaletteEntry> entries;
  for (int i = 0; i < 8; ++i) entries.push_back({"Links", {}, QString("a → b%1").arg(i), {}, {}, {}, {}});
  entries.push_back({"Boxes", {}, "b box", {}, {}, "not now", {}});
  model.set_entries(entries, {});
  model.set_typed("b");
  QCOMPARE(model.found(), 9);
  QCOMPARE(model.all(), 9);
  QCOMPARE(model.rowCount(), 1 + 5 + 1 + 1);  // five rows a group at most
  QCOMPARE(model.index(0).data(PaletteModel::CountRole).toInt(), 8);
  QVERIFY(!model.entry(0) && model.entry(1));
  QCOMPARE(model.entry_from(6, 1), 7);
  QCOMPARE(model.entry_from(6, -1), 5);
  QCOMPARE(model.entry_from(0, -1), -1);
  QVERIFY(!(model.flags(model.index(6)) & Qt::ItemIsSelectable) &&
          (model.flags(model.index(7)) & Qt::ItemIsSelectable));
  QCOMPARE(model.index(7).data(Qt::AccessibleTextRole).toString(), "b box, not now");
  model.set_typed("nothing like it");
  QCOMPARE(model.rowCount(), 0);
  QCOMPARE(model.entry_from(0, 1), -1);
}

void TestUiFind::recentFirst() {
  PaletteModel model;
  model.set_entries({{"Actions", {}, "one", {}, {}, {}, {}},
                     {"Actions", {}, "two", {}, {}, {}, {}},
                     {"Actions", {}, "three", {}, {}, {}, {}}},
                    {"three", "one"});
  QCOMPARE(model.rowCount(), 3);
  QCOMPARE(model.index(1).data().toString(), "three");
  QCOMPARE(model.index(2).data().toString(), "one");
  model.set_typed("two");
  QCOMPARE(model.index(1).data().toString(), "two");
}

void TestUiFind::linkIsFoundAndShown() {
  auto w = window();
  QTRY_VERIFY(w->ready());
  const MatrixData& m = w->worker()->data()->links->matrix;
  const QString source = to_qt(m.boxes[1]), target = to_qt(m.boxes[0]);
  type(*w, source + " " + target);
  QVERIFY(w->palette_overlay()->is_open());
  // Both directions hold both words: down to the one that begins with the source.
  for (int i = 0; i < 8 && current(*w) != source + " → " + target; ++i)
    QTest::keyClick(w->palette_overlay()->field(), Qt::Key_Down);
  QCOMPARE(current(*w), source + " → " + target);
  QVERIFY(w->palette_overlay()
              ->list()
              ->currentIndex()
              .data(PaletteModel::DetailRole)
              .toString()
              .contains(to_qt(score_text(m.cell(1, 0)->test.p))));
  QTest::keyClick(w->palette_overlay()->field(), Qt::Key_Return);
  QVERIFY(!w->palette_overlay()->is_open());
  QCOMPARE(w->page(), "links");
  QCOMPARE(w->selection()->link()->source, source);
  QCOMPARE(w->selection()->link()->target, target);
}

void TestUiFind::budgetAndFrameAreRead() {
  auto w = window();
  QTRY_VERIFY(w->ready());
  type(*w, "60ms");
  QCOMPARE(current(*w), "Budget 60 ms");
  QTest::keyClick(w->palette_overlay()->field(), Qt::Key_Return);
  QCOMPARE(w->page(), "replay");
  QCOMPARE(w->selection()->budget()->value, 0.06);
  const QString camera = to_qt(w->worker()->overview()->cameras.back().name);
  type(*w, camera + ":7");
  QCOMPARE(current(*w), camera + ", frame 7");
  QTest::keyClick(w->palette_overlay()->field(), Qt::Key_Return);
  QCOMPARE(w->selection()->frame()->camera, camera);
  QCOMPARE(w->selection()->frame()->ordinal, 7);
  type(*w, "no-camera 7");
  QVERIFY(!w->palette_overlay()->list()->currentIndex().isValid());
  QTest::keyClick(w->palette_overlay()->field(), Qt::Key_Return);  // nothing to do
  QVERIFY(w->palette_overlay()->is_open());
}

void TestUiFind::actionIsDone() {
  auto w = window();
  QTRY_VERIFY(w->ready());
  const bool dark = themes_.dark();
  type(*w, "light or dark");
  QTest::keyClick(w->palette_overlay()->field(), Qt::Key_Return);
  QCOMPARE(themes_.dark(), !dark);
  QTest::keyClick(w.get(), Qt::Key_K, Qt::ControlModifier);  // what was done last is offered first
  QCOMPARE(current(*w), "Light or dark");
  QTest::keyClick(w->palette_overlay()->field(), Qt::Key_Escape);
}

void TestUiFind::withoutAnExperiment() {
  auto w = window(false);
  type(*w, "collect");
  QCOMPARE(current(*w), "Collect");
  QCOMPARE(w->palette_overlay()->list()->currentIndex().data(PaletteModel::ReasonRole).toString(),
           "Open an experiment first.");
  QTest::keyClick(w->palette_overlay()->field(), Qt::Key_Return);
  QVERIFY(w->palette_overlay()->is_open());
  QTest::keyClick(w->palette_overlay()->field(), Qt::Key_Escape);
  type(*w, "60ms");
  QVERIFY(!w->palette_overlay()->list()->currentIndex().isValid());
}

void TestUiFind::escapeGivesTheFocusBack() {
  auto w = window();
  QVERIFY(QTest::qWaitForWindowActive(w.get()));
  QTRY_VERIFY(w->ready());
  w->show_page("links");
  QTRY_VERIFY(w->ready());
  QWidget* before = QApplication::focusWidget();
  QVERIFY(before);
  QTest::keyClick(w.get(), Qt::Key_K, Qt::ControlModifier);
  QCOMPARE(QApplication::focusWidget(), w->palette_overlay()->field());
  QTest::keyClick(w->palette_overlay()->field(), Qt::Key_Escape);
  QCOMPARE(QApplication::focusWidget(), before);
}

void TestUiFind::mouse() {
  auto w = window();
  QTRY_VERIFY(w->ready());
  QTest::mouseClick(w->top_bar()->find_button(), Qt::LeftButton);
  QVERIFY(w->palette_overlay()->is_open());
  QTest::keyClicks(w->palette_overlay()->field(), "keys");
  QListView* list = w->palette_overlay()->list();
  QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(list->currentIndex()).center());
  QVERIFY(!w->palette_overlay()->is_open());
  QVERIFY(w->help()->is_open());
  QTest::mouseClick(w->help(), Qt::LeftButton, {}, QPoint(4, 4));  // beside the panel
  QVERIFY(!w->help()->is_open());
}

void TestUiFind::keysListEverything() {
  auto w = window();
  QTRY_VERIFY(w->ready());
  QTest::keyClick(w.get(), '?');
  QVERIFY(w->help()->is_open());
  const QString text = w->help()->text()->toPlainText();
  for (const QAction* action : w->actions())
    if (!action->shortcut().isEmpty()) QVERIFY2(text.contains(plain_text(*action)), qPrintable(plain_text(*action)));
  QVERIFY(text.contains("Next wrong frame"));
  QTest::keyClick(w->help()->text(), Qt::Key_Escape);
  QVERIFY(!w->help()->is_open());
  // In a field the sign is a sign.
  QTest::keyClick(w.get(), Qt::Key_K, Qt::ControlModifier);
  QTest::keyClick(w->palette_overlay()->field(), '?');
  QVERIFY(!w->help()->is_open());
  QCOMPARE(w->palette_overlay()->field()->text(), "?");
}

void TestUiFind::helpHasItsParts() {
  auto w = window();
  QTRY_VERIFY(w->ready());
  QTest::keyClick(w.get(), Qt::Key_F1);
  QVERIFY(w->help()->is_open());
  QCOMPARE(w->help()->parts()->current(), int(HelpPanel::FirstSteps));
  QVERIFY(w->help()->text()->toPlainText().contains("F5"));
  w->help()->parts()->setFocus();
  QTest::keyClick(w->help()->parts(), Qt::Key_Right);
  QVERIFY(w->help()->text()->toPlainText().contains("P2 is predicted"));
  QTest::keyClick(w->help()->parts(), Qt::Key_Right);
  QVERIFY(w->help()->text()->toPlainText().contains("Qt " + QString(qVersion())));
  QVERIFY(w->help()->text()->toPlainText().contains(QStringLiteral(MLINK_VERSION)));
}

void TestUiFind::demosAreAClickAway() {
  const QTemporaryDir folder;
  Welcome welcome(themes_);
  welcome.set_demos(folder.path());
  QVERIFY(welcome.findChildren<QAbstractButton*>().size() == 2);  // new and open alone
  QFile file(folder.filePath("street.mlink"));
  QVERIFY(file.open(QIODevice::WriteOnly));
  file.close();
  welcome.set_demos(folder.path());
  welcome.resize(1200, 700);
  welcome.show();
  const QSignalSpy chosen(&welcome, &Welcome::file_chosen);
  for (auto* line : welcome.findChildren<QAbstractButton*>())
    if (line->text() == "street.mlink") QTest::mouseClick(line, Qt::LeftButton);
  QCOMPARE(chosen.size(), 1);
  QCOMPARE(chosen[0][0].toString(), folder.filePath("street.mlink"));
}

void TestUiFind::fits_data() {
  QTest::addColumn<QSize>("size");
  QTest::newRow("smallest") << QSize(1024, 700);
  QTest::newRow("laptop") << QSize(1280, 800);
  QTest::newRow("large") << QSize(3840, 2160);
}
void TestUiFind::fits() {
  QFETCH(QSize, size);
  auto w = window(true, size);
  QTRY_VERIFY(w->ready());
  const QString folder = qEnvironmentVariable("MLINK_KEEP_PICTURES");
  type(*w, "p");
  QVERIFY(w->rect().contains(w->palette_overlay()->panel()->geometry()));
  if (!folder.isEmpty()) w->grab().save(QString("%1/palette-%2.png").arg(folder).arg(size.width()));
  QTest::keyClick(w->palette_overlay()->field(), Qt::Key_Escape);
  for (int part = HelpPanel::Keys; part <= HelpPanel::About; ++part) {
    w->help()->open_part(static_cast<HelpPanel::Part>(part));
    QVERIFY(w->rect().contains(w->help()->panel()->geometry()));
    if (!folder.isEmpty()) w->grab().save(QString("%1/help-%2-%3.png").arg(folder).arg(part).arg(size.width()));
    w->resize(size + QSize(40, 0));  // it follows the window
    QTRY_COMPARE(w->help()->size(), w->size());
    w->resize(size);
  }
}

QTEST_MAIN(TestUiFind)
#include "test_find.moc"
