// One function a TensorFlow op: what it becomes on the tape. Internal to the converter.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "convert/torch/tfjs_graph.h"
#include "convert/torch/tfjs_tape.h"

namespace mlink::convert {

/// How much larger the input is than the graph was made for (1:1 where nothing was asked): sizes that the graph holds
/// as constants follow it.
struct SizeRatio {
  std::int64_t new_height = 1, old_height = 1, new_width = 1, old_width = 1;
};

/// A node with its inputs already on the tape.
struct OpCall {
  Tape& tape;
  const TfjsNode& node;
  std::vector<int> inputs;
  std::vector<bool> owned;  ///< nobody else needs this input, so that it may be changed (folding)
  SizeRatio ratio;
  bool fold = true;

  [[nodiscard]] Status needs(std::size_t count) const;  ///< at least so many inputs
  [[nodiscard]] const TapeValue& value(std::size_t input) const { return tape[inputs[input]]; }
  [[nodiscard]] Result<at::Tensor> constant(std::size_t input) const;  ///< an error where it is not constant
  [[nodiscard]] Result<std::vector<std::int64_t>> constant_ints(std::size_t input) const;
  [[nodiscard]] Result<std::int64_t> constant_int(std::size_t input) const;
  /// Axis in the stored order for one in TensorFlow's order, which may count from the end.
  [[nodiscard]] Result<std::int64_t> stored_axis(int tape_value, std::int64_t axis) const;
  [[nodiscard]] Result<std::int64_t> plain_axis(std::int64_t axis, std::size_t rank) const;
  /// A height and width that the graph holds, for the size that was asked for.
  [[nodiscard]] Result<std::vector<std::int64_t>> scaled_size(std::int64_t height, std::int64_t width) const;
};

using OpResult = Result<std::vector<int>>;
using OpFunction = OpResult (*)(OpCall&);

/// Null: unknown.
[[nodiscard]] OpFunction find_tfjs_op(std::string_view name);

// Fused parts and binary ops that others use.
[[nodiscard]] Result<int> binary_op(OpCall& call, const std::string& op, std::size_t left, std::size_t right);
[[nodiscard]] Result<int> activation_op(OpCall& call, int value, const std::string& name, bool owned);
[[nodiscard]] tl::unexpected<Error> unsupported_op(const std::string& what);

// tfjs_ops_picture.cpp: pictures and their neighbourhoods.
OpResult op_convolution(OpCall& call);
OpResult op_transposed_convolution(OpCall& call);
OpResult op_pool(OpCall& call);
OpResult op_resize_bilinear(OpCall& call);
OpResult op_pad(OpCall& call);

// tfjs_ops_shape.cpp: other shapes and orders of the same numbers.
OpResult op_reshape(OpCall& call);
OpResult op_expand_dims(OpCall& call);
OpResult op_squeeze(OpCall& call);
OpResult op_concat(OpCall& call);
OpResult op_pack(OpCall& call);
OpResult op_unpack(OpCall& call);
OpResult op_gather(OpCall& call);
OpResult op_gather_nd(OpCall& call);
OpResult op_strided_slice(OpCall& call);
OpResult op_transpose(OpCall& call);

// tfjs_ops_math.cpp: numbers.
OpResult op_identity(OpCall& call);
OpResult op_cast(OpCall& call);
OpResult op_binary(OpCall& call);
OpResult op_add_n(OpCall& call);
OpResult op_unary(OpCall& call);
OpResult op_softmax(OpCall& call);
OpResult op_reduce(OpCall& call);
OpResult op_arg_max(OpCall& call);
OpResult op_top_k(OpCall& call);
OpResult op_mat_mul(OpCall& call);

}  // namespace mlink::convert
