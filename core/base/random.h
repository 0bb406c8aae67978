// Random numbers that are the same on every machine and whatever thread draws them: a generator is made from a seed and
// the names of the job it serves, never shared. Values; not thread-safe per instance.
#pragma once

#include <cstdint>

#include "base/rooms.h"

namespace mlink::base {

/// SplitMix64: a counter through a mixing function, so any 64-bit seed is good.
class Random {
 public:
  explicit constexpr Random(std::uint64_t seed) : counter_(seed) {}

  constexpr std::uint64_t next() {
    counter_ += 0x9E3779B97F4A7C15U;
    return mix(counter_);
  }
  /// In [0,1), 53 bits.
  constexpr double unit() { return static_cast<double>(next() >> 11U) * 0x1.0p-53; }
  /// In [0,n), n > 0 and below 2^32: the high half of a product is unbiased to 2^-32.
  constexpr std::uint64_t below(std::uint64_t n) { return ((next() >> 32U) * n) >> 32U; }

  static constexpr std::uint64_t mix(std::uint64_t x) {
    x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9U;
    x = (x ^ (x >> 27U)) * 0x94D049BB133111EBU;
    return x ^ (x >> 31U);
  }

 private:
  std::uint64_t counter_;
};

/// The seed of job (a, b) under `seed`; a and b may be -1 (none).
[[nodiscard]] constexpr std::uint64_t job_seed(std::uint64_t seed, std::int64_t a, std::int64_t b) {
  const auto step = [](std::uint64_t state, std::int64_t value) {
    return Random::mix(state ^ Random::mix(static_cast<std::uint64_t>(value) + 0x9E3779B97F4A7C15U));
  };
  return step(step(Random::mix(seed + 0x9E3779B97F4A7C15U), a), b);
}

}  // namespace mlink::base
