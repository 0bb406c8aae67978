// Decodes a series of pictures, each on its own and in its own size.
#include <fmt/format.h>

#include <cmath>
#include <memory>
#include <numeric>

#include "base/text.h"
#include "media/demuxer.h"
#include "media/pictures.h"

namespace mlink::media {
namespace {

struct DecodedPicture {
  std::shared_ptr<const Picture> picture;
  std::string codec, pixel_format;
};

Result<DecodedPicture> decode_picture(const std::filesystem::path& path) {
  MLINK_ASSIGN(auto demuxer, Demuxer::open(path, -1));
  MLINK_ASSIGN(const auto decoder, open_decoder(demuxer, 1));
  const ffmpeg::PacketPtr packet(av_packet_alloc());
  const ffmpeg::FramePtr frame(av_frame_alloc());
  ffmpeg::clear_message();
  int code = demuxer.read(*packet) ? avcodec_send_packet(decoder.get(), packet.get()) : AVERROR_INVALIDDATA;
  if (code >= 0) code = avcodec_send_packet(decoder.get(), nullptr);
  if (code >= 0) code = avcodec_receive_frame(decoder.get(), frame.get());
  if (code < 0 || (frame->flags & AV_FRAME_FLAG_CORRUPT) != 0 || frame->decode_error_flags != 0)
    return fail(
        ErrorKind::corrupt,
        code < 0 ? fmt::format("The picture is damaged ({}).", ffmpeg::last_message(code)) : "The picture is damaged.",
        "The other frames can be used.", path.string());
  Converter converter(demuxer.format(), demuxer.stream());
  const char* format = av_get_pix_fmt_name(static_cast<AVPixelFormat>(frame->format));
  DecodedPicture out{nullptr, avcodec_get_name(demuxer.stream().codecpar->codec_id), format != nullptr ? format : ""};
  auto picture = converter.convert(*frame);
  if (!picture) {
    picture.error().path = path.string();
    return tl::make_unexpected(std::move(picture).error());
  }
  out.picture = std::move(*picture);
  return out;
}

class PictureFrames : public FramePictures {
 public:
  explicit PictureFrames(PictureList list) : list_(std::move(list)) {}

  [[nodiscard]] Result<std::shared_ptr<const Picture>> picture(std::int64_t ordinal,
                                                               const std::stop_token& stop) override {
    if (stop.stop_requested()) return stopped();
    const auto& file = list_.frames[static_cast<std::size_t>(ordinal)];
    if (file.path.empty())
      return fail(ErrorKind::not_found, fmt::format("Frame {} has no picture.", ordinal),
                  "The other frames can be used.", list_.path.string());
    auto decoded = decode_picture(file.path);
    if (decoded) return std::move(decoded->picture);
    decoded.error().what = fmt::format("Frame {}: {}", ordinal, decoded.error().what);
    return tl::make_unexpected(std::move(decoded).error());
  }
  [[nodiscard]] Decoding decoding() const override { return {false, "Pictures in a folder are decoded on the CPU."}; }

 private:
  PictureList list_;
};

/// `rate` as 1000 parts a frame: 29.97 is exact.
FrameIndex index_of(const PictureList& list, double rate) {
  constexpr int parts = 1000;
  FrameIndex index;
  const auto thousandths = static_cast<int>(std::lround(rate * parts));
  const int common = std::gcd(parts, thousandths);
  index.time_base_num = parts / common;
  index.time_base_den = thousandths / common;
  index.file_size = list.bytes;
  std::int64_t ordinal = 0;
  for (const auto& frame : list.frames) {
    index.entries.push_back({ordinal, true, ordinal, -1, frame.path.empty() ? -1 : frame.size, {}, 0});
    ++ordinal;
  }
  return index;
}

bool made_from(const FrameIndex& index, const PictureList& list) {
  return index.file_size == list.bytes && index.entries.size() == list.frames.size();
}

}  // namespace

Result<OpenedPictures> open_pictures(const std::filesystem::path& path, VideoReader::Options options) {
  MLINK_ASSIGN(auto list, list_pictures(path));
  constexpr double least_rate = 0.001;
  constexpr double most_rate = 10000;
  const auto& known = options.index;
  const double rate = options.rate > 0 ? options.rate
                      : known          ? static_cast<double>(known->time_base_den) / known->time_base_num
                                       : 0;
  if (rate == 0)
    return fail(ErrorKind::invalid_input, "How many pictures a second these are is not known.",
                "Give the rate at which they were taken, like --rate 10.", path.string());
  if (rate < least_rate || rate > most_rate)
    return fail(ErrorKind::invalid_input, fmt::format("{} pictures a second are no rate.", rate),
                fmt::format("A number from {} to {} is expected.", least_rate, most_rate), path.string());
  if (options.stream > 0)
    return fail(ErrorKind::invalid_input, fmt::format("There is no stream {}.", options.stream),
                "Pictures in a folder have one only.", path.string());
  auto index = std::make_shared<const FrameIndex>(
      known && options.rate <= 0 && made_from(*known, list) ? *known : index_of(list, rate));
  VideoInfo info;
  info.path = path.string();
  info.frames = static_cast<std::int64_t>(list.frames.size());
  info.frame_rate = rate;
  info.seconds = static_cast<double>(info.frames) / rate;
  info.video_streams = {0};
  info.notes = list.notes;
  for (const auto& frame : list.frames) {
    if (frame.path.empty()) continue;
    const auto first = decode_picture(frame.path);
    if (!first) continue;
    info.width = first->picture->width;
    info.height = first->picture->height;
    info.codec = first->codec;
    info.pixel_format = first->pixel_format;
    break;
  }
  if (info.width == 0)
    return fail(ErrorKind::corrupt, "None of the pictures can be decoded.", "Copy or record them again.",
                path.string());
  return OpenedPictures{std::move(info), std::move(index), std::make_unique<PictureFrames>(std::move(list))};
}

}  // namespace mlink::media
