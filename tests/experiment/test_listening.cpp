// experiment: boxes that listen, over videos whose sound follows a formula.
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <cmath>
#include <fstream>

#include "experiment/boxes.h"
#include "experiment/experiment.h"
#include "support/require.h"
#include "support/tiny_boxes.h"
#include "support/tiny_videos.h"

using namespace mlink::rooms;

namespace {

std::filesystem::path manifest_file(const char* box) {
  return std::filesystem::path(MLINK_SOURCE_DIR) / "resources/boxes" / (std::string(box) + ".json");
}

/// The sound's level in dB in the second around t: 1000 Hz at amplitude .5, ten times quieter in every second second.
double expected_level(double t) {
  double sum = 0;
  constexpr int kSteps = 1000;
  int heard = 0;
  for (int i = 0; i < kSteps; ++i) {
    const double at = t - 0.5 + (i + 0.5) / kSteps;
    if (at < 0 || at >= 6) continue;
    const double amplitude = std::fmod(at, 2) < 1 ? 0.5 : 0.05;
    sum += amplitude * amplitude / 2;
    ++heard;
  }
  return 10 * std::log10(sum / heard);
}

const std::string picture = "testsrc2=size=64x48:rate=10:duration=6";
const std::string steps =
    "-f lavfi -i 'aevalsrc=sin(2*PI*1000*t)*(0.05+0.45*lt(mod(t\\,2)\\,1)):s=48000:d=6' -c:v mpeg4 -c:a pcm_s16le";

}  // namespace

class TestListening : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  std::filesystem::path video_;

  [[nodiscard]] std::filesystem::path at(const std::string& name) const {
    return std::filesystem::path(folder_.path().toStdString()) / name;
  }
  [[nodiscard]] Result<Experiment> experiment(const std::string& name, const std::filesystem::path& video,
                                              const AddVideoOptions& options = {}) const {
    MLINK_ASSIGN(auto out, Experiment::create(at(name)));
    MLINK_TRY(out.add_video(video, options));
    MLINK_TRY(out.add_box(manifest_file("loudness")));
    MLINK_TRY(out.add_box(manifest_file("pitch")));
    return out;
  }
  static Result<CollectReport> collect(Experiment& experiment, int threads = 1, const std::stop_token& stop = {},
                                       const ProgressFn& progress = {}) {
    CollectOptions options;
    options.threads = threads;
    return experiment.collect(options, stop, progress);
  }

 private Q_SLOTS:
  void initTestCase() {
    if (!mlink::test::have_ffmpeg()) QSKIP("ffmpeg is not installed: no video to collect from");
    video_ = at("steps.avi");
    QVERIFY(mlink::test::make_video(video_, picture, steps));
  }

  void a_window_is_around_its_frame_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("arguments");
    QTest::addColumn<double>("late");  // seconds by which the sound is behind the picture
    QTest::addColumn<int>("every");
    const auto arguments = QString::fromStdString(steps);
    QTest::newRow("every frame") << "aligned.avi" << arguments << 0.0 << 1;
    QTest::newRow("every fourth") << "fourth.avi" << arguments << 0.0 << 4;
    QTest::newRow("sound half a second late") << "late.mkv"
                                              << "-itsoffset 0.5 " + arguments << 0.5 << 1;
  }
  void a_window_is_around_its_frame() {
    QFETCH(QString, name);
    QFETCH(QString, arguments);
    QFETCH(double, late);
    QFETCH(int, every);
    const auto video = at(name.toStdString());
    QVERIFY(mlink::test::make_video(video, picture, arguments.toStdString()));
    AddVideoOptions options;
    options.every = every;
    auto file = experiment(name.toStdString() + ".mlink", video, options);
    REQUIRE(file);
    const auto report = collect(*file, 2);
    REQUIRE(report);
    QCOMPARE(report->failed, std::int64_t{0});
    const auto snapshot = file->snapshot();
    REQUIRE(snapshot);
    const auto& table = *snapshot->table;
    QVERIFY(table.rows() >= static_cast<std::size_t>(60 / every));
    const auto& loudness = table.columns[static_cast<std::size_t>(table.column_of("loudness"))];
    for (std::size_t row = 0; row < table.rows(); ++row) {
      const double t = table.frames[row].seconds - late;
      if (t <= -0.5) {
        QCOMPARE(loudness.presence[row], Presence::none);  // the sound has not begun
        continue;
      }
      QCOMPARE(loudness.presence[row], Presence::present);
      QVERIFY2(std::abs(loudness.row(row)[0] - expected_level(t)) < 0.1,
               qPrintable(QString("frame %1: %2, not %3").arg(row).arg(loudness.row(row)[0]).arg(expected_level(t))));
    }
  }

  void regions_of_a_video_hear_the_same_and_threads_change_nothing() {
    std::vector<std::string> hashes;
    for (const int threads : {1, 2, 3}) {
      auto file = experiment("threads" + std::to_string(threads) + ".mlink", video_);
      REQUIRE(file);
      AddVideoOptions region;
      region.camera = "region";
      region.crop = Rect{8, 8, 32, 24};
      REQUIRE(file->add_video(video_, region));
      REQUIRE(collect(*file, threads));
      const auto snapshot = file->snapshot();
      REQUIRE(snapshot);
      const auto& table = *snapshot->table;
      const auto& loudness = table.columns[0];
      for (std::size_t row = 0; row + 1 < table.rows(); row += 2) {
        QCOMPARE(table.frames[row].ordinal, table.frames[row + 1].ordinal);
        QCOMPARE(loudness.row(row)[0], loudness.row(row + 1)[0]);
      }
      hashes.push_back(content_hash(table));
    }
    QCOMPARE(hashes[1], hashes[0]);
    QCOMPARE(hashes[2], hashes[0]);
  }

  void stopped_and_taken_up_again_it_is_the_same() {
    auto whole = experiment("whole.mlink", video_);
    REQUIRE(whole);
    REQUIRE(collect(*whole));
    const auto expected = content_hash(*whole->snapshot()->table);

    auto file = experiment("resumed.mlink", video_);
    REQUIRE(file->add_box(mlink::test::write_box(folder_.path().toStdString(),
                                                 mlink::test::slow_count("slow", 60))));  // so that it lasts
    std::stop_source stop;
    const auto first = collect(*file, 1, stop.get_token(), [&](const ProgressEvent& event) {
      if (event.done > 0) stop.request_stop();
    });
    REQUIRE(first);
    QVERIFY(first->stopped);
    QVERIFY2(first->stored > 0 && first->stored < 180, qPrintable(QString::number(first->stored)));
    QCOMPARE(first->failed, std::int64_t{0});  // what was stopped is not a failure
    QVERIFY(first->box_problems.empty());
    const auto second = collect(*file, 2);
    REQUIRE(second);
    QCOMPARE(second->kept, first->stored);
    REQUIRE(file->remove_box("slow"));
    QCOMPARE(content_hash(*file->snapshot()->table), expected);
  }

  void a_file_without_sound_is_a_failure_that_says_so() {
    const auto silent = at("silent.avi");
    QVERIFY(mlink::test::make_video(silent, picture));
    auto file = experiment("silent.mlink", silent);
    REQUIRE(file);
    REQUIRE(file->add_box(mlink::test::write_box(folder_.path().toStdString(), mlink::test::bright_count())));
    const auto report = collect(*file, 2);
    REQUIRE(report);
    QCOMPARE(report->failed, std::int64_t{120});
    QCOMPARE(report->stored, std::int64_t{180});  // who looks is not disturbed
    const auto reader = ExperimentReader::open(at("silent.mlink"));
    REQUIRE(reader);
    const auto failures = reader->failures();
    REQUIRE(failures);
    for (const auto& failure : *failures) QCOMPARE(failure.reason, std::string("The file has no sound."));
  }

  void silence_has_a_level_and_no_pitch() {
    const auto quiet = at("quiet.avi");
    QVERIFY(mlink::test::make_video(quiet, picture, "-f lavfi -i anullsrc=d=6 -shortest -c:v mpeg4 -c:a pcm_s16le"));
    auto file = experiment("quiet.mlink", quiet);
    REQUIRE(file);
    REQUIRE(collect(*file));
    const auto overview = file->overview();
    REQUIRE(overview);
    QCOMPARE(overview->coverage[0].present, std::int64_t{60});
    QCOMPARE(overview->coverage[1].present, std::int64_t{0});
    QCOMPARE(overview->coverage[1].none, std::int64_t{60});
    QCOMPARE(file->snapshot()->table->columns[0].row(30)[0], -96.F);
  }

  void costs_are_measured_with_the_video_and_without() {
    auto file = experiment("profiled.mlink", video_);
    REQUIRE(file);
    REQUIRE(file->profile({10, {}, {}}, {}, {}));
    const auto overview = file->overview();
    REQUIRE(overview);
    for (const auto& box : overview->boxes) {
      QVERIFY(box.costs.seconds > 0 && box.costs.seconds < 1);
      QVERIFY2(note_of(box.costs).find("10 frames") != std::string::npos &&
                   note_of(box.costs).find("failed") == std::string::npos,
               note_of(box.costs).c_str());
    }
    for (const auto& video : {video_, std::filesystem::path()}) {
      MeasureInput input;
      input.frames = 5;
      if (!video.empty()) input.sources = {{video, {}, 1}};
      const auto figures = measure_box_file(manifest_file("pitch"), input);
      REQUIRE(figures);
      QVERIFY2(
          figures->seconds_note.starts_with("5 frames") && figures->seconds_note.find("failed") == std::string::npos,
          figures->seconds_note.c_str());
    }
    const auto silent = at("silent.avi");
    MeasureInput input;
    input.sources = {{silent, {}, 1}};
    const auto refused = measure_box_file(manifest_file("pitch"), input);
    QVERIFY(!refused.has_value());
    QCOMPARE(refused.error().what, std::string("The file has no sound."));
  }

  // There is no speech in it: what matters is what the cost says of itself.
  void recognition_is_spread_over_the_frames() {
    const auto words = read_words();
    if (!words.empty()) QSKIP(words.c_str());
    auto file = Experiment::create(at("words.mlink"));
    REQUIRE(file);
    const auto brief = at("brief.avi");
    QVERIFY(mlink::test::make_video(brief, picture, steps + " -t 2"));
    REQUIRE(file->add_video(brief));
    REQUIRE(file->add_box(manifest_file("words")));
    REQUIRE(file->profile({4, {}, {}}, {}, {}));
    const auto overview = file->overview();
    REQUIRE(overview);
    const auto& box = overview->boxes.front();
    QVERIFY2(note_of(box.costs).find("recognition spread over the frames that share it") != std::string::npos,
             note_of(box.costs).c_str());
    QVERIFY(box.costs.seconds > 0);
  }

 private:
  static std::string read_words() {
    const auto manifest = read_manifest(manifest_file("words"));
    return manifest ? std::string() : "the box words: " + manifest.error().text();
  }
};

QTEST_GUILESS_MAIN(TestListening)
#include "test_listening.moc"
