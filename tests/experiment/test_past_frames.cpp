// experiment: boxes that see clips and boxes that keep a state: exact values, the same whatever threads there are,
// after a stop, on every frame or some, over gaps, and in the live run.
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "blackbox/manifest.h"
#include "experiment/experiment.h"
#include "experiment/live_boxes.h"
#include "experiment/past_frames.h"
#include "experiment/shards.h"
#include "media/clip.h"
#include "media/video.h"
#include "store/store.h"
#include "support/require.h"
#include "support/tiny_networks.h"
#include "support/tiny_videos.h"

using namespace mlink::rooms;
using nlohmann::json;

namespace {

/// Frame n is grey of the level 7 n: n more in 0..1 is kShade.
constexpr double kShade = 7. / 255;
constexpr int kFrames = 30;

/// A convolution over time: the newest of four pictures less the oldest, mean of all pixels and channels.
constexpr const char* kDifference =
    "def forward(self, x: Tensor) -> Tensor:\n"
    "    w = torch.tensor([-1.0, 0.0, 0.0, 1.0]).reshape([1, 1, 4, 1, 1]).expand([1, 3, 4, 1, 1]) / 3.0\n"
    "    return torch.conv3d(x, w).mean().reshape([1, 1])\n";
/// What all pictures so far sum up to.
constexpr const char* kSum =
    "def forward(self, x: Tensor, s: Tensor) -> Tuple[Tensor, Tensor]:\n"
    "    y = s + x.mean().reshape([1, 1])\n"
    "    return (y, y)\n";

json manifest(const std::string& name) {
  return {{"version", 1},
          {"name", name},
          {"adapter", "torchscript"},
          {"weights", {{{"path", name + ".pt"}}}},
          {"input", {{"width", 8}, {"height", 8}}},
          {"head", {{"kind", "values"}}},
          {"reducer", {{"kind", "scalar"}}},
          {"output", {{"task", "regression"}, {"tolerance", 0.01}}}};
}

float value(const OutputTable& table, const std::string& box, std::size_t row) {
  return table.columns[static_cast<std::size_t>(table.column_of(box))].row(row)[0];
}

}  // namespace

class TestPastFrames : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  std::filesystem::path video_, gap_, difference_, sum_, both_;

  [[nodiscard]] std::filesystem::path at(const std::string& name) const {
    return std::filesystem::path(folder_.path().toStdString()) / name;
  }
  std::filesystem::path box(const std::string& name, const std::string& source, const json& changes) const {
    mlink::test::write_network(at(name + ".pt"), source);
    auto document = manifest(name);
    document.merge_patch(changes);
    std::ofstream(at(name + ".json")) << document.dump(2);
    return at(name + ".json");
  }
  /// "cam" on the video, and the three boxes.
  [[nodiscard]] Result<Experiment> made(const std::string& name, int every = 1, std::int64_t limit = 0) const {
    MLINK_ASSIGN(auto experiment, Experiment::create(at(name)));
    AddVideoOptions options;
    options.camera = "cam";
    options.every = every;
    options.limit = limit;
    MLINK_TRY(experiment.add_video(video_, options));
    for (const auto& one : {difference_, sum_, both_}) MLINK_TRY(experiment.add_box(one));
    return experiment;
  }
  static Result<CollectReport> collect(Experiment& experiment, int threads = 1) {
    CollectOptions options;
    options.threads = threads;
    MLINK_ASSIGN(auto report, experiment.collect(options, {}, {}));
    if (!report.box_problems.empty()) return tl::make_unexpected(report.box_problems[0].second);
    return report;
  }

 private Q_SLOTS:
  void initTestCase() {
    if (!mlink::test::have_ffmpeg()) QSKIP("ffmpeg is not installed: no video to collect from");
    const std::string source = "nullsrc=size=16x16:rate=10:duration=3,format=rgb24,geq=r='7*N':g='7*N':b='7*N'";
    video_ = at("shades.avi");
    QVERIFY(mlink::test::make_video(video_, source, "-c:v png"));
    gap_ = at("gap.mkv");  // after frame 9 there is nothing for 5 s
    QVERIFY(
        mlink::test::make_video(gap_, source + ",setpts='PTS+if(gte(N,10),5/TB,0)'", "-fps_mode passthrough -c:v png"));
    difference_ = box("difference", kDifference,
                      {{"input", {{"frames", 4}, {"step", .2}, {"layout", "ncthw"}}}, {"tensors", {{1, 1}}}});
    const json state{{{"shape", {1, 1}}, {"from", 1}}};
    sum_ = box("sum", kSum, {{"inputs", state}});
    both_ = box("both", kSum, {{"inputs", state}, {"input", {{"frames", 4}, {"step", .2}, {"layout", "ntchw"}}}});
  }

  // The clip of frame n is of n - 6, n - 4, n - 2 and n; before the first there is the first.
  void exact_values() {
    auto experiment = made("exact.mlink");
    REQUIRE(experiment);
    const auto report = collect(*experiment);
    REQUIRE(report);
    QCOMPARE(report->stored, std::int64_t{3 * kFrames});
    QCOMPARE(report->failed, std::int64_t{0});
    const auto table = experiment->snapshot()->table;
    double sum = 0;
    double sum_of_means = 0;
    for (int n = 0; n < kFrames; ++n) {
      const auto row = static_cast<std::size_t>(n);
      sum += n * kShade;
      sum_of_means += (n + std::max(n - 2, 0) + std::max(n - 4, 0) + std::max(n - 6, 0)) * kShade / 4;
      const auto near = [&](const char* name, double expected) {
        const double got = value(*table, name, row);
        return std::abs(got - expected) < 1e-4
                   ? QString()
                   : QString("%1 of frame %2: %3, not %4").arg(name).arg(n).arg(got).arg(expected);
      };
      QCOMPARE(near("difference", std::min(n, 6) * kShade), QString());
      QCOMPARE(near("sum", sum), QString());
      QCOMPARE(near("both", sum_of_means), QString());
    }
  }

  void threads_and_regions_change_nothing() {
    std::vector<std::string> hashes;
    for (const int threads : {1, 4}) {
      auto experiment = made("threads" + std::to_string(threads) + ".mlink");
      REQUIRE(experiment);
      for (int i = 0; i < 2; ++i) {
        AddVideoOptions options;
        options.camera = "region " + std::to_string(i);
        options.crop = Rect{8 * i, 0, 8, 16};
        REQUIRE(experiment->add_video(gap_, options));
      }
      const auto report = collect(*experiment, threads);
      REQUIRE(report);
      QCOMPARE(report->stored, std::int64_t{9 * kFrames});
      hashes.push_back(content_hash(*experiment->snapshot()->table));
    }
    QCOMPARE(hashes[0], hashes[1]);
  }

  // In the middle of a state: what was known is run once more for the state alone, and nothing of it is stored again.
  void stopped_and_gone_on() {
    const auto slow = box("slow",
                          "def forward(self, x: Tensor, s: Tensor) -> Tuple[Tensor, Tensor]:\n"
                          "    z = torch.ones([300, 300]) + x.mean() * 0.0\n"
                          "    for i in range(8):\n"
                          "        z = torch.mm(z, z) / 300.0\n"
                          "    y = s + x.mean().reshape([1, 1]) + z.mean() * 0.001\n"
                          "    return (y, y)\n",
                          {{"inputs", {{{"shape", {1, 1}}, {"from", 1}}}}, {"settings", {{"optimize", false}}}});
    std::vector<std::string> hashes;
    for (const bool stops : {false, true}) {
      auto experiment = made(stops ? "stopped.mlink" : "straight.mlink");
      REQUIRE(experiment);
      REQUIRE(experiment->add_box(slow));
      // More outputs than are written at once, so that a stop finds the run in its middle.
      for (int i = 0; i < 3; ++i) {
        AddVideoOptions options;
        options.camera = "region " + std::to_string(i);
        options.crop = Rect{4 * i, 0, 8, 16};
        REQUIRE(experiment->add_video(video_, options));
      }
      const std::int64_t whole = 4 * 4 * kFrames;
      std::int64_t stored = 0;
      int rounds = 0;
      for (; rounds < 10 && stored < whole; ++rounds) {
        std::stop_source stop;
        CollectOptions options;
        options.threads = 2;
        const auto report = experiment->collect(options, stop.get_token(), [&](const ProgressEvent& event) {
          if (stops && rounds == 0 && event.done > 0) stop.request_stop();
        });
        REQUIRE(report);
        QCOMPARE(report->kept, stored);
        stored += report->stored;
      }
      QCOMPARE(stored, whole);
      QVERIFY2(!stops || rounds > 1, "it never stopped before the end");
      hashes.push_back(content_hash(*experiment->snapshot()->table));
    }
    QCOMPARE(hashes[0], hashes[1]);
  }

  // The same without a clock: the first eleven frames are known, the others come later.
  void more_frames_go_on() {
    auto straight = made("whole.mlink");
    REQUIRE(straight);
    REQUIRE(collect(*straight));
    auto experiment = made("longer.mlink", 1, 11);
    REQUIRE(experiment);
    REQUIRE(collect(*experiment));
    REQUIRE(experiment->remove_camera("cam"));
    AddVideoOptions options;
    options.camera = "cam";
    REQUIRE(experiment->add_video(video_, options));
    const auto report = collect(*experiment, 4);
    REQUIRE(report);
    QCOMPARE(report->stored, std::int64_t{3 * (kFrames - 11)});
    QCOMPARE(content_hash(*experiment->snapshot()->table), content_hash(*straight->snapshot()->table));
  }

  // A clip is of the file's frames, whichever are in use; a state is of those in use, and others make it anew.
  void every_third_frame() {
    auto all = made("all.mlink");
    REQUIRE(all);
    REQUIRE(collect(*all));
    const auto whole = all->snapshot()->table;
    auto experiment = made("third.mlink", 3);
    REQUIRE(experiment);
    REQUIRE(collect(*experiment));
    const auto third = experiment->snapshot()->table;
    QCOMPARE(third->rows(), std::size_t{kFrames / 3});
    double sum = 0;
    for (std::size_t row = 0; row < third->rows(); ++row) {
      sum += 3 * static_cast<double>(row) * kShade;
      QCOMPARE(value(*third, "difference", row), value(*whole, "difference", 3 * row));
      QVERIFY(std::abs(value(*third, "sum", row) - sum) < 1e-4);
    }
    REQUIRE(experiment->remove_camera("cam"));
    AddVideoOptions options;
    options.camera = "cam";
    REQUIRE(experiment->add_video(video_, options));
    const auto report = collect(*experiment);
    REQUIRE(report);
    QCOMPARE(report->stored, std::int64_t{2 * kFrames + kFrames * 2 / 3});
    QCOMPARE(content_hash(*experiment->snapshot()->table), content_hash(*whole));
    const auto again = collect(*experiment);
    REQUIRE(again);
    QCOMPARE(again->stored, std::int64_t{0});
    // A second camera on other frames of the same picture would overwrite what the first one has.
    options.camera = "other";
    options.every = 2;
    REQUIRE(experiment->add_video(video_, options));
    const auto two = collect(*experiment);
    REQUIRE(two);
    QCOMPARE(two->camera_problems.size(), std::size_t{2});  // of two boxes with a state
    QVERIFY(two->camera_problems[0].second.what.find("on other frames") != std::string::npos);
    QCOMPARE(two->stored, std::int64_t{0});
  }

  void nothing_reaches_over_a_gap() {
    auto experiment = Experiment::create(at("gap.mlink"));
    REQUIRE(experiment);
    AddVideoOptions options;
    options.camera = "cam";
    REQUIRE(experiment->add_video(gap_, options));
    options.continues = true;  // one file ends, the next begins
    REQUIRE(experiment->add_video(video_, options));
    for (const auto& one : {difference_, sum_}) REQUIRE(experiment->add_box(one));
    REQUIRE(collect(*experiment, 2));
    const auto table = experiment->snapshot()->table;
    QCOMPARE(table->rows(), std::size_t{2 * kFrames});
    double sum = 0;
    for (int row = 0; row < 2 * kFrames; ++row) {
      const int n = row % kFrames;
      const int begin = row < kFrames && n >= 10 ? 10 : 0;
      sum = n == begin ? n * kShade : sum + n * kShade;
      const auto got = value(*table, "difference", static_cast<std::size_t>(row));
      QVERIFY2(std::abs(got - std::min(n - begin, 6) * kShade) < 1e-4, qPrintable(QString("%1: %2").arg(row).arg(got)));
      QVERIFY(std::abs(value(*table, "sum", static_cast<std::size_t>(row)) - sum) < 1e-4);
    }
  }

  void clips_of_an_index() {
    FrameIndex index;
    index.time_base_den = 10;
    for (int i = 0; i < 20; ++i) {
      FrameIndex::Entry entry;
      entry.pts = i;
      entry.shift = i < 12 ? 0 : 7;  // two recordings in one file
      if (i == 5) entry.size = -1;   // a picture of a folder that is not there
      index.entries.push_back(entry);
    }
    const Stretches stretches(index);
    QCOMPARE(stretches.first_of(11), std::int64_t{0});
    QCOMPARE(stretches.first_of(12), std::int64_t{12});
    QCOMPARE(stretches.first_of(19), std::int64_t{12});
    const auto clip = [&](std::int64_t ordinal, int frames, double step) {
      return clip_of(index, stretches, ordinal, frames, step);
    };
    using Ordinals = std::vector<std::int64_t>;
    QCOMPARE(clip(9, 4, .1), (Ordinals{6, 7, 8, 9}));
    QCOMPARE(clip(9, 3, .21), (Ordinals{4, 7, 9}));  // 4.8 and 6.9: 5 is not there, and 4 is nearer than 6
    QCOMPARE(clip(9, 4, .0334), (Ordinals{8, 8, 9, 9}));
    QCOMPARE(clip(13, 4, .1), (Ordinals{12, 12, 12, 13}));
    const auto longer = clip(3, 64, .1);  // longer than all there is
    QCOMPARE(longer.size(), std::size_t{64});
    QCOMPARE(std::count(longer.begin(), longer.end(), 0), 61);
    QCOMPARE(longer.back(), std::int64_t{3});
  }

  // Frames in turn are what collect has. Of a box that is left out for a while the clips are of the pictures that came,
  // and the state goes on from the frame that it ran on last; after a second or so it begins anew.
  void in_the_live_run() {
    auto experiment = made("live.mlink");
    REQUIRE(experiment);
    REQUIRE(collect(*experiment));
    const auto table = experiment->snapshot()->table;
    const auto reader = StoreReader::open(at("live.mlink"));
    REQUIRE(reader);
    const auto stored = reader->boxes();
    REQUIRE(stored);
    auto video = VideoReader::open(video_);
    REQUIRE(video);
    LiveOrigin origin;
    origin.name = "cam";
    origin.step = .1;
    for (const int skip : {1, 2, 15}) {
      LiveBoxes boxes(*stored, LiveOptions{}, {});
      for (int one = 0; one < boxes.count(); ++one) REQUIRE(boxes.load(one));
      double sum = 0;
      for (int n = 0; n < kFrames; ++n) {
        LiveItem item{0, n, n * .1, n * .1, n, n * .1, video->at(n)};
        REQUIRE(item.frame);
        boxes.remember(item, origin);
        if (n % skip != 0) continue;
        sum = skip == 15 ? n * kShade : sum + n * kShade;
        for (int one = 0; one < boxes.count(); ++one) {
          const auto answer = boxes.run(one, item, origin);
          REQUIRE(answer);
          QVERIFY2(answer->output.presence == Presence::present, answer->output.reason.c_str());
          const auto got = answer->output.values[0];
          const auto& name = boxes.name(one);
          if (skip == 1 || name == "difference") QCOMPARE(got, value(*table, name, static_cast<std::size_t>(n)));
          if (name == "sum") QVERIFY(std::abs(got - sum) < 1e-4);
        }
      }
    }
  }

  // Clips reach over the borders of an experiment's parts; a state cannot.
  void in_parts() {
    const auto made_of = [&](const std::string& name, const std::filesystem::path& manifest) {
      auto experiment = Experiment::create(at(name));
      return experiment && experiment->add_video(video_, AddVideoOptions{}) && experiment->add_box(manifest);
    };
    QVERIFY(made_of("clips.mlink", difference_) && made_of("clips-once.mlink", difference_) &&
            made_of("states.mlink", sum_));
    const auto shards = make_shards(at("clips.mlink"), 3, {}, {});
    REQUIRE(shards);
    for (const auto& file : *shards) {
      auto shard = Experiment::open(file);
      REQUIRE(shard);
      REQUIRE(collect(*shard));
    }
    MergeOptions merge;
    merge.out = at("clips.mlink");
    merge.shards = *shards;
    REQUIRE(merge_shards(merge, {}, {}));
    auto joined = Experiment::open(at("clips.mlink")), once = Experiment::open(at("clips-once.mlink"));
    REQUIRE(joined);
    REQUIRE(once);
    REQUIRE(collect(*once));
    const auto a = joined->snapshot()->table, b = once->snapshot()->table;
    QCOMPARE(a->rows(), static_cast<std::size_t>(kFrames));
    for (std::size_t n = 0; n < a->rows(); ++n) QCOMPARE(value(*a, "difference", n), value(*b, "difference", n));
    const auto parts = make_shards(at("states.mlink"), 2, {}, {});
    REQUIRE(parts);
    auto part = Experiment::open(parts->at(1));
    REQUIRE(part);
    const auto refused = collect(*part);
    QVERIFY(!refused);
    QVERIFY2(refused.error().text().find(
                 "\"sum\" keeps a state from frame to frame, which cannot be collected in parts") != std::string::npos,
             refused.error().text().c_str());
  }

  void profiled_as_others_are() {
    auto experiment = made("profile.mlink", 10);
    REQUIRE(experiment);
    ProfileOptions options;
    options.frames = 3;
    REQUIRE(experiment->profile(options, {}, {}));
    const auto overview = experiment->overview();
    REQUIRE(overview);
    for (const auto& one : overview->boxes) QVERIFY(one.costs.seconds > 0);
  }
};

QTEST_GUILESS_MAIN(TestPastFrames)
#include "test_past_frames.moc"
