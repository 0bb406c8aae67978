// Internal to core/links: a matrix of weights in 16 bits each (bfloat16), as a lone row is predicted. Reading the
// weights is what a single prediction costs, so half the bytes are about half the time; sums stay float32.
//
// Two weights lie in a 32-bit word: in its low half that of column 32 b + k, in its high half that of column
// 32 b + 16 + k (b: block of 16 words, k: word in it). A word is read as a float as it stands for the high one (the low
// half then is the end of its mantissa, which rounding takes into account), and shifted by 16 bits for the low one: no
// conversion. The float32 matrix that the weights came from is rounded to the same values, so that many rows at once,
// which go by it, give what one row gives, bit for bit; all kernels read the same layout.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "links/kernel/kernel.h"

namespace mlink::links {

/// A value; const use is thread-safe.
class NarrowMatrix {
 public:
  NarrowMatrix() = default;
  /// Rounds w (rows x columns, rows ld floats apart) in place, each weight by at most 1/256 of itself, and packs it.
  /// Weights not farther from zero than 2^-60 become zero or about that. Doing it again changes nothing.
  NarrowMatrix(std::size_t rows, std::size_t columns, float* w, std::size_t ld);

  [[nodiscard]] bool empty() const { return words_.empty(); }
  [[nodiscard]] const std::uint32_t* words() const { return words_.data(); }
  /// Words of a row: 16 for each 32 columns begun.
  [[nodiscard]] std::size_t ld() const { return ld_; }

 private:
  std::vector<std::uint32_t, AlignedAllocator<std::uint32_t>> words_;
  std::size_t ld_ = 0;
};

}  // namespace mlink::links
