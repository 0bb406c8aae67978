#include "links/kernel/bfloat16_weights.h"

#include <cmath>
#include <cstring>

namespace mlink::links {
namespace {

constexpr std::uint32_t kSign = 0x80000000U;
constexpr float kLeast = 0x1p-60F;  ///< products with it stay clear of denormal numbers, which some CPUs are slow at

std::uint32_t bits_of(float value) {
  std::uint32_t bits = 0;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}
float float_of(std::uint32_t bits) {
  float value = 0;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

/// The word of two weights, each as near as it can be said.
std::uint32_t word_of(float low, float high) {
  const std::uint32_t low_bits = bits_of(low);
  std::uint32_t low_half = 0;
  if (std::abs(low) >= kLeast) low_half = (low_bits + 0x7FFFU + (low_bits >> 16U & 1U)) >> 16U;
  // Magnitudes in order of their bits: the nearest one that ends with the low half.
  const std::uint32_t sign = bits_of(high) & kSign;
  const std::uint32_t magnitude = bits_of(std::abs(high) >= kLeast ? std::abs(high) : kLeast);
  std::uint32_t high_half = (magnitude - low_half + 0x8000U) >> 16U;
  if ((high_half << 16U | low_half) < bits_of(kLeast)) ++high_half;
  return sign | high_half << 16U | low_half;
}

}  // namespace

NarrowMatrix::NarrowMatrix(std::size_t rows, std::size_t columns, float* w, std::size_t ld)
    : words_(rows * ((columns + 31) / 32) * 16), ld_((columns + 31) / 32 * 16) {
  for (std::size_t r = 0; r < rows; ++r) {
    float* row = w + r * ld;
    for (std::size_t k = 0; k < ld_; ++k) {
      const std::size_t low = k / 16 * 32 + k % 16, high = low + 16;
      const std::uint32_t word = word_of(low < columns ? row[low] : 0.F, high < columns ? row[high] : 0.F);
      words_[r * ld_ + k] = word;
      if (low < columns) row[low] = float_of(word << 16U);
      if (high < columns) row[high] = float_of(word);
    }
  }
}

}  // namespace mlink::links
