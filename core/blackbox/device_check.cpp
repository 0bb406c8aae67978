#include "blackbox/device_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <memory>
#include <utility>
#include <vector>

#include "base/elapsed.h"
#include "blackbox/adapters/adapter_box.h"
#include "blackbox/adapters/cuda_kernels.h"

namespace mlink::blackbox {
namespace {

using Clock = std::chrono::steady_clock;

Result<std::unique_ptr<BlackBox>> loaded(const Manifest& manifest, const BoxOptions& options) {
  MLINK_ASSIGN(auto box, make_black_box(manifest, options));
  MLINK_TRY(box->load());
  return box;
}

/// Answers of a box to all frames, `lot` a call, and the seconds of a frame.
Result<std::pair<std::vector<Answer>, double>> answers_of(BlackBox& box, std::span<const Frame> frames, std::size_t lot,
                                                          const std::stop_token& stop) {
  MLINK_TRY(box.run(frames.first(std::min(lot, frames.size()))));  // the first call is not like the others
  std::vector<Answer> all;
  const auto start = Clock::now();
  for (std::size_t from = 0; from < frames.size(); from += lot) {
    if (stop.stop_requested()) return stopped();
    MLINK_ASSIGN(auto part, box.run(frames.subspan(from, std::min(lot, frames.size() - from))));
    std::move(part.begin(), part.end(), std::back_inserter(all));
  }
  return std::pair(std::move(all), seconds_since(start) / static_cast<double>(frames.size()));
}

void compare(const Output& cpu, const Output& there, DeviceCheck& check) {
  if (cpu.presence != there.presence || cpu.values.size() != there.values.size() || cpu.words != there.words) return;
  double largest = 0;
  for (std::size_t i = 0; i < cpu.values.size(); ++i)
    largest = std::max(largest, static_cast<double>(std::abs(cpu.values[i] - there.values[i])) /
                                    (1 + std::abs(static_cast<double>(cpu.values[i]))));
  check.largest = std::max(check.largest, largest);
  if (largest <= kDeviceBound) ++check.agree;
}

Status can_be_compared(const Manifest& manifest, std::span<const Frame> frames, bool gpu, const BoxOptions& there) {
  if (frames.empty()) return fail(ErrorKind::invalid_input, "There is no frame to compare on.");
  if (gpu && gpu_count() == 0)
    return fail(ErrorKind::not_found, "There is no GPU: NVIDIA's driver is not here, or has none.",
                "With --cpu the same way is tried with the CPU as the device.");
  if (device_of(manifest, there) != BoxDevice::gpu)
    return fail(ErrorKind::unsupported,
                fmt::format("The black box \"{}\" does not use a GPU in this program (adapter {}).", manifest.name,
                            manifest.adapter),
                "Boxes of the adapter torchscript do, where their files are trusted and nothing asks for a process of "
                "their own.",
                manifest.file.string());
  return {};
}

}  // namespace

Result<DeviceCheck> check_device(const Manifest& manifest, std::span<const Frame> frames, bool gpu,
                                 const std::stop_token& stop) {
  const BoxOptions there{.threads = 1, .use_gpu = gpu, .stop = stop, .on_device = true};
  MLINK_TRY(can_be_compared(manifest, frames, gpu, there));
  MLINK_ASSIGN(const auto cpu, loaded(manifest, BoxOptions{.threads = 1, .use_gpu = false, .stop = stop}));
  MLINK_ASSIGN(const auto device, loaded(manifest, there));
  DeviceCheck check;
  check.name = manifest.name;
  check.frames = frames.size();
  check.lot = device->feeding().lot;
  const auto* plain = dynamic_cast<const AdapterBox*>(device.get());
  check.device = plain != nullptr ? plain->engine().device() : "CPU";
  const bool on_cpu = check.device.starts_with("CPU");
  if (gpu && on_cpu)
    return fail(ErrorKind::failed, fmt::format("The black box \"{}\" could not be loaded on the GPU.", manifest.name),
                "Its memory may be taken by other programs, or LibTorch is one for the CPU.", manifest.file.string());
  if (!device->feeding().apart)
    return fail(
        ErrorKind::unsupported,
        fmt::format("The black box \"{}\" does not take plain pictures: it goes the ordinary way.", manifest.name), {},
        manifest.file.string());
  MLINK_ASSIGN(const auto wanted, answers_of(*cpu, frames, 1, stop));
  MLINK_ASSIGN(const auto found, answers_of(*device, frames, check.lot, stop));
  for (std::size_t i = 0; i < frames.size(); ++i) compare(wanted.first[i].output, found.first[i].output, check);
  check.seconds_alone = wanted.second;
  check.seconds_there = found.second;
  check.kernels = !on_cpu && cuda_kernels() != nullptr;
  check.note = device->feeding().note;
  return check;
}

}  // namespace mlink::blackbox
