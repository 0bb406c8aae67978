#include "media/scale.h"

#include "media/ffmpeg.h"

namespace mlink::media {

Frame scaled(const Frame& frame, int width, int height) {
  if (!frame || frame.width() < 1 || frame.height() < 1 || width < 1 || height < 1) return {};
  ffmpeg::quiet();
  constexpr int vector = 64;
  auto picture = std::make_shared<Picture>();
  picture->width = width;
  picture->height = height;
  picture->stride = width * 3;
  picture->rgb.resize(static_cast<std::size_t>(width) * 3 * static_cast<std::size_t>(height) + vector);
  const bool smaller = width <= frame.width() && height <= frame.height();
  const ffmpeg::SwsPtr sws(sws_getContext(frame.width(), frame.height(), AV_PIX_FMT_RGB24, width, height,
                                          AV_PIX_FMT_RGB24, (smaller ? SWS_AREA : SWS_BILINEAR) | SWS_ACCURATE_RND,
                                          nullptr, nullptr, nullptr));
  if (!sws) return {};
  const std::uint8_t* const from[4] = {frame.row(0), nullptr, nullptr, nullptr};
  const int from_stride[4] = {frame.stride(), 0, 0, 0};
  std::uint8_t* const to[4] = {picture->rgb.data(), nullptr, nullptr, nullptr};
  const int to_stride[4] = {picture->stride, 0, 0, 0};
  sws_scale(sws.get(), from, from_stride, 0, frame.height(), to, to_stride);
  return Frame(std::move(picture), frame.ordinal(), frame.pts(), frame.seconds()).with_camera(frame.camera());
}

}  // namespace mlink::media
