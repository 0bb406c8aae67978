// blackbox: networks in fewer digits ("precision" "fast"). On a GPU that is float16; here the device is the CPU, in
// bfloat16, which its operators know.
#include <QTest>

#include <bit>
#include <cmath>

#include "blackbox/measure.h"
#include "device_networks.h"

using namespace mlink::rooms;
using namespace mlink::test;
using nlohmann::json;

namespace {

/// The nearest value of eight digits.
float rounded(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  return std::bit_cast<float>((bits + 0x7fff + ((bits >> 16) & 1)) & 0xffff0000U);
}

std::vector<float> rounded(std::vector<float> values) {
  for (float& value : values) value = rounded(value);
  return values;
}

InputSpec small() {
  InputSpec input;
  input.width = 16;
  input.height = 12;
  return input;
}

Result<TorchModule> load(const Network& network, bool on_device, bool fast = true,
                         const std::vector<Tensor>& more = {}) {
  TorchModule::Options options;
  options.use_gpu = false;
  options.input_shape = shape_of(small());
  options.on_device = on_device;
  options.fast = fast;
  options.more = more;
  return TorchModule::load(network.file().toStdString(), options);
}

/// What comes out for a picture, the way that pictures go on a device.
std::vector<float> values_of(TorchModule& module, const Frame& frame) {
  const auto found = module.run_pictures(std::span(&frame, 1), {small(), DecodingHead{}});
  return found && found->front() ? found->front()->front().data : std::vector<float>{};
}

json share_box(const char* precision) {
  auto document = box_of(R"({"kind": "heatmap", "threshold": 0.5})", R"({"kind": "scalar"})",
                         R"({"task": "regression", "tolerance": 0.1})", "stretch");
  document["settings"] = {{"precision", precision}};
  return document;
}

}  // namespace

class TestPrecision : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  // Pictures go in rounded, weights are converted, and the values come back as float32.
  void ofTheDevice_data() {
    QTest::addColumn<QString>("source");
    QTest::addColumn<double>("factor");
    QTest::addRow("pictures") << QString::fromStdString(gives("x")) << 1.;
    QTest::addRow("weights") << QString::fromStdString(
                                    gives("x * self.weight[0]", "    assert self.weight.dtype == 15\n"))
                             << .25;
    QTest::addRow("several outputs") << QString::fromStdString(gives("x * 2.0, x.sum([1, 2, 3])")) << 2.;
  }
  void ofTheDevice() {
    QFETCH(QString, source);
    QFETCH(double, factor);
    const Network network(source.toStdString());
    auto module = load(network, true);
    QVERIFY2(module.has_value(), module ? "" : module.error().text().c_str());
    QCOMPARE(module->numbers(), std::string("bfloat16"));
    QCOMPARE(module->note(), std::string());
    const auto frame = picture(16, 12);
    const auto input = preprocess(frame, small()).value();
    auto wanted = rounded(input.data);
    QVERIFY(wanted != input.data);
    for (float& value : wanted) value *= static_cast<float>(factor);  // a power of two, so that nothing is rounded
    QCOMPARE(values_of(*module, frame), wanted);
    const auto alone = module->run(input);  // the way of clips and states
    QVERIFY2(alone.has_value(), alone ? "" : alone.error().text().c_str());
    QCOMPARE(alone->front().data, wanted);
  }

  void furtherInputs() {
    const Network network(
        "def forward(self, x: Tensor, y: Tensor) -> List[Tensor]:\n"
        "    assert x.dtype == y.dtype\n    return [x.mean([1, 2, 3]) * 0.0 + y.sum()]\n");
    const Tensor y{{2}, {1, 1.0041F}, {}};
    auto module = load(network, true, true, {y});
    QVERIFY2(module.has_value(), module ? "" : module.error().text().c_str());
    QCOMPARE(module->numbers(), std::string("bfloat16"));
    const auto found = module->run(preprocess(picture(16, 12), small()).value(), std::span(&y, 1));
    QVERIFY2(found.has_value(), found ? "" : found.error().text().c_str());
    QCOMPARE(found->front().data, std::vector<float>{2});
  }

  // Networks that refuse it, each for a reason of its own, run in float32 and give its values.
  void refused_data() {
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("says");
    QTest::addRow("numbers of float32 in the network")
        << QString::fromStdString(gives("torch.conv2d(x, torch.ones([1, 3, 1, 1]))")) << "ype";
    QTest::addRow("not with this type") << QString::fromStdString(
                                               gives("x", "    assert x.dtype == 6, 'wants float32'\n"))
                                        << "wants float32";
    QTest::addRow("too few digits") << QString::fromStdString(gives("1.0 / (x + 256.25 - 256.0)"))
                                    << "no finite numbers";
  }
  void refused() {
    QFETCH(QString, source);
    QFETCH(QString, says);
    const Network network(source.toStdString());
    auto module = load(network, true);
    QVERIFY2(module.has_value(), module ? "" : module.error().text().c_str());
    QCOMPARE(module->numbers(), std::string("float32"));
    const auto note = QString::fromStdString(module->note());
    QVERIFY2(note.startsWith("It does not run in half precision, so in float32: ") && note.contains(says),
             qPrintable(note));
    auto plain = load(network, true, false);
    QVERIFY(plain && plain->note().empty());
    const auto frame = picture(16, 12);
    QVERIFY(!values_of(*plain, frame).empty());
    QCOMPARE(values_of(*module, frame), values_of(*plain, frame));
  }

  // A file that cannot be loaded at all is told as ever.
  void noNetwork() {
    const Network network(gives("x"));
    QFile file(network.file());
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("nothing") > 0);
    file.close();
    const auto module = load(network, true);
    const auto plain = load(network, true, false);
    QVERIFY(!module && !plain);
    QCOMPARE(module.error().text(), plain.error().text());
  }

  // On the CPU: float32, the same answers, and it is said where people look.
  void onTheCpu() {
    const Network network(gives("x"));
    const auto frames = std::vector<Frame>{picture(24, 16), picture(16, 12, 2)};
    const auto fast = network.box(share_box("fast"), false);
    const auto plain = network.box(share_box("f32"), false);
    QVERIFY2(fast && plain, fast ? "" : fast.error().text().c_str());
    QCOMPARE(QString::fromStdString((*fast)->feeding().note),
             QString("On the CPU it runs in float32, \"fast\" is for a GPU."));
    QCOMPARE((*plain)->feeding().note, std::string());
    const auto a = (*fast)->run(frames);
    const auto b = (*plain)->run(frames);
    QVERIFY(a && b);
    QCOMPARE(QString::fromStdString(text_of(*a)), QString::fromStdString(text_of(*b)));
    BoxOptions options;
    options.use_gpu = false;
    const auto cost = measure_box((*fast)->manifest(), frames, options);
    QVERIFY2(cost.has_value(), cost ? "" : cost.error().text().c_str());
    QVERIFY2(cost->seconds_note.find("\"fast\" is for a GPU") != std::string::npos, cost->seconds_note.c_str());
  }

  // As a box whose device is the CPU, with heads: near, and where it runs is told.
  void asABox() {
    const Network network(gives("x"));
    const auto frames = std::vector<Frame>{picture(24, 16), picture(16, 12, 2)};
    const auto fast = network.box(share_box("fast"), true);
    const auto plain = network.box(share_box("f32"), true);
    QVERIFY2(fast && plain, fast ? "" : fast.error().text().c_str());
    const auto a = (*fast)->run(frames);
    const auto b = (*plain)->run(frames);
    QVERIFY(a && b);
    for (std::size_t i = 0; i < frames.size(); ++i) {
      const float near = (*a)[i].output.values.at(0);
      const float exact = (*b)[i].output.values.at(0);
      QVERIFY2(std::abs(near - exact) < 0.02F, std::to_string(near - exact).c_str());
    }
    QCOMPARE((*fast)->feeding().lot, (*plain)->feeding().lot);
    BoxOptions options;
    options.use_gpu = false;
    options.on_device = true;
    const auto cost = measure_box((*fast)->manifest(), frames, options);
    QVERIFY2(cost.has_value(), cost ? "" : cost.error().text().c_str());
    QVERIFY2(cost->seconds_note.find(", on CPU in bfloat16") != std::string::npos, cost->seconds_note.c_str());
  }

  void unknownWords() {
    const Network network(gives("x"));
    const auto box = network.box(share_box("half"), false);
    QVERIFY(!box);
    QVERIFY2(box.error().what.find("$.settings.precision must be one of") != std::string::npos,
             box.error().text().c_str());
  }

  // Stored outputs are found by this: neither is ever taken for the other.
  void isAnotherBox() {
    const Network network(gives("x"));
    const auto fast = network.box(share_box("fast"), false);
    const auto plain = network.box(share_box("f32"), false);
    auto document = share_box("f32");
    document.erase("settings");
    const auto usual = network.box(document, false);
    QVERIFY(fast && plain && usual);
    const auto hash = [](const auto& box) { return content_hash((*box)->manifest()).value(); };
    QVERIFY(hash(fast) != hash(plain));
    QVERIFY(hash(fast) != hash(usual));
  }
};

QTEST_GUILESS_MAIN(TestPrecision)
#include "test_precision.moc"
