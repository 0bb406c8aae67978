// The Live page over a small trained experiment, with real mouse and keys: a run to its end beside run_live itself,
// stop, pause, verifying, sources that do not answer or are lost, steps that wait, and a watchdog on the GUI thread.
#include <QAbstractItemModelTester>
#include <QAction>
#include <QComboBox>
#include <QDir>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QMenu>
#include <QScrollBar>
#include <QSpinBox>
#include <QTableView>
#include <QTemporaryDir>
#include <atomic>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <thread>

#include "base/text.h"
#include "experiment/live_lines.h"
#include "experiment/live_runs.h"
#include "report/keep_live.h"
#include "report/live_report.h"
#include "support/mjpeg_server.h"
#include "ui/common/style.h"
#include "ui/watchdog.h"
#include "ui_live/live_desk.h"

using namespace mlink::rooms;
using mlink::test::KeepAll;
using mlink::test::LiveDesk;
using mlink::test::MjpegServer;

namespace {

std::string text_in(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// The lines of frames: those of events tell times that differ from run to run.
QStringList lines_of_frames(const std::string& text) {
  QStringList lines;
  for (const QString& line : QString::fromStdString(text).split(u'\n', Qt::SkipEmptyParts))
    if (!line.contains(QStringLiteral("\"event\":"))) lines << line;
  return lines;
}

QString cell_text(const QAbstractItemModel& model, int row, int column) {
  return model.index(row, column).data().toString();
}

}  // namespace

class TestUiLive : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase();
  void runToItsEnd();
  void stopKeepsWhatIsFinished();
  void pauseHoldsTheRun();
  void silentAddress();
  void addressesAreChecked_data();
  void addressesAreChecked();
  void cameraIsLost();
  void severalSources();
  void stepsWaitBehindTheRun();
  void runWaitsBehindAStep();
  void droppedBeforeItsTurn();
  void budgetIsTyped_data();
  void budgetIsTyped();
  void optionsReachTheRun();
  void linesThatCannotBeWritten();
  void emptyStates();
  void unknownCosts();
  void closingEndsTheRun();
  void windowNeverWaits();
  void everythingHasAName();
  void nothingIsCut_data();
  void nothingIsCut();
  void pictures();

 private:
  [[nodiscard]] QString at(const QString& name) const { return folder_.filePath(name); }
  [[nodiscard]] std::filesystem::path path(const QString& name) const { return at(name).toStdString(); }
  /// A copy of the trained experiment for one test.
  [[nodiscard]] QString copy(const QString& name) const {
    QFile::remove(at(name));
    return QFile::copy(at("three.mlink"), at(name)) ? at(name) : QString();
  }
  void compare(const LiveDesk& desk, const LiveReport& expected);

  QTemporaryDir folder_;
  ThemeHolder themes_;
  std::vector<std::string> jpegs_;
};

void TestUiLive::initTestCase() {
  QApplication::setStyle(new WorkbenchStyle(&themes_));
  themes_.set_dark(false);
  if (!mlink::test::have_ffmpeg()) QSKIP("ffmpeg is not installed: no video to run on");
  QVERIFY(mlink::test::make_swinging_video(path("swing.avi"), 20));
  QDir(folder_.path()).mkdir("pictures");
  QVERIFY(mlink::test::make_video(path("pictures/%02d.jpg"), "testsrc2=size=160x120:rate=10:duration=1", "-q:v 3"));
  for (int n = 1; n <= 10; ++n) jpegs_.push_back(text_in(path(QString("pictures/%1.jpg").arg(n, 2, 10, QChar('0')))));
  auto experiment = Experiment::create(path("three.mlink"));
  REQUIRE(experiment);
  AddVideoOptions whole, corner;
  whole.camera = "whole";
  corner.camera = "corner";
  corner.crop = Rect{40, 30, 80, 60};
  corner.every = 2;
  REQUIRE(experiment->add_video(path("swing.avi"), whole));
  REQUIRE(experiment->add_video(path("swing.avi"), corner));
  for (const auto& tiny : {mlink::test::bright_count(), mlink::test::red_share(), mlink::test::bright_count("twin")})
    REQUIRE(experiment->add_box(mlink::test::write_box(folder_.path().toStdString(), tiny)));
  REQUIRE(mlink::test::make_ready(*experiment, {{"bright", 2, 20}, {"red", 3, 50}, {"twin", 4, 30}}));
}

/// What the page shows of a run is what run_live says of one with the same settings.
void TestUiLive::compare(const LiveDesk& desk, const LiveReport& expected) {
  const LiveReport& shown = *desk.page->outcome()->report;
  QCOMPARE(shown.frames, expected.frames);
  QCOMPARE(shown.executions, expected.executions);
  QCOMPARE(shown.verified, expected.verified);
  QCOMPARE(shown.periods.size(), expected.periods.size());
  for (std::size_t p = 0; p < expected.periods.size(); ++p)
    QCOMPARE(shown.periods[p].activated.bits(), expected.periods[p].activated.bits());
  const BoxSet last = expected.periods.back().activated;
  const LiveBoxesModel& boxes = *desk.page->boxes();
  QCOMPARE(boxes.rowCount(), 3);
  for (int box = 0; box < 3; ++box) {
    const auto& of = expected.boxes[static_cast<std::size_t>(box)];
    QCOMPARE(shown.boxes[static_cast<std::size_t>(box)].accuracy(), of.accuracy());
    QCOMPARE(cell_text(boxes, box, LiveBoxesModel::Box), QString::fromStdString(of.name));
    QCOMPARE(cell_text(boxes, box, LiveBoxesModel::How) == "run", last.has(box));
    QCOMPARE(cell_text(boxes, box, LiveBoxesModel::Agreement),
             last.has(box) ? QString("exact") : QString::fromStdString(score_text(of.accuracy())));
  }
  const auto tables = desk.page->report_view()->tables();
  const auto made = live_tables(shown);
  QCOMPARE(tables.size(), made.size());
  for (std::size_t i = 0; i < made.size(); ++i) QVERIFY(tables[i].rows == made[i].rows);
}

void TestUiLive::runToItsEnd() {
  LiveDesk desk(themes_, copy("end.mlink"));
  QVERIFY(desk.opened());
  const QAbstractItemModelTester log(desk.page->log(), QAbstractItemModelTester::FailureReportingMode::QtTest);
  const QAbstractItemModelTester boxes(desk.page->boxes(), QAbstractItemModelTester::FailureReportingMode::QtTest);
  QCOMPARE(desk.page->controls()->source_names(), QStringList({"whole", "corner"}));
  desk.type("live-budget", "5.5 ms");
  QCOMPARE(desk.selection.budget()->value, 0.0055);
  auto* every = desk.find<QSpinBox>("live-verify-every");
  every->selectAll();
  QTest::keyClicks(every, "7");
  QTest::keyClick(every, Qt::Key_Tab);
  QVERIFY(desk.find<QCheckBox>("live-verify")->isChecked());
  desk.type("live-period", "3s");
  desk.type("live-outputs", at("end.jsonl"));
  desk.click("live-start");
  QVERIFY(!desk.is(LiveState::idle));
  QVERIFY(!desk.find<QPushButton>("live-start")->isEnabled());
  QVERIFY(desk.over());
  QVERIFY2(desk.page->outcome() && desk.page->outcome()->report, qPrintable(desk.logged()));

  LiveOptions options;
  options.budget = {CostKind::time, 0.0055};
  options.verify = 7;
  options.period_seconds = 3;
  KeepAll kept;
  std::string text;
  std::optional<LiveLines> lines;
  kept.on_frame = [&](const LiveFrame& frame) -> Status {
    if (!lines)
      lines.emplace(kept.start, [&](std::string_view more) -> Status {
        text += more;
        return {};
      });
    return lines->frame(frame);
  };
  const auto expected = run_live(path("three.mlink"), options, kept, {}, {});
  REQUIRE(expected);
  compare(desk, *expected);
  if (QTest::currentTestFailed()) return;
  QCOMPARE(lines_of_frames(text_in(path("end.jsonl"))), lines_of_frames(text));
  // every event of the run stands in the list, and the picture is of the last frame of its source
  for (const LiveEvent& event : kept.of(LiveEventKind::selected))
    QVERIFY(desk.logged().contains(QString::fromStdString(event.text)));
  for (std::size_t source = 0; source < 2; ++source) {
    const auto last = std::find_if(kept.frames.rbegin(), kept.frames.rend(),
                                   [&](const LiveFrame& frame) { return frame.source == source; });
    QCOMPARE(desk.newest(source), last->ordinal);
    const auto& chips = desk.page->grid()->cells()[source].picture.chips;
    QCOMPARE(chips.size(), std::size_t{3});
    for (std::size_t box = 0; box < 3; ++box) {
      QCOMPARE(chips[box].run, last->outputs[box].given == LiveGiven::run);
      QCOMPARE(chips[box].text.contains(u'~'), last->outputs[box].given == LiveGiven::predicted);
    }
  }
  const auto& figures = desk.page->figures()->figures();
  QCOMPARE(figures.size(), 4);
  const LiveReport& report = *desk.page->outcome()->report;
  QCOMPARE(figures[1].value, QString::fromStdString(duration_text(report.times.mean())));
  QCOMPARE(figures[3].value, QString("%1\u2009%").arg(std::lround(report.time_saved() * 100)));
  QVERIFY(desk.page->curves()
              ->reference(LiveCurves::Agreement)
              .contains(QString::fromStdString(score_text(report.forecast->output_accuracy))));
  QCOMPARE(desk.page->parts()->current(), 1);
  QVERIFY(desk.page->report_view()->isVisible());

  // what is kept reads back as what was shown
  const auto reader = ExperimentReader::open(path("end.mlink"));
  REQUIRE(reader);
  const auto results = reader->results(kLiveKind);
  REQUIRE(results);
  QCOMPARE(results->size(), std::size_t{1});
  const auto result = reader->result(results->front().id);
  REQUIRE(result);
  auto document = nlohmann::json::parse(result->document);
  QVERIFY(document.contains("inputs") && document.contains("made_from"));
  document.erase("inputs");
  document.erase("made_from");
  QVERIFY(document == live_json(report));
  auto settings = options;
  QVERIFY(nlohmann::json::parse(result->settings_json) == live_settings_json(settings));
  QCOMPARE(result->seed, std::int64_t{0});
  QCOMPARE(result->data_hash, reader->snapshot()->links->data_hash());
}

void TestUiLive::stopKeepsWhatIsFinished() {
  LiveDesk desk(themes_, copy("stop.mlink"));
  QVERIFY(desk.opened());
  desk.type("live-budget", "20 ms");
  desk.check("live-realtime");
  desk.click("live-start");
  QVERIFY(desk.becomes(LiveState::running));
  QVERIFY(QTest::qWaitFor([&] { return desk.newest() >= 0; }));
  QTest::qWait(300);
  desk.click("live-stop");
  QVERIFY(desk.over());
  QVERIFY2(desk.page->outcome()->report, qPrintable(desk.logged()));
  const LiveReport& report = *desk.page->outcome()->report;
  QVERIFY(report.stopped);
  QVERIFY2(report.frames > 0 && report.frames < 100, qPrintable(QString::number(report.frames)));
  const auto results = ExperimentReader::open(path("stop.mlink"))->results(kLiveKind);
  REQUIRE(results);
  QCOMPARE(results->size(), std::size_t{1});
  const auto document =
      nlohmann::json::parse(ExperimentReader::open(path("stop.mlink"))->result(results->front().id)->document);
  QCOMPARE(document.at("frames").get<std::int64_t>(), report.frames);
  QVERIFY(document.at("stopped").get<bool>());
  QVERIFY2(desk.logged().contains("what is finished is kept"), qPrintable(desk.logged()));
  QVERIFY(desk.find<QPushButton>("live-start")->isEnabled() && !desk.find<QPushButton>("live-stop")->isEnabled());
}

void TestUiLive::pauseHoldsTheRun() {
  LiveDesk desk(themes_, copy("pause.mlink"));
  QVERIFY(desk.opened());
  desk.type("live-budget", "1 ms");  // nothing fits: no prefix, so frames are told as they come
  desk.check("live-realtime");
  desk.click("live-start");
  QVERIFY(QTest::qWaitFor([&] { return desk.newest() >= 0; }));
  desk.click("live-pause");
  QVERIFY(desk.is(LiveState::paused));
  QCOMPARE(desk.find<QPushButton>("live-pause")->text(), QString("Go on"));
  QTest::qWait(250);  // the frame that was on its way
  const auto held = desk.newest();
  QTest::qWait(500);
  QCOMPARE(desk.newest(), held);
  QTest::keyClick(desk.page.get(), Qt::Key_K);
  QVERIFY(desk.is(LiveState::running));
  QVERIFY(QTest::qWaitFor([&] { return desk.newest() > held; }));
  QTest::keyClick(desk.page.get(), Qt::Key_Space);
  QVERIFY(desk.is(LiveState::paused));
  QTest::qWait(60);
  desk.click("live-stop");  // a run that is held can be stopped
  QVERIFY(desk.over());
  const LiveReport& report = *desk.page->outcome()->report;
  QVERIFY(report.stopped);
  QVERIFY2(report.paused_seconds > 0.7 && report.paused_seconds <= report.wall_seconds,
           qPrintable(QString("%1 of %2 s").arg(report.paused_seconds).arg(report.wall_seconds)));
}

void TestUiLive::silentAddress() {
  const MjpegServer silent(jpegs_, {.way = MjpegServer::Way::silent});
  LiveDesk desk(themes_, copy("silent.mlink"));
  QVERIFY(desk.opened());
  const QString address = QString::fromStdString(silent.address()).replace("http://", "http://me:secret@");
  desk.add(address);
  QVERIFY(!desk.page->controls()->own_cameras());
  desk.find<QDoubleSpinBox>("live-timeout")->setValue(0.4);
  desk.click("live-start");
  QVERIFY(desk.over());
  const auto& cells = desk.page->grid()->cells();
  QCOMPARE(cells.size(), std::size_t{1});
  QVERIFY2(cells[0].problem.contains("There was no answer within 0.4 s."), qPrintable(cells[0].problem));
  QVERIFY2(desk.logged().contains("There was no answer"), qPrintable(desk.logged()));
  QVERIFY(desk.page->controls()->problem().isEmpty());
  for (const QString& shown :
       {cells[0].name, cells[0].problem, desk.logged(), desk.page->grid()->accessibleDescription()})
    QVERIFY2(!shown.contains("secret"), qPrintable(shown));
  // it can be taken out again
  QTest::mouseClick(desk.page->grid(), Qt::LeftButton, {}, desk.page->grid()->cross_rect(0).center().toPoint());
  QVERIFY(desk.page->controls()->chosen().empty());
  QVERIFY(desk.page->no_source()->isVisible());
  QCOMPARE(desk.page->no_source()->text(), QString("Choose a camera, file or address."));
  desk.click("live-start");
  QVERIFY(desk.is(LiveState::idle));
  QVERIFY2(desk.page->controls()->problem().contains("Choose a camera"), qPrintable(desk.page->controls()->problem()));
}

void TestUiLive::addressesAreChecked_data() {
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

void TestUiLive::addressesAreChecked() {
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
  if (typed == "pictures") QCOMPARE(desk.page->controls()->chosen().front().rate, 10.);
}

void TestUiLive::cameraIsLost() {
  const MjpegServer gone(jpegs_, {.milliseconds = 5, .before_hanging_up = 8, .connections = 1});
  LiveDesk desk(themes_, copy("lost.mlink"));
  QVERIFY(desk.opened());
  desk.type("live-budget", "1 ms");
  desk.add(QString::fromStdString(gone.address()));
  desk.click("live-start");
  QVERIFY(QTest::qWaitFor([&] { return desk.page->grid()->cells()[0].problem.contains("is lost"); }, 10000));
  QVERIFY(!desk.page->grid()->cells()[0].picture.image.isNull());  // the last picture stays
  QVERIFY2(desk.logged().contains("is lost"), qPrintable(desk.logged()));
  QCOMPARE(desk.page->log()->index(0, LiveLogModel::Icon).data(RowDelegate::IconRole).toString(), QString("warn"));
  desk.click("live-stop");
  QVERIFY(desk.over());
  QVERIFY(desk.page->outcome()->report && desk.page->outcome()->report->sources.front().lost >= 1);
}

void TestUiLive::severalSources() {
  const MjpegServer camera(jpegs_, {.milliseconds = 20});
  LiveDesk desk(themes_, copy("several.mlink"));
  QVERIFY(desk.opened());
  desk.type("live-budget", "20 ms");
  desk.add(QString::fromStdString(camera.address()));
  desk.add(at("swing.avi"));
  desk.add(at("swing.avi"));
  QCOMPARE(desk.page->controls()->source_names().mid(1), QStringList({"swing", "swing 2"}));
  desk.click("live-start");
  QVERIFY(QTest::qWaitFor([&] { return desk.newest(0) >= 0 && desk.newest(1) >= 0 && desk.newest(2) >= 0; }, 10000));
  QStringList names;
  for (const LiveCell& cell : desk.page->grid()->cells()) names << cell.name;
  QCOMPARE(names, desk.page->controls()->source_names());
  QVERIFY(!desk.find<QComboBox>("live-source")->isEnabled());
  desk.click("live-stop");
  QVERIFY(desk.over());
}

void TestUiLive::stepsWaitBehindTheRun() {
  LiveDesk desk(themes_, copy("behind.mlink"));
  QVERIFY(desk.opened());
  desk.type("live-budget", "1 ms");
  desk.check("live-realtime");
  desk.click("live-start");
  QVERIFY(desk.becomes(LiveState::running));
  std::atomic<bool> done = false;
  desk.worker.run(WorkStep::edit, [&](WriterPort&, const std::stop_token&, const ProgressFn&) {
    done = true;
    return StepEnd{};
  });
  QCOMPARE(desk.page->controls()->note(), QString("Waits until this run ends: Edit."));
  QVERIFY(!done);
  desk.click("live-stop");  // of this run alone: what waits is not dropped
  QVERIFY(QTest::qWaitFor([&] { return done.load(); }, 10000));
  QVERIFY(desk.over());
  QVERIFY(desk.page->controls()->note().isEmpty());
}

void TestUiLive::runWaitsBehindAStep() {
  LiveDesk desk(themes_, copy("ahead.mlink"));
  QVERIFY(desk.opened());
  std::atomic<bool> go_on = false;
  desk.worker.run(WorkStep::edit, [&](WriterPort&, const std::stop_token&, const ProgressFn&) {
    while (!go_on) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    return StepEnd{};
  });
  desk.type("live-budget", "1 ms");
  desk.click("live-start");
  QVERIFY(desk.is(LiveState::waiting));
  QCOMPARE(desk.page->controls()->note(), QString("Waits until this is done: Edit."));
  QTest::qWait(150);
  QVERIFY(desk.is(LiveState::waiting));
  go_on = true;
  QVERIFY(desk.over());
  QVERIFY(desk.page->outcome() && desk.page->outcome()->report);
}

void TestUiLive::droppedBeforeItsTurn() {
  LiveDesk desk(themes_, copy("dropped.mlink"));
  QVERIFY(desk.opened());
  desk.worker.run(WorkStep::edit, [](WriterPort&, const std::stop_token& stop, const ProgressFn&) {
    while (!stop.stop_requested()) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    return StepEnd{};
  });
  desk.click("live-start");
  QVERIFY(desk.is(LiveState::waiting));
  desk.worker.stop();  // the status line's button: what waits is dropped
  QVERIFY(desk.over());
  QVERIFY2(desk.logged().contains("dropped before its turn"), qPrintable(desk.logged()));
  QVERIFY(!desk.page->outcome());
}

void TestUiLive::budgetIsTyped_data() {
  QTest::addColumn<QString>("typed");
  QTest::addColumn<bool>("understood");
  QTest::addColumn<double>("value");
  QTest::newRow("memory") << "64 MB" << true << 64e6;
  QTest::newRow("time") << "60ms" << true << 0.06;
  QTest::newRow("no unit") << "64" << false << 0.;
  QTest::newRow("words") << "plenty" << false << 0.;
  QTest::newRow("below nothing") << "-3 MB" << false << 0.;
}

void TestUiLive::budgetIsTyped() {
  QFETCH(QString, typed);
  QFETCH(bool, understood);
  QFETCH(double, value);
  LiveDesk desk(themes_, at("three.mlink"));
  QVERIFY(desk.opened());
  desk.type("live-budget", typed);
  QCOMPARE(desk.page->budget_problem().isEmpty(), understood);
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

void TestUiLive::optionsReachTheRun() {
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

void TestUiLive::linesThatCannotBeWritten() {
  LiveDesk desk(themes_, copy("nowhere.mlink"));
  QVERIFY(desk.opened());
  desk.type("live-outputs", at("nowhere/lines.jsonl"));
  desk.click("live-start");
  QVERIFY(desk.over());
  QVERIFY2(desk.page->controls()->problem().contains("cannot be written"),
           qPrintable(desk.page->controls()->problem()));
  QVERIFY(desk.logged().contains("cannot be written"));
}

void TestUiLive::emptyStates() {
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

void TestUiLive::unknownCosts() {
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

void TestUiLive::closingEndsTheRun() {
  for (const bool page_first : {true, false}) {
    QElapsedTimer clock;
    {
      LiveDesk desk(themes_, copy("close.mlink"));
      QVERIFY(desk.opened());
      desk.type("live-budget", "1 ms");
      desk.check("live-realtime");
      desk.click("live-start");
      QVERIFY(QTest::qWaitFor([&] { return desk.newest() >= 0; }));
      if (!page_first) desk.click("live-pause");
      clock.start();
      if (page_first)
        desk.page.reset();
      else
        desk.worker.close();
      if (!page_first) QVERIFY(desk.page->empty_state()->isVisible() && desk.is(LiveState::idle));
    }
    QVERIFY2(clock.elapsed() < 3000, qPrintable(QString::number(clock.elapsed())));
    QVERIFY(Experiment::open(path("close.mlink")).has_value());  // nobody holds it any more
  }
}

void TestUiLive::windowNeverWaits() {
  LiveDesk desk(themes_, copy("watched.mlink"), {1600, 1000});
  QVERIFY(desk.opened());
  for (int i = 0; i < 4; ++i) desk.add(at("swing.avi"));
  desk.type("live-budget", "20 ms");
  desk.type("live-period", "2s");
  auto* every = desk.find<QSpinBox>("live-verify-every");
  every->setValue(2);
  QTest::qWait(50);
  const mlink::test::Watchdog dog;
  desk.click("live-start");
  QVERIFY(desk.over());
  QVERIFY(desk.page->outcome() && desk.page->outcome()->report);
  qInfo("longest turn of the GUI thread: %.1f ms (%.1f ms with what the machine took away), %lld frames in %.2f s",
        dog.longest_ms(), dog.longest_wall_ms(), static_cast<long long>(desk.page->outcome()->report->frames),
        desk.page->outcome()->report->wall_seconds);
  QVERIFY2(dog.longest_ms() < 150, qPrintable(QString::number(dog.longest_ms())));
}

void TestUiLive::everythingHasAName() {
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
    if (part || qobject_cast<const QScrollBar*>(widget)) continue;
    ++named;
    QVERIFY2(!widget->accessibleName().isEmpty() || (button && !button->text().isEmpty()),
             qPrintable(QString("%1 %2 in %3 in %4")
                            .arg(widget->metaObject()->className(), widget->objectName(),
                                 widget->parentWidget()->metaObject()->className(),
                                 widget->parentWidget()->parentWidget()->metaObject()->className())));
  }
  QVERIFY(named > 12);
}

void TestUiLive::nothingIsCut_data() {
  QTest::addColumn<QSize>("size");
  // the page without rail, toolbar and status line
  QTest::newRow("1024x700") << QSize(952, 600);
  QTest::newRow("1280x800") << QSize(1208, 700);
  QTest::newRow("3840x2160") << QSize(3768, 2060);
}

void TestUiLive::nothingIsCut() {
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
  }
  // numbers of the report are never cut
  for (const QTableView* view : desk.page->report_view()->views())
    for (int column = 0; column < view->model()->columnCount(); ++column)
      if (!view->isColumnHidden(column))
        QVERIFY(view->columnViewportPosition(column) + view->columnWidth(column) <= view->viewport()->width() + 1);
}

/// Not a test: MLINK_LIVE_FILE is an experiment to run on, MLINK_LIVE_PICTURES a folder for pictures to look at.
void TestUiLive::pictures() {
  const QString file = qEnvironmentVariable("MLINK_LIVE_FILE"), into = qEnvironmentVariable("MLINK_LIVE_PICTURES");
  if (file.isEmpty() || into.isEmpty()) QSKIP("no experiment to look at: MLINK_LIVE_FILE, MLINK_LIVE_PICTURES");
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

QTEST_MAIN(TestUiLive)
#include "test_page.moc"
