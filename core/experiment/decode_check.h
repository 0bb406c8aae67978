// Holds the pictures that a GPU decodes against the CPU's, byte by byte. `mlink selftest`.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>

#include "base/error.h"
#include "media/decode_device.h"

namespace mlink::experiment {

struct DecodeTrial {
  std::size_t frames = 0;
  std::size_t agree = 0;      ///< every byte
  bool on_device = false;     ///< all of them were decoded there; otherwise the note says why not
  double seconds_cpu = 0;     ///< a frame, one thread
  double seconds_device = 0;  ///< a frame, brought back and turned into RGB like the CPU's
  std::string note;           ///< Decoding::note
  [[nodiscard]] bool passed() const { return agree == frames; }
};

/// The first `frames` of the file. Frames that are damaged on both agree. Errors: there is no GPU that decodes; the
/// file is no video; stopped.
[[nodiscard]] Result<DecodeTrial> try_decoding(const std::filesystem::path& video, int frames,
                                               const std::stop_token& stop = {});
/// The same on any device.
[[nodiscard]] Result<DecodeTrial> try_decoding(const std::filesystem::path& video, int frames,
                                               std::shared_ptr<const DecodeDevice> device,
                                               const std::stop_token& stop = {});

}  // namespace mlink::experiment
