// What a black box costs: time a frame and peak memory. The command line runs this in a process of its own
// (`mlink box measure`), so that nothing else moves the memory.
#pragma once

#include <cstdint>
#include <span>
#include <stop_token>
#include <string>

#include "blackbox/black_box.h"

namespace mlink {

struct BoxMeasure {
  /// One frame after the other, after warming up (of a box that answers many frames from work done once: each frame's
  /// share, Answer::seconds). The mean is what the box costs: frames of a box of two modes (no face: 5 ms, a face:
  /// 55 ms) add up to it, and not to the median.
  double seconds = 0;
  double seconds_p50 = 0, seconds_p95 = 0, seconds_p99 = 0;
  /// Greatest resident memory while loading and running, less that before loading. Bytes; 0: the system does not tell.
  std::int64_t peak_bytes = 0;
  int frames = 0;
  std::string note;  ///< how it was measured: "60 frames, one thread, peak from VmHWM"
};

/// Loads the box, runs it on each frame, unloads it. Frames on which the box fails count in time like the others; the
/// note says how many. Peak memory: VmHWM of /proc/self/status, reset through /proc/self/clear_refs; where that may not
/// be written, VmRSS read every 2 ms. One measurement at a time in a process, or the memory is that of all of them.
[[nodiscard]] Result<BoxMeasure> measure_box(const Manifest& manifest, std::span<const Frame> frames,
                                             const BoxOptions& options = {}, const std::stop_token& stop = {});

}  // namespace mlink
