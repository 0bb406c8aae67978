#include <fmt/format.h>

#include <utility>

#include "base/hash.h"
#include "media/pictures.h"
#include "media/reader_impl.h"
#include "outputs/clock.h"

namespace mlink::media {
namespace {

/// Made from another file, or from another stream of it.
bool stale(const FrameIndex& index, const Demuxer& demuxer) {
  const auto base = demuxer.stream().time_base;
  return index.entries.empty() || index.file_size != demuxer.file_size() || index.stream != demuxer.stream_number() ||
         index.time_base_num != base.num || index.time_base_den != base.den;
}

VideoInfo describe(const Demuxer& demuxer, const Converter& converter, const FrameIndex& index) {
  const auto& stream = demuxer.stream();
  VideoInfo info;
  info.path = demuxer.path().string();
  info.stream = demuxer.stream_number();
  info.width = converter.width();
  info.height = converter.height();
  info.frames = static_cast<std::int64_t>(index.entries.size());
  const double span = index.seconds(info.frames - 1);
  const auto stated = stream.avg_frame_rate;
  if (span > 0)
    info.frame_rate = static_cast<double>(info.frames - 1) / span;
  else if (stated.num > 0 && stated.den > 0)
    info.frame_rate = av_q2d(stated);
  info.seconds = span + (info.frame_rate > 0 ? 1 / info.frame_rate : 0);
  // Recorders write it, and converters carry it over; a clock that was never set says 1904 or 1970.
  if (const auto* tag = av_dict_get(demuxer.format().metadata, "creation_time", nullptr, 0))
    if (const auto date = parse_start(tag->value); date && is_date({date->origin, date->seconds}))
      info.recorded_at = date->seconds;
  info.codec = avcodec_get_name(stream.codecpar->codec_id);
  const char* format = av_get_pix_fmt_name(static_cast<AVPixelFormat>(stream.codecpar->format));
  info.pixel_format = format != nullptr ? format : "";
  info.video_streams = streams_of(demuxer.format(), AVMEDIA_TYPE_VIDEO);
  info.sound_streams = streams_of(demuxer.format(), AVMEDIA_TYPE_AUDIO);
  info.has_audio = !info.sound_streams.empty();
  if (info.has_audio) {
    const int best = av_find_best_stream(&demuxer.format(), AVMEDIA_TYPE_AUDIO, -1, -1, nullptr, 0);
    info.sound_stream = best >= 0 ? best : info.sound_streams.front();
  }
  return info;
}

/// What was chosen when the index was made stays chosen, as long as it is the same file.
int wanted_stream(const std::filesystem::path& path, const VideoReader::Options& options) {
  if (options.stream >= 0 || !options.index) return options.stream;
  std::error_code ec;
  const auto size = std::filesystem::file_size(path, ec);
  return !ec && static_cast<std::int64_t>(size) == options.index->file_size ? options.index->stream : -1;
}

class StreamPictures : public FramePictures {
 public:
  StreamPictures(Converter converter, FramesByOrdinal source, std::string path)
      : converter_(std::move(converter)), source_(std::move(source)), path_(std::move(path)) {}

  [[nodiscard]] Result<std::shared_ptr<const Picture>> picture(std::int64_t ordinal,
                                                               const std::stop_token& stop) override {
    const auto decoded = source_.frame(ordinal, stop);
    if (!decoded) return tl::make_unexpected(decoded.error());
    auto picture = converter_.convert(**decoded);
    if (!picture) picture.error().path = path_;
    return picture;
  }
  [[nodiscard]] Decoding decoding() const override { return source_.decoding(); }

 private:
  Converter converter_;
  FramesByOrdinal source_;
  std::string path_;
};

}  // namespace

Result<Frame> VideoReader::Impl::at(std::int64_t ordinal, const std::stop_token& stop) {
  if (ordinal < 0 || ordinal >= info.frames)
    return fail(ErrorKind::invalid_input,
                fmt::format("There is no frame {}: the video has frames 0 to {}.", ordinal, info.frames - 1),
                "Choose one of these.", info.path);
  next = ordinal + 1;
  MLINK_ASSIGN(auto picture, pictures->picture(ordinal, stop));
  return Frame(std::move(picture), ordinal, index->entries[static_cast<std::size_t>(ordinal)].pts,
               index->seconds(ordinal));
}

Result<std::unique_ptr<VideoReader::Impl>> VideoReader::Impl::open(const std::filesystem::path& path, Options options) {
  const bool device = options.device != nullptr;
  if (is_picture_series(path)) {
    MLINK_ASSIGN(auto opened, open_pictures(path, std::move(options)));
    return std::make_unique<Impl>(
        Impl{std::move(opened.info), std::move(opened.index), std::move(opened.pictures), 0, device});
  }
  MLINK_ASSIGN(auto demuxer, Demuxer::open(path, wanted_stream(path, options)));
  if (options.rate > 0)
    return fail(ErrorKind::invalid_input, "A rate was given for a file that has its own times.",
                "Leave --rate out; it is for pictures in a folder.", path.string());
  MLINK_ASSIGN(auto decoder, place_decoder(demuxer, options.decoder_threads, std::move(options.device)));
  std::shared_ptr<const FrameIndex> index;
  if (options.index && !stale(*options.index, demuxer)) {
    index = std::make_shared<const FrameIndex>(std::move(*options.index));
  } else {
    MLINK_ASSIGN(auto built, build_index(demuxer));
    index = std::make_shared<const FrameIndex>(std::move(built));
    MLINK_ASSIGN(demuxer, Demuxer::open(path, demuxer.stream_number()));  // back at the first packet
  }
  Converter converter(demuxer.format(), demuxer.stream());
  auto info = describe(demuxer, converter, *index);
  FramesByOrdinal source(std::move(demuxer), std::move(decoder), index);
  auto pictures = std::make_unique<StreamPictures>(std::move(converter), std::move(source), info.path);
  return std::make_unique<Impl>(Impl{std::move(info), std::move(index), std::move(pictures), 0, device});
}

VideoReader::VideoReader(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
VideoReader::~VideoReader() = default;
VideoReader::VideoReader(VideoReader&&) noexcept = default;
VideoReader& VideoReader::operator=(VideoReader&&) noexcept = default;

Result<VideoReader> VideoReader::open(const std::filesystem::path& path, Options options) {
  MLINK_ASSIGN(auto impl, Impl::open(path, std::move(options)));
  return VideoReader(std::move(impl));
}

const VideoInfo& VideoReader::info() const { return impl_->info; }
const FrameIndex& VideoReader::index() const { return *impl_->index; }

Result<std::optional<Frame>> VideoReader::next() {
  if (impl_->next >= impl_->info.frames) return std::nullopt;
  MLINK_ASSIGN(auto frame, impl_->at(impl_->next, {}));
  return std::optional(std::move(frame));
}

Result<Frame> VideoReader::at(std::int64_t ordinal) { return impl_->at(ordinal, {}); }
Decoding VideoReader::decoding() const { return impl_->decoding(); }

Result<std::string> video_content_hash(const std::filesystem::path& path) {
  return is_picture_series(path) ? picture_series_hash(path) : content_hash_of_file(path);
}

}  // namespace mlink::media
