#include "media/sound_decoder.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include "media/video.h"

extern "C" {
#include <libavutil/opt.h>
}

namespace mlink::media {
namespace {

/// Files round their times: up to this a frame follows the one before it.
constexpr double jitter_seconds = 0.05;

}  // namespace

SoundDecoder::SoundDecoder(Demuxer demuxer, ffmpeg::CodecPtr decoder, const Sound::Options& options)
    : demuxer_(std::move(demuxer)),
      decoder_(std::move(decoder)),
      packet_(av_packet_alloc()),
      frame_(av_frame_alloc()),
      rate_(options.rate),
      zero_(options.zero) {}

Result<SoundDecoder> SoundDecoder::open(const std::filesystem::path& path, const Sound::Options& options) {
  if (is_picture_series(path))
    return fail(ErrorKind::not_found, "Pictures in a folder have no sound.", "Name a file with an audio stream.",
                path.string());
  MLINK_ASSIGN(auto demuxer, Demuxer::open(path, options.stream, AVMEDIA_TYPE_AUDIO));
  MLINK_ASSIGN(auto decoder, open_decoder(demuxer, 1));
  return SoundDecoder(std::move(demuxer), std::move(decoder), options);
}

Result<std::optional<SoundPart>> SoundDecoder::next() {
  while (decoded_.empty()) {
    if (receive()) {
      MLINK_TRY(take_frame());
    } else if (resampler_) {
      resample(nullptr);
      resampler_.reset();
    } else if (any_) {
      return std::nullopt;
    } else {
      return fail(ErrorKind::corrupt,
                  fmt::format("None of its sound can be decoded{}.", problem_.empty() ? "" : " (" + problem_ + ")"),
                  "Copy or record it again.", demuxer_.path().string());
    }
  }
  any_ = true;
  auto part = std::move(decoded_.front());
  decoded_.pop_front();
  return part;
}

bool SoundDecoder::receive() {
  while (true) {
    const int got = avcodec_receive_frame(decoder_.get(), frame_.get());
    if (got == 0) return true;
    if (got == AVERROR_EOF) return false;
    if (got == AVERROR(EAGAIN))
      feed();
    else
      problem_ = ffmpeg::last_message(got);
  }
}

void SoundDecoder::feed() {
  ffmpeg::clear_message();
  const bool more = demuxer_.read(*packet_);
  const int sent = avcodec_send_packet(decoder_.get(), more ? packet_.get() : nullptr);
  if (more && sent < 0) problem_ = ffmpeg::last_message(sent);
}

bool SoundDecoder::fits_resampler(double time) const {
  return resampler_ && frame_->sample_rate == in_rate_ && frame_->format == in_format_ &&
         frame_->ch_layout.nb_channels == in_channels_ && std::abs(time - in_time_) <= jitter_seconds;
}

Status SoundDecoder::take_frame() {
  if (frame_->nb_samples <= 0 || frame_->sample_rate <= 0) return {};
  const auto pts = frame_->best_effort_timestamp;
  const double time = pts == AV_NOPTS_VALUE ? in_time_ : static_cast<double>(pts) * av_q2d(demuxer_.stream().time_base);
  if (!fits_resampler(time)) {
    if (resampler_) resample(nullptr);
    MLINK_TRY(start_resampler(time));
  }
  resample(frame_.get());
  return {};
}

Status SoundDecoder::start_resampler(double time) {
  resampler_.reset();
  AVChannelLayout mono = AV_CHANNEL_LAYOUT_MONO;
  AVChannelLayout layout{};
  // Where the file does not say which channels they are, their usual order is meant.
  if (frame_->ch_layout.order == AV_CHANNEL_ORDER_UNSPEC)
    av_channel_layout_default(&layout, frame_->ch_layout.nb_channels);
  else
    av_channel_layout_copy(&layout, &frame_->ch_layout);
  SwrContext* raw = nullptr;
  int code = swr_alloc_set_opts2(&raw, &mono, AV_SAMPLE_FMT_FLT, rate_, &layout,
                                 static_cast<AVSampleFormat>(frame_->format), frame_->sample_rate, 0, nullptr);
  av_channel_layout_uninit(&layout);
  resampler_.reset(raw);
  if (code >= 0) code = av_opt_set_double(raw, "rematrix_maxval", 1.0, 0);  // weights that sum to 1, for floats too
  if (code >= 0) code = swr_init(raw);
  if (code < 0)
    return fail(ErrorKind::unsupported,
                fmt::format("Its sound ({} channels, {} Hz) cannot be brought to {} Hz mono ({}).",
                            frame_->ch_layout.nb_channels, frame_->sample_rate, rate_, ffmpeg::last_message(code)),
                "Convert it with ffmpeg.", demuxer_.path().string());
  in_rate_ = frame_->sample_rate;
  in_format_ = frame_->format;
  in_channels_ = frame_->ch_layout.nb_channels;
  in_time_ = time;
  if (!zero_) zero_ = time;
  at_ = std::llround((time - *zero_) * rate_);
  return {};
}

void SoundDecoder::resample(const AVFrame* frame) {
  const int in = frame == nullptr ? 0 : frame->nb_samples;
  const int most = swr_get_out_samples(resampler_.get(), in);
  if (most <= 0) return;
  std::vector<float> samples(static_cast<std::size_t>(most));
  auto* out = reinterpret_cast<std::uint8_t*>(samples.data());
  // FFmpeg 5 takes the input as pointers to bytes that it promises not to write, without saying so in the type.
  auto** data = frame == nullptr ? nullptr : const_cast<const std::uint8_t**>(frame->extended_data);  // NOLINT
  const int got = swr_convert(resampler_.get(), &out, most, data, in);
  if (frame != nullptr) in_time_ += static_cast<double>(in) / in_rate_;
  if (got <= 0) return;
  samples.resize(static_cast<std::size_t>(got));
  decoded_.push_back({at_, std::move(samples), false});
  at_ += got;
}

}  // namespace mlink::media
