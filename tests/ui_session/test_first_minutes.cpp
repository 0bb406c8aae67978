// README's "First five minutes", walked as it stands there: on a video and two small black boxes of this suite's own,
// by mouse and keys, one step after the other. What a step names in README has to be what is walked here, and has to be
// a text of the window; a command line that README shows has to be one that the program takes.
#include <QtTest>
#include <QtWidgets>
#include <algorithm>
#include <array>
#include <functional>
#include <memory>

#include "support/tiny_boxes.h"
#include "support/tiny_videos.h"
#include "ui/common/exporter.h"
#include "ui/common/style.h"
#include "ui/compare/budgets_view.h"
#include "ui/compare/compare_charts.h"
#include "ui/compare/compare_page.h"
#include "ui/compare/studies_view.h"
#include "ui/ensemble/ensemble_page.h"
#include "ui/ensemble/set_row.h"
#include "ui/links/link_pair.h"
#include "ui/links/links_page.h"
#include "ui/links/matrix_bar.h"
#include "ui/links/matrix_view.h"
#include "ui/live/live_page.h"
#include "ui/replay/budget_panel.h"
#include "ui/replay/playback.h"
#include "ui/replay/replay_page.h"
#include "ui/sources/boxes_model.h"
#include "ui/sources/sources_page.h"
#include "ui/sources/videos_model.h"
#include "ui/window/command_palette.h"
#include "ui/window/demo_card.h"
#include "ui/window/help_panel.h"
#include "ui/window/main_window.h"
#include "ui/window/top_bar.h"
#include "ui/window/view_export.h"
#include "ui/window/welcome.h"
#include "ui_session/walk.h"

using namespace mlink::rooms;

namespace {

/// A section of README, from its heading to the next one.
QString section(const QString& heading) {
  QFile file(QStringLiteral(MLINK_SOURCE_DIR "/README.md"));
  if (!file.open(QIODevice::ReadOnly)) return {};
  const QString text = QString::fromUtf8(file.readAll());
  const qsizetype begin = text.indexOf(QStringLiteral("\n## ") + heading + u'\n');
  return begin < 0 ? QString() : text.mid(begin, text.indexOf(QStringLiteral("\n## "), begin + 4) - begin);
}

/// The numbered steps of the section, each as one line.
QMap<int, QString> steps_of(const QString& section) {
  static const QRegularExpression step(QStringLiteral("^(\\d+)\\. (.*)$"));
  QMap<int, QString> steps;
  int number = -1;
  for (const QString& line : section.split(u'\n')) {
    if (const auto match = step.match(line); match.hasMatch()) {
      number = match.captured(1).toInt();
      steps[number] = match.captured(2);
    } else if (line.startsWith(u' ') && number >= 0) {
      steps[number] += u' ' + line.trimmed();
    } else {
      number = -1;
    }
  }
  return steps;
}

/// What README writes *so*, **so** or `so`, in order, the parts of "File > New" apart.
QStringList names_in(const QString& text) {
  static const QRegularExpression name(QStringLiteral("\\*\\*(.+?)\\*\\*|\\*(.+?)\\*|`(.+?)`"));
  QStringList names;
  for (auto found = name.globalMatch(text); found.hasNext();) {
    const auto match = found.next();
    names += (match.captured(1) + match.captured(2) + match.captured(3)).split(QStringLiteral(" > "));
  }
  return names;
}

QString plain(QString text) { return text.remove(u'&').remove(QChar(0x2026)).trimmed(); }

/// Whether the window has such a text, with something put into it or not.
class TextsOfTheWindow {
 public:
  TextsOfTheWindow() {
    QFile file(QStringLiteral(MLINK_SOURCE_DIR "/ui/translations/mlink_de.ts"));
    if (!file.open(QIODevice::ReadOnly)) return;
    QXmlStreamReader xml(&file);
    static const QRegularExpression place(QStringLiteral("%\\d"));
    while (!xml.atEnd()) {
      if (xml.readNext() != QXmlStreamReader::StartElement || xml.name() != QLatin1String("source")) continue;
      const QString text = plain(xml.readElementText());
      texts_ << text;
      if (text.contains(place) && QString(text).remove(place).simplified().size() > 3)
        patterns_ << QRegularExpression(u'^' +
                                        QRegularExpression::escape(text).replace(
                                            QRegularExpression(QStringLiteral("\\\\?%\\d")), QStringLiteral(".+")) +
                                        u'$');
    }
  }
  [[nodiscard]] bool have(const QString& name) const {
    const QString text = plain(name);
    return texts_.contains(text) ||
           std::any_of(patterns_.begin(), patterns_.end(),
                       [&](const QRegularExpression& each) { return each.match(text).hasMatch(); });
  }

 private:
  QSet<QString> texts_;
  QList<QRegularExpression> patterns_;
};

void click(QWidget* widget, const QPoint& at, Qt::KeyboardModifiers with = {}) {
  QTest::mouseClick(widget, Qt::LeftButton, with, at);
}
void click(QWidget* widget) { click(widget, widget->rect().center()); }

}  // namespace

class TestUiFirstMinutes : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void wrongNamesAreFound();
  void namesAreTheWindows();
  void keysAreTheWindows();
  void step_data();
  void step();
  void commandsAreTaken();

 private:
  void welcome();
  void sources();
  void runSteps();
  void links();
  void ensemble();
  void replay();
  void compare();
  void live();
  void exports();
  void palette();
  void layouts();

  void press(Qt::Key key, Qt::KeyboardModifiers with = {}) { QTest::keyClick(w_.get(), key, with); }
  [[nodiscard]] bool ready() {
    return QTest::qWaitFor([this] { return w_->ready() && !w_->worker()->busy(); }, 60000);
  }
  /// Without a window manager nobody else makes it so.
  [[nodiscard]] bool active() {
    w_->activateWindow();
    return QTest::qWaitForWindowActive(w_.get());
  }
  void drop(QWidget* on, const QStringList& files);
  /// Types a name into the file dialog that a key has opened.
  [[nodiscard]] bool answer(const QString& path);
  QTemporaryDir folder_;
  ThemeHolder themes_;
  QMap<int, QString> steps_;
  std::unique_ptr<MainWindow> w_;
  bool walked_ = true;
};

void TestUiFirstMinutes::initTestCase() {
  QVERIFY2(mlink::test::have_ffmpeg(),
           "the ffmpeg program that makes the video is not installed: scripts/setup.sh test");
  QApplication::setStyle(new WorkbenchStyle(&themes_));
  steps_ = steps_of(section("First five minutes in the window"));
  qputenv("MLINK_DEMO_DIR", folder_.path().toLocal8Bit());
  w_ = std::make_unique<MainWindow>(themes_);
  w_->set_remembering(false);
  w_->resize(1280, 800);
  w_->show();
  QVERIFY(active());
}

void TestUiFirstMinutes::wrongNamesAreFound() {
  const TextsOfTheWindow texts;
  for (const char* const name : {"Make street", "Region…", "Black boxes", "Methods"}) QVERIFY2(texts.have(name), name);
  for (const char* const name : {"Make", "Regions", "Blackboxes", "Nonsense"}) QVERIFY2(!texts.have(name), name);
  QCOMPARE(names_in("**File > New**, *Videos* and `[`"), (QStringList{"File", "New", "Videos", "["}));
  QCOMPARE(steps_of("\n1. one\n   two\n\n2. three\nfour").value(1), "one two");
}

// Keys, commands and amounts aside, which are no words.
void TestUiFirstMinutes::namesAreTheWindows() {
  QCOMPARE(steps_.size(), 11);
  static const QRegularExpression no_word(QStringLiteral("^(Ctrl\\+.*|F11|[^a-z]{1,2}|60ms|make demo|.*\\.json)$"));
  const TextsOfTheWindow texts;
  QStringList unknown;
  int known = 0;
  for (const QString& text : steps_)
    for (const QString& name : names_in(text)) {
      if (no_word.match(name).hasMatch()) continue;
      ++known;
      if (!texts.have(name)) unknown << name;
    }
  QVERIFY2(unknown.isEmpty(), qPrintable("no text of the window: " + unknown.join(", ")));
  QVERIFY2(known > 15, qPrintable(QString::number(known)));
}

// "**Links** (Ctrl+2)": the action of this name has these keys; what stands in bold as keys alone is one's, too.
void TestUiFirstMinutes::keysAreTheWindows() {
  static const QRegularExpression named(QStringLiteral("\\*\\*([^*]+)\\*\\* \\(([A-Z][^)]*)\\)")),
      alone(QStringLiteral("\\*\\*((?:Ctrl\\+|F)[^* ]+)\\*\\*"));
  const auto has = [this](const QString& keys, const QString& name) {
    for (const QAction* action : w_->actions())
      if (action->shortcuts().contains(QKeySequence(keys)) && (name.isEmpty() || plain(action->text()) == name))
        return true;
    return false;
  };
  int found = 0;
  for (const QString& text : steps_) {
    for (auto it = named.globalMatch(text); it.hasNext(); ++found) {
      const auto match = it.next();
      QVERIFY2(has(match.captured(2), match.captured(1)), qPrintable(match.captured(0)));
    }
    for (auto it = alone.globalMatch(text); it.hasNext(); ++found) {
      const auto match = it.next();
      QVERIFY2(has(match.captured(1), {}), qPrintable(match.captured(0)));
    }
  }
  QVERIFY2(found >= 10, qPrintable(QString::number(found)));
  QVERIFY(!has("Ctrl+Alt+Y", {}));
}

void TestUiFirstMinutes::step_data() {
  QTest::addColumn<QStringList>("names");
  QTest::newRow("0") << QStringList{"Make street", "Stop", "Go on", "make demo"};
  QTest::newRow("1") << QStringList{"File", "New", "Videos", "resources/boxes/*.json", "Black boxes", "Region…"};
  QTest::newRow("2") << QStringList{"Run next step"};
  QTest::newRow("3") << QStringList{"Links", "Sort", "Rows"};
  QTest::newRow("4") << QStringList{"Ensemble"};
  QTest::newRow("5") << QStringList{"Replay", "[", "]", ",", ".", "E", "Methods"};
  QTest::newRow("6") << QStringList{"Compare", "Studies"};
  QTest::newRow("7") << QStringList{"Live"};
  QTest::newRow("8") << QStringList{"Ctrl+E", "Ctrl+Alt+E", "Ctrl+C", "Ctrl+Shift+F", "Ctrl+Shift+E"};
  QTest::newRow("9") << QStringList{"Ctrl+K", "60ms", "?", "Ctrl+B", "F11"};
  QTest::newRow("10") << QStringList{"View", "Layouts", "Ctrl+0"};
}

void TestUiFirstMinutes::step() {
  QFETCH(QStringList, names);
  QVERIFY2(walked_, "a step before it could not be walked");
  walked_ = false;
  const int number = QString::fromLatin1(QTest::currentDataTag()).toInt();
  QCOMPARE(names_in(steps_.value(number)), names);
  constexpr std::array walks{&TestUiFirstMinutes::welcome, &TestUiFirstMinutes::sources,  &TestUiFirstMinutes::runSteps,
                             &TestUiFirstMinutes::links,   &TestUiFirstMinutes::ensemble, &TestUiFirstMinutes::replay,
                             &TestUiFirstMinutes::compare, &TestUiFirstMinutes::live,     &TestUiFirstMinutes::exports,
                             &TestUiFirstMinutes::palette, &TestUiFirstMinutes::layouts};
  (this->*walks.at(static_cast<std::size_t>(number)))();
  walked_ = !QTest::currentTestFailed();
}

void TestUiFirstMinutes::drop(QWidget* on, const QStringList& files) {
  QMimeData data;
  QList<QUrl> urls;
  for (const QString& file : files) urls << QUrl::fromLocalFile(file);
  data.setUrls(urls);
  QDragEnterEvent enter(on->rect().center(), Qt::CopyAction, &data, Qt::LeftButton, {});
  QApplication::sendEvent(on, &enter);
  QDropEvent drop(on->rect().center(), Qt::CopyAction, &data, Qt::LeftButton, {});
  QApplication::sendEvent(on, &drop);
}

bool TestUiFirstMinutes::answer(const QString& path) {
  const auto asks = [this] { return w_->findChild<QFileDialog*>(); };
  if (!QTest::qWaitFor([&] { return asks() != nullptr; })) {
    qWarning("no file dialog opens");
    return false;
  }
  auto* name = asks()->findChild<QLineEdit*>(QStringLiteral("fileNameEdit"));
  if (!name) return false;
  name->setText(path);
  QTest::keyClick(name, Qt::Key_Return);
  return QTest::qWaitFor([&] { return asks() == nullptr; }, 20000) && active();
}

// Making it is ui_demo's: here it would need a network.
void TestUiFirstMinutes::welcome() {
  auto* page = w_->findChild<Welcome*>();
  mlink::test::offer_demos(*w_);
  QVERIFY(page->isVisible() && !page->demos().empty());
  QCOMPARE(page->demos().front()->button()->text(), "Make street");
}

void TestUiFirstMinutes::sources() {
  const auto at = std::filesystem::path(folder_.path().toStdString());
  QVERIFY(mlink::test::make_swinging_video(at / "swing.mp4", 12));
  QStringList manifests;
  for (const auto& box : {mlink::test::bright_count(), mlink::test::red_share()})
    manifests << QString::fromStdString(mlink::test::write_box(at, box).string());
  press(Qt::Key_N, Qt::ControlModifier);
  QVERIFY(answer(folder_.filePath("my.mlink")));
  QVERIFY(ready());
  QVERIFY(QFileInfo::exists(folder_.filePath("my.mlink")));
  QTableView *videos = nullptr, *boxes = nullptr;
  for (auto* view : w_->sources()->findChildren<QTableView*>()) {
    if (view->accessibleName() == "Videos") videos = view;
    if (view->accessibleName() == "Black boxes") boxes = view;
  }
  QVERIFY(videos && boxes);
  drop(w_->sources(), {folder_.filePath("swing.mp4")});
  drop(w_->sources(), manifests);
  QTRY_COMPARE_WITH_TIMEOUT(w_->sources()->videos()->rowCount(), 1, 30000);
  QTRY_COMPARE_WITH_TIMEOUT(w_->sources()->boxes()->rowCount(), 2, 30000);
  QVERIFY(ready());
  const auto camera = [this] { return w_->worker()->overview()->cameras.front().name; };
  const auto before = camera();
  click(videos->viewport(), videos->visualRect(videos->model()->index(0, 0)).center());
  videos->setFocus();
  QTest::keyClick(videos, Qt::Key_F2);
  auto* editor = videos->viewport()->findChild<QLineEdit*>();
  QVERIFY(editor);
  editor->selectAll();
  QTest::keyClicks(editor, "door");
  QTest::keyClick(editor, Qt::Key_Return);
  QTRY_COMPARE(camera(), "door");
  QVERIFY(ready());
  press(Qt::Key_Z, Qt::ControlModifier);
  QTRY_COMPARE(camera(), before);
  QVERIFY(ready());
}

void TestUiFirstMinutes::runSteps() {
  const auto f5 = [this](const std::function<bool()>& done) {
    press(Qt::Key_F5);
    return QTest::qWaitFor([&] { return done() && !w_->worker()->busy(); }, 60000);
  };
  const auto overview = [this] { return w_->worker()->overview(); };
  QCOMPARE(w_->top_bar()->next_button()->text(), "Run next step");
  QVERIFY(f5([&] { return overview()->wanted > 0 && overview()->done == overview()->wanted; }));
  QVERIFY(f5([&] { return overview()->costs().known(CostKind::time); }));
  QVERIFY(f5([&] { return w_->worker()->data() && w_->worker()->data()->links; }));
  press(Qt::Key_F5);
  QTRY_COMPARE_WITH_TIMEOUT(w_->page(), "replay", 60000);
  QVERIFY(ready());
}

void TestUiFirstMinutes::links() {
  press(Qt::Key_2, Qt::ControlModifier);
  QCOMPARE(w_->page(), "links");
  QVERIFY(ready());
  MatrixView* view = w_->links()->matrix_view();
  const auto place = [&](const char* source, const char* target) {
    return view->visualRect(view->matrix()->index_of(source, target)).center();
  };
  click(view->viewport(), place("bright", "red"));
  QTRY_VERIFY(w_->links()->detail()->detail() && w_->links()->detail()->ready());
  QCOMPARE(w_->selection()->link(), (std::optional<LinkChoice>({"bright", "red"})));
  click(view->viewport(), place("red", "bright"), Qt::ControlModifier);
  QVERIFY(w_->links()->pair()->pinned());
  QVERIFY(w_->links()->bar()->order()->findText("by clusters") >= 0);
  const QPoint rows(w_->links()->bar()->rows()->width() - 8, 12);
  click(w_->links()->bar()->rows(), rows);
  QTRY_VERIFY(ready());
  QTest::mouseDClick(view->viewport(), Qt::LeftButton, {}, place("bright", "red"));
  QTRY_COMPARE(w_->page(), "replay");
  QVERIFY(w_->selection()->frame());
}

void TestUiFirstMinutes::ensemble() {
  press(Qt::Key_3, Qt::ControlModifier);
  QCOMPARE(w_->page(), "ensemble");
  QVERIFY(ready());
  auto* page = qobject_cast<EnsemblePage*>(w_->page_of("ensemble"));
  const BoxSet before = page->tried();
  click(page->set_row()->toggles().front());
  QVERIFY(page->tried() != before);
  QVERIFY(ready());
}

void TestUiFirstMinutes::replay() {
  press(Qt::Key_4, Qt::ControlModifier);
  QCOMPARE(w_->page(), "replay");
  QVERIFY(ready());
  ReplayView* view = w_->replay()->view();
  FrontierSlider* slider = view->budget_panel()->slider();
  const auto budget = [this] { return w_->selection()->budget()->value; };
  const double before = budget();
  const QPoint from = slider->handle_rect().center().toPoint();
  const bool low = from.x() < slider->plot_rect().center().x();
  const QPoint to(qRound(slider->x_of(slider->most() * (low ? .8 : .3))), from.y());
  QTest::mousePress(slider, Qt::LeftButton, {}, from);
  QTest::mouseMove(slider, (from + to) / 2);
  QTest::mouseMove(slider, to);
  QTest::mouseRelease(slider, Qt::LeftButton, {}, to);
  QVERIFY(budget() != before);
  for (int i = 0; i < 4; ++i) press(Qt::Key_BracketLeft);
  const double least = budget();
  for (int i = 0; i < 4; ++i) press(Qt::Key_BracketRight);
  QVERIFY(budget() > least);
  Playback* playback = view->playback();
  press(Qt::Key_Space);
  QVERIFY(playback->playing());
  press(Qt::Key_Space);
  QVERIFY(!playback->playing());
  const double moment = playback->position();
  press(Qt::Key_Comma);
  press(Qt::Key_Period);
  QVERIFY(playback->position() >= moment - 1e-9);
  press(Qt::Key_E);
  press(Qt::Key_A, Qt::ShiftModifier);
  press(Qt::Key_BracketLeft);
  press(Qt::Key_B, Qt::ShiftModifier);
  QVERIFY(slider->pin(0) && slider->pin(1));
  QTRY_VERIFY(view->budget_panel()->pins()->isVisible());
  QVERIFY(ready());
}

void TestUiFirstMinutes::compare() {
  press(Qt::Key_5, Qt::ControlModifier);
  QCOMPARE(w_->page(), "compare");
  QVERIFY(ready());
  auto* page = qobject_cast<ComparePage*>(w_->page_of("compare"));
  FrontierChart* chart = page->budgets()->frontier();
  chart->setFocus();
  for (int i = 0; i < 3; ++i) QTest::keyClick(chart, Qt::Key_Right);
  QVERIFY(w_->selection()->budget());
  QTest::keyClick(chart, Qt::Key_Return);
  QTRY_COMPARE(w_->page(), "replay");
  press(Qt::Key_5, Qt::ControlModifier);
  click(page->tabs(), page->tabs()->tabRect(1).center());
  QVERIFY(page->studies()->isVisible());
}

void TestUiFirstMinutes::live() {
  press(Qt::Key_6, Qt::ControlModifier);
  QCOMPARE(w_->page(), "live");
  QVERIFY(ready());
  auto* page = qobject_cast<LivePage*>(w_->page_of("live"));
  QCOMPARE(page->controls()->start_button()->text(), "Start");
  click(page->controls()->start_button());
  QTRY_VERIFY2_WITH_TIMEOUT(page->outcome() && page->state() == LiveState::idle,
                            qPrintable(page->controls()->problem()), 60000);
  QVERIFY(ready());
  QTRY_VERIFY(page->report_view()->isVisible());
}

void TestUiFirstMinutes::exports() {
  QDir(folder_.path()).mkdir("out");
  press(Qt::Key_E, Qt::ControlModifier);
  QSignalSpy finished(w_->exporter(), &Exporter::finished);
  QVERIFY(answer(folder_.filePath("out")));
  QVERIFY(finished.wait(60000));
  for (const char* const name : {"matrix.csv", "page-replay.png"})
    QVERIFY2(QFileInfo(folder_.filePath(QString("out/") + name)).size() > 0, name);
  press(Qt::Key_E, Qt::ControlModifier | Qt::AltModifier);
  QPointer<ViewExport> view = w_->findChild<ViewExport*>();
  QVERIFY(view);
  QTest::mouseClick(view->save_button(), Qt::LeftButton);
  QVERIFY(answer(folder_.filePath("view.png")));
  QTRY_VERIFY(QFileInfo(folder_.filePath("view.png")).size() > 0);
  QTest::keyClick(view, Qt::Key_Escape);
  QTRY_VERIFY(!view && active());
  press(Qt::Key_C, Qt::ControlModifier);
  QVERIFY(QGuiApplication::clipboard()->mimeData()->hasImage());
  press(Qt::Key_E, Qt::ControlModifier | Qt::ShiftModifier);
  QVERIFY(answer(folder_.filePath("my.html")));
  QTRY_VERIFY_WITH_TIMEOUT(QFileInfo(folder_.filePath("my.html")).size() > 0, 60000);
  QVERIFY(ready());
}

void TestUiFirstMinutes::palette() {
  press(Qt::Key_4, Qt::ControlModifier);
  QVERIFY(ready());
  press(Qt::Key_K, Qt::ControlModifier);
  CommandPalette* palette = w_->palette_overlay();
  QVERIFY(palette->is_open());
  QTest::keyClicks(palette->field(), "60ms");
  QTest::keyClick(palette->field(), Qt::Key_Return);
  QTRY_VERIFY(!palette->is_open());
  QVERIFY(w_->selection()->budget() && w_->selection()->budget()->kind == CostKind::time);
  QCOMPARE(w_->selection()->budget()->value, .06);
  QTest::keyClick(w_.get(), '?');
  QVERIFY(w_->help()->is_open());
  QTest::keyClick(w_->help(), Qt::Key_Escape);
  QVERIFY(!w_->help()->is_open());
  press(Qt::Key_B, Qt::ControlModifier);
  QTRY_VERIFY(w_->findChild<QInputDialog*>());
  QTest::keyClick(w_->findChild<QInputDialog*>(), Qt::Key_Return);
  QTRY_COMPARE(w_->bookmarks().size(), std::size_t{1});
  QVERIFY(ready() && active());
  press(Qt::Key_F11);
  QTRY_VERIFY(w_->presentation());
  press(Qt::Key_F11);
  QTRY_VERIFY(!w_->presentation());
}

void TestUiFirstMinutes::layouts() {
  QAction* two = nullptr;
  for (QAction* action : w_->actions())
    if (action->text() == w_->layout_names().value(0)) two = action;
  QVERIFY(two);
  two->trigger();
  QCOMPARE(w_->layout_name(), two->text());
  press(Qt::Key_0, Qt::ControlModifier);
  QCOMPARE(w_->layout_name(), QString());
}

// Each line of the block, with the names of subcommands and options that it uses, against that command's --help.
void TestUiFirstMinutes::commandsAreTaken() {
  static const QRegularExpression option(QStringLiteral("(?<![\\w-])--[a-z][a-z-]*"));
  int lines = 0;
  QHash<QString, QString> helps;
  for (const QString& line : section("First five minutes on the command line").split(u'\n')) {
    if (!line.startsWith(QStringLiteral("    mlink "))) continue;
    ++lines;
    QString command = line.trimmed().mid(6), remark;
    if (const qsizetype hash = command.indexOf(QStringLiteral(" #")); hash >= 0) {
      remark = command.mid(hash);
      command.truncate(hash);
    }
    QStringList words = command.split(u' ', Qt::SkipEmptyParts), path{words.value(0)};
    if (!words.value(1).contains(u'.') && !words.value(1).contains(u'-')) path << words.value(1);
    if (path.first() == QLatin1String("study")) path.resize(1);
    const QString which = path.join(u' ');
    if (!helps.contains(which)) {
      QProcess mlink;
      mlink.start(QStringLiteral(MLINK_PROGRAM), path + QStringList{"--help"});
      QVERIFY(mlink.waitForFinished(20000));
      QVERIFY2(mlink.exitCode() == 0, qPrintable(line));
      helps[which] = QString::fromUtf8(mlink.readAllStandardOutput());
    }
    for (const QString& text : {command, remark})
      for (auto it = option.globalMatch(text); it.hasNext();) {
        const QString name = it.next().captured(0);
        QVERIFY2(helps[which].contains(QRegularExpression(name + QStringLiteral("\\b"))),
                 qPrintable(name + " in " + line));
      }
  }
  QVERIFY2(lines >= 20, qPrintable(QString::number(lines)));
}

QTEST_MAIN(TestUiFirstMinutes)
#include "test_first_minutes.moc"
