#include "media/converter.h"

#include <algorithm>
#include <cmath>
#include <cstring>

extern "C" {
#include <libavutil/display.h>
#include <libavutil/pixdesc.h>
}

namespace mlink::media {
namespace {

constexpr int row_alignment = 32;

/// swscale's fast paths write whole vectors: rows end on a vector's border, and a vector more lies behind the last.
void resize(Picture& picture, int width, int height) {
  picture.width = width;
  picture.height = height;
  picture.stride = (width * 3 + row_alignment - 1) / row_alignment * row_alignment;
  picture.rgb.resize(static_cast<std::size_t>(picture.stride) * static_cast<std::size_t>(height) +
                     std::size_t{2} * row_alignment);
}

bool is_gray(AVPixelFormat format) {
  const auto* about = av_pix_fmt_desc_get(format);
  return about != nullptr && about->nb_components <= 2 && !(about->flags & (AV_PIX_FMT_FLAG_PAL | AV_PIX_FMT_FLAG_RGB));
}

/// The "yuvj" formats are the plain ones with full range; swscale wants that said separately.
AVPixelFormat plain_format(AVPixelFormat format) {
  switch (format) {
    case AV_PIX_FMT_YUVJ420P: return AV_PIX_FMT_YUV420P;
    case AV_PIX_FMT_YUVJ411P: return AV_PIX_FMT_YUV411P;
    case AV_PIX_FMT_YUVJ422P: return AV_PIX_FMT_YUV422P;
    case AV_PIX_FMT_YUVJ440P: return AV_PIX_FMT_YUV440P;
    case AV_PIX_FMT_YUVJ444P: return AV_PIX_FMT_YUV444P;
    default: return format;
  }
}

bool full_range(const AVFrame& frame) {
  if (frame.color_range != AVCOL_RANGE_UNSPECIFIED) return frame.color_range == AVCOL_RANGE_JPEG;
  const auto format = static_cast<AVPixelFormat>(frame.format);
  return plain_format(format) != format || is_gray(format);
}

/// Untagged video counts as BT.601, as with ffmpeg and OpenCV.
int colour_space(const AVFrame& frame) {
  switch (frame.colorspace) {
    case AVCOL_SPC_BT709: return SWS_CS_ITU709;
    case AVCOL_SPC_FCC: return SWS_CS_FCC;
    case AVCOL_SPC_SMPTE240M: return SWS_CS_SMPTE240M;
    case AVCOL_SPC_BT2020_NCL:
    case AVCOL_SPC_BT2020_CL: return SWS_CS_BT2020;
    default: return SWS_CS_ITU601;
  }
}

/// Tiles, so that reading columns and writing rows both stay in the cache.
void turn(const Picture& from, Picture& to, const Orientation& how) {
  constexpr int tile = 32;
  for (int top = 0; top < to.height; top += tile)
    for (int left = 0; left < to.width; left += tile)
      for (int y = top; y < std::min(top + tile, to.height); ++y) {
        std::uint8_t* out = to.rgb.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(to.stride) +
                            static_cast<std::size_t>(left) * 3;
        for (int x = left; x < std::min(left + tile, to.width); ++x, out += 3) {
          const int across = how.flip_x ? to.width - 1 - x : x;
          const int down = how.flip_y ? to.height - 1 - y : y;
          const int source_x = how.transposed ? down : across;
          const int source_y = how.transposed ? across : down;
          std::memcpy(out,
                      from.rgb.data() + static_cast<std::size_t>(source_y) * static_cast<std::size_t>(from.stride) +
                          static_cast<std::size_t>(source_x) * 3,
                      3);
        }
      }
}

void copy_gray(const AVFrame& frame, Picture& to) {
  for (int y = 0; y < to.height; ++y) {
    const std::uint8_t* in = frame.data[0] + static_cast<std::ptrdiff_t>(y) * frame.linesize[0];
    std::uint8_t* out = to.rgb.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(to.stride);
    for (int x = 0; x < to.width; ++x, out += 3) out[0] = out[1] = out[2] = in[x];
  }
}

}  // namespace

Orientation orientation_of(const std::int32_t* matrix) {
  if (matrix == nullptr) return {};
  // x' = a x + c y, y' = b x + d y with a, b, u, c, d, v, ... in the matrix.
  const auto a = matrix[0];
  const auto b = matrix[1];
  const auto c = matrix[3];
  const auto d = matrix[4];
  const auto size = [](std::int32_t v) { return std::abs(static_cast<double>(v)); };
  if (size(a) + size(d) >= size(b) + size(c)) return {false, a < 0, d < 0};
  return {true, c < 0, b < 0};
}

std::shared_ptr<Picture> PicturePool::take(int width, int height) {
  std::unique_ptr<Picture> picture;
  {
    const std::lock_guard lock(mutex_);
    if (!free_.empty()) {
      picture = std::move(free_.back());
      free_.pop_back();
    }
  }
  if (!picture) picture = std::make_unique<Picture>();
  resize(*picture, width, height);
  return {picture.release(), [pool = shared_from_this()](Picture* p) { pool->give_back(p); }};
}

void PicturePool::give_back(Picture* picture) {
  std::unique_ptr<Picture> owner(picture);
  const std::lock_guard lock(mutex_);
  if (free_.size() < most_kept) free_.push_back(std::move(owner));
}

Converter::Size Converter::square(Size stored, AVRational aspect) {
  constexpr double most = 16;  // beyond it the file lies
  if (aspect.num <= 0 || aspect.den <= 0 || aspect.num == aspect.den) return stored;
  const double ratio = av_q2d(aspect);
  if (ratio < most && ratio > 1 / most) stored.width = std::max(1, static_cast<int>(std::lround(stored.width * ratio)));
  return stored;
}

Converter::Converter(AVFormatContext& format, AVStream& stream)
    : stored_size_{stream.codecpar->width, stream.codecpar->height},
      stream_(square(stored_size_, av_guess_sample_aspect_ratio(&format, &stream, nullptr))),
      size_(stream_) {
  orientation_ = orientation_of(
      reinterpret_cast<const std::int32_t*>(av_stream_get_side_data(&stream, AV_PKT_DATA_DISPLAYMATRIX, nullptr)));
}

Status Converter::prepare(const AVFrame& frame) {
  const std::array<int, 8> wanted = {
      1,           frame.width, frame.height, frame.format, full_range(frame) ? 1 : 0, colour_space(frame),
      size_.width, size_.height};
  if (wanted == prepared_) return {};
  const auto format = plain_format(static_cast<AVPixelFormat>(frame.format));
  sws_.reset(sws_getContext(frame.width, frame.height, format, size_.width, size_.height, AV_PIX_FMT_RGB24,
                            SWS_BILINEAR, nullptr, nullptr, nullptr));
  if (!sws_) {
    const char* name = av_get_pix_fmt_name(format);
    return fail(ErrorKind::unsupported,
                std::string("Its pixel format ") + (name != nullptr ? name : "?") + " cannot be turned into RGB.",
                "Convert the video with ffmpeg.");
  }
  constexpr int unchanged = 1 << 16;
  // Refused for formats that know no range (RGB, palettes): nothing to set there.
  sws_setColorspaceDetails(sws_.get(), sws_getCoefficients(colour_space(frame)), full_range(frame) ? 1 : 0,
                           sws_getCoefficients(SWS_CS_DEFAULT), 1, 0, unchanged, unchanged);
  prepared_ = wanted;
  return {};
}

Status Converter::write(const AVFrame& frame, Picture& to) {
  if (frame.format == AV_PIX_FMT_GRAY8 && full_range(frame) && frame.width == size_.width &&
      frame.height == size_.height) {
    copy_gray(frame, to);
    return {};
  }
  MLINK_TRY(prepare(frame));
  std::uint8_t* const data[4] = {to.rgb.data(), nullptr, nullptr, nullptr};
  const int stride[4] = {to.stride, 0, 0, 0};
  if (sws_scale(sws_.get(), frame.data, frame.linesize, 0, frame.height, data, stride) != size_.height)
    return fail(ErrorKind::failed, "The picture could not be turned into RGB.");
  return {};
}

Result<std::shared_ptr<const Picture>> Converter::convert(const AVFrame& frame) {
  const bool as_stream = frame.width == stored_size_.width && frame.height == stored_size_.height;
  size_ = as_stream ? stream_ : square({frame.width, frame.height}, frame.sample_aspect_ratio);
  auto out = orientation_.transposed ? pool_->take(size_.height, size_.width) : pool_->take(size_.width, size_.height);
  if (!orientation_.transposed && !orientation_.flip_x && !orientation_.flip_y) {
    MLINK_TRY(write(frame, *out));
    return out;
  }
  resize(stored_, size_.width, size_.height);
  MLINK_TRY(write(frame, stored_));
  turn(stored_, *out, orientation_);
  return out;
}

}  // namespace mlink::media
