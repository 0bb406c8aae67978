#include "convert/torch/tfjs_graphdef.h"

#include <array>
#include <bit>
#include <map>
#include <set>
#include <string_view>

#include "base/base64.h"
#include "convert/torch/torch_script.h"

namespace mlink::convert {

using nlohmann::json;

namespace {

// Protocol buffers' wire format. Field numbers are those of TensorFlow's graph.proto, node_def.proto, attr_value.proto,
// tensor.proto and tensor_shape.proto.
std::string varint(std::uint64_t value) {
  std::string out;
  for (; value >= 128; value >>= 7U) out += static_cast<char>((value & 127U) | 128U);
  return out + static_cast<char>(value);
}
std::string whole(unsigned field, std::int64_t value) {
  return varint(std::uint64_t{field} << 3U) + varint(static_cast<std::uint64_t>(value));
}
std::string bytes(unsigned field, std::string_view value) {
  return varint((std::uint64_t{field} << 3U) | 2U) + varint(value.size()) + std::string(value);
}
template <class T>
void append(std::string& out, T value) {
  const auto raw = std::bit_cast<std::array<char, sizeof(T)>>(value);
  out.append(raw.data(), raw.size());
}
std::string real(unsigned field, float value) {
  std::string out = varint((std::uint64_t{field} << 3U) | 5U);
  append(out, value);
  return out;
}

constexpr int kFloat = 1;
constexpr int kInt32 = 3;
constexpr int kInt64 = 9;
constexpr int kBool = 10;

int type_number(const std::string& name) {
  static const std::map<std::string, int> numbers{{"DT_FLOAT", kFloat}, {"DT_DOUBLE", 2}, {"DT_INT32", kInt32},
                                                  {"DT_UINT8", 4},      {"DT_INT16", 5},  {"DT_INT8", 6},
                                                  {"DT_STRING", 7},     {"DT_INT64", 9},  {"DT_BOOL", kBool},
                                                  {"DT_BFLOAT16", 14},  {"DT_HALF", 19}};
  const auto found = numbers.find(name);
  return found == numbers.end() ? 0 : found->second;
}

std::string shape_value(const std::vector<std::int64_t>& sizes) {
  std::string dims;
  for (const auto size : sizes) dims += bytes(2, whole(1, size));
  return dims;
}

// One entry of a node's attributes; `value` is an AttrValue.
std::string attribute(const std::string& key, const std::string& value) {
  return bytes(5, bytes(1, key) + bytes(2, value));
}
std::string type_attribute(const std::string& key, int type) { return attribute(key, whole(6, type)); }

std::string node_text(const std::string& name, const std::string& op, const std::vector<std::string>& inputs,
                      const std::string& attributes) {
  std::string node = bytes(1, name) + bytes(2, op);
  for (const auto& input : inputs) node += bytes(3, input);
  return bytes(1, node + attributes);
}

std::string constant(const std::string& name, int type, const std::vector<std::int64_t>& shape,
                     const std::string& content) {
  const std::string tensor = whole(1, type) + bytes(2, shape_value(shape)) + bytes(4, content);
  return node_text(name, "Const", {}, type_attribute("dtype", type) + attribute("value", bytes(8, tensor)));
}
std::string constant(const std::string& name, const std::vector<std::int64_t>& shape,
                     const std::vector<float>& values) {
  std::string content;
  for (const float value : values) append(content, value);
  return constant(name, kFloat, shape, content);
}
std::string order_constant(const std::string& name, const std::array<std::int32_t, 4>& order) {
  std::string content;
  for (const auto axis : order) append(content, axis);
  return constant(name, kInt32, {4}, content);
}

std::string weight_node(const std::string& name, const TfjsNode& node, const TfjsWeight& weight) {
  std::string content;
  if (weight.kind == TfjsWeight::Kind::floats) return constant(name, weight.shape, weight.floats);
  int type = weight.kind == TfjsWeight::Kind::booleans ? kBool : type_number(node.attr_type("dtype"));
  if (type != kBool && type != kInt64) type = kInt32;
  for (const auto value : weight.integers) {
    if (type == kBool) append(content, static_cast<char>(value != 0));
    if (type == kInt32) append(content, static_cast<std::int32_t>(value));
    if (type == kInt64) append(content, value);
  }
  return constant(name, type, weight.shape, content);
}

/// The attributes as protobuf's JSON has them, read again by kind.
class Attributes {
 public:
  explicit Attributes(const TfjsNode& node) : node_(node) {}

  [[nodiscard]] Result<std::string> text(const std::set<std::string>& but = {}) const {
    std::string out;
    if (!node_.attr.is_object()) return out;
    for (const auto& [key, value] : node_.attr.items()) {
      if (but.contains(key)) continue;
      MLINK_ASSIGN(const auto written, written_of(key, value));
      out += attribute(key, written);
    }
    return out;
  }

 private:
  [[nodiscard]] Result<std::string> written_of(const std::string& key, const json& value) const {
    if (value.is_object() && value.size() == 1) {
      const auto& kind = value.begin().key();
      if (kind == "s") return bytes(2, node_.attr_text(key, {}));
      if (kind == "i") return whole(3, node_.attr_int(key, 0));
      if (kind == "f") return real(4, static_cast<float>(node_.attr_float(key, 0)));
      if (kind == "b") return whole(5, node_.attr_bool(key, false) ? 1 : 0);
      if (kind == "type") return whole(6, type_number(node_.attr_type(key)));
      if (kind == "shape") return bytes(7, shape_value(node_.attr_shape(key)));
      if (kind == "list") return bytes(1, list_of(key));
    }
    return fail(ErrorKind::unsupported, "Its attribute " + key + " is of a kind that is not known here.");
  }
  [[nodiscard]] std::string list_of(const std::string& key) const {
    std::string out;
    for (const auto& text : node_.attr_texts(key)) out += bytes(2, text);
    for (const auto number : node_.attr_ints(key)) out += whole(3, number);
    return out;
  }
  const TfjsNode& node_;
};

class Writer {
 public:
  Writer(const TfjsGraph& graph, const GraphDefPorts& ports) : graph_(graph), ports_(ports) {
    // An output that keeps its node's name and changes its order takes the name over from the node.
    for (const auto& output : ports.outputs)
      if (output.picture && own_name(output.from.node) == output.name)
        renamed_[output.from.node] = fresh(output.name + "/nhwc");
  }

  Result<std::string> text(const std::vector<int>& order) {
    for (const int index : order) {
      const auto& node = graph_.nodes[static_cast<std::size_t>(index)];
      name_ = written_name(index);
      auto done = index == ports_.placeholder ? input(node) : add(node);
      if (done) continue;
      Error error = std::move(done).error();
      error.what = "Node " + node.name + " (" + node.op + ") cannot be written. " + error.what;
      error.path = graph_.path;
      return tl::make_unexpected(std::move(error));
    }
    for (const auto& output : ports_.outputs) add_output(output);
    return std::move(out_);
  }

 private:
  [[nodiscard]] const std::string& own_name(int node) const {
    return graph_.nodes[static_cast<std::size_t>(node)].name;
  }
  [[nodiscard]] const std::string& written_name(int node) const {
    const auto found = renamed_.find(node);
    return found == renamed_.end() ? own_name(node) : found->second;
  }
  [[nodiscard]] std::string name_of(const TfjsRef& ref) const {
    const auto& name = written_name(ref.node);
    return ref.output == 0 ? name : name + ":" + std::to_string(ref.output);
  }
  /// A name that no node of the graph has.
  [[nodiscard]] std::string fresh(std::string name) const {
    while (graph_.by_name.contains(name)) name += "_";
    return name;
  }

  Status add(const TfjsNode& node) {
    if (node.op == "Const") {
      const auto weight = graph_.weights.find(node.name);
      if (weight == graph_.weights.end())
        return fail(ErrorKind::corrupt, "The weight files hold no value for it.", "Fetch the model again.");
      out_ += weight_node(name_, node, weight->second);
      return {};
    }
    std::vector<std::string> inputs;
    for (const auto& input : node.inputs) inputs.push_back(name_of(input));
    if (node.op == "_FusedConv2D") return unfused(node, "Conv2D", inputs);
    if (node.op == "FusedDepthwiseConv2dNative") return unfused(node, "DepthwiseConv2dNative", inputs);
    if (node.op == "_FusedMatMul") return unfused(node, "MatMul", inputs);
    MLINK_ASSIGN(const auto attributes, Attributes(node).text());
    out_ += node_text(name_, node.op, inputs, attributes);
    return {};
  }

  Status unfused(const TfjsNode& node, const std::string& op, std::vector<std::string> inputs) {
    auto steps = node.attr_texts("fused_ops");
    MLINK_ASSIGN(const auto attributes, Attributes(node).text({"fused_ops", "num_args", "epsilon", "leakyrelu_alpha",
                                                               "TArgs", "num_host_args"}));
    const std::size_t wanted = 2 + (!steps.empty() && steps.front() == "BiasAdd" ? 1U : 0U);
    if (inputs.size() != wanted || (wanted == 2 && !steps.empty() && steps.front() == "BiasAdd"))
      return fail(ErrorKind::unsupported, "What is fused into it is not known here.");
    const auto step_name = [&](std::size_t i) {
      return i == steps.size() ? name_ : fresh(node.name + "/step" + std::to_string(i));
    };
    out_ += node_text(step_name(0), op, {inputs[0], inputs[1]}, attributes);
    const auto type = type_attribute("T", kFloat);
    for (std::size_t i = 0; i < steps.size(); ++i) {
      if (steps[i] == "BiasAdd" && i == 0)
        out_ += node_text(step_name(1), "BiasAdd", {step_name(0), inputs[2]}, type);
      else if (steps[i] == "Relu" || steps[i] == "Relu6" || steps[i] == "Elu")
        out_ += node_text(step_name(i + 1), steps[i], {step_name(i)}, type);
      else
        return fail(ErrorKind::unsupported, "The step " + steps[i] + " that is fused into it is not known here.");
    }
    return {};
  }

  Status input(const TfjsNode& node) {
    const auto type = type_attribute("T", kFloat);
    std::string last = fresh("image");
    out_ += node_text(last, "Placeholder", {},
                      type_attribute("dtype", kFloat) + attribute("shape", bytes(7, shape_value(ports_.shape))));
    const auto step = [&](const std::string& name, const std::string& op, const std::vector<std::string>& more,
                          const std::string& attributes) {
      std::vector<std::string> inputs{last};
      inputs.insert(inputs.end(), more.begin(), more.end());
      last = name;
      out_ += node_text(name, op, inputs, attributes);
    };
    if (ports_.picture) {
      out_ += order_constant(fresh("image/order"), {0, 2, 3, 1});
      step(fresh("image/nhwc"), "Transpose", {fresh("image/order")}, type + type_attribute("Tperm", kInt32));
    }
    if (ports_.grey) {
      out_ += constant(fresh("image/shares"), {1, 1, 3, 1}, {.2989F, .587F, .114F});
      const std::string ones = bytes(1, whole(3, 1) + whole(3, 1) + whole(3, 1) + whole(3, 1));
      step(fresh("image/grey"), "Conv2D", {fresh("image/shares")},
           type + attribute("strides", ones) + attribute("dilations", ones) + attribute("padding", bytes(2, "VALID")) +
               attribute("data_format", bytes(2, "NHWC")));
    }
    if (ports_.scale != 1) {
      out_ += constant(fresh("image/scale"), {}, {static_cast<float>(ports_.scale)});
      step(fresh("image/scaled"), "Mul", {fresh("image/scale")}, type);
    }
    if (ports_.offset != 0) {
      out_ += constant(fresh("image/offset"), {}, {static_cast<float>(ports_.offset)});
      step(fresh("image/moved"), "AddV2", {fresh("image/offset")}, type);
    }
    const auto wanted = node.attr_type("dtype");
    if (wanted == "DT_INT32" || wanted == "DT_UINT8") {
      step(fresh("image/round"), "Round", {}, type);
      step(name_, "Cast", {}, type_attribute("SrcT", kFloat) + type_attribute("DstT", type_number(wanted)));
    } else {
      step(name_, "Identity", {}, type);
    }
    return {};
  }

  void add_output(const GraphDefPorts::Output& output) {
    const auto type = type_attribute("T", kFloat);
    if (output.picture) {
      const auto order = fresh(output.name + "/order");
      out_ += order_constant(order, {0, 3, 1, 2});
      out_ +=
          node_text(output.name, "Transpose", {name_of(output.from), order}, type + type_attribute("Tperm", kInt32));
    } else if (output.name != name_of(output.from)) {
      out_ += node_text(output.name, "Identity", {name_of(output.from)}, type);
    }
  }

  const TfjsGraph& graph_;
  const GraphDefPorts& ports_;
  std::map<int, std::string> renamed_;  ///< nodes whose name an output has
  std::string name_;                    ///< that the node is written under
  std::string out_;
};

}  // namespace

Status save_graphdef(const TfjsGraph& graph, const std::vector<int>& order, const GraphDefPorts& ports,
                     const std::filesystem::path& file) {
  for (const auto& output : ports.outputs) {
    const auto& from = graph.nodes[static_cast<std::size_t>(output.from.node)].name;
    if (graph.by_name.contains(output.name) && output.name != from)
      return fail(ErrorKind::invalid_input, "The graph has a node called " + output.name + " already.",
                  "Give the output another name with the option outputs.", graph.path);
  }
  MLINK_ASSIGN(const auto text, Writer(graph, ports).text(order));
  return write_whole(text, file);
}

}  // namespace mlink::convert
