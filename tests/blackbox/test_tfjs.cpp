// The converter as a whole: the default models against TensorFlow.js itself (golden/, made by datasets/golden),
// options, and what must be refused.
#include <QDirIterator>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>
#include <iterator>
#include <memory>

#include "blackbox/adapters/torch_module.h"
#include "blackbox/manifest.h"
#include "convert/converter.h"
#include "tiny_graph.h"

using namespace mlink::rooms;
using namespace mlink::test;

namespace {

using Path = std::filesystem::path;

std::string bytes_of(const Path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

json json_of(const Path& path) { return json::parse(bytes_of(path)); }

Path golden_folder() { return Path(MLINK_SOURCE_DIR) / "tests" / "blackbox" / "golden"; }

/// The pictures of make_golden.js: RGB 0..255, here as 0..1 by channels.
Tensor golden_picture(const std::string& name, std::int64_t width, std::int64_t height) {
  Tensor tensor{{1, 3, height, width}, std::vector<float>(static_cast<std::size_t>(3 * width * height))};
  const auto at = [&](std::int64_t x, std::int64_t y, std::int64_t c) -> float& {
    return tensor.data[static_cast<std::size_t>((c * height + y) * width + x)];
  };
  QByteArray small;
  std::int64_t small_width = 0, small_height = 0;
  if (name != "noise") {
    const json stored = json_of(golden_folder() / "pictures.json").at(name);
    small = QByteArray::fromBase64(QByteArray::fromStdString(stored.at("rgb").get<std::string>()));
    small_width = stored.at("width").get<std::int64_t>();
    small_height = stored.at("height").get<std::int64_t>();
  }
  std::uint32_t state = 2024;
  for (std::int64_t y = 0; y < height; ++y) {
    for (std::int64_t x = 0; x < width; ++x) {
      for (std::int64_t c = 0; c < 3; ++c) {
        state = state * 1664525U + 1013904223U;
        unsigned value = state >> 24U;
        if (name != "noise") {
          const std::int64_t from = (y * small_height / height * small_width + x * small_width / width) * 3 + c;
          value = static_cast<unsigned char>(small.at(from));
        }
        at(x, y, c) = static_cast<float>(value) / 255.F;
      }
    }
  }
  return tensor;
}

json default_models() { return json_of(Path(MLINK_SOURCE_DIR) / "datasets" / "boxes" / "models.json").at("models"); }

json entry_of(const std::string& model) {
  for (const json& entry : default_models()) {
    if (entry.at("name") == model) return entry;
  }
  return {};
}

/// A relu of one number: the smallest model that runs.
TinyGraph small_graph() { return TinyGraph().input({1, 1, 1, 1}).floats("c", {}, {2}).node("y", "Mul", {"x", "c"}); }

}  // namespace

class TestTfjs : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void golden_data();
  void golden();
  void resized_input();
  void refuses_data();
  void refuses();
  void refuses_weights_data();
  void refuses_weights();
  void missing_shard();
  void bad_target_leaves_nothing();
  void failed_conversion_keeps_the_old_file();
  void same_bytes_again();
  void options_data();
  void options();
  void scale_grey_and_whole_numbers();
  void outputs_in_order();
  void module_refuses();
  void batches();

 private:
  [[nodiscard]] static QString optimise_text(int optimise) { return QString(" %1").arg(optimise); }

  QTemporaryDir folder_;
  QString loaded_;
  std::unique_ptr<TorchModule> module_;
  [[nodiscard]] Path path(const char* name) const { return Path(folder_.path().toStdString()) / name; }
};

void TestTfjs::golden_data() {
  QTest::addColumn<QString>("model");
  QTest::addColumn<QString>("picture");
  QTest::addColumn<int>("optimise");
  for (const json& entry : default_models()) {
    const auto name = entry.at("name").get<std::string>();
    if (!std::filesystem::exists(golden_folder() / (name + ".json"))) continue;
    for (const Optimise optimise : {Optimise::off, Optimise::automatic}) {
      for (const char* picture : {"noise", "street", "face"}) {
        QTest::addRow("%s, %s%s", name.c_str(), picture, optimise == Optimise::off ? "" : ", as loaded")
            << QString::fromStdString(name) << picture << static_cast<int>(optimise);
      }
    }
  }
}

/// A sigmoid or a softmax ends these.
bool is_probability(const std::string& model, const std::string& output) {
  return (model == "centernet" && output == "heat") || output == "gender" || output == "age" || output == "emotion" ||
         output == "mask";
}

// Tolerance. Both programs add the same 32-bit products in another order. A convolution here adds up to some 1000 of
// them: an error of about sqrt(1000) roundings, 32 x 1.2e-7 = 4e-6 of the size of what is added; over some 60 layers
// that grows with the square root, 8 times: 3e-5 of an output's range. An exponential at the end turns an absolute
// error of a logit into a relative one of the probability, and logits here reach 20: 20 times that for those outputs.
void TestTfjs::golden() {
  QFETCH(QString, model);
  QFETCH(QString, picture);
  QFETCH(int, optimise);
  const json entry = entry_of(model.toStdString());
  const Path source = default_model_cache() / "tfjs" / entry.at("json").get<std::string>();
  if (!std::filesystem::exists(source)) {
    QSKIP(qPrintable("golden " + model + ": the model is not in the cache; run datasets/boxes/fetch.sh"));
  }
  if (loaded_ != model + optimise_text(optimise)) {  // the rows of one model follow each other
    const Path target = path((model.toStdString() + ".pt").c_str());
    const auto options = conversion_options_from_json(entry.at("options").dump());
    QVERIFY2(options, options ? "" : options.error().text().c_str());
    const auto report = convert_tfjs(source, target, *options);
    QVERIFY2(report, report ? "" : report.error().text().c_str());
    QVERIFY(report->warnings.empty());
    TorchModule::Options how;
    how.use_gpu = false;
    how.optimise = static_cast<Optimise>(optimise);
    auto module = TorchModule::load(target, how);
    QVERIFY2(module, module ? "" : module.error().text().c_str());
    module_ = std::make_unique<TorchModule>(std::move(*module));
    loaded_ = model + optimise_text(optimise);
  }
  const json golden = json_of(golden_folder() / (model.toStdString() + ".json"));
  const auto outputs = module_->run(golden_picture(picture.toStdString(), golden.at("width").get<std::int64_t>(),
                                                   golden.at("height").get<std::int64_t>()));
  QVERIFY2(outputs, outputs ? "" : outputs.error().text().c_str());
  const json& expected = golden.at("pictures").at(picture.toStdString());
  QCOMPARE(outputs->size(), expected.size());
  for (std::size_t k = 0; k < outputs->size(); ++k) {
    const Tensor& got = (*outputs)[k];
    const json& want = expected[k];
    const auto name = want.at("name").get<std::string>();
    QCOMPARE(module_->output_names().at(k), name);
    QCOMPARE(got.shape, want.at("shape").get<std::vector<std::int64_t>>());
    const double low = want.at("min").get<double>();
    const double high = want.at("max").get<double>();
    const double range = std::max(std::abs(low), std::abs(high));
    const double tolerance = (is_probability(model.toStdString(), name) ? 20 : 1) * 3e-5 * range;
    double worst = 0;
    for (std::size_t i = 0; i < want.at("indices").size(); ++i) {
      const auto at = want["indices"][i].get<std::size_t>();
      worst = std::max(worst, std::abs(static_cast<double>(got.data[at]) - want["values"][i].get<double>()));
    }
    double sum = 0, squares = 0;
    for (const float value : got.data) {
      sum += static_cast<double>(value);
      squares += static_cast<double>(value) * static_cast<double>(value);
    }
    const auto count = static_cast<double>(got.data.size());
    worst = std::max(worst, std::abs(sum / count - want.at("mean").get<double>()));
    worst = std::max(worst, std::abs(std::sqrt(squares / count) - want.at("rms").get<double>()));
    qInfo("%s: off by %.2g of %.2g allowed, range %.3g", name.c_str(), worst, tolerance, range);
    QVERIFY(worst <= tolerance);
  }
}

void TestTfjs::resized_input() {
  const json entry = entry_of("centernet-320");
  const Path source = default_model_cache() / "tfjs" / entry.at("json").get<std::string>();
  if (!std::filesystem::exists(source)) {
    QSKIP("resized_input: the model is not in the cache; run datasets/boxes/fetch.sh");
  }
  const auto report = convert_tfjs(source, path("320.pt"), *conversion_options_from_json(entry.at("options").dump()));
  QVERIFY2(report, report ? "" : report.error().text().c_str());
  QCOMPARE(report->inputs.at(0).shape, (std::vector<std::int64_t>{1, 3, 320, 320}));
  QCOMPARE(report->outputs.at(0).shape, (std::vector<std::int64_t>{1, 80, 80, 80}));
  QCOMPARE(report->outputs.at(1).shape, (std::vector<std::int64_t>{1, 4, 80, 80}));
  ConversionOptions odd = *conversion_options_from_json(entry.at("options").dump());
  odd.width = odd.height = 300;  // 32 x 300 / 512 is no whole number
  const auto refused = convert_tfjs(source, path("300.pt"), odd);
  QVERIFY(!refused);
  QVERIFY2(refused.error().what.find("does not stay whole") != std::string::npos, refused.error().text().c_str());
}

void TestTfjs::refuses_data() {
  QTest::addColumn<QString>("model");
  QTest::addColumn<int>("kind");
  QTest::addColumn<QString>("says");
  const auto row = [](const char* name, const std::string& model, ErrorKind kind, const char* says) {
    QTest::addRow("%s", name) << QString::fromStdString(model) << static_cast<int>(kind) << says;
  };
  const auto graph = [](const TinyGraph& it) { return it.document().dump(); };
  const json good = small_graph().document();
  row("empty file", "", ErrorKind::corrupt, "not JSON");
  row("not JSON", "PK\x03\x04 zip", ErrorKind::corrupt, "not JSON");
  row("truncated JSON", good.dump().substr(0, 200), ErrorKind::corrupt, "not JSON");
  row("JSON of something else", R"({"a":1})", ErrorKind::corrupt, "no graph");
  row("a list", "[1, 2]", ErrorKind::corrupt, "no graph");
  row("layers model", R"({"modelTopology":{"model_config":{}}})", ErrorKind::unsupported, "layers model");
  // What Teachable Machine exports.
  row("layers model by its topology",
      R"({"modelTopology":{"class_name":"Sequential","keras_version":"tfjs-layers 1.3.1"}})", ErrorKind::unsupported,
      "layers model (Keras");
  row("layers model by its format", R"({"format":"layers-model","modelTopology":{"config":{}}})",
      ErrorKind::unsupported, "Teachable Machine");
  row("Git LFS pointer", "version https://git-lfs.github.com/spec/v1\n", ErrorKind::not_found, "Git LFS pointer");
  json broken = good;
  broken["modelTopology"]["node"][0].erase("op");
  row("node without op", broken.dump(), ErrorKind::corrupt, "no name or no op");
  broken = good;
  broken["modelTopology"]["node"][1]["name"] = "x";
  row("two of one name", broken.dump(), ErrorKind::corrupt, "Two nodes are called x");
  broken = good;
  broken["weightsManifest"] = 3;
  row("no weights manifest", broken.dump(), ErrorKind::corrupt, "weightsManifest");
  broken = good;
  broken["weightsManifest"][0]["weights"][0]["shape"] = "all";
  row("field of a wrong type", broken.dump(), ErrorKind::corrupt, "not what the format says");
  broken = good;
  broken["weightsManifest"][0]["paths"][0] = "../tiny.bin";
  row("weights outside the folder", broken.dump(), ErrorKind::invalid_input, "outside its own folder");
  broken["weightsManifest"][0]["paths"][0] = "/etc/passwd";
  row("weights by absolute path", broken.dump(), ErrorKind::invalid_input, "outside its own folder");

  row("unknown op", graph(small_graph().node("z", "FancyNewOp", {"y"})), ErrorKind::unsupported,
      "Node z (FancyNewOp) cannot be converted. The converter does not know the op FancyNewOp");
  row("unknown fused part",
      graph(small_graph()
                .floats("w", {1, 1, 1, 1}, {1})
                .node("z", "_FusedConv2D", {"x", "w"}, {{"fused_ops", texts({"Swirl"})}})),
      ErrorKind::unsupported, "activation Swirl");
  row("cycle", graph(small_graph().node("a", "Add", {"x", "b"}).node("b", "Relu", {"a"})), ErrorKind::unsupported,
      "cycle through node");
  row("node that reads itself", graph(small_graph().node("a", "Relu", {"a"})), ErrorKind::unsupported, "cycle");
  row("input that is not there", graph(small_graph().node("a", "Relu", {"nobody"})), ErrorKind::corrupt,
      "wants nobody, which is not in the graph");
  row("output that is not there", graph(small_graph().node("a", "Relu", {"y:3"})), ErrorKind::corrupt,
      "wants output 3 of y, which has 1");
  row("constant without value", graph(small_graph().node("k", "Const", {}).node("a", "Add", {"x", "k"})),
      ErrorKind::corrupt, "Node k (Const) cannot be converted. The weight files hold no value");
  row("too few inputs", graph(small_graph().node("a", "Add", {"x"})), ErrorKind::corrupt, "has 1 inputs and needs 2");
  row("two pictures in",
      graph(small_graph()
                .node("p", "Placeholder", {}, {{"shape", {{"shape", {{"dim", {{{"size", "1"}}}}}}}}})
                .node("a", "Add", {"y", "p"})),
      ErrorKind::unsupported, "more than one input");
  row("depends on no picture", graph(TinyGraph().floats("c", {}, {2}).node("a", "Relu", {"c"})),
      ErrorKind::invalid_input, "do not depend on any input");
  row("size not known", graph(TinyGraph().input({-1, -1, -1, 3}).node("a", "Relu", {"x"})), ErrorKind::invalid_input,
      "its size is not fixed");
  row("channels do not fit",
      graph(TinyGraph().input({1, 2, 2, 1}).floats("w", {1, 1, 5, 1}, {1, 1, 1, 1, 1}).node("a", "Conv2D", {"x", "w"})),
      ErrorKind::corrupt, "weights are for 5 channels");
  row("shapes do not fit",
      graph(TinyGraph().input({1, 2, 2, 2}).floats("c", {3}, {1, 2, 3}).node("a", "Mul", {"x", "c"})),
      ErrorKind::failed, "Node a (Mul) cannot be converted. LibTorch: The size of tensor");
  row("shape that depends on the picture", graph(TinyGraph().input({1, 2}).node("a", "Reshape", {"x", "x"})),
      ErrorKind::unsupported, "must be constant");
  row("channels first",
      graph(TinyGraph()
                .input({1, 2, 2, 1})
                .floats("w", {1, 1, 1, 1}, {1})
                .node("a", "Conv2D", {"x", "w"}, {{"data_format", text("NCHW")}})),
      ErrorKind::unsupported, "data format is NCHW");
}

void TestTfjs::refuses() {
  QFETCH(QString, model);
  QFETCH(int, kind);
  QFETCH(QString, says);
  // The weights that belong to the graph, so that only what the row is about is wrong.
  std::string shard(4, '\0');
  const json document = json::parse(model.toStdString(), nullptr, false);
  if (document.is_object() && document.contains("weightsManifest") && document["weightsManifest"].is_array()) {
    std::size_t size = 0;
    for (const json& weight : document["weightsManifest"][0]["weights"]) {
      std::size_t count = 1;
      if (weight["shape"].is_array()) {
        for (const json& dimension : weight["shape"]) count *= dimension.get<std::size_t>();
      }
      size += 4 * count;
    }
    shard.assign(size, '\0');
  }
  const Path source = TinyGraph::write(path("refused"), model.toStdString(), shard);
  const auto report = convert_tfjs(source, path("refused.pt"));
  QVERIFY(!report);
  QCOMPARE(static_cast<int>(report.error().kind), kind);
  QVERIFY2(report.error().what.find(says.toStdString()) != std::string::npos, report.error().text().c_str());
  QCOMPARE(report.error().path, source.string());
  QVERIFY(!std::filesystem::exists(path("refused.pt")));
}

void TestTfjs::refuses_weights_data() {
  QTest::addColumn<QString>("entry");
  QTest::addColumn<int>("bytes");
  QTest::addColumn<QString>("says");
  QTest::addRow("good") << R"({"dtype":"float32","shape":[3]})" << 12 << "";
  QTest::addRow("truncated") << R"({"dtype":"float32","shape":[3]})" << 11 << "needs 12 bytes, 11 are left";
  QTest::addRow("empty shard") << R"({"dtype":"float32","shape":[3]})" << 0 << "needs 12 bytes, 0 are left";
  QTest::addRow("too long") << R"({"dtype":"float32","shape":[3]})" << 13 << "hold 13 bytes, the model describes 12";
  QTest::addRow("negative shape") << R"({"dtype":"float32","shape":[-3]})" << 12 << "impossible shape";
  QTest::addRow("enormous shape") << R"({"dtype":"float32","shape":[4294967296,4294967296,4294967296]})" << 12
                                  << "impossible shape";
  QTest::addRow("text") << R"({"dtype":"string","shape":[3]})" << 12 << "of type string";
  QTest::addRow("unknown coding") << R"({"dtype":"float32","shape":[3],"quantization":{"dtype":"int4"}})" << 12
                                  << "quantised as int4";
  QTest::addRow("coding without scale") << R"({"dtype":"float32","shape":[3],"quantization":{"dtype":"uint8"}})" << 3
                                        << "without scale and min";
}

void TestTfjs::refuses_weights() {
  QFETCH(QString, entry);
  QFETCH(int, bytes);
  QFETCH(QString, says);
  const TinyGraph graph =
      TinyGraph()
          .input({1, 3})
          .raw("c", json::parse(entry.toStdString()), std::string(static_cast<std::size_t>(bytes), '\0'))
          .node("y", "Add", {"x", "c"});
  const auto report = convert_tfjs(graph.write(path("weights")), path("weights.pt"));
  QCOMPARE(static_cast<bool>(report), says.isEmpty());
  if (report) return;
  QVERIFY2(report.error().what.find(says.toStdString()) != std::string::npos, report.error().text().c_str());
}

void TestTfjs::missing_shard() {
  const Path source = small_graph().write(path("missing"));
  std::filesystem::remove(path("missing") / "tiny.bin");
  const auto report = convert_tfjs(source, path("missing.pt"));
  QVERIFY(!report);
  QCOMPARE(report.error().kind, ErrorKind::not_found);
  QCOMPARE(report.error().path, (path("missing") / "tiny.bin").string());
  QCOMPARE(convert_tfjs(path("nowhere.json"), path("missing.pt")).error().kind, ErrorKind::not_found);
}

void TestTfjs::bad_target_leaves_nothing() {
  const Path source = small_graph().write(path("target"));
  const auto report = convert_tfjs(source, path("no-such-folder") / "out.pt");
  QVERIFY(!report);
  QCOMPARE(report.error().kind, ErrorKind::io);
  QCOMPARE(report.error().path, (path("no-such-folder") / "out.pt").string());
  std::filesystem::create_directories(path("is-a-folder.pt") / "inside");
  QVERIFY(!convert_tfjs(source, path("is-a-folder.pt")));
  QDirIterator files(folder_.path(), {"*.part*"}, QDir::Files, QDirIterator::Subdirectories);
  QVERIFY(!files.hasNext());
}

void TestTfjs::failed_conversion_keeps_the_old_file() {
  const Path good = small_graph().write(path("keep"));
  QVERIFY(convert_tfjs(good, path("keep.pt")));
  const std::string before = bytes_of(path("keep.pt"));
  const Path bad = small_graph().node("z", "FancyNewOp", {"y"}).write(path("keep"));
  QVERIFY(!convert_tfjs(bad, path("keep.pt")));
  QVERIFY(bytes_of(path("keep.pt")) == before);
}

void TestTfjs::same_bytes_again() {
  const Path source = small_graph().write(path("same"));
  QVERIFY(convert_tfjs(source, path("one.pt")));
  QVERIFY(convert_tfjs(source, path("another-name.pt")));
  const std::string bytes = bytes_of(path("one.pt"));
  QVERIFY(!bytes.empty());
  QVERIFY(bytes == bytes_of(path("another-name.pt")));
}

void TestTfjs::options_data() {
  QTest::addColumn<QString>("text");
  QTest::addColumn<QString>("says");
  QTest::addRow("nothing") << "{}"
                           << "";
  QTest::addRow("everything")
      << R"({"outputs":["y",{"node":"x","name":"in"}],"size":[3,2],"scale":2,"offset":-1,"grey":true,"fold":false})"
      << "";
  QTest::addRow("one side") << R"({"size":7})"
                            << "";
  QTest::addRow("unknown field") << R"({"sise":7})"
                                 << "\"sise\" is not known";
  QTest::addRow("not JSON") << "{"
                            << "not a JSON object";
  QTest::addRow("size 0") << R"({"size":0})"
                          << "size must be";
  QTest::addRow("size of three") << R"({"size":[1,2,3]})"
                                 << "size must be";
  QTest::addRow("size with a fraction") << R"({"size":1.5})"
                                        << "size must be";
  QTest::addRow("scale as text") << R"({"scale":"2"})"
                                 << "scale must be a number";
  QTest::addRow("grey as number") << R"({"grey":1})"
                                  << "grey must be true or false";
  QTest::addRow("outputs as text") << R"({"outputs":"y"})"
                                   << "outputs must be a list";
  QTest::addRow("output without node") << R"({"outputs":[{"name":"y"}]})"
                                       << "an output must be";
  QTest::addRow("output with more") << R"({"outputs":[{"node":"y","nick":"z"}]})"
                                    << "an output must be";
  QTest::addRow("file that is not there") << "no-such-options.json"
                                          << "cannot be read";
}

void TestTfjs::options() {
  QFETCH(QString, text);
  QFETCH(QString, says);
  const auto options = conversion_options_from_text(text.toStdString());
  QCOMPARE(static_cast<bool>(options), says.isEmpty());
  if (!options) {
    QVERIFY2(options.error().what.find(says.toStdString()) != std::string::npos, options.error().text().c_str());
    return;
  }
  std::ofstream(path("options.json")) << text.toStdString();
  const auto same = conversion_options_from_text(path("options.json").string());
  QVERIFY(same);
  QCOMPARE(same->width, options->width);
  QCOMPARE(same->outputs.size(), options->outputs.size());
  if (text.contains("grey")) {
    QCOMPARE(options->outputs.at(1).name, "in");
    QCOMPARE(options->width, 3);
    QCOMPARE(options->height, 2);
    QCOMPARE(options->scale, 2.);
    QCOMPARE(options->offset, -1.);
    QVERIFY(options->grey && !options->fold);
  }
}

void TestTfjs::scale_grey_and_whole_numbers() {
  const auto run = [&](const TinyGraph& graph, const ConversionOptions& options, const Tensor& input) {
    const auto report = convert_tfjs(graph.write(path("scale")), path("scale.pt"), options);
    if (!report) return report.error().text();
    auto module = TorchModule::load(path("scale.pt"));
    const auto outputs = module ? module->run(input) : tl::make_unexpected(module.error());
    return outputs ? QString::number(static_cast<double>(outputs->front().data.front()), 'g', 5).toStdString()
                   : outputs.error().text();
  };
  ConversionOptions options;
  options.scale = 2;
  options.offset = -1;
  QCOMPARE(run(small_graph(), options, {{1, 1, 1, 1}, {.75F}}), "1");  // (.75 * 2 - 1) * 2
  options.grey = true;  // (.2989 * 1 + .587 * .5 + .114 * 0) * 2 - 1 = .1848, times 2
  QCOMPARE(run(small_graph(), options, {{1, 3, 1, 1}, {1, .5F, 0}}), "0.3696");
  ConversionOptions whole;
  whole.scale = 255;
  const TinyGraph numbers =
      TinyGraph().input({1, 1, 1, 1}, "DT_INT32").node("y", "Cast", {"x"}, {{"DstT", type("DT_FLOAT")}});
  QCOMPARE(run(numbers, whole, {{1, 1, 1, 1}, {199.F / 255}}), "199");
}

void TestTfjs::outputs_in_order() {
  const TinyGraph graph =
      small_graph().node("z", "Neg", {"y"}).node("s", "Mean", {"z", "axes"}).integers("axes", {2}, {1, 2});
  ConversionOptions options;
  options.outputs = {{"z", "minus"}, {"x", ""}, {"y", "twice"}};
  const auto report = convert_tfjs(graph.write(path("order")), path("order.pt"), options);
  QVERIFY2(report, report ? "" : report.error().text().c_str());
  QVERIFY(report->ops.count("Mean") == 0);  // cut off
  auto module = TorchModule::load(path("order.pt"));
  QVERIFY(module);
  QCOMPARE(module->output_names(), (std::vector<std::string>{"minus", "x", "twice"}));
  const auto outputs = module->run({{1, 1, 1, 1}, {4}});
  QVERIFY(outputs);
  QCOMPARE(outputs->at(0).data, (std::vector<float>{-8}));
  QCOMPARE(outputs->at(1).data, (std::vector<float>{4}));
  QCOMPARE(outputs->at(2).data, (std::vector<float>{8}));
  options.outputs = {{"nobody", ""}};
  QCOMPARE(convert_tfjs(path("order") / "tiny.json", path("order.pt"), options).error().kind, ErrorKind::not_found);
  options.outputs = {{"y", "a"}, {"z", "a"}};
  QCOMPARE(convert_tfjs(path("order") / "tiny.json", path("order.pt"), options).error().kind, ErrorKind::invalid_input);
}

void TestTfjs::module_refuses() {
  QCOMPARE(TorchModule::load(path("nobody.pt")).error().kind, ErrorKind::not_found);
  std::ofstream(path("junk.pt")) << "this is no archive";
  const auto junk = TorchModule::load(path("junk.pt"));
  QVERIFY(!junk);
  QCOMPARE(junk.error().path, path("junk.pt").string());

  QVERIFY(convert_tfjs(TinyGraph().input({1, 2, 3, 1}).node("y", "Relu", {"x"}).write(path("run")), path("run.pt")));
  const std::string whole = bytes_of(path("run.pt"));
  std::ofstream(path("cut.pt"), std::ios::binary).write(whole.data(), static_cast<std::streamsize>(whole.size() / 2));
  QVERIFY(!TorchModule::load(path("cut.pt")));

  auto module = TorchModule::load(path("run.pt"));
  QVERIFY(module);
  const auto turned = module->run({{1, 1, 3, 2}, std::vector<float>(6)});
  QVERIFY(!turned);
  QVERIFY2(turned.error().what.find("wants an input [1, 1, 2, 3], it was given [1, 1, 3, 2]") != std::string::npos,
           turned.error().text().c_str());
  const auto few = module->run({{1, 1, 2, 3}, std::vector<float>(5)});
  QVERIFY(!few);
  QVERIFY(few.error().what.find("holds 5 numbers") != std::string::npos);
  QVERIFY(!module->run({{0, 1, 2, 3}, {}}));
  QVERIFY(module->run({{1, 1, 2, 3}, std::vector<float>(6)}));  // it still works

  TorchModule::Options wrong;
  wrong.input_shape = {1, 2};  // the manifest says another shape than the network can take
  QVERIFY(convert_tfjs(
      TinyGraph().input({1, 3}).floats("w", {3, 1}, {1, 1, 1}).node("y", "MatMul", {"x", "w"}).write(path("run")),
      path("run2.pt")));
  const auto other = TorchModule::load(path("run2.pt"), wrong);
  QVERIFY(!other);
  QVERIFY2(other.error().what.find("does not run on an input [1, 2]") != std::string::npos,
           other.error().text().c_str());
}

void TestTfjs::batches() {
  const TinyGraph graph =
      TinyGraph().input({1, 1, 2, 2}).integers("s", {3}, {1, 2, 2}).node("y", "Reshape", {"x", "s"});
  const auto report = convert_tfjs(graph.write(path("batch")), path("batch.pt"));
  QVERIFY(report && report->batches);
  auto module = TorchModule::load(path("batch.pt"));
  QVERIFY(module && module->batches());
  const auto outputs = module->run({{2, 2, 1, 2}, {1, 3, 2, 4, 5, 7, 6, 8}});
  QVERIFY2(outputs, outputs ? "" : outputs.error().text().c_str());
  QCOMPARE(outputs->front().shape, (std::vector<std::int64_t>{2, 2, 2}));
  QCOMPARE(outputs->front().data, (std::vector<float>{1, 2, 3, 4, 5, 6, 7, 8}));
  // A softmax over everything mixes the pictures of a batch: the report must not promise batches.
  const TinyGraph mixing = TinyGraph()
                               .input({1, 1, 2, 2})
                               .integers("s", {1}, {-1})
                               .node("r", "Reshape", {"x", "s"})
                               .node("y", "Softmax", {"r"});
  const auto mixed = convert_tfjs(mixing.write(path("batch")), path("batch2.pt"));
  QVERIFY(mixed && !mixed->batches);
}

QTEST_GUILESS_MAIN(TestTfjs)
#include "test_tfjs.moc"
