// experiment: videos that are not one plain stream, through collecting.
#include <QTemporaryDir>
#include <QTest>
#include <fstream>

#include "experiment/experiment.h"
#include "support/tiny_boxes.h"
#include "support/tiny_videos.h"

using namespace mlink;

namespace {

#define REQUIRE(...)                                                   \
  do {                                                                 \
    auto&& required = (__VA_ARGS__);                                   \
    if (!required.has_value()) QFAIL(required.error().text().c_str()); \
  } while (false)

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

 private Q_SLOTS:
  void initTestCase() {
    if (!test::have_ffmpeg()) QSKIP("ffmpeg is not installed: no video to collect from");
  }

  /// Two recordings of other sizes joined, white then black: a box sees each frame whole, and a region that only the
  /// first part's pictures have is an error of the second part's frames.
  void a_joined_recording_is_collected() {
    QVERIFY(test::make_video(at("first.ts"), "color=white:size=96x64:rate=25:duration=1", "-c:v libx264 -g 12"));
    QVERIFY(test::make_video(at("second.ts"), "color=black:size=64x48:rate=25:duration=1", "-c:v libx264 -g 12"));
    std::ofstream joined(at("joined.ts"), std::ios::binary);
    for (const char* part : {"first.ts", "second.ts"}) joined << std::ifstream(at(part), std::ios::binary).rdbuf();
    joined.close();
    auto experiment = Experiment::create(at("joined.mlink"));
    REQUIRE(experiment);
    REQUIRE(experiment->add_video(at("joined.ts"), camera("whole")));
    REQUIRE(experiment->add_video(at("joined.ts"), camera("corner", Rect{70, 0, 20, 60})));
    REQUIRE(experiment->add_box(test::write_box(folder_.path().toStdString(), test::bright_count())));
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
};

QTEST_GUILESS_MAIN(TestVideos)
#include "test_videos.moc"
