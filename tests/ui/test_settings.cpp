// Preferences and their panel: what is kept between runs, what wrong files do, and that a change counts at once; and
// figures for a paper, whose settings are kept too.
#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QContextMenuEvent>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QRegularExpression>
#include <QSettings>
#include <QSpinBox>
#include <QTableView>
#include <QTemporaryDir>
#include <QToolButton>
#include <QtTest>
#include <algorithm>
#include <atomic>
#include <memory>

#include "ui/common/edit_stack.h"
#include "ui/common/figure.h"
#include "ui/common/preferences.h"
#include "ui/common/style.h"
#include "ui/common/widgets.h"
#include "ui/fake_experiment.h"
#include "ui/links/links_page.h"
#include "ui/links/matrix_view.h"
#include "ui/window/figure_dialog.h"
#include "ui/window/figure_tools.h"
#include "ui/window/main_window.h"
#include "ui/window/settings_panel.h"
#include "ui/window/status_line.h"

using namespace mlink::rooms;

namespace {

QByteArray bytes_of(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QStringList all_of(const QByteArray& text, const char* pattern) {
  QStringList found;
  const QRegularExpression expression(QString::fromLatin1(pattern));
  for (auto matches = expression.globalMatch(QString::fromUtf8(text)); matches.hasNext();)
    found << matches.next().captured(1);
  return found;
}

/// What a PDF's compressed streams say.
QByteArray content_of(const QByteArray& pdf) {
  QByteArray said;
  for (qsizetype at = pdf.indexOf("stream\n"); at >= 0; at = pdf.indexOf("stream\n", at + 7)) {
    if (at >= 3 && pdf.mid(at - 3, 3) == "end") continue;
    QByteArray packed = pdf.mid(at + 7, pdf.indexOf("endstream", at) - at - 7);
    packed.prepend(QByteArray("\x00\x10\x00\x00", 4));  // how large it may become, for qUncompress
    if (packed.size() > 6 && packed[4] == 'x') said += qUncompress(packed);
  }
  return said;
}

}  // namespace

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
  void changesAreUndone();
  void undoWithoutAFile();
  void goesWithTheSettingsOpen();
  void themeFollowsTheSystem();
  void trainingTakesThem();
  void collectingTakesThem();
  void fits();
  void figureOfAPage();
  void figureAtEachChart();
  void figureOfNothing();
  void figureColours();
  void figureWishes();

 private:
  [[nodiscard]] EditStack::Fn edit(int to) {
    return [this, to](WriterPort&, const std::stop_token&, const ProgressFn&) -> Result<std::string> {
      edited_ = to;
      return "edited";
    };
  }
  std::atomic<int> edited_ = 0;
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
  preferences.set({ThemeChoice::dark, 2, false, true, 0.3, SplitKind::clip, 7, 50});
  QVERIFY(QSettings().allKeys().isEmpty());
}

void TestUiSettings::keptBetweenRuns() {
  const PreferenceValues chosen{ThemeChoice::dark, 1, false, true, 0.3, SplitKind::clip, 7, 50, LanguageChoice::german};
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

void TestUiSettings::changesAreUndone() {
  MainWindow w(themes_, mlink::fake::ports(mlink::fake::file(mlink::fake::State::trained, 4)));
  w.set_remembering(true);
  w.resize(1280, 800);
  w.show();
  w.activateWindow();
  QVERIFY(QTest::qWaitForWindowActive(&w));
  w.open_file("/experiments/synthetic.mlink");
  QTRY_VERIFY(w.worker()->overview());
  const PreferenceValues before = w.preferences()->values();
  w.worker()->edits()->change({"the file's", edit(1), edit(0)});
  QTRY_COMPARE(edited_.load(), 1);
  QTest::keyClick(&w, Qt::Key_Comma, Qt::ControlModifier);
  SettingsPanel* panel = w.settings();
  QVERIFY(!panel->undo_button()->isEnabled());
  QTest::keyClick(&w, Qt::Key_Z, Qt::ControlModifier);  // nothing was changed here, and the file's edit is not meant
  panel->seed()->setFocus();
  panel->seed()->selectAll();
  QTest::keyClicks(panel->seed(), "421");
  QCOMPARE(w.preferences()->values().seed, 421);
  QTest::keyClick(panel->seed(), Qt::Key_Return);
  QTest::keyClick(panel->seed(), Qt::Key_Up);
  QTest::keyClick(panel->theme(), Qt::Key_Right);
  QCOMPARE(panel->undo_text(), "Theme");
  QCOMPARE(panel->undo_button()->toolTip(), "Undo Theme (Ctrl+Z)");
  QTest::keyClick(panel->seed(), Qt::Key_Z, Qt::ControlModifier);  // in a field of numbers, too
  QCOMPARE(w.preferences()->values().theme, before.theme);
  QCOMPARE(w.preferences()->values().seed, 422);
  QTest::keyClick(panel->seed(), Qt::Key_Z, Qt::ControlModifier);
  QCOMPARE(panel->seed()->value(), 421);  // the step by the arrow
  QTest::mouseClick(panel->undo_button(), Qt::LeftButton);
  QVERIFY(w.preferences()->values() == before);  // what was typed, as a whole
  QVERIFY(!panel->undo_button()->isEnabled());
  QTest::keyClick(panel->theme(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
  QCOMPARE(panel->seed()->value(), 421);
  QCOMPARE(QSettings().value("training/seed").toInt(), 421);
  QTest::keyClick(panel, Qt::Key_Escape);
  QCOMPARE(edited_.load(), 1);
  QTest::keyClick(&w, Qt::Key_Z, Qt::ControlModifier);  // the file's again
  QTRY_COMPARE(edited_.load(), 0);
  QCOMPARE(w.preferences()->values().seed, 421);
}

void TestUiSettings::undoWithoutAFile() {
  MainWindow w(themes_, mlink::fake::ports(mlink::fake::file(mlink::fake::State::trained, 4)));
  w.set_remembering(false);
  w.show();
  w.activateWindow();
  QVERIFY(QTest::qWaitForWindowActive(&w));
  w.settings()->open_panel();
  QTest::mouseClick(w.settings()->gpu(), Qt::LeftButton, {}, QPoint(8, w.settings()->gpu()->height() / 2));
  QVERIFY(!w.preferences()->values().use_gpu);
  QTest::keyClick(w.settings()->gpu(), Qt::Key_Z, Qt::ControlModifier);
  QVERIFY(w.preferences()->values().use_gpu);
  Preferences later;
  later.take_over(*w.preferences());  // as a window in another language does
  later.redo();
  QVERIFY(!later.values().use_gpu && later.can_undo() && !later.can_redo());
}

/// Neither the overlay that hides nor the emptied stack of edits asks a window that is going.
void TestUiSettings::goesWithTheSettingsOpen() {
  auto w = std::make_unique<MainWindow>(themes_, mlink::fake::ports(mlink::fake::file(mlink::fake::State::trained, 4)));
  w->set_remembering(false);
  w->show();
  w->open_file("/experiments/synthetic.mlink");
  QTRY_VERIFY(w->worker()->overview());
  w->worker()->edits()->change({"the file's", edit(1), edit(0)});
  QTRY_COMPARE(edited_.load(), 1);
  const QList<QAction*> actions = w->actions();
  const auto undo = std::find_if(actions.begin(), actions.end(), [](const QAction* a) {
    return a->shortcut() == QKeySequence(QStringLiteral("Ctrl+Z"));
  });
  QVERIFY(undo != actions.end());
  QVERIFY((*undo)->text().contains("the file's"));
  w->settings()->open_panel();
  QVERIFY(!(*undo)->text().contains("the file's"));
  int changes = 0;
  QObject here;
  connect(*undo, &QAction::changed, &here, [&changes] { ++changes; });
  w.reset();
  QCOMPARE(changes, 0);
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
  w.preferences()->set({ThemeChoice::light, 1, true, false, 0.25, SplitKind::clip, 9, 20});
  Q_EMIT w.links()->train_wanted();
  QTRY_VERIFY(!w.worker()->busy());
  QVERIFY(file->trained_with.has_value());
  QCOMPARE(file->trained_with->threads, 1);
  QCOMPARE(file->trained_with->settings.part, 0.25);
  QCOMPARE(file->trained_with->settings.split, SplitKind::clip);
  QCOMPARE(file->trained_with->settings.seed, 9U);
  QCOMPARE(file->trained_with->settings.epochs, 20);
}

/// Chosen in the panel, asked of collecting, and told at its end.
void TestUiSettings::collectingTakesThem() {
  const auto file = mlink::fake::file(mlink::fake::State::sources, 2);
  file->tells.videos_on_gpu = 2;
  file->tells.video_notes = {{"old.avi", "decoded on the CPU: the GPU does not know MPEG-4 part 2"}};
  MainWindow w(themes_, mlink::fake::ports(file));
  w.set_remembering(true);
  w.show();
  w.activateWindow();
  QVERIFY(QTest::qWaitForWindowActive(&w));
  w.open_file("/experiments/synthetic.mlink");
  QTRY_VERIFY(w.worker()->overview());
  const auto collected = [&] {
    w.worker()->collect();
    [&] { QTRY_VERIFY(!w.worker()->busy()); }();
    const std::lock_guard lock(file->mutex);
    return file->collected_with.value_or(CollectOptions()).decode_on_gpu;
  };
  QVERIFY(!collected());
  w.settings()->open_panel();
  QCheckBox* const decode = w.settings()->decode();
  QTest::mouseClick(decode, Qt::LeftButton, {}, QPoint(8, decode->height() / 2));
  QVERIFY(w.preferences()->values().decode_on_gpu);
  QVERIFY(QSettings().value("decode-on-gpu").toBool());
  QCOMPARE(w.settings()->undo_text(), "Decoding");
  QVERIFY(collected());
  QTRY_VERIFY2(w.status()->text().contains("2 videos decoded on the GPU; old.avi: decoded on the CPU"),
               qPrintable(w.status()->text()));
  QTest::mouseClick(w.settings()->gpu(), Qt::LeftButton, {}, QPoint(8, w.settings()->gpu()->height() / 2));
  QVERIFY(!decode->isEnabled());
  QVERIFY(!collected());  // without a GPU there is none to decode
  QSettings().remove("decode-on-gpu");
  QSettings().remove("gpu");
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

void TestUiSettings::figureOfAPage() {
  themes_.set_dark(true);
  MainWindow w(themes_, mlink::fake::ports(mlink::fake::file(mlink::fake::State::trained, 4)));
  w.set_system_dark(true);
  w.set_remembering(true);
  w.resize(1280, 800);
  w.show();
  w.open_file("/experiments/synthetic.mlink");
  w.show_page("links");
  QTRY_VERIFY(w.ready());
  const QSize before = w.links()->drawings().front().second->size();
  QTest::keyClick(&w, Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
  QPointer<FigureDialog> dialog = w.findChild<FigureDialog*>();
  QVERIFY(dialog && dialog->isVisible());
  QCOMPARE(dialog->which()->count(), static_cast<int>(w.links()->drawings().size()));
  QVERIFY(!dialog->preview()->pixmap().isNull());
  QCOMPARE(dialog->preview()->pixmap().toImage().pixelColor(1, 1), QColor(Qt::white));  // though the window is dark
  QCOMPARE(dialog->width_field()->value(), kSingleColumn);
  QTest::keyClick(dialog->column(), Qt::Key_Down);
  QCOMPARE(dialog->width_field()->value(), kDoubleColumn);
  dialog->width_field()->setFocus();
  dialog->width_field()->selectAll();
  QTest::keyClicks(dialog->width_field(), "120");
  QTest::keyClick(dialog->width_field(), Qt::Key_Tab);
  QCOMPARE(dialog->column()->currentIndex(), 2);
  dialog->font_field()->selectAll();
  QTest::keyClicks(dialog->font_field(), "9");
  QTest::keyClick(dialog->font_field(), Qt::Key_Tab);
  QTest::keyClick(dialog->colours(), Qt::Key_Down);
  QCOMPARE(dialog->wish().colours, FigureColours::grey);
  for (const QWidget* field :
       {static_cast<QWidget*>(dialog->which()), static_cast<QWidget*>(dialog->column()),
        static_cast<QWidget*>(dialog->width_field()), static_cast<QWidget*>(dialog->font_field()),
        static_cast<QWidget*>(dialog->colours()), static_cast<QWidget*>(dialog->preview())})
    QVERIFY(!field->accessibleName().isEmpty());

  const QTemporaryDir dir;
  QVERIFY(dialog->save(dir.filePath("a.svg")));
  const QByteArray svg = bytes_of(dir.filePath("a.svg"));
  QVERIFY(svg.contains("<svg width=\"120mm\""));
  QVERIFY(all_of(svg, "<text[^>]*>([^<]+)</text>").contains(QStringLiteral("pose")));
  for (const QString& colour : all_of(svg, "(?:fill|stroke)=\"(#[0-9a-f]{6})\"")) {
    const QColor shown(colour);
    QVERIFY2(shown.red() == shown.green() && shown.green() == shown.blue(), qPrintable(colour));
  }
  const double wide = all_of(svg, "viewBox=\"0 0 ([0-9]+) ").value(0).toDouble();
  double smallest = 1e9;
  for (const QString& size : all_of(svg, "font-size=\"([0-9.]+)\"")) smallest = std::min(smallest, size.toDouble());
  const double points = smallest * 120 / wide * 72 / 25.4;
  QVERIFY2(std::abs(points - 9) < 0.2, qPrintable(QString::number(points)));

  QVERIFY(dialog->save(dir.filePath("a.pdf")));
  const QByteArray pdf = bytes_of(dir.filePath("a.pdf"));
  QVERIFY(pdf.startsWith("%PDF") && pdf.contains("/Font") && pdf.contains("/ToUnicode"));
  QVERIFY(content_of(pdf).contains("Tj") || content_of(pdf).contains("TJ"));
  QVERIFY(!dialog->save(dir.filePath("a.gif")));
  QVERIFY(dialog->told()->text().contains(".svg or .pdf"));
  QCOMPARE(w.links()->drawings().front().second->size(), before);

  dialog->close();
  QTRY_VERIFY(!dialog);
  const auto again = std::unique_ptr<FigureDialog>(w.open_figure());
  QCOMPARE(again->wish().width_mm, 120.0);
  QCOMPARE(again->wish().font_pt, 9.0);
  QCOMPARE(again->wish().colours, FigureColours::grey);
}

void TestUiSettings::figureAtEachChart() {
  MainWindow w(themes_, mlink::fake::ports(mlink::fake::file(mlink::fake::State::trained, 4)));
  w.set_remembering(false);
  w.resize(1280, 800);
  w.show();
  w.activateWindow();
  QVERIFY(QTest::qWaitForWindowActive(&w));
  w.open_file("/experiments/synthetic.mlink");
  w.show_page("links");
  QTRY_VERIFY(w.ready());
  const auto dialog = [&]() -> FigureDialog* { return w.findChild<FigureDialog*>(); };
  const auto shown = [&] {
    QString name = dialog() ? dialog()->which()->currentText() : QString();
    if (dialog()) delete dialog();
    return name;
  };
  const auto drawings = w.links()->drawings();
  QVERIFY(drawings.size() >= 3);
  for (const auto& [name, drawing] : drawings) {
    const auto button_of = [&w, of = drawing] { return w.figure_tools()->button_of(*of); };
    QTRY_VERIFY2(button_of() && button_of()->isVisible(), qPrintable(name));  // charts come with their data
    QToolButton* button = button_of();
    QVERIFY2(!button->accessibleName().isEmpty(), qPrintable(name));
    QVERIFY(button->focusPolicy() & Qt::TabFocus);
  }
  QTest::mouseClick(w.figure_tools()->button_of(*drawings[1].second), Qt::LeftButton);
  QCOMPARE(shown(), drawings[1].first);
  w.figure_tools()->button_of(*drawings[0].second)->setFocus();
  QTest::keyClick(w.focusWidget(), Qt::Key_Space);
  QCOMPARE(shown(), "matrix");
  // The menu of a chart: by the mouse on what is drawn, and by the key where the focus is.
  const auto menu = [&](QWidget* at, QContextMenuEvent::Reason reason) {
    const QPoint middle = at->rect().center();
    QContextMenuEvent event(reason, middle, at->mapToGlobal(middle));
    QApplication::sendEvent(at, &event);
    auto* popup = qobject_cast<QMenu*>(QApplication::activePopupWidget());
    if (popup) QTest::keyClick(popup, Qt::Key_Down), QTest::keyClick(popup, Qt::Key_Return);
    return popup != nullptr;
  };
  QVERIFY(
      menu(w.childAt(drawings[1].second->mapTo(&w, drawings[1].second->rect().center())), QContextMenuEvent::Mouse));
  QCOMPARE(shown(), drawings[1].first);
  w.links()->matrix_view()->setFocus();
  QVERIFY(menu(w.links()->matrix_view(), QContextMenuEvent::Keyboard));
  QCOMPARE(shown(), "matrix");
  QVERIFY(!menu(w.links()->list(), QContextMenuEvent::Mouse));  // no chart
}

void TestUiSettings::figureOfNothing() {
  FigureDialog dialog(themes_, {}, false, nullptr);
  dialog.setAttribute(Qt::WA_DeleteOnClose, false);
  QVERIFY(!dialog.save_button()->isEnabled());
  QVERIFY(dialog.told()->text().contains("nothing to draw"));
  QVERIFY(!dialog.save("/nowhere/a.svg"));
  auto gone = std::make_unique<QLabel>("gone");
  gone->resize(200, 100);
  FigureDialog late(themes_, {{"label", gone.get()}}, false, nullptr);
  late.setAttribute(Qt::WA_DeleteOnClose, false);
  QVERIFY(late.save_button()->isEnabled());
  QVERIFY(!late.save("/nowhere/a.svg"));
  QVERIFY(late.told()->text().endsWith("/nowhere/a.svg"));
  gone.reset();
  QVERIFY(!late.save("/nowhere/a.svg"));
  QVERIFY(QSettings().allKeys().filter("figure").isEmpty());  // nothing was asked to be kept
}

void TestUiSettings::figureColours() {
  const QByteArray svg =
      "<g fill=\"#fcfcfd\" stroke=\"none\"><g fill=\"none\" stroke=\"#d55e00\"><g fill=\"none\" stroke=\"#0072b2\">"
      "<g fill=\"none\" stroke=\"#009e73\" stroke-dasharray=\"1,1\"><g fill=\"none\" stroke=\"#0072b2\">";
  const QByteArray grey = printed_svg(svg, FigureColours::grey, false);
  QVERIFY(grey.startsWith("<g fill=\"#ffffff\" stroke=\"none\">"));
  const QStringList strokes = all_of(grey, "stroke=\"(#[0-9a-f]{6})\"");
  QCOMPARE(strokes.size(), 4);
  QCOMPARE(strokes[1], strokes[3]);  // one colour, one grey
  QVERIFY(strokes[0] != strokes[1] && strokes[1] != strokes[2]);
  const QStringList dashes = all_of(grey, "stroke-dasharray=\"([^\"]*)\"");
  QCOMPARE(dashes, QStringList({"6,3", "1,1", "6,3"}));  // the first line is whole, what has dashes keeps them
  const QStringList safe = all_of(printed_svg(svg, FigureColours::safe, false), "stroke=\"(#[0-9a-f]{6})\"");
  QCOMPARE(safe, QStringList({"#0072b2", "#d55e00", "#009e73", "#d55e00"}));
  QCOMPARE(printed_svg(svg, FigureColours::colour, false), QByteArray(svg).replace("#fcfcfd", "#ffffff"));
  // steps of a scale keep their order
  QByteArray scale;
  for (int i = 0; i < 9; ++i)
    scale += "<g fill=\"" + QColor(20 + 20 * i, 40 + 20 * i, 90 + 18 * i).name().toLatin1() + "\">";
  QCOMPARE(printed_svg(scale, FigureColours::safe, false), scale);
  const QStringList greys = all_of(printed_svg(scale, FigureColours::grey, false), "fill=\"(#[0-9a-f]{6})\"");
  QVERIFY(std::is_sorted(greys.begin(), greys.end()) && greys.first() != greys.last());
  // dark ground becomes white, light text dark
  const QByteArray dark = printed_svg("<g fill=\"#0f1114\"><g fill=\"#e6e8ea\">", FigureColours::colour, true);
  QVERIFY(dark.startsWith("<g fill=\"#ffffff\">"));
  QVERIFY(QColor(all_of(dark, "fill=\"(#[0-9a-f]{6})\"").value(1)).lightness() < 60);
}

void TestUiSettings::figureWishes() {
  QVERIFY(parse_figure_wish("").value() == FigureWish());
  const FigureWish all{174, 60.5, 7, FigureColours::safe};
  QVERIFY(parse_figure_wish("174x60.5mm,7pt,safe").value() == all);
  QCOMPARE(parse_figure_wish("90mm")->height_mm, 60.0);
  for (const char* wrong : {"174", "5mm", "8px", "pink", "84mm,100pt", "8.4.1mm"})
    QVERIFY2(!parse_figure_wish(wrong), wrong);
}

QTEST_MAIN(TestUiSettings)
#include "test_settings.moc"
