// blackbox: a manifest to begin with, from a network's file: it can be read and run as it is, and says what it assumed.
#include <qfloat16.h>  // QCOMPARE of JSON needs it whole
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

#include "blackbox/adapters/openvino_model.h"
#include "blackbox/check.h"
#include "blackbox/guess.h"
#include "blackbox/guess_head.h"
#include "need_openvino.h"
#include "support/tiny_boxes.h"
#include "support/tiny_networks.h"
#include "tiny_models.h"

using namespace mlink::rooms;
using namespace mlink::test;
using nlohmann::json;

namespace {

using Shape = std::vector<std::int64_t>;

void write(const QTemporaryDir& dir, const char* name, const std::string& bytes) {
  QFile file(dir.filePath(name));
  QVERIFY(file.open(QIODevice::WriteOnly));
  QVERIFY(file.write(bytes.data(), static_cast<qint64>(bytes.size())) == static_cast<qint64>(bytes.size()));
}

Result<Guess> guessed(const QTemporaryDir& dir, const char* name) {
  return guess_manifest(dir.filePath(name).toStdString());
}

std::string notes(const Guess& guess) {
  std::string text;
  for (const auto& note : guess.unknown) text += note + "\n";
  return text;
}

/// Reads the manifest and runs the box: what a user does next.
Result<BoxCheck> tried(const Guess& guess, const QTemporaryDir& dir) {
  MLINK_ASSIGN(const auto manifest, parse_manifest(guess.manifest, dir.path().toStdString()));
  return check_box(manifest, {1, false});
}

Tensor zeros(const Shape& shape, const char* name = "") {
  return {shape, std::vector<float>(static_cast<std::size_t>(Tensor::count(shape)), 0.F), name};
}

}  // namespace

class TestGuess : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void classifierOfKnownSize() {
    NEED_OPENVINO;
    QTemporaryDir dir;
    write(dir, "My Model.onnx", onnx_means());
    const auto guess = guessed(dir, "My Model.onnx");
    QVERIFY2(guess.has_value(), guess ? "" : guess.error().text().c_str());
    const auto manifest = json::parse(guess->manifest);
    QCOMPARE(manifest["name"], "my-model");
    QCOMPARE(manifest["adapter"], "openvino");
    QCOMPARE(manifest["input"]["width"], 8);
    QCOMPARE(manifest["output"]["task"], "single_label");
    QCOMPARE(manifest["output"]["labels"].size(), std::size_t{3});
    QVERIFY2(notes(*guess).find("pixels become numbers") != std::string::npos, notes(*guess).c_str());
    QVERIFY2(notes(*guess).find("names are not in the file") != std::string::npos, notes(*guess).c_str());
    const auto check = tried(*guess, dir);
    QVERIFY2(check.has_value(), check ? "" : check.error().text().c_str());
  }

  void openSizeAndNames() {
    NEED_OPENVINO;
    QTemporaryDir dir;
    write(dir, "open.onnx", onnx_open_means());
    const auto guess = guessed(dir, "open.onnx");
    QVERIFY2(guess.has_value(), guess ? "" : guess.error().text().c_str());
    const auto manifest = json::parse(guess->manifest);
    QCOMPARE(manifest["output"]["labels"], json({"red", "green", "blue"}));
    QVERIFY2(notes(*guess).find("size of the picture is open") != std::string::npos, notes(*guess).c_str());
    QVERIFY(notes(*guess).find("names are not in the file") == std::string::npos);
    QVERIFY(tried(*guess, dir).has_value());
  }

  void soundWithState() {
    NEED_OPENVINO;
    QTemporaryDir dir;
    write(dir, "sum.onnx", onnx_running_sum(8000));
    const auto guess = guessed(dir, "sum.onnx");
    QVERIFY2(guess.has_value(), guess ? "" : guess.error().text().c_str());
    const auto manifest = json::parse(guess->manifest);
    QCOMPARE(manifest["sound"]["window"], .5);
    QCOMPARE(manifest["inputs"][0]["from"], "stateN");
    QVERIFY2(notes(*guess).find("\"state\" was taken for a state") != std::string::npos, notes(*guess).c_str());
    const auto check = tried(*guess, dir);
    QVERIFY2(check.has_value(), check ? "" : check.error().text().c_str());
  }

  void clips_data() {
    QTest::addColumn<QString>("layout");
    QTest::addColumn<QVector<quint64>>("shape");
    QTest::addRow("ncthw") << "ncthw" << QVector<quint64>{1, 3, 4, 6, 8};
    QTest::addRow("ntchw") << "ntchw" << QVector<quint64>{1, 4, 3, 6, 8};
    QTest::addRow("nthwc") << "nthwc" << QVector<quint64>{1, 4, 6, 8, 3};
    QTest::addRow("grey") << "ncthw" << QVector<quint64>{1, 1, 4, 6, 8};
  }
  void clips() {
    NEED_OPENVINO;
    QFETCH(QString, layout);
    QFETCH(QVector<quint64>, shape);
    QTemporaryDir dir;
    write(dir, "clip.onnx", onnx_same_clip(std::vector<std::uint64_t>(shape.begin(), shape.end())));
    const auto guess = guessed(dir, "clip.onnx");
    QVERIFY2(guess.has_value(), guess ? "" : guess.error().text().c_str());
    const auto manifest = json::parse(guess->manifest);
    QCOMPARE(manifest["input"]["layout"], layout.toStdString());
    QCOMPARE(manifest["input"]["frames"], 4);
    QCOMPARE(manifest["input"]["width"], 8);
    QCOMPARE(manifest["input"]["height"], 6);
    QVERIFY(manifest["input"]["step"].get<double>() > 0);
    QCOMPARE(manifest["input"].value("channels", 3), shape[1] == 1 ? 1 : 3);
    QVERIFY2(notes(*guess).find("a clip of 4 frames. No file says how far apart") != std::string::npos,
             notes(*guess).c_str());
    const auto check = tried(*guess, dir);
    QVERIFY2(check.has_value(), check ? "" : check.error().text().c_str());
  }

  void clipsOfTorchScript() {
    QTemporaryDir dir;
    write_network(dir.filePath("action.pt").toStdString(),
                  "def forward(self, x: Tensor) -> Tensor:\n"
                  "    return torch.conv3d(x, torch.ones([5, 3, 1, 1, 1])).mean([2, 3, 4])\n");
    const auto guess = guessed(dir, "action.pt");
    QVERIFY2(guess.has_value(), guess ? "" : guess.error().text().c_str());
    const auto manifest = json::parse(guess->manifest);
    QCOMPARE(manifest["input"]["layout"], "ncthw");
    QCOMPARE(manifest["input"]["frames"], 16);
    QCOMPARE(manifest["output"]["labels"].size(), std::size_t{5});
    const auto check = tried(*guess, dir);
    QVERIFY2(check.has_value(), check ? "" : check.error().text().c_str());
  }

  // Networks that want an output of the call before back, or take it where it is given.
  void statesOfTorchScript_data() {
    QTest::addColumn<QByteArray>("source");
    QTest::addColumn<QByteArray>("inputs");
    const auto row = [](const char* name, const char* source, const char* inputs) {
      QTest::addRow("%s", name) << QByteArray(source) << QByteArray(inputs);
    };
    row("one, spread to its size",
        "def forward(self, x: Tensor, h: Tensor) -> Tuple[Tensor, Tensor]:\n"
        "    n = torch.tanh(h + torch.zeros([1, 12]) + x.mean())\n"
        "    return n.sum(1, True), n\n",
        R"([{"name": "h", "shape": [1, 12], "from": 1}])");
    row("a cell that wants it",
        "def forward(self, x: Tensor, h: Tensor) -> Tuple[Tensor, Tensor]:\n"
        "    n = torch.tanh(torch.mm(h, torch.eye(64)) + x.mean())\n"
        "    return n.sum(1, True), n\n",
        R"([{"name": "h", "shape": [1, 64], "from": 1}])");
    row("two, before the answer",
        "def forward(self, x: Tensor, h: Tensor, c: Tensor) -> Tuple[Tensor, Tensor, Tensor]:\n"
        "    n = torch.bmm(h, torch.eye(32).unsqueeze(0)) + c + x.mean()\n"
        "    return n, n * 2, n.sum(2)\n",
        R"([{"name": "h", "shape": [1, 1, 32], "from": 0}, {"name": "c", "shape": [1, 1, 32], "from": 1}])");
    row("one that may be left out",
        "def forward(self, x: Tensor, h: Optional[Tensor] = None) -> Tuple[Tensor, Tensor]:\n"
        "    n = torch.zeros([1, 5]) + x.mean()\n"
        "    if h is not None:\n"
        "        n = n + h\n"
        "    return n.sum(1, True), n\n",
        R"([{"shape": [1, 5], "from": 1}])");
    row("a second output, and no state",
        "def forward(self, x: Tensor) -> Tuple[Tensor, Tensor]:\n"
        "    return x.mean([2, 3]), x.mean().reshape([1, 1])\n",
        "null");
  }
  void statesOfTorchScript() {
    QFETCH(QByteArray, source);
    QFETCH(QByteArray, inputs);
    QTemporaryDir dir;
    write_network(dir.filePath("kept.pt").toStdString(), source.toStdString());
    const auto guess = guessed(dir, "kept.pt");
    QVERIFY2(guess.has_value(), guess ? "" : guess.error().text().c_str());
    const auto manifest = json::parse(guess->manifest);
    const auto expected = json::parse(inputs.toStdString());
    const auto found = manifest.value("inputs", json());
    QVERIFY2(found == expected, guess->manifest.c_str());
    QCOMPARE(notes(*guess).find("was taken for a state") != std::string::npos, !expected.is_null());
    const auto check = tried(*guess, dir);
    QVERIFY2(check.has_value(), check ? "" : check.error().text().c_str());
  }
  // What is missing and no state keeps the file from being guessed.
  void notAState() {
    QTemporaryDir dir;
    write_network(dir.filePath("two.pt").toStdString(),
                  "def forward(self, x: Tensor, mask: Tensor) -> Tensor:\n    return (x * mask).mean([2, 3])\n");
    const auto guess = guessed(dir, "two.pt");
    QVERIFY(!guess);
    QVERIFY2(guess.error().text().find("on none of the sizes") != std::string::npos, guess.error().text().c_str());
  }

  // The file says nothing of its input: a size is found by trying.
  void torchScript() {
    QTemporaryDir dir;
    static_cast<void>(write_box(dir.path().toStdString(), bright_count("scene")));
    const auto guess = guessed(dir, "scene.pt");
    QVERIFY2(guess.has_value(), guess ? "" : guess.error().text().c_str());
    const auto manifest = json::parse(guess->manifest);
    QCOMPARE(manifest["adapter"], "torchscript");
    QCOMPARE(manifest["input"]["width"], 224);
    QVERIFY2(notes(*guess).find("does not say the size") != std::string::npos, notes(*guess).c_str());
    const auto check = tried(*guess, dir);
    QVERIFY2(check.has_value(), check ? "" : check.error().text().c_str());
  }

  void heads_data() {
    QTest::addColumn<QString>("shapes");  // of the outputs, with names
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("more");  // a part of the head's text
    QTest::addColumn<QString>("task");
    const auto row = [](const char* name, const char* shapes, const char* kind, const char* more, const char* task) {
      QTest::addRow("%s", name) << QString(shapes) << QString(kind) << QString(more) << QString(task);
    };
    row("YOLOv8", R"([["output0", [1, 84, 8400]]])", "yolo", R"("variant":"v8")", "count");
    row("YOLOv5", R"([["output", [1, 25200, 85]]])", "yolo", R"("variant":"v5")", "count");
    row("YOLOX", R"([["output", [1, 8400, 85]]])", "yolox", "coco80", "count");
    row("PicoDet",
        R"([["a", [1, 6400, 4]], ["b", [1, 1600, 4]], ["c", [1, 400, 4]], ["d", [1, 100, 4]],
            ["e", [1, 6400, 32]], ["f", [1, 1600, 32]], ["g", [1, 400, 32]], ["h", [1, 100, 32]]])",
        "picodet", R"("class 3")", "count");
    row("PicoDet of three strides",
        R"([["a", [1, 6400, 4]], ["b", [1, 1600, 4]], ["c", [1, 400, 4]],
            ["e", [1, 6400, 32]], ["f", [1, 1600, 32]], ["g", [1, 400, 32]]])",
        "picodet", R"("strides":[8,16,32])", "count");
    row("landmarks", R"([["points", [1, 63]], ["sure", [1, 1]], ["side", [1, 1]]])", "values", R"("tensor":"sure")",
        "regression");
    row("landmarks without names", R"([["", [1, 63]], ["", [1, 1]]])", "values", R"("tensor":1)", "regression");
    row("YOLOv10", R"([["output0", [1, 300, 6]]])", "detections", R"("nms":1)", "count");
    row("torchvision", R"([["boxes", [7, 4]], ["labels", [7]], ["scores", [7]]])", "boxes", "", "count");
    row("DETR", R"([["logits", [1, 100, 92]], ["pred_boxes", [1, 100, 4]]])", "boxes", "softmax", "count");
    row("MoveNet", R"([["output_0", [1, 1, 17, 3]]])", "movenet", "", "count");
    row("PoseNet",
        R"([["a", [1, 17, 40, 40]], ["b", [1, 34, 40, 40]], ["c", [1, 32, 40, 40]], ["d", [1, 32, 40, 40]]])",
        "posenet", "", "count");
    row("classes", R"([["probs", [1, 1000]]])", "softmax", "", "single_label");
    row("classes beside other classes", R"([["age", [1, 7]], ["kind", [1, 3]]])", "softmax", "", "single_label");
    row("one number", R"([["age", [1, 1]]])", "values", "", "regression");
    row("mask", R"([["mask", [1, 1, 640, 640]]])", "segments", "", "regression");
    row("classes of pixels", R"([["out", [1, 21, 640, 640]]])", "segments", "classes", "regression");
    row("text", R"([["softmax", [1, 40, 6625]]])", "text", R"("decode":"ctc")", "sequence");
    row("something else", R"([["a", [1, 2, 3, 4, 5]]])", "values", "", "regression");
  }
  void heads() {
    QFETCH(QString, shapes);
    QFETCH(QString, kind);
    QFETCH(QString, more);
    QFETCH(QString, task);
    std::vector<Tensor> outputs;
    for (const auto& entry : json::parse(shapes.toStdString()))
      outputs.push_back(zeros(entry[1].get<Shape>(), entry[0].get<std::string>().c_str()));
    nlohmann::ordered_json manifest;
    std::vector<std::string> unknown;
    guess_head({{1, 3, 640, 640}, outputs, {}}, manifest, unknown);
    QCOMPARE(QString::fromStdString(manifest["head"]["kind"].get<std::string>()), kind);
    QVERIFY2(manifest["head"].dump().find(more.toStdString()) != std::string::npos, manifest["head"].dump().c_str());
    QCOMPARE(QString::fromStdString(manifest["output"]["task"].get<std::string>()), task);
  }

  // As YOLOX's own demo and OpenCV's FaceDetectorYN give their networks pixels.
  void bytesBlueFirst_data() {
    QTest::addColumn<QString>("shapes");
    QTest::addColumn<QByteArray>("input");
    QTest::addRow("YOLOX") << R"([["output", [1, 8400, 85]]])"
                           << QByteArray(R"({"resize": "letterbox", "order": "bgr", "scale": 1})");
    QTest::addRow("YuNet") << R"([["cls_8", [1, 6400, 1]], ["kps_8", [1, 6400, 10]]])"
                           << QByteArray(R"({"order": "bgr", "scale": 1})");
    QTest::addRow("YOLOv8") << R"([["output0", [1, 84, 8400]]])" << QByteArray(R"({"resize": "letterbox"})");
  }
  void bytesBlueFirst() {
    QFETCH(QString, shapes);
    QFETCH(QByteArray, input);
    std::vector<Tensor> outputs;
    for (const auto& entry : json::parse(shapes.toStdString()))
      outputs.push_back(zeros(entry[1].get<Shape>(), entry[0].get<std::string>().c_str()));
    nlohmann::ordered_json manifest{{"input", nlohmann::ordered_json::object()}};
    std::vector<std::string> notes;
    guess_head({{1, 3, 640, 640}, outputs, {}}, manifest, notes);
    QVERIFY2(json(manifest["input"]) == json::parse(input.toStdString()), manifest.dump().c_str());
  }

  // Ultralytics' exports with masks and key points: the names say where the classes end.
  void columnsBehindTheClasses_data() {
    QTest::addColumn<QString>("task");
    QTest::addColumn<int>("columns");
    QTest::addColumn<int>("unread");
    QTest::addColumn<int>("labels");
    QTest::addRow("masks") << "segment" << 4 + 2 + 32 << 32 << 2;
    QTest::addRow("key points") << "pose" << 4 + 2 + 51 << 51 << 2;
    QTest::addRow("boxes") << "detect" << 4 + 2 << 0 << 2;
    QTest::addRow("other names") << "detect" << 4 + 3 << 0 << 3;
  }
  void columnsBehindTheClasses() {
    QFETCH(QString, task);
    QFETCH(int, columns);
    QFETCH(int, unread);
    QFETCH(int, labels);
    const std::vector<Tensor> outputs{zeros({1, columns, 8400}, "output0"), zeros({1, 32, 160, 160}, "output1")};
    nlohmann::ordered_json manifest{{"adapter", "openvino"}};
    std::vector<std::string> notes;
    guess_head({{1, 3, 640, 640}, outputs, {{"names", "{0: 'cup', 1: 'hat'}"}, {"task", task.toStdString()}}}, manifest,
               notes);
    QCOMPARE(manifest["head"].value("unread", 0), unread);
    QCOMPARE(manifest["head"]["labels"].size(), static_cast<std::size_t>(labels));
    QCOMPARE(manifest.contains("settings"), unread > 0);
    if (unread > 0) QCOMPARE(manifest["settings"]["outputs"].dump(), std::string(R"(["output0"])"));
  }

  // What a family wants of pixels is written; where that is not known, a note says so.
  void pixels() {
    for (const auto& [columns, mean] : {std::pair(std::int64_t{12}, json(127.5)), {18, json()}, {7, json("unknown")}}) {
      const std::vector<Tensor> outputs{zeros({1, 2016, columns}, "a"), zeros({1, 2016, 1}, "b")};
      nlohmann::ordered_json manifest{{"adapter", "openvino"}, {"input", {{"width", 192}, {"height", 192}}}};
      std::vector<std::string> unknown;
      guess_head({{1, 192, 192, 3}, outputs, {}}, manifest, unknown);
      const bool told = std::any_of(unknown.begin(), unknown.end(), [](const std::string& note) {
        return note.find("No file says how pixels become numbers") != std::string::npos;
      });
      QCOMPARE(told, mean == "unknown");
      if (!told) QCOMPARE(json(manifest["input"].value("mean", nlohmann::ordered_json())), mean);
    }
  }

  // MediaPipe's face detectors, by the size of the picture and the number of anchors.
  void blazeFace_data() {
    QTest::addColumn<int>("side");
    QTest::addColumn<int>("anchors");
    QTest::addColumn<QByteArray>("layers");
    QTest::newRow("short range") << 128 << 896 << QByteArray(R"([{"stride":8,"repeat":2},{"stride":16,"repeat":6}])");
    QTest::newRow("back") << 256 << 896 << QByteArray(R"([{"stride":16,"repeat":2},{"stride":32,"repeat":6}])");
    QTest::newRow("full range") << 192 << 2304 << QByteArray(R"([{"stride":4,"repeat":1}])");
    QTest::newRow("none that is known") << 192 << 2305 << QByteArray();
  }
  void blazeFace() {
    QFETCH(const int, side);
    QFETCH(const int, anchors);
    QFETCH(const QByteArray, layers);
    for (const bool boxes_first : {true, false}) {
      std::vector<Tensor> outputs{zeros({1, anchors, 16}, "regressors"), zeros({1, anchors, 1}, "classificators")};
      if (!boxes_first) std::swap(outputs[0], outputs[1]);
      nlohmann::ordered_json manifest{{"adapter", "openvino"}};
      std::vector<std::string> unknown;
      guess_head({{1, side, side, 3}, outputs, {}}, manifest, unknown);
      QCOMPARE(manifest["head"]["kind"] == "ssd", !layers.isEmpty());
      if (layers.isEmpty()) continue;
      QCOMPARE(manifest["head"]["anchors"].dump(), layers.toStdString());
      // The head reads the scores first.
      QCOMPARE(manifest.contains("settings"), boxes_first);
      if (boxes_first)
        QCOMPARE(manifest["settings"]["outputs"].dump(), std::string(R"(["classificators","regressors"])"));
    }
  }

  // An input that is a single number has no dimension; a list of one number has one.
  void aNumberIsNoList() {
    json document{
        {"version", 1},
        {"name", "numbered"},
        {"adapter", "openvino"},
        {"weights", {{{"path", "none.onnx"}}}},
        {"input", {{"width", 8}, {"height", 8}}},
        {"inputs",
         {{{"name", "sr"}, {"shape", json::array()}, {"values", {16000}}}, {{"name", "list"}, {"values", {1}}}}},
        {"head", {{"kind", "values"}}},
        {"reducer", {{"kind", "scalar"}}},
        {"output", {{"task", "regression"}, {"tolerance", 1}}}};
    const auto manifest = parse_manifest(document.dump(), "/", {.cache = {}, .check_weights = false});
    QVERIFY2(manifest.has_value(), manifest ? "" : manifest.error().text().c_str());
    QCOMPARE(manifest->inputs[0].shape, Shape{});
    QCOMPARE(manifest->inputs[1].shape, Shape{1});
  }

  void namesInTheFile_data() {
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("names");
    const QStringList both{"person", "traffic light"};
    QTest::addRow("Ultralytics") << "names"
                                 << "{0: 'person', 1: 'traffic light'}" << both;
    QTest::addRow("JSON") << "classes"
                          << R"(["person", "traffic light"])" << both;
    QTest::addRow("lines") << "labels"
                           << "person\ntraffic light\n"
                           << both;
    QTest::addRow("commas") << "names"
                            << "person, traffic light" << both;
    QTest::addRow("RapidAI") << "character"
                             << "person\ntraffic light" << both;
    QTest::addRow("nothing") << "author"
                             << "somebody" << QStringList();
  }
  void namesInTheFile() {
    QFETCH(QString, key);
    QFETCH(QString, text);
    QFETCH(QStringList, names);
    QStringList got;
    for (const auto& name : class_names_in({{key.toStdString(), text.toStdString()}}))
      got.push_back(QString::fromStdString(name));
    QCOMPARE(got, names);
  }

  void refused_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* title, const char* name, const std::string& file, const char* says) {
      QTest::addRow("%s", title) << QString(name) << QByteArray::fromStdString(file) << QString(says);
    };
    row("Keras", "m.h5", "\x89HDF", "TensorFlow Lite or ONNX");
    row("TensorFlow.js", "model.json", "{}", "mlink box convert");
    row("Paddle's weights", "m.pdiparams", "1234", "Give the .pdmodel file");
    row("a network of texts", "m.onnx", onnx_tokens(), "input_ids [1, 16] i64");
    row("Darknet", "m.weights", "1234", "core/blackbox/MANIFEST.md");
    row("a text", "m.docx", "1234", "ONNX or TorchScript");
    row("weights only", "m.pt", weights_only(), "weights only");
    row("a damaged ONNX file", "m.onnx", "no network", "cannot");
    row("a damaged TorchScript file", "m.pt", "PK\x03\x04 and no more", "TorchScript");
  }
  void refused() {
    QFETCH(QString, name);
    QFETCH(QByteArray, file);
    QFETCH(QString, says);
    QTemporaryDir dir;
    write(dir, name.toLatin1().constData(), file.toStdString());
    const auto guess = guessed(dir, name.toLatin1().constData());
    QVERIFY(!guess.has_value());
    if (name.endsWith("onnx") && !openvino_version()) says = "OpenVINO";
    QVERIFY2(guess.error().text().find(says.toStdString()) != std::string::npos, guess.error().text().c_str());
  }
  // PaddlePaddle 3 writes its network as JSON, which is no TensorFlow.js.
  void paddle3() {
    QTemporaryDir dir;
    write(dir, "inference.json", R"({"base_code":{"magic":"pir"}})");
    write(dir, "inference.pdiparams", "1234");
    const auto guess = guessed(dir, "inference.json");
    QVERIFY(!guess.has_value());
    QVERIFY2(guess.error().text().find("paddle2onnx") != std::string::npos, guess.error().text().c_str());
  }
  // Files that are called as all of their kind are get the name of their folder.
  void namedByTheFolder() {
    NEED_OPENVINO;
    QTemporaryDir dir;
    QVERIFY(QDir(dir.path()).mkdir("My Scene"));
    write(dir, "My Scene/model.onnx", onnx_means());
    const auto guess = guessed(dir, "My Scene/model.onnx");
    QVERIFY2(guess.has_value(), guess ? "" : guess.error().text().c_str());
    QCOMPARE(json::parse(guess->manifest)["name"], "my-scene");
    QCOMPARE(json::parse(guess->manifest)["title"], "My Scene");
  }
  void notThere() {
    QTemporaryDir dir;
    const auto guess = guessed(dir, "m.onnx");
    QVERIFY(!guess.has_value() && guess.error().kind == ErrorKind::not_found);
  }
};

QTEST_APPLESS_MAIN(TestGuess)
#include "test_guess.moc"
