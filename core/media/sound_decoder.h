// Sound of one stream as mono samples of one rate, from the file's start to its end. Private to core/media.
#pragma once

#include <cstdint>
#include <deque>
#include <filesystem>
#include <optional>
#include <string>

#include "base/error.h"
#include "media/demuxer.h"
#include "media/sound.h"

namespace mlink::media {

/// Belongs to one thread at a time.
class SoundDecoder {
 public:
  [[nodiscard]] static Result<SoundDecoder> open(const std::filesystem::path& path, const Sound::Options& options);

  /// The next samples in the order of the file, placed by their presentation time (there may be gaps, and overlaps);
  /// no value at the end. Fails where nothing at all could be decoded.
  [[nodiscard]] Result<std::optional<SoundPart>> next();

 private:
  SoundDecoder(Demuxer demuxer, ffmpeg::CodecPtr decoder, const Sound::Options& options);
  /// False: the decoder has given all.
  [[nodiscard]] bool receive();
  void feed();
  [[nodiscard]] Status take_frame();
  [[nodiscard]] Status start_resampler(double time);
  [[nodiscard]] bool fits_resampler(double time) const;
  /// Samples through the resampler; none: what is left in it.
  void resample(const AVFrame* frame);

  Demuxer demuxer_;
  ffmpeg::CodecPtr decoder_;
  ffmpeg::PacketPtr packet_;
  ffmpeg::FramePtr frame_;
  int rate_;
  std::optional<double> zero_;

  ffmpeg::SwrPtr resampler_;
  int in_rate_ = 0;
  int in_format_ = -1;
  int in_channels_ = 0;
  double in_time_ = 0;             ///< when the resampler's next input sample should be heard, in the file's time
  std::int64_t at_ = 0;            ///< number of the resampler's next output sample
  std::deque<SoundPart> decoded_;  ///< not given yet
  bool any_ = false;
  std::string problem_;  ///< the decoder's last complaint
};

}  // namespace mlink::media
