#include "media/live_reader.h"

#include <chrono>
#include <thread>
#include <utility>

#include "media/converter.h"
#include "media/demuxer.h"
#include "media/live_address.h"

namespace mlink::media {
namespace {

/// A camera that has no frame yet is asked again after so long.
constexpr auto between_questions = std::chrono::milliseconds(2);

bool is_whole(const AVFrame& frame) {
  return (frame.flags & AV_FRAME_FLAG_CORRUPT) == 0 && frame.decode_error_flags == 0;
}

}  // namespace

struct LiveReader::Impl {
  std::string address;
  Options options;
  LiveFormat opened;
  ffmpeg::CodecPtr decoder;
  Converter converter;
  LiveInfo info;
  ffmpeg::PacketPtr packet{av_packet_alloc()};
  ffmpeg::FramePtr frame{av_frame_alloc()};
  std::int64_t count = 0, damaged = 0;
  std::optional<std::int64_t> first_pts;
  bool drained = false;

  /// Feeds the decoder one more packet, or tells it that there is none.
  Status feed(const std::stop_token& stop);
  Result<std::optional<Frame>> next(const std::stop_token& stop);
  Result<Frame> converted();
};

Status LiveReader::Impl::feed(const std::stop_token& stop) {
  opened.patience->begin(options.timeout, stop);
  while (true) {
    av_packet_unref(packet.get());
    ffmpeg::clear_message();
    const int got = av_read_frame(opened.format.get(), packet.get());
    if (got == AVERROR(EAGAIN) && !opened.patience->over()) {
      std::this_thread::sleep_for(between_questions);
      continue;
    }
    if (got == AVERROR_EOF && !opened.patience->over()) {
      drained = true;
      (void)avcodec_send_packet(decoder.get(), nullptr);
      return {};
    }
    if (got < 0) return live_error(*opened.patience, address, options.timeout, got, "read on");
    if (packet->stream_index != opened.stream) continue;
    if (avcodec_send_packet(decoder.get(), packet.get()) < 0) ++damaged;
    return {};
  }
}

Result<Frame> LiveReader::Impl::converted() {
  MLINK_ASSIGN(auto picture, converter.convert(*frame));
  const auto time = frame->best_effort_timestamp;
  const bool timed = time != AV_NOPTS_VALUE;
  if (timed && !first_pts) first_pts = time;
  const double seconds =
      timed ? static_cast<double>(time - *first_pts) * av_q2d(opened.format->streams[opened.stream]->time_base)
            : (info.frame_rate > 0 ? static_cast<double>(count) / info.frame_rate : 0);
  return Frame(std::move(picture), count++, timed ? time : 0, seconds);
}

Result<std::optional<Frame>> LiveReader::Impl::next(const std::stop_token& stop) {
  while (true) {
    if (stop.stop_requested()) return stopped();
    const int got = avcodec_receive_frame(decoder.get(), frame.get());
    if (got == AVERROR_EOF || (got == AVERROR(EAGAIN) && drained)) return std::nullopt;
    if (got == AVERROR(EAGAIN)) {
      MLINK_TRY(feed(stop));
      continue;
    }
    if (got < 0 || !is_whole(*frame)) {
      ++damaged;
      continue;
    }
    auto out = converted();
    if (out) return std::optional(std::move(*out));
    ++damaged;
  }
}

LiveReader::LiveReader(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
LiveReader::~LiveReader() = default;
LiveReader::LiveReader(LiveReader&&) noexcept = default;
LiveReader& LiveReader::operator=(LiveReader&&) noexcept = default;

Result<LiveReader> LiveReader::open(const std::string& address, const Options& options, const std::stop_token& stop) {
  auto impl = std::make_unique<Impl>();
  impl->address = address;
  impl->options = options;
  MLINK_ASSIGN(impl->opened, open_live_format(address, options.timeout, stop));
  auto& stream = *impl->opened.format->streams[impl->opened.stream];
  MLINK_ASSIGN(impl->decoder, open_decoder(stream, 1, shown_address(address)));
  impl->decoder->flags |= AV_CODEC_FLAG_LOW_DELAY;
  impl->converter = Converter(*impl->opened.format, stream);
  impl->info.address = shown_address(address);
  impl->info.width = impl->converter.width();
  impl->info.height = impl->converter.height();
  const auto rate = stream.avg_frame_rate.num > 0 ? stream.avg_frame_rate : stream.r_frame_rate;
  if (rate.num > 0 && rate.den > 0) impl->info.frame_rate = av_q2d(rate);
  impl->info.codec = avcodec_get_name(stream.codecpar->codec_id);
  const auto* const io = impl->opened.format->pb;
  impl->info.ends = io != nullptr && avio_size(impl->opened.format->pb) > 0;
  return LiveReader(std::move(impl));
}

const LiveInfo& LiveReader::info() const { return impl_->info; }
Result<std::optional<Frame>> LiveReader::next(const std::stop_token& stop) { return impl_->next(stop); }
std::int64_t LiveReader::damaged() const { return impl_->damaged; }

}  // namespace mlink::media
