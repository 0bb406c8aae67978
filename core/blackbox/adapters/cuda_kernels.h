// Internal to core/blackbox: the program's own CUDA kernels, where it was built with nvcc and the machine has a GPU.
#pragma once

#include "base/error.h"
#include "blackbox/cuda/table.h"

namespace mlink::blackbox {

/// nullptr: LibTorch's operators do the work. Asked once; thread-safe.
[[nodiscard]] const CudaTable* cuda_kernels();
/// The module with the kernels, GPU or not. Errors: this build has none.
[[nodiscard]] Result<const CudaTable*> cuda_module();

}  // namespace mlink::blackbox
