#include "media/demuxer.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <string_view>
#include <system_error>

namespace mlink::media {
namespace {

constexpr int most_errors_in_a_row = 64;

Result<std::int64_t> check_file(const std::filesystem::path& path) {
  std::error_code ec;
  const auto status = std::filesystem::status(path, ec);
  if (status.type() == std::filesystem::file_type::not_found)
    return fail(ErrorKind::not_found, "File not found.", "Check the path.", path.string());
  if (ec) return fail(ErrorKind::io, "The file cannot be read: " + ec.message() + ".", {}, path.string());
  if (std::filesystem::is_directory(status))
    return fail(ErrorKind::invalid_input, "This is a folder, not a video file.", "Name a video file.", path.string());
  if (!std::filesystem::is_regular_file(status))
    return fail(ErrorKind::invalid_input, "This is not a regular file.", "Name a video file.", path.string());
  const auto size = std::filesystem::file_size(path, ec);
  if (ec) return fail(ErrorKind::io, "The file cannot be read: " + ec.message() + ".", {}, path.string());
  if (size == 0) return fail(ErrorKind::corrupt, "The file is empty.", "Copy or record it again.", path.string());
  return static_cast<std::int64_t>(size);
}

/// FFmpeg draws text files as pictures of a terminal: nobody means that by "video".
bool draws_text(const AVInputFormat& format) {
  static constexpr std::array<std::string_view, 5> names = {"tty", "bin", "xbin", "adf", "idf"};
  return std::find(names.begin(), names.end(), format.name) != names.end();
}

/// By its first box: FFmpeg takes the name's ending for the contents where it finds nothing better.
bool starts_as_mp4(const std::filesystem::path& path) {
  static constexpr std::array<std::string_view, 6> boxes = {"ftyp", "mdat", "moov", "free", "wide", "skip"};
  std::array<char, 8> head{};
  std::ifstream in(path, std::ios::binary);
  in.read(head.data(), head.size());
  return in && std::find(boxes.begin(), boxes.end(), std::string_view(head.data() + 4, 4)) != boxes.end();
}

tl::unexpected<Error> not_a_video(const std::filesystem::path& path) {
  return fail(ErrorKind::corrupt, "This is not a video file.", "Name a file that FFmpeg can read.", path.string());
}

Result<ffmpeg::FormatPtr> open_format(const std::filesystem::path& path) {
  ffmpeg::clear_message();
  AVDictionary* options = nullptr;
  av_dict_set(&options, "protocol_whitelist", "file", 0);  // a playlist must not reach the network
  av_dict_set(&options, "pattern_type", "none", 0);        // "%d" in a picture's name is only a name
  AVFormatContext* raw = nullptr;
  const int opened = avformat_open_input(&raw, ("file:" + path.string()).c_str(), nullptr, &options);
  av_dict_free(&options);
  ffmpeg::FormatPtr format(raw);
  if (opened == AVERROR(EACCES))
    return fail(ErrorKind::io, "The file cannot be read.", "Check its permissions.", path.string());
  if (opened < 0) {
    const auto reason = ffmpeg::last_message(opened);
    if (reason.find("moov atom not found") != std::string::npos && starts_as_mp4(path))
      return fail(ErrorKind::corrupt,
                  "The video is cut off: its table of contents (moov atom) is missing, so no frame can be found.",
                  "Copy or record it again.", path.string());
    if (opened == AVERROR_INVALIDDATA)
      return fail(ErrorKind::corrupt, fmt::format("This is not a video file, or it is damaged ({}).", reason),
                  "Name a file that FFmpeg can read.", path.string());
    return fail(ErrorKind::io, fmt::format("The file cannot be opened ({}).", reason), {}, path.string());
  }
  if (draws_text(*format->iformat)) return not_a_video(path);
  if (const int found = avformat_find_stream_info(format.get(), nullptr); found < 0)
    return fail(ErrorKind::corrupt, fmt::format("The file is damaged ({}).", ffmpeg::last_message(found)),
                "Copy or record it again.", path.string());
  return format;
}

bool is_of(AVMediaType kind, const AVStream& stream) {
  return stream.codecpar->codec_type == kind && !(stream.disposition & AV_DISPOSITION_ATTACHED_PIC);
}

tl::unexpected<Error> no_stream(AVMediaType kind, int streams, const std::filesystem::path& path) {
  if (kind == AVMEDIA_TYPE_AUDIO)
    return fail(ErrorKind::not_found, "The file has no sound.", "Name a file with an audio stream.", path.string());
  return fail(ErrorKind::invalid_input,
              streams > 0 ? "The file has no video stream, only sound or other data." : "The file has no video stream.",
              "Name a file with video.", path.string());
}

/// Of several video streams the one that av_find_best_stream takes, unless another has far more packets: a picture that
/// cameras put beside a video counts as a stream too.
Result<int> most_of_several(const std::vector<int>& streams, const std::filesystem::path& path) {
  MLINK_ASSIGN(const auto format, open_format(path));
  const ffmpeg::PacketPtr packet(av_packet_alloc());
  std::vector<std::int64_t> packets(format->nb_streams, 0);
  for (int errors = 0; errors < most_errors_in_a_row;) {
    av_packet_unref(packet.get());
    const int got = av_read_frame(format.get(), packet.get());
    if (got == AVERROR_EOF) break;
    errors = got < 0 ? errors + 1 : 0;
    const auto stream = static_cast<std::size_t>(packet->stream_index);
    if (got >= 0 && stream < packets.size()) ++packets[stream];
  }
  const auto count = [&](int stream) { return packets[static_cast<std::size_t>(stream)]; };
  const int most = *std::max_element(streams.begin(), streams.end(), [&](int a, int b) { return count(a) < count(b); });
  const int best = av_find_best_stream(format.get(), AVMEDIA_TYPE_VIDEO, -1, -1, nullptr, 0);
  const bool known = std::find(streams.begin(), streams.end(), best) != streams.end();
  return known && count(most) <= 2 * count(best) ? best : most;
}

Result<int> choose_stream(AVFormatContext& format, int wanted, AVMediaType kind, const std::filesystem::path& path) {
  const auto count = static_cast<int>(format.nb_streams);
  const char* name = kind == AVMEDIA_TYPE_AUDIO ? "audio" : "video";
  const auto streams = streams_of(format, kind);
  if (wanted >= 0) {
    if (std::find(streams.begin(), streams.end(), wanted) != streams.end()) return wanted;
    return fail(ErrorKind::invalid_input,
                wanted >= count ? fmt::format("There is no stream {}.", wanted)
                                : fmt::format("Stream {} is not {}.", wanted, name),
                streams.empty() ? fmt::format("The file has no {} stream.", name)
                : streams.size() == 1
                    ? fmt::format("The file's only {} stream is {}.", name, streams.front())
                    : fmt::format("Choose one of the file's {} streams: {}.", name, fmt::join(streams, ", ")),
                path.string());
  }
  if (streams.empty()) return no_stream(kind, count, path);
  if (streams.size() == 1) return streams.front();
  if (kind == AVMEDIA_TYPE_VIDEO) return most_of_several(streams, path);
  const int best = av_find_best_stream(&format, kind, -1, -1, nullptr, 0);
  return std::find(streams.begin(), streams.end(), best) != streams.end() ? best : streams.front();
}

}  // namespace

std::vector<int> streams_of(const AVFormatContext& format, AVMediaType kind) {
  std::vector<int> out;
  for (unsigned i = 0; i < format.nb_streams; ++i)
    if (is_of(kind, *format.streams[i])) out.push_back(static_cast<int>(i));
  return out;
}

Result<Demuxer> Demuxer::open(const std::filesystem::path& path, int stream, AVMediaType kind) {
  ffmpeg::quiet();
  Demuxer out;
  out.path_ = path;
  MLINK_ASSIGN(out.file_size_, check_file(path));
  MLINK_ASSIGN(out.format_, open_format(path));
  MLINK_ASSIGN(out.stream_, choose_stream(*out.format_, stream, kind, path));
  for (unsigned i = 0; i < out.format_->nb_streams; ++i)
    if (static_cast<int>(i) != out.stream_) out.format_->streams[i]->discard = AVDISCARD_ALL;
  return out;
}

bool Demuxer::read(AVPacket& packet) {
  for (int errors = 0; errors < most_errors_in_a_row;) {
    av_packet_unref(&packet);
    const int got = av_read_frame(format_.get(), &packet);
    if (got == AVERROR_EOF) return false;
    if (got < 0) {
      ++errors;
      continue;
    }
    errors = 0;
    if (packet.stream_index == stream_) return true;
  }
  return false;
}

bool Demuxer::seek(std::int64_t timestamp) {
  return av_seek_frame(format_.get(), stream_, timestamp, AVSEEK_FLAG_BACKWARD) >= 0;
}

bool Demuxer::seek_byte(std::int64_t position) {
  return av_seek_frame(format_.get(), stream_, position, AVSEEK_FLAG_BYTE) >= 0;
}

Result<ffmpeg::CodecPtr> open_decoder(const Demuxer& demuxer, int threads, const DecodeDevice* device) {
  return open_decoder(demuxer.stream(), threads, demuxer.path().string(), device);
}

Result<ffmpeg::CodecPtr> open_decoder(const AVStream& stream, int threads, const std::string& of,
                                      const DecodeDevice* device) {
  const auto& parameters = *stream.codecpar;
  const AVCodec* codec = avcodec_find_decoder(parameters.codec_id);
  if (codec == nullptr)
    return fail(ErrorKind::unsupported,
                fmt::format("There is no decoder for its {} format \"{}\".",
                            parameters.codec_type == AVMEDIA_TYPE_AUDIO ? "audio" : "video",
                            avcodec_get_name(parameters.codec_id)),
                "Convert the video with ffmpeg.", of);
  ffmpeg::CodecPtr context(avcodec_alloc_context3(codec));
  ffmpeg::clear_message();
  int code = avcodec_parameters_to_context(context.get(), &parameters);
  context->pkt_timebase = stream.time_base;
  // Marked frames come out too: without it the H.264 decoder loses the last frames behind a seek to an open group.
  context->flags |= AV_CODEC_FLAG_OUTPUT_CORRUPT;
  // FFV1 carries checksums: a slice that fails them is damage. Others' complaints are no reason to refuse a frame.
  if (parameters.codec_id == AV_CODEC_ID_FFV1) context->err_recognition |= AV_EF_CRCCHECK | AV_EF_EXPLODE;
  context->thread_count = std::max(1, threads);
  if (device != nullptr) MLINK_TRY(device->attach(*context));
  if (code >= 0) code = avcodec_open2(context.get(), codec, nullptr);
  if (code < 0)
    return fail(ErrorKind::unsupported,
                fmt::format("The decoder for \"{}\" does not start ({}).", avcodec_get_name(parameters.codec_id),
                            ffmpeg::last_message(code)),
                "Convert the video with ffmpeg.", of);
  return context;
}

}  // namespace mlink::media
