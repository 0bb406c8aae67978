// Samples of nets, for the suites that look under the LinkSet.
#pragma once

#include <QString>
#include <cmath>
#include <functional>

#include "base/random.h"
#include "links/nets/mlp.h"

namespace mlink::tests {
using namespace rooms;

inline AlignedFloats random_matrix(Random& random, std::size_t rows, std::size_t width, std::size_t ld) {
  AlignedFloats m(rows * ld, 0.F);
  for (std::size_t r = 0; r < rows; ++r)
    for (std::size_t c = 0; c < width; ++c) m[r * ld + c] = static_cast<float>(2 * random.unit() - 1);
  return m;
}

inline TargetCode target_of(Head head, std::size_t width) {
  TargetCode code;
  code.head = head;
  code.usable = true;
  code.start.assign(width, 0.F);
  if (head == Head::box || head == Head::scalar) {
    code.centre.assign(head == Head::box ? 4 : 1, 0.F);
    code.scale.assign(head == Head::box ? 4 : 1, 1.F);
  }
  return code;
}

inline Samples samples_of(Random& random, const Kernel& kernel, Head head, std::size_t rows, std::size_t in,
                          std::size_t out) {
  Samples samples{rows, in, kernel.pad(out), random_matrix(random, rows, in, in), {}};
  samples.t = random_matrix(random, rows, out, samples.ld_output);
  for (std::size_t r = 0; r < rows; ++r) {
    float* t = samples.t.data() + r * samples.ld_output;
    float sum = 0;
    for (std::size_t o = 0; o < out; ++o) {
      if (head == Head::softmax || head == Head::sigmoid) t[o] = std::abs(t[o]);
      sum += t[o];
    }
    for (std::size_t o = 0; o < out && head == Head::softmax; ++o) t[o] /= sum;
    if (head == Head::box) t[4] = r % 3 == 0 ? 0.F : 1.F;
  }
  return samples;
}

inline void each_kernel(const std::function<void(const Kernel&)>& row) {
  for (const Kernel* kernel : kernels()) row(*kernel);
}
inline const Kernel& kernel_named(const QString& name) {
  for (const Kernel* kernel : kernels())
    if (name == kernel->name) return *kernel;
  return best_kernel();
}

}  // namespace mlink::tests
