// What the decoding heads share: which of the network's outputs is meant, shapes, and the errors that name them.
// Pure; thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "outputs/tensor.h"

namespace mlink::blackbox {

/// "The mask has the shape [1, 2], the head needs [1, C, h, w]."
[[nodiscard]] tl::unexpected<Error> wrong_shape(const std::string& what, const Tensor& tensor,
                                                const std::string& wanted);

/// [N, C] of a tensor whose leading dimensions are all 1.
struct Rows {
  std::int64_t count = 0, width = 0;
};
[[nodiscard]] std::optional<Rows> rows_of(const Tensor& tensor);

/// Fails where a value of the tensor is not a number; `what` is how people call the tensor: "scores".
[[nodiscard]] Status expect_numbers(const Tensor& tensor, const std::string& what);

/// One of the network's outputs, by its place or its name.
struct TensorChoice {
  int index = 0;
  std::string name = {};  ///< empty: by place
};
/// By name: the whole name, or the last part of the only path that ends with it ("boxes" for "1.0.boxes").
[[nodiscard]] Result<std::size_t> find_tensor(const std::vector<Tensor>& tensors, const TensorChoice& choice);
/// The first whose name, or its last part, is one of `names`; nothing where there is none.
[[nodiscard]] std::optional<std::size_t> find_named(const std::vector<Tensor>& tensors,
                                                    std::span<const char* const> names);
/// "boxes [1, 300, 4], scores [1, 300]"
[[nodiscard]] std::string tensors_text(const std::vector<Tensor>& tensors);

}  // namespace mlink::blackbox
