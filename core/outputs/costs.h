// What it costs to run something: of a black box the one struct from measuring through the file to replay and tables.
// Values; thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "outputs/amount.h"

namespace mlink::outputs {

/// Seconds a frame, and bytes of memory while it is loaded.
struct Costs {
  double seconds = 0;
  double bytes = 0;

  /// Nothing on a GPU: links predict on the CPU.
  [[nodiscard]] double of(CostKind kind) const {
    if (kind == CostKind::gpu_memory) return 0;
    return kind == CostKind::memory ? bytes : seconds;
  }
  friend bool operator==(const Costs&, const Costs&) = default;
};

/// Where a cost comes from. Shown beside it everywhere.
enum class CostOrigin { unknown, measured, typed };
[[nodiscard]] std::string_view to_string(CostOrigin origin);
/// Anything but "measured" and "typed" is unknown.
[[nodiscard]] CostOrigin cost_origin(std::string_view name);

/// What a black box costs.
struct BoxCosts {
  std::string box;
  /// Of one frame: the mean where it was measured, since frames of a box of two modes (no face: 5 ms, a face: 55 ms)
  /// add up to it, and not to the median.
  double seconds = 0;
  CostOrigin seconds_origin = CostOrigin::unknown;
  /// While it is loaded. Measured: greatest resident memory while loading and running, less that before loading.
  double bytes = 0;
  CostOrigin bytes_origin = CostOrigin::unknown;
  double seconds_p50 = 0, seconds_p95 = 0, seconds_p99 = 0;  ///< of a measured time; 0: not known
  std::string seconds_note{}, bytes_note{};                  ///< how: "60 frames, one thread", "typed in 2026-11-29"
  /// Of a GPU's memory, while it is loaded and runs; 0 and measured: it takes none.
  double gpu_bytes = 0;
  CostOrigin gpu_origin = CostOrigin::unknown;
  std::string gpu_note{};
  /// What bringing it in and out takes, each time.
  double load_seconds = 0, unload_seconds = 0;
  CostOrigin loading_origin = CostOrigin::unknown;

  [[nodiscard]] double of(CostKind kind) const {
    if (kind == CostKind::gpu_memory) return gpu_bytes;
    return kind == CostKind::memory ? bytes : seconds;
  }
  [[nodiscard]] CostOrigin origin(CostKind kind) const {
    if (kind == CostKind::gpu_memory) return gpu_origin;
    return kind == CostKind::memory ? bytes_origin : seconds_origin;
  }
  [[nodiscard]] const std::string& note(CostKind kind) const {
    if (kind == CostKind::gpu_memory) return gpu_note;
    return kind == CostKind::memory ? bytes_note : seconds_note;
  }
  [[nodiscard]] bool known(CostKind kind) const { return origin(kind) != CostOrigin::unknown; }
  void set(CostKind kind, double value, CostOrigin from, std::string how);
};
/// How the costs of a box were found, each way once.
[[nodiscard]] std::string note_of(const BoxCosts& costs);

}  // namespace mlink::outputs
