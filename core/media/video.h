// Video files, and folders of pictures, through FFmpeg: what is in them, frames by ordinal, decoding ahead. Errors name
// the file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/progress.h"
#include "media/decode_device.h"
#include "media/frame.h"

namespace mlink::media {

/// What a file's chosen video stream is.
struct VideoInfo {
  std::string path;
  int stream = 0;  ///< index in the file
  /// Of the upright picture: rotation and sample aspect applied. A joined recording may change it on the way: a frame
  /// has its own size.
  int width = 0;
  int height = 0;
  double frame_rate = 0;    ///< average, from the index
  std::int64_t frames = 0;  ///< from the index (exact)
  double seconds = 0;       ///< length
  std::string codec;
  std::string pixel_format;
  bool has_audio = false;
  std::optional<double> recorded_at = {};  ///< Unix time of the start, where the file tells one
  std::vector<int> video_streams;          ///< that the file has, attached pictures left out
  std::vector<int> sound_streams;
  int sound_stream = -1;           ///< the file's best; -1: it has none
  std::vector<std::string> notes;  ///< how pictures in a folder became frames, a sentence each
};

/// Ordinal <-> presentation time of every frame of a stream, and where decoding may start. Built once by reading the
/// packets of the file, stored in the experiment file, and given back at the next opening.
struct FrameIndex {
  struct Entry {
    std::int64_t pts = 0;  ///< in time_base units; entries are sorted by pts = presentation order
    bool key = false;
    std::int64_t packet = 0;               ///< number of its packet in the stream, in the order of the file
    std::int64_t position = -1;            ///< byte of its packet in the file, -1: not known
    std::int64_t size = 0;                 ///< of its packet, bytes
    std::optional<std::int64_t> dts = {};  ///< when the file gives one
    /// In pts and dts beyond what the file says: joined recordings start their clocks anew.
    std::int64_t shift = 0;
    friend bool operator==(const Entry&, const Entry&) = default;
  };
  int stream = 0;
  int time_base_num = 1;
  int time_base_den = 1;
  std::int64_t file_size = 0;  ///< of the file it was made from: another size makes it stale
  std::vector<Entry> entries;

  /// A number of a folder's pictures that is not there: a frame in time only.
  [[nodiscard]] bool missing(std::int64_t ordinal) const { return entries[static_cast<std::size_t>(ordinal)].size < 0; }
  [[nodiscard]] double seconds(std::int64_t ordinal) const;  ///< from the first frame
  [[nodiscard]] double zero()
      const;  ///< time of the first frame in the file, seconds: where the sound's clock is set to 0
  [[nodiscard]] std::string to_bytes() const;
  [[nodiscard]] static Result<FrameIndex> from_bytes(const std::string& bytes);
  friend bool operator==(const FrameIndex&, const FrameIndex&) = default;
};

/// Reads one video stream. Belongs to one thread at a time.
class VideoReader {
 public:
  struct Options {
    int stream = -1;                  ///< -1: that of the index, else the file's best video stream
    std::optional<FrameIndex> index;  ///< known already: saves reading the packets
    int decoder_threads = 1;
    double rate = 0;  ///< pictures a second of a folder; 0: that of the index
    /// Where frames are decoded; null: on the CPU. What it does not decode, the CPU does, and decoding() says so.
    std::shared_ptr<const DecodeDevice> device = nullptr;
  };

  /// Fails for a missing, empty, truncated, non-video file and for a stream without frames; for a folder
  /// (is_picture_series) without pictures or without a rate.
  [[nodiscard]] static Result<VideoReader> open(const std::filesystem::path& path, Options options);
  [[nodiscard]] static Result<VideoReader> open(const std::filesystem::path& path) { return open(path, Options{}); }
  ~VideoReader();
  VideoReader(VideoReader&&) noexcept;
  VideoReader& operator=(VideoReader&&) noexcept;

  [[nodiscard]] const VideoInfo& info() const;
  [[nodiscard]] const FrameIndex& index() const;

  /// The next frame in presentation order; no value at the end. A damaged frame is an error; reading may go on after
  /// it.
  [[nodiscard]] Result<std::optional<Frame>> next();
  /// The frame with this ordinal, pixel for pixel what sequential decoding gives. Afterwards next() goes on behind it.
  [[nodiscard]] Result<Frame> at(std::int64_t ordinal);
  /// As far as is known from the frames that were read.
  [[nodiscard]] Decoding decoding() const;

 private:
  friend class FrameStream;
  struct Impl;
  explicit VideoReader(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// Decodes wanted ordinals of one file ahead on its own thread, through a bounded queue (and one more frame waits for
/// room in it). Pull from one thread.
class FrameStream {
 public:
  struct Item {
    std::int64_t ordinal = 0;
    Result<Frame> frame;  ///< an error here concerns this frame only
  };

  /// `ordinals` ascending. Frames between them are decoded but not converted.
  [[nodiscard]] static Result<FrameStream> open(const std::filesystem::path& path, VideoReader::Options options,
                                                std::vector<std::int64_t> ordinals, std::size_t queue_capacity = 8);
  ~FrameStream();
  FrameStream(FrameStream&&) noexcept;
  FrameStream& operator=(FrameStream&&) noexcept;

  /// Waits for the next item; no value when all were given. Stops early when asked.
  [[nodiscard]] std::optional<Item> next(std::stop_token stop = {});
  /// Ends it, and says where its frames were decoded.
  [[nodiscard]] Decoding end();

 private:
  struct Impl;
  explicit FrameStream(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// Whether a path is that of pictures to be taken as the frames of a video: a folder, or a pattern such as "%06d.jpg"
/// in one. Each picture is decoded in its own size.
[[nodiscard]] bool is_picture_series(const std::filesystem::path& path);
/// Whether the file or folder is there, or some picture of the pattern.
[[nodiscard]] bool video_is_there(const std::filesystem::path& path);
/// "door" for "door.mp4", "MOT17-02/door/" and "door/%06d.jpg": what a camera is called where nobody names it.
[[nodiscard]] std::string video_name(const std::filesystem::path& path);

/// Hash of the file's bytes: says which video an output came from, wherever the file lies and whatever it is called. Of
/// pictures in a folder: of their names and bytes.
[[nodiscard]] Result<std::string> video_content_hash(const std::filesystem::path& path);

}  // namespace mlink::media
