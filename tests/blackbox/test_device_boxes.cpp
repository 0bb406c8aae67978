// blackbox: boxes suppressed where the network is, with the CPU as the device. Of each frame just those come back that
// the head keeps when it reads the whole tensors: every bit of them, in its order.
#include <QTest>

#include <bit>
#include <cmath>

#include "base/random.h"
#include "blackbox/heads/device_search.h"
#include "device_networks.h"

using namespace mlink::rooms;
using namespace mlink::test;

namespace {

constexpr int kWidth = 16;
constexpr int kHeight = 12;
constexpr std::size_t kLot = 6;

/// Noise of so many values from 0 to 255, the same for a seed: few values make equal boxes and scores. `black`: the
/// share of the picture, from above, that is black.
Frame noise(std::uint64_t levels, std::uint64_t seed, double black = 0) {
  auto made = std::make_shared<Picture>();
  *made = {kWidth, kHeight, 3 * kWidth, {}};
  Random values(seed);
  const int dark = static_cast<int>(black * kHeight) * 3 * kWidth;
  for (int i = 0; i < 3 * kWidth * kHeight; ++i)
    made->rgb.push_back(i < dark ? std::uint8_t{0}
                                 : static_cast<std::uint8_t>(values.below(levels) * 255 / (levels - 1)));
  return {std::move(made), 0, 0, 0};
}

/// Of all kinds in one lot: also frames without any box, and with few.
std::vector<Frame> frames_of(std::uint64_t levels) {
  std::vector<Frame> frames;
  for (std::uint64_t seed = 1; seed <= 12; ++seed)
    frames.push_back(noise(levels, seed, seed % 6 == 2 ? 1 : seed % 6 == 4 ? 0.9 : seed % 6 == 5 ? 0.5 : 0));
  return frames;
}

bool same(float a, float b) {
  return (std::isnan(a) && std::isnan(b)) || std::bit_cast<std::uint32_t>(a) == std::bit_cast<std::uint32_t>(b);
}

/// Empty: they are the same, bit by bit.
std::string difference(const std::vector<Detection>& wanted, const std::vector<Detection>& found) {
  if (wanted.size() != found.size())
    return std::to_string(found.size()) + " boxes, not " + std::to_string(wanted.size());
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const Detection& a = wanted[i];
    const Detection& b = found[i];
    if (!same(a.x0, b.x0) || !same(a.y0, b.y0) || !same(a.x1, b.x1) || !same(a.y1, b.y1) || !same(a.score, b.score) ||
        a.label != b.label)
      return "box " + std::to_string(i);
  }
  return {};
}

/// 72 rows of the picture's values: cx, cy, w, h, and four more.
const std::string kRows = "    v = x.flatten(1).reshape([-1, 72, 8])\n    i = torch.arange(72.0)\n";
std::string scaled(const std::string& cx_cy_w_h) {
  return "(v * torch.tensor([" + cx_cy_w_h + ", 1.0, 1.0, 1.0, 1.0]))";
}
std::string across(const std::string& rows) { return "(" + rows + ").transpose(1, 2)"; }

}  // namespace

class TestDeviceBoxes : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void whatIsLeft_data() {
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("head");
    QTest::addColumn<int>("levels");
    QTest::addColumn<int>("least");  // boxes left in all frames together, at least and at most
    QTest::addColumn<int>("most");
    const auto row = [](const char* name, const std::string& outputs, const char* head, int levels, int least = 1,
                        int most = 100000) {
      QTest::addRow("%s", name) << QString::fromStdString(gives(outputs, kRows)) << head << levels << least << most;
    };
    const char* const v8 = R"({"kind": "yolo", "variant": "v8", "score": 0.3, "nms": 0.45})";
    const char* const v5 = R"({"kind": "yolo", "variant": "v5", "score": 0.2, "nms": 0.3})";
    const std::string boxes = scaled("16.0, 12.0, 9.0, 9.0");
    row("columns", across(boxes), v8, 256, 50);
    row("ties of scores and classes", across(boxes), v8, 3, 50);
    row("ties of everything", across(boxes), v8, 2, 20);
    row("objectness", boxes, v5, 256, 50);
    row("objectness, ties", boxes, v5, 3, 20);
    row("Darknet's rows", scaled("1.0, 1.0, 0.6, 0.6"),
        R"({"kind": "yolo", "variant": "v3", "score": 0.3, "nms": 0.2})", 256, 20);
    row("several lists, of other widths", boxes + ", x.flatten(1).reshape([-1, 64, 9]) * 4.0, " + boxes, v5, 5, 20);
    row("columns that are not read", across(boxes),
        R"({"kind": "yolo", "variant": "v8", "score": 0.3, "nms": 0.45, "unread": 2})", 4, 20);
    row("objectness below zero before columns that are not read", "(" + boxes + " - 1.0)",
        R"({"kind": "yolo", "variant": "v5", "score": 0.3, "nms": 0.3, "unread": 1})", 256, 20);
    row("the same box in all classes", across("torch.cat([v[:, :, :4] * 0.0 + 5.0, v[:, :, 4:]], 2)"), v8, 256, 30, 40);
    row("one class", across("v[:, :, :5] * 8.0"), v8, 256, 50);
    row("nothing", across(boxes), R"({"kind": "yolo", "variant": "v8", "score": 1})", 256, 0, 0);
    row("lists without a row", boxes + "[:, :0]", v5, 256, 0, 0);
    row("columns without one", across(boxes + "[:, :0]"), v8, 256, 0, 0);
    row("one of a frame", across(boxes), R"({"kind": "yolo", "variant": "v8", "score": 0.3, "most": 1})", 256, 10, 10);
    row("three of a frame", across(boxes), R"({"kind": "yolo", "variant": "v8", "score": 0.3, "most": 3})", 3, 20, 30);
    row("any overlap is too much", across(boxes), R"({"kind": "yolo", "variant": "v8", "score": 0.3, "nms": 0})", 256,
        10);
    row("no suppression", across(boxes), R"({"kind": "yolo", "variant": "v8", "score": 0.3, "nms": 1, "most": 1000})",
        16, 300);
    row("sizes below zero", across("((v - 0.5) * torch.tensor([16.0, 12.0, 18.0, 18.0, 2.0, 2.0, 2.0, 2.0]))"), v8, 64,
        50);
    row("boxes without an end", across("torch.cat([v[:, :, :2], 1.0 / v[:, :, 2:4], v[:, :, 4:]], 2)"), v8, 2, 20);
    row("scores without an end", across("torch.cat([v[:, :, :4] * 9.0, 1.0 / v[:, :, 4:]], 2)"), v8, 3, 20);
    row("half precision", across(boxes) + ".half()",
        R"({"kind": "yolo", "variant": "v8", "score": 0.2001, "nms": 0.4})", 256, 50);
    row("double precision", boxes + ".double() / 3.0",
        R"({"kind": "yolo", "variant": "v5", "score": 0.03, "nms": 0.4})", 256, 50);
    // Each covers the next, so that only every second one stays: as many passes as there are boxes.
    row("a chain",
        "torch.stack([i * 0.15, i * 0.0 + 5.0, i * 0.0 + 0.25, i * 0.0 + 1.0, 1.0 - i * 0.004], 0)"
        ".unsqueeze(0).repeat(x.size(0), 1, 1) + x.mean([1, 2, 3]).reshape([-1, 1, 1]) * 0.0",
        R"({"kind": "yolo", "variant": "v8", "score": 0.1, "nms": 0.2, "most": 200})", 256, 12 * 36, 12 * 36);
    // Boxes of 1 to 72 pixels from one corner: of two the overlap is the one's size by the other's, 9/10 of many, and
    // not more.
    row("an overlap that is just the limit",
        "torch.stack([(i + 1.0) * 0.5, i * 0.0 + 6.0, i + 1.0, i * 0.0 + 12.0, 1.0 - i * 0.004], 0)"
        ".unsqueeze(0).repeat(x.size(0), 1, 1)",
        R"({"kind": "yolo", "variant": "v8", "score": 0.1, "nms": 0.9, "most": 200})", 256, 12 * 25, 12 * 25);
    row("many boxes", across(boxes + ".repeat(1, 14, 1)"), R"({"kind": "yolo", "variant": "v8", "score": 0, "nms": 0.9,
        "most": 900})",
        256, 500);
    row("peaks", "x, torch.cat([x, x[:, :1]], 1) * 9.0", R"({"kind": "centernet", "score": 0.6, "nms": 0.3})", 256, 50);
    row("peaks, ties", "x, torch.cat([x, x[:, :1]], 1) * 9.0", R"({"kind": "centernet", "score": 0.4, "nms": 0.1})", 3,
        50);
    row("peaks without sides", "x, torch.cat([x, x[:, :1]], 1) / x[:, :1]",
        R"({"kind": "centernet", "score": 0.4, "stride": 2})", 2, 50);
    row("peaks in half precision", "x.half(), (torch.cat([x, x[:, :1]], 1) * 9.0).half()",
        R"({"kind": "centernet", "score": 0.6001, "nms": 0.3})", 256, 50);
  }
  void whatIsLeft() {
    QFETCH(QString, source);
    QFETCH(QString, head);
    QFETCH(int, levels);
    QFETCH(int, least);
    QFETCH(int, most);
    compare(source, head, levels, false);
    QVERIFY2(left_ >= least && left_ <= most, std::to_string(left_).c_str());
  }

  // More boxes of a frame than are compared there: all come back, and the head does what is left to do.
  void tooMany_data() {
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("head");
    QTest::addRow("rows") << QString::fromStdString(
                                 gives(across(scaled("16.0, 12.0, 9.0, 9.0") + ".repeat(1, 15, 1)"), kRows))
                          << R"({"kind": "yolo", "variant": "v8", "score": 0, "nms": 0.5, "most": 50})";
    QTest::addRow("a flat map") << QString::fromStdString(gives("(x * 0.0 + 1.0).repeat(1, 2, 1, 1), "
                                                                "torch.cat([x, x[:, :1]], 1) * 20.0"))
                                << R"({"kind": "centernet", "score": 0.6, "nms": 0.2, "most": 1000})";
  }
  void tooMany() {
    QFETCH(QString, source);
    QFETCH(QString, head);
    compare(source, head, 256, true);
    QVERIFY(left_ > 0);
  }

  // A frame with a value that is no number fails, with the head's words; its neighbours do not.
  void notNumbers_data() {
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("head");
    const std::string bad = kRows + "    v = v / v.amax([1, 2], keepdim=True)\n";
    QTest::addRow("columns") << QString::fromStdString(gives(across("v"), bad))
                             << R"({"kind": "yolo", "variant": "v8"})";
    QTest::addRow("objectness") << QString::fromStdString(gives("v", bad)) << R"({"kind": "yolo", "variant": "v5"})";
    QTest::addRow("in what is not read") << QString::fromStdString(gives(
                                                across("torch.cat([x.flatten(1).reshape([-1, 72, 8]), v], 2)"), bad))
                                         << R"({"kind": "yolo", "variant": "v8", "unread": 8})";
    QTest::addRow("peaks") << QString::fromStdString(
                                  gives("x / x.amax([1, 2, 3], keepdim=True), torch.cat([x, x[:, :1]], 1)"))
                           << R"({"kind": "centernet"})";
  }
  void notNumbers() {
    QFETCH(QString, source);
    QFETCH(QString, head);
    compare(source, head, 256, false);
    QCOMPARE(failed_, 2);  // the black ones
  }

 private:
  /// Both ways on all frames. `too_many`: in some frames there are more boxes than are compared.
  void compare(const QString& source, const QString& head_text, int levels, bool too_many) {
    left_ = failed_ = 0;
    InputSpec input;
    input.width = kWidth;
    input.height = kHeight;
    const PictureSize size{kWidth, kHeight};
    const Network network(source.toStdString());
    auto module = network.module(input, kLot);
    QVERIFY2(module.has_value(), module ? "" : module.error().text().c_str());
    const auto head = DecodingHead::from_json(head_text.toStdString());
    QVERIFY2(head.has_value(), head ? "" : head.error().text().c_str());
    const auto frames = frames_of(static_cast<std::uint64_t>(levels));
    const auto found = module->run_pictures(frames, {input, *head});
    QVERIFY2(found.has_value(), found ? "" : found.error().text().c_str());
    QCOMPARE(module->lot(), static_cast<int>(kLot));
    QCOMPARE(found->size(), frames.size());
    int unsuppressed = 0;
    for (std::size_t i = 0; i < frames.size(); ++i) {
      const auto outputs = module->run(preprocess(frames[i], input).value());
      QVERIFY2(outputs.has_value(), outputs ? "" : outputs.error().text().c_str());
      const auto wanted = head->decode(*outputs, size);
      const auto& own = (*found)[i];
      if (!wanted) {
        ++failed_;
        QVERIFY(!own.has_value());
        QCOMPARE(own.error().text(), wanted.error().text());
        continue;
      }
      QVERIFY2(own.has_value(), own ? "" : own.error().text().c_str());
      QCOMPARE(own->size(), std::size_t{1});
      const auto there = head->decode_found(*own, size);
      QVERIFY2(there.has_value(), there ? "" : there.error().text().c_str());
      const auto why = difference(wanted->detections, there->detections);
      QVERIFY2(why.empty(), ("frame " + std::to_string(i) + ": " + why).c_str());
      left_ += static_cast<int>(wanted->detections.size());
      const auto boxes = own->front().shape[0];
      if (too_many && boxes > kMostSuppressedThere)
        ++unsuppressed;
      else
        QCOMPARE(boxes, static_cast<std::int64_t>(wanted->detections.size()));
    }
    QCOMPARE(unsuppressed > 0, too_many);
  }

  int left_ = 0, failed_ = 0;
};

QTEST_GUILESS_MAIN(TestDeviceBoxes)
#include "test_device_boxes.moc"
