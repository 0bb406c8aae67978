// The converted network while it is made: values, and the TorchScript statements that compute them. Shapes are not
// worked out by rules but by running each statement once (on zeros, or on the constants themselves), so that a
// statement and its shape cannot disagree. Internal to the converter.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "convert/torch/torch_script.h"

namespace mlink::convert {

struct TapeValue {
  std::vector<std::int64_t> shape;  ///< as stored, that is NCHW where `nchw` is set
  c10::ScalarType type = c10::ScalarType::Float;
  bool nchw = false;    ///< a picture: TensorFlow's NHWC, stored as NCHW
  bool shared = false;  ///< other nodes see it too: it must not be changed any more
  int statement = -1;   ///< that computes it; -1: the input, or a constant
  at::Tensor constant;  ///< defined: a constant
};

class Tape {
 public:
  int input(std::vector<std::int64_t> shape, bool nchw);
  int constant(at::Tensor tensor, bool nchw = false);
  int scalar(double value);

  /// A new value from an expression in which {0}, {1}, ... stand for the inputs (an input of -1 is None). Constants
  /// only: computed now. Fails with LibTorch's reason where the shapes do not fit.
  [[nodiscard]] Result<int> emit(const std::string& expression, const std::vector<int>& inputs, bool nchw = false);
  [[nodiscard]] Result<std::vector<int>> emit_several(const std::string& expression, const std::vector<int>& inputs,
                                                      std::size_t count, bool nchw = false);

  /// A convolution with constant weight (input 1) and bias (input 2, may be -1), so that factors fold into it.
  [[nodiscard]] Result<int> emit_convolution(const std::string& expression, const std::vector<int>& inputs,
                                             int channel_axis);
  /// Folds y = x * factor or x + summand into the convolution behind `value`. `constant` holds one number, or one a
  /// channel in the last dimension. False: nothing can be folded there. Call it only where nobody else needs `value`.
  bool fold_factor(int value, const at::Tensor& constant);
  bool fold_summand(int value, const at::Tensor& constant);

  /// min(max(x, low), high); `owned`: nobody else needs `value`, so that a bound before it can be merged.
  [[nodiscard]] Result<int> clamp(int value, double low, double high, bool owned);

  /// The same value in the other order of dimensions; what is there already comes back as it is.
  [[nodiscard]] Result<int> as_nchw(int value);
  [[nodiscard]] Result<int> as_tensorflow(int value);
  [[nodiscard]] std::vector<std::int64_t> tensorflow_shape(int value) const;

  [[nodiscard]] const TapeValue& operator[](int value) const { return values_[static_cast<std::size_t>(value)]; }
  void share(int value) { values_[static_cast<std::size_t>(value)].shared = true; }
  [[nodiscard]] bool is_constant(int value) const { return (*this)[value].constant.defined(); }
  [[nodiscard]] int folded() const { return folded_; }

  /// The module that computes `outputs` from the input: only what they need.
  [[nodiscard]] ScriptSource source(const std::vector<int>& outputs);

 private:
  struct Clamp {
    double low = -std::numeric_limits<double>::infinity();
    double high = std::numeric_limits<double>::infinity();
  };
  struct Statement {
    std::vector<int> results;
    std::string expression;
    std::vector<int> inputs;
    int channel_axis = -1;  ///< of the weight's output channels; -1: no convolution
    std::optional<Clamp> clamp;
  };

  int add(TapeValue value);
  [[nodiscard]] Statement* changeable(int value);
  [[nodiscard]] at::Tensor per_channel(const Statement& convolution, const at::Tensor& constant) const;
  [[nodiscard]] at::Tensor stand_in(int value) const;
  [[nodiscard]] std::pair<std::string, std::vector<int>> clamp_text(const Statement& statement);
  [[nodiscard]] std::vector<bool> needed(const std::vector<int>& outputs) const;

  std::vector<TapeValue> values_;
  std::vector<Statement> statements_;
  int folded_ = 0;
};

/// A number as TorchScript reads it back to the same double: "6.0", "-0.5", "1e-05".
[[nodiscard]] std::string script_number(double value);
/// "[1, 2]"
[[nodiscard]] std::string script_list(const std::vector<std::int64_t>& numbers);

}  // namespace mlink::convert
