// What a decoding device needs of FFmpeg's frames. Private to core/media.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "base/error.h"
#include "media/decode_device.h"
#include "media/demuxer.h"
#include "media/ffmpeg.h"

namespace mlink::media {

/// Whether the standard fixes every bit of a decoded picture. Of MPEG-2, MPEG-4 and JPEG it does not: their decoders
/// may round otherwise.
[[nodiscard]] bool decodes_exactly(AVCodecID codec);

/// Of what a decoder offers (its own format last): `device` where that can be brought back, else its own.
[[nodiscard]] AVPixelFormat chosen_format(std::span<const AVPixelFormat> offered, AVPixelFormat device);

/// A frame as devices hold it (both colours in one plane, many bits at the upper end) as decoders on the CPU give it,
/// in the format `wanted`. Cut on the left and above as the frame says. Errors: not these formats.
[[nodiscard]] Result<ffmpeg::FramePtr> software_frame(const AVFrame& packed, AVPixelFormat wanted);

/// A decoder, and the device that it is on.
struct PlacedDecoder {
  ffmpeg::CodecPtr decoder;
  int threads = 1;                                       ///< on the CPU
  std::shared_ptr<const DecodeDevice> device = nullptr;  ///< null: on the CPU
  std::string note = {};                                 ///< why it is there though a device was given
};
/// Errors: those of open_decoder on the CPU.
[[nodiscard]] Result<PlacedDecoder> place_decoder(const Demuxer& demuxer, int threads,
                                                  std::shared_ptr<const DecodeDevice> device);

}  // namespace mlink::media
