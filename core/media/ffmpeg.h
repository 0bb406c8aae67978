// FFmpeg's C objects as C++ owners. Private to core/media.
#pragma once

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libswresample/swresample.h>
#include <libswscale/swscale.h>
}

#include <memory>
#include <string>

#include "base/rooms.h"

namespace mlink::media::ffmpeg {

template <auto free_function>
struct Freer {
  template <class T>
  void operator()(T* object) const {
    free_function(&object);
  }
};
struct SwsFreer {
  void operator()(SwsContext* context) const { sws_freeContext(context); }
};

using FormatPtr = std::unique_ptr<AVFormatContext, Freer<avformat_close_input>>;
using CodecPtr = std::unique_ptr<AVCodecContext, Freer<avcodec_free_context>>;
using FramePtr = std::unique_ptr<AVFrame, Freer<av_frame_free>>;
using PacketPtr = std::unique_ptr<AVPacket, Freer<av_packet_free>>;
using SwrPtr = std::unique_ptr<SwrContext, Freer<swr_free>>;
using SwsPtr = std::unique_ptr<SwsContext, SwsFreer>;

/// Takes FFmpeg's messages away from standard error: errors go to our debug log and are kept for last_message().
/// Thread-safe; the first call counts.
void quiet();

/// The last error that FFmpeg reported on this thread since clear_message(), else the text of `code`.
[[nodiscard]] std::string last_message(int code);
void clear_message();

}  // namespace mlink::media::ffmpeg
