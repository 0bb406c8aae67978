#include "links/kernel/kernel.h"

#include <array>

namespace mlink::links {

extern const Kernel kKernel_plain;
#ifdef MLINK_X86_KERNELS
extern const Kernel kKernel_v3;
extern const Kernel kKernel_v4;
#endif

namespace {

struct Available {
  std::array<const Kernel*, 3> list{};
  std::size_t count = 0;

  Available() {
    list[count++] = &kKernel_plain;
#ifdef MLINK_X86_KERNELS
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2"))
      list[count++] = &kKernel_v3;
    if (count == 2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
      list[count++] = &kKernel_v4;
#endif
  }
};

}  // namespace

std::span<const Kernel* const> kernels() {
  static const Available available;
  return {available.list.data(), available.count};
}

const Kernel& best_kernel() { return *kernels().back(); }

}  // namespace mlink::links
