// Internal to core/experiment: resident memory of this process, from a moment on.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <string>

#include "base/number.h"

namespace mlink::experiment {

/// Belongs to one thread. Where the system keeps no high-water mark that can be reset, the peak is of the moments at
/// which look() was called.
class ProcessMemory {
 public:
  ProcessMemory() : before_(bytes_of("VmRSS")), peak_(before_) {
    std::ofstream out("/proc/self/clear_refs");
    out << "5" << std::flush;
    exact_ = out.good();
  }
  void look() { peak_ = std::max(peak_, now_ = bytes_of("VmRSS")); }
  /// When it was looked last, less before(); NaN where the system tells nothing.
  [[nodiscard]] double taken() const { return now_ > 0 ? now_ - before_ : kNan; }
  /// NaN where the system tells nothing.
  [[nodiscard]] double before() const { return before_ > 0 ? before_ : kNan; }
  [[nodiscard]] double peak() {
    look();
    const double mark = exact_ ? bytes_of("VmHWM") : 0;
    return peak_ > 0 ? std::max(peak_, mark) : kNan;
  }

 private:
  static double bytes_of(const std::string& name) {
    constexpr double kKib = 1024;
    std::ifstream in("/proc/self/status");
    for (std::string line; std::getline(in, line);)
      if (line.rfind(name + ":", 0) == 0) return std::strtod(line.c_str() + name.size() + 1, nullptr) * kKib;
    return 0;
  }
  double before_, peak_, now_ = before_;
  bool exact_ = false;
};

}  // namespace mlink::experiment
