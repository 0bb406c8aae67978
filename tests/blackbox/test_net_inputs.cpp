// blackbox: what goes into networks besides one picture: clips, states, sound in chunks, log-mel features, sizes,
// values.
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>
#include <complex>
#include <memory>
#include <nlohmann/json.hpp>
#include <numbers>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

#include "blackbox/adapters/adapter_box.h"
#include "blackbox/adapters/net_inputs.h"
#include "blackbox/adapters/openvino_model.h"
#include "blackbox/black_box.h"
#include "blackbox/check.h"
#include "blackbox/preprocess.h"
#include "blackbox/sound/log_mel.h"
#include "media/sound.h"
#include "need_openvino.h"
#include "support/tiny_boxes.h"
#include "support/tiny_networks.h"
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

Frame of_pixels(int width, int height, std::vector<std::uint8_t> rgb) {
  auto picture = std::make_shared<Picture>();
  *picture = {width, height, 3 * width, std::move(rgb)};
  return {std::move(picture), 0, 0, 0};
}

Frame with_earlier(const Frame& frame, std::vector<Frame> earlier) {
  return frame.with_earlier(std::make_shared<const std::vector<Frame>>(std::move(earlier)));
}

/// Of two pictures of 2 x 1.
json clip_box(const std::string& adapter) {
  return {{"version", 1},
          {"name", "made"},
          {"adapter", adapter},
          {"weights", {{{"path", adapter == "torchscript" ? "m.pt" : "m.onnx"}}}},
          {"input", {{"width", 2}, {"height", 1}, {"scale", 1}, {"frames", 2}, {"step", .1}, {"layout", "ncthw"}}},
          {"head", {{"kind", "values"}}},
          {"reducer", {{"kind", "scalar"}}},
          {"output", {{"task", "regression"}, {"tolerance", 0.1}}}};
}

/// NaN where it fails.
float value(BlackBox& box, const Frame& frame) {
  const auto answers = box.run(std::span(&frame, 1));
  if (!answers || answers->front().output.presence != Presence::present) return std::nanf("");
  return answers->front().output.values[0];
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

  // Where a state goes on from frame to frame, so does the sound; elsewhere each frame begins with zeros.
  void contextGoesOn() {
    for (const bool across : {true, false}) {
      Manifest manifest;
      manifest.sound = {.004, kRate, "input", 2, 8, 3, "last", {}};
      manifest.inputs = {{"state", {1}, {}, {}, "1", across}};
      const auto inputs = NetInputs::of(manifest);
      const Frame first = at(.05).with_memory(std::make_shared<FrameMemory>());
      QVERIFY(inputs.has_value() && inputs->remember(first, *inputs->extra(first)));
      const auto call = inputs->calls(at(.054).with_memory(first.memory()))->at(0).data;
      QCOMPARE(call[0] + call[2], across ? .205F + .207F : 0.F);
    }
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

  // Element by element: two pictures of one row, the older one first.
  void clipLayouts_data() {
    QTest::addColumn<QString>("layout");
    QTest::addColumn<QString>("shape");
    QTest::addColumn<QVector<float>>("values");
    QTest::addRow("ncthw") << "ncthw"
                           << "[1, 3, 2, 1, 2]" << QVector<float>{1, 4, 7, 10, 2, 5, 8, 11, 3, 6, 9, 12};
    QTest::addRow("ntchw") << "ntchw"
                           << "[1, 2, 3, 1, 2]" << QVector<float>{1, 4, 2, 5, 3, 6, 7, 10, 8, 11, 9, 12};
    QTest::addRow("nthwc") << "nthwc"
                           << "[1, 2, 1, 2, 3]" << QVector<float>{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    QTest::addRow("stacked") << "nchw"
                             << "[1, 6, 1, 2]" << QVector<float>{1, 4, 2, 5, 3, 6, 7, 10, 8, 11, 9, 12};
  }
  void clipLayouts() {
    QFETCH(QString, layout);
    QFETCH(QString, shape);
    QFETCH(QVector<float>, values);
    InputSpec input;
    input.width = 2;
    input.height = 1;
    input.scale = {1, 1, 1};
    input.layout = layout.toStdString();
    input.frames = 2;
    input.step = .1;
    const Frame older = of_pixels(2, 1, {1, 2, 3, 4, 5, 6});
    const Frame newer = of_pixels(2, 1, {7, 8, 9, 10, 11, 12});
    const auto clip = preprocess(with_earlier(newer, {older}), input);
    QVERIFY(clip.has_value());
    QCOMPARE(QString::fromStdString(shape_text(clip->shape)), shape);
    QCOMPARE(shape_of(input), clip->shape);
    QCOMPARE(QVector<float>(clip->data.begin(), clip->data.end()), values);
    // Where nothing is before it, it is there twice; where there is more than the clip needs, the newest count.
    QCOMPARE(preprocess(newer, input)->data, preprocess(with_earlier(newer, {newer}), input)->data);
    QCOMPARE(preprocess(with_earlier(newer, {newer, older}), input)->data, clip->data);
  }

  // Earlier pictures are kept in the network's size: that changes no number.
  void smallPicturesAreTheSame() {
    for (const char* resize : {"stretch", "letterbox"})
      for (const int channels : {1, 3}) {
        InputSpec input;
        input.width = 24;
        input.height = 16;
        input.resize = resize;
        input.channels = channels;
        input.layout = "ncthw";
        input.frames = 3;
        input.step = .1;
        const Frame picture = noise_picture(53, 91);
        const Frame other = noise_picture(120, 40);
        const auto small = shrunk(picture, input);
        const auto small_too = shrunk(other, input);
        QVERIFY(small && small_too);
        QCOMPARE(small->width(), 24);
        const auto whole = preprocess(with_earlier(other, {picture, other}), input);
        const auto kept = preprocess(with_earlier(other, {*small, *small_too}), input);
        QVERIFY(whole && kept);
        QVERIFY(whole->data == kept->data);
      }
    QVERIFY(!shrunk(Frame(), InputSpec{}));
  }

  // Through the engines, one by one and together.
  void clipsThroughAdapters_data() {
    QTest::addColumn<QString>("adapter");
    for (const char* adapter : {"torchscript", "openvino", "opencv-dnn"}) QTest::addRow("%s", adapter) << adapter;
  }
  void clipsThroughAdapters() {
    QFETCH(QString, adapter);
    if (adapter == "openvino") NEED_OPENVINO;
    QTemporaryDir dir;
    write(dir, "m.onnx", onnx_same_clip({1, 3, 2, 1, 2}));
    write_network(dir.filePath("m.pt").toStdString(), "def forward(self, x: Tensor) -> Tensor:\n    return x\n");
    auto document = clip_box(adapter.toStdString());
    const Frame older = of_pixels(2, 1, {1, 2, 3, 4, 5, 6});
    const Frame newer = of_pixels(2, 1, {7, 8, 9, 10, 11, 12});
    const std::vector<Frame> frames{older, with_earlier(newer, {older})};
    for (const int batch : {1, 2}) {
      if (batch == 2 && adapter != "torchscript") continue;  // these files say one
      if (adapter == "torchscript") document["settings"] = {{"batch", batch}};
      for (const auto& [index, first, second] : {std::tuple{0, 1.F, 1.F}, {2, 1.F, 7.F}, {11, 6.F, 12.F}}) {
        document["reducer"]["index"] = index;
        auto box = loaded(document, dir);
        QVERIFY2(box.has_value(), said(box).c_str());
        const auto answers = (*box)->run(frames);
        QVERIFY(answers.has_value());
        QCOMPARE((*answers)[0].output.values, std::vector<float>{first});
        QCOMPARE((*answers)[1].output.values, std::vector<float>{second});
      }
    }
  }

  void clipsRefused_data() {
    QTest::addColumn<QByteArray>("changes");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, const char* changes, const char* says) {
      QTest::addRow("%s", name) << QByteArray(changes) << QString(says);
    };
    row("no frames", R"({"input": {"frames": 0}})", "frames");
    row("frames below none", R"({"input": {"frames": -2}})", "frames");
    row("half a frame", R"({"input": {"frames": 2.5}})", "frames");
    row("too many", R"({"input": {"frames": 100000}})", "frames");
    row("no step", R"({"input": {"step": null}})", "$.input.step is missing");
    row("a step of nothing", R"({"input": {"step": 0}})", "step");
    row("a step back", R"({"input": {"step": -0.1}})", "step");
    row("a step and no frames", R"({"input": {"frames": null}})", "\"frames\" is missing");
    row("no such layout", R"({"input": {"layout": "thwc"}})", "layout");
    row("a layout of one picture", R"({"input": {"layout": "nhwc"}})", "has no place for 2 frames");
    row("another layout than the network's", R"({"input": {"layout": "ntchw"}})", "[1, 2, 3, 1, 2]");
    row("another length than the network's", R"({"input": {"frames": 5}})", "[1, 3, 5, 1, 2]");
    row("on what another box finds", R"({"crop": {"by": {"version": 1, "name": "finder", "adapter": "torchscript",
        "weights": [{"path": "m.pt"}], "input": {"width": 8, "height": 8}, "head": {"kind": "values"},
        "reducer": {"kind": "scalar"}, "output": {"task": "regression", "tolerance": 1}}}})",
        "a clip is one of whole pictures");
  }
  void clipsRefused() {
    QFETCH(QByteArray, changes);
    QFETCH(QString, says);
    QTemporaryDir dir;
    write_network(dir.filePath("m.pt").toStdString(),
                  "def forward(self, x: Tensor) -> Tensor:\n    return x.reshape([1, 3, 2, 1, 2])\n");
    if (QString(QTest::currentDataTag()).contains("layout than"))
      write_network(
          dir.filePath("m.pt").toStdString(),
          "def forward(self, x: Tensor) -> Tensor:\n    return torch.conv3d(x, torch.ones([1, 3, 1, 1, 1]))\n");
    auto document = clip_box("torchscript");
    document.merge_patch(json::parse(changes.toStdString()));
    const auto box = loaded(document, dir);
    QVERIFY(!box.has_value());
    QVERIFY2(said(box).find(says.toStdString()) != std::string::npos, said(box).c_str());
  }

  void checkTellsClips() {
    QTemporaryDir dir;
    write_network(dir.filePath("m.pt").toStdString(),
                  "def forward(self, x: Tensor, s: Tensor) -> Tuple[Tensor, Tensor]:\n    return (x, s)\n");
    auto document = clip_box("torchscript");
    document["inputs"] = {{{"shape", {1}}, {"from", 1}}};
    const auto manifest = parse_manifest(document.dump(), dir.path().toStdString());
    QVERIFY2(manifest.has_value(), manifest ? "" : manifest.error().text().c_str());
    const auto check = check_box(*manifest, {1, false});
    QVERIFY2(check.has_value(), check ? "" : check.error().text().c_str());
    std::string lines;
    for (const auto& line : check->lines) lines += line + "\n";
    QVERIFY2(lines.find("2 frames 0.1 s apart") != std::string::npos, lines.c_str());
    QVERIFY2(lines.find("the first is repeated") != std::string::npos, lines.c_str());
    QVERIFY2(lines.find("from frame to frame of a camera") != std::string::npos, lines.c_str());
    // What makes two boxes the same.
    const auto hash = [&](const char* changes) {
      auto changed = document;
      changed.merge_patch(json::parse(changes));
      return *content_hash(*parse_manifest(changed.dump(), dir.path().toStdString()));
    };
    QCOMPARE(hash("{}"), *content_hash(*manifest));
    for (const char* changes :
         {R"({"input": {"frames": 3}})", R"({"input": {"step": 0.2}})", R"({"input": {"layout": "ntchw"}})",
          R"({"inputs": [{"shape": [1], "from": 1, "across": "calls"}]})"})
      QVERIFY2(hash(changes) != hash("{}"), changes);
  }

  // The sum of the pictures so far; NaN once it passes 10, and an exception on a picture above 200.
  void statesAcrossFrames() {
    QTemporaryDir dir;
    write_network(dir.filePath("m.pt").toStdString(),
                  "def forward(self, x: Tensor, s: Tensor) -> Tuple[Tensor, Tensor]:\n"
                  "    y = s + x.max().reshape([1, 1])\n"
                  "    if bool(x.max() > 200):\n"
                  "        y = y[2]\n"
                  "    if bool(y.max() > 10):\n"
                  "        y = y / 0.0 - y / 0.0\n"
                  "    return (s + x.max().reshape([1, 1]), y)\n");
    auto document = clip_box("torchscript");
    document["input"] = {{"width", 1}, {"height", 1}, {"scale", 1}};
    document["inputs"] = {{{"shape", {1, 1}}, {"from", 1}}};
    auto box = loaded(document, dir);
    QVERIFY2(box.has_value(), said(box).c_str());
    const auto frame = [](std::uint8_t level) { return of_pixels(1, 1, {level, level, level}); };
    // Frames that stand alone begin anew, and so does another memory.
    for (int i = 0; i < 2; ++i) QCOMPARE(value(**box, frame(3)), 3.F);
    const auto memory = std::make_shared<FrameMemory>();
    QCOMPARE(value(**box, frame(3).with_memory(memory)), 3.F);
    QCOMPARE(value(**box, frame(2).with_memory(memory)), 5.F);
    QCOMPARE(value(**box, frame(4).with_memory(std::make_shared<FrameMemory>())), 4.F);
    // A frame on which it fails leaves the state as it was.
    const auto failing = frame(250).with_memory(memory);
    QVERIFY((*box)->run(std::span(&failing, 1))->front().output.presence == Presence::failed);
    QCOMPARE(value(**box, frame(1).with_memory(memory)), 6.F);
    // Several at once are run in order, by whichever instance.
    auto other = loaded(document, dir);
    QVERIFY(other.has_value());
    const std::vector<Frame> frames{frame(1).with_memory(memory), frame(2).with_memory(memory)};
    const auto answers = (*other)->run(frames);
    QVERIFY(answers.has_value());
    QCOMPARE((*answers)[1].output.values, std::vector<float>{9});
    // A state that is no number is the failure of its frame; the next begins anew.
    const auto beyond = frame(5).with_memory(memory);
    const auto said_of_it = (*box)->run(std::span(&beyond, 1))->front().output;
    QVERIFY(said_of_it.presence == Presence::failed);
    QVERIFY2(said_of_it.reason.find("begins anew with the next frame") != std::string::npos, said_of_it.reason.c_str());
    QCOMPARE(value(**box, frame(7).with_memory(memory)), 7.F);
  }

  // The output of one frame has another size than the state.
  void aStateThatGrows() {
    QTemporaryDir dir;
    write_network(dir.filePath("m.pt").toStdString(),
                  "def forward(self, x: Tensor, s: Tensor) -> Tuple[Tensor, Tensor]:\n"
                  "    n = 2 if bool(x.max() > 200) else 1\n"
                  "    return (s + 1.0, torch.ones([1, n]) + s)\n");
    auto document = clip_box("torchscript");
    document["input"] = {{"width", 1}, {"height", 1}, {"scale", 1}};
    document["inputs"] = {{{"shape", {1, 1}}, {"from", 1}}};
    auto box = loaded(document, dir);
    QVERIFY2(box.has_value(), said(box).c_str());
    const auto memory = std::make_shared<FrameMemory>();
    QCOMPARE(value(**box, of_pixels(1, 1, {1, 1, 1}).with_memory(memory)), 1.F);
    const auto grows = of_pixels(1, 1, {250, 1, 1}).with_memory(memory);
    const auto output = (*box)->run(std::span(&grows, 1))->front().output;
    QVERIFY(output.presence == Presence::failed);
    QVERIFY2(output.reason.find("is [1, 2], the state $.inputs[0] is [1, 1]") != std::string::npos,
             output.reason.c_str());
    QCOMPARE(value(**box, of_pixels(1, 1, {1, 1, 1}).with_memory(memory)), 2.F);
  }

  // Sound begins anew with each frame, since windows overlap, unless the manifest says otherwise.
  void statesOfSound() {
    NEED_OPENVINO;
    QTemporaryDir dir;
    write(dir, "m.onnx", onnx_running_sum(4));
    auto document = hearing();
    for (const bool across : {false, true}) {
      if (across) document["inputs"][0]["across"] = "frames";
      auto box = loaded(document, dir);
      QVERIFY2(box.has_value(), said(box).c_str());
      const auto memory = std::make_shared<FrameMemory>();
      const auto first = value(**box, at(.05).with_memory(memory));
      const auto second = value(**box, at(.05).with_memory(memory));
      QVERIFY(std::abs(second - (across ? 2 : 1) * first) < 1e-5);
    }
  }

  void severalInputsOfTorchScript_data() {
    QTest::addColumn<QByteArray>("inputs");
    QTest::addColumn<QString>("says");  // empty: it runs, and the sum is 3 + 40
    QTest::addRow("in order") << QByteArray(R"([{"values": [3]}, {"values": [40]}])") << QString();
    QTest::addRow("by name") << QByteArray(R"([{"name": "b", "values": [40]}, {"name": "a", "values": [3]}])")
                             << QString();
    QTest::addRow("one by name") << QByteArray(R"([{"name": "b", "values": [40]}, {"values": [3]}])") << QString();
    QTest::addRow("no such name") << QByteArray(R"([{"name": "c", "values": [40]}, {"values": [3]}])")
                                  << QString("no input called \"c\"; it has x, a, b");
    QTest::addRow("one too many") << QByteArray(R"([{"values": [3]}, {"values": [40]}, {"values": [1]}])")
                                  << QString("3 inputs (x, a, b), the manifest gives 4");
    QTest::addRow("one too few") << QByteArray(R"([{"values": [3]}])") << QString("missing value for argument 'b'");
  }
  void severalInputsOfTorchScript() {
    QFETCH(QByteArray, inputs);
    QFETCH(QString, says);
    QTemporaryDir dir;
    write_network(dir.filePath("m.pt").toStdString(),
                  "def forward(self, x: Tensor, a: Tensor, b: Tensor) -> Tensor:\n    return a * 2.0 + b - a\n");
    auto document = clip_box("torchscript");
    document["input"] = {{"width", 1}, {"height", 1}};
    document["inputs"] = json::parse(inputs.toStdString());
    auto box = loaded(document, dir);
    if (!says.isEmpty()) {
      QVERIFY(!box.has_value());
      QVERIFY2(said(box).find(says.toStdString()) != std::string::npos, said(box).c_str());
      return;
    }
    QVERIFY2(box.has_value(), said(box).c_str());
    QCOMPARE(value(**box, of_pixels(1, 1, {1, 1, 1})), 43.F);
  }
  void severalInputsOfOpencv() {
    QTemporaryDir dir;
    write(dir, "m.onnx", onnx_means());
    auto document = clip_box("opencv-dnn");
    document["input"] = {{"width", 8}, {"height", 8}};
    document["inputs"] = {{{"values", {1}}}};
    const auto box = loaded(document, dir);
    QVERIFY(!box.has_value());
    QVERIFY2(said(box).find("\"openvino\" and \"torchscript\" give several") != std::string::npos, said(box).c_str());
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
