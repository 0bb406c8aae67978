// experiment: live runs on cameras that come and go, on files at their own speed, and on sources that are none.
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <chrono>
#include <fstream>
#include <iterator>
#include <thread>

#include "experiment/live_runs.h"
#include "support/mjpeg_server.h"

using namespace mlink::rooms;
using mlink::test::all_boxes;
using mlink::test::KeepAll;
using mlink::test::MjpegServer;

namespace {

/// Takes a while over each frame.
class TakesLong : public BlackBox {
 public:
  TakesLong(std::unique_ptr<BlackBox> box, int milliseconds) : box_(std::move(box)), milliseconds_(milliseconds) {}
  const Manifest& manifest() const override { return box_->manifest(); }
  Status load() override { return box_->load(); }
  void unload() override { box_->unload(); }
  Result<std::vector<Answer>> run(std::span<const Frame> frames) override {
    std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds_));
    return box_->run(frames);
  }

 private:
  std::unique_ptr<BlackBox> box_;
  int milliseconds_;
};

BoxMaker slow_boxes(int milliseconds) {
  return [milliseconds](const Manifest& manifest, const BoxOptions& options) -> Result<std::unique_ptr<BlackBox>> {
    MLINK_ASSIGN(auto box, make_black_box(manifest, options));
    return std::make_unique<TakesLong>(std::move(box), milliseconds);
  };
}

std::string contents_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

class TestLiveSources : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  std::filesystem::path file_, brief_;
  std::vector<std::string> pictures_, smaller_;

  [[nodiscard]] std::filesystem::path at(const std::string& name) const {
    return std::filesystem::path(folder_.path().toStdString()) / name;
  }
  [[nodiscard]] std::vector<std::string> jpegs(const std::string& name, const std::string& size) const {
    std::filesystem::create_directories(at(name));
    std::vector<std::string> out;
    if (!mlink::test::make_video(at(name) / "%02d.jpg", "testsrc2=size=" + size + ":rate=10:duration=2", "-q:v 3"))
      return out;
    for (int n = 1; n <= 20; ++n)
      out.push_back(contents_of(at(name) / QString("%1.jpg").arg(n, 2, 10, QChar('0')).toStdString()));
    return out;
  }

 private Q_SLOTS:
  void initTestCase() {
    if (!mlink::test::have_ffmpeg()) QSKIP("ffmpeg is not installed: no video to run on");
    const auto video = at("swing.avi");
    brief_ = at("brief.avi");
    file_ = at("two.mlink");
    QVERIFY(mlink::test::make_swinging_video(video, 10));
    QVERIFY(mlink::test::make_swinging_video(brief_, 3));
    pictures_ = jpegs("large", "160x120");
    smaller_ = jpegs("small", "80x60");
    QCOMPARE(pictures_.size() + smaller_.size(), std::size_t{40});
    REQUIRE(mlink::test::make_bright_and_red(file_, video, folder_.path().toStdString()));
  }

  void a_camera_gives_frames_as_they_come() {
    const MjpegServer camera(pictures_, {.milliseconds = 5});
    auto options = all_boxes(camera.address());
    options.sources.front().name = "gate";
    options.limit = 30;
    options.drop = DropPolicy::wait;
    KeepAll kept;
    const auto report = run_live(file_, options, kept, {}, {});
    REQUIRE(report);
    QCOMPARE(report->frames, std::int64_t{30});
    QCOMPARE(report->sources.front().dropped, std::int64_t{0});
    QCOMPARE(report->executions, std::int64_t{60});
    QCOMPARE(kept.start.sources.front(), std::string("gate"));
    for (std::size_t n = 0; n < kept.frames.size(); ++n) {
      QCOMPARE(kept.frames[n].ordinal, static_cast<std::int64_t>(n));
      QVERIFY(n == 0 || kept.frames[n].seconds >= kept.frames[n - 1].seconds);
      for (const auto& output : kept.frames[n].outputs) {
        QVERIFY(output.given == LiveGiven::run);
        QVERIFY(output.output.presence == Presence::present);
      }
    }
    QVERIFY(!report->stopped && !report->sources.front().problem);
  }

  void a_camera_that_hangs_up_is_tried_again() {
    const MjpegServer camera(pictures_, {.milliseconds = 5, .before_hanging_up = 15});
    auto options = all_boxes(camera.address());
    options.limit = 40;
    options.drop = DropPolicy::wait;
    KeepAll kept;
    const auto report = run_live(file_, options, kept, {}, {});
    REQUIRE(report);
    QCOMPARE(report->frames, std::int64_t{40});
    QCOMPARE(kept.frames.back().ordinal, std::int64_t{39});
    QVERIFY(report->sources.front().lost >= 2);
    QCOMPARE(kept.of(LiveEventKind::source_lost).size(), static_cast<std::size_t>(report->sources.front().lost));
    QVERIFY(kept.of(LiveEventKind::source_back).size() >= 2);
    QVERIFY(camera.connections() >= 3);
  }

  void a_camera_that_stays_away_ends_and_the_others_go_on() {
    const MjpegServer gone(pictures_, {.milliseconds = 5, .before_hanging_up = 12, .connections = 1});
    const MjpegServer there(pictures_, {.milliseconds = 20});
    auto options = all_boxes(gone.address());
    options.sources.push_back({there.address(), "there"});
    options.drop = DropPolicy::wait;
    options.retries = 3;
    options.limit = 60;
    KeepAll kept;
    const auto report = run_live(file_, options, kept, {}, {});
    REQUIRE(report);
    const auto& first = report->sources.front();
    QVERIFY(first.problem.has_value());
    QVERIFY2(first.problem->text().find("did not come back in 3 tries") != std::string::npos,
             first.problem->text().c_str());
    QCOMPARE(kept.of(LiveEventKind::source_ended).size(), std::size_t{1});
    QCOMPARE(report->sources[1].frames, std::int64_t{60});
    QVERIFY(!report->sources[1].problem);
  }

  void pictures_may_change_their_size() {
    auto both = pictures_;
    both.insert(both.end(), smaller_.begin(), smaller_.end());
    const MjpegServer camera(both, {.milliseconds = 5});
    auto options = all_boxes(camera.address());
    options.limit = 40;
    options.drop = DropPolicy::wait;
    KeepAll kept;
    const auto report = run_live(file_, options, kept, {}, {});
    REQUIRE(report);
    QCOMPARE(report->frames, std::int64_t{40});
    const auto changes = kept.of(LiveEventKind::picture_size);
    QCOMPARE(changes.size(), std::size_t{1});
    QVERIFY2(changes.front().text.find("are 80x60 from frame 20 on; they were 160x120") != std::string::npos,
             changes.front().text.c_str());
    QCOMPARE(report->boxes.front().failed, std::int64_t{0});
  }

  void a_region_that_does_not_fit_any_more_ends_its_source() {
    auto both = pictures_;
    both.insert(both.end(), smaller_.begin(), smaller_.end());
    const MjpegServer camera(both, {.milliseconds = 5});
    auto options = all_boxes(camera.address());
    options.sources.front().crop = Rect{100, 60, 40, 40};
    options.drop = DropPolicy::wait;
    KeepAll kept;
    const auto report = run_live(file_, options, kept, {}, {});
    REQUIRE(report);
    QVERIFY(report->sources.front().problem.has_value());
    QVERIFY2(report->sources.front().problem->text().find("40x40+100+60 is not inside this frame's picture of 80x60") !=
                 std::string::npos,
             report->sources.front().problem->text().c_str());
    QCOMPARE(report->frames, std::int64_t{20});
  }

  void a_file_at_an_address_ends_when_it_is_over() {
    const MjpegServer server({contents_of(brief_)}, {.way = MjpegServer::Way::file});
    KeepAll kept;
    const auto report = run_live(file_, all_boxes(server.address()), kept, {}, {});
    REQUIRE(report);
    QCOMPARE(report->frames, std::int64_t{30});  // none is dropped: it does not come in real time
    QCOMPARE(report->sources.front().lost, 0);
  }

  void what_does_not_answer_is_an_error_in_time_data() {
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("expected");
    QTest::newRow("silent") << "silent"
                            << "There was no answer within 0.5 s.";
    QTest::newRow("nobody listens") << "http://127.0.0.1:9/camera"
                                    << "It cannot be opened";
    QTest::newRow("no such camera") << "/dev/video77"
                                    << "There is no such camera.";
    QTest::newRow("not a kind that is understood") << "gopher://127.0.0.1/"
                                                   << "Addresses that begin with gopher://";
    QTest::newRow("a password is not shown") << "http://me:secret@127.0.0.1:9/"
                                             << "http://me:***@127.0.0.1:9/";
    QTest::newRow("no file") << "no-such-file.mp4"
                             << "File not found.";
    QTest::newRow("a folder without a rate") << "folder"
                                             << "How many pictures a second";
  }
  void what_does_not_answer_is_an_error_in_time() {
    QFETCH(QString, address);
    QFETCH(QString, expected);
    const MjpegServer server(pictures_, {.way = MjpegServer::Way::silent});
    auto options = all_boxes(address == "silent"   ? server.address()
                             : address == "folder" ? at("large").string()
                                                   : address.toStdString());
    options.timeout = 0.5;
    KeepAll kept;
    QElapsedTimer timer;
    timer.start();
    const auto report = run_live(file_, options, kept, {}, {});
    QVERIFY2(timer.elapsed() < 5000, qPrintable(QString("%1 ms").arg(timer.elapsed())));
    QVERIFY(!report.has_value());
    QVERIFY2(report.error().text().find(expected.toStdString()) != std::string::npos, report.error().text().c_str());
    QVERIFY(report.error().text().find("secret") == std::string::npos);
    QVERIFY(kept.frames.empty());
  }

  void who_opens_may_be_stopped() {
    const MjpegServer server(pictures_, {.way = MjpegServer::Way::silent});
    auto options = all_boxes(server.address());
    options.timeout = 60;
    std::stop_source stop;
    const std::jthread later([&] {
      std::this_thread::sleep_for(std::chrono::milliseconds(200));
      stop.request_stop();
    });
    KeepAll kept;
    const auto report = run_live(file_, options, kept, stop.get_token(), {});
    QVERIFY(!report.has_value());
    QVERIFY(report.error().kind == ErrorKind::stopped);
  }

  void behind_real_time_frames_are_dropped_and_counted() {
    auto options = all_boxes(brief_.string());
    options.realtime = true;
    options.make_box = slow_boxes(120);  // two boxes: 240 ms, where frames are 100 ms apart
    KeepAll kept;
    const auto report = run_live(file_, options, kept, {}, {});
    REQUIRE(report);
    const auto& source = report->sources.front();
    QCOMPARE(source.frames + source.dropped, std::int64_t{30});
    QVERIFY2(source.dropped >= 10 && source.frames >= 5,
             qPrintable(QString("%1 worked on, %2 dropped").arg(source.frames).arg(source.dropped)));
    QCOMPARE(static_cast<std::int64_t>(kept.frames.size()), source.frames);
    QCOMPARE(kept.frames.back().ordinal, std::int64_t{29});  // the newest is never the one that is dropped
  }

  void who_waits_drops_none() {
    auto options = all_boxes(brief_.string());
    options.realtime = true;
    options.drop = DropPolicy::wait;
    options.limit = 12;
    options.make_box = slow_boxes(80);
    KeepAll kept;
    const auto report = run_live(file_, options, kept, {}, {});
    REQUIRE(report);
    QCOMPARE(report->frames, std::int64_t{12});
    QCOMPARE(report->sources.front().dropped, std::int64_t{0});
    QVERIFY(report->wall_seconds > 1.1);  // at the file's speed, not as fast as it goes
  }

  void a_camera_has_periods_and_prefixes_by_the_clock() {
    const MjpegServer camera(pictures_, {.milliseconds = 10});
    auto options = all_boxes(camera.address());
    options.budget = {CostKind::time, 0.0035};
    options.prefix = 0.1;
    options.period_seconds = 0.6;
    options.limit = 150;
    options.drop = DropPolicy::wait;
    KeepAll kept;
    const auto report = run_live(file_, options, kept, {}, {});
    REQUIRE(report);
    QVERIFY(report->periods.size() >= 2);
    QCOMPARE(report->periods.front().prefix_frames, std::int64_t{30});
    QCOMPARE(report->frames, std::int64_t{150});
    QVERIFY(std::any_of(kept.frames.begin(), kept.frames.end(), [](const auto& frame) {
      return frame.outputs.front().given == LiveGiven::predicted && frame.outputs.back().given == LiveGiven::run;
    }));
  }

  void who_listens_cannot_on_pictures() {
    auto listening = Experiment::create(at("listening.mlink"));
    REQUIRE(listening);
    const auto sounding = at("sounding.avi");
    QVERIFY(mlink::test::make_video(sounding, "testsrc2=size=64x48:rate=10:duration=6",
                                    "-f lavfi -i 'sine=f=440:d=6' -c:v mpeg4 -c:a pcm_s16le"));
    REQUIRE(listening->add_video(sounding));
    REQUIRE(listening->add_box(at("bright.json")));
    REQUIRE(listening->add_box(std::filesystem::path(MLINK_SOURCE_DIR) / "resources/boxes/loudness.json"));
    REQUIRE(mlink::test::make_ready(*listening, {{"bright", 4, 30}, {"loudness", 3, 50}}));
    auto options = all_boxes(at("large").string());
    options.sources.front().rate = 10;
    options.sources.push_back({sounding.string()});
    KeepAll kept;
    const auto report = run_live(at("listening.mlink"), options, kept, {}, {});
    REQUIRE(report);
    const auto told = kept.of(LiveEventKind::not_runnable);
    QCOMPARE(told.size(), std::size_t{1});
    QCOMPARE(told.front().text, std::string("loudness listens, and large has no sound: it is predicted there."));
    for (const auto& frame : kept.frames) {
      QVERIFY(frame.outputs[0].given == LiveGiven::run);
      QCOMPARE(frame.outputs[1].given == LiveGiven::run, frame.source == 1);
    }
  }
};

QTEST_GUILESS_MAIN(TestLiveSources)
#include "test_live_sources.moc"
