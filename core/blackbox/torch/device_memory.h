// Internal to core/blackbox/torch: what LibTorch's allocator holds of a GPU. Thread-safe.
#pragma once

#include <optional>

#include "blackbox/gpu_memory.h"

namespace mlink::blackbox {

/// As GpuPoolFunction (gpu_memory.h). Nothing with a LibTorch before 2.9, which tells it of CUDA's own interface only.
[[nodiscard]] std::optional<GpuPool> pool_of_torch(int gpu, bool restart);

}  // namespace mlink::blackbox
