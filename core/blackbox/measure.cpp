#include "blackbox/measure.h"

#include <fmt/format.h>
#include <malloc.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <fstream>
#include <memory>
#include <numeric>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "base/elapsed.h"
#include "blackbox/adapters/adapter_box.h"
#include "blackbox/gpu_memory.h"
#include "blackbox/preprocess.h"

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

/// What this process takes of the GPUs from its making on; unknown where there is none.
class GpuShare {
 public:
  explicit GpuShare(int gpu) : gpu_(gpu), driver_(GpuMemory::open()) {
    before_.pool = gpu_pool(gpu_, true);
    if (!driver_) return;
    before_.process = driver_->of_process();
    before_.devices = driver_->of_devices();
  }
  /// `elsewhere`: the box has a process of its own, whose share the driver does not tell this one.
  void tell(BoxCosts& costs, bool elsewhere) const {
    GpuReading after;
    if (driver_) {
      after.devices = driver_->of_devices();
      after.process = driver_->of_process();
    }
    after.pool = gpu_pool(gpu_, false);
    if (const auto growth = gpu_growth(before_, after, elsewhere))
      costs.set(CostKind::gpu_memory, growth->bytes, CostOrigin::measured, growth->note);
  }

 private:
  int gpu_;
  std::unique_ptr<GpuMemory> driver_;
  GpuReading before_;
};

// The smallest value that at least the share q of all values does not exceed.
double percentile(const std::vector<double>& sorted, double q) {
  const auto rank = static_cast<std::size_t>(std::ceil(q * static_cast<double>(sorted.size())));
  return sorted[std::clamp<std::size_t>(rank, 1, sorted.size()) - 1];
}

constexpr double kTight = 0.05;  ///< half of the mean's 95 % interval, as a share of it
constexpr int kMostPasses = 4;
constexpr int kTimedLots = 3;
constexpr double kMostSeconds = 20;  ///< no further pass is begun after these

/// What running the box on the frames told, pass by pass.
struct Timed {
  std::vector<double> seconds;  ///< a frame, the first after warm-up
  int passes = 0;
  int failed = 0;  ///< of the first pass
  int shares = 0;
  [[nodiscard]] double mean() const {
    return std::accumulate(seconds.begin(), seconds.end(), 0.0) / static_cast<double>(seconds.size());
  }
  /// 1.96 standard errors of the mean, as a share of it; 0 for a single frame.
  [[nodiscard]] double half_width() const {
    const double middle = mean();
    const auto n = static_cast<double>(seconds.size());
    if (n < 2 || !(middle > 0)) return 0;
    double squares = 0;
    for (const double value : seconds) squares += (value - middle) * (value - middle);
    return 1.96 * std::sqrt(squares / (n - 1) / n) / middle;
  }
};

Status time_pass(BlackBox& box, std::span<const Frame> frames, const std::stop_token& stop, Timed& timed) {
  for (const auto& frame : frames) {
    if (stop.stop_requested()) return stopped();
    const auto start = Clock::now();
    MLINK_ASSIGN(const auto answers, box.run(std::span(&frame, 1)));
    const double elapsed = seconds_since(start);
    const bool shared = answers.size() == 1 && answers[0].seconds.has_value();
    timed.seconds.push_back(shared ? *answers[0].seconds : elapsed);
    if (shared) ++timed.shares;
    if (timed.passes == 0 && (answers.size() != 1 || answers[0].output.presence == Presence::failed)) ++timed.failed;
  }
  ++timed.passes;
  return {};
}

/// Where it ran, where that was not this machine's CPU, and what became of that.
std::string device_text(const BlackBox& box) {
  const auto* plain = dynamic_cast<const AdapterBox*>(&box);
  const auto device = plain != nullptr ? plain->engine().device() : std::string("CPU");
  const auto note = box.feeding().note;
  return (device == "CPU" ? "" : ", on " + device) + (note.empty() ? "" : " (" + note + ")");
}

/// What a frame takes where the box is fed as collect feeds it on a GPU; empty for others.
Result<std::string> lots_text(BlackBox& box, std::span<const Frame> frames) {
  const auto feeding = box.feeding();
  if (!feeding.apart || feeding.lot < 2) return std::string();
  std::vector<Frame> lot;
  for (std::size_t i = 0; i < feeding.lot; ++i) lot.push_back(frames[i % frames.size()]);
  MLINK_TRY(box.run(lot));
  double best = 0;
  for (int i = 0; i < kTimedLots; ++i) {
    const auto start = Clock::now();
    MLINK_TRY(box.run(lot));
    const double seconds = seconds_since(start) / static_cast<double>(lot.size());
    best = i == 0 ? seconds : std::min(best, seconds);
  }
  return fmt::format(", {:.3g} ms a frame where {} are handed over at once", best * 1e3, feeding.lot);
}

/// As a clip that shows one picture all the time: it takes as long as any other.
Result<std::vector<Frame>> as_clips(std::span<const Frame> frames, const InputSpec& input) {
  std::vector<Frame> clips(frames.begin(), frames.end());
  if (!input.clip()) return clips;
  for (auto& frame : clips) {
    MLINK_ASSIGN(auto small, shrunk(frame, input));
    frame = frame.with_earlier(
        std::make_shared<const std::vector<Frame>>(static_cast<std::size_t>(input.frames - 1), std::move(small)));
  }
  return clips;
}

}  // namespace

Result<BoxCosts> measure_box(const Manifest& manifest, std::span<const Frame> pictures, const BoxOptions& options,
                             const std::stop_token& stop) {
  if (pictures.empty()) return fail(ErrorKind::invalid_input, "There is no frame to measure with.");
  MLINK_ASSIGN(const auto clips, as_clips(pictures, manifest.input));
  const std::span<const Frame> frames(clips);
  MLINK_ASSIGN(const auto box, make_black_box(manifest, options));
  const PeakMemory memory;
  const GpuShare gpu(options.gpu);
  const auto start = Clock::now();
  MLINK_TRY(box->load());
  BoxCosts measure;
  measure.load_seconds = seconds_since(start);
  MLINK_TRY(box->run(frames.first(1)));  // the first call on this size of picture is not like the others
  const auto begun = Clock::now();
  Timed timed;
  do MLINK_TRY(time_pass(*box, frames, stop, timed));
  while (timed.half_width() > kTight && timed.passes < kMostPasses && seconds_since(begun) < kMostSeconds &&
         timed.shares == 0);  // a share of work that was done once is no measurement of its own
  MLINK_ASSIGN(const auto in_lots, lots_text(*box, frames));
  measure.box = manifest.name;
  gpu.tell(measure, box->own_peak_memory().has_value());
  const auto own = box->own_peak_memory();
  measure.bytes = own ? static_cast<double>(*own) : static_cast<double>(memory.net());
  if (measure.bytes > 0) measure.bytes_origin = CostOrigin::measured;
  measure.seconds_origin = CostOrigin::measured;
  const auto where = device_text(*box);  // once it is unloaded it is nowhere
  const auto unloading = Clock::now();
  box->unload();
  measure.unload_seconds = seconds_since(unloading);
  measure.loading_origin = CostOrigin::measured;
  measure.seconds = timed.mean();
  std::vector<double>& seconds = timed.seconds;
  std::sort(seconds.begin(), seconds.end());
  measure.seconds_p50 = percentile(seconds, 0.5);
  measure.seconds_p95 = percentile(seconds, 0.95);
  measure.seconds_p99 = percentile(seconds, 0.99);
  const double half = timed.half_width();
  auto note = fmt::format("{} frames{}, {} {}, mean \u00B1 {:.1f} %{}, peak from {}", frames.size(),
                          timed.passes > 1 ? fmt::format(" {} times", timed.passes) : "", options.threads,
                          options.threads == 1 ? "thread" : "threads", half * 100,
                          half > kTight ? " (not tight: frames differ that much)" : "",
                          own ? "VmHWM of the box's own process" : memory.way());
  note += where + in_lots;
  if (timed.shares > 0) note += ", recognition spread over the frames that share it";
  if (timed.failed > 0) note += fmt::format(", {} frames failed", timed.failed);
  measure.seconds_note = measure.bytes_note = note;
  return measure;
}

}  // namespace mlink::blackbox
