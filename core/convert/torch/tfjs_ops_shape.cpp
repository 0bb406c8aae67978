// Other shapes and orders of the same numbers. Values are in TensorFlow's order here, except where a picture may stay.
#include <ATen/ops/tensor.h>

#include <algorithm>
#include <array>

#include "convert/torch/tfjs_ops.h"
#include "outputs/tensor.h"

namespace mlink::convert {

namespace {

std::string with_axis(const std::string& function, std::int64_t axis) {
  return "torch." + function + "({0}, " + std::to_string(axis) + ")";
}

/// Joins or stacks any number of inputs: "torch.cat([{0}, {1}], 1)".
std::string list_expression(const std::string& function, std::size_t count, std::int64_t axis) {
  std::string text = "torch." + function + "([";
  for (std::size_t i = 0; i < count; ++i) text += (i > 0 ? ", {" : "{") + std::to_string(i) + "}";
  return text + "], " + std::to_string(axis) + ")";
}

}  // namespace

OpResult op_reshape(OpCall& call) {
  MLINK_ASSIGN(std::vector<std::int64_t> shape, call.constant_ints(1));
  MLINK_ASSIGN(const int x, call.tape.as_tensorflow(call.inputs[0]));
  // A leading 1 is the batch: left open, so that several pictures at once pass too.
  if (shape.size() > 1 && shape[0] == 1 && !call.tape.is_constant(x) && !call.tape[x].shape.empty() &&
      call.tape[x].shape[0] == 1 && std::find(shape.begin(), shape.end(), -1) == shape.end()) {
    shape[0] = -1;
  }
  MLINK_ASSIGN(const int value, call.tape.emit("torch.reshape({0}, " + script_list(shape) + ")", {x}));
  return std::vector<int>{value};
}

OpResult op_expand_dims(OpCall& call) {
  MLINK_ASSIGN(std::int64_t axis, call.constant_int(1));
  MLINK_ASSIGN(const int x, call.tape.as_tensorflow(call.inputs[0]));
  MLINK_ASSIGN(axis, call.plain_axis(axis, call.tape[x].shape.size() + 1));
  MLINK_ASSIGN(const int value, call.tape.emit(with_axis("unsqueeze", axis), {x}));
  return std::vector<int>{value};
}

OpResult op_squeeze(OpCall& call) {
  MLINK_TRY(call.needs(1));
  MLINK_ASSIGN(int x, call.tape.as_tensorflow(call.inputs[0]));
  std::vector<std::int64_t> axes = call.node.attr_ints("squeeze_dims");
  if (axes.empty()) axes = call.node.attr_ints("axis");
  const std::vector<std::int64_t> shape = call.tape[x].shape;
  const bool all = axes.empty();
  for (std::size_t i = 0; all && i < shape.size(); ++i) {
    if (shape[i] == 1) axes.push_back(static_cast<std::int64_t>(i));
  }
  for (std::int64_t& axis : axes) {
    MLINK_ASSIGN(axis, call.plain_axis(axis, shape.size()));
    if (shape[static_cast<std::size_t>(axis)] != 1) {
      return fail(ErrorKind::corrupt,
                  "It squeezes dimension " + std::to_string(axis) + " of " + shape_text(shape) + ".");
    }
  }
  std::sort(axes.rbegin(), axes.rend());
  for (const std::int64_t axis : axes) {
    MLINK_ASSIGN(x, call.tape.emit(with_axis("squeeze", axis), {x}));
  }
  return std::vector<int>{x};
}

OpResult op_concat(OpCall& call) {
  MLINK_TRY(call.needs(2));
  MLINK_ASSIGN(std::int64_t axis, call.constant_int(call.inputs.size() - 1));
  std::vector<int> parts(call.inputs.begin(), call.inputs.end() - 1);
  const bool picture = std::any_of(parts.begin(), parts.end(), [&](int part) { return call.tape[part].nchw; });
  for (int& part : parts) {
    if (!picture) continue;
    MLINK_ASSIGN(part, call.tape.as_nchw(part));
  }
  MLINK_ASSIGN(axis, call.stored_axis(parts.front(), axis));
  MLINK_ASSIGN(const int value, call.tape.emit(list_expression("cat", parts.size(), axis), parts, picture));
  return std::vector<int>{value};
}

OpResult op_pack(OpCall& call) {
  MLINK_TRY(call.needs(1));
  std::vector<int> parts = call.inputs;
  for (int& part : parts) {
    MLINK_ASSIGN(part, call.tape.as_tensorflow(part));
  }
  MLINK_ASSIGN(const std::int64_t axis,
               call.plain_axis(call.node.attr_int("axis", 0), call.tape[parts.front()].shape.size() + 1));
  MLINK_ASSIGN(const int value, call.tape.emit(list_expression("stack", parts.size(), axis), parts));
  return std::vector<int>{value};
}

OpResult op_unpack(OpCall& call) {
  MLINK_TRY(call.needs(1));
  MLINK_ASSIGN(const int x, call.tape.as_tensorflow(call.inputs[0]));
  const std::vector<std::int64_t> shape = call.tape[x].shape;
  MLINK_ASSIGN(const std::int64_t axis, call.plain_axis(call.node.attr_int("axis", 0), shape.size()));
  std::vector<int> parts;
  for (std::int64_t i = 0; i < shape[static_cast<std::size_t>(axis)]; ++i) {
    MLINK_ASSIGN(const int part,
                 call.tape.emit("torch.select({0}, " + std::to_string(axis) + ", " + std::to_string(i) + ")", {x}));
    parts.push_back(part);
  }
  return parts;
}

OpResult op_gather(OpCall& call) {
  MLINK_TRY(call.needs(2));
  std::int64_t axis = 0;
  if (call.inputs.size() > 2) {
    MLINK_ASSIGN(axis, call.constant_int(2));
  }
  if (call.node.attr_int("batch_dims", 0) != 0) return unsupported_op("It gathers with batch_dims.");
  MLINK_ASSIGN(const int x, call.tape.as_tensorflow(call.inputs[0]));
  MLINK_ASSIGN(const int indices, call.tape.as_tensorflow(call.inputs[1]));
  const std::vector<std::int64_t> shape = call.tape[x].shape;
  MLINK_ASSIGN(axis, call.plain_axis(axis, shape.size()));
  std::vector<std::int64_t> out(shape.begin(), shape.begin() + axis);
  out.insert(out.end(), call.tape[indices].shape.begin(), call.tape[indices].shape.end());
  out.insert(out.end(), shape.begin() + axis + 1, shape.end());
  MLINK_ASSIGN(const int value, call.tape.emit("torch.reshape(torch.index_select({0}, " + std::to_string(axis) +
                                                   ", torch.reshape({1}, [-1])), " + script_list(out) + ")",
                                               {x, indices}));
  return std::vector<int>{value};
}

/// Indices [..., d] into the first d dimensions: made one number each, then one index_select.
OpResult op_gather_nd(OpCall& call) {
  MLINK_TRY(call.needs(2));
  MLINK_ASSIGN(const int x, call.tape.as_tensorflow(call.inputs[0]));
  MLINK_ASSIGN(const int indices, call.tape.as_tensorflow(call.inputs[1]));
  const std::vector<std::int64_t> shape = call.tape[x].shape;
  const std::vector<std::int64_t> places = call.tape[indices].shape;
  const std::int64_t depth = places.empty() ? 0 : places.back();
  if (depth < 1 || depth > static_cast<std::int64_t>(shape.size())) {
    return fail(ErrorKind::corrupt,
                "Its indices are " + shape_text(places) + " for a tensor " + shape_text(shape) + ".");
  }
  std::vector<std::int64_t> steps(static_cast<std::size_t>(depth), 1);
  for (std::size_t i = steps.size() - 1; i > 0; --i) steps[i - 1] = steps[i] * shape[i];
  std::vector<std::int64_t> flat{-1};
  flat.insert(flat.end(), shape.begin() + depth, shape.end());
  std::vector<std::int64_t> out(places.begin(), places.end() - 1);
  out.insert(out.end(), shape.begin() + depth, shape.end());
  const int weights = call.tape.constant(at::tensor(at::ArrayRef<std::int64_t>(steps), at::TensorOptions(at::kLong)));
  MLINK_ASSIGN(const int value,
               call.tape.emit("torch.reshape(torch.index_select(torch.reshape({0}, " + script_list(flat) +
                                  "), 0, torch.reshape(torch.sum(torch.mul({1}, {2}), [-1], False), [-1])), " +
                                  script_list(out) + ")",
                              {x, indices, weights}));
  return std::vector<int>{value};
}

OpResult op_strided_slice(OpCall& call) {
  MLINK_ASSIGN(const std::vector<std::int64_t> steps, call.constant_ints(3));
  MLINK_ASSIGN(const std::vector<std::int64_t> begins, call.constant_ints(1));
  MLINK_ASSIGN(const std::vector<std::int64_t> ends, call.constant_ints(2));
  MLINK_ASSIGN(int x, call.tape.as_tensorflow(call.inputs[0]));
  const TfjsNode& node = call.node;
  if (node.attr_int("ellipsis_mask", 0) != 0 || node.attr_int("new_axis_mask", 0) != 0) {
    return unsupported_op("It slices with an ellipsis or a new axis.");
  }
  const auto masked = [&](const char* key, std::size_t axis) {
    return (static_cast<std::uint64_t>(node.attr_int(key, 0)) >> axis & 1U) != 0;
  };
  std::vector<std::int64_t> dropped;
  for (std::size_t axis = 0; axis < begins.size(); ++axis) {
    if (axis >= call.tape[x].shape.size() || axis >= ends.size() || axis >= steps.size()) {
      return fail(ErrorKind::corrupt, "It slices more dimensions than there are.");
    }
    if (steps[axis] < 1) return unsupported_op("It slices with a step of " + std::to_string(steps[axis]) + ".");
    const std::int64_t size = call.tape[x].shape[axis];
    const bool one = masked("shrink_axis_mask", axis);
    std::int64_t begin = masked("begin_mask", axis) && !one ? 0 : begins[axis];
    std::int64_t end = masked("end_mask", axis) ? size : ends[axis];
    if (begin < 0) begin += size;
    if (end < 0) end += size;
    if (one) {
      end = begin + 1;
      dropped.push_back(static_cast<std::int64_t>(axis));
    }
    if (begin == 0 && end >= size && steps[axis] == 1) continue;
    MLINK_ASSIGN(x, call.tape.emit("torch.slice({0}, " + std::to_string(axis) + ", " + std::to_string(begin) + ", " +
                                       std::to_string(end) + ", " + std::to_string(steps[axis]) + ")",
                                   {x}));
  }
  for (auto axis = dropped.rbegin(); axis != dropped.rend(); ++axis) {
    MLINK_ASSIGN(x, call.tape.emit(with_axis("squeeze", *axis), {x}));
  }
  return std::vector<int>{x};
}

OpResult op_transpose(OpCall& call) {
  MLINK_ASSIGN(const std::vector<std::int64_t> order, call.constant_ints(1));
  MLINK_ASSIGN(const int x, call.tape.as_tensorflow(call.inputs[0]));
  MLINK_ASSIGN(const int value, call.tape.emit("torch.permute({0}, " + script_list(order) + ")", {x}));
  return std::vector<int>{value};
}

}  // namespace mlink::convert
