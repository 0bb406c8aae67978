#include "tiny_models.h"

#include <initializer_list>

#include "proto_writer.h"

namespace mlink::test {
using namespace rooms;

using namespace proto;

namespace {

constexpr std::uint64_t kFloat = 1;
constexpr std::uint64_t kByte = 2;

// A size of 0 has a name instead, as exporters write one that may vary.
std::string onnx_value(const std::string& name, const std::vector<std::uint64_t>& shape, std::uint64_t type = kFloat) {
  std::string dims;
  for (const auto size : shape)
    dims += bytes(1, size == 0 ? bytes(2, "any") : number(1, size));  // TensorShapeProto.dim: dim_param, dim_value
  const std::string tensor = number(1, type) + bytes(2, dims);        // elem_type, shape
  return bytes(1, name) + bytes(2, bytes(1, tensor));                 // ValueInfoProto: name, type.tensor_type
}

std::string onnx_node(const char* op, const std::string& from, const std::string& to, const std::string& more = {}) {
  return bytes(1, bytes(1, from) + bytes(2, to) + bytes(3, to) + bytes(4, op) + more);
}

// ModelProto: ir_version 7, the graph, opset 11.
std::string onnx_file(const std::string& graph, const std::string& more = {}) {
  return number(1, 7) + bytes(7, graph) + bytes(8, number(2, 11)) + more;
}

}  // namespace

std::string onnx_means() {
  const std::string node = bytes(1, "x") + bytes(2, "y") + bytes(3, "pool") + bytes(4, "GlobalAveragePool");
  const std::string graph = bytes(1, node) + bytes(2, "means") + bytes(11, onnx_value("x", {1, 3, 8, 8})) +
                            bytes(12, onnx_value("y", {1, 3, 1, 1}));
  return number(1, 7) + bytes(7, graph) + bytes(8, number(2, 11));  // ir_version 7, graph, opset 11
}

std::string onnx_tensor(const OnnxWeights& weights) {
  std::string tensor;
  for (const auto size : weights.shape) tensor += number(1, size);
  tensor += number(2, weights.type) + bytes(8, weights.name);
  if (!weights.raw.empty()) tensor += bytes(9, weights.raw);
  return tensor + weights.more;
}

std::string onnx_mix(const OnnxWeights& weights, const std::string& attribute, std::uint64_t type) {
  const std::string kernel = bytes(1, "kernel_shape") + number(8, 1) + number(8, 1) + number(20, 7);
  const std::string node = bytes(1, "x") + bytes(1, weights.name) + bytes(2, "y") + bytes(3, "mix") + bytes(4, "Conv") +
                           bytes(5, kernel) + (attribute.empty() ? attribute : bytes(5, attribute));
  return onnx_file(bytes(1, node) + bytes(5, onnx_tensor(weights)) + bytes(2, "made") +
                   bytes(11, onnx_value("x", {1, 3, 8, 8}, type)) + bytes(12, onnx_value("y", {1, 3, 8, 8}, type)));
}

std::string onnx_open_means() {
  const std::string names = bytes(14, bytes(1, "names") + bytes(2, "red, green, blue"));  // metadata_props
  return onnx_file(onnx_node("GlobalAveragePool", "x", "y") + bytes(2, "means") +
                       bytes(11, onnx_value("x", {0, 3, 0, 0})) + bytes(12, onnx_value("y", {0, 3, 1, 1})),
                   names);
}

std::string onnx_byte_means() {
  const std::string to_float = bytes(5, bytes(1, "to") + number(3, kFloat) + number(20, 2));
  return onnx_file(onnx_node("Cast", "x", "floats", to_float) + onnx_node("GlobalAveragePool", "floats", "y") +
                   bytes(2, "means") + bytes(11, onnx_value("x", {1, 3, 8, 8}, kByte)) +
                   bytes(12, onnx_value("y", {1, 3, 1, 1})));
}

std::string onnx_tokens() {
  constexpr std::uint64_t kLong = 7;
  const std::string to_float = bytes(5, bytes(1, "to") + number(3, kFloat) + number(20, 2));
  return onnx_file(onnx_node("Cast", "input_ids", "y", to_float) + bytes(2, "tokens") +
                   bytes(11, onnx_value("input_ids", {1, 16}, kLong)) + bytes(12, onnx_value("y", {1, 16})));
}

std::string onnx_two_steps() {
  return onnx_file(onnx_node("GlobalAveragePool", "x", "means") + onnx_node("Neg", "means", "y") + bytes(2, "steps") +
                   bytes(11, onnx_value("x", {1, 3, 8, 8})) + bytes(12, onnx_value("y", {1, 3, 1, 1})));
}

std::string onnx_two_inputs() {
  const std::string sum = bytes(1, bytes(1, "x") + bytes(1, "x2") + bytes(2, "y") + bytes(4, "Add"));
  return onnx_file(sum + bytes(2, "sum") + bytes(11, onnx_value("x", {1, 3, 8, 8})) +
                   bytes(11, onnx_value("x2", {1, 3, 8, 8})) + bytes(12, onnx_value("y", {1, 3, 8, 8})));
}

std::string onnx_running_sum(std::uint64_t n) {
  const std::string axes = bytes(5, bytes(1, "axes") + number(8, 1) + number(20, 7));
  const std::string sum = bytes(1, bytes(1, "mean") + bytes(1, "state") + bytes(2, "output") + bytes(4, "Add"));
  return onnx_file(onnx_node("ReduceMean", "input", "mean", axes) + sum + onnx_node("Identity", "output", "stateN") +
                   bytes(2, "sum") + bytes(11, onnx_value("input", {1, n})) + bytes(11, onnx_value("state", {1, 1})) +
                   bytes(12, onnx_value("output", {1, 1})) + bytes(12, onnx_value("stateN", {1, 1})));
}

std::string onnx_same_clip(const std::vector<std::uint64_t>& shape) {
  return onnx_file(onnx_node("Relu", "x", "y") + bytes(2, "same") + bytes(11, onnx_value("x", shape)) +
                   bytes(12, onnx_value("y", shape)));
}

std::string onnx_second_input() {
  return onnx_file(onnx_node("Identity", "s", "y") + bytes(2, "second") + bytes(11, onnx_value("x", {1, 3, 8, 8})) +
                   bytes(11, onnx_value("s", {1, 2})) + bytes(12, onnx_value("y", {1, 2})));
}

std::string onnx_model(const std::string& nodes) {
  const std::string graph =
      nodes + bytes(2, "made") + bytes(11, onnx_value("x", {1, 3, 8, 8})) + bytes(12, onnx_value("y", {1, 3, 8, 8}));
  return number(1, 7) + bytes(7, graph) + bytes(8, number(2, 11));
}

std::string tensorflow_relu() {
  const auto type = [](const char* name) {  // attr: map of name -> AttrValue.type = DT_FLOAT
    return bytes(5, bytes(1, name) + bytes(2, number(6, 1)));
  };
  const std::string input = bytes(1, "x") + bytes(2, "Placeholder") + type("dtype");
  const std::string relu = bytes(1, "y") + bytes(2, "Relu") + bytes(3, "x") + type("T");
  return bytes(1, input) + bytes(1, relu);  // GraphDef.node
}

std::string caffe_means() {
  return R"(name: "means"
input: "x"
input_dim: 1
input_dim: 3
input_dim: 8
input_dim: 8
layer { name: "pool" type: "Pooling" bottom: "x" top: "y" pooling_param { pool: AVE global_pooling: true } }
)";
}

std::string darknet_greatest() { return "[net]\nwidth=8\nheight=8\nchannels=3\n\n[maxpool]\nsize=8\nstride=8\n"; }

std::string darknet_weights() {
  std::string out(20, '\0');  // major, minor, revision; then 8 bytes: pictures seen
  out[4] = 2;
  return out;
}

}  // namespace mlink::test
