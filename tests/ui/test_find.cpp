// "Find or do" and help, with real keys: what is found, in which order, what it does, and who has the focus afterwards;
// and Welcome: the demo made with a stand-in for its script, recent experiments with pictures, and that nothing is cut.
#include <QAbstractItemModelTester>
#include <QDir>
#include <QFile>
#include <QLineEdit>
#include <QListView>
#include <QScrollArea>
#include <QScrollBar>
#include <QSettings>
#include <QTemporaryDir>
#include <QTextBrowser>
#include <QtTest>

#include "ui/common/style.h"
#include "ui/common/widgets.h"
#include "ui/fake_experiment.h"
#include "ui/links/links_page.h"
#include "ui/window/command_palette.h"
#include "ui/window/demo_card.h"
#include "ui/window/demo_maker.h"
#include "ui/window/help_panel.h"
#include "ui/window/log_panel.h"
#include "ui/window/main_window.h"
#include "ui/window/palette_entries.h"
#include "ui/window/settings_panel.h"
#include "ui/window/status_line.h"
#include "ui/window/thumbnails.h"
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
  void demoIsMadeStoppedAndGoesOn();
  void demoFailures_data();
  void demoFailures();
  void demoLines();
  void recentHavePictures();
  void welcomeFits_data();
  void welcomeFits();
  void fits_data();
  void fits();

 private:
  static DemoPlace stand_in(const QTemporaryDir& folder, const QByteArray& body);
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

/// A demo's place with a stand-in for the script: it counts to 20 as collecting does, goes on where it was stopped, and
/// leaves a process of its own beside it.
DemoPlace TestUiFind::stand_in(const QTemporaryDir& folder, const QByteArray& body) {
  const auto write = [&](const QString& name, const QByteArray& text) {
    QFile file(folder.filePath(name));
    if (!file.open(QIODevice::WriteOnly)) return QString();
    file.write(text);
    file.setPermissions(file.permissions() | QFile::ExeOwner);
    return file.fileName();
  };
  write("mlink", "#!/bin/sh\n");
  const QString script = write("demo.sh", "set -eu\ncd \"$MLINK_DEMO_DIR\"\nname=$1\n" + body);
  return {script, folder.path(), folder.path()};
}

const QByteArray kCounts = R"sh(
echo "boxes: fetching models with npm (1 MB)" >&2
touch $name.mlink $name.plan
for at in $(seq $(($(cat at 2>/dev/null || echo 0) + 1)) 20); do
  echo $at > at
  echo "Collect $at/20 outputs ($((at * 5)) %, 9.5 outputs/s, about 50 s left)" >&2
  if [ $at = 8 ] && [ ! -f passed ]; then touch passed; sleep 60 & echo $! > child; wait; fi
done
touch $name.done
)sh";

void TestUiFind::demosAreAClickAway() {
  const QTemporaryDir folder;
  DemoMaker maker;
  maker.set_place({{}, folder.path(), folder.path()});
  Welcome welcome(themes_);
  QVERIFY(welcome.findChildren<QAbstractButton*>().size() == 2);  // new and open alone
  welcome.set_demos(&maker);
  welcome.resize(1200, 700);
  welcome.show();
  QCOMPARE(welcome.demos().size(), 2U);
  DemoCard* street = welcome.demos()[0];
  QCOMPARE(street->button()->text(), "Make street");
  QFile file(folder.filePath("street.mlink"));
  QVERIFY(file.open(QIODevice::WriteOnly));
  file.close();
  welcome.look_at_demos();
  QCOMPARE(street->button()->text(), "Open street");
  QCOMPARE(welcome.demos()[1]->button()->text(), "Make dialogue");
  const QSignalSpy chosen(&welcome, &Welcome::file_chosen);
  QTest::mouseClick(street->button(), Qt::LeftButton);
  QCOMPARE(chosen.size(), 1);
  QCOMPARE(chosen[0][0].toString(), folder.filePath("street.mlink"));
}

void TestUiFind::demoIsMadeStoppedAndGoesOn() {
  const QTemporaryDir folder;
  auto w = window(false);
  auto* welcome = w->findChild<Welcome*>();
  w->demo()->set_place(stand_in(folder, kCounts));
  welcome->set_demos(w->demo());
  DemoCard *street = welcome->demos()[0], *dialogue = welcome->demos()[1];
  QTest::mouseClick(street->button(), Qt::LeftButton);
  QTRY_COMPARE(street->said(), "Collecting street, 40 %, about 50 s left");
  QCOMPARE(w->demo()->share(), 0.4);
  QCOMPARE(street->button()->text(), "Stop");
  QVERIFY(!dialogue->button()->isEnabled());
  // Its lines are in the log, but not one for each output.
  QVERIFY(w->log_panel()->text().contains("boxes: fetching models"));
  QVERIFY(!w->log_panel()->text().contains("Collect "));
  QTRY_VERIFY(QFile::exists(folder.filePath("child")));
  QTest::mouseClick(street->button(), Qt::LeftButton);
  QTRY_VERIFY(!w->demo()->busy());
  QCOMPARE(street->said(), "Not finished. What is done is kept.");
  QVERIFY(dialogue->button()->isEnabled());
  QFile child(folder.filePath("child"));
  QVERIFY(child.open(QIODevice::ReadOnly));
  const QString stat = QString("/proc/%1/stat").arg(child.readAll().trimmed().toLongLong());
  const auto runs = [&stat] {  // one that ended and was not fetched yet does not
    QFile file(stat);
    return file.open(QIODevice::ReadOnly) && !file.readAll().contains(") Z");
  };
  QTRY_VERIFY(!runs());
  QVERIFY(w->worker()->file().isEmpty());
  QCOMPARE(street->button()->text(), "Go on");
  QTest::mouseClick(street->button(), Qt::LeftButton);
  QTRY_COMPARE(w->worker()->file(), folder.filePath("street.mlink"));
  QFile at(folder.filePath("at"));
  QVERIFY(at.open(QIODevice::ReadOnly));
  QCOMPARE(at.readAll().trimmed(), "20");
  QVERIFY(w->log_panel()->text().contains("The demo street is made."));
}

void TestUiFind::demoFailures_data() {
  QTest::addColumn<QByteArray>("script");
  QTest::addColumn<QString>("says");
  QTest::addColumn<QString>("todo");
  QTest::newRow("no script") << QByteArray() << "The demo's script is not here."
                             << "Run make demo";
  QTest::newRow("no network") << QByteArray("echo 'demo: the clip is not there' >&2; exit 3\n")
                              << "street could not be made. the clip is not there."
                              << "Check the network";
  QTest::newRow("a step fails") << QByteArray("echo 'mlink: The disk is full. Make room.' >&2; exit 1\n")
                                << "street could not be made. The disk is full. Make room."
                                << "The log tells more";
  QTest::newRow("killed") << QByteArray("kill -9 $$\n") << "street could not be made."
                          << "click again";
}
void TestUiFind::demoFailures() {
  QFETCH(QByteArray, script);
  QFETCH(QString, says);
  QFETCH(QString, todo);
  const QTemporaryDir folder;
  auto w = window(false);
  auto* welcome = w->findChild<Welcome*>();
  DemoPlace place = stand_in(folder, script);
  if (script.isEmpty()) place.script.clear();
  w->demo()->set_place(place);
  welcome->set_demos(w->demo());
  DemoCard* street = welcome->demos()[0];
  QTest::mouseClick(street->button(), Qt::LeftButton);
  QTRY_VERIFY2(street->said().contains(says), qPrintable(street->said()));
  QVERIFY2(street->said().contains(todo), qPrintable(street->said()));
  QCOMPARE(street->button()->text(), "Try again");
  QVERIFY(w->log_panel()->errors() == 1);
  w->demo()->set_place(stand_in(folder, "touch street.mlink street.plan street.done\n"));
  QTest::mouseClick(street->button(), Qt::LeftButton);
  QTRY_COMPARE(w->worker()->file(), folder.filePath("street.mlink"));
}

void TestUiFind::demoLines() {
  const auto step = demo_step("Collect 12/954 outputs (1 %, 3.2 outputs/s, about 5 min left)");
  QVERIFY(step.has_value());
  QCOMPARE(step->step, "Collect");
  QCOMPARE(step->rest, "about 5 min left");
  QCOMPARE(step->share, 12. / 954);
  QVERIFY(demo_step("Profile 0/4 boxes (0 %)").has_value());
  QVERIFY(!demo_step("demo: street with persons 1/2 (hog)").has_value());
  // Beside the sources, and in an installed copy.
  const QTemporaryDir folder;
  const auto lay = [&](const QString& script, const QString& programs) {
    QDir().mkpath(QFileInfo(folder.filePath(script)).path());
    QDir().mkpath(folder.filePath(programs));
    QFile file(folder.filePath(script));
    return file.open(QIODevice::WriteOnly);
  };
  QCOMPARE(find_demo(folder.filePath("build/release/app")).script, QString());
  QVERIFY(lay("datasets/demo/demo.sh", "build/release/app"));
  const QString top = QDir(folder.path()).canonicalPath();
  QCOMPARE(find_demo(folder.filePath("build/release/app")).script, top + "/datasets/demo/demo.sh");
  QVERIFY(lay("a/usr/share/mlink-workbench/datasets/demo/demo.sh", "a/usr/lib/mlink-workbench"));
  QCOMPARE(find_demo(folder.filePath("a/usr/lib/mlink-workbench")).script,
           top + "/a/usr/share/mlink-workbench/datasets/demo/demo.sh");
}

// What a person was last at, with a picture; forgotten, the pictures go too.
void TestUiFind::recentHavePictures() {
  const QTemporaryDir cache, settings;
  qputenv("MLINK_CACHE", cache.path().toUtf8());
  QCoreApplication::setOrganizationName("mlink-tests");
  QCoreApplication::setApplicationName("recent");
  QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, settings.path());
  MainWindow w(themes_, mlink::fake::ports(mlink::fake::file(mlink::fake::State::trained, 4)));
  w.set_remembering(true);
  w.resize(1280, 800);
  w.show();
  w.open_file("/experiments/synthetic.mlink");
  QTRY_VERIFY(!thumbnail_of("/experiments/synthetic.mlink").isNull());
  QVERIFY(thumbnail_of("/experiments/synthetic.mlink").width() <= kThumbnail.width());
  QVERIFY(thumbnail_of("/experiments/other.mlink").isNull());
  Q_EMIT w.settings()->forget_wanted();
  QVERIFY(thumbnail_of("/experiments/synthetic.mlink").isNull());
  QVERIFY(QSettings().value("recent").toStringList().isEmpty());
  qunsetenv("MLINK_CACHE");
}

void TestUiFind::welcomeFits_data() {
  QTest::addColumn<QSize>("size");
  QTest::addColumn<int>("shown");  ///< of six recent files, at least
  QTest::newRow("smallest") << QSize(1024, 700) << 1;
  QTest::newRow("laptop") << QSize(1280, 800) << 3;
  QTest::newRow("usual") << QSize(1600, 1000) << 6;
  QTest::newRow("large") << QSize(3840, 2160) << 6;
}
// Nothing is cut, and but for the smallest page nothing has to be scrolled to.
void TestUiFind::welcomeFits() {
  QFETCH(QSize, size);
  QFETCH(int, shown);
  const QTemporaryDir folder;
  for (const bool dark : {false, true}) {
    themes_.set_dark(dark);
    auto w = window(false, size);
    auto* welcome = w->findChild<Welcome*>();
    w->demo()->set_place(stand_in(folder, kCounts));
    welcome->set_demos(w->demo());
    QStringList recent;
    for (int i = 0; i < 6; ++i) recent << folder.filePath(QString("experiment-%1.mlink").arg(i));
    welcome->set_recent(recent);
    const bool scrolls = size.height() < 800;
    const auto* scroll = welcome->findChild<QScrollArea*>();
    QTest::qWait(50);
    QTRY_VERIFY(scrolls || scroll->verticalScrollBar()->maximum() == 0);
    int seen = 0;
    for (const auto* button : welcome->findChildren<QAbstractButton*>()) {
      if (button->text().startsWith("experiment-") && button->isVisible()) ++seen;
      if (!button->isVisible()) continue;
      QVERIFY2(scrolls || welcome->rect().contains(QRect(button->mapTo(welcome, QPoint()), button->size())),
               qPrintable(button->text()));
      QVERIFY2(button->width() >= button->minimumSizeHint().width(), qPrintable(button->text()));
    }
    QVERIFY2(seen >= shown, qPrintable(QString::number(seen)));
    for (const auto* label : welcome->findChildren<QLabel*>())
      if (label->isVisible()) {
        const int needed = label->wordWrap() ? label->heightForWidth(label->width()) : label->sizeHint().height();
        QVERIFY2(label->height() >= needed, qPrintable(label->text()));
        QVERIFY2(scrolls || welcome->rect().contains(QRect(label->mapTo(welcome, QPoint()), label->size())),
                 qPrintable(label->text()));
      }
    if (const QString kept = qEnvironmentVariable("MLINK_KEEP_PICTURES"); !kept.isEmpty())
      w->grab().save(QString("%1/welcome-%2-%3.png").arg(kept).arg(size.width()).arg(dark ? "dark" : "light"));
  }
  themes_.set_dark(false);
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
