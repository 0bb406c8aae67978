// Internal to core/links: parts of a caller's buffer, so that predicting allocates nothing. Belongs to one call.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "base/rooms.h"

namespace mlink::links {

/// Gives out parts of a buffer; each starts at a 64-byte border.
class Scratch {
 public:
  /// Floats that a part of `floats` floats takes away.
  [[nodiscard]] static constexpr std::size_t rounded(std::size_t floats) { return (floats + 15) / 16 * 16; }

  explicit Scratch(float* begin) {
    const auto address = reinterpret_cast<std::uintptr_t>(begin);
    next_ = begin + ((64 - address % 64) % 64) / sizeof(float);
  }
  float* take(std::size_t floats) {
    float* part = next_;
    next_ += rounded(floats);
    return part;
  }
  std::span<int> take_ints(std::size_t n) {
    static_assert(sizeof(int) == sizeof(float));
    auto* ints = reinterpret_cast<int*>(take(n));
    std::uninitialized_default_construct_n(ints, n);
    return {ints, n};
  }

 private:
  float* next_;
};

}  // namespace mlink::links
