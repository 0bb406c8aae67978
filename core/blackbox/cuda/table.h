// Internal to core/blackbox: what the module with CUDA kernels does (mlink-cuda.so, built where nvcc is found). Plain C
// types: nvcc compiles one side, the program's compiler the other. Pointers are to the device's memory, launches go to
// the default stream of the job's device, as LibTorch's do, and do not wait for it.
#pragma once

#include <cstdint>

namespace mlink::blackbox {

/// Along one axis: resize_plan.h's AxisPlan.
struct DeviceAxis {
  const std::int32_t* first;
  const std::int32_t* second;
  const std::int32_t* first_weight;
  const std::int32_t* second_weight;
};

/// Pictures of one size that become a network's input: resize_plan.h and what preprocess() does after it.
struct PrepareJob {
  std::int32_t device;
  const std::uint8_t* bytes;  ///< [count, height, width, 3]
  std::int32_t count, height, width;
  std::int32_t place_x, place_y, place_width, place_height;  ///< what the picture fills
  std::int32_t halves;                                       ///< exactly half as large: 1
  DeviceAxis x, y;
  std::int32_t out_height, out_width, channels;  ///< 3, or 1: grey
  std::int32_t planes;                           ///< [count, channels, h, w]: 1; [count, h, w, channels]: 0
  std::int32_t blue_first;                       ///< 1: B, G, R
  std::int32_t pad;                              ///< around the place, in 8 bits
  float mean[3], scale[3];                       ///< by output channel
  float* out;
};

/// Cells of heat maps that are above `least` and no lower than their eight neighbours: PeakBoxes (device_search.h).
struct PeaksJob {
  std::int32_t device;
  const float* heat;  ///< [maps, height, width]
  std::int64_t maps;
  std::int32_t height, width;
  float least;
  std::uint8_t* peaks;  ///< 1 where one is, as `heat`
};

struct CudaTable {
  /// Both return cudaError_t; 0: launched.
  int (*prepare)(const PrepareJob* job);
  int (*peaks)(const PeaksJob* job);
  /// How many devices the driver has; 0 without one.
  int (*devices)();
};
/// The module's function, of type `const CudaTable* ()`.
inline constexpr const char* kCudaTable = "mlink_blackbox_cuda";

}  // namespace mlink::blackbox
