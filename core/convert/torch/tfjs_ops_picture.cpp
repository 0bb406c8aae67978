// Pictures and their neighbourhoods: convolutions, pooling, resizing, padding. Values are NCHW here.
#include <ATen/ops/ones.h>

#include <algorithm>
#include <array>

#include "convert/torch/tfjs_ops.h"
#include "outputs/tensor.h"

namespace mlink::convert {

namespace {

/// Padding of one direction.
struct Margin {
  std::int64_t before = 0, after = 0;
  [[nodiscard]] bool even() const { return before == after; }
};

struct Window {
  std::array<std::int64_t, 2> kernel{1, 1}, stride{1, 1}, dilation{1, 1};
  std::array<Margin, 2> margin;

  [[nodiscard]] std::string strides() const { return script_list({stride[0], stride[1]}); }
  [[nodiscard]] std::string dilations() const { return script_list({dilation[0], dilation[1]}); }
  [[nodiscard]] bool even() const { return margin[0].even() && margin[1].even(); }
  /// constant_pad_nd's order: the last dimension first.
  [[nodiscard]] std::string pad_list() const {
    return script_list({margin[1].before, margin[1].after, margin[0].before, margin[0].after});
  }
};

/// TensorFlow's SAME: as many outputs as ceil(size / stride); what must be padded goes half before, the odd one after.
Margin same_margin(std::int64_t size, std::int64_t kernel, std::int64_t stride, std::int64_t dilation) {
  const std::int64_t outputs = (size + stride - 1) / stride;
  const std::int64_t all = std::max<std::int64_t>((outputs - 1) * stride + (kernel - 1) * dilation + 1 - size, 0);
  return {all / 2, all - all / 2};
}

Result<Window> window_of(const TfjsNode& node, std::int64_t height, std::int64_t width, std::int64_t kernel_height,
                         std::int64_t kernel_width) {
  Window window;
  window.kernel = {kernel_height, kernel_width};
  if (const std::string format = node.attr_text("data_format", "NHWC"); format != "NHWC") {
    return unsupported_op("Its data format is " + format + "; only NHWC can be converted.");
  }
  const auto pair_of = [&](const char* key, std::array<std::int64_t, 2>& pair) -> Status {
    const std::vector<std::int64_t> all = node.attr_ints(key);
    if (all.empty()) return {};
    if (all.size() != 4 || all[0] != 1 || all[3] != 1 || all[1] < 1 || all[2] < 1) {
      return unsupported_op("Its " + std::string(key) + " are " + shape_text(all) + ".");
    }
    pair = {all[1], all[2]};
    return {};
  };
  MLINK_TRY(pair_of("strides", window.stride));
  MLINK_TRY(pair_of("dilations", window.dilation));
  const std::string padding = node.attr_text("padding", "VALID");
  const std::array<std::int64_t, 2> size{height, width};
  if (padding == "SAME") {
    for (std::size_t i = 0; i < 2; ++i) {
      window.margin[i] = same_margin(size[i], window.kernel[i], window.stride[i], window.dilation[i]);
    }
  } else if (padding == "EXPLICIT") {
    const std::vector<std::int64_t> all = node.attr_ints("explicit_paddings");
    if (all.size() != 8) return unsupported_op("Its explicit paddings are " + shape_text(all) + ".");
    window.margin = {Margin{all[2], all[3]}, Margin{all[4], all[5]}};
  } else if (padding != "VALID") {
    return unsupported_op("Its padding is " + padding + ".");
  }
  return window;
}

/// The window's odd margins as a tensor padded beforehand; even ones are left to the operator.
Result<int> padded(Tape& tape, int x, Window& window, double value) {
  if (window.even()) return x;
  MLINK_ASSIGN(
      const int wide,
      tape.emit("torch.constant_pad_nd({0}, " + window.pad_list() + ", " + script_number(value) + ")", {x}, true));
  window.margin = {};
  return wide;
}

std::string margins(const Window& window) { return script_list({window.margin[0].before, window.margin[1].before}); }

/// BiasAdd, then activations, as the fused ops list them.
struct Fused {
  bool bias = false;
  std::vector<std::string> activations;
};

Fused fused_of(const TfjsNode& node) {
  Fused fused;
  for (const std::string& name : node.attr_texts("fused_ops")) {
    if (name == "BiasAdd" && fused.activations.empty()) {
      fused.bias = true;
    } else {
      fused.activations.push_back(name);
    }
  }
  return fused;
}

}  // namespace

OpResult op_convolution(OpCall& call) {
  MLINK_TRY(call.needs(2));
  Tape& tape = call.tape;
  const bool depthwise = call.node.op.find("Depthwise") != std::string::npos;
  const Fused fused = fused_of(call.node);
  MLINK_ASSIGN(const at::Tensor kernel, call.constant(1));
  if (kernel.dim() != 4) return unsupported_op("Its weights are " + shape_text(kernel.sizes().vec()) + ".");
  int bias = -1;
  if (fused.bias) {
    MLINK_ASSIGN(const at::Tensor summand, call.constant(2));
    bias = tape.constant(summand.reshape({-1}));
  }
  MLINK_ASSIGN(int x, tape.as_nchw(call.inputs[0]));
  const std::vector<std::int64_t> size = tape[x].shape;
  MLINK_ASSIGN(Window window, window_of(call.node, size[2], size[3], kernel.size(0), kernel.size(1)));
  const std::int64_t groups = depthwise ? size[1] : size[1] / std::max<std::int64_t>(kernel.size(2), 1);
  if (groups < 1 || kernel.size(2) * (depthwise ? 1 : groups) != size[1]) {
    return fail(ErrorKind::corrupt, "Its weights are for " + std::to_string(kernel.size(2)) +
                                        " channels, the tensor before it has " + std::to_string(size[1]) + ".");
  }
  // [height, width, in, out] -> [out, in, height, width]; depthwise [height, width, in, each] -> [in * each, 1, ...].
  const at::Tensor weight = depthwise ? kernel.permute({2, 3, 0, 1}).reshape({-1, 1, kernel.size(0), kernel.size(1)})
                                      : kernel.permute({3, 2, 0, 1});
  MLINK_ASSIGN(x, padded(tape, x, window, 0));
  const std::string expression = "torch.conv2d({0}, {1}, {2}, " + window.strides() + ", " + margins(window) + ", " +
                                 window.dilations() + ", " + std::to_string(groups) + ")";
  MLINK_ASSIGN(int value, tape.emit_convolution(expression, {x, tape.constant(weight), bias}, 0));
  for (const std::string& activation : fused.activations) {
    MLINK_ASSIGN(value, activation_op(call, value, activation, false));
  }
  return std::vector<int>{value};
}

/// Inputs: the size of the output (NHWC), the kernel [height, width, out, in], the tensor. It is the gradient of a
/// convolution, so that its margins are those of the convolution that would lead from the output back to the input.
OpResult op_transposed_convolution(OpCall& call) {
  MLINK_TRY(call.needs(3));
  Tape& tape = call.tape;
  MLINK_ASSIGN(const std::vector<std::int64_t> wanted, call.constant_ints(0));
  MLINK_ASSIGN(const at::Tensor kernel, call.constant(1));
  if (wanted.size() != 4 || kernel.dim() != 4)
    return unsupported_op("Its size or its weights are not of four numbers.");
  MLINK_ASSIGN(const int x, tape.as_nchw(call.inputs[2]));
  MLINK_ASSIGN(const std::vector<std::int64_t> out, call.scaled_size(wanted[1], wanted[2]));
  MLINK_ASSIGN(const Window window, window_of(call.node, out[0], out[1], kernel.size(0), kernel.size(1)));
  const std::vector<std::int64_t> in{tape[x].shape[2], tape[x].shape[3]};
  std::vector<std::int64_t> before(2), after(2);
  for (std::size_t i = 0; i < 2; ++i) {
    const std::int64_t full = (in[i] - 1) * window.stride[i] + (window.kernel[i] - 1) * window.dilation[i] + 1;
    before[i] = -window.margin[i].before;
    after[i] = out[i] - (full + before[i]);
  }
  const std::string expression =
      "torch.conv_transpose2d({0}, {1}, {2}, " + window.strides() + ", [0, 0], [0, 0], 1, " + window.dilations() + ")";
  MLINK_ASSIGN(const int value,
               tape.emit_convolution(expression, {x, tape.constant(kernel.permute({3, 2, 0, 1})), -1}, 1));
  const std::vector<std::int64_t> crop{before[1], after[1], before[0], after[0]};
  if (std::all_of(crop.begin(), crop.end(), [](std::int64_t size) { return size == 0; }))
    return std::vector<int>{value};
  MLINK_ASSIGN(const int cropped,
               tape.emit("torch.constant_pad_nd({0}, " + script_list(crop) + ", 0.0)", {value}, true));
  return std::vector<int>{cropped};
}

OpResult op_pool(OpCall& call) {
  MLINK_TRY(call.needs(1));
  Tape& tape = call.tape;
  const std::vector<std::int64_t> kernel = call.node.attr_ints("ksize");
  if (kernel.size() != 4 || kernel[0] != 1 || kernel[3] != 1) {
    return unsupported_op("Its window is " + shape_text(kernel) + ".");
  }
  MLINK_ASSIGN(int x, tape.as_nchw(call.inputs[0]));
  const std::vector<std::int64_t> size = tape[x].shape;
  MLINK_ASSIGN(Window window, window_of(call.node, size[2], size[3], kernel[1], kernel[2]));
  const std::string sizes = script_list({kernel[1], kernel[2]}) + ", " + window.strides();
  if (call.node.op == "MaxPool") {
    MLINK_ASSIGN(x, padded(tape, x, window, -std::numeric_limits<double>::infinity()));
    MLINK_ASSIGN(const int value,
                 tape.emit("torch.max_pool2d({0}, " + sizes + ", " + margins(window) + ")", {x}, true));
    return std::vector<int>{value};
  }
  // TensorFlow's mean leaves the margin out. Where it is the same on both sides LibTorch can do that itself; elsewhere
  // the mean over the zeros too is set right by how much of each window lies inside, which is known now.
  const bool even = window.even();
  int inside = -1;
  if (!even) {
    const int ones = tape.constant(at::ones({1, 1, size[2], size[3]}), true);
    MLINK_ASSIGN(
        inside, tape.emit("torch.avg_pool2d(torch.constant_pad_nd({0}, " + window.pad_list() + ", 0.0), " + sizes + ")",
                          {ones}, true));
  }
  MLINK_ASSIGN(x, padded(tape, x, window, 0));
  MLINK_ASSIGN(int value,
               tape.emit("torch.avg_pool2d({0}, " + sizes + ", " + margins(window) + ", False, False)", {x}, true));
  if (!even) {
    MLINK_ASSIGN(value, tape.emit("torch.div({0}, {1})", {value, inside}, true));
  }
  return std::vector<int>{value};
}

OpResult op_resize_bilinear(OpCall& call) {
  MLINK_TRY(call.needs(2));
  Tape& tape = call.tape;
  MLINK_ASSIGN(const std::vector<std::int64_t> wanted, call.constant_ints(1));
  if (wanted.size() != 2) return unsupported_op("Its size is " + shape_text(wanted) + ".");
  MLINK_ASSIGN(const int x, tape.as_nchw(call.inputs[0]));
  MLINK_ASSIGN(const std::vector<std::int64_t> size, call.scaled_size(wanted[0], wanted[1]));
  const std::vector<std::int64_t> from{tape[x].shape[2], tape[x].shape[3]};
  const bool corners = call.node.attr_bool("align_corners", false);
  const bool centres = call.node.attr_bool("half_pixel_centers", false);
  std::string expression;
  if (corners || centres) {
    expression =
        "torch.upsample_bilinear2d({0}, " + script_list(size) + (corners ? ", True" : ", False") + ", None, None)";
  } else {
    // TensorFlow 1's rule, source = target * in / out: the same as aligned corners from in + 1 to out + 1 points, where
    // the point added repeats the last one; then the point added is cut off.
    expression = "torch.slice(torch.slice(torch.upsample_bilinear2d(torch.replication_pad2d({0}, [0, 1, 0, 1]), " +
                 script_list({size[0] + 1, size[1] + 1}) + ", True, None, None), 2, 0, " + std::to_string(size[0]) +
                 "), 3, 0, " + std::to_string(size[1]) + ")";
  }
  if (from == size) return std::vector<int>{x};
  MLINK_ASSIGN(const int value, tape.emit(expression, {x}, true));
  return std::vector<int>{value};
}

OpResult op_pad(OpCall& call) {
  MLINK_TRY(call.needs(2));
  Tape& tape = call.tape;
  MLINK_ASSIGN(const std::vector<std::int64_t> sizes, call.constant_ints(1));
  double filling = 0;
  if (call.inputs.size() > 2) {
    MLINK_ASSIGN(const at::Tensor number, call.constant(2));
    filling = number.reshape({-1}).to(at::kDouble)[0].item().toDouble();
  }
  const int x = call.inputs[0];
  const std::size_t rank = tape[x].shape.size();
  if (sizes.size() != 2 * rank) return unsupported_op("Its paddings are " + shape_text(sizes) + ".");
  std::vector<std::int64_t> stored(2 * rank);  // the last dimension first
  for (std::size_t axis = 0; axis < rank; ++axis) {
    MLINK_ASSIGN(const std::int64_t place, call.stored_axis(x, static_cast<std::int64_t>(axis)));
    const std::size_t at = 2 * (rank - 1 - static_cast<std::size_t>(place));
    stored[at] = sizes[2 * axis];
    stored[at + 1] = sizes[2 * axis + 1];
  }
  MLINK_ASSIGN(const int value,
               tape.emit("torch.constant_pad_nd({0}, " + script_list(stored) + ", " + script_number(filling) + ")", {x},
                         tape[x].nchw));
  return std::vector<int>{value};
}

}  // namespace mlink::convert
