#include "base/blas.h"

#include <dlfcn.h>

namespace mlink {

void use_one_blas_thread() {
  // By name: whether OpenBLAS or the reference BLAS answers is the system's choice (update-alternatives).
  static const bool done = [] {
    using Set = void (*)(int);
    if (const auto set = reinterpret_cast<Set>(dlsym(RTLD_DEFAULT, "openblas_set_num_threads"))) set(1);
    return true;
  }();
  (void)done;
}

}  // namespace mlink
