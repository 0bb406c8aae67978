// Every op of the converter on graphs small enough to be worked by hand.
#include <QTemporaryDir>
#include <QTest>
#include <cmath>
#include <functional>

#include "blackbox/adapters/torch_module.h"
#include "convert/converter.h"
#include "tiny_graph.h"

using namespace mlink::rooms;
using namespace mlink::test;

namespace {

/// Input as the converted network takes it: a picture [1, H, W, C] of the graph is [1, C, H, W] there.
struct Case {
  std::string name;
  TinyGraph graph;
  Tensor input;
  Tensor expected;
  double tolerance = 1e-6;  ///< of values around 1: a few roundings of 32-bit floats
};

Tensor picture(std::int64_t channels, std::int64_t height, std::int64_t width, std::vector<float> values) {
  return {{1, channels, height, width}, std::move(values)};
}

std::vector<float> counting(int to) {
  std::vector<float> values;
  for (int i = 1; i <= to; ++i) values.push_back(static_cast<float>(i));
  return values;
}

json window(const std::string& padding, int stride = 1, int dilation = 1) {
  return {{"padding", text(padding)},
          {"strides", ints({1, stride, stride, 1})},
          {"dilations", ints({1, dilation, dilation, 1})},
          {"data_format", text("NHWC")}};
}

json with(json attr, const json& more) {
  attr.update(more);
  return attr;
}

json fused(const std::vector<std::string>& ops) { return {{"fused_ops", texts(ops)}}; }

TinyGraph convolution(const std::vector<int>& in, const std::vector<int>& kernel, const std::vector<float>& weights,
                      const json& attr, const std::string& op = "Conv2D") {
  return TinyGraph().input(in).floats("w", kernel, weights).node("y", op, {"x", "w"}, attr);
}

std::vector<Case> convolutions() {
  const std::vector<float> ones(9, 1);
  TinyGraph bias = TinyGraph().input({1, 2, 2, 1}).floats("w", {1, 1, 1, 1}, {3}).floats("b", {1}, {-4});
  TinyGraph each = TinyGraph().input({1, 1, 1, 2}).floats("w", {1, 1, 2, 1}, {2, -1}).floats("b", {2}, {1, 1});
  return {
      {"conv valid", convolution({1, 3, 3, 1}, {2, 2, 1, 1}, {1, 0, 0, 1}, window("VALID")),
       picture(1, 3, 3, counting(9)), picture(1, 2, 2, {6, 8, 12, 14})},
      {"conv same", convolution({1, 3, 3, 1}, {3, 3, 1, 1}, ones, window("SAME")), picture(1, 3, 3, counting(9)),
       picture(1, 3, 3, {12, 21, 16, 27, 45, 33, 24, 39, 28})},
      // 4 -> 2 with a window of 3: one row and one column of zeros, after the picture and not before it.
      {"conv same, stride 2: padded after", convolution({1, 4, 4, 1}, {3, 3, 1, 1}, ones, window("SAME", 2)),
       picture(1, 4, 4, counting(16)), picture(1, 2, 2, {54, 45, 72, 54})},
      {"conv same, even window", convolution({1, 2, 2, 1}, {2, 2, 1, 1}, {1, 1, 1, 1}, window("SAME")),
       picture(1, 2, 2, {1, 2, 3, 4}), picture(1, 2, 2, {10, 6, 7, 4})},
      {"conv dilated", convolution({1, 3, 3, 1}, {2, 2, 1, 1}, {1, 1, 1, 1}, window("VALID", 1, 2)),
       picture(1, 3, 3, counting(9)), picture(1, 1, 1, {20})},
      {"conv explicit margins",
       convolution({1, 2, 2, 1}, {2, 2, 1, 1}, {1, 1, 1, 1},
                   with(window("EXPLICIT"), {{"explicit_paddings", ints({0, 0, 1, 0, 0, 1, 0, 0})}})),
       picture(1, 2, 2, {1, 2, 3, 4}), picture(1, 2, 2, {3, 2, 10, 6})},
      {"conv channels in and out", convolution({1, 1, 1, 2}, {1, 1, 2, 2}, {1, 10, 100, 1000}, window("VALID")),
       picture(2, 1, 1, {2, 3}), picture(2, 1, 1, {302, 3020})},
      {"depthwise, two outputs a channel",
       convolution({1, 1, 1, 2}, {1, 1, 2, 2}, {1, 10, 100, 1000}, window("VALID"), "DepthwiseConv2dNative"),
       picture(2, 1, 1, {2, 3}), picture(4, 1, 1, {2, 20, 300, 3000})},
      {"depthwise same, stride 2",
       convolution({1, 2, 2, 1}, {3, 3, 1, 1}, counting(9), window("SAME", 2), "DepthwiseConv2dNative"),
       picture(1, 2, 2, {1, 2, 3, 4}), picture(1, 1, 1, {1 + 4 + 12 + 20})},
      {"fused bias, relu",
       TinyGraph(bias).node("y", "_FusedConv2D", {"x", "w", "b"}, with(window("VALID"), fused({"BiasAdd", "Relu"}))),
       picture(1, 2, 2, {1, 2, 3, 4}), picture(1, 2, 2, {0, 2, 5, 8})},
      {"fused bias, relu6",
       TinyGraph(bias).node("y", "_FusedConv2D", {"x", "w", "b"}, with(window("VALID"), fused({"BiasAdd", "Relu6"}))),
       picture(1, 2, 2, {1, 2, 3, 4}), picture(1, 2, 2, {0, 2, 5, 6})},
      {"fused bias only",
       TinyGraph(bias).node("y", "_FusedConv2D", {"x", "w", "b"}, with(window("VALID"), fused({"BiasAdd"}))),
       picture(1, 2, 2, {1, 2, 3, 4}), picture(1, 2, 2, {-1, 2, 5, 8})},
      {"fused depthwise, bias, relu6",
       TinyGraph(each).node("y", "FusedDepthwiseConv2dNative", {"x", "w", "b"},
                            with(window("SAME"), fused({"BiasAdd", "Relu6"}))),
       picture(2, 1, 1, {4, 5}), picture(2, 1, 1, {6, 0})},
  };
}

TinyGraph transposed(int in, int out, int kernel, const std::vector<float>& weights, const std::string& padding) {
  return TinyGraph()
      .input({1, in, in, 1})
      .integers("size", {4}, {1, out, out, 1})
      .floats("w", {kernel, kernel, 1, 1}, weights)
      .node("y", "Conv2DBackpropInput", {"size", "w", "x"}, window(padding, 2));
}

std::vector<Case> transposed_convolutions() {
  return {
      {"transposed 2x2, stride 2", transposed(1, 2, 2, {1, 2, 3, 4}, "SAME"), picture(1, 1, 1, {3}),
       picture(1, 2, 2, {3, 6, 9, 12})},
      {"transposed 3x3 to even size: cut after", transposed(2, 4, 3, counting(9), "SAME"),
       picture(1, 2, 2, {0, 0, 0, 1}), picture(1, 4, 4, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 0, 0, 4, 5})},
      {"transposed 3x3 to odd size: cut both", transposed(2, 3, 3, counting(9), "SAME"), picture(1, 2, 2, {1, 0, 0, 0}),
       picture(1, 3, 3, {5, 6, 0, 8, 9, 0, 0, 0, 0})},
      {"transposed 3x3 valid", transposed(1, 3, 3, counting(9), "VALID"), picture(1, 1, 1, {2}),
       picture(1, 3, 3, {2, 4, 6, 8, 10, 12, 14, 16, 18})},
      {"transposed, one channel to two",
       TinyGraph()
           .input({1, 1, 1, 1})
           .integers("size", {4}, {1, 2, 2, 2})
           .floats("w", {2, 2, 2, 1}, counting(8))
           .node("y", "Conv2DBackpropInput", {"size", "w", "x"}, window("SAME", 2)),
       picture(1, 1, 1, {1}), picture(2, 2, 2, {1, 3, 5, 7, 2, 4, 6, 8})},
  };
}

json pool(const std::string& padding, int size, int stride) {
  return with(window(padding, stride), {{"ksize", ints({1, size, size, 1})}});
}

TinyGraph one_op(const std::vector<int>& in, const std::string& op, const json& attr = json::object()) {
  return TinyGraph().input(in).node("y", op, {"x"}, attr);
}

TinyGraph resized(int height, int width, int to_height, int to_width, bool corners, bool centres) {
  return TinyGraph()
      .input({1, height, width, 1})
      .integers("size", {2}, {to_height, to_width})
      .node("y", "ResizeBilinear", {"x", "size"},
            {{"align_corners", flag(corners)}, {"half_pixel_centers", flag(centres)}});
}

std::vector<Case> neighbourhoods() {
  const std::vector<float> below{-1, -2, -3, -4, -5, -6, -7, -8, -9};
  return {
      {"max pool same: margin is no zero", one_op({1, 3, 3, 1}, "MaxPool", pool("SAME", 2, 2)), picture(1, 3, 3, below),
       picture(1, 2, 2, {-1, -3, -7, -9})},
      {"max pool valid", one_op({1, 3, 3, 1}, "MaxPool", pool("VALID", 2, 1)), picture(1, 3, 3, counting(9)),
       picture(1, 2, 2, {5, 6, 8, 9})},
      {"mean pool same, odd margin not counted", one_op({1, 3, 3, 1}, "AvgPool", pool("SAME", 2, 2)),
       picture(1, 3, 3, counting(9)), picture(1, 2, 2, {3, 4.5F, 7.5F, 9})},
      {"mean pool same, even margin not counted", one_op({1, 2, 2, 1}, "AvgPool", pool("SAME", 3, 1)),
       picture(1, 2, 2, {1, 2, 3, 4}), picture(1, 2, 2, {2.5F, 2.5F, 2.5F, 2.5F})},
      {"mean pool valid", one_op({1, 2, 2, 1}, "AvgPool", pool("VALID", 2, 2)), picture(1, 2, 2, {1, 2, 3, 6}),
       picture(1, 1, 1, {3})},
      {"resize, rule of TensorFlow 1", resized(2, 2, 4, 4, false, false), picture(1, 2, 2, {1, 2, 3, 4}),
       picture(1, 4, 4, {1, 1.5F, 2, 2, 2, 2.5F, 3, 3, 3, 3.5F, 4, 4, 3, 3.5F, 4, 4})},
      {"resize, rule of TensorFlow 1, smaller", resized(1, 4, 1, 2, false, false), picture(1, 1, 4, counting(4)),
       picture(1, 1, 2, {1, 3})},
      {"resize, pixel centres", resized(1, 2, 1, 4, false, true), picture(1, 1, 2, {1, 3}),
       picture(1, 1, 4, {1, 1.5F, 2.5F, 3})},
      {"resize, corners", resized(1, 2, 1, 3, true, false), picture(1, 1, 2, {1, 3}), picture(1, 1, 3, {1, 2, 3})},
      {"resize to the same size", resized(1, 2, 1, 2, false, false), picture(1, 1, 2, {1, 3}),
       picture(1, 1, 2, {1, 3})},
      {"pad",
       TinyGraph().input({1, 1, 1, 1}).integers("p", {4, 2}, {0, 0, 1, 0, 0, 2, 0, 0}).node("y", "Pad", {"x", "p"}),
       picture(1, 1, 1, {5}), picture(1, 2, 3, {0, 0, 0, 5, 0, 0})},
      {"pad channels with a value",
       TinyGraph()
           .input({1, 1, 2, 1})
           .integers("p", {4, 2}, {0, 0, 0, 0, 0, 0, 0, 1})
           .floats("v", {}, {7})
           .node("y", "PadV2", {"x", "p", "v"}),
       picture(1, 1, 2, {5, 6}), picture(2, 1, 2, {5, 6, 7, 7})},
  };
}

/// A picture of 1 x 2 pixels of two channels (1, 2) and (3, 4); stored by channels: 1 3 2 4.
TinyGraph two_pixels() { return TinyGraph().input({1, 1, 2, 2}); }
Tensor two_pixel_input() { return picture(2, 1, 2, {1, 3, 2, 4}); }

Case with_constant(const std::string& op, const std::vector<int>& shape, const std::vector<float>& values, bool left,
                   std::vector<float> expected) {
  TinyGraph graph = two_pixels().floats("c", shape, values);
  graph.node("y", op, left ? std::vector<std::string>{"c", "x"} : std::vector<std::string>{"x", "c"});
  return {op + (left ? " constant first" : " constant second") + (values.size() > 1 ? ", one a channel" : ""), graph,
          two_pixel_input(), picture(2, 1, 2, std::move(expected))};
}

std::vector<Case> arithmetic() {
  std::vector<Case> rows{
      with_constant("Add", {2}, {10, 20}, false, {11, 13, 22, 24}),
      with_constant("AddV2", {}, {10}, true, {11, 13, 12, 14}),
      with_constant("BiasAdd", {2}, {10, 20}, false, {11, 13, 22, 24}),
      with_constant("Sub", {2}, {1, 2}, false, {0, 2, 0, 2}),
      with_constant("Sub", {}, {1}, true, {0, -2, -1, -3}),
      with_constant("Mul", {1, 1, 2, 1}, {10, 100}, false, {10, 300, 20, 400}),  // one a column
      with_constant("Mul", {}, {.5F}, true, {.5F, 1.5F, 1, 2}),
      with_constant("RealDiv", {}, {2}, false, {.5F, 1.5F, 1, 2}),
      with_constant("RealDiv", {}, {12}, true, {12, 4, 6, 3}),
      with_constant("FloorDiv", {2}, {2, -2}, false, {0, 1, -1, -2}),
      with_constant("FloorMod", {2}, {2, -3}, false, {1, 1, -1, -2}),
      with_constant("Minimum", {}, {2.5F}, false, {1, 2.5F, 2, 2.5F}),
      with_constant("Maximum", {2}, {2, 3}, true, {2, 3, 3, 4}),
      with_constant("SquaredDifference", {}, {3}, false, {4, 0, 1, 1}),
  };
  const json to_float{{"DstT", type("DT_FLOAT")}};
  rows.push_back(
      {"Equal, then Cast",
       two_pixels().floats("c", {2}, {3, 2}).node("e", "Equal", {"x", "c"}).node("y", "Cast", {"e"}, to_float),
       two_pixel_input(), picture(2, 1, 2, {0, 1, 1, 0})});
  rows.push_back({"Cast to whole numbers cuts",
                  TinyGraph()
                      .input({1, 1, 2, 1})
                      .node("i", "Cast", {"x"}, {{"DstT", type("DT_INT32")}})
                      .node("y", "Cast", {"i"}, to_float),
                  picture(1, 1, 2, {1.9F, -1.9F}), picture(1, 1, 2, {1, -1})});
  rows.push_back({"AddN", two_pixels().floats("c", {2}, {10, 20}).node("y", "AddN", {"x", "c", "x"}), two_pixel_input(),
                  picture(2, 1, 2, {12, 16, 24, 28})});
  rows.push_back({"Mul of a tensor by itself", two_pixels().node("y", "Mul", {"x", "x"}), two_pixel_input(),
                  picture(2, 1, 2, {1, 9, 4, 16})});
  rows.push_back({"constants only are computed once",
                  two_pixels()
                      .floats("a", {2}, {1, 2})
                      .floats("b", {2}, {3, 4})
                      .node("c", "Mul", {"a", "b"})
                      .node("y", "Add", {"x", "c"}),
                  two_pixel_input(), picture(2, 1, 2, {4, 6, 10, 12})});
  return rows;
}

std::vector<Case> activations() {
  const auto unary = [](const std::string& op, float in, double out, const json& attr = json::object()) {
    return Case{op, one_op({1, 1, 1, 1}, op, attr), picture(1, 1, 1, {in}),
                picture(1, 1, 1, {static_cast<float>(out)})};
  };
  std::vector<Case> rows{
      unary("Relu", -2, 0),
      unary("Relu6", 7, 6),
      unary("Sigmoid", 0, .5),
      unary("Tanh", 1, std::tanh(1.)),
      unary("Sqrt", 9, 3),
      unary("Rsqrt", 4, .5),
      unary("Square", -3, 9),
      unary("Neg", 2, -2),
      unary("Abs", -2, 2),
      unary("Exp", 0, 1),
      unary("LeakyRelu", -2, -.2, {{"alpha", {{"f", .1}}}}),
      unary("Identity", 3, 3),
      unary("StopGradient", 3, 3),
  };
  const auto bounded = [](const std::string& name, const std::vector<std::string>& ops, std::vector<float> expected) {
    TinyGraph graph = TinyGraph().input({1, 1, 4, 1}).floats("Minimum", {}, {4}).floats("Maximum", {}, {-2});
    std::string before = "x";
    for (std::size_t i = 0; i < ops.size(); ++i) {
      const std::string node = "n" + std::to_string(i);
      graph.node(node, ops[i], ops[i].starts_with("M") ? std::vector{before, ops[i]} : std::vector{before});
      before = node;
    }
    return Case{name, graph, picture(1, 1, 4, {-9, -1, 3, 9}), picture(1, 1, 4, std::move(expected))};
  };
  rows.push_back(bounded("relu, minimum", {"Relu", "Minimum"}, {0, 0, 3, 4}));
  rows.push_back(bounded("maximum, minimum", {"Maximum", "Minimum"}, {-2, -1, 3, 4}));
  rows.push_back(bounded("minimum, maximum, relu6", {"Minimum", "Maximum", "Relu6"}, {0, 0, 3, 4}));
  rows.push_back(bounded("minimum alone", {"Minimum"}, {-9, -1, 3, 4}));
  rows.push_back(bounded("maximum alone", {"Maximum"}, {-2, -1, 3, 9}));
  rows.push_back({"Softmax over the channels", one_op({1, 1, 1, 2}, "Softmax"), picture(2, 1, 1, {0, std::log(3.F)}),
                  picture(2, 1, 1, {.25F, .75F})});
  return rows;
}

TinyGraph reduced(const std::string& op, const std::vector<std::int32_t>& axes, bool keep) {
  return TinyGraph()
      .input({1, 2, 2, 2})
      .integers("axes", {static_cast<int>(axes.size())}, axes)
      .node("y", op, {"x", "axes"}, {{"keep_dims", flag(keep)}});
}

std::vector<Case> reductions() {
  // Channel 0: 1 2 / 3 4, channel 1: 10 20 / 30 40.
  const Tensor in = picture(2, 2, 2, {1, 2, 3, 4, 10, 20, 30, 40});
  return {
      {"mean over the picture, kept", reduced("Mean", {1, 2}, true), in, picture(2, 1, 1, {2.5F, 25})},
      {"mean over the picture, dropped", reduced("Mean", {1, 2}, false), in, {{1, 2}, {2.5F, 25}}},
      {"max over rows, dropped: NHWC order", reduced("Max", {1}, false), in, {{1, 2, 2}, {3, 30, 4, 40}}},
      {"min over the channels, kept", reduced("Min", {-1}, true), in, picture(1, 2, 2, {1, 2, 3, 4})},
      {"sum over the channels, dropped", reduced("Sum", {3}, false), in, {{1, 2, 2}, {11, 22, 33, 44}}},
      {"arg max over the channels",
       TinyGraph().input({1, 2, 2, 2}).integers("axis", {}, {3}).node("y", "ArgMax", {"x", "axis"}),
       in,
       {{1, 2, 2}, {1, 1, 1, 1}}},
      {"largest two",
       TinyGraph().input({1, 4}).integers("k", {}, {2}).node("y", "TopKV2", {"x", "k"}),
       {{1, 4}, {3, 1, 4, 2}},
       {{1, 2}, {4, 3}}},
      {"places of the largest two",
       TinyGraph()
           .input({1, 4})
           .integers("k", {}, {2})
           .node("t", "TopKV2", {"x", "k"})
           .node("y", "Cast", {"t:1"}, {{"DstT", type("DT_FLOAT")}}),
       {{1, 4}, {3, 1, 4, 2}},
       {{1, 2}, {2, 0}}},
  };
}

TinyGraph product(const std::vector<int>& weight, const std::vector<float>& values, const json& attr,
                  const std::string& op = "MatMul") {
  TinyGraph graph = TinyGraph().input({1, 2}).floats("w", weight, values).floats("b", {2}, {-30, 1});
  return graph.node(
      "y", op, op == "MatMul" ? std::vector<std::string>{"x", "w"} : std::vector<std::string>{"x", "w", "b"}, attr);
}

std::vector<Case> products() {
  const Tensor in{{1, 2}, {2, 3}};
  return {
      {"matrix", product({2, 2}, {1, 2, 3, 4}, json::object()), in, {{1, 2}, {11, 16}}},
      {"matrix, second transposed",
       product({2, 2}, {1, 2, 3, 4}, {{"transpose_b", flag(true)}}),
       in,
       {{1, 2}, {8, 18}}},
      {"matrix, fused bias and relu",
       product({2, 2}, {1, 2, 3, 4}, fused({"BiasAdd", "Relu"}), "_FusedMatMul"),
       in,
       {{1, 2}, {0, 17}}},
  };
}

std::vector<Case> shapes() {
  const auto reshape = two_pixels().integers("s", {2}, {1, 4}).node("y", "Reshape", {"x", "s"});
  const auto axis = [](int value) { return two_pixels().integers("a", {}, {value}); };
  std::vector<Case> rows{
      {"Reshape reads NHWC", reshape, two_pixel_input(), {{1, 4}, {1, 2, 3, 4}}},
      {"ExpandDims", axis(1).node("y", "ExpandDims", {"x", "a"}), two_pixel_input(), {{1, 1, 1, 2, 2}, {1, 2, 3, 4}}},
      {"Squeeze",
       two_pixels().node("y", "Squeeze", {"x"}, {{"squeeze_dims", ints({1})}}),
       two_pixel_input(),
       {{1, 2, 2}, {1, 2, 3, 4}}},
      {"Squeeze all", two_pixels().node("y", "Squeeze", {"x"}), two_pixel_input(), {{2, 2}, {1, 2, 3, 4}}},
      {"Concat of channels", axis(3).node("y", "ConcatV2", {"x", "x", "a"}), two_pixel_input(),
       picture(4, 1, 2, {1, 3, 2, 4, 1, 3, 2, 4})},
      {"Concat of rows", axis(-3).node("y", "ConcatV2", {"x", "x", "a"}), two_pixel_input(),
       picture(2, 2, 2, {1, 3, 1, 3, 2, 4, 2, 4})},
      {"Transpose",
       two_pixels().integers("o", {4}, {0, 3, 1, 2}).node("y", "Transpose", {"x", "o"}),
       two_pixel_input(),
       {{1, 2, 1, 2}, {1, 3, 2, 4}}},
      {"Unpack, then Pack the other way",
       two_pixels()
           .node("u", "Unpack", {"x"}, {{"axis", number(2)}})
           .node("y", "Pack", {"u:1", "u"}, {{"axis", number(1)}}),
       two_pixel_input(),
       {{1, 2, 1, 2}, {3, 4, 1, 2}}},
      {"GatherV2",
       axis(2).integers("i", {3}, {1, 0, 1}).node("y", "GatherV2", {"x", "i", "a"}),
       two_pixel_input(),
       {{1, 1, 3, 2}, {3, 4, 1, 2, 3, 4}}},
      {"GatherNd",
       two_pixels().integers("i", {2, 4}, {0, 0, 1, 0, 0, 0, 0, 1}).node("y", "GatherNd", {"x", "i"}),
       two_pixel_input(),
       {{2}, {3, 2}}},
      {"GatherNd of rows",
       two_pixels().integers("i", {2, 3}, {0, 0, 1, 0, 0, 0}).node("y", "GatherNd", {"x", "i"}),
       two_pixel_input(),
       {{2, 2}, {3, 4, 1, 2}}},
  };
  const auto slice = [](const std::vector<int>& begin, const std::vector<int>& end, const std::vector<int>& step,
                        const json& masks) {
    const int rank = static_cast<int>(begin.size());
    return TinyGraph()
        .input({1, 5})
        .integers("b", {rank}, {begin.begin(), begin.end()})
        .integers("e", {rank}, {end.begin(), end.end()})
        .integers("s", {rank}, {step.begin(), step.end()})
        .node("y", "StridedSlice", {"x", "b", "e", "s"}, masks);
  };
  const Tensor five{{1, 5}, counting(5)};
  rows.push_back({"slice", slice({0, 1}, {1, 4}, {1, 1}, json::object()), five, {{1, 3}, {2, 3, 4}}});
  rows.push_back(
      {"slice, every second, from the end", slice({0, -4}, {1, 5}, {1, 2}, json::object()), five, {{1, 2}, {2, 4}}});
  rows.push_back({"slice, open on both sides",
                  slice({9, 9}, {9, 9}, {1, 2}, {{"begin_mask", number(3)}, {"end_mask", number(3)}}),
                  five,
                  {{1, 3}, {1, 3, 5}}});
  rows.push_back({"slice of one, dimension dropped",
                  slice({0, -2}, {1, 0}, {1, 1}, {{"shrink_axis_mask", number(2)}}),
                  five,
                  {{1}, {4}}});
  return rows;
}

/// What is folded must not reach where somebody else looks.
std::vector<Case> folding() {
  const json one = window("VALID");
  const auto doubled = [&] {
    return TinyGraph()
        .input({1, 1, 2, 1})
        .floats("w", {1, 1, 1, 1}, {2})
        .floats("three", {}, {3})
        .floats("seven", {1}, {-7})
        .node("c", "Conv2D", {"x", "w"}, one);
  };
  const Tensor in = picture(1, 1, 2, {1, 2});
  return {
      {"factor, summand, relu",
       doubled().node("m", "Mul", {"c", "three"}).node("a", "Add", {"seven", "m"}).node("y", "Relu", {"a"}), in,
       picture(1, 1, 2, {0, 5})},
      {"quotient and difference", doubled().node("m", "RealDiv", {"c", "three"}).node("y", "Sub", {"m", "seven"}), in,
       picture(1, 1, 2, {2.F / 3 + 7, 4.F / 3 + 7})},
      {"two readers", doubled().node("m", "Mul", {"c", "three"}).node("y", "Add", {"m", "c"}), in,
       picture(1, 1, 2, {8, 16})},
      {"two names for one value",
       doubled().node("i", "Identity", {"c"}).node("m", "Mul", {"i", "three"}).node("y", "Add", {"m", "c"}), in,
       picture(1, 1, 2, {8, 16})},
      {"two readers of a bound",
       doubled()
           .floats("limit", {}, {3})
           .node("r", "Relu", {"c"})
           .node("m", "Minimum", {"r", "limit"})
           .node("y", "Add", {"m", "r"}),
       in, picture(1, 1, 2, {4, 7})},
  };
}

std::vector<Case> quantised() {
  const auto scaled = [](const std::string& name, json entry, const std::string& bytes, std::vector<float> expected) {
    const int width = static_cast<int>(expected.size());
    entry["shape"] = json::array({width});
    TinyGraph graph = TinyGraph().input({1, width}).raw("c", entry, bytes).node("y", "Mul", {"x", "c"});
    return Case{name, graph, {{1, width}, std::vector<float>(expected.size(), 1)}, {{1, width}, expected}};
  };
  const auto coded = [](const std::string& as, double scale, double min) {
    return json{{"dtype", "float32"}, {"quantization", {{"dtype", as}, {"scale", scale}, {"min", min}}}};
  };
  return {
      scaled("uint8", coded("uint8", .5, -1), std::string("\x00\x80\xFF", 3), {-1, 63, 126.5F}),
      scaled("uint16", coded("uint16", .001, 0), std::string("\x00\x00\xFF\xFF\x00\x01", 6), {0, 65.535F, .256F}),
      // 1, -2, the half nearest to a third, the smallest positive half
      scaled("float16", {{"dtype", "float32"}, {"quantization", {{"dtype", "float16"}}}},
             std::string("\x00\x3C\x00\xC0\x55\x35\x01\x00", 8), {1, -2, .333251953125F, 5.9604644775390625e-8F}),
  };
}

std::vector<Case> all_cases() {
  std::vector<Case> all;
  for (const auto& group : {convolutions(), transposed_convolutions(), neighbourhoods(), arithmetic(), activations(),
                            reductions(), products(), shapes(), folding(), quantised()}) {
    all.insert(all.end(), group.begin(), group.end());
  }
  return all;
}

}  // namespace

class TestTfjsOps : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void op_data();
  void op();
  void tested();

 private:
  std::vector<Case> cases_ = all_cases();
};

void TestTfjsOps::op_data() {
  QTest::addColumn<int>("index");
  QTest::addColumn<bool>("fold");
  for (std::size_t i = 0; i < cases_.size(); ++i) {
    QTest::addRow("%s", cases_[i].name.c_str()) << static_cast<int>(i) << true;
    QTest::addRow("%s (nothing folded)", cases_[i].name.c_str()) << static_cast<int>(i) << false;
  }
}

void TestTfjsOps::op() {
  QFETCH(int, index);
  QFETCH(bool, fold);
  const Case& it = cases_[static_cast<std::size_t>(index)];
  const QTemporaryDir folder;
  const std::filesystem::path path = folder.path().toStdString();
  ConversionOptions options;
  options.fold = fold;
  const auto report = convert_tfjs(it.graph.write(path), path / "tiny.pt", options);
  QVERIFY2(report, report ? "" : report.error().text().c_str());
  QCOMPARE(QString::fromStdString(shape_text(report->inputs.at(0).shape)),
           QString::fromStdString(shape_text(it.input.shape)));
  for (const Optimise optimise : {Optimise::off, Optimise::automatic}) {
    TorchModule::Options how;
    how.optimise = optimise;
    how.use_gpu = false;
    auto module = TorchModule::load(path / "tiny.pt", how);
    QVERIFY2(module, module ? "" : module.error().text().c_str());
    const auto outputs = module->run(it.input);
    QVERIFY2(outputs, outputs ? "" : outputs.error().text().c_str());
    QCOMPARE(outputs->size(), 1U);
    const Tensor& out = outputs->front();
    QCOMPARE(QString::fromStdString(shape_text(out.shape)), QString::fromStdString(shape_text(it.expected.shape)));
    for (std::size_t i = 0; i < out.data.size(); ++i) {
      const double want = static_cast<double>(it.expected.data[i]);
      const double got = static_cast<double>(out.data[i]);
      QVERIFY2(std::abs(got - want) <= it.tolerance * std::max(1., std::abs(want)),
               qPrintable(QString("value %1 is %2, worked by hand %3").arg(i).arg(got).arg(want)));
    }
  }
}

/// Every op that the default models need has a row above.
void TestTfjsOps::tested() {
  const std::vector<std::string> needed{"Add",
                                        "AddN",
                                        "AddV2",
                                        "AvgPool",
                                        "Cast",
                                        "ConcatV2",
                                        "Conv2D",
                                        "Conv2DBackpropInput",
                                        "DepthwiseConv2dNative",
                                        "ExpandDims",
                                        "FusedDepthwiseConv2dNative",
                                        "Identity",
                                        "Max",
                                        "MaxPool",
                                        "Maximum",
                                        "Mean",
                                        "Minimum",
                                        "Mul",
                                        "Pad",
                                        "Relu",
                                        "Relu6",
                                        "Reshape",
                                        "ResizeBilinear",
                                        "Sigmoid",
                                        "Softmax",
                                        "Squeeze",
                                        "Sub",
                                        "Unpack",
                                        "_FusedConv2D",
                                        "_FusedMatMul",
                                        "ArgMax",
                                        "Equal",
                                        "FloorDiv",
                                        "FloorMod",
                                        "GatherNd",
                                        "GatherV2",
                                        "Pack",
                                        "RealDiv",
                                        "Sqrt",
                                        "SquaredDifference",
                                        "StridedSlice",
                                        "TopKV2"};
  QStringList missing;
  for (const std::string& op : needed) {
    const bool found = std::any_of(cases_.begin(), cases_.end(), [&](const Case& it) {
      const json document = it.graph.document();
      const json& nodes = document["modelTopology"]["node"];
      return std::any_of(nodes.begin(), nodes.end(), [&](const json& node) { return node["op"] == op; });
    });
    if (!found) missing << QString::fromStdString(op);
  }
  QVERIFY2(missing.isEmpty(), qPrintable(missing.join(", ")));
}

QTEST_GUILESS_MAIN(TestTfjsOps)
#include "test_tfjs_ops.moc"
