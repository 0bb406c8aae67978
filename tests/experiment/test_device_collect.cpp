// experiment: boxes that are fed as on a GPU, one instance each and many frames a call, here with the CPU as the
// device: the same outputs as one by one, whatever the threads, with frames that fail, after a stop.
#include <QTemporaryDir>
#include <QTest>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stop_token>
#include <string>
#include <vector>

#include "blackbox/black_box.h"
#include "experiment/boxes.h"
#include "experiment/decode_check.h"
#include "experiment/experiment.h"
#include "support/require.h"
#include "support/tiny_boxes.h"
#include "support/tiny_networks.h"
#include "support/tiny_videos.h"

extern "C" {
#include <libavutil/frame.h>
}

using namespace mlink::rooms;
using nlohmann::json;

namespace {

constexpr std::int64_t kFrames = 40;
constexpr double kFarFromSame = 0.01;

/// Peaks of the picture itself.
constexpr const char* kPeaks =
    "def forward(self, x: Tensor) -> List[Tensor]:\n"
    "    return [x, torch.cat([x, x[:, :1]], 1) * 9.0]\n";
/// Its memory suffices for three pictures.
constexpr const char* kShort =
    "def forward(self, x: Tensor) -> Tensor:\n"
    "    assert x.size(0) <= 3, 'CUDA out of memory.'\n"
    "    return x\n";
/// The CPU's decoder, as if it were a device; `wrong`: with one brightness of each frame changed.
class AsDevice : public DecodeDevice {
 public:
  explicit AsDevice(bool wrong) : wrong_(wrong) {}
  Status attach(AVCodecContext& /*decoder*/) const override { return {}; }
  Status fetch(const AVCodecContext& /*decoder*/, AVFrame& frame) const override {
    if (wrong_ && av_frame_make_writable(&frame) >= 0) frame.data[0][0] = static_cast<std::uint8_t>(~frame.data[0][0]);
    return {};
  }

 private:
  bool wrong_;
};

/// What all pictures so far sum up to.
constexpr const char* kSum =
    "def forward(self, x: Tensor, s: Tensor) -> Tuple[Tensor, Tensor]:\n"
    "    y = s + x.mean().reshape([1, 1])\n"
    "    return (y, y)\n";

}  // namespace

class TestDeviceCollect : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  std::filesystem::path video_;
  std::vector<std::filesystem::path> boxes_;

  [[nodiscard]] std::filesystem::path at(const std::string& name) const {
    return std::filesystem::path(folder_.path().toStdString()) / name;
  }
  std::filesystem::path box(const std::string& name, const std::string& source, const json& changes) const {
    mlink::test::write_network(at(name + ".pt"), source);
    json document{{"version", 1},
                  {"name", name},
                  {"adapter", "torchscript"},
                  {"weights", {{{"path", name + ".pt"}}}},
                  {"input", {{"width", 24}, {"height", 16}}},
                  {"reducer", {{"kind", "scalar"}}},
                  {"output", {{"task", "regression"}, {"tolerance", 0.01}}}};
    document.merge_patch(changes);
    std::ofstream(at(name + ".json")) << document.dump(2);
    return at(name + ".json");
  }

  /// A whole picture and two regions of it.
  [[nodiscard]] Result<Experiment> made(const std::string& name) const {
    MLINK_ASSIGN(auto experiment, Experiment::create(at(name)));
    for (int i = 0; i < 3; ++i) {
      AddVideoOptions options;
      options.camera = "cam " + std::to_string(i);
      if (i > 0) options.crop = Rect{16 * i, 8, 48, 32};
      MLINK_TRY(experiment.add_video(video_, options));
    }
    for (const auto& one : boxes_) MLINK_TRY(experiment.add_box(one));
    return experiment;
  }

  static CollectOptions how(bool on_device, int threads = 2) {
    CollectOptions options;
    options.threads = threads;
    options.use_gpu = false;
    options.on_device = on_device;
    return options;
  }

 private Q_SLOTS:
  void initTestCase() {
    QVERIFY2(mlink::test::have_ffmpeg(), "ffmpeg is not installed: no video to collect from");
    video_ = at("swinging.avi");
    QVERIFY(mlink::test::make_swinging_video(video_, static_cast<double>(kFrames) / 10));
    boxes_ = {box("peaks", kPeaks,
                  {{"head", {{"kind", "centernet"}, {"labels", {"a", "b", "c"}}, {"score", .6}, {"stride", 1}}},
                   {"reducer", {{"kind", "count"}}},
                   {"output", {{"task", "count"}, {"tolerance", nullptr}}}}),
              box("short", kShort, {{"head", {{"kind", "heatmap"}, {"threshold", .5}}}, {"settings", {{"batch", 8}}}}),
              box("sum", kSum, {{"head", {{"kind", "values"}}}, {"inputs", {{{"shape", {1, 1}}, {"from", 1}}}}}),
              mlink::test::write_box(folder_.path().toStdString(), mlink::test::failing_count()),
              mlink::test::write_box(folder_.path().toStdString(), mlink::test::nan_share())};
  }

  void sameOutputs() {
    auto plain = made("plain.mlink");
    REQUIRE(plain);
    const auto one_by_one = plain->collect(how(false), {}, {});
    REQUIRE(one_by_one);
    QCOMPARE(one_by_one->stored, std::int64_t{5 * 3 * kFrames});
    QCOMPARE(one_by_one->calls, one_by_one->stored);
    QVERIFY(one_by_one->failed > 0);
    QVERIFY(one_by_one->box_notes.empty());
    for (const int threads : {1, 3}) {
      auto there = made("device" + std::to_string(threads) + ".mlink");
      REQUIRE(there);
      const auto report = there->collect(how(true, threads), {}, {});
      REQUIRE(report);
      QVERIFY2(report->box_problems.empty(),
               report->box_problems.empty() ? "" : report->box_problems[0].second.text().c_str());
      QCOMPARE(report->stored, one_by_one->stored);
      QCOMPARE(report->failed, one_by_one->failed);
      QCOMPARE(QString::fromStdString(content_hash(*there->snapshot()->table)),
               QString::fromStdString(content_hash(*plain->snapshot()->table)));
      // "peaks" and "short" come in lots of 8 and 16, then 4 frames; the one with a state one by one.
      QVERIFY2(report->calls < 4 * report->stored / 5, std::to_string(report->calls).c_str());
      QVERIFY(report->calls > 3 * kFrames);
      QCOMPARE(report->box_notes.size(), std::size_t{1});
      QCOMPARE(QString::fromStdString(report->box_notes[0].first), QString("short"));
      QVERIFY(QString::fromStdString(report->box_notes[0].second).contains("2 from now on"));
    }
  }

  void stoppedAndGoneOn() {
    auto plain = made("straight.mlink");
    auto there = made("stopped.mlink");
    REQUIRE(plain);
    REQUIRE(there);
    REQUIRE(plain->collect(how(false), {}, {}));
    std::stop_source stop;
    const auto first = there->collect(how(true), stop.get_token(), [&](const ProgressEvent& event) {
      if (event.done > 0) stop.request_stop();
    });
    REQUIRE(first);
    QVERIFY(first->stopped);
    const auto second = there->collect(how(true), {}, {});
    REQUIRE(second);
    QCOMPARE(second->kept, first->stored);
    QCOMPARE(first->stored + second->stored, std::int64_t{5 * 3 * kFrames});
    QCOMPARE(QString::fromStdString(content_hash(*there->snapshot()->table)),
             QString::fromStdString(content_hash(*plain->snapshot()->table)));
  }

  // `mlink selftest`: the same answers pass, others do not, and what cannot be compared is told.
  void selftest() {
    MeasureInput input;
    input.frames = 20;
    input.sources.push_back({video_, Rect{8, 8, 48, 32}, 1, -1, -1});
    const auto same = try_device(boxes_[0], input, false);
    REQUIRE(same);
    QVERIFY(same->passed);
    QCOMPARE(same->agree, std::size_t{20});
    QCOMPARE(same->largest, 0.0);
    QCOMPARE(same->lot, std::size_t{8});
    QCOMPARE(QString::fromStdString(same->device), QString("CPU"));
    QVERIFY(!same->kernels && same->seconds_alone > 0 && same->seconds_there > 0);
    const auto other = box("other",
                           "def forward(self, x: Tensor) -> Tensor:\n"
                           "    return x + torch.rand([1])\n",
                           {{"head", {{"kind", "heatmap"}, {"threshold", .9}}}});
    const auto differs = try_device(other, input, false);
    REQUIRE(differs);
    QVERIFY(!differs->passed);
    QVERIFY(differs->largest > kFarFromSame);
    const auto state = try_device(boxes_[2], input, false);
    QVERIFY(!state && state.error().text().find("does not take plain pictures") != std::string::npos);
    const auto none = try_device(boxes_[0], {0, {}, true}, false);
    QVERIFY(!none && none.error().text().find("no frame") != std::string::npos);
    std::ofstream(at("hog.json")) << R"({"version": 1, "name": "hog", "adapter": "opencv-hog",
        "reducer": {"kind": "count"}, "output": {"task": "count"}})";
    const auto hog = try_device(at("hog.json"), input, false);
    QVERIFY(!hog);
    QVERIFY2(hog.error().text().find("does not use a GPU") != std::string::npos, hog.error().text().c_str());
    if (gpu_count() == 0) {
      const auto gpu = try_device(boxes_[0], input, true);
      QVERIFY(!gpu && gpu.error().kind == ErrorKind::not_found);
    }
  }

  // Decoding there: the same outputs; where there is no GPU, or it does not decode this format, that is told.
  void decodedOnTheGpu() {
    auto plain = made("cpu.mlink");
    auto there = made("gpu.mlink");
    REQUIRE(plain);
    REQUIRE(there);
    const auto wanted = plain->collect(how(false), {}, {});
    REQUIRE(wanted);
    QVERIFY(wanted->video_notes.empty() && wanted->videos_on_gpu == 0);
    auto options = how(false);
    options.decode_on_gpu = true;
    const auto refused = there->collect(options, {}, {});
    QVERIFY(!refused);  // the options leave the GPU alone
    QCOMPARE(refused.error().kind, ErrorKind::invalid_input);
    options.use_gpu = true;
    const auto report = there->collect(options, {}, {});
    REQUIRE(report);
    QCOMPARE(report->stored, wanted->stored);
    QCOMPARE(report->videos_on_gpu, 0);  // MPEG-4, which leaves the last digit to the decoder
    QCOMPARE(report->video_notes.size(), std::size_t{1});
    const auto& [name, note] = report->video_notes[0];
    if (DecodeDevice::gpu()) {
      QCOMPARE(QString::fromStdString(name), QString("swinging.avi"));
      QVERIFY2(note.find("mpeg4 is decoded on the CPU") != std::string::npos, note.c_str());
    } else {
      QCOMPARE(QString::fromStdString(name), QString("Decoding"));
      QVERIFY2(note.find("no GPU that decodes") != std::string::npos && note.ends_with("The CPU decodes."),
               note.c_str());
    }
    if (gpu_count() == 0)
      QCOMPARE(QString::fromStdString(content_hash(*there->snapshot()->table)),
               QString::fromStdString(content_hash(*plain->snapshot()->table)));
  }

  // `mlink selftest` on a video.
  void decodingCompared() {
    const auto same = try_decoding(video_, 12, std::make_shared<AsDevice>(false));
    REQUIRE(same);
    QCOMPARE(same->frames, std::size_t{12});
    QCOMPARE(same->agree, std::size_t{12});
    QVERIFY(same->passed() && same->on_device && same->note.empty());
    QVERIFY(same->seconds_cpu > 0 && same->seconds_device > 0);
    const auto other = try_decoding(video_, 1000, std::make_shared<AsDevice>(true));
    REQUIRE(other);
    QCOMPARE(other->frames, static_cast<std::size_t>(kFrames));
    QVERIFY(!other->passed() && other->agree < 5);
    std::stop_source stop;
    stop.request_stop();
    const auto stopped = try_decoding(video_, 12, std::make_shared<AsDevice>(false), stop.get_token());
    QVERIFY(!stopped && stopped.error().kind == ErrorKind::stopped);
    QVERIFY(!try_decoding(at("nowhere.mp4"), 12, nullptr));
    if (!DecodeDevice::gpu()) QCOMPARE(try_decoding(video_, 12).error().kind, ErrorKind::not_found);
  }

  // One that cannot be loaded ends alone.
  void brokenBox() {
    auto there = made("broken.mlink");
    REQUIRE(there);
    const auto bad = box("bad", kPeaks, {{"head", {{"kind", "values"}}}});
    REQUIRE(there->add_box(bad));
    std::ofstream(at("bad.pt")) << "no network";
    const auto report = there->collect(how(true), {}, {});
    REQUIRE(report);
    QCOMPARE(report->box_problems.size(), std::size_t{1});
    QCOMPARE(QString::fromStdString(report->box_problems[0].first), QString("bad"));
    QCOMPARE(report->stored, std::int64_t{5 * 3 * kFrames});
  }
};

QTEST_GUILESS_MAIN(TestDeviceCollect)
#include "test_device_collect.moc"
