// The CUDA kernels: a module of its own that links nothing but the CUDA runtime (static).
#include <cuda_runtime.h>

#include "blackbox/cuda/per_element.h"

namespace mlink::blackbox {
namespace {

constexpr int kBlockWidth = 32;  ///< a warp writes one row's neighbours
constexpr int kBlockHeight = 8;
constexpr std::int64_t kThreads = 256;

__global__ void prepare_pictures(PrepareJob job) {
  const int x = static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x);
  const int y = static_cast<int>(blockIdx.y * blockDim.y + threadIdx.y);
  if (x < job.out_width && y < job.out_height) prepare_pixel(job, static_cast<int>(blockIdx.z), x, y);
}

__global__ void find_peaks(PeaksJob job) {
  const std::int64_t plane = static_cast<std::int64_t>(job.height) * job.width;
  const std::int64_t cells = plane * job.maps;
  const std::int64_t step = static_cast<std::int64_t>(gridDim.x) * blockDim.x;
  for (std::int64_t i = static_cast<std::int64_t>(blockIdx.x) * blockDim.x + threadIdx.x; i < cells; i += step) {
    const std::int64_t cell = i % plane;
    job.peaks[i] = is_peak(job.heat + (i - cell), job.height, job.width, static_cast<int>(cell % job.width),
                           static_cast<int>(cell / job.width), job.least)
                       ? 1
                       : 0;
  }
}

int prepare(const PrepareJob* job) {
  if (const auto error = cudaSetDevice(job->device); error != cudaSuccess) return static_cast<int>(error);
  const dim3 block(kBlockWidth, kBlockHeight, 1);
  const dim3 grid((job->out_width + kBlockWidth - 1) / kBlockWidth, (job->out_height + kBlockHeight - 1) / kBlockHeight,
                  job->count);
  prepare_pictures<<<grid, block>>>(*job);
  return static_cast<int>(cudaGetLastError());
}

int peaks(const PeaksJob* job) {
  if (const auto error = cudaSetDevice(job->device); error != cudaSuccess) return static_cast<int>(error);
  const std::int64_t cells = job->maps * job->height * job->width;
  const std::int64_t blocks = (cells + kThreads - 1) / kThreads;
  find_peaks<<<static_cast<unsigned>(blocks < 65535 ? blocks : 65535), static_cast<unsigned>(kThreads)>>>(*job);
  return static_cast<int>(cudaGetLastError());
}

// Whatever is not success means that there is none: a machine without a driver says so in several ways.
int devices() {
  int count = 0;
  return cudaGetDeviceCount(&count) == cudaSuccess ? count : 0;
}

}  // namespace
}  // namespace mlink::blackbox

extern "C" __attribute__((visibility("default"))) const mlink::blackbox::CudaTable* mlink_blackbox_cuda() {
  static constexpr mlink::blackbox::CudaTable table{mlink::blackbox::prepare, mlink::blackbox::peaks,
                                                    mlink::blackbox::devices};
  return &table;
}
