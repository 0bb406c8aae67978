#include "experiment/decode_check.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <utility>

#include "base/elapsed.h"
#include "media/video.h"

namespace mlink::experiment {
namespace {

bool same_picture(const Frame& a, const Frame& b) {
  if (a.width() != b.width() || a.height() != b.height()) return false;
  for (int y = 0; y < a.height(); ++y)
    if (std::memcmp(a.row(y), b.row(y), static_cast<std::size_t>(a.width()) * 3) != 0) return false;
  return true;
}

Result<Frame> timed(VideoReader& reader, std::int64_t ordinal, double& seconds) {
  const auto start = std::chrono::steady_clock::now();
  auto frame = reader.at(ordinal);
  seconds += seconds_since(start);
  return frame;
}

}  // namespace

Result<DecodeTrial> try_decoding(const std::filesystem::path& video, int frames,
                                 std::shared_ptr<const DecodeDevice> device, const std::stop_token& stop) {
  VideoReader::Options how;
  MLINK_ASSIGN(auto cpu, VideoReader::open(video, how));
  how.index = cpu.index();
  how.device = std::move(device);
  MLINK_ASSIGN(auto there, VideoReader::open(video, std::move(how)));
  DecodeTrial trial;
  const auto count = std::min(std::int64_t{frames}, cpu.info().frames);
  for (std::int64_t i = 0; i < count; ++i) {
    if (stop.stop_requested()) return stopped();
    const auto wanted = timed(cpu, i, trial.seconds_cpu);
    const auto found = timed(there, i, trial.seconds_device);
    const bool same = wanted && found ? same_picture(*wanted, *found) : !wanted && !found;
    trial.agree += same ? 1 : 0;
  }
  trial.frames = static_cast<std::size_t>(count);
  trial.seconds_cpu /= static_cast<double>(count);
  trial.seconds_device /= static_cast<double>(count);
  auto decoding = there.decoding();
  trial.on_device = decoding.on_device;
  trial.note = std::move(decoding.note);
  return trial;
}

Result<DecodeTrial> try_decoding(const std::filesystem::path& video, int frames, const std::stop_token& stop) {
  MLINK_ASSIGN(auto gpu, DecodeDevice::gpu());
  return try_decoding(video, frames, std::move(gpu), stop);
}

}  // namespace mlink::experiment
