// Internal to core/blackbox: how much memory of its GPUs this process holds, as the driver tells it (NVML, loaded when
// it is first asked: no build needs it). LibTorch's allocator keeps what it has reserved for what comes next, so that
// what the process holds is the allocator's peak and the device's context; but where memory runs short it gives back,
// and the driver does not tell what there was before. The allocator itself does. Thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/rooms.h"

namespace mlink::blackbox {

class GpuMemory {
 public:
  /// nullptr: there is no driver, or it has no device. library: that speaks NVML.
  [[nodiscard]] static std::unique_ptr<GpuMemory> open(const std::string& library = "libnvidia-ml.so.1");
  GpuMemory(const GpuMemory&) = delete;
  GpuMemory& operator=(const GpuMemory&) = delete;
  ~GpuMemory();

  [[nodiscard]] int devices() const;
  /// Bytes over all devices. Nothing: the driver does not know this process (in a container with process numbers of its
  /// own), or does not tell.
  [[nodiscard]] std::optional<std::uint64_t> of_process() const;
  /// Bytes in use by whatever runs on the devices.
  [[nodiscard]] std::optional<std::uint64_t> of_devices() const;

 private:
  struct Impl;
  explicit GpuMemory(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// What LibTorch's allocator holds of one GPU, in bytes.
struct GpuPool {
  std::uint64_t reserved = 0;  ///< from the driver, whether in use or kept for what comes next
  std::uint64_t peak = 0;      ///< the most of that since the peak began anew
};
/// `restart`: the peak begins anew, with what is reserved now. Nothing: it does not tell, or the GPU is not in use.
using GpuPoolFunction = std::optional<GpuPool> (*)(int gpu, bool restart);
[[nodiscard]] std::optional<GpuPool> gpu_pool(int gpu, bool restart);
/// For tests: what stands in for LibTorch's; nullptr: LibTorch's own again.
void stand_in_for_gpu_pool(GpuPoolFunction function);

/// What is known at one moment.
struct GpuReading {
  std::optional<std::uint64_t> process;  ///< GpuMemory::of_process
  std::optional<std::uint64_t> devices;  ///< GpuMemory::of_devices
  std::optional<GpuPool> pool;
};
struct GpuGrowth {
  double bytes = 0;
  std::string note;  ///< where it is from, for people
};
/// The most memory of its GPU that this process held between two readings, less what it held at the first: what the
/// driver tells it to have grown by, and what the allocator has given back since its peak. Not less than the
/// allocator's own growth, which is also what there is where the driver tells nothing. `elsewhere`: it is of another
/// process, of which only the devices' memory in use tells. Nothing: nobody tells.
[[nodiscard]] std::optional<GpuGrowth> gpu_growth(const GpuReading& before, const GpuReading& after, bool elsewhere);

}  // namespace mlink::blackbox
