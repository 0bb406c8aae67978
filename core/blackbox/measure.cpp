#include "blackbox/measure.h"

#include <fmt/format.h>
#include <malloc.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <fstream>
#include <numeric>
#include <thread>
#include <vector>

namespace mlink::blackbox {
namespace {

using Clock = std::chrono::steady_clock;

// A line of /proc/self/status in bytes: "VmRSS:    1234 kB". 0: not there.
std::int64_t status_bytes(const std::string& name) {
  std::ifstream in("/proc/self/status");
  for (std::string line; std::getline(in, line);)
    if (line.rfind(name + ":", 0) == 0) return std::strtoll(line.c_str() + name.size() + 1, nullptr, 10) * 1024;
  return 0;
}

bool reset_high_water() {
  std::ofstream out("/proc/self/clear_refs");
  out << "5" << std::flush;
  return out.good();
}

/// Peak resident memory from its making to peak().
class PeakMemory {
 public:
  PeakMemory() {
    malloc_trim(0);  // what earlier work freed must not hide what the box takes
    before_ = status_bytes("VmRSS");
    exact_ = reset_high_water();
    if (exact_) return;
    sampled_ = before_;
    sampler_ = std::jthread([this](const std::stop_token& stop) {
      while (!stop.stop_requested()) {
        sampled_ = std::max(sampled_.load(), status_bytes("VmRSS"));
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
      }
    });
  }
  [[nodiscard]] std::int64_t net() const {
    const auto peak = exact_ ? status_bytes("VmHWM") : std::max(sampled_.load(), status_bytes("VmRSS"));
    return before_ > 0 ? std::max<std::int64_t>(peak - before_, 0) : 0;
  }
  [[nodiscard]] const char* way() const { return exact_ ? "VmHWM" : "VmRSS every 2 ms"; }

 private:
  std::int64_t before_ = 0;
  bool exact_ = false;
  std::atomic<std::int64_t> sampled_{0};
  std::jthread sampler_;  ///< last: it stops before what it writes to is gone
};

// The smallest value that at least the share q of all values does not exceed.
double percentile(const std::vector<double>& sorted, double q) {
  const auto rank = static_cast<std::size_t>(std::ceil(q * static_cast<double>(sorted.size())));
  return sorted[std::clamp<std::size_t>(rank, 1, sorted.size()) - 1];
}

}  // namespace

Result<BoxCosts> measure_box(const Manifest& manifest, std::span<const Frame> frames, const BoxOptions& options,
                             const std::stop_token& stop) {
  if (frames.empty()) return fail(ErrorKind::invalid_input, "There is no frame to measure with.");
  MLINK_ASSIGN(const auto box, make_black_box(manifest, options));
  const PeakMemory memory;
  MLINK_TRY(box->load());
  MLINK_TRY(box->run(frames.first(1)));  // the first call on this size of picture is not like the others
  std::vector<double> seconds;
  int failed = 0;
  int shares = 0;
  for (const auto& frame : frames) {
    if (stop.stop_requested()) return stopped();
    const auto start = Clock::now();
    MLINK_ASSIGN(const auto answers, box->run(std::span(&frame, 1)));
    const double elapsed = std::chrono::duration<double>(Clock::now() - start).count();
    const bool shared = answers.size() == 1 && answers[0].seconds.has_value();
    seconds.push_back(shared ? *answers[0].seconds : elapsed);
    if (shared) ++shares;
    if (answers.size() != 1 || answers[0].output.presence == Presence::failed) ++failed;
  }
  BoxCosts measure;
  measure.box = manifest.name;
  measure.bytes = static_cast<double>(memory.net());
  if (measure.bytes > 0) measure.bytes_origin = CostOrigin::measured;
  measure.seconds_origin = CostOrigin::measured;
  box->unload();
  measure.seconds = std::accumulate(seconds.begin(), seconds.end(), 0.0) / static_cast<double>(seconds.size());
  std::sort(seconds.begin(), seconds.end());
  measure.seconds_p50 = percentile(seconds, 0.5);
  measure.seconds_p95 = percentile(seconds, 0.95);
  measure.seconds_p99 = percentile(seconds, 0.99);
  auto note = fmt::format("{} frames, {} {}, peak from {}", frames.size(), options.threads,
                          options.threads == 1 ? "thread" : "threads", memory.way());
  if (shares > 0) note += ", recognition spread over the frames that share it";
  if (failed > 0) note += fmt::format(", {} frames failed", failed);
  measure.seconds_note = measure.bytes_note = note;
  return measure;
}

}  // namespace mlink::blackbox
