#include "blackbox/gpu_memory.h"

#include <dlfcn.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <utility>
#include <vector>

#include "blackbox/adapters/torch_module.h"
#include "blackbox/black_box.h"

namespace mlink::blackbox {
namespace {

// What of NVML is asked, as its documentation has it (nvml.h): 0 is success, 7 that more room is needed.
constexpr int kNvmlDone = 0;
using NvmlDevice = void*;
struct NvmlMemory {
  unsigned long long total, free, used;
};
struct NvmlProcess {
  unsigned int pid;
  unsigned long long bytes;
  unsigned int gpu_instance, compute_instance;
};
constexpr unsigned long long kNotTold = ~0ULL;
constexpr unsigned int kMostProcesses = 1024;

struct Unload {
  void operator()(void* library) const { dlclose(library); }
};

template <class Function>
bool find_symbol(void* library, const char* name, Function*& function) {
  function = reinterpret_cast<Function*>(dlsym(library, name));  // NOLINT: what dlsym is for
  return function != nullptr;
}

}  // namespace

struct GpuMemory::Impl {
  std::unique_ptr<void, Unload> library;
  int (*init)() = nullptr;
  int (*shutdown)() = nullptr;
  int (*count)(unsigned int*) = nullptr;
  int (*device_at)(unsigned int, NvmlDevice*) = nullptr;
  int (*memory_of)(NvmlDevice, NvmlMemory*) = nullptr;
  int (*processes_of)(NvmlDevice, unsigned int*, NvmlProcess*) = nullptr;
  std::vector<NvmlDevice> devices;
};

GpuMemory::GpuMemory(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
GpuMemory::~GpuMemory() { impl_->shutdown(); }

std::unique_ptr<GpuMemory> GpuMemory::open(const std::string& library) {
  auto impl = std::make_unique<Impl>();
  impl->library.reset(dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL));
  void* const from = impl->library.get();
  if (from == nullptr) return nullptr;
  const bool all = find_symbol(from, "nvmlInit_v2", impl->init) && find_symbol(from, "nvmlShutdown", impl->shutdown) &&
                   find_symbol(from, "nvmlDeviceGetCount_v2", impl->count) &&
                   find_symbol(from, "nvmlDeviceGetHandleByIndex_v2", impl->device_at) &&
                   find_symbol(from, "nvmlDeviceGetMemoryInfo", impl->memory_of) &&
                   find_symbol(from, "nvmlDeviceGetComputeRunningProcesses_v3", impl->processes_of);
  if (!all || impl->init() != kNvmlDone) return nullptr;
  auto made = std::unique_ptr<GpuMemory>(new GpuMemory(std::move(impl)));  // from here on it is shut down again
  unsigned int count = 0;
  if (made->impl_->count(&count) != kNvmlDone) return nullptr;
  for (unsigned int n = 0; n < count; ++n) {
    NvmlDevice device = nullptr;
    if (made->impl_->device_at(n, &device) == kNvmlDone) made->impl_->devices.push_back(device);
  }
  return made->impl_->devices.empty() ? nullptr : std::move(made);
}

int GpuMemory::devices() const { return static_cast<int>(impl_->devices.size()); }

int gpu_count() {
  static const int count = [] {
    const auto gpu = GpuMemory::open();
    return gpu ? gpu->devices() : 0;
  }();
  return count;
}

std::optional<std::uint64_t> GpuMemory::of_process() const {
  std::optional<std::uint64_t> bytes;
  const auto self = static_cast<unsigned int>(getpid());
  for (NvmlDevice device : impl_->devices) {
    std::vector<NvmlProcess> processes(kMostProcesses);
    unsigned int count = kMostProcesses;
    if (impl_->processes_of(device, &count, processes.data()) != kNvmlDone) continue;
    for (unsigned int n = 0; n < count && n < kMostProcesses; ++n)
      if (processes[n].pid == self && processes[n].bytes != kNotTold) bytes = bytes.value_or(0) + processes[n].bytes;
  }
  return bytes;
}

std::optional<std::uint64_t> GpuMemory::of_devices() const {
  std::uint64_t bytes = 0;
  for (NvmlDevice device : impl_->devices) {
    NvmlMemory memory{};
    if (impl_->memory_of(device, &memory) != kNvmlDone) return std::nullopt;
    bytes += memory.used;
  }
  return bytes;
}

namespace {

std::atomic<GpuPoolFunction> pool_asked{TorchModule::gpu_pool};

/// Below zero: less.
double bytes_more(std::uint64_t now, std::uint64_t before) {
  return static_cast<double>(now) - static_cast<double>(before);
}

std::optional<GpuGrowth> told_by_driver(const GpuReading& before, const GpuReading& after, bool elsewhere) {
  if (after.process && !elsewhere)
    return GpuGrowth{bytes_more(*after.process, before.process.value_or(0)), "share of the process, by NVML"};
  if (!after.devices || !before.devices) return std::nullopt;
  const std::string note = "what the GPUs' memory in use grew by, by NVML";
  // Where it took much, the driver tells it under a process number of its own.
  return GpuGrowth{bytes_more(*after.devices, *before.devices),
                   elsewhere ? note : note + ": the driver names no process of this number"};
}

}  // namespace

std::optional<GpuPool> gpu_pool(int gpu, bool restart) { return pool_asked.load()(gpu, restart); }

void stand_in_for_gpu_pool(GpuPoolFunction function) {
  pool_asked = function == nullptr ? TorchModule::gpu_pool : function;
}

std::optional<GpuGrowth> gpu_growth(const GpuReading& before, const GpuReading& after, bool elsewhere) {
  auto growth = told_by_driver(before, after, elsewhere);
  if (!after.pool || elsewhere) {
    if (growth) growth->bytes = std::max(growth->bytes, 0.0);
    return growth;
  }
  const double own = std::max(bytes_more(after.pool->peak, before.pool.value_or(GpuPool{}).reserved), 0.0);
  const double given_back = std::max(bytes_more(after.pool->peak, after.pool->reserved), 0.0);
  const auto megabytes = [](double bytes) { return fmt::format("{:.1f} MB", bytes / 1e6); };
  if (!growth)
    return GpuGrowth{own,
                     "what LibTorch's allocator reserved at most; the driver does not tell what comes to that, such "
                     "as the device's context"};
  growth->bytes += given_back;
  growth->note += "; LibTorch's allocator reserved " + megabytes(own) + " at most";
  if (own > growth->bytes)
    growth->note += ", which is more and counts";
  else if (given_back > 0)
    growth->note += " and has given back " + megabytes(given_back) + " since, which count too";
  growth->bytes = std::max(growth->bytes, own);
  return growth;
}

}  // namespace mlink::blackbox
