// A GPU that decodes videos instead of the CPU: NVIDIA's NVDEC through FFmpeg. Only formats whose standard fixes every
// bit of a picture are decoded there, and frames come back in the CPU decoder's own layout, so that pictures are the
// same. Which packet is which frame stays with FFmpeg's own decoder: numbers and times cannot differ.
#pragma once

#include <memory>
#include <string>

#include "base/error.h"

struct AVCodecContext;
struct AVFrame;

namespace mlink::media {

/// Serves any number of decoders at a time. Thread-safe.
class DecodeDevice {
 public:
  DecodeDevice() = default;
  virtual ~DecodeDevice() = default;
  DecodeDevice(const DecodeDevice&) = delete;
  DecodeDevice& operator=(const DecodeDevice&) = delete;

  /// One of the machine's GPUs. It costs some tenths of a second and memory on the GPU: one for all videos. Errors:
  /// there is no such GPU, or no driver for it.
  [[nodiscard]] static Result<std::shared_ptr<const DecodeDevice>> gpu(int index = 0);

  /// A decoder that is about to be opened. Errors: its format is not decoded there.
  virtual Status attach(AVCodecContext& decoder) const = 0;
  /// A frame of such a decoder, which becomes one in memory as the CPU's decoder would give it. Errors: the decoder did
  /// not put it on the device; it cannot be copied from there.
  virtual Status fetch(const AVCodecContext& decoder, AVFrame& frame) const = 0;
};

/// Where a video's frames are decoded.
struct Decoding {
  bool on_device = false;
  std::string note = {};  ///< why not where a device was given, or not any more: a sentence
};

}  // namespace mlink::media
