#include "blackbox/torch/device_memory.h"

#include <torch/version.h>

#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 9)
#include <ATen/Context.h>
#include <c10/core/CachingDeviceAllocator.h>

#include <algorithm>
#include <cstdint>
#include <exception>

namespace mlink::blackbox {

std::optional<GpuPool> pool_of_torch(int gpu, bool restart) {
  try {
    if (!at::hasCUDA()) return std::nullopt;
    auto* const allocator = c10::getDeviceAllocator(c10::kCUDA);
    if (!allocator->initialized()) return std::nullopt;
    const auto device = static_cast<c10::DeviceIndex>(gpu);
    if (restart) allocator->resetPeakStats(device);
    const auto stats = allocator->getDeviceStats(device);
    const auto& all = stats.reserved_bytes[static_cast<std::size_t>(c10::CachingAllocator::StatType::AGGREGATE)];
    const auto bytes = [](std::int64_t value) { return static_cast<std::uint64_t>(std::max<std::int64_t>(value, 0)); };
    return GpuPool{bytes(all.current), bytes(all.peak)};
  } catch (const std::exception&) {
    return std::nullopt;  // there is no such device, or none that it has used
  }
}

}  // namespace mlink::blackbox
#else
namespace mlink::blackbox {

std::optional<GpuPool> pool_of_torch(int /*gpu*/, bool /*restart*/) { return std::nullopt; }

}  // namespace mlink::blackbox
#endif
