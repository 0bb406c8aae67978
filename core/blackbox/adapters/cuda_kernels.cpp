#include "blackbox/adapters/cuda_kernels.h"

#include "base/modules.h"

namespace mlink::blackbox {

Result<const CudaTable*> cuda_module() {
#ifdef MLINK_CUDA_MODULE
  MLINK_ASSIGN(const void* table, module_table(MLINK_CUDA_MODULE, kCudaTable, "CUDA kernels"));
  return static_cast<const CudaTable*>(table);
#else
  return fail(ErrorKind::unsupported, "This program was built without nvcc: it has no CUDA kernels of its own.",
              "Build it where nvcc is found, or after scripts/fetch_nvcc.sh.");
#endif
}

const CudaTable* cuda_kernels() {
  static const CudaTable* const kernels = [] {
    const auto module = cuda_module();
    return module && (*module)->devices() > 0 ? *module : nullptr;
  }();
  return kernels;
}

}  // namespace mlink::blackbox
