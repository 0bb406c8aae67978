#include "convert/torch/tfjs_ops.h"

#include <ATen/core/Tensor.h>

#include <algorithm>
#include <array>
#include <utility>

#include "outputs/tensor.h"

namespace mlink::convert {

tl::unexpected<Error> unsupported_op(const std::string& what) { return fail(ErrorKind::unsupported, what); }

Status OpCall::needs(std::size_t count) const {
  if (inputs.size() >= count) return {};
  return fail(ErrorKind::corrupt,
              "It has " + std::to_string(inputs.size()) + " inputs and needs " + std::to_string(count) + ".");
}

Result<at::Tensor> OpCall::constant(std::size_t input) const {
  MLINK_TRY(needs(input + 1));
  if (!value(input).constant.defined()) {
    return unsupported_op("Its input " + std::to_string(input) + " must be constant; here it depends on the picture.");
  }
  return value(input).constant;
}

Result<std::vector<std::int64_t>> OpCall::constant_ints(std::size_t input) const {
  MLINK_ASSIGN(const at::Tensor tensor, constant(input));
  const at::Tensor numbers = tensor.to(at::kLong).contiguous();
  const auto* data = numbers.data_ptr<std::int64_t>();
  return std::vector<std::int64_t>(data, data + numbers.numel());
}

Result<std::int64_t> OpCall::constant_int(std::size_t input) const {
  MLINK_ASSIGN(const std::vector<std::int64_t> numbers, constant_ints(input));
  if (numbers.size() != 1) return unsupported_op("Its input " + std::to_string(input) + " must be one number.");
  return numbers.front();
}

Result<std::int64_t> OpCall::plain_axis(std::int64_t axis, std::size_t rank) const {
  const auto size = static_cast<std::int64_t>(rank);
  const std::int64_t plain = axis < 0 ? axis + size : axis;
  if (plain >= 0 && plain < size) return plain;
  return fail(ErrorKind::corrupt, "Its axis " + std::to_string(axis) + " is outside a tensor with " +
                                      std::to_string(rank) + " dimensions.");
}

Result<std::int64_t> OpCall::stored_axis(int tape_value, std::int64_t axis) const {
  static constexpr std::array<std::int64_t, 4> nchw{0, 2, 3, 1};
  MLINK_ASSIGN(const std::int64_t plain, plain_axis(axis, tape[tape_value].shape.size()));
  return tape[tape_value].nchw ? nchw[static_cast<std::size_t>(plain)] : plain;
}

Result<std::vector<std::int64_t>> OpCall::scaled_size(std::int64_t height, std::int64_t width) const {
  const std::int64_t up = height * ratio.new_height;
  const std::int64_t across = width * ratio.new_width;
  if (up % ratio.old_height != 0 || across % ratio.old_width != 0) {
    return unsupported_op("Its size " + shape_text({height, width}) +
                          " does not stay whole for the input size that was asked for.");
  }
  return std::vector<std::int64_t>{up / ratio.old_height, across / ratio.old_width};
}

OpFunction find_tfjs_op(std::string_view name) {
  static constexpr auto table = std::to_array<std::pair<std::string_view, OpFunction>>({
      {"Abs", op_unary},
      {"Add", op_binary},
      {"AddN", op_add_n},
      {"AddV2", op_binary},
      {"ArgMax", op_arg_max},
      {"AvgPool", op_pool},
      {"BiasAdd", op_binary},
      {"Cast", op_cast},
      {"ConcatV2", op_concat},
      {"Conv2D", op_convolution},
      {"Conv2DBackpropInput", op_transposed_convolution},
      {"DepthwiseConv2dNative", op_convolution},
      {"Equal", op_binary},
      {"Exp", op_unary},
      {"ExpandDims", op_expand_dims},
      {"FloorDiv", op_binary},
      {"FloorMod", op_binary},
      {"FusedDepthwiseConv2dNative", op_convolution},
      {"GatherNd", op_gather_nd},
      {"GatherV2", op_gather},
      {"Identity", op_identity},
      {"LeakyRelu", op_unary},
      {"MatMul", op_mat_mul},
      {"Max", op_reduce},
      {"MaxPool", op_pool},
      {"Maximum", op_binary},
      {"Mean", op_reduce},
      {"Min", op_reduce},
      {"Minimum", op_binary},
      {"Mul", op_binary},
      {"Neg", op_unary},
      {"Pack", op_pack},
      {"Pad", op_pad},
      {"PadV2", op_pad},
      {"RealDiv", op_binary},
      {"Relu", op_unary},
      {"Relu6", op_unary},
      {"Reshape", op_reshape},
      {"ResizeBilinear", op_resize_bilinear},
      {"Rsqrt", op_unary},
      {"Sigmoid", op_unary},
      {"Softmax", op_softmax},
      {"Sqrt", op_unary},
      {"Square", op_unary},
      {"SquaredDifference", op_binary},
      {"Squeeze", op_squeeze},
      {"StopGradient", op_identity},
      {"StridedSlice", op_strided_slice},
      {"Sub", op_binary},
      {"Sum", op_reduce},
      {"Tanh", op_unary},
      {"TopKV2", op_top_k},
      {"Transpose", op_transpose},
      {"Unpack", op_unpack},
      {"_FusedConv2D", op_convolution},
      {"_FusedMatMul", op_mat_mul},
  });
  const auto* found = std::find_if(table.begin(), table.end(), [&](const auto& row) { return row.first == name; });
  return found == table.end() ? nullptr : found->second;
}

}  // namespace mlink::convert
