// blackbox: networks through OpenVINO. The files are made here byte by byte, so that each answer can be worked out by
// hand. Without OpenVINO in the build only the error that says so is tested.
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <array>
#include <bit>
#include <nlohmann/json.hpp>
#include <thread>

#include "blackbox/adapters/model_files.h"
#include "blackbox/adapters/openvino_model.h"
#include "blackbox/adapters/torch_module.h"
#include "blackbox/black_box.h"
#include "blackbox/check.h"
#include "convert/converter.h"
#include "need_openvino.h"
#include "proto_writer.h"
#include "support/tiny_boxes.h"
#include "tiny_graph.h"
#include "tiny_models.h"

using namespace mlink::rooms;
using namespace mlink::test;
namespace proto = mlink::test::proto;
using nlohmann::json;

namespace {

std::string floats(const std::vector<float>& values) {
  std::string out;
  for (const float value : values) {
    const auto bits = std::bit_cast<std::array<char, 4>>(value);
    out.append(bits.data(), bits.size());
  }
  return out;
}

void write(const QTemporaryDir& dir, const char* name, const std::string& bytes) {
  QFile file(dir.filePath(name));
  QVERIFY(file.open(QIODevice::WriteOnly));
  QVERIFY(file.write(bytes.data(), static_cast<qint64>(bytes.size())) == static_cast<qint64>(bytes.size()));
}

/// A network on pictures of 8 x 8 whose numbers are the output.
json document_of(const std::vector<std::string>& files, int width = 3) {
  json document{{"version", 1},
                {"name", "made"},
                {"adapter", "openvino"},
                {"input", {{"width", 8}, {"height", 8}, {"scale", 1}}},
                {"head", {{"kind", "values"}}},
                {"reducer", {{"kind", "vector"}}},
                {"output", {{"task", "multi_label"}, {"labels", json::array()}}}};
  for (int i = 0; i < width; ++i) document["output"]["labels"].push_back("v" + std::to_string(i));
  for (const auto& file : files) document["weights"].push_back({{"path", file}});
  return document;
}

/// One number of the network is the output.
json number_of(const std::vector<std::string>& files, int index) {
  auto document = document_of(files);
  document["reducer"] = {{"kind", "scalar"}, {"index", index}};
  document["output"] = {{"task", "regression"}, {"tolerance", 0.1}};
  return document;
}

Result<std::unique_ptr<BlackBox>> loaded(const json& document, const QTemporaryDir& dir) {
  MLINK_ASSIGN(const auto manifest, parse_manifest(document.dump(), dir.path().toStdString()));
  MLINK_ASSIGN(auto box, make_black_box(manifest, {1, false}));
  MLINK_TRY(box->load());
  return box;
}

/// A picture of one colour.
Frame picture(std::uint8_t red, std::uint8_t green, std::uint8_t blue) {
  auto picture = std::make_shared<Picture>();
  picture->width = 8;
  picture->height = 8;
  picture->stride = 24;
  for (int i = 0; i < 64; ++i) picture->rgb.insert(picture->rgb.end(), {red, green, blue});
  return {std::move(picture), 0, 0, 0};
}

std::string said(const Result<std::unique_ptr<BlackBox>>& box) { return box ? "it was taken" : box.error().text(); }

/// What the number is for a picture of the colours 200, 100, 50.
double answer(const json& document, const QTemporaryDir& dir) {
  auto box = loaded(document, dir);
  if (!box) qWarning("%s", said(box).c_str());
  if (!box) return std::numeric_limits<double>::quiet_NaN();
  const Frame frame = picture(200, 100, 50);
  const auto answers = (*box)->run(std::span(&frame, 1));
  if (!answers || answers->size() != 1 || answers->front().output.values.empty()) {
    qWarning("%s", answers ? answers->front().output.reason.c_str() : answers.error().text().c_str());
    return std::numeric_limits<double>::quiet_NaN();
  }
  return answers->front().output.values[0];
}

/// A colour is a mix of the three: rows .5 0 0; 0 1 0; 1 1 1.
const std::vector<float> kMix{.5F, 0, 0, 0, 1, 0, 1, 1, 1};
constexpr std::array<double, 3> kMixed{100, 100, 350};

std::string halves(const std::vector<std::uint16_t>& values) {
  std::string out;
  for (const auto value : values) {
    const auto bits = std::bit_cast<std::array<char, 2>>(value);
    out.append(bits.data(), bits.size());
  }
  return out;
}

/// OpenVINO's own format: relu of the picture.
std::string openvino_relu() {
  const std::string port = R"(<port id="0" precision="FP32"><dim>1</dim><dim>3</dim><dim>8</dim><dim>8</dim></port>)";
  const std::string out =
      R"(<output><port id="1" precision="FP32" names="y"><dim>1</dim><dim>3</dim><dim>8</dim><dim>8</dim></port></output>)";
  return R"(<?xml version="1.0"?><net name="relu" version="11"><layers>)"
         R"(<layer id="0" name="x" type="Parameter" version="opset1"><data shape="1,3,8,8" element_type="f32"/>)"
         R"(<output><port id="0" precision="FP32" names="x"><dim>1</dim><dim>3</dim><dim>8</dim><dim>8</dim></port></output></layer>)"
         R"(<layer id="1" name="y" type="ReLU" version="opset1"><input>)" +
         port + "</input>" + out + R"(</layer><layer id="2" name="r" type="Result" version="opset1"><input>)" + port +
         R"(</input></layer></layers><edges><edge from-layer="0" from-port="0" to-layer="1" to-port="0"/>)"
         R"(<edge from-layer="1" from-port="1" to-layer="2" to-port="0"/></edges></net>)";
}

}  // namespace

class TestOpenvino : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void withoutIt() {
    const auto version = openvino_version();
    if (version) {
      QVERIFY2(version->starts_with("20"), version->c_str());
      return;
    }
    QVERIFY(version.error().kind == ErrorKind::unsupported);
    QVERIFY2(version.error().todo.find("scripts/fetch_openvino.sh") != std::string::npos,
             version.error().text().c_str());
  }

  void formats_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<int>("index");
    QTest::addColumn<double>("value");
    const auto row = [](const char* title, const char* name, const std::string& file, int index, double value) {
      QTest::addRow("%s", title) << QString(name) << QByteArray::fromStdString(file) << index << value;
    };
    row("ONNX, mean of red", "m.onnx", onnx_means(), 0, 200);
    row("ONNX, mean of blue", "m.onnx", onnx_means(), 2, 50);
    for (int i = 0; i < 3; ++i)
      row(qPrintable(QString("ONNX, mix %1").arg(i)), "m.onnx", onnx_mix({{3, 3, 1, 1}, floats(kMix)}), i * 64,
          kMixed.at(static_cast<std::size_t>(i)));
    row("TensorFlow", "m.pb", tensorflow_relu(), 64, 100);
    row("OpenVINO", "m.xml", openvino_relu(), 128, 50);
    const std::string elsewhere =
        proto::bytes(13, proto::bytes(1, "location") + proto::bytes(2, "w.data")) + proto::number(14, 1);
    row("ONNX, weights in a file of their own", "m.onnx", onnx_mix({{3, 3, 1, 1}, {}, 1, elsewhere}), 128, 350);
    row("ONNX, half precision", "m.onnx",
        onnx_mix({{3, 3, 1, 1}, halves({0x3800, 0, 0, 0, 0x3c00, 0, 0x3c00, 0x3c00, 0x3c00}), 10}, {}, 10), 0, 100);
  }
  void formats() {
    NEED_OPENVINO;
    QFETCH(QString, name);
    QFETCH(QByteArray, file);
    QFETCH(int, index);
    QFETCH(double, value);
    QTemporaryDir dir;
    write(dir, name.toLatin1().constData(), file.toStdString());
    write(dir, "w.data", floats(kMix));
    QCOMPARE(answer(number_of({name.toStdString()}, index), dir), value);
  }

  // Exporters write names for sizes that may vary, and whole numbers for pictures.
  void openSizesAndBytes() {
    NEED_OPENVINO;
    QTemporaryDir dir;
    write(dir, "open.onnx", onnx_open_means());
    QCOMPARE(answer(number_of({"open.onnx"}, 1), dir), 100.);
    write(dir, "bytes.onnx", onnx_byte_means());
    QCOMPARE(answer(number_of({"bytes.onnx"}, 1), dir), 100.);
  }

  void batches() {
    NEED_OPENVINO;
    QTemporaryDir dir;
    write(dir, "open.onnx", onnx_open_means());
    auto document = document_of({"open.onnx"});
    document["input"]["scale"] = 1. / 255;
    document["settings"] = {{"batch", 4}};
    auto box = loaded(document, dir);
    QVERIFY2(box.has_value(), said(box).c_str());
    std::vector<Frame> frames;
    for (int i = 0; i < 7; ++i) frames.push_back(picture(static_cast<std::uint8_t>(30 * i), 51, 102));
    const auto answers = (*box)->run(frames);
    QVERIFY(answers.has_value());
    QCOMPARE(answers->size(), std::size_t{7});
    for (int i = 0; i < 7; ++i) {
      const auto& values = answers->at(static_cast<std::size_t>(i)).output.values;
      QVERIFY2(values.size() == 3, answers->at(static_cast<std::size_t>(i)).output.reason.c_str());
      QVERIFY(std::abs(values[0] - static_cast<float>(30 * i) / 255) < 1e-6F);
      QVERIFY(std::abs(values[2] - .4F) < 1e-6F);
    }
  }

  // The last layer's name is not always what is wanted, nor the first of several outputs.
  void outputsByName() {
    NEED_OPENVINO;
    QTemporaryDir dir;
    write(dir, "two.onnx", onnx_two_steps());
    auto document = number_of({"two.onnx"}, 0);
    QCOMPARE(answer(document, dir), -200.);
    document["settings"] = {{"outputs", {"means"}}};
    QCOMPARE(answer(document, dir), 200.);
    document["settings"] = {{"outputs", {"y", "means"}}};
    QCOMPARE(answer(document, dir), -200.);
    document["head"] = {{"kind", "values"}, {"tensor", 1}};
    QCOMPARE(answer(document, dir), 200.);
  }

  void fastIsNear() {
    NEED_OPENVINO;
    QTemporaryDir dir;
    write(dir, "m.onnx", onnx_mix({{3, 3, 1, 1}, floats(kMix)}));
    auto document = number_of({"m.onnx"}, 128);
    document["settings"] = {{"precision", "fast"}};
    const double value = answer(document, dir);
    QVERIFY2(std::abs(value - 350) < 3.5, qPrintable(QString::number(value)));
  }

  void severalThreads() {
    NEED_OPENVINO;
    QTemporaryDir dir;
    write(dir, "m.onnx", onnx_means());
    std::array<double, 3> values{};
    {
      std::vector<std::jthread> threads;
      for (auto& value : values) threads.emplace_back([&] { value = answer(number_of({"m.onnx"}, 0), dir); });
    }
    for (const double value : values) QCOMPARE(value, 200.);
  }

  void refused_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QByteArray>("changes");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* title, const char* name, const std::string& file, const char* changes,
                        const char* says) {
      QTest::addRow("%s", title) << QString(name) << QByteArray::fromStdString(file) << QByteArray(changes)
                                 << QString(says);
    };
    const std::string mix = onnx_mix({{3, 3, 1, 1}, floats(kMix)});
    row("nothing in it", "m.onnx", {}, "{}", "The file holds no network");
    row("no network", "m.onnx", "this is a text", "{}", "OpenVINO cannot read the network");
    row("cut off", "m.onnx", mix.substr(0, mix.size() / 2), "{}", "OpenVINO cannot read the network");
    row("external weights that are not there", "m.onnx",
        onnx_mix({{3, 3, 1, 1},
                  {},
                  1,
                  proto::bytes(13, proto::bytes(1, "location") + proto::bytes(2, "gone.data")) + proto::number(14, 1)}),
        "{}", "gone.data");
    row("an operator that nobody has", "m.onnx",
        onnx_model(proto::bytes(1, proto::bytes(1, "x") + proto::bytes(2, "y") + proto::bytes(4, "Frobnicate"))), "{}",
        "Frobnicate");
    row("another size", "m.onnx", mix, R"({"input": {"width": 16, "height": 8}})",
        "[1, 3, 8, 8]; the manifest gives [1, 3, 8, 16]");
    row("another layout", "m.onnx", mix, R"({"input": {"layout": "nhwc"}})", "the manifest gives [1, 8, 8, 3]");
    row("no such output", "m.onnx", mix, R"({"settings": {"outputs": ["heat"]}})",
        "called \"heat\"; its outputs are y");
    row("no such device", "m.onnx", mix, R"({"settings": {"device": "GPU"}})", "no device \"GPU\" here; it has CPU");
    row("unknown setting", "m.onnx", mix, R"({"settings": {"optimize": true}})", "\"openvino\"");
    row("unknown precision", "m.onnx", mix, R"({"settings": {"precision": "f8"}})", "precision");
    row("two inputs", "m.onnx", onnx_two_inputs(), "{}", "2 inputs (x, x2), the manifest gives 1");
    row("TorchScript", "m.pt", "PK\x03\x04 and more", "{}", "The adapter \"torchscript\" reads TorchScript files.");
    row("Darknet", "m.weights", "more", "{}", "The adapter \"opencv-dnn\" reads Darknet files.");
    row("Keras", "m.h5", "\x89HDF", "{}", "TensorFlow Lite or ONNX");
  }
  void refused() {
    NEED_OPENVINO;
    QFETCH(QString, name);
    QFETCH(QByteArray, file);
    QFETCH(QByteArray, changes);
    QFETCH(QString, says);
    QTemporaryDir dir;
    write(dir, name.toLatin1().constData(), file.toStdString());
    auto document = number_of({name.toStdString()}, 0);
    document.merge_patch(json::parse(changes.toStdString()));
    const auto box = loaded(document, dir);
    QVERIFY(!box.has_value());
    QVERIFY2(said(box).find(says.toStdString()) != std::string::npos, said(box).c_str());
    QVERIFY2(said(box).find("src/") == std::string::npos, said(box).c_str());  // no place in OpenVINO's own source
  }

  // What OpenCV or LibTorch refuses, and who takes it.
  void otherEngines_data() {
    QTest::addColumn<QString>("adapter");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QString>("says");
    const std::string location =
        proto::bytes(13, proto::bytes(1, "location") + proto::bytes(2, "w.data")) + proto::number(14, 1);
    const auto row = [](const char* title, const char* adapter, const char* name, const std::string& file,
                        const char* says) {
      QTest::addRow("%s", title) << QString(adapter) << QString(name) << QByteArray::fromStdString(file)
                                 << QString(says);
    };
    row("external weights", "opencv-dnn", "m.onnx", onnx_mix({{3, 3, 1, 1}, {}, 1, location}),
        "The adapter \"openvino\" reads ONNX files, too: try it.");
    row("TensorFlow Lite", "opencv-dnn", "m.tflite", "....TFL3",
        "The adapter \"openvino\" reads TensorFlow Lite files.");
    row("ONNX", "torchscript", "m.onnx", onnx_means(), "The adapter \"openvino\" or \"opencv-dnn\" reads ONNX files.");
  }
  void otherEngines() {
    QFETCH(QString, adapter);
    QFETCH(QString, name);
    QFETCH(QByteArray, file);
    QFETCH(QString, says);
    QTemporaryDir dir;
    write(dir, name.toLatin1().constData(), file.toStdString());
    auto document = number_of({name.toStdString()}, 0);
    document["adapter"] = adapter.toStdString();
    const auto box = loaded(document, dir);
    QVERIFY(!box.has_value());
    QVERIFY2(said(box).find(says.toStdString()) != std::string::npos, said(box).c_str());
  }

  // One TensorFlow.js graph through LibTorch and, as a TensorFlow file, through OpenVINO.
  void tensorFlowFile_data() {
    QTest::addColumn<QByteArray>("options");
    QTest::addColumn<bool>("bytes");
    QTest::addRow("plain") << QByteArray("{}") << false;
    QTest::addRow("scaled") << QByteArray(R"({"scale": 2, "offset": -1})") << false;
    QTest::addRow("renamed") << QByteArray(
                                    R"({"outputs": [{"node": "y", "name": "heat"}, {"node": "mean", "name": "m"}]})")
                             << false;
    QTest::addRow("bytes") << QByteArray(R"({"scale": 255})") << true;
  }
  void tensorFlowFile() {
    NEED_OPENVINO;
    QFETCH(QByteArray, options);
    QFETCH(bool, bytes);
    QTemporaryDir dir;
    TinyGraph graph;
    graph.input({1, 8, 8, 3}, bytes ? "DT_INT32" : "DT_FLOAT");
    std::string from = "x";
    if (bytes)
      graph.node(from = "cast", "Cast", {"x"},
                 {{"SrcT", type("DT_INT32")}, {"DstT", type("DT_FLOAT")}, {"Truncate", flag(false)}});
    std::vector<float> kernel;
    for (int i = 0; i < 3 * 3 * 3 * 4; ++i) kernel.push_back(static_cast<float>((i * 7) % 11 - 5) / 20);
    std::vector<float> depth;
    for (int i = 0; i < 3 * 3 * 4; ++i) depth.push_back(static_cast<float>((i * 5) % 7 - 3) / 5);
    const json window{{"strides", ints({1, 2, 2, 1})},
                      {"dilations", ints({1, 1, 1, 1})},
                      {"padding", text("SAME")},
                      {"data_format", text("NHWC")},
                      {"T", type("DT_FLOAT")}};
    json fused = window;
    fused["fused_ops"] = texts({"BiasAdd", "Relu6"});
    fused["num_args"] = number(1);
    fused["epsilon"] = {{"f", 0.0}};
    json wide = window;
    wide["strides"] = ints({1, 1, 1, 1});
    graph.floats("w", {3, 3, 3, 4}, kernel)
        .floats("b", {4}, {.1F, -.2F, .3F, 0})
        .node("conv", "_FusedConv2D", {from, "w", "b"}, fused);
    graph.floats("d", {3, 3, 4, 1}, depth).node("depth", "DepthwiseConv2dNative", {"conv", "d"}, wide);
    graph.integers("axes", {2}, {1, 2})
        .node("mean", "Mean", {"depth", "axes"},
              {{"keep_dims", flag(false)}, {"T", type("DT_FLOAT")}, {"Tidx", type("DT_INT32")}});
    graph.node("y", "Relu", {"depth"}, {{"T", type("DT_FLOAT")}});
    const auto model = graph.write(dir.path().toStdString());
    const auto chosen = conversion_options_from_json(options.toStdString());
    QVERIFY(chosen.has_value());
    const auto pt = dir.filePath("tiny.pt").toStdString();
    const auto pb = dir.filePath("tiny.pb").toStdString();
    const auto report = convert_tfjs(model, pt, *chosen);
    QVERIFY2(report.has_value(), report ? "" : report.error().text().c_str());
    const auto written = convert_tfjs(model, pb, *chosen);
    QVERIFY2(written.has_value(), written ? "" : written.error().text().c_str());
    OpenvinoOptions openvino;
    openvino.inputs = {{"", {1, 3, 8, 8}}};
    for (const auto& output : report->outputs) openvino.outputs.push_back(output.name);
    auto network = load_openvino({pb}, openvino);
    QVERIFY2(network.has_value(), network ? "" : network.error().text().c_str());
    auto torch = TorchModule::load(pt);
    QVERIFY(torch.has_value());
    Tensor input{{1, 3, 8, 8}, {}, {}};
    for (int i = 0; i < 192; ++i) input.data.push_back(static_cast<float>((i * 31) % 256) / 255);
    const auto a = torch->run(input);
    const auto b = (*network)->run({input});
    QVERIFY2(a.has_value() && b.has_value(), b ? "" : b.error().text().c_str());
    QCOMPARE(a->size(), b->size());
    for (std::size_t i = 0; i < a->size(); ++i) {
      QCOMPARE(a->at(i).shape, b->at(i).shape);
      for (std::size_t k = 0; k < a->at(i).data.size(); ++k) {
        const float x = a->at(i).data[k];
        QVERIFY2(std::abs(x - b->at(i).data[k]) <= 1e-4F * std::max(1.F, std::abs(x)),
                 qPrintable(QString("%1 %2").arg(x).arg(b->at(i).data[k])));
      }
    }
  }
  void tensorFlowFileRefused() {
    QTemporaryDir dir;
    TinyGraph graph;
    graph.input({1, 8, 8, 3}).node("y", "Relu", {"x"}, {{"T", type("DT_FLOAT")}});
    const auto model = graph.write(dir.path().toStdString());
    const auto pb = dir.filePath("tiny.pb").toStdString();
    const auto other_size = convert_tfjs(model, pb, *conversion_options_from_json(R"({"size": 16})"));
    QVERIFY(!other_size && other_size.error().what.find("keeps the size") != std::string::npos);
    const auto taken =
        convert_tfjs(model, pb, *conversion_options_from_json(R"({"outputs": [{"node": "y", "name": "x"}]})"));
    QVERIFY(!taken && taken.error().what.find("a node called x already") != std::string::npos);
    QVERIFY(!QFile::exists(QString::fromStdString(pb)));
  }

  void portsOfAFile() {
    NEED_OPENVINO;
    QTemporaryDir dir;
    write(dir, "open.onnx", onnx_open_means());
    const auto ports = openvino_ports({dir.filePath("open.onnx").toStdString()});
    QVERIFY2(ports.has_value(), ports ? "" : ports.error().text().c_str());
    QCOMPARE(ports->inputs.size(), std::size_t{1});
    QCOMPARE(ports->inputs[0].name, std::string("x"));
    QCOMPARE(ports->inputs[0].type, std::string("f32"));
    QCOMPARE(ports->inputs[0].shape, (std::vector<std::int64_t>{-1, 3, -1, -1}));
    QCOMPARE(ports->outputs.size(), std::size_t{1});
    QCOMPARE(ports->about.at("names"), std::string("red, green, blue"));
  }

  // Formats that nobody reads come with a way to one that is read; the bytes tell more than the name.
  void formatsAreKnown() {
    QTemporaryDir dir;
    write(dir, "lite.bin", "....TFL3....");
    write(dir, "zip.bin", "PK\x03\x04....");
    const auto of = [&](const char* name) { return format_of(dir.filePath(name).toStdString()); };
    QVERIFY(of("lite.bin") != nullptr && of("lite.bin")->title == "TensorFlow Lite");
    QVERIFY(of("zip.bin") != nullptr && of("zip.bin")->title == "TorchScript");
    QVERIFY(of("a.ONNX") != nullptr && of("a.ONNX")->title == "ONNX");
    QVERIFY(of("a.docx") == nullptr);
    for (const auto& format : model_formats())
      QVERIFY2(format.adapters.empty() != format.todo.empty(), format.title.data());
  }
};

QTEST_APPLESS_MAIN(TestOpenvino)
#include "test_openvino.moc"
