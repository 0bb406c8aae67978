// experiment: videos that are not one plain stream, through collecting.
#include <QTemporaryDir>
#include <QTest>
#include <fstream>
#include <map>

#include "experiment/experiment.h"
#include "support/require.h"
#include "support/tiny_boxes.h"
#include "support/tiny_videos.h"

using namespace mlink::rooms;

namespace {

AddVideoOptions camera(const std::string& name, const std::optional<Rect>& crop = {}) {
  AddVideoOptions options;
  options.camera = name;
  options.crop = crop;
  return options;
}

}  // namespace

class TestVideos : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;

  [[nodiscard]] std::filesystem::path at(const std::string& name) const {
    return std::filesystem::path(folder_.path().toStdString()) / name;
  }
  [[nodiscard]] std::filesystem::path drone(const std::string& name) const {
    const auto made = mlink::test::make_video(
        at(name), "color=white:s=32x32:r=1:d=1",
        "-f lavfi -i color=black:s=64x48:r=10:d=2 -f lavfi -i anullsrc=r=16000:d=2 -f lavfi -i "
        "sine=r=16000:d=2 -map 0:v -map 1:v -map 2:a -map 3:a -c:v:0 mjpeg -c:v:1 mpeg4 -c:a pcm_s16le");
    return made ? at(name) : std::filesystem::path();
  }

 private Q_SLOTS:
  void initTestCase() {
    if (!mlink::test::have_ffmpeg()) QSKIP("ffmpeg is not installed: no video to collect from");
  }

  /// Two recordings of other sizes joined, white then black: a box sees each frame whole, and a region that only the
  /// first part's pictures have is an error of the second part's frames.
  void a_joined_recording_is_collected() {
    QVERIFY(mlink::test::make_video(at("first.ts"), "color=white:size=96x64:rate=25:duration=1", "-c:v libx264 -g 12"));
    QVERIFY(
        mlink::test::make_video(at("second.ts"), "color=black:size=64x48:rate=25:duration=1", "-c:v libx264 -g 12"));
    std::ofstream joined(at("joined.ts"), std::ios::binary);
    for (const char* part : {"first.ts", "second.ts"}) joined << std::ifstream(at(part), std::ios::binary).rdbuf();
    joined.close();
    auto experiment = Experiment::create(at("joined.mlink"));
    REQUIRE(experiment);
    REQUIRE(experiment->add_video(at("joined.ts"), camera("whole")));
    REQUIRE(experiment->add_video(at("joined.ts"), camera("corner", Rect{70, 0, 20, 60})));
    REQUIRE(experiment->add_box(mlink::test::write_box(folder_.path().toStdString(), mlink::test::bright_count())));
    const auto report = experiment->collect({}, {}, {});
    REQUIRE(report);
    QCOMPARE(report->stored, std::int64_t{100});
    QCOMPARE(report->failed, std::int64_t{25});
    const auto snapshot = experiment->snapshot();
    REQUIRE(snapshot);
    const auto& table = *snapshot->table;
    for (std::size_t row = 0; row < table.rows(); ++row) {
      const bool first = table.frames[row].ordinal < 25;
      const auto presence = table.columns[0].presence[row];
      if (!first && table.frames[row].camera == 1)
        QCOMPARE(presence, Presence::failed);
      else
        QCOMPARE(table.columns[0].row(row)[0], first ? 20.F : 0.F);
    }
    const auto reader = ExperimentReader::open(at("joined.mlink"));
    REQUIRE(reader);
    const auto failures = reader->failures();
    REQUIRE(failures);
    QCOMPARE(failures->size(), std::size_t{25});
    QCOMPARE(failures->front().ordinal, std::int64_t{25});
    QCOMPARE(failures->front().reason,
             std::string("The region 20x60+70+0 is not inside this frame's picture of 64x48."));
  }

  /// One picture, the video, silence, a tone: the video is taken; another choice is another source of outputs.
  void streams_are_chosen() {
    const auto video = drone("drone.mkv");
    auto experiment = Experiment::create(at("drone.mlink"));
    REQUIRE(experiment);
    REQUIRE(experiment->add_video(video, camera("best")));
    auto options = camera("picture");
    options.stream = 0;
    REQUIRE(experiment->add_video(video, options));
    options = camera("tone");
    options.sound_stream = 3;
    REQUIRE(experiment->add_video(video, options));
    REQUIRE(experiment->add_box(
        mlink::test::write_box(folder_.path().toStdString(), mlink::test::bright_count("streams"))));
    REQUIRE(experiment->add_box(std::filesystem::path(MLINK_SOURCE_DIR) / "resources/boxes/loudness.json"));
    REQUIRE(experiment->collect({}, {}, {}));
    const auto snapshot = experiment->snapshot();
    REQUIRE(snapshot);
    const auto& cameras = snapshot->overview.cameras;
    QCOMPARE(cameras.size(), std::size_t{3});
    QCOMPARE(cameras[0].frames, std::int64_t{20});
    QCOMPARE(cameras[1].frames, std::int64_t{1});
    QCOMPARE(cameras[0].pictures.used, 1);
    QCOMPARE(cameras[1].pictures.used, 0);
    QCOMPARE(cameras[0].pictures.of, (std::vector<int>{0, 1}));
    QCOMPARE(cameras[0].sound.used, 2);
    QCOMPARE(cameras[2].sound.used, 3);
    QCOMPARE(cameras[2].sound.of, (std::vector<int>{2, 3}));
    const auto& table = *snapshot->table;
    for (std::size_t row = 0; row < table.rows(); ++row) {
      QCOMPARE(table.columns[0].row(row)[0], table.frames[row].camera == 1 ? 20.F : 0.F);
      const auto level = table.columns[1].row(row)[0];
      QVERIFY2(table.frames[row].camera == 2 ? level > -40 : level < -60, qPrintable(QString::number(level)));
    }
  }

  void wrong_streams_are_told() {
    auto experiment = Experiment::create(at("wrong.mlink"));
    REQUIRE(experiment);
    auto options = camera("sound");
    options.sound_stream = 1;
    const auto sound = experiment->add_video(drone("wrong.mkv"), options);
    QVERIFY(!sound);
    QCOMPARE(sound.error().what, std::string("Stream 1 is not sound."));
    QCOMPARE(sound.error().todo, std::string("Choose one of the file's audio streams: 2, 3."));
    options = camera("pictures");
    options.stream = 3;
    const auto pictures = experiment->add_video(at("wrong.mkv"), options);
    QVERIFY(!pictures);
    QCOMPARE(pictures.error().todo, std::string("Choose one of the file's video streams: 0, 1."));
  }

  /// A video that moved is found by its contents, in a folder or by name; another one changes nothing.
  void a_video_that_moved_is_found() {
    namespace fs = std::filesystem;
    QVERIFY(mlink::test::make_swinging_video(at("here.avi"), 1));
    auto experiment = Experiment::create(at("moved.mlink"));
    REQUIRE(experiment);
    REQUIRE(experiment->add_video(at("here.avi"), camera("door")));
    fs::create_directories(at("away/deep"));
    fs::rename(at("here.avi"), at("away/deep/there.avi"));
    QVERIFY(experiment->overview()->cameras[0].problem);
    QVERIFY(mlink::test::make_swinging_video(at("away/other.avi"), 2));
    const auto other = experiment->relink_videos({"door"}, {at("away/other.avi")});
    QVERIFY(!other);
    QVERIFY2(other.error().what.starts_with("This is another file: it has "), other.error().what.c_str());
    QVERIFY(experiment->overview()->cameras[0].problem);
    QVERIFY(!experiment->relink_videos({"window"}, {at("away")}));
    QVERIFY(!experiment->relink_videos({}, {at("not there")}));
    const auto found = experiment->relink_videos({}, {at("away")});
    REQUIRE(found);
    QCOMPARE(*found, std::vector<std::string>{"door"});
    QVERIFY(!experiment->overview()->cameras[0].problem);
    QCOMPARE(fs::path(experiment->overview()->cameras[0].path), at("away/deep/there.avi"));
    QVERIFY(experiment->relink_videos({}, {at("away")})->empty());
  }

  /// The same pictures as a video and as a folder (numbers from 1, one lost): the same outputs, frame by frame.
  void a_folder_of_pictures_is_collected() {
    namespace fs = std::filesystem;
    fs::create_directories(at("yard/img1"));
    const std::string swing =
        "testsrc2=size=160x120:rate=10:duration=2,eq=brightness='0.45*sin(1.6*t)':eval=frame,format=rgb24";
    QVERIFY(mlink::test::make_video(at("yard.avi"), swing, "-c:v ffv1 -pix_fmt bgr0"));
    QVERIFY(mlink::test::make_video(at("yard/img1/%06d.png"), swing, ""));
    fs::remove(at("yard/img1/000004.png"));
    auto experiment = Experiment::create(at("pictures.mlink"));
    REQUIRE(experiment);
    REQUIRE(experiment->add_video(at("yard.avi"), camera("video")));
    const auto no_rate = experiment->add_video(at("yard/img1"));
    QVERIFY(!no_rate);
    QVERIFY2(no_rate.error().todo.ends_with("like --rate 10."), no_rate.error().text().c_str());
    AddVideoOptions options;
    options.rate = 10;
    REQUIRE(experiment->add_video(at("yard/img1/"), options));
    auto slow = camera("pattern");
    slow.rate = 5;
    slow.every = 2;
    REQUIRE(experiment->add_video(at("yard/img1/%06d.png"), slow));
    const auto cameras = experiment->overview()->cameras;
    QCOMPARE(cameras[1].name, std::string("img1"));
    QCOMPARE(cameras[1].frames, std::int64_t{19});
    QCOMPARE(cameras[1].notes.size(), std::size_t{2});
    QCOMPARE(cameras[1].frame_rate, 10.0);
    QCOMPARE(cameras[2].frame_rate, 5.0);
    QVERIFY(!cameras[1].problem && !cameras[2].problem);
    REQUIRE(experiment->add_box(mlink::test::write_box(folder_.path().toStdString(), mlink::test::red_share("share"))));
    const auto report = experiment->collect({}, {}, {});
    REQUIRE(report);
    QCOMPARE(report->failed, std::int64_t{0});
    const auto table = experiment->snapshot()->table;
    std::map<std::pair<int, std::int64_t>, std::pair<float, double>> of;  // value, seconds
    for (std::size_t row = 0; row < table->rows(); ++row)
      if (table->columns[0].present(row))
        of[{table->frames[row].camera, table->frames[row].ordinal}] = {table->columns[0].row(row)[0],
                                                                       table->frames[row].seconds};
    QCOMPARE(of.size(), std::size_t{20 + 19 + 10});
    QVERIFY(!of.contains({1, 3}));  // 000004.png is not there
    for (int i = 0; i < 20; ++i) {
      if (i == 3) continue;
      const auto video = of.at({0, i});
      QVERIFY(of.at({1, i}) == video);
      if (i % 2 == 0) QCOMPARE(of.at({2, i}).first, video.first);
      if (i % 2 == 0) QCOMPARE(of.at({2, i}).second, i / 5.0);
    }
    pictures_that_moved_are_found(*experiment);
  }
  void pictures_that_moved_are_found(Experiment& experiment) {
    namespace fs = std::filesystem;
    fs::create_directories(at("other"));
    fs::rename(at("yard/img1"), at("other/pictures"));
    QVERIFY(experiment.overview()->cameras[1].problem && experiment.overview()->cameras[2].problem);
    fs::create_directories(at("none"));
    const auto none = experiment.relink_videos({"img1"}, {at("none")});
    QVERIFY(!none);
    QVERIFY2(none.error().what.starts_with("This folder does not hold the pictures of "), none.error().text().c_str());
    const auto found = experiment.relink_videos({}, {at("other")});
    REQUIRE(found);
    QCOMPARE(*found, (std::vector<std::string>{"img1", "pattern"}));
    QCOMPARE(fs::path(experiment.overview()->cameras[1].path), at("other/pictures"));
    QCOMPARE(fs::path(experiment.overview()->cameras[2].path), at("other/pictures/%06d.png"));
    auto reader = ExperimentReader::open(at("pictures.mlink"));
    REQUIRE(reader);
    const auto frame = reader->picture(experiment.overview()->cameras[1].id, 5);
    REQUIRE(frame);
    QCOMPARE(frame->width(), 160);
    // Other bytes under the same names and sizes are other pictures.
    fs::rename(at("other/pictures"), at("swapped"));
    fs::rename(at("swapped/000001.png"), at("swapped/x"));
    std::ofstream(at("swapped/000001.png"), std::ios::binary) << std::string(fs::file_size(at("swapped/x")), 'x');
    fs::remove(at("swapped/x"));
    QVERIFY(!experiment.relink_videos({}, {at("swapped")}));
  }

  void a_manifest_that_moved_is_found() {
    namespace fs = std::filesystem;
    fs::create_directories(at("boxes"));
    fs::create_directories(at("moved boxes"));
    auto experiment = Experiment::create(at("boxes.mlink"));
    REQUIRE(experiment);
    REQUIRE(experiment->add_box(mlink::test::write_box(at("boxes"), mlink::test::bright_count("walker"))));
    for (const char* name : {"walker.json", "walker.pt"}) fs::rename(at("boxes") / name, at("moved boxes") / name);
    const auto other =
        experiment->relink_box("walker", mlink::test::write_box(at("boxes"), mlink::test::red_share("stranger")));
    QVERIFY(!other);
    QCOMPARE(other.error().what, std::string("This is another box: stranger, not walker."));
    REQUIRE(experiment->relink_box("walker", at("moved boxes/walker.json")));
    QCOMPARE(fs::path(experiment->overview()->boxes[0].manifest_path), at("moved boxes/walker.json"));
    QVERIFY(!experiment->overview()->boxes[0].problem);
  }
};

QTEST_GUILESS_MAIN(TestVideos)
#include "test_videos.moc"
