// blackbox: what goes into networks besides one picture: sound in chunks with a state, log-mel features, sizes, values.
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>
#include <complex>
#include <nlohmann/json.hpp>
#include <numbers>

#include "blackbox/adapters/adapter_box.h"
#include "blackbox/adapters/net_inputs.h"
#include "blackbox/adapters/openvino_model.h"
#include "blackbox/black_box.h"
#include "blackbox/sound/log_mel.h"
#include "media/sound.h"
#include "need_openvino.h"
#include "support/tiny_boxes.h"
#include "tiny_models.h"

using namespace mlink::rooms;
using namespace mlink::test;
using nlohmann::json;

namespace {

constexpr int kRate = 4000;

/// A box that hears 16 samples (4 ms) around the frame.
json hearing(const char* combine = "last") {
  return {{"version", 1},
          {"name", "made"},
          {"adapter", "openvino"},
          {"weights", {{{"path", "m.onnx"}}}},
          {"sound",
           {{"window", .004}, {"rate", kRate}, {"name", "input"}, {"chunk", 4}, {"context", 0}, {"combine", combine}}},
          {"inputs", {{{"name", "state"}, {"shape", {1, 1}}, {"from", "stateN"}}}},
          {"head", {{"kind", "values"}}},
          {"reducer", {{"kind", "scalar"}}},
          {"output", {{"task", "regression"}, {"tolerance", 0.1}}}};
}

Result<std::unique_ptr<BlackBox>> loaded(const json& document, const QTemporaryDir& dir) {
  MLINK_ASSIGN(const auto manifest, parse_manifest(document.dump(), dir.path().toStdString()));
  MLINK_ASSIGN(auto box, make_black_box(manifest, {1, false}));
  MLINK_TRY(box->load());
  return box;
}

std::string said(const Result<std::unique_ptr<BlackBox>>& box) { return box ? "it was taken" : box.error().text(); }

void write(const QTemporaryDir& dir, const char* name, const std::string& bytes) {
  QFile file(dir.filePath(name));
  QVERIFY(file.open(QIODevice::WriteOnly));
  QVERIFY(file.write(bytes.data(), static_cast<qint64>(bytes.size())) == static_cast<qint64>(bytes.size()));
}

/// A frame at `seconds` of a sound whose sample n is n / 1000.
Frame at(double seconds, int samples = 400) {
  std::vector<float> ramp;
  for (int i = 0; i < samples; ++i) ramp.push_back(static_cast<float>(i) / 1000);
  auto picture = std::make_shared<Picture>();
  *picture = {8, 8, 24, std::vector<std::uint8_t>(192, 100)};
  return Frame(std::move(picture), 0, 0, seconds).with_sound(Sound::of(std::move(ramp), kRate), .1);
}

Answer ask(const json& document, const QTemporaryDir& dir, const Frame& frame) {
  auto box = loaded(document, dir);
  if (!box) return failed_answer(said(box));
  auto answers = (*box)->run(std::span(&frame, 1));
  return answers ? std::move(answers->front()) : failed_answer(answers.error().text());
}

}  // namespace

class TestNetInputs : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  // Sample n is n / 1000; the frame at .05 s hears samples 192 to 207, in four chunks whose means are .1935, .1975, ...
  void chunksWithState_data() {
    QTest::addColumn<QString>("combine");
    QTest::addColumn<double>("value");
    const double first = .1935;
    const std::array<double, 4> sums{first, 2 * first + .004, 3 * first + .012, 4 * first + .024};
    QTest::addRow("last") << "last" << sums[3];
    QTest::addRow("mean") << "mean" << (sums[0] + sums[1] + sums[2] + sums[3]) / 4;
    QTest::addRow("max") << "max" << sums[3];
  }
  void chunksWithState() {
    NEED_OPENVINO;
    QFETCH(QString, combine);
    QFETCH(double, value);
    QTemporaryDir dir;
    write(dir, "m.onnx", onnx_running_sum(4));
    const auto document = hearing(combine.toLatin1().constData());
    auto box = loaded(document, dir);
    QVERIFY2(box.has_value(), said(box).c_str());
    // Twice the same: the state begins anew with each frame, so that an answer does not hang on what came before.
    const std::vector<Frame> frames{at(.05), at(.05)};
    const auto answers = (*box)->run(frames);
    QVERIFY(answers.has_value() && answers->size() == 2);
    for (const auto& answer : *answers) {
      QVERIFY2(answer.output.presence == Presence::present, answer.output.reason.c_str());
      QVERIFY2(std::abs(answer.output.values[0] - value) < 1e-5, qPrintable(QString::number(answer.output.values[0])));
    }
  }

  // What stands before a chunk comes along: the first has zeros there.
  void context() {
    NetInputs inputs = [] {
      Manifest manifest;
      manifest.sound = {.004, kRate, "input", 2, 8, 3, "last", {}};
      return *NetInputs::of(manifest);
    }();
    QCOMPARE(inputs.shape(), (std::vector<std::int64_t>{1, 11}));
    const auto calls = inputs.calls(at(.05));
    QVERIFY(calls.has_value());
    QCOMPARE(calls->size(), std::size_t{2});
    QCOMPARE(calls->at(0).data[0], 0.F);
    QCOMPARE(calls->at(0).data[2], 0.F);
    QCOMPARE(calls->at(0).data[3], .192F);
    QCOMPARE(calls->at(1).data[0], .197F);
    QCOMPARE(calls->at(1).data[10], .207F);
    QCOMPARE(calls->at(1).name, std::string("input"));
  }

  // Before the sound begins and after it is over: silence, or no output where nothing is heard at all.
  void edgesOfTheSound() {
    NEED_OPENVINO;
    QTemporaryDir dir;
    write(dir, "m.onnx", onnx_running_sum(16));
    auto document = hearing();
    document["sound"].erase("chunk");
    document["sound"].erase("context");
    const auto value = [&](double seconds) { return ask(document, dir, at(seconds)).output; };
    const auto early = value(0);  // samples -8 to 7
    QVERIFY(early.presence == Presence::present);
    QVERIFY(std::abs(early.values[0] - 28. / 16 / 1000) < 1e-6);
    const auto late = value(.1);  // 392 to 407 of 400
    QVERIFY(std::abs(late.values[0] - (392. + 399) / 2 * 8 / 16 / 1000) < 1e-5);
    QVERIFY(value(5).presence == Presence::none);
  }

  void sizesAndValues_data() {
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<double>("first");
    QTest::addColumn<double>("second");
    QTest::addRow("height, width") << QByteArray(R"({"name": "s", "size": "height-width"})") << 6. << 4.;
    QTest::addRow("width, height") << QByteArray(R"({"name": "s", "size": "width-height"})") << 4. << 6.;
    QTest::addRow("scale") << QByteArray(R"({"name": "s", "size": "scale"})") << 8. / 6 << 2.;
    QTest::addRow("values") << QByteArray(R"({"name": "s", "values": [3, 4], "shape": [1, 2]})") << 3. << 4.;
    QTest::addRow("without a name") << QByteArray(R"({"values": [3, 4], "shape": [1, 2]})") << 3. << 4.;
  }
  void sizesAndValues() {
    NEED_OPENVINO;
    QFETCH(QByteArray, input);
    QFETCH(double, first);
    QFETCH(double, second);
    QTemporaryDir dir;
    write(dir, "m.onnx", onnx_second_input());
    auto document = hearing();
    document.erase("sound");
    document["input"] = {{"width", 8}, {"height", 8}, {"name", "x"}};
    document["inputs"] = json::array({json::parse(input.toStdString())});
    auto picture = std::make_shared<Picture>();
    *picture = {4, 6, 12, std::vector<std::uint8_t>(72, 100)};
    const Frame frame(picture, 0, 0, 0);
    for (const int index : {0, 1}) {
      document["reducer"] = {{"kind", "scalar"}, {"index", index}};
      const auto output = ask(document, dir, frame).output;
      QVERIFY2(output.presence == Presence::present, output.reason.c_str());
      QVERIFY(std::abs(output.values[0] - (index == 0 ? first : second)) < 1e-5);
    }
  }

  void refused_data() {
    QTest::addColumn<QByteArray>("changes");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, const char* changes, const char* says) {
      QTest::addRow("%s", name) << QByteArray(changes) << QString(says);
    };
    row("picture and sound", R"({"input": {"width": 8, "height": 8}})", "takes the picture or the sound");
    row("neither", R"({"sound": null})", "$.input is missing");
    row("an input that is nothing", R"({"inputs": [{"name": "state"}]})", "one of \"values\", \"size\" and \"from\"");
    row("two things at once", R"({"inputs": [{"name": "state", "size": "scale", "from": "a", "shape": [1]}]})",
        "one of");
    row("a state without shape", R"({"inputs": [{"name": "state", "from": "stateN"}]})", "needs its \"shape\"");
    row("too few values", R"({"inputs": [{"name": "state", "values": [1], "shape": [2, 2]}]})", "has 1 values");
    row("a long chunk", R"({"sound": {"chunk": 17}})", "longer than the window");
    row("context without chunk", R"({"sound": {"chunk": null, "context": 1}})", "\"chunk\" is missing");
    row("another name", R"({"inputs": [{"name": "status", "from": "stateN", "shape": [1, 1]}]})",
        "no input called \"status\"; it has input, state");
    row("a state from nowhere", R"({"inputs": [{"name": "state", "from": "next", "shape": [1, 1]}]})",
        "no output \"next\"");
    row("a state of another size", R"({"inputs": [{"name": "state", "from": "stateN", "shape": [1, 2]}]})", "[1, 2]");
    row("one input too few", R"({"inputs": null})", "2 inputs (input, state), the manifest gives 1");
    row("chunks of another length", R"({"sound": {"chunk": 5}})", "the manifest gives [1, 5]");
    row("features of a short chunk", R"({"sound": {"features": {"kind": "log-mel", "frame": 400}}})",
        "a log-mel frame needs 400");
    row("bands beyond half the rate", R"({"sound": {"features": {"kind": "log-mel", "frame": 16, "high": 3000}}})",
        "above half the rate");
    row("an adapter of one input", R"({"adapter": "opencv-dnn"})", "$.sound is not known");
  }
  void refused() {
    NEED_OPENVINO;
    QFETCH(QByteArray, changes);
    QFETCH(QString, says);
    QTemporaryDir dir;
    write(dir, "m.onnx", onnx_running_sum(4));
    auto document = hearing();
    document.merge_patch(json::parse(changes.toStdString()));
    const auto box = loaded(document, dir);
    QVERIFY(!box.has_value());
    QVERIFY2(said(box).find(says.toStdString()) != std::string::npos, said(box).c_str());
  }

  // Against the definition, summed up term by term.
  void logMel() {
    std::vector<float> samples;
    for (int i = 0; i < 700; ++i)
      samples.push_back(
          static_cast<float>(.5 * std::sin(2 * std::numbers::pi * 440 * i / 8000) + .1 * std::cos(i * i)));
    LogMelSettings settings;
    settings.frame = 200;
    settings.hop = 80;
    settings.fft = 256;
    settings.mels = 20;
    settings.low = 100;
    settings.high = 3500;
    const auto got = log_mel(samples, 8000, settings);
    QVERIFY(got.has_value());
    QCOMPARE(got->shape, (std::vector<std::int64_t>{7, 20}));
    const auto mel = [](double f) { return 2595 * std::log10(1 + f / 700); };
    for (const int frame : {0, 3, 6}) {
      std::vector<double> magnitude;
      for (int line = 0; line <= 128; ++line) {
        std::complex<double> sum;
        for (int i = 0; i < 200; ++i)
          sum += samples.at(static_cast<std::size_t>(frame) * 80 + static_cast<std::size_t>(i)) *
                 (.5 - .5 * std::cos(2 * std::numbers::pi * i / 200)) *
                 std::polar(1., -2 * std::numbers::pi * line * i / 256);
        magnitude.push_back(std::abs(sum));
      }
      for (const int band : {0, 7, 19}) {
        const double step = (mel(3500) - mel(100)) / 21;
        const double middle = mel(100) + step * (band + 1);
        double sum = 0;
        for (int line = 1; line <= 128; ++line)
          sum += std::max(0., 1 - std::abs(mel(line * 8000. / 256) - middle) / step) *
                 magnitude[static_cast<std::size_t>(line)];
        const double value = got->data[static_cast<std::size_t>(frame) * 20 + static_cast<std::size_t>(band)];
        QVERIFY2(std::abs(value - std::log(sum + 1e-3)) < 1e-3,
                 qPrintable(QString("%1 %2").arg(value).arg(std::log(sum + 1e-3))));
      }
    }
    settings.mel_first = true;
    const auto turned = log_mel(samples, 8000, settings);
    QCOMPARE(turned->shape, (std::vector<std::int64_t>{20, 7}));
    QCOMPARE(turned->data[7 * 7 + 3], got->data[3 * 20 + 7]);
  }
};

QTEST_APPLESS_MAIN(TestNetInputs)
#include "test_net_inputs.moc"
