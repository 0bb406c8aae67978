// The kernel's source, compiled once for each kind of CPU: kernel_plain.cpp, kernel_v3.cpp, kernel_v4.cpp define
// MLINK_KERNEL (the variant's name) and include this. Everything lives in an unnamed namespace and nothing is called
// that could be emitted as a shared inline function: code for a newer CPU must not replace another file's copy.
#include <cstddef>
#include <cstdint>
#if defined(__SSE2__)
#include <immintrin.h>
#elif defined(__ARM_NEON)
#include <arm_neon.h>
#endif

#include "links/kernel/kernel.h"

namespace mlink::links {
namespace {

#if defined(__AVX512F__)
constexpr int kLanes = 16;
#elif defined(__AVX2__)
constexpr int kLanes = 8;
#else
constexpr int kLanes = 4;
#endif
#if defined(__AVX512F__) || defined(__aarch64__)
constexpr int kTileRows = 8;  // of 32 registers: 24 sums, 3 loads
#else
constexpr int kTileRows = 4;       // of 16 registers: 12 sums, 3 loads
#endif

// GCC's and clang's vector types; may_alias because they look at floats.
typedef float Vec __attribute__((vector_size(kLanes * 4), may_alias));       // NOLINT(modernize-use-using)
typedef std::int32_t VecInt __attribute__((vector_size(kLanes * 4)));        // NOLINT(modernize-use-using)
typedef std::uint32_t VecBits __attribute__((vector_size(kLanes * 4)));      // NOLINT(modernize-use-using)
typedef float Four __attribute__((vector_size(16), aligned(4), may_alias));  // NOLINT(modernize-use-using)
typedef float VecAnywhere __attribute__((vector_size(kLanes * 4), aligned(4), may_alias));  // NOLINT(modernize-use-using)
using Index = std::ptrdiff_t;

[[gnu::always_inline]] inline Vec& at(float* p) { return *reinterpret_cast<Vec*>(p); }
[[gnu::always_inline]] inline const Vec& at(const float* p) { return *reinterpret_cast<const Vec*>(p); }
[[gnu::always_inline]] inline Four& four(float* p) { return *reinterpret_cast<Four*>(p); }
[[gnu::always_inline]] inline const Four& four(const float* p) { return *reinterpret_cast<const Four*>(p); }
[[gnu::always_inline]] inline Vec splat(float f) { return f - Vec{}; }

#if !defined(__AVX512F__)
[[gnu::always_inline]] inline Vec square_root(Vec v) {
#if defined(__AVX2__)
  return Vec(_mm256_sqrt_ps(__m256(v)));
#elif defined(__SSE2__)
  return Vec(_mm_sqrt_ps(__m128(v)));
#elif defined(__ARM_NEON) && defined(__aarch64__)
  return Vec(vsqrtq_f32(float32x4_t(v)));
#else
  Vec r;
  for (int i = 0; i < kLanes; ++i) r[i] = __builtin_sqrtf(v[i]);
  return r;
#endif
}
#endif

/// e^x within 2 units in the last place; x is cut to [-87, 88]. Polynomial of Cephes' expf.
[[gnu::always_inline]] inline Vec exponential(Vec x) {
  const Vec high = splat(88.F);
  const Vec low = splat(-87.F);
  x = x < high ? x : high;
  x = x > low ? x : low;
  const Vec magic = splat(12582912.F);  // 1.5 * 2^23: adding it rounds to a whole number
  const Vec n = (x * 1.44269504F + magic) - magic;
  x -= n * 0.693359375F;
  x -= n * -2.12194440e-4F;
  Vec y = splat(1.9875691500e-4F);
  y = y * x + 1.3981999507e-3F;
  y = y * x + 8.3334519073e-3F;
  y = y * x + 4.1665795894e-2F;
  y = y * x + 1.6666665459e-1F;
  y = y * x + 5.0000001201e-1F;
  y = y * x * x + x + 1.F;
  const VecInt exponent = (__builtin_convertvector(n, VecInt) + 127) << 23;
  return y * reinterpret_cast<const Vec&>(exponent);
}

/// acc[r][c] = sum over t of a[r * a_row + t * a_step] * b[t * b_step + c * kLanes ...]
template <int R, int C>
[[gnu::always_inline]] inline void multiply(const float* a, Index a_row, Index a_step, const float* b, Index b_step,
                                            Index depth, Vec (&acc)[R][C]) {
#pragma GCC unroll 8
  for (int r = 0; r < R; ++r)
#pragma GCC unroll 8
    for (int c = 0; c < C; ++c) acc[r][c] = Vec{};
  for (Index t = 0; t < depth; ++t) {
    Vec x[C];
#pragma GCC unroll 8
    for (int c = 0; c < C; ++c) x[c] = at(b + c * kLanes);
#pragma GCC unroll 8
    for (int r = 0; r < R; ++r) {
      const float s = a[r * a_row];
#pragma GCC unroll 8
      for (int c = 0; c < C; ++c) acc[r][c] += s * x[c];
    }
    a += a_step;
    b += b_step;
  }
}

struct Operands {
  const float* a;
  Index a_row, a_step;
  const float* b;
  Index b_step, depth;
};

template <int R, int C, class Finish>
[[gnu::always_inline]] inline void tile(const Operands& o, Index row, Index column, const Finish& finish) {
  Vec acc[R][C];
  multiply<R, C>(o.a + row * o.a_row, o.a_row, o.a_step, o.b + column, o.b_step, o.depth, acc);
#pragma GCC unroll 8
  for (int r = 0; r < R; ++r)
#pragma GCC unroll 8
    for (int c = 0; c < C; ++c) finish(row + r, column + c * kLanes, acc[r][c]);
}

template <int C, class Finish>
void panel(const Operands& o, Index rows, Index column, const Finish& finish) {
  Index r = 0;
  for (; r + kTileRows <= rows; r += kTileRows) tile<kTileRows, C>(o, r, column, finish);
  if (r + 4 <= rows) tile<4, C>(o, r, column, finish), r += 4;
  if (r + 2 <= rows) tile<2, C>(o, r, column, finish), r += 2;
  for (; r < rows; ++r) tile<1, C>(o, r, column, finish);
}

constexpr int kWide = 8;  ///< vectors of a lone row under way together

template <int C, class Finish>
[[gnu::always_inline]] inline void row_part(const Operands& o, Index vectors, Index column, const Finish& finish) {
  if (vectors == C)
    tile<1, C>(o, 0, column, finish);
  else if constexpr (C > 1)
    row_part<C - 1>(o, vectors, column, finish);
}

/// Calls part(vectors, first column) for a row's width in parts as even as can be, none wider than kWide vectors: a
/// narrow rest would wait for its loads.
template <class Part>
[[gnu::always_inline]] inline void each_part(Index width, const Part& part) {
  const Index vectors = width / kLanes;
  const Index parts = (vectors + kWide - 1) / kWide;
  for (Index p = 0; p < parts; ++p) {
    const Index begin = vectors * p / parts;
    part(vectors * (p + 1) / parts - begin, begin * kLanes);
  }
}

template <class Finish>
void product(const Operands& o, Index rows, Index width, const Finish& finish) {
  if (rows == 1) {  // wide instead of high, so that enough sums are under way
    each_part(
        width, [&](Index vectors, Index column)
                   __attribute__((always_inline)) { row_part<kWide>(o, vectors, column, finish); });
    return;
  }
  // By threes, four and two by twos: a panel of one vector has too few sums for its loads.
  Index c = 0;
  for (; c + 5 * kLanes <= width || c + 3 * kLanes == width; c += 3 * kLanes) panel<3>(o, rows, c, finish);
  for (; c + 2 * kLanes <= width; c += 2 * kLanes) panel<2>(o, rows, c, finish);
  if (c < width) panel<1>(o, rows, c, finish);
}

constexpr Index kListed = 1024;  ///< depth up to which a lone row's zeros are passed over

/// The places of the values that are not zero, in order; how many. list: n + kLanes places.
[[gnu::always_inline]] inline Index places_of(const float* a, Index n, std::uint16_t* list) {
  Index count = 0;
#if defined(__AVX512F__)
  __m512i place = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  for (Index i = 0; i < n; i += kLanes) {
    const auto inside = static_cast<__mmask16>(n - i < kLanes ? (1U << static_cast<unsigned>(n - i)) - 1 : 0xFFFFU);
    const __mmask16 some =
        _mm512_mask_cmp_ps_mask(inside, _mm512_maskz_loadu_ps(inside, a + i), _mm512_setzero_ps(), _CMP_NEQ_UQ);
    const __m256i places = _mm512_maskz_cvtepi32_epi16(0xFFFF, _mm512_maskz_compress_epi32(some, place));
    __builtin_memcpy(list + count, &places, sizeof(places));
    count += __builtin_popcount(some);
    place = _mm512_add_epi32(place, _mm512_set1_epi32(kLanes));
  }
#else
  for (Index i = 0; i < n; ++i) {  // without a branch, which would be guessed wrong half of the time
    std::uint32_t bits = 0;
    __builtin_memcpy(&bits, a + i, sizeof(bits));
    list[count] = static_cast<std::uint16_t>(i);
    count += bits << 1U ? 1 : 0;
  }
#endif
  return count;
}

template <int C, class Finish>
[[gnu::always_inline]] inline void listed_part(const Operands& o, const std::uint16_t* list, Index count, Index vectors,
                                               Index column, const Finish& finish) {
  if (vectors == C) {
    Vec acc[C];
#pragma GCC unroll 8
    for (int c = 0; c < C; ++c) acc[c] = Vec{};
    for (Index i = 0; i < count; ++i) {
      const Index t = list[i];
      const float s = o.a[t];
      const float* b = o.b + t * o.b_step + column;
#pragma GCC unroll 8
      for (int c = 0; c < C; ++c) acc[c] += s * at(b + c * kLanes);
    }
#pragma GCC unroll 8
    for (int c = 0; c < C; ++c) finish(0, column + c * kLanes, acc[c]);
  } else if constexpr (C > 1) {
    listed_part<C - 1>(o, list, count, vectors, column, finish);
  }
}

/// product for one row of a hidden layer, half of it zeros (ReLU): their weights are not read. A sum to which nothing
/// is added stays what it was, so that the result is product's.
template <class Finish>
void row_product(const Operands& o, Index width, const Finish& finish) {
  std::uint16_t list[kListed + kLanes];
  const Index count = places_of(o.a, o.depth, list);
  each_part(
      width, [&](Index vectors, Index column)
                 __attribute__((always_inline)) { listed_part<kWide>(o, list, count, vectors, column, finish); });
}

#if defined(__AVX512F__)
constexpr int kWordBlocks = 7;  // blocks of 32 columns under way together: 14 sums
#elif defined(__AVX2__)
constexpr int kWordBlocks = 3;  // 12 sums
#else
constexpr int kWordBlocks = 1;  // 8 sums
#endif
constexpr int kWords = 16;                   ///< of a block (narrow.h)
constexpr int kHalfVectors = kWords / kLanes;  ///< in which 16 columns lie

/// The columns of `C` blocks of a lone row; the last block's high half is left out where it holds no column. list: the
/// places of x that are not zero, null for all.
template <int C, bool kLastHigh, class Finish>
[[gnu::always_inline]] inline void narrow_blocks(const float* x, const std::uint16_t* list, Index count,
                                                 const std::uint32_t* w, Index ld_w, const Finish& finish) {
  Vec acc[C][2][kHalfVectors];
#pragma GCC unroll 8
  for (int c = 0; c < C; ++c)
#pragma GCC unroll 8
    for (int v = 0; v < kHalfVectors; ++v) acc[c][0][v] = acc[c][1][v] = Vec{};
  for (Index i = 0; i < count; ++i) {
    const Index t = list ? list[i] : i;
    const float s = x[t];
    const std::uint32_t* row = w + t * ld_w;
#pragma GCC unroll 8
    for (int c = 0; c < C; ++c)
#pragma GCC unroll 8
      for (int v = 0; v < kHalfVectors; ++v) {
        const VecBits words = *reinterpret_cast<const VecBits*>(row + c * kWords + v * kLanes);
        const VecBits low = words << 16;
        acc[c][0][v] += s * reinterpret_cast<const Vec&>(low);
        if (kLastHigh || c + 1 < C) acc[c][1][v] += s * reinterpret_cast<const Vec&>(words);
      }
  }
#pragma GCC unroll 8
  for (int c = 0; c < C; ++c)
#pragma GCC unroll 8
    for (int v = 0; v < kHalfVectors; ++v) {
      finish(2 * c * kWords + v * kLanes, acc[c][0][v]);
      if (kLastHigh || c + 1 < C) finish((2 * c + 1) * kWords + v * kLanes, acc[c][1][v]);
    }
}

template <int C, class Finish>
[[gnu::always_inline]] inline void narrow_part(const float* x, const std::uint16_t* list, Index count,
                                               const std::uint32_t* w, Index ld_w, Index blocks, bool last_high,
                                               const Finish& finish) {
  if (blocks == C && last_high)
    narrow_blocks<C, true>(x, list, count, w, ld_w, finish);
  else if (blocks == C)
    narrow_blocks<C, false>(x, list, count, w, ld_w, finish);
  else if constexpr (C > 1)
    narrow_part<C - 1>(x, list, count, w, ld_w, blocks, last_high, finish);
}

/// rate g / (sqrt(moment) + epsilon), within rounding. A moment that left the finite numbers makes NaN or 0.
[[gnu::always_inline]] inline Vec stride(Vec g, Vec moment, const Descent& d) {
#if defined(__AVX512F__)
  // Root and quotient of 16 floats hold the divider for 35 cycles, as long as the gradient's own product: estimates of
  // 14 bits and one step of Newton for each are 17 plain operations. The narrower kernels hide their divider's time.
  const Vec least = splat(__FLT_MIN__);  // its root is nothing beside any epsilon that matters, and has an inverse
  const Vec m = moment > least ? moment : least;
  const auto r = Vec(_mm512_maskz_rsqrt14_ps(0xFFFF, __m512(m)));
  const Vec near = m * r;
  const Vec root = near + near * (0.5F - near * (0.5F * r));
  const Vec divisor = root + d.epsilon;
  const auto q = Vec(_mm512_maskz_rcp14_ps(0xFFFF, __m512(divisor)));
  return (d.rate * g) * (q + q * (1.F - divisor * q));
#else
  return d.rate * g / (square_root(moment) + d.epsilon);
#endif
}

[[gnu::always_inline]] inline void descend(Vec g, const Descent& d, float* w, float* v) {
  const Vec moment = d.alpha * at(v) + ((1.F - d.alpha) * g) * g;
  at(v) = moment;
  at(w) -= stride(g, moment, d);
}

[[gnu::always_inline]] inline Vec anywhere(const float* p) { return *reinterpret_cast<const VecAnywhere*>(p); }

bool finite(std::size_t n, const float* v) {
  constexpr std::int32_t kMagnitude = 0x7FFFFFFF, kMost = 0x7F7FFFFF;
  VecInt wrong{};
  std::size_t i = 0;
  for (; i + kLanes <= n; i += kLanes) {
    wrong |= (VecInt(anywhere(v + i)) & kMagnitude) > kMost;
  }
  std::int32_t any = 0;
  for (int lane = 0; lane < kLanes; ++lane) any |= wrong[lane];
  for (; i < n; ++i) {
    std::int32_t bits = 0;
    __builtin_memcpy(&bits, v + i, sizeof(bits));
    any |= (bits & kMagnitude) > kMost ? 1 : 0;
  }
  return any == 0;
}

void standardise(std::size_t n, const float* v, const float* centre, const float* inverse, float limit, float* x) {
  const Vec high = splat(limit), low = splat(-limit);
  std::size_t i = 0;
  for (; i + kLanes <= n; i += kLanes) {
    Vec value = (anywhere(v + i) - anywhere(centre + i)) * anywhere(inverse + i);
    value = value < low ? low : value;
    *reinterpret_cast<VecAnywhere*>(x + i) = value > high ? high : value;
  }
  for (; i < n; ++i) {
    const float value = (v[i] - centre[i]) * inverse[i];
    const float above = value < -limit ? -limit : value;
    x[i] = above > limit ? limit : above;
  }
}

void affine(std::size_t rows, std::size_t in, std::size_t ld_out, const float* x, std::size_t ld_x, const float* w,
            const float* bias, bool relu, float* y) {
  const auto ld = static_cast<Index>(ld_out);
  const Operands o{x, static_cast<Index>(ld_x), 1, w, ld, static_cast<Index>(in)};
  if (relu) {
    product(
        o, static_cast<Index>(rows), ld, [=](Index row, Index column, Vec sum) __attribute__((always_inline)) {
          const Vec z = sum + at(bias + column);
          at(y + row * ld + column) = z > 0 ? z : Vec{};
        });
  } else if (bias) {
    const auto finish = [=](Index row, Index column, Vec sum) __attribute__((always_inline)) {
      at(y + row * ld + column) = sum + at(bias + column);
    };
    if (rows == 1 && o.depth <= kListed)
      row_product(o, ld, finish);
    else
      product(o, static_cast<Index>(rows), ld, finish);
  } else {
    product(
        o, static_cast<Index>(rows),
        ld, [=](Index row, Index column, Vec sum) __attribute__((always_inline)) { at(y + row * ld + column) = sum; });
  }
}

void affine_narrow(std::size_t in, std::size_t ld_out, const float* x, const std::uint32_t* w, std::size_t ld_w,
                   const float* bias, bool relu, float* y) {
  const auto ld = static_cast<Index>(ld_out), step = static_cast<Index>(ld_w), depth = static_cast<Index>(in);
  std::uint16_t places[kListed + kLanes];
  const std::uint16_t* list = nullptr;
  Index count = depth;
  if (!relu && depth <= kListed) {  // x is a hidden layer, half of it zeros
    count = places_of(x, depth, places);
    list = places;
  }
  const Index blocks = step / kWords, parts = (blocks + kWordBlocks - 1) / kWordBlocks;
  for (Index p = 0; p < parts; ++p) {
    const Index begin = blocks * p / parts, end = blocks * (p + 1) / parts, first = begin * 2 * kWords;
    const bool last_high = end * 2 * kWords - kWords < ld;
    const auto finish = [=](Index column, Vec sum) __attribute__((always_inline)) {
      const Index place = first + column;
      if (place >= ld) return;
      const Vec z = sum + at(bias + place);
      at(y + place) = relu ? (z > 0 ? z : Vec{}) : z;
    };
    narrow_part<kWordBlocks>(x, list, count, w + begin * kWords, step, end - begin, last_high, finish);
  }
}

void update(std::size_t rows, std::size_t in, std::size_t ld_out, const float* x, std::size_t ld_x, const float* g,
            const Descent& descent, float* w, float* v) {
  const auto ld = static_cast<Index>(ld_out);
  const Operands o{x, 1, static_cast<Index>(ld_x), g, ld, static_cast<Index>(rows)};
  const Descent d = descent;
  product(
      o, static_cast<Index>(in), ld, [=](Index row, Index column, Vec sum) __attribute__((always_inline)) {
        descend(sum, d, w + row * ld + column, v + row * ld + column);
      });
}

void update_bias(std::size_t rows, std::size_t ld_out, const float* g, const Descent& descent, float* b, float* v) {
  const auto ld = static_cast<Index>(ld_out);
  for (Index c = 0; c < ld; c += kLanes) {
    Vec sum{};
    for (Index r = 0; r < static_cast<Index>(rows); ++r) sum += at(g + r * ld + c);
    descend(sum, descent, b + c, v + c);
  }
}

/// to[c][r] = from[r][c], by blocks of 4 x 4.
void turn(Index rows, Index columns, const float* from, Index ld_from, float* to, Index ld_to) {
  Index r = 0;
  for (; r + 4 <= rows; r += 4) {
    Index c = 0;
    for (; c + 4 <= columns; c += 4) {
      const float* p = from + r * ld_from + c;
      const Four a = four(p), b = four(p + ld_from), d = four(p + 2 * ld_from), e = four(p + 3 * ld_from);
      const Four ab_low = __builtin_shufflevector(a, b, 0, 4, 1, 5),
                 ab_high = __builtin_shufflevector(a, b, 2, 6, 3, 7);
      const Four de_low = __builtin_shufflevector(d, e, 0, 4, 1, 5),
                 de_high = __builtin_shufflevector(d, e, 2, 6, 3, 7);
      float* q = to + c * ld_to + r;
      four(q) = __builtin_shufflevector(ab_low, de_low, 0, 1, 4, 5);
      four(q + ld_to) = __builtin_shufflevector(ab_low, de_low, 2, 3, 6, 7);
      four(q + 2 * ld_to) = __builtin_shufflevector(ab_high, de_high, 0, 1, 4, 5);
      four(q + 3 * ld_to) = __builtin_shufflevector(ab_high, de_high, 2, 3, 6, 7);
    }
    for (; c < columns; ++c)
      for (Index i = r; i < r + 4; ++i) to[c * ld_to + i] = from[i * ld_from + c];
  }
  for (; r < rows; ++r)
    for (Index c = 0; c < columns; ++c) to[c * ld_to + r] = from[r * ld_from + c];
}

void back(std::size_t rows, std::size_t in, std::size_t out, std::size_t ld_out, const float* w, const float* g,
          const float* h, std::size_t ld_h, float scale, float* g_h, float* work) {
  // Turned by 90 degrees, so that the batch lies along the vectors and w is read as it is.
  const auto n = static_cast<Index>(rows);
  const auto ld = (n + kLanes - 1) / kLanes * kLanes;
  const auto width = static_cast<Index>(in);
  const auto depth = static_cast<Index>(out);
  float* g_turned = work;
  float* turned = work + depth * ld;
  turn(n, depth, g, static_cast<Index>(ld_out), g_turned, ld);
  for (Index o = 0; o < depth && n < ld; ++o)
    for (Index r = n; r < ld; ++r) g_turned[o * ld + r] = 0;
  const Operands operands{w, static_cast<Index>(ld_out), 1, g_turned, ld, depth};
  product(
      operands, width, ld, [=](Index row, Index column, Vec sum) __attribute__((always_inline)) {
        at(turned + row * ld + column) = sum * scale;
      });
  const auto ldh = static_cast<Index>(ld_h);
  turn(width, n, turned, ld, g_h, ldh);
  for (Index r = 0; r < n; ++r) {
    for (Index i = width; i < ldh; ++i) g_h[r * ldh + i] = 0;
    for (Index i = 0; i < ldh; i += kLanes) {
      const Vec active = at(h + r * ldh + i);
      at(g_h + r * ldh + i) = active > 0 ? at(g_h + r * ldh + i) : Vec{};
    }
  }
}

/// A 32-bit number mixed well (C. Wellons' lowbias32).
[[gnu::always_inline]] inline VecBits mixed(VecBits x) {
  x = (x ^ (x >> 16)) * 0x7FEB352DU;
  x = (x ^ (x >> 15)) * 0x846CA68BU;
  return x ^ (x >> 16);
}

void dropout(std::size_t rows, std::size_t ld, std::uint32_t threshold, std::uint64_t seed, float* h) {
  const Vec keep = splat(65536.F / static_cast<float>(65536U - threshold));
  const VecBits limit = VecBits{} + threshold;
  VecBits lane{};
  for (int i = 0; i < kLanes; ++i) lane[i] = static_cast<std::uint32_t>(i);
  std::uint64_t state = seed;
  for (std::size_t r = 0; r < rows; ++r) {
    state = state * 6364136223846793005U + 1442695040888963407U;  // a row's own stretch of the counter
    const auto first = static_cast<std::uint32_t>(state >> 32U);
    float* row = h + r * ld;
    for (std::size_t i = 0; i < ld; i += kLanes) {
      const VecBits bits = mixed(lane + (first + static_cast<std::uint32_t>(i))) >> 16;
      at(row + i) = bits < limit ? Vec{} : at(row + i) * keep;
    }
  }
}

#if defined(__AVX512F__)
#define MLINK_HALVES(fold)                                    \
  fold(8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7); \
  fold(4, 5, 6, 7, 0, 1, 2, 3, 12, 13, 14, 15, 8, 9, 10, 11); \
  fold(2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13); \
  fold(1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14)
#elif defined(__AVX2__)
#define MLINK_HALVES(fold)      \
  fold(4, 5, 6, 7, 0, 1, 2, 3); \
  fold(2, 3, 0, 1, 6, 7, 4, 5); \
  fold(1, 0, 3, 2, 5, 4, 7, 6)
#else
#define MLINK_HALVES(fold) \
  fold(2, 3, 0, 1);        \
  fold(1, 0, 3, 2)
#endif

[[gnu::always_inline]] inline float largest(Vec v) {
#define MLINK_FOLD(...)                                           \
  {                                                               \
    const Vec other = __builtin_shufflevector(v, v, __VA_ARGS__); \
    v = other > v ? other : v;                                    \
  }
  MLINK_HALVES(MLINK_FOLD);
#undef MLINK_FOLD
  return v[0];
}
[[gnu::always_inline]] inline float sum_of(Vec v) {
#define MLINK_FOLD(...) v += __builtin_shufflevector(v, v, __VA_ARGS__)
  MLINK_HALVES(MLINK_FOLD);
#undef MLINK_FOLD
  return v[0];
}

/// All bits set in the lanes whose column is a value, not padding. Padding is masked in registers: narrow stores before
/// wide loads would wait for each other.
[[gnu::always_inline]] inline VecInt inside(std::size_t column, std::size_t out) {
  VecInt lane{};
  for (int i = 0; i < kLanes; ++i) lane[i] = i;
  return lane < static_cast<std::int32_t>(out) - static_cast<std::int32_t>(column);
}

[[gnu::always_inline]] inline void softmax_row(std::size_t out, std::size_t ld, float* z) {
  const std::size_t last = ld - kLanes;  // only the last vector has padding
  const VecInt mask = inside(last, out);
  Vec top = mask ? at(z + last) : splat(-1e30F);
  for (std::size_t i = 0; i < last; i += kLanes) top = at(z + i) > top ? at(z + i) : top;
  const float most = largest(top);
  const Vec tail = mask ? exponential(at(z + last) - most) : Vec{};
  Vec sum = tail;
  for (std::size_t i = 0; i < last; i += kLanes) {
    const Vec e = exponential(at(z + i) - most);
    at(z + i) = e;
    sum += e;
  }
  const float share = 1.F / sum_of(sum);
  for (std::size_t i = 0; i < last; i += kLanes) at(z + i) *= share;
  at(z + last) = tail * share;
}

[[gnu::always_inline]] inline void sigmoid_row(std::size_t out, std::size_t ld, float* z) {
  for (std::size_t i = 0; i < ld; i += kLanes) {
    const Vec y = 1.F / (1.F + exponential(-at(z + i)));
    at(z + i) = inside(i, out) ? y : Vec{};
  }
}

void activate(Head head, std::size_t rows, std::size_t out, std::size_t ld, float* z) {
  if (head == Head::softmax)
    for (std::size_t r = 0; r < rows; ++r) softmax_row(out, ld, z + r * ld);
  if (head == Head::sigmoid)
    for (std::size_t r = 0; r < rows; ++r) sigmoid_row(out, ld, z + r * ld);
  if (head == Head::box)
    for (std::size_t r = 0; r < rows; ++r) z[r * ld + 4] = (1.F / (1.F + exponential(splat(-z[r * ld + 4]))))[0];
}

void loss_gradient(Head head, std::size_t rows, std::size_t out, std::size_t ld, const float* t, float* z) {
  activate(head, rows, out, ld, z);
  const float share = 1.F / (static_cast<float>(rows) * (head == Head::sigmoid ? static_cast<float>(out) : 1.F));
  for (std::size_t r = 0; r < rows; ++r) {
    float* row = z + r * ld;
    const float* exact = t + r * ld;
    if (head == Head::softmax || head == Head::sigmoid) {
      for (std::size_t i = 0; i < ld; i += kLanes) at(row + i) = (at(row + i) - at(exact + i)) * share;
    } else if (head == Head::box) {
      const float there = exact[4] >= 0.5F ? 0.5F * share : 0.F;  // derivative of the mean of four squares
      for (std::size_t i = 0; i < 4; ++i) row[i] = (row[i] - exact[i]) * there;
      row[4] = (row[4] - exact[4]) * share;
    } else {
      for (std::size_t i = 0; i < out; ++i) row[i] = row[i] > exact[i] ? share : row[i] < exact[i] ? -share : 0.F;
    }
  }
}

}  // namespace

#define MLINK_JOIN_(a, b) a##b
#define MLINK_JOIN(a, b) MLINK_JOIN_(a, b)
#define MLINK_TEXT_(a) #a
#define MLINK_TEXT(a) MLINK_TEXT_(a)
extern const Kernel MLINK_JOIN(kKernel_, MLINK_KERNEL);
const Kernel MLINK_JOIN(kKernel_, MLINK_KERNEL) = {
    MLINK_TEXT(MLINK_KERNEL), kLanes, finite, standardise, affine, affine_narrow, update, update_bias, back, dropout, loss_gradient, activate};

}  // namespace mlink::links
