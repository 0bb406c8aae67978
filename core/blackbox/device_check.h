// Holds the way of a GPU (pictures prepared and outputs searched on the device, many frames a call) against the CPU's
// on the same frames. `mlink selftest`.
#pragma once

#include <cstddef>
#include <span>
#include <stop_token>
#include <string>

#include "blackbox/black_box.h"

namespace mlink::blackbox {

/// Outputs agree where both are there, or neither, and each value differs by at most this share of 1 + its size. Counts
/// are whole numbers: they agree where they are equal.
inline constexpr double kDeviceBound = 1e-3;
/// So many of the frames have to agree: a score beside its threshold may fall on either side of it.
inline constexpr double kDeviceShare = 0.99;

struct DeviceCheck {
  std::string name;
  std::string device;  ///< "CUDA" or "CPU"
  std::size_t frames = 0;
  std::size_t agree = 0;
  double largest = 0;        ///< difference of a value, as a share of 1 + its size on the CPU
  std::size_t lot = 0;       ///< frames handed to the device at once
  double seconds_alone = 0;  ///< a frame on the CPU, one a call, one thread
  double seconds_there = 0;  ///< a frame on the device, in lots
  bool kernels = false;      ///< by the program's own CUDA kernels, not LibTorch's operators
  std::string note;          ///< Feeding::note
  [[nodiscard]] bool passed() const { return static_cast<double>(agree) >= kDeviceShare * static_cast<double>(frames); }
};

/// gpu: on one; false: the same way with the CPU as the device, which shows everything but the GPU. Errors: no GPU; the
/// box does not use one (its adapter, or it has a process of its own), or could not be loaded there; it does not take
/// plain pictures; no frames; stopped. Thread-safe.
[[nodiscard]] Result<DeviceCheck> check_device(const Manifest& manifest, std::span<const Frame> frames, bool gpu,
                                               const std::stop_token& stop = {});

}  // namespace mlink::blackbox
