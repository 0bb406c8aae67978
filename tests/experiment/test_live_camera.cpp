// experiment: live runs on a camera of this machine, through FFmpeg's V4L2, which speaks to a device that this program
// stands in for (support/camera_device.h). No real camera is asked.
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <fstream>
#include <iterator>
#include <thread>

#include "experiment/live_runs.h"
#include "support/camera_device.h"

using namespace mlink::rooms;
using mlink::test::all_boxes;
using mlink::test::CameraDevice;
using mlink::test::KeepAll;

namespace {

/// Grey of k twentieths, k = 2, 3, ..., 17 in turn: what the box `bright` counts.
std::int64_t count_of(std::int64_t n) { return 2 + n % 16; }

std::vector<unsigned char> grey(std::int64_t n, int width, int height) {
  const auto luma = static_cast<unsigned char>(16 + 219 * count_of(n) / 20);
  std::vector<unsigned char> out(static_cast<std::size_t>(width * height) * 2, 128);
  for (std::size_t i = 0; i < out.size(); i += 2) out[i] = luma;
  return out;
}

}  // namespace

class TestLiveCamera : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  std::filesystem::path file_;
  std::vector<std::vector<unsigned char>> jpegs_;

  [[nodiscard]] std::filesystem::path at(const std::string& name) const {
    return std::filesystem::path(folder_.path().toStdString()) / name;
  }
  [[nodiscard]] CameraDevice::Picture jpeg() const {
    return [this](std::int64_t n, int, int) { return jpegs_[static_cast<std::size_t>(n) % jpegs_.size()]; };
  }

  [[nodiscard]] static LiveOptions from_camera() {
    auto options = all_boxes(CameraDevice::address());
    options.drop = DropPolicy::wait;
    return options;
  }

 private Q_SLOTS:
  void initTestCase() {
    if (!mlink::test::have_ffmpeg()) QSKIP("ffmpeg is not installed: no video to run on");
    const auto video = at("swing.avi");
    file_ = at("two.mlink");
    QVERIFY(mlink::test::make_swinging_video(video, 10));
    QVERIFY(mlink::test::make_video(at("%02d.jpg"), "testsrc2=size=64x48:rate=10:duration=2", "-q:v 3"));
    for (int n = 1; n <= 20; ++n) {
      std::ifstream in(at(QString("%1.jpg").arg(n, 2, 10, QChar('0')).toStdString()), std::ios::binary);
      jpegs_.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
      QVERIFY(jpegs_.back().size() > 100);
    }
    REQUIRE(mlink::test::make_bright_and_red(file_, video, folder_.path().toStdString()));
  }

  void frames_come_at_their_time_with_what_is_seen() {
    const CameraDevice camera({}, grey);
    auto options = from_camera();
    options.limit = 40;
    KeepAll kept;
    const auto report = run_live(file_, options, kept, {}, {});
    REQUIRE(report);
    QCOMPARE(report->frames, std::int64_t{40});
    QCOMPARE(report->executions, std::int64_t{80});
    QCOMPARE(kept.start.sources.front(), std::string("video90"));
    const auto& outputs = kept.frames;
    // The first pictures are read when the camera is opened, and are not thrown away.
    for (std::size_t n = 0; n < outputs.size(); ++n) {
      QCOMPARE(outputs[n].ordinal, static_cast<std::int64_t>(n));
      const auto& bright = outputs[n].outputs.front();
      QVERIFY(bright.given == LiveGiven::run && bright.output.presence == Presence::present);
      QCOMPARE(std::lround(bright.output.values.front()), count_of(static_cast<std::int64_t>(n)));
      QVERIFY(n == 0 || outputs[n].seconds > outputs[n - 1].seconds);
    }
    QVERIFY(report->wall_seconds > .38);  // 39 distances of 10 ms
    QVERIFY(!report->sources.front().problem);
  }

  void motion_jpeg_is_read_too() {
    const CameraDevice camera({.jpeg = true}, jpeg());
    auto options = from_camera();
    options.limit = 25;
    KeepAll kept;
    const auto report = run_live(file_, options, kept, {}, {});
    REQUIRE(report);
    QCOMPARE(report->frames, std::int64_t{25});
    QCOMPARE(report->boxes.front().failed, std::int64_t{0});
  }

  void damaged_pictures_are_left_out_and_the_run_goes_on() {
    const auto whole = jpeg();
    const CameraDevice camera({.jpeg = true}, [&](std::int64_t n, int width, int height) {
      return n % 5 == 4 ? std::vector<unsigned char>(200, 7) : whole(n, width, height);
    });
    auto options = from_camera();
    options.limit = 20;
    KeepAll kept;
    const auto report = run_live(file_, options, kept, {}, {});
    REQUIRE(report);
    QCOMPARE(report->frames, std::int64_t{20});
    QVERIFY(camera.frames() >= 24);
    QCOMPARE(report->boxes.front().failed, std::int64_t{0});
  }

  void one_that_is_pulled_out_is_tried_again_data() {
    QTest::addColumn<int>("returns_with");
    QTest::newRow("as it was") << 0;
    QTest::newRow("with larger pictures") << 96;
  }
  void one_that_is_pulled_out_is_tried_again() {
    QFETCH(int, returns_with);
    const CameraDevice camera({.before_unplugging = 15, .width_when_it_returns = returns_with}, grey);
    auto options = from_camera();
    options.limit = 30;
    KeepAll kept;
    const auto report = run_live(file_, options, kept, {}, {});
    REQUIRE(report);
    QCOMPARE(report->frames, std::int64_t{30});
    QVERIFY(report->sources.front().lost >= 1);
    QCOMPARE(kept.of(LiveEventKind::source_lost).size(), static_cast<std::size_t>(report->sources.front().lost));
    QVERIFY(!kept.of(LiveEventKind::source_back).empty());
    QVERIFY(camera.openings() >= 2);
    for (std::size_t n = 1; n < kept.frames.size(); ++n) {
      QCOMPARE(kept.frames[n].ordinal, kept.frames[n - 1].ordinal + 1);
      QVERIFY(kept.frames[n].seconds > kept.frames[n - 1].seconds);
    }
    const auto sizes = kept.of(LiveEventKind::picture_size);
    QCOMPARE(sizes.size(), std::size_t{returns_with > 0 ? 1U : 0U});
    if (!sizes.empty()) QVERIFY2(sizes.front().text.find("are 96x48") != std::string::npos, sizes.front().text.c_str());
  }

  void one_that_stays_away_ends() {
    const CameraDevice camera({.before_unplugging = 10, .openings = 1}, grey);
    auto options = from_camera();
    options.retries = 3;
    KeepAll kept;
    const auto report = run_live(file_, options, kept, {}, {});
    REQUIRE(report);
    QVERIFY(report->frames >= 8 && report->frames <= 10);
    QVERIFY(report->sources.front().problem.has_value());
    const auto text = report->sources.front().problem->text();
    QVERIFY2(text.find("did not come back in 3 tries") != std::string::npos, text.c_str());
  }

  void what_gives_no_picture_is_an_error_in_time_data() {
    QTest::addColumn<CameraDevice::Way>("way");
    QTest::addColumn<QString>("expected");
    QTest::newRow("silent") << CameraDevice::Way::silent << "There was no answer within 0.5 s.";
    QTest::newRow("shows pictures") << CameraDevice::Way::output << "This device gives no pictures";
    QTest::newRow("busy") << CameraDevice::Way::busy << "Another program has this camera.";
    QTest::newRow("forbidden") << CameraDevice::Way::forbidden << "You may not use this camera.";
  }
  void what_gives_no_picture_is_an_error_in_time() {
    QFETCH(CameraDevice::Way, way);
    QFETCH(QString, expected);
    const CameraDevice camera({.way = way}, grey);
    auto options = from_camera();
    options.timeout = 0.5;
    KeepAll kept;
    QElapsedTimer timer;
    timer.start();
    const auto report = run_live(file_, options, kept, {}, {});
    QVERIFY2(timer.elapsed() < 5000, qPrintable(QString("%1 ms").arg(timer.elapsed())));
    QVERIFY(!report.has_value());
    const auto text = report.error().text();
    QVERIFY2(text.find(expected.toStdString()) != std::string::npos, text.c_str());
    QVERIFY2(text.find(CameraDevice::address()) != std::string::npos, text.c_str());
    QVERIFY(kept.frames.empty());
  }

  void behind_the_camera_frames_are_dropped_and_counted() {
    const CameraDevice camera({.frames_a_second = 500}, grey);
    auto options = from_camera();
    options.drop = DropPolicy::newest;
    options.limit = 60;
    KeepAll kept;
    kept.on_frame = [](const LiveFrame&) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
      return Status();
    };
    const auto report = run_live(file_, options, kept, {}, {});
    REQUIRE(report);
    const auto& source = report->sources.front();
    QCOMPARE(source.frames + source.dropped, std::int64_t{60});
    QVERIFY2(source.dropped >= 30 && source.frames >= 3,
             qPrintable(QString("%1 worked on, %2 dropped").arg(source.frames).arg(source.dropped)));
    QCOMPARE(report->frames, source.frames);
  }
};

QTEST_GUILESS_MAIN(TestLiveCamera)
#include "test_live_camera.moc"
