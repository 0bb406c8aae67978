// What a person sets on the Live page and what it shows before, beside and after a run: fields, empty states, names for
// who hears the page, and that nothing is cut in small and large windows.
#include <QComboBox>
#include <QLabel>
#include <QMenu>
#include <QScrollBar>
#include <QSpinBox>
#include <QTableView>

#include "ui_live/live_desk.h"

using namespace mlink::rooms;
using mlink::test::LiveDesk;

class TestUiLiveLook : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void addressesAreChecked_data();
  void addressesAreChecked();
  void budgetIsTyped_data();
  void budgetIsTyped();
  void optionsReachTheRun();
  void emptyStates();
  void unknownCosts();
  void linesThatCannotBeWritten();
  void everythingHasAName();
  void nothingIsCut_data();
  void nothingIsCut();
  void pictures();

 private:
  [[nodiscard]] QString at(const QString& name) const { return folder_.at(name); }
  [[nodiscard]] std::filesystem::path path(const QString& name) const { return folder_.path(name); }
  [[nodiscard]] QString copy(const QString& name) const { return folder_.copy(name); }

  mlink::test::TrainedFolder folder_;
  ThemeHolder themes_;
};

void TestUiLiveLook::initTestCase() {
  QApplication::setStyle(new WorkbenchStyle(&themes_));
  themes_.set_dark(false);
  if (!mlink::test::have_ffmpeg()) QSKIP("ffmpeg is not installed: no video to run on");
  REQUIRE(folder_.make());
}

void TestUiLiveLook::addressesAreChecked_data() {
  QTest::addColumn<QString>("typed");
  QTest::addColumn<QString>("problem");
  QTest::newRow("a scheme that is none of them") << "gopher://me:secret@10.0.0.7/"
                                                 << "gopher:// are not understood";
  QTest::newRow("no such file") << "nothing-here.mp4"
                                << "File not found.";
  QTest::newRow("no such camera") << "/dev/video77"
                                  << "There is no such camera.";
  QTest::newRow("nothing") << ""
                           << "Nothing is named.";
  QTest::newRow("a folder has a rate beside it") << "pictures"
                                                 << "";
  QTest::newRow("an address that is opened later") << "rtsp://127.0.0.1:9/door"
                                                   << "";
}

void TestUiLiveLook::addressesAreChecked() {
  QFETCH(QString, typed);
  QFETCH(QString, problem);
  LiveDesk desk(themes_, copy("checked.mlink"));
  QVERIFY(desk.opened());
  auto* menu = desk.page->controls()->add_button()->menu();
  Q_EMIT menu->aboutToShow();
  menu->actions().front()->trigger();  // Address…
  QVERIFY(desk.find<QLineEdit>("live-address")->isVisible());
  desk.type("live-address", typed == "pictures" ? at(typed) : typed);
  const auto* said = desk.find<QLabel>("live-address-problem");
  QCOMPARE(said->isVisible(), !problem.isEmpty());
  QVERIFY2(problem.isEmpty() || said->text().contains(problem), qPrintable(said->text()));
  QVERIFY2(!said->text().contains("secret"), qPrintable(said->text()));
  QCOMPARE(desk.page->controls()->chosen().size(), problem.isEmpty() ? std::size_t{1} : std::size_t{0});
  if (problem.isEmpty()) {  // and out again by keys
    Q_EMIT menu->aboutToShow();
    QVERIFY(menu->actions().back()->text().startsWith("Take out "));
  }
  if (typed == "pictures") QCOMPARE(desk.page->controls()->chosen().front().rate, 10.);
}

void TestUiLiveLook::budgetIsTyped_data() {
  QTest::addColumn<QString>("typed");
  QTest::addColumn<bool>("understood");
  QTest::addColumn<double>("value");
  QTest::newRow("memory") << "64 MB" << true << 64e6;
  QTest::newRow("time") << "60ms" << true << 0.06;
  QTest::newRow("no unit") << "64" << false << 0.;
  QTest::newRow("words") << "plenty" << false << 0.;
  QTest::newRow("below nothing") << "-3 MB" << false << 0.;
}

void TestUiLiveLook::budgetIsTyped() {
  QFETCH(QString, typed);
  QFETCH(bool, understood);
  QFETCH(double, value);
  LiveDesk desk(themes_, at("three.mlink"));
  QVERIFY(desk.opened());
  desk.type("live-budget", typed);
  QCOMPARE(desk.page->budget_problem().isEmpty(), understood);
  QCOMPARE(desk.page->boxes()->rowCount(), 3);  // with what is known before a run
  QVERIFY2(desk.page->figures()->figures()[1].note.contains("9 ms"),
           qPrintable(desk.page->figures()->figures()[1].note));
  if (understood) {
    QCOMPARE(desk.selection.budget()->value, value);
    desk.selection.set_budget(Amount{CostKind::memory, 25e6});
    QCOMPARE(desk.page->budget_field()->text(), QString("25 MB"));
  } else {
    QVERIFY(!desk.selection.budget());
    desk.click("live-start");
    QVERIFY(desk.is(LiveState::idle));
  }
}

void TestUiLiveLook::optionsReachTheRun() {
  LiveDesk desk(themes_, copy("options.mlink"));
  QVERIFY(desk.opened());
  auto* method = desk.find<QComboBox>("live-method");
  method->setFocus();
  QTest::keyClick(method, Qt::Key_Down);
  auto* drop = desk.find<QComboBox>("live-drop");
  drop->setFocus();
  QTest::keyClick(drop, Qt::Key_Down);
  desk.check("live-realtime");
  desk.type("live-period", "2min");
  const auto wish = desk.page->controls()->wish();
  REQUIRE(wish);
  QCOMPARE(wish->options.method, std::string("mlink-exact"));
  QVERIFY(wish->options.drop == DropPolicy::wait);
  QVERIFY(wish->options.realtime);
  QCOMPARE(wish->options.period_seconds, 120.);
  QCOMPARE(wish->options.verify, 0);
  desk.type("live-period", "2GB");
  desk.click("live-start");
  QVERIFY(desk.is(LiveState::idle));
  QVERIFY2(desk.page->controls()->problem().contains("The period is no time."),
           qPrintable(desk.page->controls()->problem()));
}

void TestUiLiveLook::emptyStates() {
  {
    LiveDesk desk(themes_, {});
    QVERIFY(desk.page->empty_state()->isVisible());
    QCOMPARE(desk.page->empty_state()->text(), QString("Open an experiment first."));
  }
  auto experiment = Experiment::create(path("untrained.mlink"));
  REQUIRE(experiment);
  REQUIRE(experiment->add_video(path("swing.avi")));
  experiment = mlink::rooms::fail(ErrorKind::stopped, "closed");
  LiveDesk desk(themes_, at("untrained.mlink"));
  QVERIFY(desk.opened());
  QVERIFY(desk.page->empty_state()->isVisible());
  QVERIFY(desk.page->empty_state()->text().startsWith("No links yet."));
  QSignalSpy train(desk.page.get(), &Page::train_wanted);
  LiveDesk::click(desk.page->empty_state()->findChild<QPushButton*>());
  QCOMPARE(train.count(), 1);
}

void TestUiLiveLook::unknownCosts() {
  LiveDesk desk(themes_, copy("costs.mlink"));
  QVERIFY(desk.opened());
  desk.type("live-budget", "2GB-gpu");
  auto* profile = desk.find<QPushButton>("live-profile");
  QVERIFY(profile->isVisible());
  QSignalSpy wanted(desk.page.get(), &Page::profile_wanted);
  LiveDesk::click(profile);
  QCOMPARE(wanted.count(), 1);
  desk.click("live-start");
  QVERIFY(desk.over());
  QVERIFY2(desk.page->controls()->problem().contains("Profile the boxes"),
           qPrintable(desk.page->controls()->problem()));
  desk.type("live-budget", "20MB");
  QVERIFY(!profile->isVisible());
}

void TestUiLiveLook::linesThatCannotBeWritten() {
  LiveDesk desk(themes_, copy("nowhere.mlink"));
  QVERIFY(desk.opened());
  desk.type("live-outputs", at("nowhere/lines.jsonl"));
  desk.click("live-start");
  QVERIFY(desk.over());
  QVERIFY2(desk.page->controls()->problem().contains("cannot be written"),
           qPrintable(desk.page->controls()->problem()));
  QVERIFY(desk.logged().contains("cannot be written"));
}

void TestUiLiveLook::everythingHasAName() {
  LiveDesk desk(themes_, at("three.mlink"));
  QVERIFY(desk.opened());
  int named = 0;
  for (const QWidget* widget : desk.page->findChildren<QWidget*>()) {
    if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisible() || widget->objectName().startsWith("qt_"))
      continue;
    const auto* button = qobject_cast<const QAbstractButton*>(widget);
    const bool part = qobject_cast<const QSpinBox*>(widget->parentWidget()) ||
                      qobject_cast<const QDoubleSpinBox*>(widget->parentWidget()) ||
                      qobject_cast<const QComboBox*>(widget->parentWidget());
    if (part || qobject_cast<const QScrollBar*>(widget) || widget->parentWidget()->inherits("QChartView")) continue;
    ++named;
    QVERIFY2(!widget->accessibleName().isEmpty() || (button && !button->text().isEmpty()),
             qPrintable(QString("%1 %2 in %3 in %4")
                            .arg(widget->metaObject()->className(), widget->objectName(),
                                 widget->parentWidget()->metaObject()->className(),
                                 widget->parentWidget()->parentWidget()->metaObject()->className())));
  }
  QVERIFY(named > 12);
}

void TestUiLiveLook::nothingIsCut_data() {
  QTest::addColumn<QSize>("size");
  // the page without rail, toolbar and status line
  QTest::newRow("1024x700") << QSize(952, 600);
  QTest::newRow("1280x800") << QSize(1208, 700);
  QTest::newRow("3840x2160") << QSize(3768, 2060);
}

void TestUiLiveLook::nothingIsCut() {
  QFETCH(QSize, size);
  LiveDesk desk(themes_, copy("cut.mlink"), size);
  QVERIFY(desk.opened());
  desk.type("live-budget", "5.5 ms");
  desk.find<QSpinBox>("live-verify-every")->setValue(9);
  for (int i = 0; i < 2; ++i) {
    QVERIFY2(desk.page->width() <= size.width() && desk.page->height() <= size.height(),
             qPrintable(QString("%1x%2, controls %3, figures %4, curves %5")
                            .arg(desk.page->width())
                            .arg(desk.page->height())
                            .arg(desk.page->controls()->minimumSizeHint().width())
                            .arg(desk.page->figures()->minimumSizeHint().width())
                            .arg(desk.page->curves()->minimumSizeHint().width())));
    for (const QWidget* widget : desk.page->findChildren<QWidget*>()) {
      if (!widget->isVisible()) continue;
      const auto* label = qobject_cast<const QLabel*>(widget);
      const bool text = (label && !label->wordWrap() && !label->text().isEmpty()) ||
                        qobject_cast<const QAbstractButton*>(widget) || qobject_cast<const QComboBox*>(widget);
      if (!text || widget->objectName().startsWith("qt_")) continue;
      QVERIFY2(widget->width() >= widget->minimumSizeHint().width(),
               qPrintable(QString("%1: %2 of %3 px")
                              .arg(label ? label->text() : widget->objectName())
                              .arg(widget->width())
                              .arg(widget->minimumSizeHint().width())));
      const QRect place(widget->mapTo(desk.page.get(), QPoint()), widget->size());
      if (!desk.page->report_view()->isAncestorOf(widget)) QVERIFY(desk.page->rect().contains(place));
    }
    if (i == 1) break;
    desk.click("live-start");
    QVERIFY(desk.over());
    QTest::qWait(50);  // what the end shows is laid out a turn later
  }
  // numbers of the report are never cut: each has the room of its cell, or of those beside it that are empty
  for (const QTableView* view : desk.page->report_view()->views()) {
    const QFontMetrics metrics(ui_font());
    for (int column = 0; column < view->model()->columnCount(); ++column) {
      if (view->isColumnHidden(column)) continue;
      QVERIFY(view->columnViewportPosition(column) + view->columnWidth(column) <= view->viewport()->width() + 1);
      for (int row = 0; row < view->model()->rowCount(); ++row) {
        int room = 0;
        for (int i = 0; i < view->columnSpan(row, column); ++i) room += view->columnWidth(column + i);
        const QString text = view->model()->index(row, column).data().toString();
        QVERIFY2(column == 0 || metrics.horizontalAdvance(text) + 2 * space::cell_side <= room + 1, qPrintable(text));
      }
    }
  }
}

/// Not a test: MLINK_LIVE_FILE is an experiment to run on, MLINK_LIVE_PICTURES a folder for pictures to look at.
void TestUiLiveLook::pictures() {
  const QString file = qEnvironmentVariable("MLINK_LIVE_FILE"), into = qEnvironmentVariable("MLINK_LIVE_PICTURES");
  if (file.isEmpty() || into.isEmpty()) return;  // nobody wants to look
  const QString budget = qEnvironmentVariable("MLINK_LIVE_BUDGET", "64 MB");
  const int wait = qEnvironmentVariableIntValue("MLINK_LIVE_MS");
  for (const QSize size : {QSize(1280, 800), QSize(1600, 1000), QSize(3840, 2160)}) {
    LiveDesk desk(themes_, file, size - QSize(72, 98));
    QVERIFY(desk.opened());
    desk.type("live-budget", budget);
    desk.find<QSpinBox>("live-verify-every")->setValue(10);
    desk.click("live-start");
    QVERIFY(QTest::qWaitFor([&] { return desk.newest() >= 0 && !desk.page->grid()->cells()[0].picture.chips.empty(); },
                            120000));
    QTest::qWait(wait > 0 ? wait : 4000);
    const auto write = [&](const char* what) {
      for (const bool dark : {false, true}) {
        themes_.set_dark(dark);
        QTest::qWait(150);
        QVERIFY(desk.page->grab().save(
            QDir(into).filePath(QString("%1-%2-%3.png").arg(what).arg(size.width()).arg(dark ? "dark" : "light"))));
      }
      themes_.set_dark(false);
    };
    write("running");
    if (desk.is(LiveState::running)) desk.click("live-stop");
    QVERIFY(desk.over(120000));
    write("report");
  }
}

QTEST_MAIN(TestUiLiveLook)
#include "test_look.moc"
