// Numbers: arithmetic, activations, reductions, products.
#include <ATen/core/Tensor.h>

#include <algorithm>
#include <limits>
#include <map>

#include "convert/torch/tfjs_ops.h"

namespace mlink::convert {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

const char* binary_expression(const std::string& op) {
  static const std::map<std::string, const char*> table{
      {"Add", "torch.add({0}, {1})"},
      {"AddV2", "torch.add({0}, {1})"},
      {"BiasAdd", "torch.add({0}, {1})"},
      {"Sub", "torch.sub({0}, {1})"},
      {"Mul", "torch.mul({0}, {1})"},
      {"RealDiv", "torch.div({0}, {1})"},
      {"FloorDiv", "torch.floor_divide({0}, {1})"},
      {"FloorMod", "torch.remainder({0}, {1})"},
      {"Minimum", "torch.minimum({0}, {1})"},
      {"Maximum", "torch.maximum({0}, {1})"},
      {"Equal", "torch.eq({0}, {1})"},
      {"SquaredDifference", "torch.square(torch.sub({0}, {1}))"},
  };
  const auto found = table.find(op);
  return found == table.end() ? nullptr : found->second;
}

/// A tensor of lower rank beside a picture: its dimensions belong to the last ones of NHWC.
Result<int> beside_picture(Tape& tape, int value) {
  const std::vector<std::int64_t> shape = tape[value].shape;
  if (tape[value].nchw || shape.empty()) return value;
  if (shape.size() == 4) return tape.as_nchw(value);
  std::vector<std::int64_t> padded(4 - std::min<std::size_t>(shape.size(), 4), 1);
  padded.insert(padded.end(), shape.begin(), shape.end());
  MLINK_ASSIGN(const int widened, tape.emit("torch.reshape({0}, " + script_list(padded) + ")", {value}));
  return tape.as_nchw(widened);
}

/// y = x op c with one constant: into the convolution before x, or into a clamp. A negative number: not possible.
Result<int> folded_binary(OpCall& call, const std::string& op, std::size_t variable, std::size_t fixed) {
  Tape& tape = call.tape;
  const at::Tensor constant = call.value(fixed).constant;
  const int value = call.inputs[variable];
  if (constant.scalar_type() != at::kFloat || call.value(variable).type != at::kFloat) return -1;
  if ((op == "Minimum" || op == "Maximum") && constant.numel() == 1 &&
      constant.dim() <= static_cast<std::int64_t>(call.value(variable).shape.size())) {
    const double bound = constant.reshape({-1}).to(at::kDouble)[0].item().toDouble();
    return op == "Minimum" ? tape.clamp(value, -infinity, bound, call.owned[variable] && call.fold)
                           : tape.clamp(value, bound, infinity, call.owned[variable] && call.fold);
  }
  if (!call.fold || !call.owned[variable]) return -1;
  bool done = false;
  if (op == "Mul") done = tape.fold_factor(value, constant);
  if (op == "RealDiv" && variable == 0)
    done = tape.fold_factor(value, constant.to(at::kDouble).reciprocal().to(at::kFloat));
  if (op == "Add" || op == "AddV2" || op == "BiasAdd") done = tape.fold_summand(value, constant);
  if (op == "Sub" && variable == 0) done = tape.fold_summand(value, constant.neg());
  return done ? value : -1;
}

/// A constant of one float is written into the statement: cheaper than a tensor, and one buffer less.
std::string with_number(const std::string& expression, const std::string& place, const at::Tensor& constant) {
  std::string text = expression;
  const double number = constant.reshape({-1}).to(at::kDouble)[0].item().toDouble();
  return text.replace(text.find(place), place.size(), script_number(number));
}

bool is_plain_number(const OpCall& call, std::size_t fixed, std::size_t variable) {
  const at::Tensor& constant = call.value(fixed).constant;
  return constant.defined() && constant.numel() == 1 && constant.scalar_type() == at::kFloat &&
         call.value(variable).type == at::kFloat && !call.value(variable).constant.defined() &&
         constant.dim() <= static_cast<std::int64_t>(call.value(variable).shape.size());
}

}  // namespace

Result<int> binary_op(OpCall& call, const std::string& op, std::size_t left, std::size_t right) {
  const char* expression = binary_expression(op);
  if (expression == nullptr) return unsupported_op("Nothing here knows " + op + ".");
  const bool left_fixed = call.value(left).constant.defined();
  const bool right_fixed = call.value(right).constant.defined();
  if (left_fixed != right_fixed) {
    MLINK_ASSIGN(const int folded, folded_binary(call, op, left_fixed ? right : left, left_fixed ? left : right));
    if (folded >= 0) return folded;
  }
  // The functions that take (Tensor, number); sub and div of a number by a tensor, minimum and the like do not.
  const bool takes_number = op == "Add" || op == "AddV2" || op == "Mul" || op == "Sub" || op == "RealDiv";
  if (takes_number && is_plain_number(call, right, left)) {
    return call.tape.emit(with_number(expression, "{1}", call.value(right).constant), {call.inputs[left]},
                          call.value(left).nchw);
  }
  if (takes_number && op != "Sub" && op != "RealDiv" && is_plain_number(call, left, right)) {
    const std::string swapped = op == "Mul" ? "torch.mul({0}, {1})" : "torch.add({0}, {1})";
    return call.tape.emit(with_number(swapped, "{1}", call.value(left).constant), {call.inputs[right]},
                          call.value(right).nchw);
  }
  int a = call.inputs[left];
  int b = call.inputs[right];
  const bool picture = call.tape[a].nchw || call.tape[b].nchw;
  if (picture) {
    MLINK_ASSIGN(a, beside_picture(call.tape, a));
    MLINK_ASSIGN(b, beside_picture(call.tape, b));
  }
  return call.tape.emit(expression, {a, b}, picture);
}

OpResult op_identity(OpCall& call) {
  MLINK_TRY(call.needs(1));
  return std::vector<int>{call.inputs[0]};
}

OpResult op_cast(OpCall& call) {
  MLINK_TRY(call.needs(1));
  const std::string type = call.node.attr_type("DstT");
  c10::ScalarType wanted = at::kFloat;
  if (type == "DT_INT32" || type == "DT_INT64") {
    wanted = at::kLong;
  } else if (type == "DT_BOOL") {
    wanted = at::kBool;
  } else if (type != "DT_FLOAT") {
    return unsupported_op("It casts to " + type + ".");
  }
  if (call.value(0).type == wanted) return op_identity(call);
  // TorchScript writes a type as its number.
  MLINK_ASSIGN(const int value, call.tape.emit("{0}.to(" + std::to_string(static_cast<int>(wanted)) + ")",
                                               {call.inputs[0]}, call.value(0).nchw));
  return std::vector<int>{value};
}

OpResult op_binary(OpCall& call) {
  MLINK_TRY(call.needs(2));
  MLINK_ASSIGN(const int value, binary_op(call, call.node.op, 0, 1));
  return std::vector<int>{value};
}

OpResult op_add_n(OpCall& call) {
  MLINK_TRY(call.needs(1));
  if (call.inputs.size() == 1) return op_identity(call);
  MLINK_ASSIGN(int sum, binary_op(call, "Add", 0, 1));
  for (std::size_t i = 2; i < call.inputs.size(); ++i) {
    call.inputs[0] = sum;
    call.owned[0] = false;
    MLINK_ASSIGN(sum, binary_op(call, "Add", 0, i));
  }
  return std::vector<int>{sum};
}

Result<int> activation_op(OpCall& call, int value, const std::string& name, bool owned) {
  const bool nchw = call.tape[value].nchw;
  const bool merge = owned && call.fold;
  if (name == "Relu") return call.tape.clamp(value, 0, infinity, merge);
  if (name == "Relu6") return call.tape.clamp(value, 0, 6, merge);
  if (name == "LeakyRelu") {
    const double slope = call.node.attr_float(call.node.op == name ? "alpha" : "leakyrelu_alpha", 0.2);
    return call.tape.emit("torch.leaky_relu({0}, " + script_number(slope) + ")", {value}, nchw);
  }
  static const std::map<std::string, const char*> table{
      {"Sigmoid", "torch.sigmoid({0})"}, {"Tanh", "torch.tanh({0})"},     {"Sqrt", "torch.sqrt({0})"},
      {"Rsqrt", "torch.rsqrt({0})"},     {"Square", "torch.square({0})"}, {"Neg", "torch.neg({0})"},
      {"Abs", "torch.abs({0})"},         {"Exp", "torch.exp({0})"},
  };
  const auto found = table.find(name);
  if (found == table.end()) return unsupported_op("Nothing here knows the activation " + name + ".");
  return call.tape.emit(found->second, {value}, nchw);
}

OpResult op_unary(OpCall& call) {
  MLINK_TRY(call.needs(1));
  MLINK_ASSIGN(const int value, activation_op(call, call.inputs[0], call.node.op, call.owned[0]));
  return std::vector<int>{value};
}

OpResult op_softmax(OpCall& call) {
  MLINK_TRY(call.needs(1));
  MLINK_ASSIGN(const std::int64_t axis, call.stored_axis(call.inputs[0], -1));
  MLINK_ASSIGN(const int value, call.tape.emit("torch.softmax({0}, " + std::to_string(axis) + ")", {call.inputs[0]},
                                               call.value(0).nchw));
  return std::vector<int>{value};
}

OpResult op_reduce(OpCall& call) {
  MLINK_TRY(call.needs(2));
  static const std::map<std::string, const char*> names{
      {"Mean", "torch.mean"}, {"Sum", "torch.sum"}, {"Max", "torch.amax"}, {"Min", "torch.amin"}};
  MLINK_ASSIGN(std::vector<std::int64_t> axes, call.constant_ints(1));
  const bool keep = call.node.attr_bool("keep_dims", call.node.attr_bool("keepDims", false));
  int x = call.inputs[0];
  for (std::int64_t& axis : axes) {
    MLINK_ASSIGN(axis, call.plain_axis(axis, call.tape[x].shape.size()));
  }
  // Without height and width the rest is in the same order in NHWC and NCHW.
  const bool both = std::count(axes.begin(), axes.end(), 1) > 0 && std::count(axes.begin(), axes.end(), 2) > 0;
  if (!keep && !both) {
    MLINK_ASSIGN(x, call.tape.as_tensorflow(x));
  }
  for (std::int64_t& axis : axes) {
    MLINK_ASSIGN(axis, call.stored_axis(x, axis));
  }
  std::sort(axes.begin(), axes.end());
  if (axes.empty()) return op_identity(call);
  MLINK_ASSIGN(const int value, call.tape.emit(std::string(names.at(call.node.op)) + "({0}, " + script_list(axes) +
                                                   (keep ? ", True)" : ", False)"),
                                               {x}, keep && call.tape[x].nchw));
  return std::vector<int>{value};
}

OpResult op_arg_max(OpCall& call) {
  MLINK_TRY(call.needs(1));
  std::int64_t axis = 0;
  if (call.inputs.size() > 1) {
    MLINK_ASSIGN(axis, call.constant_int(1));
  }
  MLINK_ASSIGN(const int x, call.tape.as_tensorflow(call.inputs[0]));
  MLINK_ASSIGN(axis, call.plain_axis(axis, call.tape[x].shape.size()));
  MLINK_ASSIGN(const int value, call.tape.emit("torch.argmax({0}, " + std::to_string(axis) + ", False)", {x}));
  return std::vector<int>{value};
}

OpResult op_top_k(OpCall& call) {
  MLINK_ASSIGN(const std::int64_t k, call.constant_int(1));
  MLINK_ASSIGN(const int x, call.tape.as_tensorflow(call.inputs[0]));
  return call.tape.emit_several("torch.topk({0}, " + std::to_string(k) + ", -1, True, True)", {x}, 2);
}

OpResult op_mat_mul(OpCall& call) {
  MLINK_TRY(call.needs(2));
  const std::vector<std::string> fused = call.node.attr_texts("fused_ops");
  const bool bias = !fused.empty() && fused.front() == "BiasAdd";
  if (bias) MLINK_TRY(call.needs(3));
  MLINK_ASSIGN(int a, call.tape.as_tensorflow(call.inputs[0]));
  MLINK_ASSIGN(int b, call.tape.as_tensorflow(call.inputs[1]));
  if (call.tape[a].shape.size() != 2 || call.tape[b].shape.size() != 2) {
    return unsupported_op("It multiplies tensors that are no matrices.");
  }
  if (call.node.attr_bool("transpose_a", false)) {
    MLINK_ASSIGN(a, call.tape.emit("torch.t({0})", {a}));
  }
  if (!call.node.attr_bool("transpose_b", false)) {  // linear wants [out, in]
    MLINK_ASSIGN(b, call.tape.emit("torch.t({0}).contiguous()", {b}));
  }
  MLINK_ASSIGN(int value, call.tape.emit("torch.linear({0}, {1}, {2})", {a, b, bias ? call.inputs[2] : -1}));
  for (std::size_t i = bias ? 1 : 0; i < fused.size(); ++i) {
    MLINK_ASSIGN(value, activation_op(call, value, fused[i], false));
  }
  return std::vector<int>{value};
}

}  // namespace mlink::convert
