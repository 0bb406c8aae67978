// blackbox: adapters on networks made here, failures kept to their frame, composition, checking and measuring.
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>
#include <functional>
#include <limits>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "blackbox/adapters/adapter_box.h"
#include "blackbox/check.h"
#include "blackbox/crop_box.h"
#include "blackbox/measure.h"
#include "support/tiny_boxes.h"
#include "tiny_models.h"

using namespace mlink::rooms;
using nlohmann::json;

namespace {

void write(const QString& path, const std::string& bytes) {
  QFile file(path);
  QVERIFY(file.open(QIODevice::WriteOnly));
  QVERIFY(file.write(bytes.data(), static_cast<qint64>(bytes.size())) == static_cast<qint64>(bytes.size()));
}

json read_json(const std::filesystem::path& path) {
  QFile file(QString::fromStdString(path.string()));
  if (!file.open(QIODevice::ReadOnly)) return {};
  return json::parse(file.readAll().toStdString());
}

struct Colour {
  std::uint8_t r = 0, g = 0, b = 0;
};

/// A picture whose part `rect` has one colour and the rest another.
Frame picture(int width, int height, Colour rest, const Rect& rect = {}, Colour inside = {}) {
  auto made = std::make_shared<Picture>();
  made->width = width;
  made->height = height;
  made->stride = 3 * width;
  made->rgb.resize(static_cast<std::size_t>(made->stride) * static_cast<std::size_t>(height));
  auto* out = made->rgb.data();
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      const bool in = x >= rect.x && x < rect.x + rect.width && y >= rect.y && y < rect.y + rect.height;
      const Colour c = in ? inside : rest;
      *out++ = c.r;
      *out++ = c.g;
      *out++ = c.b;
    }
  return {made, 0, 0, 0};
}

Frame level(std::uint8_t value) { return picture(32, 24, {value, value, value}); }

Result<std::unique_ptr<BlackBox>> loaded(const Manifest& manifest) {
  MLINK_ASSIGN(auto box, make_black_box(manifest, {1, false}));
  MLINK_TRY(box->load());
  return box;
}

Result<std::unique_ptr<BlackBox>> loaded(const json& document, const QString& folder) {
  MLINK_ASSIGN(const auto manifest, parse_manifest(document.dump(), folder.toStdString()));
  return loaded(manifest);
}

Answer ask(BlackBox& box, const Frame& frame) {
  auto answers = box.run(std::span(&frame, 1));
  if (!answers || answers->size() != 1) return failed_answer("the call itself failed");
  return std::move(answers->front());
}

json tiny(const QTemporaryDir& dir, const mlink::test::TinyBox& box) {
  return read_json(mlink::test::write_box(dir.path().toStdString(), box));
}

bool contains(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

/// An engine whose behaviour a test writes down.
class FakeEngine : public Engine {
 public:
  using Look = std::function<Result<Decoded>(const Frame&)>;
  explicit FakeEngine(Look look) : look_(std::move(look)) {}
  Status load() override { return {}; }
  void unload() override {}
  std::vector<Result<Decoded>> look(std::span<const Frame> frames) override {
    std::vector<Result<Decoded>> out;
    for (const auto& frame : frames) out.push_back(look_(frame));
    return out;
  }
  [[nodiscard]] const std::vector<std::string>& names() const override { return names_; }

 private:
  Look look_;
  std::vector<std::string> names_{"face"};
};

std::unique_ptr<BlackBox> fake_box(const OutputSpec& spec, const char* reducer, FakeEngine::Look look) {
  Manifest manifest;
  manifest.name = "fake";
  manifest.output = spec;
  return std::make_unique<AdapterBox>(manifest, std::make_unique<FakeEngine>(std::move(look)),
                                      *Reducer::from_json(reducer, spec));
}

std::uint8_t first_byte(const Frame& frame) { return frame.row(0)[0]; }

Decoded one_value(float value) {
  Decoded out;
  out.values = {value};
  return out;
}

const OutputSpec kShare{Task::regression, 1, {}, 0.1, {}};
const OutputSpec kBox{Task::localization, 5, {}, 0.5, {}};

/// A finder of faces: sees the box (4, 8)-(12, 16) of a picture of 16 when the picture is bright, nothing otherwise.
json face_finder(const QTemporaryDir& dir) {
  json finder = tiny(dir, {"finder",
                           "    b = torch.tensor([4.0, 8.0, 12.0, 16.0])\n"
                           "    return torch.cat([b, x.mean().reshape([1]), torch.zeros([1])]).reshape([1, 1, 6])\n"});
  finder["tensors"] = {{1, 1, 6}};
  finder["head"] = {{"kind", "detections"}, {"score", 0.3}, {"labels", {"face"}}};
  finder["reducer"] = {{"kind", "largest_box"}};
  finder["output"] = {{"task", "localization"}};
  return finder;
}

}  // namespace

class TestBoxes : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void torchScript() {
    QTemporaryDir dir;
    const auto box = loaded(tiny(dir, mlink::test::bright_count()), dir.path());
    QVERIFY2(box.has_value(), box ? "" : box.error().text().c_str());
    QCOMPARE(ask(**box, level(0)).output.values, std::vector<float>{0});
    QCOMPARE(ask(**box, level(255)).output.values, std::vector<float>{20});
    QCOMPARE(ask(**box, level(102)).output.values, std::vector<float>{8});  // 102 / 255 = .4
    (*box)->unload();
    const Frame frame = level(0);
    QVERIFY(!(*box)->run(std::span(&frame, 1)));
    QVERIFY((*box)->load().has_value());
    QCOMPARE(ask(**box, level(255)).output.values, std::vector<float>{20});
  }

  void otherFormats_data() {
    QTest::addColumn<QStringList>("files");
    QTest::addColumn<QVector<float>>("wanted");
    // The picture is 51, 102, 204 of 255 all over.
    QTest::addRow("ONNX") << QStringList{"means.onnx"} << QVector<float>{.2F, .4F, .8F};
    QTest::addRow("Caffe") << QStringList{"means.prototxt"} << QVector<float>{.2F, .4F, .8F};
    QTest::addRow("Darknet") << QStringList{"greatest.cfg", "greatest.weights"} << QVector<float>{.2F, .4F, .8F};
  }
  void otherFormats() {
    QFETCH(QStringList, files);
    QFETCH(QVector<float>, wanted);
    QTemporaryDir dir;
    write(dir.filePath("means.onnx"), mlink::test::onnx_means());
    write(dir.filePath("means.prototxt"), mlink::test::caffe_means());
    write(dir.filePath("greatest.cfg"), mlink::test::darknet_greatest());
    write(dir.filePath("greatest.weights"), mlink::test::darknet_weights());
    json document{{"version", 1},
                  {"name", "means"},
                  {"adapter", "opencv-dnn"},
                  {"input", {{"width", 8}, {"height", 8}}},
                  {"tensors", {{1, 3, -1, -1}}},
                  {"head", {{"kind", "values"}}},
                  {"reducer", {{"kind", "vector"}}},
                  {"output", {{"task", "multi_label"}, {"labels", {"r", "g", "b"}}}}};
    for (const auto& file : files) document["weights"].push_back({{"path", file.toStdString()}});
    const auto box = loaded(document, dir.path());
    QVERIFY2(box.has_value(), box ? "" : box.error().text().c_str());
    const auto answer = ask(**box, picture(20, 10, {51, 102, 204}));
    QVERIFY2(answer.output.presence == Presence::present, answer.output.reason.c_str());
    for (int i = 0; i < 3; ++i)
      QVERIFY(std::abs(answer.output.values[static_cast<std::size_t>(i)] - wanted[i]) < 1e-5F);
  }

  void tensorFlow() {
    QTemporaryDir dir;
    write(dir.filePath("relu.pb"), mlink::test::tensorflow_relu());
    const json document{{"version", 1},
                        {"name", "relu"},
                        {"adapter", "opencv-dnn"},
                        {"weights", {{{"path", "relu.pb"}}}},
                        {"input", {{"width", 8}, {"height", 8}, {"mean", {128}}, {"scale", {1}}}},
                        {"head", {{"kind", "heatmap"}, {"threshold", 0}, {"channel", 0}}},
                        {"reducer", {{"kind", "scalar"}}},
                        {"output", {{"task", "regression"}, {"tolerance", 0.1}}}};
    const auto box = loaded(document, dir.path());
    QVERIFY2(box.has_value(), box ? "" : box.error().text().c_str());
    const auto answer = ask(**box, picture(8, 8, {0, 0, 0}, {0, 0, 4, 4}, {255, 0, 0}));
    QVERIFY2(answer.output.presence == Presence::present, answer.output.reason.c_str());
    QCOMPARE(answer.output.values, std::vector<float>{.25F});
  }

  void damagedFiles_data() {
    QTest::addColumn<QString>("adapter");
    QTest::addColumn<QString>("file");
    QTest::addColumn<bool>("empty");
    for (const bool empty : {false, true})
      for (const auto& [adapter, file] : std::vector<std::pair<const char*, const char*>>{{"torchscript", "m.pt"},
                                                                                          {"opencv-dnn", "m.onnx"},
                                                                                          {"opencv-dnn", "m.pb"},
                                                                                          {"opencv-dnn", "m.prototxt"},
                                                                                          {"opencv-dnn", "m.what"}})
        QTest::addRow("%s %s%s", adapter, file, empty ? ", empty" : "") << adapter << file << empty;
  }
  void damagedFiles() {
    QFETCH(QString, adapter);
    QFETCH(QString, file);
    QFETCH(bool, empty);
    QTemporaryDir dir;
    write(dir.filePath(file), empty ? std::string() : "this is no network\n" + mlink::test::onnx_means().substr(0, 30));
    const json document{{"version", 1},
                        {"name", "bad"},
                        {"adapter", adapter.toStdString()},
                        {"weights", {{{"path", file.toStdString()}}}},
                        {"input", {{"width", 8}, {"height", 8}}},
                        {"head", {{"kind", "values"}}},
                        {"reducer", {{"kind", "scalar"}}},
                        {"output", {{"task", "count"}}}};
    const auto box = loaded(document, dir.path());
    QVERIFY(!box);
    QVERIFY2(contains(box.error().text(), qPrintable(dir.filePath(file))), box.error().text().c_str());
    QVERIFY(box.error().what.size() > 15);
  }

  void weightsThatGoAwayAfterReading() {
    QTemporaryDir dir;
    const auto manifest = parse_manifest(tiny(dir, mlink::test::bright_count()).dump(), dir.path().toStdString());
    QVERIFY(manifest.has_value());
    QVERIFY(QFile::remove(dir.filePath("bright.pt")));
    const auto box = loaded(*manifest);
    QVERIFY(!box && box.error().kind == ErrorKind::not_found);
    QVERIFY(contains(box.error().text(), "bright.pt"));
  }

  void otherShapesThanTheManifestSays_data() {
    QTest::addColumn<QString>("patch");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, const char* patch, const char* says) {
      QTest::addRow("%s", name) << QString(patch) << QString(says);
    };
    row("wider tensor", R"([{"op":"replace","path":"/tensors","value":[[1,2]]}])",
        "shapes [1, 1]; the manifest says [1, 2]");
    row("two tensors", R"([{"op":"replace","path":"/tensors","value":[[1,1],[1,1]]}])",
        "the manifest says [1, 1], [1, 1]");
    row("more labels than values",
        R"([{"op":"replace","path":"/output","value":{"task":"multi_label","labels":["a","b"]}},{"op":"replace","path":"/reducer/kind","value":"vector"}])",
        "gives 1 values; the output of the manifest has 2");
    row("a value that is not there", R"([{"op":"add","path":"/reducer/index","value":3}])", "reads value 3");
    row("a tensor that is not there", R"([{"op":"add","path":"/head/tensor","value":1}])",
        "reads 1 tensors from number 1");
    row("another kind of head",
        R"([{"op":"replace","path":"/head","value":{"kind":"detections"}},{"op":"replace","path":"/reducer/kind","value":"count"}])",
        "shape [1, 1]");
  }
  void otherShapesThanTheManifestSays() {
    QFETCH(QString, patch);
    QFETCH(QString, says);
    QTemporaryDir dir;
    const auto box = loaded(tiny(dir, mlink::test::bright_count()).patch(json::parse(patch.toStdString())), dir.path());
    QVERIFY(!box);
    QVERIFY(box.error().kind == ErrorKind::invalid_input);
    QVERIFY2(contains(box.error().what, qPrintable(says)) && contains(box.error().text(), "bright.pt"),
             box.error().text().c_str());
  }

  void failuresStayWithTheirFrame_data() {
    QTest::addColumn<bool>("nan");
    QTest::addRow("an exception inside the network") << false;
    QTest::addRow("not a number") << true;
  }
  void failuresStayWithTheirFrame() {
    QFETCH(bool, nan);
    QTemporaryDir dir;
    const auto box = loaded(
        tiny(dir, nan ? mlink::test::nan_share("odd", 0.9) : mlink::test::failing_count("odd", 0.9)), dir.path());
    QVERIFY2(box.has_value(), box ? "" : box.error().text().c_str());
    const std::vector<Frame> frames{level(51), level(255), Frame(), level(102)};
    const auto answers = (*box)->run(frames);
    QVERIFY(answers.has_value());
    QCOMPARE(answers->size(), std::size_t{4});
    QVERIFY((*answers)[0].output.presence == Presence::present);
    QVERIFY((*answers)[1].output.presence == Presence::failed);
    QVERIFY2(contains((*answers)[1].output.reason, nan ? "finite" : "index 7 out of range"),
             (*answers)[1].output.reason.c_str());
    QVERIFY((*answers)[2].output.presence == Presence::failed);
    QVERIFY(contains((*answers)[2].output.reason, "no picture"));
    QVERIFY((*answers)[3].output.presence == Presence::present);
    QVERIFY(std::abs((*answers)[3].output.values.at(0) - (nan ? .4F : 8)) < 1e-5F);
  }

  void batches() {
    QTemporaryDir dir;
    auto document = tiny(dir, {"means", "    return x.mean(dim=[1, 2, 3]).reshape([-1, 1])\n", "regression", 0.05});
    document["settings"] = {{"batch", 3}};
    const auto box = loaded(document, dir.path());
    QVERIFY2(box.has_value(), box ? "" : box.error().text().c_str());
    std::vector<Frame> frames;
    for (int i = 0; i < 7; ++i) frames.push_back(level(static_cast<std::uint8_t>(30 * i)));
    const auto together = (*box)->run(frames);
    QVERIFY(together.has_value() && together->size() == 7);
    for (std::size_t i = 0; i < 7; ++i) {
      const float wanted = 30.F * static_cast<float>(i) / 255;
      QVERIFY(std::abs((*together)[i].output.values.at(0) - wanted) < 1e-5F);
      QCOMPARE((*together)[i].output.values, ask(**box, frames[i]).output.values);
    }
  }

  void oneBadFrameInABatch() {
    QTemporaryDir dir;
    auto document = tiny(dir, {"means",
                               "    assert float(x.mean(dim=[1, 2, 3]).max()) < 0.99, \"too bright for me\"\n    "
                               "return x.mean(dim=[1, 2, 3]).reshape([-1, 1])\n",
                               "regression", 0.05});
    document["settings"] = {{"batch", 4}, {"optimize", false}};
    const auto box = loaded(document, dir.path());
    QVERIFY2(box.has_value(), box ? "" : box.error().text().c_str());
    const std::vector<Frame> frames{level(51), level(255), level(102)};
    const auto answers = (*box)->run(frames);
    QVERIFY(answers.has_value() && answers->size() == 3);
    QVERIFY((*answers)[0].output.presence == Presence::present && (*answers)[2].output.presence == Presence::present);
    QVERIFY((*answers)[1].output.presence == Presence::failed);
  }

  void modelThatDoesNotBatchIsAskedOneByOne() {
    QTemporaryDir dir;
    auto document = tiny(dir, mlink::test::red_share());  // averages over the batch too: its first dimension stays 1
    document["settings"] = {{"batch", 4}};
    const auto box = loaded(document, dir.path());
    QVERIFY(box.has_value());
    const std::vector<Frame> frames{level(0), level(255)};
    const auto answers = (*box)->run(frames);
    QVERIFY(answers.has_value());
    QCOMPARE((*answers)[0].output.values, std::vector<float>{0});
    QCOMPARE((*answers)[1].output.values, std::vector<float>{1});
  }

  void engineThatThrows() {
    const auto box = fake_box(kShare, R"({"kind":"scalar"})", [](const Frame& frame) -> Result<Decoded> {
      if (first_byte(frame) == 13) throw std::runtime_error("thirteen is unlucky");
      if (first_byte(frame) == 14) return one_value(std::numeric_limits<float>::infinity());
      return one_value(.5F);
    });
    QVERIFY(box->load().has_value());
    const std::vector<Frame> frames{level(1), level(13), level(14), level(2)};
    const auto answers = box->run(frames);
    QVERIFY(answers.has_value() && answers->size() == 4);
    QVERIFY((*answers)[0].output.presence == Presence::present && (*answers)[3].output.presence == Presence::present);
    QVERIFY(contains((*answers)[1].output.reason, "thirteen is unlucky"));
    QVERIFY(contains((*answers)[2].output.reason, "finite"));
  }

  void engineThatCannotLoad() {
    class Broken : public FakeEngine {
     public:
      Broken() : FakeEngine([](const Frame&) { return one_value(0); }) {}
      Status load() override { throw std::runtime_error("out of luck"); }
    };
    Manifest manifest;
    manifest.name = "broken";
    manifest.output = kShare;
    AdapterBox box(manifest, std::make_unique<Broken>(), *Reducer::from_json(R"({"kind":"scalar"})", kShare));
    const auto done = box.load();
    QVERIFY(!done && contains(done.error().what, "out of luck"));
    const Frame frame = level(0);
    QVERIFY(!box.run(std::span(&frame, 1)));
  }

  void otherWidthOnOneFrame() {
    const OutputSpec spec{Task::multi_label, 2, {"a", "b"}, .5, {}};
    const auto box = fake_box(spec, R"({"kind":"vector"})", [](const Frame& frame) -> Result<Decoded> {
      Decoded out;
      out.values.assign(first_byte(frame) == 13 ? 3 : 2, .5F);
      return out;
    });
    QVERIFY(box->load().has_value());
    QVERIFY(ask(*box, level(1)).output.presence == Presence::present);
    const auto odd = ask(*box, level(13));
    QVERIFY(odd.output.presence == Presence::failed);
    QVERIFY2(contains(odd.output.reason, "3 values"), odd.output.reason.c_str());
  }

  void detectionThatIsNotANumber() {
    const auto box = fake_box(kBox, R"({"kind":"largest_box"})", [](const Frame&) -> Result<Decoded> {
      Decoded out;
      out.detections = {{0, 0, std::numeric_limits<float>::quiet_NaN(), 1, .9F, 0}};
      return out;
    });
    QVERIFY(box->load().has_value());
    QVERIFY(ask(*box, level(0)).output.presence == Presence::failed);
  }

  void cropByAnotherBox() {
    QTemporaryDir dir;
    json inner = tiny(dir, mlink::test::red_share());
    inner["crop"] = {{"by", face_finder(dir)}, {"scale", 1.0}, {"square", true}};
    const auto box = loaded(inner, dir.path());
    QVERIFY2(box.has_value(), box ? "" : box.error().text().c_str());
    // The finder's box is (8, 16)-(24, 32) of a picture of 32: all red, and nothing else is.
    const auto seen = ask(**box, picture(32, 32, {0, 255, 255}, {8, 16, 16, 16}, {255, 0, 0}));
    QVERIFY2(seen.output.presence == Presence::present, seen.output.reason.c_str());
    QCOMPARE(seen.output.values, std::vector<float>{1});
    QCOMPARE(seen.marks.boxes.size(), std::size_t{1});
    const auto& mark = seen.marks.boxes[0];
    QVERIFY(mark.x == .25F && mark.y == .5F && mark.width == .5F && mark.height == .5F && mark.label == "face");
    const auto nobody = ask(**box, picture(32, 32, {10, 10, 10}));
    QVERIFY(nobody.output.presence == Presence::none);
    QVERIFY(nobody.output.values.empty() && nobody.marks.empty());
  }

  void marksOfTheInnerBoxAreInTheWholePicture() {
    const auto look = [](const Frame&) -> Result<Decoded> {
      Decoded out;
      out.detections = {{.5F, .5F, 1, 1, .8F, 0}};
      out.poses = {{.7F, {.5F, .5F, .9F}}};
      return out;
    };
    Manifest manifest;
    manifest.output = kBox;
    auto box = make_crop_box(manifest, fake_box(kBox, R"({"kind":"largest_box"})", look),
                             fake_box(kBox, R"({"kind":"largest_box"})", look), {1, false});
    QVERIFY(box->load().has_value());
    const auto answer = ask(*box, picture(64, 32, {1, 1, 1}));
    QCOMPARE(answer.output.values, (std::vector<float>{.75F, .75F, .25F, .25F, .8F}));
    QCOMPARE(answer.marks.boxes.size(), std::size_t{2});
    QVERIFY(answer.marks.boxes[1].x == .75F && answer.marks.boxes[1].width == .25F);
    QCOMPARE(answer.marks.poses.at(0).points, (std::vector<float>{.75F, .75F, .9F}));
  }

  void finderThatFails() {
    Manifest manifest;
    manifest.output = kShare;
    auto finder = fake_box(kBox, R"({"kind":"largest_box"})", [](const Frame& frame) -> Result<Decoded> {
      if (first_byte(frame) == 13) throw std::runtime_error("cannot see");
      return Decoded{};
    });
    auto box = make_crop_box(manifest, std::move(finder),
                             fake_box(kShare, R"({"kind":"scalar"})", [](const Frame&) { return one_value(1); }), {});
    QVERIFY(box->load().has_value());
    const auto failed = ask(*box, level(13));
    QVERIFY(failed.output.presence == Presence::failed && contains(failed.output.reason, "cannot see"));
    QVERIFY(ask(*box, level(1)).output.presence == Presence::none);
  }

  void detectorsOnSmallAndPlainPictures() {
    const auto hog = loaded(
        json::parse(
            R"({"version":1,"name":"hog","adapter":"opencv-hog","reducer":{"kind":"count"},"output":{"task":"count"}})"),
        ".");
    QVERIFY2(hog.has_value(), hog ? "" : hog.error().text().c_str());
    for (const auto& frame : {picture(1, 1, {9, 9, 9}), picture(40, 80, {9, 9, 9}), picture(300, 200, {9, 9, 9})}) {
      const auto answer = ask(**hog, frame);
      QVERIFY2(answer.output.presence == Presence::present, answer.output.reason.c_str());
      QCOMPARE(answer.output.values, std::vector<float>{0});
    }
    QVERIFY(ask(**hog, Frame()).output.presence == Presence::failed);
  }

  void cascadeThatIsNone() {
    QTemporaryDir dir;
    write(dir.filePath("c.xml"), "<?xml version=\"1.0\"?><opencv_storage><a>1</a></opencv_storage>");
    const auto box = loaded(json{{"version", 1},
                                 {"name", "c"},
                                 {"adapter", "opencv-cascade"},
                                 {"weights", {{{"path", "c.xml"}}}},
                                 {"reducer", {{"kind", "count"}}},
                                 {"output", {{"task", "count"}}}},
                            dir.path());
    QVERIFY(!box && contains(box.error().text(), "c.xml"));
  }

  void unknownAdapter() {
    Manifest manifest;
    manifest.name = "x";
    manifest.adapter = "abacus";
    manifest.output = kShare;
    const auto box = make_black_box(manifest);
    QVERIFY(!box && box.error().kind == ErrorKind::unsupported && contains(box.error().what, "abacus"));
    QVERIFY(adapters().size() > 2);
    for (const auto& adapter : adapters()) QVERIFY2(contains(box.error().todo, adapter.name), adapter.name);
  }

  void checks() {
    QTemporaryDir dir;
    const auto manifest = parse_manifest(tiny(dir, mlink::test::bright_count()).dump(), dir.path().toStdString());
    const auto check = check_box(*manifest, {1, false});
    QVERIFY2(check.has_value(), check ? "" : check.error().text().c_str());
    QCOMPARE(check->tensors, (std::vector<std::vector<std::int64_t>>{{1, 1}}));
    QCOMPARE(check->content_hash, content_hash(*manifest).value());
    QVERIFY(check->seconds > 0 && check->load_seconds > 0);
    QVERIFY(check->notes.empty());
    std::string all;
    for (const auto& line : check->lines) all += line + "\n";
    // grey 114 / 255 * 20 = 8.9
    for (const char* part : {"torchscript", "16 x 16", "[1, 1]", "count, 1 value, steps", "grey     9 steps"})
      QVERIFY2(contains(all, part), all.c_str());
  }

  void checkNamesAConstantAnswer() {
    QTemporaryDir dir;
    const auto manifest = parse_manifest(tiny(dir, mlink::test::constant_count()).dump(), dir.path().toStdString());
    const auto check = check_box(*manifest, {1, false});
    QVERIFY(check.has_value());
    QCOMPARE(check->notes.size(), std::size_t{1});
    QVERIFY(contains(check->notes[0], "constant"));
  }

  void outputsInWords_data() {
    QTest::addColumn<int>("task");
    QTest::addColumn<QVector<float>>("values");
    QTest::addColumn<QString>("text");
    QTest::addRow("count") << int(Task::count) << QVector<float>{3} << "3 things";
    QTest::addRow("label") << int(Task::single_label) << QVector<float>{.1F, .9F} << "b 0.90";
    QTest::addRow("labels") << int(Task::multi_label) << QVector<float>{.5F, .1F} << "a 0.50";
    QTest::addRow("no label") << int(Task::multi_label) << QVector<float>{0, 0} << "none of the labels";
    QTest::addRow("no box") << int(Task::localization) << QVector<float>{0, 0, 0, 0, 0} << "no box";
    QTest::addRow("number") << int(Task::regression) << QVector<float>{.25F} << "0.25 things";
  }
  void outputsInWords() {
    QFETCH(int, task);
    QFETCH(QVector<float>, values);
    QFETCH(QString, text);
    const OutputSpec spec{static_cast<Task>(task), static_cast<int>(values.size()), {"a", "b"}, .5, "things"};
    QCOMPARE(QString::fromStdString(output_text({Presence::present, {values.begin(), values.end()}, {}, {}}, spec)),
             text);
  }

  void measuresTimeAndMemory() {
    QTemporaryDir dir;
    const auto light = parse_manifest(tiny(dir, mlink::test::bright_count("light")).dump(), dir.path().toStdString());
    const auto heavy = parse_manifest(
        tiny(dir, {"heavy", "    y = x.mean().expand([16000000]) * 2.0\n    return y.mean().reshape([1, 1]) / 2.0\n",
                   "regression", 1})
            .dump(),
        dir.path().toStdString());
    QVERIFY(light.has_value() && heavy.has_value());
    std::vector<Frame> frames;
    for (int i = 0; i < 20; ++i) frames.push_back(level(static_cast<std::uint8_t>(10 * i)));
    const auto warm = measure_box(*light, frames, {1, false});  // LibTorch's own first pages are not the box's
    QVERIFY2(warm.has_value(), warm ? "" : warm.error().text().c_str());
    const auto a = measure_box(*light, frames, {1, false});
    const auto b = measure_box(*heavy, frames, {1, false});
    QVERIFY(a.has_value() && b.has_value());
    QVERIFY2(b->seconds_note.starts_with("20 frames"), b->seconds_note.c_str());
    QVERIFY(a->seconds_p50 > 0 && a->seconds_p50 <= a->seconds_p95 && a->seconds_p95 <= a->seconds_p99);
    QVERIFY2(b->seconds_p50 > a->seconds_p50, "16 million products take longer than a mean of 768 values");
    if (b->bytes == 0) QSKIP("this system does not tell a process' resident memory");
    const double more = (b->bytes - a->bytes) / 1e6;
#ifdef MLINK_SANITIZED  // AddressSanitizer keeps what is freed, and surrounds it with memory of its own
    const double most = 1000;
#else
    const double most = 128;
#endif
    // One array of 64 MB, and the pages that the allocator touches with it.
    QVERIFY2(more > 56 && more < most,
             qPrintable(QString("%1 MB, %2").arg(more).arg(QString::fromStdString(b->bytes_note))));
  }

  /// A box that is quick on dark frames and slow on bright ones: eight frames do not tell its mean to 5 %, however
  /// often they run, and the note says so. Loading is told beside it.
  void measuringTellsHowTight() {
    QTemporaryDir dir;
    const auto two = parse_manifest(tiny(dir, mlink::test::two_speeds_count()).dump(), dir.path().toStdString());
    QVERIFY(two.has_value());
    std::vector<Frame> frames;
    for (int i = 0; i < 8; ++i) frames.push_back(level(i == 0 ? 250 : 10));
    const auto wide = measure_box(*two, frames, {1, false});
    QVERIFY(wide.has_value());
    QVERIFY2(wide->seconds_note.starts_with("8 frames 4 times"), wide->seconds_note.c_str());
    QVERIFY(wide->loading_origin == CostOrigin::measured && wide->load_seconds > 0 && wide->unload_seconds >= 0);
    for (const char* part : {"not tight", "mean \u00B1 "})
      QVERIFY2(wide->seconds_note.find(part) != std::string::npos, wide->seconds_note.c_str());
    QVERIFY(wide->seconds > wide->seconds_p50 && wide->seconds_p50 <= wide->seconds_p99);
  }

  void measuringStopsAndNeedsFrames() {
    QTemporaryDir dir;
    const auto manifest = parse_manifest(tiny(dir, mlink::test::bright_count()).dump(), dir.path().toStdString());
    QVERIFY(!measure_box(*manifest, {}, {1, false}));
    std::stop_source stop;
    stop.request_stop();
    const std::vector<Frame> frames{level(1)};
    const auto stopped_one = measure_box(*manifest, frames, {1, false}, stop.get_token());
    QVERIFY(!stopped_one && stopped_one.error().kind == ErrorKind::stopped);
  }
};

QTEST_GUILESS_MAIN(TestBoxes)
#include "test_boxes.moc"
