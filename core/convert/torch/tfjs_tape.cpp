#include "convert/torch/tfjs_tape.h"

#include <ATen/ops/full.h>
#include <ATen/ops/zeros.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <map>

#include "outputs/tensor.h"

namespace mlink::convert {

namespace {

/// Puts names[i] where {i} stands.
std::string filled(const std::string& expression, const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < expression.size(); ++i) {
    const std::size_t end = expression[i] == '{' ? expression.find('}', i) : std::string::npos;
    if (end == std::string::npos) {
      text += expression[i];
      continue;
    }
    text += names[static_cast<std::size_t>(std::stoi(expression.substr(i + 1, end - i - 1)))];
    i = end;
  }
  return text;
}

}  // namespace

std::string script_number(double value) {
  if (std::isinf(value)) return value > 0 ? "float('inf')" : "float('-inf')";
  if (std::isnan(value)) return "float('nan')";
  std::array<char, 40> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  std::string text(buffer.data(), end.ptr);
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

std::string script_list(const std::vector<std::int64_t>& numbers) { return shape_text(numbers); }

int Tape::add(TapeValue value) {
  values_.push_back(std::move(value));
  return static_cast<int>(values_.size()) - 1;
}

int Tape::input(std::vector<std::int64_t> shape, bool nchw) {
  TapeValue value;
  value.shape = std::move(shape);
  value.nchw = nchw;
  return add(std::move(value));
}

int Tape::constant(at::Tensor tensor, bool nchw) {
  TapeValue value;
  value.shape = tensor.sizes().vec();
  value.type = tensor.scalar_type();
  value.nchw = nchw;
  value.constant = tensor.contiguous();
  return add(std::move(value));
}

int Tape::scalar(double value) { return constant(at::full({}, value, at::TensorOptions(at::kFloat))); }

at::Tensor Tape::stand_in(int value) const {
  const TapeValue& it = (*this)[value];
  return it.constant.defined() ? it.constant : at::zeros(it.shape, at::TensorOptions(it.type));
}

Result<int> Tape::emit(const std::string& expression, const std::vector<int>& inputs, bool nchw) {
  MLINK_ASSIGN(const std::vector<int> values, emit_several(expression, inputs, 1, nchw));
  return values.front();
}

Result<std::vector<int>> Tape::emit_several(const std::string& expression, const std::vector<int>& inputs,
                                            std::size_t count, bool nchw) {
  std::vector<std::string> names;
  std::vector<at::Tensor> tensors;
  bool all_constant = true;
  for (const int input : inputs) {
    names.push_back(input < 0 ? "None" : "x" + std::to_string(tensors.size()));
    if (input < 0) continue;
    tensors.push_back(stand_in(input));
    all_constant = all_constant && is_constant(input);
  }
  MLINK_ASSIGN(const std::vector<at::Tensor> results, evaluate_script(filled(expression, names), tensors));
  if (results.size() != count) {
    return fail(ErrorKind::failed,
                "It gives " + std::to_string(results.size()) + " tensors instead of " + std::to_string(count) + ".");
  }
  std::vector<int> values;
  Statement statement{{}, expression, inputs, -1, {}};
  for (const at::Tensor& result : results) {
    if (all_constant) {
      values.push_back(constant(result, nchw));
      continue;
    }
    TapeValue value;
    value.shape = result.sizes().vec();
    value.type = result.scalar_type();
    value.nchw = nchw;
    value.statement = static_cast<int>(statements_.size());
    values.push_back(add(std::move(value)));
  }
  if (all_constant) {
    ++folded_;
  } else {
    statement.results = values;
    statements_.push_back(std::move(statement));
  }
  return values;
}

Result<int> Tape::emit_convolution(const std::string& expression, const std::vector<int>& inputs, int channel_axis) {
  MLINK_ASSIGN(const int value, emit(expression, inputs, true));
  if (!is_constant(value)) statements_.back().channel_axis = channel_axis;
  return value;
}

Tape::Statement* Tape::changeable(int value) {
  const TapeValue& it = (*this)[value];
  return it.shared || it.statement < 0 ? nullptr : &statements_[static_cast<std::size_t>(it.statement)];
}

/// One double a channel, or an undefined tensor where the constant has another form.
at::Tensor Tape::per_channel(const Statement& convolution, const at::Tensor& constant) const {
  const at::Tensor& weight = (*this)[convolution.inputs[1]].constant;
  const std::int64_t channels = weight.size(convolution.channel_axis);
  const bool one_each = constant.dim() > 0 && constant.size(-1) == channels && constant.numel() == channels;
  if (constant.scalar_type() != at::kFloat || constant.dim() > 4 || (constant.numel() != 1 && !one_each)) return {};
  return constant.reshape({-1}).to(at::kDouble).expand({channels});
}

bool Tape::fold_factor(int value, const at::Tensor& constant) {
  Statement* statement = changeable(value);
  if (statement == nullptr || statement->channel_axis < 0) return false;
  const at::Tensor factor = per_channel(*statement, constant);
  if (!factor.defined()) return false;
  const at::Tensor weight = (*this)[statement->inputs[1]].constant;
  std::vector<std::int64_t> along(static_cast<std::size_t>(weight.dim()), 1);
  along[static_cast<std::size_t>(statement->channel_axis)] = -1;
  statement->inputs[1] = this->constant(weight.to(at::kDouble).mul(factor.reshape(along)).to(at::kFloat));
  if (statement->inputs[2] >= 0) {
    const at::Tensor bias = (*this)[statement->inputs[2]].constant;
    statement->inputs[2] = this->constant(bias.to(at::kDouble).mul(factor).to(at::kFloat));
  }
  ++folded_;
  return true;
}

bool Tape::fold_summand(int value, const at::Tensor& constant) {
  Statement* statement = changeable(value);
  if (statement == nullptr || statement->channel_axis < 0) return false;
  at::Tensor sum = per_channel(*statement, constant);
  if (!sum.defined()) return false;
  if (statement->inputs[2] >= 0) sum = sum.add((*this)[statement->inputs[2]].constant.to(at::kDouble));
  statement->inputs[2] = this->constant(sum.to(at::kFloat));
  ++folded_;
  return true;
}

Result<int> Tape::clamp(int value, double low, double high, bool owned) {
  if (is_constant(value)) {
    return emit("torch.clamp({0}, " + script_number(low) + ", " + script_number(high) + ")", {value},
                (*this)[value].nchw);
  }
  Statement* before = owned ? changeable(value) : nullptr;
  if (before != nullptr && before->clamp.has_value()) {
    Clamp& both = *before->clamp;
    both.low = std::min(std::max(both.low, low), high);
    both.high = std::min(std::max(both.high, low), high);
    ++folded_;
    return value;
  }
  TapeValue result = (*this)[value];
  result.shared = false;
  result.statement = static_cast<int>(statements_.size());
  const int number = add(std::move(result));
  statements_.push_back({{number}, {}, {value}, -1, Clamp{low, high}});
  return number;
}

/// Two traps of LibTorch 1.13's optimize_for_inference: it asserts on a clamp with one bound; and its clamp, hardtanh
/// and relu6 leave part of the picture as it was where the channels are no multiple of oneDNN's blocks of 16. There a
/// clamp is written as relu, minimum and maximum, which it gets right.
std::pair<std::string, std::vector<int>> Tape::clamp_text(const Statement& statement) {
  const Clamp& bounds = *statement.clamp;
  const TapeValue& value = (*this)[statement.inputs[0]];
  const bool below = std::isfinite(bounds.low);
  const bool above = std::isfinite(bounds.high);
  const bool blocks = value.nchw && value.shape[1] % 16 == 0;
  if (below && above && blocks) {
    return {"torch.hardtanh({0}, " + script_number(bounds.low) + ", " + script_number(bounds.high) + ")",
            statement.inputs};
  }
  std::string text = "{0}";
  std::vector<int> inputs = statement.inputs;
  const auto with = [&](const char* function, double bound) {
    inputs.push_back(scalar(bound));
    text = std::string(function) + "(" + text + ", {" + std::to_string(inputs.size() - 1) + "})";
  };
  if (bounds.low == 0) {
    text = "torch.relu({0})";
  } else if (below) {
    with("torch.maximum", bounds.low);
  }
  if (above) with("torch.minimum", bounds.high);
  return {text, inputs};
}

Result<int> Tape::as_nchw(int value) {
  const TapeValue& it = (*this)[value];
  if (it.nchw) return value;
  if (it.shape.size() != 4) {
    return fail(ErrorKind::unsupported,
                "It needs a picture with four dimensions, the tensor before it is " + shape_text(it.shape) + ".");
  }
  return emit("torch.permute({0}, [0, 3, 1, 2]).contiguous()", {value}, true);
}

Result<int> Tape::as_tensorflow(int value) {
  if (!(*this)[value].nchw) return value;
  return emit("torch.permute({0}, [0, 2, 3, 1])", {value}, false);
}

std::vector<std::int64_t> Tape::tensorflow_shape(int value) const {
  const TapeValue& it = (*this)[value];
  if (!it.nchw) return it.shape;
  return {it.shape[0], it.shape[2], it.shape[3], it.shape[1]};
}

std::vector<bool> Tape::needed(const std::vector<int>& outputs) const {
  std::vector<bool> used(values_.size(), false);
  for (const int output : outputs) used[static_cast<std::size_t>(output)] = true;
  for (auto it = statements_.rbegin(); it != statements_.rend(); ++it) {
    const bool wanted = std::any_of(it->results.begin(), it->results.end(),
                                    [&](int result) { return used[static_cast<std::size_t>(result)]; });
    if (!wanted) continue;
    for (const int input : it->inputs) {
      if (input >= 0) used[static_cast<std::size_t>(input)] = true;
    }
  }
  return used;
}

ScriptSource Tape::source(const std::vector<int>& outputs) {
  ScriptSource script;
  std::map<int, std::string> buffers;
  const auto name_of = [&](int value) -> std::string {
    if (value < 0) return "None";
    if (!is_constant(value)) return (*this)[value].statement < 0 ? "x" : "v" + std::to_string(value);
    auto& name = buffers[value];
    if (name.empty()) {
      name = "w" + std::to_string(script.buffers.size());
      script.buffers.emplace_back(name, (*this)[value].constant);
    }
    return "self." + name;
  };
  const std::vector<bool> used = needed(outputs);
  script.forward = "def forward(self, x):\n";
  for (const Statement& statement : statements_) {
    std::string results;
    bool wanted = false;
    for (const int result : statement.results) {
      results += (results.empty() ? "v" : ", v") + std::to_string(result);
      wanted = wanted || used[static_cast<std::size_t>(result)];
    }
    if (!wanted) continue;
    const auto [expression, inputs] =
        statement.clamp ? clamp_text(statement) : std::pair(statement.expression, statement.inputs);
    std::vector<std::string> names;
    for (const int input : inputs) names.push_back(name_of(input));
    script.forward += "  " + results + " = " + filled(expression, names) + "\n";
  }
  std::string back;
  for (const int output : outputs) back += (back.empty() ? "" : ", ") + name_of(output);
  script.forward += outputs.size() == 1 ? "  return " + back + "\n" : "  return (" + back + ")\n";
  return script;
}

}  // namespace mlink::convert
