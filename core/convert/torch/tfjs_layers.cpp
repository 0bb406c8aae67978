#include "convert/torch/tfjs_layers.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <utility>

namespace mlink::convert {

using nlohmann::json;

namespace {

constexpr int deepest_model = 16;  // a model in a model in a model: more than that is no network

using NodeNames = std::vector<std::string>;

// Attributes as a graph model has them.
json text_attr(const std::string& text) {
  json bytes = json::array();
  for (const char c : text) bytes.push_back(static_cast<int>(static_cast<unsigned char>(c)));
  return {{"s", bytes}};
}
json ints_attr(const std::vector<std::int64_t>& numbers) { return {{"list", {{"i", numbers}}}}; }

/// One layer: its name, kind and settings, and the nodes that it reads.
struct Layer {
  std::string name, kind;
  json config;
  NodeNames inputs;
};

/// "name": value, where null counts as not there.
template <class T>
T setting(const json& config, const char* name, T otherwise) {
  const auto found = config.find(name);
  return found == config.end() || found->is_null() ? otherwise : found->get<T>();
}

/// One number or two: height, width.
std::array<std::int64_t, 2> pair_setting(const json& config, const char* name, std::array<std::int64_t, 2> otherwise) {
  const auto found = config.find(name);
  if (found == config.end() || found->is_null()) return otherwise;
  if (found->is_number()) return {found->get<std::int64_t>(), found->get<std::int64_t>()};
  return found->get<std::array<std::int64_t, 2>>();
}

tl::unexpected<Error> layer_fails(ErrorKind kind, const Layer& layer, const std::string& why) {
  return fail(kind, "The layer " + layer.name + " (" + layer.kind + ") cannot be converted: " + why + ".");
}

class LayersReader {
 public:
  explicit LayersReader(TfjsGraph& graph) : graph_(graph) {}

  Result<NodeNames> model(const Layer& layer, int depth);

  using LayerFunction = Result<std::string> (LayersReader::*)(const Layer&);
  static const std::map<std::string, LayerFunction>& functions();

  std::string node(const std::string& wanted, const std::string& op, const NodeNames& inputs,
                   const json& attr = json::object());

 private:
  Result<NodeNames> chain(const json& layers, NodeNames values, int depth);
  Result<NodeNames> network(const Layer& layer, int depth);
  Result<NodeNames> one_layer(const Layer& given, int depth);
  Result<std::string> placeholder(const Layer& layer, const json& shape);

  Result<const TfjsWeight*> weight(const Layer& layer, const std::string& name);
  Result<std::string> weight_node(const Layer& layer, const std::string& name);
  std::string constant(const std::string& name, TfjsWeight weight);
  std::string integers(const std::string& name, std::vector<std::int64_t> shape, std::vector<std::int64_t> values);
  std::string number(const std::string& name, double value);

  Result<std::string> biased(const Layer& layer, const std::string& value);
  Result<std::string> activated(const Layer& layer, const std::string& value, const std::string& activation);
  Result<json> window_attr(const Layer& layer, std::array<std::int64_t, 2> strides);

  Result<std::string> pass(const Layer& layer) { return layer.inputs[0]; }
  Result<std::string> convolution(const Layer& layer);
  Result<std::string> separable_convolution(const Layer& layer);
  Result<std::string> batch_norm(const Layer& layer);
  Result<std::string> activation(const Layer& layer);
  Result<std::string> relu(const Layer& layer);
  Result<std::string> leaky_relu(const Layer& layer);
  Result<std::string> softmax(const Layer& layer);
  Result<std::string> zero_padding(const Layer& layer);
  Result<std::string> global_pooling(const Layer& layer);
  Result<std::string> pooling(const Layer& layer);
  Result<std::string> merge(const Layer& layer);
  Result<std::string> concatenate(const Layer& layer);
  Result<std::string> flatten(const Layer& layer);
  Result<std::string> reshape(const Layer& layer);
  Result<std::string> dense(const Layer& layer);
  Result<std::string> rescaling(const Layer& layer);

  TfjsGraph& graph_;
  std::map<std::string, std::string> flat_;  ///< node of a Flatten -> the constant with its shape
};

// Nodes connect by names; all that a node reads is there before it.
std::string LayersReader::node(const std::string& wanted, const std::string& op, const NodeNames& inputs,
                               const json& attr) {
  std::string name = wanted;
  for (int i = 1; graph_.by_name.contains(name); ++i) name = wanted + "_" + std::to_string(i);
  TfjsNode made;
  made.name = name;
  made.op = op;
  made.attr = attr;
  for (const std::string& input : inputs) made.inputs.push_back({graph_.by_name.at(input), 0});
  graph_.by_name[name] = static_cast<int>(graph_.nodes.size());
  graph_.nodes.push_back(std::move(made));
  return name;
}

Result<const TfjsWeight*> LayersReader::weight(const Layer& layer, const std::string& name) {
  const std::string whole = layer.name + "/" + name;
  const std::string end = "/" + whole;
  const TfjsWeight* found = nullptr;
  for (const auto& [key, value] : graph_.weights) {
    if (key == whole) return &value;
    if (!key.ends_with(end)) continue;
    if (found != nullptr) return layer_fails(ErrorKind::corrupt, layer, "several weights end with " + whole);
    found = &value;
  }
  if (found == nullptr) return layer_fails(ErrorKind::corrupt, layer, "the weight files hold no " + whole);
  return found;
}

std::string LayersReader::constant(const std::string& name, TfjsWeight weight) {
  std::string made = node(name, "Const", {});
  graph_.weights[made] = std::move(weight);
  return made;
}

Result<std::string> LayersReader::weight_node(const Layer& layer, const std::string& name) {
  MLINK_ASSIGN(const TfjsWeight* found, weight(layer, name));
  return constant(layer.name + ":" + name, *found);
}

std::string LayersReader::integers(const std::string& name, std::vector<std::int64_t> shape,
                                   std::vector<std::int64_t> values) {
  TfjsWeight weight;
  weight.kind = TfjsWeight::Kind::integers;
  weight.shape = std::move(shape);
  weight.integers = std::move(values);
  return constant(name, std::move(weight));
}

std::string LayersReader::number(const std::string& name, double value) {
  TfjsWeight weight;
  weight.floats = {static_cast<float>(value)};
  return constant(name, std::move(weight));
}

Result<std::string> LayersReader::biased(const Layer& layer, const std::string& value) {
  if (!setting(layer.config, "use_bias", true)) return value;
  MLINK_ASSIGN(const std::string bias, weight_node(layer, "bias"));
  return node(layer.name + "/bias_add", "BiasAdd", {value, bias});
}

Result<std::string> LayersReader::activated(const Layer& layer, const std::string& value,
                                            const std::string& activation) {
  static const std::map<std::string, const char*> ops{{"relu", "Relu"},       {"relu6", "Relu6"},
                                                      {"sigmoid", "Sigmoid"}, {"softmax", "Softmax"},
                                                      {"tanh", "Tanh"},       {"exponential", "Exp"}};
  if (activation == "linear" || activation.empty()) return value;
  const std::string name = layer.name + "/" + activation;
  if (activation == "swish" || activation == "silu")
    return node(name, "Mul", {value, node(name + "/sigmoid", "Sigmoid", {value})});
  const auto op = ops.find(activation);
  if (op == ops.end())
    return layer_fails(ErrorKind::unsupported, layer, "its activation \"" + activation + "\" is not known here");
  return node(name, op->second, {value});
}

Result<json> LayersReader::window_attr(const Layer& layer, std::array<std::int64_t, 2> strides) {
  if (const auto format = setting(layer.config, "data_format", std::string("channels_last"));
      format != "channels_last" && format != "channelsLast")
    return layer_fails(ErrorKind::unsupported, layer, "its data format is " + format + "; only channels_last can be");
  std::string padding = setting(layer.config, "padding", std::string("valid"));
  std::transform(padding.begin(), padding.end(), padding.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  const auto dilation = pair_setting(layer.config, "dilation_rate", {1, 1});
  return json{{"strides", ints_attr({1, strides[0], strides[1], 1})},
              {"dilations", ints_attr({1, dilation[0], dilation[1], 1})},
              {"padding", text_attr(padding)}};
}

Result<std::string> LayersReader::convolution(const Layer& layer) {
  const bool depthwise = layer.kind == "DepthwiseConv2D";
  MLINK_ASSIGN(const std::string kernel, weight_node(layer, depthwise ? "depthwise_kernel" : "kernel"));
  MLINK_ASSIGN(const json attr, window_attr(layer, pair_setting(layer.config, "strides", {1, 1})));
  const std::string op = depthwise ? "DepthwiseConv2dNative" : "Conv2D";
  MLINK_ASSIGN(const std::string value,
               biased(layer, node(layer.name + "/" + op, op, {layer.inputs[0], kernel}, attr)));
  return activated(layer, value, setting(layer.config, "activation", std::string()));
}

Result<std::string> LayersReader::separable_convolution(const Layer& layer) {
  MLINK_ASSIGN(const std::string depthwise, weight_node(layer, "depthwise_kernel"));
  MLINK_ASSIGN(const std::string pointwise, weight_node(layer, "pointwise_kernel"));
  MLINK_ASSIGN(const json attr, window_attr(layer, pair_setting(layer.config, "strides", {1, 1})));
  std::string value = node(layer.name + "/depthwise", "DepthwiseConv2dNative", {layer.inputs[0], depthwise}, attr);
  value = node(layer.name + "/pointwise", "Conv2D", {value, pointwise},
               {{"strides", ints_attr({1, 1, 1, 1})}, {"padding", text_attr("VALID")}});
  MLINK_ASSIGN(value, biased(layer, value));
  return activated(layer, value, setting(layer.config, "activation", std::string()));
}

// One factor and one summand a channel; the converter folds them into the convolution before.
Result<std::string> LayersReader::batch_norm(const Layer& layer) {
  MLINK_ASSIGN(const TfjsWeight* mean, weight(layer, "moving_mean"));
  MLINK_ASSIGN(const TfjsWeight* variance, weight(layer, "moving_variance"));
  const TfjsWeight* gamma = nullptr;
  const TfjsWeight* beta = nullptr;
  if (setting(layer.config, "scale", true)) {
    MLINK_ASSIGN(gamma, weight(layer, "gamma"));
  }
  if (setting(layer.config, "center", true)) {
    MLINK_ASSIGN(beta, weight(layer, "beta"));
  }
  const double epsilon = setting(layer.config, "epsilon", 1e-3);
  TfjsWeight factor = *variance;
  TfjsWeight summand = *mean;
  for (const TfjsWeight* one : std::initializer_list<const TfjsWeight*>{mean, gamma, beta})
    if (one != nullptr && one->floats.size() != factor.floats.size())
      return layer_fails(ErrorKind::corrupt, layer, "its weights are not of one size");
  for (std::size_t i = 0; i < factor.floats.size(); ++i) {
    const double f = (gamma != nullptr ? gamma->floats[i] : 1.0) / std::sqrt(variance->floats[i] + epsilon);
    factor.floats[i] = static_cast<float>(f);
    summand.floats[i] = static_cast<float>((beta != nullptr ? beta->floats[i] : 0.0) - mean->floats[i] * f);
  }
  const std::string scaled =
      node(layer.name + "/mul", "Mul", {layer.inputs[0], constant(layer.name + ":factor", std::move(factor))});
  return node(layer.name + "/add", "AddV2", {scaled, constant(layer.name + ":summand", std::move(summand))});
}

Result<std::string> LayersReader::activation(const Layer& layer) {
  return activated(layer, layer.inputs[0], setting(layer.config, "activation", std::string()));
}

Result<std::string> LayersReader::relu(const Layer& layer) {
  if (setting(layer.config, "threshold", 0.0) != 0 || setting(layer.config, "negative_slope", 0.0) != 0)
    return layer_fails(ErrorKind::unsupported, layer, "it has a threshold or a slope below zero");
  const double most = setting(layer.config, "max_value", 0.0);
  if (most == 6) return node(layer.name + "/relu6", "Relu6", layer.inputs);
  const std::string value = node(layer.name + "/relu", "Relu", layer.inputs);
  if (most <= 0) return value;
  return node(layer.name + "/min", "Minimum", {value, number(layer.name + ":max_value", most)});
}

Result<std::string> LayersReader::leaky_relu(const Layer& layer) {
  const double slope = setting(layer.config, "negative_slope", setting(layer.config, "alpha", 0.3));
  return node(layer.name + "/leaky_relu", "LeakyRelu", layer.inputs, {{"alpha", {{"f", slope}}}});
}

Result<std::string> LayersReader::softmax(const Layer& layer) {
  return node(layer.name + "/softmax", "Softmax", layer.inputs);
}

Result<std::string> LayersReader::zero_padding(const Layer& layer) {
  std::array<std::array<std::int64_t, 2>, 2> margin{{{1, 1}, {1, 1}}};
  const json padding = layer.config.value("padding", json(1));
  const bool each_side = padding.is_array() && !padding.empty() && padding[0].is_array();
  if (each_side) {
    margin = padding.get<decltype(margin)>();
  } else {
    const auto both = pair_setting(layer.config, "padding", {1, 1});
    margin = {{{both[0], both[0]}, {both[1], both[1]}}};
  }
  const std::string sizes =
      integers(layer.name + ":padding", {4, 2}, {0, 0, margin[0][0], margin[0][1], margin[1][0], margin[1][1], 0, 0});
  return node(layer.name + "/pad", "Pad", {layer.inputs[0], sizes});
}

Result<std::string> LayersReader::global_pooling(const Layer& layer) {
  const bool mean = layer.kind == "GlobalAveragePooling2D";
  const std::string axes = integers(layer.name + ":axes", {2}, {1, 2});
  return node(layer.name + "/pool", mean ? "Mean" : "Max", {layer.inputs[0], axes},
              {{"keep_dims", {{"b", setting(layer.config, "keepdims", false)}}}});
}

Result<std::string> LayersReader::pooling(const Layer& layer) {
  const auto size = pair_setting(layer.config, "pool_size", {2, 2});
  MLINK_ASSIGN(json attr, window_attr(layer, pair_setting(layer.config, "strides", size)));
  attr["ksize"] = ints_attr({1, size[0], size[1], 1});
  return node(layer.name + "/pool", layer.kind == "MaxPooling2D" ? "MaxPool" : "AvgPool", {layer.inputs[0]}, attr);
}

Result<std::string> LayersReader::merge(const Layer& layer) {
  static const std::map<std::string, const char*> ops{
      {"Add", "AddV2"}, {"Multiply", "Mul"}, {"Maximum", "Maximum"}, {"Minimum", "Minimum"}, {"Subtract", "Sub"}};
  std::string value = layer.inputs[0];
  for (std::size_t i = 1; i < layer.inputs.size(); ++i)
    value = node(layer.name + "/" + layer.kind, ops.at(layer.kind), {value, layer.inputs[i]});
  return value;
}

Result<std::string> LayersReader::concatenate(const Layer& layer) {
  NodeNames inputs = layer.inputs;
  inputs.push_back(integers(layer.name + ":axis", {}, {setting(layer.config, "axis", std::int64_t{-1})}));
  return node(layer.name + "/concat", "ConcatV2", inputs);
}

// How many numbers there are shows only where a Dense follows.
Result<std::string> LayersReader::flatten(const Layer& layer) {
  const std::string shape = integers(layer.name + ":shape", {2}, {1, -1});
  const std::string value = node(layer.name + "/reshape", "Reshape", {layer.inputs[0], shape});
  flat_[value] = shape;
  return value;
}

Result<std::string> LayersReader::reshape(const Layer& layer) {
  std::vector<std::int64_t> shape{1};
  for (const json& size : layer.config.at("target_shape"))
    shape.push_back(size.is_null() ? -1 : size.get<std::int64_t>());
  const auto rank = static_cast<std::int64_t>(shape.size());
  return node(layer.name + "/reshape", "Reshape",
              {layer.inputs[0], integers(layer.name + ":shape", {rank}, std::move(shape))});
}

Result<std::string> LayersReader::dense(const Layer& layer) {
  MLINK_ASSIGN(const TfjsWeight* kernel, weight(layer, "kernel"));
  if (kernel->shape.size() != 2) return layer_fails(ErrorKind::corrupt, layer, "its kernel is no matrix");
  if (const auto flat = flat_.find(layer.inputs[0]); flat != flat_.end())
    graph_.weights[flat->second].integers = {1, kernel->shape[0]};
  const std::string matrix = constant(layer.name + ":kernel", *kernel);
  MLINK_ASSIGN(const std::string value,
               biased(layer, node(layer.name + "/matmul", "MatMul", {layer.inputs[0], matrix})));
  return activated(layer, value, setting(layer.config, "activation", std::string()));
}

Result<std::string> LayersReader::rescaling(const Layer& layer) {
  if (layer.config.value("scale", json(1)).is_array() || layer.config.value("offset", json(0)).is_array())
    return layer_fails(ErrorKind::unsupported, layer, "it scales each channel on its own");
  const std::string scaled =
      node(layer.name + "/mul", "Mul",
           {layer.inputs[0], number(layer.name + ":scale", setting(layer.config, "scale", 1.0))});
  return node(layer.name + "/add", "AddV2",
              {scaled, number(layer.name + ":offset", setting(layer.config, "offset", 0.0))});
}

const std::map<std::string, LayersReader::LayerFunction>& LayersReader::functions() {
  using R = LayersReader;
  static const std::map<std::string, LayerFunction> all{{"Conv2D", &R::convolution},
                                                        {"DepthwiseConv2D", &R::convolution},
                                                        {"SeparableConv2D", &R::separable_convolution},
                                                        {"BatchNormalization", &R::batch_norm},
                                                        {"Activation", &R::activation},
                                                        {"ReLU", &R::relu},
                                                        {"LeakyReLU", &R::leaky_relu},
                                                        {"Softmax", &R::softmax},
                                                        {"Dropout", &R::pass},
                                                        {"SpatialDropout2D", &R::pass},
                                                        {"GaussianNoise", &R::pass},
                                                        {"ZeroPadding2D", &R::zero_padding},
                                                        {"GlobalAveragePooling2D", &R::global_pooling},
                                                        {"GlobalMaxPooling2D", &R::global_pooling},
                                                        {"MaxPooling2D", &R::pooling},
                                                        {"AveragePooling2D", &R::pooling},
                                                        {"Add", &R::merge},
                                                        {"Multiply", &R::merge},
                                                        {"Maximum", &R::merge},
                                                        {"Minimum", &R::merge},
                                                        {"Subtract", &R::merge},
                                                        {"Concatenate", &R::concatenate},
                                                        {"Flatten", &R::flatten},
                                                        {"Reshape", &R::reshape},
                                                        {"Dense", &R::dense},
                                                        {"Rescaling", &R::rescaling}};
  return all;
}

Result<std::string> LayersReader::placeholder(const Layer& layer, const json& shape) {
  if (!shape.is_array() || shape.size() < 2)
    return layer_fails(ErrorKind::corrupt, layer, "the shape of the input is not said");
  json dims = json::array();
  for (const json& size : shape) dims.push_back({{"size", size.is_number() ? size.get<std::int64_t>() : -1}});
  return node(layer.name, "Placeholder", {},
              {{"shape", {{"shape", {{"dim", dims}}}}}, {"dtype", {{"type", "DT_FLOAT"}}}});
}

// The shape of the input as a layer says it.
json input_shape_of(const json& config) {
  for (const char* name : {"batch_input_shape", "batchInputShape", "batch_shape"})
    if (config.contains(name)) return config[name];
  return {};
}

bool is_model(const std::string& kind) { return kind == "Sequential" || kind == "Model" || kind == "Functional"; }

Result<NodeNames> LayersReader::one_layer(const Layer& given, int depth) {
  Layer layer = given;
  if (is_model(layer.kind)) return model(layer, depth + 1);
  if (layer.kind == "InputLayer") {
    if (!layer.inputs.empty()) return layer.inputs;
    MLINK_ASSIGN(const std::string input, placeholder(layer, input_shape_of(layer.config)));
    return NodeNames{input};
  }
  if (layer.inputs.empty()) {  // the first of a Sequential
    MLINK_ASSIGN(const std::string input,
                 placeholder({layer.name + "_input", "InputLayer", {}, {}}, input_shape_of(layer.config)));
    layer.inputs = {input};
  }
  const auto function = functions().find(layer.kind);
  if (function == functions().end())
    return fail(ErrorKind::unsupported,
                "The layer " + layer.name + " is of the kind " + layer.kind + ", which the converter does not know.",
                "Make a graph model of it: tensorflowjs_converter --input_format=tfjs_layers_model "
                "--output_format=tfjs_graph_model MODEL.json FOLDER (the Python package tensorflowjs).");
  MLINK_ASSIGN(const std::string value, (this->*function->second)(layer));
  return NodeNames{value};
}

// "class_name" and "config" of one entry.
Result<Layer> layer_of(const json& entry) {
  if (!entry.is_object() || !entry.contains("class_name") || !entry.contains("config"))
    return fail(ErrorKind::corrupt, "A layer of the model has no class_name or no config.");
  Layer layer;
  layer.kind = entry["class_name"].get<std::string>();
  layer.config = entry["config"];
  if (layer.config.is_object()) layer.name = layer.config.value("name", layer.kind);
  if (entry.contains("name") && entry["name"].is_string()) layer.name = entry["name"].get<std::string>();
  return layer;
}

Result<NodeNames> LayersReader::chain(const json& layers, NodeNames values, int depth) {
  for (const json& entry : layers) {
    MLINK_ASSIGN(Layer layer, layer_of(entry));
    layer.inputs = std::move(values);
    MLINK_ASSIGN(values, one_layer(layer, depth));
  }
  return values;
}

// [["name", 0, 0], ...], or the only one without the outer list.
NodeNames layer_names(const json& list) {
  NodeNames names;
  if (list.is_array() && !list.empty() && list[0].is_string()) return {list[0].get<std::string>()};
  for (const json& one : list) names.push_back(one.at(0).get<std::string>());
  return names;
}

Result<NodeNames> LayersReader::network(const Layer& layer, int depth) {
  std::map<std::string, NodeNames> done;
  const NodeNames inputs = layer_names(layer.config.at("input_layers"));
  std::vector<json> waiting = layer.config.at("layers").get<std::vector<json>>();
  while (!waiting.empty()) {
    std::vector<json> later;
    for (const json& entry : waiting) {
      MLINK_ASSIGN(Layer one, layer_of(entry));
      const json calls = entry.value("inbound_nodes", json::array());
      if (calls.size() > 1) return layer_fails(ErrorKind::unsupported, one, "it is used several times");
      if (!calls.empty() && !calls[0].is_array())
        return layer_fails(ErrorKind::unsupported, one, "it is written as by Keras 3; save the model as by Keras 2");
      const NodeNames from = calls.empty() ? NodeNames{} : layer_names(calls[0]);
      const bool ready = std::all_of(from.begin(), from.end(), [&](const auto& name) { return done.contains(name); });
      if (!ready) {
        later.push_back(entry);
        continue;
      }
      for (const std::string& name : from) one.inputs.insert(one.inputs.end(), done[name].begin(), done[name].end());
      const auto input = std::find(inputs.begin(), inputs.end(), one.name);
      const auto place = static_cast<std::size_t>(input - inputs.begin());
      if (input != inputs.end() && place < layer.inputs.size()) one.inputs = {layer.inputs[place]};
      MLINK_ASSIGN(done[one.name], one_layer(one, depth));
    }
    if (later.size() == waiting.size())
      return layer_fails(ErrorKind::corrupt, layer, "some of its layers read others that are not there");
    waiting = std::move(later);
  }
  NodeNames outputs;
  for (const std::string& name : layer_names(layer.config.at("output_layers"))) {
    if (!done.contains(name)) return layer_fails(ErrorKind::corrupt, layer, "it has no layer " + name);
    outputs.insert(outputs.end(), done[name].begin(), done[name].end());
  }
  return outputs;
}

Result<NodeNames> LayersReader::model(const Layer& layer, int depth) {
  if (depth > deepest_model) return layer_fails(ErrorKind::unsupported, layer, "its models are nested too deep");
  if (layer.kind != "Sequential") return network(layer, depth);
  return chain(layer.config.is_array() ? layer.config : layer.config.at("layers"), layer.inputs, depth);
}

tl::unexpected<Error> no_layers(const std::string& why, const std::string& path) {
  return fail(
      ErrorKind::unsupported,
      "This TensorFlow.js layers model (Keras; Teachable Machine exports such models) cannot be read: " + why + ".",
      "Fetch or export it again.", path);
}

}  // namespace

bool is_layers_model(const json& document) {
  if (!document.is_object() || !document.contains("modelTopology") || !document["modelTopology"].is_object())
    return false;
  const json& topology = document["modelTopology"];
  if (topology.contains("node")) return false;
  const auto format = document.find("format");
  return (format != document.end() && *format == "layers-model") || topology.contains("model_config") ||
         topology.contains("keras_version") || topology.contains("class_name");
}

Status read_tfjs_layers(const json& document, TfjsGraph& graph) {
  const json& topology = document["modelTopology"];
  const json& root = topology.contains("model_config") ? topology["model_config"] : topology;
  const auto top = layer_of(root);
  if (!top) return no_layers("it has no list of layers", graph.path);
  if (!is_model(top->kind)) return no_layers("it is a " + top->kind + ", which is no model of layers", graph.path);
  LayersReader reader(graph);
  auto outputs = reader.model(*top, 0);
  if (!outputs) {
    Error error = std::move(outputs).error();
    error.path = graph.path;
    return tl::make_unexpected(std::move(error));
  }
  if (outputs->empty()) return no_layers("it has no layers", graph.path);
  for (const std::string& output : *outputs) {
    const std::string layer = output.substr(0, output.find('/'));
    graph.outputs.push_back(reader.node(layer, "Identity", {output}));
  }
  return {};
}

}  // namespace mlink::convert
