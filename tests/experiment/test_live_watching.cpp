// experiment: a live run that somebody watches: pictures and marks, a pause, and figures as it goes.
#include <QTemporaryDir>
#include <QTest>
#include <chrono>
#include <cmath>
#include <set>
#include <thread>

#include "experiment/live_figures.h"
#include "experiment/live_named.h"
#include "experiment/live_pause.h"
#include "experiment/live_runs.h"

using namespace mlink::rooms;
using mlink::test::KeepAll;

namespace {

/// Keeps what a window would show.
class Watches : public KeepAll {
 public:
  bool wants_pictures() const override { return true; }
  void taken(const LiveTaken& taken) override { before.push_back(taken); }
  std::vector<LiveTaken> before;
};

/// Marks a quarter of each picture.
class Marks1 : public BlackBox {
 public:
  explicit Marks1(std::unique_ptr<BlackBox> box) : box_(std::move(box)) {}
  const Manifest& manifest() const override { return box_->manifest(); }
  Status load() override { return box_->load(); }
  void unload() override { box_->unload(); }
  Result<std::vector<Answer>> run(std::span<const Frame> frames) override {
    auto answers = box_->run(frames);
    if (answers)
      for (auto& answer : *answers) answer.marks.boxes.push_back({0, 0, 0.5F, 0.5F, 1, manifest().name});
    return answers;
  }

 private:
  std::unique_ptr<BlackBox> box_;
};

}  // namespace

class TestLiveWatching : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  std::filesystem::path file_;

  [[nodiscard]] std::filesystem::path at(const std::string& name) const {
    return std::filesystem::path(folder_.path().toStdString()) / name;
  }
  static LiveOptions at_budget(double milliseconds) {
    LiveOptions options;
    options.budget = {CostKind::time, milliseconds / 1e3};
    options.prefix = 0.1;
    options.make_box = [](const Manifest& manifest, const BoxOptions& with) -> Result<std::unique_ptr<BlackBox>> {
      MLINK_ASSIGN(auto box, make_black_box(manifest, with));
      return std::make_unique<Marks1>(std::move(box));
    };
    return options;
  }

 private Q_SLOTS:
  void initTestCase() {
    if (!mlink::test::have_ffmpeg()) QSKIP("ffmpeg is not installed: no video to run on");
    file_ = at("two.mlink");
    QVERIFY(mlink::test::make_swinging_video(at("swing.avi"), 12));
    auto experiment = Experiment::create(file_);
    REQUIRE(experiment);
    AddVideoOptions whole, corner;
    whole.camera = "whole";
    corner.camera = "corner";
    corner.crop = Rect{40, 30, 80, 60};
    REQUIRE(experiment->add_video(at("swing.avi"), whole));
    REQUIRE(experiment->add_video(at("swing.avi"), corner));
    for (const auto& tiny : {mlink::test::bright_count(), mlink::test::red_share()})
      REQUIRE(experiment->add_box(mlink::test::write_box(folder_.path().toStdString(), tiny)));
    REQUIRE(mlink::test::make_ready(*experiment, {{"bright", 4, 30}, {"red", 3, 50}}));
  }

  void who_does_not_ask_gets_no_pictures() {
    KeepAll kept;
    REQUIRE(run_live(file_, at_budget(3.5), kept, {}, {}));
    for (const auto& frame : kept.frames) {
      QVERIFY(!frame.picture && frame.marks.empty());
      QVERIFY(std::isnan(frame.process_bytes));
    }
  }

  void pictures_and_marks_are_those_of_the_source() {
    Watches kept;
    const auto report = run_live(file_, at_budget(3.5), kept, {}, {});
    REQUIRE(report);
    QCOMPARE(static_cast<std::int64_t>(kept.before.size()), report->prefix_frames);
    QVERIFY(!kept.before.empty());
    for (const auto& taken : kept.before) QVERIFY(static_cast<bool>(taken.picture));
    std::set<std::size_t> prefix_pictures;
    for (const auto& frame : kept.frames) {
      // of a prefix only the newest picture of each source is held until the set is chosen
      if (frame.prefix && frame.picture) QVERIFY(prefix_pictures.insert(frame.source).second);
      if (!frame.prefix) QVERIFY(static_cast<bool>(frame.picture));
      if (frame.picture)
        QCOMPARE(std::pair(frame.picture.width(), frame.picture.height()),
                 kept.start.sources[frame.source] == "whole" ? std::pair(160, 120) : std::pair(80, 60));
      QCOMPARE(frame.marks.size(), frame.outputs.size());
      for (std::size_t box = 0; box < frame.outputs.size(); ++box) {
        QCOMPARE(frame.marks[box].boxes.size(),
                 frame.outputs[box].given == LiveGiven::run ? std::size_t{1} : std::size_t{0});
        if (!frame.marks[box].empty()) QCOMPARE(frame.marks[box].boxes.front().label, kept.start.boxes[box]);
        QVERIFY(frame.outputs[box].seconds >= 0);
      }
      QVERIFY(!std::isnan(frame.process_bytes));
      QVERIFY(frame.took > 0 && frame.loaded.has(frame.activated.has(0) ? 0 : 1));
    }
    QCOMPARE(prefix_pictures.size(), std::size_t{2});
  }

  void watching_changes_nothing() {
    KeepAll blind;
    Watches seeing;
    auto options = at_budget(3.5);
    options.verify = 3;
    const auto one = run_live(file_, options, blind, {}, {});
    const auto other = run_live(file_, options, seeing, {}, {});
    REQUIRE(one);
    REQUIRE(other);
    QCOMPARE(one->executions, other->executions);
    QCOMPARE(blind.frames.size(), seeing.frames.size());
    for (std::size_t n = 0; n < blind.frames.size(); ++n)
      for (std::size_t box = 0; box < 2; ++box)
        QVERIFY(blind.frames[n].outputs[box].output == seeing.frames[n].outputs[box].output);
    for (std::size_t box = 0; box < 2; ++box) QCOMPARE(one->boxes[box].accuracy(), other->boxes[box].accuracy());
  }

  void figures_on_the_way_lead_to_the_report() {
    Watches kept;
    auto options = at_budget(3.5);
    options.verify = 4;
    const auto report = run_live(file_, options, kept, {}, {});
    REQUIRE(report);
    LiveFigures figures(kept.start, CostKind::time);
    double seconds = 0;
    for (const auto& frame : kept.frames) figures.add(frame, seconds += 0.05);
    const LiveNow now = figures.at(seconds);
    QCOMPARE(now.frames, report->frames);
    QCOMPARE(now.prefix_frames, report->prefix_frames);
    QCOMPARE(now.verified, report->verified);
    QCOMPARE(now.agreement, report->output_accuracy());
    QVERIFY(std::abs(now.all_boxes / report->all_boxes_seconds - 1) < 1e-9);
    QCOMPARE(now.source_frames[0] + now.source_frames[1], report->frames);
    double took = 0;
    for (const auto& frame : kept.frames) took += frame.took;
    QVERIFY(took > 0 && took <= report->times.sum());  // handing over is not in it yet
    for (std::size_t box = 0; box < 2; ++box) {
      QCOMPARE(now.boxes[box].executions, report->boxes[box].executions);
      QCOMPARE(now.boxes[box].checked, report->boxes[box].checked);
      QCOMPARE(now.boxes[box].agreement, report->boxes[box].accuracy());
      QCOMPARE(now.boxes[box].bytes, box == 0 ? 30e6 : 50e6);
      QCOMPARE(std::isnan(now.boxes[box].seconds), report->boxes[box].executions == 0);
      if (report->boxes[box].executions == 0) continue;
      QVERIFY(std::abs(now.boxes[box].seconds * static_cast<double>(now.boxes[box].executions) -
                       report->boxes[box].seconds) < 1e-9);
    }
    QVERIFY(kept.start.forecast.has_value());
    QCOMPARE(kept.start.forecast->output_accuracy, report->forecast->output_accuracy);
    QCOMPARE(std::lround(kept.start.rate), 20L);  // two cameras of 10 frames a second
  }

  void the_last_minute_is_kept() {
    LiveStart start;
    start.boxes = {"a"};
    start.sources = {"door"};
    start.costs.boxes.resize(1);
    LiveFigures figures(start, CostKind::time);
    LiveFrame frame;
    frame.outputs.resize(1);
    frame.took = 0.02;
    for (int n = 0; n < 1000; ++n) figures.add(frame, n * 0.1);
    const LiveNow now = figures.at(100);
    QVERIFY(now.moments.front().seconds >= 40 && now.moments.back().seconds <= 100);
    QVERIFY(now.moments.size() >= 238 && now.moments.size() <= 241);
    QVERIFY(std::abs(now.took - 0.02) < 1e-12);
    QVERIFY(std::abs(now.possible_rate() - 50) < 1e-6);
    QVERIFY(std::isnan(now.all_bytes));  // of the box nothing is known
  }

  void paused_nothing_runs() {
    auto options = at_budget(3.5);
    options.prefix = 0;
    options.pause = std::make_shared<LivePause>();
    KeepAll kept;
    std::jthread later;
    kept.on_frame = [&](const LiveFrame&) -> Status {
      if (kept.frames.size() != 5) return {};
      options.pause->set(true);
      later = std::jthread([pause = options.pause] {
        std::this_thread::sleep_for(std::chrono::milliseconds(300));
        pause->set(false);
      });
      return {};
    };
    const auto report = run_live(file_, options, kept, {}, {});
    REQUIRE(report);
    QVERIFY2(report->paused_seconds > 0.25 && report->paused_seconds < report->wall_seconds,
             qPrintable(QString::number(report->paused_seconds)));
    QVERIFY(report->times.sum() + report->paused_seconds <= report->wall_seconds);
    QCOMPARE(static_cast<std::int64_t>(kept.frames.size()), report->frames);
    KeepAll whole;
    options.pause = nullptr;
    const auto without = run_live(file_, options, whole, {}, {});
    REQUIRE(without);
    QCOMPARE(report->frames, without->frames);  // files wait
  }

  void a_paused_run_can_be_stopped() {
    auto options = at_budget(3.5);
    options.prefix = 0;
    options.pause = std::make_shared<LivePause>();
    std::stop_source stop;
    KeepAll kept;
    std::jthread later;
    kept.on_frame = [&](const LiveFrame&) -> Status {
      options.pause->set(true);
      later = std::jthread([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        stop.request_stop();
      });
      return {};
    };
    const auto report = run_live(file_, options, kept, stop.get_token(), {});
    REQUIRE(report);
    QVERIFY(report->stopped);
    QCOMPARE(report->frames, std::int64_t{1});
  }

  void what_is_named_is_checked_data() {
    QTest::addColumn<QString>("address");
    QTest::addColumn<double>("rate");
    QTest::addColumn<QString>("problem");
    QTest::newRow("file") << "swing.avi" << 0. << "";
    QTest::newRow("no file") << "gone.avi" << 0. << "File not found.";
    QTest::newRow("nothing") << "" << 0. << "Nothing is named.";
    QTest::newRow("folder") << "." << 0. << "How many pictures a second";
    QTest::newRow("address") << "rtsp://me:secret@10.0.0.7/door" << 0. << "";
    QTest::newRow("token") << "rtsp://10.0.0.7/door?token=secret&size=1" << 0. << "";
    QTest::newRow("scheme") << "gopher://me:secret@10.0.0.7/" << 0. << "gopher:// are not understood.";
    QTest::newRow("camera") << "/dev/video77" << 0. << "There is no such camera.";
  }
  void what_is_named_is_checked() {
    QFETCH(QString, address);
    QFETCH(double, rate);
    QFETCH(QString, problem);
    LiveSource source{address.toStdString()};
    source.rate = rate;
    if (address == "swing.avi" || address == "gone.avi") source.address = at(source.address).string();
    if (address == ".") source.address = folder_.path().toStdString();
    const auto status = check_named(source);
    QCOMPARE(status.has_value(), problem.isEmpty());
    if (!status) {
      QVERIFY2(status.error().text().find(problem.toStdString()) != std::string::npos, status.error().text().c_str());
      QVERIFY(status.error().text().find("secret") == std::string::npos);
    }
    QVERIFY(shown_named(source.address).find("secret") == std::string::npos);
  }
};

QTEST_GUILESS_MAIN(TestLiveWatching)
#include "test_live_watching.moc"
