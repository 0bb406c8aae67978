// Clocks of the benchmarks that print their own tables.
#pragma once

#include <ctime>

#include <algorithm>
#include <vector>

#include "base/rooms.h"

namespace mlink::bench {
using namespace rooms;

inline double clock_seconds(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}
/// Of the calling thread.
inline double cpu_seconds() { return clock_seconds(CLOCK_THREAD_CPUTIME_ID); }
/// Of all threads of the process.
inline double process_seconds() { return clock_seconds(CLOCK_PROCESS_CPUTIME_ID); }
inline double wall_seconds() { return clock_seconds(CLOCK_MONOTONIC); }

inline double percentile(std::vector<double> values, std::size_t percent) {
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(values.size() * percent / 100);
  std::nth_element(values.begin(), at, values.end());
  return *at;
}
inline double median(const std::vector<double>& values) { return percentile(values, 50); }

inline double fastest(const std::vector<double>& values) { return *std::min_element(values.begin(), values.end()); }
inline void append(std::vector<double>& to, const std::vector<double>& more) {
  to.insert(to.end(), more.begin(), more.end());
}

/// Keeps the compiler from leaving out what made *p.
inline void keep(const void* p) { asm volatile("" : : "r"(p) : "memory"); }

}  // namespace mlink::bench
