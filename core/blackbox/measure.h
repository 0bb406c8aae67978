// What a black box costs: time a frame and peak memory. The command line runs this in a process of its own
// (`mlink box measure`), so that nothing else moves the memory.
#pragma once

#include <cstdint>
#include <span>
#include <stop_token>
#include <string>

#include "blackbox/black_box.h"
#include "outputs/costs.h"

namespace mlink::blackbox {

/// Loads the box, runs it on each frame one after the other after warming up, unloads it. Where the mean time is not
/// known to 5 % (half of its 95 % interval, frames taken for independent) it runs on them again, up to four times or 20
/// s; the note tells how tight it became, and of a box on a GPU what a frame takes in the lots that collect hands it.
/// Of a box that answers many frames from work done once, a frame's time is its share of it (Answer::seconds). Frames
/// on which the box fails count in time like the others; the notes say how many. Peak memory (unknown where the system
/// does not tell): VmHWM of /proc/self/status, reset through /proc/self/clear_refs; where that may not be written,
/// VmRSS read every 2 ms. GPU memory (blackbox/gpu_memory.h): what the process's share grew by, read after the last
/// frame, and what LibTorch's allocator has given back by then; unknown without a GPU, 0 of a box that does not use it.
/// One measurement at a time in a process, or the memory is that of all of them.
[[nodiscard]] Result<BoxCosts> measure_box(const Manifest& manifest, std::span<const Frame> pictures,
                                           const BoxOptions& options = {}, const std::stop_token& stop = {});

}  // namespace mlink::blackbox
