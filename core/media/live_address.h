// Internal to core/media: opening what is not a file: addresses and cameras, with a time after which they count as
// silent.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>

#include "base/error.h"
#include "media/ffmpeg.h"

namespace mlink::media {

/// What FFmpeg asks while it waits. Stands still while the format that has it is open; one thread at a time.
struct Patience {
  std::stop_token stop;
  std::chrono::steady_clock::time_point until;
  bool ran_out = false;  ///< it was told to give up because time was over

  void begin(double seconds, std::stop_token asked);
  [[nodiscard]] bool over();
};

struct LiveFormat {
  std::unique_ptr<Patience> patience;
  ffmpeg::FormatPtr format;  ///< goes before its patience
  int stream = -1;
};

/// Opens an address or camera and finds its pictures. Errors: as LiveReader::open.
[[nodiscard]] Result<LiveFormat> open_live_format(const std::string& address, double timeout,
                                                  const std::stop_token& stop);
/// What is wrong with it, after `code`: no answer in time, asked to stop, or what FFmpeg says.
[[nodiscard]] tl::unexpected<Error> live_error(const Patience& patience, const std::string& address, double timeout,
                                               int code, const char* doing);

}  // namespace mlink::media
