#include "media/decode_device.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <utility>

#include "media/device_frames.h"

extern "C" {
#include <libavutil/hwcontext.h>
#include <libavutil/pixdesc.h>
}

namespace mlink::media {
namespace {

constexpr int plane_alignment = 64;
/// Decoders and swscale read whole vectors, also behind a plane's end.
constexpr std::size_t behind_planes = 128;

/// As devices hold a frame, as decoders on the CPU give it, and how many bits lower its numbers are there.
struct Pair {
  AVPixelFormat packed, planar;
  int shift;
};
constexpr std::array pairs{Pair{AV_PIX_FMT_NV12, AV_PIX_FMT_YUV420P, 0}, Pair{AV_PIX_FMT_NV12, AV_PIX_FMT_YUVJ420P, 0},
                           Pair{AV_PIX_FMT_P010LE, AV_PIX_FMT_YUV420P10LE, 6},
                           Pair{AV_PIX_FMT_P016LE, AV_PIX_FMT_YUV420P12LE, 4}};

const Pair* pair_of(AVPixelFormat planar, int packed = AV_PIX_FMT_NONE) {
  const auto* const found = std::find_if(pairs.begin(), pairs.end(), [&](const Pair& pair) {
    return pair.planar == planar && (packed == AV_PIX_FMT_NONE || pair.packed == packed);
  });
  return found == pairs.end() ? nullptr : found;
}

std::string name_of(int format) {
  const char* const name = av_get_pix_fmt_name(static_cast<AVPixelFormat>(format));
  return name != nullptr ? name : "?";
}

tl::unexpected<Error> device_error(const std::string& what, int code) {
  return fail(ErrorKind::failed, fmt::format("{} ({}).", what, ffmpeg::last_message(code)));
}

/// A plane of `count` values of T a row: every `step`-th from `first` on.
template <class T>
void copy_plane(const AVFrame& from, int plane, int first, int step, int shift, AVFrame& to, int into, int count,
                int rows) {
  for (int y = 0; y < rows; ++y) {
    const auto* in = reinterpret_cast<const T*>(from.data[plane] + std::ptrdiff_t{y} * from.linesize[plane]) + first;
    auto* out = reinterpret_cast<T*>(to.data[into] + std::ptrdiff_t{y} * to.linesize[into]);
    for (int x = 0; x < count; ++x) out[x] = static_cast<T>(in[std::ptrdiff_t{x} * step] >> shift);
  }
}

Status add_plane(AVFrame& frame, int plane, int row_bytes, int rows) {
  frame.linesize[plane] = (row_bytes + plane_alignment - 1) / plane_alignment * plane_alignment;
  const auto size = static_cast<std::size_t>(frame.linesize[plane]) * static_cast<std::size_t>(rows) + behind_planes;
  frame.buf[plane] = av_buffer_alloc(size);
  if (frame.buf[plane] == nullptr) return fail(ErrorKind::failed, "There is no memory for a decoded frame.");
  frame.data[plane] = frame.buf[plane]->data;
  return {};
}

template <class T>
Status unpack(const AVFrame& packed, int shift, AVFrame& out) {
  const int width = (packed.width + 1) / 2;
  const int height = (packed.height + 1) / 2;
  if (shift == 0) {  // brightness lies there as it should
    out.buf[0] = av_buffer_ref(packed.buf[0]);
    out.data[0] = packed.data[0];
    out.linesize[0] = packed.linesize[0];
  } else {
    MLINK_TRY(add_plane(out, 0, packed.width * static_cast<int>(sizeof(T)), packed.height));
    copy_plane<T>(packed, 0, 0, 1, shift, out, 0, packed.width, packed.height);
  }
  for (int colour = 0; colour < 2; ++colour) {
    MLINK_TRY(add_plane(out, colour + 1, width * static_cast<int>(sizeof(T)), height));
    copy_plane<T>(packed, 1, colour, 2, shift, out, colour + 1, width, height);
  }
  return {};
}

bool has_cuda(const AVCodec& codec) {
  for (int i = 0; const auto* const config = avcodec_get_hw_config(&codec, i); ++i)
    if (config->device_type == AV_HWDEVICE_TYPE_CUDA &&
        (config->methods & AV_CODEC_HW_CONFIG_METHOD_HW_DEVICE_CTX) != 0)
      return true;
  return false;
}

AVPixelFormat choose_cuda(AVCodecContext* /*decoder*/, const AVPixelFormat* offered) {
  std::size_t count = 0;
  while (offered[count] != AV_PIX_FMT_NONE) ++count;
  return chosen_format({offered, count}, AV_PIX_FMT_CUDA);
}

struct BufferFreer {
  void operator()(AVBufferRef* buffer) const { av_buffer_unref(&buffer); }
};
using BufferPtr = std::unique_ptr<AVBufferRef, BufferFreer>;

class Gpu final : public DecodeDevice {
 public:
  explicit Gpu(BufferPtr device) : device_(std::move(device)) {}

  Status attach(AVCodecContext& decoder) const override {
    if (!decodes_exactly(decoder.codec_id))
      return fail(ErrorKind::unsupported,
                  fmt::format("The format {} is decoded on the CPU: it leaves the last digit to the decoder.",
                              avcodec_get_name(decoder.codec_id)));
    if (!has_cuda(*decoder.codec))
      return fail(ErrorKind::unsupported,
                  fmt::format("FFmpeg here does not decode {} on a GPU.", avcodec_get_name(decoder.codec_id)));
    decoder.hw_device_ctx = av_buffer_ref(device_.get());
    decoder.get_format = choose_cuda;
    return {};
  }

  Status fetch(const AVCodecContext& decoder, AVFrame& frame) const override {
    if (frame.format != AV_PIX_FMT_CUDA || frame.hw_frames_ctx == nullptr)
      return fail(ErrorKind::unsupported, fmt::format("The GPU does not decode this kind of {} ({}).",
                                                      avcodec_get_name(decoder.codec_id), name_of(frame.format)));
    const ffmpeg::FramePtr here(av_frame_alloc());
    const int height = frame.height;
    // FFmpeg copies half as many rows of colour, rounded down: all that there are.
    frame.height = reinterpret_cast<const AVHWFramesContext*>(frame.hw_frames_ctx->data)->height;
    ffmpeg::clear_message();
    const int copied = av_hwframe_transfer_data(here.get(), &frame, 0);
    frame.height = height;
    if (copied < 0) return device_error("A frame could not be copied from the GPU", copied);
    here->height = height;
    av_frame_copy_props(here.get(), &frame);
    MLINK_ASSIGN(const auto out, software_frame(*here, decoder.sw_pix_fmt));
    av_frame_unref(&frame);
    av_frame_move_ref(&frame, out.get());
    return {};
  }

 private:
  BufferPtr device_;
};

}  // namespace

bool decodes_exactly(AVCodecID codec) {
  switch (codec) {
    case AV_CODEC_ID_H264:
    case AV_CODEC_ID_HEVC:
    case AV_CODEC_ID_VP8:
    case AV_CODEC_ID_VP9: return true;
    default: return false;
  }
}

AVPixelFormat chosen_format(std::span<const AVPixelFormat> offered, AVPixelFormat device) {
  if (offered.empty()) return AV_PIX_FMT_NONE;
  const bool there = std::find(offered.begin(), offered.end(), device) != offered.end();
  return there && pair_of(offered.back()) != nullptr ? device : offered.back();
}

Result<ffmpeg::FramePtr> software_frame(const AVFrame& packed, AVPixelFormat wanted) {
  const Pair* const pair = pair_of(wanted, packed.format);
  if (pair == nullptr || packed.buf[0] == nullptr)
    return fail(ErrorKind::unsupported, fmt::format("A decoded frame of {} cannot be brought into {}.",
                                                    name_of(packed.format), name_of(wanted)));
  ffmpeg::FramePtr out(av_frame_alloc());
  out->format = wanted;
  out->width = packed.width;
  out->height = packed.height;
  av_frame_copy_props(out.get(), &packed);
  if (pair->packed == AV_PIX_FMT_NV12) {
    MLINK_TRY(unpack<std::uint8_t>(packed, pair->shift, *out));
  } else {
    MLINK_TRY(unpack<std::uint16_t>(packed, pair->shift, *out));
  }
  if (const int cut = av_frame_apply_cropping(out.get(), 0); cut < 0)
    return device_error("A decoded frame cannot be cut to its picture", cut);
  return out;
}

Result<std::shared_ptr<const DecodeDevice>> DecodeDevice::gpu(int index) {
  ffmpeg::quiet();
  const std::string name = std::to_string(index);
  AVBufferRef* made = nullptr;
  int code = 0;
  // In the context that LibTorch uses too, which saves memory on the GPU; where that was begun otherwise, in its own.
  for (const bool shared : {true, false}) {
    AVDictionary* options = nullptr;
    if (shared) av_dict_set(&options, "primary_ctx", "1", 0);
    ffmpeg::clear_message();
    code = av_hwdevice_ctx_create(&made, AV_HWDEVICE_TYPE_CUDA, name.c_str(), options, 0);
    av_dict_free(&options);
    if (code >= 0) return std::make_shared<const Gpu>(BufferPtr(made));
  }
  return fail(ErrorKind::not_found, fmt::format("There is no GPU that decodes ({}).", ffmpeg::last_message(code)),
              "NVIDIA's driver with its library for videos (libnvcuvid) has to be here.");
}

Result<PlacedDecoder> place_decoder(const Demuxer& demuxer, int threads, std::shared_ptr<const DecodeDevice> device) {
  PlacedDecoder out{nullptr, threads};
  if (device) {
    auto there = open_decoder(demuxer, 1, device.get());
    if (there) return PlacedDecoder{std::move(*there), threads, std::move(device), {}};
    out.note = there.error().what;
  }
  MLINK_ASSIGN(out.decoder, open_decoder(demuxer, threads));
  return out;
}

}  // namespace mlink::media
