// A set of black boxes by index: what a method runs. A value; thread-safe.
#pragma once

#include <cstdint>

#include "base/rooms.h"

namespace mlink::outputs {

/// A set of black boxes by index (paper: A). At most 64.
class BoxSet {
 public:
  static constexpr int kMax = 64;
  constexpr BoxSet() = default;
  explicit constexpr BoxSet(std::uint64_t bits) : bits_(bits) {}
  /// The first `count` boxes, 0 to kMax: the shift of all 64 bits at once is not defined, so nobody does it by hand.
  [[nodiscard]] static constexpr BoxSet all(int count) {
    if (count <= 0) return BoxSet();
    return BoxSet(~std::uint64_t{0} >> static_cast<unsigned>(count < kMax ? kMax - count : 0));
  }
  [[nodiscard]] constexpr bool has(int i) const { return (bits_ >> i) & 1U; }
  [[nodiscard]] constexpr BoxSet with(int i) const { return BoxSet(bits_ | (std::uint64_t{1} << i)); }
  [[nodiscard]] constexpr BoxSet without(int i) const { return BoxSet(bits_ & ~(std::uint64_t{1} << i)); }
  [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }
  [[nodiscard]] constexpr std::uint64_t bits() const { return bits_; }
  [[nodiscard]] int size() const { return __builtin_popcountll(bits_); }
  friend constexpr bool operator==(BoxSet, BoxSet) = default;

 private:
  std::uint64_t bits_ = 0;
};

}  // namespace mlink::outputs
