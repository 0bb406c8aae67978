// Packets of one stream of a file, pictures or sound. Private to core/media.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/error.h"
#include "media/decode_device.h"
#include "media/ffmpeg.h"

namespace mlink::media {

/// Belongs to one thread at a time.
class Demuxer {
 public:
  /// `stream` -1: the file's best stream of that kind, AVMEDIA_TYPE_VIDEO or AVMEDIA_TYPE_AUDIO; a picture beside a
  /// video (as cameras in the air put first) is not the best. Says what is wrong
  /// with a file that is not readable, or has no such stream.
  [[nodiscard]] static Result<Demuxer> open(const std::filesystem::path& path, int stream,
                                            AVMediaType kind = AVMEDIA_TYPE_VIDEO);

  /// The next packet of the stream in the order of the file; false at the end. Damaged parts of the file are passed
  /// over.
  bool read(AVPacket& packet);
  /// Goes to the last place before `timestamp` where the file says that decoding may start. False: it cannot.
  bool seek(std::int64_t timestamp);
  /// Goes to a place in the file, for files whose times do not lead there.
  bool seek_byte(std::int64_t position);

  [[nodiscard]] AVStream& stream() const { return *format_->streams[stream_]; }
  [[nodiscard]] AVFormatContext& format() const { return *format_; }
  [[nodiscard]] int stream_number() const { return stream_; }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::int64_t file_size() const { return file_size_; }

 private:
  std::filesystem::path path_;
  ffmpeg::FormatPtr format_;
  int stream_ = 0;
  std::int64_t file_size_ = 0;
};

/// Numbers of the file's streams of a kind, attached pictures left out.
[[nodiscard]] std::vector<int> streams_of(const AVFormatContext& format, AVMediaType kind);

/// A decoder for that stream, ready to take packets. `device`: where it decodes; null: on the CPU.
[[nodiscard]] Result<ffmpeg::CodecPtr> open_decoder(const Demuxer& demuxer, int threads,
                                                    const DecodeDevice* device = nullptr);
/// The same of any stream; `of`: what errors name.
[[nodiscard]] Result<ffmpeg::CodecPtr> open_decoder(const AVStream& stream, int threads, const std::string& of,
                                                    const DecodeDevice* device = nullptr);

}  // namespace mlink::media
