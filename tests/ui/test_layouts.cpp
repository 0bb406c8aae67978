// Several pages at once as docks, with real mouse and key events: layouts of the program and saved ones, closing and
// floating docks, what is kept between runs and what wrong files do; and leaving the window while a step runs.
#include <QAbstractButton>
#include <QInputDialog>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QSettings>
#include <QTemporaryDir>
#include <QToolButton>
#include <QtTest>

#include "ui/common/edit_stack.h"
#include "ui/common/exporter.h"
#include "ui/common/layout_store.h"
#include "ui/common/style.h"
#include "ui/fake_experiment.h"
#include "ui/links/links_page.h"
#include "ui/links/matrix_view.h"
#include "ui/replay/replay_page.h"
#include "ui/window/ask_bar.h"
#include "ui/window/demo_maker.h"
#include "ui/window/log_panel.h"
#include "ui/window/main_window.h"
#include "ui/window/page_area.h"
#include "ui/window/page_dock.h"
#include "ui/window/palette_entries.h"
#include "ui/window/rail.h"
#include "ui/window/top_bar.h"

using namespace mlink::rooms;

class TestUiLayouts : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void init();
  void onePageIsTheDefault();
  void pagesSideBySide();
  void docksCloseAndComeBack();
  void dockFloatsByDragging();
  void savedSwitchedAndRestored();
  void renamedAndDeleted();
  void wrongBytesAreLeftOut();
  void laterProgramsLayoutsStay();
  void exportsTakeAllPages();
  void floatsGiveWay();
  void closingAsksOnce();
  void changesAreWrittenBeforeTheEnd();
  void undoStandsInTheBar();
  void looks_data();
  void looks();

 private:
  std::unique_ptr<MainWindow> window(bool remember = false, const QSize& size = {1600, 1000});
  /// By menus and mouse, as a person chooses it.
  static void choose(MainWindow& w, const QString& text);
  static QAction* action(MainWindow& w, const QString& text);
  static QStringList shown(const MainWindow& w) {
    QStringList ids;
    for (const Page* page : w.area()->shown_pages()) ids << page->id();
    return ids;
  }
  static PageDock* dock(const MainWindow& w, const QString& id) { return w.area()->dock_of(w.page_of(id)); }

  QTemporaryDir home_;
  std::shared_ptr<mlink::fake::File> file_;
  ThemeHolder themes_;
};

void TestUiLayouts::initTestCase() {
  QCoreApplication::setOrganizationName("mlink-tests");
  QCoreApplication::setApplicationName("layouts");
  QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, home_.path());
  qputenv("MLINK_CACHE", home_.path().toUtf8());
  QApplication::setStyle(new WorkbenchStyle(&themes_));
}

void TestUiLayouts::init() {
  QSettings().clear();
  themes_.set_dark(false);
}

std::unique_ptr<MainWindow> TestUiLayouts::window(bool remember, const QSize& size) {
  file_ = mlink::fake::file(mlink::fake::State::trained, 4);
  auto w = std::make_unique<MainWindow>(themes_, mlink::fake::ports(file_));
  w->set_remembering(remember);
  w->resize(size);
  w->show();
  w->activateWindow();
  if (!QTest::qWaitForWindowActive(w.get())) qWarning("the window did not become active");
  w->open_file("/experiments/synthetic.mlink");
  if (!QTest::qWaitFor([&] { return w->ready(); })) qWarning("the file was not read");
  return w;
}

QAction* TestUiLayouts::action(MainWindow& w, const QString& text) {
  for (QMenu* menu : w.menuBar()->findChildren<QMenu*>())
    for (QAction* each : menu->actions())
      if (each->text().remove('&') == text) return each;
  return nullptr;
}

void TestUiLayouts::choose(MainWindow& w, const QString& text) {
  for (QMenu* menu : w.menuBar()->findChildren<QMenu*>())
    for (QAction* each : menu->actions()) {
      if (each->text().remove('&') != text) continue;
      menu->popup(w.mapToGlobal(QPoint(100, 100)));
      QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(each).center());
      menu->close();
      w.activateWindow();  // a menu that stands alone keeps the keys
      if (!QTest::qWaitForWindowActive(&w)) qWarning("the window did not become active");
      return;
    }
  QFAIL(qPrintable(text));
}

void TestUiLayouts::onePageIsTheDefault() {
  auto w = window();
  QVERIFY(!w->area()->docked());
  QCOMPARE(shown(*w), QStringList{"sources"});
  QVERIFY(action(*w, "One page at a time")->isChecked());
  QVERIFY(!action(*w, "Save as…")->isEnabled());
  QVERIFY(!w->show_layout("no such layout"));
  QVERIFY(!w->save_layout("mine"));  // there are no docks
}

// The same pages, side by side: what is chosen on one is followed by the other.
void TestUiLayouts::pagesSideBySide() {
  auto w = window();
  const LinksPage* links = w->links();
  choose(*w, "Links and Replay");
  QVERIFY(w->area()->docked());
  QTRY_COMPARE(shown(*w), (QStringList{"links", "replay"}));
  QCOMPARE(w->links(), links);
  QTRY_VERIFY(w->links()->ready());
  QVERIFY(w->links()->isVisible() && w->replay()->isVisible() && !w->page_of("sources")->isVisible());
  // both have about half
  QTRY_VERIFY(std::abs(dock(*w, "links")->width() - dock(*w, "replay")->width()) < 80);
  QCOMPARE(dock(*w, "links")->height(), dock(*w, "replay")->height());
  MatrixView* view = w->links()->matrix_view();
  const QModelIndex cell = view->matrix()->index_of("hog", "pose");
  QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, view->visualRect(cell).center());
  QCOMPARE(w->selection()->link(), (LinkChoice{"hog", "pose"}));
  QCOMPARE(w->page(), "links");  // who has the focus is the page of the rail
  QVERIFY(w->rail()->button("links")->isChecked());
  QTest::keyClick(w.get(), Qt::Key_4, Qt::ControlModifier);
  QCOMPARE(w->page(), "replay");
  QVERIFY(w->rail()->button("replay")->isChecked() && !w->rail()->button("links")->isChecked());
  QCOMPARE(shown(*w), (QStringList{"links", "replay"}));
  // A page that has no dock open comes to the front where its place is.
  QTest::mouseClick(w->rail()->button("sources"), Qt::LeftButton);
  QTRY_VERIFY(shown(*w).contains("sources"));
  QVERIFY(w->page_of("sources")->isVisible());
  // and back
  QTest::keyClick(w.get(), Qt::Key_0, Qt::ControlModifier);
  QVERIFY(!w->area()->docked());
  QCOMPARE(shown(*w), QStringList{"sources"});
  QTest::keyClick(w.get(), Qt::Key_2, Qt::ControlModifier);
  QCOMPARE(w->links(), links);
  QVERIFY(w->links()->isVisible() && !w->replay()->isVisible());
  QCOMPARE(w->selection()->link(), (LinkChoice{"hog", "pose"}));
}

void TestUiLayouts::docksCloseAndComeBack() {
  auto w = window();
  w->show_layout("Links and Replay");
  QTRY_COMPARE(shown(*w), (QStringList{"links", "replay"}));
  QTest::mouseClick(dock(*w, "replay")->head()->close_button(), Qt::LeftButton);
  QTRY_COMPARE(shown(*w), QStringList{"links"});
  QTRY_COMPARE(w->page(), "links");
  QTest::keyClick(w.get(), Qt::Key_4, Qt::ControlModifier);
  QTRY_COMPARE(shown(*w), (QStringList{"links", "replay"}));
  QTest::mouseClick(dock(*w, "replay")->head()->close_button(), Qt::LeftButton);
  QTest::mouseClick(dock(*w, "links")->head()->close_button(), Qt::LeftButton);
  QTRY_VERIFY(!w->area()->docked());  // never an empty window
  QCOMPARE(shown(*w).size(), 1);
  QVERIFY(w->page_of(w->page())->isVisible());
}

void TestUiLayouts::dockFloatsByDragging() {
  auto w = window();
  w->show_layout("Links and Replay");
  QTRY_COMPARE(shown(*w), (QStringList{"links", "replay"}));
  PageDock* replay = dock(*w, "replay");
  const QPoint grip(60, 14);
  QTest::mousePress(replay, Qt::LeftButton, {}, grip);
  for (const int step : {12, 60, 1500}) {  // QTest's moves hold no button
    const QPoint at = grip + QPoint(0, step);
    QMouseEvent move(QEvent::MouseMove, at, replay->mapToGlobal(at), Qt::NoButton, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(replay, &move);
  }
  QTest::mouseRelease(replay, Qt::LeftButton, {}, replay->mapFromGlobal(w->mapToGlobal(QPoint(100, 1600))));
  QTRY_VERIFY(replay->isFloating());
  QVERIFY(replay->isWindow() && w->replay()->isVisible());
  // Keys of the window work from there too.
  QVERIFY(w->show_page("replay"));
  QTest::mouseClick(replay->head()->float_button(), Qt::LeftButton);
  QTRY_VERIFY(!replay->isFloating());
  QCOMPARE(shown(*w), (QStringList{"links", "replay"}));
}

void TestUiLayouts::savedSwitchedAndRestored() {
  int wide = 0;
  {
    auto w = window(true);
    choose(*w, "Everything for a demonstration");
    QTRY_COMPARE(shown(*w), (QStringList{"links", "replay"}));
    QCOMPARE(w->page(), "replay");  // Sources lies behind it
    QTest::mouseClick(dock(*w, "links")->head()->close_button(), Qt::LeftButton);
    QTest::keyClick(w.get(), Qt::Key_5, Qt::ControlModifier);
    QTRY_COMPARE(shown(*w), (QStringList{"replay", "compare"}));
    choose(*w, "Save as…");
    auto* dialog = w->findChild<QInputDialog*>();
    QVERIFY(dialog);
    QTest::keyClicks(dialog->findChild<QLineEdit*>(), "Two of mine");
    QTest::keyClick(dialog->findChild<QLineEdit*>(), Qt::Key_Return);
    QTRY_COMPARE(w->layout_name(), "Two of mine");
    choose(*w, "Links and Replay");
    QTRY_COMPARE(shown(*w), (QStringList{"links", "replay"}));
    choose(*w, "Two of mine");
    QTRY_COMPARE(shown(*w), (QStringList{"replay", "compare"}));
    QVERIFY(action(*w, "Two of mine")->isChecked());
    QTest::qWait(30);
    wide = dock(*w, "replay")->width();
    w->close();
  }
  {
    auto w = window(true);  // as it was left
    QCOMPARE(w->layout_name(), "Two of mine");
    QTRY_COMPARE(shown(*w), (QStringList{"replay", "compare"}));
    QTRY_VERIFY2(std::abs(dock(*w, "replay")->width() - wide) < 40,
                 qPrintable(QString("%1 and %2").arg(dock(*w, "replay")->width()).arg(wide)));
    QTest::keyClick(w.get(), Qt::Key_0, Qt::ControlModifier);
    w->close();
  }
  auto w = window(true);
  QVERIFY(!w->area()->docked());
  QVERIFY(w->layout_names().contains("Two of mine"));
}

void TestUiLayouts::renamedAndDeleted() {
  auto w = window(true);
  w->show_layout("Links and Replay");
  QVERIFY(!w->save_layout("") && !w->save_layout("Links and Replay"));
  QVERIFY(w->save_layout("a/b") && w->save_layout("c"));
  // "Find or do" has them.
  const auto entries = palette_entries(*w);
  const auto found =
      std::find_if(entries.begin(), entries.end(), [](const PaletteEntry& entry) { return entry.title == "a/b"; });
  QVERIFY(found != entries.end() && found->reason.isEmpty() && found->detail == "Layouts");
  found->act();
  QCOMPARE(w->layout_name(), "a/b");
  QVERIFY(w->show_layout("c"));
  QVERIFY(!w->rename_layout("a/b") && !w->rename_layout("Links and Replay"));
  choose(*w, "Rename…");
  auto* dialog = w->findChild<QInputDialog*>();
  QVERIFY(dialog);
  dialog->findChild<QLineEdit*>()->selectAll();
  QTest::keyClicks(dialog->findChild<QLineEdit*>(), "d");
  QTest::keyClick(dialog->findChild<QLineEdit*>(), Qt::Key_Return);
  QTRY_COMPARE(w->layout_name(), "d");
  QVERIFY(action(*w, "a/b") && action(*w, "d") && !action(*w, "c"));
  choose(*w, "Delete");
  QVERIFY(!action(*w, "d") && w->area()->docked());
  QVERIFY(!action(*w, "Delete")->isEnabled());
  LayoutStore kept;
  kept.remember();
  QCOMPARE(kept.layouts().size(), 1U);
  QCOMPARE(kept.layouts()[0].name, "a/b");
  QVERIFY(!kept.current().state.isEmpty());
}

void TestUiLayouts::wrongBytesAreLeftOut() {
  QByteArray half, hollow;
  {
    auto w = window();
    w->show_layout("Links and Replay");
    hollow = w->area()->state();
    half = hollow.chopped(40);
    for (qsizetype i = 16; i < hollow.size(); ++i) hollow[i] = '\0';
  }
  for (const QByteArray& bytes : {QByteArray("nonsense"), half.left(12), half, hollow}) {
    LayoutStore store;
    store.remember();
    store.save("broken", bytes);
    store.set_current("broken", bytes);
    auto w = window(true);
    QVERIFY(!w->area()->docked());
    QVERIFY2(w->log_panel()->text().contains("cannot be read"), qPrintable(w->log_panel()->text()));
    const int warnings = w->log_panel()->warnings();
    QVERIFY(!w->show_layout("broken"));
    QCOMPARE(w->log_panel()->warnings(), warnings + 1);
    QCOMPARE(shown(*w), QStringList{"sources"});
  }
}

void TestUiLayouts::laterProgramsLayoutsStay() {
  QSettings settings;
  settings.beginWriteArray("layouts", 2);
  for (int i = 0; i < 2; ++i) {
    settings.setArrayIndex(i);
    settings.setValue("version", i == 0 ? LayoutStore::kVersion + 1 : 0);
    settings.setValue("name", i == 0 ? "of tomorrow" : "of nobody");
    settings.setValue("state", QByteArray("?"));
  }
  settings.endArray();
  settings.setValue("layout-shown/version", LayoutStore::kVersion + 1);
  settings.setValue("layout-shown/state", QByteArray("?"));
  settings.sync();
  auto w = window(true);
  QVERIFY(!w->area()->docked());
  QCOMPARE(w->log_panel()->warnings(), 3);
  QVERIFY(w->log_panel()->text().contains("The layout of tomorrow is of a later version"));
  QVERIFY(!w->layout_names().contains("of tomorrow"));
  w->show_layout("Links and Replay");
  QVERIFY(w->save_layout("of today"));
  LayoutStore store;
  store.remember();
  QCOMPARE(store.layouts().size(), 1U);
  QCOMPARE(store.problems().size(), 1);  // that of tomorrow is kept for tomorrow
}

void TestUiLayouts::exportsTakeAllPages() {
  const QTemporaryDir dir;
  auto w = window();
  w->show_layout("Links and Replay");
  QTRY_VERIFY(w->links()->ready());
  QSignalSpy done(w->exporter(), &Exporter::finished);
  w->export_to(dir.filePath("out"));
  QVERIFY(done.wait(20000));
  for (const QString page : {"sources", "links", "ensemble", "replay", "compare", "live", "runs"})
    QVERIFY2(QFile::exists(dir.filePath("out/page-" + page + ".png")), qPrintable(page));
}

// A floating dock must not lie over Welcome or a presentation.
void TestUiLayouts::floatsGiveWay() {
  auto w = window(true);
  w->show_layout("Links and Replay");
  QTRY_COMPARE(shown(*w), (QStringList{"links", "replay"}));
  QTest::mouseClick(dock(*w, "replay")->head()->float_button(), Qt::LeftButton);
  QTRY_VERIFY(dock(*w, "replay")->isFloating() && dock(*w, "replay")->isVisible());
  QTest::keyClick(w.get(), Qt::Key_W, Qt::ControlModifier);
  QTRY_VERIFY(w->worker()->file().isEmpty());
  QVERIFY(!dock(*w, "replay")->isVisible());
  w->close();
  auto again = window(true);
  QTRY_VERIFY(again->area()->docked() && dock(*again, "replay")->isVisible());
  QVERIFY(dock(*again, "replay")->isFloating());
}

void TestUiLayouts::closingAsksOnce() {
  auto w = window();
  file_->output_ms = 500;  // of which training takes 48
  w->worker()->train();
  QTRY_VERIFY(w->worker()->busy());
  QVERIFY(!w->close());
  QVERIFY(w->isVisible() && w->ask_bar()->asking());
  QVERIFY2(w->ask_bar()->text().contains("Train is running."), qPrintable(w->ask_bar()->text()));
  QCOMPARE(QApplication::focusWidget(), w->ask_bar()->stay_button());
  QTest::keyClick(w->ask_bar()->stay_button(), Qt::Key_Escape);
  QVERIFY(!w->ask_bar()->isVisible() && w->worker()->busy());
  // The file alone: the same question.
  QTest::keyClick(w.get(), Qt::Key_W, Qt::ControlModifier);
  QVERIFY(w->ask_bar()->asking() && !w->worker()->file().isEmpty());
  QTest::mouseClick(w->ask_bar()->stop_button(), Qt::LeftButton);
  QTRY_VERIFY(w->worker()->file().isEmpty());
  QVERIFY(w->isVisible() && !w->ask_bar()->isVisible());
  w->open_file("/experiments/synthetic.mlink");
  QTRY_VERIFY(w->ready());
  // What waits for the end closes by itself then; one more wish to close is not another question.
  file_->output_ms = 2;
  file_->train_ms = 300;
  w->worker()->train();
  QVERIFY(!w->close());
  QTest::mouseClick(w->ask_bar()->wait_button(), Qt::LeftButton);
  QVERIFY(w->isVisible());
  QVERIFY(!w->close());
  QVERIFY(!w->ask_bar()->asking());
  QTRY_VERIFY(!w->isVisible());
  QVERIFY(file_->trained_with.has_value());
}

// Changes that wait behind a long step are done, not dropped.
void TestUiLayouts::changesAreWrittenBeforeTheEnd() {
  auto w = window();
  std::atomic<int> written = 0;
  file_->output_ms = 500;  // of which training takes 48
  w->worker()->train();
  const auto change = [&written](WriterPort&, const std::stop_token&, const ProgressFn&) {
    ++written;
    return StepEnd{};
  };
  w->worker()->run(WorkStep::edit, change);
  w->worker()->collect();
  w->worker()->run(WorkStep::edit, change);
  QCOMPARE(w->worker()->waiting().size(), 3U);
  QVERIFY(!w->close());
  QTest::mouseClick(w->ask_bar()->stop_button(), Qt::LeftButton);
  QTRY_VERIFY(!w->isVisible());
  QCOMPARE(written, 2);
  // A change alone is waited for without a question.
  w->show();
  w->worker()->run(WorkStep::edit, [&written](WriterPort&, const std::stop_token&, const ProgressFn&) {
    QThread::msleep(100);
    ++written;
    return StepEnd{};
  });
  QVERIFY(!w->close());
  QVERIFY(!w->ask_bar()->isVisible());
  QTRY_VERIFY(!w->isVisible());
  QCOMPARE(written, 3);
}

void TestUiLayouts::undoStandsInTheBar() {
  auto w = window();
  QToolButton *undo = w->top_bar()->undo_button(), *redo = w->top_bar()->redo_button();
  QVERIFY(undo->isVisible() && !undo->isEnabled() && !redo->isEnabled());
  QCOMPARE(undo->toolTip(), "Nothing to undo");
  std::atomic<int> value = 0;
  const auto to = [&value](int now) {
    return [&value, now](WriterPort&, const std::stop_token&, const ProgressFn&) -> Result<std::string> {
      value = now;
      return std::string("set");
    };
  };
  w->worker()->edits()->change({"the start of yard", to(1), to(2), {}, {}, WorkStep::edit});
  QTRY_COMPARE(value, 1);
  QTRY_VERIFY(undo->isEnabled());
  QCOMPARE(undo->toolTip(), "Undo the start of yard (Ctrl+Z)");
  QTest::mouseClick(undo, Qt::LeftButton);
  QTRY_COMPARE(value, 2);
  QVERIFY(!undo->isEnabled() && redo->isEnabled());
  QCOMPARE(redo->toolTip(), "Redo the start of yard (Ctrl+Shift+Z)");
  QTest::mouseClick(redo, Qt::LeftButton);
  QTRY_COMPARE(value, 1);
}

void TestUiLayouts::looks_data() {
  QTest::addColumn<QSize>("size");
  QTest::newRow("smallest") << QSize(1024, 700);
  QTest::newRow("laptop") << QSize(1280, 800);
  QTest::newRow("large") << QSize(3840, 2160);
}
// The window keeps its size, whatever the pages would like; the heads are in it.
void TestUiLayouts::looks() {
  QFETCH(QSize, size);
  auto w = window(false, size);
  for (const QString& name : w->layout_names()) {
    QVERIFY(w->show_layout(name));
    QTRY_VERIFY(shown(*w).size() == 2 && w->links()->ready());
    QTest::qWait(30);
    QCOMPARE(w->size(), size);
    for (const QString& id : shown(*w)) {
      const DockHead* head = dock(*w, id)->head();
      QVERIFY(w->rect().contains(QRect(head->mapTo(w.get(), QPoint()), head->size())));
      QVERIFY(head->width() > 300);
    }
    file_->train_ms = 200;
    w->worker()->train();
    QVERIFY(!w->close());  // not answered before the end: it stays
    if (const QString kept = qEnvironmentVariable("MLINK_KEEP_PICTURES"); !kept.isEmpty())
      w->grab().save(QString("%1/layout-%2-%3.png").arg(kept).arg(name.size()).arg(size.width()));
    QTRY_VERIFY(!w->ask_bar()->isVisible());
    QVERIFY(w->isVisible());
  }
}

QTEST_MAIN(TestUiLayouts)
#include "test_layouts.moc"
