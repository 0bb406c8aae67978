// Stands for the driver's NVML where there is none: two devices, of which this process holds more from call to call.
// MLINK_FAKE_GPU: "stranger" (the driver knows the process by another number), "none" (no device), "broken" (no
// answer).
#include <unistd.h>

#include <cstdlib>
#include <string>

namespace {

struct Memory {
  unsigned long long total, free, used;
};
struct Process {
  unsigned int pid;
  unsigned long long bytes;
  unsigned int gpu_instance, compute_instance;
};
unsigned long long held = 0;  // of the first device; the second's is always 1000

std::string mode() {
  const char* const set = std::getenv("MLINK_FAKE_GPU");
  return set == nullptr ? "" : set;
}

}  // namespace

extern "C" {
int nvmlInit_v2() { return mode() == "broken" ? 999 : 0; }
int nvmlShutdown() { return 0; }
int nvmlDeviceGetCount_v2(unsigned int* count) {
  *count = mode() == "none" ? 0 : 2;
  return 0;
}
int nvmlDeviceGetHandleByIndex_v2(unsigned int index, void** device) {
  static int devices[2] = {0, 1};
  *device = &devices[index];
  return 0;
}
int nvmlDeviceGetMemoryInfo(void* device, Memory* memory) {
  const bool first = *static_cast<int*>(device) == 0;
  held += first ? 64'000'000 : 0;
  *memory = {80'000'000'000, 0, 5'000'000'000 + (first ? held : 0)};
  memory->free = memory->total - memory->used;
  return 0;
}
int nvmlDeviceGetComputeRunningProcesses_v3(void* device, unsigned int* count, Process* processes) {
  const bool first = *static_cast<int*>(device) == 0;
  const auto self = static_cast<unsigned int>(getpid());
  held += first ? 256'000'000 : 0;
  processes[0] = {1, 7'000'000'000, 0, 0};
  processes[1] = {mode() == "stranger" ? self + 1 : self, first ? held : 1000, 0, 0};
  *count = 2;
  return 0;
}
}
