// The values that go into a network and come out of it: shape and numbers, nothing of any library.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/rooms.h"

namespace mlink::outputs {

/// Dense, row-major (last dimension fastest), 32-bit floats. An image batch is [batch, channel, row, column].
struct Tensor {
  std::vector<std::int64_t> shape;
  std::vector<float> data;  ///< as many values as the product of `shape`
  std::string name = {};    ///< what the network calls this output: "boxes", "1.0.boxes" (a path); empty: nothing

  /// Product of `shape`: 1 for an empty shape (a scalar), 0 where a dimension is 0 or negative.
  [[nodiscard]] static std::int64_t count(const std::vector<std::int64_t>& shape) {
    std::int64_t product = 1;
    for (const std::int64_t size : shape) product *= size > 0 ? size : 0;
    return product;
  }
  [[nodiscard]] bool whole() const { return static_cast<std::int64_t>(data.size()) == count(shape); }
};

/// "[1, 3, 512, 512]"
[[nodiscard]] inline std::string shape_text(const std::vector<std::int64_t>& shape) {
  std::string text = "[";
  for (const std::int64_t size : shape) text += (text.size() > 1 ? ", " : "") + std::to_string(size);
  return text + "]";
}

}  // namespace mlink::outputs
