// Preferences and their panel: what is kept between runs, what wrong files do, and that a change counts at once.
#include <QCheckBox>
#include <QPushButton>
#include <QSettings>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QtTest>

#include "ui/common/preferences.h"
#include "ui/common/style.h"
#include "ui/common/widgets.h"
#include "ui/fake_experiment.h"
#include "ui/links/links_page.h"
#include "ui/window/main_window.h"
#include "ui/window/settings_panel.h"

using namespace mlink::rooms;

class TestUiSettings : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void init();
  void nothingIsWrittenUnasked();
  void keptBetweenRuns();
  void earlierProgramsTheme();
  void wrongFilesKeepTheDefaults_data();
  void wrongFilesKeepTheDefaults();
  void panelWritesAndFollows();
  void themeFollowsTheSystem();
  void trainingTakesThem();
  void fits();

 private:
  QTemporaryDir home_;
  ThemeHolder themes_;
};

void TestUiSettings::initTestCase() {
  QCoreApplication::setOrganizationName("mlink-tests");
  QCoreApplication::setApplicationName("settings");
  QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, home_.path());
  QApplication::setStyle(new WorkbenchStyle(&themes_));
}

void TestUiSettings::init() {
  QSettings().clear();
  themes_.set_dark(false);
}

void TestUiSettings::nothingIsWrittenUnasked() {
  Preferences preferences;
  preferences.set({ThemeChoice::dark, 2, false, 0.3, SplitKind::clip, 7, 50});
  QVERIFY(QSettings().allKeys().isEmpty());
}

void TestUiSettings::keptBetweenRuns() {
  const PreferenceValues chosen{ThemeChoice::dark, 1, false, 0.3, SplitKind::clip, 7, 50, LanguageChoice::german};
  {
    Preferences preferences;
    preferences.remember();
    const QSignalSpy changed(&preferences, &Preferences::changed);
    preferences.set(chosen);
    preferences.set(chosen);
    QCOMPARE(changed.size(), 1);
  }
  Preferences later;
  later.remember();
  QVERIFY(later.values() == chosen);
  QCOMPARE(Preferences::kept_language(), LanguageChoice::german);  // before there is a window
  QSettings().setValue("language", "pink");
  QCOMPARE(Preferences::kept_language(), LanguageChoice::system);
  const TrainSettings training = later.training();
  QCOMPARE(training.part, 0.3);
  QCOMPARE(training.split, SplitKind::clip);
  QCOMPARE(training.seed, 7U);
  QCOMPARE(training.epochs, 50);
}

void TestUiSettings::earlierProgramsTheme() {
  QSettings().setValue("dark", true);
  Preferences preferences;
  preferences.remember();
  QCOMPARE(preferences.values().theme, ThemeChoice::dark);
  PreferenceValues values = preferences.values();
  values.theme = ThemeChoice::system;
  preferences.set(values);
  Preferences later;
  later.remember();
  QCOMPARE(later.values().theme, ThemeChoice::system);
}

void TestUiSettings::wrongFilesKeepTheDefaults_data() {
  QTest::addColumn<QString>("key");
  QTest::addColumn<QVariant>("value");
  QTest::newRow("theme") << "theme" << QVariant("purple");
  QTest::newRow("threads below") << "threads" << QVariant(-3);
  QTest::newRow("part of all") << "training/part" << QVariant(1.0);
  QTest::newRow("part not a number") << "training/part" << QVariant("many");
  QTest::newRow("split") << "training/split" << QVariant("diagonal");
  QTest::newRow("seed") << "training/seed" << QVariant(-1);
  QTest::newRow("epochs") << "training/epochs" << QVariant(0);
}
void TestUiSettings::wrongFilesKeepTheDefaults() {
  QFETCH(QString, key);
  QFETCH(QVariant, value);
  QSettings().setValue(key, value);
  Preferences preferences;
  preferences.remember();
  QVERIFY(preferences.values() == PreferenceValues());
}

void TestUiSettings::panelWritesAndFollows() {
  MainWindow w(themes_, mlink::fake::ports(mlink::fake::file(mlink::fake::State::trained, 4)));
  w.set_remembering(false);
  w.resize(1280, 800);
  w.show();
  w.activateWindow();
  QVERIFY(QTest::qWaitForWindowActive(&w));
  QTest::keyClick(&w, Qt::Key_Comma, Qt::ControlModifier);
  SettingsPanel* panel = w.settings();
  QVERIFY(panel->is_open());
  QCOMPARE(QApplication::focusWidget(), panel->theme());
  QTest::keyClick(panel->theme(), Qt::Key_Right);
  QTest::keyClick(panel->theme(), Qt::Key_Right);
  QCOMPARE(w.preferences()->values().theme, ThemeChoice::dark);
  QVERIFY(themes_.dark());
  QTest::keyClick(&w, Qt::Key_T, Qt::ControlModifier);  // the panel follows what is chosen elsewhere
  QCOMPARE(panel->theme()->current(), int(ThemeChoice::light));
  panel->seed()->setFocus();
  panel->seed()->selectAll();
  QTest::keyClicks(panel->seed(), "42");
  QTest::keyClick(panel->seed(), Qt::Key_Return);
  QCOMPARE(w.preferences()->values().seed, 42);
  QTest::mouseClick(panel->gpu(), Qt::LeftButton, {}, QPoint(8, panel->gpu()->height() / 2));
  QVERIFY(!w.preferences()->values().use_gpu);
  QTest::mouseClick(panel->defaults(), Qt::LeftButton);
  QCOMPARE(panel->seed()->value(), 1);
  QVERIFY(!w.preferences()->values().use_gpu);  // of the training only
  QTest::keyClick(panel, Qt::Key_Escape);
  QVERIFY(!panel->is_open());
}

void TestUiSettings::themeFollowsTheSystem() {
  MainWindow w(themes_, mlink::fake::ports(mlink::fake::file(mlink::fake::State::trained, 4)));
  w.set_system_dark(true);
  w.set_remembering(true);
  QVERIFY(themes_.dark());
  PreferenceValues values = w.preferences()->values();
  values.theme = ThemeChoice::light;
  w.preferences()->set(values);
  QVERIFY(!themes_.dark());
}

void TestUiSettings::trainingTakesThem() {
  const auto file = mlink::fake::file(mlink::fake::State::collected, 4);
  MainWindow w(themes_, mlink::fake::ports(file));
  w.set_remembering(false);
  w.show();
  w.open_file("/experiments/synthetic.mlink");
  QTRY_VERIFY(w.worker()->overview());
  w.preferences()->set({ThemeChoice::light, 1, true, 0.25, SplitKind::clip, 9, 20});
  Q_EMIT w.links()->train_wanted();
  QTRY_VERIFY(!w.worker()->busy());
  QVERIFY(file->trained_with.has_value());
  QCOMPARE(file->trained_with->threads, 1);
  QCOMPARE(file->trained_with->settings.part, 0.25);
  QCOMPARE(file->trained_with->settings.split, SplitKind::clip);
  QCOMPARE(file->trained_with->settings.seed, 9U);
  QCOMPARE(file->trained_with->settings.epochs, 20);
}

void TestUiSettings::fits() {
  for (const QSize& size : {QSize(1024, 700), QSize(1280, 800), QSize(3840, 2160)})
    for (const bool dark : {false, true}) {
      themes_.set_dark(dark);
      MainWindow w(themes_, mlink::fake::ports(mlink::fake::file(mlink::fake::State::trained, 4)));
      w.set_remembering(false);
      w.resize(size);
      w.show();
      w.settings()->open_panel();
      QVERIFY(w.rect().contains(w.settings()->panel()->geometry()));
      if (const QString folder = qEnvironmentVariable("MLINK_KEEP_PICTURES"); !folder.isEmpty())
        w.grab().save(QString("%1/settings-%2-%3.png").arg(folder).arg(size.width()).arg(dark ? "dark" : "light"));
    }
}

QTEST_MAIN(TestUiSettings)
#include "test_settings.moc"
