#include "tiny_models.h"

#include <initializer_list>

#include "proto_writer.h"

namespace mlink::test {
using namespace rooms;

using namespace proto;

namespace {

std::string onnx_value(const std::string& name, std::initializer_list<std::uint64_t> shape) {
  std::string dims;
  for (const auto size : shape) dims += bytes(1, number(1, size));  // TensorShapeProto.dim.dim_value
  const std::string tensor = number(1, 1) + bytes(2, dims);         // elem_type FLOAT, shape
  return bytes(1, name) + bytes(2, bytes(1, tensor));               // ValueInfoProto: name, type.tensor_type
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

std::string onnx_mix(const OnnxWeights& weights, const std::string& attribute) {
  const std::string kernel = bytes(1, "kernel_shape") + number(8, 1) + number(8, 1) + number(20, 7);
  const std::string node = bytes(1, "x") + bytes(1, weights.name) + bytes(2, "y") + bytes(3, "mix") + bytes(4, "Conv") +
                           bytes(5, kernel) + (attribute.empty() ? attribute : bytes(5, attribute));
  return onnx_model(bytes(1, node) + bytes(5, onnx_tensor(weights)));
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
