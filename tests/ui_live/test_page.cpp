// The Live page over a small trained experiment, with real mouse and keys: a run to its end beside run_live itself,
// stop, pause, verifying, sources that do not answer or are lost, steps that wait, and a watchdog on the GUI thread.
#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QSpinBox>
#include <QTableView>
#include <atomic>
#include <nlohmann/json.hpp>
#include <thread>

#include "base/text.h"
#include "experiment/live_lines.h"
#include "experiment/live_runs.h"
#include "report/keep_live.h"
#include "report/live_report.h"
#include "support/mjpeg_server.h"
#include "ui/watchdog.h"
#include "ui_live/live_desk.h"

using namespace mlink::rooms;
using mlink::test::KeepAll;
using mlink::test::LiveDesk;
using mlink::test::MjpegServer;
using mlink::test::text_in;

namespace {

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
  void cameraIsLost();
  void severalSources();
  void stepsWaitBehindTheRun();
  void runWaitsBehindAStep();
  void droppedBeforeItsTurn();
  void closingEndsTheRun();
  void windowNeverWaits();

 private:
  [[nodiscard]] QString at(const QString& name) const { return folder_.at(name); }
  [[nodiscard]] std::filesystem::path path(const QString& name) const { return folder_.path(name); }
  [[nodiscard]] QString copy(const QString& name) const { return folder_.copy(name); }
  void compare(const LiveDesk& desk, const LiveReport& expected);

  mlink::test::TrainedFolder folder_;
  ThemeHolder themes_;
};

void TestUiLive::initTestCase() {
  QApplication::setStyle(new WorkbenchStyle(&themes_));
  themes_.set_dark(false);
  if (!mlink::test::have_ffmpeg()) QSKIP("ffmpeg is not installed: no video to run on");
  REQUIRE(folder_.make());
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
  auto* const happened = desk.page->findChild<QTableView*>("live-log");
  QVERIFY(happened && happened->isHidden());  // a sentence stands in its place
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
  QVERIFY(!happened->isHidden());

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
  QTest::qWait(200);  // the frame that was on its way
  const auto held = desk.newest();
  QTest::qWait(350);
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
  QVERIFY2(report.paused_seconds > 0.4 && report.paused_seconds <= report.wall_seconds,
           qPrintable(QString("%1 of %2 s").arg(report.paused_seconds).arg(report.wall_seconds)));
}

void TestUiLive::silentAddress() {
  const MjpegServer silent(folder_.jpegs(), {.way = MjpegServer::Way::silent});
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

void TestUiLive::cameraIsLost() {
  const MjpegServer gone(folder_.jpegs(), {.milliseconds = 5, .before_hanging_up = 8, .connections = 1});
  LiveDesk desk(themes_, copy("lost.mlink"));
  QVERIFY(desk.opened());
  desk.type("live-budget", "1 ms");
  desk.add(QString::fromStdString(gone.address()));
  desk.click("live-start");
  QVERIFY(QTest::qWaitFor([&] { return desk.page->grid()->cells()[0].problem.contains("is lost"); }, 10000));
  QVERIFY(!desk.page->grid()->cells()[0].picture.image.isNull());  // the last picture stays
  QVERIFY2(desk.logged().contains("is lost"), qPrintable(desk.logged()));
  // A box may be loaded meanwhile, which is told above it.
  const auto* log = desk.page->log();
  int row = 0;
  while (row < log->rowCount() && !log->index(row, LiveLogModel::Text).data().toString().contains("is lost")) ++row;
  QCOMPARE(log->index(row, LiveLogModel::Icon).data(RowDelegate::IconRole).toString(), QString("warn"));
  desk.click("live-stop");
  QVERIFY(desk.over());
  QVERIFY(desk.page->outcome()->report && desk.page->outcome()->report->sources.front().lost >= 1);
}

void TestUiLive::severalSources() {
  const MjpegServer camera(folder_.jpegs(), {.milliseconds = 20});
  LiveDesk desk(themes_, copy("several.mlink"));
  QVERIFY(desk.opened());
  desk.type("live-budget", "20 ms");
  desk.add(QString::fromStdString(camera.address()).replace("http://", "http://me:secret@"));
  desk.add(at("swing.avi"));
  desk.add(at("swing.avi"));
  QCOMPARE(desk.page->controls()->source_names().mid(1), QStringList({"swing", "swing 2"}));
  desk.click("live-start");
  QVERIFY(QTest::qWaitFor([&] { return desk.newest(0) >= 0 && desk.newest(1) >= 0 && desk.newest(2) >= 0; }, 10000));
  QStringList names;
  for (const LiveCell& cell : desk.page->grid()->cells()) names << cell.name;
  QCOMPARE(names, desk.page->controls()->source_names());
  QVERIFY(!desk.find<QComboBox>("live-source")->isEnabled());
  QVERIFY(!desk.page->grid()->cells()[0].removable);
  desk.click("live-stop");
  QVERIFY(desk.over());
  QVERIFY(desk.page->grid()->cells()[0].removable && !desk.page->grid()->cells()[0].picture.image.isNull());
  QVERIFY(text_in(path("several.mlink")).find("secret") == std::string::npos);  // nor is it kept
  const auto reader = ExperimentReader::open(path("several.mlink"));
  REQUIRE(reader);
  const auto results = reader->results(kLiveKind);
  REQUIRE(results);
  QCOMPARE(results->size(), std::size_t{1});
  QVERIFY2(results->front().settings_json.find("me:***@") != std::string::npos, results->front().settings_json.c_str());
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

QTEST_MAIN(TestUiLive)
#include "test_page.moc"
