// blackbox: files that an engine would die of, load without a word, or refuse in words that send the user astray. All
// are made here, byte by byte.
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <array>
#include <bit>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/random.h"
#include "blackbox/adapters/darknet_file.h"
#include "blackbox/adapters/onnx_file.h"
#include "blackbox/check.h"
#include "proto_writer.h"
#include "support/tiny_boxes.h"
#include "tiny_models.h"

using namespace mlink::rooms;
using namespace mlink::test::proto;
using nlohmann::json;

namespace {

std::string floats(std::size_t count, float first = .5F) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) {
    const auto bits = std::bit_cast<std::array<char, 4>>(first + static_cast<float>(i % 7) / 64);
    out.append(bits.data(), bits.size());
  }
  return out;
}

void write(const QString& path, const std::string& bytes) {
  QFile file(path);
  QVERIFY(file.open(QIODevice::WriteOnly));
  QVERIFY(file.write(bytes.data(), static_cast<qint64>(bytes.size())) == static_cast<qint64>(bytes.size()));
}

std::string read(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

/// A network on pictures of 8 x 8 whose first number is the output.
json document_of(const char* adapter, const std::vector<std::string>& files) {
  json document{{"version", 1},
                {"name", "made"},
                {"adapter", adapter},
                {"input", {{"width", 8}, {"height", 8}}},
                {"head", {{"kind", "values"}}},
                {"reducer", {{"kind", "scalar"}}},
                {"output", {{"task", "regression"}, {"tolerance", 0.1}}}};
  for (const auto& file : files) document["weights"].push_back({{"path", file}});
  return document;
}

Result<BoxCheck> tried(const json& document, const QTemporaryDir& dir) {
  MLINK_ASSIGN(const auto manifest, parse_manifest(document.dump(), dir.path().toStdString()));
  return check_box(manifest, {1, false});
}

std::string text_of(const Result<BoxCheck>& check) { return check ? "it was taken" : check.error().text(); }

bool contains(const std::string& text, const QString& part) {
  return text.find(part.toStdString()) != std::string::npos;
}

struct Darknet {
  std::string cfg;
  std::size_t numbers;
};
Darknet convolutions() {
  return {
      "[net]\nwidth=8\nheight=8\nchannels=3\n"
      "[convolutional]\nbatch_normalize=1\nfilters=4\nsize=3\nstride=2\npad=1\nactivation=leaky\n"  // 4*4 + 4*3*9
      "[convolutional]\nfilters = 6\nsize=1\ngroups=2\n"                                            // 6 + 6*2
      "[route]\nlayers=-1,0\n"                                                                      // 10 channels
      "[convolutional]\nfilters=2\nsize=1\n",                                                       // 2 + 2*10
      16 + 108 + 18 + 22};
}

/// Versions 0.2 (a header of 20 bytes) or 0.1 (16).
std::string darknet_header(int minor) {
  std::string header(minor >= 2 ? 20 : 16, '\0');
  header[4] = static_cast<char>(minor);
  return header;
}

}  // namespace

class TestFiles : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void onnxThatOpenCvRuns() {
    QTemporaryDir dir;
    write(dir.filePath("mix.onnx"), mlink::test::onnx_mix({{3, 3, 1, 1}, floats(9)}));
    const auto check = tried(document_of("opencv-dnn", {"mix.onnx"}), dir);
    QVERIFY2(check.has_value(), text_of(check).c_str());
  }

  // OpenCV 4.6 ends the whole program on most of these (SIGFPE, SIGSEGV); on one it reads beyond the file's numbers.
  void onnxRefused_data() {
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, const std::string& file, const char* says) {
      QTest::addRow("%s", name) << QByteArray::fromStdString(file) << QString(says);
    };
    const std::string location = bytes(13, bytes(1, "location") + bytes(2, "mix.onnx.data"));
    row("external weights", mlink::test::onnx_mix({{3, 3, 1, 1}, {}, 1, location + number(14, 1)}),
        "\"mix.onnx.data\"");
    row("external weights, what to do", mlink::test::onnx_mix({{3, 3, 1, 1}, {}, 1, location}),
        "save_as_external_data=False");
    row("external weights without a name", mlink::test::onnx_mix({{3, 3, 1, 1}, {}, 1, number(14, 1)}),
        "file of their own");
    row("no numbers", mlink::test::onnx_mix({{3, 3, 1, 1}, {}}),
        "\"w\" of the network holds 0 numbers, its shape says 9");
    row("too few", mlink::test::onnx_mix({{3, 3, 1, 1}, floats(2)}), "holds 2 numbers, its shape says 9");
    row("too few of many", mlink::test::onnx_mix({{3, 3, 1000, 1000}, floats(2)}), "its shape says 9000000");
    row("a size below zero", mlink::test::onnx_mix({{3, ~std::uint64_t{0}, 1, 1}, floats(2)}),
        "more than any file has");
    row("empty weights", mlink::test::onnx_mix({{0, 3, 1, 1}, {}}), "has no weights: \"w\" is empty");
    row("float16", mlink::test::onnx_mix({{3, 3, 1, 1}, floats(9).substr(18), 10}), "half precision (float16)");
    row("bfloat16", mlink::test::onnx_mix({{3, 3, 1, 1}, floats(9).substr(18), 16}), "half precision (bfloat16)");
    row("no groups", mlink::test::onnx_mix({{3, 3, 1, 1}, floats(9)}, bytes(1, "group") + number(3, 0) + number(20, 2)),
        "has no groups");
    const std::string nms = bytes(1, "x") + bytes(1, "x") + bytes(2, "y") + bytes(4, "NonMaxSuppression");
    row("non-maximum suppression", mlink::test::onnx_model(bytes(1, nms)), "(nms=False)");
    const std::string constant =
        bytes(1, "value") + bytes(5, mlink::test::onnx_tensor({{3}, {}, 1, location})) + number(20, 4);
    const std::string node = bytes(2, "c") + bytes(4, "Constant") + bytes(5, constant);
    row("a constant elsewhere", mlink::test::onnx_model(bytes(1, node)), "\"mix.onnx.data\"");
    const std::string branch = bytes(1, "then_branch") + bytes(6, bytes(1, node)) + number(20, 5);
    row("in a branch", mlink::test::onnx_model(bytes(1, bytes(2, "c") + bytes(4, "If") + bytes(5, branch))),
        "mix.onnx.data");
    std::string deep = bytes(1, node);
    for (int i = 0; i < 100; ++i) deep = bytes(1, bytes(4, "If") + bytes(5, bytes(6, deep)));
    row("too deep", mlink::test::onnx_model(deep), "graphs within graphs");
  }
  void onnxRefused() {
    QFETCH(QByteArray, file);
    QFETCH(QString, says);
    QTemporaryDir dir;
    write(dir.filePath("mix.onnx"), file.toStdString());
    const auto check = tried(document_of("opencv-dnn", {"mix.onnx"}), dir);
    QVERIFY(!check);
    QVERIFY2(contains(check.error().text(), says) && !check.error().todo.empty() &&
                 check.error().path == dir.filePath("mix.onnx").toStdString(),
             text_of(check).c_str());
  }

  void onnxNumbersKeptInFields_data() {
    QTest::addColumn<QByteArray>("tensor");
    QTest::addColumn<bool>("whole");
    const auto row = [](const char* name, const mlink::test::OnnxWeights& tensor, bool whole) {
      QTest::addRow("%s", name) << QByteArray::fromStdString(mlink::test::onnx_tensor(tensor)) << whole;
    };
    row("packed floats", {{9}, {}, 1, bytes(4, floats(9))}, true);
    row("packed floats, one too few", {{9}, {}, 1, bytes(4, floats(8))}, false);
    row("packed integers", {{3}, {}, 7, bytes(7, varint(1) + varint(300) + varint(~std::uint64_t{0}))}, true);
    row("packed integers, one too many", {{3}, {}, 7, bytes(7, varint(1) + varint(2) + varint(3) + varint(4))}, false);
    row("single integers", {{2}, {}, 7, number(7, 5) + number(7, 500)}, true);
    row("raw integers", {{2}, std::string(16, '\1'), 7}, true);
    row("flags", {{3}, {}, 9, bytes(5, varint(1) + varint(0) + varint(1))}, true);
    row("doubles", {{2}, {}, 11, bytes(10, std::string(16, '\1'))}, true);
    row("one number without a shape", {{}, floats(1), 1}, true);
    row("nothing, and said so", {{0}, {}, 1}, true);
    row("text", {{2}, {}, 8, bytes(6, "a") + bytes(6, "b")}, true);
    row("a type of the future", {{2}, {}, 77}, true);
  }
  void onnxNumbersKeptInFields() {
    QFETCH(QByteArray, tensor);
    QFETCH(bool, whole);
    const auto done = check_onnx_bytes(bytes(7, bytes(5, tensor.toStdString())));
    QVERIFY2(done.has_value() == whole, done ? "it passed" : done.error().what.c_str());
  }

  // Whatever the bytes, the walk ends, and never beyond the file (sanitizers look on).
  void onnxDamaged() {
    const std::string good = mlink::test::onnx_mix({{3, 3, 1, 1}, floats(9)}, bytes(1, "group") + number(3, 1));
    QVERIFY(check_onnx_bytes(good).has_value());
    for (std::size_t size = 0; size < good.size(); ++size) (void)check_onnx_bytes(good.substr(0, size));
    Random random(7);
    for (int i = 0; i < 20000; ++i) {
      std::string bad = good;
      for (int k = 0; k < 3; ++k) bad[random.below(bad.size())] = static_cast<char>(random.below(256));
      (void)check_onnx_bytes(bad);
    }
    QVERIFY(check_onnx_bytes("this is no network").has_value());  // OpenCV says so itself
  }

  void darknetCounts_data() {
    QTest::addColumn<QByteArray>("cfg");
    QTest::addColumn<qint64>("numbers");
    const auto row = [](const char* name, const std::string& cfg, qint64 numbers) {
      QTest::addRow("%s", name) << QByteArray::fromStdString("[net]\nwidth=8\nheight=8\nchannels=3\n" + cfg) << numbers;
    };
    const std::string conv = "[convolutional]\nfilters=4\nsize=3\npad=1\n";  // 4 + 4*3*9 = 112
    row("nothing to learn", "[maxpool]\nsize=2\nstride=2\n", 0);
    row("convolution", conv, 112);
    row("spaces, comments, CR", "# comment\r\n[convolutional]\r\nfilters = 4 \r\n size=3\r\n;x=1\r\n", 112);
    row("groups", conv + "[convolutional]\nfilters=4\nsize=3\ngroups=4\nbatch_normalize=1\n", 112 + 16 + 36);
    row("connected after pooling", "[maxpool]\nsize=2\nstride=2\n[connected]\noutput=5\n", 4 * 4 * 3 * 5 + 5);
    row("connected after a convolution", conv + "[connected]\noutput=2\n", 112 + 8 * 8 * 4 * 2 + 2);
    row("average", conv + "[avgpool]\n[connected]\noutput=2\n", 112 + 4 * 2 + 2);
    row("reorganised", "[reorg]\nstride=2\n[convolutional]\nfilters=1\nsize=1\n", 1 + 12);
    row("half of a route", conv + "[route]\nlayers=-1\ngroups=2\ngroup_id=1\n[convolutional]\nfilters=1\nsize=1\n",
        112 + 1 + 2);
    row("joined", conv + conv + "[upsample]\nstride=2\n[route]\nlayers=-1, 0\n[convolutional]\nfilters=1\nsize=1\n",
        112 + 148 + 1 + 8);
    row("a layer that is not known", conv + "[lstm]\noutput=3\n", -1);
    row("no groups", "[convolutional]\nfilters=4\nsize=3\ngroups=0\n", -2);
    row("no stride", "[maxpool]\nsize=2\nstride=0\n", -2);
    row("no size", "[convolutional]\nfilters=4\n", -2);
    row("size of letters", "[convolutional]\nfilters=4\nsize=x\n", -2);
    row("route to nowhere", conv + "[route]\nlayers=-5\n", -2);
    row("route to itself", conv + "[route]\nlayers=1\n", -2);
    row("larger than any", "[convolutional]\nfilters=1000000\nsize=1000000\npad=1\n", -2);
    row("a number that is none", "[convolutional]\nfilters=99999999999999999999\nsize=1\n", -2);
  }
  void darknetCounts() {
    QFETCH(QByteArray, cfg);
    QFETCH(qint64, numbers);
    const auto count = darknet_weight_count(cfg.toStdString());
    QCOMPARE(count ? *count : -2, numbers);
    if (!count) QVERIFY2(contains(count.error().what, "Layer "), count.error().what.c_str());
  }

  void darknetWeights_data() {
    QTest::addColumn<int>("minor");
    QTest::addColumn<int>("more");
    for (const int minor : {1, 2}) {
      QTest::addRow("whole, version 0.%d", minor) << minor << 0;
      QTest::addRow("one number too few, version 0.%d", minor) << minor << -4;
      QTest::addRow("a byte too few, version 0.%d", minor) << minor << -1;
      QTest::addRow("of another network, version 0.%d", minor) << minor << 400;
      QTest::addRow("header only, version 0.%d", minor) << minor << -10000;
    }
    QTest::addRow("empty") << 2 << -20000;
  }
  void darknetWeights() {
    QFETCH(int, minor);
    QFETCH(int, more);
    QTemporaryDir dir;
    const auto network = convolutions();
    const auto header = darknet_header(minor);
    auto weights = header + floats(network.numbers);
    const auto whole = static_cast<int>(weights.size());
    weights.resize(static_cast<std::size_t>(std::max(more < -15000 ? 0 : int(header.size()), whole + more)));
    write(dir.filePath("net.cfg"), network.cfg);
    write(dir.filePath("net.weights"), weights);
    const bool swapped = minor == 1;
    const auto check = tried(document_of("opencv-dnn", swapped ? std::vector<std::string>{"net.weights", "net.cfg"}
                                                               : std::vector<std::string>{"net.cfg", "net.weights"}),
                             dir);
    QVERIFY2(check.has_value() == (more == 0), text_of(check).c_str());
    if (check) return;
    const auto held = QString("have %1 bytes").arg(weights.size());
    const auto needed = QString("\"net.cfg\" needs %1 (164 numbers)").arg(whole);
    QVERIFY2(contains(check.error().what, held) && contains(check.error().what, needed) &&
                 check.error().path == dir.filePath("net.weights").toStdString(),
             text_of(check).c_str());
  }

  void boxThatFailsOnEveryPicture() {
    QTemporaryDir dir;
    auto numbers = floats(convolutions().numbers);
    for (std::size_t i = 0; i + 3 < numbers.size(); i += 4) numbers.replace(i + 2, 2, "\xc0\x7f");  // not a number
    write(dir.filePath("net.cfg"), convolutions().cfg);
    write(dir.filePath("net.weights"), darknet_header(2) + numbers);
    const auto check = tried(document_of("opencv-dnn", {"net.cfg", "net.weights"}), dir);
    QVERIFY(!check);
    QVERIFY2(contains(check.error().what, "fails on everything") && contains(check.error().what, "finite"),
             text_of(check).c_str());
  }

  void gitLfsPointers_data() {
    QTest::addColumn<QString>("adapter");
    QTest::addColumn<QStringList>("files");
    QTest::addColumn<int>("pointer");
    QTest::addRow("TorchScript") << "torchscript" << QStringList{"a.pt"} << 0;
    QTest::addRow("ONNX") << "opencv-dnn" << QStringList{"a.onnx"} << 0;
    QTest::addRow("Darknet weights") << "opencv-dnn" << QStringList{"a.cfg", "a.weights"} << 1;
    QTest::addRow("Caffe text") << "opencv-dnn" << QStringList{"a.prototxt", "a.caffemodel"} << 0;
    QTest::addRow("cascade") << "opencv-cascade" << QStringList{"a.xml"} << 0;
    QTest::addRow("range of a quality") << "opencv-quality" << QStringList{"a.yml", "b.yml"} << 1;
  }
  void gitLfsPointers() {
    QFETCH(QString, adapter);
    QFETCH(QStringList, files);
    QFETCH(int, pointer);
    QTemporaryDir dir;
    json document = document_of(adapter.toUtf8().constData(), {});
    for (const auto& file : files) {
      write(dir.filePath(file), file == files[pointer] ? kPointer : "whatever");
      document["weights"].push_back({{"path", file.toStdString()}});
    }
    document["weights"][static_cast<std::size_t>(pointer)]["sha256"] = std::string(64, 'a');
    if (adapter != "torchscript" && adapter != "opencv-dnn") {
      document.erase("input");
      document.erase("head");
    }
    if (adapter == "opencv-cascade") {
      document["reducer"] = {{"kind", "count"}};
      document["output"] = {{"task", "count"}};
    }
    const auto check = tried(document, dir);
    QVERIFY2(!check && contains(check.error().what, "Git LFS pointer") &&
                 contains(check.error().todo, "git lfs pull") &&
                 check.error().path == dir.filePath(files[pointer]).toStdString(),
             text_of(check).c_str());
  }

  void gitLfsPointersAsManifests() {
    QTemporaryDir dir;
    write(dir.filePath("box.json"), kPointer);
    const auto manifest = read_manifest(dir.filePath("box.json").toStdString());
    QVERIFY(!manifest && contains(manifest.error().text(), "git lfs pull"));
    json document = document_of("torchscript", {"a.pt"});
    document["crop"] = {{"by", "box.json"}};
    const auto cropped = parse_manifest(document.dump(), dir.path().toStdString());
    QVERIFY(!cropped && contains(cropped.error().text(), "git lfs pull"));
  }

  void torchScriptRefused_data() {
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QStringList>("says");
    const QStringList weights{"holds weights only", "torch.jit.trace", "torch.jit.script"};
    QTest::addRow("a dictionary of weights") << "zip" << weights;
    QTest::addRow("one of before PyTorch 1.6") << "pickle" << weights;
    QTest::addRow("an operator of the future") << "operator" << QStringList{"\"aten::rexu\"", "newer LibTorch"};
    QTest::addRow("cut off") << "cut" << QStringList{"cannot be loaded", "fetch it again"};
  }
  void torchScriptRefused() {
    QFETCH(QString, kind);
    QFETCH(QStringList, says);
    QTemporaryDir dir;
    const mlink::test::TinyBox box{"made", "    return torch.relu(x).mean().reshape([1, 1])\n", "regression", 0.1};
    const auto manifest = mlink::test::write_box(dir.path().toStdString(), box);
    auto file = read(dir.filePath("made.pt"));
    if (kind == "zip") file = mlink::test::weights_only();
    if (kind == "pickle") file = std::string("\x80\x02\x8a\x0al\xfc\x9c\x46\xf9 j\xa8P\x19.\x80\x02M\xe9\x03.", 20);
    if (kind == "cut") file.resize(file.size() / 2);
    if (kind == "operator") {
      const auto at = file.find("torch.relu");
      QVERIFY(at != std::string::npos);
      file.replace(at, 10, "torch.rexu");
    }
    write(dir.filePath("made.pt"), file);
    const auto read = read_manifest(manifest);
    QVERIFY2(read.has_value(), read ? "" : read.error().text().c_str());
    const auto check = check_box(*read, {1, false});
    QVERIFY(!check);
    for (const auto& part : says) QVERIFY2(contains(check.error().text(), part), text_of(check).c_str());
    QCOMPARE(check.error().path, dir.filePath("made.pt").toStdString());
  }

  void halfPrecisionRunsAsFloat() {
    QTemporaryDir dir;
    mlink::test::TinyBox box{"half",
                             "    y = torch.matmul(x.mean(dim=[2, 3]), self.weight)\n    return y.reshape([1, 1])\n",
                             "regression", 0.1};
    box.half = true;
    const auto manifest = read_manifest(mlink::test::write_box(dir.path().toStdString(), box));
    QVERIFY2(manifest.has_value(), manifest ? "" : manifest.error().text().c_str());
    const auto check = check_box(*manifest, {1, false});
    QVERIFY2(check.has_value(), text_of(check).c_str());
    std::string lines;
    for (const auto& line : check->lines) lines += line + "\n";
    // grey 114 / 255, three channels, weights of .25
    QVERIFY2(contains(lines, "grey     0.3353 share"), lines.c_str());
  }

 private:
  inline static const std::string kPointer =
      "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935\nsize 12345\n";
};

QTEST_GUILESS_MAIN(TestFiles)
#include "test_files.moc"
