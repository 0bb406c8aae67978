// Internal to core/blackbox: how much memory of its GPUs this process holds, as the driver tells it (NVML, loaded when
// it is first asked: no build needs it). LibTorch's allocator gives nothing back while a box is loaded, so that what
// the process holds is the allocator's peak and the device's context. Thread-safe.
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

}  // namespace mlink::blackbox
