// blackbox: pictures prepared and outputs searched where the network is. On a GPU that is its own memory; here it is
// the CPU, by the same operators of LibTorch, and has to give what the ordinary way gives.
#include <QTest>

#include <nlohmann/json.hpp>

#include <cmath>

#include "base/random.h"
#include "blackbox/adapters/cuda_kernels.h"
#include "blackbox/cuda/per_element.h"
#include "blackbox/preprocess.h"
#include "blackbox/resize_plan.h"
#include "device_networks.h"

using namespace mlink::rooms;
using namespace mlink::test;
using nlohmann::json;

namespace {

/// The middle of a larger picture, as a camera's region is.
Frame region(int width, int height) { return picture(width + 7, height + 5).crop({3, 2, width, height}); }

std::vector<Frame> several() {
  return {picture(24, 16, 1), picture(24, 16, 2), region(24, 16),     picture(40, 24, 3), picture(9, 31, 4),
          picture(16, 16, 5), picture(32, 32, 6), picture(24, 16, 7), picture(24, 16, 8)};
}

const char* const kSame = "def forward(self, x: Tensor) -> Tensor:\n    return x\n";

/// 24 x 16, with changes in JSON.
InputSpec input_of(const QString& changes) {
  InputSpec input;
  input.width = 24;
  input.height = 16;
  const auto change = json::parse(changes.toStdString());
  input.resize = change.value("resize", input.resize);
  input.pad = change.value("pad", input.pad);
  input.order = change.value("order", input.order);
  input.layout = change.value("layout", input.layout);
  input.channels = change.value("channels", input.channels);
  input.mean = change.value("mean", input.mean);
  input.scale = change.value("scale", input.scale);
  return input;
}

}  // namespace

class TestDevice : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void pictures_data() {
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::addColumn<QString>("changes");  // of the input, which is 24 x 16
    const auto row = [](const char* name, int width, int height, const char* changes = "{}") {
      QTest::addRow("%s, %d x %d", name, width, height) << width << height << QString(changes);
    };
    row("as it is", 24, 16);
    row("half", 48, 32);
    row("half in one direction", 48, 16);
    row("smaller", 77, 53);
    row("much smaller", 768, 576);
    row("larger", 11, 7);
    row("one pixel", 1, 1);
    row("one row", 50, 1);
    row("letterboxed, wide", 90, 20, R"({"resize": "letterbox", "pad": 7})");
    row("letterboxed, high", 20, 90, R"({"resize": "letterbox"})");
    row("letterboxed, half", 32, 32, R"({"resize": "letterbox"})");
    row("blue first", 77, 53, R"({"order": "bgr", "mean": [1, 20, 133], "scale": [0.5, 0.017, 0.003]})");
    row("channels last", 77, 53, R"({"layout": "nhwc", "mean": [1, 20, 133]})");
    row("grey", 77, 53, R"({"channels": 1, "mean": [99], "scale": [0.0123]})");
  }
  // Every bit of what the network gets, for a lot of three frames and the rest of it, with others of another size.
  void pictures() {
    QFETCH(int, width);
    QFETCH(int, height);
    QFETCH(QString, changes);
    const InputSpec input = input_of(changes);
    const Network network(kSame);
    auto module = network.module(input, 3);
    QVERIFY2(module.has_value(), module ? "" : module.error().text().c_str());
    QVERIFY(module->on_device());
    QCOMPARE(module->lot(), 3);
    const std::vector<Frame> frames{picture(width, height, 2), region(width, height), picture(30, 30),
                                    picture(width, height, 3), picture(width, height, 4)};
    const auto found = module->run_pictures(frames, {input, DecodingHead{}});
    QVERIFY2(found.has_value(), found ? "" : found.error().text().c_str());
    QCOMPARE(found->size(), frames.size());
    for (std::size_t i = 0; i < frames.size(); ++i) {
      const auto wanted = preprocess(frames[i], input);
      QVERIFY(wanted && (*found)[i]);
      QCOMPARE((*found)[i]->size(), std::size_t{1});
      QCOMPARE((*found)[i]->front().shape, wanted->shape);
      QCOMPARE((*found)[i]->front().data, wanted->data);
    }
  }

  // What a thread of the CUDA kernel does, on the CPU: the same bits again. Rows as of pictures().
  void kernelOfPictures_data() { pictures_data(); }
  void kernelOfPictures() {
    QFETCH(int, width);
    QFETCH(int, height);
    QFETCH(QString, changes);
    const InputSpec input = input_of(changes);
    const std::vector<Frame> frames{picture(width, height, 2), picture(width, height, 3)};
    const auto plan = resize_plan(input, width, height);
    std::vector<std::uint8_t> bytes;
    for (const auto& frame : frames)
      for (int y = 0; y < height; ++y) bytes.insert(bytes.end(), frame.row(y), frame.row(y) + 3 * width);
    const auto size = static_cast<std::size_t>(Tensor::count(shape_of(input)));
    std::vector<float> out(2 * size, std::nanf(""));
    const auto axis = [](const AxisPlan& all) {
      return DeviceAxis{all.first.data(), all.second.data(), all.first_weight.data(), all.second_weight.data()};
    };
    PrepareJob job{0,
                   bytes.data(),
                   2,
                   height,
                   width,
                   plan.place.x,
                   plan.place.y,
                   plan.place.width,
                   plan.place.height,
                   plan.halves ? 1 : 0,
                   axis(plan.x),
                   axis(plan.y),
                   input.height,
                   input.width,
                   input.channels,
                   input.layout == "nhwc" ? 0 : 1,
                   input.order == "bgr" ? 1 : 0,
                   input.pad,
                   {},
                   {},
                   out.data()};
    std::copy_n(input.mean.begin(), input.channels, job.mean);
    std::copy_n(input.scale.begin(), input.channels, job.scale);
    for (int n = 0; n < 2; ++n)
      for (int y = 0; y < input.height; ++y)
        for (int x = 0; x < input.width; ++x) prepare_pixel(job, n, x, y);
    for (std::size_t n = 0; n < 2; ++n) {
      const auto wanted = preprocess(frames[n], input);
      QVERIFY(wanted.has_value());
      const auto from = out.begin() + static_cast<std::ptrdiff_t>(n * size);
      QCOMPARE(std::vector<float>(from, from + static_cast<std::ptrdiff_t>(size)), wanted->data);
    }
  }

  // Against the definition, with borders, equal neighbours and values that are no numbers.
  void kernelOfPeaks() {
    constexpr int h = 6;
    constexpr int w = 9;
    Random noise(3);
    for (int round = 0; round < 200; ++round) {
      std::vector<float> map;
      for (int i = 0; i < h * w; ++i) map.push_back(static_cast<float>(noise.below(round % 2 == 0 ? 4 : 1000)));
      if (round % 5 == 0) map[static_cast<std::size_t>(round) % map.size()] = std::nanf("");
      const auto at = [&](int y, int x) {
        return map[static_cast<std::size_t>(y) * std::size_t{w} + static_cast<std::size_t>(x)];
      };
      for (int y = 0; y < h; ++y)
        for (int x = 0; x < w; ++x) {
          bool wanted = at(y, x) > 1.5F;
          for (int v = 0; v < h; ++v)
            for (int u = 0; u < w; ++u)
              if (std::abs(v - y) <= 1 && std::abs(u - x) <= 1 && at(v, u) > at(y, x)) wanted = false;
          QCOMPARE(is_peak(map.data(), h, w, x, y, 1.5F), wanted);
        }
    }
  }

  // A build with nvcc has the kernels, and they load where there is no driver; no other build speaks of one.
  void kernelModule() {
    const auto module = cuda_module();
#ifdef MLINK_HAVE_CUDA_KERNELS
    QVERIFY2(module.has_value(), module ? "" : module.error().text().c_str());
    QVERIFY((*module)->prepare != nullptr && (*module)->peaks != nullptr);
    QCOMPARE((*module)->devices() > 0, cuda_kernels() != nullptr);
    const auto peaks = (*module)->peaks;
    if ((*module)->devices() == 0 && peaks != nullptr) {
      const PeaksJob job{};
      QVERIFY(peaks(&job) != 0);  // an error, not the program's end
    }
#else
    QVERIFY(!module.has_value());
    QCOMPARE(module.error().kind, ErrorKind::unsupported);
    QVERIFY(cuda_kernels() == nullptr);
#endif
  }

  void heads_data() {
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("head");
    QTest::addColumn<QString>("reducer");
    QTest::addColumn<std::size_t>("lot");
    const auto row = [](const char* name, const std::string& source, const char* head, const char* reducer,
                        std::size_t lot = 8) {
      QTest::addRow("%s", name) << QString::fromStdString(source) << head << reducer << lot;
    };
    const char* const count = R"({"kind": "count", "labels": ["b"]})";
    row("peaks", gives("x, torch.cat([x, x[:, :1]], 1) * 9.0"),
        R"({"kind": "centernet", "labels": ["a", "b", "c"], "score": 0.6, "nms": 0.3})", count);
    row("peaks of a flat map", gives("torch.round(x), torch.cat([x, x[:, :1]], 1) * 2.0"),
        R"({"kind": "centernet", "labels": ["a", "b", "c"], "score": 0.4, "nms": 0.9})", count);
    row("peaks after another output", gives("x * 0.0, x, torch.cat([x, x[:, :1]], 1) * 9.0"),
        R"({"kind": "centernet", "tensor": 1, "labels": ["a", "b", "c"], "score": 0.6})", count);
    row("no peak", gives("x * 0.0, torch.cat([x, x[:, :1]], 1)"),
        R"({"kind": "centernet", "labels": ["a", "b", "c"], "score": 0.6})", count);
    row("a share", gives("x"), R"({"kind": "heatmap", "channel": 2, "threshold": 0.55})", R"({"kind": "scalar"})");
    const std::string rows =
        "x.flatten(2).transpose(1, 2).repeat(1, 1, 3)[:, :, :8] * "
        "torch.tensor([16.0, 12.0, 9.0, 9.0, 1.0, 1.0, 1.0, 1.0])";
    row("lists with objectness", gives(rows + ", " + rows),
        R"({"kind": "yolo", "variant": "v5", "labels": ["a", "b", "c"],
        "score": 0.45, "nms": 0.5})",
        count);
    row("Darknet's lists", gives(rows + " * 0.1"), R"({"kind": "yolo", "variant": "v3", "labels": ["a", "b", "c"],
        "score": 0.05})",
        count);
    row("columns", gives("(" + rows + ").transpose(1, 2)"), R"({"kind": "yolo", "variant": "v8",
        "labels": ["a", "b", "c", "d"], "score": 0.8})",
        count);
    row("nothing above the least score", gives(rows), R"({"kind": "yolo", "variant": "v5", "score": 1})",
        R"({"kind": "count"})");
    row("lists without a row", gives("(" + rows + ")[:, :0]"), R"({"kind": "yolo", "variant": "v5"})",
        R"({"kind": "count"})");
    row("columns without one", gives("(" + rows + ").transpose(1, 2)[:, :, :0]"),
        R"({"kind": "yolo", "variant": "v8"})", R"({"kind": "count"})");
    // Of a narrow picture's letterbox no cell's centre is in the picture.
    row("a share of few cells", gives("x[:, :, ::6, ::8]"), R"({"kind": "heatmap", "threshold": 0.5})",
        R"({"kind": "scalar"})");
    row("a head that reads everything", gives("x.mean([2, 3])"), R"({"kind": "values"})", R"({"kind": "vector"})");
    row("the batch is not the first dimension", gives("x.mean([2, 3]).t().reshape([1, -1])[:, :3]"),
        R"({"kind": "values"})", R"({"kind": "vector"})", 2);
    row("a map without channels", gives("x.mean(1)"), R"({"kind": "heatmap", "threshold": 0.5})",
        R"({"kind": "scalar"})", 1);
    row("a network for one picture", gives("x.reshape([1, 3, 12, 16])"), R"({"kind": "heatmap", "threshold": 0.5})",
        R"({"kind": "scalar"})", 2);
  }
  void heads() {
    QFETCH(QString, source);
    QFETCH(QString, head);
    QFETCH(QString, reducer);
    QFETCH(std::size_t, lot);
    const Network network(source.toStdString());
    const bool counts = reducer.contains("count");
    const bool vector = reducer.contains("vector");
    for (const char* resize : {"stretch", "letterbox"}) {
      const auto document = box_of(head.toStdString(), reducer.toStdString(),
                                   counts   ? R"({"task": "count"})"
                                   : vector ? R"({"task": "single_label", "labels": ["a", "b", "c"]})"
                                            : R"({"task": "regression", "tolerance": 0.1})",
                                   resize);
      const auto ordinary = network.box(document, false);
      QVERIFY2(ordinary.has_value(), ordinary ? "" : ordinary.error().text().c_str());
      const auto there = network.box(document, true);
      QVERIFY2(there.has_value(), there ? "" : there.error().text().c_str());
      const auto frames = several();
      const auto wanted = (*ordinary)->run(frames);
      const auto found = (*there)->run(frames);
      QVERIFY(wanted && found);
      QCOMPARE(wanted->size(), frames.size());
      QCOMPARE(QString::fromStdString(text_of(*found)), QString::fromStdString(text_of(*wanted)));
      // Twice four frames a call; one where the batch is not the first dimension of what it gives; and back to the
      // ordinary way for good where the outputs cannot be searched.
      QCOMPARE((*there)->feeding().lot, lot);
      QCOMPARE((*ordinary)->feeding().lot, std::size_t{1});
      QVERIFY2(!text_of(*wanted).empty() && wanted->front().output.presence != Presence::failed,
               wanted->front().output.reason.c_str());
    }
  }

  // Of a narrow picture's letterbox the centre of no cell is in the picture: nothing of nothing, and no failure.
  void noCellAtAll() {
    const Network network(gives("x[:, :, ::8, ::6]"));
    const InputSpec input = input_of(R"({"resize": "letterbox"})");
    auto module = network.module(input, 2);
    QVERIFY2(module.has_value(), module ? "" : module.error().text().c_str());
    const auto head = DecodingHead::from_json(R"({"kind": "heatmap", "threshold": 0.5})");
    QVERIFY(head.has_value());
    const std::vector<Frame> frames{picture(2, 90), picture(24, 16)};
    const auto found = module->run_pictures(frames, {input, *head});
    QVERIFY2(found.has_value(), found ? "" : found.error().text().c_str());
    QCOMPARE((*found)[0]->front().data, (std::vector<float>{0, 0}));
    QCOMPARE((*found)[1]->front().data[1], 8.F);
  }

  // A frame whose values are no numbers fails, its neighbours do not, and it fails with the same words.
  void notNumbers_data() {
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("head");
    QTest::addColumn<QString>("reducer");
    const std::string bad = "    y = x / (x - x[:, :1, :1, :1]).abs().amax([1, 2, 3], keepdim=True)\n";
    QTest::addRow("peaks") << QString::fromStdString(gives("y, torch.cat([x, x[:, :1]], 1)", bad))
                           << R"({"kind": "centernet", "labels": ["b"], "score": 0.5})"
                           << R"({"kind": "count"})";
    QTest::addRow("a share") << QString::fromStdString(gives("y", bad)) << R"({"kind": "heatmap", "threshold": 0.5})"
                             << R"({"kind": "scalar"})";
  }
  void notNumbers() {
    QFETCH(QString, source);
    QFETCH(QString, head);
    QFETCH(QString, reducer);
    const Network network(source.toStdString());
    const auto document = box_of(
        head.toStdString(), reducer.toStdString(),
        reducer.contains("count") ? R"({"task": "count"})" : R"({"task": "regression", "tolerance": 0.1})", "stretch");
    auto black = std::make_shared<Picture>();
    *black = {8, 8, 24, std::vector<std::uint8_t>(192, 0)};
    const std::vector<Frame> frames{picture(24, 16), Frame(black, 0, 0, 0), picture(24, 16, 2)};
    const auto ordinary = network.box(document, false);
    const auto there = network.box(document, true);
    QVERIFY2(ordinary.has_value(), ordinary ? "" : ordinary.error().text().c_str());
    QVERIFY(there.has_value());
    const auto wanted = (*ordinary)->run(frames);
    const auto found = (*there)->run(frames);
    QVERIFY(wanted && found);
    QCOMPARE((*found)[0].output.presence, Presence::present);
    QCOMPARE((*found)[1].output.presence, Presence::failed);
    QVERIFY(QString::fromStdString((*found)[1].output.reason).contains("not a number"));
    QCOMPARE(QString::fromStdString(text_of(*found)), QString::fromStdString(text_of(*wanted)));
  }

  // A frame without a picture fails alone.
  void noPicture() {
    const Network network(gives("x"));
    const auto document = box_of(R"({"kind": "heatmap", "threshold": 0.5})", R"({"kind": "scalar"})",
                                 R"({"task": "regression", "tolerance": 0.1})", "stretch");
    const auto box = network.box(document, true);
    QVERIFY(box.has_value());
    const std::vector<Frame> frames{picture(24, 16), Frame(nullptr, 1, 0, 0), picture(24, 16)};
    const auto found = (*box)->run(frames);
    QVERIFY(found);
    QCOMPARE((*found)[0].output.presence, Presence::present);
    QCOMPARE((*found)[1].output.presence, Presence::failed);
    QCOMPARE((*found)[2].output.presence, Presence::present);
  }

  // The device's memory does not suffice for the lot: it is halved until it does, nothing is lost, and it is told.
  void outOfMemory() {
    const std::string short_of = "    assert x.size(0) <= 3, 'CUDA out of memory. Tried to allocate'\n";
    const Network network(gives("x", short_of));
    auto document = box_of(R"({"kind": "heatmap", "threshold": 0.5})", R"({"kind": "scalar"})",
                           R"({"task": "regression", "tolerance": 0.1})", "stretch");
    document["settings"] = {{"batch", 8}};
    const auto box = network.box(document, true);
    QVERIFY2(box.has_value(), box ? "" : box.error().text().c_str());
    QCOMPARE((*box)->feeding().lot, std::size_t{16});
    const auto plain = network.box(box_of(R"({"kind": "heatmap", "threshold": 0.5})", R"({"kind": "scalar"})",
                                          R"({"task": "regression", "tolerance": 0.1})", "stretch"),
                                   false);
    QVERIFY(plain.has_value());
    const auto frames = several();
    const auto found = (*box)->run(frames);
    std::vector<Answer> wanted;
    for (const auto& frame : frames) wanted.push_back((*plain)->run(std::span(&frame, 1))->front());
    QVERIFY(found);
    QCOMPARE(QString::fromStdString(text_of(*found)), QString::fromStdString(text_of(wanted)));
    QCOMPARE((*box)->feeding().lot, std::size_t{4});
    QCOMPARE(QString::fromStdString((*box)->feeding().note),
             QString("The memory of the device does not suffice for 8 frames a call: 2 from now on."));
  }

  // Not even for one frame: the box goes on in the ordinary way, on the CPU.
  void noMemoryAtAll() {
    // Loading tries it a few times on one and on two pictures of noise or grey; it fails on bright ones.
    const std::string never = "    assert float(x.mean()) < 0.9, 'CUDA out of memory.'\n";
    const Network network(gives("x", never));
    const auto document = box_of(R"({"kind": "heatmap", "threshold": 0.5})", R"({"kind": "scalar"})",
                                 R"({"task": "regression", "tolerance": 0.1})", "stretch");
    const auto box = network.box(document, true);
    QVERIFY(box.has_value());
    auto white = std::make_shared<Picture>();
    *white = {8, 8, 24, std::vector<std::uint8_t>(192, 255)};
    const Frame bright(white, 0, 0, 0);
    const auto found = (*box)->run(std::span(&bright, 1));
    QVERIFY(found);
    QCOMPARE(found->front().output.presence, Presence::failed);
    QVERIFY(QString::fromStdString((*box)->feeding().note).contains("the CPU goes on"));
    const Frame noise = picture(24, 16);
    const auto after = (*box)->run(std::span(&noise, 1));
    QVERIFY(after);
    QCOMPARE(after->front().output.presence, Presence::present);
    QCOMPARE((*box)->feeding().lot, std::size_t{1});
  }
};

QTEST_GUILESS_MAIN(TestDevice)
#include "test_device.moc"
