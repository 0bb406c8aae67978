// blackbox: TensorFlow.js layers models (Keras, Teachable Machine), compared with the same network calculated plainly.
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "base/random.h"
#include "blackbox/adapters/torch_module.h"
#include "convert/converter.h"

using namespace mlink::rooms;
using nlohmann::json;

namespace {

using Path = std::filesystem::path;

/// A picture or a vector as Keras has it: rows, columns, channels.
struct Map {
  int height = 1, width = 1, channels = 1;
  std::vector<float> data;
  [[nodiscard]] float at(int y, int x, int c) const {
    if (y < 0 || x < 0 || y >= height || x >= width) return 0;
    return data[static_cast<std::size_t>((y * width + x) * channels + c)];
  }
};

/// Weights under construction, with the numbers that the plain calculation uses too.
class Weights {
 public:
  const std::vector<float>& add(const std::string& name, const std::vector<int>& shape, float low = -.5F,
                                float high = .5F) {
    std::size_t count = 1;
    for (const int size : shape) count *= static_cast<std::size_t>(size);
    auto& values = values_[name];
    for (std::size_t i = 0; i < count; ++i) values.push_back(low + (high - low) * static_cast<float>(random_.unit()));
    manifest_.push_back({{"name", name}, {"shape", shape}, {"dtype", "float32"}});
    const auto from = bytes_.size();
    bytes_.resize(from + count * 4);
    std::memcpy(bytes_.data() + from, values.data(), count * 4);
    return values;
  }
  [[nodiscard]] const std::vector<float>& operator[](const std::string& name) const { return values_.at(name); }
  void add_norm(const std::string& name, int channels) {
    add(name + "/gamma", {channels}, .5F, 1.5F);
    add(name + "/beta", {channels});
    add(name + "/moving_mean", {channels});
    add(name + "/moving_variance", {channels}, .1F, 2);
  }
  [[nodiscard]] Path write(const QTemporaryDir& dir, const json& topology) const {
    const Path folder = dir.path().toStdString();
    std::ofstream(folder / "weights.bin", std::ios::binary)
        .write(bytes_.data(), static_cast<std::streamsize>(bytes_.size()));
    std::ofstream(folder / "model.json") << json{
        {"format", "layers-model"},
        {"modelTopology", topology},
        {"weightsManifest", {{{"paths", {"weights.bin"}}, {"weights", manifest_}}}}};
    return folder / "model.json";
  }

 private:
  std::map<std::string, std::vector<float>> values_;
  json manifest_ = json::array();
  std::string bytes_;
  Random random_{7};
};

json layer(const char* kind, json config, const json& from = {}) {
  json made{{"class_name", kind}, {"config", std::move(config)}};
  made["config"]["trainable"] = true;  // of no use here
  if (from.is_null()) return made;
  made["name"] = made["config"]["name"];
  json inbound = json::array();
  for (const auto& name : from) inbound.push_back({name, 0, 0, json::object()});
  made["inbound_nodes"] = from.empty() ? json::array() : json::array({inbound});
  return made;
}

// Plain calculations, after Keras' descriptions.
Map convolved(const Map& in, const std::vector<float>& kernel, int size, int out, int stride, int margin,
              bool depthwise) {
  Map made{(in.height + 2 * margin - size) / stride + 1, (in.width + 2 * margin - size) / stride + 1, out, {}};
  for (int y = 0; y < made.height; ++y)
    for (int x = 0; x < made.width; ++x)
      for (int o = 0; o < out; ++o) {
        double sum = 0;
        for (int v = 0; v < size; ++v)
          for (int u = 0; u < size; ++u)
            for (int c = depthwise ? o : 0; c < (depthwise ? o + 1 : in.channels); ++c) {
              const int tap = v * size + u;
              const int place = depthwise ? tap * in.channels + c : (tap * in.channels + c) * out + o;
              sum += static_cast<double>(in.at(y * stride + v - margin, x * stride + u - margin, c)) *
                     kernel[static_cast<std::size_t>(place)];
            }
        made.data.push_back(static_cast<float>(sum));
      }
  return made;
}
Map normed(Map map, const Weights& weights, const std::string& name) {
  for (std::size_t i = 0; i < map.data.size(); ++i) {
    const auto c = i % static_cast<std::size_t>(map.channels);
    map.data[i] = (map.data[i] - weights[name + "/moving_mean"][c]) /
                      std::sqrt(weights[name + "/moving_variance"][c] + .001F) * weights[name + "/gamma"][c] +
                  weights[name + "/beta"][c];
  }
  return map;
}
Map clipped(Map map, float most) {
  for (float& value : map.data) value = std::clamp(value, 0.F, most);
  return map;
}
Map padded_after(const Map& in) {
  Map made{in.height + 1, in.width + 1, in.channels, {}};
  for (int y = 0; y < made.height; ++y)
    for (int x = 0; x < made.width; ++x)
      for (int c = 0; c < in.channels; ++c) made.data.push_back(in.at(y, x, c));
  return made;
}
std::vector<float> means(const Map& map) {
  std::vector<float> sums(static_cast<std::size_t>(map.channels), 0.F);
  for (std::size_t i = 0; i < map.data.size(); ++i) sums[i % sums.size()] += map.data[i];
  for (float& sum : sums) sum /= static_cast<float>(map.height * map.width);
  return sums;
}
std::vector<float> multiplied(const std::vector<float>& in, const std::vector<float>& kernel,
                              const std::vector<float>& bias) {
  const auto out = kernel.size() / in.size();
  std::vector<float> made(out, 0.F);
  for (std::size_t o = 0; o < out; ++o) {
    for (std::size_t i = 0; i < in.size(); ++i) made[o] += in[i] * kernel[i * out + o];
    if (!bias.empty()) made[o] += bias[o];
  }
  return made;
}
std::vector<float> normalised(std::vector<float> logits) {
  float sum = 0;
  for (float& value : logits) sum += value = std::exp(value);
  for (float& value : logits) value /= sum;
  return logits;
}

/// A picture of noise: as the network takes it (NCHW, 0..1) and as Keras has it, times scale plus offset.
std::pair<Tensor, Map> noise(int size, float scale, float offset) {
  Map map{size, size, 3, {}};
  Tensor tensor{{1, 3, size, size}, std::vector<float>(static_cast<std::size_t>(3 * size * size))};
  Random random(3);
  for (int i = 0; i < size * size; ++i)
    for (int c = 0; c < 3; ++c) {
      const auto value = static_cast<float>(random.unit());
      map.data.push_back(value * scale + offset);
      tensor.data[static_cast<std::size_t>(c * size * size + i)] = value;
    }
  return {std::move(tensor), std::move(map)};
}

std::string compared(const Path& network, const Tensor& input, const std::vector<float>& wanted) {
  TorchModule::Options options;
  options.use_gpu = false;
  auto module = TorchModule::load(network, options);
  if (!module) return module.error().text();
  const auto out = module->run(input);
  if (!out) return out.error().text();
  const auto& is = out->front().data;
  bool same = is.size() == wanted.size();
  for (std::size_t i = 0; same && i < is.size(); ++i) same = std::abs(is[i] - wanted[i]) < 2e-5F;
  return same ? std::string() : json(is).dump() + " instead of " + json(wanted).dump();
}

/// What Teachable Machine exports, small: MobileNet's blocks in a model in a Sequential in a Sequential.
json teachable_machine() {
  const json blocks{
      layer("InputLayer", {{"name", "input_1"}, {"batch_input_shape", {nullptr, 8, 8, 3}}}, json::array()),
      layer("ZeroPadding2D", {{"name", "pad"}, {"padding", {{0, 1}, {0, 1}}}}, {"input_1"}),
      layer("Conv2D",
            {{"name", "Conv1"},
             {"filters", 4},
             {"kernel_size", {3, 3}},
             {"strides", {2, 2}},
             {"padding", "valid"},
             {"use_bias", false},
             {"activation", "linear"}},
            {"pad"}),
      layer("BatchNormalization", {{"name", "bn_Conv1"}, {"epsilon", .001}, {"axis", -1}}, {"Conv1"}),
      layer("ReLU", {{"name", "Conv1_relu"}, {"max_value", 6}}, {"bn_Conv1"}),
      layer("DepthwiseConv2D",
            {{"name", "depth"}, {"kernel_size", {3, 3}}, {"strides", {1, 1}}, {"padding", "same"}, {"use_bias", false}},
            {"Conv1_relu"}),
      layer("BatchNormalization", {{"name", "depth_bn"}, {"epsilon", .001}}, {"depth"}),
      layer("Add", {{"name", "sum"}}, {"Conv1_relu", "depth_bn"})};
  const json model = layer("Model", {{"name", "model1"},
                                     {"layers", blocks},
                                     {"input_layers", {{"input_1", 0, 0}}},
                                     {"output_layers", {{"sum", 0, 0}}}});
  const json features = layer("Sequential", {{"name", "sequential_1"},
                                             {"layers", {model, layer("GlobalAveragePooling2D", {{"name", "gap"}})}}});
  const json classes = layer(
      "Sequential",
      {{"name", "sequential_3"},
       {"layers",
        {layer("Dense", {{"name", "dense_Dense1"}, {"units", 5}, {"activation", "relu"}, {"use_bias", true}}),
         layer("Dropout", {{"name", "drop"}, {"rate", .5}}),
         layer("Dense", {{"name", "dense_Dense2"}, {"units", 2}, {"activation", "softmax"}, {"use_bias", false}})}}});
  json topology = layer("Sequential", {{"name", "sequential_4"}, {"layers", {features, classes}}});
  topology["keras_version"] = "tfjs-layers 1.3.1";
  return topology;
}

Weights teachable_weights() {
  Weights weights;
  weights.add("Conv1/kernel", {3, 3, 3, 4});
  weights.add_norm("bn_Conv1", 4);
  weights.add("depth/depthwise_kernel", {3, 3, 4, 1});
  weights.add_norm("depth_bn", 4);
  weights.add("dense_Dense1/kernel", {4, 5});
  weights.add("dense_Dense1/bias", {5});
  weights.add("dense_Dense2/kernel", {5, 2});
  return weights;
}

std::vector<float> teachable_answer(const Weights& weights, const Map& picture) {
  const Map first = clipped(
      normed(convolved(padded_after(picture), weights["Conv1/kernel"], 3, 4, 2, 0, false), weights, "bn_Conv1"), 6);
  Map sum = normed(convolved(first, weights["depth/depthwise_kernel"], 3, 4, 1, 1, true), weights, "depth_bn");
  for (std::size_t i = 0; i < sum.data.size(); ++i) sum.data[i] += first.data[i];
  auto hidden = multiplied(means(sum), weights["dense_Dense1/kernel"], weights["dense_Dense1/bias"]);
  for (float& value : hidden) value = std::max(value, 0.F);
  return normalised(multiplied(hidden, weights["dense_Dense2/kernel"], {}));
}

}  // namespace

class TestTfjsLayers : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void teachableMachine() {
    const QTemporaryDir dir;
    const auto weights = teachable_weights();
    const Path model = weights.write(dir, teachable_machine());
    std::ofstream(model.parent_path() / "metadata.json")
        << R"({"packageName":"@teachablemachine/image","labels":["mug","nothing"],"imageSize":8})";
    const Path out = dir.filePath("tm.pt").toStdString();
    const auto report = convert_tfjs(model, out);
    QVERIFY2(report.has_value(), report ? "" : report.error().text().c_str());
    QCOMPARE(report->labels, (std::vector<std::string>{"mug", "nothing"}));
    QCOMPARE(report->outputs.size(), std::size_t{1});
    QCOMPARE(report->outputs[0].name, std::string("dense_Dense2"));
    QCOMPARE(report->outputs[0].shape, (std::vector<std::int64_t>{1, 2}));
    QCOMPARE(report->inputs[0].shape, (std::vector<std::int64_t>{1, 3, 8, 8}));
    QVERIFY(report->batches);
    QCOMPARE(report->warnings.size(), std::size_t{1});  // of the scale
    QVERIFY(json::parse(to_json(*report))["labels"][0] == "mug");
    const auto [tensor, picture] = noise(8, 2, -1);
    const auto difference = compared(out, tensor, teachable_answer(weights, picture));
    QVERIFY2(difference.empty(), difference.c_str());
  }

  // Without Teachable Machine's metadata nothing is scaled; the topology as the Python converter writes it.
  void kerasModel() {
    const QTemporaryDir dir;
    const auto weights = teachable_weights();
    json topology = teachable_machine();
    topology.erase("keras_version");
    const Path model = weights.write(dir, {{"keras_version", "2.4.0"}, {"model_config", topology}});
    const Path out = dir.filePath("keras.pt").toStdString();
    const auto report = convert_tfjs(model, out);
    QVERIFY2(report.has_value(), report ? "" : report.error().text().c_str());
    QVERIFY(report->labels.empty() && report->warnings.empty());
    const auto [tensor, picture] = noise(8, 1, 0);
    const auto difference = compared(out, tensor, teachable_answer(weights, picture));
    QVERIFY2(difference.empty(), difference.c_str());
  }

  void sequentialWithFlatten() {
    const QTemporaryDir dir;
    Weights weights;
    weights.add("small/conv/kernel", {3, 3, 3, 2});
    weights.add("small/conv/bias", {2});
    weights.add("small/head/kernel", {8, 3});
    weights.add("small/head/bias", {3});
    const json topology = layer(
        "Sequential",
        {{"name", "small"},
         {"layers",
          {layer("Conv2D", {{"name", "conv"},
                            {"batch_input_shape", {nullptr, 4, 4, 3}},
                            {"strides", 1},
                            {"padding", "same"},
                            {"activation", "relu"}}),
           layer("MaxPooling2D", {{"name", "pool"}, {"pool_size", {2, 2}}, {"strides", nullptr}, {"padding", "valid"}}),
           layer("Flatten", {{"name", "flat"}}), layer("Dense", {{"name", "head"}, {"activation", "sigmoid"}})}}});
    const Path out = dir.filePath("small.pt").toStdString();
    const auto report = convert_tfjs(weights.write(dir, topology), out);
    QVERIFY2(report.has_value(), report ? "" : report.error().text().c_str());
    QVERIFY(report->batches);
    const auto [tensor, picture] = noise(4, 1, 0);
    Map map = convolved(picture, weights["small/conv/kernel"], 3, 2, 1, 1, false);
    for (std::size_t i = 0; i < map.data.size(); ++i)
      map.data[i] = std::max(map.data[i] + weights["small/conv/bias"][i % 2], 0.F);
    std::vector<float> flat;
    for (int y = 0; y < 4; y += 2)
      for (int x = 0; x < 4; x += 2)
        for (int c = 0; c < 2; ++c)
          flat.push_back(
              std::max({map.at(y, x, c), map.at(y, x + 1, c), map.at(y + 1, x, c), map.at(y + 1, x + 1, c)}));
    auto wanted = multiplied(flat, weights["small/head/kernel"], weights["small/head/bias"]);
    for (float& value : wanted) value = 1 / (1 + std::exp(-value));
    const auto difference = compared(out, tensor, wanted);
    QVERIFY2(difference.empty(), difference.c_str());
  }

  void whatCannotBeConverted_data() {
    QTest::addColumn<QString>("place");  // JSON pointer into the topology
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("says");
    const QString blocks = "/config/layers/0/config/layers/0/config/layers/";
    QTest::addRow("unknown layer") << blocks + "7/class_name"
                                   << "\"LSTM\""
                                   << "The layer sum is of the kind LSTM, which the converter does not know";
    QTest::addRow("unknown activation") << blocks + "2/config/activation"
                                        << "\"mish\""
                                        << "The layer Conv1 (Conv2D) cannot be converted: its activation \"mish\"";
    QTest::addRow("channels first") << blocks + "2/config/data_format"
                                    << "\"channels_first\""
                                    << "only channels_last";
    QTest::addRow("weights of another name") << blocks + "2/name"
                                             << "\"Conv2\""
                                             << "hold no Conv2/kernel";
    QTest::addRow("a layer that is not there") << blocks + "7/inbound_nodes/0/0/0"
                                               << "\"gone\""
                                               << "read others that are not there";
    QTest::addRow("an output that is not there") << "/config/layers/0/config/layers/0/config/output_layers/0/0"
                                                 << "\"gone\""
                                                 << "it has no layer gone";
    QTest::addRow("used twice") << blocks + "7/inbound_nodes"
                                << "[[[\"pad\",0,0,{}]],[[\"pad\",0,0,{}]]]"
                                << "used several times";
    QTest::addRow("Keras 3") << blocks + "7/inbound_nodes"
                             << "[{\"args\":[]}]"
                             << "Keras 3";
    QTest::addRow("no shape") << blocks + "0/config/batch_input_shape"
                              << "null"
                              << "shape of the input is not said";
    QTest::addRow("no layers") << "/config/layers"
                               << "[]"
                               << "it has no layers";
    QTest::addRow("a layer without settings") << "/config/layers/0"
                                              << "{\"class_name\":\"Dense\"}"
                                              << "no class_name or no config";
    QTest::addRow("no model") << "/class_name"
                              << "\"Dense\""
                              << "it is a Dense, which is no model";
    QTest::addRow("a field of a wrong type") << blocks + "1/config/padding"
                                             << "\"all\""
                                             << "not what the format says";
  }
  void whatCannotBeConverted() {
    QFETCH(QString, place);
    QFETCH(QString, value);
    QFETCH(QString, says);
    const QTemporaryDir dir;
    json topology = teachable_machine();
    topology[json::json_pointer(place.toStdString())] = json::parse(value.toStdString());
    const auto report = convert_tfjs(teachable_weights().write(dir, topology), dir.filePath("x.pt").toStdString());
    QVERIFY(!report);
    QVERIFY2(report.error().what.find(says.toStdString()) != std::string::npos, report.error().what.c_str());
    QVERIFY(!report.error().path.empty() && !std::filesystem::exists(dir.filePath("x.pt").toStdString()));
  }
};

QTEST_GUILESS_MAIN(TestTfjsLayers)
#include "test_tfjs_layers.moc"
