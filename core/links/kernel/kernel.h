// Internal to core/links: the loops of training and prediction in float32, compiled from one source (kernel.inl) for
// several kinds of CPU and chosen when the program runs. All functions are pure and thread-safe, and allocate nothing.
//
// Matrices are row-major. The rows of weights, gradients and results are padded with zeros to a multiple of `lanes`
// floats and start at 64-byte borders of AlignedFloats, so that a row is whole vectors. Each sum runs over its depth in
// order and in one accumulator, whatever the number of rows: a row predicted alone equals the row predicted among many,
// bit for bit (weights are finite numbers: a lone row passes over the weights of its zeros).
#pragma once

#include <cstddef>
#include <cstdint>
#include <new>
#include <span>
#include <vector>

#include "base/rooms.h"

namespace mlink::links {

template <class T>
struct AlignedAllocator {
  using value_type = T;
  static constexpr std::align_val_t kAlign{64};
  AlignedAllocator() = default;
  template <class U>
  explicit AlignedAllocator(const AlignedAllocator<U>&) {}
  T* allocate(std::size_t n) { return static_cast<T*>(::operator new(n * sizeof(T), kAlign)); }
  void deallocate(T* p, std::size_t) { ::operator delete(p, kAlign); }
  friend bool operator==(const AlignedAllocator&, const AlignedAllocator&) { return true; }
};
using AlignedFloats = std::vector<float, AlignedAllocator<float>>;

/// What the last layer means, hence loss and activation (design: outputs and losses).
enum class Head : std::uint8_t {
  softmax,  ///< soft cross-entropy
  sigmoid,  ///< binary cross-entropy, mean over labels
  box,      ///< 4 linear values (squared error, where the exact box is not empty) and a presence score (cross-entropy)
  scalar    ///< linear, absolute error
};

/// RMSprop: v = alpha v + (1 - alpha) g^2, w -= rate g / (sqrt(v) + epsilon).
struct Descent {
  float rate = 0.01F, alpha = 0.9F, epsilon = 1e-7F;
};

struct Kernel {
  const char* name;
  int lanes;

  /// Whether n values are neither infinite nor NaN. v need not lie at a border.
  bool (*finite)(std::size_t n, const float* v);
  /// x = (v - centre) inverse, cut at +-limit; n values, none of the arrays need lie at a border. All variants give the
  /// same bits.
  void (*standardise)(std::size_t n, const float* v, const float* centre, const float* inverse, float limit, float* x);
  /// y[rows x out] = x[rows x in] w[in x out] + bias, then max(0, .) where `relu`. ld_out: padded width of w, y, bias.
  /// bias may be null.
  void (*affine)(std::size_t rows, std::size_t in, std::size_t ld_out, const float* x, std::size_t ld_x, const float* w,
                 const float* bias, bool relu, float* y);
  /// affine for one row, its weights packed (narrow.h; ld_w words a row). y: ld_out floats, of which those behind the
  /// matrix's columns say nothing.
  void (*affine_narrow)(std::size_t in, std::size_t ld_out, const float* x, const std::uint32_t* w, std::size_t ld_w,
                        const float* bias, bool relu, float* y);
  /// Gradient of w in y = x w from the gradient g of y, and at once one step of RMSprop: the gradient is never stored.
  void (*update)(std::size_t rows, std::size_t in, std::size_t ld_out, const float* x, std::size_t ld_x, const float* g,
                 const Descent& descent, float* w, float* v);
  /// The same for a bias: the gradient is the sum of g's rows.
  void (*update_bias)(std::size_t rows, std::size_t ld_out, const float* g, const Descent& descent, float* b, float* v);
  /// Gradient of the hidden layer h from the gradient g of y = h w: g w^T where h > 0, times scale, else 0.
  /// work: back_floats(rows, in, out).
  void (*back)(std::size_t rows, std::size_t in, std::size_t out, std::size_t ld_out, const float* w, const float* g,
               const float* h, std::size_t ld_h, float scale, float* g_h, float* work);
  /// Zeroes each of h's values with chance threshold / 65536 and scales the others by 1 / (1 - chance). The masks
  /// follow from seed, row and column alone, so that all variants draw the same.
  void (*dropout)(std::size_t rows, std::size_t ld, std::uint32_t threshold, std::uint64_t seed, float* h);
  /// z becomes the gradient of the mean loss over `rows`; t: the encoded targets (ld as z).
  void (*loss_gradient)(Head head, std::size_t rows, std::size_t out, std::size_t ld, const float* t, float* z);
  /// The activation of the head in place: softmax; sigmoid; sigmoid of the presence score; nothing.
  void (*activate)(Head head, std::size_t rows, std::size_t out, std::size_t ld, float* z);

  [[nodiscard]] std::size_t pad(std::size_t n) const {
    const auto l = static_cast<std::size_t>(lanes);
    return (n + l - 1) / l * l;
  }
  [[nodiscard]] std::size_t back_floats(std::size_t rows, std::size_t in, std::size_t out) const {
    return pad(rows) * (in + out);
  }
};

/// The kernels that this CPU can run, the plainest first. Never empty.
[[nodiscard]] std::span<const Kernel* const> kernels();
/// The last of them.
[[nodiscard]] const Kernel& best_kernel();

}  // namespace mlink::links
