// experiment: frame features come with collecting: of every camera and frame, stopped and gone on with, and of files
// whose outputs were there before.
#include <QTemporaryDir>
#include <QTest>
#include <cmath>
#include <cstring>

#include "experiment/experiment.h"
#include "store/store.h"
#include "support/require.h"
#include "support/tiny_boxes.h"
#include "support/tiny_videos.h"

using namespace mlink::rooms;

namespace {

std::vector<float> all_of(const std::filesystem::path& file) {
  const auto reader = StoreReader::open(file);
  const auto table = reader->output_table();
  const auto features = reader->frame_features(*table);
  std::vector<float> out;
  for (std::size_t row = 0; row < features->rows(); ++row)
    for (const FeatureKind kind : kAllFeatures)
      for (std::size_t lag = 0; lag < kLagCount; ++lag) out.push_back(features->at(row, kind, lag));
  return out;
}

bool same_bits(const std::vector<float>& a, const std::vector<float>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0;
}

}  // namespace

class TestFeatures : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  std::filesystem::path video_;

  [[nodiscard]] std::filesystem::path at(const std::string& name) const {
    return std::filesystem::path(folder_.path().toStdString()) / name;
  }
  /// The whole picture, a region of it, and every second frame of it.
  [[nodiscard]] Result<Experiment> three_cameras(const std::string& name, mlink::test::TinyBox box) const {
    MLINK_ASSIGN(auto experiment, Experiment::create(at(name)));
    AddVideoOptions whole, part, half;
    whole.camera = "whole";
    part.camera = "part";
    part.crop = Rect{0, 0, 32, 32};
    half.camera = "half";
    half.every = 2;
    for (const auto& options : {whole, part, half}) MLINK_TRY(experiment.add_video(video_, options));
    MLINK_TRY(experiment.add_box(mlink::test::write_box(folder_.path().toStdString(), box)));
    return experiment;
  }

 private Q_SLOTS:
  void initTestCase() {
    if (!mlink::test::have_ffmpeg()) QSKIP("ffmpeg is not installed: no video to collect from");
    video_ = at("swing.avi");
    QVERIFY(mlink::test::make_swinging_video(video_, 8));
  }

  void everyFrameOfEveryCamera() {
    auto experiment = three_cameras("all.mlink", mlink::test::bright_count());
    REQUIRE(experiment);
    REQUIRE(experiment->collect({}, {}, {}));
    const auto reader = StoreReader::open(at("all.mlink"));
    REQUIRE(reader);
    const auto table = reader->output_table();
    const auto features = reader->frame_features(*table);
    REQUIRE(features);
    QCOMPARE(table->rows(), std::size_t{80 + 80 + 40});
    int moving = 0;
    for (std::size_t row = 0; row < table->rows(); ++row) {
      const FrameKey& key = table->frames[row];
      const auto nth = key.camera == 2 ? key.ordinal / 2 : key.ordinal;  // lags count the camera's own frames
      for (std::size_t lag = 0; lag < kLagCount; ++lag) {
        const float pixel = features->at(row, FeatureKind::pixel, lag);
        QCOMPARE(std::isnan(pixel), nth < kFeatureLags[lag]);
        if (pixel > 0) ++moving;
      }
    }
    QVERIFY(moving > 200);
    // Every second frame's neighbour is the other cameras' frame before the last.
    const auto found = [&](int camera, std::int64_t ordinal, std::size_t lag) {
      for (std::size_t row = 0; row < table->rows(); ++row)
        if (table->frames[row].camera == camera && table->frames[row].ordinal == ordinal)
          return features->at(row, FeatureKind::edge, lag);
      return kNoFeature;
    };
    for (const std::int64_t ordinal : {2, 10, 40, 78}) QCOMPARE(found(2, ordinal, 0), found(0, ordinal, 1));
  }

  /// Stopped in the middle and gone on with: bit for bit the same.
  void stoppedAndGoneOnWith() {
    auto whole = three_cameras("straight.mlink", mlink::test::slow_count("slow", 10));
    REQUIRE(whole);
    REQUIRE(whole->collect({}, {}, {}));
    auto parts = three_cameras("parts.mlink", mlink::test::slow_count("slow", 10));
    REQUIRE(parts);
    int rounds = 0;
    for (bool stopped = true; stopped && rounds < 20; ++rounds) {
      std::stop_source stop;
      const auto report = parts->collect({}, stop.get_token(), [&](const ProgressEvent& event) {
        if (rounds < 3 && event.done >= 30 * (rounds + 1)) stop.request_stop();
      });
      REQUIRE(report);
      stopped = report->stopped;
    }
    QVERIFY2(rounds > 1, "it never stopped before the end");
    QVERIFY(same_bits(all_of(at("parts.mlink")), all_of(at("straight.mlink"))));
  }

  /// A file of an earlier program has the outputs only: collecting adds the features and runs no box.
  void addedToOutputsThatAreThere() {
    auto experiment = three_cameras("later.mlink", mlink::test::bright_count());
    REQUIRE(experiment);
    REQUIRE(experiment->collect({}, {}, {}));
    const auto before = all_of(at("later.mlink"));
    {
      auto gone = std::move(*experiment);  // closes the file
    }
    {
      auto writer = StoreWriter::open(at("later.mlink"));
      REQUIRE(writer);
      FeatureValues none{};
      none.fill(kNoFeature);
      REQUIRE(writer->remove_camera(writer->cameras()->front().id));  // its features go with it
    }
    auto again = Experiment::open(at("later.mlink"));
    REQUIRE(again);
    AddVideoOptions whole;
    whole.camera = "whole";
    REQUIRE(again->add_video(video_, whole));
    std::int64_t told = 0, total = 0;
    const auto report = again->collect({}, {}, [&](const ProgressEvent& event) {
      told = event.done;
      total = event.total;
    });
    REQUIRE(report);
    QCOMPARE(report->stored, std::int64_t{0});  // outputs hang on what was looked at, and were found
    QCOMPARE(told, std::int64_t{80});
    QCOMPARE(total, std::int64_t{80});
    QCOMPARE(all_of(at("later.mlink")).size(), before.size());
    const auto after = all_of(at("later.mlink"));
    const auto known = [](const std::vector<float>& values) {
      return std::count_if(values.begin(), values.end(), [](float value) { return !std::isnan(value); });
    };
    QCOMPARE(known(after), known(before));
  }

  /// Nothing is left to do: nothing is decoded, also where the video is gone.
  void nothingIsLeftToDo() {
    auto experiment = three_cameras("done.mlink", mlink::test::bright_count());
    REQUIRE(experiment);
    REQUIRE(experiment->collect({}, {}, {}));
    const auto moved = at("moved.avi");
    std::filesystem::rename(video_, moved);
    const auto report = experiment->collect({}, {}, {});
    std::filesystem::rename(moved, video_);
    REQUIRE(report);
    QVERIFY(report->camera_problems.empty());
  }
};

QTEST_GUILESS_MAIN(TestFeatures)
#include "test_features.moc"
